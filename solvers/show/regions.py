"""Regimes taken together: those in which the same outcomes may come about, with conditions as short as they get."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..results import Regime, RegimeMap
from .classes import OutcomeClass, letters

FEW_REGIMES = 8  # so many are listed one by one without being asked

Signs = npt.NDArray[np.int8]


@dataclass(frozen=True)
class Region:
    """Regimes whose equilibria bring the same outcome distributions.

    Parameters
    ----------
    letters : tuple of str
        The classes of families with an outcome distribution each.
    regimes : tuple of Regime
        In the map's order.
    cases : tuple of tuple of str
        The region is where all conditions of one of the cases hold (but for the walls).
    """

    letters: tuple[str, ...]
    regimes: tuple[Regime, ...]
    cases: tuple[tuple[str, ...], ...]


def regions(regime_map: RegimeMap, classes: Sequence[OutcomeClass]) -> list[Region]:
    """Group a map's regimes by the classes of families that exist there, in the order in which they come."""
    regimes_of: dict[tuple[str, ...], list[Regime]] = {}
    for regime in regime_map.regimes:
        regimes_of.setdefault(letters(regime, classes), []).append(regime)
    return [_region(regime_map, class_letters, regimes) for class_letters, regimes in regimes_of.items()]


def where_each(regime_map: RegimeMap, classes: Sequence[OutcomeClass]) -> list[Region]:
    """Say for each class of families in which regimes one of them exists; regimes may come in several."""
    regions_ = []
    for outcome_class in classes:
        regimes = [regime for regime in regime_map.regimes if outcome_class.letter in letters(regime, [outcome_class])]
        if regimes:
            regions_.append(_region(regime_map, (outcome_class.letter,), regimes))
    return regions_


def _region(regime_map: RegimeMap, class_letters: tuple[str, ...], regimes: Sequence[Regime]) -> Region:
    lengths = np.array([len(wall.above) + len(wall.below) for wall in regime_map.walls])
    others = [regime for regime in regime_map.regimes if regime not in regimes]
    cases = cover(_signs(regimes, len(lengths)), _signs(others, len(lengths)), lengths)
    return Region(class_letters, tuple(regimes), tuple(tuple(_side(regime_map, k, sign) for k, sign in case) for case in cases))


def _signs(regimes: Sequence[Regime], walls: int) -> Signs:
    return np.array([r.signs for r in regimes], np.int8).reshape(len(regimes), walls)


def _side(regime_map: RegimeMap, k: int, sign: int) -> str:
    wall = regime_map.walls[k]
    return wall.above if sign > 0 else wall.below


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
