"""The kinds of numbers in which responses are reckoned: floating point, balls, balls with derivatives, and many intervals at once."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import reduce
from math import exp, log, log1p
from operator import mul
from typing import Any, Protocol

import numpy as np
from flint import arb, fmpq

from ..algebra.intervals import Intervals, enclosing, exponential, intervals, outward
from . import probit


class Kind(Protocol):
    """What responses ask of numbers."""

    cache: dict[tuple[int, int], Any]

    def number(self, x: Fraction) -> Any:
        """Read an exact number."""

    def unit(self, k: int) -> Any:
        """The derivatives of the unknown number of this index."""

    def response(self, logits: Sequence[Any]) -> Any:
        """Probabilities whose logarithms, less the first one's, are given."""

    def probit(self, x: Any) -> tuple[Any, Any]:
        """The logarithm of the odds of a probit response, and its derivative."""

    def product(self, chances: Any, a: int, b: int) -> Any:
        """The product of two of the probabilities."""

    def mean(self, chances: Any, each: Sequence[Any]) -> Any:
        """An expectation."""

    def weight(self, odds: Sequence[Any]) -> Any:
        """The weight of a path in beliefs, as `beliefs` takes it."""

    def beliefs(self, weights: Sequence[Any], sure: bool) -> Any:
        """Weights divided by their sum, which is one where that is `sure`."""


class FloatKind:
    """Floating point; weights of paths are kept as logarithms, so that nothing vanishes at a high precision."""

    def __init__(self, size: int) -> None:
        self.cache: dict[tuple[int, int], Any] = {}
        self.units = np.eye(size)

    def number(self, x: Fraction) -> float:
        """Read an exact number."""
        return float(x)

    def unit(self, k: int) -> Any:
        """The derivatives of the unknown number of this index."""
        return self.units[k]

    def response(self, logits: Sequence[float]) -> _Odds:
        """Probabilities, which remember their logarithms."""
        if len(logits) == 1:
            z = logits[0]
            low, high = (-log1p(exp(-abs(z))) - abs(z), -log1p(exp(-abs(z))))
            logs = [low, high] if z > 0 else [high, low]
        else:
            top = max(0.0, *logits) if logits else 0.0
            norm = top + log(exp(-top) + sum(exp(z - top) for z in logits))
            logs = [-norm, *(z - norm for z in logits)]
        return _Odds([exp(x) for x in logs], logs)

    def probit(self, x: float) -> tuple[float, float]:
        """The logarithm of the odds of a probit response, and its derivative."""
        return probit.in_floats(x)

    def product(self, chances: Any, a: int, b: int) -> float:
        """The product of two of the probabilities."""
        out: float = chances[a] * chances[b]
        return out

    def mean(self, chances: Any, each: Sequence[float]) -> float:
        """An expectation."""
        return float(sum(p * x for p, x in zip(chances, each, strict=True)))

    def weight(self, odds: Sequence[Any]) -> float:
        """The logarithm of a path's weight."""
        return sum(x.log if isinstance(x, _Odd) else log(x) for x in odds)

    def beliefs(self, weights: Sequence[float], sure: bool) -> list[float]:
        """Weights divided by their sum."""
        top = max(weights)
        raw = [exp(w - top) for w in weights]
        whole = sum(raw)
        return [w / whole for w in raw]


class _Odd(float):
    """A probability that remembers its logarithm."""

    log: float

    def __new__(cls, value: float, logarithm: float) -> _Odd:
        out = super().__new__(cls, value)
        out.log = logarithm
        return out


class _Odds(list[Any]):
    def __init__(self, values: Sequence[float], logs: Sequence[float]) -> None:
        super().__init__(_Odd(x, y) for x, y in zip(values, logs, strict=True))


