"""Seventy-five equilibria."""

from ..story import game

PAYOFFS = {
    "r1": {"c1": (-81, 72), "c2": (36, 36), "c3": (-126, 17), "c4": (126, -3), "c5": (-36, -36), "c6": (90, -153)},
    "r2": {"c1": (-180, -180), "c2": (72, -81), "c3": (-333, -30), "c4": (297, 20), "c5": (-153, 90), "c6": (270, 270)},
    "r3": {"c1": (20, 297), "c2": (-3, 126), "c3": (42, 42), "c4": (-33, -33), "c5": (17, -126), "c6": (-30, -333)},
    "r4": {"c1": (-30, -333), "c2": (17, -126), "c3": (-33, -33), "c4": (42, 42), "c5": (-3, 126), "c6": (20, 297)},
    "r5": {"c1": (270, 270), "c2": (-153, 90), "c3": (297, 20), "c4": (-333, -30), "c5": (72, -81), "c6": (-180, -180)},
    "r6": {"c1": (90, -153), "c2": (-36, -36), "c3": (126, -3), "c4": (-126, 17), "c5": (36, 36), "c6": (-81, 72)},
}


@game(
    players=("Row", "Column"),
    source="von Stengel (1999), Discrete & Computational Geometry 21; payoffs of Savani and von Stengel (2006), Econometrica 74",
    known=(
        "There are 75 Nash equilibria, all isolated.",
        "By the number of actions that a player mixes, one to six: 2, 26, 18, 26, 2 and 1.",
    ),
)
def seventy_five_equilibria(play):
    """A game of six by six actions with 75 equilibria: how many can there be?

    Mixed equilibria pile up: two are pure, one uses every action, and the players always mix over equally many
    actions. It was once conjectured that a game of this size has at most 2**6 - 1 = 63.

    Notes
    -----
    Two players who move at once, 43 nodes, 2 information sets, no parameters.

    References
    ----------
    von Stengel, B. (1999). New maximal numbers of equilibria in bimatrix games.
    *Discrete & Computational Geometry* 21, 557-568.

    Savani, R. and von Stengel, B. (2006). Hard-to-solve bimatrix games. *Econometrica* 74, 397-429.
    """
    row = play.choose("Row", list(PAYOFFS), public=False)
    column = play.choose("Column", list(PAYOFFS[row]), public=False)
    return PAYOFFS[row][column]
