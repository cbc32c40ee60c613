"""A finite game in the place of one with types from a continuum: each type is one of a few at the midpoints of its quantiles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from .build import Draft, freeze
from .errors import GameError
from .labels import parts_of
from .law import PrivateType
from .numbers import Expression, Number
from .tree import CHANCE, TERMINAL, Game

Drawn = Mapping[str, tuple[str, Number]]
"""For each type that was drawn on the way: the label of what was drawn, and its value."""


def grid(game: Game, n: int) -> Game:
    """See `Game.grid`."""
    if not game.types:
        raise GameError(f"{game.name} has no type from a continuum; it is a finite game as it stands.")
    if isinstance(n, bool) or not isinstance(n, int) or n < 1:
        raise GameError(f"game.grid(n) takes a whole number of types above zero; found {n!r}.")
    errors = [t for t in game.types if not t.counts]
    if errors:
        raise GameError(
            f"{errors[0].words} is an error that no earlier move values (counts=False); no finite game has that. Let it count for a grid."
        )
    draft = Draft(game.name, game.players)
    _Copy(game, n, draft).start()
    finite = freeze(draft, game.title)
    return replace(finite, domain=game.domain, headline=game.headline, fixed=dict(game.fixed))


class _Copy:
    """Copies a tree and draws types on the way."""

    def __init__(self, game: Game, n: int, draft: Draft) -> None:
        self.game, self.n, self.draft = game, n, draft
        self.shocks: dict[int, list[PrivateType]] = {}
        for t in game.types:
            if t.at is not None:
                self.shocks.setdefault(game.set_index(t.owner, t.at), []).append(t)
        midpoints = [Fraction(2 * k + 1, 2 * n) for k in range(n)]
        self.values = {t.name: [t.law.quantile(share) for share in midpoints] for t in game.types}

    def start(self) -> None:
        """Draw the types that are known from the start, and copy everything after that."""
        self._draw([*(t for t in self.game.types if t.at is None), *self._shocks_before(0)], 0, -1, -1, {})

    def _draw(self, waiting: list[PrivateType], node: int, parent: int, move: int, drawn: Drawn) -> None:
        """Draw what is waiting, one chance move after the other, and then copy a node."""
        if not waiting:
            self._copy(node, parent, move, drawn)
            return
        first, *rest = waiting
        labels = tuple(f"{first.name} {k + 1}" for k in range(self.n))
        new = self.draft.add(CHANCE, ("chance", first.name, labels, [Fraction(1, self.n)] * self.n), parent, move)
        for k, label in enumerate(labels):
            self._draw(rest, node, new, k, {**drawn, first.name: (label, self.values[first.name][k])})

    def _copy(self, node: int, parent: int, move: int, drawn: Drawn) -> None:
        game, draft = self.game, self.draft
        owner, k, children = int(game.owner[node]), int(game.infoset[node]), game.children(node)
        if owner == TERMINAL:
            values = {name: value for name, (_, value) in drawn.items()}
            payoffs = [_with(game.payoff(k, player), values) for player in range(len(game.players))]
            measures = {name: game.measure(k, m) for m, name in enumerate(game.measure_names)}
            draft.add(TERMINAL, (payoffs, measures, game.outcome_names[game.outcome[k]]), parent, move)
            return
        if owner == CHANCE:
            name, outcomes = game.chance_moves[k]
            new = draft.add(CHANCE, ("chance", name, outcomes, [game.chance(child) for child in children]), parent, move)
        else:
            player = game.players[owner]
            mine = [drawn[t.name][0] for t in game.types if t.owner == player and t.name in drawn]
            told = parts_of(game.set_labels[k]) if game.set_labels[k] != "start" else ()
            memory: Any = tuple(("", part) for part in (*mine, *told))
            new = draft.add(owner, ("choose", player, memory, game.set_actions[k]), parent, move)
            draft.sets[player, memory] = game.set_actions[k]
        for m, child in enumerate(children):
            self._draw(self._shocks_before(child), child, new, m, drawn)

    def _shocks_before(self, node: int) -> list[PrivateType]:
        return self.shocks.get(int(self.game.infoset[node]), []) if self.game.owner[node] >= 0 else []


def _with(payoff: Number, values: Mapping[str, Number]) -> Number:
    return payoff.at({name: value for name, value in values.items() if name in payoff.free}) if isinstance(payoff, Expression) else payoff
