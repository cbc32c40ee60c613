"""Winkels' chain."""

from ..story import game

PAYOFFS = {
    "r1": {"c1": (1, 3), "c2": (3, 4), "c3": (4, 2)},
    "r2": {"c1": (1, 2), "c2": (3, 1), "c3": (2, 1)},
    "r3": {"c1": (0, 4), "c2": (2, 3), "c3": (3, 3)},
}


@game(
    players=("Row", "Column"),
    source="After Winkels (1979), in the sample games of Gambit",
    known=(
        "Three maximal sets: Row between r1 and its even mix with r2, and c2; that mix, and any of c1 and c2; from there to r2, and c1.",
        "There are four extreme equilibria, in one connected component.",
    ),
)
def winkels_chain(play):
    """A degenerate game: equilibria that form one connected chain of three segments.

    Ties make the set of equilibria a chain of three line segments; a list of its four corners alone would hide
    them.

    Notes
    -----
    Two players who move at once, 13 nodes, 2 information sets, no parameters.

    References
    ----------
    Winkels, H. M. (1979). An algorithm to determine all equilibrium points of a bimatrix game.
    *Game Theory and Related Topics*, 137-148.
    """
    row = play.choose("Row", list(PAYOFFS), public=False)
    column = play.choose("Column", list(PAYOFFS[row]), public=False)
    return PAYOFFS[row][column]
