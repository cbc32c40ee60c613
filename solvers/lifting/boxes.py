"""Boxes that hold exactly one solution of as many polynomial equations as unknowns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias

from flint import arb, fmpq_mpoly

from games.numbers import terms_of
from games.numbers.isolating import ends, precision

from ..algebra.krawczyk import narrowed, only_zero, polished

BITS = 512  # of the balls
RADIUS = 84  # bits: a box is 2**-84, some 5e-26, wide on either side of its middle
SCALE = 10**30  # of the decimals in which boxes are written
STEPS = 12  # of Newton's method, which doubles the digits each time

Balls: TypeAlias = Mapping[str, arb]
Terms: TypeAlias = list[tuple[arb, tuple[tuple[int, int], ...]]]


def boxed(equations: Sequence[fmpq_mpoly], unknowns: Sequence[str], start: Mapping[str, float]) -> dict[str, arb] | None:
    """Enclose a solution near some numbers, proved to be the only one in a box of `RADIUS` bits around it.

    Parameters
    ----------
    equations : sequence of polynomials
        In one ring; no symbols but the unknowns occur.
    unknowns : sequence of str
        As many.
    start : dict from str to float
        Where to look.

    Returns
    -------
    dict from str to ball, or None
        None where the test fails: a solution is multiple, or there is none near.
    """
    if not unknowns:
        return {}
    with precision(BITS):
        names = equations[0].context().names()
        places = [names.index(name) for name in unknowns]
        values = [_read(p, places) for p in equations]
        slopes = [[_read(p.derivative(k), places) for k in places] for p in equations]

        def values_and_slopes(at: Sequence[arb]) -> tuple[list[arb], list[list[arb]]]:
            return [_value(terms, at) for terms in values], [[_value(terms, at) for terms in row] for row in slopes]

        try:
            middle = polished(values_and_slopes, [arb(start[name]) for name in unknowns], STEPS)
            image = only_zero(values_and_slopes, middle, [2.0**-RADIUS] * len(middle))
            if image is None:
                return None
            image = narrowed(values_and_slopes, image, 2)
        except (ZeroDivisionError, ValueError):
            return None
        return dict(zip(unknowns, image, strict=True))


def value(p: fmpq_mpoly, balls: Balls) -> arb:
    """Enclose the value of a polynomial."""
    names = p.context().names()
    used = [k for k, degree in enumerate(p.degrees()) if degree]
    with precision(BITS):
        at = [balls[names[k]] for k in used]
        return _value(_read(p, used), at)


def decimals(ball: arb) -> tuple[Fraction, Fraction]:
    """The nearest decimals below and above a ball; closer together than the box in which it is the only one."""
    low, high = ends(ball)
    return Fraction(int((low * SCALE).floor()), SCALE), Fraction(int((high * SCALE).ceil()), SCALE)


def _read(p: fmpq_mpoly, places: Sequence[int]) -> Terms:
    """Coefficients in balls, and which unknowns they are multiplied by, with powers."""
    return [(arb(c), tuple((j, int(powers[k])) for j, k in enumerate(places) if powers[k])) for powers, c in terms_of(p)]


def _value(terms: Terms, at: Sequence[arb]) -> arb:
    total = arb(0)
    for c, powers in terms:
        for j, power in powers:
            c = c * at[j] ** power
        total += c
    return total
