"""The program that checks certificates: what it accepts is proved, and a forged certificate of each kind is refused."""

import ast
import json
import random
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from solvers.certificates.contradictions import contradiction
from solvers.certificates.proving import proof
from solvers.verifier import proofs
from solvers.verifier.proofs import proves, question

NOT_REAL = ["(= (+ (* x x) 1) 0)"]
CROSSED = ["(> x y)", "(> y z)", "(> z x)"]
HIGH_AND_LOW = ["(or (> x 1) (< x (- 1)))", "(< (* x x) 1)"]
BETWEEN = ["(= (* x x x) 2)", "(< x 1)"]
ROOTS = ["(= (* x x) 2)", "(> y 0)", "(= (* y x) 3)"]
POINT = ["(> x y)", "(not (= y 0))", "(or (< x 0) (= (* 3 y) 1))"]


def asked(assertions, status):
    symbols = "".join(f"(declare-const {name} Real)" for name in "xyz")
    return f"(set-logic QF_NRA)(set-info :status {status}){symbols}{''.join(f'(assert {a})' for a in assertions)}(check-sat)(exit)"


def refuted(assertions, certificate):
    return proves(asked(assertions, "unsat"), certificate, "unsat")


def satisfied(assertions, certificate):
    return proves(asked(assertions, "sat"), certificate, "sat")


# ------------------------------------------------------------------ the program itself


def test_the_checker_is_short_and_imports_only_the_standard_library():
    source = Path(proofs.__file__).read_text(encoding="utf-8")
    assert len(source.splitlines()) <= 300
    names = {a.name for n in ast.walk(ast.parse(source)) if isinstance(n, ast.Import) for a in n.names}
    names |= {n.module if not n.level else "." for n in ast.walk(ast.parse(source)) if isinstance(n, ast.ImportFrom)}
    assert names == {"json", "re", "sys", "fractions", "itertools", "pathlib", "typing"}


def test_the_checker_runs_alone_from_its_folder(tmp_path):
    (tmp_path / "check.py").write_text(Path(proofs.__file__).read_text(encoding="utf-8"), encoding="utf-8")
    source = asked(CROSSED, "unsat")
    (tmp_path / "a.smt2").write_text(source)
    (tmp_path / "a.json").write_text(json.dumps(proof(source, "unsat")))
    entries = [{"file": "a.smt2", "proof": "a.json", "expected": "unsat"}, {"file": "a.smt2", "expected": "unsat"}]
    (tmp_path / "index.json").write_text(json.dumps({"decisions": entries}))
    run = [sys.executable, "-I", "-S", "check.py", "."]
    done = subprocess.run(run, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "1 of 2 decisions need no solver's word\n")
    (tmp_path / "a.json").write_text(json.dumps({"sum": [["1", [0]]]}))
    done = subprocess.run(run, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "REFUSED: a.json\n0 of 2 decisions need no solver's word\n")


# ------------------------------------------------------------------ forged certificates of each kind


def test_sums_of_products():
    assert refuted(CROSSED, {"sum": [["1", [0]], ["1", [1]], ["1", [2]]]})
    for forged in (
        {"sum": [["1", [0]], ["1", [1]]]},  # not zero
        {"sum": [["1", [0]], ["1", [1]], ["2", [2]]]},
        {"sum": [["1", [0]], ["1", [1]], ["1", [3]]]},  # no such fact
        {"sum": [["1", [0]], ["1", [1]], ["1", [-1]]]},  # counted from the end
        {"sum": [["0", [0]]]},  # zero, but nothing is positive
        {"sum": []},
        {"sum": [["1", []], ["-1", []]]},  # a negative weight
        {"sum": [["1", [0]], ["-1", [0]]]},
        {"sum": [["1", [0]], ["1", [1]], ["1", [2]], ["1/0", []]]},
        {"sum": "none"},
        {},
        [],
    ):
        assert not refuted(CROSSED, forged), forged


def test_a_sum_needs_something_positive():
    weak = ["(>= x y)", "(>= y x)"]
    assert not refuted(weak, {"sum": [["1", [0]], ["1", [1]]]})  # holds where x = y
    assert not refuted(weak, {"sum": [["1", [0], "0"], ["1", [], "0"]]})  # squares are not positive
    assert refuted([*weak, "(not (= x y))"], {"sum": [["1", [2]], ["1", [0, 1]]]})
    assert not refuted(["(not (= x y))"], {"sum": [["1", [0]]]})


