"""A sweep of games too large to search: at each point one exact equilibrium, from closed forms where such a form holds already.

A lift comes with the region in which its closed forms hold, so that neighbours are answered by deciding its conditions there, and
only a point that lies in no region known yet is learned and lifted anew.  Each batch begins without any, so that its answers do not
depend on other batches, or on what a store has.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from games import Game, GameError
from games.numbers import Expression, Number, simplest

from ..front import lift
from ..lifting.indifference import check_polynomial
from ..lifting.regions import MOST_OPEN
from ..results import Lift
from ..results.written import exact
from .grid import Point

TOGETHER = 64  # points of a batch, in the order of the grid
NAME, NOTHING = "lifted equilibrium", "not lifted"

Rows: TypeAlias = list[dict[str, Any]]


def lifted_rows(game: Game, concept: str, points: Sequence[tuple[int, Point]]) -> list[tuple[int, Rows]]:
    """Lift at points, and write a row for each; where nothing is found the row says why."""
    known: list[Lift] = []
    over = _opened(game)
    out = []
    for k, point in points:
        here = next((one for one in reversed(known) if _holds(one, point)), None)
        if here is None:
            try:
                here = lift(game, over=over, concept=concept, **dict[str, Any](point))
            except GameError as error:
                out.append((k, [_nothing(str(error))]))
                continue
            known.append(here)
        out.append((k, [_row(here, point)]))
    return out


def _opened(game: Game) -> tuple[str, ...] | None:
    """The parameters in which closed forms are asked for: all that are open, where they are few and payoffs are polynomials in them."""
    try:
        check_polynomial(game)
    except GameError:
        return None
    return game.parameters if len(game.parameters) <= MOST_OPEN else None


def _holds(one: Lift, point: Point) -> bool:
    """Whether it is proved that the closed forms of a lift are an equilibrium at a point."""
    return bool(one.over) and one.conditions is not None and not one.boxes and one.family.exists(point)


def _row(one: Lift, point: Point) -> dict[str, Any]:
    payoffs, outcomes, measures = (_there(numbers, point) for numbers in (one.payoffs, one.outcomes, one.measures))
    approximate = any(isinstance(x, float) for numbers in (payoffs, outcomes, measures) for x in numbers.values())
    return {
        "solution": 0,
        "name": NAME,
        "payoffs": payoffs,
        "outcomes": outcomes,
        "measures": measures,
        "exact": not approximate,
        "found": "one",
    }


def _there(numbers: Mapping[str, Number], point: Point) -> dict[str, Any]:
    return {name: exact(simplest(x.at(point)) if isinstance(x, Expression) else x) for name, x in numbers.items()}


def _nothing(reason: str) -> dict[str, Any]:
    return {
        "solution": 0,
        "name": NOTHING,
        "payoffs": {},
        "outcomes": {},
        "measures": {},
        "exact": False,
        "found": "none",
        "reason": reason,
    }
