"""A sweep from a map: the signs of the walls tell the regime of each point, and closed forms give the rest.

A sign that rounding leaves in doubt is decided exactly; at points that lie on a wall, at an end of the domain, or where an equation
of a knife-edge family holds, every family is asked whether it exists there. So which equilibria a point has is exact, and only their
numbers are rounded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from games import GameError
from games.numbers import Expression, Number

from ..algebra.budget import whole_answers
from ..arrays import Floats, on_arrays, spans
from ..front import solve
from ..maps.comparison import span_of
from ..maps.continuum import Continuum
from ..maps.surfaces import no_walls
from ..results import Family, RegimeMap, Solution
from ..results.sweeps import PLURALS, Quantity
from .deciding import CHUNK, Deciding, Signs
from .grid import Grid, Point
from .places import Ints
from .pointwise import Counted
from .table import LongTable


@dataclass(frozen=True)
class Block:
    """Points of a chunk at which one family exists.

    Parameters
    ----------
    points : array of int, shape (n,)
        Their places in the chunk.
    solution : int
        The family's place among the equilibria of each of these points.
    name : str
        The family's name.
    values : dict from (str, str) to (array, array)
        The lowest and highest value of each quantity, of shape (n,) or (1,); the same array twice where nothing is left open.
    """

    points: Ints
    solution: int
    name: str
    values: Mapping[Quantity, tuple[Floats, Floats]]


class MapSweep:
    """Answers from a map at many points.

    Attributes
    ----------
    points : int
        How many points lie in the domain, of those that were looked at.
    family_names : list of str
        The names behind the numbers of the column ``family``.
    """

    def __init__(self, regime_map: RegimeMap, grid: Grid) -> None:
        self.map, self.grid, self.game = regime_map, grid, regime_map.game
        self.points, self.family_names = 0, [family.name for family in regime_map.families]
        self._deciding = Deciding(grid)
        self._regimes = {regime.signs: k for k, regime in enumerate(regime_map.regimes)}
        self.quantities = list(dict.fromkeys(quantity for family in regime_map.families for quantity, _ in quantities(family)))

    def table(self, progress: Callable[[Iterable[Any]], Iterable[Any]]) -> LongTable:
        """Write the table, chunk by chunk.

        Its columns are the parameters, ``"solution"`` and ``"family"``, and ``("lowest", quantity)`` and, where somewhere it is another
        number, ``("highest", quantity)``.
        """
        starts = range(0, len(self.grid), CHUNK)
        table = LongTable(len(self.grid))
        for start in progress(Counted(starts, len(starts))):
            stop = min(start + CHUNK, len(self.grid))
            self._write(table, start, stop, list(self._blocks(start, stop)))
        return table

    def _write(self, table: LongTable, start: int, stop: int, blocks: Sequence[Block]) -> None:
        counts = np.zeros(stop - start, np.int64)
        for block in blocks:
            counts[block.points] += 1
        first, rows = np.cumsum(counts) - counts, int(counts.sum())
        table.stretch(rows, stop)
        places = [first[block.points] + block.solution for block in blocks]
        family = table.column("family", np.int64)
        for block, place in zip(blocks, places, strict=True):
            family[place] = self._number(block.name)
        for quantity in self.quantities:
            low_key, high_key = ("lowest", quantity), ("highest", quantity)
            lowest = table.column(low_key)
            ends = [(place, *block.values[quantity]) for block, place in zip(blocks, places, strict=True) if quantity in block.values]
            if sum(len(place) for place, _, _ in ends) < rows:
                lowest.fill(np.nan)
            for place, low, _ in ends:
                lowest[place] = low
            if high_key in table or any(low is not high for _, low, high in ends):
                highest = table.column(high_key, before=low_key)
                highest[:] = lowest
                for place, low, high in ends:
                    if low is not high:
                        highest[place] = high
        for name, column in self.grid.floats(start, stop).items():
            table.column(name)[:] = np.repeat(column, counts)
        table.column("solution", np.int64)[:] = np.arange(rows) - np.repeat(first, counts)

    def _number(self, name: str) -> int:
        if name not in self.family_names:  # a family of a wall
            self.family_names.append(name)
        return self.family_names.index(name)

    def _blocks(self, start: int, stop: int) -> Iterator[Block]:
        point = self.grid.floats(start, stop)
        inside = np.flatnonzero(self._deciding.inside(self.game.domain.conditions, start, stop))
        self.points += len(inside)
        point = {name: column[inside] for name, column in point.items()}
        columns, on_wall = self._signs(start, stop, inside, point)
        code = np.zeros(len(inside), np.int64)
        for column in columns:  # points with the same signs get the same number, small enough to go on
            code = 3 * code + column + 1
            code = code if code.max(initial=0) < 1e15 else np.unique(code, return_inverse=True)[1]
        code[on_wall] = -1
        for one in _distinct(code):
            members = np.flatnonzero(code == one)
            place = self._regimes.get(tuple(int(column[members[0]]) for column in columns))
            if one < 0 or place is None:
                for member in members:
                    yield from self._on_wall(start, int(inside[member]))
                continue
            here = {name: column[members] for name, column in point.items()}
            for k, name in enumerate(self.map.regimes[place].families):
                yield Block(inside[members], k, name, self._values(self.map.family(name), here, len(members)))

    def _signs(self, start: int, stop: int, inside: Ints, point: Mapping[str, Floats]) -> tuple[list[Signs], npt.NDArray[np.bool_]]:
        """The sign of every wall at every point, and which points lie where further families may live."""
        out, on_wall = [], np.zeros(len(inside), bool)
        for wall in self.map.walls:
            column = self._deciding.signs(wall.polynomial, start, stop, inside, point)
            out.append(column)
            on_wall |= column == 0
        for surface in self._surfaces:
            on_wall |= self._deciding.zeros(surface, start, stop, inside, point)
        return out, on_wall

    def _values(self, family: Family, point: Mapping[str, Floats], count: int) -> dict[Quantity, tuple[Floats, Floats]]:
        return {quantity: self._span(number, family, point, count) for quantity, number in quantities(family)}

    def _span(self, number: Number, family: Family, point: Mapping[str, Floats], count: int) -> tuple[Floats, Floats]:
        if not isinstance(number, Expression) or not any(name in family.free for name in number.free):
            value = on_arrays(number, point, (count,)) if isinstance(number, Expression) else np.array([float(number)])
            return value, value
        try:
            return spans(number, family, point, (count,))
        except GameError:  # too many corners
            unknown = np.array([np.nan])
            return unknown, unknown

    # ---------------------------------------------------------------- on a wall

    @property
    def found(self) -> str:
        """Whether all families were found, those of walls too."""
        return next((one for one in (self.map.found, self.map.with_knife_edges.found) if one != "all"), "all")

    @cached_property
    def _surfaces(self) -> list[Expression]:
        return no_walls(self.map)

    def _on_wall(self, start: int, place: int) -> Iterator[Block]:
        """What exists at one point, exactly; where the families do not tell, the point is solved."""
        point = self.grid.point(start + place)
        every = self.map.with_knife_edges
        if every.found != "all":
            yield from self._solved(point, place)
            return
        for k, family in enumerate(one for one in every if one.exists(point)):
            opened = Continuum(family, point)
            values = {}
            for quantity, _ in quantities(family):
                span = span_of(self.game, *quantity, opened)
                ends = [np.array([float(end)]) for end in (span.lowest, span.highest)]
                values[quantity] = ends[0], ends[0] if ends[0] == ends[1] else ends[1]
            yield Block(np.array([place]), k, family.name, values)

    def _solved(self, point: Point, place: int) -> Iterator[Block]:
        at: dict[str, Any] = dict(point)
        with whole_answers():
            found = solve(self.game, self.map.solved.concept, refine=self.map.solved.refine, **at)
        for k, solution in enumerate(found):
            values = {}
            for quantity, number in quantities(solution):
                value = np.array([_float(number)])
                values[quantity] = value, value
            yield Block(np.array([place]), k, solution.name, values)


def _distinct(code: Ints) -> Ints:
    """The distinct numbers, -1 at least; counted where they are small, which is quicker than sorting them."""
    if code.max(initial=0) >= CHUNK:
        return np.unique(code)
    return np.flatnonzero(np.bincount(code + 1)) - 1


def quantities(family: Family | Solution) -> Iterator[tuple[Quantity, Number]]:
    """The payoffs, outcomes and measures of a family or a solution."""
    for kind, table in zip(PLURALS, (family.payoffs, family.outcomes, family.measures), strict=True):
        for name, number in table.items():
            yield (kind, name), number


def _float(number: Number) -> float:
    return float("nan") if isinstance(number, Expression) and number.free else float(number)
