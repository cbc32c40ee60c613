"""A small exact linear program: dictionaries and Bland's rule, over any numbers whose sign is known."""

from __future__ import annotations

from collections.abc import Sequence

from .signs import ONE, ZERO, Exact, plain, sign


def maximise(objective: Sequence[Exact], rows: Sequence[Sequence[Exact]], bounds: Sequence[Exact]) -> list[Exact] | None:
    """Maximise ``objective @ x`` subject to ``rows @ x <= bounds`` and ``x >= 0``.

    Returns
    -------
    list of numbers, or None
        An optimal vertex, exact; None when no x is feasible.

    Raises
    ------
    ArithmeticError
        When the objective is unbounded.

    References
    ----------
    Chvatal, V. (1983). *Linear Programming*, chapters 2 and 3.
    """
    program = _Dictionary(len(objective), rows, bounds)
    if any(sign(bound) < 0 for bound in bounds) and not program.made_feasible():
        return None
    program.improve(list(objective))
    return program.point()


def least_largest(rows: Sequence[Sequence[Exact]]) -> tuple[Exact, list[Exact]]:
    """Find the mix that makes the largest of ``row @ mix`` least, and that least value.

    This is the value of a matrix game and the column player's optimal strategy.
    """
    lowest = rows[0][0]
    for entry in (entry for row in rows for entry in row):
        lowest = entry if sign(entry - lowest) < 0 else lowest
    shifted = [[plain(entry - lowest + 1) for entry in row] for row in rows]  # all positive, so the value is too
    weights = maximise([ONE] * len(rows[0]), shifted, [ONE] * len(rows))
    assert weights is not None  # zero is feasible
    total = sum(weights, ZERO)
    return plain(ONE / total + lowest - 1), [plain(weight / total) for weight in weights]


class _Dictionary:
    """Basic variables as affine functions of the others: ``basic[i] = bounds[i] - rows[i] @ others``."""

    def __init__(self, columns: int, rows: Sequence[Sequence[Exact]], bounds: Sequence[Exact]) -> None:
        self.columns = columns
        self.rows, self.bounds = [list(row) for row in rows], list(bounds)
        self.others = list(range(columns))
        self.basic = list(range(columns, columns + len(rows)))

    def point(self) -> list[Exact]:
        values = dict(zip(self.basic, self.bounds, strict=True))
        return [values.get(variable, ZERO) for variable in range(self.columns)]

    def pivot(self, i: int, j: int) -> None:
        """Let the j-th other variable enter and the i-th basic one leave."""
        row, scale = self.rows[i], self.rows[i][j]
        row[j] = ONE
        self.rows[i] = row = [plain(entry / scale) if entry else ZERO for entry in row]
        self.bounds[i] = plain(self.bounds[i] / scale)
        for k, other in enumerate(self.rows):
            factor = other[j]
            if k != i and factor:
                other[j] = ZERO
                self.rows[k] = [plain(a - factor * b) if b else a for a, b in zip(other, row, strict=True)]
                self.bounds[k] = plain(self.bounds[k] - factor * self.bounds[i])
        self.basic[i], self.others[j] = self.others[j], self.basic[i]

    def improve(self, costs: Sequence[Exact]) -> None:
        """Pivot by Bland's rule until no variable improves the objective; costs are per variable, slacks cost nothing."""
        cost = dict(enumerate(costs))
        while True:
            by_name = sorted(range(len(self.others)), key=self.others.__getitem__)
            entering = next((j for j in by_name if sign(self.reduced(cost, j)) > 0), None)
            if entering is None:
                return
            self.pivot(self.leaving(entering), entering)

    def reduced(self, cost: dict[int, Exact], j: int) -> Exact:
        total: Exact = cost.get(self.others[j], ZERO)
        for variable, row in zip(self.basic, self.rows, strict=True):
            if row[j] and cost.get(variable, ZERO):
                total = total - cost[variable] * row[j]
        return plain(total)

    def leaving(self, j: int) -> int:
        best: tuple[Exact, int, int] | None = None
        for i, row in enumerate(self.rows):
            if sign(row[j]) > 0:
                ratio = plain(self.bounds[i] / row[j])
                smaller = -1 if best is None else sign(ratio - best[0])
                if best is None or smaller < 0 or (smaller == 0 and self.basic[i] < best[1]):
                    best = (ratio, self.basic[i], i)
        if best is None:
            raise ArithmeticError("the linear program is unbounded")
        return best[2]

    def made_feasible(self) -> bool:
        """Find a feasible dictionary by way of an artificial variable; False when there is none."""
        artificial = self.columns + len(self.rows)
        for row in self.rows:
            row.append(-ONE)
        self.others.append(artificial)
        worst = 0
        for i in range(1, len(self.rows)):
            worst = i if sign(self.bounds[i] - self.bounds[worst]) < 0 else worst
        self.pivot(worst, len(self.others) - 1)
        self.improve([ZERO] * artificial + [-ONE])
        if artificial in self.basic:
            i = self.basic.index(artificial)
            if sign(self.bounds[i]):
                return False
            j = next((j for j, entry in enumerate(self.rows[i]) if sign(entry)), None)
            if j is None:  # an empty row: drop it
                del self.rows[i], self.bounds[i], self.basic[i]
                return True
            self.pivot(i, j)
        j = self.others.index(artificial)
        del self.others[j]
        for row in self.rows:
            del row[j]
        return True
