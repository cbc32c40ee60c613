"""Leduc hold'em."""

from fractions import Fraction
from itertools import product

from ..story import game

RANKS = "JQK"
NAMES = ("Alice", "Bob")


@game(
    players=NAMES,
    source="Southey, Bowling, Larson, Piccione, Burch, Billings and Rayner (2005), UAI",
    known=("The game is worth about -0.0856064 to Alice.",),
)
def leduc(play):
    """Leduc hold'em: two rounds of betting, one card each and one on the table.

    Six cards, two each of jack, queen and king; both ante 1. A round has at most two bets, of 2 before the table's card is shown
    and of 4 after it; Alice begins both. A pair with the table's card wins, otherwise the higher card; equal hands split the pot.

    Notes
    -----
    Two players, zero-sum, 1,936 nodes, 288 information sets, no parameters. Suits are left out, since they change nothing.

    References
    ----------
    Southey, F. et al. (2005). Bayes' bluff: opponent modelling in poker. *UAI* 2005, 550-558.
    """
    deals = {a + b: Fraction(1 if a == b else 2, 15) for a, b in product(RANKS, repeat=2)}
    hands = dict(zip(NAMES, play.chance("deal", deals), strict=True))
    for name in NAMES:
        play.tell(name, hands[name])
    stake, table = dict.fromkeys(NAMES, 1), ""
    for size in (2, 4):
        loser = betting(play, stake, size)
        if loser:
            return {name: -stake[loser] if name == loser else stake[loser] for name in NAMES}
        if not table:
            remaining = {rank: 2 - list(hands.values()).count(rank) for rank in RANKS}
            table = play.chance("table", {rank: Fraction(n, 4) for rank, n in remaining.items() if n})
            play.tell(NAMES, table)
    alice, bob = ((hands[name] == table, RANKS.index(hands[name])) for name in NAMES)
    won = stake["Alice"] * ((alice > bob) - (alice < bob))
    return won, -won


def betting(play, stake, size):
    """Play one round of betting, and give who folded."""
    raises, turn = 0, 0
    while True:
        name, opponent = NAMES[turn], NAMES[1 - turn]
        faces = stake[name] < stake[opponent]
        act = play.choose(name, (["fold", "call"] if faces else ["check"]) + (["raise"] if raises < 2 else []))
        if act == "fold":
            return name
        stake[name] = stake[opponent] + (size if act == "raise" else 0)
        raises += act == "raise"
        if act == "call" or (act == "check" and turn == 1):
            return None
        turn = 1 - turn
