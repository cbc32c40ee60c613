"""One decision in one step, or in two."""

from ..errors import GameError
from ..story import game


@game(
    players=("1", "2"),
    source="After Kohlberg and Mertens (1986), Econometrica 54, 1003-1037; payoffs adapted",
    known=(
        "In one step, staying out at T is sequential: player 2 may believe in B.",
        "In two steps only I, M, L is sequential, although the reduced normal form is the same.",
    ),
)
def one_or_two_steps(play, *, steps=1):
    """One or two steps: the same choice, told in two ways.

    Player 1 takes T, M or B, in one move or by first going in; player 2 learns that it was not T.

    Parameters
    ----------
    steps : int, 1 or 2
        Whether T, M and B are one move, or T or in and then M or B.

    Notes
    -----
    Two players; in one step, 8 nodes, 2 information sets, no parameters.

    References
    ----------
    Kohlberg, E. and Mertens, J.-F. (1986). On the strategic stability of equilibria. *Econometrica* 54, 1003-1037.
    """
    if steps not in (1, 2):
        raise GameError(f"one_or_two_steps has 1 or 2 steps; found {steps!r}.")
    move = play.choose("1", ["T", "M", "B"] if steps == 1 else ["T", "I"], public=False)
    if move == "T":
        return 2, 2
    if move == "I":
        move = play.choose("1", ["M", "B"], public=False)
    reply = play.choose("2", ["L", "R"])
    return {"ML": (3, 3), "MR": (1, 0), "BL": (0, 0), "BR": (0, 1)}[move + reply]
