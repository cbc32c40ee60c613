"""The crisis of Lewis and Schultz fitted to simulated data: parameters recovered over all equilibria, not with one taken for granted."""

import numpy as np
import pytest
from fitted import LINKS, OUTCOMES, TRUTH, crises
from scipy.optimize import brentq
from scipy.stats import multivariate_normal, norm

import solvers.fitting.estimator as estimator
import solvers.fitting.searching as searching
import solvers.fitting.uncertainty as uncertainty
from benchmarks.recovery import crisis_design
from games import GameError
from solvers import fit, lewis_schultz

QUICK = {"draws": 400, "starts": 2, "seed": 1}  # six starts find the same
HELD = {"S_A": 0, "C_B": 0}


def fitted(rows, equilibrium, **options):
    return fit(lewis_schultz(), rows, LINKS, equilibrium=equilibrium, **{**QUICK, **HELD, **options})


@pytest.fixture(scope="module")
def rows():
    return crises(7, groups=15, each=100)


@pytest.fixture(scope="module")
def best(rows):
    return fitted(rows, "best of each group")


def test_parameters_are_recovered_where_three_equilibria_coexist(best):
    errors = dict(zip(best.names, best.standard_errors(), strict=True))
    for name, truth in TRUTH.items():
        assert abs(best[name] - truth) < 3 * errors[name]
    assert set(best.equilibria["equilibria"]) <= {1, 3} and (best.equilibria["equilibria"] == 3).sum() >= 8
    assert best.equilibria["certified"].all() and (best.equilibria["equilibria"] == best.equilibria["shown"]).all()


def test_the_likelihood_at_the_optimum_is_what_its_definition_gives(rows, best):
    """A plain function: scipy's bivariate normal, roots by brentq on a grid, and the multinomial by hand."""
    V_A, V_B, W_A, a, level, slope = (best[name] for name in TRUTH)
    total = 0.0
    for row in rows.to_dict("records"):

        def parts(p, W_B=level + slope * row["x"]):
            c = V_A - V_A / p
            g = 1 - norm.cdf(c - W_A) * norm.cdf(c - a)
            h = multivariate_normal([0, 0], [[1, 0.5**0.5], [0.5**0.5, 1]]).cdf([(W_A - a) / 2**0.5, W_A - c])
            return g, h / g, p - norm.cdf(W_B - V_B + V_B * g / h)

        grid = norm.cdf(np.linspace(-4, 4, 81))
        signs = [parts(p)[2] > 0 for p in grid]
        roots = [brentq(lambda p: parts(p)[2], grid[k], grid[k + 1]) for k in range(80) if signs[k] != signs[k + 1]]
        each = []
        for p in roots:
            g, j, _ = parts(p)
            chances = dict(zip(OUTCOMES, (1 - g, g * (1 - p), g * p * (1 - j), g * p * j), strict=True))
            each.append(sum(row[name] * np.log(chances[name]) for name in OUTCOMES))
        total += max(each)
    assert best.loglik == pytest.approx(total, abs=2e-2)  # scipy's bivariate normal is good to 1e-5


def test_the_curvature_is_right_where_three_equilibria_are_about_to_appear(monkeypatch):
    """Next to the cusp behaviour moves by eighty times what moves it; steps along coefficients alone gave a curvature of the wrong sign."""
    design, seen = crisis_design("crisis: one", -1.8, -2.45), []

    def covariances(*three):
        seen.append((*three, uncertainty.covariances(*three)))
        return seen[0][-1]

    monkeypatch.setattr(estimator, "covariances", covariances)
    near = dict(zip(design.truth, (0.9962, 1.0719, -1.7479, -1.1364, -2.6142, 0.0668), strict=True))
    options = {"equilibrium": "best of each group", "start": near, "starts": 1, "draws": 0, "certify": False}
    found = fit(design.game, design.draw(1), design.links, **options, **design.held)
    assert found.covariances.jump == "" and (found.standard_errors() < 0.3).all()
    assert any("the likelihood falls much faster, so that standard errors are too large" in note for note in found.warnings)
    ((likelihood, best, played, known),) = seen

    def value(coefficients):
        return likelihood.scores(coefficients, likelihood.moved(coefficients, played))[0].sum()

    short = 0.002  # of a standard error
    for direction in np.linalg.cholesky(known.hessian).T * short:
        bend = value(best + direction) + value(best - direction) - 2 * value(best)
        assert bend == pytest.approx(-(short**2), rel=0.02)


