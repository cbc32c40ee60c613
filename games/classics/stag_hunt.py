"""The stag hunt."""

from ..story import game

PAYOFFS = {
    "stag": {"stag": (9, 9), "hare": (0, 8)},
    "hare": {"stag": (8, 0), "hare": (7, 7)},
}


@game(
    players=("Row", "Column"),
    source="Aumann (1990), Economic Decision Making",
    known=("There are three Nash equilibria; in the mixed one each hunts the stag with 7/8, and both get 63/8.",),
)
def stag_hunt(play):
    """The stag hunt: the better equilibrium is the riskier one.

    Two hunters catch the stag only together; a hare is nearly as good and needs no trust.

    Notes
    -----
    Two players who move at once, 7 nodes, 2 information sets, no parameters.

    References
    ----------
    Aumann, R. J. (1990). Nash equilibria are not self-enforcing.
    *Economic Decision Making: Games, Econometrics and Optimisation*, 201-206.
    """
    row = play.choose("Row", list(PAYOFFS), public=False)
    column = play.choose("Column", list(PAYOFFS[row]), public=False)
    return PAYOFFS[row][column]
