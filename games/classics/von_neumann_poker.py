"""Von Neumann's poker on a grid of hands."""

from fractions import Fraction
from itertools import product

from ..errors import GameError
from ..story import game


@game(
    players=("Alice", "Bob"),
    source="von Neumann and Morgenstern (1944), Theory of Games and Economic Behavior, chapter 4; Binmore (1992), Fun and Games",
    known=(
        "With hands from 0 to 1 Alice bets below b/((b + 1)*(b + 4)) and above (b**2 + 4*b + 2)/((b + 1)*(b + 4)), Bob calls above "
        "b*(b + 3)/((b + 1)*(b + 4)), and the game is worth b/((b + 1)*(b + 4)) to Alice.",
        "A grid on which these three points lie has the same value: 1/9 with 9 hands and b = 2, 1/10 with 10 hands and b = 1.",
    ),
)
def von_neumann_poker(play, *, hands=9, bet=Fraction(2)):
    """Von Neumann's poker: bet with the best hands, and with the worst.

    Each antes 1 and draws a hand, equally likely and independently. Alice checks, and the hands are compared, or bets;
    then Bob folds or calls. Equal hands split the pot.

    Parameters
    ----------
    hands : int, at least 1
        How many hands there are, 1 the lowest.
    bet : number, positive
        The bet, in antes.

    Notes
    -----
    Two players, zero-sum. With nine hands: 406 nodes, 18 information sets, no parameters.

    References
    ----------
    von Neumann, J. and Morgenstern, O. (1944). *Theory of Games and Economic Behavior*, chapter 4.
    """
    if hands < 1 or bet <= 0:
        raise GameError(f"von_neumann_poker needs at least one hand and a positive bet; found hands {hands}, bet {bet}.")
    deals = {f"{a} against {b}": (a, b) for a, b in product(range(1, hands + 1), repeat=2)}
    alice, bob = deals[play.chance("deal", list(deals))]
    play.tell("Alice", alice)
    play.tell("Bob", bob)
    stake = 1
    if play.choose("Alice", ["check", "bet"]) == "bet":
        if play.choose("Bob", ["fold", "call"]) == "fold":
            return 1, -1
        stake = 1 + bet
    won = stake * ((alice > bob) - (alice < bob))
    return won, -won
