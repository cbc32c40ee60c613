"""Signs of expressions at the points of a grid: in floating point, and exactly wherever rounding leaves one in doubt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from games.numbers import Expression, sign_of
from games.parameter import Condition

from ..arrays import Floats, on_arrays, signs
from .grid import Grid
from .places import Ints

CHUNK = 1 << 15  # points at once: arrays of 256 kB, which a processor keeps at hand

NEARLY = 1e-6  # far above what rounding makes of a zero

Signs: TypeAlias = npt.NDArray[np.int8]


class Deciding:
    """Which sign an expression has at points of a grid; remembers what it has looked at along an axis."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self._known: dict[int, tuple[Expression, Signs]] = {}  # the expression too, so that its id is not given again

    def inside(self, conditions: Iterable[Condition], start: int, stop: int) -> npt.NDArray[np.bool_]:
        """Which points from one number up to another satisfy all conditions."""
        point, inside, everywhere = self.grid.floats(start, stop), np.ones(stop - start, bool), np.arange(stop - start)
        for condition in conditions:
            sign = self.signs(condition.expression, start, stop, everywhere, point)
            inside &= sign > 0 if condition.strict else sign >= 0
        return inside

    def all_inside(self, conditions: Iterable[Condition]) -> Ints:
        """The numbers of all points that satisfy all conditions."""
        kept, starts = list(conditions), range(0, len(self.grid), CHUNK)
        return np.concatenate([start + np.flatnonzero(self.inside(kept, start, min(start + CHUNK, len(self.grid)))) for start in starts])

    def signs(self, expression: Expression, start: int, stop: int, chosen: Ints, point: Mapping[str, Floats]) -> Signs:
        """The sign of an expression at chosen ones of the points from one number up to another, whose values are given.

        One in a single parameter of a grid is looked at once for each value.
        """
        names = expression.free
        if self.grid.product and len(names) == 1 and names[0] in self.grid.names:
            there: Signs = self._along(expression)[self.grid.places(start, stop)[names[0]][chosen]]
            return there
        column, doubtful = _sign(expression, point, len(chosen))
        for k in np.flatnonzero(doubtful):
            column[k] = np.int8(sign_of(expression.at(self.grid.point(start + int(chosen[k])))))
        return column

    def zeros(self, expression: Expression, start: int, stop: int, chosen: Ints, point: Mapping[str, Floats]) -> npt.NDArray[np.bool_]:
        """Where an expression is zero; one with roots is looked at exactly only where it nearly is."""
        if not expression.roots:
            out: npt.NDArray[np.bool_] = self.signs(expression, start, stop, chosen, point) == 0
            return out
        out = np.abs(on_arrays(expression, point, (len(chosen),))) < NEARLY
        for k in np.flatnonzero(out):
            out[k] = sign_of(expression.at(self.grid.point(start + int(chosen[k])))) == 0
        return out

    def _along(self, expression: Expression) -> Signs:
        """The sign of an expression in a single parameter at every value that the grid has."""
        if id(expression) not in self._known:
            (name,) = expression.free
            values = self.grid.values[self.grid.names.index(name)]
            column, doubtful = _sign(expression, {name: self.grid.along(name)}, len(values))
            for k in np.flatnonzero(doubtful):
                column[k] = np.int8(sign_of(expression.at({name: values[int(k)]})))
            self._known[id(expression)] = expression, column
        return self._known[id(expression)][1]


def _sign(expression: Expression, point: Mapping[str, Floats], count: int) -> tuple[Signs, npt.NDArray[np.bool_]]:
    """The sign of an expression, and where it is in doubt: everywhere, where roots occur."""
    if expression.roots:
        return np.zeros(count, np.int8), np.ones(count, bool)
    top, doubtful = signs(expression.numerator, point, (count,))
    if expression.denominator.is_constant():
        return top, doubtful
    bottom, more = signs(expression.denominator, point, (count,))
    return top * bottom, doubtful | more
