"""Matching pennies."""

from ..story import game

PAYOFFS = {
    "heads": {"heads": (1, -1), "tails": (-1, 1)},
    "tails": {"heads": (-1, 1), "tails": (1, -1)},
}


@game(
    players=("Row", "Column"),
    source="Textbooks, as Luce and Raiffa (1957), Games and Decisions",
    known=("In the one Nash equilibrium both toss their coins, and the game is worth 0.",),
)
def matching_pennies(play):
    """Matching pennies: one wants to match, the other not to.

    Zero-sum, and nobody may be predictable.

    Notes
    -----
    Two players who move at once, 7 nodes, 2 information sets, no parameters.

    References
    ----------
    Luce, R. D. and Raiffa, H. (1957). *Games and Decisions*.
    """
    row = play.choose("Row", list(PAYOFFS), public=False)
    column = play.choose("Column", list(PAYOFFS[row]), public=False)
    return PAYOFFS[row][column]
