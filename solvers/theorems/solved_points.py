"""Single points of a map, solved exactly: on walls, at ends of the domain, and on other surfaces where more equilibria may live."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from games import Game
from games.numbers import Expression
from games.parameter import Condition

from ..algebra.budget import whole_answers
from ..closed_forms import parametric_families
from ..maps.region_signs import ParameterRegion, sides
from ..maps.surfaces import equations, factors, no_walls
from ..results import Families, Family, Regime, RegimeMap
from .wall_crossing import FIRST, onto


def equilibria_at(regime_map: RegimeMap, point: Mapping[str, Fraction]) -> tuple[Game, Families]:
    """The game at a point, and every equilibrium there under the map's concept and refinement."""
    numeric = regime_map.game.fix(point)
    with whole_answers():
        solved = parametric_families(numeric, regime_map.solved.concept, (), knife_edges=True, seconds=None)
    if regime_map.solved.refine is not None:
        from ..refinements import refined_families

        solved = refined_families(solved, regime_map.solved.refine)
    return numeric, solved.families


def ends(regime_map: RegimeMap) -> list[Condition]:
    """The conditions of the domain that hold with equality, too, somewhere in it."""
    return [c for c in regime_map.game.domain.conditions if not c.strict and c.expression.free and not c.expression.roots]


def points_at_end(regime_map: RegimeMap, regime: Regime, end: Condition) -> Iterator[dict[str, Fraction]]:
    """Points beside a regime at which a condition of the domain holds with equality."""
    yield from _points_on(regime_map, regime, end.expression, _inside(regime_map, regime))


def _inside(regime_map: RegimeMap, regime: Regime) -> list[Mapping[str, Fraction]]:
    """A few points of a regime."""
    domain = regime_map.game.domain.also(sides(regime_map, regime), regime.sample)
    return [regime.sample, *domain.points(FIRST, seed=0, thin=4)]


def _points_on(
    regime_map: RegimeMap, regime: Regime, surface: Expression, points: Iterable[Mapping[str, Fraction]]
) -> Iterator[dict[str, Fraction]]:
    """Points of a regime moved onto a surface that is no wall, along a parameter in which it is linear."""
    domain = regime_map.game.domain
    for point in points:
        for name in surface.free:
            for candidate in onto(surface, name, point):
                if domain.contains(candidate) and regime_map.signs(candidate) == regime.signs:
                    yield candidate


def within_regimes(
    regime_map: RegimeMap, conditions: Sequence[Condition]
) -> Iterator[tuple[Expression, Regime, dict[str, Fraction] | None]]:
    """Surfaces that are no walls, regimes through which they run, and a point of each piece at which a family lives that lives there only.

    The point is None where the piece may meet more conditions, and no rational point of it was found.
    """
    known = set(no_walls(regime_map)) - {factor for end in ends(regime_map) for factor in factors(end.expression)}
    living: dict[Expression, list[Family]] = {}
    alone: set[Expression] = set()  # surfaces on which a family lives wherever they are, but for comparisons
    for family in regime_map.with_knife_edges:
        for surfaces in () if family.generic else equations(family):
            alone |= {*surfaces} if len(surfaces) == 1 else set()
            for surface in surfaces:
                if surface in known:
                    living.setdefault(surface, []).append(family)
    inside = {regime.name: _inside(regime_map, regime) for regime in regime_map.regimes} if alone & living.keys() else {}
    domain = ParameterRegion(regime_map.game.domain, "the domain")
    for surface, families in living.items():
        equation = [] if surface.roots else [Condition(surface, False, ""), Condition(-surface, False, "")]
        for regime in regime_map.regimes:
            starts = inside[regime.name] if surface in alone else [regime.sample]
            points = (p for p in _points_on(regime_map, regime, surface, starts) if all(c.holds(p) for c in conditions))
            point = next((p for p in points if any(family.exists(p) for family in families)), None)
            if point is None and surface not in alone:
                continue
            if point is None and equation and domain.empty([*sides(regime_map, regime), *conditions, *equation]) is True:
                continue
            yield surface, regime, point
