"""Sections of a game: information sets that, once play is among them, play never leaves but to end.

A section is a collection of information sets with every set that may follow one of them.
Its *doors* are the nodes at which play first meets it.  Whatever trembles bring play there,
there is one belief about the door, and it settles by Bayes' rule the beliefs at all sets that
play then reaches: so their comparisons must hold together, under some odds of the doors.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from .multilinear import Options
from .plays import Plays

MOST_DOORS = 4  # with more kinds of doors, sections are not put to the test


@dataclass(frozen=True, eq=False)
class Section:
    """A section of a game.

    Parameters
    ----------
    sets : frozenset of int
        Its information sets.
    inner : tuple of Section
        Smaller ones inside it that have no set in common.
    own : tuple of int
        Its sets that are in none of these.
    doors : dict from (int, int) to int
        For each of its sets and each place there: through which kind of door it is reached; doors that only chance tells apart are
        of one kind, and their odds are known.
    """

    sets: frozenset[int]
    inner: tuple[Section, ...]
    own: tuple[int, ...]
    doors: Mapping[tuple[int, int], int]

    @property
    def kinds(self) -> int:
        """How many kinds of doors there are."""
        return len(set(self.doors.values()))


def sections(plays: Plays) -> Section:
    """Divide a game: the whole of it, and inside it what follows each of its sets."""
    every = frozenset(range(len(plays.infosets)))
    groups = {group for s in every for group in _connected(plays, _closed(plays, plays.below[s]))} - {every}
    nested: list[frozenset[int]] = []
    for group in sorted(groups, key=lambda sets: (-len(sets), sorted(sets))):
        if all(group <= other or not group & other for other in nested):
            nested.append(group)
    return _section(plays, every, nested)


def _section(plays: Plays, sets: frozenset[int], nested: list[frozenset[int]]) -> Section:
    inside = [group for group in nested if group < sets]
    largest = [group for group in inside if not any(group < other for other in inside)]
    own = sets - frozenset[int]().union(*largest)
    return Section(sets, tuple(_section(plays, group, inside) for group in largest), tuple(sorted(own)), _doors(plays, sets))


def _doors(plays: Plays, sets: frozenset[int]) -> dict[tuple[int, int], int]:
    kinds: dict[Options, int] = {}
    out = {}
    for s in sorted(sets):
        for k, node in enumerate(plays.infosets[s].nodes):
            outside = tuple(sorted(a for a in node.before if plays.infoset_of[a] not in sets))
            out[s, k] = kinds.setdefault(outside, len(kinds))
    return out


def _closed(plays: Plays, sets: frozenset[int]) -> frozenset[int]:
    """Add what may follow, also from other nodes of the same sets."""
    more = sets.union(*(plays.below[s] for s in sets))
    return sets if more == sets else _closed(plays, more)


def _connected(plays: Plays, sets: frozenset[int]) -> Iterator[frozenset[int]]:
    """Split sets into groups of which none may follow a set of another."""
    remaining = set(sets)
    while remaining:
        group = {min(remaining)}
        while more := {t for t in remaining - group if any(t in plays.below[s] or s in plays.below[t] for s in group)}:
            group |= more
        remaining -= group
        yield frozenset(group)


def believable(section: Section) -> Iterator[tuple[int, ...]]:
    """Give the kinds of doors that may be believed possible together, all of them first."""
    every = sorted(set(section.doors.values()))
    for size in range(len(every), 0, -1):
        yield from combinations(every, size)
