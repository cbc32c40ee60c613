"""Many intervals at once: arrays of lower and upper ends in floating point, rounded outward.

Sums, products and quotients of floating-point numbers are correctly rounded (IEEE 754), so that the next number on either side
bounds the exact one.  The exponential function is a polynomial whose error is bounded here, and rests on no library's.  Arrays keep
the cost of one operation low where thousands of boxes are looked at; for one narrow box flint's balls are better.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LARGEST = 700.0  # of an exponent: beyond it nothing is claimed but that the exponential function rises
LOG2E = 1.4426950408889634
LN2_HIGH, LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10  # the first has 32 bits, so that its multiples are exact
TERMS = 16
SLACK = 1e-13  # relative error of `exponential`: reduction and Horner's rule lose less than 50 units of 2**-53, the series 1e-20


@dataclass(frozen=True, eq=False)
class Intervals:
    """Closed intervals, entry by entry.

    Parameters
    ----------
    low, high : arrays of one shape
        The ends, both included.
    """

    low: Floats
    high: Floats

    __array_ufunc__ = None  # an array on the left leaves the operation to us

    def __neg__(self) -> Intervals:
        return Intervals(-self.high, -self.low)

    def __add__(self, other: Any) -> Intervals:
        other = intervals(other)
        return outward(self.low + other.low, self.high + other.high)

    __radd__ = __add__

    def __sub__(self, other: Any) -> Intervals:
        other = intervals(other)
        return outward(self.low - other.high, self.high - other.low)

    def __rsub__(self, other: Any) -> Intervals:
        return intervals(other) - self

    def __mul__(self, other: Any) -> Intervals:
        other = intervals(other)
        a, b = self.low * other.low, self.low * other.high
        c, d = self.high * other.low, self.high * other.high
        return outward(np.minimum(np.minimum(a, b), np.minimum(c, d)), np.maximum(np.maximum(a, b), np.maximum(c, d)))

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Intervals:
        return self * intervals(other).inverse()

    def inverse(self) -> Intervals:
        """One over each; for intervals of positive numbers."""
        return outward(1.0 / self.high, 1.0 / self.low)

    def __getitem__(self, k: Any) -> Intervals:
        return Intervals(self.low[k], self.high[k])

    @property
    def width(self) -> Floats:
        """How wide each is."""
        return self.high - self.low

    @property
    def middle(self) -> Floats:
        """A number inside each."""
        return np.clip(self.low + 0.5 * (self.high - self.low), self.low, self.high)

    def meet(self, other: Intervals) -> Intervals:
        """What two have in common; empty, with the ends the wrong way round, where nothing."""
        return Intervals(np.maximum(self.low, other.low), np.minimum(self.high, other.high))

    def total(self, axis: int) -> Intervals:
        """Add up along an axis."""
        out = np.take(self.low, 0, axis), np.take(self.high, 0, axis)
        result = Intervals(*out)
        for k in range(1, self.low.shape[axis]):
            result = result + Intervals(np.take(self.low, k, axis), np.take(self.high, k, axis))
        return result


def intervals(given: Any) -> Intervals:
    """Read floating-point numbers as intervals of one number each."""
    if isinstance(given, Intervals):
        return given
    given = np.asarray(given, np.float64)
    return Intervals(given, given)


def enclosing(number: Fraction | int) -> Intervals:
    """The narrowest interval around an exact number."""
    near = float(number)
    exact = Fraction(near)
    low = near if exact <= number else np.nextafter(near, -np.inf)
    high = near if exact >= number else np.nextafter(near, np.inf)
    return Intervals(np.float64(low), np.float64(high))  # type: ignore[arg-type]


def outward(low: Any, high: Any) -> Intervals:
    """Move both ends outward by one floating-point number."""
    return Intervals(np.nextafter(low, -np.inf), np.nextafter(high, np.inf))


def exponential(x: Any) -> tuple[Floats, Floats]:
    """Bounds of the exponential function of numbers, below and above.

    Notes
    -----
    ``exp(x) = 2**k * exp(r)`` with ``|r| <= 0.35``, and ``exp(r)`` by its Taylor polynomial. For numbers beyond `LARGEST` the bound on
    the far side is zero, or infinite.
    """
    x = np.asarray(x, np.float64)
    inside = np.clip(x, -LARGEST, LARGEST)
    k = np.rint(inside * LOG2E)
    r = (inside - k * LN2_HIGH) - k * LN2_LOW
    value = np.ones_like(r)
    for j in range(TERMS, 0, -1):
        value = 1.0 + value * r / j
    value = np.ldexp(value, k.astype(np.int64))
    low = np.where(x < -LARGEST, 0.0, value * (1.0 - SLACK))
    high = np.where(x > LARGEST, np.inf, value * (1.0 + SLACK))
    return low, high
