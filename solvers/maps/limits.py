"""Polynomials in what a family leaves open, at a point: their terms, and whether a corner is a limit of points inside."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import Any, TypeAlias

from flint import fmpq

from games import GameError
from games.numbers import Expression, names_in, polynomials, read, sign_of, simplest, terms_of

from ..results import Relation
from .polytope import Row

Terms: TypeAlias = dict[tuple[int, ...], Any]
"""A polynomial in the open symbols: an exact coefficient for each tuple of powers."""

Comparison: TypeAlias = tuple[Terms, str]
"""A polynomial, and how it compares with zero."""

TRIES, POINTS = 200, 3  # so many points are drawn, and kept
STEEPEST = 3  # the powers of a step along a way: 1 to this
MOST_WAYS = 81  # ways out of one corner that are tried, at most


def against_zero(relation: Relation) -> tuple[Expression, str]:
    """A comparison of two sides as one with zero."""
    turned = {"<": ">", "<=": ">="}
    gap = relation.difference
    return (-gap, turned[relation.relation]) if relation.relation in turned else (gap, relation.relation)


def terms_at(expression: Expression, point: Mapping[str, Any], names: Sequence[str]) -> tuple[Terms, Terms]:
    """Put a point in and write numerator and denominator as polynomials in the open symbols.

    Raises
    ------
    GameError
        When a root speaks of an open symbol.
    """
    plain = not expression.roots and all(isinstance(point[n], Fraction | int) for n in expression.names if n in point)
    if plain:
        return _terms(expression.numerator, point, names), _terms(expression.denominator, point, names)
    value = simplest(expression.at(point))
    if not isinstance(value, Expression):
        return {(0,) * len(names): fmpq(value.numerator, value.denominator)}, {(0,) * len(names): fmpq(1)}
    if any(root.low is None and set(read(root.of).free) & set(names) for root in value.roots if root.name in value.names):
        raise GameError("A root depends on what is left open.")
    return _rooted(value.numerator, value, names), _rooted(value.denominator, value, names)


def cleared(expression: Expression, point: Mapping[str, Any], names: Sequence[str]) -> Terms:
    """What has an expression's sign: its numerator, times the denominator where that is not a positive number."""
    top, bottom = terms_at(expression, point, names)
    return top if not any(map(any, bottom)) and sign_of(bottom[(0,) * len(names)]) > 0 else _times(top, bottom)


def _times(one: Terms, two: Terms) -> Terms:
    out: Terms = {}
    for a, x in one.items():
        for b, y in two.items():
            powers = tuple(i + j for i, j in zip(a, b, strict=True))
            out[powers] = out.get(powers, fmpq(0)) + x * y
    return out


def _terms(p: Any, point: Mapping[str, Any], names: Sequence[str]) -> Terms:
    ring = names_in(p.context())
    p = p.subs({n: fmpq(int(point[n].numerator), int(point[n].denominator)) for n in ring if n in point})
    positions = [ring.index(name) if name in ring else None for name in names]
    return {tuple(0 if k is None else powers[k] for k in positions): c for powers, c in terms_of(p)}


def _rooted(p: Any, value: Expression, names: Sequence[str]) -> Terms:
    """Terms whose coefficients are expressions with roots."""
    ring = names_in(p.context())
    others = tuple(name for name in ring if name not in names)
    out: Terms = {}
    for powers, c in terms_of(p):
        power_of = dict(zip(ring, powers, strict=True))
        monomial = polynomials(others).constant(c)
        for k, name in enumerate(others):
            monomial = monomial * polynomials(others).gen(k) ** power_of[name]
        key = tuple(power_of.get(name, 0) for name in names)
        out[key] = out.get(key, fmpq(0)) + Expression(monomial, None, value.roots)
    return out


def symbols_of(terms: Terms, names: Sequence[str]) -> list[str]:
    """The symbols that occur."""
    used = {k for powers in terms for k, power in enumerate(powers) if power}
    return [names[k] for k in sorted(used)]


