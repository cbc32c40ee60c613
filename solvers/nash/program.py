"""Linear programs with an exact optimum.

HiGHS proposes a basis in floating point and fractions judge it.  A basis that fails in
fractions is mended by exact pivots of the least-index criss-cross method, a relative of
Bland's rule that may start from any basis.  So an optimum that is returned is exact,
however poor the proposal was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from flint import fmpq

from games import GameError
from games.numbers import rational

from ..algebra.modular_solutions import SparseSystem

Vector = list[fmpq]
Matrix: TypeAlias = "npt.NDArray[np.object_] | Mapping[tuple[int, int], Any]"
MOST_PIVOTS = 2_000


@dataclass(frozen=True, eq=False)
class LinearProgram:
    """Maximise ``c @ z`` subject to ``M @ z == b`` in some rows, ``M @ z >= b`` in the others, and ``z >= 0`` but for free variables.

    Each row has a *surplus* ``M @ z - b``, which is a variable too: variable ``k`` is ``z[k]``, or the surplus of row
    ``k - columns``.  A *basis* is a set of as many variables as there are rows; the others are at zero.

    Parameters
    ----------
    M : array of exact numbers, shape (rows, columns), or dict from (row, column) to exact number
        The left side; a dict leaves out zeros.
    b : array of exact numbers, shape (rows,)
        The right side.
    c : array of exact numbers, shape (columns,)
        The objective.
    equal : range
        The rows that must hold with equality; their surplus is *fixed* at zero.
    free : range
        The variables of any sign.
    """

    M: Matrix
    b: npt.NDArray[np.object_]
    c: npt.NDArray[np.object_]
    equal: range
    free: range

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.b)

    @property
    def columns(self) -> int:
        """How many variables there are besides the surpluses."""
        return len(self.c)

    @cached_property
    def entries(self) -> list[dict[int, fmpq]]:
        """The nonzero entries of the column of every variable, by row; a surplus has -1 in its row."""
        columns: list[dict[int, fmpq]] = [{} for _ in range(self.columns)]
        cells = self.M if isinstance(self.M, Mapping) else zip(*map(np.ndarray.tolist, np.nonzero(self.M)), strict=True)
        for i, j in cells:
            columns[j][i] = rational(self.M[i, j])
        return columns + [{i: fmpq(-1)} for i in range(self.rows)]

    @cached_property
    def costs(self) -> Vector:
        """The objective's coefficient of every variable."""
        return [rational(x) for x in self.c] + [fmpq(0)] * self.rows

    def is_fixed(self, variable: int) -> bool:
        """Whether a variable is the surplus of an equality, and so may never enter a basis."""
        return variable - self.columns in self.equal

    def is_free(self, variable: int) -> bool:
        """Whether a variable may have any sign, and so need never leave a basis."""
        return variable in self.free


@dataclass(frozen=True)
class Optimum:
    """An optimal vertex and what proves it optimal.

    Parameters
    ----------
    values : list of fmpq, shape (columns,)
        The variables.
    multipliers : list of fmpq, shape (rows,)
        The dual solution: of any sign in equalities, not positive in the other rows.
    pivots : int
        How many exact pivots the proposed basis needed.
    basis : frozenset of int
        The basis of the vertex.
    """

    values: Vector
    multipliers: Vector
    pivots: int
    basis: frozenset[int] = frozenset()


