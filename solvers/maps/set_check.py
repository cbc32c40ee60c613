"""The sets that families list against those of the independent method, both ways, where anything is left open.

That both methods know the same bases says nothing of what a listing makes of them: a face that is put with a family, or an end
of a range, may be lost.  So of every base that a continuum covers, or that is one of several in a family, the independent
method gives equilibria inside and at the ends, and some family must hold each as it is listed; and of every family that leaves
something open, or that a relabelling made, the verifier judges members inside and at the ends.  Each is done once, at the first
point of the check where it is found: what a family says does not change from regime to regime.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any

from games import GameError

from ..closed_forms import Solved
from ..verifier import verify
from ..verifier.enumeration import Base, Enumeration
from ..verifier.members import MembersAt
from .membership import Listed

Point = Mapping[str, Fraction]
CheckedPoint = tuple[Point, frozenset[int], Enumeration]
"""A point, the numbers of the families that exist there, and what the independent method found."""

INSIDE_AND_ENDS = 3  # equilibria of each base that are compared: one inside, the others at ends


class Sets:
    """Compares sets of equilibria at points.

    Parameters
    ----------
    solved : Solved
        The families, as they are listed, with their pieces.
    """

    def __init__(self, solved: Solved) -> None:
        self.solved, self.families = solved, solved.families
        self.game, self.concept = solved.families.game, solved.families.concept
        self._read: dict[Any, Listed] = {}
        self.of_base: dict[Any, list[int]] = {}
        for j, group in enumerate(solved.groups):
            for k in solved.members[j] if self.families[solved.members[j][0]].generic else ():
                if self.families[k].free or len(group.pieces) > 1:
                    for base in dict.fromkeys(solved.bases(k)):
                        self.of_base.setdefault(base, []).append(k)

    def differ(self, checked: Sequence[CheckedPoint]) -> set[int]:
        """The numbers of the points at which something is listed wrongly, or is missing."""
        bases: dict[int, list[Base]] = {}
        continua: dict[int, list[int]] = {}
        done: set[Any] = set()
        for number, (_, existing, answer) in enumerate(checked):
            for base in answer.bases if answer.complete else ():
                if (base.actions, base.beliefs) in self.of_base and base not in done:
                    done.add(base)
                    bases.setdefault(number, []).append(base)
            for k in sorted(existing - done):
                done.add(k)
                if self.families[k].free or self.solved.relabelling(k) is not None:
                    continua.setdefault(number, []).append(k)
        out = {number for number, families in continua.items() if self.wrong(families, checked[number][0])}
        return out | self._missing(checked, bases)

    def wrong(self, families: Sequence[int], point: Point) -> bool:
        """Whether the verifier refuses what some family lists at a point."""
        numeric = self.game.fix(point)
        members = (one for k in families for one in self._listed(k, point).members(INSIDE_AND_ENDS - 1))
        try:
            return any(not verify(numeric, assessment, self.concept).equilibrium for assessment in members)
        except GameError:  # no probabilities
            return True

    def _listed(self, k: int, point: Point) -> Listed:
        """What a family lists at a point, read once."""
        name = k, tuple(point.values())
        if name not in self._read:
            self._read[name] = Listed(self.families[k], point)
        return self._read[name]

    def _missing(self, checked: Sequence[CheckedPoint], bases: Mapping[int, Sequence[Base]]) -> set[int]:
        """The numbers of the points at which no family that exists there holds what the independent method finds."""
        numbers = list(bases)
        if not numbers:
            return set()
        members = MembersAt(self.game, [checked[number][0] for number in numbers], self.concept)
        out = set()
        for k, number in enumerate(numbers):
            point, existing, _ = checked[number]
            for base in bases[number]:
                same_base = [j for j in self.of_base[base.actions, base.beliefs] if j in existing]
                candidates = [*same_base, *(j for j in sorted(existing) if j not in same_base and self._used[j] == base.actions)]
                for assessment in members(k, base, INSIDE_AND_ENDS):
                    if all(self._listed(j, point).holds(assessment) is False for j in candidates):
                        out.add(number)
        return out

    @cached_property
    def _used(self) -> list[frozenset[tuple[str, str, str]]]:
        """The actions that each family uses."""
        return [
            frozenset(
                (p, s, a) for p, sets in family.profile.strategies.items() for s, row in sets.items() for a, x in row.items() if x != 0
            )
            for family in self.families
        ]
