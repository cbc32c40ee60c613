"""Boxes that hold exactly one solution of as many polynomial equations as unknowns: Newton's method in balls, and Krawczyk's test."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias

from flint import arb, arb_mat, fmpq_mpoly

from games.numbers import terms_of
from games.numbers.isolating import ends, precision

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

    Notes
    -----
    The image of a box under Krawczyk's operator holds every solution of the box, and when it lies inside the box there is
    exactly one.

    References
    ----------
    Krawczyk, R. (1969). Newton-Algorithmen zur Bestimmung von Nullstellen mit Fehlerschranken. *Computing* 4, 187-201.
    """
    if not unknowns:
        return {}
    with precision(BITS):
        names = equations[0].context().names()
        places = [names.index(name) for name in unknowns]
        values = [_read(p, places) for p in equations]
        slopes = [[_read(p.derivative(k), places) for k in places] for p in equations]
        middle = [arb(start[name]) for name in unknowns]
        try:
            for _ in range(STEPS):
                step = _matrix(slopes, middle).solve(_column(values, middle))
                middle = [(x - step[k, 0]).mid() for k, x in enumerate(middle)]
            box = [x + arb(0, 2.0**-RADIUS) for x in middle]
            image = _image(values, slopes, middle, box)
            if not all(around.contains_interior(x) for around, x in zip(box, image, strict=True)):
                return None
            for _ in range(2):
                middle = [x.mid() for x in image]
                closer = _image(values, slopes, middle, image)
                image = [x.intersection(y) for x, y in zip(image, closer, strict=True)]
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


def _matrix(slopes: Sequence[Sequence[Terms]], at: Sequence[arb]) -> arb_mat:
    return arb_mat([[_value(terms, at) for terms in row] for row in slopes])


def _column(values: Sequence[Terms], at: Sequence[arb]) -> arb_mat:
    return arb_mat([[_value(terms, at)] for terms in values])


def _image(values: Sequence[Terms], slopes: Sequence[Sequence[Terms]], middle: Sequence[arb], box: Sequence[arb]) -> list[arb]:
    """Krawczyk's operator."""
    size = len(middle)
    inverse = _matrix(slopes, middle).inv()
    near = arb_mat([[inverse[i, j].mid() for j in range(size)] for i in range(size)])
    unit = arb_mat([[int(i == j) for j in range(size)] for i in range(size)])
    away = arb_mat([[x - m] for x, m in zip(box, middle, strict=True)])
    moved = near * _column(values, middle)
    spread = (unit - near * _matrix(slopes, box)) * away
    return [m - moved[k, 0] + spread[k, 0] for k, m in enumerate(middle)]
