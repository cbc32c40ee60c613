"""Continua of equilibria that are polytopes, by their corners."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import combinations

from flint import fmpq_mat

from games.numbers import Expression, Number, rational, text

from ..results import Relation, Solution

HalfSpace = tuple[list[Fraction], Fraction, str]  # coefficients and constant of a linear form, and its relation with zero
Point = tuple[str, ...]


def corner_profiles(equilibrium: Solution, players: Sequence[str] | None = None) -> frozenset[Point]:
    """Give the corners of the closure of a continuum of equilibria; of an isolated one, itself.

    Parameters
    ----------
    equilibrium : Solution
        Its open symbols must be bounded by linear comparisons, and its probabilities linear in them.
    players : sequence of str, optional
        Only the strategies of these; everyone's when None.

    Returns
    -------
    frozenset of tuple of str
        For every corner the probabilities of all actions, in the order of the profile.

    Examples
    --------
    >>> from games import load
    >>> from solvers import solve
    >>> sorted(corner_profiles(solve(load("matching_pennies"))[0]))
    [('1/2', '1/2', '1/2', '1/2')]
    """
    names = [one.symbol for one in equilibrium.ranges]
    bounds = [relation for one in equilibrium.ranges for relation in one.relations]
    chances = [
        p
        for player, sets in equilibrium.profile.strategies.items()
        if players is None or player in players
        for actions in sets.values()
        for p in actions.values()
    ]
    return frozenset(tuple(text(_put(p, point)) for p in chances) for point in corners(names, bounds))


def corners(names: Sequence[str], bounds: Sequence[Relation]) -> list[dict[str, Fraction]]:
    """Give the corners of the closure of a bounded polytope, by brute force: where as many bounds as there are symbols meet."""
    halves = [_linear(bound, names) for bound in bounds if bound.relation != "!="]  # the closure has no holes
    points: list[dict[str, Fraction]] = []
    for tight in combinations(halves, len(names)):
        point = _meeting(tight, names)
        if point is not None and point not in points and all(_holds(half, [point[n] for n in names]) for half in halves):
            points.append(point)
    return points


def maximal(polytopes: Iterable[frozenset[Point]]) -> set[frozenset[Point]]:
    """Keep the polytopes that are no face of another, each given by its corners."""
    candidates = set(polytopes)
    return {polytope for polytope in candidates if not any(polytope < other for other in candidates)}


def components(polytopes: Iterable[frozenset[Point]]) -> int:
    """Count the connected components of a union of polytopes that meet in corners."""
    groups: list[frozenset[Point]] = []
    for polytope in polytopes:
        touching = [group for group in groups if group & polytope]
        groups = [group for group in groups if group not in touching] + [polytope.union(*touching)]
    return len(groups)


def _linear(bound: Relation, names: Sequence[str]) -> HalfSpace:
    difference, origin = bound.difference, dict.fromkeys(names, Fraction(0))
    constant = difference.at(origin)
    slopes = [difference.at({**origin, name: Fraction(1)}) - constant for name in names]
    return [_fraction(slope) for slope in slopes], _fraction(constant), bound.relation


def _meeting(tight: Sequence[HalfSpace], names: Sequence[str]) -> dict[str, Fraction] | None:
    if not names:
        return {}
    matrix = fmpq_mat(len(names), len(names), [rational(c) for coefficients, _, _ in tight for c in coefficients])
    if matrix.det() == 0:
        return None
    solution = matrix.solve(fmpq_mat(len(names), 1, [rational(-constant) for _, constant, _ in tight])).entries()
    return {name: Fraction(int(x.p), int(x.q)) for name, x in zip(names, solution, strict=True)}


def _holds(half: HalfSpace, point: Sequence[Fraction]) -> bool:
    coefficients, constant, relation = half
    value = sum((c * x for c, x in zip(coefficients, point, strict=True)), constant)
    return value <= 0 if relation in ("<", "<=") else value >= 0 if relation in (">", ">=") else value == 0


def _put(number: Number, point: Mapping[str, Fraction]) -> Number:
    return number.at(point) if isinstance(number, Expression) else number


def _fraction(value: Number) -> Fraction:
    return value.fraction() if isinstance(value, Expression) else Fraction(value)