def test_equations_times_polynomials():
    assert refuted(NOT_REAL, {"sum": [["1", []], ["1", [], "x"]], "zero": [["(- 1)", 0]]})
    assert not refuted(NOT_REAL, {"sum": [["1", []], ["1", [], "y"]], "zero": [["(- 1)", 0]]})
    assert not refuted(["(>= (+ (* x x) 1) 0)"], {"sum": [["1", []], ["1", [], "x"]], "zero": [["(- 1)", 0]]})  # no equation
    assert not refuted(NOT_REAL, {"sum": [["1", [0]], ["1", []]], "zero": [["(- 1)", 0], ["(- 1)", 0]]})  # an equation among products


def test_cases_of_a_disjunction():
    high, low = {"sum": [["1", [1]], ["1", [2, 2]], ["2", [2]]]}, {"sum": [["1", [1]], ["1", [2, 2]], ["2", [2]]]}
    assert refuted(HIGH_AND_LOW, {"split": 0, "cases": [high, low]})
    assert not refuted(HIGH_AND_LOW, {"split": 0, "cases": [high]})
    assert not refuted(HIGH_AND_LOW, {"split": 0, "cases": [high, low, low]})
    assert not refuted(HIGH_AND_LOW, {"split": 1, "cases": [high, low]})
    assert not refuted(HIGH_AND_LOW, {"split": 1, "cases": []})
    assert not refuted(["(or (> x 1) (< x 1))", "(< (* x x) 1)"], {"split": 0, "cases": [high, low]})
    assert refuted(["(or false false)"], {"split": 0, "cases": [{"split": 1, "cases": []}, {"split": 1, "cases": []}]})


def test_cases_of_a_sign():
    facts = ["(> (* x y) 0)", "(< (* x y y y) 0)"]
    same = {"sum": [["1", [0, 2, 2]], ["1", [1]]]}
    nought = {"sum": [["1", [0]]], "zero": [["(* (- 1) x)", 2]]}
    assert refuted(facts, {"cut": "y", "cases": {">": same, "<": same, "=": nought}})
    assert not refuted(facts, {"cut": "y", "cases": {">": same, "<": same}})
    assert not refuted(facts, {"cut": "y", "cases": {">": same, "=": nought}})
    assert not refuted(facts, {"cut": "y", "cases": {}})
    assert not refuted(facts, {"cut": "x", "cases": {">": same, "<": same, "=": nought}})
    assert not refuted(facts, {"cut": "y", "cases": {">": same, "<": same, "=": nought, "?": same}})


def test_intervals_along_one_symbol():
    assert refuted(BETWEEN, {"line": "x", "pieces": [[None, "11/10", 0], ["11/10", None, 1]]})
    for forged in (
        {"line": "x", "pieces": [[None, "3/2", 0], ["3/2", None, 1]]},  # a root within
        {"line": "x", "pieces": [[None, "11/10", 0], ["6/5", None, 1]]},  # a gap
        {"line": "x", "pieces": [[None, "9/10", 0], ["9/10", None, 1]]},  # fact 1 holds at the end
        {"line": "x", "pieces": [["0", "11/10", 0], ["11/10", None, 1]]},
        {"line": "x", "pieces": [[None, "11/10", 0]]},
        {"line": "x", "pieces": [[None, "11/10", 0], ["11/10", "2", 1]]},
        {"line": "x", "pieces": []},
        {"line": "y", "pieces": [[None, "11/10", 0], ["11/10", None, 1]]},
        {"line": "x", "pieces": [[None, "1", 1], ["1", None, 1]]},  # a weak end
        {"line": "x", "pieces": [[None, "2", 0], ["2", "11/10", 0], ["11/10", None, 1]]},  # turned round
    ):
        assert not refuted(BETWEEN, forged), forged
    touching = ["(>= (- (* (- x 1) (- x 1))) 0)"]
    assert not refuted(touching, {"line": "x", "pieces": [[None, "1", 0], ["1", None, 0]]})  # holds at 1 alone
    assert not refuted(touching, {"line": "x", "pieces": [[None, "2", 0], ["2", None, 0]]})


def test_points():
    point = {"x": "2", "y": "(/ 1 3)", "z": "0"}
    assert satisfied(POINT, {"point": point})
    assert not satisfied(POINT, {"point": {**point, "y": "(/ 1 2)"}})
    assert not satisfied(POINT, {"point": {**point, "x": "(/ 1 3)"}})
    assert not satisfied(POINT, {"point": {"x": "2"}})
    assert not refuted(POINT, {"point": point})
    assert not satisfied(CROSSED, {"sum": [["1", [0]], ["1", [1]], ["1", [2]]]})


