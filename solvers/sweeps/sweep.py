"""The door of sweeps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from games import Game, GameError

from ..concept import concept_named
from ..front import regimes
from ..requests import check_game
from ..results.sweeps import HIGHEST, Sweep
from ..results.written import versions
from .grid import Grid, read_grid
from .mapped import MapSweep
from .pointwise import Rows, point_by_point
from .store import opened

if TYPE_CHECKING:
    import pandas

METHODS = ("map", "enumerate")


def sweep(
    game: Game,
    grid: Mapping[str, Any] | pandas.DataFrame,
    concept: str = "sequential",
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
    method : {"map", "enumerate"}, optional
        From a map in the grid's parameters, a million points in about a second; or every point solved by itself, exactly. When
        None a map, where the concept has maps and no store is given.
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
        ``reused`` (points that were in the store).

    Raises
    ------
    GameError
        For an unknown parameter or method, values that are no exact numbers, no point in the domain, a store of another question.

    Examples
    --------
    >>> import games
    >>> frame = sweep(games.load("beer_quiche"), {"p": "1/10:9/10:5"})
    >>> frame.groupby("p")["solution"].count().tolist()
    [2, 2, 2, 2, 2]
    """
    done = swept(game, grid, concept, method=method, executor=executor, store=store, progress=progress, **at)
    done.table.attrs |= {"method": done.method, "points": done.points, "outside": done.outside, "reused": done.reused}
    return done.table


def swept(
    game: Game,
    grid: Mapping[str, Any] | pandas.DataFrame,
    concept: str = "sequential",
    *,
    method: str | None = None,
    executor: Executor | None = None,
    store: str | Path | None = None,
    progress: Callable[[Iterable[Any]], Iterable[Any]] = iter,
    **at: object,
) -> Sweep:
    """As `sweep`, with the exact rows and the counts."""
    check_game(game)
    record = concept_named(concept)
    how = method or ("map" if record.maps and store is None else "enumerate")
    if how not in METHODS:
        raise GameError(f"There is no way {how!r} to sweep; there are {', '.join(METHODS)}.")
    if how == "map" and store is not None:
        raise GameError("A sweep from a map is over in seconds and keeps nothing; leave out the store, or take method='enumerate'.")
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
    with opened(store, question) as kept:
        answers, reused = point_by_point(opened_game, points, numbers, concept, kept, executor, progress)
    return _from_points(points, numbers, answers, reused)


def _check_any(numbers: Sequence[int], grid: Grid) -> None:
    if not numbers:
        raise GameError(f"None of the grid's {len(grid):,} points lies in the game's domain.")


def _from_points(grid: Grid, numbers: Sequence[int], answers: Mapping[int, Rows], reused: int) -> Sweep:
    from games.numbers import text

    rows, flat = [], []
    for k in numbers:
        point = grid.point(k)
        for row in answers[k]:
            rows.append({**{name: text(x) for name, x in point.items()}, **row})
            flat.append({**{name: float(x) for name, x in point.items()}, **_flat(row)})
    return Sweep(grid.names, "enumerate", len(numbers), len(grid) - len(numbers), reused, _table(grid, flat), tuple(rows))


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row with a column for each quantity, as floats."""
    from games.numbers import Expression

    from ..results.written import number

    def rounded(source: str) -> float:
        value = number(source)
        return float("nan") if isinstance(value, Expression) and value.free else float(value)

    out: dict[str, Any] = {"solution": row["solution"], "family": row["name"]}
    for kind, plural in (("payoff", "payoffs"), ("outcome", "outcomes"), ("measure", "measures")):
        for name, value in row[plural].items():
            low, high = value if isinstance(value, list) else (value, value)
            out[f"{kind} {name}"] = rounded(low)
            if isinstance(value, list):
                out[f"{kind} {name}{HIGHEST}"] = rounded(high)
    return {**out, "exact": True, "found": row["found"]}


def _table(grid: Grid, rows: Sequence[Mapping[str, Any]]) -> pandas.DataFrame:
    import pandas

    columns: dict[str, None] = dict.fromkeys([*grid.names, "solution", "family"])
    columns.update(dict.fromkeys(name for row in rows for name in row if name not in ("exact", "found")))
    frame = pandas.DataFrame(rows, columns=[*columns, "exact", "found"])
    for name in [name for name in frame if name.endswith(HIGHEST)]:
        frame[name] = frame[name].fillna(frame[name.removesuffix(HIGHEST)])
    return frame


def _from_map(game: Game, grid: Grid, concept: str, progress: Callable[[Iterable[Any]], Iterable[Any]], at: Mapping[str, object]) -> Sweep:
    import pandas

    regime_map = regimes(game, grid.names, concept, check=0, **at)
    work = MapSweep(regime_map, grid)
    pieces = list(work.pieces(progress))
    _check_any(range(work.points), grid)
    columns = {}
    for name in dict.fromkeys(name for piece in pieces for name in piece):
        parts = [piece[name] if name in piece else piece[name.removesuffix(HIGHEST)] for piece in pieces]
        columns[name] = np.concatenate(parts)
    columns["family"] = pandas.Categorical.from_codes(columns["family"], work.family_names)
    frame = pandas.DataFrame({**columns, "exact": False, "found": regime_map.found}, copy=False)
    return Sweep(grid.names, "map", work.points, len(grid) - work.points, 0, frame)
