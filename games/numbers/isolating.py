"""The real roots of a polynomial with rational coefficients: isolated by flint, in rising order, and signs at them.

flint's `complex_roots` encloses all roots of an integer polynomial in disjoint balls of which the real ones are known to be
real (arb_fmpz_poly_complex_roots in its manual); where that is not narrow enough it is asked again with more bits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import Any

from flint import arb, arb_poly, ctx, fmpq, fmpq_poly, fmpz_poly

BITS = 64  # asked for first

Interval = tuple[fmpq, fmpq]


@contextmanager
def precision(bits: int) -> Iterator[None]:
    """Reckon with balls of this many bits."""
    bits_before, ctx.prec = ctx.prec, bits
    try:
        yield
    finally:
        ctx.prec = bits_before


def enclosed_roots(f: fmpq_poly, bits: int) -> tuple[arb, ...]:
    """Enclose the distinct real roots in disjoint balls, in rising order."""
    return _enclosed(tuple(map(int, f.numer().coeffs())), bits)


@lru_cache(maxsize=4096)
def _enclosed(coefficients: tuple[int, ...], bits: int) -> tuple[arb, ...]:
    if len(coefficients) < 2:
        return ()
    with precision(bits):
        roots: list[Any] = fmpz_poly(list(coefficients)).complex_roots()
    return tuple(sorted((x.real for x, _ in roots if x.imag == 0), key=lambda x: middle(x)))


def middle(ball: arb) -> fmpq:
    """The rational number that the middle of a ball is."""
    mantissa, power = ball.mid().man_exp()
    return fmpq(mantissa) * fmpq(2) ** int(power)


def ends(ball: arb) -> Interval:
    """The rational numbers between which a ball lies."""
    radius = middle(ball.rad())
    return middle(ball) - radius, middle(ball) + radius


def separated_roots(factors: Sequence[fmpq_poly], apart: Sequence[fmpq] = ()) -> list[tuple[int, fmpq, fmpq]]:
    """Isolate the real roots of different irreducible polynomials, in rising order.

    Parameters
    ----------
    factors : sequence of fmpq_poly
        Irreducible, none a multiple of another.
    apart : sequence of fmpq
        Numbers that no interval of an irrational root is to contain.

    Returns
    -------
    list of (int, fmpq, fmpq)
        Which polynomial, and the ends of an interval that contains one root of it and touches no other interval; the same
        rational twice where the root is rational.
    """
    bits = BITS
    while True:
        intervals = []
        for k, f in enumerate(factors):
            if f.degree() == 1:
                intervals.append((k, -f[0] / f[1], -f[0] / f[1]))
            else:
                intervals += [(k, *ends(x)) for x in enclosed_roots(f, bits)]
        intervals.sort(key=lambda entry: entry[1])
        if all(a[2] < b[1] for a, b in pairwise(intervals)) and not any(a <= x <= b for _, a, b in intervals if a < b for x in apart):
            return intervals
        bits *= 2


def roots_inside(f: fmpq_poly, low: fmpq, high: fmpq) -> list[tuple[fmpq_poly, fmpq, fmpq]]:
    """Give the distinct real roots strictly between two rationals, in rising order.

    Returns
    -------
    list of (fmpq_poly, fmpq, fmpq)
        The irreducible factor that is zero there, and the ends of an interval strictly between the two rationals in which no
        other root of `f` lies; the same rational twice where the root is rational.
    """
    factors = [g for g, _ in f.factor()[1]] if f.degree() > 0 else []
    return [(factors[k], a, b) for k, a, b in separated_roots(factors, (low, high)) if low < a and b < high]


def real_roots(f: fmpq_poly) -> list[tuple[Fraction, Fraction]]:
    """Isolate the real roots of an irreducible polynomial by short decimals, in rising order; a rational root is both ends."""
    return [(fraction(a), fraction(b)) if a == b else narrowed(f, a, b) for _, a, b in separated_roots([f])]


def number_of_roots(f: fmpq_poly, low: Fraction | fmpq, high: Fraction | fmpq) -> int:
    """Count the distinct real roots from one rational to another, both included."""
    a, b = flint_number(low), flint_number(high)
    return len(roots_inside(f, a, b)) + sum(f(end) == 0 for end in {a, b}) if a <= b else 0


def narrowed(f: fmpq_poly, a: fmpq, b: fmpq) -> tuple[Fraction, Fraction]:
    """Give the shortest decimals that isolate the one irrational root of an irreducible polynomial between two rationals."""
    scale, bits = 1, BITS
    while True:
        scale *= 10
        others = [ends(x) for x in enclosed_roots(f, bits)]
        low, high = ends(root_between(f, a, b, bits))
        while _floor(low * scale) != _floor(high * scale):
            bits *= 2
            low, high = ends(root_between(f, a, b, bits))
        k = _floor(low * scale)
        if sum(x <= fmpq(k + 1, scale) and y >= fmpq(k, scale) for x, y in others) == 1:
            return Fraction(k, scale), Fraction(k + 1, scale)


def root_between(f: fmpq_poly, low: fmpq, high: fmpq, bits: int) -> arb:
    """Enclose the one irrational root of an irreducible polynomial between two rationals in a ball of about so many bits."""
    while True:
        candidates = [x for x in enclosed_roots(f, bits) if ends(x)[0] <= high and ends(x)[1] >= low]
        if len(candidates) == 1:
            return candidates[0]
        bits *= 2


def sign_at(p: fmpq_poly, f: fmpq_poly, low: Fraction | fmpq, high: Fraction | fmpq) -> int:
    """Give the exact sign of a polynomial at the root of an irreducible one between two bounds."""
    remainder = p % f if f.degree() <= p.degree() else p
    a, b = flint_number(low), flint_number(high)
    if remainder.degree() < 1 or a == b:
        value = remainder(a)
        return int(value > 0) - int(value < 0)
    bits, inside = BITS, arb(a).union(arb(b))
    while True:
        with precision(bits + 32):
            ball = arb_poly(remainder)(inside)
        if ball > 0 or ball < 0:
            return 1 if ball > 0 else -1
        bits, inside = bits * 2, root_between(f, a, b, bits)


def flint_number(x: Fraction | fmpq) -> fmpq:
    """Give a fraction as a number of flint's."""
    return x if isinstance(x, fmpq) else fmpq(x.numerator, x.denominator)


def fraction(x: fmpq) -> Fraction:
    """Give a number of flint's as a fraction."""
    return Fraction(int(x.p), int(x.q))


def _floor(x: fmpq) -> int:
    return int(x.p) // int(x.q)
