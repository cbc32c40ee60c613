"""The corners of a polytope given by affine inequalities, exactly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from math import comb
from typing import Any

from flint import fmpq

from games import GameError
from games.numbers import Expression, sign_of

Exact = Any
"""A number of flint's, or an expression with roots."""

Row = tuple[Mapping[str, Exact], Exact]
"""Coefficients and a constant: their affine form must not be negative."""

Corner = dict[str, Exact]

FEW = 4_000  # so many choices of tight rows are tried one by one


def corners(rows: Sequence[Row], names: Sequence[str]) -> list[Corner]:
    """Find the corners of a bounded polytope in a few variables.

    Parameters
    ----------
    rows : sequence of (dict from str to number, number)
        Affine forms that must not be negative; ``0 <= x <= 1`` of every variable among them.
    names : sequence of str
        The variables.

    Returns
    -------
    list of dict from str to number
        Each corner at least once; none when the polytope is empty.

    Raises
    ------
    GameError
        When there are too many.

    Examples
    --------
    >>> zero, one, half = fmpq(0), fmpq(1), fmpq(1, 2)
    >>> [str(corner["x"]) for corner in corners([({"x": one}, zero), ({"x": -one}, one), ({"x": -one}, half)], ["x"])]
    ['0', '1/2']
    """
    tightest = _tightest(rows)
    if comb(len(tightest), len(names)) > FEW:
        return list(_by_rays(tightest, names))
    points = (_solved([tightest[k] for k in chosen], names) for chosen in combinations(range(len(tightest)), len(names)))
    return [corner for corner in points if corner is not None and all(sign_of(_at(row, corner)) >= 0 for row in tightest)]


def _tightest(rows: Sequence[Row]) -> list[Row]:
    """Leave out rows that another one in the same direction implies."""
    best: dict[tuple[tuple[str, str], ...], Row] = {}
    out = []
    for slopes, constant in rows:
        if any(isinstance(c, Expression) for c in (*slopes.values(), constant)):
            out.append((slopes, constant))
            continue
        lead = abs(slopes[min(slopes)])  # whatever the order in which they are given
        scaled = {name: c / lead for name, c in slopes.items()}
        name, right = tuple(sorted((n, str(c)) for n, c in scaled.items())), constant / lead
        if name not in best or right < best[name][1]:
            best[name] = (scaled, right)
    return [*best.values(), *out]


def _at(row: Row, corner: Mapping[str, Exact]) -> Exact:
    return sum((c * corner[name] for name, c in row[0].items()), row[1])


def _solved(rows: Sequence[Row], names: Sequence[str]) -> Corner | None:
    """The one point where some rows are zero, by elimination; None when there is none or more than one."""
    matrix = [[*(slopes.get(name, fmpq(0)) for name in names), constant] for slopes, constant in rows]
    for k in range(len(names)):
        pivot = next((i for i in range(k, len(matrix)) if sign_of(matrix[i][k])), None)
        if pivot is None:
            return None
        matrix[k], matrix[pivot] = matrix[pivot], matrix[k]
        lead = matrix[k][k]
        matrix[k] = [x / lead for x in matrix[k]]
        for i, row in enumerate(matrix):
            if i != k and sign_of(row[k]):
                matrix[i] = [x - row[k] * y for x, y in zip(row, matrix[k], strict=True)]
    return {name: -row[-1] for name, row in zip(names, matrix, strict=True)}


def _by_rays(rows: Sequence[Row], names: Sequence[str]) -> Iterator[Corner]:
    """The corners as extreme rays of the cone over the polytope, starting from a simplex around the cube."""
    import numpy as np

    from ..algebra.double_description import extreme_rays

    if any(isinstance(c, Expression) for slopes, constant in rows for c in (*slopes.values(), constant)):
        raise GameError("There are too many corners at a point with roots.")
    count = len(names)
    facets = np.array([*np.eye(count + 1, dtype=int)[:count].tolist(), [*[-1] * count, count]], object)
    simplex = np.array([[*(count * int(i == k) for i in range(count)), 1] for k in range(count + 1)], object)
    more = np.array([_whole([*(slopes.get(name, fmpq(0)) for name in names), constant]) for slopes, constant in rows], object)
    rays, _ = extreme_rays(simplex, facets, more, count + 1)
    for ray in rays.tolist():
        yield {name: fmpq(int(x), int(ray[-1])) for name, x in zip(names, ray, strict=False)}


def _whole(numbers: Sequence[fmpq]) -> list[int]:
    """Rational numbers times their common denominator."""
    from math import lcm

    scale = lcm(*(int(x.q) for x in numbers))
    return [int(x.p) * (scale // int(x.q)) for x in numbers]
