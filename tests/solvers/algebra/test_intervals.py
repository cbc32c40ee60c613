"""Arrays of intervals hold what they say: against exact fractions and balls."""

from fractions import Fraction
from math import inf

import numpy as np
import pytest
from flint import arb, ctx

from solvers.algebra.intervals import Intervals, enclosing, exponential, intervals

RNG = np.random.default_rng(7)


def drawn(count=200):
    low = RNG.normal(size=count) * 10.0 ** RNG.integers(-8, 8, count)
    return Intervals(low, low + np.abs(RNG.normal(size=count)) * 10.0 ** RNG.integers(-12, 3, count))


@pytest.mark.parametrize("name", ["__add__", "__sub__", "__mul__"])
def test_results_hold_the_results_of_all_corners(name):
    one, other = drawn(), drawn()
    result = getattr(one, name)(other)
    for k in range(200):
        corners = [getattr(Fraction(x), name)(Fraction(y)) for x in (one.low[k], one.high[k]) for y in (other.low[k], other.high[k])]
        assert Fraction(result.low[k]) <= min(corners) and max(corners) <= Fraction(result.high[k])


def test_inverses_hold_the_inverses():
    one = drawn()
    positive = Intervals(np.abs(one.low) + 1e-3, np.abs(one.low) + 1e-3 + one.width)
    result = positive.inverse()
    for k in range(200):
        assert Fraction(result.low[k]) <= 1 / Fraction(positive.high[k]) and 1 / Fraction(positive.low[k]) <= Fraction(result.high[k])


def test_exponentials_are_bounded_on_both_sides():
    x = np.concatenate([RNG.normal(size=300) * 10.0 ** RNG.integers(-5, 3, 300), [0.0, 1.0, -1.0, 699.9, -699.9, 0.34657359, -0.34657360]])
    low, high = exponential(x)
    before, ctx.prec = ctx.prec, 200
    try:
        for k, value in enumerate(x):
            exact = arb(float(value)).exp()
            assert arb(float(low[k])) < exact and (high[k] == inf or exact < arb(float(high[k])))
            if abs(value) < 690:
                assert high[k] / low[k] < 1 + 1e-12
    finally:
        ctx.prec = before


def test_exponentials_far_out_claim_little():
    low, high = exponential(np.array([-800.0, 800.0, -np.inf, np.inf]))
    assert low[0] == 0 and high[0] > 0 and high[1] == inf and low[1] > 1e300 and low[2] == 0 and high[3] == inf


def test_enclosing_an_exact_number():
    for number in (Fraction(1, 3), Fraction(1, 2), Fraction(-22, 7), 3):
        ball = enclosing(number)
        assert Fraction(float(ball.low)) <= number <= Fraction(float(ball.high)) and ball.high - ball.low < 1e-15
    assert enclosing(Fraction(1, 2)).low == enclosing(Fraction(1, 2)).high == 0.5


def test_parts_totals_and_meets():
    box = Intervals(np.array([[0.0, 1.0], [2.0, 3.0]]), np.array([[1.0, 2.0], [3.0, 4.0]]))
    assert box[1].low.tolist() == [2.0, 3.0] and box.width.tolist() == [[1.0, 1.0], [1.0, 1.0]]
    total = box.total(0)
    assert total.low.tolist() == pytest.approx([2.0, 4.0]) and (total.low <= [2.0, 4.0]).all() and (total.high >= [4.0, 6.0]).all()
    empty = intervals(1.0).meet(intervals(2.0))
    assert empty.low > empty.high
    assert (2.0 - intervals(np.array([1.0]))).low <= 1.0 and ((-box).high == -box.low).all()
    assert (np.ones((2, 2)) * box).high.shape == (2, 2)
