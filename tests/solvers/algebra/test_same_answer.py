"""The same question, the same bytes: whatever the hash seed, the processes that search, what was asked before, and the load."""

import json
import os
import re
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

import games
import solvers
from solvers.algebra.nlsat import Nlsat
from solvers.algebra.sign_oracle import Atom
from solvers.closed_forms.branches import Engine

HOME = Path(__file__).parents[3]
USERS_TIME = {  # where a time that the user gave is heeded, or only told
    "algebra/budget.py",
    "algebra/nlsat.py",
    "algebra/sign_oracle.py",
    "cli/capsule.py",
    "cli/terminal.py",
    "closed_forms/branches.py",
    "closed_forms/estimates.py",
    "lifting/effort.py",
    "lifting/zero_sum.py",
    "published/running.py",
    "regret/approximating.py",
    "regret/race.py",
    "regret/sampled.py",
    "verifier/effort.py",
    "verifier/rechecking.py",
}


def test_no_clock_decides_but_the_users():
    told = {}
    for path in (HOME / "solvers").rglob("*.py"):
        name = path.relative_to(HOME / "solvers").as_posix()
        if re.search(r"^import time|^from time|\"timeout\"", path.read_text(encoding="utf-8"), re.MULTILINE):
            told[name] = path
    assert told.keys() <= USERS_TIME


@pytest.mark.parametrize("name", [pytest.param(name, marks=pytest.mark.slow) for name in ("beer_quiche", "foreign_diversion")])
def test_processes_that_search_change_no_byte(name):
    game = games.load(name)
    alone = json.dumps(solvers.regimes(game).as_json())
    with ProcessPoolExecutor(2) as pool:
        assert json.dumps(solvers.regimes(game, executor=pool).as_json()) == alone


def slow(*command):
    return pytest.param(command, marks=pytest.mark.slow)


@pytest.mark.parametrize(
    "command",
    [
        ("families", "crisis_signalling"),
        slow("regimes", "coercive_diplomacy", "--over", "d"),
        slow("regimes", "coercive_diplomacy"),
        slow("solve", "beer_quiche"),
        slow("statics", "sustainability_bet", "--over", "mu_long", "--of", "flow", "--by", "mu_long"),
    ],
    ids=" ".join,
)
def test_hash_seeds_change_no_byte(command):
    def printed(seed):
        return subprocess.run(
            [sys.executable, "-m", "solvers", *command, "--json"],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout

    assert len({printed(seed) for seed in ("0", "1")}) == 1


def question(oracle, k):
    x = oracle.ring.gen(oracle.ring.parameters[0])
    return [Atom(x * x * (k + 2) - oracle.ring.one / (k + 3), ">"), Atom(oracle.ring.one - x * (k + 1), ">")]


def test_an_oracle_that_is_taken_afresh_knows_what_it_knew_at_first():
    engine = Engine(games.load("crisis_signalling"), "sequential", True)
    first = engine.oracle
    before = first.points
    sources = [question(first, k) for k in range(40)]
    answers = [first.satisfiable(atoms) for atoms in sources]
    learnt = first.points
    again = first.afresh()
    assert again.points == before and not again.unknown
    assert [again.satisfiable(atoms) for atoms in sources] == answers and again.points == learnt


def test_one_context_of_z3_does_not_move_another():
    script = "(declare-const v0 Real)(declare-const v1 Real)(assert (> (* v0 v1) 2))(assert (< (+ v0 v1) 7))(assert (> v0 0))"
    known, model = Nlsat().ask(script, 100_000)
    first = Nlsat()
    for k in range(5):
        assert first.ask(f"(declare-const v1 Real)(assert (> (* v1 v1 v1) {k}))", 100_000)[0]
    assert tuple(map(str, Nlsat().ask(script, 100_000))) == (str(known), str(model))


def test_work_is_bounded_by_count_and_not_by_time():
    hard = "".join(f"(declare-const x{k} Real)" for k in range(6))
    hard += "(assert (= (+ " + " ".join(f"(* x{k} x{k} x{(k + 1) % 6} x{(k + 2) % 6})" for k in range(6)) + ") 7))"
    hard += "".join(f"(assert (> (* x{k} x{k} x{k}) (+ 1 (* x{(k + 1) % 6} x{(k + 3) % 6}))))" for k in range(6))
    asked, again = Nlsat(), Nlsat()
    assert asked.ask(hard, 5_000) == (None, None) and 5_000 <= asked.work < 6_000
    work = asked.work
    assert again.ask(hard, 5_000) == (None, None) and again.work == work
