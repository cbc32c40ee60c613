"""The optimum of linear programs over two parameters: cells in which a basis is optimal, found on a grid and proved one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from games import Game, GameError
from games.numbers import Expression, Number, fraction, sign_of, terms_of, text

from ..results.value_maps import ValueMap, ValueRegion
from .open_program import ClosedOptimum, NotABasis, OpenProgram, Ring
from .tracing import Programs
from .values import given_out

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
SLACK = 1e-9  # of a condition, for the grid only; proofs are exact
SHIFT = Fraction(3, 7)  # where in its square a point of the grid lies: rarely on a wall


@dataclass(eq=False)
class Cells:
    """The cells of one program that have been met.

    Parameters
    ----------
    program : OpenProgram
        The program.
    found : list of ClosedOptimum
        What each cell's basis says.
    """

    program: OpenProgram
    found: list[ClosedOptimum] = field(default_factory=list)

    def at(self, point: Mapping[str, Number]) -> Number:
        """The optimum at a point: of a cell that holds it, else solved there, which may show a new cell."""
        for closed in self.found:
            if _inside(closed, point):
                return _put(closed.value, point)
        value, optimum = self.program.solved_at(point)
        try:
            closed = self.program.closed(optimum.basis)
            if _inside(closed, point):
                self.found.append(closed)
        except (NotABasis, ZeroDivisionError):
            pass
        return fraction(value)


def _inside(closed: ClosedOptimum, point: Mapping[str, Number]) -> bool:
    try:
        return all(sign_of(condition.at(point)) >= 0 for condition in closed.conditions)
    except ZeroDivisionError:
        return False


def _put(value: Ring, point: Mapping[str, Number]) -> Number:
    return value.at(point) if isinstance(value, Expression) else fraction(value)


@dataclass(eq=False)
class Optimum:
    """The largest optimum of several programs at points, exactly.

    Parameters
    ----------
    cells : list of (Cells, Cells or None)
        For each program, and for whether it has a solution.
    """

    cells: list[tuple[Cells, Cells | None]]

    def __call__(self, point: Mapping[str, Number]) -> Number:
        """Give the value at a point."""
        best: Number | None = None
        for program, possible in self.cells:
            if possible is not None and possible.at(point) != 1:
                continue
            value = program.at(point)
            if best is None or sign_of(value - best) > 0:
                best = value
        if best is None:
            raise GameError("No program has a solution there.")
        return best


def mapped_value(game: Game, programs: Programs, what: str, ranges: Mapping[str, tuple[Fraction, Fraction]], size: int) -> ValueMap:
    """Cover a rectangle of two parameters with cells.

    Parameters
    ----------
    game : Game
        Open in the two parameters.
    programs : sequence
        As for `tracing.traced`.
    what : str
        What is worth it, in words.
    ranges : dict from str to (Fraction, Fraction)
        The rectangle.
    size : int
        Points of the grid in either direction.
    """
    axes = {n: [low + (high - low) * (k + SHIFT) / size for k in range(size)] for n, (low, high) in ranges.items()}
    (first, xs), (second, ys) = axes.items()
    grid = {first: np.tile([float(x) for x in xs], size), second: np.repeat([float(y) for y in ys], size)}
    optimum = Optimum([(Cells(a), None if b is None else Cells(b)) for a, b in programs])
    values = np.full(size * size, -np.inf)
    labels = np.full(size * size, -1)
    forms: dict[str, int] = {}
    held: list[tuple[Ring, list[ClosedOptimum]]] = []

    def point(k: int) -> dict[str, Number]:
        return {first: xs[k % size], second: ys[k // size]}

    for program, possible in optimum.cells:
        allowed = np.ones(size * size, bool)
        if possible is not None:
            allowed = _covered(possible, grid, point, allowed)[0] > 0.5
        worth, which = _covered(program, grid, point, allowed)
        better = allowed & (worth > values + SLACK)
        for k in np.unique(which[better]):
            closed = program.found[k] if k >= 0 else None
            key = "points of walls" if closed is None else text(given_out(closed.value))
            if key not in forms:
                forms[key] = len(held)
                held.append((0 if closed is None else closed.value, []))
            if closed is not None:
                held[forms[key]][1].append(closed)
            labels[better & (which == k)] = forms[key]
        values[better] = worth[better]
    regions = []
    for k, (value, cells) in enumerate(held):
        share = float(np.mean(labels == k))
        sample = point(int(np.flatnonzero(labels == k)[0])) if share else {}
        if share:
            conditions = tuple(tuple(cell.conditions) for cell in cells)
            regions.append(ValueRegion(given_out(value), sample, share, conditions))
    kept = [k for k, _ in enumerate(held) if (labels == k).any()]
    order = sorted(range(len(kept)), key=lambda j: -regions[j].share)
    relabelled = np.full_like(labels, -1)
    for new, j in enumerate(order):
        relabelled[labels == kept[j]] = new
    raster = tuple(tuple(map(int, row)) for row in relabelled.reshape(size, size))
    return ValueMap(game, what, (first, second), dict(ranges), tuple(regions[j] for j in order), raster, optimum)


def _covered(cells: Cells, grid: Mapping[str, Floats], point: Any, allowed: Mask) -> tuple[Floats, npt.NDArray[np.int64]]:
    """The optimum on a grid, cell by cell, and which cell each point lies in."""
    worth = np.full(len(allowed), -np.inf)
    which = np.full(len(allowed), -1, np.int64)
    left = allowed.copy()
    while left.any():
        k = int(np.flatnonzero(left)[0])
        before = len(cells.found)
        value = cells.at(point(k))
        worth[k], left[k] = float(value), False
        if len(cells.found) > before:
            closed = cells.found[-1]
            inside = left.copy()
            for condition in closed.conditions:
                inside &= _floats(condition, grid) >= -SLACK
            inside[k] = True
            worth[inside] = np.broadcast_to(_floats(closed.value, grid), len(left))[inside]
            which[inside] = before
            left &= ~inside
    return worth, which


def _floats(number: Ring, grid: Mapping[str, Floats]) -> Any:
    """A quotient of polynomials in floating point."""
    if not isinstance(number, Expression):
        return float(fraction(number))
    with np.errstate(divide="ignore", invalid="ignore"):
        return _polynomial(number.numerator, grid) / _polynomial(number.denominator, grid)


def _polynomial(p: Any, grid: Mapping[str, Floats]) -> Any:
    names: Sequence[str] = p.context().names()
    total: Any = 0.0
    for powers, c in terms_of(p):
        term: Any = float(fraction(c))
        for name, power in zip(names, powers, strict=True):
            if power:
                term = term * grid[name] ** int(power)
        total = total + term
    return total
