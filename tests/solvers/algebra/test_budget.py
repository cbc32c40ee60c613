"""The time that the user gives reaches every long step, and nothing looks at a clock without it."""

import itertools
import os
import pickle
import time
from dataclasses import dataclass
from fractions import Fraction

import pytest
from several_players import at_once

import games
import solvers
from solvers.algebra import budget
from solvers.algebra import ring as algebra
from solvers.algebra.budget import Budget, OutOfTime
from solvers.closed_forms.branches import all_pieces
from solvers.maps.cross_check import Judge
from solvers.maps.mapping import left_in_words


@pytest.fixture
def ticking(monkeypatch):
    """A clock on which a second passes whenever it is looked at."""
    clock = itertools.count()
    monkeypatch.setattr(time, "monotonic", lambda: float(next(clock)))


@pytest.mark.parametrize("seconds", [1, 40, 150, 300, *(pytest.param(one, marks=pytest.mark.slow) for one in (250, 340, 400, 1000))])
def test_a_map_comes_back_wherever_its_time_ends(ticking, seconds):
    found = solvers.regimes(games.load("crisis_signalling"), "all", seconds=seconds)
    assert (found.found == "all") == (not found.solved.left)
    said = " ".join(found.text(details=False).split())
    assert ("Not searched to the end: " in said) or found.found == "all" or "NOT COMPLETE" in said
    assert {name for regime in found.regimes for name in regime.families} <= {family.name for family in found.families}


def test_what_was_left_is_named(ticking):
    whole = solvers.regimes(games.load("crisis_signalling"), "all")
    left = set()
    for seconds in (120, 330):
        found = solvers.regimes(games.load("crisis_signalling"), "all", seconds=seconds)
        assert len(found.families) <= len(whole.families)
        left |= set(found.solved.left)
    assert any(part.startswith("Challenger at strong: ") for part in left)
    assert any("found but not written out" in part for part in left)


def test_the_parts_of_a_map_that_were_left_in_words():
    @dataclass
    class Looked:
        skipped: int
        crowded: bool

    assert list(left_in_words(Looked(0, False), 0, False)) == []
    assert list(left_in_words(Looked(3, True), 1, True)) == [
        "3 sides of walls on which there may be further regimes",
        "which of the walls change nothing",
        "1 more regime, found but not written out",
        "the check by the independent method",
    ]


def test_a_judge_without_time_is_undecided():
    judge = Judge(games.load("beer_quiche"), "sequential")
    judge.budget = Budget(-1.0)
    answer = judge({"p": Fraction(1, 3)})
    assert (answer.complete, answer.bases, answer.missing) == (False, (), "The time was over before the search was.")


def test_what_is_asked_after_a_map_has_time(ticking):
    found = solvers.regimes(games.load("beer_quiche"), seconds=100_000)
    assert found.found == "all" and found.solved.found == "all"
    for _ in range(1000):
        time.monotonic()
    assert found.at(p="1/3").found == "all"


@pytest.mark.parametrize("name", ["beer_quiche", pytest.param("crisis_signalling", marks=pytest.mark.slow)])
def test_enough_time_changes_nothing(name):
    told = games.load(name)
    assert solvers.regimes(told, seconds=1000).as_json() == solvers.regimes(told).as_json()


def test_no_clock_is_looked_at_without_a_time(monkeypatch):
    monkeypatch.setattr(budget.time, "monotonic", lambda: 1 / 0)
    free = Budget()
    free.searching = True
    free.go_on()
    assert not free.over and free.left is None and free.apart(lambda: os.getpid()) == os.getpid()


# ------------------------------------------------------------------ steps that look at no clock


def searching(seconds):
    out = Budget(seconds)
    out.searching = True
    return out


def test_a_step_that_does_not_end_is_ended():
    with pytest.raises(OutOfTime):
        searching(0.3).apart(lambda: time.sleep(1000))
    with pytest.raises(OutOfTime):
        searching(-1.0).apart(lambda: 3)


def test_a_step_that_ends_tells_what_it_found():
    assert searching(1000).apart(lambda: [(1, 2)] * 100_000) == [(1, 2)] * 100_000
    here = os.getpid()
    assert searching(1000).apart(lambda: 1 if os.getpid() == here else os._exit(1)) == 1  # done here, when it fails there


def test_what_is_left_of_a_time(monkeypatch):
    now = [10.0]
    monkeypatch.setattr(budget.time, "monotonic", lambda: now[0])
    some = Budget(2.5)
    assert (some.end, some.left, some.over, some.searching) == (12.5, 2.5, False, False)
    now[0] = 12.5
    assert some.left == 0.0 and not some.over
    some.searching = True
    some.go_on()
    now[0] = 13.0
    assert some.left == 0.0 and some.over
    with pytest.raises(OutOfTime):
        some.go_on()
    some.searching = False
    some.go_on()


def test_only_a_search_with_an_end_is_done_apart(monkeypatch):
    here = os.getpid()
    assert searching(1000).apart(os.getpid) != here
    resting = Budget(1000)
    assert resting.apart(os.getpid) == here
    monkeypatch.delattr(os, "fork")
    assert searching(1000).apart(os.getpid) == here


def test_what_is_sent_in_pieces_is_put_together():
    reading, writing = os.pipe()
    os.write(writing, pickle.dumps("whole"))
    os.close(writing)
    assert searching(1000)._read(reading) == "whole"
    os.close(reading)
    reading, writing = os.pipe()
    with pytest.raises(OutOfTime):
        searching(0.0)._read(reading)
    os.close(writing)
    with pytest.raises(EOFError):
        searching(1000)._read(reading)
    os.close(reading)


def test_what_a_process_sends_before_it_ends(monkeypatch):
    ended = []
    monkeypatch.setattr(os, "_exit", ended.append)
    reading, writing = os.pipe()
    budget._send(lambda: [1, 2], writing)
    assert searching(1000)._read(reading) == [1, 2] and ended == [0]
    os.close(reading)


def test_no_process_is_left_behind():
    searching(1000).apart(lambda: 1)
    with pytest.raises(OutOfTime):
        searching(0.05).apart(lambda: time.sleep(1000))
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_factors_and_resultants_are_the_same_from_another_process(monkeypatch):
    monkeypatch.setattr(algebra, "LARGE", 1)
    ring = algebra.Ring(("a", "b"), ("x",))
    a, b, x = map(ring.gen, ring.names)
    f, g = (x**2 - a) * (x - b) * 3 / 7, x**3 - a * x + b
    direct = ring.factors(f), ring.resultant(f, g, "x"), ring.discriminant(g, "x")
    ring.budget, ring._factors = searching(1000), {}
    apart = ring.factors(f), ring.resultant(f, g, "x"), ring.discriminant(g, "x")
    assert apart == direct


def test_four_players_with_two_parameters_come_back_in_time():
    """A resultant that takes minutes in a single step of flint."""
    told = at_once(2, 4, 2)
    found = all_pieces(told, knife_edges=False, seconds=4)
    assert found.unfinished and not found.complete
