"""Bargaining before a war whose cost is private."""

from fractions import Fraction

from ..parameter import Parameter
from ..story import game


@game(
    players=("A", "B"),
    headline=("h", "cH"),
    source="Fearon (1995), International Organization 49, 379-414: two types",
    known=(
        "A makes the tough demand when h >= (cL + cA)/(cH + cA), whatever p is, and then war has chance 1 - h.",
        "At cA = cL = 1/10, cH = 3/10, h = 3/4, p = 1/2 A gets 7/10 and war has chance 1/4.",
    ),
)
def private_war_costs(
    play,
    *,
    p=Parameter(Fraction(1, 2), domain="0 < p < 1", means="chance that A wins a war"),
    cA=Parameter(Fraction(1, 10), domain="cA > 0", means="cost of war to A"),
    cL=Parameter(Fraction(1, 10), domain="0 < cL < cH", means="low cost of war to B"),
    cH=Parameter(Fraction(3, 10), means="high cost of war to B"),
    h=Parameter(Fraction(3, 4), domain="0 < h < 1", means="prior that B's cost is high"),
):
    """Private war costs: the demand that risks a war.

    A demands a share; B, who alone knows what war costs it, accepts or fights. Only the shares that leave
    one of the two types indifferent can be best.

    Notes
    -----
    Two players, 15 nodes, 5 information sets, 5 parameters.

    References
    ----------
    Fearon, J. D. (1995). Rationalist explanations for war. *International Organization* 49, 379-414.
    """
    kind = play.chance("cost", {"high": h, "low": 1 - h})
    play.tell("B", kind)
    demand = p + (cL if play.choose("A", ["mild", "tough"]) == "mild" else cH)
    if play.choose("B", ["accept", "fight"]) == "accept":
        play.outcome("peace")
        return {"A": demand, "B": 1 - demand}
    play.outcome("war")
    return {"A": p - cA, "B": 1 - p - (cH if kind == "high" else cL)}
