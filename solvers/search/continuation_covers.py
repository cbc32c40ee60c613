"""Which products of beliefs and payoffs others cover together: decided in floating point where that is certain, else exactly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from .continuation_classes import Cell
from .continuation_pruning import ROUNDED, Box, padded, ranked, rounded
from .polygons import HalfPlane, Polygon, area, dimension, extent, holds, parted, raised

INNER = 8  # points inside a polygon, beside those along its edges, at which it is tried whether others have them

Shape: TypeAlias = tuple[Polygon, list[HalfPlane], Box]
"""A polygon, the half planes around it, and its extents."""


def uncovered(cells: Sequence[Cell]) -> list[Cell]:
    """Enough of some cells to have, at every belief, all payoffs that all of them have; in their order.

    The largest are looked at first, each beside those that are kept before it, which are few; then the smallest of these.
    """
    if not cells:
        return []
    shapes = [shape(c.values) for c in cells]
    tried = Tried(shapes)
    order = sorted(range(len(cells)), key=lambda k: (dimension(cells[k].values), cells[k].high - cells[k].low, area(cells[k].values)))
    ends = ranked([((c.low, c.high), *around) for c, (_, _, around) in zip(cells, shapes, strict=True)])
    kept = np.zeros(len(cells), dtype=bool)

    def is_covered(k: int) -> bool:
        some = np.flatnonzero(kept)
        others = some[((ends[some, :, 0] <= ends[k, :, 1]) & (ends[some, :, 1] >= ends[k, :, 0])).all(axis=1)]
        there = _there(ends[k, 0], ends[others, 0])
        return bool(there.any(axis=1).all()) and _is_covered(shapes[k][0], [shapes[j] for j in others], there, tried(k, others))

    for k in order[::-1]:
        kept[k] = not is_covered(k)
    for k in order:
        if kept[k]:
            kept[k] = False
            kept[k] = not is_covered(k)
    return [cell for cell, stays in zip(cells, kept.tolist(), strict=True) if stays]


def _there(span: NDArray[Any], others: NDArray[Any]) -> NDArray[Any]:
    """Between any two next ends of intervals within one: which others hold what is there. Ends are held when what is between them is."""
    low, high = span.tolist()
    cuts = np.array(sorted({low, high, *(x for x in others.ravel().tolist() if low < x < high)}))
    left, right = (cuts[:-1], cuts[1:]) if len(cuts) > 1 else (cuts, cuts)
    return np.asarray((others[None, :, 0] <= left[:, None]) & (others[None, :, 1] >= right[:, None]))


def _is_covered(polygon: Polygon, others: Sequence[Shape], there: NDArray[Any], met: NDArray[Any]) -> bool:
    """Whether, wherever some of others are there, these cover a polygon; `met` says which of its points each may have."""
    if not (there.astype(np.float32) @ met.astype(np.float32)).all():
        return False
    whole = [k for k in np.flatnonzero(met.all(axis=1)).tolist() if holds(others[k][0], polygon)]
    sets = {row.tobytes(): row for row in there[~there[:, whole].any(axis=1)]}
    in_order = _greedy(met)
    enough: list[set[int]] = []  # which together cover it
    for row in sorted(sets.values(), key=np.count_nonzero):
        present = [k for k in in_order if row[k]]
        if not any(some.issubset(present) for some in enough):
            found = together(polygon, [others[k] for k in present])
            if found is None:
                return False
            enough.append({present[k] for k in found})
    return True


def _greedy(met: NDArray[Any]) -> list[int]:
    """All, those first that together have all points and each the most of what those before it have not; then those that have the most."""
    order: list[int] = []
    left = np.ones(met.shape[1], dtype=bool)
    while left.any():
        counts = met[:, left].sum(axis=1)
        k = int(np.argmax(counts))
        if not counts[k]:
            break
        order.append(k)
        left &= ~met[k]
    rest = np.argsort(-met.sum(axis=1), kind="stable").tolist()
    return [*order, *(k for k in rest if k not in order)]


class Tried:
    """Points of polygons in floating point, and which polygons may have them: False only where it is certain that they do not."""

    def __init__(self, shapes: Sequence[Shape]) -> None:
        self.corners = [np.array([[rounded(x), rounded(y)] for x, y in polygon]) for polygon, _, _ in shapes]
        self.halves = padded([halves for _, halves, _ in shapes])

    def __call__(self, k: int, others: NDArray[Any]) -> NDArray[Any]:
        """Which others may have each of the points of one, shape (others, points)."""
        corners, rows = self.corners[k], self.halves[others]
        mix = _mixes(len(corners))
        with np.errstate(invalid="ignore"):
            points, sizes = _flat(mix @ corners), _flat(mix @ np.abs(corners))
            outside = rows @ points < -ROUNDED * (np.abs(rows) @ sizes)
        return np.asarray(~outside.any(axis=1))


def _flat(points: NDArray[Any]) -> NDArray[Any]:
    """Points with a one below, shape (3, points)."""
    return np.vstack([points.T, np.ones(len(points))])


@cache
def _mixes(corners: int) -> NDArray[Any]:
    """Weights of corners: each alone, points along the edges, and points inside."""
    if corners == 1:
        return np.ones((1, 1))
    alone = np.eye(corners)
    after = np.roll(alone, 1, axis=1)
    edges = [t * alone + (1 - t) * after for t in (0.125, 0.5, 0.875)]
    inner = np.random.default_rng(0).dirichlet(np.full(corners, 0.7), INNER)
    return np.vstack([alone, *edges, np.full((1, corners), 1 / corners), inner])


# ---------------------------------------------------------------- polygons


def covered(polygon: Polygon, others: Iterable[Polygon]) -> bool:
    """Whether a polygon lies in the union of others."""
    return together(polygon, [shape(other) for other in others]) is not None


def together(polygon: Polygon, others: Sequence[Shape], some: Iterable[int] | None = None) -> set[int] | None:
    """Others, all or some, that together cover a polygon, by their places; None where they do not."""
    (left, right), (low, high) = extent(polygon, 0), extent(polygon, 1)
    near: list[int] = []
    for k in range(len(others)) if some is None else some:
        (a, b), (c, d) = others[k][2]
        if a <= right and left <= b and c <= high and low <= d:
            if a <= left and right <= b and c <= low and high <= d and holds(others[k][0], polygon):
                return {k}
            near.append(k)
    for n, k in enumerate(near if len(polygon) > 1 else (), 1):
        rest, outside = polygon, []
        for half in others[k][1]:
            rest, beyond = parted(rest, half)
            if beyond:
                outside.append(beyond)
            if not rest:
                break
        else:
            found = {k}
            for part in outside:  # each must be covered by later ones
                more = together(part, others, near[n:])
                if more is None:
                    return None
                found |= more
            return found
    return None


def shape(polygon: Polygon) -> Shape:
    """A polygon with what is asked about it often."""
    return polygon, raised(polygon, (False, False)), (extent(polygon, 0), extent(polygon, 1))