class BallKind:
    """Balls of flint; narrow ones, as everything is worked out as it stands."""

    def __init__(self, size: int) -> None:
        self.cache: dict[tuple[int, int], Any] = {}
        self.size = size

    def number(self, x: Fraction) -> Any:
        """Read an exact number."""
        return ball(x)

    def unit(self, k: int) -> Any:
        """The derivatives of the unknown number of this index."""
        return np.array([self.number(Fraction(int(j == k))) for j in range(self.size)], object)

    def response(self, logits: Sequence[Any]) -> list[Any]:
        """Probabilities whose logarithms, less the first one's, are given."""
        every = [self.number(Fraction(0)), *logits]
        return [1 / sum(((z - own).exp() for j, z in enumerate(every) if j != k), self.number(Fraction(1))) for k, own in enumerate(every)]

    def probit(self, x: Any) -> tuple[Any, Any]:
        """The logarithm of the odds of a probit response, and its derivative."""
        return probit.in_balls(x)[:2]

    def product(self, chances: Any, a: int, b: int) -> Any:
        """The product of two of the probabilities."""
        return chances[a] * chances[b]

    def mean(self, chances: Any, each: Sequence[Any]) -> Any:
        """An expectation."""
        return reduce(lambda x, y: x + y, (p * x for p, x in zip(chances, each, strict=True)))

    def weight(self, odds: Sequence[Any]) -> Any:
        """The weight of a path."""
        return reduce(mul, odds, self.number(Fraction(1)))

    def beliefs(self, weights: Sequence[Any], sure: bool) -> list[Any]:
        """Weights divided by their sum."""
        if sure:
            return list(weights)
        whole = reduce(lambda x, y: x + y, weights)
        return [w / whole for w in weights]


class Tangent:
    """A ball with its derivatives, so that derivatives of derivatives come out.

    Parameters
    ----------
    value : arb
        The ball.
    slopes : array of balls or None
        Its derivatives; None where they are zero.
    """

    __slots__ = ("slopes", "value")

    def __init__(self, value: arb, slopes: Any = None) -> None:
        self.value, self.slopes = value, slopes

    def __neg__(self) -> Tangent:
        return Tangent(-self.value, None if self.slopes is None else -self.slopes)

    def __add__(self, other: Any) -> Any:
        if isinstance(other, np.ndarray):
            return NotImplemented
        other = tangent(other)
        return Tangent(self.value + other.value, _sum(self.slopes, other.slopes))

    __radd__ = __add__

    def __sub__(self, other: Any) -> Any:
        return NotImplemented if isinstance(other, np.ndarray) else self + -tangent(other)

    def __rsub__(self, other: Any) -> Any:
        return tangent(other) + -self

    def __mul__(self, other: Any) -> Any:
        if isinstance(other, np.ndarray):
            return NotImplemented
        other = tangent(other)
        left = None if other.slopes is None else self.value * other.slopes
        right = None if self.slopes is None else other.value * self.slopes
        return Tangent(self.value * other.value, _sum(left, right))

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Any:
        if isinstance(other, np.ndarray):
            return NotImplemented
        other = tangent(other)
        inverse = 1 / other.value
        return self * Tangent(inverse, None if other.slopes is None else (-inverse * inverse) * other.slopes)

    def __rtruediv__(self, other: Any) -> Any:
        return tangent(other) / self

    def exp(self) -> Tangent:
        """The exponential function."""
        value = self.value.exp()
        return Tangent(value, None if self.slopes is None else value * self.slopes)


def tangent(x: Any) -> Tangent:
    """Read a constant."""
    return x if isinstance(x, Tangent) else Tangent(arb(x))


def _sum(one: Any, other: Any) -> Any:
    return other if one is None else one if other is None else one + other


class TangentKind(BallKind):
    """Balls with derivatives."""

    def number(self, x: Fraction) -> Any:
        """Read an exact number."""
        return Tangent(ball(x))

    def probit(self, x: Tangent) -> tuple[Tangent, Tangent]:
        """The logarithm of the odds of a probit response, and its derivative."""
        odds, rise, bend = probit.in_balls(x.value)
        return tuple(Tangent(y, None if x.slopes is None else dy * x.slopes) for y, dy in ((odds, rise), (rise, bend)))  # type: ignore[return-value]


