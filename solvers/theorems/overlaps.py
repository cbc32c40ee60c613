"""Where regimes of two maps over the same parameters meet."""

from __future__ import annotations

from dataclasses import dataclass

from games.parameter import Domain

from ..maps.region_signs import ParameterRegion, sides
from ..results import Regime, RegimeMap


@dataclass(frozen=True)
class Overlaid:
    """The regimes of two maps that meet.

    Parameters
    ----------
    pairs : tuple of (Regime, Regime, Domain)
        A regime of each, and where both are; its start lies inside.
    undecided : tuple of str
        Pairs of which that is not known.
    """

    pairs: tuple[tuple[Regime, Regime, Domain], ...]
    undecided: tuple[str, ...]


def overlaid(here: RegimeMap, there: RegimeMap) -> Overlaid:
    """Lay one map over another that has the same parameters."""
    pairs, undecided = [], []
    for one in here.regimes:
        region = ParameterRegion.of(here, one)
        for two in there.regimes:
            also = [*there.game.domain.conditions, *sides(there, two)]
            point = region.point(also)
            if point is not None:
                pairs.append((one, two, region.domain.also(also, point)))
            elif region.empty(also) is not True:
                undecided.append(f"{one.name} and {two.name}")
    return Overlaid(tuple(pairs), tuple(undecided))
