"""Profiles by type that are claimed to be equilibria: read, and refused where they are no partition or hold no probabilities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from games import Game, GameError
from games.numbers import simplest, text

from ..results import ByType


def read_by_type(game: Game, claim: Any) -> ByType:
    """Read a profile by type, and refuse one that is no partition or holds no probabilities."""
    given = given_by_type(game, claim)
    for i, player in enumerate(game.players):
        check_cells(game, i, given.cells.get(player, ()))
    return given


def given_by_type(game: Game, claim: Any) -> ByType:
    """Read a profile by type."""
    names = {t.owner: t.name for t in game.types if t.at is None}
    given = getattr(claim, "by_type", claim)
    if isinstance(given, Mapping):
        given = ByType.from_json(given, names)
    if not isinstance(given, ByType):
        raise GameError(f"{game.name} has types from a continuum; give a profile by type, as solve(...)[0].by_type does, or its JSON.")
    return given


def check_cells(game: Game, i: int, cells: Sequence[Any]) -> None:
    """Refuse cells of a player that are no partition of its types, or hold no probabilities."""
    player, drawn = game.players[i], next((t for t in game.types if t.owner == game.players[i] and t.at is None), None)
    if drawn is not None:
        low, high = drawn.law.support
        ends = [cell.low for cell in cells] + [cells[-1].high] if cells else []
        meet = all(one.high == other.low for one, other in pairwise(cells))
        if not ends or not meet or ends[0] != low or ends[-1] != high or not all(a < b for a, b in pairwise(ends)):
            raise GameError(f"The cells of {player} are no partition of the types of {drawn.law.text()}, from the lowest to the highest.")
    elif len(cells) != 1:
        raise GameError(f"{player} has no type; give one cell that says what {player} does.")
    for cell in cells:
        for s in range(game.infosets):
            if game.set_owner[s] != i:
                continue
            row = cell.play.get(game.set_labels[s], {})
            if set(row) != set(game.set_actions[s]) or simplest(sum(row.values(), Fraction(0))) != 1 or min(row.values()) < 0:
                raise GameError(
                    f"{player} has no probabilities of {', '.join(game.set_actions[s])} at {game.set_labels[s]!r} for the types from "
                    f"{text(cell.low)} to {text(cell.high)}."
                )
