"""One guard and several targets."""

from ..errors import GameError
from ..parameter import Parameter
from ..story import game

VALUES = (8, 4, 2, 1)


@game(
    players=("Defender", "Attacker"),
    headline=("v1", "v2"),
    parameters=lambda targets: {
        f"v{k}": Parameter(VALUES[k - 1] if k <= len(VALUES) else 1, f"v{k} > 0", f"value of target {k}") for k in range(1, targets + 1)
    },
    source="Textbook; Kiekintveld, Jain, Tsai, Pita, Ordonez and Tambe (2009), AAMAS, with one guard",
    known=(
        "The value V solves 1 = sum of 1 - V/v over the targets with v > V; target by target that is the guard's chance to be there.",
        "The attack falls on these targets in proportion to 1/v: with values 8, 4, 2 and 1, V = 8/3 and 1/3, 2/3 on the first two.",
    ),
)
def guarded_targets(play, *, targets=4, **values):
    """One guard, several targets: where to stand, and where to go?

    An attack on a target that is not guarded is worth the target to the attacker; on a guarded one, nothing.

    Parameters
    ----------
    targets : int, at least 1
        How many targets there are.

    Notes
    -----
    Two players who move at once, zero-sum. With four targets: 21 nodes, 2 information sets, four parameters.

    References
    ----------
    Kiekintveld, C., Jain, M., Tsai, J., Pita, J., Ordonez, F. and Tambe, M. (2009). Computing optimal randomized resource
    allocations for massive security games. *AAMAS* 2009, 689-696.
    """
    if targets < 1:
        raise GameError(f"guarded_targets needs at least one target; found {targets}.")
    places = [f"target {k}" for k in range(1, targets + 1)]
    guard = play.choose("Defender", places, public=False)
    attack = play.choose("Attacker", places, public=False)
    loss = 0 if guard == attack else values[f"v{places.index(attack) + 1}"]
    return -loss, loss
