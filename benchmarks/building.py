"""Building trees by program and reading them from files: ours beside pygambit's."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any

import games
from games import Game
from games.tree import CHANCE, TERMINAL

from .rows import MISSING, Row, least, row
from .stories import siege

PROGRAM = "pygambit, node by node"
READER = "pygambit, read_efg"
MOST_CALLS = 1_000_000
LONGEST = 8.0  # seconds that one build may take; a round more makes a tree of eight times as many nodes


def build_rows(rounds: Sequence[int], budget: float) -> Iterator[Row]:
    """Nodes a second of a story that is told, and of the same tree put together by calls to pygambit."""
    for number in dict.fromkeys(map(affordable, rounds)):
        yield _build_row("build by program", {"rounds": number}, lambda: siege(rounds=number), budget)  # noqa: B023


def library_rows(sizes: Sequence[tuple[str, dict[str, Any]]], budget: float) -> Iterator[Row]:
    """The same for games of the catalogue."""
    for name, structure in sizes:
        yield _build_row(f"build {name}", structure, lambda: games.load(name, **structure), budget)  # noqa: B023


def _build_row(workload: str, structure: Mapping[str, Any], tell: Callable[[], Game], budget: float) -> Row:
    seconds, game = least_with(tell, budget)
    size = {"nodes": game.nodes, "infosets": game.infosets, **structure}
    peers: dict[str, float | str] = {}
    if game.nodes > MOST_CALLS:
        note = f"pygambit is left out on trees of more than {MOST_CALLS:,} nodes: its calls would take minutes."
    else:
        note = "Ours runs the rules; for pygambit their calls are laid out before the clock starts, one for each node."
        try:
            calls = gambit_calls(game)
        except ImportError:
            peers[PROGRAM] = MISSING
        else:
            peers[PROGRAM] = game.nodes / least(calls, budget)
    return row(workload, size, game.nodes, seconds, game.nodes / seconds, peers, unit="nodes/s", notes=(note,))


def parse_rows(faces: Sequence[int], budget: float) -> Iterator[Row]:
    """Nodes a second of an .efg file that is read: liar's dice."""
    for number in faces:
        game = games.load("liars_dice", faces=number)
        written = games.write_efg(game)
        seconds = least(lambda: games.read_efg(written), budget)  # noqa: B023
        peers: dict[str, float | str] = {READER: MISSING}
        try:
            import pygambit
        except ImportError:
            pass
        else:
            peers[READER] = game.nodes / least(lambda: pygambit.read_efg(BytesIO(written.encode())), budget)  # noqa: B023
        size = {"nodes": game.nodes, "bytes": len(written), "MB/s": round(len(written) / seconds / 1e6, 1)}
        note = "Ours says where a file is wrong, and keeps exact numbers."
        yield row("parse efg", size, game.nodes, seconds, game.nodes / seconds, peers, unit="nodes/s", notes=(note,))


def affordable(rounds: int) -> int:
    """So many rounds, or fewer where telling them would take too long."""
    while rounds > 3 and 64 * least(lambda: siege(rounds=rounds - 2), 0) > LONGEST:  # noqa: B023
        rounds -= 1
    return rounds


def least_with(work: Callable[[], Game], budget: float) -> tuple[float, Game]:
    """The least processor time of a build, and what was built."""
    built: list[Game] = []
    seconds = least(lambda: built.append(work()), budget)
    return seconds, built[-1]


def gambit_calls(game: Game) -> Callable[[], Any]:
    """All calls that build a game in pygambit, with their arguments laid out; what is returned makes them."""
    from pygambit import ExtensiveGame, H

    numbers = game.at() if game.parameters else game
    labels: list[tuple[str, ...]] = [()]
    for node in range(1, game.nodes):
        labels.append((*labels[game.parent[node]], game.move_label(node)))
    calls: list[tuple[str, tuple[str, ...], tuple[Any, ...]]] = []
    first: dict[int, tuple[str, ...]] = {}
    for node, here in enumerate(labels):
        owner, place = int(game.owner[node]), int(game.infoset[node])
        if owner == TERMINAL:
            payoffs = {player: numbers.payoff(place, k) for k, player in enumerate(game.players)}
            calls.append(("make_outcome", here, (payoffs, f"ending {place}")))
        elif owner == CHANCE:
            calls.append(("append_event", here, ({labels[child][-1]: numbers.chance(child) for child in game.children(node)},)))
        elif place in first:
            calls.append(("append_infoset", here, (H.path(*first[place]),)))
        else:
            first[place] = here
            calls.append(("append_move", here, (game.players[owner], list(game.set_actions[place]))))

    def build() -> Any:
        tree = ExtensiveGame(list(game.players), game.name)
        for method, here, arguments in calls:
            getattr(tree, method)(H.path(*here), *arguments)
        return tree

    return build
