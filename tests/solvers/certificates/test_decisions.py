"""Decisions of a map as files: they agree, and whatever is tampered with is seen."""

import json
import random
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from shutil import copytree

import pytest
import stories
import z3
from agreement import parametric
from click.testing import CliRunner

import games
import solvers
from games import GameError, Parameter, game
from solvers.__main__ import command_line
from solvers.certificates.farkas_multipliers import multipliers
from solvers.certificates.smtlib import quoted
from solvers.verifier import proofs
from solvers.verifier.farkas import comparisons, refutes


@pytest.fixture(scope="module")
def crisis():
    return solvers.regimes(games.load("crisis_signalling"), "all", check=0)


@pytest.fixture(scope="module")
def files(crisis, tmp_path_factory):
    folder = tmp_path_factory.mktemp("crisis")
    crisis.decisions(folder)
    return folder


@pytest.fixture(scope="module")
def fewer(tmp_path_factory):
    """Of the map over the parameters of the headline: half as many."""
    folder = tmp_path_factory.mktemp("headline")
    solvers.regimes(games.load("crisis_signalling"), check=0).decisions(folder)
    return folder


@pytest.fixture
def copied(fewer, tmp_path):
    return copytree(fewer, tmp_path, dirs_exist_ok=True)


def index(folder):
    return json.loads((folder / "index.json").read_text())


def disagreeing(folder):
    return [r.file for r in solvers.recheck(folder).results if r.verdict == "DISAGREE"]


# ------------------------------------------------------------------ they agree


def test_every_decision_of_the_crisis_map_is_decided_again(files):
    told = solvers.recheck(files)
    assert told.counts == {"agree": 105, "unknown": 0, "DISAGREE": 0} and told.agrees
    assert told.as_json()["answers"] == {"unsat": 73, "sat": 32, "unknown": 0}
    assert told.as_json()["certificates"] == 22 and told.as_json()["without_solver"] == 105
    assert told.text().endswith("Every base of the 729 support profiles is spoken of by some file.")


@pytest.mark.slow
def test_cvc5_decides_the_same(files):
    pytest.importorskip("cvc5")
    assert solvers.recheck(files, "cvc5").counts == {"agree": 105, "unknown": 0, "DISAGREE": 0}


@pytest.mark.parametrize(
    "told, concept, edges",
    [
        pytest.param(stories.roots(), "sequential", True, marks=pytest.mark.slow),  # two square roots in one base
        (stories.interval(), "sequential", True),  # mixing off the path between bounds
        (stories.interval(), "pbe", False),
        pytest.param(games.load("beer_quiche"), "sequential", True, marks=pytest.mark.slow),
        pytest.param(games.load("provocation_trap"), "sequential", False, marks=pytest.mark.slow),
    ],
    ids=lambda x: getattr(x, "name", str(x)),
)
def test_other_maps_agree(told, concept, edges, tmp_path):
    found = solvers.regimes(told, "all" if told.name in ("roots", "interval") else None, concept, knife_edges=edges, check=0)
    found.decisions(tmp_path)
    again = solvers.recheck(tmp_path)
    assert again.agrees and again.counts["unknown"] == 0, again.text()


@pytest.mark.slow
@pytest.mark.parametrize("name", parametric())
def test_the_maps_of_the_whole_catalogue_agree(name, tmp_path):
    solvers.regimes(games.load(name), check=0).decisions(tmp_path)
    again = solvers.recheck(tmp_path)
    assert again.agrees and again.counts["unknown"] == 0, again.text()


def test_files_stand_alone_and_say_what_they_mean(fewer):
    for entry in index(fewer)["decisions"]:
        said = (fewer / entry["file"]).read_text()
        assert f"(set-info :status {entry['expected']})" in said and f"(set-logic {entry['logic']})" in said
        assert said.count("(check-sat)") == 1
        assert entry["says"].split()[0] in said and entry["says"].endswith(".")
    read_me = (fewer / "README.md").read_text()
    assert "**not** proofs in a formal system" in read_me
    assert all(entry["file"] in read_me for entry in index(fewer)["decisions"])
    assert any(" Target at strong/threaten: no belief makes concede best, when what follows is " in line for line in read_me.splitlines())


