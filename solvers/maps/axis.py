"""Where the walls of a map of one parameter lie on its axis."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from games.numbers import Expression, Number, fraction, real_roots, root_of, sign_of, simplest, square_root

from ..algebra.real_roots import dense
from ..algebra.ring import Ring
from ..results import RegimeMap


def thresholds(regime_map: RegimeMap) -> tuple[Number, ...]:
    """The values of the one parameter of a map at which something changes, exact and in order; none in several parameters."""
    if len(regime_map.over) != 1:
        return ()
    (name,) = regime_map.over
    ring = Ring((name,), ())
    found: dict[str, Number] = {}
    for wall in regime_map.walls:
        for factor, _ in ring.factors(ring.take(wall.polynomial.numerator))[1]:
            p = dense(ring, factor, name)
            if p.degree() == 2:
                c, b, a = (fraction(p[k]) for k in range(3))
                d = b * b - 4 * a * c
                roots = [simplest((square_root(d) * s - b) / (2 * a)) for s in (1, -1)] if d >= 0 else []
            else:
                roots = [simplest(root_of(p, low, high)) for low, high in real_roots(p)]
            found |= {str(root): root for root in roots if _inside(regime_map, name, root)}
    ordered = sorted(found.values(), key=float)
    spots = [float(x) for x in ordered]
    if not spots:
        return ()
    start = [float(regime.sample[name]) for regime in regime_map.regimes]
    ends = [min(spots[0], *start) - 1, *spots, max(spots[-1], *start) + 1]
    labels = [_families(regime_map, name, (low + high) / 2) for low, high in pairwise(ends)]
    return tuple(
        x for x, (before, after) in zip(ordered, pairwise(labels), strict=True) if before is None or after is None or before != after
    )


def _inside(regime_map: RegimeMap, name: str, value: Number) -> bool:
    """Whether a value lies in the domain."""
    sides = (condition.expression.at({name: value}) for condition in regime_map.game.domain.conditions)
    return all((sign_of(side) if isinstance(side, Expression) else side) > 0 for side in sides)


def _families(regime_map: RegimeMap, name: str, at: float) -> tuple[str, ...] | None:
    """The families beside a wall; None outside the domain, and where two walls stand too near one another."""
    point = {name: Fraction(at)}
    if not regime_map.game.domain.surrounds(point):
        return None
    regime = regime_map.regime(**point)
    return None if regime is None else regime.families
