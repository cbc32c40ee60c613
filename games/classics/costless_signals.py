"""Costless signals and a device."""

from ..story import game


@game(
    players=("Sender", "Receiver"),
    source="von Stengel and Forges (2008), Mathematics of Operations Research 33, figure 1",
    known=(
        "Every Nash equilibrium and every correlated equilibrium pays 0 and 6.",
        "Extensive-form correlated equilibria reach (7/2, 13/2) and (4, 6).",
    ),
)
def costless_signals(play):
    """Costless signals that mean nothing, until a device whispers which one is good.

    The good Sender and the Receiver have a common interest, the bad one would be taken for the good.

    Notes
    -----
    Two players, 15 nodes, 4 information sets, no parameters.

    References
    ----------
    von Stengel, B. and Forges, F. (2008). Extensive-form correlated equilibrium: definition and computational complexity.
    *Mathematics of Operations Research* 33, 1002-1022.
    """
    kind = play.chance("type", ["good", "bad"])
    play.tell("Sender", kind)
    play.choose("Sender", ["X", "Y"])
    if play.choose("Receiver", ["left", "right"]) == "right":
        return 0, 6
    return (4, 10) if kind == "good" else (6, 0)
