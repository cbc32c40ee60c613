"""The points of a sweep: a grid of exact values, or a frame with a row for each point."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm, prod
from numbers import Integral
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import numpy.typing as npt

from games import GameError
from games.numbers import read, rough, text

from .places import Ints, Points

if TYPE_CHECKING:
    import pandas

Floats: TypeAlias = npt.NDArray[np.float64]
Point: TypeAlias = dict[str, Fraction]

PLAIN = re.compile(r"-?[0-9]{1,300}(\.[0-9]{1,300}|/[1-9][0-9]{0,300})?", re.ASCII)
MOST_POINTS = 100_000_000  # some 800 MB for each parameter's values
MOST_VALUES = 1_000_000  # of one parameter; exact numbers take some 100 bytes each


@dataclass(frozen=True)
class Steps(Sequence[Fraction]):
    """Values at equal distances, ends included, each of which is made when it is asked for.

    Parameters
    ----------
    low, high : Fraction
        The first value and the last.
    many : int
        How many there are.
    """

    low: Fraction
    high: Fraction
    many: int

    def __len__(self) -> int:
        return self.many

    def __getitem__(self, k: Any) -> Any:
        if isinstance(k, slice):
            return tuple(self[j] for j in range(*k.indices(self.many)))
        first, step, below = self._whole
        return Fraction(first + step * range(self.many)[k], below)

    @cached_property
    def _whole(self) -> tuple[int, int, int]:
        """Numerators of the first value and of a step over one denominator."""
        steps = max(self.many - 1, 1)
        below = lcm(self.low.denominator, self.high.denominator) * steps
        first, last = (end.numerator * (below // end.denominator) for end in (self.low, self.high))
        return first, (last - first) // steps, below

    @cached_property
    def fractions(self) -> tuple[Ints, Ints] | None:
        """Numerators and denominators of all values in lowest terms; None where they are too large for floats to hold."""
        first, step, below = self._whole
        if max(below, abs(first), abs(first + step * (self.many - 1))) >= 1 << 53:
            return None
        above = first + step * np.arange(self.many, dtype=np.int64)
        common = np.gcd(above, below)
        return above // common, below // common

    def floats(self) -> Floats:
        """All values, each rounded once."""
        if self.fractions is None:
            return np.array([_float(value) for value in self])
        above, below = self.fractions
        return above / below

    def texts(self) -> Iterable[str]:
        """All values as they are written."""
        if self.fractions is None:
            return map(text, self)
        above, below = (column.tolist() for column in self.fractions)
        return (f"{top}/{bottom}" if bottom != 1 else str(top) for top, bottom in zip(above, below, strict=True))


@dataclass(frozen=True)
class Grid:
    """Points in some parameters, each exact, in a fixed order.

    Parameters
    ----------
    names : tuple of str
        The parameters.
    values : tuple of sequence of Fraction
        For each parameter its values: along an axis, or point by point.
    product : bool
        Whether the points are all combinations of the axes' values, the last parameter changing first; else the k-th point has
        the k-th value of each.
    """

    names: tuple[str, ...]
    values: tuple[Sequence[Fraction], ...]
    product: bool = True

    def __len__(self) -> int:
        return prod(map(len, self.values)) if self.product else len(self.values[0])

    def point(self, k: int) -> Point:
        """Give one point, exactly."""
        if not self.product:
            return {name: column[k] for name, column in zip(self.names, self.values, strict=True)}
        places = np.unravel_index(k, tuple(map(len, self.values)))
        return {name: axis[int(place)] for name, axis, place in zip(self.names, self.values, places, strict=True)}

    def exactly(self, numbers: Ints) -> Points | None:
        """Give points exactly, in whole numbers; None where these are too long for that."""
        columns = [_fractions(values) for values in self.values]
        places = self._places_of(numbers)
        chosen = [(c[0][place], c[1][place]) for c, place in zip(columns, places, strict=True) if c is not None]
        if len(chosen) < len(columns):
            return None
        return Points(self.names, np.stack([above for above, _ in chosen], axis=1), np.stack([below for _, below in chosen], axis=1))

    def written(self, numbers: Ints) -> list[str]:
        """Write points, as the keys of a store."""
        places = self._places_of(numbers)
        chosen = []
        for name, values, place in zip(self.names, self.values, places, strict=True):
            if len(numbers) < len(values):  # of a long axis only what is asked for
                chosen.append([f"{name}={text(values[k])}" for k in place.tolist()])
                continue
            written = values.texts() if isinstance(values, Steps) else map(text, values)
            chosen.append(np.array([f"{name}={value}" for value in written], object)[place].tolist())
        return chosen[0] if len(chosen) == 1 else list(map(", ".join, zip(*chosen, strict=True)))

    def floats(self, start: int, stop: int) -> dict[str, Floats]:
        """Give the points from one number up to another, rounded; for each parameter an array of shape (stop - start,)."""
        places = self.places(start, stop)
        return {name: column[places[name]] for name, column in zip(self.names, self._rounded, strict=True)}

    def floats_at(self, numbers: Ints) -> dict[str, Floats]:
        """Give points, rounded; for each parameter an array with an entry for each."""
        return {name: column[place] for name, column, place in zip(self.names, self._rounded, self._places_of(numbers), strict=True)}

    def places(self, start: int, stop: int) -> dict[str, Any]:
        """Where the points from one number up to another stand among each parameter's values."""
        if not self.product:
            return dict.fromkeys(self.names, slice(start, stop))
        places = np.unravel_index(np.arange(start, stop), tuple(map(len, self.values)))
        return dict(zip(self.names, places, strict=True))

    def _places_of(self, numbers: Ints) -> Sequence[Ints]:
        """Where points stand among each parameter's values."""
        return np.unravel_index(numbers, tuple(map(len, self.values))) if self.product else [numbers] * len(self.names)

    @cached_property
    def _rounded(self) -> list[Floats]:
        columns = [values.floats() if isinstance(values, Steps) else np.array([_float(x) for x in values]) for values in self.values]
        for name, column in zip(self.names, columns, strict=True):
            if not np.isfinite(column).all():
                raise GameError(f"A value of {name} is too large for floating point, in which a sweep tells its points; use a larger unit.")
        return columns

    def along(self, name: str) -> Floats:
        """The values of one parameter, rounded."""
        return self._rounded[self.names.index(name)]


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
    axes = tuple(_axis(name, grid[name]) for name in names)
    for name, axis in zip(names, axes, strict=True):
        if not axis:
            raise GameError(f"The grid gives {name} no values.")
    found = Grid(tuple(names), axes, isinstance(grid, Mapping))
    if len(found) > MOST_POINTS:
        raise GameError(f"The grid has {len(found):,} points, more than {MOST_POINTS:,}; take fewer values, or several sweeps.")
    return found


