"""Matching pennies for three."""

from ..story import game


@game(
    players=("1", "2", "3"),
    source="Jordan (1993), Games and Economic Behavior 5, 368-386",
    known=("In the only equilibrium everyone plays each side with 1/2.",),
)
def three_pennies(play):
    """Three pennies: each after the next, and the last away from the first.

    1 wants to match 2, 2 wants to match 3, and 3 wants to differ from 1.

    Notes
    -----
    Three players, 15 nodes, 3 information sets, no parameters.

    References
    ----------
    Jordan, J. S. (1993). Three problems in learning mixed-strategy Nash equilibria. *Games and Economic Behavior* 5, 368-386.
    """
    one, two, three = (play.choose(player, ["heads", "tails"], public=False) for player in ("1", "2", "3"))
    return 1 if one == two else -1, 1 if two == three else -1, 1 if three != one else -1
