"""The front door of learning: known values, the measured gap, where it stops, what it refuses, and checkpoints."""

import json
import pickle
import subprocess
import sys
import time
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner

import solvers
from games import GameError, Parameter, game, load
from solvers import approximate, solve, table, verify
from solvers.__main__ import command_line
from solvers.regret import approximating, checkpoints, race
from solvers.regret.rules import METHODS, RACING, RULES

LEDUC = -0.085606424078
KNOWN = [
    ("kuhn", {}, -1 / 18, "Kuhn (1950)"),
    ("leduc", {}, LEDUC, "linear programming"),
    ("liars_dice", {"faces": 2}, 0.5, "published"),
    ("liars_dice", {"faces": 5}, 1 / 125, "linear programming, exactly"),
    pytest.param("liars_dice", {"faces": 6}, -7 / 258, "linear programming, exactly", marks=pytest.mark.slow),
]


@pytest.mark.parametrize("name, structure, value, source", KNOWN, ids=lambda x: str(x))
def test_known_values(name, structure, value, source):
    built = load(name, **structure)
    tol = 1e-4 if built.nodes < 10_000 else 1e-3
    found = approximate(built, tol=tol)
    assert found.converged and found.gap <= tol and found.found == "one"
    assert abs(found.values[built.players[0]] - value) <= found.gap + 1e-9
    assert sum(found.values.values()) == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("structure", [{}, {"cards": 4}, {"scoring": "points"}, {"order": "ascending"}], ids=str)
def test_goofspiel_is_worth_nothing_to_anybody(structure):
    found = approximate(load("goofspiel", **structure), tol=1e-9)
    assert found.converged and found.values == pytest.approx({"Alice": 0, "Bob": 0}, abs=1e-9)


def test_in_goofspiel_bidding_the_prize_is_best_against_random_bids():
    """Ross (1971); the verifier measures it over all strategies of Alice."""
    built = load("goofspiel", order="random", bids="shown", scoring="points")
    profile = {"Alice": {}, "Bob": {}}
    for owner, label, actions in zip(built.set_owner, built.set_labels, built.set_actions, strict=True):
        prize = [part for part in label.split("/") if part.startswith("for ")][-1].removeprefix("for ")
        random = {action: Fraction(1, len(actions)) for action in actions}
        matching = {action: Fraction(action == prize) for action in actions} if prize in actions else random
        profile[built.players[owner]][label] = matching if owner == 0 else random
    gains = verify(built, profile, "nash").gains
    assert gains["Alice"] == 0 and gains["Bob"] > 0


@pytest.mark.parametrize("faces", [2, 3])
def test_values_are_those_of_linear_programming(faces):
    built = load("liars_dice", faces=faces)
    exact = solve(built, "nash", method="sequence-lp")[0].payoffs["Alice"]
    found = approximate(built, tol=1e-6)
    assert abs(found.values["Alice"] - float(exact)) <= 1e-6 + 1e-12


def test_the_answer_may_be_handed_to_the_verifier():
    found = approximate(load("matching_pennies"), iterations=50)
    gains = verify(found.game, found.profile, "nash").gains
    assert {player: float(gain) for player, gain in gains.items()} == pytest.approx(found.gains, abs=1e-9)


def test_what_it_says_of_several_players():
    found = approximate(load("kuhn", players=3), iterations=300, method="cfr+")
    assert found.coarse is not None and found.coarse.gap < 0.1
    assert any("no rule is sure to come near" in note for note in found.notes)
    assert approximate(load("kuhn"), iterations=20).coarse is None


@pytest.mark.parametrize("method", ["fictitious-play", "cfr"])
def test_in_shapleys_game_play_cycles_and_only_joint_play_comes_near_anything(method):
    """Shapley (1964): averages stay far from equilibrium; the result says so, whatever the rule is known for elsewhere."""
    found = approximate(load("shapley_cycle"), method=method, iterations=3_000, seed=1)
    assert not found.converged and found.gap > 0.2 and found.coarse.gap < 0.01
    assert any("raise iterations, or take another method or seed." in note for note in found.notes)


