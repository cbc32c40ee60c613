"""A branch that bends backwards."""

from fractions import Fraction

from ..story import game

PAYOFFS: dict[str, dict[str, tuple[int | Fraction, int]]] = {
    "r1": {"c1": (6, 7), "c2": (6, 7)},
    "r2": {"c1": (Fraction(183, 25), 6), "c2": (1, 4)},
}


@game(
    players=("Row", "Column"),
    source="Attributed to R. McKelvey, in the sample games of Gambit; Turocy (2005), Games and Economic Behavior 51",
    known=("The branch turns at the precisions 1.3494217 and 1.3241874, and ends at (r2, c1).",),
)
def bending_branch(play):
    """A game in which the logit equilibrium that starts from random play turns back on its way.

    The branch of logit quantal response equilibria that starts at equal odds turns back in the precision and
    forth again before it reaches (r2, c1).

    Notes
    -----
    Two players who move at once, 7 nodes, 2 information sets, no parameters.

    References
    ----------
    Turocy, T. L. (2005). A dynamic homotopy interpretation of the logistic quantal response equilibrium correspondence.
    *Games and Economic Behavior* 51, 243-263.
    """
    row = play.choose("Row", list(PAYOFFS), public=False)
    column = play.choose("Column", list(PAYOFFS[row]), public=False)
    return PAYOFFS[row][column]
