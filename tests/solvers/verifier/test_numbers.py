"""Exact numbers: what is taken in and given out, signs of roots, and solutions that z3 gives."""

from fractions import Fraction as F
from math import isqrt

import pytest
from flint import fmpq as Q

from games import GameError
from games.numbers import Root, isolated_root, read
from solvers.verifier.reals import Product, Question, positive_solution
from solvers.verifier.signs import check_root, exact, given_out, is_zero, nested_roots, plain, sign

A, B, C, D = (0, 0), (0, 1), (1, 0), (1, 1)


def test_numbers_in_and_out():
    assert exact(F(-2, 3)) == Q(-2, 3) and exact(5) == Q(5) and type(exact(read("1/2 + 1/3"))) is Q
    assert given_out(Q(-2, 3)) == F(-2, 3) and type(given_out(Q(4))) is F
    root = read("sqrt(2)")
    assert exact(root) is root and given_out(root) is root and plain(root) is root and plain(root * 0 + 3) == 3


@pytest.mark.parametrize(
    "text, expected", [("1/sqrt(2) - 1", -1), ("1/(1 - sqrt(2))", -1), ("(1 - sqrt(2))/(1 - sqrt(3))", 1), ("(sqrt(2) - sqrt(2))/7", 0)]
)
def test_signs_of_quotients(text, expected):
    number = read(text)
    assert sign(number) == expected and is_zero(number) is (expected == 0)
    assert is_zero(Q(0)) and not is_zero(Q(1, 10**9))


@pytest.mark.parametrize("digits", [5, 30, 60, 120])
def test_a_small_difference_is_told_from_none(digits):
    near = F(isqrt(2 * 10 ** (2 * digits)), 10**digits)
    assert sign(read("sqrt(2)") - exact(near)) == 1 and sign(exact(near) - read("sqrt(2)")) == -1
    assert sign(read(f"sqrt(2)**2 - 2 + 1/10**{digits}")) == 1


def test_roots_inside_roots_come_after_those_around_them():
    number = read("sqrt(1 + sqrt(2)) + sqrt(2)")
    assert [root.of for root in nested_roots(number).values()][-1] == "2" and len(nested_roots(number)) == 2
    inner = nested_roots(read("sqrt(1 + sqrt(1 + sqrt(2)))"))
    assert len(inner) == 3 and [root.of for root in inner.values()][2] == "2"


def test_a_number_that_is_not_real_is_refused():
    with pytest.raises(GameError, match="is not a real number"):
        read("sqrt(1 - sqrt(2)) + 1")


@pytest.mark.parametrize(
    "of, low, high, fine",
    [
        ("x**2 - 2", 1, 2, True),
        ("x**2 - 2", -2, 2, False),
        ("x**2 - 2", 2, 3, False),
        ("x**2 - 2", 2, 1, False),
        ("x**2 - 1", 1, 2, False),
        ("x**2 - 1", 0, 1, False),  # a root at the end
        ("x**2", -1, 1, False),
        ("x**3 - x", -2, 2, False),  # no change of sign; three roots
        ("x**3", -1, 1, True),
        ("x**2 + 1", 0, 1, False),
        ("3 + 0*x", 0, 1, False),
    ],
)
def test_a_root_must_be_the_only_one_between_its_bounds(of, low, high, fine):
    root = Root("r", of, F(low), F(high))
    if fine:
        check_root(root)
    else:
        with pytest.raises(GameError, match=f"is not one number: exactly one root must lie strictly between {low} and {high}"):
            check_root(root)


# ------------------------------------------------------------------ solutions in exact numbers


def holds(solved, inequalities, products):
    assert all(sign(x) > 0 for x in solved.values())
    assert all(sign(plain(sum((c * solved[key] for key, c in row.items()), Q(0)))) <= 0 for row in inequalities)
    for product in products:
        total = product.constant
        for key, power in product.powers.items():
            total = total * (solved[key] ** power if power > 0 else 1 / solved[key] ** -power)
        assert is_zero(plain(total - 1))
    return True


@pytest.mark.parametrize(
    "simplices, inequalities, products",
    [
        ([[A, B]], [], []),
        ([[A, B]], [{A: Q(3), B: Q(-1)}], []),  # A at most a quarter
        ([[A, B], [C, D]], [], [Product(Q(2), {A: 1, B: -1, C: 1, D: -1})]),
        ([[A, B], [C, D]], [{A: Q(1), B: Q(-1)}], [Product(Q(3), {A: 2, B: -2, C: -1, D: 1})]),
        ([[A, B]], [], [Product(read("sqrt(2)"), {A: 1, B: -1})]),
        ([[A, B]], [], [Product(read("sqrt(1 + sqrt(2))"), {A: 1, B: -1})]),
        ([[A, B]], [], [Product(read("1/(1 + sqrt(3))"), {A: -1, B: 1})]),
        ([[A, B]], [], [Product(isolated_root("x**3 - x - 1", F(1), F(2)), {A: 1, B: -1})]),
        ([[A, B]], [{A: read("sqrt(5)"), B: Q(-1)}], [Product(Q(1), {A: 1, B: -2})]),
    ],
)
def test_solutions_satisfy_what_was_asked(simplices, inequalities, products):
    solved = positive_solution(simplices, inequalities, products)
    if solved is not None:
        assert holds(solved, inequalities, products)
        assert all(is_zero(plain(sum((solved[key] for key in keys), Q(0)) - 1)) for keys in simplices)
    else:
        assert inequalities and isinstance(next(iter(inequalities[0].values())), type(read("sqrt(5)")))


@pytest.mark.parametrize(
    "simplices, inequalities, products",
    [
        ([[A, B]], [{A: Q(1)}], []),  # positive is positive
        ([[A, B]], [{A: Q(1), B: Q(1)}], []),
        ([[A, B]], [{A: Q(2), B: Q(-1)}], [Product(Q(1), {A: 1, B: -1})]),
        ([[A]], [], [Product(Q(2), {A: 3})]),
        ([[A, B], [C, D]], [{A: Q(1), B: Q(-1)}, {C: Q(1), D: Q(-1)}], [Product(Q(1, 2), {A: 1, B: -1, C: 1, D: -1})]),
        ([[A, B]], [{A: Q(1), B: Q(-1)}], [Product(isolated_root("x**2 - x - 1", F(-1), F(0)) + 1, {A: 1, B: -1})]),
    ],
)
def test_what_has_no_solution_is_said_to_have_none(simplices, inequalities, products):
    assert positive_solution(simplices, inequalities, products) is None


def test_one_unknown_for_one_name():
    import z3

    question = Question(z3)
    assert question.unknown(A) is question.unknown(A) and not question.unknown(A).eq(question.unknown(B))
    root = read("sqrt(2) + sqrt(2)/3")
    question.number(root)
    question.number(root * 2)
    assert len(question.roots) == 1 and len(question.conditions) == 2
