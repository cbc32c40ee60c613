"""Linear programs with parameters open: the closed forms of a basis, and the region where it is optimal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from flint import fmpq, fmpq_poly, fmpz_poly

from games import GameError
from games.numbers import Expression, Number, rational, sign_of, terms_of

from ..lifting.closed_basis import whole
from ..nash.program import LinearProgram, Optimum, maximise

Row = dict[int, Any]
Ring = Any  # fmpq, or an Expression in the parameters


def open_reader(number: Number) -> Ring:
    """Take a number of a game in: rational ones as flint's, others as they are."""
    return plain(number) if isinstance(number, Expression) else rational(number)


def plain(number: Ring) -> Ring:
    """Give a rational number where an expression is one."""
    return rational(number) if isinstance(number, Expression) and number.is_constant else number


class NotABasis(Exception):
    """The columns are dependent for all values of the parameters, or the solution breaks an equation."""


@dataclass(frozen=True, eq=False)
class OpenProgram:
    """Maximise ``c @ z`` subject to equations ``E @ z == b``, rows ``M @ z >= d``, and ``z >= 0`` but for free columns at the end.

    Parameters
    ----------
    equations, rows : list of (dict, number)
        Left sides by column, and right sides; in the parameters.
    columns, start : int
        How many columns, and the first free one.
    objective : dict
        By column.
    """

    equations: list[tuple[Row, Ring]]
    rows: list[tuple[Row, Ring]]
    columns: int
    start: int
    objective: Row

    @property
    def sides(self) -> list[tuple[Row, Ring]]:
        """All rows, equations first."""
        return [*self.equations, *self.rows]

    def at(self, point: Mapping[str, Number]) -> LinearProgram:
        """Put numbers in."""
        cells = {(i, j): v for i, (row, _) in enumerate(self.sides) for j, x in row.items() if (v := put(x, point))}
        right = np.array([put(b, point) for _, b in self.sides], object)
        costs = np.full(self.columns, fmpq(0), object)
        for j, x in self.objective.items():
            costs[j] = put(x, point)
        return LinearProgram(cells, right, costs, equal=range(len(self.equations)), free=range(self.start, self.columns))

    def solved_at(self, point: Mapping[str, Number]) -> tuple[fmpq, Optimum]:
        """The exact optimum at a point."""
        program = self.at(point)
        optimum = maximise(program)
        return sum((c * x for c, x in zip(program.costs, optimum.values, strict=False)), fmpq(0)), optimum

    def closed(self, basis: frozenset[int]) -> ClosedOptimum:
        """Solve a basis for all values of the parameters.

        Raises
        ------
        NotABasis
            When it has no solution.
        """
        sides, count = self.sides, len(self.sides)
        inside = sorted(k for k in basis if k < self.columns)
        tight = [i for i in range(count) if i + self.columns not in basis]
        if len(inside) != len(tight):
            raise NotABasis
        kernel = [{k: row[j] for k, j in enumerate(inside) if row.get(j)} for row in (sides[i][0] for i in tight)]
        transposed: list[Row] = [{} for _ in inside]
        for i, row in enumerate(kernel):
            for k, x in row.items():
                transposed[k][i] = x
        values = dict(zip(inside, eliminated(kernel, [sides[i][1] for i in tight]), strict=True))
        duals = dict(zip(tight, eliminated(transposed, [self.objective.get(j, fmpq(0)) for j in inside]), strict=True))
        conditions = [values[j] for j in inside if j < self.start]
        for i in range(count):
            if i in duals:
                if i >= len(self.equations):
                    conditions.append(plain(-duals[i]))
                continue
            row, b = sides[i]
            surplus = plain(sum((x * values[j] for j, x in row.items() if j in values), fmpq(0)) - b)
            if i < len(self.equations):
                if surplus:
                    raise NotABasis
                continue
            conditions.append(surplus)
        priced: Row = {}
        for i, y in duals.items():
            if y:
                for j, x in sides[i][0].items():
                    priced[j] = priced.get(j, fmpq(0)) + x * y
        for j in range(self.columns):
            if j not in values:
                loss = plain(priced.get(j, fmpq(0)) - self.objective.get(j, fmpq(0)))
                if j < self.start:
                    conditions.append(loss)
                elif loss:
                    raise NotABasis
        value = plain(sum((c * values[j] for j, c in self.objective.items() if j in values), fmpq(0)))
        return ClosedOptimum(value, {j: x for j, x in values.items() if x}, distinct(conditions))