def _axis(name: str, values: Any) -> Sequence[Fraction]:
    """The values of one parameter."""
    if isinstance(values, str) and ":" in values:
        low, high, count = _ends(name, values)
        return Steps(low, high, count)
    if isinstance(values, str):
        values = values.split(",")
    elif not isinstance(values, Iterable):
        values = [values]
    return tuple(_exact(name, value) for value in values)


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


def _fractions(values: Sequence[Fraction]) -> tuple[Ints, Ints] | None:
    """Numerators and denominators; None where they are too large."""
    if isinstance(values, Steps):
        return values.fractions
    if any(abs(x.numerator) >= 1 << 53 or x.denominator >= 1 << 53 for x in values):
        return None
    return np.array([x.numerator for x in values], np.int64), np.array([x.denominator for x in values], np.int64)


def _float(value: Fraction) -> float:
    return rough(value.numerator, value.denominator)  # as float(value), without its detours


def _exact(name: str, value: Any) -> Fraction:
    if isinstance(value, Integral | Fraction) and not isinstance(value, bool):
        return Fraction(value)
    if PLAIN.fullmatch(str(value)):  # most are, and need no reader
        return Fraction(str(value))
    try:
        number = read(str(value))
        return number.fraction()
    except GameError as error:
        raise GameError(f"The grid's value {value!r} for {name} is not a rational number: {error}") from None
