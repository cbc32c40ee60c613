"""Targets worth different things to either side."""

from ..story import game

TARGETS = {
    # target: to the defender when it is not guarded, and when it is; to the attacker
    "first": ((-5, 1), (5, -1)),
    "second": ((-6, 2), (4, -2)),
    "third": ((-2, 0), (3, 0)),
}


@game(
    players=("Defender", "Attacker"),
    source="After Kiekintveld, Jain, Tsai, Pita, Ordonez and Tambe (2009), AAMAS; numbers made for the published tables",
    known=(
        "A defender who commits guards with 11/24, 7/24 and 1/4; the attacker, who gets 9/4 anywhere, goes to the third target, and the "
        "defender gets -3/2.",
    ),
)
def valued_targets(play):
    """One guard, and targets that are worth different things to the two sides.

    Notes
    -----
    Two players who move at once, 13 nodes, 2 information sets, no parameters.

    References
    ----------
    Kiekintveld, C., Jain, M., Tsai, J., Pita, J., Ordonez, F. and Tambe, M. (2009). Computing optimal randomized resource
    allocations for massive security games. *AAMAS* 2009, 689-696.
    """
    guard = play.choose("Defender", list(TARGETS), public=False)
    attack = play.choose("Attacker", list(TARGETS), public=False)
    return tuple(side[guard == attack] for side in TARGETS[attack])
