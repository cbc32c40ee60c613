"""What play does to a tree: which branches are taken, what is believed, what every history is worth, who is indifferent.

Plain arithmetic on the tree, exact and with symbols left open: the pictures ask it, nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from ..numbers import Number
from ..tree import CHANCE, TERMINAL, Game

Strategies = Mapping[str, Mapping[str, Mapping[str, Number]]]  # player, information set, action (or history): number


@dataclass(frozen=True)
class Playing:
    """A tree with behaviour strategies and beliefs on it; they may hold parameters and open probabilities.

    Parameters
    ----------
    game : Game
        The tree.
    strategies : mapping
        Player, information set, action: probability.
    beliefs : mapping
        Player, information set, history: probability; empty where the concept has none.
    """

    game: Game
    strategies: Strategies
    beliefs: Strategies

    def _row(self, table: Strategies, infoset: int) -> Mapping[str, Number]:
        game = self.game
        return table.get(game.players[game.set_owner[infoset]], {}).get(game.set_labels[infoset], {})

    @cached_property
    def probabilities(self) -> tuple[Number, ...]:
        """The probability of the move that leads to each node, given that its turn has come; 1 at the root."""
        game, rows = self.game, [self._row(self.strategies, s) for s in range(self.game.infosets)]

        def of(node: int) -> Number:
            parent = int(game.parent[node])
            return game.chance(node) if game.owner[parent] == CHANCE else rows[game.infoset[parent]][game.move_label(node)]

        return (1, *(of(node) for node in range(1, game.nodes)))

    @cached_property
    def reached(self) -> tuple[bool, ...]:
        """Whether each node comes about with positive probability."""
        reached = [True]
        for node in range(1, self.game.nodes):
            reached.append(reached[self.game.parent[node]] and self.probabilities[node] != 0)
        return tuple(reached)

    @cached_property
    def values(self) -> tuple[tuple[Number, ...], ...]:
        """What play from each node on is worth to each player."""
        game, players = self.game, range(len(self.game.players))
        values: list[tuple[Number, ...]] = [()] * game.nodes
        for node in range(game.nodes - 1, -1, -1):
            if game.owner[node] == TERMINAL:
                values[node] = tuple(game.payoff(int(game.infoset[node]), player) for player in players)
            else:
                taken = [child for child in game.children(node) if self.probabilities[child] != 0]
                values[node] = tuple(total(self.probabilities[child] * values[child][player] for child in taken) for player in players)
        return tuple(values)

    def belief(self, node: int) -> Number | None:
        """What is believed at a node of a set of several; None at others, and where no beliefs are given."""
        infoset = int(self.game.infoset[node])
        if self.game.owner[node] < 0 or len(self.game.set_nodes(infoset)) == 1:
            return None
        return self._row(self.beliefs, infoset).get(self.game.history(node))

    @cached_property
    def indifferent(self) -> frozenset[tuple[int, int]]:
        """The moves (set, index) that are not made although they pay as much as what is played, given the beliefs."""
        return frozenset((s, move) for s in range(self.game.infosets) for move in self._as_good(s))

    def _as_good(self, infoset: int) -> Iterator[int]:
        game, nodes = self.game, self.game.set_nodes(infoset)
        weights: list[Number | None] = [1] if len(nodes) == 1 else [self.belief(node) for node in nodes]
        if any(weight is None for weight in weights):
            return
        player, row = int(game.set_owner[infoset]), self._row(self.strategies, infoset)
        worth = [
            total(
                (weight or 0) * self.values[game.children(node)[move]][player]
                for node, weight in zip(nodes, weights, strict=True)
                if weight != 0
            )
            for move in range(len(game.set_actions[infoset]))
        ]
        made = [move for move, action in enumerate(game.set_actions[infoset]) if row[action] != 0]
        yield from (move for move, value in enumerate(worth) if move not in made and value - worth[made[0]] == 0)


def total(numbers: Iterator[Number]) -> Number:
    """Add numbers up."""
    result: Number = 0
    for number in numbers:
        result = result + number
    return result
