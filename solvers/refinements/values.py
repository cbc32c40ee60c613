"""The exact value of a small matrix, which answers every question that the tests ask.

Whether a mixture of columns makes all rows non-negative is whether the value of the zero-sum
game with that matrix is; its optimal mixtures are the witness (the columns') or, when
there is none, Farkas' multipliers (the rows').
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

from ..algebra.ring import Polynomial

Matrix = Sequence[Sequence[Any]]


def value(matrix: Matrix) -> tuple[Any, list[Any]]:
    """Give the value to the player who mixes columns and wants the least row large, and an optimal mixture.

    Parameters
    ----------
    matrix : sequence of rows
        Exact numbers of an ordered field; at least one row and one column.

    Notes
    -----
    The simplex method with Bland's rule on the dual of the usual programme: with a positive matrix B (a constant added),
    maximise the sum of p >= 0, one for each row, subject to ``p @ B <= 1``; the multipliers of these constraints are the
    columns' mixture.
    """
    rows, columns = len(matrix), len(matrix[0])
    shift = 1 - min(x for row in matrix for x in row)
    # a constraint for each column: sum_i p_i (m_ij + shift) + slack_j = 1; the last row holds reduced costs
    table = [[*(matrix[i][j] + shift for i in range(rows)), *(int(k == j) for k in range(columns)), 1] for j in range(columns)]
    cost = [*([-1] * rows), *([0] * columns), 0]
    basis = [rows + j for j in range(columns)]
    while (enter := next((k for k, c in enumerate(cost[:-1]) if c < 0), None)) is not None:
        ratios = [(row[-1] / row[enter], basis[j], j) for j, row in enumerate(table) if row[enter] > 0]
        best = ratios[0]
        for ratio in ratios[1:]:
            best = ratio if ratio[0] < best[0] or (ratio[0] == best[0] and ratio[1] < best[1]) else best
        leave = best[2]
        pivot = [x / table[leave][enter] for x in table[leave]]
        table = [pivot if j == leave else _less(row, row[enter], pivot) for j, row in enumerate(table)]
        cost = _less(cost, cost[enter], pivot)
        basis[leave] = enter
    mixture = cost[rows:-1]
    total = sum(mixture)
    return 1 / total - shift, [x / total for x in mixture]


def _less(row: Sequence[Any], factor: Any, pivot: Sequence[Any]) -> list[Any]:
    return [a - factor * b for a, b in zip(row, pivot, strict=True)] if factor else list(row)


def feasible(matrix: Matrix) -> bool:
    """Whether some mixture of columns makes every row non-negative; a matrix without rows always has one."""
    if not matrix:
        return True
    if not matrix[0]:
        return False
    if any(all(row[j] >= 0 for row in matrix) for j in range(len(matrix[0]))):
        return True
    if any(all(x < 0 for x in row) for row in matrix):
        return False
    return bool(value(matrix)[0] >= 0)


def minors(matrix: Sequence[Sequence[Polynomial]], largest: int) -> list[Polynomial]:
    """Give the determinants of all square submatrices up to a size.

    Notes
    -----
    Whether a mixture makes every row of a submatrix non-negative is a Boolean function of their signs: a solution, or a
    vector of Farkas multipliers, can be taken basic, and is then a vector of ratios of minors.
    """
    count = len(matrix)
    width = len(matrix[0]) if matrix else 0
    smaller: dict[tuple[tuple[int, ...], tuple[int, ...]], Polynomial] = {
        ((i,), (j,)): matrix[i][j] for i in range(count) for j in range(width)
    }
    determinants = list(smaller.values())
    for size in range(2, min(count, width, largest) + 1):
        current = {}
        for chosen_rows in combinations(range(count), size):
            for chosen_columns in combinations(range(width), size):
                terms = []
                for k, j in enumerate(chosen_columns):  # along the last row
                    term = matrix[chosen_rows[-1]][j] * smaller[chosen_rows[:-1], chosen_columns[:k] + chosen_columns[k + 1 :]]
                    terms.append(term if (size - 1 + k) % 2 == 0 else -term)
                current[chosen_rows, chosen_columns] = sum(terms[1:], terms[0])
        determinants += current.values()
        smaller = current
    return determinants
