"""Equality and order of numbers with roots: by value, however they are written."""

import operator
from fractions import Fraction

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from games import GameError
from games.numbers import Expression, isolated_root, read, sign_of, simplest, square_root

GOLDEN = "root(x**2 - x - 1, 1, 2)"
PLASTIC = "root(x**3 - x - 1, 1, 2)"
EQUAL = [
    ("sqrt(2)*sqrt(3)", "sqrt(6)"),
    ("sqrt(6)*sqrt(10)*sqrt(15)", "30"),
    ("(sqrt(2) + sqrt(3))**2", "5 + 2*sqrt(6)"),
    ("sqrt(3 + 2*sqrt(2))", "1 + sqrt(2)"),
    ("sqrt(3 + 2*sqrt(2)) - sqrt(2)", "1"),
    ("sqrt(5 + 2*sqrt(6))", "sqrt(2) + sqrt(3)"),
    ("sqrt(16 - 2*sqrt(29) + 2*sqrt(55 - 10*sqrt(29)))", "sqrt(22 + 2*sqrt(5)) - sqrt(11 + 2*sqrt(29)) + sqrt(5)"),  # Shanks 1974
    ("sqrt(1 + sqrt(2))*sqrt(sqrt(2) - 1)", "1"),
    ("root(x**2 - 4, 2, 3)", "2"),
    ("root((x - 1)**2*(x - 7), 0, 2)", "1"),
    (GOLDEN, "(1 + sqrt(5))/2"),
    (f"{GOLDEN}**2", f"{GOLDEN} + 1"),
    (f"1/{GOLDEN}", f"{GOLDEN} - 1"),
    (PLASTIC, "root(x**3 - x - 1, 13/10, 14/10)"),
    (PLASTIC, "root(x**3 - x - 1, 0, 9, 1)"),
    (PLASTIC, "root(x**5 - x**4 - 1, 1, 2)"),  # (x**3 - x - 1)*(x**2 - x + 1)
    (f"{PLASTIC}**3 - {PLASTIC}", "1"),
    ("root(x**3 - 2, 1, 2)*root(x**3 - 4, 1, 2)", "2"),
    ("root(x**4 - 10*x**2 + 1, 3, 4)", "sqrt(2) + sqrt(3)"),
    ("root(x**3 - 5, 1, 2)/root(x**3 - 40, 3, 4)", "1/2"),
    ("1/(sqrt(2)*sqrt(3) + sqrt(6))", "sqrt(6)/12"),
    ("1/(sqrt(3 + 2*sqrt(2)) + 1 + sqrt(2))", "(sqrt(2) - 1)/2"),
    ("1/(root(x**2 - 2, 1, 2) + sqrt(2))", "sqrt(2)/4"),
    ("sqrt(sqrt(3 + 2*sqrt(2)) - 1 - sqrt(2))", "0"),
    ("1/(sqrt(2) + sqrt(3) + sqrt(6) + sqrt(5))*(sqrt(2) + sqrt(3) + sqrt(6) + sqrt(5))", "1"),
]
LESS = [
    ("sqrt(2) + sqrt(3)", "sqrt(10)"),
    ("sqrt(2)", "141421356237309504880168872420969807856967187537695/10**50"),
    ("sqrt(10001) + sqrt(10**4 + 4)", "sqrt(10002) + sqrt(10**4 + 3)"),
    ("sqrt(3) - sqrt(2)", "sqrt(3 - 2*sqrt(2)) + sqrt(4 - 2*sqrt(3)) - 2/3"),
    ("root(x**3 - x - 1, 1, 2)", "root(1000*x**3 - 1000*x - 1001, 1, 2)"),
    ("root(x**4 - 10*x**2 + 1, 3, 4)", "sqrt(2) + sqrt(3) + 1/10**60"),
    ("-sqrt(2)", "0"),
]


@pytest.mark.parametrize("one, two", EQUAL)
def test_equal_numbers_are_equal_however_they_are_written(one, two):
    a, b = read(one), read(two)
    assert a == b and not operator.ne(a, b) and hash(a) == hash(b) and not a - b and len({a, b}) == 1
    assert a <= b and a >= b and not a < b and not a > b
    assert b == simplest(a) and simplest(b) == a and hash(simplest(b)) == hash(a)
    assert float(a) == pytest.approx(float(b), abs=1e-15)


