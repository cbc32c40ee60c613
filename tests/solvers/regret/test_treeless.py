"""Sampling where no tree is made: checkpoints, what ends a run, honest answers, refusals, and the command."""

import json
import pickle
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from plain_regrets import expected_payoffs
from sampled_plays import METHODS, on_the_tree, replayed

import solvers
from games import GameError, game, load, unbuilt
from games.forms.flat import flat_form
from games.single_plays import Move, label_of
from solvers import approximate
from solvers.__main__ import command_line
from solvers.front import learning
from solvers.regret import checkpoints, estimating, replaying
from solvers.regret.learning import by_label, values_and_gains
from solvers.regret.replaying import ReplayLearner
from solvers.regret.sampled import profile_of

each_method = pytest.mark.parametrize("method", METHODS)


@pytest.fixture
def treeless(monkeypatch):
    """Make no tree, however small, and estimate in few plays."""
    monkeypatch.setattr(learning, "MOST_BUILT", 0)
    monkeypatch.setattr(estimating, "LOOKING", 40)
    monkeypatch.setattr(estimating, "TRYING", 20)


# ------------------------------------------------------------------ checkpoints, and what ends a run


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


def test_a_killed_run_on_a_story_goes_on_bit_for_bit_five_times_in_a_row(tmp_path, treeless):
    file, done = tmp_path / "file", [0]
    for _ in range(5):
        with subprocess.Popen([sys.executable, "-c", ENDLESS, str(file)], cwd=Path(solvers.__file__).parents[1]) as running:
            before = file.stat().st_mtime_ns if file.exists() else 0
            while not file.exists() or file.stat().st_mtime_ns == before:
                assert running.poll() is None
                time.sleep(0.01)
            running.kill()
        done.append(checkpoints.read(file, {})[0]["iterations"])
    last = done[-1] + 10
    resumed = approximate(unbuilt("kuhn", players=3), iterations=last, seed=5, checkpoint=file)
    whole = approximate(unbuilt("kuhn", players=3), iterations=last, seed=5)
    assert sorted(set(done)) == done
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
