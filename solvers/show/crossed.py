"""A map along one of its parameters: where walls are crossed, and the regime of each interval between them."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Any

from games.numbers import Expression, enclosed_roots, square_root, text, univariate

from ..results import Regime, RegimeMap
from .slices import Axis, line

APART = 6.0  # pixels between words beside one another


class Crossed:
    """The line on which one parameter varies, the map's others at their defaults.

    Parameters
    ----------
    regime_map : RegimeMap
        The map.
    name : str
        The parameter.
    whole : RegimeMap or None
        The map whose slice this is, where it was mapped anew.
    """

    def __init__(self, regime_map: RegimeMap, name: str, whole: RegimeMap | None = None) -> None:
        self.regime_map, self.name = regime_map, name
        self.axis: Axis = line(regime_map, name, whole)
        met = ((float(value), k, value) for k in range(len(regime_map.walls)) for value in self._roots(k))
        self.thresholds = sorted(((x, k, value) for x, k, value in met if self.axis.low < x < self.axis.high), key=lambda found: found[:2])

    def _roots(self, k: int) -> list[Any]:
        """Where a wall is met: exact when it is linear or quadratic in the parameter, else in floating point."""
        defaults = {n: v for n, v in self.regime_map.game.defaults.items() if n != self.name}
        polynomial = self.regime_map.walls[k].polynomial.at(defaults)
        return roots(polynomial, self.name) if isinstance(polynomial, Expression) else []

    @cached_property
    def intervals(self) -> list[tuple[float, float, Regime | None]]:
        """The intervals between thresholds, and the regime of each."""
        ends = [self.axis.low, *(x for x, _, _ in self.thresholds), self.axis.high]
        intervals = []
        for low, high in pairwise(ends):
            middle = Fraction((low + high) / 2).limit_denominator(10**9)
            intervals.append((low, high, self._regime(middle)))
        return [interval for interval in intervals if interval[1] > interval[0]]

    def _regime(self, value: Fraction) -> Regime | None:
        point = {**self.regime_map.game.defaults, self.name: value}
        signs = self.regime_map.signs(point)
        return next((regime for regime in self.regime_map.regimes if regime.signs == signs), None)


def roots(expression: Expression, name: str) -> list[Any]:
    """All real roots of a polynomial in one parameter: exact up to degree two, else in floating point, none missed."""
    (degree,) = (int(d) for n, d in zip(expression.numerator.context().names(), expression.numerator.degrees(), strict=True) if n == name)
    at = [Fraction(expression.at({name: x})) for x in (0, 1, -1)]  # type: ignore[arg-type]
    if degree == 1:
        return [-at[0] / (at[1] - at[0])]
    if degree == 2:
        a, b, c = (at[1] + at[2]) / 2 - at[0], (at[1] - at[2]) / 2, at[0]
        inside = b * b - 4 * a * c
        return [] if inside < 0 else [(-b + sign * square_root(inside)) / (2 * a) for sign in (1, -1)]
    polynomial = univariate(text(expression.at({name: Expression.symbol("x")})))
    return [float(root.mid()) for root in enclosed_roots(polynomial, 64)]


def spread(anchors: Iterable[tuple[float, str, float]], axis: Axis, wide: float) -> list[tuple[float, float, str]]:
    """Move words along an axis until none overlap: where each stands, where it belongs, and the words.

    Parameters
    ----------
    anchors : iterable of (float, str, float)
        Where words belong, the words, and their width in pixels.
    axis : Axis
        What is shown.
    wide : float
        Its length in pixels.
    """
    ordered, span = sorted(anchors), axis.high - axis.low
    halves = [width / 2 + APART / 2 for _, _, width in ordered]
    at = [(x - axis.low) / span * wide for x, _, _ in ordered]
    for k in range(1, len(at)):
        at[k] = max(at[k], at[k - 1] + halves[k - 1] + halves[k])
    for k in reversed(range(len(at))):
        at[k] = min(at[k], wide if k + 1 == len(at) else at[k + 1] - halves[k + 1] - halves[k])
    return [(axis.low + x / wide * span, belongs, words) for x, (belongs, words, _) in zip(at, ordered, strict=True)]