def maximise(program: LinearProgram, basis: frozenset[int] | None = None, most: int | None = None) -> Optimum:
    """Find an exact optimum.

    Parameters
    ----------
    program : LinearProgram
        With rational entries.
    basis : frozenset of int, optional
        Where to start; HiGHS's proposal when None.
    most : int, optional
        After so many exact pivots it gives up; `MOST_PIVOTS` when None.

    Raises
    ------
    GameError
        When the program has no optimum, or its proposal is too poor to be mended in a sensible time.

    Notes
    -----
    A basis is optimal when basic variables have their signs (primal feasibility) and no other variable improves the
    objective (dual feasibility).  While some variable is wrong, the first such is exchanged for the first that can mend it.

    References
    ----------
    Terlaky, T. (1985). A convergent criss-cross method. *Optimization* 16, 683-690.
    Fukuda, K. and Terlaky, T. (1997). Criss-cross methods: a fresh view on pivot algorithms. *Mathematical Programming* 79, 369-395.
    """
    basis = propose(program) if basis is None else basis
    most = MOST_PIVOTS if most is None else most
    for pivots in range(most):
        try:
            vertex = Vertex(program, basis)
        except ZeroDivisionError:  # singular in fractions: start from the surpluses
            basis = surpluses(program)
            vertex = Vertex(program, basis)
        wrong = vertex.wrong()
        if wrong is None:
            return Optimum([vertex.values.get(j, fmpq(0)) for j in range(program.columns)], vertex.multipliers, pivots, frozenset(basis))
        exchanged = vertex.leaving(wrong) if wrong not in basis else vertex.entering(wrong)
        if exchanged is None:
            raise GameError("The linear program has no optimum: its rows contradict each other, or its objective has no bound.")
        basis ^= {wrong, exchanged}
    raise GameError(f"The linear program is not solved exactly after {most} exact pivots; its numbers are too far apart in size.")


def surpluses(program: LinearProgram) -> frozenset[int]:
    """The basis that has all surpluses in it and puts every variable at zero."""
    return frozenset(range(program.columns, program.columns + program.rows))


class Vertex:
    """The point of a basis: its solution, its multipliers, and the exchanges that it allows.

    In the rows whose surplus is not basic (the *tight* ones) the basic columns form a square matrix, the *kernel*;
    everything else follows from it by substitution.
    """

    def __init__(self, program: LinearProgram, basis: frozenset[int]) -> None:
        self.program, self.basis = program, sorted(basis)
        self.inside = [k for k in self.basis if k < program.columns]
        self.loose = [k - program.columns for k in self.basis if k >= program.columns]
        self.tight = [i for i in range(program.rows) if i + program.columns not in basis]
        if len(self.inside) != len(self.tight):
            raise ZeroDivisionError("a basis has as many variables as there are rows")
        position = {i: k for k, i in enumerate(self.tight)}
        cells = {(position[i], k): entry for k, j in enumerate(self.inside) for i, entry in program.entries[j].items() if i in position}
        self.kernel = SparseSystem(len(self.tight), cells)
        self.values = self.solve([rational(x) for x in program.b])
        self.multipliers = self.solve_transposed({k: program.costs[k] for k in self.inside})

    def solve(self, right: Vector) -> dict[int, fmpq]:
        """Write a column as a combination of the basic ones: by variable, its coefficient."""
        values = self.kernel.solve([right[i] for i in self.tight])
        coefficients = dict(zip(self.inside, values, strict=True))
        surplus = {i: -right[i] for i in self.loose}
        for j, value in coefficients.items():
            if value:
                for i, entry in self.program.entries[j].items():
                    if i in surplus:
                        surplus[i] += entry * value
        return coefficients | {self.program.columns + i: value for i, value in surplus.items()}

    def solve_transposed(self, products: dict[int, fmpq]) -> Vector:
        """Find the row whose product with each basic column is given (zero where nothing is)."""
        row = [fmpq(0)] * self.program.rows
        for i in self.loose:
            row[i] = -products.get(self.program.columns + i, fmpq(0))
        remainder = [products.get(j, fmpq(0)) - self.product(row, j) for j in self.inside]
        for i, value in zip(self.tight, self.kernel.solve_transposed(remainder), strict=True):
            row[i] = value
        return row

    def product(self, row: Vector, variable: int) -> fmpq:
        """Multiply a row by the column of a variable."""
        return sum((row[i] * entry for i, entry in self.program.entries[variable].items()), fmpq(0))

    def outside(self) -> list[int]:
        """The variables that are not basic."""
        return sorted(set(range(self.program.columns + self.program.rows)) - set(self.basis))

    def improves(self, variable: int) -> fmpq:
        """What the objective wins for each unit of a variable that is not basic."""
        return self.program.costs[variable] - self.product(self.multipliers, variable)

    def wrong(self) -> int | None:
        """Find the first variable that is not as an optimum has it; None at an optimum."""
        program = self.program
        for k in range(program.columns + program.rows):
            if k in self.values:
                if not program.is_free(k) and (self.values[k] < 0 or (program.is_fixed(k) and self.values[k] > 0)):
                    return k
            elif not program.is_fixed(k) and ((gain := self.improves(k)) > 0 or (program.is_free(k) and gain < 0)):
                return k
        return None

    def entering(self, leaving: int) -> int | None:
        """Find the first variable that moves a wrong basic one towards zero."""
        row = self.solve_transposed({leaving: fmpq(1)})
        sign = 1 if self.values[leaving] > 0 else -1
        rates = ((k, sign * self.product(row, k)) for k in self.outside())
        return next((k for k, rate in rates if _moves(rate, self.program.is_free(k), self.program.is_fixed(k))), None)

    def leaving(self, entering: int) -> int | None:
        """Find the first basic variable that ends the climb along an improving one."""
        column = [fmpq(0)] * self.program.rows
        for i, entry in self.program.entries[entering].items():
            column[i] = entry
        rates, sign = self.solve(column), 1 if self.improves(entering) > 0 else -1
        return next((k for k in self.basis if _moves(sign * rates[k], self.program.is_fixed(k), self.program.is_free(k))), None)


