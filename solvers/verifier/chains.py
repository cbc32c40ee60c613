"""Count the solutions of a system whose equations give one unknown after the other as a quotient, until a single one is left.

An equation ``a*u + b = 0`` gives ``u = -b/a`` wherever ``a`` keeps its sign between the bounds of
the unknowns.  What is left is polynomials in one unknown, whose real roots are isolated
exactly.  Mixes that make one another indifferent in a circle lead to such systems.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from itertools import product
from typing import Any

from flint import ctx, fmpq, fmpq_poly

from .elimination import UNIT, Polynomial, Reduced
from .multilinear import ZERO, Options

BITS = 64  # precision to begin with, doubled until every sign is known


def count_by_chain(reduced: Reduced) -> int | None:
    """Count the solutions of a system; None where no chain of quotients leads to one unknown."""
    box = _box(reduced)
    if box is None:
        return None
    inside = not any(_alone(p) for p in reduced.least)  # the bounds themselves are out
    unknowns, equal, least, above = list(reduced.unknowns), list(reduced.equal), list(reduced.least), list(reduced.above)
    while len(unknowns) > 1:
        solvable = next(((p, u, a) for p in equal for u in unknowns if (a := _factor(p, u, box, inside)) is not None), None)
        if solvable is None:
            return None
        p, u, a = solvable
        minus_b = {key: -number for key, number in p.items() if u not in key}
        if _value(a, {x: (low + high) / 2 for x, (low, high) in box.items()}) < 0:
            a, minus_b = _scaled(a), _scaled(minus_b)
        unknowns.remove(u)
        equal = [q for other in equal if other is not p and (q := _put(other, u, minus_b, a))]
        least, above = ([_put(q, u, minus_b, a) for q in group] for group in (least, above))
    if not equal:
        return None
    return _roots(equal, least, above)


def _box(reduced: Reduced) -> dict[int, tuple[fmpq, fmpq]] | None:
    """Bounds of every unknown, from what speaks of it alone; None where one is missing."""
    low: dict[int, fmpq] = {}
    high: dict[int, fmpq] = {}
    for p in (*reduced.least, *reduced.above):
        for x in _alone(p):
            slope = p[(x,)]
            end = -p.get(UNIT, ZERO) / slope
            ends, tighter = (low, max) if slope > 0 else (high, min)
            ends[x] = tighter(ends[x], end) if x in ends else end
    if any(x not in low or x not in high or low[x] >= high[x] for x in reduced.unknowns):
        return None
    return {x: (low[x], high[x]) for x in reduced.unknowns}


def _alone(p: Polynomial) -> Options:
    """The unknown that a linear condition speaks of alone; none for any other condition."""
    keys = [key for key in p if key]
    return keys[0] if len(keys) == 1 and len(keys[0]) == 1 else ()


def _factor(p: Polynomial, u: int, box: Mapping[int, tuple[fmpq, fmpq]], inside: bool) -> Polynomial | None:
    """What an unknown is multiplied with, where it occurs in no power and its factor keeps one sign in the box; else None."""
    if any(key.count(u) > 1 for key in p):
        return None
    factor = {tuple(x for x in key if x != u): number for key, number in p.items() if u in key}
    names = sorted({x for key in factor for x in key})
    if not factor or any(len(set(key)) < len(key) for key in factor):
        return None
    values = [_value(factor, dict(zip(names, corner, strict=True))) for corner in product(*(box[x] for x in names))]
    low, high = min(values), max(values)  # inside, it is an average of these, all with positive weights
    return factor if low > 0 or high < 0 or (inside and low < high and (low >= 0 or high <= 0)) else None


def _value(p: Polynomial, values: Mapping[int, fmpq]) -> fmpq:
    return sum((reduce(lambda total, x: total * values[x], key, number) for key, number in p.items()), fmpq(0))


def _scaled(p: Polynomial) -> Polynomial:
    return {key: -number for key, number in p.items()}


def _put(p: Polynomial, u: int, above: Polynomial, below: Polynomial) -> Polynomial:
    """Put a quotient in for an unknown, and multiply with as much of its positive denominator as it takes."""
    degree = max((key.count(u) for key in p), default=0)
    out: Polynomial = {}
    for key, number in p.items():
        times = key.count(u)
        term: Polynomial = {tuple(x for x in key if x != u): number}
        for factor in [above] * times + [below] * (degree - times):
            term = _times(term, factor)
        for k, value in term.items():
            out[k] = out.get(k, ZERO) + value
    return {key: value for key, value in out.items() if value}


def _times(one: Polynomial, two: Polynomial) -> Polynomial:
    out: Polynomial = {}
    for (k, a), (m, b) in product(one.items(), two.items()):
        key = tuple(sorted(k + m))
        out[key] = out.get(key, ZERO) + a * b
    return out


def _roots(equal: Iterable[Polynomial], least: Sequence[Polynomial], above: Sequence[Polynomial]) -> int:
    """Count the common roots of some polynomials in one unknown at which others are not negative, and yet others positive."""
    common: Any = reduce(lambda one, two: one.gcd(two), map(_dense, equal))
    weak, strict = [_dense(p) for p in least], [_dense(p) for p in above]
    return sum(_counted(factor, weak, strict) for factor, _ in common.numer().factor()[1])


def _counted(factor: Any, weak: Sequence[Any], strict: Sequence[Any]) -> int:
    """Count the real roots of an irreducible polynomial that satisfy the conditions."""
    zero = [not (p % fmpq_poly(factor)) for p in (*weak, *strict)]
    if any(zero[len(weak) :]):
        return 0
    nonzero = [p for p, vanishes in zip((*weak, *strict), zero, strict=True) if not vanishes]
    precision, bits = ctx.prec, BITS
    try:
        while True:
            ctx.prec = bits
            roots = [root.real for root, _ in factor.complex_roots() if root.imag == 0]
            values = [[_at(p, root) for p in nonzero] for root in roots]
            if not any(value.contains(0) for row in values for value in row):
                return sum(all(value > 0 for value in row) for row in values)
            bits *= 2
    finally:
        ctx.prec = precision


def _at(p: Any, root: Any) -> Any:
    return reduce(lambda total, c: total * root + c, reversed(p.coeffs()), root * 0)


def _dense(p: Polynomial) -> Any:
    out = [fmpq(0)] * (max(map(len, p), default=0) + 1)
    for key, number in p.items():
        out[len(key)] += number
    return fmpq_poly(out)
