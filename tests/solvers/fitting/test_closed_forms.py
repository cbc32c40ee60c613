"""Games whose families are closed forms, fitted: types from a uniform law, and a finite game as it stands."""

import crises
import numpy as np
import pandas as pd
import pytest

import games
from games import GameError
from solvers import fit
from solvers.fitting.closed_model import closed_model

OUTCOMES = ("status quo", "concession", "back down", "war")
HELD = {"a0": -2, "b0": -2, "b1": "1/2"}


def chances(a, a1):
    """Of outcomes where bluffers mix, by the closed form worked out by hand."""
    challenge = (a + a1) * (1 + a - a / 2 + 2) / ((1 + a) * (a1 + 2))
    resist, fighter = 1 / (1 + a), (1 + a) / (1 + a - a / 2 + 2)
    return np.array([1 - challenge, challenge * (1 - resist), challenge * resist * (1 - fighter), challenge * resist * fighter])


@pytest.fixture(scope="module")
def rows():
    rng = np.random.default_rng(2)
    x = np.linspace(0, 1, 11).round(2)
    counts = np.stack([rng.multinomial(300, chances(0.2 + 0.4 * v, 0.5)) for v in x])
    return pd.DataFrame({"x": x, **{name: counts[:, k] for k, name in enumerate(OUTCOMES)}})


@pytest.fixture(scope="module")
def crisis(rows):
    return fit(crises.crisis(), rows, {"a": "1 + x", "a1": "1"}, equilibrium="best of each group", draws=80, starts=3, **HELD)


def test_audience_costs_are_recovered_from_crises_with_a_continuum_of_types(crisis):
    errors = dict(zip(crisis.names, crisis.standard_errors(), strict=True))
    for name, truth in (("a: constant", 0.2), ("a: x", 0.4), ("a1: constant", 0.5)):
        assert abs(crisis[name] - truth) < 3 * errors[name]
    assert set(crisis.equilibria["equilibria"]) == {1} and crisis.equilibria["certified"].all()


def test_its_likelihood_is_that_of_the_closed_form(rows, crisis):
    total = 0.0
    for row in rows.to_dict("records"):
        p = chances(crisis["a: constant"] + crisis["a: x"] * row["x"], crisis["a1: constant"])
        total += sum(row[name] * np.log(p[k]) for k, name in enumerate(OUTCOMES))
    assert crisis.loglik == pytest.approx(total, abs=1e-8)


def test_several_families_at_a_point_are_counted_exactly():
    model = closed_model(crises.crisis(), None, ["a", "a1"], HELD)
    assert model.certified({"a": 0.5, "a1": -0.25}) == 3 and model.certified({"a": 0.5, "a1": 0.5}) == 1
    found = model.equilibria({"a": np.array([0.5, 0.5]), "a1": np.array([-0.25, 0.5])})
    assert list(found.point) == [0, 0, 0, 1]


def test_a_finite_game_is_fitted_as_it_stands():
    game = games.load("crisis_signalling")
    held = {name: value for name, value in game.defaults.items() if name != "a"}
    options = {"equilibrium": "best of each group", "draws": 20, "starts": 1, **held}
    rows = [{"status quo": 500, "concession": 167, "back down": 111, "fight": 222}]  # semi-separating at a = 1/2
    found = fit(game, rows, {"a": "1"}, **options)
    assert found["a: constant"] == pytest.approx(0.5, abs=0.02) and found.equilibria["equilibria"].tolist() == [3]
    with pytest.raises(GameError, match=r"The likelihood is flat along a: constant: the data say nothing of it\."):
        fit(game, [{"status quo": 30}], {"a": "1"}, **options)


def test_parameters_are_checked():
    with pytest.raises(GameError, match="crisis has no parameter 'w' to hold; it has a"):
        fit(crises.crisis(), [{"war": 3}], {"a": "1"}, equilibrium="best of each group", w=1)
    with pytest.raises(GameError, match="b1 is neither linked nor held at a number"):
        fit(crises.crisis(), [{"war": 3}], {"a": "1", "a1": "1"}, equilibrium="best of each group", a0=-2, b0=-2)
