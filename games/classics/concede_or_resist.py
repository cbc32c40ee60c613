"""Attacks as signals."""

from fractions import Fraction

from ..parameter import Parameter
from ..story import game


@game(
    players=("Group", "Government"),
    headline=("p", "b"),
    source="After Lapan and Sandler (1993), European Journal of Political Economy 9; Overgaard (1994), Journal of Conflict Resolution 38",
    known=(
        "The walls are p = k/d, b = cS and b = cW: the government concedes where it thinks the group strong with at least k/d.",
        "For b > cW and p < k/d the weak group attacks with p*(d - k)/((1 - p)*k), and the government concedes to attacks with cW/b.",
        "For p > k/d there is one equilibrium with violence, one without, and one in which the strong group mixes.",
    ),
)
def concede_or_resist(
    play,
    *,
    p=Parameter(Fraction(1, 5), domain="0 < p < 1", means="prior that the group is strong"),
    b=Parameter(3, domain="b > 0", means="worth of a concession to the group"),
    cS=Parameter(1, domain="0 < cS < cW", means="cost of an attack to a strong group"),
    cW=Parameter(2, domain="cW > 0", means="cost of an attack to a weak group"),
    k=Parameter(2, domain="0 < k < d", means="cost of a concession to the government"),
    d=Parameter(5, domain="d > 0", means="later damage by a strong group that is resisted"),
):
    """Attacks as signals: does violence tell a government that it had better concede?

    Notes
    -----
    Two players, 15 nodes, 4 information sets, six parameters.

    References
    ----------
    Arce, D. G. and Sandler, T. (2007). Terrorist signalling and the value of intelligence.
    *British Journal of Political Science* 37, 573-586.

    Lapan, H. E. and Sandler, T. (1993). Terrorism and signalling. *European Journal of Political Economy* 9, 383-397.

    Overgaard, P. B. (1994). The scale of terrorist attacks as a signal of resources.
    *Journal of Conflict Resolution* 38, 452-478.
    """
    strength = play.chance("strength", {"strong": p, "weak": 1 - p})
    play.tell("Group", strength)
    attacks = play.choose("Group", ["attack", "quiet"]) == "attack"
    cost = (cS if strength == "strong" else cW) if attacks else 0
    if play.choose("Government", ["concede", "resist"]) == "concede":
        return {"Group": b - cost, "Government": -k}
    return {"Group": -cost, "Government": -d if strength == "strong" else 0}