def test_no_solver_is_needed_for_the_crisis_map(files):
    told = solvers.recheck(files, "none")
    assert told.counts == {"agree": 105, "unknown": 0, "DISAGREE": 0} and told.solver == "no solver"
    assert "  105 of 105 need no solver's word: their certificates hold in fractions" in told.text()
    assert (files / "check_certificates.py").read_text() == Path(proofs.__file__).read_text()


def random_signalling(seed):
    """A sender of two types, two messages, and replies: payoffs drawn, three of them open."""
    rng = random.Random(seed)
    numbers = [rng.randint(-3, 3) for _ in range(16)]

    @game(players=("Sender", "Receiver"))
    def drawn(play, *, p=Parameter(Fraction(1, 3), "0 < p < 1"), a=Parameter(Fraction(1, 2), "0 < a < 2"), c=Parameter(1, "c > 0")):
        """A signalling game with payoffs drawn at random."""
        kind = play.chance("kind", {"high": p, "low": 1 - p})
        play.tell("Sender", kind)
        said = play.choose("Sender", ["left", "right"])
        reply = play.choose("Receiver", ["up", "down"])
        k = 4 * (kind == "low") + 2 * (said == "right") + (reply == "down")
        return numbers[k] + (a if said == "left" else -c), numbers[8 + k] * (a if kind == "high" else 1)

    return drawn()


@pytest.mark.parametrize("seed", [2, 3, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (0, 1, *range(4, 24)))])
def test_most_decisions_of_random_games_need_no_solver(seed, tmp_path):
    found = solvers.regimes(random_signalling(seed), "all", check=0)
    found.decisions(tmp_path)
    told = solvers.recheck(tmp_path)
    assert told.agrees and told.as_json()["without_solver"] >= 0.95 * len(told.results)


def test_certificates_may_be_left_out(tmp_path):
    found = solvers.regimes(games.load("beer_quiche"), check=0)
    found.decisions(tmp_path, certificates=False)
    assert not list(tmp_path.glob("*.proof.json")) and solvers.recheck(tmp_path).as_json()["without_solver"] == 0


@pytest.mark.parametrize("forge", ["weight", "nothing", "text", "another"])
def test_a_forged_certificate_is_seen_whatever_the_solver_says(copied, forge):
    path = copied / "empty-0001.proof.json"
    content = {"nothing": "{}", "text": "{", "another": (copied / "unfit-0003.proof.json").read_text()}
    path.write_text(content.get(forge) or path.read_text().replace('"1"', '"2"', 1))
    assert disagreeing(copied) == ["empty-0001.smt2"]
    assert "DISAGREE: empty-0001.smt2: its certificate proves nothing." in solvers.recheck(copied, "none").text()


def test_nothing_is_noted_unless_asked(crisis):
    from solvers.closed_forms.branches import all_pieces

    found = all_pieces(crisis.game, knife_edges=False)
    assert found.oracle.aside is None


# ------------------------------------------------------------------ tampering is seen


@pytest.fixture(scope="module", params=["beer_quiche", pytest.param("crisis_signalling", marks=pytest.mark.slow)])
def whole(request):
    return solvers.regimes(games.load(request.param), "all", check=0)


def test_a_family_that_the_map_lacks_makes_a_file_satisfiable(whole, tmp_path):
    lost = whole.families[-1]
    kept = tuple(replace(r, families=tuple(n for n in r.families if n != lost.name)) for r in whole.regimes)
    poorer = replace(whole, solved=replace(whole.solved, families=whole.families[:-1]), regimes=kept)
    poorer.decisions(tmp_path)
    told = [r for r in solvers.recheck(tmp_path).results if r.verdict != "agree"]
    assert [(r.file.split("-")[0], r.expected, r.answer) for r in told] == [("empty", "unsat", "sat")]


def test_a_family_listed_where_it_does_not_exist_is_seen(whole, tmp_path):
    first, *rest = whole.regimes
    missing = next(f.name for f in whole.families if f.name not in first.families)
    replace(whole, regimes=(replace(first, families=(*first.families, missing)), *rest)).decisions(tmp_path)
    assert {name.split("-")[0] for name in disagreeing(tmp_path)} == {"holds"}


def test_a_regime_that_is_left_out_is_seen(whole, tmp_path):
    replace(whole, regimes=whole.regimes[1:]).decisions(tmp_path)
    assert {name.split("-")[0] for name in disagreeing(tmp_path)} == {"void", "cover", "absent"}


