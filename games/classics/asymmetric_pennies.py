"""Matching pennies with one prize of another size."""

from fractions import Fraction

from ..parameter import Parameter
from ..story import game


@game(
    players=("Row", "Column"),
    headline=("X",),
    parameters=lambda low, high: {"X": Parameter(high + 8 * (high - low), f"X > {low}", "prize of Row at top left")},
    source="McKelvey and Palfrey (1995), Games and Economic Behavior 10, after Ochs (1995); Goeree and Holt (2001), "
    "American Economic Review 91",
    known=(
        "In the one Nash equilibrium Row plays top with 1/2 whatever X is, and Column plays left with (high - low)/(X + high - 2*low).",
        "With prizes 0 and 1 and X = 9 Column plays left with 1/10; with 40, 80 and X = 320 with 1/8, and with X = 44 with 10/11.",
    ),
)
def asymmetric_pennies(play, *, low=Fraction(0), high=Fraction(1), X):
    """Matching pennies in which one match is worth more or less than the other.

    Row wants to match and Column not to. In equilibrium Row's mix does not move with its own prize, as it does when people play.

    Parameters
    ----------
    low, high : number, low below high
        What either gets when it fails, and when it does not; at top left Row gets X instead.

    Notes
    -----
    Two players who move at once, 7 nodes, 2 information sets, one parameter.

    References
    ----------
    Goeree, J. K. and Holt, C. A. (2001). Ten little treasures of game theory and ten intuitive contradictions.
    *American Economic Review* 91, 1402-1422.

    McKelvey, R. D. and Palfrey, T. R. (1995). Quantal response equilibria for normal form games.
    *Games and Economic Behavior* 10, 6-38.
    """
    row = play.choose("Row", ["top", "bottom"], public=False)
    column = play.choose("Column", ["left", "right"], public=False)
    match = (row == "top") == (column == "left")
    prize = X if row == "top" else high
    return {"Row": prize if match else low, "Column": low if match else high}
