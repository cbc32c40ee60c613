"""Where the walls run in a slice, and what changes there: all that a picture shows, play off the path only, or nothing."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from ..arrays import Floats, evaluated
from ..results import Regime
from .slices import Slice

NEAR = 2  # cells on either side of a wall at which what holds there is looked up
SHORT = 12.0  # pixels: shorter stretches of a wall go with the next one
SAME, OFF_PATH, SHOWN = range(3)
"""What changes at a wall: nothing, families with the same outcomes, or what the picture shows."""


def change(one: Regime | None, two: Regime | None, kinds: Mapping[str, tuple[str, ...]]) -> int:
    """What changes between two regimes; where only one is known, all that a picture shows."""
    if one is None or two is None:
        return SAME if one is two else SHOWN
    if kinds[one.name] != kinds[two.name]:
        return SHOWN
    return SAME if set(one.families) == set(two.families) else OFF_PATH


class Borders:
    """The walls of a map in a slice, cut into stretches along which the same kind of thing changes.

    Parameters
    ----------
    slice_ : Slice
        The slice.
    kinds : dict from regime's name to tuple of str
        What the picture shows of each regime.
    cell : (float, float)
        Width and height of a cell of the slice in pixels.
    """

    def __init__(self, slice_: Slice, kinds: Mapping[str, tuple[str, ...]], cell: tuple[float, float]) -> None:
        self.slice, self.kinds, self.cell = slice_, kinds, np.array(cell)

    @cached_property
    def stretches(self) -> list[list[tuple[int, Floats]]]:
        """For every wall of the map, its stretches: what changes there, and where it runs, shape (n, 2)."""
        walls = enumerate(self.slice.walls)
        return [[stretch for line in self._lines(value) for stretch in self._cut(k, line)] for k, value in walls]

    def drawn(self, *what: int) -> dict[int, list[Floats]]:
        """The walls at which something of these kinds changes, and where."""
        lines_of_wall = {k: [line for kind, line in stretches if kind in what] for k, stretches in enumerate(self.stretches)}
        return {k: lines for k, lines in lines_of_wall.items() if lines}

    def length(self, line: Floats) -> Floats:
        """How far along a line each of its points is, in pixels, shape (n,)."""
        steps = np.linalg.norm(np.diff(self.slice.cells(line) * self.cell, axis=0), axis=1)
        return np.concatenate([[0], np.cumsum(steps)])

    @cached_property
    def _changes(self) -> Any:
        """What changes between any two of the slice's regimes, by their indices."""
        regimes = self.slice.regimes
        return np.array([[change(one, two, self.kinds) for two in regimes] for one in regimes])

    def _lines(self, value: Floats) -> Iterator[Floats]:
        from contourpy import contour_generator

        masked = np.ma.masked_where(self.slice.margin < 0, value)
        lines = contour_generator(x=self.slice.across, y=self.slice.up, z=masked).lines(0.0)
        yield from (np.asarray(line) for line in lines if len(line) > 2)

    def _cut(self, wall: int, line: Floats) -> Iterator[tuple[int, Floats]]:
        """Cut a wall into stretches along which the same kind of thing changes."""
        changes = self._changes_along(wall, line)
        start, length = 0, self.length(line)
        ends = [0, *(np.flatnonzero(changes[1:] != changes[:-1]) + 1), len(line) - 1]
        for first, last in itertools.pairwise(ends):
            if length[last] - length[first] < SHORT:
                changes[first : last + 1] = changes[first - 1] if first else changes[min(last, len(line) - 1)]
        for k in range(1, len(line) + 1):
            if k == len(line) or changes[k] != changes[start]:
                yield int(changes[start]), line[start : min(k + 1, len(line))]
                start = k

    def _changes_along(self, wall: int, line: Floats) -> Any:
        """What changes at every point along a wall."""
        sides = np.where(np.minimum(*(touching := self._touching(wall, line))) >= 0, touching, self._beside(line))
        if not self.slice.regimes:
            return np.full(len(line), SAME)
        return _smoothed(np.where(np.minimum(*sides) >= 0, self._changes[sides[0], sides[1]], SAME))

    def _touching(self, wall: int, line: Floats) -> Any:
        """The regimes on the two sides of a wall by the signs of the others, -1 where unknown (as where walls coincide), shape (2, n)."""
        point = {**self.slice.point, self.slice.x.name: line[:, 0], self.slice.y.name: line[:, 1]}
        others = [j for j in range(len(self.slice.walls)) if j != wall]
        walls = self.slice.regime_map.walls
        values = [evaluated(walls[j].polynomial, point, (len(line),)) for j in others]
        sides = np.full((2, len(line)), -1)
        for k, regime in enumerate(self.slice.regimes):
            agree = [regime.signs[j] * value > 0 for j, value in zip(others, values, strict=True)]
            sides[int(regime.signs[wall] > 0), np.logical_and.reduce(agree) if agree else slice(None)] = k
        return sides

    def _beside(self, line: Floats) -> Any:
        """The regimes a little to the two sides of a line, -1 where none holds, shape (2, n)."""
        cells = self.slice.cells(line)
        along = np.gradient(cells, axis=0)
        normal = np.stack([-along[:, 1], along[:, 0]], 1) / (np.linalg.norm(along, axis=1, keepdims=True) + 1e-12)
        sides = []
        for way in (NEAR, -NEAR):
            at = np.clip(np.rint(cells + way * normal).astype(int), 0, self.slice.grid - 1)
            sides.append(self.slice.which[at[:, 1], at[:, 0]])
        return np.array(sides)


def coinciding(slice_: Slice, lines: Mapping[int, Sequence[Floats]]) -> list[list[int]]:
    """Walls that run along one another in this slice, together; the others by themselves."""
    from scipy.spatial import cKDTree

    cells = {k: slice_.cells(np.concatenate(stretches)) for k, stretches in lines.items()}
    trees = {k: cKDTree(at) for k, at in cells.items()}
    groups: list[list[int]] = []
    for k, at in cells.items():
        for group in groups:
            leader = group[0]
            if trees[leader].query(at)[0].max() < NEAR and trees[k].query(cells[leader])[0].max() < NEAR:
                group.append(k)
                break
        else:
            groups.append([k])
    return groups


def _smoothed(changes: Any) -> Any:
    """Give each point the median of what is around it, so that crossings of other walls do not cut a line up."""
    return np.median(np.lib.stride_tricks.sliding_window_view(np.pad(changes, 2, mode="edge"), 5), axis=1).astype(int)
