"""Domains: what is assumed of the parameters, and points inside it."""

import pickle
from fractions import Fraction

import pytest

from games import Domain, GameError, Parameter
from games.numbers import read
from games.parameter import conditions, quickly


def domain(*chains, **start):
    return Domain(tuple(start), tuple(c for chain in chains for c in conditions(chain, start)), {k: Fraction(v) for k, v in start.items()})


def refusal(call, *arguments, **named):
    with pytest.raises(GameError) as caught:
        call(*arguments, **named)
    return str(caught.value)


def test_a_parameter_has_one_chain_or_several():
    assert Parameter(1).chains == ()
    assert Parameter(1, domain="p > 0").chains == ("p > 0",)
    assert Parameter(1, domain=["p > 0", "p < 2"]).chains == ("p > 0", "p < 2")


@pytest.mark.parametrize(
    "chain, expected",
    [
        ("0 < p < 1", [("p", True, "0 < p"), ("1 - p", True, "p < 1")]),
        ("p >= q", [("p - q", False, "p >= q")]),
        ("1 > p*q > -a", [("1 - p*q", True, "1 > p*q"), ("a + p*q", True, "p*q > -a")]),
        ("a <= 1/p", [("-(a*p - 1)/p", False, "a <= 1/p")]),
    ],
)
def test_chains_are_read_as_differences(chain, expected):
    found = [(c.expression, c.strict, c.text) for c in conditions(chain)]
    assert found == [(read(expression), strict, text) for expression, strict, text in expected]


@pytest.mark.parametrize("chain", ["p", "0 == p", "0 < p == 1", "p in q", "p != 1", "", "p <", "p < 1 and q < 1", "p = 1", "0 < p; q"])
def test_other_texts_are_no_conditions(chain):
    assert refusal(conditions, chain) == f"{chain!r} is not a condition; write comparisons with <, <=, > or >=, as '0 < p < 1'."


def test_hostile_conditions_are_refused_by_the_reader():
    assert refusal(conditions, "0 < __import__('os').system('x')") == (
        "\"__import__('os').system('x')\" is not allowed in an expression; use numbers, names, + - * / ** and brackets."
    )


def test_inside_is_the_start_when_that_is_inside():
    assert domain("0 < p < 1", p="1/3").inside == {"p": Fraction(1, 3)}


@pytest.mark.parametrize(
    "chains, start",
    [
        (("0 <= p <= 1",), {"p": 0}),  # at the edge
        (("p > 5",), {"p": 0}),  # a walk away
        (("p > 1000",), {"p": 1}),  # a long walk away
        (("0 < b < a < 1", "a*b > 9/10"), {"a": "1/2", "b": "1/4"}),  # a corner
        (("a > 3", "-a < w < -2", "v < -a"), {"a": "1/2", "w": "-1/4", "v": -1}),
        (("0 < p < 1/1000",), {"p": "1/2"}),  # thin
        (("1/(p - 1) > 0",), {"p": 1}),  # a pole at the start
    ],
)
def test_inside_is_found_from_a_start_outside(chains, start):
    found = domain(*chains, **start)
    assert all(c.expression.at(found.inside) > 0 for c in found.conditions)


def test_a_domain_without_interior_is_refused():
    assert refusal(lambda: domain("p <= 1/2", "p >= 1/2", p="1/2").inside) == (
        "The domain p <= 1/2, p >= 1/2 has no interior near the defaults; use strict inequalities that leave room."
    )


def test_points_lie_inside_and_repeat_with_the_seed():
    found = domain("0 < beta < alpha < 1", "alpha*I > k", "k > 0", "-a < w < 0", alpha="4/5", beta="3/10", I="4/5", k="3/10", a=1, w="-1/2")
    points = found.points(300, seed=3)
    assert len(points) == 300 and points[0] == found.inside
    assert all(c.expression.at(point) > 0 for point in points for c in found.conditions)
    assert points == found.points(300, seed=3) != found.points(300, seed=4)
    assert len({tuple(point.values()) for point in points}) > 250
    spread = [point["alpha"] - point["beta"] for point in points]
    assert min(spread) < Fraction(1, 10) and max(spread) > Fraction(1, 2)


def test_points_of_nothing():
    assert domain().points(5) == [{}] and domain().inside == {}
    assert domain("p > 0", p=1).points(0) == []


def test_contains_and_check_tell_edges_from_the_inside():
    closed, strict = domain("0 <= p", p=1), domain("0 < p", p=1)
    assert closed.contains({"p": Fraction(0)}) and not strict.contains({"p": Fraction(0)})
    assert refusal(strict.check, {"p": Fraction(0)}) == "p = 0 violates 0 < p, which the game assumes."
    both = domain("a + b < 1", a=0, b=0)
    assert refusal(both.check, {"a": Fraction(1), "b": Fraction(1, 2)}) == "a = 1, b = 1/2 violates a + b < 1, which the game assumes."
    assert refusal(both.check, {"a": Fraction(1)}) == "a + b < 1 cannot be judged: b has no value."


def test_a_pole_lies_outside():
    assert not domain("1/p > 0", p=1).contains({"p": Fraction(0)})


def test_fixing_leaves_conditions_on_the_rest():
    found = domain("0 < b < a < 1", "c > 0", a="1/2", b="1/4", c=1).fixing({"a": Fraction(1, 3)})
    assert found.names == ("b", "c") and found.start == {"b": Fraction(1, 4), "c": Fraction(1)}
    assert found.texts == ["0 < b", "(1 - 3*b)/3 > 0", "c > 0"]
    assert not found.contains({"b": Fraction(2, 5), "c": Fraction(1)})


def test_keeping_drops_what_speaks_of_others():
    found = domain("0 < b < a < 1", a="1/2", b="1/4").keeping(("a",))
    assert found.names == ("a",) and found.texts == ["a < 1"]


def test_also_adds_conditions():
    wide = domain("p > 0", p=1)
    assert wide.also(conditions("p < 3"), wide.start).texts == ["p > 0", "p < 3"]


def test_domains_pickle():
    found = domain("0 < b < a < 1", a="1/2", b="1/4")
    assert found.inside
    again = pickle.loads(pickle.dumps(found))
    assert again == found and again.points(5) == found.points(5)


def test_quick_values_agree_with_exact_ones():
    expression = read("(a**2 - 3*a*b + 1/2)/(1 + b)")
    quick = quickly(expression)
    for point in domain("a > 0", "b > 0", a=1, b=1).points(20):
        assert quick({k: float(v) for k, v in point.items()}) == pytest.approx(float(expression.at(point)), rel=1e-9, abs=1e-12)
    assert quickly(read("1/a"))({"a": 0.0}) == float("-inf")
