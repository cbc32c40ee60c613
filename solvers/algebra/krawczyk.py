"""Boxes that hold exactly one zero of as many equations as unknowns, in balls: Newton's method, and Krawczyk's test.

The image of a box under Krawczyk's operator holds every zero of the box, and when it lies inside the box there is exactly one.

References
----------
Krawczyk, R. (1969). Newton-Algorithmen zur Bestimmung von Nullstellen mit Fehlerschranken. *Computing* 4, 187-201.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from flint import arb, arb_mat

Equations: TypeAlias = "Callable[[Sequence[arb]], tuple[Sequence[arb], Sequence[Sequence[arb]]]]"
"""Values and derivatives, a row for each equation."""


def polished(equations: Equations, start: Sequence[arb], steps: int, enough: float = 0.0) -> list[arb]:
    """Improve a guess by Newton's method, which doubles the digits each time.

    Parameters
    ----------
    equations : callable
        As many equations as unknowns.
    start : sequence of balls
        Their middles are the guess.
    steps : int
        How often.
    enough : float
        A step so short is the last.

    Raises
    ------
    ZeroDivisionError
        Where the derivatives are singular.
    """
    middle = [x.mid() for x in start]
    for _ in range(steps):
        values, slopes = equations(middle)
        step = arb_mat([list(row) for row in slopes]).solve(arb_mat([[x] for x in values]))
        middle = [(x - step[k, 0]).mid() for k, x in enumerate(middle)]
        if all(abs(step[k, 0].mid()) <= enough for k in range(len(middle))):
            break
    return middle


def image(equations: Equations, middle: Sequence[arb], box: Sequence[arb]) -> list[arb]:
    """Krawczyk's operator.

    Raises
    ------
    ZeroDivisionError
        Where the derivatives in the middle are singular.
    """
    size = len(middle)
    values, slopes = equations(middle)
    inverse = arb_mat([list(row) for row in slopes]).inv()
    near = arb_mat([[inverse[i, j].mid() for j in range(size)] for i in range(size)])
    unit = arb_mat([[int(i == j) for j in range(size)] for i in range(size)])
    away = arb_mat([[x - m] for x, m in zip(box, middle, strict=True)])
    moved = near * arb_mat([[x] for x in values])
    spread = (unit - near * arb_mat([list(row) for row in equations(box)[1]])) * away
    return [m - moved[k, 0] + spread[k, 0] for k, m in enumerate(middle)]


def only_zero(equations: Equations, middle: Sequence[arb], radii: Sequence[float]) -> list[arb] | None:
    """The image of a box around a point, where it proves that the box holds exactly one zero; None where it does not."""
    try:
        box = [m + arb(0, r) for m, r in zip(middle, radii, strict=True)]
        inside = image(equations, middle, box)
        return inside if all(around.contains_interior(x) for around, x in zip(box, inside, strict=True)) else None
    except (ZeroDivisionError, ValueError):
        return None


def narrowed(equations: Equations, holding: Sequence[arb], turns: int) -> list[arb]:
    """Narrow a box that holds exactly one zero."""
    now = list(holding)
    for _ in range(turns):
        closer = image(equations, [x.mid() for x in now], now)
        after = [x.intersection(y) for x, y in zip(now, closer, strict=True)]
        stays = all(2 * y.rad() >= x.rad() for x, y in zip(now, after, strict=True))
        now = after
        if stays:
            break
    return now
