"""What a player wins by deviating alone: whole strategies from the tree, and single actions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .reading import Reading
from .signs import ONE, ZERO, Exact, is_zero, plain, sign
from .table import Table, steps

Choice = dict[int, int]
"""Own information set, action chosen there."""


@dataclass(frozen=True)
class Deviation:
    """The best that a player can do alone from some nodes on.

    Parameters
    ----------
    gain : number
        Its value less that of following the profile, weighted as the nodes are; never negative.
    choice : dict
        The action at every own information set that others let the player reach.
    infoset, action : int or None
        Where it first leaves the profile to its profit, and by which action; None when it does not.
    """

    gain: Exact
    choice: Choice
    infoset: int | None
    action: int | None


def best_deviation(reading: Reading, player: int, start: Mapping[int, Exact]) -> Deviation:
    """Find a player's best strategy from weighted nodes on, the others following the profile.

    Parameters
    ----------
    reading : Reading
        The game and the profile.
    player : int
        Who deviates.
    start : dict from node to number
        Nodes, none above another, and the weight of each: the root with weight one, or the
        nodes of an own information set with the beliefs there.  Beliefs at the player's later
        information sets follow from these weights by Bayes' rule: own moves are common to all
        nodes of a set (perfect recall), so they cancel.
    """
    descent = _Descent(reading, player, start)
    following = sum((weight * reading.values[node][player] for node, weight in start.items()), ZERO)
    deviating = sum((descent.worth[node] for node in start if node in descent.worth), ZERO)
    gain, choice = plain(deviating - following), descent.choice()
    first = next(((k, a) for k, a in choice.items() if descent.profitable(k, a)), (None, None)) if not is_zero(gain) else (None, None)
    return Deviation(gain, choice, *first)


class _Descent:
    """Weights downwards and best values upwards, one layer of own moves at a time."""

    def __init__(self, reading: Reading, player: int, start: Mapping[int, Exact]) -> None:
        self.reading, self.player = reading, player
        self.start = {node for node, weight in start.items() if not is_zero(weight)}
        self.weight: dict[int, Exact] = {node: start[node] for node in self.start}
        self.worth: dict[int, Exact] = {}
        self.picks: list[tuple[int, int]] = []
        for layer in reversed(self._down()):
            self._up(layer)

    def choice(self) -> Choice:
        """The action at every own set, sets with fewer own moves before them first."""
        return dict(reversed(self.picks))

    def _down(self) -> list[list[int]]:
        """Weigh all nodes that others let happen; a layer holds those with equally many own moves before them."""
        table, strategies, weight = self.reading.table, self.reading.strategies, self.weight
        layers: list[list[int]] = []
        layer = sorted(self.start)
        while layer:
            deeper: list[int] = []
            for node in layer:  # which grows meanwhile
                node_weight = weight[node]
                if table.owner[node] == self.player:
                    weight.update(dict.fromkeys(table.children[node], node_weight))
                    deeper += table.children[node]
                elif table.children[node]:
                    for step, child in steps(table, strategies, node):
                        if not is_zero(step):
                            weight[child] = plain(node_weight * step)
                            layer.append(child)
            layers.append(layer)
            layer = deeper
        return layers

    def _up(self, layer: list[int]) -> None:
        """Choose at the own sets of a layer, and value the nodes above."""
        table, player = self.reading.table, self.player
        sets: dict[int, list[int]] = {}
        for node in layer:
            if table.owner[node] == player:
                sets.setdefault(table.infoset[node], []).append(node)
        for infoset, nodes in sets.items():
            action = self._best(infoset, nodes)
            self.picks.append((infoset, action))
            for node in nodes:
                self.worth[node] = self.worth[table.children[node][action]]
        for node in reversed(layer):
            if table.payoffs[node]:
                self.worth[node] = plain(self.weight[node] * table.payoffs[node][player])
            elif table.owner[node] != player:
                self.worth[node] = plain(sum((self.worth[child] for child in table.children[node] if child in self.worth), ZERO))

    def _worths(self, infoset: int, nodes: Iterable[int]) -> list[Exact]:
        table = self.reading.table
        actions = range(len(table.game.set_actions[infoset]))
        return [plain(sum((self.worth[table.children[node][a]] for node in nodes), ZERO)) for a in actions]

    def _best(self, infoset: int, nodes: list[int]) -> int:
        worths, mix = self._worths(infoset, nodes), self.reading.strategies[infoset]
        best = 0
        for a in range(1, len(worths)):
            better = sign(worths[a] - worths[best])
            if better > 0 or (better == 0 and sign(mix[a] - mix[best]) > 0):  # of equals, the one that is played more
                best = a
        return best

    def profitable(self, infoset: int, action: int) -> bool:
        """Whether the choice at a set reached by own play beats the profile's mix there, play being best from then on."""
        nodes = [node for node in self.reading.table.members[infoset] if node in self.weight]
        if not self._reached(nodes[0]):
            return False
        worths, mix = self._worths(infoset, nodes), self.reading.strategies[infoset]
        return sign(worths[action] - sum((p * w for p, w in zip(mix, worths, strict=True)), ZERO)) > 0

    def _reached(self, node: int) -> bool:
        """Whether the player's own moves of the profile lead to a node."""
        table = self.reading.table
        while node not in self.start:
            parent = table.parent[node]
            if table.owner[parent] == self.player and table.move[node] not in self.reading.played[table.infoset[parent]]:
                return False
            node = parent
        return True


