"""Points as whole numbers, above and below the line: how a long store finds those of a grid again without writing them out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Ints: TypeAlias = npt.NDArray[np.int64]

COORDINATE = re.compile(r"(\w+)=(-?[0-9]{1,18})(?:/([0-9]{1,18}))?")
MIXERS = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)  # odd, with bits all over


@dataclass(frozen=True)
class Points:
    """Points with rational coordinates that are not too long.

    Parameters
    ----------
    names : tuple of str
        The parameters.
    above, below : array of int, shape (points, parameters)
        Numerators and denominators, in lowest terms.
    """

    names: tuple[str, ...]
    above: Ints
    below: Ints

    def found_in(self, others: Points) -> Ints:
        """For each point its place among others, the last one if it is there more than once; -1 where it is not found."""
        if self.names != others.names or not len(others.above):
            return np.full(len(self.above), -1)
        if np.array_equal(self.above, others.above) and np.array_equal(self.below, others.below):
            return np.arange(len(self.above))
        theirs = others._digests()
        order = np.argsort(theirs, kind="stable")
        places: Ints = order[np.searchsorted(theirs[order], self._digests(), side="right") - 1]
        same = (others.above[places] == self.above).all(axis=1) & (others.below[places] == self.below).all(axis=1)
        return np.where(same, places, -1)

    def _digests(self) -> npt.NDArray[np.uint64]:
        """A number for each point, another one for nearly every other point."""
        first, second, third = (np.uint64(mixer) for mixer in MIXERS)
        total = np.zeros(len(self.above), np.uint64)
        for above, below in zip(self.above.T.astype(np.uint64), self.below.T.astype(np.uint64), strict=True):
            total = (total * first) ^ (above * second) ^ (below * third)
            total ^= total >> np.uint64(29)
        return total


def written_points(keys: Sequence[str]) -> Points:
    """Read points as they are written in a store.

    Raises
    ------
    ValueError
        When they are not all rational numbers, not too long, in the same parameters.
    """
    names = tuple(name.partition("=")[0] for name in keys[0].split(", "))
    above, below = np.empty((len(keys), len(names)), np.int64), np.empty((len(keys), len(names)), np.int64)
    for k, key in enumerate(keys):
        found = [COORDINATE.fullmatch(one) for one in key.split(", ")]
        if tuple(one and one[1] for one in found) != names:
            raise ValueError(f"{key} is no point in {names}")
        for j, one in enumerate(found):
            assert one is not None
            above[k, j], below[k, j] = int(one[2]), int(one[3] or 1)
    return Points(names, above, below)


def joined_points(parts: Sequence[Points]) -> Points:
    """Put points in the same parameters one behind another."""
    return Points(parts[0].names, np.concatenate([part.above for part in parts]), np.concatenate([part.below for part in parts]))
