"""Chicken."""

from ..story import game

PAYOFFS = {
    "give way": {"give way": (6, 6), "dare": (2, 7)},
    "dare": {"give way": (7, 2), "dare": (0, 0)},
}


@game(
    players=("Row", "Column"),
    source="Aumann (1974), Journal of Mathematical Economics 1; payoffs standard",
    known=("There are three Nash equilibria; in the mixed one each gives way with 2/3, and both get 14/3.",),
)
def chicken(play):
    """Chicken: who gives way?

    To dare is best against one who gives way, and worst against one who dares as well.

    Notes
    -----
    Two players who move at once, 7 nodes, 2 information sets, no parameters.

    References
    ----------
    Aumann, R. J. (1974). Subjectivity and correlation in randomized strategies.
    *Journal of Mathematical Economics* 1, 67-96.
    """
    row = play.choose("Row", list(PAYOFFS), public=False)
    column = play.choose("Column", list(PAYOFFS[row]), public=False)
    return PAYOFFS[row][column]
