"""Games whose players err at each choice: strategic probit and logit quantal response, fitted and by the definition."""

import pickle

import numpy as np
import pytest
from fitted import attacks, deterrence
from scipy.special import expit, ndtr

from benchmarks.recovery import arms
from games import Exponential, GameError, Logistic, Normal, Parameter, Uniform, game
from solvers import fit
from solvers.fitting.choosing import above, mean_of_top
from solvers.fitting.modelling import Found
from solvers.fitting.one_unknown import one_unknown
from solvers.fitting.response_model import ResponseModel

PROBIT = {"war_A": "1 + x", "war_B": "1 + z", "cap": "1"}
TRUTH = {"cap: constant": 1, "war_A: constant": -1, "war_A: x": 0.8, "war_B: constant": 0.3, "war_B: z": -0.7}


def matching():
    """Three actions each, so that one chance determines nothing."""

    @game(players=("A", "B"))
    def story(play):
        """Match or not."""
        one = play.choose("A", ["x", "y", "z"], public=False)
        return (1, 0) if play.choose("B", ["x", "y", "z"], public=False) == one else (0, 1)

    return story()


@pytest.fixture(scope="module")
def probit():
    return fit(deterrence(), attacks(3), PROBIT, equilibrium="unique", sq=0, draws=40, starts=2, seed=1)


def test_a_strategic_probit_recovers_its_parameters(probit):
    for (name, truth), error in zip(TRUTH.items(), probit.standard_errors(), strict=True):
        assert abs(probit[name] - truth) < 3 * error
    assert set(probit.equilibria["equilibria"]) == {1} and probit.equilibria["certified"].all()


def test_a_fit_can_be_pickled_and_goes_on(probit):
    back = pickle.loads(pickle.dumps(probit))
    assert back.loglik == probit.loglik and back.text() == probit.text()
    drawn = back.simulate(seed=2)
    assert list(drawn) == ["x", "z", "outcome"] and set(drawn["outcome"]) == {"status quo", "capitulation", "war"}
    told = back.predict([{"x": 0.5, "z": 1}])
    assert told["chance"].sum() == pytest.approx(1) and (told["lowest"] == told["highest"]).all()


def test_parameters_on_other_scales(probit):
    links = {"war_A": "1 + x", "war_B": "1 + z", "log(cap)": "1"}
    found = fit(deterrence(), attacks(3), links, equilibrium="unique", sq=0, draws=20, starts=1, certify=False)
    assert found.loglik == pytest.approx(probit.loglik, abs=1e-4)
    assert np.exp(found["log(cap): constant"]) == pytest.approx(probit["cap: constant"], abs=1e-3)


def test_the_strategic_probit_has_the_likelihood_of_its_definition(probit):
    rows = attacks(3)
    resist = ndtr((probit["war_B: constant"] + probit["war_B: z"] * rows["z"]) / 2**0.5)
    worth = resist * (probit["war_A: constant"] + probit["war_A: x"] * rows["x"]) + (1 - resist) * probit["cap: constant"]
    attack = ndtr(worth / 2**0.5)
    chances = {"status quo": 1 - attack, "capitulation": attack * (1 - resist), "war": attack * resist}
    total = sum(np.log(chances[name][rows["outcome"] == name]).sum() for name in chances)
    assert probit.loglik == pytest.approx(total, abs=1e-8)


def test_the_likelihood_ratio_rejects_without_a_covariate_that_matters(probit):
    smaller = fit(deterrence(), attacks(3), {**PROBIT, "war_A": "1"}, equilibrium="unique", sq=0, draws=20, starts=2, certify=False)
    test = probit.likelihood_ratio(smaller)
    assert test.freedom == 1 and test.statistic == pytest.approx(2 * (probit.loglik - smaller.loglik)) and test.p < 1e-6
    assert probit.vuong(smaller).statistic > 1.96 and smaller.vuong(probit).statistic < -1.96
    with pytest.raises(GameError, match="use vuong for others"):
        smaller.likelihood_ratio(probit)


def test_logit_response_has_three_fixed_points_where_errors_are_few_and_all_are_proved():
    model = ResponseModel(arms(), "logit")
    values = {"b": np.array([1.0, 1.0]), "c": np.array([0.5, 0.5]), "precision": np.array([6.0, 3.0])}
    found = model.equilibria(values)
    assert list(found.point) == [0, 0, 0, 1]
    assert found.unknown[:, 0] == pytest.approx([0.07072018, 0.5, 0.92927982, 0.5], abs=1e-7)
    assert [model.certified({name: float(v[k]) for name, v in values.items()}) for k in (0, 1)] == [3, 1]
    for u, precision in zip(found.unknown, (6, 6, 6, 3), strict=True):
        assert u[0] == pytest.approx(1 / (1 + np.exp(-precision * (u[1] - 0.5))), abs=1e-9)


def test_probit_response_of_a_finite_game_is_certified_too():
    model = ResponseModel(arms(), "probit")
    assert model.certified({"b": 1.0, "c": 0.5, "deviation": 0.2}) == 3 and model.certified({"b": 1.0, "c": 0.5, "deviation": 1.0}) == 1


