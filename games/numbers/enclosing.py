"""Balls of real numbers around values."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from flint import arb, fmpq_mpoly

from .exact import Expression, rational
from .isolating import precision, root_between
from .polynomials import names_in, terms_of
from .radicals import Root, radicand
from .roots import isolated, solved


def enclosure(number: Expression, values: Mapping[str, float | Fraction | arb], bits: int) -> arb:
    """Enclose the value of an expression at a point."""
    with precision(bits):
        inside = {name: ball(value) for name, value in values.items()}
        used = set(number.names)
        for root in number.roots:
            if root.name not in used:
                continue
            if root.low is None:
                inside[root.name] = enclosure(radicand(root.of), inside, bits).sqrt()
            elif root.number is None:
                inside[root.name] = enclosed(root, bits)
            else:
                exact_values = {name: Fraction(str(value)) for name, value in values.items()}
                inside[root.name] = enclosure(solved(root, exact_values), {}, bits)
        return evaluate(number.numerator, inside) / evaluate(number.denominator, inside)


def enclosed(root: Root, bits: int) -> arb:
    """Enclose a root between two bounds."""
    assert root.low is not None and root.high is not None
    f, low, high = isolated(root.of, root.low, root.high)
    return arb(low) if low == high else root_between(f, low, high, bits)


def ball(value: object) -> arb:
    """Enclose an exact rational."""
    return value if isinstance(value, arb) else arb(rational(value))


def evaluate(p: fmpq_mpoly, values: Mapping[str, arb]) -> arb:
    """Enclose the value of a polynomial."""
    names = names_in(p.context())
    total = arb(0)
    for powers, coefficient in terms_of(p):
        term = arb(coefficient)
        for name, k in zip(names, powers, strict=True):
            if k:
                term *= values[name] ** k
        total += term
    return total