def test_with_trembles_the_tolerance_is_that_of_the_game_that_trembles():
    found = approximate(load("kuhn"), trembles=0.02, tol=1e-3)
    assert found.converged and found.trembling_gap <= 1e-3 < found.gap
    assert min(p for sets in found.profile.strategies.values() for row in sets.values() for p in row.values()) >= 0.02 - 1e-12
    assert all(gain is not None for sets in found.set_gains.values() for gain in sets.values())


def test_parameters_are_put_at_their_defaults_or_as_given():
    found = approximate(load("beer_quiche"), p=Fraction(1, 3), tol=1e-6)
    assert found.at == {"p": Fraction(1, 3)} and found.converged
    assert approximate(load("beer_quiche"), iterations=10).at == {"p": Fraction(9, 10)}


def test_one_player_and_players_without_a_move_are_fine():
    @game(players=("A", "B"))
    def alone(play, *, p=Parameter(Fraction(1, 2), domain="0 < p < 1", means="a chance")):
        play.tell("A", play.chance("coin", {"h": p, "t": 1 - p}))
        return (2, 0) if play.choose("A", ["x", "y"]) == "x" else (1, 5)

    found = approximate(alone(), iterations=10)
    assert found.values == pytest.approx({"A": 2, "B": 0}) and found.gap == pytest.approx(0)


def test_a_game_without_a_choice_is_solved():
    @game(players=("A", "B"))
    def fate(play):
        return (1, 2) if play.chance("coin", ["h", "t"]) == "h" else (3, 0)

    found = approximate(fate(), iterations=10)
    assert found.values == pytest.approx({"A": 2, "B": 1}) and found.gap == 0 and found.profile.strategies == {"A": {}, "B": {}}


def test_what_does_not_converge_is_a_result_that_says_what_to_raise():
    found = approximate(load("kuhn"), tol=0, iterations=20, method="cfr")
    assert not found.converged and found.gap > 0 and found.history[-1].iterations == 20
    assert found.notes[0].startswith("The gap ") and found.notes[0].endswith(
        "is above the 0 asked for. 20 iterations were not enough; raise iterations, or take another method or seed."
    )


def test_the_race_drops_the_worst_and_the_answer_is_the_best_gap_met():
    found = approximate(load("leduc"), tol=0, iterations=700)
    ran = {rule: max(step.iterations for step in found.history if step.rule == rule) for rule in RACING}
    assert sorted(ran.values()) == [500, 700, 700]
    assert found.gap == pytest.approx(min(min(step.average, step.last) for step in found.history), rel=1e-9)


def test_the_same_question_has_the_same_answer():
    one, other = (approximate(load("kuhn", players=3), iterations=60, seed=7) for _ in range(2))
    assert one.profile == other.profile and one.history == other.history
    assert approximate(load("kuhn", players=3), iterations=60, seed=8).history != one.history


HORSE = """\
Selten's horse: whom does the third player hold responsible?
selten_horse: one approximate Nash equilibrium, by cfr

payoffs     1 1.152; 2 1.152; 3 0.7067
gap         0.2367: what players gain in sum by the best strategies before play
gains       1 0.02635; 2 0.008695; 3 0.2017
trembles    0.01 at least for every action;
            the gap among strategies that tremble is 0.2253
coarse gap  0.1555: what players gain in sum by a fixed plan against the average
            of joint play
iterations  12, the average plans
seconds     0.12, after 1.50 for compiling or loading the loops

1  start: D 0.09167, A 0.9083
2  A: d 0.9492, a 0.05083
3  start: L 0.2971, R 0.7029

Where changing plans earns most, given that the set is reached:
  3  0.2114 at start
  1  0.02635 at start
  2  0.009573 at A

The gap 0.225 is above the 4e-06 asked for. 12 iterations were not enough; raise
iterations, or take another method or seed.
In a game of more than two players, or whose payoffs do not add up to a
constant, no rule is sure to come near an equilibrium; the gap says how near
this profile is."""


def test_results_are_told_with_the_gap_first():
    found = replace(approximate(load("selten_horse"), iterations=12, method="cfr", trembles=0.01), seconds=0.125, compiling=1.5)
    assert found.text() == HORSE


