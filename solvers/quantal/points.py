"""All quantal equilibria at a point: boxes from branch and bound, each narrowed to a ball that holds exactly one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from flint import arb, arb_mat

from games.numbers.isolating import precision

from ..algebra.intervals import Floats, enclosing
from ..algebra.krawczyk import narrowed, only_zero, polished
from .boxes import TOGETHER, Box, count_at, joined, shrunk
from .system import System

BITS = 160  # of the balls
RADII = (2.0**-6, 2.0**-12, 2.0**-20, 2.0**-30, 2.0**-45, 2.0**-60)  # of the range of payoffs: boxes that are tried around a point
STEPS, SETTLED = 7, 1e-25
TURNS = 6


@dataclass(frozen=True, eq=False)
class Point:
    """One equilibrium where what moves has a value.

    Parameters
    ----------
    at : tuple of arb
        Balls around the unknown numbers of a `System`, proved to hold exactly one equilibrium.
    moving : Fraction
        The value.
    sign : int
        Of the determinant of the equations' derivatives; 0 where it is not known.
    """

    at: tuple[arb, ...]
    moving: Fraction
    sign: int

    @property
    def middle(self) -> Floats:
        """In floating point."""
        return np.array([float(x.mid()) for x in self.at])


@dataclass(frozen=True, eq=False)
class Points:
    """What is known of the equilibria where what moves has a value.

    Parameters
    ----------
    moving : Fraction
        The value.
    points : list of Point
        The equilibria found, each proved.
    undecided : int
        How many boxes no method could decide; when 0 there are no others.
    boxes : int
        How many were looked at.
    """

    moving: Fraction
    points: list[Point]
    undecided: int
    boxes: int


def points_at(system: System, moving: Fraction, most: int) -> Points:
    """Find all equilibria, looking at no more than so many boxes."""
    with precision(BITS):
        if not system.size:
            return Points(moving, [Point((), moving, 1)], 0, 0)
        covered = count_at(system, enclosing(moving), most)
        found: list[Point] = []
        open_boxes = list(covered.undecided)
        for box in covered.single:
            point = certified(system, 0.5 * (box[0] + box[1]), moving)
            if point is None or not _lies_in(point, box):  # Newton's method went astray
                box = shrunk(system, box, enclosing(moving))
                point = certified(system, 0.5 * (box[0] + box[1]), moving)
            if point is None or not _may_lie_in(point, box):
                open_boxes.append(box)
            elif not any(same(point, other) for other in found):
                found.append(point)
        left = len(joined(covered.left, TOGETHER * system.bounds)) if covered.left else 0
        for box in open_boxes:
            known = around(system, box, moving)
            if known is None:
                left += 1
            elif not any(same(known, other) for other in found):
                found.append(known)
        found.sort(key=lambda point: tuple(point.middle))
        return Points(moving, found, left, covered.boxes)


def certified(system: System, start: Sequence[float] | Floats, moving: Fraction) -> Point | None:
    """The equilibrium near some numbers, with proof; None where there is none for certain."""
    with precision(BITS):
        if not system.size:
            return Point((), moving, 1)
        value = system.thin(moving)

        def equations(at: Sequence[arb]) -> tuple[list[arb], list[list[arb]]]:
            values, slopes = system.in_balls(at, value)
            return values, [row[: system.size] for row in slopes]

        try:
            middle = polished(equations, [arb(float(x)) for x in start], STEPS, SETTLED)
        except (ZeroDivisionError, ValueError):
            return None
        for radius in RADII[2:]:
            inside = only_zero(equations, middle, [radius * float(b) for b in system.bounds])
            if inside is not None:
                at = narrowed(equations, inside, TURNS)
                return Point(tuple(at), moving, _sign(arb_mat(equations(at)[1]).det()))
        return None


def around(system: System, box: Box, moving: Fraction) -> Point | None:
    """The one equilibrium of a larger box around a box that could not be decided; None where that is not known either."""
    point = certified(system, 0.5 * (box[0] + box[1]), moving)
    if point is None:
        return None
    with precision(BITS):
        value = system.thin(moving)

        def equations(at: Sequence[arb]) -> tuple[list[arb], list[list[arb]]]:
            values, slopes = system.in_balls(at, value)
            return values, [row[: system.size] for row in slopes]

        for radius in RADII:
            radii = [radius * float(b) for b in system.bounds]
            near = all(abs(x - y) < r for ends in box for x, y, r in zip(ends, point.middle, radii, strict=True))
            if near and only_zero(equations, [x.mid() for x in point.at], radii) is not None:
                return point
    return None


def same(one: Point, other: Point) -> bool:
    """Whether two balls overlap: each holds one equilibrium, which is then the same."""
    return all(x.overlaps(y) for x, y in zip(one.at, other.at, strict=True))


def _may_lie_in(point: Point, box: Box) -> bool:
    return all(arb(float(low)) <= x.upper() and x.lower() <= arb(float(high)) for x, low, high in zip(point.at, *box, strict=True))


def _lies_in(point: Point, box: Box) -> bool:
    return all(arb(float(low)) < x.lower() and x.upper() < arb(float(high)) for x, low, high in zip(point.at, *box, strict=True))


def _sign(x: arb) -> int:
    return 1 if x > 0 else -1 if x < 0 else 0
