"""What is asked again and again is worked out once, and what is remembered stays within bounds."""

from games.numbers import polynomials
from solvers.algebra import remembering
from solvers.algebra.remembering import Answers, Held
from solvers.algebra.ring import Ring


def test_a_polynomial_is_asked_about_once_as_an_object():
    ring, asked = polynomials(("x", "y")), []
    held = Held(lambda p: asked.append(p) or len(p))
    p, q = ring.gen(0) + 1, ring.gen(0) + 1
    assert [held.of(p), held.of(p), held.of(q)] == [2, 2, 2] and len(asked) == 2


def test_polynomials_with_many_terms_are_forgotten(monkeypatch):
    monkeypatch.setattr(remembering, "MOST_TERMS", 7)
    ring, asked = polynomials(("x",)), []
    held = Held(lambda p: asked.append(p) or len(p))
    one, two = ring.gen(0) + 1, ring.gen(0) + 2
    for p in (one, two, one, ring.gen(0) + 3, one):
        held.of(p)
    assert len(asked) == 4


def test_answers_that_say_nothing_are_remembered_too():
    asked, answers = [], Answers()
    for _ in range(2):
        assert answers.of("question", lambda: asked.append(1)) is None
    assert len(asked) == 1


def test_answers_stay_within_bounds(monkeypatch):
    monkeypatch.setattr(remembering, "MOST_ANSWERS", 2)
    answers, asked = Answers(), []
    for question in (1, 2, 1, 3, 1):
        answers.of(question, lambda question=question: asked.append(question))
    assert asked == [1, 2, 3, 1]


def test_degrees_are_asked_of_flint_once():
    ring, asked = Ring(("a",), ("x", "y")), []
    work = ring._degrees._work
    ring._degrees._work = lambda p: asked.append(p) or work(p)
    p = ring.gen("a") * ring.gen("x") ** 2 + 1
    assert ring.variables(p) == ["a", "x"] and ring.open(p) == ["x"] and not ring.parametric(p)
    assert [ring.degree(p, name) for name in "axy"] == [1, 2, 0] and len(asked) == 1
    assert ring.variables(ring.zero) == [] and ring.degree(ring.zero, "x") == 0 and ring.parametric(ring.one)
