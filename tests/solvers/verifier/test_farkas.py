"""Multipliers that refute a system of comparisons, and the reader of such systems."""

from fractions import Fraction as F

import pytest

from games import GameError
from solvers.verifier.farkas import Comparison, commands, comparisons, refutes


def read(text):
    (found,) = comparisons(f"(assert {text})")
    return found


@pytest.mark.parametrize(
    "text, weights, constant, relation",
    [
        ("(> x 1)", {"x": 1}, -1, ">"),
        ("(>= (+ x (* 2 y) 3) y)", {"x": 1, "y": 1}, 3, ">="),
        ("(< x 2)", {"x": -1}, 2, ">"),  # turned round: 2 - x > 0
        ("(<= (* 3 x 2) y)", {"x": -6, "y": 1}, 0, ">="),
        ("(= (- x y 1) 4)", {"x": 1, "y": -1}, -5, "="),
        ("(>= (- x) 0)", {"x": -1}, 0, ">="),
        ("(>= (- (+ x 2)) 0)", {"x": -1}, -2, ">="),
        ("(> (/ (+ x 3) 2) 0.25)", {"x": F(1, 2)}, F(5, 4), ">"),
        ("(> (/ 1 2) x)", {"x": -1}, F(1, 2), ">"),
        ("(> (* 2 3) 5)", {}, 1, ">"),
        ("(> (* 2 (+ x 1)) 0)", {"x": 2}, 2, ">"),
        ("(>= (+ x y) (+ x 1))", {"y": 1}, -1, ">="),  # what cancels is left out
    ],
)
def test_a_comparison_is_read_as_a_sum_against_zero(text, weights, constant, relation):
    assert read(text) == Comparison(weights, constant, relation)


@pytest.mark.parametrize(
    "text",
    ["(> (* x y) 1)", "(> (/ 1 x) 0)", "(> (/ x 0) 1)", "(> (^ x 2) 1)", "(> (/ x 2 2) 1)"],
)
def test_what_is_not_linear_is_refused(text):
    with pytest.raises(GameError, match="is not linear"):
        read(text)


@pytest.mark.parametrize("text", ["x", "(> x)", "(> x 1 2)", "(distinct x 1)", "(or (> x 1))"])
def test_what_compares_nothing_is_refused(text):
    with pytest.raises(GameError) as refused:
        read(text)
    assert str(refused.value) == f"{commands(f'(assert {text})')[0][1]} is not a linear comparison."


def test_long_terms_are_shortened_in_words():
    names = " ".join(f"unknown{k}" for k in range(20))
    with pytest.raises(GameError, match=r"is not linear\.") as refused:
        read(f"(> (^ {names}) 1)")
    assert str(refused.value).startswith("['^', 'unknown0', ") and "... is not linear" in str(refused.value)
    assert len(str(refused.value)) == 60 + len(" is not linear.")
    with pytest.raises(GameError) as refused:
        read("(> (^ x) 1)")
    assert str(refused.value) == "['^', 'x'] is not linear."


def test_a_script_is_read_as_nested_words():
    text = '(set-info :says "a ""(b"" c") ; a remark (that is skipped\n(assert (> |odd (name| 1))(check-sat)'
    assert commands(text) == [["set-info", ":says", '"a ""(b"" c"'], ["assert", [">", "|odd (name|", "1"]], ["check-sat"]]
    assert comparisons("(declare-const x Real)(assert (> x 1))(check-sat)") == [Comparison({"x": F(1)}, F(-1), ">")]


@pytest.mark.parametrize(
    "text, said",
    [
        ("(assert (> x 1)", "A bracket is never closed."),
        ("(a))", "A bracket is closed that was never opened."),
        ('(a "b)', "'\"b)' cannot be read."),
    ],
)
def test_a_broken_script_is_refused(text, said):
    with pytest.raises(GameError) as refused:
        commands(text)
    assert str(refused.value) == said


def holds(multipliers, *texts):
    return refutes([F(m) for m in multipliers], [read(text) for text in texts])


def test_multipliers_prove_what_farkas_lemma_says():
    assert holds([1, 1], "(> x 1)", "(< x 1)")
    assert holds([1, 1], "(>= x 1)", "(< x 1)")  # one strict comparison is enough
    assert not holds([1, 1], "(>= x 1)", "(<= x 1)")  # x = 1
    assert holds([1, 1], "(>= x 2)", "(<= x 1)")  # 0 >= 1 needs no strict one
    assert not holds([1, 2], "(> x 1)", "(< x 1)")  # x does not cancel
    assert not holds([1, 1], "(> x 1)", "(< x 2)")  # the sum is positive
    assert holds([2, 1], "(> x 1)", "(< (* 2 x) 2)")
    assert holds([-1, 1], "(= x 2)", "(> x 2)")  # equations may be taken from one another
    assert holds([1, 1], "(= x 2)", "(< x 2)")
    assert not holds([-1, -1], "(> x 1)", "(< x 3)")  # inequalities may not be turned round
    assert not holds([0, 0], "(> x 1)", "(< x 1)")  # 0 > 0 was not proved with nothing
    assert not holds([0, 1, 1], "(> y 0)", "(>= x 1)", "(<= x 1)")  # a strict one that is not used proves nothing
    assert not holds([1, 1], "(= x 1)", "(= (- x) (- 1))")
    assert holds([1], "(> 0 1)") and holds([1], "(= 0 1)") and holds([F(1, 2)], "(> 0 0)")
    assert not holds([-1], "(= 0 1)")  # 1 = 0, the wrong way round


def test_every_comparison_needs_one_multiplier():
    assert not holds([1], "(> x 1)", "(< x 1)")
    assert not holds([1, 1, 0], "(> x 1)", "(< x 1)")
