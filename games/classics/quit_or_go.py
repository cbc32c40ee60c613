"""Quit or go."""

from fractions import Fraction

from ..story import game

SENDER = {"t1": (Fraction(-1), Fraction(-1, 2), Fraction(1)), "t2": (Fraction(-1), Fraction(1), Fraction(2))}
RECEIVER = {"t1": (3, 2, 0), "t2": (0, 2, 3)}
REPLIES = ("a1", "a2", "a3")


@game(
    players=("Sender", "Receiver"),
    source="After Banks and Sobel (1987), Econometrica 55, 647-661; the game is our own",
    known=(
        "That both types quit passes the intuitive criterion and fails D1 and divinity.",
        "D1 speaks of mixed best replies: on pure ones the two types gain from different sets, neither of which holds the other.",
    ),
)
def quit_or_go(play):
    """Quit or go: a pooling equilibrium that the intuitive criterion lets pass.

    The Sender quits, or goes and meets one of three replies; the Receiver likes the first against t1, the
    last against t2, and the middle one when in doubt.

    Notes
    -----
    Two players, 13 nodes, 3 information sets, no parameters.

    References
    ----------
    Banks, J. S. and Sobel, J. (1987). Equilibrium selection in signaling games. *Econometrica* 55, 647-661.
    """
    kind = play.chance("type", ["t1", "t2"])
    play.tell("Sender", kind)
    if play.choose("Sender", ["quit", "go"]) == "quit":
        return 0, 0
    reply = REPLIES.index(play.choose("Receiver", REPLIES))
    return SENDER[kind][reply], RECEIVER[kind][reply]
