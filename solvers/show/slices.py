"""A map cut along two parameters: limits of the axes, what holds where, and where the walls run.

Floating point throughout, for pictures only.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from games import GameError
from games.numbers import Expression, as_float

from ..arrays import Floats, evaluated
from ..results import Regime, RegimeMap
from .words import linear_bound

Mask: TypeAlias = npt.NDArray[np.bool_]

ROUND = (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)
FARTHEST = 12  # walls farther from the default than this many times its size do not stretch an axis
LINE = 4001  # points on a line along which walls are looked for


@dataclass(frozen=True)
class Axis:
    """A parameter and the range of it that is shown."""

    name: str
    low: float
    high: float


@dataclass(frozen=True, eq=False)
class Slice:
    """A map in two of its parameters, the others at their defaults.

    Parameters
    ----------
    regime_map : RegimeMap
        The map.
    x, y : Axis
        What is shown.
    grid : int
        Points along either axis.
    """

    regime_map: RegimeMap
    x: Axis
    y: Axis
    grid: int

    @cached_property
    def across(self) -> Floats:
        """Values of the first parameter, shape (grid,)."""
        return np.linspace(self.x.low, self.x.high, self.grid)

    @cached_property
    def up(self) -> Floats:
        """Values of the second parameter, shape (grid,)."""
        return np.linspace(self.y.low, self.y.high, self.grid)

    @property
    def extent(self) -> tuple[float, float, float, float]:
        """The ends of an image of the cells, whose middles are the points: half a cell beyond the axes."""
        half = [(axis.high - axis.low) / (self.grid - 1) / 2 for axis in (self.x, self.y)]
        return self.x.low - half[0], self.x.high + half[0], self.y.low - half[1], self.y.high + half[1]

    @cached_property
    def point(self) -> dict[str, float | Floats]:
        """The parameters at every point: arrays of shape (grid, grid) for the two axes, numbers for the rest."""
        across, up = np.meshgrid(self.across, self.up)
        return {**_defaults(self.regime_map), self.x.name: across, self.y.name: up}

    @cached_property
    def walls(self) -> list[Floats]:
        """The value of every wall's polynomial, scaled to at most one, shape (grid, grid), rows upwards."""
        values = [evaluated(wall.polynomial, self.point, (self.grid, self.grid)) for wall in self.regime_map.walls]
        return [value / (np.abs(value).max() or 1.0) for value in values]

    @cached_property
    def margin(self) -> Floats:
        """Positive inside the domain, shape (grid, grid)."""
        margin = np.full((self.grid, self.grid), np.inf)
        for condition in self.regime_map.game.domain.conditions:
            margin = np.minimum(margin, evaluated(condition.expression, self.point, margin.shape))
        return margin

    @property
    def inside(self) -> Mask:
        """Whether a point lies in the domain or on its edge."""
        return self.margin >= 0

    def depth(self, regime: Regime) -> Floats:
        """Positive inside a regime, zero on the walls around it, shape (grid, grid)."""
        depth = np.full((self.grid, self.grid), 1.0)
        for sign, value in zip(regime.signs, self.walls, strict=True):
            depth = np.minimum(depth, sign * value)
        return depth

    @cached_property
    def _regime_of_cell(self) -> npt.NDArray[np.int64]:
        """The regime of every cell by the signs of the walls there, -1 where none has them or on a wall, shape (grid, grid)."""
        index_of = {regime.signs: k for k, regime in enumerate(self.regime_map.regimes)}
        signs = [np.sign(value).astype(int).ravel() for value in self.walls]
        code = np.zeros(self.grid**2, int)
        for sign in signs:  # cells with the same signs get the same number, small enough to go on
            code = 3 * code + sign + 1
            code = code if code.max() < 1e15 else np.unique(code, return_inverse=True)[1]
        _, first, cells = np.unique(code, return_index=True, return_inverse=True)
        regime_of_code = np.array([index_of.get(tuple(int(sign[k]) for sign in signs), -1) for k in first])
        return regime_of_code[cells].reshape(self.grid, self.grid)

    @cached_property
    def regimes(self) -> list[Regime]:
        """The regimes that the slice meets."""
        return [self.regime_map.regimes[k] for k in np.unique(self._regime_of_cell[self.inside]) if k >= 0]

    @cached_property
    def which(self) -> npt.NDArray[np.int64]:
        """The regime of every cell by its index in `regimes`, on a wall that of a cell beside; -1 where none holds, shape (grid, grid)."""
        from scipy.ndimage import distance_transform_edt

        positions = np.full(len(self.regime_map.regimes) + 1, -1)
        for k, regime in enumerate(self.regimes):
            positions[self.regime_map.regimes.index(regime)] = k
        position_of_cell = positions[self._regime_of_cell]
        if not self.regimes:
            return position_of_cell
        near = distance_transform_edt(position_of_cell < 0, return_distances=False, return_indices=True)
        return np.where(self.inside & (position_of_cell < 0), position_of_cell[tuple(near)], position_of_cell)

    def cells(self, line: Floats) -> Floats:
        """Points as (column, row), fractional, shape (n, 2)."""
        x, y, last = self.x, self.y, self.grid - 1
        return np.stack([(line[:, 0] - x.low) / (x.high - x.low), (line[:, 1] - y.low) / (y.high - y.low)], 1) * last


