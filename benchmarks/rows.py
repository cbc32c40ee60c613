"""One row of the table, and how its numbers are taken: processor time, the least of several runs, warm."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from math import log
from typing import Any, TypeAlias

Row: TypeAlias = dict[str, Any]
MISSING = "missing"
MOST_RUNS = 20
LONG = 2.0  # seconds; what takes more is not run again to be warm


def row(
    workload: str,
    size: Mapping[str, Any],
    scale: int,
    seconds: float,
    ours: float,
    peers: Mapping[str, float | str],
    *,
    unit: str,
    notes: tuple[str, ...] = (),
) -> Row:
    """Make a row.

    Parameters
    ----------
    workload : str
        What is done; rows of the same workload differ in size only.
    size : dict
        All that says how large it is.
    scale : int
        The one number of these against which time is plotted.
    seconds : float
        What it takes us at this size; one iteration, one build, one sweep.
    ours, peers : float, dict from str to float or "missing"
        In the unit: seconds, of which fewer are better, or something a second, of which more are better.
    unit : str
        ``"s"`` or, say, ``"nodes/s"``.
    notes : tuple of str
        What a reader should know of the comparison.
    """
    known = {name: figure for name, figure in peers.items() if not isinstance(figure, str)}
    fewer = unit == "s"
    best = (min if fewer else max)(known, key=lambda name: known[name], default=None)
    ratio = None if best is None else known[best] / ours if fewer else ours / known[best]
    return {
        "workload": workload,
        "size": dict(size),
        "scale": scale,
        "seconds": seconds,
        "ours": ours,
        "peers": dict(peers),
        "best_peer": best,
        "ratio": ratio,
        "unit": unit,
        "notes": list(notes),
    }


def least(work: Callable[[], object], budget: float) -> float:
    """The least processor time of one run.

    There are as many runs as fit in a budget of seconds, but two at least unless the first takes long; one if the budget is nothing.
    """
    times: list[float] = []
    while len(times) < MOST_RUNS and _goes_on(times, budget):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return max(min(times), 1e-9)


def _goes_on(times: list[float], budget: float) -> bool:
    """Whether there is another run: the first may have been cold, so that it counts for little."""
    if not times:
        return True
    return budget > 0 and (sum(times) < budget or (len(times) == 1 and times[0] < LONG))


def least_of_many(work: Callable[[int], object], budget: float) -> float:
    """The least processor time of one turn of something quick, which takes how many turns to make at once."""
    turns, spent = 1, least(lambda: work(1), 0)
    while spent < budget / 10:
        turns *= 2
        spent = least(lambda: work(turns), 0)  # noqa: B023
    return least(lambda: work(turns), budget) / turns


def exponents(rows: list[Row]) -> dict[str, float]:
    """By which power of its size the time of every workload grows that was run at three sizes or more: a line through the logarithms."""
    found = {}
    for workload in dict.fromkeys(one["workload"] for one in rows):
        points = [(log(one["scale"]), log(one["seconds"])) for one in rows if one["workload"] == workload]
        if len({x for x, _ in points}) < 3:
            continue
        mean_x, mean_y = (sum(column) / len(points) for column in zip(*points, strict=True))
        spread = sum((x - mean_x) ** 2 for x, _ in points)
        found[workload] = sum((x - mean_x) * (y - mean_y) for x, y in points) / spread
    return found
