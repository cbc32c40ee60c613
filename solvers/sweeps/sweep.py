"""The door of sweeps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from games import Game, GameError
from games.numbers import text

from ..concept import CONCEPTS, concept_named, meant
from ..front import regimes
from ..requests import check_game, check_lifted
from ..results import Sweep
from ..results.written import versions
from .columns import Columns, same
from .deciding import Deciding
from .grid import Grid, read_grid
from .mapped import MapSweep
from .places import Ints
from .pointwise import TOGETHER, Answer, point_by_point, rows_of
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
    how = way(concept, method, store)
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
    numbers = Deciding(points).all_inside(opened_game.domain.conditions)
    _check_any(len(numbers), points)
    question = {"game": opened_game.fingerprint, "concept": concept, "version": versions()["cartel-games"]}
    answer, together = _answering(how, opened_game)
    if how in ONE_EACH:
        question["concept"] = f"{concept} ({ONE_EACH[how]})"  # no store holds both
    with opened(store, question) as kept:
        answers, reused = point_by_point(opened_game, points, numbers, concept, kept, executor, progress, answer, together)
    return _from_points(how, points, numbers, answers, reused)


def way(concept: str, method: str | None, store: str | Path | None) -> str:
    """The method of a sweep: the one that is asked for, or the one that suits.

    Raises
    ------
    GameError
        When there is no such method.
    """
    record = concept_named(concept)
    how = method or ("map" if record.maps and store is None else "enumerate")
    if how not in METHODS:
        raise GameError(f"There is no way {how!r} to sweep; there are {', '.join(METHODS)}.")
    return how


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


def _check_any(points: int, grid: Grid) -> None:
    if not points:
        raise GameError(f"None of the grid's {len(grid):,} points lies in the game's domain.")


def _from_points(how: str, grid: Grid, numbers: Ints, found: Columns, reused: int) -> Sweep:
    owner = np.repeat(numbers, found.counts)
    names, family = _in_order(found.names, found.columns["family"])
    states, state = _in_order(found.states, found.columns["found"])
    lowest = {quantity: found.columns["low", *quantity] for quantity in found.quantities}
    highest = {quantity: found.columns["high", *quantity] for quantity in found.quantities}

    def rows() -> tuple[dict[str, Any], ...]:
        points = ({name: text(x) for name, x in grid.point(k).items()} for k in numbers.tolist())
        return tuple({**point, **row} for point, answer in zip(points, found.answers(), strict=True) for row in answer)

    return Sweep(
        how,
        len(numbers),
        len(grid) - len(numbers),
        reused,
        grid.floats_at(owner),
        found.columns["solution"],
        names,
        family,
        lowest,
        {quantity: high for quantity, high in highest.items() if not same(high, lowest[quantity])},
        states if len(states) == 1 else tuple(np.array(states, object)[state].tolist()),
        exactly=rows,
        exact=found.columns["exact"],
        gaps=found.columns["gap"] if how == "learn" else None,
    )


def _in_order(names: Sequence[str], numbers: Ints) -> tuple[tuple[str, ...], Ints]:
    """The names that occur, as they occur first, and the place of each row's among them."""
    first = np.full(len(names), len(numbers))
    first[numbers[::-1]] = np.arange(len(numbers) - 1, -1, -1)  # the last that is written is the first row
    order = [k for k in np.argsort(first, kind="stable").tolist() if first[k] < len(numbers)]
    place = np.zeros(len(names), np.int64)
    place[order] = np.arange(len(order))
    return tuple(names[k] for k in order), place[numbers]


def _from_map(game: Game, grid: Grid, concept: str, progress: Callable[[Iterable[Any]], Iterable[Any]], values: Mapping[str, Any]) -> Sweep:
    regime_map = regimes(game, grid.names, concept, check=0, **values)
    work = MapSweep(regime_map, grid)
    table = work.table(progress)
    _check_any(work.points, grid)
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
        (work.found,),
    )
