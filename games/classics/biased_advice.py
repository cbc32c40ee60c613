"""Biased advice."""

from fractions import Fraction

from ..parameter import Parameter
from ..story import game

HALF = Fraction(1, 2)


@game(
    players=("Sender", "Receiver"),
    headline=("b",),
    source="After Crawford and Sobel (1982), Econometrica 50, 1431-1451: two states, three replies",
    known=(
        "The Sender tells the state for b <= 1/2; talk that says nothing is an equilibrium for every b.",
        "Informative talk pays -b**2 and 0; babbling pays -1/4 - b**2 and -1/4.",
    ),
)
def biased_advice(play, *, b=Parameter(Fraction(1, 3), domain="b > 0", means="how much higher a reply the Sender would like")):
    """Biased advice: cheap talk from one who wants a little more.

    The state is 0 or 1; the Sender sends one of two costless messages; the Receiver replies 0, 1/2 or 1
    and wants to meet the state, the Sender the state plus b.

    Notes
    -----
    Two players, 19 nodes, 4 information sets, 1 parameter.

    References
    ----------
    Crawford, V. P. and Sobel, J. (1982). Strategic information transmission. *Econometrica* 50, 1431-1451.
    """
    state = play.chance("state", [0, 1])
    play.tell("Sender", state)
    play.choose("Sender", ["m", "n"])
    reply = play.choose("Receiver", [Fraction(0), HALF, Fraction(1)])
    return {"Sender": -((reply - state - b) ** 2), "Receiver": -((reply - state) ** 2)}