class IntervalKind:
    """Many boxes at once, each number an array over boxes; nothing has to be narrow."""

    def __init__(self, size: int) -> None:
        self.cache: dict[tuple[int, int], Any] = {}
        self.units = [intervals(row[:, None]) for row in np.eye(size)]

    def number(self, x: Fraction) -> Intervals:
        """Read an exact number."""
        return enclosing(x)

    def unit(self, k: int) -> Intervals:
        """The derivatives of the unknown number of this index."""
        return self.units[k]

    def response(self, logits: Sequence[Intervals]) -> list[Intervals]:
        """Probabilities: each rises with its own logit and falls with the others, so its bounds lie at corners."""
        every = [intervals(0.0), *logits]
        out = []
        for k, own in enumerate(every):
            most = sum((exponential(np.nextafter(z.high - own.low, np.inf))[1] for j, z in enumerate(every) if j != k), 0.0)
            least = sum((exponential(np.nextafter(z.low - own.high, -np.inf))[0] for j, z in enumerate(every) if j != k), 0.0)
            slack = len(every) * 2.0**-52
            low, high = 1.0 / ((1.0 + most) * (1.0 + slack)), 1.0 / ((1.0 + least) * (1.0 - slack))
            ends = outward(low, high)
            out.append(Intervals(np.maximum(ends.low, 0.0), np.minimum(ends.high, 1.0)))
        return out

    def probit(self, x: Intervals) -> tuple[Intervals, Intervals]:
        """The logarithm of the odds of a probit response, and its derivative."""
        return probit.in_intervals(x)

    def product(self, chances: Any, a: int, b: int) -> Intervals:
        """The product of two of the probabilities; of two in all, it is largest where they are equal."""
        if len(chances) > 2:
            both: Intervals = chances[a] * chances[b]
            return Intervals(both.low, np.minimum(both.high, 0.25))
        p = chances[a]
        ends = [outward(x * (1.0 - x), x * (1.0 - x)) for x in (p.low, p.high)]
        slack = 2.0**-50
        high = np.where((p.low <= 0.5) & (p.high >= 0.5), 0.25, np.maximum(ends[0].high, ends[1].high) * (1.0 + slack))
        return Intervals(np.maximum(np.minimum(ends[0].low, ends[1].low) * (1.0 - slack), 0.0), high)

    def mean(self, chances: Any, each: Sequence[Intervals]) -> Intervals:
        """An expectation: by differences from the first, and never outside what it is the mean of."""
        first = each[0]
        out = first
        for p, x in zip(chances[1:], each[1:], strict=True):
            out = out + p * (x - first)
        hull = Intervals(reduce(np.minimum, (x.low for x in each)), reduce(np.maximum, (x.high for x in each)))
        return out.meet(hull)

    def weight(self, odds: Sequence[Intervals]) -> Intervals:
        """The weight of a path."""
        out = reduce(mul, odds, intervals(1.0))
        return Intervals(np.maximum(out.low, 0.0), out.high)

    def beliefs(self, weights: Sequence[Intervals], sure: bool) -> list[Intervals]:
        """Weights divided by their sum: each share rises with its own weight and falls with the others."""
        if sure:
            return list(weights)
        out = []
        for k, own in enumerate(weights):
            rest = reduce(lambda x, y: x + y, (w for j, w in enumerate(weights) if j != k))
            with np.errstate(divide="ignore", invalid="ignore"):
                low = np.nan_to_num(own.low / np.nextafter(own.low + rest.high, np.inf), nan=0.0)
                high = np.nan_to_num(own.high / np.nextafter(own.high + np.maximum(rest.low, 0.0), -np.inf), nan=1.0, posinf=1.0)
            ends = outward(low, high)
            out.append(Intervals(np.clip(ends.low, 0.0, 1.0), np.clip(ends.high, 0.0, 1.0)))
        return out


def ball(x: Fraction) -> arb:
    """The ball around an exact number."""
    return arb(fmpq(x.numerator, x.denominator))


class BareIntervals(IntervalKind):
    """The same without derivatives, where values alone are asked for."""

    def unit(self, k: int) -> Any:
        """No derivatives."""
        return None
