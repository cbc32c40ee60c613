"""Morra."""

from itertools import product

from ..errors import GameError
from ..story import game


@game(
    players=("Row", "Column"),
    source="Dresher (1961), Games of Strategy; von Neumann and Morgenstern (1944), Theory of Games and Economic Behavior",
    known=(
        "With three fingers optimal play shows 1 and says 3, shows 2 and says 2, or shows 3 and says 1, and nothing else.",
        "The optimal mixes of these three are the convex hull of (5, 4, 3)/12, (16, 12, 9)/37, (20, 15, 12)/47 and (25, 20, 16)/61; "
        "the game is worth 0.",
    ),
)
def morra(play, *, fingers=3):
    """Morra: show some fingers, and guess how many the other shows.

    Who alone is right wins as many points as there are fingers in all.

    Parameters
    ----------
    fingers : int, at least 1
        How many one may show.

    Notes
    -----
    Two players who move at once, zero-sum. With three fingers: 91 nodes, 2 information sets, no parameters.

    References
    ----------
    Dresher, M. (1961). *Games of Strategy: Theory and Applications*.
    """
    if fingers < 1:
        raise GameError(f"morra needs at least one finger; found {fingers}.")
    calls = {f"show {shown}, say {said}": (shown, said) for shown, said in product(range(1, fingers + 1), repeat=2)}
    row, guess = calls[play.choose("Row", list(calls), public=False)]
    column, answer = calls[play.choose("Column", list(calls), public=False)]
    won = (row + column) * ((guess == column) - (answer == row))
    return won, -won
