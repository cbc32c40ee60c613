"""What a change of the model changed: the regimes of one map against those of another, over the parameters that both have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from games import GameError
from games.numbers import Expression, Number, simplest, text
from games.parameter import Condition, Domain

from ..algebra.ring import Ring
from ..algebra.sign_oracle import Oracle
from ..concept import DEFAULT
from ..maps.comparison import outcome_spans
from ..maps.continuum import Span
from ..maps.region_signs import ParameterRegion, sides
from ..results import Difference, Family, Overlap, Regime, RegimeMap
from ..search.supports import condition_atoms
from .quantities import as_expression


def difference(here: RegimeMap, there: RegimeMap) -> Difference:
    """Compare two maps region by region.

    Parameters
    ----------
    here, there : RegimeMap
        Before and after the change. A parameter that is open in one and has a value in the other takes that value; one that
        the other does not know may be anything.
    """
    if not isinstance(there, RegimeMap):
        raise GameError(f"A map is compared with another map, not with {type(there).__name__}; make one with regimes.")
    shared = tuple(name for name in here.over if name in there.over)
    pins = [_pins(here, there), _pins(there, here)]
    names = tuple(dict.fromkeys(n for m, pin in zip((here, there), pins, strict=True) for n in m.over if n not in pin))
    conditions = [*_substituted(here.game.domain.conditions, pins[0]), *_substituted(there.game.domain.conditions, pins[1])]
    start = _inside(names, conditions, {**here.game.defaults, **there.game.defaults})
    overlaps, undecided = [], []
    if start is not None:
        region = ParameterRegion(Domain(names, tuple(conditions), start), "both domains")
        for regime in here.regimes:
            for other in there.regimes:
                both = [*_substituted(sides(here, regime), pins[0]), *_substituted(sides(there, other), pins[1])]
                point = region.point([c for c in both if c.expression.free]) if all(_possible(c) for c in both) else None
                if point is not None:
                    overlaps.append(_overlap(here, there, regime, other, point, pins))
                elif all(_possible(c) for c in both) and region.empty(both) is not True:
                    undecided.append(f"{regime.name} and {other.name}")
    return Difference(
        here=_title(here),
        there=_title(there),
        shared=shared,
        overlaps=tuple(overlaps),
        only_here=_only(here, there, pins),
        only_there=_only(there, here, pins[::-1]),
        undecided=tuple(undecided),
    )


def _title(regime_map: RegimeMap) -> str:
    fixed = ", ".join(f"{n} = {text(v)}" for n, v in regime_map.at_rest.items())
    solved = regime_map.solved
    concept = f" ({solved.refine or solved.concept})" if solved.refine or solved.concept != DEFAULT else ""
    return f"{regime_map.game.name}{concept}{f' at {fixed}' if fixed else ''}"


def _pins(one: RegimeMap, other: RegimeMap) -> dict[str, Fraction]:
    """The parameters that are open in one map and have a value in the other."""
    return {name: Fraction(value) for name, value in other.at_rest.items() if name in one.over and not isinstance(value, Expression)}


def _substituted(conditions: Sequence[Condition], pins: Mapping[str, Number]) -> list[Condition]:
    out = []
    for c in conditions:
        out.append(Condition(as_expression(simplest(c.expression.at(pins))), c.strict, c.text))
    return out


def _possible(condition: Condition) -> bool:
    """Whether a condition is not false outright."""
    return bool(condition.expression.free) or condition.holds({})


def _inside(names: Sequence[str], conditions: Sequence[Condition], near: Mapping[str, Fraction]) -> dict[str, Fraction] | None:
    """A point at which all conditions hold strictly; None when there is none."""
    if not all(_possible(c) for c in conditions):
        return None
    start = {name: near[name] for name in names}
    domain = Domain(tuple(names), tuple(c for c in conditions if c.expression.free), start)
    if domain.surrounds(start):
        return start
    ring = Ring(names, ())
    oracle = Oracle(ring, [], (), [])
    if not oracle.satisfiable([atom.strict() for atom in condition_atoms(ring, domain.conditions)]):
        return None
    return next((point for point in oracle.points if domain.surrounds(point)), None)


def _only(one: RegimeMap, other: RegimeMap, pins: Sequence[Mapping[str, Fraction]]) -> dict[str, Fraction] | None:
    """A point of one domain that violates what the other assumes of the parameters of both."""
    own = _substituted(one.game.domain.conditions, pins[0])
    names = tuple(name for name in one.over if name not in pins[0])
    start = _inside(names, own, one.game.defaults)
    if start is None:
        return None
    region = ParameterRegion(Domain(names, tuple(own), start), "the domain")
    for condition in _substituted(other.game.domain.conditions, pins[1]):
        if condition.expression.free and set(condition.expression.free) <= set(names):
            point = region.point([Condition(-condition.expression, True, "")])
            if point is not None:
                return point
    return None


# ------------------------------------------------------------------ one pair of regimes


def _overlap(
    here: RegimeMap, there: RegimeMap, one: Regime, two: Regime, point: dict[str, Fraction], pins: Sequence[Mapping[str, Fraction]]
) -> Overlap:
    sets = [
        {name: _closed_forms(regime_map.family(name), pin) for name in regime.families}
        for regime_map, regime, pin in ((here, one, pins[0]), (there, two, pins[1]))
    ]
    outcomes = [{outcome for outcome, _ in forms.values()} for forms in sets]
    same = "families" if sets[0] == sets[1] else "outcomes" if outcomes[0] == outcomes[1] else "no"
    spans = [
        outcome_spans(regime_map.game, [regime_map.family(name) for name in regime.families], {**point, **pin})
        for regime_map, regime, pin in ((here, one, pins[0]), (there, two, pins[1]))
    ]
    zero = Span(Fraction(0), Fraction(0))
    pairs = {label: (spans[0].get(label, zero), spans[1].get(label, zero)) for label in {**spans[0], **spans[1]}}
    return Overlap(
        here=one.name,
        there=two.name,
        conditions=tuple(dict.fromkeys((*one.conditions, *two.conditions))),
        sample={**point, **pins[0], **pins[1]},
        same=same,
        gone=tuple(name for name, forms in sets[0].items() if sets[1].get(name) != forms),
        new=tuple(name for name, forms in sets[1].items() if sets[0].get(name) != forms),
        outcomes={
            label: ((before.lowest, before.highest), (after.lowest, after.highest))
            for label, (before, after) in pairs.items()
            if before.exact and after.exact and before != after
        },
    )


def _closed_forms(family: Family, pin: Mapping[str, Number]) -> tuple[Any, Any]:
    """What tells a family from another: the closed forms of its outcomes and of its play."""

    def written(number: Number) -> str:
        return text(simplest(number.at(pin)) if isinstance(number, Expression) else number)

    outcomes = tuple(sorted((label, written(x)) for label, x in family.outcomes.items() if x != 0))
    play = tuple(
        (player, label, action, written(x))
        for player, sets in family.profile.strategies.items()
        for label, mix in sets.items()
        for action, x in mix.items()
    )
    return outcomes, play
