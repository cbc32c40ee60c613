"""Sweeps for a terminal: how many points, and which families exist at how many of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from games import Game

from ..results import Sweep
from .words import counted, equilibria
from .wrapping import laid_out, prose, underlined

HOW = {
    "map": "from a map, numbers rounded",
    "enumerate": "each point solved exactly",
    "lift": "one exact at each point, from closed forms that hold around it",
    "learn": "one learned at each point, with its gap measured",
}
MOST_FAMILIES = 20  # that are listed one by one


def sweep_text(game: Game, concept: str, sweep: Sweep) -> str:
    """Write what a sweep found for people."""
    return "\n".join(_lines(game, concept, sweep))


def _lines(game: Game, concept: str, sweep: Sweep) -> Iterator[str]:
    yield from underlined(game.title)
    how, what = HOW[sweep.method], equilibria(concept)
    facts = [f"{what[0].upper()}{what[1:]} at {counted(sweep.points, 'point')} in {' and '.join(sweep.parameters)}: {how}."]
    if sweep.reused:
        facts.append(f"{counted(sweep.reused, 'point')} had been solved before.")
    if sweep.outside:
        facts.append(f"{counted(sweep.outside, 'point')} of the grid {'lies' if sweep.outside == 1 else 'lie'} outside the game's domain.")
    yield from prose(" ".join(facts))
    frequent = Counter(sweep.family.tolist()).most_common()
    yield ""
    yield f"{'points':>10}  family"
    for k, count in frequent[:MOST_FAMILIES]:
        yield from laid_out([(f"{count:>10,}", sweep.names[k])], "")
    if len(frequent) > MOST_FAMILIES:
        yield from prose(f"{counted(len(frequent) - MOST_FAMILIES, 'more family', 'more families')}; --json or --out has every row.")
