"""What adds up along a play, for all plays at once: distinct values are held once, and arrays hold their numbers."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from .numbers import Expression
from .terms import Ints

Longs: TypeAlias = npt.NDArray[np.int64]

DENSE = 1 << 16  # numbers up to so many, and four for each that is there, are told apart by a table and not by sorting


class Running:
    """Distinct values by number; 0 is the one that every play begins with.

    Parameters
    ----------
    combine : callable
        Gives the value that follows from one value and what is added to it; adding the first value changes nothing.
    start : object
        What every play begins with.
    """

    def __init__(self, combine: Callable[[Any, Any], Any], start: Any) -> None:
        self.combine = combine
        self.values: list[Any] = []
        self._number: dict[Hashable, int] = {}
        self.number(start)

    def number(self, value: Any) -> int:
        """The number of a value."""
        key = as_written(value)
        number = self._number.get(key)
        if number is None:
            number = self._number[key] = len(self.values)
            self.values.append(value)
        return number

    def add(self, first: Ints, then: Ints) -> Ints:
        """Combine arrays of values, by number."""
        if not then.any():
            return first
        if not first.any():
            return then
        size = len(self.values)
        pairs, _, which = distinct(first.astype(np.int64) * size + then)
        made = [self.number(self.combine(self.values[pair // size], self.values[pair % size])) for pair in pairs.tolist()]
        return np.array(made, np.int32)[which]


def as_written(value: Any) -> Hashable:
    """What tells values apart: expressions by how they are written, since comparing them takes long."""
    if isinstance(value, Expression):
        return value.numerator.context().names(), str(value.numerator), str(value.denominator)
    return value  # type: ignore[no-any-return]


def distinct(keys: npt.NDArray[Any]) -> tuple[Longs, Longs, Ints]:
    """The distinct numbers among some that are not negative, in order; where each comes first; and which one each is."""
    if not len(keys):
        return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.int32)
    top = int(keys.max()) + 1
    if top > 4 * len(keys) + DENSE:
        found, where, which = np.unique(keys, return_index=True, return_inverse=True)
        return found.astype(np.int64), where, which.astype(np.int32)
    first = np.full(top, -1, np.int32)
    first[keys[::-1]] = np.arange(len(keys) - 1, -1, -1, dtype=np.int32)  # the last one written is the first one there
    present = np.flatnonzero(first >= 0)
    where = first[present].astype(np.int64)
    first[present] = np.arange(len(present), dtype=np.int32)
    return present, where, first[keys]
