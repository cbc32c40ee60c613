"""Where a proposition is true, said in as few conditions on the parameters as a greedy look finds."""

from __future__ import annotations

from collections.abc import Sequence

from games.numbers import Expression

from ..closed_forms.presentation import threshold
from ..maps.region_signs import Ground
from ..results import Regime, RegimeMap
from .matching import Alternatives, Comparison, as_conditions, negations


def where_true(found: RegimeMap, parts: Sequence[tuple[Regime, Alternatives]]) -> tuple[str, ...]:
    """Say where alternatives hold, regimes put together, in as few conditions as a greedy look finds."""
    ground = Ground(found.game.domain.also((), found.regimes[0].sample), "the domain")
    alike: dict[tuple[tuple[str, str], ...], tuple[tuple[Comparison, ...], list[Regime]]] = {}
    for regime, one in parts:
        for conjunction in one or ():
            alike.setdefault(tuple((e.text(), r) for e, r in conjunction), (conjunction, []))[1].append(regime)
    every = [regime.signs for regime in found.regimes]
    whole = {regime.signs for regime in alike.get((), ((), []))[1]}
    out: list[tuple[Comparison, ...]] = []
    for conjunction, regimes in alike.values():
        mine = {regime.signs for regime in regimes}
        for signs in covers(every, mine | whole, mine):
            out.append((*((found.walls[k].polynomial * s, ">") for k, s in enumerate(signs) if s), *conjunction))
    short = [_without_implied(one, ground) for one in out]
    kept = list(short)
    for case in sorted(short, key=len, reverse=True):
        if any(other is not case and all(_implied(case, c, ground) for c in other) for other in kept):
            kept.remove(case)
    told = [tuple(_condition(found, ground, e, relation) for e, relation in one) for one in kept]
    if not told or () in told:
        return () if told else ("never",)
    return told[0] if len(told) == 1 else (" or ".join(f"({' and '.join(one)})" if len(one) > 1 else one[0] for one in told),)


def _without_implied(conjunction: tuple[Comparison, ...], ground: Ground) -> tuple[Comparison, ...]:
    kept = conjunction
    for one in conjunction:
        rest = tuple(c for c in kept if c is not one)
        if len(conjunction) > 1 and _implied(rest, one, ground):
            kept = rest
    return kept


def _implied(by: Sequence[Comparison], one: Comparison, ground: Ground) -> bool:
    """Whether a comparison is proved to follow from others all over a ground."""
    if any(e.roots for e, _ in (*by, one)) or any(relation == "!=" for _, relation in (*by, one)):
        return False
    told = [c for comparison in by for c in as_conditions(comparison)]
    return all(ground.empty([*told, way]) is True for way in negations(one))


def covers(every: Sequence[tuple[int, ...]], allowed: set[tuple[int, ...]], wanted: set[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """Partial sign vectors (0 where the sign does not matter) that together hold the wanted ones, and of all only allowed ones."""

    def inside(partial: Sequence[int]) -> set[tuple[int, ...]]:
        return {signs for signs in every if all(p in (0, s) for p, s in zip(partial, signs, strict=True))}

    implicants: dict[tuple[int, ...], set[tuple[int, ...]]] = {}
    for signs in every:
        if signs in wanted:
            partial = list(signs)
            for k in reversed(range(len(signs))):
                kept, partial[k] = partial[k], 0
                if not inside(partial) <= allowed:
                    partial[k] = kept
            implicants[tuple(partial)] = inside(partial)
    left, out = set(wanted), []
    while left:
        best = max(implicants, key=lambda one: (len(implicants[one] & left), one.count(0)))
        out.append(best)
        left -= implicants[best]
    return out


def _condition(found: RegimeMap, ground: Ground, expression: Expression, relation: str) -> str:
    """Write a comparison with zero, as a threshold where a parameter can be isolated."""
    if expression.roots:
        return f"{expression.text()} {relation} 0"
    oracle = ground.oracle()
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
            quotient, rest = divmod(turned, factor)
            if rest:
                break
            turned = quotient
    return threshold(oracle, turned, relation, found.over).text()
