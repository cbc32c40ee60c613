"""Pictures of types from a continuum: who does what along a type's axis, and how the cutoffs move with a parameter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import isinf
from textwrap import fill
from typing import Any

import numpy as np

from games import GameError
from games.numbers import Expression, Number, simplest

from ..results import ByType, Family, RegimeMap, Solution
from . import by_type, words
from .formula import mathtext
from .slices import line
from .style import FAINT, INK, STYLE, painted

WIDE, STRIP, PANEL = 7.2, 0.75, 2.4  # inches: the width of a picture, the height of a type's strip and of a panel
TAIL = Fraction(1, 1000)  # of types that lie beyond the end of an axis, where the law has no end
POINTS = 161  # along a parameter
LINE = 30  # characters of a line of words in a strip


def axis_figure(solution: Solution) -> Any:
    """Draw what the types of every player do along their axis, in an equilibrium at a point.

    Parameters
    ----------
    solution : Solution
        Of a game with types from a continuum; what it leaves open is at its sample.

    Returns
    -------
    matplotlib.figure.Figure
        A strip for each type, cut at the cutoffs; ``figure.alt`` says the same in words.
    """
    import matplotlib

    found, game = _by_type(solution).at(solution.sample), solution.game
    assert game is not None
    players = [player for player in found.cells if player in found.types]
    if not players:
        raise GameError(f"No type of {game.name} is known from the start, so there is no axis to draw.")
    labels = {player: [_short(game, player, cell) for cell in found.cells[player]] for player in players}
    order = list(dict.fromkeys(label for player in players for label in labels[player]))
    with matplotlib.rc_context(STYLE):  # type: ignore[arg-type]
        figure, grid = _figure(WIDE, 0.75 + (STRIP + 0.55) * len(players), len(players), 1)
        for player, axes in zip(players, grid[:, 0], strict=True):
            cells = found.cells[player]
            ends = _shown(game, player, [float(cell.low) for cell in cells] + [float(cells[-1].high)])
            for label, low, high in zip(labels[player], ends, ends[1:], strict=False):
                axes.axvspan(low, high, fc=painted(order.index(label)), ec=INK, lw=0.8)
                room = max(6, int(LINE * 2.6 * (high - low) / (ends[-1] - ends[0])))
                axes.text((low + high) / 2, 0.5, fill(label, room), ha="center", va="center", size=8, color=INK)
            written = [cells[0].low, *(cell.high for cell in cells)]
            axes.set_xlim(ends[0], ends[-1])
            axes.set_xticks(ends, ["" if isinstance(x, float) and isinf(x) else words.brief(x) for x in written])
            axes.set_yticks([])
            axes.set_title(f"{player}, by {found.types[player]}", loc="left", size=9, color=INK)
        _title(figure, game.title, WIDE)
    told = [f"{player}: {line}" for player in players for line in by_type.cells_of(game, found, player, words.full)]
    figure.alt = f"What types do in {game.title}. {'; '.join(told)}."
    return figure


def cutoff_figure(regime_map: RegimeMap, by: str | None = None) -> Any:
    """Draw how the cutoffs of every type move with one parameter, and what the types between them do.

    Parameters
    ----------
    regime_map : RegimeMap
        Of a game with types from a continuum.
    by : str, optional
        The parameter; the map's first when None. The map's others are at their defaults.

    Returns
    -------
    matplotlib.figure.Figure
        A row for each type; a column for families of equilibria that never exist together, each drawn where it exists. A belief that
        is left open is in the middle of its range.

    Raises
    ------
    GameError
        For a map without parameters or types, or an unknown parameter.
    """
    import matplotlib

    if by is None and regime_map.over:
        by = regime_map.over[0]
    if by not in regime_map.over:
        raise GameError(f"The map has no parameter {by!r}; it has {', '.join(regime_map.over) or 'none'}.")
    game = regime_map.game
    axis = line(regime_map, by)
    rest = {name: value for name, value in game.defaults.items() if name != by}
    values = [Fraction(x).limit_denominator(10**6) for x in np.linspace(axis.low, axis.high, POINTS)[1:-1]]
    points = [{**rest, by: value} for value in values]
    points = [point for point in points if game.domain.surrounds(point)]
    courses = [course for family in regime_map.families if family.generic and (course := _course(family, points, by))]
    if not courses:
        raise GameError(f"No equilibrium of {game.name} by types was found along {by}; map the game with other values.")
    columns = _apart(courses)
    players = [t.owner for t in game.types if t.at is None]
    if not players:
        raise GameError(f"No type of {game.name} is known from the start, so there are no cutoffs to draw.")
    order: list[str] = []
    with matplotlib.rc_context(STYLE):  # type: ignore[arg-type]
        wide = 1.2 + (WIDE - 1.2) * min(len(columns), 2) ** 0.7
        figure, grid = _figure(wide, 1.2 + PANEL * len(players), len(players), len(columns))
        for row, player in enumerate(players):
            for column, several in enumerate(columns):
                axes = grid[row, column]
                for course in several:
                    _draw(axes, course, player, order)
                axes.set_xlim(axis.low, axis.high)
                axes.margins(y=0)
                if column == 0:
                    axes.set_ylabel(f"{next(t.name for t in game.types if t.owner == player and t.at is None)} of {player}", size=9)
                if row == len(players) - 1:
                    axes.set_xlabel(mathtext(by) or by, size=10)
        from matplotlib.patches import Patch

        patches = [Patch(fc=painted(k), ec=INK, lw=0.6, label=label) for k, label in enumerate(order)]
        figure.legend(handles=patches, loc="outside lower left", ncols=2 if wide < 8 else 3, fontsize=8, frameon=False)
        _title(figure, game.title, wide)
    names = "; ".join(course["name"] for several in columns for course in several)
    figure.alt = f"Cutoffs of {', '.join(players)} against {by} in {game.title}: {names}."
    return figure


def _by_type(solution: Solution) -> ByType:
    if solution.by_type is None or solution.game is None:
        raise GameError("Types are drawn for games with types from a continuum; this one has none.")
    return solution.by_type


def _figure(wide: float, high: float, rows: int, columns: int) -> tuple[Any, Any]:
    """A figure without pyplot, with its axes."""
    from .shown_figure import ShownFigure

    figure = ShownFigure(figsize=(wide, high), layout="constrained")
    return figure, figure.subplots(rows, columns, squeeze=False, sharey="row" if columns > 1 else False)


def _shown(game: Any, player: str, ends: list[float]) -> list[float]:
    """The ends of cells, infinite ones where few types lie beyond."""
    law = next(t.law for t in game.types if t.owner == player and t.at is None)
    return [float(law.quantile(TAIL if x < 0 else 1 - TAIL)) if isinf(x) else x for x in ends]


def _short(game: Any, player: str, cell: Any) -> str:
    """What a cell's types do along their own play, mixes with numbers in short."""
    return by_type.on_path(game, player, cell, words.brief)


