"""How a prior over the parameters is shared among a map's regimes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from games import GameError
from games.numbers import Expression, fraction, sign_of, simplest

from ..results import RegimeMap, Share, Shares
from .prior_cells import Cells, Prior, exact_masses, is_distribution, read_prior, sampled_masses


def prior_shares(regime_map: RegimeMap, prior: Prior, *, points: int, seed: int) -> Shares:
    """Share a prior among regimes.

    Parameters
    ----------
    regime_map : RegimeMap
        The map.
    prior : dict
        For each of the map's parameters ``(low, high)`` for a uniform one, or a frozen scipy distribution; independent.
    points : int
        How many points where the shares must be approximated.
    seed : int
        Of the scramblings.
    """
    priors = read_prior(regime_map, prior)
    cells = exact_masses(regime_map, priors, [wall.polynomial.numerator for wall in regime_map.walls])
    if cells is not None:
        return _shared_exactly(regime_map, priors, cells)
    return _approximate(regime_map, priors, points, seed)


def turns_of(regime_map: RegimeMap) -> list[int]:
    """For each wall, whether its sign is that of its numerator or the opposite one."""
    return [1 if sign_of(_constant(wall.polynomial.denominator)) > 0 else -1 for wall in regime_map.walls]


def _constant(p: Any) -> Fraction:
    return fraction(p.leading_coefficient()) if p else Fraction(0)


def _shared_exactly(regime_map: RegimeMap, prior: Mapping[str, Any], cells: Cells) -> Shares:
    by_signs = {regime.signs: regime.name for regime in regime_map.regimes}
    masses: dict[str, Any] = {regime.name: Fraction(0) for regime in regime_map.regimes}
    total: Any = Fraction(0)
    turns = turns_of(regime_map)
    for signs, mass in cells.items():
        name = by_signs.get(tuple(s * turn for s, turn in zip(signs, turns, strict=True)))
        if name is None:
            raise GameError("A point of the prior lies in no regime of the map; the map is not complete.")
        masses[name] = masses[name] + mass
        total = total + mass
    exact = not any(map(is_distribution, prior.values()))
    method = "lengths between roots and areas of polygons" if exact else "cumulative distributions between roots, in floating point"
    shares = {name: Share(_shown(mass)) for name, mass in masses.items()}
    return _shares(regime_map, method, exact, shares, Share(_shown(1 - total)), lambda names: Share(_shown(sum(masses[n] for n in names))))


def _shown(mass: Any) -> Any:
    return mass if isinstance(mass, float) else simplest(mass) if isinstance(mass, Expression) else Fraction(mass)


def _approximate(regime_map: RegimeMap, prior: Mapping[str, Any], points: int, seed: int) -> Shares:
    """Count the points of several independent scramblings of one sequence."""
    names, by_signs = [regime.name for regime in regime_map.regimes], {regime.signs: k for k, regime in enumerate(regime_map.regimes)}
    masses, method = sampled_masses(regime_map, prior, [wall.polynomial for wall in regime_map.walls], points, seed)
    columns: dict[int, Any] = {}
    for signs, rates in masses.items():
        k = by_signs.get(signs, len(names))
        columns[k] = columns.get(k, 0) + rates

    def share(of: Iterable[int]) -> Share:
        return sampled_share([columns[k] for k in of if k in columns])

    inside = share(range(len(names) + 1))
    regimes = {name: share([k]) for k, name in enumerate(names)}
    return _shares(
        regime_map, method, False, regimes, Share(1 - float(inside.share), inside.error), lambda some: share(map(names.index, some))
    )


def sampled_share(rates: Sequence[Any]) -> Share:
    """The mean of independent scramblings, with its standard error."""
    total = sum(rates) if len(rates) else np.zeros(2)
    return Share(float(total.mean()), float(total.std(ddof=1) / np.sqrt(len(total))))


def _shares(
    regime_map: RegimeMap,
    method: str,
    exact: bool,
    regimes: Mapping[str, Share],
    outside: Share,
    together: Callable[[Sequence[str]], Share],
) -> Shares:
    sets: dict[tuple[str, ...], list[str]] = {}
    for regime in regime_map.regimes:
        sets.setdefault(regime.families, []).append(regime.name)
    by_family = {f.name: [r.name for r in regime_map.regimes if f.name in r.families] for f in regime_map.families if f.generic}
    return Shares(
        game=regime_map.game.name,
        method=method,
        exact=exact,
        regimes=dict(regimes),
        families={names: together(regime_names) for names, regime_names in sets.items()},
        each={name: together(regime_names) for name, regime_names in by_family.items()},
        outside=outside,
    )
