"""Pure coordination."""

from ..errors import GameError
from ..story import game


@game(
    players=("Row", "Column"),
    source="Quint and Shubik (1997), International Journal of Game Theory 26",
    known=("With n actions there are 2**n - 1 Nash equilibria: an even mix over each set of actions, which pays 1 over its size to each.",),
)
def pure_coordination(play, *, actions=3):
    """Pure coordination: all places are as good, if only both go to the same.

    Parameters
    ----------
    actions : int, at least 1
        How many places there are.

    Notes
    -----
    Two players who move at once. With three places: 13 nodes, 2 information sets, no parameters.

    References
    ----------
    Quint, T. and Shubik, M. (1997). A theorem on the number of Nash equilibria in a bimatrix game.
    *International Journal of Game Theory* 26, 353-359.
    """
    if actions < 1:
        raise GameError(f"pure_coordination needs at least one action; found {actions}.")
    places = range(1, actions + 1)
    met = play.choose("Row", places, public=False) == play.choose("Column", places, public=False)
    return {"Row": int(met), "Column": int(met)}
