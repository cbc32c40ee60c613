"""Leduc hold'em."""

from fractions import Fraction
from functools import cache
from itertools import combinations, product
from math import prod

from ..errors import GameError
from ..story import game
from .kuhn import open_stakes

RANKS = "TJQK"
NAMES = ("Alice", "Bob", "Carol")


@game(
    players=lambda players: NAMES[:players],
    parameters=lambda stakes: open_stakes(
        stakes, ante=(1, "what each puts in before the deal"), bet=(2, "a bet of the first round; one of the second is twice that")
    ),
    headline=("bet",),
    source="Southey, Bowling, Larson, Piccione, Burch, Billings and Rayner (2005), UAI",
    known=("With two players the game is worth about -0.0856064 to Alice.",),
)
def leduc(play, *, players=2, stakes="fixed", ante=Fraction(1), bet=Fraction(2)):
    """Leduc hold'em: two rounds of betting, one card each and one on the table.

    Two each of jack, queen and king, and of ten with three players; all ante 1. A round has at most two bets, of 2 before the table's
    card is shown and of 4 after it; Alice begins both. A pair with the table's card wins, otherwise the higher card; equal hands split
    the pot.

    Parameters
    ----------
    players : int, 2 or 3
        Alice, Bob and Carol.
    stakes : {"fixed", "open"}
        Whether ante and bet are numbers, or parameters with these numbers for defaults.
    ante, bet : number, positive
        What each puts in before the deal, and a bet of the first round; one of the second is twice that.

    Notes
    -----
    Zero-sum. With two players: 1,936 nodes, 288 information sets, no parameters. Suits are remaining out, since they change nothing.

    References
    ----------
    Southey, F. et al. (2005). Bayes' bluff: opponent modelling in poker. *UAI* 2005, 550-558.

    Abou Risk, N. and Szafron, D. (2010). Using counterfactual regret minimization to create competitive multiplayer poker agents.
    *AAMAS* 2010, 159-166.
    """
    if players not in (2, 3):
        raise GameError(f"leduc is told for 2 or 3 players; found {players!r}.")
    names, deck = NAMES[:players], RANKS[-players - 1 :]
    hands = dict(zip(names, play.chance("deal", deals(deck, players)), strict=True))
    for name in names:
        play.tell(name, hands[name])
        play.weigh(name, **{f"pot of {name}": 1})
    stake, table, showing = dict.fromkeys(names, ante), "", list(names)
    for size in (bet, 2 * bet):
        showing = betting(play, showing, stake, size)
        if len(showing) == 1:
            break
        if not table:
            remaining = {rank: 2 - list(hands.values()).count(rank) for rank in deck}
            table = play.chance("table", {rank: Fraction(n, sum(remaining.values())) for rank, n in remaining.items() if n})
            play.tell(names, table)
            for rivals in groups(tuple(showing)):
                for name in (shared := winners(rivals, hands, table)):
                    play.weigh(name, **{f"pot of {' and '.join(rivals)}": Fraction(1, len(shared))})
            play.depends_on(tuple(showing), *map(str, stake.values()))
    play.tally(**{f"pot of {' and '.join(showing)}": sum(stake.values())})
    return {name: -stake[name] for name in names}


def winners(rivals, hands, table):
    """Give who of those who have not folded have the best hand."""
    strength = {name: (hands[name] == table, RANKS.index(hands[name])) for name in rivals}
    return [name for name in rivals if strength[name] == max(strength.values())]


@cache
def groups(names):
    """List the groups, two at least, that may be left at the end."""
    return [group for size in range(2, len(names) + 1) for group in combinations(names, size)]


@cache
def deals(deck, players):
    """Give the chance of every deal of one card each, two of each rank being in the deck."""
    chances = {}
    for cards in product(deck, repeat=players):
        draws = [Fraction(2 - cards[:k].count(card), 2 * len(deck) - k) for k, card in enumerate(cards)]
        chances["".join(cards)] = prod(draws)
    return {cards: chance for cards, chance in chances.items() if chance}


def betting(play, showing, stake, size):
    """Play one round of betting among those who have not folded, and give who is left."""
    due, raises, waiting = stake[showing[0]], 0, list(showing)
    while waiting and len(showing) > 1:
        name = waiting.pop(0)
        act = play.choose(name, (["fold", "call"] if raises else ["check"]) + (["raise"] if raises < 2 else []))
        if act == "fold":
            showing = [other for other in showing if other != name]
            continue
        if act == "raise":
            due, raises, next_seat = due + size, raises + 1, showing.index(name) + 1
            waiting = showing[next_seat:] + showing[: next_seat - 1]
        stake[name] = due
    return showing
