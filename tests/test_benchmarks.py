"""The table of ``python -m benchmarks``: what its rows say, with sizes so small that it takes a second or two."""

import json
import sys
from collections import Counter
from dataclasses import replace

import pytest
from click.testing import CliRunner

from benchmarks import overview, random_lifts
from benchmarks.__main__ import main
from benchmarks.learning import _seconds_to_gap, dice, iteration_rows, poker
from benchmarks.learning_peers import OPPONENTS, Opponent
from benchmarks.lifting import hands
from benchmarks.lines import equal, lines_table
from benchmarks.record import Record, latest_rows, overview_table, plot_overview, plot_times
from benchmarks.rows import MISSING, exponents, row
from games import GameError, load

BUDGET = 1e-3
SIZES = {
    "maps": [("crisis_signalling", {"challenger_types": 1, "target_types": 1})],
    "iteration": [dice(2)],
    "players": [poker(2)],
    "gap": [dice(2)],
    "close": [dice(2)],
    "sampling": [dice(2)],
    "replaying": [{}],
    "campaign": [{}],
    "build": [1],
    "library": [("kuhn", {})],
    "parse": [1],
    "sweep": [3],
    "unmapped": [1],
    "values": [("kuhn", {})],
    "lifts": [("siege", {"rounds": 1})],
    "traces": [hands(3)],
    "matrices": [6],
}
FULL_ONLY = {"sampling", "replaying", "campaign", "close", "unmapped"}
KEYS = {"workload", "size", "ours", "peers", "best_peer", "ratio", "unit"}


@pytest.fixture
def small(monkeypatch):
    families = [replace(family, quick=SIZES[family.name]) for family in overview.FAMILIES]
    monkeypatch.setattr(overview, "FAMILIES", families)
    monkeypatch.setattr(overview, "QUICK_BUDGET", BUDGET)
    monkeypatch.setattr("benchmarks.__main__.bandwidth", lambda: 1.0)
    monkeypatch.setattr("benchmarks.nash.peer", lambda name, size, limit: (MISSING, None))


def test_seconds_are_better_when_fewer():
    faster = row("work", {}, 7, 2.0, 2.0, {"slow": 20.0, "slower": 30.0, "absent": MISSING}, unit="s")
    assert (faster["best_peer"], faster["ratio"]) == ("slow", 10.0)


def test_rates_are_better_when_more():
    faster = row("work", {}, 7, 0.5, 20.0, {"slow": 2.0, "slower": 1.0}, unit="nodes/s")
    assert (faster["best_peer"], faster["ratio"]) == ("slow", 10.0)


def test_without_peers_there_is_no_ratio():
    alone = row("work", {}, 7, 2.0, 2.0, {"absent": MISSING}, unit="s")
    assert (alone["peers"], alone["best_peer"], alone["ratio"]) == ({"absent": MISSING}, None, None)


def test_growth_is_the_power_of_size():
    rows = [row("work", {}, n, 3.0 * n**2, 3.0 * n**2, {}, unit="s") for n in (10, 100, 1000)]
    assert exponents(rows)["work"] == pytest.approx(2.0)
    assert exponents(rows[:2]) == {}


def test_one_object_names_every_workload(small):
    done = CliRunner().invoke(main, ["--quick", "--json"])
    assert done.exit_code == 0, done.output
    figures = json.loads(done.output)
    assert {"processor", "cores", "copied GB/s"} <= set(figures["machine"])
    rows = figures["rows"]
    assert all(set(one) >= KEYS for one in rows)
    names = {one["workload"] for one in rows}
    assert {
        "map crisis_signalling",
        "iteration liars_dice",
        "gap liars_dice",
        "close gap liars_dice",
        "sweep by learn",
        "sweep by lift",
        "external sampling liars_dice",
        "plays campaign",
        "gap campaign",
        "build by program",
        "parse efg",
        "sweep defection_for_immunity",
        "value kuhn",
        "lift siege",
        "trace kuhn",
    } <= names
    assert all(len(line) <= 80 for line in overview_table(figures).splitlines())