def _title(figure: Any, title: str, wide: float) -> None:
    """Write a heading, in lines that are no longer than the figure is wide."""
    figure.suptitle(fill(title, int(wide * 10)), x=0.01, ha="left", size=11, weight="bold", color=INK)


# ------------------------------------------------------------------ along a parameter


def _course(family: Family, points: Sequence[Mapping[str, Fraction]], by: str) -> dict[str, Any] | None:
    """Where a family exists along a parameter, and its cutoffs there."""
    if family.by_type is None or family.game is None:
        raise GameError("Cutoffs are drawn for games with types from a continuum; this one has none.")
    found = []
    for point in points:
        if family.exists(point):
            member = family.by_type.at(_middle(family, point))
            found.append(
                (
                    float(point[by]),
                    {player: [float(c.low) for c in cells] + [float(cells[-1].high)] for player, cells in member.cells.items()},
                )
            )
    if not found:
        return None
    labels = {
        player: [by_type.on_path(family.game, player, cell, None) for cell in cells] for player, cells in family.by_type.cells.items()
    }
    step = float(points[1][by] - points[0][by]) if len(points) > 1 else 0.0
    return {"name": family.name, "at": [x for x, _ in found], "ends": [ends for _, ends in found], "labels": labels, "step": step}


def _middle(family: Family, point: Mapping[str, Fraction]) -> dict[str, Number]:
    """A point with the middle of the ranges of what a family leaves open."""
    values: dict[str, Number] = dict(point)

    def at(x: Number) -> Number:
        return simplest(x.at(values)) if isinstance(x, Expression) else x

    for symbol in reversed(list(family.free)):
        lower, upper = family.ends.get(symbol, ((0,), (1,)))
        values[symbol] = simplest((Expression.constant(0) + max(map(at, lower)) + min(map(at, upper))) / 2)
    return values


def _apart(courses: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Put families that nowhere exist together into one column."""
    columns: list[list[dict[str, Any]]] = []
    for course in courses:
        for column in columns:
            if all(not set(course["at"]) & set(other["at"]) for other in column):
                column.append(course)
                break
        else:
            columns.append([course])
    return columns


def _draw(axes: Any, course: dict[str, Any], player: str, order: list[str]) -> None:
    """Fill the areas between the cutoffs of one family by what the types there do."""
    half = course["step"] / 2
    at = np.array([course["at"][0] - half, *course["at"], course["at"][-1] + half])
    ends = np.array([there[player] for there in (course["ends"][0], *course["ends"], course["ends"][-1])])
    for k, label in enumerate(course["labels"][player]):
        if label not in order:
            order.append(label)
        axes.fill_between(at, ends[:, k], ends[:, k + 1], color=painted(order.index(label)), lw=0)
    for k in range(1, ends.shape[1] - 1):
        axes.plot(at, ends[:, k], color=INK, lw=1.3)
    for x in (at[0], at[-1]):
        axes.axvline(x, color=FAINT, lw=0.6, ls=":")
