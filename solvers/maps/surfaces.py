"""Surfaces at which families live that do not live beside them: walls, ends of the domain, and others that change nothing on either side.

Where one action pays ``(c - 1)**2`` and another nothing, both are best at ``c = 1`` only, and the same is best on both sides: no wall.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import chain

from games.numbers import Expression

from ..algebra.budget import whole_answers
from ..results import Family, Regime, RegimeMap
from .membership import Listed


def no_walls(regime_map: RegimeMap) -> list[Expression]:
    """Every surface on which a point may have other families than beside it and that is no wall: ends of the domain, and others."""
    ends = [condition.expression for condition in regime_map.game.domain.conditions if not condition.strict]
    edges = chain.from_iterable(equations(family) for family in regime_map.with_knife_edges if not family.generic)
    known = {factor for wall in regime_map.walls for factor in factors(wall.polynomial)}
    return [one for one in dict.fromkeys((*chain.from_iterable(map(factors, ends)), *chain.from_iterable(edges))) if one not in known]


def equations(family: Family) -> Iterator[list[Expression]]:
    """For each case in which a family exists the surfaces on one of which it then lies.

    A family of a surface that no equation names needs comparisons with opposite sides: ``c**2 <= 1`` and ``c >= 1``.
    """
    for case in family.cases:
        equal = [relation for relation in case if relation.relation == "="]
        weak = [relation for relation in case if relation.relation in ("<=", ">=")]
        yield list(dict.fromkeys(factor for relation in equal or weak for factor in factors(relation.difference)))


def factors(expression: Expression) -> list[Expression]:
    """Polynomials one of which is zero where an expression is, each with one sign; the expression itself where roots occur."""
    if expression.roots:
        return [expression]
    return [Expression(factor / factor.leading_coefficient()) for factor, _ in expression.numerator.factor()[1]]


def others_at(regime_map: RegimeMap, regime: Regime, point: Mapping[str, Fraction]) -> bool:
    """Whether at a point inside a regime, or at an end of the domain beside it, there are other equilibria than the regime's.

    The point is solved, but for a regime's sample, at which the map was checked.
    """
    if dict(point) == dict(regime.sample) and not regime_map.checked["disagreements"] and not at_end(regime_map, point):
        return False
    if regime_map.game.types and not at_end(regime_map, point):
        return False
    families = [regime_map.family(name) for name in regime.families]
    if not all(family.exists(point) for family in families):
        return True
    listed = [Listed(family, point) for family in families]
    with whole_answers():
        there = regime_map.at(**point)
    some = [one for solution in there for one in Listed(solution, {}).members(1, 0)]
    return any(all(family.holds(one) is False for family in listed) for one in some)


def at_end(regime_map: RegimeMap, point: Mapping[str, Fraction]) -> bool:
    """Whether a point lies at an end of the domain that belongs to it."""
    return any(not c.strict and not c.expression.at(point) for c in regime_map.game.domain.conditions)
