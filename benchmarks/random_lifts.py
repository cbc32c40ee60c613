"""Random games lifted: the share that is, with a verified equilibrium, by size; and why the rest was not."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import product
from random import Random
from typing import Any

from games import Game, GameError, game
from solvers import lift

from .rows import Row

SIZES = [(2, 2, 3), (2, 2, 4), (3, 2, 3), (2, 3, 4), (3, 2, 4), (2, 3, 6), (3, 3, 5)]  # players, types of each, moves
QUICK = SIZES[:3]
GAMES = 10


def random_story(players: int, kinds: int, moves: int, seed: int) -> Game:
    """Private types, then public choices in turn; the payoffs of every leaf are drawn, from 0 to 20."""
    names = tuple("ABCD"[:players])

    @game(players=names)
    def told(play: Any) -> dict[str, int]:
        types = play.chance("types", ["".join(some) for some in product("012"[:kinds], repeat=players)])
        for name, kind in zip(names, types, strict=True):
            play.tell(name, kind)
        history = "".join(play.choose(names[k % players], ["L", "R"]) for k in range(moves))
        draw = Random(f"{seed} {types} {history}")
        return {name: draw.randrange(21) for name in names}

    built: Game = told()
    return built


def measured(sizes: Sequence[tuple[int, int, int]] = SIZES, *, count: int = GAMES, concept: str = "sequential") -> Iterator[Row]:
    """A row for each size: how many of so many games are lifted, and what was said of the others."""
    for players, kinds, moves in sizes:
        start, lifted, why = time.process_time(), 0, Counter[str]()
        for seed in range(count):
            story = random_story(players, kinds, moves, seed)
            try:
                lifted += bool(lift(story, concept=concept).certificate.equilibrium)
            except GameError as error:
                why[plainly(str(error))] += 1
        seconds = (time.process_time() - start) / count
        size = {"players": players, "types": kinds, "moves": moves, "nodes": story.nodes, "infosets": story.infosets}
        yield {**size, "games": count, "lifted": lifted, "why": dict(why), "seconds": seconds}


def plainly(message: str) -> str:
    """A message without what differs from game to game: its first sentence, numbers left out."""
    return re.sub(r"\d[\d.,e/-]*", "..", re.split(r"(?<=[.])\s", message)[0])


def lifts_table(rows: Iterator[Row]) -> Iterator[str]:
    """Write the rows for a terminal of 80 columns, each as soon as it is there."""
    yield f"{'players':>7}{'types':>7}{'moves':>7}{'nodes':>8}{'sets':>7}{'lifted':>10}{'seconds each':>14}  why not"
    yield "-" * 79
    for one in rows:
        share = f"{one['lifted']}/{one['games']}"
        yield (
            f"{one['players']:>7}{one['types']:>7}{one['moves']:>7}{one['nodes']:>8,}{one['infosets']:>7}{share:>10}{one['seconds']:>14.2f}"
        )
        yield from (f"{'':>9}{times}: {said}" for said, times in sorted(one["why"].items(), key=lambda item: -item[1]))
