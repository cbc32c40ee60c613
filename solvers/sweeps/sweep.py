"""The door of sweeps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from games import Game, GameError
from games.numbers import Expression, text

from ..concept import CONCEPTS, concept_named, meant
from ..front import regimes
from ..requests import check_game, check_lifted
from ..results import Sweep
from ..results.sweeps import PLURALS
from ..results.written import number, versions
from .grid import Grid, read_grid
from .mapped import MapSweep
from .pointwise import TOGETHER, Answer, Rows, point_by_point, rows_of
from .store import opened

if TYPE_CHECKING:
    import pandas

METHODS = ("map", "enumerate", "lift", "learn")
LEARNING = "approximate"  # the door of methods that learn
ONE_EACH = {"learn": "learned", "lift": "lifted"}  # what stands in stores, beside the concept, of sweeps with one equilibrium a point


def sweep(
    game: Game,
    grid: Mapping[str, Any] | pandas.DataFrame,
    concept: str | None = None,
    *,
    method: str | None = None,
    executor: Executor | None = None,
    store: str | Path | None = None,
    progress: Callable[[Iterable[Any]], Iterable[Any]] = iter,
    **at: object,
) -> pandas.DataFrame:
    """Find every equilibrium at every point of a grid.

    Parameters
    ----------
    game : Game
        Symbolic in the parameters of the grid.
    grid : dict or pandas.DataFrame
        For each parameter its values, or ``"low:high:count"``; all combinations are meant. Or a frame of points.
    concept : str
        As for `solve`.
    method : {"map", "enumerate", "lift", "learn"}, optional
        From a map in the grid's parameters, a million points in about a second; or every point solved by itself, exactly; or, where
        neither can be done, one exact equilibrium at every point by `lift`, from closed forms wherever one holds that was found at
        another point; or one approximate Nash equilibrium learned at every point, many side by side, with its gap measured in a
        column ``gap``. When None a map, where the concept has maps and no store is given.
    executor : concurrent.futures.Executor, optional
        Where points are solved, as a pool of processes or a cluster's; here when None. A map needs none.
    store : str or Path, optional
        A folder that keeps every point that has been solved: the same sweep, broken off however, goes on where it was.
    progress : callable
        Wraps the iterable of the pieces of work, as ``tqdm.auto.tqdm`` does.
    **at : numbers
        Values of the parameters that the grid does not have; the others are at their defaults.

    Returns
    -------
    pandas.DataFrame
        A row for each point and equilibrium: the parameters, ``solution`` (its number at the point), ``family`` (its name),
        ``payoff NAME``, ``outcome NAME``, ``measure NAME`` as floats, ``exact`` (whether they were computed exactly before they
        were rounded here) and ``found`` (as of `solve`). Where an equilibrium leaves a quantity open that is its lowest value,
        and ``..., highest`` the highest. ``frame.attrs`` has ``points``, ``outside`` (points that the game's domain excludes) and
        ``reused`` (points that were in the store). A point at which nothing could be lifted has a row without numbers, of the family
        ``not lifted``.

    Raises
    ------
    GameError
        For an unknown parameter or method, values that are no exact numbers, no point in the domain, a store of another question.

    Examples
    --------
    >>> import games
    >>> frame = sweep(games.load("beer_quiche"), {"p": "1/10:9/10:5"})
    >>> frame.groupby("p")["solution"].count().tolist()
    [1, 1, 8, 4, 4]
    """
    return swept(game, grid, concept, method=method, executor=executor, store=store, progress=progress, **at).frame()


def swept(
    game: Game,
    grid: Mapping[str, Any] | pandas.DataFrame,
    concept: str | None = None,
    *,
    method: str | None = None,
    executor: Executor | None = None,
    store: str | Path | None = None,
    progress: Callable[[Iterable[Any]], Iterable[Any]] = iter,
    **at: object,
) -> Sweep:
    """As `sweep`; gives the facts behind the frame, exact ones too."""
    check_game(game, continua=method not in ONE_EACH)
    concept = meant(concept, game)
    record = concept_named(concept)
    how = method or ("map" if record.maps and store is None else "enumerate")
    if how not in METHODS:
        raise GameError(f"There is no way {how!r} to sweep; there are {', '.join(METHODS)}.")
    if how == "map" and store is not None:
        raise GameError("A sweep from a map is over in seconds and keeps nothing; leave out the store, or take method='enumerate'.")
    if how == "learn":
        _check_learned(concept)
    if how == "lift":
        check_lifted(concept)
    points = read_grid(grid, game.parameters)
    for name in points.names:
        if name in at:
            raise GameError(f"{name} is in the grid and has been given a value; choose one.")
    if how == "map":
        return _from_map(game, points, concept, progress, at)
    opened_game = game.with_(**{**{name: x for name, x in game.defaults.items() if name not in points.names}, **at})
    numbers = [k for k in range(len(points)) if all(c.holds(points.point(k)) for c in opened_game.domain.conditions)]
    _check_any(numbers, points)
    question = {"game": opened_game.fingerprint, "concept": concept, "version": versions()["cartel-games"]}
    answer, together = _answering(how, opened_game)
    if how in ONE_EACH:
        question["concept"] = f"{concept} ({ONE_EACH[how]})"  # no store holds both
    with opened(store, question) as kept:
        answers, reused = point_by_point(opened_game, points, numbers, concept, kept, executor, progress, answer, together)
    return _from_points(how, points, numbers, answers, reused)


def _answering(how: str, game: Game) -> tuple[Answer, int]:
    """What answers at points, and how many of them it is given together."""
    if how == "learn":
        from .learned import learned_rows, together

        return learned_rows, together(game)
    if how == "lift":
        from .lifted import TOGETHER as BATCH
        from .lifted import lifted_rows

        return lifted_rows, BATCH
    return rows_of, TOGETHER


def _check_learned(concept: str) -> None:
    """Refuse a concept of which no equilibrium is learned."""
    learned = [record.name for record in CONCEPTS.values() if any(method.door == LEARNING for method in record.methods)]
    if concept not in learned:
        offered = " or ".join(learned)
        raise GameError(f"What is learned at a point is one approximate equilibrium under {offered}; found concept={concept!r}.")


def _check_any(numbers: Sequence[int], grid: Grid) -> None:
    if not numbers:
        raise GameError(f"None of the grid's {len(grid):,} points lies in the game's domain.")


def _from_points(how: str, grid: Grid, numbers: Sequence[int], answers: Mapping[int, Rows], reused: int) -> Sweep:
    points = [(grid.point(k), row) for k in numbers for row in answers[k]]
    rows = tuple({**{name: text(x) for name, x in point.items()}, **row} for point, row in points)
    at = {name: np.array([float(point[name]) for point, _ in points]) for name in grid.names}
    names = {name: k for k, name in enumerate(dict.fromkeys(row["name"] for _, row in points))}
    quantities = dict.fromkeys((kind, name) for kind, plural in PLURALS.items() for _, row in points for name in row[plural])
    lowest, highest = {}, {}
    for kind, name in quantities:
        ends = [_ends(row[PLURALS[kind]].get(name)) for _, row in points]
        lowest[kind, name] = np.array([low for low, _ in ends])
        if any(isinstance(row[PLURALS[kind]].get(name), list) for _, row in points):
            highest[kind, name] = np.array([high for _, high in ends])
    family = np.array([names[row["name"]] for _, row in points])
    solution, found = np.array([row["solution"] for _, row in points]), tuple(row["found"] for _, row in points)
    outside = len(grid) - len(numbers)
    gaps = np.array([row["gap"] for _, row in points]) if how == "learn" else None
    return Sweep(how, len(numbers), outside, reused, at, solution, tuple(names), family, lowest, highest, found, rows, gaps)


def _ends(written: Any) -> tuple[float, float]:
    """The ends of a quantity as they stand in a row; nan where they are closed forms in open symbols, or it has none."""
    if isinstance(written, list):
        return _rounded(written[0]), _rounded(written[1])
    return (_rounded(written),) * 2


def _rounded(written: str | float | None) -> float:
    if isinstance(written, float):
        return written
    value = None if written is None else number(written)
    return float("nan") if value is None or (isinstance(value, Expression) and value.free) else float(value)


def _from_map(game: Game, grid: Grid, concept: str, progress: Callable[[Iterable[Any]], Iterable[Any]], values: Mapping[str, Any]) -> Sweep:
    regime_map = regimes(game, grid.names, concept, check=0, **values)
    work = MapSweep(regime_map, grid)
    table = work.table(progress)
    _check_any(range(work.points), grid)
    return Sweep(
        "map",
        work.points,
        len(grid) - work.points,
        0,
        {name: table.whole_column(name) for name in grid.names},
        table.whole_column("solution"),
        tuple(work.family_names),
        table.whole_column("family"),
        {q: table.whole_column(("lowest", q)) for q in work.quantities},
        {q: table.whole_column(("highest", q)) for q in work.quantities if ("highest", q) in table},
        (regime_map.found,),
    )
