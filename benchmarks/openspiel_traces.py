"""What OpenSpiel learns and measures, written out for the tests: ``python -m benchmarks.openspiel_traces`` (some ten minutes)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from games import write_efg

from .openspiel_games import SOLVERS, TWINS, Learning, Twin, matched, random_behaviour, their_measure

FILE = Path(__file__).parents[1] / "tests" / "solvers" / "regret" / "openspiel.json"
POINTS = (10, 100, 1_000)
LARGE = "liars_dice faces=6"  # OpenSpiel takes half a second for an iteration
UNSTEADY = "kuhn players=4"  # traces go apart before the tenth iteration
SEEDS = (1, 2, 3)


@click.command()
@click.option("--only", default="", help="Games whose name contains this.")
def main(only: str) -> None:
    """Write the figures, or write anew those of some games."""
    figures: dict[str, Any] = json.loads(FILE.read_text()) if FILE.exists() else {"traces": {}, "profiles": {}}
    for words, twin in TWINS.items():
        if only not in words:
            continue
        if words != UNSTEADY:
            figures["traces"][words] = {method: trace(twin, method) for method in SOLVERS}
        if words != LARGE:
            figures["profiles"][words] = list(measures(twin))
        FILE.write_text(json.dumps(figures, indent=1) + "\n")
        click.echo(words)


def trace(twin: Twin, method: str) -> dict[str, Any]:
    """NashConv of the average at every point; and what it is in the same game retold, where rounding alone makes it another."""
    points = POINTS if twin.words != LARGE else POINTS[:2]
    found = list(Learning(method, twin.loaded()).gaps(points))
    out: dict[str, Any] = {"gaps": dict(zip(map(str, points), found, strict=True))}
    if twin.words != LARGE:
        again = [3 * gap for gap in Learning(method, retold(twin)).gaps(POINTS)]
        out["retold"] = {str(point): two for point, one, two in zip(POINTS, found, again, strict=True) if abs(two / one - 1) > 1e-6}
    return out


def retold(twin: Twin) -> Any:
    """Load our game in OpenSpiel from a file in which every payoff is a third of what it is; sums are then rounded otherwise."""
    import pyspiel

    with TemporaryDirectory() as folder:
        path = Path(folder) / "game.efg"
        write_efg(twin.game(), path)
        path.write_text(re.sub(r"(?m)^(t .*\{)([^{}]*)\}$", _thirds, path.read_text()))
        return pyspiel.load_game(f"efg_game(filename={path})")


def _thirds(line: re.Match[str]) -> str:
    payoffs = re.split(r"[,\s]+", line[2].strip())
    return f"{line[1]} {', '.join(str(Fraction(payoff) / 3) for payoff in payoffs)} }}"


def measures(twin: Twin) -> Iterator[dict[str, Any]]:
    """NashConv and values of some random profiles."""
    game, theirs = twin.game(), twin.loaded()
    match = matched(twin, game, theirs)
    for seed in SEEDS:
        gap, values = their_measure(random_behaviour(game, seed), theirs, match)
        yield {"seed": seed, "gap": gap, "values": values}


if __name__ == "__main__":
    main()
