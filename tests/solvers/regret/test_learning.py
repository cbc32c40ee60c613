"""Rules and measures of the compiled loops, against a slow second implementation on the tree."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest
from plain_regrets import beliefs, best_gain, expected_payoffs, plain_cfr, three, two

from games import load
from games.forms.flat import flat_form
from solvers.regret.learning import Learner, behaviour_and_plan, by_label, set_gains, values_and_gains
from solvers.regret.rules import RULES
from solvers.results import Profile
from solvers.verifier.measuring import measured

SMALL = [(two, 0), (two, 2), (two, 9), (two, 15), (three, 0), (three, 8), (three, 20)]
each_small = pytest.mark.parametrize("story, seed", SMALL, ids=lambda x: getattr(x, "name", str(x)))
GAMES = {"kuhn": load("kuhn"), "two": two(seed=10), "three": three(seed=8)}


def by_set(built, form, behaviour):
    """An array over sequences as lists by information set."""
    labelled = by_label(form, built, behaviour)
    return [list(labelled[built.players[owner]][label].values()) for owner, label in zip(built.set_owner, built.set_labels, strict=True)]


def some_behaviour(form, seed, zeros=False):
    rng = Random(seed)
    out = np.ones(form.sequences)
    for a, n in zip(form.first, form.size, strict=True):
        weights = [0.0 if zeros and rng.random() < 0.4 else rng.random() for _ in range(n)]
        weights[rng.randrange(n)] += 0.1
        out[a : a + n] = np.array(weights) / sum(weights)
    return out


@pytest.mark.parametrize("name", GAMES)
@pytest.mark.parametrize("rule, plus", [("cfr", False), ("cfr+", True)])
@pytest.mark.parametrize("iterations", [10, 100])
def test_averages_are_those_of_a_plain_implementation(name, rule, plus, iterations):
    built = GAMES[name]
    form = flat_form(built)
    found = by_set(built, form, Learner(form, rule).run(iterations).average())
    asked = plain_cfr(built, iterations, plus=plus)
    np.testing.assert_allclose(np.concatenate(found), np.concatenate(asked), rtol=1e-6, atol=1e-12)


def test_a_planted_error_would_be_seen():
    built = GAMES["kuhn"]
    form = flat_form(built)
    found = np.concatenate(by_set(built, form, Learner(form, "cfr+").run(10).average()))
    assert not np.allclose(found, np.concatenate(plain_cfr(built, 11, plus=True)), rtol=1e-6)
    assert not np.allclose(found, np.concatenate(plain_cfr(built, 10, plus=False)), rtol=1e-6)


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_converges_on_kuhn(rule):
    form = flat_form(GAMES["kuhn"])
    learner = Learner(form, rule)
    early = values_and_gains(form, learner.run(10).average())[1].sum()
    values, gains = values_and_gains(form, learner.run(5_000).average())
    slow = rule in ("cfr", "fictitious-play")
    assert gains.sum() < (2e-2 if slow else 1e-3) < early
    assert abs(values[0] + 1 / 18) <= gains.sum()


@pytest.mark.parametrize("pieces", [(1,) * 30, (7, 23), (30, 0)])
@pytest.mark.parametrize("rule", ["damped-pcfr+", "cfr", "fictitious-play"])
def test_learning_in_pieces_is_learning_at_once(rule, pieces):
    form = flat_form(GAMES["three"])
    learner = Learner(form, rule, seed=3, observing=True)
    for count in pieces:
        learner.run(count)
    whole = Learner(form, rule, seed=3, observing=True).run(30)
    assert learner.iterations == 30
    for one, other in zip(learner.state, whole.state, strict=True):
        assert np.array_equal(one, other)


def test_a_seed_is_another_start_and_the_same_one_again():
    form = flat_form(GAMES["kuhn"])
    one, two_, none = (Learner(form, "cfr+", seed=seed).run(5).average() for seed in (1, 2, None))
    assert np.array_equal(one, Learner(form, "cfr+", seed=1).run(5).average())
    assert not np.array_equal(one, two_) and not np.array_equal(one, none)


def test_scaling_payoffs_changes_nothing():
    plain, large = (flat_form(load("kuhn", ante=x, bet=x)) for x in (1, 1024))
    for rule in RULES:
        ours, theirs = (Learner(form, rule, seed=1).run(50).average() for form in (plain, large))
        np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-12)


# ------------------------------------------------------------------ trembles


@pytest.mark.parametrize("rule", RULES)
def test_with_trembles_every_action_has_its_chance(rule):
    form = flat_form(GAMES["three"])
    learner = Learner(form, rule, trembles=0.01).run(50)
    for behaviour in (learner.average(), learner.last()):
        assert behaviour.min() >= 0.01 - 1e-12


@pytest.mark.parametrize("rule", ["damped-pcfr+", "dcfr", "cfr+"])
def test_with_trembles_the_game_that_trembles_is_solved(rule):
    form = flat_form(GAMES["kuhn"])
    behaviour = Learner(form, rule, trembles=0.05).run(5_000).average()
    assert values_and_gains(form, behaviour, 0.05)[1].sum() < 1e-3
    assert values_and_gains(form, behaviour)[1].sum() > 1e-2


@pytest.mark.parametrize("rule", ["damped-pcfr+", "fictitious-play"])
@pytest.mark.parametrize("trembles", [0.0, 0.01])
def test_the_last_behaviour_is_that_of_the_last_plans(rule, trembles):
    form = flat_form(GAMES["three"])
    learner = Learner(form, rule, trembles=trembles, seed=2).run(7)
    behaviour, plan = behaviour_and_plan(form, learner.state.x)
    reached = np.concatenate([np.repeat(plan[b] > 0, n) for b, n in zip(form.before, form.size, strict=True)])
    actions = np.setdiff1d(np.arange(form.sequences), form.sequence_start)
    np.testing.assert_allclose(learner.last()[actions][reached], behaviour[actions][reached], atol=1e-12)
    assert all(np.isclose(learner.last()[a : a + n].sum(), 1) for a, n in zip(form.first, form.size, strict=True))


def test_learning_may_start_from_a_behaviour():
    form = flat_form(GAMES["kuhn"])
    start = some_behaviour(form, 5)
    np.testing.assert_allclose(Learner(form, "cfr+").start_from(start).last(), start)


# ------------------------------------------------------------------ measures


@each_small
@pytest.mark.parametrize("zeros", [False, True])
def test_gains_are_those_of_the_best_of_all_pure_strategies(story, seed, zeros):
    built = story(seed=seed)
    form = flat_form(built)
    behaviour = some_behaviour(form, seed, zeros)
    sigma = by_set(built, form, behaviour)
    values, gains = values_and_gains(form, behaviour)
    by_verifier = measured(built, Profile(by_label(form, built, behaviour)))
    np.testing.assert_allclose(values, expected_payoffs(built, sigma), atol=1e-12)
    np.testing.assert_allclose(list(by_verifier.values.values()), values, atol=1e-12)
    asked = [best_gain(built, sigma, k) for k in range(len(built.players))]
    np.testing.assert_allclose(gains, asked, atol=1e-12)
    np.testing.assert_allclose(list(by_verifier.gains.values()), asked, atol=1e-12)


def test_a_planted_error_in_the_rows_would_be_seen():
    built = two(seed=2)
    form = flat_form(built)
    behaviour = some_behaviour(form, 1)
    sigma = by_set(built, form, behaviour)
    asked = [best_gain(built, sigma, k) for k in range(2)]
    payoffs = form.payoffs.copy()
    payoffs[int(np.argmax(np.abs(payoffs)))] *= -1
    assert np.allclose(values_and_gains(form, behaviour)[1], asked)
    assert not np.allclose(values_and_gains(replace(form, payoffs=payoffs), behaviour)[1], asked)


@each_small
@pytest.mark.parametrize("zeros", [False, True])
def test_gains_at_sets_are_those_given_bayes_beliefs(story, seed, zeros):
    built = story(seed=seed)
    form = flat_form(built)
    behaviour = some_behaviour(form, seed + 7, zeros)
    sigma = by_set(built, form, behaviour)
    found, by_verifier = set_gains(form, behaviour), measured(built, Profile(by_label(form, built, behaviour)))
    places = [k for own in form.players for k in own.infosets]
    for i, k in enumerate(places):
        player, label = int(built.set_owner[k]), built.set_labels[k]
        start, told = beliefs(built, sigma, k), by_verifier.sets[built.players[player]][label]
        if start is None:
            assert np.isnan(found.gains[i]) and told is None and found.reach[i] == 0
            continue
        asked = best_gain(built, sigma, player, start)
        assert found.gains[i] == pytest.approx(asked, abs=1e-12) and told == pytest.approx(asked, abs=1e-12)
        for a in range(form.size[i]):
            alone = [row if j != k else [float(b == a) for b in range(form.size[i])] for j, row in enumerate(sigma)]
            value = expected_payoffs(built, alone, start)[player]
            assert found.values[form.first[i] + a] == pytest.approx(value, abs=1e-12)
        here = slice(form.first[i], form.first[i] + form.size[i])
        np.testing.assert_allclose(found.shortfall[here], found.values[here].max() - found.values[here], atol=1e-12)


@pytest.mark.parametrize("story, seed", [(two, 2), (three, 20)])
def test_with_trembles_the_best_reply_trembles_too(story, seed):
    built = story(seed=seed)
    form = flat_form(built)
    behaviour = Learner(form, "cfr+", trembles=0.1).run(5).average()
    sigma = by_set(built, form, behaviour)
    asked = [best_gain(built, sigma, k, least=0.1) for k in range(len(built.players))]
    np.testing.assert_allclose(values_and_gains(form, behaviour, 0.1)[1], asked, atol=1e-12)
    by_verifier = measured(built, Profile(by_label(form, built, behaviour)), 0.1)
    np.testing.assert_allclose(list(by_verifier.gains.values()), asked, atol=1e-12)


@pytest.mark.parametrize("story, seed", [(two, 2), (three, 0)])
@pytest.mark.parametrize("rule", ["cfr", "dcfr", "fictitious-play"])
def test_coarse_gains_are_those_against_the_average_of_joint_play(story, seed, rule):
    """Each iteration's joint play is written down, and the best of all pure plans tried against the weighted list."""
    built = story(seed=seed)
    form = flat_form(built)
    learner, played = Learner(form, rule, observing=True), []
    for t in range(1, 9):
        played.append((t ** RULES[rule].averaging, by_set(built, form, learner.last())))
        learner.run(1)
    weight = sum(w for w, _ in played)
    values = sum(w * np.array(expected_payoffs(built, sigma)) for w, sigma in played) / weight
    earned, gains = learner.coarse()
    np.testing.assert_allclose(earned, values, atol=1e-12)
    for k in range(len(built.players)):
        own = [i for i in range(built.infosets) if built.set_owner[i] == k]
        best = max(
            sum(w * expected_payoffs(built, [row if i not in own else plan[i] for i, row in enumerate(sigma)])[k] for w, sigma in played)
            for plan in pure_plans(built, own)
        )
        assert gains[k] == pytest.approx(best / weight - values[k], abs=1e-12)


def pure_plans(built, own):
    from itertools import product

    for chosen in product(*(range(len(built.set_actions[i])) for i in own)):
        yield {i: [float(b == a) for b in range(len(built.set_actions[i]))] for i, a in zip(own, chosen, strict=True)}
