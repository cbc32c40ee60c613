"""Trust in a partner who may be honest."""

from fractions import Fraction

from ..errors import GameError
from ..parameter import Parameter
from ..story import game


@game(
    players=lambda periods: ("Trustee", *(f"investor {k}" for k in range(1, periods + 1))),
    headline=("p",),
    source="After Kreps (1990), Corporate culture and economic theory; the numbers are our own",
    known=(
        "With three periods p = 1/8, 1/4 and 1/2 are walls.",
        "At p = 1/5 the first investor trusts and the trustee, if not honest, honours with 3/4, then 1/3, then never.",
    ),
)
def earned_trust(play, *, periods=3, p=Parameter(Fraction(1, 5), domain="0 < p < 1", means="prior that the trustee is honest")):
    """Earned trust: honouring now what one means to exploit later.

    In each period a new investor, who sees all that went before, may trust; the trustee then honours, which
    is good for both, or exploits. An honest trustee gains nothing by exploiting.

    Parameters
    ----------
    periods : int, at least 1
        How many investors come.

    Notes
    -----
    107 nodes, 39 information sets, 1 parameter.

    References
    ----------
    Kreps, D. M. (1990). Corporate culture and economic theory. In *Perspectives on Positive Political Economy*.
    """
    if periods < 1:
        raise GameError(f"earned_trust needs at least 1 period; found {periods}.")
    kind = play.chance("trustee", {"honest": p, "strategic": 1 - p})
    play.tell("Trustee", kind)
    payoffs = {"Trustee": 0}
    for k in range(1, periods + 1):
        investor = f"investor {k}"
        payoffs[investor] = 0
        if play.choose(investor, ["no", "trust"]) == "no":
            continue
        honours = play.choose("Trustee", ["honour", "exploit"]) == "honour"
        payoffs[investor] = 1 if honours else -1
        payoffs["Trustee"] += 1 if honours else 0 if kind == "honest" else 2
    return payoffs
