"""Equilibria out of reach."""

from ..story import game

PAYOFFS = {
    "1": {"1": (0, 0), "2": (3, 2), "3": (0, 3)},
    "2": {"1": (2, 3), "2": (2, 2), "3": (0, 0)},
    "3": {"1": (3, 0), "2": (0, 0), "3": (1, 1)},
}


@game(
    players=("Row", "Column"),
    source="Shapley (1974), Mathematical Programming Study 1, figure 3",
    known=("There are three Nash equilibria: both play 3; both mix 1/3, 2/3, 0; both mix 1/6, 1/3, 1/2.",),
)
def out_of_reach(play):
    """Three equilibria, two of which no path of the Lemke-Howson method finds: where does it get stuck?

    From every starting point the method of complementary pivoting ends at the pure equilibrium, and restarted
    there it comes back; the other two are on a path of their own.

    Notes
    -----
    Two players who move at once, 13 nodes, 2 information sets, no parameters.

    References
    ----------
    Shapley, L. S. (1974). A note on the Lemke-Howson algorithm.
    *Mathematical Programming Study* 1, 175-189.
    """
    row = play.choose("Row", list(PAYOFFS), public=False)
    column = play.choose("Column", list(PAYOFFS[row]), public=False)
    return PAYOFFS[row][column]
