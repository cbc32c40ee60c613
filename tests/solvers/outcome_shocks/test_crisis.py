"""The crisis of Lewis and Schultz (2003): known answers, certified, and by an independent route."""

from fractions import Fraction

import numpy as np
import pytest

from games import GameError
from games.numbers import read
from solvers import lewis_schultz
from solvers.outcome_shocks import floats, normal

NORMALISED = {"V_A": 1, "S_A": 0, "V_B": 1, "C_B": 0}
DESIGN = {**NORMALISED, "W_A": "-1.9", "a": "-1.2"}
UNIFORM = {**NORMALISED, "w_A0": "-18/5", "w_A1": "-1/5", "a0": "-29/10", "a1": "1/2"}


def excess_by_quadrature(p, W_A, a, W_B):
    """p less B's reply, with A's chances by scipy's bivariate normal: no code of ours."""
    from scipy.stats import multivariate_normal, norm

    c = (p - 1) / p
    g = 1 - norm.cdf(c - W_A) * norm.cdf(c - a)
    h = multivariate_normal([0, 0], [[1, 0.5**0.5], [0.5**0.5, 1]]).cdf([(W_A - a) / 2**0.5, W_A - c])
    j = h / g
    return p - norm.cdf((j * W_B + 1 - j) / j)


# ------------------------------------------------------------------ known answers 9 to 11


def test_9_three_equilibria_at_x_zero_are_certified():
    found = lewis_schultz().equilibria(**DESIGN, W_B="-2.9")
    assert found.found == "all"
    assert [one.resist for one in found] == pytest.approx([0.251104615976425, 0.594722829454660, 0.813321720327074], abs=1e-13)
    assert [one.stable for one in found] == [True, False, True]
    for one in found:
        assert excess_by_quadrature(one.resist, -1.9, -1.2, -2.9) == pytest.approx(0, abs=1e-4)  # scipy's own tolerance
        assert sum(one.outcomes.values()) == pytest.approx(1, abs=1e-12)


def test_9_the_file_of_starting_values_for_x_one_is_off_in_the_middle_root():
    found = lewis_schultz().equilibria(**DESIGN, W_B="-2.8")
    assert [round(one.resist, 10) for one in found] == [0.2964518243, 0.4724232311, 0.8740314283]
    assert found.found == "all"


def test_10_two_folds_along_x_bound_three_equilibria():
    found = lewis_schultz().walls("x", -1, 2, **DESIGN, W_B="-2.9 + x/10")
    assert found.found == "all" and found.counts == (1, 3, 1)
    low, high = found.walls
    assert Fraction(-1, 2) < low.at < Fraction(-2, 5) and Fraction(3, 2) < high.at < Fraction(8, 5)
    assert (low.at, high.at) == pytest.approx((-0.4691286831399, 1.52956261214684), abs=1e-12)


def test_10_the_unique_design_has_one_equilibrium():
    (one,) = lewis_schultz().equilibria(**NORMALISED, W_A="-1.8", a="-1.2", W_B="-2.45")
    assert one.resist == pytest.approx(0.3627047265, abs=1e-10)


def test_11_walls_with_uniform_shocks_are_exact():
    found = lewis_schultz("uniform").walls("b1", -4, 1, **UNIFORM, w_B0="b1 - 7/2", w_B1="b1")
    ends, passing, fold = found.walls
    assert (ends.at, passing.at) == (Fraction(-1583, 729), Fraction(-12074, 9477))
    quartic = read("457275456*b**4 - 1143302688*b**3 - 5052819276*b**2 - 6311514436*b - 2599386663")
    assert quartic.at({"b": fold.at}) == 0 and float(fold.at) == pytest.approx(-0.808350590137, abs=1e-12)
    assert found.counts == (3, 3, 3, 1) and "fold" in fold.meaning


@pytest.mark.parametrize("b1, resist", [("-3", [0.0, 0.704755843, 1.0]), ("-1", [Fraction(7, 22), 0.5555555556, 1.0]), ("0", [1.0])])
def test_uniform_equilibria_at_a_point(b1, resist):
    found = lewis_schultz("uniform").equilibria(**UNIFORM, w_B0=Fraction(b1) - Fraction(7, 2), w_B1=b1)
    assert [float(one.resist) for one in found] == pytest.approx([float(x) for x in resist], abs=1e-9)


