"""A tree that was written down depth first becomes the frozen arrays of a game."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np

from .chart import LARGEST_TREE
from .errors import GameError
from .labels import Joined
from .parameter import Domain
from .terms import TermTable
from .tree import CHANCE, Game


@dataclass
class Draft:
    """A tree as it grows, depth first; the lists have one entry a node.

    Parameters
    ----------
    name : str
        The game's short name.
    players : tuple of str
        The players' labels.
    parent, depth, move, owner : list of int
        As in `Game`, but with the nodes in the order in which they were added.
    events : list of tuple
        ``("chance", name, outcomes, probabilities)``, ``("choose", player, memory, actions)``, or at an ending
        ``(payoffs, measures, outcome)``.
    sets : dict from (player, memory) to tuple of str
        The information sets met so far, and their actions; a memory is a tuple of pairs (who acted, or nobody; what the player learned).
    """

    name: str
    players: tuple[str, ...]
    parent: list[int] = field(default_factory=list)
    depth: list[int] = field(default_factory=list)
    move: list[int] = field(default_factory=list)
    owner: list[int] = field(default_factory=list)
    events: list[tuple[Any, ...]] = field(default_factory=list)
    sets: dict[Any, tuple[str, ...]] = field(default_factory=dict)

    def add(self, owner: int, event: tuple[Any, ...], parent: int, move: int) -> int:
        """Add a node below a parent that is there already, and give its index."""
        if len(self.parent) >= LARGEST_TREE:
            raise GameError(f"{self.name} has more than {LARGEST_TREE} nodes; give it a smaller structure.")
        self.parent.append(parent)
        self.depth.append(self.depth[parent] + 1 if parent >= 0 else 0)
        self.move.append(move)
        self.owner.append(owner)
        self.events.append(event)
        return len(self.parent) - 1


def freeze(draft: Draft, title: str) -> Game:
    """Number the nodes breadth-first and gather payoffs and chances; no parameter is declared yet."""
    players, number = draft.players, {player: k for k, player in enumerate(draft.players)}
    order = np.argsort(np.array(draft.depth), kind="stable")
    new_index = np.empty(len(order), np.int32)
    new_index[order] = np.arange(len(order), dtype=np.int32)
    parent = np.array([new_index[p] if p >= 0 else -1 for p in np.array(draft.parent)[order]], np.int32)
    owner, move = np.array(draft.owner, np.int32)[order], np.array(draft.move, np.int32)[order]
    table = TermTable()
    sets: dict[Any, int] = {}
    chance_moves: dict[tuple[str, tuple[str, ...]], int] = {}
    infoset = np.zeros(len(order), np.int32)
    chances: list[list[tuple[int, Fraction]]] = []
    payoffs: list[list[tuple[int, Fraction]]] = []
    ends: list[tuple[Any, ...]] = []
    for node, old in enumerate(order):
        event = draft.events[old]
        above = parent[node]
        if above >= 0 and owner[above] == CHANCE:
            chances.append(table.split(draft.events[order[above]][3][move[node]]))
        if owner[node] == CHANCE:
            infoset[node] = chance_moves.setdefault((event[1], event[2]), len(chance_moves))
        elif owner[node] >= 0:
            infoset[node] = sets.setdefault(event[1:3], len(sets))
        else:
            infoset[node] = len(ends)
            ends.append(event)
            payoffs.extend(table.split(x) for x in event[0])
    infoset, sets_in_order = by_player(infoset, owner, list(sets), number)
    measure_names = tuple(dict.fromkeys(name for end in ends for name in end[1]))
    measures = table.combination(table.split(end[1].get(name, 0)) for end in ends for name in measure_names)
    outcome_names = {name: k for k, name in enumerate(dict.fromkeys(end[2] for end in ends))}
    return Game(
        name=draft.name,
        title=title,
        players=players,
        domain=Domain((), (), {}),
        headline=(),
        chances=table.combination(chances),
        payoffs=table.combination(payoffs),
        measures=measures,
        terms=table.terms,
        parent=parent,
        owner=owner,
        infoset=infoset,
        move=move,
        set_owner=np.array([number[player] for player, _ in sets_in_order], np.int32),
        set_labels=set_labels(sets_in_order),
        set_actions=tuple(draft.sets[key] for key in sets_in_order),
        chance_moves=tuple(chance_moves),
        measure_names=measure_names,
        outcome_names=tuple(outcome_names),
        outcome=np.array([outcome_names[end[2]] for end in ends], np.int32),
    )


def by_player(infoset: Any, owner: Any, sets: list[Any], number: dict[str, int]) -> tuple[Any, list[Any]]:
    """Number information sets player by player, parents first."""
    order = sorted(range(len(sets)), key=lambda k: number[sets[k][0]])
    new_index = np.empty(max(len(sets), 1), np.int32)
    new_index[order] = np.arange(len(order), dtype=np.int32)
    return np.where(owner >= 0, new_index[np.where(owner >= 0, infoset, 0)], infoset).astype(np.int32), [sets[k] for k in order]


def set_labels(sets: Sequence[tuple[str, tuple[tuple[str, str], ...]]]) -> tuple[str, ...]:
    """The labels of information sets, given as pairs of a player and the events that it knows."""
    labels: list[str] = []
    used: dict[tuple[str, str], int] = {}
    for player, memory in sets:
        label = Joined([words for _, words in memory], empty="start")
        count = used[player, label] = used.get((player, label), 0) + 1
        labels.append(label if count == 1 else Joined([*label.parts[:-1], f"{label.parts[-1]}#{count}"]))
    return tuple(labels)