def test_a_changed_question_is_seen(files, tmp_path):
    copied = copytree(files, tmp_path, dirs_exist_ok=True)
    path = copied / "void-0001.smt2"
    said = path.read_text()
    path.write_text(said.replace("(assert (> (+ a w_s) 0))", "(assert (< (+ a w_s) 0))"))
    assert path.read_text() != said
    assert disagreeing(copied) == ["void-0001.smt2"]


def test_a_changed_answer_is_seen(copied):
    path = copied / "regime-0001.smt2"
    path.write_text(path.read_text().replace(":status sat", ":status unsat"))
    told = index(copied)
    next(e for e in told["decisions"] if e["file"] == "regime-0002.smt2")["expected"] = "unsat"
    (copied / "index.json").write_text(json.dumps(told))
    assert disagreeing(copied) == ["regime-0001.smt2", "regime-0002.smt2"]


def test_changed_multipliers_are_seen(copied):
    path = copied / "labels-0001.farkas.json"
    weights = json.loads(path.read_text())["multipliers"]
    path.write_text(json.dumps({"multipliers": [*weights[:-1], "1"]}))
    assert disagreeing(copied) == ["labels-0001.smt2"]


@pytest.mark.parametrize("kind", ["unfit", *(pytest.param(kind, marks=pytest.mark.slow) for kind in ("empty", "labels", "only"))])
def test_a_file_that_is_left_out_leaves_bases_open(copied, kind):
    told = index(copied)
    told["decisions"] = [e for e in told["decisions"] if e["file"] != f"{kind}-0001.smt2"]
    (copied / "index.json").write_text(json.dumps(told))
    found = solvers.recheck(copied)
    assert not found.counts["DISAGREE"] and found.missing and not found.agrees
    assert "NOT COMPLETE: no file speaks of Challenger at strong:" in found.text()


def test_too_little_time_is_unknown_not_agreed(tmp_path, monkeypatch):
    monkeypatch.setattr("z3.Solver.check", lambda solver: z3.unknown)
    (tmp_path / "hard.smt2").write_text("(set-logic QF_NRA)(set-info :status unsat)(declare-const x Real)(assert (< (* x x) 0))(check-sat)")
    entry = {"file": "hard.smt2", "expected": "unsat", "says": "Hard."}
    told = {"game": "g", "concept": "sequential", "over": [], "sets": [], "consistent": True, "decisions": [entry]}
    (tmp_path / "index.json").write_text(json.dumps(told))
    assert solvers.recheck(tmp_path).counts["unknown"] == 1


# ------------------------------------------------------------------ refusals


@pytest.mark.parametrize(
    "break_it, said",
    [
        (lambda d: (d / "index.json").unlink(), "has no index.json; give a folder written by regimes --decisions."),
        (lambda d: (d / "index.json").write_text("{"), "is no JSON"),
        (lambda d: (d / "index.json").write_text("{}"), "is not the index of a folder"),
        (lambda d: (d / "cover-0001.smt2").unlink(), "is in the index but cannot be read."),
        (lambda d: (d / "cover-0001.smt2").write_text("(assert (> x 0))"), "cover-0001.smt2 cannot be read by z3"),
        (lambda d: (d / "cover-0001.smt2").write_text("(assert"), "A bracket is never closed."),
    ],
)
def test_broken_folders_are_refused(copied, break_it, said):
    break_it(copied)
    done = CliRunner().invoke(command_line, ["recheck", str(copied)])
    assert done.exit_code == 2 and done.stderr.startswith("Error: ") and said in done.stderr


def test_files_outside_the_folder_are_not_read(copied):
    told = index(copied)
    told["decisions"][0]["file"] = "../secret.smt2"
    (copied / "index.json").write_text(json.dumps(told))
    with pytest.raises(GameError, match="is not the name of a file"):
        solvers.recheck(copied)


def test_unknown_solvers_are_refused(fewer):
    with pytest.raises(GameError, match="'yices' is no solver that is asked here; there are z3, cvc5"):
        solvers.recheck(fewer, "yices")


# ------------------------------------------------------------------ Farkas


def random_system(rng):
    def number(n):
        return str(n) if n >= 0 else f"(- {-n})"

    rows = []
    for _ in range(rng.randint(2, 5)):
        a, b, c = (number(rng.randint(-3, 3)) for _ in range(3))
        rows.append(f"(assert ({rng.choice(['>', '>=', '=', '<', '<='])} (+ (* {a} x) (* {b} y)) {c}))")
    return " ".join(rows)


