"""The limit of the principal branch: read off far along it, and identified with an exact equilibrium where one lies there.

References
----------
McKelvey, R. D. and Palfrey, T. R. (1995). Quantal response equilibria for normal form games. *GEB* 10, 6-38.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from games import Game, GameError

from ..results import Certificate, Profile
from ..results.correspondences import Limit
from ..verifier import NASH, verify
from .solving import nested_by_set, read
from .system import System
from .tracing import Path, crossing, follow

FAR = 1e5  # over the largest spread of payoffs: the precision at which the limit is read off
GROWING = 0.3  # steps may be so long, for the size of the logits
SIMPLE = (12, 60, 360, 2_000)  # denominators that are tried
NEAR = 2e-4  # a probability may be so far from the exact one
MOST_NODES = 400  # in larger games no exact equilibrium is looked for near the limit


def limit_of(game: Game) -> Limit:
    """Follow the principal branch far, and name the equilibrium that it comes near to."""
    tree = read(game)
    system = System(tree)
    far = FAR / float(tree.largest_spread)
    half, whole, reached = _far_along(system, far)
    ahead = {s: [min(1.0, max(0.0, 2 * q - p)) for p, q in zip(half[s], whole[s], strict=True)] for s in whole}
    for most in SIMPLE:
        rounded = _rounded(ahead, most)
        if rounded is not None:
            named = _judged(game, Profile(_written(game, rounded)), ahead)
            if named is not None:
                return Limit(game, named[0], True, named[1], reached, named[2])
    lifted = _lifted(game, ahead) if game.nodes <= MOST_NODES else None
    if lifted is not None:
        return Limit(game, lifted[0], True, lifted[1], reached, lifted[2])
    return Limit(game, Profile(_written(game, ahead)), False, None, reached, 0.0)


def _far_along(system: System, far: float) -> tuple[dict[int, list[float]], dict[int, list[float]], float]:
    """Probabilities at half the precision that was reached and at the whole of it."""
    if not system.size:
        return _chances(system, np.zeros(0), far / 2), _chances(system, np.zeros(0), far), far
    path = follow(system, np.zeros(system.size), 0.0, 0.0, far, True, growing=GROWING)
    reached = min(far, float(path.moving[-1]))
    ends = [_passing(system, path, x) for x in (reached / 2, reached)]
    return _chances(system, ends[0], reached / 2), _chances(system, ends[1], reached), reached


def _passing(system: System, path: Path, value: float) -> Any:
    """The logits where a path passes a value for the last time."""
    ahead = path.moving - value
    for k in np.flatnonzero(ahead[:-1] * ahead[1:] <= 0)[::-1]:
        logits = crossing(system, path, int(k), value)
        if logits is not None:
            return logits
    return path.logits[-1]


def _chances(system: System, logits: Any, moving: float) -> dict[int, list[float]]:
    response = system.response(system.floats, [float(x) for x in logits], moving, logits=True)
    return {s: [float(p) for p in row] for s, row in response.chances.items()}


def _rounded(found: dict[int, list[float]], most: int) -> dict[int, list[Fraction]] | None:
    """Fractions with small denominators near probabilities, which add up to one."""
    out = {}
    for s, row in found.items():
        near = [Fraction(p).limit_denominator(most) for p in row]
        if sum(near) != 1 or any(abs(float(x) - p) > NEAR for x, p in zip(near, row, strict=True)):
            return None
        out[s] = near
    return out


def _written(game: Game, found: dict[int, list[Any]]) -> dict[str, dict[str, dict[str, Any]]]:
    return nested_by_set(game, lambda s, a: found[s][a])


def _judged(game: Game, profile: Profile, found: dict[int, list[float]]) -> tuple[Profile, Certificate, float] | None:
    certificate = verify(game, profile, NASH)
    return (profile, certificate, _distance(game, profile, found)) if certificate.equilibrium else None


def _distance(game: Game, profile: Profile, found: dict[int, list[float]]) -> float:
    away = _written(game, found)
    return max(
        (
            abs(float(x) - float(away[player][label][action]))
            for player, sets in profile.strategies.items()
            for label, row in sets.items()
            for action, x in row.items()
        ),
        default=0.0,
    )


def _lifted(game: Game, found: dict[int, list[float]]) -> tuple[Profile, Certificate, float] | None:
    """An exact equilibrium on the support that the branch has in the limit, where it lies near."""
    from ..lifting.judging import nash_record
    from ..lifting.points import lift_at

    told = _written(game, {s: [p if p > NEAR else 0.0 for p in row] for s, row in found.items()})
    for sets in told.values():
        for row in sets.values():
            whole = sum(float(x) for x in row.values())
            row.update({action: float(x) / whole for action, x in row.items()})
    try:
        lift = lift_at(game, {}, told, nash_record().name, seconds=None, seed=None)
    except GameError:
        return None
    distance = _distance(game, lift.profile, found)
    numbers = (x for sets in lift.profile.strategies.values() for row in sets.values() for x in row.values())
    exact = lift.certificate.equilibrium and not any(isinstance(x, float) for x in numbers)
    return (lift.profile, lift.certificate, distance) if exact and distance < NEAR else None
