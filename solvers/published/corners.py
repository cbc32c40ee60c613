"""Continua of equilibria that are polytopes, by their corners."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import combinations

from flint import fmpq_mat

from games.numbers import Expression, Number, rational, simplest, text

from ..results import Solution

Half = tuple[list[Fraction], Fraction, str]  # coefficients and constant of a linear form, and its relation with zero
Point = tuple[str, ...]


def corner_profiles(found: Solution, players: Sequence[str] | None = None) -> frozenset[Point]:
    """Give the corners of the closure of a continuum of equilibria; of an isolated one, itself.

    Parameters
    ----------
    found : Solution
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
    names = [one.symbol for one in found.ranges]
    bounds = [(r.difference, r.relation) for one in found.ranges for r in one.relations]
    chances = [
        p
        for player, sets in found.profile.strategies.items()
        if players is None or player in players
        for actions in sets.values()
        for p in actions.values()
    ]
    return frozenset(tuple(text(_put(p, point)) for p in chances) for point in corners(names, bounds))


def corners(names: Sequence[str], bounds: Sequence[tuple[Expression, str]]) -> list[dict[str, Fraction]]:
    """Give the corners of the closure of a bounded polytope, by brute force: where as many bounds as there are symbols meet."""
    halves = [_linear(difference, relation, names) for difference, relation in bounds if relation != "!="]  # the closure has no holes
    found: list[dict[str, Fraction]] = []
    for tight in combinations(halves, len(names)):
        point = _meeting(tight, names)
        if point is not None and point not in found and all(_holds(half, [point[n] for n in names]) for half in halves):
            found.append(point)
    return found


def maximal(pieces: Iterable[frozenset[Point]]) -> set[frozenset[Point]]:
    """Keep the polytopes that are no face of another, each given by its corners."""
    every = set(pieces)
    return {piece for piece in every if not any(piece < other for other in every)}


def components(pieces: Iterable[frozenset[Point]]) -> int:
    """Count the connected components of a union of polytopes that meet in corners."""
    groups: list[frozenset[Point]] = []
    for piece in pieces:
        joined = [group for group in groups if group & piece]
        groups = [group for group in groups if group not in joined] + [piece.union(*joined)]
    return len(groups)


def _linear(difference: Expression, relation: str, names: Sequence[str]) -> Half:
    zeros = dict.fromkeys(names, Fraction(0))
    constant = difference.at(zeros)
    slopes = [simplest(difference.at({**zeros, name: Fraction(1)}) - constant) for name in names]
    return [Fraction(text(slope)) for slope in slopes], Fraction(text(constant)), relation


def _meeting(tight: Sequence[Half], names: Sequence[str]) -> dict[str, Fraction] | None:
    if not names:
        return {}
    left = fmpq_mat(len(names), len(names), [rational(c) for coefficients, _, _ in tight for c in coefficients])
    if left.det() == 0:
        return None
    found = left.solve(fmpq_mat(len(names), 1, [rational(-constant) for _, constant, _ in tight])).entries()
    return {name: Fraction(int(x.p), int(x.q)) for name, x in zip(names, found, strict=True)}


def _holds(half: Half, point: Sequence[Fraction]) -> bool:
    coefficients, constant, relation = half
    worth = sum((c * x for c, x in zip(coefficients, point, strict=True)), constant)
    return worth <= 0 if relation in ("<", "<=") else worth >= 0 if relation in (">", ">=") else worth == 0


def _put(number: Number, point: Mapping[str, Fraction]) -> Number:
    return number.at(point) if isinstance(number, Expression) else number
