"""The centipede with altruists."""

from fractions import Fraction

from ..parameter import Parameter
from ..story import game

TAKEN = ((4, 1), (2, 8), (16, 4), (8, 32))
PASSED = (64, 16)


@game(
    players=("1", "2"),
    headline=("q",),
    source="McKelvey and Palfrey (1992), Econometrica 60, 803-836",
    known=(
        "The walls are q = 1/49 and q = 1/7.",
        "Between them player 1 passes, player 2 passes with 6*q/(1 - q), and at the third node 1 passes with (1 - 7*q)/(7*(1 - q)).",
        "Above 1/7 everyone passes until the last node.",
    ),
)
def altruist_centipede(play, *, q=Parameter(Fraction(1, 20), domain="0 < q < 1", means="chance that a player is an altruist")):
    """The centipede with altruists: passing in the hope of a friend.

    Four moves in turn, each to take or to pass on a pile that grows fourfold in two moves. Altruists always
    pass and decide nothing; each player knows its own kind.

    Notes
    -----
    Two players, 23 nodes, 4 information sets, 1 parameter.

    References
    ----------
    McKelvey, R. D. and Palfrey, T. R. (1992). An experimental study of the centipede game. *Econometrica* 60, 803-836.
    """
    kinds = {player: play.chance(f"kind of {player}", {"altruist": q, "selfish": 1 - q}) for player in ("1", "2")}
    for player, kind in kinds.items():
        play.tell(player, kind)
    for step, payoffs in enumerate(TAKEN):
        player, opponent = ("1", "2") if step % 2 == 0 else ("2", "1")
        if kinds[player] == "selfish" and play.choose(player, ["take", "pass"], public=False) == "take":
            return payoffs
        play.tell(opponent, "pass")
    return PASSED
