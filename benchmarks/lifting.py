"""From a learned profile to an exact equilibrium, and exact equilibria along a parameter: no other program has either."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import games
from games import Game
from solvers import lift, trace

from .rows import Row, least, row
from .stories import siege

ALONE = "No other program does this."
LONGEST = 100.0  # seconds; where a size takes so long, larger ones are left out


@dataclass(frozen=True)
class Along:
    """A game that is traced.

    Parameters
    ----------
    workload : str
        What its rows are called.
    name, structure
        Our game, as for `games.load`.
    parameter, low, high : str
        What moves, and from where to where.
    """

    workload: str
    name: str
    structure: dict[str, Any]
    parameter: str
    low: str
    high: str


def hands(ranks: int) -> Along:
    """Kuhn poker with an open bet and so many cards."""
    return Along("kuhn", "kuhn", {"stakes": "open", "ranks": ranks}, "bet", "1/10", "6")


def dice(faces: int) -> Along:
    """Liar's dice with an open price of a wrong call."""
    return Along("liars_dice", "liars_dice", {"stakes": "open", "faces": faces}, "price", "1/4", "7/20")


THREE = Along("kuhn of three", "kuhn", {"stakes": "open", "players": 3}, "bet", "1/4", "4")
CAMPAIGN = Along("campaign", "campaign", {}, "w_cost_short", "51/1000", "3")


def lift_rows(sizes: Sequence[tuple[str, dict[str, Any]]], budget: float) -> Iterator[Row]:
    """Seconds from a game to one exact equilibrium: learning, solving and the verifier's word."""
    last: dict[str, float] = {}
    for name, structure in sizes:
        if last.get(name, 0.0) > LONGEST:
            continue
        game = _game(name, structure)
        results: list[Any] = []
        seconds = last[name] = least(lambda: results.append(lift(game)), budget)  # noqa: B023
        found = results[-1]
        size = {"nodes": game.nodes, "infosets": game.infosets, "supports": found.origin.supports, **structure}
        notes = (ALONE, f"Verified under {found.certificate.concept}, at the defaults.")
        yield row(f"lift {name}", size, game.nodes, seconds, seconds, {}, unit="s", notes=notes)


def trace_rows(trials: Sequence[Along], budget: float) -> Iterator[Row]:
    """Seconds until a range of one parameter is covered by exact pieces."""
    last: dict[str, float] = {}
    for trial in trials:
        if last.get(trial.workload, 0.0) > LONGEST:
            continue
        game = _game(trial.name, trial.structure)
        results: list[Any] = []
        ends = trial.parameter, trial.low, trial.high
        seconds = last[trial.workload] = least(lambda: results.append(trace(game, *ends)), budget)  # noqa: B023
        found = results[-1]
        size = {"nodes": game.nodes, "infosets": game.infosets, "pieces": len(found.pieces), "gaps": len(found.gaps), **trial.structure}
        yield row(f"trace {trial.workload}", size, game.nodes, seconds, seconds, {}, unit="s", notes=(ALONE,))


def _game(name: str, structure: dict[str, Any]) -> Game:
    """One of the catalogue, or the siege, which is told here."""
    return siege(**structure) if name == "siege" else games.load(name, **structure)
