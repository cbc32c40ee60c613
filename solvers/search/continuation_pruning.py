"""What need not be looked at twice: products of beliefs and payoffs that lie in others, that others cover together, or that add nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from math import inf
from typing import Any, TypeAlias, TypeVar

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from .continuation_classes import Cell
from .polygons import HalfPlane, Polygon, clipped, extent, has, holds, middle, raised

FEW = 16  # of so few each pair is compared exactly
ROUNDED = 1e-9  # by so much of its terms a sum in floating point is wrong at most

SMALL, LARGE = fmpq(1, 10**100), fmpq(10**100)

Item = TypeVar("Item")
Box: TypeAlias = tuple[tuple[fmpq, fmpq], ...]
"""The least and the largest number along each axis."""

Shape: TypeAlias = tuple[Polygon, list[HalfPlane], Box]
"""A polygon, the half planes around it, and its extents."""


def largest(
    items: Sequence[Item],
    box: Callable[[Item], Box],
    inside: Callable[[Item, Item], bool],
    polygon: Callable[[Item], Polygon] | None = None,
) -> list[Item]:
    """Those that lie inside no other, in their order; ``inside(a, b)`` says whether the second does, if its box lies in that of the first.

    Of those that lie inside one another the first is kept.  Numbers are compared by rank, for all at once.  Where each has a polygon,
    which must lie in that of the other, most are ruled out in floating point, where that is certain.
    """
    ends = _ranked([box(item) for item in items])
    kept = np.zeros(len(items), dtype=bool)
    rough = None if polygon is None or len(items) < FEW else _Rough([polygon(item) for item in items])

    def same(j: int, k: int) -> bool:
        return bool((ends[j] == ends[k]).all()) and inside(items[k], items[j])

    def around(k: int, others: NDArray[Any]) -> list[int]:
        """Those of some others that may hold one."""
        near = others[_holding(ends[others], ends[k])]
        return list((near if rough is None or not len(near) else near[~rough.outside(k, near)]).tolist())

    for k in _outermost(ends, lambda k, others: any(inside(items[j], items[k]) for j in around(k, others))):
        kept[k] = True
    for k in np.lexsort((np.arange(len(items)), _size(ends))):
        if kept[k]:
            kept[k] = False
            kept[k] = not any(inside(items[j], items[k]) and (j < k or not same(j, k)) for j in around(k, np.flatnonzero(kept)))
    return [item for item, stays in zip(items, kept.tolist(), strict=True) if stays]


def _outermost(ends: NDArray[Any], held: Callable[[int, NDArray[Any]], bool]) -> list[int]:
    """Those that no one before lies around, the largest first: few are compared with all, where most lie inside few."""
    outer = np.empty(len(ends), dtype=int)
    count = 0
    for k in np.lexsort((np.arange(len(ends)), -_size(ends))):
        if not held(k, outer[:count]):
            outer[count] = k
            count += 1
    return list(outer[:count].tolist())


def _ranked(boxes: Sequence[Box]) -> NDArray[Any]:
    """Ranks of the ends of boxes, shape (boxes, axes, 2)."""
    ends = np.zeros((len(boxes), len(boxes[0]) if boxes else 0, 2), dtype=int)
    for axis, rows in enumerate(zip(*boxes, strict=True)):
        along = [(x, k, end) for k, pair in enumerate(rows) for end, x in enumerate(pair)]
        along.sort(key=lambda some: some[0])
        rank = 0
        for j, (x, k, end) in enumerate(along):
            rank += j > 0 and x != along[j - 1][0]
            ends[k, axis, end] = rank
    return ends


def _size(ends: NDArray[Any]) -> NDArray[Any]:
    size: NDArray[Any] = (ends[:, :, 1] - ends[:, :, 0]).sum(axis=1)
    return size


def _holding(ends: NDArray[Any], inner: NDArray[Any]) -> NDArray[Any]:
    """Which boxes hold a box."""
    each_axis = (ends[:, :, 0] <= inner[:, 0]) & (ends[:, :, 1] >= inner[:, 1])
    return np.asarray(each_axis.all(axis=1))


class _Rough:
    """Polygons in floating point: which do not hold another one for certain."""

    def __init__(self, polygons: Sequence[Polygon]) -> None:
        halves = [raised(p, (False, False)) for p in polygons]
        self.halves = _padded(halves)
        self.corners = [np.array([[rounded(x), rounded(y), 1.0] for x, y in p]).T for p in polygons]

    def outside(self, k: int, others: NDArray[Any]) -> NDArray[Any]:
        """Whether some corner of one polygon lies outside each of some others; False where that is not certain."""
        rows, corners = self.halves[others], self.corners[k]
        with np.errstate(invalid="ignore"):
            below = rows @ corners < -ROUNDED * (np.abs(rows) @ np.abs(corners))
        return np.asarray(below.any(axis=(1, 2)))


def rounded(x: fmpq) -> float:
    """A fraction in floating point; infinite, so that nothing is certain, where it is too large or too small for that."""
    if not x:
        return 0.0
    return float(x) if SMALL < abs(x) < LARGE else inf


def _padded(halves: Sequence[Sequence[HalfPlane]]) -> NDArray[Any]:
    """Half planes in floating point, shape (polygons, half planes, 3); shorter rows are filled with the whole plane."""
    out = np.empty((len(halves), max(map(len, halves)), 3))
    out[:] = (0.0, 0.0, 1.0)
    for k, row in enumerate(halves):
        out[k, : len(row)] = [[rounded(x) for x in half] for half in row]
    return out


# ---------------------------------------------------------------- what adds nothing


def least(items: Sequence[Item], polygon: Callable[[Item], Polygon], free: tuple[bool, bool], known: Sequence[Item] = ()) -> list[Item]:
    """Some known ones, and those of which no other is exceeded along the free axes, and met along the others, wherever they are."""
    kept = [(item, raised(polygon(item), free)) for item in known]
    for item in sorted(items, key=lambda item: sum((extent(polygon(item), axis)[0] for axis in (0, 1) if free[axis]), fmpq(0))):
        corners = polygon(item)
        if not any(all(a * x + b * y + c >= 0 for a, b, c in halves for x, y in corners) for _, halves in kept):
            kept.append((item, raised(corners, free)))
    return [item for item, _ in kept]


# ---------------------------------------------------------------- what others cover together


def uncovered(cells: Sequence[Cell]) -> list[Cell]:
    """Enough of some cells to have, at every belief, all payoffs that all of them have; in their order."""
    if not cells:
        return []
    shapes = [_shape(c.values) for c in cells]
    inside = _Inside(shapes)
    order = sorted(range(len(cells)), key=lambda k: (_dimension(cells[k].values), cells[k].high - cells[k].low, _area(cells[k].values)))
    boxes = [((c.low, c.high), extent(c.values, 0), extent(c.values, 1)) for c in cells]
    ends = _ranked(boxes)
    kept = np.ones(len(cells), dtype=bool)
    for k in order:
        kept[k] = False
        near = (ends[:, :, 0] <= ends[k, :, 1]) & (ends[:, :, 1] >= ends[k, :, 0])
        around = np.flatnonzero(kept & near.all(axis=1)).tolist()
        kept[k] = not _is_covered(cells[k], [cells[j] for j in around], [shapes[j] for j in around], inside(k, around))
    return [cell for cell, stays in zip(cells, kept.tolist(), strict=True) if stays]


class _Inside:
    """Which corners, and the middle, of one polygon lie in others: in floating point where that is certain, else exactly."""

    def __init__(self, shapes: Sequence[Shape]) -> None:
        self.shapes = shapes
        self.points = [(*polygon, middle(polygon)) for polygon, _, _ in shapes]
        self.halves = _padded([halves for _, halves, _ in shapes])

    def __call__(self, k: int, others: Sequence[int]) -> list[list[bool]]:
        """For each of the others, whether it has each of the points."""
        points = np.array([[rounded(x), rounded(y), 1.0] for x, y in self.points[k]])
        rows = self.halves[others]
        with np.errstate(invalid="ignore"):
            heights = rows @ points.T
            unsure = (np.abs(rows) @ np.abs(points).T) * ROUNDED
            has_all, fails = (heights > unsure).all(axis=1), (heights < -unsure).any(axis=1)
        return [
            [bool(sure) or (not out and has(self.shapes[j][0], p)) for p, sure, out in zip(self.points[k], some, none, strict=True)]
            for j, some, none in zip(others, has_all, fails, strict=True)
        ]


def _is_covered(cell: Cell, others: Sequence[Cell], shapes: Sequence[Shape], holding: Sequence[Sequence[bool]]) -> bool:
    """Whether others have all payoffs of a cell at all its beliefs; `holding` says which of its corners, and its middle, each has."""
    whole = [all(some) for some in holding]
    common: dict[int, fmpq] = {}  # how much of its payoffs each other one has
    known: dict[tuple[int, ...], bool] = {}
    for belief in _between(cell, others):
        there = [k for k, other in enumerate(others) if other.low <= belief <= other.high]
        if any(whole[k] for k in there):
            continue
        if not all(any(has_points) for has_points in zip(*(holding[k] for k in there), strict=True)) or not there:
            return False
        for k in there:
            if k not in common:
                common[k] = _common(cell.values, shapes[k])
        most_first = tuple(sorted((k for k in there if common[k]), key=lambda k: (-common[k], k)))
        if most_first not in known:
            enough = sum((common[k] for k in most_first), fmpq(0)) >= _size_of(cell.values)
            known[most_first] = enough and _parts_covered(cell.values, [shapes[k] for k in most_first])
        if not known[most_first]:
            return False
    return True


def _common(polygon: Polygon, shape: Shape) -> fmpq:
    """How much of a polygon another one has: of its area, or of a segment's extent along the axes."""
    size, (_, halves, around) = _dimension(polygon), shape
    for axis in (0, 1):
        low, high = extent(polygon, axis)
        if max(low, around[axis][0]) > min(high, around[axis][1]):
            return fmpq(0)
    for half in halves:
        polygon = clipped(polygon, half)
        if _dimension(polygon) < size:
            return fmpq(0)
    return _size_of(polygon)


