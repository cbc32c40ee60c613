"""Equilibria that differ by labels only: relabellings of a game, classes, and lists that write members out when they are looked at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Generic, TypeVar, overload

from games import Game

from .names import Name
from .questions import ask

Member = TypeVar("Member")


@dataclass(frozen=True)
class Relabelling:
    """Other labels for players, information sets and actions, under which the game is the same.

    Parameters
    ----------
    players : dict from str to str
        The player that each becomes.
    infosets : dict from (player, label) to (player, label)
        The information set that each becomes.
    actions : dict from (player, label, action) to str
        The action that each becomes, at the information set that its own becomes.
    endings : tuple of int
        The ending that each becomes, by its place in the tree.
    """

    players: Mapping[str, str]
    infosets: Mapping[tuple[str, str], tuple[str, str]]
    actions: Mapping[tuple[str, str, str], str]
    endings: tuple[int, ...] = field(repr=False)

    def as_json(self) -> dict[str, Any]:
        """Write for programs what gets another label."""
        return {
            "players": {player: image for player, image in self.players.items() if player != image},
            "infosets": [[list(infoset), list(image)] for infoset, image in self.infosets.items() if infoset != image],
            "actions": [[list(action), image] for action, image in self.actions.items() if action[2] != image],
        }


@dataclass(frozen=True)
class EquilibriumClass:
    """Equilibria that relabellings of the game make of one another.

    Parameters
    ----------
    members : tuple of int
        Their places in the list of all; the first stands for all of them.
    relabellings : tuple of Relabelling
        What makes each of the others, in their order, of the first.
    """

    members: tuple[int, ...]
    relabellings: tuple[Relabelling, ...]

    @property
    def size(self) -> int:
        """How many they are."""
        return len(self.members)

    def as_json(self) -> dict[str, Any]:
        """Write the class for programs."""
        return {
            "size": self.size,
            "members": list(self.members),
            "relabellings": [relabelling.as_json() for relabelling in self.relabellings],
        }


def kept(classes: Sequence[EquilibriumClass], places: Sequence[int]) -> tuple[EquilibriumClass, ...]:
    """The classes of a shorter list, of what stood at some places; each that lost its first member falls apart."""
    now = {before: k for k, before in enumerate(places)}
    shorter = []
    for one in classes:
        members = [k for k in one.members if k in now]
        if members and members[0] == one.members[0]:
            relabellings = [r for k, r in zip(one.members[1:], one.relabellings, strict=True) if k in now]
            shorter.append(EquilibriumClass(tuple(now[k] for k in members), tuple(relabellings)))
        else:
            shorter += [EquilibriumClass((now[k],), ()) for k in members]
    return tuple(sorted(shorter, key=lambda one: one.members[0]))


@dataclass(frozen=True)
class Place:
    """What stands at one place of a list: a representative, or what a relabelling makes of it.

    Parameters
    ----------
    representative : int
        Which of the representatives.
    relabelling : Relabelling or None
        What is made of it; None for itself.
    called : Name
        The member's name.
    shared : Name or None
        Of a family: the name of its outcome.
    outcome : tuple of str
        Of a family: the probabilities of the endings, as text.
    """

    representative: int
    relabelling: Relabelling | None
    called: Name
    shared: Name | None = None
    outcome: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Members(Sequence[Member], Generic[Member]):
    """All members of all classes; each but the representatives is written out, and verified, when it is first looked at.

    Parameters
    ----------
    game : Game
        The game.
    concept : str
        The equilibrium concept.
    representatives : tuple
        One of each class.
    symbols : tuple of dict
        For each of them, what its open symbols stand for: kind, player, information set, and action or number.
    places : tuple of Place
        What stands where.
    """

    game: Game = field(repr=False)
    concept: str
    representatives: tuple[Member, ...]
    symbols: tuple[Mapping[str, tuple[str, ...]], ...] = field(repr=False)
    places: tuple[Place, ...] = field(repr=False)

    @cached_property
    def _written(self) -> dict[int, Member]:
        return {}

    def __len__(self) -> int:
        return len(self.places)

    @overload
    def __getitem__(self, k: int) -> Member: ...
    @overload
    def __getitem__(self, k: slice) -> tuple[Member, ...]: ...
    def __getitem__(self, k: int | slice) -> Member | tuple[Member, ...]:
        if isinstance(k, slice):
            return tuple(self[j] for j in range(*k.indices(len(self))))
        k = range(len(self))[k]
        place = self.places[k]
        if place.relabelling is None:
            return self.representatives[place.representative]
        if k not in self._written:
            about = (self.representatives[place.representative], self.symbols[place.representative], place)
            self._written[k] = ask("an equilibrium with other labels", self.game, self.concept, *about)
        return self._written[k]

    def __iter__(self) -> Iterator[Member]:
        return (self[k] for k in range(len(self)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in self.__dict__.items() if name != "_written"}
