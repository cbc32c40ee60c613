"""Decisions decided again from the files of a folder."""

import json

import pytest

from games import GameError
from solvers.verifier import recheck
from solvers.verifier.rechecking import Recheck, Redecided

SETS = [{"player": "A", "set": "start", "actions": ["in", "out"], "nodes": [{"history": "", "moves": []}]}]
EMPTY = "(set-logic QF_LRA)(set-info :status unsat)(declare-const x Real)(assert (> x 1))(assert (< x 1))(check-sat)"
HOLDS = "(set-logic QF_NRA)(set-info :status sat)(declare-const x Real)(assert (= (* x x) 2))(check-sat)"


def folder(home, files=(("one", EMPTY, "unsat"), ("two", HOLDS, "sat")), **more):
    entries = []
    for name, source, expected in files:
        (home / f"{name}.smt2").write_text(source)
        entries.append(
            {"file": f"{name}.smt2", "expected": expected, "says": f"This is {name}.", "patterns": [{"supports": {}, "beliefs": {}}]}
        )
    told = {"game": "duel", "concept": "sequential", "over": ["p", "q"], "sets": SETS, "consistent": True, "decisions": entries, **more}
    (home / "index.json").write_text(json.dumps(told))
    return told


def rewritten(home, told):
    (home / "index.json").write_text(json.dumps(told))
    return recheck(home)


@pytest.mark.parametrize("solver", ["z3", "cvc5"])
def test_every_file_is_decided_again(tmp_path, solver):
    if solver == "cvc5":
        pytest.importorskip("cvc5")
    folder(tmp_path)
    found = recheck(tmp_path, solver)
    assert [(r.file, r.says, r.expected, r.answer, r.certificate, r.verdict) for r in found.results] == [
        ("one.smt2", "This is one.", "unsat", "unsat", None, "agree"),
        ("two.smt2", "This is two.", "sat", "sat", None, "agree"),
    ]
    assert found.agrees and found.counts == {"agree": 2, "unknown": 0, "DISAGREE": 0} and found.bases == 3 and not found.missing
    assert found.heading == "duel: sequential equilibria in p, q" and found.solver.split()[0] == solver and len(found.solver.split()) == 2
    lines = found.text().splitlines()
    assert lines[0] == found.heading and lines[1].startswith(f"2 files decided again by {solver} ") and lines[1].endswith(" s")
    assert lines[2:] == [
        "  agree     2",
        "  unknown   0",
        "  DISAGREE  0",
        "  answers: unsat 1, sat 1, unknown 0; 0 also by Farkas multipliers in exact arithmetic",
        "  0 of 2 need no solver's word: their certificates hold in fractions",
        "Every base of the 3 support profiles is spoken of by some file.",
    ]


def test_what_follows_the_question_does_not_hide_the_answer(tmp_path):
    pytest.importorskip("cvc5")
    folder(tmp_path, files=[("one", EMPTY + '(set-info :end "x")(exit)', "unsat")])
    assert recheck(tmp_path, "cvc5").counts["agree"] == 1


def test_the_figures_as_data(tmp_path):
    folder(tmp_path, over=[])
    found = recheck(tmp_path)
    told = found.as_json()
    assert found.heading == "duel: sequential equilibria in no parameter" and told["files"] == 2 and told["missing"] == []
    assert told["solver"] == found.solver and told["agree"] == 2
    assert told["answers"] == {"unsat": 1, "sat": 1, "unknown": 0} and told["certificates"] == 0 and told["not_agreed"] == []
    json.dumps(told)


def test_another_answer_is_a_disagreement(tmp_path):
    folder(tmp_path, files=[("one", EMPTY, "sat"), ("two", HOLDS, "sat")])
    found = recheck(tmp_path)
    assert not found.agrees and found.counts["DISAGREE"] == 1
    assert "DISAGREE: one.smt2: expected sat (the file itself says unsat), found unsat. This is one." in found.text()
    (bad,) = found.as_json()["not_agreed"]
    assert bad["file"] == "one.smt2" and bad["verdict"] == "DISAGREE" and bad["answer"] == "unsat"


def test_a_file_that_states_another_answer_or_none_disagrees(tmp_path):
    folder(tmp_path, files=[("one", EMPTY.replace(":status unsat", ":status sat"), "unsat")])
    assert recheck(tmp_path).counts["DISAGREE"] == 1
    folder(tmp_path, files=[("one", EMPTY.replace("(set-info :status unsat)", ""), "unsat")])
    (result,) = recheck(tmp_path).results
    assert result.expected == "unsat (the file itself says nothing)" and result.verdict == "DISAGREE"


@pytest.mark.parametrize(
    "expected, answer, certificate, verdict",
    [
        ("unsat", "unsat", None, "agree"),
        ("unsat", "unsat", True, "agree"),
        ("unsat", "unsat", False, "DISAGREE"),
        ("sat", "unsat", None, "DISAGREE"),
        ("unsat", "unknown", None, "unknown"),
        ("unknown", "sat", None, "unknown"),
        ("unsat", "unknown", False, "DISAGREE"),
    ],
)
def test_verdicts(expected, answer, certificate, verdict):
    assert Redecided("f", "says", expected, answer, 0.0, certificate).verdict == verdict


