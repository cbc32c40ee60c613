"""The mass of a prior where polynomials have given signs.

Exact where the polynomials and the domain part the parameters into groups of one, or of two
with straight lines: roots of polynomials give lengths, clipped polygons give areas, and
groups multiply.  Elsewhere a scrambled Sobol sequence, several times independently.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise, product
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from flint import fmpq_mpoly

from games import GameError
from games.numbers import (
    Expression,
    InOrder,
    Number,
    between,
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

from ..results import RegimeMap
from .quantities import as_expression

Span: TypeAlias = tuple[Fraction, Fraction]
Corner: TypeAlias = tuple[Fraction, Fraction]
Prior: TypeAlias = Mapping[str, Any]
Cells: TypeAlias = dict[tuple[int, ...], Any]
"""Signs of polynomials, and the mass there (inside the domain)."""

MOST_CELLS = 100_000  # combinations of the groups' cells that are added up, at most
SCRAMBLINGS = 16  # independent ones, for the standard error


def exact_masses(regime_map: RegimeMap, prior: Prior, polynomials: Sequence[fmpq_mpoly]) -> Cells | None:
    """The mass of every sign vector of polynomials inside a map's domain; None where it cannot be reckoned exactly.

    Parameters
    ----------
    regime_map : RegimeMap
        Whose parameters and domain are meant.
    prior : dict
        As `read_prior` gives it.
    polynomials : sequence of fmpq_mpoly
        In the map's parameters.
    """
    conditions = [c.expression.numerator * into_ring(c.expression) for c in regime_map.game.domain.conditions]
    groups = _exact(prior, polynomials, conditions)
    if groups is None:
        return None
    masses: Cells = {}
    for chosen in product(*(cells.items() for _, cells in groups)):
        signs, mass = [0] * len(polynomials), Fraction(1)
        for (places, _), (group_signs, group_mass) in zip(groups, chosen, strict=True):
            mass = mass * group_mass
            for k, s in zip(places, group_signs, strict=True):
                signs[k] = s
        masses[tuple(signs)] = mass
    return masses


def sampled_masses(regime_map: RegimeMap, prior: Prior, expressions: Sequence[Expression], points: int, seed: int) -> tuple[Cells, str]:
    """The mass of every sign vector that scrambled points meet inside the domain, once for each scrambling; and how it was found.

    Parameters
    ----------
    regime_map : RegimeMap
        Whose parameters and domain are meant.
    prior : dict
        As `read_prior` gives it.
    expressions : sequence of Expression
        Quotients of polynomials in the map's parameters.
    points : int
        How many points altogether, about.
    seed : int
        Of the scramblings.
    """
    from scipy.stats import qmc

    points_each = 1 << max(4, (max(points, 1) // SCRAMBLINGS).bit_length() - 1)
    names, rng = list(prior), np.random.default_rng(seed)
    masses: Cells = {}
    for row in range(SCRAMBLINGS):
        cube = qmc.Sobol(len(names), scramble=True, seed=rng).random(points_each)
        values = {name: _quantiles(prior[name], cube[:, k]) for k, name in enumerate(names)}
        with np.errstate(all="ignore"):
            assumed = [_floats(c.expression, values, points_each) > 0 for c in regime_map.game.domain.conditions]
            inside = np.logical_and.reduce([np.ones(points_each, bool), *assumed])
            signs = np.array([np.where(_floats(e, values, points_each) > 0, 1, -1) for e in expressions])
            signs = signs.reshape(len(expressions), points_each)
        columns, numbers = np.unique(signs[:, inside].T, axis=0, return_counts=True) if inside.any() else ((), ())
        for column, number in zip(columns, numbers, strict=True):
            masses.setdefault(tuple(int(s) for s in column), np.zeros(SCRAMBLINGS))[row] += number / points_each
    method = f"{SCRAMBLINGS} scramblings of a Sobol sequence with {points_each} points each, seed {seed}; +- one standard error"
    return masses, method


def into_ring(expression: Expression) -> fmpq_mpoly:
    """The denominator, in the ring of the numerator."""
    return into(expression.denominator, expression.numerator.context().names())


def read_prior(regime_map: RegimeMap, prior: Prior) -> dict[str, Any]:
    """Read a prior: for each of the map's parameters the ends of a uniform one, or a frozen distribution."""
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
            and not any(is_distribution(prior[n]) for n in group)
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


def is_distribution(prior: Any) -> bool:
    """Whether the prior of a parameter is a distribution, and no range."""
    return hasattr(prior, "cdf")


def _lengths(name: str, prior: Any, walls: Sequence[Any], conditions: Sequence[Any]) -> Cells:
    """The mass of every sign vector along one parameter."""
    low, high = (float(x) for x in prior.support()) if is_distribution(prior) else prior
    roots = sorted({root for p in (*walls, *conditions) for root in roots_along(p, name)}, key=InOrder)
    ends: list[Any] = [low, *(root for root in roots if _before(low, root) and _before(root, high)), high]
    cells: Cells = {}
    for a, b in pairwise(ends):
        middle = _between(a, b)
        if all(_value(p, {name: middle}) > 0 for p in conditions):
            signs = tuple(1 if _value(p, {name: middle}) > 0 else -1 for p in walls)
            mass = float(prior.cdf(float(b)) - prior.cdf(float(a))) if is_distribution(prior) else (as_expression(b) - a) / (high - low)
            cells[signs] = cells[signs] + mass if signs in cells else mass
    return cells


def _before(one: Any, two: Any) -> bool:
    if isinstance(one, float) or isinstance(two, float):
        return float(one) < float(two)
    return sign_of(as_expression(two) - one) > 0


def _between(a: Any, b: Any) -> Fraction:
    if not isinstance(a, float) and not isinstance(b, float):
        return between(a, b)
    low, high = float(a), float(b)
    if np.isinf(low) and np.isinf(high):
        return Fraction(0)
    if np.isinf(low) or np.isinf(high):
        return Fraction(high - 1 if np.isinf(low) else low + 1)
    return Fraction((low + high) / 2)


def roots_along(p: Any, name: str) -> Iterator[Number]:
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


def _quantiles(prior: Any, u: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    if is_distribution(prior):
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


def _names(p: Any) -> list[str]:
    return [name for name, degree in zip(p.context().names(), p.degrees(), strict=True) if degree > 0] if p else []


def _value(p: Any, values: Mapping[str, Fraction]) -> Fraction:
    value = Expression(p).at(values)
    if isinstance(value, Expression):
        raise GameError(f"{text(value)} is left open.")
    return Fraction(value)
