"""Learning from sampled plays: on trees and on stories the same, the limits of full trees, and honest answers where there is no tree."""

import json
import pickle
import subprocess
import sys
import time
from dataclasses import replace
from math import sqrt
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from plain_regrets import counterfactual, expected_payoffs, own_reach, three, two

import solvers
from games import GameError, game, load, unbuilt
from games.forms.flat import flat_form
from games.single_plays import Move, label_of
from solvers import approximate
from solvers.__main__ import command_line
from solvers.front import learning
from solvers.regret import checkpoints, estimating, race, replaying
from solvers.regret.learning import by_label, values_and_gains
from solvers.regret.replaying import ReplayLearner
from solvers.regret.rules import RULES
from solvers.regret.sampled import profile_of
from solvers.regret.sampled_learner import SampledLearner

METHODS = ["external-sampling", "outcome-sampling"]
each_method = pytest.mark.parametrize("method", METHODS)


@pytest.fixture
def treeless(monkeypatch):
    """Make no tree, however small, and estimate in few plays."""
    monkeypatch.setattr(learning, "MOST_BUILT", 0)
    monkeypatch.setattr(estimating, "LOOKING", 40)
    monkeypatch.setattr(estimating, "TRYING", 20)


def on_the_tree(built, method, **options):
    return SampledLearner(built, flat_form(built), RULES[method], **options)


def replayed(told, method, **options):
    return ReplayLearner(told, RULES[method], **options)


def numbers(learner, name):
    """What is kept at every information set that was met, by player and label."""
    told, kept = learner.game, getattr(learner.table, name)
    return {(told.players[k], label_of(knows)): list(kept[s : s + n]) for (k, knows), (s, n) in learner.table.rows.items()}


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
    from solvers.regret.sampled_learner import start_of

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


@each_method
def test_a_run_on_a_tree_goes_on_bit_for_bit(method, tmp_path):
    settings = {"method": method, "seed": 4, "tol": 0}
    approximate(load("leduc"), iterations=50, checkpoint=tmp_path / "file", **settings)
    resumed = approximate(load("leduc"), iterations=400, checkpoint=tmp_path / "file", **settings)
    whole = approximate(load("leduc"), iterations=400, **settings)
    assert (
        resumed.iterations >= 10
        and resumed.profile == approximate(load("leduc"), iterations=400, checkpoint=tmp_path / "file", **settings).profile
    )
    assert resumed.history[-1] == whole.history[-1]


@each_method
def test_a_run_on_a_story_goes_on_bit_for_bit(method, tmp_path, treeless):
    settings = {"method": method, "seed": 4, "checkpoint": tmp_path / "file"}
    first = approximate(unbuilt("kuhn", players=3), iterations=20, **settings)
    resumed = approximate(unbuilt("kuhn", players=3), iterations=45, **settings)
    whole = approximate(unbuilt("kuhn", players=3), iterations=45, method=method, seed=4)
    assert (first.iterations, resumed.iterations) == (20, 45)
    for name in ("profile", "payoffs", "deviations", "plays"):
        assert getattr(resumed, name) == getattr(whole, name)
    with pytest.raises(GameError, match="is a checkpoint of another game"):
        approximate(unbuilt("kuhn"), iterations=5, **settings)
    with pytest.raises(GameError, match="is a checkpoint of another seed: it has 4, and 5 is asked for"):
        approximate(unbuilt("kuhn", players=3), iterations=5, **{**settings, "seed": 5})


ENDLESS = """
import sys
from games import unbuilt
from solvers import approximate
from solvers.front import learning
from solvers.regret import sampled

sampled.BETWEEN, learning.MOST_BUILT = 0.0, 0
approximate(unbuilt("kuhn", players=3), iterations=10**9, seed=5, checkpoint=sys.argv[1])
"""


def test_a_killed_run_on_a_story_goes_on_bit_for_bit(tmp_path, treeless):
    file = tmp_path / "kuhn.checkpoint"
    running = subprocess.Popen([sys.executable, "-c", ENDLESS, str(file)], cwd=Path(solvers.__file__).parents[1])
    while not file.exists():
        assert running.poll() is None
        time.sleep(0.01)
    running.kill()
    running.wait()
    last = checkpoints.read(file, {})[0]["iterations"] + 10
    resumed = approximate(unbuilt("kuhn", players=3), iterations=last, seed=5, checkpoint=file)
    whole = approximate(unbuilt("kuhn", players=3), iterations=last, seed=5)
    assert resumed.iterations == last and (resumed.profile, resumed.deviations) == (whole.profile, whole.deviations)