def test_points_in_a_root():
    root = {"root": ["(- (* t t) 2)", "1", "2"], "point": {"x": "t", "y": "(* (/ 3 2) t)"}}
    assert satisfied(ROOTS, root)
    assert satisfied(ROOTS, {**root, "root": ["(- (* t t) 2)", "0", "1000"]})  # told coarsely: halved until signs are seen
    assert not satisfied(ROOTS, {**root, "root": ["(- (* t t) 2)", "-2", "-1"]})  # the other root
    assert not satisfied(ROOTS, {**root, "root": ["(- (* t t) 2)", "2", "3"]})  # none
    assert not satisfied(ROOTS, {**root, "root": ["(- (* t t) 3)", "1", "2"]})
    assert not satisfied(ROOTS, {**root, "root": ["(- (* t t) 2)", "2", "1"]})
    assert not satisfied(ROOTS, {**root, "root": ["0", "1", "2"]})
    assert not satisfied(ROOTS, {**root, "point": {"x": "t", "y": "t"}})


@pytest.mark.parametrize(
    "source",
    [
        asked(CROSSED, "sat"),  # says of itself that it holds
        asked(CROSSED, "unsat").replace("(check-sat)", ""),
        asked(CROSSED, "unsat").replace("(check-sat)", "(check-sat)(check-sat)"),
        asked(CROSSED[:2], "unsat").replace("(exit)", f"(assert {CROSSED[2]})"),  # after the question
        asked(CROSSED, "unsat") + "(",
        asked(CROSSED, "unsat") + ")",
        asked(CROSSED, "unsat").replace("(assert (> z x))", "(push 1)(assert (> z x))(pop 1)"),
        asked(CROSSED, "unsat").replace("const z Real", "const z Bool"),
        asked(CROSSED, "unsat").replace("const z Real", "const |y| Real"),
        asked(["(> (/ x y) 1)", *CROSSED], "unsat"),
        asked(["(> (exp x) 1)", *CROSSED], "unsat"),
        asked(["(= true false)", *CROSSED], "unsat"),
        asked(["(xor true false)", *CROSSED], "unsat"),
    ],
)
def test_questions_that_are_not_read_prove_nothing(source):
    for places in ([0, 1, 2], [1, 2, 3]):
        assert not proves(source, {"sum": [["1", [k]] for k in places]}, "unsat")


# ------------------------------------------------------------------ many at random


def values(rng):
    return {name: Fraction(rng.randint(-6, 6), rng.randint(1, 4)) for name in "xyz"}


def random_polynomial(rng):
    terms = []
    for _ in range(rng.randint(1, 3)):
        names = [rng.choice("xyz") for _ in range(rng.randint(0, 2))]
        number = rng.randint(-3, 3)
        terms.append(f"(* {number if number >= 0 else f'(- {-number})'} {' '.join(names)} 1)")
    return f"(+ {' '.join(terms)} 0)"


def number(word, point):
    """A second reader: a term's value at a point."""
    if isinstance(word, str):
        return point[word] if word in point else Fraction(word)
    values_of = [number(part, point) for part in word[1:]]
    out = values_of[0]
    for v in values_of[1:]:
        out = out * v if word[0] == "*" else out + v if word[0] == "+" else out - v
    return -out if word[0] == "-" and len(values_of) == 1 else out


def holds(word, point):
    match word:
        case ["or", *parts]:
            return any(holds(part, point) for part in parts)
        case ["not", part]:
            return not holds(part, point)
        case [relation, left, right]:
            a, b = number(left, point), number(right, point)
            return {">": a > b, ">=": a >= b, "<": a < b, "=": a == b}[relation]


def test_what_is_refuted_holds_at_no_point_and_a_changed_weight_is_refused():
    rng, seen = random.Random(3), {"refuted": 0, "held": 0, "changed": 0}
    for _ in range(60):
        atoms = [f"({rng.choice(['>', '>=', '<', '='])} {random_polynomial(rng)} {random_polynomial(rng)})" for _ in range(4)]
        assertions = [*atoms[:2], f"(or {atoms[2]} (not {atoms[3]}))", f"(not {atoms[0]})" if rng.random() < 0.2 else "(> x y)"]
        source = asked(assertions, "unsat")
        step = contradiction(question(source)[0], 30)
        words = [command[1] for command in proofs.words(source) if command[0] == "assert"]
        held = any(all(holds(word, point) for word in words) for point in (values(rng) for _ in range(200)))
        seen["held"] += held
        if step is None:
            continue
        assert proves(source, step, "unsat") and not held
        seen["refuted"] += 1
        if len(step.get("sum", ())) > 1:
            changed = {**step, "sum": [[str(Fraction(step["sum"][0][0]) + 1), *step["sum"][0][1:]], *step["sum"][1:]]}
            assert not proves(source, changed, "unsat")
            seen["changed"] += 1
    assert min(seen.values()) >= 3, seen
