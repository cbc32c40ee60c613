"""Single points of a map, solved exactly: on walls, and at ends of the domain that belong to it, where other equilibria may live."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from games import Game
from games.parameter import Condition

from ..closed_forms import parametric_families
from ..results import Families, Regime, RegimeMap
from .wall_crossing import FIRST, onto


def equilibria_at(regime_map: RegimeMap, point: Mapping[str, Fraction]) -> tuple[Game, Families]:
    """The game at a point, and every equilibrium there under the map's concept and refinement."""
    numeric = regime_map.game.fix(point)
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
    domain = regime_map.game.domain
    sides = [Condition(w.polynomial * s, True, "") for w, s in zip(regime_map.walls, regime.signs, strict=True)]
    for point in (regime.sample, *domain.also(sides, regime.sample).points(FIRST, seed=0, thin=4)):
        for name in end.expression.free:
            for candidate in onto(end.expression, name, point):
                if domain.contains(candidate) and regime_map.signs(candidate) == regime.signs:
                    yield candidate
