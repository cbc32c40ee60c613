"""How a prior over the parameters is shared among a map's regimes.

Exact where the walls and the domain part the parameters into groups of one, or of two with
straight walls: roots of polynomials give lengths, clipped polygons give areas, and groups
multiply.  Elsewhere a scrambled Sobol sequence, with a standard error from independent
scramblings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise, product
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from flint import fmpq_mpoly

from games import GameError
from games.numbers import (
    Expression,
    Number,
    fraction,
    into,
    rational,
    read,
    real_roots,
    root_of,
    sign_of,
    simplest,
    terms_of,
    text,
    univariate,
)

from ..results import RegimeMap, Share, Shares
from .quantities import as_expression

Span: TypeAlias = tuple[Fraction, Fraction]
Corner: TypeAlias = tuple[Fraction, Fraction]
Prior: TypeAlias = Mapping[str, Any]
Cells: TypeAlias = dict[tuple[int, ...], Any]
"""Signs of a group's walls, and the mass there (inside the domain)."""

MOST_CELLS = 100_000  # combinations of the groups' cells that are added up, at most
SCRAMBLINGS = 16  # independent ones, for the standard error


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
    priors = _read(regime_map, prior)
    walls = [wall.polynomial.numerator for wall in regime_map.walls]
    turns = [1 if sign_of(_constant(wall.polynomial.denominator)) > 0 else -1 for wall in regime_map.walls]
    conditions = [c.expression.numerator * into_ring(c.expression) for c in regime_map.game.domain.conditions]
    cells = _exact(priors, walls, conditions)
    if cells is not None:
        return _shared_exactly(regime_map, priors, cells, turns)
    return _approximate(regime_map, priors, points, seed)


def into_ring(expression: Expression) -> fmpq_mpoly:
    """The denominator, in the ring of the numerator."""
    return into(expression.denominator, expression.numerator.context().names())


def _read(regime_map: RegimeMap, prior: Prior) -> dict[str, Any]:
    missing = [name for name in regime_map.over if name not in prior]
    unknown = [name for name in prior if name not in regime_map.over]
    if missing or unknown:
        fault = f"lacks {', '.join(missing)}" if missing else f"has {', '.join(unknown)}, which the map does not"
        raise GameError(f"A prior gives every parameter of the map a range or a distribution; it {fault}.")
    out: dict[str, Any] = {}
    for name in regime_map.over:
        marginal = prior[name]
        if hasattr(marginal, "cdf") and hasattr(marginal, "ppf"):
            out[name] = marginal
            continue
        try:
            low, high = (_fraction(end) for end in marginal)
        except (TypeError, ValueError) as error:
            if isinstance(error, GameError):
                raise
            raise GameError(f"The prior of {name} is {marginal!r}; give (low, high), or a frozen distribution of scipy.stats.") from None
        if low >= high:
            raise GameError(f"The prior of {name} runs from {low} to {high}; the first must be less.")
        out[name] = (low, high)
    return out


def _fraction(value: object) -> Fraction:
    number = read(value).fraction() if isinstance(value, str) else rational(value)
    return number if isinstance(number, Fraction) else fraction(number)


# ------------------------------------------------------------------ exactly


def _exact(prior: Mapping[str, Any], walls: Sequence[Any], conditions: Sequence[Any]) -> list[tuple[list[int], Cells]] | None:
    """For each group of parameters that walls and domain tie together: its walls, and its cells; None when one is too hard."""
    names_used = [_names(p) for p in (*walls, *conditions)]
    groups = _groups(list(prior), names_used)
    out = []
    for group in groups:
        wall_indices = [k for k, p in enumerate(walls) if set(_names(p)) & set(group)]
        group_walls = [walls[k] for k in wall_indices]
        group_conditions = [p for p in conditions if set(_names(p)) & set(group)]
        if len(group) == 1:
            out.append((wall_indices, _lengths(group[0], prior[group[0]], group_walls, group_conditions)))
        elif not wall_indices and not group_conditions:
            out.append((wall_indices, {(): Fraction(1)}))
        elif (
            len(group) == 2
            and not any(_is_distribution(prior[n]) for n in group)
            and all(p.total_degree() <= 1 for p in (*group_conditions, *group_walls))
        ):
            out.append((wall_indices, _areas(group, [prior[n] for n in group], group_walls, group_conditions)))
        else:
            return None
    size = 1
    for _, cells in out:
        size *= max(1, len(cells))
    return out if size <= MOST_CELLS else None


