"""Classes of equilibria that relabellings of the game make of one another: one is found, the others are its images."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from games import Game
from games.numbers import text

from ..concept import Concept, OffPath
from ..results import EquilibriumClass, Profile
from ..search.bases import Base
from ..search.tree_polynomials import Supports, View
from ..symmetry import Images, Symmetries, Symmetry, relabelling, symmetries
from .faces import Group
from .relabelled import relabelled_profile

MOST_IMAGES = 50_000  # groups times relabellings that are looked at to sort a list in which nothing is left out

Key = tuple[tuple[tuple[int, tuple[int, ...]], ...], tuple[tuple[int, tuple[int, ...]], ...]]
"""Supports and believed nodes, set by set."""


def usable(game: Game, concept: Concept) -> Symmetries | None:
    """The relabellings under which a concept's equilibria stay equilibria; None when there are none but the identity."""
    if not concept.symmetric:
        return None
    found = symmetries(game)
    if found and concept.beliefs is not OffPath.CONSISTENT:  # beliefs are asked for node by node: moves at once stay in their order
        images = Images(game, found)
        found = found.those(images.keeps_nodes)
    return found if found else None


@dataclass(eq=False)
class Orbit:
    """A group of pieces that was found, and where else relabellings take it.

    Parameters
    ----------
    group : int
        Which of the groups.
    images : dict from Key to Symmetry
        Each of the bases that its main one becomes, itself first, with one relabelling that makes it.
    within : list of (int, Symmetry)
        Other groups of the same base that relabellings make of this one.
    """

    group: int
    images: dict[Key, Symmetry]
    within: list[tuple[int, Symmetry]] = field(default_factory=list)


class Classes:
    """Sorts groups of pieces into classes.

    Parameters
    ----------
    view : View
        The game as the engine reads it.
    found : Symmetries
        Relabellings.
    """

    def __init__(self, view: View, found: Symmetries) -> None:
        self.view, self.found, self.images = view, found, Images(view.game, found)

    def orbits(self, groups: Sequence[Group]) -> list[Orbit]:
        """The groups that stand for all, each with its images.

        Groups of one base are told apart by their branches: relabellings that take the base to itself may exchange them.
        """
        orbits: list[Orbit] = []
        taken: set[Key] = set()
        standing: set[Key] = set()
        for k, group in enumerate(groups):
            name = _key(group.main.base)
            if name in taken and name not in standing:
                continue
            images = self.of(group.main.base)
            orbits.append(Orbit(k, images))
            taken |= set(images)
            standing.add(name)
        return orbits

    def of(self, base: Base) -> dict[Key, Symmetry]:
        """The bases that one becomes, each with the first relabelling that makes it."""
        images: dict[Key, Symmetry] = {}
        for symmetry in self.found.elements:
            images.setdefault(self.image(symmetry, base), symmetry)
        return images

    def keeping(self, base: Base) -> list[Symmetry]:
        """The relabellings that take a base to itself."""
        name = _key(base)
        return [symmetry for symmetry in self.found.elements[1:] if self.image(symmetry, base) == name]

    def count(self, bases: Iterable[Base]) -> int:
        """How many bases some bases stand for."""
        every: set[Key] = set()
        for base in bases:
            if _key(base) not in every:
                every |= set(self.of(base))
        return len(every)

    def supports(self, bases: Sequence[Base]) -> list[Supports]:
        """The supports of all bases that some bases stand for."""
        return [dict(actions) for base in bases for actions, _ in self.of(base)]

    def image(self, symmetry: Symmetry, base: Base) -> Key:
        """The base that one becomes."""
        supports = self.images.supports(symmetry, base.supports)
        beliefs = self.images.believed(symmetry, base.supports, base.beliefs)
        return tuple(sorted(supports.items())), tuple(sorted(beliefs.items()))


def with_branches(
    orbits: Sequence[Orbit], groups: Sequence[Group], classes: Classes, profile_of: Callable[[int], Profile | None]
) -> list[Orbit]:
    """Put branches of one base together that relabellings exchange, where nothing is left open in them.

    Parameters
    ----------
    profile_of : callable
        The profile of a group, by number, as closed forms; None where it leaves something open.
    """
    game = classes.view.game
    of_base: dict[Key, list[Orbit]] = {}
    for orbit in orbits:
        of_base.setdefault(_key(groups[orbit.group].main.base), []).append(orbit)
    within: set[int] = set()
    for branches in of_base.values():
        keeping = classes.keeping(groups[branches[0].group].main.base) if len(branches) > 1 else []
        for k, orbit in enumerate(branches):
            profile = profile_of(orbit.group) if keeping and orbit.group not in within else None
            images = [] if profile is None else [_written(relabelled_profile(profile, relabelling(game, symmetry))) for symmetry in keeping]
            for other in branches[k + 1 :] if images else []:
                theirs = profile_of(other.group)
                if theirs is not None and other.group not in within and _written(theirs) in images:
                    orbit.within.append((other.group, keeping[images.index(_written(theirs))]))
                    within.add(other.group)
    return [orbit for orbit in orbits if orbit.group not in within]


def grouped(
    view: View, groups: Sequence[Group], found: Symmetries, profile_of: Callable[[int], Profile | None]
) -> tuple[EquilibriumClass, ...]:
    """Sort a list in which nothing is left out into classes; empty where that would take too long.

    Branches of one base are told apart by their profiles, and stay alone where something is open in them.
    """
    if len(groups) * len(found.elements) > MOST_IMAGES:
        return ()
    classes = Classes(view, found)
    at: dict[Key, list[int]] = {}
    for k, group in enumerate(groups):
        at.setdefault(_key(group.main.base), []).append(k)
    placed: set[int] = set()
    result = []
    for k, group in enumerate(groups):
        if k in placed:
            continue
        members: dict[int, Symmetry] = {k: found.elements[0]}
        for symmetry in found.elements[1:]:
            image = classes.image(symmetry, group.main.base)
            there = [j for j in at.get(image, ()) if j not in placed and j not in members]
            if there and len(at[image]) > 1:
                profile = profile_of(k)
                written = None if profile is None else _written(relabelled_profile(profile, relabelling(view.game, symmetry)))
                there = [j for j in there if written is not None and (theirs := profile_of(j)) is not None and _written(theirs) == written]
            if there:
                members[there[0]] = symmetry
        placed |= set(members)
        order = sorted(members)
        result.append(EquilibriumClass(tuple(order), tuple(relabelling(view.game, members[j]) for j in order[1:])))
    return tuple(result)


def _key(base: Base) -> Key:
    return base.name


def _written(profile: Profile) -> list[str]:
    return [text(p) for _, sets in sorted(profile.strategies.items()) for _, row in sorted(sets.items()) for _, p in sorted(row.items())]