def test_the_quick_run_has_the_workloads_that_are_asked_for():
    families = {family.name: family for family in overview.FAMILIES}
    assert [trial.workload for trial in families["iteration"].quick] == ["leduc", "liars_dice", "liars_dice"]
    assert ("crisis_signalling", {}) in families["maps"].quick
    assert {name for name, family in families.items() if not family.quick} == FULL_ONLY


@pytest.mark.parametrize("name", ["pyspiel", "pygambit"])
def test_a_program_that_is_not_installed_is_named_missing(small, monkeypatch, name):
    monkeypatch.setitem(sys.modules, name, None)
    rows = list(overview.measured(quick=True, only="iteration" if name == "pyspiel" else "build"))
    assert rows and all(set(one["peers"].values()) == {MISSING} and one["ratio"] is None for one in rows)


def test_another_tree_is_left_out_with_a_reason():
    pytest.importorskip("pyspiel", reason="OpenSpiel is not installed")
    other = replace(dice(2), theirs="kuhn_poker")
    (one,) = iteration_rows([other], BUDGET)
    assert not one["peers"] and one["notes"][0].startswith("Others are left out: kuhn_poker is another tree, with 24 decisions")


def test_the_same_tree_is_compared():
    pytest.importorskip("pyspiel", reason="OpenSpiel is not installed")
    (one,) = iteration_rows([poker(3)], BUDGET)
    assert set(one["peers"]) == set(OPPONENTS) and one["peers"]["OpenSpiel"] > 0
    assert one["notes"] == ["Same 288 decisions, 312 endings, 48 information sets; theirs deals in turn, 617 nodes. One thread each."]


def test_every_family_is_timed_across_five_sizes_of_one_workload():
    def workload(trial):
        return getattr(trial, "workload", trial[0] if isinstance(trial, tuple) else "")

    for family in overview.FAMILIES:
        assert max(Counter(map(workload, family.full)).values()) >= 5, family.name


def test_the_limit_of_memory_is_a_line(tmp_path):
    rows = [row("iteration dice", {"bytes": 8 * n}, n, 1e-9 * n, 1e9 / n, {}, unit="iterations/s") for n in (10, 100, 1000)]
    plot_times(rows, tmp_path / "with.svg", 1.0)
    assert "at the speed of copying" in (tmp_path / "with.svg").read_text()
    told = overview_table({"machine": {"processor": "", "cores": 1, "python": "", "copied GB/s": 16.0}, "rows": rows})
    assert "moves 8.0 GB/s, 50% of what copying moves" in told


def test_what_is_kept_of_several_runs_is_the_last_of_each_size(tmp_path):
    first, second = (row("lift siege", {"nodes": 15}, 15, seconds, seconds, {}, unit="s") for seconds in (2.0, 1.0))
    theirs = row("gap leduc", {"nodes": 1936}, 1936, 0.1, 0.1, {"other": 3.0}, unit="s")
    (tmp_path / "all-1.json").write_text(json.dumps({"rows": [first, theirs]}))
    Record("all", tmp_path).keep({"rows": [second]})
    written = plot_overview({"rows": [second]}, tmp_path, all_rows=False)
    assert [one["seconds"] for one in latest_rows(tmp_path)] == [1.0, 0.1]
    assert written[-1].name == "size-against-time.svg" and "<svg" in written[-1].read_text()


def test_what_was_measured_is_kept_when_the_run_is_stopped(monkeypatch, tmp_path):
    def stopped(**_):
        yield row("lift siege", {"nodes": 15}, 15, 1.0, 1.0, {}, unit="s")
        raise KeyboardInterrupt

    monkeypatch.setattr(overview, "measured", stopped)
    assert CliRunner().invoke(main, ["--out", str(tmp_path)]).exit_code
    assert [one["workload"] for one in latest_rows(tmp_path)] == ["lift siege"]


