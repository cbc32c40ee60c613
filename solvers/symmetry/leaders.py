"""Which supports to look at: of those that relabellings make of one another, the first in the order of the search."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from .group import Symmetries

Rivals: TypeAlias = "list[tuple[int, int]]"
"""Relabellings, by number, with how many information sets at which they have made the same supports so far."""


class Leaders:
    """Tells, while supports are chosen one information set after another, whether they can still come first.

    Parameters
    ----------
    symmetries : Symmetries
        The relabellings.
    order : sequence of int
        The information sets, in the order in which supports are chosen.

    Notes
    -----
    A relabelling takes supports to others that come earlier, later, or are the same.  The first information set at which they differ
    decides; supports are passed over as soon as a relabelling makes earlier ones of them (Crawford, Ginsberg, Luks and Roy 1996).
    """

    def __init__(self, symmetries: Symmetries, order: Sequence[int]) -> None:
        self.order = tuple(order)
        table = symmetries.table
        self._from: list[dict[int, tuple[int, dict[int, int]]]] = []
        for element in symmetries.elements[1:]:
            sources: dict[int, tuple[int, dict[int, int]]] = {t: (s, {}) for s, t in enumerate(element.sets)}
            for (_, a), image in zip(table.moves, element.moves, strict=True):
                t, b = table.moves[image]
                sources[t][1][a] = b
            self._from.append(sources)

    def rivals(self) -> Rivals:
        """All relabellings, before any supports are chosen."""
        return [(k, 0) for k in range(len(self._from))]

    def left(self, rivals: Rivals, supports: Mapping[int, tuple[int, ...]]) -> Rivals | None:
        """The relabellings that may still make earlier supports of these; None when one does."""
        remaining = []
        for k, start in rivals:
            sources = self._from[k]
            position = start
            while position < len(self.order):
                t = self.order[position]
                s, actions = sources[t]
                if s not in supports or t not in supports:
                    remaining.append((k, position))
                    break
                mine, theirs = supports[t], tuple(sorted(actions[a] for a in supports[s]))
                if mine != theirs:
                    if (len(theirs), theirs) < (len(mine), mine):
                        return None
                    break  # later: it never matters again
                position += 1
        return remaining