@pytest.mark.parametrize("one, two", LESS)
def test_different_numbers_are_told_apart_however_close(one, two):
    a, b = read(one), read(two)
    assert a != b and a < b and b > a and a <= b and not b <= a
    assert bool(b - a) and sign_of(a - b) == -1


def test_numbers_are_compared_with_exact_numbers_of_other_kinds():
    root = read("sqrt(2)")
    assert 1 < root < Fraction(3, 2) and root > 1.4 and root < sympy.Rational(142, 100) and root <= read("sqrt(2)")
    assert sorted([read("sqrt(3)"), 2, Fraction(1), root]) == [1, root, read("sqrt(3)"), 2]
    with pytest.raises(TypeError):
        root < "2"  # noqa: B015
    assert root != "2" and root is not None and root != None  # noqa: E711


def test_what_is_left_open_has_no_order():
    p = Expression.symbol("p")
    with pytest.raises(GameError, match=r"^p - 1 is not a number: p is left open\.$"):
        p < 1  # noqa: B015
    assert p != 1 and p == read("p") and p * read("sqrt(2)*sqrt(3)") == p * read("sqrt(6)")
    assert read("sqrt(p)*sqrt(q)") != read("sqrt(p*q)")  # nor is it so where both are negative
    assert str(read("1/(sqrt(p**2) + p)")) == "1/(p + sqrt(p**2))"


def test_dividing_by_zero_in_disguise():
    for zero in ("sqrt(2)*sqrt(3) - sqrt(6)", "sqrt(3 + 2*sqrt(2)) - 1 - sqrt(2)", f"{PLASTIC}**3 - {PLASTIC} - 1"):
        with pytest.raises(GameError, match="divides by zero"):
            read(f"1/({zero})")
        with pytest.raises(ZeroDivisionError):
            read(zero) ** -1
        with pytest.raises(ZeroDivisionError):
            1 / (read(zero) - 0)


def test_what_is_not_real_is_refused_when_it_is_made():
    with pytest.raises(GameError, match=r"^sqrt\(1 - sqrt\(2\)\) is not a real number\.$"):
        read("sqrt(1 - sqrt(2))")


def test_what_would_take_too_long_is_said_to_be_undecided():
    """The field's degree is 3**7, so that a number would have to be followed to millions of digits."""
    names = [isolated_root(f"x**3 - x - {k}", Fraction(0), Fraction(9)) for k in (1, 2, 3, 4, 5, 7, 8)]
    one, two = sum(names, Expression.constant(0)) ** 2, Expression.constant(0)
    for a in names:
        for b in names:
            two = two + a * b
    assert one == two and hash(names[0]) != hash(names[1])  # in normal form
    square = square_root(one)
    with pytest.raises(GameError, match=r" cannot be told from zero; write it with fewer roots\.$"):
        square == sum(names, Expression.constant(0))  # noqa: B015


LEAVES = st.integers(-3, 3).map(lambda n: (n, sympy.Integer(n))) | st.sampled_from(
    [(f"sqrt({n})", sympy.sqrt(n)) for n in (2, 3, 6, 8)]
    + [("sqrt(3 + 2*sqrt(2))", 1 + sympy.sqrt(2)), (GOLDEN, sympy.GoldenRatio.expand(func=True))]
)
TREES = st.recursive(LEAVES, lambda inner: st.tuples(st.sampled_from("+-*/"), inner, inner), max_leaves=5)
RULES = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}


def both(tree):
    if tree[0] not in RULES:
        return read(str(tree[0])), tree[1]
    (a, x), (b, y) = both(tree[1]), both(tree[2])
    return RULES[tree[0]](a, b), sympy.radsimp(RULES[tree[0]](x, y)).expand()


@settings(max_examples=25, deadline=None, derandomize=True)
@given(TREES, TREES)
def test_numbers_agree_with_sympy(one, two):
    try:
        (a, x), (b, y) = both(one), both(two)
    except ZeroDivisionError:
        return
    difference = sympy.simplify(sympy.radsimp(x - y))
    assert (a == b) == (difference == 0) and sign_of(a - b) == sympy.sign(difference)
    assert float(a) == pytest.approx(float(x), rel=1e-12, abs=1e-12)
    if a == b:
        assert hash(a) == hash(b)
    again = read(a.text())
    assert again == a and hash(again) == hash(a)
