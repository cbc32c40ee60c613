"""Myerson's card game."""

from fractions import Fraction

from ..parameter import Parameter
from ..story import game


@game(
    players=("1", "2"),
    headline=("p", "r"),
    source="Myerson (1991), Game Theory: Analysis of Conflict, figure 2.1 and section 4",
    known=(
        "At p = 1/2 and r = 2, 1 raises on black with 1/3, 2 meets with 2/3, and the game is worth 1/3.",
        "In general, for p < (1 + r)/(2*r): p*(r - 1)/((1 - p)*(r + 1)), 2/(1 + r) and 4*p*r/(1 + r) - 1; beyond, 1 always raises.",
    ),
)
def myerson_cards(
    play,
    *,
    p=Parameter(Fraction(1, 2), domain="0 < p < 1", means="chance of a red card"),
    r=Parameter(2, domain="r > 1", means="the raised stake"),
):
    """Myerson's card game: to raise on a bad card.

    Player 1 sees a card and folds, settling at the ante of 1, or raises to r; player 2 then passes, losing
    the ante, or meets. Red wins for player 1, black for player 2.

    Notes
    -----
    Two players, zero-sum, 11 nodes, 3 information sets, 2 parameters.

    References
    ----------
    Myerson, R. B. (1991). *Game Theory: Analysis of Conflict*. Harvard University Press.
    """
    card = play.chance("card", {"red": p, "black": 1 - p})
    play.tell("1", card)
    won = 1 if card == "red" else -1
    if play.choose("1", ["raise", "fold"]) == "fold":
        return won, -won
    if play.choose("2", ["meet", "pass"]) == "pass":
        return 1, -1
    return won * r, -won * r
