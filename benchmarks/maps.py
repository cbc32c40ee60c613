"""Exact families and maps, cold and warm, and how they grow with the number of types."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import games
import solvers
from games import Game
from solvers import RegimeMap
from solvers.closed_forms.branches import all_pieces

from .rows import least, row
from .stories import bargaining, reputation

ALL = "all"
MAPS: list[tuple[str, dict[str, Any], str | None]] = [
    # game, structure, parameters of the map
    ("selten_horse", {}, ALL),
    ("beer_quiche", {}, ALL),
    ("crisis_signalling", {}, ALL),
    ("defection_for_immunity", {"core": True}, ALL),
]
BEFORE: dict[str, tuple[int, float]] = {
    # the essay's games: generic bases and seconds of the scripts with which they were specified, every parameter
    # symbolic, on another machine; their bases are counted before it is tested that a base holds on an open set
    "sustainability_bet": (45, 1.5),
    "defection_for_immunity": (104, 7.0),
    "kingpin_fragmentation": (60, 4.6),
    "coercive_diplomacy": (89, 5.0),
    "intelligence_sharing": (103, 5.0),
    "state_capture": (112, 11.5),
    "hide_and_strike": (9, 2.0),
    "route_interdiction": (136, 6.6),
    "intervention_stance": (152, 46.0),
    "provocation_trap": (31, 1.7),
    "escalation_ladder": (54, 9.7),
    "foreign_diversion": (24, 2.4),
    "mandate_and_influence": (46, 2.7),
    "campaign": (84, 2.2),
}
GRID = 10_000  # a hundred values of each of two parameters
PEER = f"pygambit at {GRID:,} points"
TYPES = [(1, 1), (1, 2), (2, 1), (2, 2), (3, 2), (2, 3), (3, 3)]


OVERVIEW: list[tuple[str, dict[str, Any]]] = [
    # sizes of the overview: game, structure
    ("beer_quiche", {}),
    ("defection_for_immunity", {"core": True}),
    ("crisis_signalling", {"challenger_types": 1, "target_types": 1}),
    ("crisis_signalling", {"challenger_types": 2, "target_types": 1}),
    ("crisis_signalling", {"challenger_types": 1, "target_types": 3}),
    ("crisis_signalling", {"challenger_types": 3, "target_types": 2}),
    ("crisis_signalling", {}),  # the last is the quick run's
]


def overview_rows(sizes: Sequence[tuple[str, dict[str, Any]]], budget: float) -> Iterator[dict[str, Any]]:
    """Seconds of a map in every parameter, beside what a grid of `GRID` points would take another program."""
    for name, structure in sizes:
        game = games.load(name, **structure)
        regime_map = solvers.regimes(game, over=ALL, check=0)
        seconds = least(lambda: solvers.regimes(games.load(name, **structure), over=ALL, check=0), budget)  # noqa: B023
        peers = by_points(game, seconds).get("peers", {})
        notes = ("Ours tells everything at once; a grid says nothing of what lies between, and Nash equilibria need not be sequential.",)
        yield row(f"map {name}", _size(game, ALL) | _counts(regime_map), game.nodes, seconds, seconds, peers, unit="s", notes=notes)


def measured(*, quick: bool) -> list[dict[str, Any]]:
    """Measure all rows."""
    repeat = 2 if quick else 5
    essay = list(BEFORE)[:2] if quick else list(BEFORE)
    return [
        *map_rows(repeat),
        *essay_rows(essay),
        *family_rows(essay),
        *stage_rows(),
        *growth_rows(repeat, TYPES[:5] if quick else TYPES),
        cold_row(1 if quick else 3),
    ]


def map_rows(repeat: int) -> Iterator[dict[str, Any]]:
    """Warm maps, without the check by the independent method and with it."""
    for name, structure, over in MAPS:
        game = games.load(name, **structure)
        regime_map = solvers.regimes(game, over=over, check=0)
        size = _size(game, over) | _counts(regime_map)
        title = name + ("" if not structure else " core")
        seconds = best(lambda: solvers.regimes(games.load(name, **structure), over=over, check=0), repeat)  # noqa: B023
        yield _row(f"map {title}", size, seconds) | by_points(game, seconds)
        yield _row(f"map {title}, checked", size, best(lambda: solvers.regimes(games.load(name, **structure), over=over), repeat))  # noqa: B023


def by_points(game: Game, our_seconds: float) -> dict[str, Any]:
    """What the same map would take point by point in another program: a grid of `GRID` points, each solved for Nash equilibria.

    It would be less: the points say nothing of what lies between them, and Nash equilibria are not yet sequential ones.
    """
    if not game.parameters:
        return {}
    try:
        import pygambit
    except ImportError:
        return {"peers": {PEER: "missing"}}
    gambit_game = games.to_gambit(game.at())
    start = time.process_time()
    if len(game.players) == 2:
        pygambit.nash.enummixed_solve(gambit_game, rational=True)
    else:
        pygambit.nash.enumpoly_solve(gambit_game)
    seconds = GRID * (time.process_time() - start)
    return {"peers": {PEER: seconds}, "best_peer": PEER, "ratio": seconds / our_seconds}


def essay_rows(names: list[str]) -> Iterator[dict[str, Any]]:
    """The default map of every game of the essay, with the check by the independent method."""
    for name in names:
        seconds, regime_map = timed(lambda: solvers.regimes(games.load(name)))  # noqa: B023
        yield _row(f"map {name}, checked", _size(games.load(name), None) | _counts(regime_map), seconds)


def family_rows(names: list[str]) -> Iterator[dict[str, Any]]:
    """Generic families of every game of the essay with every parameter symbolic, beside the scripts that specified the games."""
    for name in names:
        seconds, listed = timed(lambda: solvers.families(games.load(name), over=ALL))  # noqa: B023
        size = _size(games.load(name), ALL) | {"bases": listed.bases["generic"], "undecided": listed.undecided}
        bases, seconds_before = BEFORE[name]
        yield _row(f"families {name}", size, seconds) | {"before": {"bases": bases, "seconds": seconds_before}}


def stage_rows() -> Iterator[dict[str, Any]]:
    """Generic families of games of four stages with two types, every parameter symbolic."""
    for story in (reputation, bargaining):
        seconds, listed = timed(lambda: solvers.families(story(), over=ALL))  # noqa: B023
        size = _size(story(), ALL) | {"bases": listed.bases["generic"], "undecided": listed.undecided}
        yield _row(f"families {story().name}, four stages", size, seconds)


def growth_rows(repeat: int, types: list[tuple[int, int]]) -> Iterator[dict[str, Any]]:
    """Crisis games with more and more types on both sides, every parameter symbolic."""
    for challenger, target in types:
        structure = {"challenger_types": challenger, "target_types": target}
        game = games.load("crisis_signalling", **structure)
        for edges in (False, True):
            pieces = all_pieces(game, knife_edges=edges)
            listed = solvers.families(game, over=ALL, knife_edges=edges)
            size = _size(game, ALL) | {
                "types": f"{challenger}x{target}",
                "supports": pieces.counts["supports"],
                "bases": sum(v or 0 for v in listed.bases.values()),
                "queries": pieces.counts["queries"],
                "undecided": listed.undecided,
            }
            title = f"crisis {challenger}x{target}" + (", with knife edges" if edges else "")
            seconds = best(lambda: solvers.families(games.load("crisis_signalling", **structure), over=ALL, knife_edges=edges), repeat)  # noqa: B023
            yield _row(title, size, seconds)


def cold_row(repeat: int) -> dict[str, Any]:
    """The first command of a fresh process, picture included."""

    def run() -> None:
        subprocess.run([sys.executable, "-m", "solvers", "regimes", "defection_for_immunity", "--json"], check=True, capture_output=True)

    return _row("first command of a fresh process", {}, best(run, repeat))


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """The seconds of a second run, and what it gave; of the first where that takes more than a few seconds."""
    start = time.perf_counter()
    result = work()
    first = time.perf_counter() - start
    return (first if first > 3 else min(first, best(work, 1))), result


def best(work: Callable[[], object], repeat: int) -> float:
    """The shortest of several runs, in seconds."""
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def _size(game: Game, over: str | None) -> dict[str, Any]:
    names = game.parameters if over == ALL else game.headline
    return {"nodes": game.nodes, "infosets": game.infosets, "parameters": len(names)}


def _counts(regime_map: RegimeMap) -> dict[str, int]:
    return {"families": len(regime_map.families), "walls": len(regime_map.walls), "regimes": len(regime_map.regimes)}


def _row(workload: str, size: dict[str, Any], seconds: float) -> dict[str, Any]:
    return {"workload": workload, "size": size, "ours": seconds, "peers": {}, "best_peer": None, "ratio": None, "unit": "s"}
