"""Balls of real numbers around values."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise

from flint import arb, fmpq, fmpq_mpoly, fmpq_poly

from .exact import rational
from .polynomials import terms_of
from .radicals import Root
from .roots import univariate


def enclosed(root: Root, bits: int) -> arb:
    """Bisect the isolating interval to the precision asked for."""
    f, low, high = _squarefree(univariate(root.of)), root.low, root.high
    assert low is not None and high is not None
    a, b = fmpq(low.numerator, low.denominator), fmpq(high.numerator, high.denominator)
    for end in (a, b):
        if f(end) == 0:
            return arb(end)
    sign = f(a) > 0
    for _ in range(bits + 8):
        middle = (a + b) / 2
        value = f(middle)
        if value == 0:
            return arb(middle)
        a, b = (middle, b) if (value > 0) == sign else (a, middle)
    return arb(a).union(arb(b))


def ball(value: object) -> arb:
    """Enclose an exact rational."""
    if isinstance(value, arb):
        return value
    exact = rational(value)
    return arb(exact)


def evaluate(p: fmpq_mpoly, values: Mapping[str, arb]) -> arb:
    """Enclose the value of a polynomial."""
    names = p.context().names()
    total = arb(0)
    for powers, coefficient in terms_of(p):
        term = arb(coefficient)
        for name, k in zip(names, powers, strict=True):
            if k:
                term *= values[name] ** k
        total += term
    return total


def _squarefree(f: fmpq_poly) -> fmpq_poly:
    return f / f.gcd(f.derivative()) if f.degree() > 0 else f


def roots_between(f: fmpq_poly, low: Fraction, high: Fraction) -> int:
    """Count the distinct real roots from low to high, both included, by Sturm's theorem."""
    chain = [_squarefree(f), _squarefree(f).derivative()]
    while chain[-1].degree() > 0:
        chain.append(-(chain[-2] % chain[-1]))

    def changes(x: fmpq) -> int:
        signs = [value > 0 for value in (g(x) for g in chain) if value != 0]
        return sum(a != b for a, b in pairwise(signs))

    a, b = (fmpq(end.numerator, end.denominator) for end in (low, high))
    return (changes(a) - changes(b) + (chain[0](a) == 0)) if a <= b else 0
