"""All zeros in a box, certified in balls; the arms race with private costs from a normal law."""

import pytest
from flint import arb

from solvers.types.boxes import Dual, zero_near, zeros_in_box
from solvers.types.links import EXPONENTIAL, LOGISTIC, NORMAL, density, normal_share, share_below


def arms_race(mu, b, s):
    """Each arms iff its own cost, normal with deviation s, is below mu + b times the other's chance of arming."""
    return lambda q: [q[0] - normal_share((q[1] * b + mu) / s), q[1] - normal_share((q[0] * b + mu) / s)]


def test_12_the_arms_race_has_three_equilibria_where_costs_vary_little_and_one_where_they_vary_much():
    found = zeros_in_box(arms_race(arb("-0.5"), arb(1), arb("0.25")), [0, 0], [1, 1])
    assert found.complete
    assert [[round(float(x), 7) for x in zero] for zero in found.certified] == [[0.0300743, 0.0300743], [0.5, 0.5], [0.9699257, 0.9699257]]
    found = zeros_in_box(arms_race(arb("-0.5"), arb(1), arb("0.5")), [0, 0], [1, 1])
    assert found.complete and [[float(x) for x in zero] for zero in found.certified] == [[0.5, 0.5]]


def test_a_zero_on_a_cut_is_counted_once_and_a_double_zero_is_undecided():
    found = zeros_in_box(lambda x: [x[0] * (x[0] - arb(33) / 64)], [-1], [1])
    assert found.complete and len(found.certified) == 2
    double = zeros_in_box(lambda x: [x[0] * x[0]], [-1], [1])
    assert not double.complete and not double.certified


def test_undecided_boxes_are_listed_when_the_limit_is_reached():
    assert not zeros_in_box(arms_race(arb("-0.5"), arb(1), arb("0.25")), [0, 0], [1, 1], limit=3).complete


def test_one_zero_is_proved_near_a_point():
    (x,) = zero_near(lambda x: [x[0] * x[0] - 2], [1.4142135623])
    assert x.overlaps(arb(2).sqrt()) and float(x.rad()) < 1e-14
    assert zero_near(lambda x: [x[0] * x[0] - 2], [1.5]) is None


@pytest.mark.parametrize("law", [NORMAL, LOGISTIC, EXPONENTIAL])
def test_laws_enclose_scipys_values_and_their_slopes(law):
    from scipy import stats

    theirs = {NORMAL: stats.norm, LOGISTIC: stats.logistic, EXPONENTIAL: stats.expon}[law]
    for x in (0.25, 1.5, 2.0):
        ball = Dual(arb(x), [arb(1)])
        assert float(share_below(law, ball).value) == pytest.approx(theirs.cdf(x), rel=1e-14)
        assert float(share_below(law, ball).slopes[0]) == pytest.approx(theirs.pdf(x), rel=1e-14)
        slope = (theirs.pdf(x + 1e-6) - theirs.pdf(x - 1e-6)) / 2e-6
        assert float(density(law, ball).slopes[0]) == pytest.approx(slope, rel=1e-6)
