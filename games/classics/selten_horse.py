"""Selten's horse."""

from ..story import game


@game(
    players=("1", "2", "3"),
    source="Selten (1975), International Journal of Game Theory 4, figure 1, with the payoffs of most textbooks",
    known=(
        "In every sequential equilibrium 1 plays A, 2 plays a, and 3 plays L with at most 1/4; everyone gets 1.",
        "(D, a, L) is a Nash equilibrium but not a sequential one: at a set that is not reached player 2 would gain 3 by d.",
    ),
)
def selten_horse(play, *, original=False):
    """Selten's horse: whom does the third player hold responsible?

    The first player may hand the move down to the third at once, the second may do so after all; the
    third sees neither and must guess.

    Parameters
    ----------
    original : bool
        Whether D and L pay (3, 2, 2) as in the paper, not (3, 3, 2) as in most textbooks.

    Notes
    -----
    Three players, 9 nodes, 3 information sets, no parameters.

    References
    ----------
    Selten, R. (1975). Reexamination of the perfectness concept for equilibrium points in extensive games.
    *International Journal of Game Theory* 4, 25-55.
    """
    first = play.choose("1", ["D", "A"], public=False)
    if first == "A":
        play.tell("2", "A")
        if play.choose("2", ["d", "a"], public=False) == "a":
            return 1, 1, 1
    guess = play.choose("3", ["L", "R"])
    if first == "D":
        return ((3, 2, 2) if original else (3, 3, 2)) if guess == "L" else (0, 0, 0)
    return (4, 4, 0) if guess == "L" else (0, 0, 1)
