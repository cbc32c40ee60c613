"""Which equilibrium stands where in a list: each group of pieces that was found, and what relabellings of the game make of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from ..results import EquilibriumClass, Name, Place, Profile, Relabelling
from ..search.bases import Base
from ..search.tree_polynomials import Supports, View
from ..symmetry import Images, Symmetries, Symmetry, relabelling
from .classes import Classes, Orbit, with_branches
from .faces import Group
from .naming import names


@dataclass(frozen=True, eq=False)
class Spot:
    """What stands at one place: a group, by number, and what takes it there; None for the group itself."""

    group: int
    symmetry: Symmetry | None
    supports: Supports


Spots: TypeAlias = "list[Spot]"


class Listing:
    """The list of all equilibria, of which some were found and the others are images of them.

    Parameters
    ----------
    view : View
        The game as the engine reads it.
    groups : list of Group
        What was found.
    order : list of int
        The information sets in the order of the search, by which the list is sorted.
    alike : Symmetries or None
        The relabellings up to which was searched; None when everything was found.
    profile_of : callable
        The profile of a group, by number; None where it leaves something open.

    Attributes
    ----------
    standing : list of int
        The groups that stand for all, by number.
    within : dict from int to list of int
        For groups that stand for others of the same base: which, by number.
    spots : list of Spot
        What stands where.
    short, called : list of Name
        Of each spot: what is played on the path, and a name of its own.
    """

    def __init__(
        self,
        view: View,
        groups: Sequence[Group],
        order: Sequence[int],
        alike: Symmetries | None,
        profile_of: Callable[[int], Profile | None],
    ) -> None:
        self.view, self.groups, self.order = view, groups, order
        self._places: dict[int, int] | None = None
        self._written: dict[Symmetry, Relabelling] = {}
        self.within: dict[int, list[int]] = {}
        if alike is None:
            self.standing = list(range(len(groups)))
            self.spots = [Spot(k, None, played(group.main.base)) for k, group in enumerate(groups)]
            self._classes: list[list[int]] = []
            self.short, self.called = names(view, [spot.supports for spot in self.spots])
            return
        sorter = Classes(view, alike)
        orbits = with_branches(sorter.orbits(groups), groups, sorter, profile_of)
        self.standing = [orbit.group for orbit in orbits]
        self.within = {orbit.group: [other for other, _ in orbit.within] for orbit in orbits if orbit.within}
        spots = [spot for orbit in orbits for spot in self._spots(orbit, sorter.images)]
        place = {group: k for k, group in enumerate(self.standing)}
        ranked = sorted(enumerate(spots), key=lambda one: (not groups[one[1].group].generic, self._rank(one[1].supports), one[0]))
        self.spots = [spot for _, spot in ranked]
        self._classes = [[] for _ in orbits]
        for k, spot in enumerate(self.spots):
            mine = self._classes[place[spot.group]]
            mine.insert(0 if spot.symmetry is None else len(mine), k)
        self.short, self.called = names(view, [spot.supports for spot in self.spots])

    def _spots(self, orbit: Orbit, images: Images) -> Spots:
        supports = played(self.groups[orbit.group].main.base)
        elements = list(orbit.images.values())
        elements += [element.after(first) for _, first in orbit.within for element in orbit.images.values()]
        return [Spot(orbit.group, None if k == 0 else e, images.supports(e, supports)) for k, e in enumerate(elements)]

    def _rank(self, supports: Supports) -> list[tuple[int, tuple[int, ...]]]:
        return [(len(supports[s]), supports[s]) for s in self.order if s in supports]

    def name(self, group: int) -> Name:
        """What a group that stands for others is called."""
        return self.called[self._own[group]]

    @property
    def _own(self) -> dict[int, int]:
        """The place of each group itself."""
        if self._places is None:
            self._places = {spot.group: k for k, spot in enumerate(self.spots) if spot.symmetry is None}
        return self._places

    def drop(self, groups: Collection[int]) -> int:
        """Leave groups out with all that they stand for, and say how many equilibria that is."""
        before, self._places = len(self.spots), None
        kept = [k for k, spot in enumerate(self.spots) if spot.group not in groups]
        now = {k: new for new, k in enumerate(kept)}
        if self._classes:
            self._classes = [[now[k] for k in c] for g, c in zip(self.standing, self._classes, strict=True) if g not in groups]
        self.standing = [group for group in self.standing if group not in groups]
        self.spots = [self.spots[k] for k in kept]
        self.short, self.called = [self.short[k] for k in kept], [self.called[k] for k in kept]
        return before - len(kept)

    def size(self, group: int) -> int:
        """How many equilibria a group stands for."""
        return self._sizes.get(group, 1)

    @cached_property
    def _sizes(self) -> dict[int, int]:
        return {group: len(members) for group, members in zip(self.standing, self._classes, strict=True)} if self._classes else {}

    def classes(self) -> tuple[EquilibriumClass, ...]:
        """The classes, in the order in which they begin."""
        return tuple(
            EquilibriumClass(tuple(members), tuple(self._relabelling(k) for k in members[1:])) for members in sorted(self._classes, key=min)
        )

    def places(self) -> list[Place]:
        """What stands where, for a list that writes members out when they are looked at."""
        place = {group: k for k, group in enumerate(self.standing)}
        return [
            Place(place[spot.group], None if spot.symmetry is None else self._relabelling(k), self.called[k])
            for k, spot in enumerate(self.spots)
        ]

    def _relabelling(self, k: int) -> Relabelling:
        symmetry = self.spots[k].symmetry
        assert symmetry is not None
        if symmetry not in self._written:
            self._written[symmetry] = relabelling(self.view.game, symmetry)
        return self._written[symmetry]


def played(base: Base) -> Supports:
    """The supports of a base, without those that stand for any."""
    return {s: support for s, support in base.supports.items() if s not in base.idle}