def test_results_are_plain_data():
    found = approximate(load("kuhn"), iterations=50)
    again = pickle.loads(pickle.dumps(found))
    assert again.profile == found.profile and again.text() == found.text()
    told = json.loads(json.dumps(found.as_json()))
    assert told["found"] == "one" and set(told["values"]) == {"Alice", "Bob"} and isinstance(told["gap"], float)
    assert told["profile"]["Alice"].keys() == {"J", "Q", "K", "J/check/bet", "Q/check/bet", "K/check/bet"}
    assert "gap" in found.text() and "<table>" in found._repr_mimebundle_()["text/html"]
    frame = found.frame()
    assert list(frame.columns) == ["player", "information set", "action", "probability", "gain"] and len(frame) == 24


# ------------------------------------------------------------------ stopping


def test_an_interrupt_gives_the_best_so_far(monkeypatch):
    learned = race.Race._advance
    calls = []

    def interrupted(self, rule, point):
        calls.append(rule)
        if len(calls) > 12:
            raise KeyboardInterrupt
        learned(self, rule, point)

    monkeypatch.setattr(race.Race, "_advance", interrupted)
    found = approximate(load("kuhn"), tol=0)
    assert found.gap == pytest.approx(min(min(step.average, step.last) for step in found.history), abs=1e-12)
    assert any("It was interrupted; let it run longer." in note for note in found.notes)


def test_when_the_time_is_over_it_comes_back():
    found = approximate(load("leduc"), tol=0, iterations=10**9, seconds=1e-9)
    assert any("seconds were not enough; raise seconds." in note for note in found.notes)
    nothing = approximate(load("kuhn", players=3), seconds=1e-9)  # not one iteration: even play, and its gap
    assert nothing.iterations == 0 and nothing.coarse is None and nothing.gap > 0
    json.loads(json.dumps(nothing.as_json(), allow_nan=False))


# ------------------------------------------------------------------ refusals


@pytest.mark.parametrize(
    "options, said",
    [
        ({"method": "luck"}, f"There is no method 'luck' for approximate; there is {', '.join(METHODS)}."),
        ({"tol": -1}, "tol = -1 is no number of at least 0."),
        ({"tol": float("nan")}, "tol = nan is no number of at least 0."),
        ({"iterations": 0}, "iterations = 0 is no whole number of at least 1."),
        ({"iterations": 1.5}, "iterations = 1.5 is no whole number of at least 1."),
        ({"seconds": 0}, "seconds = 0 is no number above 0."),
        ({"seed": -1}, "seed = -1 is no whole number of at least 0."),
        ({"trembles": -0.1}, "trembles = -0.1 is no number of at least 0."),
        (
            {"trembles": 0.5},
            "trembles = 0.5 is not a least chance for every action: take a number from 0 to below 1/2, since an information set has 2 actions.",
        ),
        ({"bet": 2}, "kuhn has no open parameter 'bet'; it has none."),
    ],
    ids=lambda x: str(x)[:30],
)
def test_what_cannot_be_is_refused_in_one_sentence(options, said):
    with pytest.raises(GameError) as refused:
        approximate(load("kuhn"), **options)
    assert str(refused.value) == said


def test_a_game_that_does_not_fit_is_refused_with_the_figure_before_it_is_built(monkeypatch):
    monkeypatch.setattr(approximating, "ceiling", lambda: 1_000)
    monkeypatch.setattr(approximating, "memory_in_use", lambda: 0)
    monkeypatch.setattr(approximating, "flat_form", None)
    with pytest.raises(GameError) as refused:
        approximate(load("leduc"))
    assert str(refused.value).startswith("The leaf table of leduc (1,936 nodes) needs about 0.000")
    assert str(refused.value).endswith(" GB of memory, where 1e-06 GB may be taken; take a smaller structure.")


def test_methods_are_in_the_table_and_solve_sends_their_askers_on():
    rows = table().query("door == 'approximate'")
    assert list(rows.name) == list(METHODS) and set(rows.concept) == {"nash"} and set(METHODS) == {"portfolio", *RULES}
    with pytest.raises(GameError) as refused:
        solve(load("kuhn"), "nash", method="dcfr")
    assert str(refused.value) == "'dcfr' is a method of approximate, which takes it as approximate(game, method='dcfr')."


def test_numba_is_not_imported_before_it_is_needed():
    code = "import sys, solvers; solvers.approximate, solvers.table(); assert 'numba' not in sys.modules"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# ------------------------------------------------------------------ checkpoints