def propose(program: LinearProgram) -> frozenset[int]:
    """Let HiGHS solve the program in floating point and give its basis; that of the surpluses when it finds none."""
    import highspy

    try:
        found, basic = floating(program).getBasis(), highspy.HighsBasisStatus.kBasic
    except OverflowError:  # a number that is larger than any float
        return surpluses(program)
    basis = frozenset(k for k, status in enumerate([*found.col_status, *found.row_status]) if status == basic)
    return basis if found.valid and len(basis) == program.rows else surpluses(program)


def floating(program: LinearProgram) -> Any:
    """Let HiGHS solve the program in floating point; gives HiGHS's model after the run."""
    import highspy
    from highspy._core import _Highs  # what highspy.Highs() adds prints a line whatever its options say
    from scipy.sparse import csc_matrix

    model, infinity = highspy.HighsLp(), highspy.kHighsInf
    below = np.zeros(program.columns)
    below[program.free.start : program.free.stop] = -infinity
    right = program.b.astype(float)
    above = np.full(program.rows, infinity)
    above[program.equal.start : program.equal.stop] = right[program.equal.start : program.equal.stop]
    starts = np.cumsum([0, *map(len, program.entries[: program.columns])])
    rows = [i for column in program.entries[: program.columns] for i in column]
    values = [float(Fraction(int(x.p), int(x.q))) for column in program.entries[: program.columns] for x in column.values()]
    matrix = csc_matrix((values, rows, starts), shape=(program.rows, program.columns))
    model.num_col_, model.num_row_ = program.columns, program.rows
    model.sense_, model.col_cost_ = highspy.ObjSense.kMaximize, program.c.astype(float)
    model.col_lower_, model.col_upper_ = below, np.full(program.columns, infinity)
    model.row_lower_, model.row_upper_ = right, above
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_, model.a_matrix_.index_, model.a_matrix_.value_ = matrix.indptr, matrix.indices, matrix.data

    solver = _Highs()
    for option, value in OPTIONS.items():
        solver.setOptionValue(option, value)
    solver.passModel(model)
    solver.run()
    return solver


OPTIONS: dict[str, bool | int | float | str] = {
    "output_flag": False,
    "threads": 1,
    "solver": "simplex",
    "presolve": "off",  # the basis is to be one of this program
    "primal_feasibility_tolerance": 1e-10,
    "dual_feasibility_tolerance": 1e-10,
}


def _moves(rate: fmpq, either_way: bool, never: bool) -> bool:
    return not never and (rate > 0 or (either_way and rate < 0))
