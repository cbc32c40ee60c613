"""Sweeps over parameters: every equilibrium at every point from one map, beside pygambit point by point."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

import games
import solvers

from .rows import MISSING, Row, least, row

EXACT, FLOATS = "pygambit, exact", "pygambit, floating point"
AXES = {"phi": (Fraction(1, 100), Fraction(99, 100)), "k_tip": (Fraction(1, 100), Fraction(99, 100))}
TRIED = 4  # points that pygambit solves


def sweep_rows(sides: Sequence[int], budget: float) -> Iterator[Row]:
    """Points a second on the core of defection for immunity, of a square grid; the map and the frame are counted."""
    game = games.load("defection_for_immunity", core=True)
    for side in sides:
        grid = {name: f"{low}:{high}:{side}" for name, (low, high) in AXES.items()}
        points = solvers.sweep(game, grid).attrs["points"]
        seconds = least(lambda: solvers.sweep(game, grid), budget)  # noqa: B023
        size = {"nodes": game.nodes, "points": points, "outside": side * side - points}
        exact, floats = peer_rates(game, budget)
        for words, peers, note in (
            ("", {EXACT: exact}, "Ours decides exactly which equilibria there are, and rounds their numbers."),
            (", floats", {FLOATS: floats}, "pygambit in floating point may miss equilibria where a player is indifferent."),
        ):
            notes = (note, "Ours: sequential equilibria, map and table included. pygambit: Nash, games made before the clock starts.")
            name = f"sweep defection_for_immunity{words}"
            yield row(name, size, points, seconds, points / seconds, peers, unit="points/s", notes=notes)


def unmapped_rows(counts: Sequence[int], budget: float) -> Iterator[Row]:
    """Points a second where no map is made: one equilibrium learned at each point, and one lifted, of Kuhn poker for two and for three."""
    for method, structure, concept in (("learn", {}, "nash"), ("lift", {"players": 3}, "sequential")):
        game = games.load("kuhn", stakes="open", **structure)
        for count in counts:
            grid = {"bet": f"1/4:4:{count}"}
            seconds = least(lambda: solvers.sweep(game, grid, concept, method=method), budget)  # noqa: B023
            notes = ("No other program sweeps: learned points are gone through side by side, lifted closed forms serve their neighbours.",)
            size = {"nodes": game.nodes, "points": count}
            yield row(f"sweep by {method}", size, count, seconds, count / seconds, {}, unit="points/s", notes=notes)


def peer_rates(game: games.Game, budget: float) -> tuple[float | str, float | str]:
    """Points a second that pygambit solves for all extreme Nash equilibria, in fractions and in floating point."""
    try:
        import pygambit
    except ImportError:
        return MISSING, MISSING
    numbers: list[Any] = [games.to_gambit(game.at(phi=Fraction(k, TRIED + 1))) for k in range(1, TRIED + 1)]
    solve = pygambit.nash.enummixed_solve
    exact, floats = (
        TRIED / least(lambda: [solve(one, rational=rational) for one in numbers], budget)  # noqa: B023
        for rational in (True, False)
    )
    return exact, floats