def test_a_base_that_no_file_speaks_of_is_named(tmp_path):
    told = folder(tmp_path)
    for entry in told["decisions"]:
        entry["patterns"] = [{"supports": {"0": ["in"]}, "beliefs": {}}]
    found = rewritten(tmp_path, told)
    assert found.missing == ("A at start: out; believed possible: ", "A at start: in/out; believed possible: ") and not found.agrees
    assert (
        found.counts["DISAGREE"] == 0
        and "NOT COMPLETE: no file speaks of A at start: out; believed possible: ." in found.text().splitlines()
    )
    assert "Every base" not in found.text() and found.as_json()["missing"] == list(found.missing)


def test_nothing_is_complete_when_something_disagrees_or_is_missing():
    wrong = Redecided("f", "says", "sat", "unsat", 0.0)
    assert (
        not Recheck("z3", "g", (wrong,), (), 1).agrees
        and not Recheck("z3", "g", (), ("base",), 1).agrees
        and Recheck("z3", "g", (), (), 1).agrees
    )
    unknown = Redecided("f", "says", "sat", "unknown", 0.25)
    assert Recheck("z3", "g", (unknown,), (), 1).agrees and Recheck("z3", "g", (unknown, unknown), (), 1).as_json()["seconds"] == 0.5


@pytest.mark.parametrize(
    "multipliers, proves",
    [(["1", "1"], True), (["1", "1/2"], False), (["1"], False), (["1", "1/0"], False), (["x", "1"], False), (1, False)],
)
def test_multipliers_are_checked_whatever_the_solver_says(tmp_path, multipliers, proves):
    told = folder(tmp_path, files=[("one", EMPTY, "unsat")])
    told["decisions"][0]["farkas"] = "one.json"
    (tmp_path / "one.json").write_text(json.dumps({"multipliers": multipliers}))
    found = rewritten(tmp_path, told)
    assert found.results[0].certificate is proves and found.agrees is proves and found.as_json()["certificates"] == int(proves)
    if not proves:
        assert "DISAGREE: one.smt2: its Farkas multipliers prove nothing. This is one." in found.text()


def test_multipliers_of_a_satisfiable_file_prove_nothing(tmp_path):
    told = folder(tmp_path, files=[("one", EMPTY, "sat")])
    told["decisions"][0]["farkas"] = "one.json"
    (tmp_path / "one.json").write_text(json.dumps({"multipliers": ["1", "1"]}))
    assert rewritten(tmp_path, told).results[0].certificate is False
    (tmp_path / "one.json").write_text("{}")
    assert recheck(tmp_path).results[0].certificate is False


def test_progress_wraps_the_entries(tmp_path):
    folder(tmp_path)
    seen = []
    recheck(tmp_path, progress=lambda entries: seen.extend(entries) or entries)
    assert [entry["file"] for entry in seen] == ["one.smt2", "two.smt2"]


def test_what_cannot_be_read_is_refused(tmp_path):
    with pytest.raises(GameError, match=r"has no index\.json; give a folder written by regimes --decisions\."):
        recheck(tmp_path)
    told = folder(tmp_path)
    with pytest.raises(GameError, match="'yices' is no solver that is asked here; there are z3, cvc5"):
        recheck(tmp_path, "yices")
    for key in ("game", "concept", "over", "sets", "consistent", "decisions"):
        with pytest.raises(GameError, match="is not the index of a folder written by regimes --decisions"):
            rewritten(tmp_path, {k: v for k, v in told.items() if k != key})
    with pytest.raises(GameError, match="is not the index of a folder"):
        rewritten(tmp_path, [])
    for entry in ({k: v for k, v in told["decisions"][0].items() if k != key} for key in ("file", "expected", "says")):
        with pytest.raises(GameError, match="has an entry without file, expected answer or words"):
            rewritten(tmp_path, {**told, "decisions": [entry]})
    with pytest.raises(GameError, match="has an entry without"):
        rewritten(tmp_path, {**told, "decisions": ["one.smt2"]})
    for name in ("../one.smt2", 3):
        with pytest.raises(GameError, match="in the index is not the name of a file in"):
            rewritten(tmp_path, {**told, "decisions": [{**told["decisions"][0], "file": name}]})
    with pytest.raises(GameError, match=r"three\.smt2 is in the index but cannot be read\."):
        rewritten(tmp_path, {**told, "decisions": [{**told["decisions"][0], "file": "three.smt2"}]})
    (tmp_path / "one.smt2").write_bytes(b"\xff\xfe")
    with pytest.raises(GameError, match=r"one\.smt2 is no text\."):
        rewritten(tmp_path, told)
    (tmp_path / "one.smt2").write_text(EMPTY.replace("> x", "> nothing"))
    with pytest.raises(GameError, match=r"^one\.smt2 cannot be read by z3: .*nothing"):
        recheck(tmp_path)
    (tmp_path / "index.json").write_text("{")
    with pytest.raises(GameError, match=r"index\.json is no JSON: "):
        recheck(tmp_path)
