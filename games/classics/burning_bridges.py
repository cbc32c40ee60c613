"""Burning bridges."""

from ..parameter import Parameter
from ..story import game


@game(
    players=("Holder", "Attacker"),
    headline=("c",),
    source="After Schelling (1960), The Strategy of Conflict; textbook game",
    known=(
        "For c < 2 the holder burns the bridge and is left alone; for c > 2 it keeps the bridge, is attacked and retreats.",
        "That the holder would fight for a bridge it could cross is an empty threat: Nash for every c, never subgame-perfect.",
    ),
)
def burning_bridges(play, *, c=Parameter(1, domain="c >= 0", means="what it costs to burn the bridge")):
    """Burning bridges: who cannot retreat is not attacked.

    The holder may burn the bridge behind it; being attacked then means to fight. Otherwise it may fight
    or retreat when attacked.

    Notes
    -----
    Two players, 9 nodes, 4 information sets, 1 parameter.

    References
    ----------
    Schelling, T. C. (1960). *The Strategy of Conflict*. Harvard University Press.
    """
    burnt = play.choose("Holder", ["burn", "keep"]) == "burn"
    cost = c if burnt else 0
    if play.choose("Attacker", ["refrain", "attack"]) == "refrain":
        return {"Holder": 2 - cost, "Attacker": 0}
    if burnt or play.choose("Holder", ["fight", "retreat"]) == "fight":
        return {"Holder": -1 - cost, "Attacker": -1}
    return {"Holder": 0, "Attacker": 2}
