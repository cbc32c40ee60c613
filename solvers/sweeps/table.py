"""A long table that is written stretch by stretch, each number once, into columns that were given room before."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

SPARE = 2.0  # times as much room as it takes if the rest is like what has been written

Column: TypeAlias = npt.NDArray[Any]


class LongTable:
    """Columns of one length, which grows.

    Room that is not written to costs no memory, since a system gives it when it is first touched.

    Parameters
    ----------
    whole : int
        How many parts it is made of; of each stretch is told how many have then been seen.
    """

    def __init__(self, whole: int) -> None:
        self.whole, self.seen, self.rows, self.added = whole, 0, 0, 0
        self._columns: dict[Any, Column] = {}

    def stretch(self, rows: int, seen: int) -> None:
        """Add rows, which `column` gives to be written."""
        self.rows, self.added, self.seen = self.rows + rows, rows, seen
        for key, column in self._columns.items():
            if len(column) < self.rows:
                larger = self._room(column.dtype)
                larger[: len(column)] = column
                self._columns[key] = larger

    def __contains__(self, key: Any) -> bool:
        return key in self._columns

    def column(self, key: Any, kind: Any = np.float64, before: Any = None) -> Column:
        """The rows of a column that were added last.

        Parameters
        ----------
        key : object
            What the column is called.
        kind : dtype
            Of a column that is new.
        before : object, optional
            The column whose earlier rows a new one begins with.
        """
        if key not in self._columns:
            self._columns[key] = self._room(kind)
            earlier = self.rows - self.added
            if before is not None:
                self._columns[key][:earlier] = self._columns[before][:earlier]
        return self._columns[key][self.rows - self.added : self.rows]

    def whole_column(self, key: Any) -> Column:
        """A column from the first row to the last."""
        return self._columns[key][: self.rows]

    def _room(self, kind: Any) -> Column:
        left = SPARE * self.rows * (self.whole - self.seen) / max(self.seen, 1)
        return np.empty(self.rows + int(left), kind)
