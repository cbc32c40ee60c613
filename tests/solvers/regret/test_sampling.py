"""Learning from sampled plays: on trees and on stories the same, with the limits of full trees."""

from math import sqrt

import numpy as np
import pytest
from plain_regrets import counterfactual, own_reach, three, two
from sampled_plays import METHODS, numbers, on_the_tree, replayed

from games import game, load, unbuilt
from games.forms.flat import flat_form
from solvers import approximate
from solvers.regret import race
from solvers.regret.learning import by_label
from solvers.regret.rules import RULES
from solvers.regret.sampled_learner import SampledLearner, start_of

each_method = pytest.mark.parametrize("method", METHODS)


# ------------------------------------------------------------------ the same on trees and stories


@each_method
@pytest.mark.parametrize("trembles", [0.0, 0.02])
@pytest.mark.parametrize("name, structure", [("kuhn", {}), ("kuhn", {"players": 3}), ("leduc", {}), ("campaign", {}), ("selten_horse", {})])
def test_replayed_stories_learn_what_trees_do_draw_for_draw(name, structure, trembles, method):
    told = unbuilt(name, **structure)
    built = told.build()
    one = on_the_tree(built, method, seed=5, trembles=trembles).run(25)
    other = replayed(told, method, seed=5, trembles=trembles).run(25)
    assert int(one.state.drawn[0]) == other.draws.counter > 0
    for kept in ("R", "total", "expected"):
        labelled = by_label(one.form, built, getattr(one.state, kept))
        met = numbers(other, kept)
        for player, sets in labelled.items():
            for label, row in sets.items():
                assert met.get((player, label), [0.0] * len(row)) == pytest.approx(list(row.values()), abs=1e-9)


@pytest.mark.parametrize("story, seed", [(two, 2), (two, 9), (three, 8), (three, 20)])
@each_method
def test_the_first_regrets_and_averages_are_those_of_the_whole_tree_on_average(story, seed, method):
    """Over many seeds: of who learns first, against even play; and of the player after it, whose average is taken then."""
    built = story(seed=seed)
    form = flat_form(built)
    even = [[1 / len(actions)] * len(actions) for actions in built.set_actions]
    learner = SampledLearner(built, form, RULES[method])
    drawn = []
    for k in range(4_000):
        learner = SampledLearner(built, form, RULES[method], seed=k) if k == 0 else again(learner, k)
        learner.run(1)
        drawn.append(np.stack([learner.state.R, learner.state.total]))
    mean, error = np.mean(drawn, axis=0), np.std(drawn, axis=0) / sqrt(len(drawn))
    asked = counterfactual(built, even, 0)
    reach, chance = own_reach(built, even, 1), chance_reach(built)
    place = {k: form.first[i] for own, start in zip(form.players, form.set_start, strict=False) for i, k in enumerate(own.infosets, start)}
    for k, row in asked.items():
        value = sum(row) / len(row)
        for a, v in enumerate(row):
            s = place[k] + a
            assert abs(mean[0, s] - (v - value)) <= 5 * error[0, s] + 1e-12
    for k, weight in reach.items():
        for a in range(len(built.set_actions[k])):
            s = place[k] + a
            assert abs(mean[1, s] - chance[k] * weight / len(built.set_actions[k])) <= 5 * error[1, s] + 1e-12


def again(learner, seed):
    """Another seed for a learner that has not learned anything."""
    for numbers_ in learner.state:
        numbers_[:] = 0
    learner.how.start[0] = start_of(seed)
    return learner


def chance_reach(built):
    """By set: how likely chance leads to each of its nodes, in sum."""
    out = {}
    for k in range(built.infosets):
        out[k] = 0.0
        for node in built.set_nodes(k):
            weight, at = 1.0, node
            while at > 0:
                above = int(built.parent[at])
                weight *= float(built.chance(at)) if built.owner[above] == -1 else 1.0
                at = above
            out[k] += weight
    return out


# ------------------------------------------------------------------ limits


@pytest.mark.parametrize("method, iterations, gap", [("external-sampling", 300_000, 0.01), ("outcome-sampling", 300_000, 0.02)])
def test_kuhn_has_its_limit(method, iterations, gap):
    found = approximate(load("kuhn"), method=method, iterations=iterations, seed=1)
    assert found.gap < gap and abs(found.values["Alice"] + 1 / 18) < gap


@pytest.mark.parametrize("method, iterations, gap", [("external-sampling", 200_000, 0.1), ("outcome-sampling", 300_000, 0.2)])
def test_leduc_has_its_limit(method, iterations, gap):
    found = approximate(load("leduc"), method=method, iterations=iterations, seed=1)
    assert found.gap < gap and abs(found.values["Alice"] + 0.085606424078) < gap


@each_method
def test_of_three_players_the_average_comes_near_an_equilibrium_too(method):
    found = approximate(load("kuhn", players=3), method=method, iterations=100_000, seed=1)
    assert found.gap < 0.1


@each_method
def test_one_player_learns_to_do_its_best(method):
    @game(players=("A",))
    def guess(play):
        play.tell("A", play.chance("hint", ["l", "r"]))
        return (int(play.choose("A", ["x", "y"]) == "y"),)

    found = approximate(guess(), method=method, iterations=500)
    assert found.gap < 0.01 and found.values["A"] > 0.99
    one, other = on_the_tree(guess(), method).run(20), replayed(guess.unbuilt(), method).run(20)
    assert sorted(one.state.total) == pytest.approx([0.0, *sorted(other.table.total)])


def test_a_method_may_be_named_with_a_space():
    one, other = (approximate(load("kuhn"), method=method, iterations=50) for method in ("external sampling", "external-sampling"))
    assert one.method == "external-sampling" and one.profile == other.profile and "Plays were drawn with seed 0" in " ".join(one.notes)


# ------------------------------------------------------------------ seeds, pieces, checkpoints


@each_method
def test_a_seed_is_another_run_and_the_same_one_again(method):
    built = load("kuhn")
    one, same, other = (on_the_tree(built, method, seed=seed).run(40) for seed in (1, 1, 2))
    assert all(np.array_equal(x, y) for x, y in zip(one.state, same.state, strict=True))
    assert not np.array_equal(one.state.R, other.state.R)


@each_method
def test_learning_in_pieces_is_learning_at_once(method):
    built, told = load("kuhn", players=3), unbuilt("kuhn", players=3)
    pieces, whole = on_the_tree(built, method, seed=3).run(11).run(19), on_the_tree(built, method, seed=3).run(30)
    assert all(np.array_equal(x, y) for x, y in zip(pieces.state, whole.state, strict=True))
    assert numbers(replayed(told, method).run(5).run(7), "R") == numbers(replayed(told, method).run(12), "R")


def test_measuring_points_of_sampling_are_fewer():
    assert len(list(race.measuring_points(20_000, race.SAMPLED_GROWTH))) < 25
