"""O'Neill's cards."""

from ..story import game

PAYOFFS = {
    "J": {"J": (1, -1), "2": (-1, 1), "3": (-1, 1), "4": (-1, 1)},
    "2": {"J": (-1, 1), "2": (-1, 1), "3": (1, -1), "4": (1, -1)},
    "3": {"J": (-1, 1), "2": (1, -1), "3": (-1, 1), "4": (1, -1)},
    "4": {"J": (-1, 1), "2": (1, -1), "3": (1, -1), "4": (-1, 1)},
}


@game(
    players=("Row", "Column"),
    source="O'Neill (1987), Proceedings of the National Academy of Sciences 84",
    known=("In the one Nash equilibrium both show the jack with 2/5 and each number with 1/5; Row wins with 2/5.",),
)
def oneill_cards(play):
    """O'Neill's cards: minimax play that needs no money scale, since there is only win or lose.

    Each shows one of four cards. Row wins when both show the jack, or two numbers that differ; otherwise Column
    wins.

    Notes
    -----
    Two players who move at once, 21 nodes, 2 information sets, no parameters.

    References
    ----------
    O'Neill, B. (1987). Nonmetric test of the minimax theory of two-person zerosum games.
    *Proceedings of the National Academy of Sciences* 84, 2106-2109.
    """
    row = play.choose("Row", list(PAYOFFS), public=False)
    column = play.choose("Column", list(PAYOFFS[row]), public=False)
    return PAYOFFS[row][column]
