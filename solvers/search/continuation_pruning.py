"""What need not be looked at twice: products of beliefs and payoffs that lie in others, or that add nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from math import inf
from typing import Any, TypeAlias, TypeVar

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from .polygons import HalfPlane, Polygon, extent, raised

FEW = 16  # of so few each pair is compared exactly
AT_ONCE = 20_000  # pairs of polygons are compared at once
ROUNDED = 1e-9  # by so much of its terms a sum in floating point is wrong at most

SMALL, LARGE = fmpq(1, 10**100), fmpq(10**100)

Item = TypeVar("Item")
Box: TypeAlias = tuple[tuple[fmpq, fmpq], ...]
"""The least and the largest number along each axis."""


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
    ends = ranked([box(item) for item in items])
    kept = np.zeros(len(items), dtype=bool)
    rough = None if polygon is None or len(items) < FEW else Rough([polygon(item) for item in items])

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


def ranked(boxes: Sequence[Box]) -> NDArray[Any]:
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


class Rough:
    """Polygons in floating point: which do not hold another one for certain."""

    def __init__(self, polygons: Sequence[Polygon]) -> None:
        halves = [raised(p, (False, False)) for p in polygons]
        self.halves = padded(halves)
        self.corners = [np.array([[rounded(x), rounded(y), 1.0] for x, y in p]).T for p in polygons]

    def outside(self, k: int, others: NDArray[Any]) -> NDArray[Any]:
        """Whether some corner of one polygon lies outside each of some others; False where that is not certain."""
        rows, corners = self.halves[others], self.corners[k]
        with np.errstate(invalid="ignore"):
            below = rows @ corners < -ROUNDED * (np.abs(rows) @ np.abs(corners))
        return np.asarray(below.any(axis=(1, 2)))

    def apart(self, other: Rough, pairs: NDArray[Any]) -> NDArray[Any]:
        """For pairs of one of these and one of others, whether a side of one has all of the other beyond it for certain."""
        parts = np.array_split(pairs, len(pairs) // AT_ONCE + 1)
        return np.concatenate([self._beyond(other, i, j) | other._beyond(self, j, i) for i, j in (part.T for part in parts)])

    def _beyond(self, other: Rough, mine: NDArray[Any], theirs: NDArray[Any]) -> NDArray[Any]:
        rows, corners = self.halves[mine], other._filled[theirs]
        with np.errstate(invalid="ignore"):
            below = rows @ corners < -ROUNDED * (np.abs(rows) @ np.abs(corners))
        return np.asarray(below.all(axis=2).any(axis=1))

    @cached_property
    def _filled(self) -> NDArray[Any]:
        """The corners, shape (polygons, 3, corners): the last one again where there are fewer."""
        most = max(c.shape[1] for c in self.corners)
        return np.array([c[:, np.minimum(np.arange(most), c.shape[1] - 1)] for c in self.corners])


def rounded(x: fmpq) -> float:
    """A fraction in floating point; infinite, so that nothing is certain, where it is too large or too small for that."""
    if not x:
        return 0.0
    return float(x) if SMALL < abs(x) < LARGE else inf


def padded(halves: Sequence[Sequence[HalfPlane]]) -> NDArray[Any]:
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
