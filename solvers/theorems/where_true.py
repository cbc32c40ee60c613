"""Where a proposition is true, said in as few conditions on the parameters as a greedy look finds."""

from __future__ import annotations

from collections.abc import Sequence

from games.numbers import Expression

from ..closed_forms.presentation import threshold
from ..maps.region_signs import ParameterRegion
from ..results import Regime, RegimeMap
from .matching import Alternatives, Comparison, as_conditions, negations


def where_true(regime_map: RegimeMap, where_each: Sequence[tuple[Regime, Alternatives]]) -> tuple[str, ...]:
    """Say where alternatives hold, regimes put together, in as few conditions as a greedy look finds."""
    region = domain_of(regime_map)
    needed = cases_where(regime_map, where_each, region)
    written = [tuple(condition_in_words(regime_map, region, e, relation) for e, relation in case) for case in needed]
    if not written or () in written:
        return () if written else ("never",)
    return written[0] if len(written) == 1 else (" or ".join(f"({' and '.join(case)})" if len(case) > 1 else case[0] for case in written),)


def domain_of(regime_map: RegimeMap) -> ParameterRegion:
    """The whole domain of a map."""
    return ParameterRegion(regime_map.game.domain.also((), regime_map.regimes[0].sample), "the domain")


def cases_where(
    regime_map: RegimeMap, where_each: Sequence[tuple[Regime, Alternatives]], region: ParameterRegion
) -> list[tuple[Comparison, ...]]:
    """Give the conjunctions of which one holds exactly where alternatives do, off the walls, regimes put together."""
    alike: dict[tuple[tuple[str, str], ...], tuple[tuple[Comparison, ...], list[Regime]]] = {}
    for regime, cases in where_each:
        for conjunction in cases or ():
            alike.setdefault(tuple((e.text(), r) for e, r in conjunction), (conjunction, []))[1].append(regime)
    every = [regime.signs for regime in regime_map.regimes]
    whole = {regime.signs for regime in alike.get((), ((), []))[1]}
    out: list[tuple[Comparison, ...]] = []
    for conjunction, regimes in alike.values():
        signs_of_these = {regime.signs for regime in regimes}
        for signs in covers(every, signs_of_these | whole, signs_of_these):
            out.append((*((regime_map.walls[k].polynomial * s, ">") for k, s in enumerate(signs) if s), *conjunction))
    short = [_without_implied(conjunction, region) for conjunction in out]
    needed = list(short)
    for case in sorted(short, key=len, reverse=True):
        if any(other is not case and all(_implied(case, c, region) for c in other) for other in needed):
            needed.remove(case)
    return needed


def _without_implied(conjunction: tuple[Comparison, ...], region: ParameterRegion) -> tuple[Comparison, ...]:
    needed = conjunction
    for comparison in conjunction:
        rest = tuple(c for c in needed if c is not comparison)
        if len(conjunction) > 1 and _implied(rest, comparison, region):
            needed = rest
    return needed


def _implied(by: Sequence[Comparison], conclusion: Comparison, region: ParameterRegion) -> bool:
    """Whether a comparison is proved to follow from others all over a region."""
    if any(e.roots for e, _ in (*by, conclusion)) or any(relation == "!=" for _, relation in (*by, conclusion)):
        return False
    premises = [c for comparison in by for c in as_conditions(comparison)]
    return all(region.empty([*premises, way]) is True for way in negations(conclusion))


def covers(every: Sequence[tuple[int, ...]], allowed: set[tuple[int, ...]], targets: set[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """Partial sign vectors (0 where the sign does not matter) that together hold the wanted ones, and of all only allowed ones."""

    def inside(partial: Sequence[int]) -> set[tuple[int, ...]]:
        return {signs for signs in every if all(p in (0, s) for p, s in zip(partial, signs, strict=True))}

    implicants: dict[tuple[int, ...], set[tuple[int, ...]]] = {}
    for signs in every:
        if signs in targets:
            partial = list(signs)
            for k in reversed(range(len(signs))):
                sign, partial[k] = partial[k], 0
                if not inside(partial) <= allowed:
                    partial[k] = sign
            implicants[tuple(partial)] = inside(partial)
    uncovered, out = set(targets), []
    while uncovered:
        best = max(implicants, key=lambda one: (len(implicants[one] & uncovered), one.count(0)))
        out.append(best)
        uncovered -= implicants[best]
    return out


def condition_in_words(regime_map: RegimeMap, region: ParameterRegion, expression: Expression, relation: str) -> str:
    """Write a comparison with zero, as a threshold where a parameter can be isolated."""
    if expression.roots:
        return f"{expression.text()} {relation} 0"
    oracle = region.oracle()
    bottom = oracle.ring.take(expression.denominator)
    sign = oracle.sign(bottom) or 0
    if not sign:
        return f"{expression.text()} {relation} 0"
    turned = oracle.ring.take(expression.numerator) * sign
    if relation in ("<", "<="):
        turned, relation = -turned, relation.replace("<", ">")
    positive = [f for f, _ in oracle.ring.factors(turned)[1] if (oracle.sign(f) or 0) > 0]
    for factor in positive:  # positive factors say nothing
        while True:
            quotient, remainder = divmod(turned, factor)
            if remainder:
                break
            turned = quotient
    return threshold(oracle, turned, relation, regime_map.over).text()
