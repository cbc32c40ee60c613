"""What need not be looked at twice: products of beliefs and payoffs that lie in others, that others cover together, or that add nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Any, TypeVar

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from .continuation_classes import Cell
from .polygons import Polygon, clipped, extent, has, holds, middle, raised

Item = TypeVar("Item")
Box = tuple[tuple[fmpq, fmpq], ...]
"""The least and the largest number along each axis."""


def largest(items: Sequence[Item], box: Callable[[Item], Box], inside: Callable[[Item, Item], bool]) -> list[Item]:
    """Those that lie inside no other, in their order; ``inside(a, b)`` says whether the second does, if its box lies in that of the first.

    Of those that lie inside one another the first is kept.  Numbers are compared by rank, for all at once.
    """
    ends = _ranked([box(item) for item in items])
    kept = np.ones(len(items), dtype=bool)

    def same(j: int, k: int) -> bool:
        return bool((ends[j] == ends[k]).all()) and inside(items[k], items[j])

    for k in np.lexsort((np.arange(len(items)), _size(ends))):
        kept[k] = False
        around = np.flatnonzero(kept & _within(ends, k))
        kept[k] = not any(inside(items[j], items[k]) and (j < k or not same(j, k)) for j in around.tolist())
    return [item for item, stays in zip(items, kept.tolist(), strict=True) if stays]


def _ranked(boxes: Sequence[Box]) -> NDArray[Any]:
    """Ranks of the ends of boxes, shape (boxes, axes, 2)."""
    axes = []
    for rows in zip(*boxes, strict=True):
        rank = {x: k for k, x in enumerate(sorted({x for pair in rows for x in pair}))}
        axes.append([[rank[low], rank[high]] for low, high in rows])
    return np.array(axes).swapaxes(0, 1) if axes else np.zeros((0, 0, 2))


def _size(ends: NDArray[Any]) -> NDArray[Any]:
    return (ends[:, :, 1] - ends[:, :, 0]).sum(axis=1)


def _within(ends: NDArray[Any], k: int) -> NDArray[Any]:
    """Which boxes hold a box."""
    return ((ends[:, :, 0] <= ends[k, :, 0]) & (ends[:, :, 1] >= ends[k, :, 1])).all(axis=1)


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
    order = sorted(range(len(cells)), key=lambda k: (min(len(cells[k].values), 3), cells[k].high - cells[k].low, _area(cells[k].values)))
    boxes = [((c.low, c.high), extent(c.values, 0), extent(c.values, 1)) for c in cells]
    bounds = np.array([[[float(low), float(high)] for low, high in box] for box in boxes])
    margin = 1e-9 * (1 + np.abs(bounds).max())
    kept = np.ones(len(cells), dtype=bool)
    for k in order:
        kept[k] = False
        near = (bounds[:, :, 0] <= bounds[k, :, 1] + margin) & (bounds[:, :, 1] >= bounds[k, :, 0] - margin)
        around = [cells[j] for j in np.flatnonzero(kept & near.all(axis=1)).tolist()]
        kept[k] = not _is_covered(cells[k], around)
    return [cell for cell, stays in zip(cells, kept.tolist(), strict=True) if stays]


def _is_covered(cell: Cell, others: Sequence[Cell]) -> bool:
    inner = middle(cell.values)
    here = [(other, has(other.values, inner)) for other in others]
    for belief in _between(cell, others):
        there = [(other, holding) for other, holding in here if other.low <= belief <= other.high]
        if not any(holding for _, holding in there):
            return False
        if not covered(cell.values, [other.values for other, _ in there]):
            return False
    return True


def _between(cell: Cell, others: Iterable[Cell]) -> list[fmpq]:
    """A belief between any two next ends of intervals within that of a cell: ends are covered when what is between them is."""
    ends = sorted({cell.low, cell.high, *(x for other in others for x in (other.low, other.high) if cell.low < x < cell.high)})
    return [(a + b) / 2 for a, b in pairwise(ends)] or ends


def covered(polygon: Polygon, others: Sequence[Polygon]) -> bool:
    """Whether a polygon lies in the union of others."""
    if any(holds(other, polygon) for other in others):
        return True
    size = min(len(polygon), 3)
    if size == 1:
        return False
    for k, other in enumerate(others):
        rest, outside = polygon, []
        for a, b, c in raised(other, (False, False)):
            beyond = clipped(rest, (-a, -b, -c))
            if min(len(beyond), 3) == size and beyond != rest:
                outside.append(beyond)
            rest = clipped(rest, (a, b, c))
            if min(len(rest), 3) < size:
                break
        else:
            return all(covered(part, others[k + 1 :]) for part in outside)
    return False


def _area(polygon: Polygon) -> fmpq:
    return sum((p[0] * q[1] - p[1] * q[0] for p, q in zip(polygon, polygon[1:] + polygon[:1], strict=True)), fmpq(0))