def _groups(names: Sequence[str], names_used: Iterable[Sequence[str]]) -> list[list[str]]:
    groups = [{name} for name in names]
    for together in names_used:
        touched = [g for g in groups if g & set(together)]
        if len(touched) > 1:
            groups = [g for g in groups if g not in touched] + [set().union(*touched)]
    return [[name for name in names if name in g] for g in groups]


def _is_distribution(prior: Any) -> bool:
    return hasattr(prior, "cdf")


def _lengths(name: str, prior: Any, walls: Sequence[Any], conditions: Sequence[Any]) -> Cells:
    """The mass of every sign vector along one parameter."""
    low, high = (float(x) for x in prior.support()) if _is_distribution(prior) else prior
    roots = sorted({root for p in (*walls, *conditions) for root in _roots(p, name)}, key=float)
    ends: list[Any] = [low, *(root for root in roots if _before(low, root) and _before(root, high)), high]
    cells: Cells = {}
    for a, b in pairwise(ends):
        middle = _between(a, b)
        if all(_value(p, {name: middle}) > 0 for p in conditions):
            signs = tuple(1 if _value(p, {name: middle}) > 0 else -1 for p in walls)
            mass = float(prior.cdf(float(b)) - prior.cdf(float(a))) if _is_distribution(prior) else (as_expression(b) - a) / (high - low)
            cells[signs] = cells[signs] + mass if signs in cells else mass
    return cells


def _before(one: Any, two: Any) -> bool:
    if isinstance(one, float) or isinstance(two, float):
        return float(one) < float(two)
    return sign_of(as_expression(two) - one) > 0


def _between(a: Any, b: Any) -> Fraction:
    low, high = float(a), float(b)
    if np.isinf(low) and np.isinf(high):
        return Fraction(0)
    if np.isinf(low) or np.isinf(high):
        return Fraction(high - 1 if np.isinf(low) else low + 1)
    return Fraction((low + high) / 2)


def _roots(p: Any, name: str) -> Iterator[Number]:
    """The real roots of a polynomial in one name, exactly."""
    for factor, _ in into(p, (name,)).factor()[1]:
        f = univariate(_in_x(factor))
        yield from (simplest(root_of(f, low, high)) for low, high in real_roots(f))


def _in_x(p: Any) -> str:
    """A polynomial in one name, written in x."""
    return " + ".join(f"({c})*x**{powers[0]}" for powers, c in terms_of(p)) or "0"


def _areas(names: Sequence[str], spans: Sequence[Span], walls: Sequence[Any], conditions: Sequence[Any]) -> Cells:
    """The area of every sign vector in a rectangle that straight lines cut."""
    (a, b), (c, d) = spans
    polygon: list[Corner] = [(a, c), (b, c), (b, d), (a, d)]
    for p in conditions:
        polygon = _clipped(polygon, names, p, 1)
    cells: dict[tuple[int, ...], list[Corner]] = {(): polygon}
    for p in walls:
        cells = {(*signs, s): _clipped(cell, names, p, s) for signs, cell in cells.items() for s in (1, -1)}
    return {signs: area / ((b - a) * (d - c)) for signs, cell in cells.items() if (area := _area(cell))}


def _clipped(polygon: Sequence[Corner], names: Sequence[str], p: Any, side: int) -> list[Corner]:
    """The part of a convex polygon on one side of a line."""
    heights = [side * _value(p, dict(zip(names, vertex, strict=True))) for vertex in polygon]
    out: list[Corner] = []
    for k, (corner, height) in enumerate(zip(polygon, heights, strict=True)):
        previous, previous_height = polygon[k - 1], heights[k - 1]
        if height * previous_height < 0:
            t = previous_height / (previous_height - height)
            out.append((previous[0] + t * (corner[0] - previous[0]), previous[1] + t * (corner[1] - previous[1])))
        if height >= 0:
            out.append(corner)
    return out


def _area(polygon: Sequence[Corner]) -> Fraction:
    return abs(sum((p[0] * q[1] - q[0] * p[1] for p, q in zip(polygon, [*polygon[1:], *polygon[:1]], strict=True)), Fraction(0))) / 2