def test_one_equilibrium_taken_for_granted_fits_worse_and_goes_astray(rows, best):
    one = fitted(rows, "highest resist", start=TRUTH, starts=1, draws=0, certify=False)
    assert one.loglik < best.loglik - 25
    errors = dict(zip(best.names, best.standard_errors(), strict=True))
    assert max(abs(one[name] - truth) / errors[name] for name, truth in TRUTH.items()) > 3


def test_a_fit_that_was_interrupted_goes_on(rows, tmp_path, monkeypatch):
    def slowly(data=rows):
        held = {"V_A": 1, "V_B": 1, "W_A": "-1.9", "a": "-1.2", **HELD}
        options = {"starts": 3, "draws": 10, "certify": False, "store": tmp_path}
        return fit(lewis_schultz(), data, {"W_B": "1 + x"}, equilibrium="lowest resist", **options, **held)

    climbs = []

    def counted(likelihood, number, start, climb=searching.climbed):
        if len(climbs) == 2:
            raise KeyboardInterrupt
        climbs.append(number)
        return climb(likelihood, number, start)

    monkeypatch.setattr(searching, "climbed", counted)
    with pytest.raises(KeyboardInterrupt):
        slowly()
    monkeypatch.undo()
    again = []
    monkeypatch.setattr(searching, "climbed", lambda *a, climb=searching.climbed: again.append(a[1]) or climb(*a))
    there = slowly()
    assert climbs == [0, 1] and again == [2]
    monkeypatch.setattr(searching, "climbed", None)
    assert slowly().loglik == there.loglik
    with pytest.raises(GameError, match="holds"):
        slowly(rows.head(10))


def test_both_kinds_of_errors_predictions_and_new_data(rows, best):
    table = best.frame()
    assert (table["s.e. (hessian)"] > 0).all() and (table["s.e. (sandwich)"] > 0).all()
    assert np.allclose(table["high"] - table["low"], 2 * 1.959963984540054 * table["s.e."])
    told = best.predict()
    assert (
        len(told) == len(rows) * 4 and (told["lowest"] - 1e-9 <= told["chance"]).all() and (told["chance"] <= told["highest"] + 1e-9).all()
    )
    new = best.predict([{"x": 0.5}])
    assert new["chance"].isna().all() == bool((new["equilibria"] > 1).all()) and (new["lowest"] <= new["highest"]).all()
    drawn = best.simulate(seed=3)
    assert (drawn[list(OUTCOMES)].sum(axis=1) == 100).all() and best.simulate(seed=3).equals(drawn)


def test_the_print_names_the_selection_and_counts_equilibria(best):
    text = best.text()
    assert text.startswith("lewis_schultz('normal') fitted to 1500 crises in 15 groups")
    assert "Selection, an assumption: in each group the equilibrium under which its crises\nare likeliest ('best of each group')." in text
    assert "each proved." in text and "W_B: x" in text
    assert best.latex().count(r"\tabularnewline") == len(best.names) + 2
    assert "<table>" in best._repr_mimebundle_()["text/html"] and best.as_json()["crises"] == 1500


def test_standard_errors_agree_with_differences_of_the_likelihood(best):
    """Along each coefficient the log likelihood falls by half the squared distance in conditional deviations."""
    information = np.linalg.inv(best.covariances.hessian)
    for k in range(len(best.names)):
        step = 0.02 / np.sqrt(information[k, k])
        ends = [best.likelihood.total(best.estimates + sign * step * np.eye(len(best.names))[k]) for sign in (1, -1)]
        assert sum(ends) / 2 - best.loglik == pytest.approx(-0.5 * 0.02**2, rel=0.05)


def test_counts_are_certified_at_points_of_their_own():
    """At some 5 to 10 ms a point, so that four hundred observations take a few seconds; the clock is no part of the test."""
    game = lewis_schultz()
    counts = [game.count(V_A=1, S_A=0, V_B=1, C_B=0, W_A="-1.9", a="-1.2", W_B=f"{-2.96 + k / 25:.2f}") for k in range(8)]
    assert counts == [1, 3, 3, 3, 3, 3, 1, 1]
