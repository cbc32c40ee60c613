"""Market entry."""

from fractions import Fraction

from ..parameter import Parameter
from ..story import game


@game(
    players=("Entrant", "Incumbent"),
    headline=("a", "b"),
    source="Selten (1978), Theory and Decision 9, 127-159, stage game",
    known=(
        "Nash equilibria are two components: enter and acquiesce; or stay out while the threat to fight is at least b.",
        "Only the first is subgame-perfect.",
    ),
)
def market_entry(
    play,
    *,
    a=Parameter(2, domain="a > 1", means="what the market is worth to the incumbent alone"),
    b=Parameter(Fraction(1, 2), domain="0 < b < 1", means="what entry is worth that is not fought"),
):
    """Market entry: the threat to fight that would not be carried out.

    The entrant stays out or enters; the incumbent then fights, which costs both, or acquiesces.

    Notes
    -----
    Two players, 5 nodes, 2 information sets, 2 parameters.

    References
    ----------
    Selten, R. (1978). The chain store paradox. *Theory and Decision* 9, 127-159.
    """
    if play.choose("Entrant", ["out", "in"]) == "out":
        return {"Entrant": 0, "Incumbent": a}
    if play.choose("Incumbent", ["fight", "acquiesce"]) == "fight":
        return {"Entrant": b - 1, "Incumbent": -1}
    return {"Entrant": b, "Incumbent": 0}