# ------------------------------------------------------------------ the rest


def test_folds_along_other_parameters_are_certified_and_said_to_be_some():
    found = lewis_schultz().walls("x", -1, 1, **{**DESIGN, "a": "-1.2 + x/10", "V_A": "1 + x/20"}, W_B="-2.9")
    assert found.found == "some" and found.counts == (1, 3, 1)
    assert [wall.at for wall in found.walls] == pytest.approx([-0.08939826458481, 0.573478993266035], abs=1e-12)


def test_floating_point_finds_what_is_certified():
    rng = np.random.default_rng(5)
    game = lewis_schultz()
    for _ in range(12):
        W_A, a, W_B = (round(float(x), 2) for x in (rng.uniform(-2.2, -1.5), rng.uniform(-1.6, -0.8), rng.uniform(-3.2, -2.2)))
        point = game.point(**NORMALISED, W_A=W_A, a=a, W_B=W_B)
        exactly = [one.resist for one in game.equilibria(**point)]
        _, roughly = floats.all_equilibria({name: np.array([float(x)]) for name, x in point.items()}, "normal")
        assert list(roughly) == pytest.approx(exactly, abs=1e-10)


@pytest.mark.parametrize("law", ["normal", "uniform"])
def test_chances_agree_with_draws(law):
    rng = np.random.default_rng(1)
    n, p = 400_000, 0.6
    if law == "normal":
        at = {"V_A": 1.0, "S_A": 0.0, "V_B": 1.0, "C_B": 0.0, "W_A": -1.9, "a": -1.2, "W_B": -2.9}
        war, back = rng.normal(-1.9, 1, n), rng.normal(-1.2, 1, n)
    else:
        at = {"V_A": 1.0, "S_A": 0.0, "V_B": 1.0, "C_B": 0.0, "w_A0": -3.6, "w_A1": -0.2, "a0": -2.9, "a1": 0.5, "w_B0": -4.0, "w_B1": -0.5}
        war, back = rng.uniform(-3.6, -0.2, n), rng.uniform(-2.9, 0.5, n)
    challenges = (1 - p) * 1 + p * np.maximum(war, back) > 0
    g, j, _ = floats.chances(np.array([p]), {name: np.array([x]) for name, x in at.items()}, law)
    assert g[0] == pytest.approx(challenges.mean(), abs=4e-3)
    assert j[0] == pytest.approx((war > back)[challenges].mean(), abs=4e-3)


def test_the_rule_of_gauss_and_legendre_is_within_its_bound():
    from flint import acb, arb

    from games.numbers.isolating import precision

    with precision(normal.BITS):
        tails, always = normal.Tails(arb("-0.7")), arb(0)
        for x in ("-3.5", "0.25", "2.125"):
            ours = tails.above(arb(x), always)

            def f(w, _):
                return (-w * w / 2).exp() * (-(w - arb("0.7")) * arb("0.5").sqrt()).erfc() / 2 / (2 * arb.pi()).sqrt()

            theirs = acb.integral(f, acb(arb(x)), acb(9), rel_tol=arb(2) ** -50, abs_tol=arb(2) ** -50).real
            assert ours.overlaps(theirs) and float(ours.rad()) < 1e-15


def test_refusals_say_what_is_missing_or_wrong():
    game = lewis_schultz()
    with pytest.raises(GameError, match=r"Give S_A, C_B: only differences between payoffs matter, .* yours to say, as S_A=0\."):
        game.equilibria(V_A=1, V_B=1, W_A=-2, a=-1, W_B=-3)
    with pytest.raises(GameError, match=r"has no parameter 'W'; it has V_A, S_A"):
        game.equilibria(W=1)
    with pytest.raises(GameError, match=r"S_A = 2, V_A = 1 violates S_A < V_A, which the crisis assumes\."):
        game.equilibria(**{**DESIGN, "S_A": 2}, W_B=-3)
    with pytest.raises(GameError, match=r"W_B = 'x' is no number\."):
        game.equilibria(**DESIGN, W_B="x")
    with pytest.raises(GameError, match=r"The shocks of this crisis are normal or uniform; found law='beta'\."):
        lewis_schultz("beta")
    with pytest.raises(GameError, match="The range of x from 2 to 1 is empty"):
        game.walls("x", 2, 1, **DESIGN, W_B="x")
