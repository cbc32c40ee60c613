"""What a search will take, estimated beforehand; and what happens when it takes too much memory."""

import json
import subprocess
import sys
from fractions import Fraction

import pytest
from click.testing import CliRunner
from clocks import Clock
from flint import fmpq

import games
import solvers
from games import GameError
from solvers.__main__ import command_line
from solvers.algebra import sign_oracle as oracle
from solvers.algebra.budget import OutOfTime
from solvers.algebra.sign_oracle import Atom
from solvers.closed_forms import branches as pieces
from solvers.closed_forms import estimates as estimating
from solvers.closed_forms.branches import Engine, all_pieces
from solvers.closed_forms.estimates import Estimate, Probing


def crisis(challenger, target):
    return games.load("crisis_signalling", challenger_types=challenger, target_types=target)


def run(*arguments):
    return CliRunner().invoke(command_line, [str(a) for a in arguments])


@pytest.fixture
def clock(monkeypatch):
    """A clock in looks: of the estimate, and of the questions asked meanwhile."""
    clock = Clock()
    for module in (estimating, oracle):
        monkeypatch.setattr(module, "time", clock)
    return clock


# ------------------------------------------------------------------ the estimate


@pytest.mark.parametrize("name", ["beer_quiche", *(pytest.param(name, marks=pytest.mark.slow) for name in ("lemons", "crisis_signalling"))])
def test_many_probes_find_what_is_there_on_average(name, monkeypatch):
    monkeypatch.setattr(estimating, "FEW", 1)  # every descent goes down to one profile
    symbolic = games.load(name)
    real = all_pieces(symbolic, knife_edges=False).counts
    probing = Probing(symbolic, "sequential", knife_edges=False, seed=1)
    for field in ("profiles", "bases"):
        found = [getattr(probing.probe(()), field) for _ in range(500)]
        mean = sum(found) / len(found)
        error = (sum((x - mean) ** 2 for x in found) / len(found) / len(found)) ** 0.5
        assert abs(mean - real[field]) <= 4 * error < real[field]


@pytest.mark.parametrize(
    "symbolic, over",
    [
        (games.load("defection_for_immunity"), None),
        pytest.param(games.load("hide_and_strike"), None, marks=pytest.mark.slow),
        pytest.param(crisis(3, 2), "all", marks=pytest.mark.slow),
        pytest.param(games.load("spence_signalling"), None, marks=pytest.mark.slow),
        pytest.param(games.load("chain_store"), "all", marks=pytest.mark.slow),
    ],
    ids=lambda x: getattr(x, "name", x),
)
def test_the_estimate_is_near_what_the_search_counts(symbolic, over, clock):
    told = solvers.estimate(symbolic, over, seconds=4_000)
    _, _, opened = solvers.requests.opened_game(symbolic, over, {})
    real = all_pieces(opened, knife_edges=False).counts
    assert told.complete and told.supports == real["supports"]
    assert real["profiles"] / 3 < told.profiles < 3 * real["profiles"]
    assert real["bases"] / 4 < told.bases < 4 * real["bases"]


def test_a_search_that_is_one_small_part_is_counted_exactly():
    told = solvers.estimate(games.load("matching_pennies"))
    real = all_pieces(games.load("matching_pennies"), knife_edges=False).counts
    assert (told.profiles, told.bases, told.spread, told.probes) == (real["profiles"], real["bases"], 0, 1)


@pytest.mark.slow
def test_a_search_that_cannot_be_ended_is_seen_to_be_long(clock):
    told = solvers.estimate(games.load("durable_good", ties="free"), seconds=1_000)
    assert told.seconds > 10**6 or (not told.complete and told.open > 10**6)
    vast = solvers.estimate(games.load("liars_dice"), seconds=1_000)
    assert (vast.seconds > 10**6 or not vast.complete) and vast.supports > 10**11 and json.dumps(vast.as_json())


class Slow(Probing):
    """Descents that are broken off when they have gone so many steps."""

    steps = 3

    def _extended(self, task):
        if len(task) >= self.steps:
            raise OutOfTime
        return super()._extended(task)


@pytest.mark.parametrize("steps", [0, 2])
def test_descents_that_are_broken_off_tell_how_much_they_left_open(steps, monkeypatch):
    """The seconds until then say nothing of a search with 7e14 profiles."""
    symbolic = games.load("durable_good", ties="free")
    probing = Slow(symbolic, "sequential", knife_edges=False, seed=0)
    monkeypatch.setattr(Slow, "steps", steps)
    supports = probing.search.counts["supports"]
    told = estimating.combined([probing.probe(()) for _ in range(10)], supports)
    assert not told.complete and told.profiles == 0
    assert told.open == supports if not steps else supports / 1000 < told.open < supports
    said = str(told)
    assert "no descent came to one that the cuts leave, and up to " in said and "the search takes at least " in said
    assert said.endswith(" on one core, and how much more cannot be told, as one was broken off.")