def choice_gains(reading: Reading, infoset: int, choice: Choice) -> list[Exact]:
    """What a continuation wins its player at each node of an own set, over following the profile; sets not in it follow the profile."""
    table, player = reading.table, reading.table.set_owner[infoset]
    mixes = list(reading.strategies)
    for own, action in choice.items():
        mixes[own] = [ONE if a == action else ZERO for a in range(len(mixes[own]))]

    def worth(node: int) -> Exact:
        if table.payoffs[node]:
            return table.payoffs[node][player]
        return plain(sum((p * worth(child) for p, child in steps(table, mixes, node) if not is_zero(p)), ZERO))

    return [plain(worth(node) - reading.values[node][player]) for node in table.members[infoset]]


def action_gains(reading: Reading, infoset: int) -> list[list[Exact]]:
    """What each action wins at each node of a set, over following the profile: a row per action, a column per node."""
    table, player = reading.table, reading.table.set_owner[infoset]
    actions = range(len(table.game.set_actions[infoset]))
    worth, nodes = reading.values, table.members[infoset]
    return [[plain(worth[table.children[node][a]][player] - worth[node][player]) for node in nodes] for a in actions]


def subgames(table: Table) -> list[int]:
    """List the decision and chance nodes that start a subgame, the root of the whole game first.

    A subgame is a node and all that follows it, such that no information set has nodes both
    inside and outside (Selten 1965); a chance node may start one.
    """
    size = [1] * len(table.parent)
    for node in range(len(size) - 1, 0, -1):
        size[table.parent[node]] += size[node]
    position = [0] * len(size)  # in depth-first order a subtree is a stretch
    for node, children in enumerate(table.children):
        after = position[node] + 1
        for child in children:
            position[child], after = after, after + size[child]
    low, high = list(position), list(position)
    for members in table.members:
        positions = [position[node] for node in members]
        for node in members:
            low[node], high[node] = min(positions), max(positions)
    for node in range(len(size) - 1, 0, -1):
        parent = table.parent[node]
        low[parent], high[parent] = min(low[parent], low[node]), max(high[parent], high[node])
    closed = [low[node] >= position[node] and high[node] < position[node] + size[node] for node in range(len(size))]
    return [node for node, children in enumerate(table.children) if children and closed[node]]
