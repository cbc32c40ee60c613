"""A linear program whose solutions are the devices of one concept, with what its columns bring about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from flint import fmpq

from ..nash.program import LinearProgram, Optimum, maximise
from .endings import Ending, Endings
from .open_program import OpenProgram

Cells = dict[tuple[int, int], Any]


@dataclass(eq=False)
class DeviceProgram:
    """Find weights ``x >= 0``, and values ``v`` of any sign, with ``E @ x == e`` and ``M @ (x, v) >= 0``.

    The weights are probabilities of what the device may draw or say, the values what a player expects who deviates. The first of
    the equations says that one weight, or all weights together, are one; the others are zero on the right.

    Parameters
    ----------
    endings : Endings
        The game.
    weights : int
        How many weights there are.
    reaches : list of lists of int
        For every ending, in order, the weights that lead to it; its probability is their sum times chance's.
    equations, rows : lists of dict from int to ring element
        The left sides; columns from `weights` on are values.
    values : int
        How many values there are.
    device : callable
        Writes weights as draws and advice, for a result.
    """

    endings: Endings
    weights: int
    reaches: list[list[int]]
    device: Callable[[Mapping[int, Any]], Any]
    equations: list[dict[int, Any]] = field(default_factory=list)
    rows: list[dict[int, Any]] = field(default_factory=list)
    values: int = 0

    def value(self) -> int:
        """Add a value; gives its column."""
        self.values += 1
        return self.weights + self.values - 1

    def objective(self, worth: Callable[[Ending], Any]) -> dict[int, Any]:
        """The coefficient of every weight, where an ending is worth something."""
        out: dict[int, Any] = {}
        for ending, columns in zip(self.endings.listed, self.reaches, strict=True):
            amount = ending.chance * worth(ending)
            if amount:
                for column in columns:
                    out[column] = out.get(column, 0) + amount
        return out

    @property
    def size(self) -> tuple[int, int]:
        """Rows and columns."""
        return len(self.equations) + len(self.rows), self.weights + self.values

    def linear(self, objective: Mapping[int, Any], extra: list[tuple[dict[int, Any], Any]] | None = None) -> LinearProgram:
        """Write the program in fractions, with an objective; `extra` are further equations with their right sides."""
        equations = [*((row, int(k == 0)) for k, row in enumerate(self.equations)), *(extra or [])]
        cells: Cells = {(i, j): x for i, (row, _) in enumerate(equations) for j, x in row.items() if x}
        start = len(equations)
        for i, row in enumerate(self.rows):
            unit = max((abs(x) for j, x in row.items() if j < self.weights), default=fmpq(0)) or fmpq(1)
            cells |= {(start + i, j): x / unit for j, x in row.items() if x}
        right = np.full(start + len(self.rows), 0, object)
        for k, (_, b) in enumerate(equations):
            right[k] = b
        costs = np.full(self.weights + self.values, 0, object)
        for j, x in objective.items():
            costs[j] = x
        return LinearProgram(cells, right, costs, equal=range(start), free=range(self.weights, len(costs)))

    def open(self, objective: Mapping[int, Any]) -> OpenProgram:
        """Write the program with parameters open."""
        equations = [(row, fmpq(int(k == 0))) for k, row in enumerate(self.equations)]
        rows = [(row, fmpq(0)) for row in self.rows]
        return OpenProgram(equations, rows, self.weights + self.values, self.weights, dict(objective))

    def best(self, worth: Callable[[Ending], Any], extra: list[tuple[dict[int, Any], Any]] | None = None) -> Solved:
        """Find a device that is best where endings are worth something, exactly."""
        program = self.linear(self.objective(worth), extra)
        optimum = maximise(program)
        weights = {j: optimum.values[j] for j in range(self.weights) if optimum.values[j]}
        value = sum((program.costs[j] * x for j, x in weights.items()), fmpq(0))
        return Solved(self, program, optimum, weights, value)


@dataclass(frozen=True, eq=False)
class Solved:
    """An optimum of a device program.

    Parameters
    ----------
    program, linear : DeviceProgram, LinearProgram
        What was solved.
    optimum : Optimum
        The exact vertex, and its multipliers.
    weights : dict from int to fmpq
        The weights that are not zero.
    value : fmpq
        What it is worth.
    """

    program: DeviceProgram
    linear: LinearProgram
    optimum: Optimum
    weights: dict[int, fmpq]
    value: fmpq

    def proved(self) -> bool:
        """Whether the multipliers prove the optimum: put into rows and columns, all hold, and both sides are worth the same."""
        p, z, y = self.linear, self.optimum.values, self.optimum.multipliers
        sums = [-fmpq(int(b)) if isinstance(b, int) else -b for b in p.b.tolist()]
        worth = sum((b * m for b, m in zip(p.b.tolist(), y, strict=True)), fmpq(0))
        for j in range(p.columns):
            if z[j]:
                for i, entry in p.entries[j].items():
                    sums[i] += entry * z[j]
            loss = p.costs[j] - sum((y[i] * entry for i, entry in p.entries[j].items()), fmpq(0))
            if (z[j] < 0 or loss > 0) if not p.is_free(j) else loss != 0:
                return False
        rows = all(s == 0 if i in p.equal else s >= 0 and y[i] <= 0 for i, s in enumerate(sums))
        return rows and worth == self.value