def test_an_interrupt_gives_what_was_learned(tmp_path, treeless, monkeypatch):
    learned = ReplayLearner._learn

    def interrupted(self, learner, averaging, weight):
        if self.iterations == 12 and learner == 1:
            raise KeyboardInterrupt
        learned(self, learner, averaging, weight)

    monkeypatch.setattr(ReplayLearner, "_learn", interrupted)
    found = approximate(unbuilt("kuhn"), iterations=10**6, checkpoint=tmp_path / "file")
    assert found.iterations == 12 and found.notes[0] == "It was interrupted; let it run longer."
    assert not (tmp_path / "file").exists()  # half an iteration is no part of a checkpoint


def test_time_and_memory_end_a_run(treeless, monkeypatch):
    found = approximate(unbuilt("kuhn"), iterations=10**6, seconds=1e-9)
    assert found.iterations == 1 and found.notes[0] == "The time was over; raise seconds to learn more."
    monkeypatch.setattr(solvers.regret.sampled, "ceiling", lambda: 0)
    found = approximate(unbuilt("kuhn"), iterations=10**6)
    assert found.iterations == 64 and found.notes[0].startswith("Half of the memory that was free is taken")


def test_an_iteration_that_takes_too_long_is_broken_off(tmp_path, treeless, monkeypatch):
    monkeypatch.setattr(solvers.regret.sampled, "GRACE", -1.0)
    found = approximate(unbuilt("kuhn"), iterations=10**6, seconds=1e-9, checkpoint=tmp_path / "file")
    assert found.iterations == 0 and found.notes[0] == "The time was over; raise seconds to learn more."
    assert not (tmp_path / "file").exists()


# ------------------------------------------------------------------ honest answers


def test_where_a_tree_can_be_made_the_gap_is_measured_on_it():
    found = approximate(unbuilt("kuhn"), iterations=300, seed=2)
    same = approximate(load("kuhn"), method="outcome-sampling", iterations=300, seed=2)
    assert isinstance(found, solvers.Approximation) and found.method == "outcome-sampling" and found.gap == same.gap > 0


def test_without_a_tree_no_gap_is_claimed(treeless):
    found = approximate(unbuilt("campaign"), method="external-sampling", iterations=100, seed=2)
    assert isinstance(found, solvers.SampledApproximation) and found.gap is None and found.found == "one"
    told = json.loads(json.dumps(found.as_json()))
    assert told["gap"] is None and told["gains"] is None and set(told["estimated"]) == {"payoffs", "deviations"}
    assert set(told["estimated"]["deviations"]["US"]) == {"mean", "standard_error", "plays"}
    assert "gap         not known: no tree was made" in found.text() and "bound" not in found.text().replace(
        "no bound on it is claimed", ""
    )
    assert list(found.frame().columns) == ["player", "information set", "action", "probability"]
    assert "<table>" in found._repr_mimebundle_()["text/html"] and "gap not known" in repr(found)
    assert found.infosets == 12 and found.profile.strategies.keys() == {"US", "Mexico", "Cartel"}


def test_results_without_a_tree_are_plain_data(treeless):
    found = approximate(unbuilt("kuhn", players=3), iterations=5)
    again = pickle.loads(pickle.dumps(found))
    assert again.text() == found.text() and again.profile == found.profile and again.game.fingerprint == found.game.fingerprint
    assert approximate(again.game, iterations=5).profile == found.profile


def test_the_profile_is_that_of_the_table_by_label(treeless):
    found = approximate(unbuilt("kuhn"), method="external-sampling", iterations=200, seed=6)
    form = flat_form(load("kuhn"))
    asked = by_label(form, load("kuhn"), on_the_tree(load("kuhn"), "external-sampling", seed=6).run(200).average())
    for player, sets in asked.items():
        for label, row in sets.items():
            assert found.profile[player][label] == pytest.approx(row, abs=1e-12)


def exact_gain(built, profile, player, deviation):
    """What a player's deviation earns more, on the tree."""
    usual, other = [], []
    for owner, label, actions in zip(built.set_owner, built.set_labels, built.set_actions, strict=True):
        met = profile[built.players[owner]].get(label)
        row = list(met.values()) if met else [1 / len(actions)] * len(actions)
        taken = deviation.get(label) if owner == player else None
        usual.append(row)
        other.append(row if taken is None else [float(a == taken) for a in range(len(row))])
    return expected_payoffs(built, other)[player] - expected_payoffs(built, usual)[player]


