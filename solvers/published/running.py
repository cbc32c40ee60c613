"""Solve published tables again, one after the other or in several processes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from importlib import import_module
from typing import Any, TypeAlias

from games import GameError

from .case import Case, Row, Tables, judged

MODULES = (  # one for each group of tables
    "bargaining",
    "cartels",
    "solution_concepts",
    "deterrence",
    "matrix",
    "mediated",
    "mistakes",
    "quantal",
    "reputation",
    "security",
    "several_players",
    "signalling",
    "three_players",
    "violence",
    "zero_sum",
)

Progress: TypeAlias = Callable[[Iterable[Any]], Iterable[Any]]


def cases() -> dict[str, Case]:
    """Give every case by its id, in order.

    Examples
    --------
    >>> cases()["T02"].title
    'Beer or quiche, prior 9/10'
    """
    listed = [value for name in MODULES for value in vars(import_module(f".{name}", __package__)).values() if isinstance(value, Case)]
    return {case.id: case for case in sorted(listed, key=lambda case: case.id)}


def tables(*ids: str, executor: Executor | None = None, progress: Progress = iter) -> Tables:
    """Solve published tables again and compare them with what was published.

    Parameters
    ----------
    *ids : str
        Which ones, as ``"T02"``; all when none is named.
    executor : concurrent.futures.Executor, optional
        Where to solve them; here, one after the other, when None.
    progress : callable
        Wraps an iterable with an item a table, as ``tqdm.auto.tqdm`` does.

    Returns
    -------
    Tables
        A row a table, in order of their ids. `Tables.frame` gives a frame.

    Raises
    ------
    GameError
        For an unknown id.

    Notes
    -----
    Answers are compared exactly: closed forms by equality, sets of equilibria as sets, regions and walls in all parameters
    at once; only where a source gives decimals is there a tolerance. Ours are what the solvers gave in this run.

    Examples
    --------
    >>> tables("T02")
    <Tables: 1 reproduced>
    """
    available = cases()
    unknown = [id for id in ids if id not in available]
    if unknown:
        raise GameError(f"There is no published table {', '.join(unknown)}; there are {', '.join(available)}.")
    requested = [id for id in available if id in ids or not ids]
    return Tables(tuple(_solved(requested, executor, progress)))


def solved_again(id: str) -> Row:
    """Solve one published table again."""
    case = cases()[id]
    start = time.perf_counter()
    answers = {} if case.infinite else case.reproduce()
    return judged(case, answers, round(time.perf_counter() - start, 3))


def _solved(ids: Sequence[str], executor: Executor | None, progress: Progress) -> Iterator[Row]:
    if executor is None:
        yield from (solved_again(id) for id in progress(ids))
        return
    available = cases()
    futures = {id: executor.submit(solved_again, id) for id in sorted(ids, key=lambda id: not available[id].slow)}
    yield from (futures[id].result() for id in progress(ids))
