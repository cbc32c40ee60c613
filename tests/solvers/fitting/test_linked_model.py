"""A crisis with a continuum of types from normal laws, fitted: shares tied to cutoffs, and the likelihood of its closed form."""

from fractions import Fraction as Q

import numpy as np
import pandas as pd
import pytest
from crises import challenged
from scipy.stats import norm

from games import Beta, Normal, Parameter, game
from solvers import fit, solve_in_balls
from solvers.fitting.linked_model import LinkedModel
from solvers.fitting.modelling import per_equilibrium

OUTCOMES = ("status quo", "concession", "back down", "war")


@game(players=("A", "B"))
def resolve(play, *, a=Parameter("1/2", domain="a > 0"), m=Parameter(-1, means="mean value of war to A"), k=Parameter(-1)):
    """A crisis with normal values of war."""
    w_A = play.draw("w_A", Normal(m, 1), to="A")
    w_B = play.draw("w_B", Normal(k, 1), to="B")
    return challenged(play, w_A, w_B, -a)


def chances(a, m, k):
    """Where bluffers mix: B resists with chance 1/(1 + a), and its weakest type that does is indifferent."""
    fighters = norm.sf(-a - m)
    weakest = k + norm.ppf(a / (1 + a))
    challenge = fighters * (1 - weakest)
    resist = 1 / (1 + a)
    return np.array([1 - challenge, challenge * (1 - resist), (challenge - fighters) * resist, fighters * resist])


@pytest.fixture(scope="module")
def model():
    return LinkedModel(resolve())


def at(**values):
    return {name: np.array(x, float) for name, x in values.items()}


def test_points_agree_with_the_closed_form_and_with_balls(model):
    values = at(a=[0.5, 0.7, 2.0], m=[-1, -0.8, -1], k=[-1, -0.5, -1])
    found = model.equilibria(values)
    assert list(found.point) == [0, 1, 2] and not model.left_out
    ours = model.chances(found, per_equilibrium(found, values))
    assert ours[0] == pytest.approx(chances(0.5, -1, -1), abs=1e-10) and ours[1] == pytest.approx(chances(0.7, -0.8, -0.5), abs=1e-10)
    (one,) = solve_in_balls(resolve(), a=2).equilibria
    assert ours[2] == pytest.approx([float(one.outcomes[name]) for name in OUTCOMES], abs=1e-10)


def test_parameters_are_recovered_and_the_likelihood_is_that_of_the_closed_form():
    rng = np.random.default_rng(1)
    x = np.array([0.0, 0.5, 1.0])
    counts = np.stack([rng.multinomial(600, chances(0.4 + 0.5 * v, -1, -0.5)) for v in x])
    rows = pd.DataFrame({"x": x, **{name: counts[:, j] for j, name in enumerate(OUTCOMES)}})
    begin = {"a: constant": 0.5, "a: x": 0.3, "m: constant": -0.9, "k: constant": -0.6}
    found = fit(
        *(resolve(), rows, {"a": "1 + x", "m": "1", "k": "1"}),
        equilibrium="best of each group",
        start=begin,
        starts=1,
        draws=0,
        certify=False,
    )
    truth = {"a: constant": 0.4, "a: x": 0.5, "m: constant": -1, "k: constant": -0.5}
    for (name, value), error in zip(truth.items(), found.standard_errors(), strict=True):
        assert abs(found[name] - value) < 3 * error
    fitted = [chances(found["a: constant"] + found["a: x"] * v, found["m: constant"], found["k: constant"]) for v in x]
    assert found.loglik == pytest.approx(float((counts * np.log(fitted)).sum()), abs=1e-6)


def test_types_from_a_beta_law_are_fitted():
    """Who values war above c fights; 3*c**2 - 2*c**3 of them lie below."""

    @game(players=("A",))
    def choice(play, *, c=Parameter("1/2")):
        """Fight or not."""
        war = play.draw("war", Beta(2, 2), to="A")
        return (war - c,) if play.choose("A", ["fight", "leave"]) == "fight" else (0,)

    rows = [{"outcome": "fight"}] * 3 + [{"outcome": "leave"}] * 7
    begun = {"starts": 1, "draws": 0, "start": {"c: constant": 0.5}}
    c = fit(choice(), rows, {"c": "1"}, equilibrium="unique", certify=False, **begun)["c: constant"]
    assert 3 * c**2 - 2 * c**3 == pytest.approx(0.7, abs=1e-5)


def test_no_equilibrium_is_missed_where_several_exist_or_almost_nobody_waits():
    """An arms race: a symmetric equilibrium for each crossing of the share that arms with the reply to it; own count, by sign changes."""

    @game(players=("A", "B"))
    def race(play, *, mu=Parameter(Q(-1, 2)), b=Parameter(1, domain="b > 0")):
        """Arm or wait, at private costs of arming."""
        mine, theirs = (play.draw(f"c_{player}", Normal(0, Q(1, 4)), to=player) for player in ("A", "B"))
        one, other = (play.choose(player, ["arm", "wait"], public=False) for player in ("A", "B"))
        return (mu - mine + b * (other == "arm")) * (one == "arm"), (mu - theirs + b * (one == "arm")) * (other == "arm")

    rng = np.random.default_rng(4)
    values = {"mu": rng.uniform(-1, 0.2, 60), "b": rng.uniform(0.3, 1.4, 60)}
    share = np.linspace(0, 1, 20_001)[:, None]
    crossings = (np.diff(np.sign(norm.cdf((values["mu"] + values["b"] * share) * 4) - share), axis=0) != 0).sum(axis=0)
    found = LinkedModel(race()).equilibria(values)
    assert np.bincount(found.point, minlength=60).tolist() == crossings.tolist() and set(crossings) == {1, 3}
