"""Kuhn poker."""

from fractions import Fraction
from itertools import permutations

from ..errors import GameError
from ..parameter import Parameter
from ..story import game

DECK = "A23456789TJQK"
NAMES = ("Alice", "Bob", "Carol", "Dave")


def open_stakes(stakes, **numbers):
    """Give the stakes as parameters, where they are open."""
    if stakes not in ("fixed", "open"):
        raise GameError(f"Stakes are fixed or open; found {stakes!r}.")
    return {name: Parameter(default, f"{name} > 0", means) for name, (default, means) in numbers.items()} if stakes == "open" else {}


@game(
    players=lambda players: NAMES[:players],
    parameters=lambda stakes: open_stakes(stakes, ante=(1, "what each puts in before the deal"), bet=(1, "what a bet adds, and a call")),
    headline=("bet",),
    source="Kuhn (1950), Contributions to the Theory of Games I",
    known=(
        "With two players, three cards and unit stakes the game is worth -1/18 to Alice.",
        "Alice's equilibria are one family: she bets the jack with some b up to 1/3 and the king with 3b, and calls with the queen "
        "with b + 1/3.",
        "With ante 1 and an open bet b it is worth -b**2/(6*(b + 2)) to Alice up to b = 1, b*(b - 2)/(6*(b + 2)) from there to 2, and "
        "nothing from 2 on.",
    ),
)
def kuhn(play, *, players=2, ranks=None, stakes="fixed", ante=Fraction(1), bet=Fraction(1)):
    """Kuhn poker: one card each, one bet.

    Everyone antes and sees one card. In turn each may bet, until someone does; then each of the others
    folds or calls, and the highest card that is left wins the pot.

    Parameters
    ----------
    players : int, 2 to 4
        Alice speaks first, then Bob, Carol and Dave.
    ranks : int, from players to 13
        Size of the deck, whose highest card is the king; one more than there are players when None.
    stakes : {"fixed", "open"}
        Whether ante and bet are numbers, or parameters with these numbers for defaults.
    ante, bet : number, positive
        The stakes, in the unit of the payoffs.

    Notes
    -----
    Zero-sum. With two players and three cards: 55 nodes, 12 information sets, no parameters.

    References
    ----------
    Kuhn, H. W. (1950). A simplified two-person poker. *Contributions to the Theory of Games* I, 97-103.
    """
    names = NAMES[:players]
    ranks = players + 1 if ranks is None else ranks
    if not 2 <= players <= len(NAMES) or not players <= ranks <= len(DECK):
        raise GameError(f"kuhn has 2 to 4 players and at most 13 cards, no fewer than players; found players {players}, ranks {ranks}.")

    hands = play.chance("deal", ["".join(cards) for cards in permutations(DECK[-ranks:], players)])
    card = dict(zip(names, hands, strict=True))
    for name in names:
        play.tell(name, card[name])

    stake = dict.fromkeys(names, ante)
    showing = list(names)
    bettor = next((name for name in names if play.choose(name, ["check", "bet"]) == "bet"), None)
    if bettor is not None:
        next_seat = names.index(bettor) + 1
        showing = [bettor, *(name for name in names[next_seat:] + names[: next_seat - 1] if play.choose(name, ["fold", "call"]) == "call")]
        stake.update(dict.fromkeys(showing, ante + bet))

    winner = max(showing, key=lambda name: DECK.index(card[name]))
    return {name: (sum(stake.values()) if name == winner else 0) - stake[name] for name in names}
