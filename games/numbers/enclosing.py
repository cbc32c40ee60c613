"""Balls of real numbers around values."""

from __future__ import annotations

from collections.abc import Mapping

from flint import arb, fmpq_mpoly

from .exact import rational
from .isolating import root_between
from .polynomials import terms_of
from .radicals import Root
from .roots import isolated


def enclosed(root: Root, bits: int) -> arb:
    """Enclose a root between two bounds."""
    assert root.low is not None and root.high is not None
    f, low, high = isolated(root.of, root.low, root.high)
    return arb(low) if low == high else root_between(f, low, high, bits)


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