@pytest.mark.parametrize(("turn", "measure", "said"), [(40.0, 0.0, "not in 30 s"), (1.0, 100.0, "not in 10 s of learning")])
def test_another_program_is_given_up_after_a_time(monkeypatch, turn, measure, said):
    clock = [0.0]

    def passes(seconds):
        clock[0] += seconds
        return 1.0

    monkeypatch.setattr("time.process_time", lambda: clock[0])
    slow = Opponent(lambda turns: passes(turn * turns), lambda: passes(measure))
    assert _seconds_to_gap(slow, 1e-3, 20_000) == said


def test_reputation_over_periods_is_found_by_the_search_too_and_has_the_thresholds_of_the_closed_form():
    call = ["reputation", "--from", "1", "--to", "2", "--plain", "2", "--json"]
    one, two = json.loads(CliRunner().invoke(main, call).stdout)["rows"]
    assert (one["entrants"], one["infosets"], two["entrants"], two["infosets"]) == (1, 3, 2, 12)
    assert all(some["found"] == "all" and some["verified"] and some["powers"] for some in (one, two))
    assert all(equilibria == with_payoffs_of_a_class > 0 for equilibria, with_payoffs_of_a_class in (one["search"], two["search"]))


def test_a_size_of_reputation_that_takes_too_long_is_said_to():
    said = CliRunner().invoke(main, ["reputation", "--from", "9", "--to", "9", "--seconds", "0.1"]).stdout
    assert "9  stopped after 0.1 s" in said


def test_the_share_of_random_games_that_is_lifted_is_told_with_why_others_are_not(monkeypatch):
    def refuse(story, *, concept):
        raise GameError("17 sets mix too much: leave 3 of them out. More could be said.")

    small = ((2, 2, 2),)
    (row,) = random_lifts.measured(small, count=2)
    assert (row["games"], row["lifted"], row["why"]) == (2, 2, {}) and row["nodes"] == random_lifts.random_story(2, 2, 2, 0).nodes
    monkeypatch.setattr(random_lifts, "lift", refuse)
    said = list(random_lifts.lifts_table(random_lifts.measured(small, count=2)))
    assert "0/2" in said[2] and said[3].strip() == "2: .. sets mix too much: leave .. of them out."


def test_conditions_are_equal_only_where_the_domain_makes_them_so():
    domain = load("beer_quiche").domain  # 0 < p < 1
    assert equal(domain, [["p > 1/3", "p*(1 + p) > 0"]], [["p > 1/3"]])
    assert equal(domain, [["p <= 1/2"], ["p > 1/2"]], [[]]) and equal(domain, [["2*p = 1"]], [["p = 1/2"]])
    assert not equal(domain, [["p > 1/3"]], [["p >= 1/3"]]) and not equal(domain, [["p != 1/3"]], [[]])
    assert equal(domain, [["p/(1 - p) < 1"]], [["p < 1/2"]]) and not equal(domain, [["p < 1/2"], ["p > 1/2"]], [[]])


def test_the_table_of_lines_says_what_was_left_out():
    counts = {"families": 5, "classes": 4, "comparisons before": 13, "comparisons": 10, "letters before": 432, "letters": 270}
    told = {"game": "war", "open": ["p"], "lines before": 221, "lines": 205, **counts, "other": 2, "proved equal": 2, "matched": 4}
    said = list(lines_table([told, {"game": "war", "open": "all", "left out": "more than 60 s"}]))
    assert said[4].split() == [
        "war",
        "221",
        "->",
        "205",
        "5",
        "4",
        "13",
        "->",
        "10",
        "432",
        "->",
        "270",
        "2",
        "2",
        "1",
        "not",
        "met",
        "before",
    ]
    assert said[-1].split() == ["war", "more", "than", "60", "s"]
