"""The range of a quantity over what a family leaves open, at many points at once."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from math import comb
from typing import Any, Protocol

import numpy as np

from games import GameError
from games.numbers import Expression, Number, simplest

from .values import Floats, Point, evaluated, on_arrays

NEAR = 1e-9  # so far, relative to its terms, a comparison may fail by rounding
MOST_CHOICES = 3_000  # of limits that make a corner


class Opened(Protocol):
    """What is asked of a family: see there."""

    @property
    def free(self) -> Mapping[str, str]:
        """The open symbols."""

    @property
    def limits(self) -> Sequence[Sequence[tuple[Expression, str]]]:
        """What holds of them together."""

    @property
    def ends(self) -> Mapping[str, tuple[tuple[Number, ...], tuple[Number, ...]]]:
        """The bounds of each."""


def spans(number: Number, family: Opened, point: Point, shape: tuple[int, ...]) -> tuple[Floats, Floats]:
    """Give the lowest and highest value of a quantity over the corners of what a family leaves open.

    Parameters
    ----------
    number : number
        In the parameters and the family's open symbols.
    family : Opened
        A family: its open symbols, and what holds of them.
    point : dict from str to number or array
        The parameters.
    shape : tuple of int
        Of the arrays.

    Returns
    -------
    (array, array)
        Both of the shape asked for; nan where no corner satisfies the limits.

    Raises
    ------
    GameError
        When the limits have too many corners to be tried.
    """
    if not isinstance(number, Expression) or not any(name in family.free for name in number.free):
        value = on_arrays(number, point, shape)
        return value, value
    lowest, highest = np.full(shape, np.inf), np.full(shape, -np.inf)
    for limits in family.limits or (tuple(_by_ends(family)),):
        symbols, near = _connected(number, [expression for expression, relation in limits if relation != "!="], [*family.free])
        for corner, valid in _corners(near, symbols, point, shape):
            there = {**point, **corner}
            valid &= np.abs(on_arrays(Expression(number.denominator, None, number.roots), there, shape)) > NEAR
            value = on_arrays(number, there, shape)
            lowest = np.where(valid, np.minimum(lowest, value), lowest)
            highest = np.where(valid, np.maximum(highest, value), highest)
    return np.where(np.isinf(lowest), np.nan, lowest), np.where(np.isinf(highest), np.nan, highest)


def _by_ends(family: Opened) -> Iterator[tuple[Expression, str]]:
    for name in family.free:
        lower, upper = family.ends.get(name, ((0,), (1,)))
        yield from ((Expression.symbol(name) - low, ">=") for low in lower)
        yield from ((high - Expression.symbol(name), ">=") for high in upper)


def _connected(number: Expression, limits: Sequence[Expression], names: Sequence[str]) -> tuple[list[str], list[Expression]]:
    """The open symbols that bear on a quantity, and the limits that speak of them."""
    near = set(number.free).intersection(names)
    while more := {name for limit in limits if near.intersection(limit.free) for name in limit.free if name in names} - near:
        near |= more
    found = {limit.text(): limit for limit in limits if near.intersection(limit.free)}
    return [name for name in names if name in near], list(found.values())


def _corners(
    limits: Sequence[Expression], symbols: Sequence[str], point: Point, shape: tuple[int, ...]
) -> Iterator[tuple[dict[str, Any], Any]]:
    """Where as many affine limits as there are symbols are zero, and at which points that satisfies all limits."""
    rows = [row for limit in limits if (row := _row(limit, symbols, point, shape)) is not None]
    rows += [
        ([np.full(shape, float(k == j) * s) for j in range(len(symbols))], np.full(shape, (1 - s) / 2))
        for k in range(len(symbols))
        for s in (1.0, -1.0)
    ]
    if comb(len(rows), len(symbols)) > MOST_CHOICES:
        raise GameError(f"What is left open ({', '.join(symbols)}) has too many corners to be drawn.")
    for chosen in itertools.combinations(rows, len(symbols)):
        matrix = np.stack([np.stack(slopes, -1) for slopes, _ in chosen], -2)
        right = -np.stack([constant for _, constant in chosen], -1)
        valid = np.abs(np.linalg.det(matrix)) > NEAR
        if not valid.any():
            continue
        matrix[~valid] = np.eye(len(symbols))
        found = np.linalg.solve(matrix, right[..., None])[..., 0]
        corner: dict[str, Any] = {name: found[..., k] for k, name in enumerate(symbols)}
        for slopes, constant in rows:
            size = np.abs(constant) + sum(np.abs(s) for s in slopes) + 1e-300
            valid &= constant + sum(s * x for s, x in zip(slopes, corner.values(), strict=True)) >= -NEAR * size
        for limit in limits:
            if _bends(limit, symbols):
                valid &= evaluated(limit, {**point, **corner}, shape) >= -NEAR
        yield corner, valid


def _bends(limit: Expression, symbols: Sequence[str]) -> bool:
    slopes = [limit.derivative(name) for name in symbols]
    return any(name in slope.free for slope in slopes for name in symbols)


def _row(limit: Expression, symbols: Sequence[str], point: Point, shape: tuple[int, ...]) -> tuple[list[Floats], Floats] | None:
    """The coefficients and the constant of an affine limit at every point."""
    if _bends(limit, symbols):
        return None
    slopes = [on_arrays(simplest(limit.derivative(name)), point, shape) for name in symbols]
    return slopes, on_arrays(limit.at(dict.fromkeys(symbols, 0)), point, shape)