def _shared_exactly(
    regime_map: RegimeMap, prior: Mapping[str, Any], groups: Sequence[tuple[list[int], Cells]], turns: Sequence[int]
) -> Shares:
    by_signs = {regime.signs: regime.name for regime in regime_map.regimes}
    masses: dict[str, Any] = {regime.name: Fraction(0) for regime in regime_map.regimes}
    total: Any = Fraction(0)
    for chosen in product(*(cells.items() for _, cells in groups)):
        signs, mass = [0] * len(regime_map.walls), Fraction(1)
        for (walls, _), (group_signs, group_mass) in zip(groups, chosen, strict=True):
            mass = mass * group_mass
            for k, s in zip(walls, group_signs, strict=True):
                signs[k] = s * turns[k]
        name = by_signs.get(tuple(signs))
        if name is None:
            raise GameError("A point of the prior lies in no regime of the map; the map is not complete.")
        masses[name] = masses[name] + mass
        total = total + mass
    exact = not any(map(_is_distribution, prior.values()))
    method = "lengths between roots and areas of polygons" if exact else "cumulative distributions between roots, in floating point"
    shares = {name: Share(_shown(mass)) for name, mass in masses.items()}
    return _shares(regime_map, method, exact, shares, Share(_shown(1 - total)), lambda names: Share(_shown(sum(masses[n] for n in names))))


def _shown(mass: Any) -> Any:
    return mass if isinstance(mass, float) else simplest(mass) if isinstance(mass, Expression) else Fraction(mass)


# ------------------------------------------------------------------ approximately


def _approximate(regime_map: RegimeMap, prior: Mapping[str, Any], points: int, seed: int) -> Shares:
    """Count the points of several independent scramblings of one sequence."""
    from scipy.stats import qmc

    points_each = 1 << max(4, (max(points, 1) // SCRAMBLINGS).bit_length() - 1)
    names, by_signs = list(prior), {regime.signs: k for k, regime in enumerate(regime_map.regimes)}
    rng = np.random.default_rng(seed)
    counts = np.zeros((SCRAMBLINGS, len(regime_map.regimes) + 1))
    for row in counts:
        cube = qmc.Sobol(len(names), scramble=True, seed=rng).random(points_each)
        values = {name: _quantiles(prior[name], cube[:, k]) for k, name in enumerate(names)}
        with np.errstate(all="ignore"):
            assumed = [_floats(c.expression, values, points_each) > 0 for c in regime_map.game.domain.conditions]
            inside = np.logical_and.reduce([np.ones(points_each, bool), *assumed])
            signs = np.array([np.where(_floats(wall.polynomial, values, points_each) > 0, 1, -1) for wall in regime_map.walls])
            signs = signs.reshape(len(regime_map.walls), points_each)
        columns, numbers = np.unique(signs[:, inside].T, axis=0, return_counts=True) if inside.any() else ((), ())
        for column, number in zip(columns, numbers, strict=True):
            row[by_signs.get(tuple(int(s) for s in column), -1)] += number
    rates = counts / points_each
    regime_names = [regime.name for regime in regime_map.regimes]

    def share(columns: Iterable[int]) -> Share:
        total = rates[:, list(columns)].sum(axis=1)
        return Share(float(total.mean()), float(total.std(ddof=1) / np.sqrt(SCRAMBLINGS)))

    regimes = {name: share([k]) for k, name in enumerate(regime_names)}
    inside_share = share(range(rates.shape[1]))
    method = f"{SCRAMBLINGS} scramblings of a Sobol sequence with {points_each} points each, seed {seed}; +- one standard error"
    outside = Share(1 - float(inside_share.share), inside_share.error)
    return _shares(regime_map, method, False, regimes, outside, lambda names: share(regime_names.index(n) for n in names))


def _quantiles(prior: Any, u: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    if _is_distribution(prior):
        return np.asarray(prior.ppf(u), float)
    low, high = map(float, prior)
    return low + (high - low) * u


def _floats(expression: Expression, values: Mapping[str, npt.NDArray[np.float64]], size: int) -> npt.NDArray[np.float64]:
    """An expression without roots at many points."""

    def total(p: Any) -> npt.NDArray[np.float64]:
        names, out = p.context().names(), np.zeros(size)
        for powers, c in terms_of(p):
            term = np.full(size, int(c.p) / int(c.q))
            for name, power in zip(names, powers, strict=True):
                if power:
                    term = term * values[name] ** power
            out += term
        return out

    return total(expression.numerator) / total(expression.denominator)


# ------------------------------------------------------------------ together


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


# ------------------------------------------------------------------ polynomials


def _names(p: Any) -> list[str]:
    return [name for name, degree in zip(p.context().names(), p.degrees(), strict=True) if degree > 0] if p else []


def _value(p: Any, values: Mapping[str, Fraction]) -> Fraction:
    value = Expression(p).at(values)
    if isinstance(value, Expression):
        raise GameError(f"{text(value)} is left open.")
    return Fraction(value)


def _constant(p: Any) -> Fraction:
    return fraction(p.leading_coefficient()) if p else Fraction(0)