def test_descents_that_all_die_are_no_measure_of_the_search():
    """Every game has an equilibrium, so that there is a profile that the cuts leave."""
    told = estimating.combined([estimating.Probe(0.0, 0.0, 1.0, True)] * 20, 10**15)
    assert not told.complete and "the search takes at least " in str(told)


def test_the_estimate_in_words():
    assert str(Estimate(531441, 2100, 1550.4, 48.6, 0.23, 40, True)) == (
        "Estimated from 40 random descents through the tree of the search (Knuth 1975): of 531,441 support profiles the cuts leave "
        "some 2,100, with some 1,600 bases to be solved; the search takes some 49 s on one core, give or take 23%."
    )
    assert str(Estimate(7 * 10**20, 0, 0, 9.2e9, 1, 1, False)).endswith(
        "of 7.0e20 support profiles no descent came to one that the cuts leave; the search takes at least 290 years on one core, "
        "one was broken off."
    )


def test_the_command_line_tells_the_estimate_and_stops():
    done = run("families", "beer_quiche", "--estimate")
    assert done.exit_code == 0 and done.stdout.startswith("Estimated from ") and "of 81 support profiles" in done.stdout
    told = json.loads(run("regimes", "beer_quiche", "--estimate", "--json").stdout)
    assert set(told) == {"game", "fingerprint", "concept", *(f for f in Estimate.__dataclass_fields__)}
    refused = run("families", "beer_quiche", "--concept", "nash", "--estimate")
    assert refused.exit_code == 2 and "cannot be probed" in refused.stderr
    with pytest.raises(GameError, match="no open parameter 'x'"):
        solvers.estimate(games.load("beer_quiche"), "x")


def test_a_long_search_is_announced_and_a_short_one_is_not(clock, monkeypatch):
    monkeypatch.setattr("solvers.closed_forms.branches.time", clock)
    clock.step = 0.001
    done = run("families", "durable_good", "--set", "ties=free", "--seconds", "1", "--json")
    assert json.loads(done.stdout)["found"] == "some"
    assert done.stderr.startswith("Estimated from ") and done.stderr.count("\n") == 1 and "Ctrl-C" in done.stderr
    assert run("families", "crisis_signalling", "--json").stderr == ""


# ------------------------------------------------------------------ memory


def test_a_search_that_takes_too_much_memory_gives_what_it_found(monkeypatch):
    symbolic = games.load("crisis_signalling")
    whole = solvers.families(symbolic, "all")
    held = iter(range(10**9))
    monkeypatch.setattr(oracle, "memory_in_use", lambda: next(held))
    monkeypatch.setattr(oracle, "SECONDS_BETWEEN_LOOKS", 0)
    monkeypatch.setattr(pieces, "ceiling", lambda gigabytes, processes=1: 40)
    with pytest.warns(UserWarning, match="takes more memory than it may; allow more with gigabytes"):
        found = solvers.families(symbolic, "all")
    assert found.found == "some" and found.left and {f.name for f in found} < {f.name for f in whole}


@pytest.mark.slow
def test_the_limit_is_on_what_the_search_adds():
    code = (
        "import games, solvers, warnings; warnings.simplefilter('ignore'); before = b'x' * 300_000_000; "
        "assert solvers.families(games.load('crisis_signalling'), 'all', gigabytes=0.000001).found == 'some'; "
        "warnings.simplefilter('error'); "
        "assert solvers.families(games.load('crisis_signalling'), 'all', gigabytes=0.2).found == 'all'"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.slow
def test_forgetting_changes_no_answer(monkeypatch):
    symbolic = games.load("escalation_ladder")
    whole = [family.as_json() for family in solvers.families(symbolic)]
    monkeypatch.setattr("solvers.algebra.samples.MOST_SAMPLES", 100)
    monkeypatch.setattr(oracle, "MOST_NOTED", 20)
    monkeypatch.setattr("solvers.search.supports.MOST_NOTED", 20)
    assert [family.as_json() for family in solvers.families(symbolic)] == whole


def test_samples_that_serve_are_kept(monkeypatch):
    engine = Engine(games.load("beer_quiche"), "sequential", True)
    known, ring = engine.oracle, engine.view.ring
    first = known.points[: known.size]
    for k in range(2, 200):  # nobody asks for these
        known.add_point({"p": Fraction(1, k)})
    rare = Atom(ring.gen("p") - ring.constant(fmpq(1, 199)) * ring.one, "=")
    assert known.satisfiable([rare])
    monkeypatch.setattr("solvers.algebra.samples.MOST_SAMPLES", 120)
    before = known.signs(ring.gen("p") * 199 - 1)
    known.forget()
    assert known.size <= len(first) + 60 < len(before)
    assert known.points[: len(first)] == first and known.mask([rare]).any() and not known.queries
    assert len(known.signs(ring.gen("p") * 199 - 1)) == known.size