def test_shares_of_equilibria_are_estimated_from_rows_of_one_crisis():
    rng = np.random.default_rng(4)
    low, middle, high = 0.07072018, 0.5, 0.92927982
    p = rng.choice([low, middle, high], size=600, p=[0.5, 0.1, 0.4])
    arming = (rng.random(600) < p).astype(int) + (rng.random(600) < p)
    rows = [{"outcome": ["none arms", "one arms", "both arm"][k]} for k in arming]
    found = fit(
        *(arms(), rows, {"c": "1"}),
        equilibrium="shares by A arm",
        b=1,
        precision=6,
        response="logit",
        start={"c: constant": 0.5},
        draws=0,
        starts=1,
    )
    shares = np.exp([0.0, found["share: rank 2"], found["share: rank 3"]])
    errors = found.standard_errors()
    assert abs(found["share: rank 3"] - np.log(0.4 / 0.5)) < 3 * errors[1] and shares[0] / shares.sum() == pytest.approx(0.5, abs=0.1)


def test_where_all_follows_from_one_chance_every_fixed_point_is_found_however_small_errors_are():
    model = ResponseModel(arms(), "logit")
    assert one_unknown(arms()) == (0, [1]) and one_unknown(matching()) is None
    for precision in (5, 12, 20):
        for cost in (0.36, 0.5, 0.62):
            found = model.equilibria({"b": np.array([1.0]), "c": np.array([cost]), "precision": np.array([float(precision)])})
            grid = ndtr(np.linspace(-9, 9, 40_001))
            away = grid - expit(precision * (expit(precision * (grid - cost)) - cost))
            assert len(found.point) == np.count_nonzero(np.diff(np.sign(away[np.abs(away) > 1e-13])))
            for u in found.unknown:
                assert u[0] == pytest.approx(expit(precision * (u[1] - cost)), abs=1e-9)


def test_the_search_reaches_precisions_at_which_there_are_several_equilibria():
    """Pairs play the lowest or the highest of three equilibria; a search among large errors alone would end far off."""
    rows = [
        {"c0": c, "none arms": a, "one arms": b, "both arm": 400 - a - b} for c, a, b in ((0.55, 324, 72), (0.45, 4, 72), (0.5, 292, 99))
    ]
    options = {"equilibrium": "best of each group", "response": "logit", "b": 1, "draws": 40, "starts": 3, "seed": 2, "certify": False}
    found = fit(arms(), rows, {"c": "c0 - 1", "log(precision)": "1"}, **options)
    assert found["c: c0"] == pytest.approx(1, abs=0.05) and np.exp(found["log(precision): constant"]) == pytest.approx(5, abs=0.5)


@pytest.mark.parametrize("law", [Uniform(-1, 3), Normal(1, 2), Logistic(1, 2), Exponential(2)], ids=lambda law: type(law).__name__)
def test_laws_at_choices_agree_with_scipys(law):
    theirs = law.distribution()
    for x in (0.2, 1.1, 2.4):
        assert above(law, np.array([x]), {})[0] == pytest.approx(theirs.sf(x), rel=1e-10)
        mean = theirs.expect(lambda t: t, lb=x)
        assert mean_of_top(law, np.array([theirs.sf(x)]), {})[0] == pytest.approx(mean, rel=1e-6)


def test_a_shock_that_counts_is_valued_by_an_earlier_own_move():
    def told(counting):
        @game(players=("A", "B"))
        def again(play, *, u=Parameter(0)):
            """A moves twice."""
            if play.choose("A", ["out", "in"], shocks={"in": Normal(0, 1)}, counts=False) == "out":
                return 0, 0
            if play.choose("A", ["stop", "go"], shocks={"go": Uniform(0, 2)}, counts=counting) == "stop":
                return u, 0
            return u - 1, 0

        return ResponseModel(again(), None)

    for counting, worth in ((True, 0.25), (False, -0.5)):
        model = told(counting)
        chances = model.chances(Found(np.zeros(1, int), np.zeros((1, 0)), np.zeros(1, int)), {"u": np.array([0.0])})[0]
        assert 1 - chances[0] == pytest.approx(ndtr(worth), abs=1e-12)


def test_choices_that_cannot_be_handled_are_refused_in_words():
    @game(players=("A",))
    def three(play, *, u=Parameter(1)):
        """Three ways."""
        return (u if play.choose("A", ["x", "y", "z"]) == "x" else 0,)

    with pytest.raises(GameError, match="A has 3 actions at 'start'; errors that are no logit ones are handled for choices of two"):
        ResponseModel(three(), "probit")
    assert ResponseModel(three(), "logit").unique
    with pytest.raises(GameError, match=r"has the shock to 'stay' at 'start' already; leave response out\."):
        fit(deterrence(), attacks(3, 5), PROBIT, equilibrium="unique", response="logit", sq=0)
    with pytest.raises(GameError, match="Players respond by 'logit' or 'probit'; found response='best'"):
        fit(arms(), [{"outcome": "both arm"}], {"c": "1"}, equilibrium="unique", response="best")