@pytest.mark.parametrize("name, structure", [("kuhn", {}), pytest.param("kuhn", {"players": 3}, marks=pytest.mark.slow)])
def test_estimates_are_those_of_the_deviation_that_was_found(name, structure):
    """Within four standard errors, and never far above what the best strategy earns."""
    told, built = unbuilt(name, **structure), load(name, **structure)
    learner = replayed(told, "external-sampling", seed=1).run(3)
    profile = profile_of(told, learner.table)
    payoffs, deviations = estimating.estimated(told, learner.table, 1)
    form = flat_form(built)
    gains = values_and_gains(form, on_the_tree(built, "external-sampling", seed=1).run(3).average())[1]
    values = values_and_gains(form, on_the_tree(built, "external-sampling", seed=1).run(3).average())[0]
    for k, player in enumerate(told.players):
        draws = replaying.Draws(1, estimating.LOOKED + k * estimating.LOOKING * estimating.APART)
        found = {label_of(knows): a for knows, a in estimating.found_deviation(told, learner.table, k, draws).items()}
        estimate = deviations[player]
        exact = exact_gain(built, profile, k, found)
        assert abs(estimate.mean - exact) <= 4 * estimate.error and exact <= gains[k] + 1e-12
        assert exact > 0.5 * gains[k]  # and it is a good one
        assert abs(payoffs[player].mean - values[k]) <= 4 * payoffs[player].error


def test_the_text_of_what_is_not_measured(treeless):
    found = replace(approximate(unbuilt("kuhn"), iterations=40, seed=1), seconds=0.5)
    assert found.text().splitlines()[:4] == [
        "Kuhn poker: one card each, one bet",
        "kuhn (players 2, ranks None, stakes fixed, ante 1, bet 1):",
        "one profile learned from sampled plays, by outcome-sampling",
        "",
    ]
    assert "(estimates of what one deviation earns)" in " ".join(found.text().split())


# ------------------------------------------------------------------ refusals


def test_what_works_on_trees_is_refused_where_there_is_none():
    with pytest.raises(GameError) as refused:
        approximate(unbuilt("kuhn"), method="cfr+")
    assert str(refused.value) == (
        "cfr+ works on the tree, and kuhn is not built; external-sampling and outcome-sampling draw plays of its story."
    )
    with pytest.raises(GameError, match="There is no method 'luck'"):
        approximate(unbuilt("kuhn"), method="luck")


def test_trembles_that_leave_no_choice_are_refused(treeless):
    with pytest.raises(GameError, match=r"trembles = 0.5 is not a least chance for every action"):
        approximate(unbuilt("kuhn"), trembles=0.5)


def test_an_information_set_with_other_choices_is_refused():
    table = replaying.Table(unbuilt("kuhn"))
    table.row(Move(0, "\x1f\x1eK", ("check", "bet")))
    with pytest.raises(GameError, match=r"Alice's choices differ inside one information set, 'K': once there are 2, once 3\."):
        table.row(Move(0, "\x1f\x1eK", ("check", "bet", "raise")))


def test_rules_that_do_not_depend_on_choices_alone_are_refused():
    calls = []

    @game(players=("A",))
    def moody(play):
        calls.append(1)
        play.choose("A", ["x", "y"])
        if len(calls) % 2:
            play.choose("A", ["u", "v"])
        return (0,)

    with pytest.raises(GameError, match="moody is not deterministic: the same choices led once to a move and once to an ending"):
        replayed(moody.unbuilt(), "external-sampling").iterate()


# ------------------------------------------------------------------ the command


def test_the_command_draws_plays():
    ran = CliRunner().invoke(command_line, ["approximate", "kuhn", "--method", "external-sampling", "--iterations", "100", "--json"])
    told = json.loads(ran.stdout)
    assert ran.exit_code == 0 and told["method"] == "external-sampling" and told["gap"] > 0
    ran = CliRunner().invoke(command_line, ["approximate", "own_mistakes", "--method", "outcome-sampling", "--iterations", "20", "--json"])
    assert ran.exit_code == 0 and json.loads(ran.stdout)["iterations"] <= 20


def test_measuring_points_of_sampling_are_fewer():
    assert len(list(race.measuring_points(20_000, race.SAMPLED_GROWTH))) < 25
