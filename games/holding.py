"""Some players are held to given behaviour: they become chance, and the others are left to be solved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any, TypeAlias

from .build import Draft, freeze
from .checks import check_finite
from .errors import GameError
from .labels import parts_of
from .numbers import Number
from .tree import CHANCE, TERMINAL, Game

Rule: TypeAlias = "Callable[[str], Any] | Mapping[str, Any] | str"
"""An action for all sets that have it; an action or ``{action: number}`` for each label; or a function that gives one."""


def hold(game: Game, rules: Mapping[str, Rule]) -> Game:
    """See `Game.hold`."""
    unknown = [player for player in rules if player not in game.players]
    if unknown or not rules:
        raise GameError(
            f"hold takes rules for some players of {game.name}, as hold({game.players[0]}=...); found {', '.join(unknown) or 'none'}."
        )
    check_finite(game, "hold")
    players = tuple(player for player in game.players if player not in rules)
    if not players:
        raise GameError(f"hold leaves somebody to decide; of {game.name} all players are held.")
    mixes = {k: _mix(game, k, rules[game.players[owner]]) for k, owner in enumerate(game.set_owner) if game.players[owner] in rules}
    draft = Draft(game.name, players)
    _copy(game, 0, draft, -1, -1, mixes)
    held = freeze(draft, game.title)
    return replace(held, domain=game.domain, headline=game.headline, fixed=dict(game.fixed))


def _mix(game: Game, k: int, rule: Rule) -> dict[str, Number]:
    """What a rule does at an information set: the actions with positive probability."""
    player, label, actions = game.players[game.set_owner[k]], game.set_labels[k], game.set_actions[k]
    given = rule if isinstance(rule, str) else rule(label) if callable(rule) else rule.get(label)
    mix = {given: Fraction(1)} if isinstance(given, str) else given
    if not isinstance(mix, Mapping) or not set(mix) <= set(actions):
        raise GameError(f"The rule of {player} gives {given!r} at {label!r}; there {player} can {', '.join(actions)}.")
    out = {action: Fraction(p) if isinstance(p, int | str) else p for action, p in mix.items() if p != 0}
    if sum(out.values()) != 1:
        raise GameError(f"The rule of {player} at {label!r} gives probabilities that do not add up to 1.")
    return out


def _copy(game: Game, node: int, draft: Draft, parent: int, move: int, mixes: Mapping[int, Mapping[str, Number]]) -> None:
    """Copy a node and what follows; where a held player moves for certain there is no node."""
    owner, k, children = int(game.owner[node]), int(game.infoset[node]), game.children(node)
    if owner == TERMINAL:
        here = [player for player in range(len(game.players)) if game.players[player] in draft.players]
        payoffs = [game.payoff(k, player) for player in here]
        measures = {name: game.measure(k, m) for m, name in enumerate(game.measure_names)}
        measures |= {f"payoff of {name}": game.payoff(k, p) for p, name in enumerate(game.players) if name not in draft.players}
        draft.add(TERMINAL, (payoffs, measures, game.outcome_names[game.outcome[k]]), parent, move)
        return
    if owner == CHANCE:
        name, outcomes = game.chance_moves[k]
        new = draft.add(CHANCE, ("chance", name, outcomes, [game.chance(child) for child in children]), parent, move)
        steps = list(enumerate(children))
    elif k in mixes:
        taken = [(child, mixes[k][action]) for child, action in zip(children, game.set_actions[k], strict=True) if action in mixes[k]]
        if len(taken) == 1:
            _copy(game, taken[0][0], draft, parent, move, mixes)
            return
        labels = tuple(action for action in game.set_actions[k] if action in mixes[k])
        new = draft.add(CHANCE, ("chance", game.players[owner], labels, [p for _, p in taken]), parent, move)
        steps = [(m, child) for m, (child, _) in enumerate(taken)]
    else:
        memory = tuple(("", part) for part in parts_of(game.set_labels[k]) if game.set_labels[k] != "start")
        new = draft.add(
            draft.players.index(game.players[owner]), ("choose", game.players[owner], memory, game.set_actions[k]), parent, move
        )
        draft.sets[game.players[owner], memory] = game.set_actions[k]
        steps = list(enumerate(children))
    for m, child in steps:
        _copy(game, child, draft, new, m, mixes)
