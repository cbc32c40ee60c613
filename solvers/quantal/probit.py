"""Probit response at a choice of two, written as a logit one: the logarithm of its odds, and how fast that rises.

Where an action's worth is known up to a normal error, it is taken with the chance Phi(x), x being the precision times what it is worth
more than the other.  That is the logit response to ``log(Phi(x)/Phi(-x))``, which rises in x; its derivative is ``m(x) + m(-x)`` with m
the hazard rate of the normal law, which is convex, so that the derivative is even and rises with the distance from zero.

References
----------
Sampford, M. R. (1953). Some inequalities on Mill's ratio and related functions. *Annals of Mathematical Statistics* 24, 130-132.
"""

from __future__ import annotations

from math import exp, log, pi, sqrt
from typing import Any

import numpy as np
from flint import arb

from ..algebra.intervals import Floats, Intervals


def in_floats(x: float) -> tuple[float, float]:
    """The logarithm of the odds and its derivative, in floating point."""
    from scipy.special import log_ndtr

    above, below = float(log_ndtr(x)), float(log_ndtr(-x))
    density = -x * x / 2 - 0.5 * log(2 * pi)
    return above - below, exp(density - above) + exp(density - below)


def in_balls(x: arb) -> tuple[arb, arb, arb]:
    """The same in balls, with the second derivative."""
    ratio = x / arb(2).sqrt()
    above, below = (-ratio).erfc(), ratio.erfc()
    density = (-x * x / 2).exp() * (2 / arb.pi()).sqrt()
    left, right = density / above, density / below  # m(-x) and m(x)
    return above.log() - below.log(), left + right, right * (right - x) - left * (left + x)


def in_intervals(x: Intervals) -> tuple[Intervals, Intervals]:
    """The same over intervals: bounds at their ends, each by a ball."""
    low, high = np.asarray(x.low, np.float64), np.asarray(x.high, np.float64)
    at_low, at_high = _ends(low), _ends(high)
    around = (low <= 0) & (high >= 0)
    least = np.where(around, _MIDDLE, np.minimum(at_low[2], at_high[2]))
    return Intervals(at_low[0], at_high[1]), Intervals(least, np.maximum(at_low[3], at_high[3]))


_MIDDLE = 4 / sqrt(2 * pi) * (1 - 1e-14)  # a lower bound of the derivative at zero


def _ends(x: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Lower and upper bounds of both at numbers."""
    known: dict[float, tuple[float, float, float, float]] = {}
    flat: list[Any] = x.ravel().tolist()
    for value in flat:
        if value not in known:
            odds, rise, _ = in_balls(arb(value))
            known[value] = (*_bounds(odds), *_bounds(rise))
    rows = np.array([known[value] for value in flat]).reshape(*x.shape, 4)
    return rows[..., 0], rows[..., 1], rows[..., 2], rows[..., 3]


def _bounds(ball: arb) -> tuple[float, float]:
    low, high = float(ball.lower()), float(ball.upper())
    return float(np.nextafter(low, -np.inf)), float(np.nextafter(high, np.inf))
