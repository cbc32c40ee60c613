"""Coarse correlation."""

from ..story import game

PAYOFFS = {
    "r1": {"c1": (3, 3), "c2": (1, 1), "c3": (4, 1)},
    "r2": {"c1": (1, 4), "c2": (5, 2), "c3": (0, 0)},
    "r3": {"c1": (1, 1), "c2": (0, 0), "c3": (2, 5)},
}


@game(
    players=("Row", "Column"),
    source="After Moulin and Vial (1978), International Journal of Game Theory 7",
    known=(
        "The one Nash equilibrium is (r1, c1), which pays 3 each; no correlated equilibrium pays more.",
        "The three diagonal cells with 1/3 each are a coarse correlated equilibrium, which pays 10/3 each.",
    ),
)
def coarse_correlation(play):
    """A game that coarse correlation improves and correlation does not.

    Every correlated equilibrium pays 3 each. A mediator whom the players can only follow or leave before it
    speaks gets them more.

    Notes
    -----
    Two players who move at once, 13 nodes, 2 information sets, no parameters.

    References
    ----------
    Moulin, H. and Vial, J.-P. (1978). Strategically zero-sum games.
    *International Journal of Game Theory* 7, 201-221.
    """
    row = play.choose("Row", list(PAYOFFS), public=False)
    column = play.choose("Column", list(PAYOFFS[row]), public=False)
    return PAYOFFS[row][column]
