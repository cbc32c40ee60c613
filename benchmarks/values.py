"""Exact values of two-player zero-sum games: the sequence form in fractions, ours beside pygambit's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import games
from solvers.nash.linear import sequence_lp

from .rows import MISSING, Row, least, row

PEER = "pygambit, lp in fractions"
LARGEST = 300  # nodes: it was stopped after 150 seconds on a tree of 1,144


def value_rows(trials: Sequence[tuple[str, dict[str, Any]]], budget: float) -> Iterator[Row]:
    """Seconds until the value is known exactly."""
    for name, structure in trials:
        game = games.load(name, **structure)
        seconds = least(lambda: sequence_lp(game), budget)  # noqa: B023
        peers: dict[str, float | str] = {}
        notes = ["Ours with the verifier's certificate."]
        try:
            import pygambit
        except ImportError:
            peers[PEER] = MISSING
        else:
            if game.nodes <= LARGEST:
                theirs = games.to_gambit(game)
                peers[PEER] = least(lambda: pygambit.nash.lp_solve(theirs, rational=True), budget)  # noqa: B023
            else:
                notes.append("pygambit is left out: it was stopped after 150 s on liar's dice of 1,144 nodes.")
        size = {"nodes": game.nodes, "infosets": game.infosets}
        yield row(f"value {name}", size, game.nodes, seconds, seconds, peers, unit="s", notes=tuple(notes))
