"""What is written down while a story is told: its scenes, each told once, and what players may know, each memory held once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from .errors import GameError
from .law import Law, PrivateType

Longs: TypeAlias = npt.NDArray[np.int64]

LONGEST_PLAY = 1_000  # moves; a longer play is taken for one that never ends
LARGEST_TREE = 4_000_000  # nodes told one by one; more would not fit into memory while they are told
MOST = 1 << 32  # memories
HANDOVER = -3  # beside CHANCE and TERMINAL: where a scene hands over to another


class Memories:
    """Everything that a player may know: number 0 is nothing, each other one an event more than an earlier one."""

    def __init__(self) -> None:
        self._before, self._event = [-1], [-1]
        self._names: list[tuple[str, str]] = []
        self._numbered: dict[tuple[str, str], int] = {}  # which event has which name
        self._number: dict[int, int] = {}  # by event and memory before, as one number

    def grow(self, before: int, who: str, words: str) -> int:
        """The memory that has one event more: who acted (or nobody), and what was learned."""
        event = self._numbered.get((who, words))
        if event is None:
            event = self._numbered[who, words] = len(self._names)
            self._names.append((who, words))
        key = event * MOST + before
        number = self._number.get(key)
        if number is None:
            number = self._number[key] = len(self._before)
            self._before.append(before)
            self._event.append(event)
        return number

    def events(self, memory: int) -> tuple[tuple[str, str], ...]:
        """The events of a memory, the first one first."""
        return tuple([self._names[event] for event in self._numbers(memory)])

    def _numbers(self, memory: int) -> list[int]:
        events = []
        while memory:
            events.append(self._event[memory])
            memory = self._before[memory]
        return events[::-1]

    def joined(self, first: Longs, then: Longs) -> Longs:
        """The memories of what some memories hold and then what others hold, for many pairs at once."""
        found, which = np.unique(then, return_inverse=True)
        events = [self._numbers(memory) for memory in found.tolist()]
        lengths, joined = np.array([len(some) for some in events])[which], first.copy()
        for step in range(int(lengths.max(initial=0))):
            longer = np.flatnonzero(lengths > step)
            following = np.array([some[step] if step < len(some) else 0 for some in events])[which[longer]]
            joined[longer] = self._grown(following * MOST + joined[longer])
        return joined

    def _grown(self, keys: Longs) -> Longs:
        """The memories that have one event more each, known or new."""
        different, which = np.unique(keys, return_inverse=True)
        numbers = np.array([self._number.get(key, 0) for key in different.tolist()])
        new = np.flatnonzero(numbers == 0)
        numbers[new] = np.arange(len(self._before), len(self._before) + len(new))
        self._number.update(zip(different[new].tolist(), numbers[new].tolist(), strict=True))
        self._before += (different[new] % MOST).tolist()
        self._event += (different[new] // MOST).tolist()
        return numbers[which]


@dataclass
class Chart:
    """The scenes of a story; the lists have one entry a node, each scene depth first.

    Parameters
    ----------
    name : str
        The game's short name.
    players : tuple of str
        The players' labels.
    parent, move, owner : list of int
        As in `Game`, within the scene; ``HANDOVER`` owns a node where another scene begins.
    events : list
        ``("chance", name, outcomes, probabilities)``, ``("choose", player, memory, actions)``, at an ending its account, and at a
        hand-over the pair (scene, account). A memory counts from the beginning of the scene. An account holds what has been
        added since then, by ``("paid", player)``, ``("weight", player, total)``, ``("measure", name)``, ``("tally", name)``,
        ``("knows", player)``, ``"moves"`` and ``"outcome"``.
    roots : list of int
        The first node of each scene; the first scene is the beginning of the game.
    memories : Memories
        What the numbers of memories stand for.
    draws : list of PrivateType
        The types that are known from the start.
    shocks : dict from (player, memory) to tuple
        The laws of the shocks at an information set by action, and whether they count; a memory counts from the beginning of the scene.
    """

    name: str
    players: tuple[str, ...]
    parent: list[int] = field(default_factory=list)
    move: list[int] = field(default_factory=list)
    owner: list[int] = field(default_factory=list)
    events: list[Any] = field(default_factory=list)
    roots: list[int] = field(default_factory=list)
    memories: Memories = field(default_factory=Memories)
    draws: list[PrivateType] = field(default_factory=list)
    shocks: dict[tuple[str, int], tuple[dict[str, Law], bool]] = field(default_factory=dict)

    def add(self, owner: int, event: Any, parent: int, move: int) -> int:
        """Add a node below a parent that is there already, and give its index."""
        if len(self.parent) >= LARGEST_TREE:
            raise GameError(f"{self.name} has more than {LARGEST_TREE} nodes; give it a smaller structure.")
        self.parent.append(parent)
        self.move.append(move)
        self.owner.append(owner)
        self.events.append(event)
        return len(self.parent) - 1


def options_of(event: Sequence[Any]) -> tuple[str, ...]:
    """The labels of what a node offers."""
    labels: tuple[str, ...] = event[2] if event[0] == "chance" else event[3]
    return labels
