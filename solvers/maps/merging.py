"""Where some of a map's regimes are, together, with conditions as few and as short as they get."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ..results import Regime, RegimeMap, Relation
from .mapping import needed

Signs = npt.NDArray[np.int8]


def where(regime_map: RegimeMap, names: Sequence[str]) -> tuple[tuple[Relation, ...], ...]:
    """Describe regimes together: they are where all comparisons of one of the cases hold, walls apart; anywhere where a case is empty.

    Parameters
    ----------
    regime_map : RegimeMap
        The map.
    names : sequence of str
        The regimes.
    """
    inside = [regime for regime in regime_map.regimes if regime.name in names]
    outside = [regime for regime in regime_map.regimes if regime.name not in names]
    if regime_map.solved.left:  # there may be other regimes, which no condition may let in
        cases = [list(enumerate(regime.signs)) for regime in inside]
    elif len(inside) == 1:
        (regime,) = inside
        cases = [[(k, regime.signs[k]) for k in needed(regime_map.regimes, regime)]]
    else:
        lengths = np.array([sum(len(side.text()) for side in wall.comparisons) for wall in regime_map.walls], np.int64)
        cases = cover(_signs(inside, len(lengths)), _signs(outside, len(lengths)), lengths)
    return tuple(tuple(regime_map.walls[k].comparisons[sign > 0] for k, sign in case) for case in cases)


def _signs(regimes: Sequence[Regime], walls: int) -> Signs:
    return np.array([r.signs for r in regimes], np.int8).reshape(len(regimes), walls)


def cover(inside: Signs, outside: Signs, lengths: npt.NDArray[np.int64]) -> list[list[tuple[int, int]]]:
    """Describe some sign vectors by few short conjunctions that none of the others satisfies.

    Parameters
    ----------
    inside, outside : array, shape (vectors, walls)
        Signs, +1 or -1; what is in neither does not occur.
    lengths : array, shape (walls,)
        How long it is to say a wall; long ones are left out first.

    Returns
    -------
    list of list of (int, int)
        Conjunctions: walls with their signs.

    Notes
    -----
    A greedy cover by prime implicants, as in two-level logic minimisation: exact as a description, not always the shortest.
    """
    uncovered = np.ones(len(inside), bool)
    covered: list[npt.NDArray[np.bool_]] = []
    conjunctions: list[list[tuple[int, int]]] = []
    while uncovered.any():
        row = inside[int(np.argmax(uncovered))]
        walls = _implicant(inside[uncovered] != row, outside != row, lengths)
        conjunctions.append([(int(k), int(row[k])) for k in walls])
        covered.append((inside[:, walls] == row[walls]).all(axis=1))
        uncovered &= ~covered[-1]
    for k in reversed(range(len(covered))):
        others = [mask for i, mask in enumerate(covered) if i != k]
        if others and np.logical_or.reduce(others).all():
            del covered[k], conjunctions[k]
    return conjunctions


def _implicant(near: npt.NDArray[np.bool_], far: npt.NDArray[np.bool_], lengths: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The walls to name so that no far vector agrees on all of them: others are dropped one by one, so that many near ones agree."""
    named = np.ones(len(lengths), bool)
    while True:
        alone = far[(far & named).sum(axis=1) == 1]  # vectors that one named wall alone keeps out
        free = named & ~alone.any(axis=0)
        if not free.any():
            return np.flatnonzero(named)
        apart = (near & named).sum(axis=1)
        gained = ((apart == 1)[:, None] & near).sum(axis=0)
        best = max(np.flatnonzero(free), key=lambda k: (gained[k], lengths[k]))
        named[best] = False