def cut(regime_map: RegimeMap, x: str, y: str, grid: int, whole: RegimeMap | None = None) -> Slice:
    """Cut a map along two of its parameters; where it is the map of a slice only, the axes are those of the whole map."""
    return Slice(regime_map, limits(whole or regime_map, x), limits(whole or regime_map, y), grid)


# ------------------------------------------------------------------ limits of an axis


def limits(regime_map: RegimeMap, name: str) -> Axis:
    """Choose what to show of a parameter, the same in every picture and on the page.

    Its domain where that is bounded, else what holds its default and the walls around it, wherever the first two other parameters are.
    """
    low, high = bounds(regime_map, name)
    if not all(math.isfinite(as_float(x)) for x in (low, high, regime_map.game.defaults[name]) if x is not None):
        raise GameError(f"{name} is too large for floating point, in which pictures are drawn; write it in a larger unit.")
    if low is not None and high is not None:
        return Axis(name, float(low), float(high))
    default = float(regime_map.game.defaults[name])
    if low is not None or high is not None:
        start, way = (float(low), 1) if low is not None else (float(high), -1)  # type: ignore[arg-type]
        size = abs(default - start) or 1.0
        reach = _nice(_reach(regime_map, name, lambda t: start + way * t, size))
        return Axis(name, *sorted((start, start + way * reach)))
    size = max(abs(default), 0.1)
    ends = [_nice(_reach(regime_map, name, lambda t, way=way: default + way * t, size)) for way in (-1, 1)]  # type: ignore[misc]
    step = _nice(max(ends)) / 5
    return Axis(name, math.floor((default - ends[0]) / step) * step, math.ceil((default + ends[1]) / step) * step)


def line(regime_map: RegimeMap, name: str, whole: RegimeMap | None = None) -> Axis:
    """What to show of a parameter while the others rest at their defaults: no more than lies in the domain then."""
    axis = limits(whole or regime_map, name)
    rest = {other: value for other, value in regime_map.game.defaults.items() if other != name}
    low, high = bounds(regime_map, name, rest)
    return Axis(name, axis.low if low is None else max(axis.low, float(low)), axis.high if high is None else min(axis.high, float(high)))


def bounds(regime_map: RegimeMap, name: str, at: Mapping[str, Fraction] | None = None) -> tuple[Fraction | None, Fraction | None]:
    """The ends of a parameter's range, as far as they do not depend on other parameters than those that have values."""
    low: Fraction | None = None
    high: Fraction | None = None
    for condition in regime_map.game.domain.conditions:
        expression = condition.expression.at(at) if at else condition.expression
        bound = linear_bound(expression) if isinstance(expression, Expression) and expression.free == (name,) else None
        if bound is not None and bound[2]:
            low = bound[1] if low is None else max(low, bound[1])
        elif bound is not None:
            high = bound[1] if high is None else min(high, bound[1])
    return low, high


def _reach(regime_map: RegimeMap, name: str, at: Callable[[float], float], size: float) -> float:
    """How far to go along an axis so that the default and the walls around it are seen."""
    others = [other for other in regime_map.over[:2] if other != name]
    far = max((t for t in _met(regime_map, name, others, at, FARTHEST * size)), default=0.0)
    return max(1.6 * size, 1.15 * far)


def _met(regime_map: RegimeMap, name: str, others: Sequence[str], at: Callable[[float], float], most: float) -> Iterator[float]:
    """Distances along an axis at which a wall is met, with the others at their defaults or one of some at another value."""
    steps = np.linspace(0, most, LINE)
    line = np.array([at(t) for t in steps])
    rest: dict[str, float | Floats] = {**_defaults(regime_map), name: line}
    for point in [rest, *({**rest, other: value} for other in others for value in _typical(regime_map, other))]:
        for wall in regime_map.walls:
            sign = np.sign(evaluated(wall.polynomial, point, line.shape))
            yield from (float(steps[k + 1]) for k in np.flatnonzero((sign[1:] != sign[:-1]) & (sign[:-1] != 0)))


def _typical(regime_map: RegimeMap, name: str) -> Sequence[float]:
    low, high = bounds(regime_map, name)
    if low is not None and high is not None:
        return [float(low + (high - low) * Fraction(k, 20)) for k in (1, 5, 10, 15)]
    default = float(regime_map.game.defaults[name])
    return [default / 2, default, 1.5 * default]


def _nice(length: float) -> float:
    power = 10.0 ** math.floor(math.log10(length))
    return next(r * power for r in ROUND if r * power >= length * (1 - 1e-9))


def _defaults(regime_map: RegimeMap) -> dict[str, float | Floats]:
    return {name: float(value) for name, value in regime_map.game.defaults.items()}
