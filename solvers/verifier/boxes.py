"""Count the solutions of as many equations as unknowns: boxes are split until each holds none, or one for certain.

A box on which an equation keeps its sign, or a condition fails, holds none.  Krawczyk's operator, in
balls of rational enclosures, proves that a box holds exactly one solution or none (Krawczyk 1969;
Moore 1977).  Where solutions are multiple, are many, or lie on the bounds, boxes are split in vain:
nothing is said then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from flint import arb, arb_mat, ctx, fmpq

from .effort import Effort
from .elimination import UNIT, Polynomial, Reduced
from .multilinear import ZERO

BITS = 96  # precision of the balls
MOST_TURNS = 60  # so often a box around a solution is shrunk, to tell the signs of the conditions there
SPLIT = fmpq(503, 1009)  # where no solution is likely to lie

Box: TypeAlias = tuple[arb, ...]


def count_in_boxes(reduced: Reduced, effort: Effort) -> int | None:
    """Count the solutions of a system; None where that is not found out."""
    bounds = _bounds(reduced)
    if bounds is None or len(reduced.equal) != len(reduced.unknowns):
        return None
    precision = ctx.prec
    ctx.prec = BITS
    try:
        counting = _Counting(reduced, bounds)
        count = counting.count(effort.steps // counting.cost)
        if count is None:
            effort.left_open()
        return count
    finally:
        ctx.prec = precision


def _bounds(reduced: Reduced) -> dict[int, tuple[fmpq, fmpq]] | None:
    """Between what each unknown lies by linear conditions, as all are positive; None where one has no bound."""
    low = dict.fromkeys(reduced.unknowns, fmpq(0))
    high: dict[int, fmpq] = {}
    for p in (*reduced.least, *reduced.above):
        slopes = {key[0]: c for key, c in p.items() if key}
        if any(len(key) > 1 for key in p):
            continue
        if len(slopes) == 1 and min(slopes.values()) > 0:
            ((x, c),) = slopes.items()
            low[x] = max(low[x], -p.get(UNIT, ZERO) / c)
        elif max(slopes.values()) < 0:
            for x, c in slopes.items():
                end = p.get(UNIT, ZERO) / -c
                high[x] = min(high.get(x, end), end)
    if any(x not in high or low[x] >= high[x] for x in reduced.unknowns):
        return None
    return {x: (low[x], high[x]) for x in reduced.unknowns}


class _Counting:
    """The conditions of one system in balls, its unknowns by their positions."""

    def __init__(self, reduced: Reduced, bounds: Mapping[int, tuple[fmpq, fmpq]]) -> None:
        self.position = {x: k for k, x in enumerate(reduced.unknowns)}
        self.size = len(reduced.unknowns)
        self.bounds = [bounds[x] for x in reduced.unknowns]
        self.equal, self.least, self.above = ([self._read(p) for p in group] for group in (reduced.equal, reduced.least, reduced.above))
        self.slopes = [[_slope(p, k) for k in range(self.size)] for p in self.equal]

    def _read(self, p: Polynomial) -> list[tuple[arb, tuple[int, ...]]]:
        return [(arb(c), tuple(self.position[x] for x in key)) for key, c in p.items()]

    @property
    def cost(self) -> int:
        """How many steps one box takes: each term is reckoned a few times."""
        return 1 + 4 * sum(map(len, (*self.equal, *self.least, *self.above, *(p for row in self.slopes for p in row))))

    def count(self, most: int) -> int | None:
        """Go through so many boxes."""
        solutions, boxes = 0, 0
        todo: list[list[tuple[fmpq, fmpq]]] = [self.bounds]
        while todo:
            boxes += 1
            if boxes > most:
                return None
            ends = todo.pop()
            box = tuple(arb(low).union(arb(high)) for low, high in ends)
            if self._empty(box):
                continue
            image = self._image(box)
            if image is not None:
                if any(not one.overlaps(two) for one, two in zip(image, box, strict=True)):
                    continue
                if all(low < x and x < high for x, (low, high) in zip(image, ends, strict=True)):
                    fits = self._fits(image)
                    if fits is None:
                        return None
                    solutions += fits
                    continue
            todo += _split(ends)
        return solutions

    def _empty(self, box: Box) -> bool:
        """Whether something fails all over a box."""
        return (
            any(value > 0 or value < 0 for p in self.equal for value in [_value(p, box)])
            or any(_value(p, box) < 0 for p in self.least)
            or any(_value(p, box) <= 0 for p in self.above)
        )

    def _image(self, box: Box) -> Box | None:
        """Krawczyk's operator: it holds every solution of the box; one lies in it, and no other in the box, when it is inside the box."""
        middle = tuple(x.mid() for x in box)
        slopes = arb_mat([[_value(p, box) for p in row] for row in self.slopes])
        try:
            inverse = arb_mat([[_value(p, middle) for p in row] for row in self.slopes]).inv()
        except ZeroDivisionError:
            return None
        preconditioner = arb_mat([[inverse[i, j].mid() for j in range(self.size)] for i in range(self.size)])
        values = arb_mat([[_value(p, middle)] for p in self.equal])
        unit = arb_mat([[int(i == j) for j in range(self.size)] for i in range(self.size)])
        displacement = arb_mat([[x - m] for x, m in zip(box, middle, strict=True)])
        image = arb_mat([[m] for m in middle]) - preconditioner * values + (unit - preconditioner * slopes) * displacement
        return tuple(image[i, 0] for i in range(self.size))

    def _fits(self, box: Box) -> bool | None:
        """Whether the one solution of a box satisfies the conditions."""
        for _ in range(MOST_TURNS):
            if self._fails(box):
                return False
            if all(_value(p, box) > 0 for p in (*self.least, *self.above)):
                return True
            smaller = self._image(box)
            if smaller is None:
                return None
            box = tuple(one.intersection(two) for one, two in zip(smaller, box, strict=True))
        return None

    def _fails(self, box: Box) -> bool:
        return any(_value(p, box) < 0 for p in (*self.least, *self.above))


def _split(ends: Sequence[tuple[fmpq, fmpq]]) -> list[list[tuple[fmpq, fmpq]]]:
    """Two boxes for one, along its longest side."""
    k = max(range(len(ends)), key=lambda i: ends[i][1] - ends[i][0])
    low, high = ends[k]
    middle = low + (high - low) * SPLIT
    return [[*ends[:k], half, *ends[k + 1 :]] for half in ((low, middle), (middle, high))]


def _slope(p: Sequence[tuple[arb, tuple[int, ...]]], k: int) -> list[tuple[arb, tuple[int, ...]]]:
    out = []
    for c, key in p:
        if k in key:
            at = key.index(k)
            out.append((c * key.count(k), key[:at] + key[at + 1 :]))
    return out


def _value(p: Sequence[tuple[arb, tuple[int, ...]]], at: Sequence[Any]) -> arb:
    total = arb(0)
    for c, key in p:
        for k in key:
            c = c * at[k]
        total = total + c
    return total
