"""Elimination of sparse matrices modulo primes: its order found once, then replayed at many points at once.

The order is a list of steps (a straight-line program) that depends on where the matrix has entries, not on what these are.  So it
serves at many primes, and at many values of a parameter.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Place: TypeAlias = tuple[int, int]
Residues: TypeAlias = npt.NDArray[np.uint64]
Indices: TypeAlias = npt.NDArray[np.int64]

CANDIDATES = 4  # rows and columns looked at for each pivot
FEW = 64  # inverses that are faster taken one by one


@dataclass(frozen=True, eq=False)
class Step:
    """One pivot: the rows below it lose its column.

    Parameters
    ----------
    row, column, pivot : int
        Where it stands, and the slot of its entry.
    below_rows, below : arrays of int64
        The rows that are reduced, and the slots of their entries in the pivot's column, where their multipliers are kept.
    beside_columns, beside : arrays of int64
        The other columns of the pivot's row, and their slots.
    targets, multipliers, factors : arrays of int64
        Slots of the entries that change: each loses the product of the other two.
    """

    row: int
    column: int
    pivot: int
    below_rows: Indices
    below: Indices
    beside_columns: Indices
    beside: Indices
    targets: Indices
    multipliers: Indices
    factors: Indices


@dataclass(frozen=True, eq=False)
class Elimination:
    """An order of elimination for matrices with the same nonzero places.

    Parameters
    ----------
    size : int
        Rows of the square matrix.
    slots : int
        Entries that are stored: the given ones first, in the order of the places, then those that fill in.
    steps : tuple of Step
        The pivots in order.
    """

    size: int
    slots: int
    steps: tuple[Step, ...]

    def factored(self, entries: Residues, primes: Residues) -> Factored:
        """Eliminate at many points at once.

        Parameters
        ----------
        entries : array of uint64, shape (places, points)
            The matrix at every point, reduced.
        primes : array of uint64, shape (points,)
            The modulus of every point.
        """
        values = np.zeros((self.slots, len(primes)), np.uint64)
        values[: len(entries)] = entries
        inverses = np.empty((self.size, len(primes)), np.uint64)
        regular = np.ones(len(primes), bool)
        for k, step in enumerate(self.steps):
            pivot = values[step.pivot]
            regular &= pivot != 0
            inverses[k] = _inverses(pivot, primes)
            if len(step.below):
                values[step.below] = values[step.below] * inverses[k] % primes
                if len(step.targets):
                    loss = (primes - values[step.multipliers]) * values[step.factors]
                    values[step.targets] = (values[step.targets] + loss) % primes
        return Factored(self, primes, values, inverses, regular)


@dataclass(frozen=True, eq=False)
class Factored:
    """A matrix after elimination, at many points.

    Parameters
    ----------
    elimination : Elimination
        The order in which it was done.
    primes : array of uint64, shape (points,)
        The modulus of every point.
    values, inverses : arrays of uint64, shapes (slots, points) and (pivots, points)
        What the steps left, and the inverses of the pivots.
    regular : array of bool, shape (points,)
        The points at which no pivot is zero; elsewhere solutions mean nothing.
    """

    elimination: Elimination
    primes: Residues
    values: Residues
    inverses: Residues
    regular: npt.NDArray[np.bool_]

    def solve(self, right: Residues) -> Residues:
        """Solve ``K @ z == right``; all arrays have shape (size, points)."""
        primes, values, rest = self.primes, self.values, right.copy()
        for step in self.elimination.steps:
            if len(step.below):
                rest[step.below_rows] = (rest[step.below_rows] + (primes - values[step.below]) * rest[step.row]) % primes
        out = np.zeros_like(rest)
        for step, inverse in zip(reversed(self.elimination.steps), self.inverses[::-1], strict=True):
            known = rest[step.row]
            if len(step.beside):
                known = (known + ((primes - values[step.beside]) * out[step.beside_columns] % primes).sum(axis=0)) % primes
            out[step.column] = known * inverse % primes
        return out

    def solve_transposed(self, left: Residues) -> Residues:
        """Solve ``y @ K == left``; all arrays have shape (size, points)."""
        primes, values, rest = self.primes, self.values, left.copy()
        out = np.zeros_like(rest)
        for step, inverse in zip(self.elimination.steps, self.inverses, strict=True):
            out[step.row] = rest[step.column] * inverse % primes
            if len(step.beside):
                rest[step.beside_columns] = (rest[step.beside_columns] + (primes - values[step.beside]) * out[step.row]) % primes
        for step in reversed(self.elimination.steps):
            if len(step.below):
                known = ((primes - values[step.below]) * out[step.below_rows] % primes).sum(axis=0)
                out[step.row] = (out[step.row] + known) % primes
        return out


class NotSparse(Exception):
    """An elimination that takes too many operations to be worth it."""


def elimination(size: int, entries: Mapping[Place, int], prime: int, most: float = inf) -> Elimination | None:
    """Find an order of elimination that creates few new entries; None when the matrix is singular there.

    Parameters
    ----------
    size : int
        Rows of the square matrix.
    entries : dict from (row, column) to int
        The matrix modulo `prime`, at a random point where it depends on parameters: what vanishes there is taken to vanish everywhere.
    prime : int
        The modulus.
    most : number
        How many operations it may take.

    Raises
    ------
    NotSparse
        When it takes more.

    Notes
    -----
    Each pivot is the one of least Markowitz count, (entries of its row - 1) * (entries of its column - 1), among some of the
    shortest rows and columns.

    References
    ----------
    Markowitz, H. M. (1957). The elimination form of the inverse and its application to linear programming.
    *Management Science* 3, 255-269.
    """
    rows: list[dict[int, int]] = [{} for _ in range(size)]
    columns: list[set[int]] = [set() for _ in range(size)]
    slots: dict[Place, int] = {}
    for (i, j), value in entries.items():
        slots[i, j] = len(slots)
        if value % prime:
            rows[i][j] = value % prime
            columns[j].add(i)
    short_rows, short_columns = _Shortest(rows), _Shortest(columns)
    steps, count = [], 0
    for _ in range(size):
        pivot = _pivot(rows, columns, short_rows, short_columns)
        if pivot is None:
            return None
        r, c = pivot
        inverse = pow(rows[r][c], -1, prime)
        beside = [j for j in rows[r] if j != c]
        below = sorted(columns[c] - {r})
        operations = []
        for j in rows[r]:
            columns[j].discard(r)
        for i in below:
            row = rows[i]
            multiplier = row.pop(c) * inverse % prime
            for j in beside:
                slots.setdefault((i, j), len(slots))
                operations.append((slots[i, j], slots[i, c], slots[r, j]))
                row[j] = (row.get(j, 0) - multiplier * rows[r][j]) % prime
                if row[j]:
                    columns[j].add(i)
                else:
                    del row[j]
                    columns[j].discard(i)
            short_rows.changed(i)
        for j in beside:
            short_columns.changed(j)
        count += len(operations)
        if count > most:
            raise NotSparse
        columns[c] = set()
        short_rows.gone(r)
        short_columns.gone(c)
        changes = np.array(operations, np.int64).reshape(-1, 3).T
        steps.append(
            Step(
                row=r,
                column=c,
                pivot=slots[r, c],
                below_rows=_indices(below),
                below=_indices(slots[i, c] for i in below),
                beside_columns=_indices(beside),
                beside=_indices(slots[r, j] for j in beside),
                targets=changes[0],
                multipliers=changes[1],
                factors=changes[2],
            )
        )
    return Elimination(size, len(slots), tuple(steps))


class _Shortest:
    """The rows (or columns) that are left, the shortest first."""

    def __init__(self, lines: Sequence[Any]) -> None:
        self.lines = lines
        self.left = set(range(len(lines)))
        self.heap = [(len(line), k) for k, line in enumerate(lines)]
        heapq.heapify(self.heap)

    def changed(self, k: int) -> None:
        """Take note of a new length."""
        heapq.heappush(self.heap, (len(self.lines[k]), k))

    def gone(self, k: int) -> None:
        """Leave a line out."""
        self.left.discard(k)

    def first(self) -> list[int]:
        """Give a few of the shortest."""
        kept: list[tuple[int, int]] = []
        while self.heap and len(kept) < CANDIDATES:
            length, k = heapq.heappop(self.heap)
            if k in self.left and length == len(self.lines[k]) and (length, k) not in kept:
                kept.append((length, k))
                if length < 2:
                    break
        for entry in kept:
            heapq.heappush(self.heap, entry)
        return [k for _, k in kept]


def _pivot(rows: list[dict[int, int]], columns: list[set[int]], short_rows: _Shortest, short_columns: _Shortest) -> Place | None:
    best: tuple[int, Place] | None = None
    for i in short_rows.first():
        if not rows[i]:
            return None
        j = min(rows[i], key=lambda j: (len(columns[j]), j))
        count = (len(rows[i]) - 1) * (len(columns[j]) - 1)
        best = min(best, (count, (i, j))) if best else (count, (i, j))
    if best is None or best[0]:
        for j in short_columns.first():
            if not columns[j]:
                return None
            i = min(columns[j], key=lambda i: (len(rows[i]), i))
            count = (len(rows[i]) - 1) * (len(columns[j]) - 1)
            best = min(best, (count, (i, j))) if best else (count, (i, j))
    return best[1] if best else None


def _indices(numbers: Any) -> Indices:
    return np.array(list(numbers), np.int64)


def _inverses(values: Residues, primes: Residues) -> Residues:
    """Invert residues; zero stays zero."""
    if (values == 1).all() or (values + np.uint64(1) == primes).all():
        return values
    if len(values) <= FEW:
        inverse = [pow(v, -1, p) if v else 0 for v, p in zip(values.tolist(), primes.tolist(), strict=True)]
        return np.array(inverse, np.uint64)
    out, power, exponent = np.ones_like(values), values.copy(), primes - np.uint64(2)  # Fermat: v**(p - 2)
    while exponent.any():
        out = np.where(exponent & np.uint64(1), out * power % primes, out)
        power = power * power % primes
        exponent = exponent >> np.uint64(1)
    return out