@dataclass(frozen=True, eq=False)
class ClosedOptimum:
    """What a basis says as functions of the parameters.

    Parameters
    ----------
    value : number
        What the program is worth.
    weights : dict from int to number
        The columns that are not zero.
    conditions : list of Expression
        What must not be negative for the basis to be optimal.
    """

    value: Ring
    weights: dict[int, Ring]
    conditions: list[Expression]


def put(number: Ring, point: Mapping[str, Number]) -> fmpq:
    """Put numbers in for parameters."""
    return rational(number.at(point)) if isinstance(number, Expression) else rational(number)


def eliminated(rows: Sequence[Row], right: Iterable[Ring]) -> list[Ring]:
    """Solve a square sparse system in rational functions; numbers are taken as pivots first, then what fills in least."""
    left = [dict(row) for row in rows]
    sides = list(right)
    size = len(left)
    columns: list[set[int]] = [set() for _ in range(size)]
    for i, row in enumerate(left):
        for k in row:
            columns[k].add(i)
    waiting, order = set(range(size)), []
    while waiting:
        best = None
        for i in waiting:
            for k, x in left[i].items():
                cost = ((len(left[i]) - 1) * (len(columns[k] & waiting) - 1), isinstance(x, Expression), i, k)
                if best is None or cost < best:
                    best = cost
        if best is None:
            raise NotABasis
        _, _, i, k = best
        pivot, row = left[i][k], left[i]
        waiting.discard(i)
        order.append((i, k))
        for other in columns[k] & waiting:
            factor = plain(left[other][k] / pivot)
            for j, x in row.items():
                value = plain(left[other].get(j, fmpq(0)) - factor * x)
                if value and j != k:
                    left[other][j] = value
                    columns[j].add(other)
                elif j in left[other]:
                    del left[other][j]
                    columns[j].discard(other)
            sides[other] = plain(sides[other] - factor * sides[i])
    solution: list[Ring] = [fmpq(0)] * size
    for i, k in reversed(order):
        rest = sides[i] - sum((x * solution[j] for j, x in left[i].items() if j != k and solution[j]), fmpq(0))
        solution[k] = plain(rest / left[i][k])
    return solution


def distinct(conditions: Iterable[Ring]) -> list[Expression]:
    """Conditions that are no constants, each once.

    Raises
    ------
    NotABasis
        When a constant is negative.
    """
    out: dict[str, Expression] = {}
    for condition in conditions:
        if not isinstance(condition, Expression):
            if condition < 0:
                raise NotABasis
        else:
            out.setdefault(f"{condition.numerator}/{condition.denominator}", condition)
    return list(out.values())


def on_a_line(number: Ring, name: str) -> tuple[fmpq_poly, fmpq_poly]:
    """Numerator and denominator in one parameter.

    Raises
    ------
    GameError
        When another parameter or a root occurs.
    """
    if not isinstance(number, Expression):
        return fmpq_poly([number]), fmpq_poly([1])
    if set(number.names) - {name}:
        raise GameError(f"{number.text()} is no quotient of polynomials in {name}; a trace follows rational numbers only.")
    return _univariate(number.numerator, name), _univariate(number.denominator, name)


def _univariate(p: Any, name: str) -> fmpq_poly:
    names = p.context().names()
    place = names.index(name) if name in names else None
    coefficients: dict[int, fmpq] = {}
    for powers, c in terms_of(p):
        power = 0 if place is None else int(powers[place])
        coefficients[power] = coefficients.get(power, fmpq(0)) + c
    return fmpq_poly([coefficients.get(k, fmpq(0)) for k in range(max(coefficients, default=0) + 1)])


def signed(number: Expression, name: str, at: fmpq) -> tuple[fmpz_poly, fmpz_poly]:
    """A polynomial with the sign of a quotient near a point, and its denominator."""
    top, bottom = on_a_line(number, name)
    sign = 1 if bottom(at) > 0 else -1
    return whole(top * sign), whole(bottom)


def holds(conditions: Iterable[Expression], point: Mapping[str, Number], *, strictly: bool = False) -> bool:
    """Whether conditions hold at a point."""
    return all(sign_of(c.at(point)) >= int(strictly) for c in conditions)
