"""A crisis with audience costs and one unknown."""

from fractions import Fraction

from ..parameter import Parameter
from ..story import game


@game(
    players=("A", "B"),
    headline=("p", "alpha"),
    source="After Fearon (1994), American Political Science Review 88, 577-592: two types, one exchange",
    known=(
        "For -wR < alpha < -wU and p < 1/(1 + k) the unresolved challenge with p*k/(1 - p) and B resists with 1/(1 + alpha).",
        "More audience cost lowers resistance and leaves the rate of bluffing as it is.",
        "For alpha > -wU both types are locked in and B concedes; for alpha < -wR nobody would fight and nobody challenges.",
    ),
)
def audience_costs(
    play,
    *,
    p=Parameter(Fraction(1, 5), domain="0 < p < 1", means="prior that A is resolved"),
    alpha=Parameter(Fraction(1, 2), domain="alpha > 0", means="audience cost of backing down"),
    k=Parameter(2, domain="k > 0", means="cost of war to B"),
    wR=Parameter(Fraction(-1, 4), domain="wU < wR < 1", means="value of war to the resolved A"),
    wU=Parameter(-1, domain="wU < 0", means="value of war to the unresolved A"),
):
    """Audience costs: a challenge that is costly to take back, from one who may not mean it.

    A may challenge; B concedes or resists; A then backs down before its audience, or fights.

    Notes
    -----
    Two players, 15 nodes, 5 information sets, 5 parameters.

    References
    ----------
    Fearon, J. D. (1994). Domestic political audiences and the escalation of international disputes.
    *American Political Science Review* 88, 577-592.
    """
    kind = play.chance("A", {"resolved": p, "unresolved": 1 - p})
    play.tell("A", kind)
    if play.choose("A", ["wait", "challenge"]) == "wait":
        play.outcome("status quo")
        return {"A": 0, "B": 1}
    if play.choose("B", ["concede", "resist"]) == "concede":
        play.outcome("concession")
        return {"A": 1, "B": 0}
    if play.choose("A", ["back down", "fight"]) == "back down":
        play.outcome("back down")
        return {"A": -alpha, "B": 1}
    play.outcome("war")
    return {"A": wR if kind == "resolved" else wU, "B": -k}
