"""Where there is room for words in a picture: a raster of what is taken, and the best free place for a box."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

Mask = npt.NDArray[np.bool_]

MARGIN = 3  # cells left free around a box
DEEP = 0.9  # of the greatest depth: among such places the middle one is taken


class Room:
    """What is free in a plane of square cells, rows upwards.

    Parameters
    ----------
    shape : (int, int)
        Rows and columns.
    wide, high : float
        Size of a cell in pixels.
    """

    def __init__(self, shape: tuple[int, int], wide: float, high: float) -> None:
        self.taken: Mask = np.zeros(shape, bool)
        self.wide, self.high = wide, high

    def best(self, within: Mask, width: float, height: float) -> tuple[int, int] | None:
        """The cell, deepest inside a region, around which a box of some pixels is free; None when there is none."""
        half = int(np.ceil(height / self.high / 2)) + MARGIN, int(np.ceil(width / self.wide / 2)) + MARGIN
        full = _sums(~(within & ~self.taken), half) == 0
        if not full.any():
            return None
        depth = np.where(full, self.depth(within & ~self.taken), -1.0)
        rows, columns = np.nonzero(depth >= DEEP * depth.max())
        middle = np.hypot((rows - rows.mean()) * self.high, (columns - columns.mean()) * self.wide).argmin()
        return int(rows[middle]), int(columns[middle])

    def nearest(self, to: tuple[float, float], width: float, height: float) -> tuple[int, int] | None:
        """The cell nearest to a point (row, column) around which a box of some pixels is free; None when there is none."""
        half = int(np.ceil(height / self.high / 2)) + MARGIN, int(np.ceil(width / self.wide / 2)) + MARGIN
        rows, columns = np.nonzero(_sums(self.taken, half) == 0)
        if not len(rows):
            return None
        k = int(np.hypot((rows - to[0]) * self.high, (columns - to[1]) * self.wide).argmin())
        return int(rows[k]), int(columns[k])

    def depth(self, within: Mask) -> npt.NDArray[np.float64]:
        """Distance of every cell of a region from its edge, in pixels."""
        from scipy.ndimage import distance_transform_edt

        padded = np.pad(within, 1)
        return np.asarray(distance_transform_edt(padded, sampling=(self.high, self.wide)))[1:-1, 1:-1]

    def pole(self, within: Mask) -> tuple[int, int]:
        """The cell that is deepest inside a region."""
        row, column = np.unravel_index(int(self.depth(within).argmax()), within.shape)
        return int(row), int(column)

    def take(self, row: int, column: int, width: float, height: float) -> None:
        """Mark a box as taken."""
        a, b = int(height / self.high / 2) + MARGIN, int(width / self.wide / 2) + MARGIN
        self.taken[max(0, row - a) : row + a + 1, max(0, column - b) : column + b + 1] = True

    def turned(self, row: float, column: float, width: float, height: float, angle: float) -> tuple[Any, Any] | None:
        """The cells of a turned box, None when it leaves the plane."""
        along, over = np.linspace(-0.5, 0.5, 2 + int(width / self.wide)), np.linspace(-0.5, 0.5, 3 + int(height / self.high))
        u, v = np.meshgrid(along * width, over * height)
        columns = np.rint(column + (u * np.cos(angle) - v * np.sin(angle)) / self.wide).astype(int)
        rows = np.rint(row + (u * np.sin(angle) + v * np.cos(angle)) / self.high).astype(int)
        last_row, last_column = (size - 1 for size in self.taken.shape)
        inside = rows.min() >= 1 and columns.min() >= 1 and rows.max() < last_row and columns.max() < last_column
        return (rows, columns) if inside else None


def patches(mask: Mask, least: int) -> Iterator[Mask]:
    """The connected patches of a region, large ones first; specks are left out."""
    from scipy.ndimage import label

    labelled, count = label(mask)
    sizes = np.bincount(labelled.ravel(), minlength=count + 1)
    for k in sorted(range(1, count + 1), key=lambda k: -sizes[k]):
        if sizes[k] >= least:
            yield labelled == k


def _sums(mask: Mask, half: tuple[int, int]) -> npt.NDArray[np.int64]:
    """How many cells of a mask lie in the box around every cell; cells outside the plane count as well."""
    a, b = half
    padded = np.pad(mask, ((a + 1, a), (b + 1, b)), constant_values=True).astype(np.int64)
    total = padded.cumsum(0).cumsum(1)
    up, right = 2 * a + 1, 2 * b + 1
    return np.asarray(total[up:, right:] - total[:-up, right:] - total[up:, :-right] + total[:-up, :-right])
