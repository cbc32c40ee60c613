"""Liar's dice."""

from functools import cache
from itertools import product

from ..errors import GameError
from ..story import game

NAMES = ("Alice", "Bob")


@game(
    players=NAMES,
    source="Rules as in common research libraries, one die each; values computed for the published tables",
    known=("With two faces the game is worth 1/2 to Alice, with five 1/125 and with six -7/258.",),
)
def liars_dice(play, *, faces=2):
    """Liar's dice, one die each: say how many there are, or call the other a liar.

    Each rolls a die unseen; the highest face is wild. In turn each names a number of dice and a face, above all named before,
    or says that the last one lied. Who is right about that wins 1.

    Parameters
    ----------
    faces : int, at least 1
        How many faces a die has.

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
        call = play.choose(NAMES[turn], open_ + (["liar"] if last else []))
        if call == "liar":
            count, face = map(int, last.split(" of "))
            true = sum(die in (face, faces) for die in dice) >= count
            play.outcome("the bid holds" if true else "the bid is a lie")
            winner = NAMES[1 - turn] if true else NAMES[turn]
            return {name: 1 if name == winner else -1 for name in NAMES}
        last, open_, turn = call, open_[open_.index(call) + 1 :], 1 - turn


@cache
def rolls(faces):
    """List what two dice may show."""
    return [f"{a} and {b}" for a, b in product(range(1, faces + 1), repeat=2)]


@cache
def bids(faces):
    """List the bids, the lowest first."""
    return [f"{count} of {face}" for count, face in product((1, 2), range(1, faces + 1))]
