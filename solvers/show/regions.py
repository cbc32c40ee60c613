"""Regimes taken together: those in which the same outcomes may come about, with conditions as short as they get."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..results import Regime, RegimeMap
from . import words
from .classes import OutcomeClass, letters

FEW_REGIMES = 8  # so many are listed one by one without being asked


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
    cases = regime_map.where(*(regime.name for regime in regimes))
    return Region(class_letters, tuple(regimes), tuple(map(tuple, map(words.comparisons, cases))))
