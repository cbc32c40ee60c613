"""Alternating offers on a grid."""

from fractions import Fraction

from ..errors import GameError
from ..story import game


@game(
    players=("1", "2"),
    source="Stahl (1972), Bargaining Theory; Rubinstein (1982), Econometrica 50, 97-109",
    known=(
        "With two periods, quarters and a discount of 1/2 the pure subgame-perfect outcomes are (1/2, 1/2) and (1/4, 3/4): "
        "ties at rejection split them.",
        "Without a grid the first proposer gets (1 - (-d)**T)/(1 + d) with T periods and equal discount d.",
    ),
)
def alternating_offers(play, *, periods=2, pieces=4, discount=Fraction(1, 2)):
    """Alternating offers: who divides a pie that melts.

    The players take turns to propose how to share; what is accepted is shared and the rest of time does not
    matter; after the last rejection nobody gets anything.

    Parameters
    ----------
    periods : int, at least 1
        How many proposals there are; player 1 makes the first.
    pieces : int, at least 1
        The pie comes in so many equal pieces.
    discount : number
        What a share is worth a period later.

    Notes
    -----
    Two players, 91 nodes, 36 information sets, no parameters.

    References
    ----------
    Rubinstein, A. (1982). Perfect equilibrium in a bargaining model. *Econometrica* 50, 97-109.

    Stahl, I. (1972). *Bargaining Theory*. Stockholm School of Economics.
    """
    if min(periods, pieces) < 1:
        raise GameError(f"alternating_offers needs at least 1 period and 1 piece; found {periods} and {pieces}.")
    for period in range(periods):
        proposer, responder = ("1", "2") if period % 2 == 0 else ("2", "1")
        demand = play.choose(proposer, [Fraction(k, pieces) for k in range(pieces + 1)])
        if play.choose(responder, ["accept", "reject"]) == "accept":
            return {proposer: discount**period * demand, responder: discount**period * (1 - demand)}
    return 0, 0