ENDLESS = """
import sys
from games import load
from solvers import approximate
from solvers.regret import race

race.BETWEEN = 0.0
approximate(load("kuhn", players=3), tol=0, iterations=10**9, seed=5, checkpoint=sys.argv[1])
"""


def test_a_killed_run_goes_on_bit_for_bit_five_times_in_a_row(tmp_path):
    file = tmp_path / "kuhn.checkpoint"
    histories = []
    for _ in range(5):
        before = file.stat().st_mtime_ns if file.exists() else 0
        with subprocess.Popen([sys.executable, "-c", ENDLESS, str(file)], cwd=Path(solvers.__file__).parents[1]) as running:
            while not file.exists() or file.stat().st_mtime_ns == before:
                assert running.poll() is None
                time.sleep(0.01)
            running.kill()
        histories.append(checkpoints.read(file, {})[0]["history"])
        assert histories[-1][: len(histories[0])] == histories[0]
    last = max(iterations for _, iterations, _, _ in histories[-1]) * 2
    resumed = approximate(load("kuhn", players=3), tol=0, iterations=last, seed=5, checkpoint=file)
    whole = approximate(load("kuhn", players=3), tol=0, iterations=last, seed=5)
    assert 0 < len(histories[0]) <= len(histories[-1]) and resumed.history == whole.history
    assert (resumed.profile, resumed.values, resumed.coarse) == (whole.profile, whole.values, whole.coarse)


def test_what_is_done_is_not_done_again(tmp_path):
    file = tmp_path / "sub" / "kuhn.checkpoint"
    first = approximate(load("kuhn"), tol=1e-3, checkpoint=file)
    again = approximate(load("kuhn"), tol=1e-3, checkpoint=file)
    assert again.history == first.history and again.profile == first.profile
    assert [path.name for path in file.parent.iterdir()] == ["kuhn.checkpoint"]


def test_a_checkpoint_of_something_else_is_refused(tmp_path):
    file = tmp_path / "kuhn.checkpoint"
    approximate(load("kuhn"), iterations=10, checkpoint=file)
    before = file.read_bytes()
    with pytest.raises(GameError) as refused:
        approximate(load("leduc"), iterations=10, checkpoint=file)
    ours, theirs = load("kuhn").fingerprint, load("leduc").fingerprint
    assert str(refused.value) == f"{file} is a checkpoint of another game: it has {ours}, and {theirs} is asked for; name another file."
    with pytest.raises(GameError, match="another method: it has portfolio, and cfr is asked for"):
        approximate(load("kuhn"), method="cfr", checkpoint=file)
    with pytest.raises(GameError, match="another size of trembles"):
        approximate(load("kuhn"), trembles=0.01, checkpoint=file)
    assert file.read_bytes() == before
    for content in (b"", b"no checkpoint", before[: len(before) // 2]):
        file.write_bytes(content)
        with pytest.raises(GameError, match="is no checkpoint that can be read; name another file"):
            approximate(load("kuhn"), iterations=10, checkpoint=file)


# ------------------------------------------------------------------ the command


def test_the_command():
    ran = CliRunner().invoke(command_line, ["approximate", "leduc", "--tol", "1e-4", "--json"])
    told = json.loads(ran.stdout)
    assert ran.exit_code == 0 and abs(abs(told["values"]["Alice"]) - 0.0856064) <= 1e-4 and told["gap"] <= 1e-4
    assert "profile" not in told and told["found"] == "one" and told["seconds"] > 0
    ran = CliRunner().invoke(command_line, ["approximate", "kuhn", "--method", "cfr+", "--iterations", "40", "--json", "--profile"])
    told = json.loads(ran.stdout)
    assert told["method"] == "cfr+" and set(told["profile"]["Bob"]["K/bet"]) == {"fold", "call"} and "set_gains" in told


def test_the_command_refuses_in_one_sentence():
    ran = CliRunner().invoke(command_line, ["approximate", "kuhn", "--method", "luck"])
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert ran.stderr.startswith("Error: There is no method 'luck' for approximate; there is portfolio, ")
    assert (
        CliRunner().invoke(command_line, ["approximate", "kuhn", "--tol", "-1"]).stderr == "Error: tol = -1.0 is no number of at least 0.\n"
    )
