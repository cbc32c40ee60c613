"""Expectations under a profile, exact and with open symbols; moves forced; one player's best replies to the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeAlias

from games import Game, GameError
from games.checks import check_finite
from games.numbers import InOrder, Number, simplest
from games.tree import CHANCE, TERMINAL

from ..results.quantities import Quantity, quantity_named

Plan: TypeAlias = "Mapping[str, Mapping[str, Mapping[str, Number]]]"
"""A probability for each player, information set and action."""
Moves: TypeAlias = "Mapping[str, str | Mapping[str, str]]"
"""For a player an action, at every set that has it, or an action for each information set."""

ZERO, ONE = Fraction(0), Fraction(1)
MOST_PLANS = 4096  # so many plans of the others are looked at for a worst case


def strategies_of(game: Game, profile: Any) -> dict[str, dict[str, dict[str, Number]]]:
    """Read a profile, or what holds one, and copy its strategies; every information set must be there."""
    held = getattr(profile, "profile", profile)
    source = getattr(held, "strategies", held)
    if not isinstance(source, Mapping):
        raise GameError("A profile is needed: a solution, a family, or {player: {information set: {action: number}}}.")
    out: dict[str, dict[str, dict[str, Number]]] = {player: {} for player in game.players}
    for owner, label, actions in zip(game.set_owner, game.set_labels, game.set_actions, strict=True):
        player = game.players[owner]
        given = source.get(player, {}).get(label)
        if given is None:
            raise GameError(f"The profile says nothing of {player} at {label!r}; give every information set of {game.name}.")
        out[player][label] = {action: exact_or_open(given.get(action, 0)) for action in actions}
    return out


def exact_or_open(number: Any) -> Number:
    """Read a probability: whole numbers and text become exact."""
    return Fraction(number) if isinstance(number, int | str) else number


def forced(game: Game, strategies: Plan, moves: Moves) -> dict[str, dict[str, dict[str, Number]]]:
    """Let players make given moves for certain; all else stays."""
    out = {player: {label: dict(mix) for label, mix in sets.items()} for player, sets in strategies.items()}
    for player, wanted in moves.items():
        if player not in out:
            raise GameError(f"{game.name} has no player {player!r}; its players are {', '.join(game.players)}.")
        at = {label: wanted for label, mix in out[player].items() if wanted in mix} if isinstance(wanted, str) else wanted
        if not at:
            raise GameError(f"{player} can {wanted!r} at no information set of {game.name}.")
        for label, action in at.items():
            game.set_index(player, label)
            if action not in out[player][label]:
                raise GameError(f"{player} cannot {action!r} at {label!r}; there {player} can {', '.join(out[player][label])}.")
            out[player][label] = {a: ONE if a == action else ZERO for a in out[player][label]}
    return out


def brought_about(game: Game, name: str) -> Quantity:
    """Find the outcome, measure or payoff of a name, and refuse a choice or a belief, which a profile does not bring about but holds."""
    quantity = Quantity("measure", name) if name in game.measure_names else quantity_named(game, name)
    if quantity.entry is not None:
        raise GameError(f"{name!r} is a choice or a belief; name an outcome, a measure, or a player whose payoff is meant.")
    return quantity


@dataclass(frozen=True)
class Expected:
    """What a profile brings about in a game whose numbers may hold open parameters.

    Parameters
    ----------
    game : Game
        The game.
    strategies : dict
        A probability for each player, information set and action.
    """

    game: Game
    strategies: Plan

    @cached_property
    def reach(self) -> list[Number]:
        """The probability of every node."""
        game = self.game
        reach: list[Number] = [ONE] * game.nodes
        for node in range(1, game.nodes):
            above = int(game.parent[node])
            reach[node] = ZERO if reach[above] == 0 else simplest(reach[above] * self.chance_of(node))
        return reach

    def chance_of(self, node: int) -> Number:
        """The probability of the move that leads to a node."""
        game, above = self.game, int(self.game.parent[node])
        if game.owner[above] == CHANCE:
            return game.chance(node)
        k = int(game.infoset[above])
        return self.strategies[game.players[game.owner[above]]][game.set_labels[k]][game.set_actions[k][game.move[node]]]

    @cached_property
    def outcomes(self) -> dict[str, Number]:
        """The probability of every outcome."""
        totals: dict[str, Number] = dict.fromkeys(self.game.outcome_names, ZERO)
        for leaf, node in enumerate(self.game.leaf_nodes):
            name = self.game.outcome_names[self.game.outcome[leaf]]
            totals[name] = simplest(totals[name] + self.reach[node])
        return totals

    @cached_property
    def measures(self) -> dict[str, Number]:
        """The expectation of every measure."""
        game = self.game
        return {name: self._over(lambda leaf, k=k: game.measure(leaf, k)) for k, name in enumerate(game.measure_names)}

    def of(self, quantity: Quantity) -> Number:
        """The probability of an outcome, or the expectation of a measure or payoff."""
        return {"outcome": self.outcomes, "measure": self.measures, "payoff": self.payoffs}[quantity.kind][quantity.name]

    @cached_property
    def payoffs(self) -> dict[str, Number]:
        """The expected payoff of every player."""
        game = self.game
        return {player: self._over(lambda leaf, k=k: game.payoff(leaf, k)) for k, player in enumerate(game.players)}

    def _over(self, value: Any) -> Number:
        total: Number = ZERO
        for leaf, node in enumerate(self.game.leaf_nodes):
            if self.reach[node] != 0:
                total = simplest(total + self.reach[node] * value(leaf))
        return total

    def at_set(self, infoset: int) -> tuple[Number, Number | None]:
        """The probability of an information set, and what its player expects there; None where it is not reached."""
        game, player = self.game, int(self.game.set_owner[infoset])
        nodes = set(game.set_nodes(infoset))
        mass = total_of(self.reach[n] for n in nodes)
        if mass == 0:
            return ZERO, None
        total: Number = ZERO
        for leaf, node in enumerate(game.leaf_nodes):
            if self.reach[node] != 0 and any(above in nodes for above, _ in game.path(int(node))):
                total = simplest(total + self.reach[node] * game.payoff(leaf, player))
        return mass, simplest(total * (ONE / mass))


def first_sets(game: Game, player: str) -> list[int]:
    """The information sets at which a player moves first, one for each of its types where it has any."""
    if player not in game.players:
        raise GameError(f"{game.name} has no player {player!r}; its players are {', '.join(game.players)}.")
    mine = game.players.index(player)
    return [
        k
        for k, owner in enumerate(game.set_owner)
        if owner == mine and not any(game.owner[above] == mine for above, _ in game.path(game.set_nodes(k)[0]))
    ]


class BestReply:
    """A player's best plan against others who play a given profile, by backward induction on its own information sets.

    Parameters
    ----------
    game : Game
        With numbers for all parameters.
    player : str
        Who replies.
    strategies : dict
        What the others play; the player's own part plays no role.
    """

    def __init__(self, game: Game, player: str, strategies: Plan) -> None:
        self.game, self.mine, self.strategies = game, game.players.index(player), strategies
        self.others = Expected(game, forced_evenly(strategies, player))
        self.plan: dict[int, int] = {}
        self._values: dict[int, Number] = {}
        self.value = self.worth(0)

    def _weights(self, infoset: int) -> list[tuple[int, Number]]:
        """The nodes of an information set by what chance and the others make of them; all alike where they exclude it."""
        weights = [(node, self._weight(node)) for node in self.game.set_nodes(infoset)]
        return weights if any(w != 0 for _, w in weights) else [(node, ONE) for node, _ in weights]

    def _weight(self, node: int) -> Number:
        weight: Number = ONE
        while self.game.parent[node] >= 0:
            above = int(self.game.parent[node])
            weight = weight if self.game.owner[above] == self.mine else weight * self.others.chance_of(node)
            node = above
        return weight

    def worth(self, node: int) -> Number:
        """What the player expects from a node on."""
        game = self.game
        if node not in self._values:
            owner = int(game.owner[node])
            if owner == TERMINAL:
                self._values[node] = game.payoff(int(game.infoset[node]), self.mine)
            elif owner == self.mine:
                self._values[node] = self.worth(game.children(node)[self.choice(int(game.infoset[node]))])
            else:
                parts = ((self.others.chance_of(child), child) for child in game.children(node))
                self._values[node] = total_of(p * self.worth(child) for p, child in parts if p != 0)
        return self._values[node]

    def choice(self, infoset: int) -> int:
        """The best action at an own information set, the first of several."""
        if infoset not in self.plan:
            values = self.actions(infoset)
            self.plan[infoset] = max(range(len(values)), key=lambda a: InOrder(values[a]))
        return self.plan[infoset]

    def actions(self, infoset: int) -> list[Number]:
        """What each action at an own information set is worth, with best plans after it."""
        weights = self._weights(infoset)
        mass = total_of(w for _, w in weights)
        count = len(self.game.set_actions[infoset])
        return [simplest(total_of(w * self.worth(self.game.children(n)[a]) for n, w in weights) * (ONE / mass)) for a in range(count)]

    def whole(self) -> dict[str, dict[str, Number]]:
        """The plan as a strategy of the player."""
        game = self.game
        return {
            game.set_labels[k]: {action: ONE if a == self.choice(k) else ZERO for a, action in enumerate(game.set_actions[k])}
            for k, owner in enumerate(game.set_owner)
            if owner == self.mine
        }


def forced_evenly(strategies: Plan, player: str) -> Plan:
    """Let a player mix evenly, so that nothing of what it could do is excluded."""
    even = {label: dict.fromkeys(mix, Fraction(1, len(mix))) for label, mix in strategies[player].items()}
    return {**strategies, player: even}


def total_of(numbers: Iterable[Number]) -> Number:
    """Add numbers up."""
    total: Number = ZERO
    for number in numbers:
        total = total + number
    return simplest(total)


def numeric(game: Game, values: Mapping[str, object]) -> Game:
    """Put the defaults in, but for the values given."""
    check_finite(game)
    return game.fix(game.point(**values)) if game.parameters else game


def common_sign(signs: Sequence[str]) -> str:
    """The sign that all have; mixed when they differ."""
    return signs[0] if len(set(signs)) == 1 else "mixed"
