"""Which root of a polynomial is meant: the roots in an interval, exactly and in rising order."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from flint import fmpq, fmpq_poly

CUTS = (fmpq(1, 2), fmpq(2, 5), fmpq(3, 5), fmpq(3, 7), fmpq(5, 11), fmpq(6, 13))

Interval = tuple[fmpq, fmpq]


def roots_inside(f: fmpq_poly, low: fmpq, high: fmpq) -> list[tuple[fmpq_poly, fmpq, fmpq]]:
    """Give the distinct real roots strictly between two rationals, in rising order.

    Returns
    -------
    list of (fmpq_poly, fmpq, fmpq)
        The irreducible factor that is zero there, and two rationals strictly between which no other root of `f` lies; the
        same rational twice where the root is rational.
    """
    factors = [g for g, _ in f.factor()[1]] if f.degree() > 0 else []
    whole = fmpq_poly([1])
    for g in factors:
        if g.degree() > 1 or (g(low) != 0 and g(high) != 0):
            whole = whole * g
    out = []
    for a, b in _isolated(whole, low, high):
        g = next(g for g in factors if g(a) * g(b) < 0)
        rational = -g[0] / g[1] if g.degree() == 1 else None
        out.append((g, a, b) if rational is None else (g, rational, rational))
    return out


@lru_cache(maxsize=4096)
def _chain(coefficients: tuple[fmpq, ...]) -> tuple[fmpq_poly, ...]:
    f = fmpq_poly(list(coefficients))
    chain = [f, f.derivative()]
    while chain[-1].degree() > 0:
        chain.append(-(chain[-2] % chain[-1]))
    return tuple(chain)


def _isolated(f: fmpq_poly, low: fmpq, high: fmpq) -> list[Interval]:
    """Isolate the roots of a squarefree polynomial that is not zero at the ends, by Sturm's theorem."""
    if f.degree() < 1 or low >= high:
        return []
    chain = _chain(tuple(f.coeffs()))

    def changes(x: fmpq) -> int:
        signs = [value > 0 for value in (g(x) for g in chain) if value != 0]
        return sum(a != b for a, b in pairwise(signs))

    out, todo = [], [(low, high, changes(low), changes(high))]
    while todo:
        a, b, before, after = todo.pop()
        if before == after:
            continue
        if before - after == 1:
            out.append((a, b))
            continue
        middle = _cut(f, a, b)
        here = changes(middle)
        todo += [(middle, b, here, after), (a, middle, before, here)]
    return out


def _cut(f: fmpq_poly, a: fmpq, b: fmpq) -> fmpq:
    """Give a rational between two others that is no root."""
    k = 1
    while True:
        for cut in CUTS:
            middle = a + (b - a) * cut / k
            if f(middle) != 0:
                return middle
        k += 1


def narrowed(g: fmpq_poly, a: fmpq, b: fmpq) -> tuple[Fraction, Fraction]:
    """Give short decimals around the one root of an irreducible polynomial between two rationals, within these."""
    scale, rising = 1, g(b) > 0
    while True:
        scale *= 10
        while b - a > fmpq(1, 4 * scale):
            middle = (a + b) / 2
            a, b = (a, middle) if (g(middle) > 0) == rising else (middle, b)
        low, high = _floor(a * scale), -_floor(-b * scale)
        if _roots_apart(g, fmpq(low, scale), fmpq(high, scale)):
            return Fraction(low, scale), Fraction(high, scale)


def _roots_apart(g: fmpq_poly, low: fmpq, high: fmpq) -> bool:
    return g(low) * g(high) < 0 and len(_isolated(g, low, high)) == 1


def _floor(x: fmpq) -> int:
    return int(x.p) // int(x.q)
