"""Liar's dice."""

from fractions import Fraction
from functools import cache
from itertools import product

from ..errors import GameError
from ..story import game
from .kuhn import open_stakes

NAMES = ("Alice", "Bob")


@game(
    players=NAMES,
    parameters=lambda stakes: open_stakes(stakes, price=(1, "what a wrong call costs; a lie that is called costs 1")),
    headline=("price",),
    source="Rules as in common research libraries, one die each; values computed for the published tables",
    known=(
        "With two faces the game is worth 1/2 to Alice, with five 1/125 and with six -7/258.",
        "With two faces and an open price c it is worth c to Alice up to c = 1/3, and (c + 1)/4 from there on.",
    ),
)
def liars_dice(play, *, faces=2, stakes="fixed", price=Fraction(1)):
    """Liar's dice, one die each: say how many there are, or call the other a liar.

    Each rolls a die unseen; the highest face is wild. In turn each names a number of dice and a face, above all named before,
    or says that the last one lied. Who is right about that wins 1, but for a wrong call, which costs its price.

    Parameters
    ----------
    faces : int, at least 1
        How many faces a die has.
    stakes : {"fixed", "open"}
        Whether the price is a number, or a parameter with this number for a default.
    price : number, positive
        What a wrong call costs the one who made it.

    Notes
    -----
    Two players, zero-sum. With two faces: 125 nodes, 32 information sets, no parameters.

    References
    ----------
    Lisy, V., Lanctot, M. and Bowling, M. (2015). Online Monte Carlo counterfactual regret minimization for search in
    imperfect information games. *AAMAS* 2015, 27-36.
    """
    if faces < 1:
        raise GameError(f"liars_dice needs a die with at least one face; found {faces}.")
    dice = tuple(map(int, play.chance("dice", rolls(faces)).split(" and ")))
    for name, die in zip(NAMES, dice, strict=True):
        play.tell(name, die)
    open_, last, turn = bids(faces), "", 0
    while True:
        play.depends_on(dice, last, turn)
        call = play.choose(NAMES[turn], open_ + (["liar"] if last else []))
        if call == "liar":
            count, face = map(int, last.split(" of "))
            true = sum(die in (face, faces) for die in dice) >= count
            play.outcome("the bid holds" if true else "the bid is a lie")
            winner = NAMES[1 - turn] if true else NAMES[turn]
            won = price if true else 1
            return {name: won if name == winner else -won for name in NAMES}
        last, open_, turn = call, open_[open_.index(call) + 1 :], 1 - turn


@cache
def rolls(faces):
    """List what two dice may show."""
    return [f"{a} and {b}" for a, b in product(range(1, faces + 1), repeat=2)]


@cache
def bids(faces):
    """List the bids, the lowest first."""
    return [f"{count} of {face}" for count, face in product((1, 2), range(1, faces + 1))]