def test_multipliers_are_found_exactly_for_infeasible_systems():
    rng, seen = random.Random(4), set()
    for _ in range(60):
        said = random_system(rng)
        solver = z3.Solver()
        solver.from_string("(declare-const x Real)(declare-const y Real)" + said)
        feasible = solver.check() == z3.sat
        seen.add(feasible)
        weights = multipliers(said)
        assert (weights is None) == feasible, said
        if weights is not None:
            exact = [Fraction(w) for w in weights]
            assert refutes(exact, comparisons(said))
            k = next(i for i, w in enumerate(exact) if w)
            assert not refutes([*exact[:k], -exact[k] - 1, *exact[k + 1 :]], comparisons(said)) or comparisons(said)[k].relation == "="
    assert seen == {True, False}


@pytest.mark.parametrize(
    "said", ["(assert (> (* x y) 0))", "(assert (not (= x 0)))", "(assert (or (> x 0) (< x 0)))", "(assert (> (/ 1 x) 0))"]
)
def test_what_is_not_linear_has_no_certificate(said):
    with pytest.raises(GameError, match="linear"):
        comparisons(said)


# ------------------------------------------------------------------ names


@game(players=("A|B", "let"))
def named(play, *, exists=Parameter(Fraction(1, 2), "0 < exists < 1"), distinct=Parameter(1, "distinct > 0")):
    """Names that a solver would take for its own words."""
    told = play.chance("forall", {"(": exists, ")": 1 - exists})
    if play.choose("A|B", ["Éire", "\\not"]) == "Éire":
        return distinct, 0
    return {"A|B": 1, "let": 2 if play.choose("let", ["|", "assert"]) == "|" and told == "(" else 1}


@pytest.mark.parametrize("solver", [pytest.param("z3", marks=pytest.mark.slow), "cvc5"])
def test_strange_names_are_quoted(solver, tmp_path):
    pytest.importorskip(solver)
    solvers.regimes(named(), "all", check=0).decisions(tmp_path)
    assert solvers.recheck(tmp_path, solver).agrees


def test_quoting():
    assert [quoted(n) for n in ("q", "mu_long", "exists", "a b", "x|y", "1st", "é")] == [
        "q",
        "mu_long",
        "|the exists|",
        "|a b|",
        "|x/y|",
        "|1st|",
        "|ue9|",
    ]


# ------------------------------------------------------------------ the command line


def test_the_command_line_writes_and_decides_again(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(command_line, ["regimes", "beer_quiche", "--decisions", "told", "--json"])
    assert done.exit_code == 0 and json.loads(done.stdout)["game"] == "beer_quiche"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["told"]
    again = CliRunner().invoke(command_line, ["recheck", "told", "--json"])
    assert again.exit_code == 0 and json.loads(again.stdout)["DISAGREE"] == 0
    path = tmp_path / "told" / "regime-0001.smt2"
    path.write_text(path.read_text().replace("(check-sat)", "(assert false)(check-sat)"))
    again = CliRunner().invoke(command_line, ["recheck", "told"])
    assert again.exit_code == 1 and "DISAGREE: regime-0001.smt2: expected sat, found unsat." in again.stdout


def test_more_decisions_than_are_sensibly_written_are_refused_and_nothing_is_written(crisis, tmp_path, monkeypatch):
    monkeypatch.setattr("solvers.search.journal.MOST_NOTES", 5)
    with pytest.raises(GameError, match=r"more than 5 things .* too many; leave the decisions out"):
        crisis.decisions(tmp_path / "here")
    monkeypatch.setattr("solvers.search.journal.MOST_NOTES", 1000)
    monkeypatch.setattr("solvers.certificates.decisions.MOST_FILES", 104)
    with pytest.raises(GameError, match=r"rests on 105 decisions, and no more than 104 are written"):
        crisis.decisions(tmp_path / "here")
    assert not (tmp_path / "here").exists()


def test_an_answer_is_given_although_its_decisions_are_too_many(tmp_path, monkeypatch):
    monkeypatch.setattr("solvers.search.journal.MOST_NOTES", 5)
    done = CliRunner().invoke(command_line, ["regimes", "beer_quiche", "--json", "--decisions", str(tmp_path / "here")])
    assert done.exit_code == 2 and json.loads(done.stdout)["found"] == "all" and "too many" in done.stderr
