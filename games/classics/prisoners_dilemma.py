"""The prisoners' dilemma."""

from ..story import game

PAYOFFS = {
    "cooperate": {"cooperate": (3, 3), "defect": (0, 5)},
    "defect": {"cooperate": (5, 0), "defect": (1, 1)},
}


@game(
    players=("Row", "Column"),
    source="Luce and Raiffa (1957), Games and Decisions, section 5.4; payoffs standard",
    known=("The one Nash equilibrium is that both defect.",),
)
def prisoners_dilemma(play):
    """The prisoners' dilemma: both would be better off silent, and both talk.

    To defect is better whatever the other does.

    Notes
    -----
    Two players who move at once, 7 nodes, 2 information sets, no parameters.

    References
    ----------
    Luce, R. D. and Raiffa, H. (1957). *Games and Decisions*, 94-102.
    """
    row = play.choose("Row", list(PAYOFFS), public=False)
    column = play.choose("Column", list(PAYOFFS[row]), public=False)
    return PAYOFFS[row][column]
