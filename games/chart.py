"""What is written down while a story is told: its scenes, each told once, and what players may know, each memory held once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from .errors import GameError
from .law import Law, PrivateType

LONGEST_PLAY = 1_000  # moves; a longer play is taken for one that never ends
LARGEST_TREE = 4_000_000  # nodes told one by one; more would not fit into memory while they are told
HANDOVER = -3  # beside CHANCE and TERMINAL: where a scene hands over to another


class Memories:
    """Everything that a player may know: number 0 is nothing, each other one an event more than an earlier one."""

    def __init__(self) -> None:
        self._before, self._event = [-1], [("", "")]
        self._number: dict[tuple[int, str, str], int] = {}

    def grow(self, before: int, who: str, words: str) -> int:
        """The memory that has one event more: who acted (or nobody), and what was learned."""
        key = (before, who, words)
        number = self._number.get(key)
        if number is None:
            number = self._number[key] = len(self._before)
            self._before.append(before)
            self._event.append((who, words))
        return number

    def events(self, memory: int) -> tuple[tuple[str, str], ...]:
        """The events of a memory, the first one first."""
        events = []
        while memory:
            events.append(self._event[memory])
            memory = self._before[memory]
        return tuple(reversed(events))

    def joined(self, first: int, then: int) -> int:
        """The memory of what one memory holds and then what another holds."""
        if not first or not then:
            return first or then
        for who, words in self.events(then):
            first = self.grow(first, who, words)
        return first


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