def at(terms: Terms, values: Mapping[str, Any], names: Sequence[str]) -> Any:
    """The value of a polynomial where its symbols have values."""
    total: Any = fmpq(0)
    for powers, c in terms.items():
        for k, power in enumerate(powers):
            while power:
                c, power = c * values[names[k]], power - 1
        total = total + c
    return total


def affine(terms: Terms, names: Sequence[str]) -> Row | None:
    """The coefficients of an affine form, and its constant; None where a polynomial is not affine."""
    slopes, constant = {}, fmpq(0)
    for powers, c in terms.items():
        degree = sum(powers)
        if degree > 1:
            return None
        if degree:
            slopes[names[powers.index(1)]] = c
        else:
            constant = c
    return slopes, constant


# ------------------------------------------------------------------ limits of points inside


def points_inside(
    limits: Sequence[Comparison], names: Sequence[str], corner_groups: Sequence[Sequence[Mapping[str, Any]]]
) -> list[dict[str, fmpq]]:
    """Points at which all comparisons hold strictly, drawn among averages of corners."""
    if any(isinstance(x, Expression) for group in corner_groups for corner in group for x in corner.values()):
        return []
    rng = random.Random(0)
    out = []
    for _ in range(TRIES):
        point: dict[str, fmpq] = {}
        for group in corner_groups:
            weights = [rng.randrange(1, 1000) ** 2 for _ in group]
            for name in group[0]:
                point[name] = sum((w * corner[name] for w, corner in zip(weights, group, strict=True)), fmpq(0)) / sum(weights)
        if all(_strictly(sign_of(at(terms, point, names)), relation) for terms, relation in limits):
            out.append(point)
            if len(out) == POINTS:
                break
    return out


def _strictly(sign: int, relation: str) -> bool:
    return sign != 0 if relation == "!=" else sign > 0 and relation != "="


def is_limit(corner: Mapping[str, Any], inside: Mapping[str, Any], limits: Sequence[Comparison], names: Sequence[str]) -> bool:
    """Whether some way from a corner towards a point inside satisfies all comparisons strictly, all along its beginning.

    On the way ``x = corner + step**k * (inside - corner)``, with a power for each symbol, a comparison is a polynomial in
    the step, whose sign for small steps is that of its first coefficient.
    """
    turning = []  # those that are zero at the corner itself; the others have the sign that they have there, on every way
    for terms, relation in limits:
        sign = sign_of(at(terms, corner, names))
        if not sign:
            turning.append((terms, relation))
        elif not _strictly(sign, relation):
            return False
    return any(
        all(_strictly(_initial_sign(terms, corner, inside, way, names), relation) for terms, relation in turning)
        for way in _ways([*corner])
    )


def _ways(symbols: Sequence[str]) -> Iterator[dict[str, int]]:
    """Powers of the step for each symbol, straight ways first."""
    steepest = max(k for k in range(1, STEEPEST + 1) if k ** len(symbols) <= MOST_WAYS or k == 1)
    for powers in sorted(product(range(1, steepest + 1), repeat=len(symbols)), key=sum):
        if min(powers) == 1:
            yield dict(zip(symbols, powers, strict=True))


def _initial_sign(terms: Terms, corner: Mapping[str, Any], inside: Mapping[str, Any], way: Mapping[str, int], names: Sequence[str]) -> int:
    """The sign of a polynomial for small steps along a way."""
    total: dict[int, Any] = {}
    for powers, c in terms.items():
        along = {0: c}
        for name, power in [(names[k], power) for k, power in enumerate(powers) if power]:
            for _ in range(power):
                start, rise = corner[name], inside[name] - corner[name]
                more: dict[int, Any] = {}
                for degree, x in along.items():
                    more[degree] = more.get(degree, fmpq(0)) + x * start
                    more[degree + way[name]] = more.get(degree + way[name], fmpq(0)) + x * rise
                along = more
        for degree, x in along.items():
            total[degree] = total.get(degree, fmpq(0)) + x
    return next((sign for degree in sorted(total) if (sign := sign_of(total[degree]))), 0)
