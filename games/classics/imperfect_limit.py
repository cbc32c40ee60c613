"""A limit of logit equilibria that is not perfect."""

from ..parameter import Parameter
from ..story import game


@game(
    players=("Row", "Column"),
    headline=("A", "B"),
    source="McKelvey and Palfrey (1995), Games and Economic Behavior 10, figure 1",
    known=(
        "The one perfect equilibrium is (D, R), since U and L are weakly dominated.",
        "Logit equilibria tend to even mixes of U and D, and of L and R, for all A and B.",
    ),
)
def imperfect_limit(
    play,
    *,
    A=Parameter(5, domain="A > 0", means="prize of Row for D against M"),
    B=Parameter(5, domain="B > 0", means="prize of Column for R against M"),
):
    """A game whose limit of quantal response equilibria is not perfect.

    Either side has two actions that nearly always do as well, one of which is never worse.

    Notes
    -----
    Two players who move at once, 13 nodes, 2 information sets, two parameters.

    References
    ----------
    McKelvey, R. D. and Palfrey, T. R. (1995). Quantal response equilibria for normal form games.
    *Games and Economic Behavior* 10, 6-38.
    """
    row = play.choose("Row", ["U", "M", "D"], public=False)
    column = play.choose("Column", ["L", "M", "R"], public=False)
    if "M" not in (row, column):
        return 1, 1
    return A if (row, column) == ("D", "M") else 0, B if (row, column) == ("M", "R") else 0
