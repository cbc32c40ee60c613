"""Questions that released versions of z3 and cvc5 answered wrongly: all three have solutions, and those versions said that they have none.

z3 4.13 and 4.14: https://github.com/Z3Prover/z3/issues/7489; cvc5 1.2 and 1.3: https://github.com/cvc5/cvc5/issues/12926 and 12927.
The versions that the project allows answer them rightly; written anew from what the reports say.
"""

import json
import tomllib
from fractions import Fraction
from pathlib import Path

import pytest

import solvers

ROOTS_OF_POWERS = (  # u = v = s = 0 and r**4 = 1/3
    ("u", "v", "r", "s"),
    ("(= 0 (* u u u u u))", "(= 0 (* v v v v v))", "(= 0 (+ (- (/ 1 3) (* r r r r)) (* v s) (* u s s s)))"),
)
VANISHING = (  # u = 1, v = 0, r = 1/2, s = 0
    ("u", "v", "r", "s"),
    (
        "(= (* (- v 1) (- u 1) (- u 1) (- u 1)) 0)",
        "(= (* v v v) 0)",
        "(> r 0)",
        "(> (- s (- r 1)) 0)",
        "(< (+ (* s s s) (* 2 (+ v (* (- r 1) (- r 1) (- r 1)))) (* s (- 3) (+ (- u 1) (* (- r 1) (- r 1))))) 0)",
    ),
)


def trades():
    """A purse of six of each of three coins; each of three pools, of 18 and 8, is traded with in turn; 24 coins are left in the purse."""
    coins, pools, moves = "abc", ("ab", "bc", "ca"), (("c", "b", "bc"), ("a", "c", "ca"), ("b", "a", "ab"))
    names, said = [], []
    for k in range(4):
        names += [f"purse_{c}{k}" for c in coins] + [f"{side}_{p}{k}" for p in pools for side in ("out", "in")]
    for k in range(1, 4):
        names += [f"paid{k}", f"asked{k}", f"got{k}"]
    said += [f"(= purse_{c}0 6)" for c in coins] + [f"(>= purse_{c}{k} 0)" for k in range(1, 4) for c in coins]
    said.append("(= (+ purse_a3 purse_b3 purse_c3) 24)")
    said += [f"(= {number} {side}_{p}0)" for p in pools for side, number in (("out", 18), ("in", 8))]
    said += [f"(> {what}{k} 0)" for what in ("paid", "asked") for k in range(1, 4)]
    for k, (gives, gets, pool) in enumerate(moves, 1):
        before, now = k - 1, k
        said.append(f"(= got{k} (/ (* paid{k} out_{pool}{before}) (+ paid{k} in_{pool}{before})))")
        done = (
            f"(= out_{pool}{now} (- out_{pool}{before} got{k})) (= in_{pool}{now} (+ in_{pool}{before} paid{k}))"
            f" (= purse_{gets}{now} (+ purse_{gets}{before} got{k})) (= purse_{gives}{now} (- purse_{gives}{before} paid{k}))"
        )
        kept = " ".join(f"(= {what}{now} {what}{before})" for what in (f"out_{pool}", f"in_{pool}", f"purse_{gets}", f"purse_{gives}"))
        said.append(f"(ite (and (>= asked{k} 0) (<= asked{k} got{k})) (and {done}) (and {kept}))")
        said += [f"(= {side}_{p}{now} {side}_{p}{before})" for p in pools if p != pool for side in ("out", "in")]
        said += [f"(= purse_{c}{now} purse_{c}{before})" for c in coins if c not in (gives, gets)]
    return names, said


QUESTIONS = {"trades": trades(), "roots of powers": ROOTS_OF_POWERS, "vanishing": VANISHING}


@pytest.mark.parametrize("solver, question", [("z3", name) for name in QUESTIONS] + [("cvc5", "roots of powers"), ("cvc5", "vanishing")])
def test_a_question_with_solutions_is_not_said_to_have_none(solver, question, tmp_path):
    if solver == "cvc5":
        pytest.importorskip("cvc5")
    names, said = QUESTIONS[question]
    declared = "".join(f"(declare-const {name} Real)" for name in names)
    source = f"(set-logic QF_NRA)(set-info :status sat){declared}{''.join(f'(assert {one})' for one in said)}(check-sat)"
    (tmp_path / "question.smt2").write_text(source)
    entry = {"file": "question.smt2", "expected": "sat", "says": question}
    told = {"game": "g", "concept": "sequential", "over": [], "sets": [], "consistent": True, "decisions": [entry]}
    (tmp_path / "index.json").write_text(json.dumps(told))
    assert solvers.recheck(tmp_path, solver).counts == {"agree": 1, "unknown": 0, "DISAGREE": 0}


def test_three_trades_may_leave_twenty_four_coins():
    """Who pays 4 gets 6 from a pool of 18 and 8."""
    assert Fraction(4 * 18, 4 + 8) == 6 and 3 * (6 + 6 - 4) == 24


def test_the_versions_that_answer_wrongly_are_not_allowed():
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())["project"]
    assert "z3-solver>=4.15.8" in project["dependencies"] and project["optional-dependencies"]["recheck"] == ["cvc5>=1.4"]
