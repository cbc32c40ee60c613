"""Which pairs of what may follow two actions are worth a closer look, where one belief matters and both actions are best for both types."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from .continuation_classes import Cell
from .continuation_pruning import FEW, ROUNDED, Rough, rounded
from .polygons import Polygon, holds
from .public_play import Pair


def unsurpassed(
    pairs: NDArray[Any],
    placed: Sequence[Sequence[Polygon]],
    cells: Sequence[Sequence[Cell]],
    worth: Sequence[Pair],
    at: fmpq,
    levels: Sequence[fmpq],
) -> NDArray[Any]:
    """Those of which no other pair has all payoffs, for the player before as for the types, as far as that is certain.

    The payoffs of the types are those that both polygons have, so that a pair with a larger polygon for one action has more. What the
    player before may expect lies between two numbers, of which it matters only which of some levels they are above.
    """
    if len(pairs) < FEW * FEW:
        return pairs
    sides, certain = _sides(pairs, cells, worth, at, levels)
    inside = [_inside(some) for some in placed]
    kinds = np.unique(sides[certain], axis=0)
    out = np.zeros(len(pairs), dtype=bool)
    for low, high in kinds.tolist():
        wider = certain & (sides[:, 0] <= low) & (sides[:, 1] >= high)
        there = np.zeros((len(placed[0]), len(placed[1])), dtype=np.float32)
        there[tuple(pairs[wider].T)] = 1
        surpassed = (inside[0] @ there + there @ inside[1].T) > 0
        out |= certain & (sides == (low, high)).all(axis=1) & surpassed[tuple(pairs.T)]
    return pairs[~out]


def _inside(polygons: Sequence[Polygon]) -> NDArray[Any]:
    """Whether each polygon lies in each other one; of equal ones, in those before it."""
    rough, every = Rough(polygons), np.arange(len(polygons))
    inside = np.zeros((len(polygons), len(polygons)), dtype=np.float32)
    for k, polygon in enumerate(polygons):
        for j in every[~rough.outside(k, every)].tolist():
            inside[k, j] = j != k and holds(polygons[j], polygon) and (polygons[j] != polygon or j < k)
    return inside


def _sides(
    pairs: NDArray[Any], cells: Sequence[Sequence[Cell]], worth: Sequence[Pair], at: fmpq, levels: Sequence[fmpq]
) -> tuple[NDArray[Any], NDArray[Any]]:
    """How many levels are below the least and the largest number that may be expected at a belief, and for which pairs that is certain."""
    ends = [[(cell.low, cell.high) for cell in some] for some in cells]
    side = [np.array([[(x > at) - (x < at) for x in pair] for pair in some]) for some in ends]
    beliefs = [np.array([[rounded(x) for x in pair] for pair in some]) for some in ends]
    expected = [x * rounded(one) + (1 - x) * rounded(two) for x, (one, two) in zip(beliefs, worth, strict=True)]
    where, x, y = (np.hstack([some[a][pairs[:, a]] for a in (0, 1)]) for some in (side, beliefs, expected))
    low, high = np.full(len(pairs), np.inf), np.full(len(pairs), -np.inf)
    p, nearest = rounded(at), np.ones(len(pairs))  # how near to one another beliefs are between which a line is drawn
    with np.errstate(invalid="ignore", divide="ignore"):
        for i in range(4):
            for j in range(4):
                height = np.where(where[:, i] == 0, y[:, i], y[:, i] + (p - x[:, i]) / (x[:, j] - x[:, i]) * (y[:, j] - y[:, i]))
                across = (where[:, i] < 0) & (where[:, j] > 0)
                around = (where[:, i] == 0) | across
                nearest = np.where(across, np.minimum(nearest, x[:, j] - x[:, i]), nearest)
                low = np.where(around, np.minimum(low, height), low)
                high = np.where(around, np.maximum(high, height), high)
    heights = np.array([rounded(level) for level in levels]).reshape(-1, 1)
    with np.errstate(invalid="ignore", divide="ignore"):
        scale = ROUNDED * (1 + np.abs(heights).max(initial=0) + np.abs(y).max(axis=1)) / nearest
        certain = np.isfinite(low) & np.isfinite(high) & np.isfinite(scale)
        certain &= ((np.abs(low - heights) > scale) & (np.abs(high - heights) > scale)).all(axis=0)
    sides = np.stack([(heights < low).sum(axis=0), (heights < high).sum(axis=0)], axis=1)
    return sides, np.asarray(certain)
