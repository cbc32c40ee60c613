"""The points of a sweep: a grid of exact values, or a frame with a row for each point."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import prod
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import numpy.typing as npt

from games import GameError
from games.numbers import as_float, read

if TYPE_CHECKING:
    import pandas

Floats: TypeAlias = npt.NDArray[np.float64]
Point: TypeAlias = dict[str, Fraction]

MOST_POINTS = 100_000_000  # some 800 MB for each parameter's values
MOST_VALUES = 1_000_000  # of one parameter; exact numbers take some 100 bytes each


@dataclass(frozen=True)
class Grid:
    """Points in some parameters, each exact, in a fixed order.

    Parameters
    ----------
    names : tuple of str
        The parameters.
    values : tuple of tuple of Fraction
        For each parameter its values: along an axis, or point by point.
    product : bool
        Whether the points are all combinations of the axes' values, the last parameter changing first; else the k-th point has
        the k-th value of each.
    """

    names: tuple[str, ...]
    values: tuple[tuple[Fraction, ...], ...]
    product: bool = True

    def __len__(self) -> int:
        return prod(map(len, self.values)) if self.product else len(self.values[0])

    def point(self, k: int) -> Point:
        """Give one point, exactly."""
        if not self.product:
            return {name: column[k] for name, column in zip(self.names, self.values, strict=True)}
        places = np.unravel_index(k, tuple(map(len, self.values)))
        return {name: axis[int(place)] for name, axis, place in zip(self.names, self.values, places, strict=True)}

    def floats(self, start: int, stop: int) -> dict[str, Floats]:
        """Give the points from one number up to another, rounded; for each parameter an array of shape (stop - start,)."""
        places = self.places(start, stop)
        return {name: column[places[name]] for name, column in zip(self.names, self._rounded, strict=True)}

    def places(self, start: int, stop: int) -> dict[str, Any]:
        """Where the points from one number up to another stand among each parameter's values."""
        if not self.product:
            return dict.fromkeys(self.names, slice(start, stop))
        places = np.unravel_index(np.arange(start, stop), tuple(map(len, self.values)))
        return dict(zip(self.names, places, strict=True))

    @cached_property
    def _rounded(self) -> list[Floats]:
        rounded = [np.array([as_float(value) for value in column]) for column in self.values]
        for name, column in zip(self.names, rounded, strict=True):
            if not np.isfinite(column).all():
                raise GameError(f"A value of {name} is too large for floating point, in which a sweep tells its points; use a larger unit.")
        return rounded


def read_grid(grid: Mapping[str, Any] | pandas.DataFrame, known: Sequence[str]) -> Grid:
    """Read what a user gives as the points of a sweep.

    Parameters
    ----------
    grid : dict or pandas.DataFrame
        For each parameter its values, or ``"low:high:count"`` for so many at equal distances, ends included; all combinations are
        meant. Or a frame with a column for each parameter and a row for each point. Floats are read as the decimals that they
        print as.
    known : sequence of str
        The game's parameters.

    Raises
    ------
    GameError
        For an unknown parameter, a value that is no exact number, an axis without values, or far too many points.
    """
    names = [str(name) for name in grid]
    if not names:
        raise GameError("A sweep needs a grid; name a parameter and its values, as in {'p': '1/10:9/10:9'}.")
    for name in names:
        if name not in known:
            raise GameError(f"There is no parameter {name!r} to sweep over; there are {', '.join(known) or 'none'}.")
    axes = tuple(tuple(_axis(name, grid[name])) for name in names)
    for name, axis in zip(names, axes, strict=True):
        if not axis:
            raise GameError(f"The grid gives {name} no values.")
    found = Grid(tuple(names), axes, isinstance(grid, Mapping))
    if len(found) > MOST_POINTS:
        raise GameError(f"The grid has {len(found):,} points, more than {MOST_POINTS:,}; take fewer values, or several sweeps.")
    return found


def _axis(name: str, values: Any) -> Iterable[Fraction]:
    """The values of one parameter."""
    if isinstance(values, str) and ":" in values:
        low, high, count = _ends(name, values)
        return [low + (high - low) * Fraction(k, count - 1) for k in range(count)] if count > 1 else [low]
    if isinstance(values, str):
        values = values.split(",")
    elif not isinstance(values, Iterable):
        values = [values]
    return [_exact(name, value) for value in values]


def _ends(name: str, written: str) -> tuple[Fraction, Fraction, int]:
    parts = written.split(":")
    if len(parts) != 3 or not parts[2].strip().isdecimal() or int(parts[2]) < 1:
        raise GameError(
            f"The values of {name} are written low:high:count, as {name}=1/10:9/10:9, or one by one, as {name}=1/4,1/2; found {written!r}."
        )
    low, high = _exact(name, parts[0]), _exact(name, parts[1])
    if int(parts[2]) > MOST_VALUES:
        raise GameError(f"The grid gives {name} {int(parts[2]):,} values, more than {MOST_VALUES:,}; take fewer values, or several sweeps.")
    if high < low:
        raise GameError(f"The values of {name} end below where they begin: {written}.")
    return low, high, int(parts[2])


def _exact(name: str, value: Any) -> Fraction:
    try:
        number = read(str(value))
        return number.fraction()
    except GameError as error:
        raise GameError(f"The grid's value {value!r} for {name} is not a rational number: {error}") from None
