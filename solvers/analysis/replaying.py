"""Under which parameters and beliefs a line of play has positive probability, and what the alternative would have met: `replay`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from games import Game, GameError
from games.numbers import Number

from ..front import claim
from ..requests import check_map
from ..results import RegimeMap
from .expecting import Expected, Moves, forced, strategies_of


@dataclass(frozen=True)
class Replay:
    """Where a historical line of play is equilibrium play.

    Parameters
    ----------
    game : str
        In which game.
    line : tuple of str
        The steps, each ``PLAYER ACTION`` or ``PLAYER ACTION at SET``.
    every, some : tuple of str
        Where each step has positive probability in every, in some equilibrium: conditions; empty for everywhere, "never" for nowhere.
    alternatives : dict from str to dict
        For each step at the map's defaults: what each other action there would have brought its player, with what the line brings.
    """

    game: str
    line: tuple[str, ...]
    every: tuple[str, ...]
    some: tuple[str, ...]
    alternatives: Mapping[str, Mapping[str, Number]]

    def __repr__(self) -> str:
        return f"<Replay of {'; '.join(self.line)} in {self.game}: in some equilibrium where {' and '.join(self.some) or 'anything holds'}>"


def replay(map: RegimeMap, line: Sequence[str]) -> Replay:
    """Say where a line of play is equilibrium play, and what else its players could have done.

    Parameters
    ----------
    map : RegimeMap
        From `regimes`.
    line : sequence of str
        Steps, as ``"provocateur attack"`` or ``"US escalate at proud"``; all must be possible in one play, or in plays that
        differ by chance.

    Returns
    -------
    Replay
        Exact conditions, and for each step the payoffs of the alternatives in the equilibria at the defaults.

    Raises
    ------
    GameError
        For a step that the rules do not allow.

    Examples
    --------
    >>> import games, solvers
    >>> replay(solvers.regimes(games.load("provocation_trap"), ("p", "p_attr")), ["provocateur attack"]).some
    ('p > (8*p_attr - 1)/5',)
    """
    check_map(map, "replay")
    steps = [_step(map.game, text) for text in line]
    if not steps:
        raise GameError("A line of play has at least one step, as 'US strike' or 'US strike at pass'.")
    verdict = claim(map, [], outcomes={f"{player} {action} at {label}": "> 0" for player, label, action in steps})
    return Replay(map.game.name, tuple(line), verdict.every, verdict.some, _alternatives(map, steps))


def _step(game: Game, text: str) -> tuple[str, str, str]:
    """Read a step: player, information set, action."""
    words, _, label = text.partition(" at ")
    player = max((name for name in game.players if words.startswith(f"{name} ")), key=len, default="")
    action = words.removeprefix(f"{player} ")
    places = [
        (name, action)
        for owner, name, actions in zip(game.set_owner, game.set_labels, game.set_actions, strict=True)
        if game.players[owner] == player and action in actions and label in ("", name)
    ]
    if not places:
        raise GameError(f"The rules of {game.name} do not allow {text!r}; write a player, an action and, after 'at', an information set.")
    if len(places) > 1:
        raise GameError(
            f"{text!r} is possible at {', '.join(repr(name) for name, _ in places)}; say at which, as '{text} at {places[0][0]}'."
        )
    return player, places[0][0], action


def _alternatives(map: RegimeMap, steps: Sequence[tuple[str, str, str]]) -> dict[str, dict[str, Number]]:
    """What every action at the sets of a line brings its player at the defaults, in the first equilibrium there."""
    numeric = map.game.fix(map.game.defaults)
    solutions = map.at()
    out: dict[str, dict[str, Number]] = {}
    if not len(solutions):
        return out
    strategies: Any = strategies_of(numeric, solutions[0].sampled())
    for player, label, _ in steps:
        index = numeric.set_index(player, label)
        values: dict[str, Number] = {}
        for action in numeric.set_actions[index]:
            moves: Moves = {player: {label: action}}
            value = Expected(numeric, forced(numeric, strategies, moves)).at_set(index)[1]
            if value is not None:
                values[action] = value
        out[f"{player} at {label}"] = values
    return out