def _size_of(polygon: Polygon) -> fmpq:
    """The area, twice; of a segment how long it is along both axes."""
    if len(polygon) == 2:
        (x, y), (u, v) = polygon
        return abs(u - x) + abs(v - y)
    return _area(polygon)


def _between(cell: Cell, others: Iterable[Cell]) -> list[fmpq]:
    """A belief between any two next ends of intervals within that of a cell: ends are covered when what is between them is."""
    ends = sorted([cell.low, cell.high, *(x for other in others for x in (other.low, other.high) if cell.low < x < cell.high)])
    return [(a + b) / 2 for a, b in pairwise(ends) if a != b] or ends[:1]


def covered(polygon: Polygon, others: Sequence[Polygon]) -> bool:
    """Whether a polygon lies in the union of others."""
    return any(holds(other, polygon) for other in others) or _parts_covered(polygon, [_shape(other) for other in others])


def _parts_covered(polygon: Polygon, others: Sequence[Shape]) -> bool:
    """The same where none of the others covers it alone: take away what one of them covers, and look at the parts that are left."""
    size, box = _dimension(polygon), (extent(polygon, 0), extent(polygon, 1))
    if not size:
        return False
    for k, (_, halves, around) in enumerate(others):
        if any(max(one[0], two[0]) > min(one[1], two[1]) for one, two in zip(box, around, strict=True)):
            continue
        rest, outside = polygon, []
        for a, b, c in halves:
            beyond = clipped(rest, (-a, -b, -c))
            if _dimension(beyond) == size and beyond != rest:
                outside.append(beyond)
            rest = clipped(rest, (a, b, c))
            if _dimension(rest) < size:
                break
        else:
            later = others[k + 1 :]
            return all(any(holds(shape[0], part) for shape in later) or _parts_covered(part, later) for part in outside)
    return False


def _shape(polygon: Polygon) -> Shape:
    return polygon, raised(polygon, (False, False)), (extent(polygon, 0), extent(polygon, 1))


def _dimension(polygon: Polygon) -> int:
    return min(len(polygon), 3) - 1


def _area(polygon: Polygon) -> fmpq:
    return sum((p[0] * q[1] - p[1] * q[0] for p, q in zip(polygon, polygon[1:] + polygon[:1], strict=True)), fmpq(0))
