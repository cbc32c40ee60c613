"""Battle of the sexes with an outside option."""

from ..story import game


@game(
    players=("1", "2"),
    source="Van Damme (1989), Journal of Economic Theory 48, 476-496; Kohlberg and Mertens (1986), Econometrica 54",
    known=(
        "There are three sequential equilibria: in, T, L; and out with either of the other equilibria of the battle behind it.",
        "Forward induction keeps the first: to go in and play B is worse than to stay out.",
    ),
)
def outside_option(play):
    """Battle of the sexes with an outside option: what does it say that one came?

    The first player may stay out for (2, 2); else both choose at the same time.

    Notes
    -----
    Two players, 9 nodes, 3 information sets, no parameters.

    References
    ----------
    van Damme, E. (1989). Stable equilibria and forward induction. *Journal of Economic Theory* 48, 476-496.
    """
    if play.choose("1", ["out", "in"]) == "out":
        return 2, 2
    row = play.choose("1", ["T", "B"], public=False)
    column = play.choose("2", ["L", "R"], public=False)
    return {"TL": (3, 1), "BR": (1, 3)}.get(row + column, (0, 0))
