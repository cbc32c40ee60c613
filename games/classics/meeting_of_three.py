"""Three people who want to meet."""

from ..story import game


@game(
    players=("1", "2", "3"),
    source="Textbook game of pure coordination, for three",
    known=("There are 13 equilibria: uniform play on each of the seven sets of places, and the six ways to miss each other entirely.",),
)
def meeting_of_three(play):
    """Meeting of three: everyone gains if all come to the same place.

    Each chooses one of three places; all gain 1 when they meet.

    Notes
    -----
    Three players, 40 nodes, 3 information sets, no parameters.

    References
    ----------
    Schelling, T. C. (1960). *The Strategy of Conflict*. Harvard University Press.
    """
    places = [play.choose(player, ["a", "b", "c"], public=False) for player in ("1", "2", "3")]
    return (int(len(set(places)) == 1),) * 3
