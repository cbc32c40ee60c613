"""Goofspiel, the game of pure strategy."""

from fractions import Fraction

from ..errors import GameError
from ..story import game

NAMES = ("Alice", "Bob", "Carol")
ORDERS = ("descending", "ascending", "random")
MOST_CARDS = 6


@game(
    players=lambda players: NAMES[:players],
    source="Ross (1971), Journal of Applied Probability 8, 621-625; hidden bids as in common research libraries",
    known=(
        "The rules treat players alike, so that the game is worth nothing to any of them.",
        "Scored by points, with prizes in random order and shown bids, it is best to bid each prize's own value against one who bids at "
        "random.",
    ),
)
def goofspiel(play, *, players=2, cards=3, order="descending", bids="hidden", scoring="win"):
    """Goofspiel: bid your cards for prizes, each card once.

    Everyone has the cards 1 to `cards`, and as many prizes are worth as much. A prize is shown, all bid a card at once, and the highest
    bid takes it; if two or more are highest nobody does. Who took most in the end wins 1 from the others, shared where several did.

    Parameters
    ----------
    players : int, 2 or 3
        Alice, Bob and Carol.
    cards : int, 1 to 6
        How many cards everyone has, and how many prizes there are.
    order : {"descending", "ascending", "random"}
        How the prizes come.
    bids : {"hidden", "shown"}
        Whether after each prize everyone is told who took it, or the bids too.
    scoring : {"win", "points"}
        Whether only winning counts, or a player gets what it took less the average of what the others took.

    Notes
    -----
    Zero-sum. With two players, three cards and hidden bids: 67 nodes, 16 information sets, no parameters. With four cards: 1,077 nodes
    and 162 information sets.

    References
    ----------
    Ross, S. M. (1971). Goofspiel: the game of pure strategy. *Journal of Applied Probability* 8, 621-625.
    """
    if players not in (2, 3) or not 1 <= cards <= MOST_CARDS:
        raise GameError(f"goofspiel has 2 or 3 players and 1 to {MOST_CARDS} cards; found players {players}, cards {cards}.")
    if order not in ORDERS or bids not in ("hidden", "shown") or scoring not in ("win", "points"):
        raise GameError(
            f"In goofspiel prizes come in an order that is {', '.join(ORDERS)}, bids are hidden or shown, and scoring is win or points; "
            f"found order {order}, bids {bids}, scoring {scoring}."
        )
    names = NAMES[:players]
    hands = {name: list(range(1, cards + 1)) for name in names}
    prizes = sorted(hands["Alice"], reverse=order == "descending")
    taken = dict.fromkeys(names, 0)
    while prizes:
        prize = play.chance(f"prize {cards - len(prizes) + 1}", prizes) if order == "random" and len(prizes) > 1 else prizes[0]
        prizes.remove(prize)
        if order == "random":
            play.tell(names, f"for {prize}")
        bid = {name: play.choose(name, hand, public=False) if len(hand) > 1 else hand[0] for name, hand in hands.items()}
        for name, card in bid.items():
            hands[name] = [left for left in hands[name] if left != card]
        highest = [name for name in names if bid[name] == max(bid.values())]
        if len(highest) == 1:
            taken[highest[0]] += prize
        if prizes:
            play.tell(names, f"{highest[0]} takes it" if len(highest) == 1 else "nobody takes it")
            if bids == "shown":
                play.tell(names, ", ".join(map(str, bid.values())))
    if scoring == "win":
        won = [name for name in names if taken[name] == max(taken.values())]
        lost = players - len(won)
        return {name: (Fraction(1, len(won)) if name in won else -Fraction(1, lost)) if lost else 0 for name in names}
    total = sum(taken.values())
    return {name: taken[name] - Fraction(total - taken[name], players - 1) for name in names}
