"""A sweep point by point: each point is solved anew, in other processes if wanted, and kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, as_completed
from itertools import pairwise
from typing import Any, TypeAlias, cast

import numpy as np

from games import Game
from games.numbers import Number

from ..algebra.budget import whole_answers
from ..front import solve
from ..maps.continuum import Continuum
from ..maps.membership import Listed
from ..results import Family, Solution
from ..results.written import exact
from .columns import Columns, Rows, columns_of, joined
from .grid import Grid, Point
from .places import Ints
from .store import Forgetful, Store

TOGETHER = 8  # points that a process solves before it reports

Answer: TypeAlias = Callable[[Game, str, Sequence[tuple[int, Point]]], list[tuple[int, Rows]]]


def point_by_point(
    game: Game,
    grid: Grid,
    numbers: Ints,
    concept: str,
    store: Store | Forgetful,
    executor: Executor | None,
    progress: Callable[[Iterable[Any]], Iterable[Any]],
    answer: Answer,
    together: int,
) -> tuple[Columns, int]:
    """Solve the points with these numbers, but for those that the store has.

    So many are given to what answers together; which these are does not depend on what the store has.

    Returns
    -------
    (Columns, int)
        The answers to the points, in their order, and how many of them came from the store.
    """
    known, here = store.columns(grid, numbers)
    left = np.ones(len(numbers), bool)
    left[here] = False
    missing = np.flatnonzero(left)
    if not len(missing):
        return known.chosen(np.argsort(here, kind="stable")), len(here)
    places = dict(zip(numbers[missing].tolist(), missing.tolist(), strict=True))
    keys = dict(zip(places, grid.written(numbers[missing]), strict=True))
    ends = [0, *(np.flatnonzero(np.diff(missing // together)) + 1).tolist(), len(missing)]
    batches = [numbers[missing[start:stop]].tolist() for start, stop in pairwise(ends)]
    fresh, order = list[Rows](), list[int]()
    for solved in progress(Counted(_solved(answer, game, grid, concept, batches, executor), len(batches))):
        store.keep((keys[k], rows) for k, rows in solved)
        fresh += [rows for _, rows in solved]
        order += [places[k] for k, _ in solved]
    found = joined([known, columns_of(fresh)])
    return found.chosen(np.argsort(np.concatenate([here, np.array(order, np.int64)]), kind="stable")), len(here)


class Counted(Iterable[Any]):
    """An iterable that says how long it is, for a bar of progress."""

    def __init__(self, items: Iterable[Any], count: int) -> None:
        self._items, self._count = items, count

    def __iter__(self) -> Iterator[Any]:
        return iter(self._items)

    def __len__(self) -> int:
        return self._count


def _solved(
    answer: Answer, game: Game, grid: Grid, concept: str, batches: Sequence[Sequence[int]], executor: Executor | None
) -> Iterator[list[tuple[int, Rows]]]:
    if executor is None:
        for batch in batches:
            yield answer(game, concept, [(k, grid.point(k)) for k in batch])
        return
    tasks = [executor.submit(answer, game, concept, [(k, grid.point(k)) for k in batch]) for batch in batches]
    try:
        for task in as_completed(tasks):
            yield task.result()
    finally:
        for task in tasks:
            task.cancel()


def rows_of(game: Game, concept: str, points: Sequence[tuple[int, Point]]) -> list[tuple[int, Rows]]:
    """Solve points, and write a row for each equilibrium."""
    out = []
    for k, point in points:
        values: dict[str, Any] = dict(point)
        with whole_answers():
            found = solve(game, concept, **values)
        out.append((k, [{"solution": j, **_row(solution), "found": found.found} for j, solution in enumerate(found)]))
    return out


def _row(solution: Solution) -> dict[str, Any]:
    opened = _Opened(solution)
    return {
        "name": solution.name,
        "payoffs": {player: opened.written(x) for player, x in solution.payoffs.items()},
        "outcomes": {label: opened.written(x) for label, x in solution.outcomes.items()},
        "measures": {name: opened.written(x) for name, x in solution.measures.items()},
        "exact": not _approximate(solution),
    }


def _approximate(solution: Solution) -> bool:
    """Whether some number of a solution is rounded, as with types from a normal law, or known between decimals only."""
    told = (solution.payoffs, solution.outcomes, solution.measures)
    return bool(solution.boxes) or any(isinstance(x, float) for numbers in told for x in numbers.values())


class _Opened(Continuum):
    """What a solution leaves open."""

    def __init__(self, solution: Solution) -> None:
        super().__init__(cast("Family", solution), {})  # nothing but its open symbols is asked for
        self._limits = Listed(solution, {})._limits

    def written(self, number: Number) -> Any:
        """A number, or the ends of its range where it is open; as a closed form where the ends are not known exactly."""
        span = self.span(number)
        if span is None or not span.exact:
            return exact(number)
        return exact(span.lowest) if span.lowest == span.highest else [exact(span.lowest), exact(span.highest)]
