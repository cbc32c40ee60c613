"""Polynomials in parameters and unknowns: their names, parts, factors and what is put into them."""

import random
from fractions import Fraction

import pytest
from comparisons import grid, poly, value
from flint import fmpq

from games.numbers import read
from solvers.algebra import ring as algebra
from solvers.algebra.ring import Names, Ring, constant, key, lcm, product, used_names

RING = Ring(("a", "b"), ("x", "y"))
A, B, X, Y = map(RING.gen, RING.names)
POINTS = grid("abxy", (-2, "1/3", 3))


def drawn(seed, terms=6):
    rng = random.Random(seed)
    return RING.ring.from_dict(
        {tuple(rng.randint(0, 3) for _ in "abxy"): fmpq(rng.randint(-5, 5) or 1, rng.choice([1, 2, 7])) for _ in range(terms)}
    )


# ------------------------------------------------------------------ names


@pytest.mark.parametrize("seed", range(30))
def test_the_name_is_what_flint_writes(seed):
    p = drawn(seed, 1 + seed % 5)
    assert Names(10).of(p) == str(p) and Names(10).of(-p) == str(-p)


@pytest.mark.parametrize("p", [RING.zero, RING.one, -RING.one, A, -A, RING.constant(fmpq(-2, 3)), A * X**2 - 1, -X - Y / 2 + fmpq(1, 3)])
def test_short_polynomials_are_named_as_flint_writes_them(p):
    assert key(p) == str(p)


def test_equal_polynomials_have_one_name_and_alike_ones_have_two():
    names = Names(10)
    one, two = A * B + X - 1, A * X + B - 1  # of as many terms, the same degree and leading coefficient
    assert names.of(one) != names.of(two) and names.of(one) is names.of(X - 1 + B * A) and len(names) == 2


def test_names_are_forgotten_when_there_are_many_and_are_the_same_again():
    names = Names(2)
    first = [names.of(p) for p in (A, B)]
    assert len(names) == 2 and names.of(A) is first[0]
    assert names.of(X) == "x" and len(names) == 1
    assert [names.of(p) for p in (A, B)] == first and names.of(X) == "x"


def test_polynomials_of_different_rings_are_not_mixed_up():
    other = Ring(("b", "a"), ())
    names = Names(10)
    assert names.of(A) == "a" and names.of(other.gen("b")) == "b" and names.of(other.gen("a")) == "a"


# ------------------------------------------------------------------ parts


def test_a_ring_knows_its_names():
    assert RING.names == ("a", "b", "x", "y") and RING.unknown_set == {"x", "y"} and RING.index == {"a": 0, "b": 1, "x": 2, "y": 3}
    assert RING.one == 1 and RING.zero == 0 and str(RING.gen("x")) == "x" and RING.constant(fmpq(2, 3)) == fmpq(2, 3)


def test_polynomials_of_other_rings_are_taken_in():
    other = Ring(("x",), ("a", "z"))
    taken = RING.take(other.gen("x") ** 2 - other.gen("a") / 3)
    assert taken == X**2 - A / 3 and taken.context() == RING.ring
    for number in (other.zero, other.constant(fmpq(5, 2))):
        assert RING.take(number) == constant(number) and RING.take(number).context() == RING.ring
    top, bottom = RING.pair(read("(a - 1)/(2*x)"))
    assert top * 2 * X == (A - 1) * bottom


def test_a_quotient_is_given_in_the_names_it_uses():
    assert RING.expression(A * X - 1) == read("a*x - 1") and RING.expression(A * X - 1).free == ("a", "x")
    assert RING.expression(X, B).text() == "x/b" and RING.expression(A - B, A**2 - B**2) == read("1/(a + b)")


def test_names_in_use_are_told_in_order():
    p = Y * A - X
    assert RING.variables(p) == ["a", "x", "y"] and RING.open(p) == ["x", "y"] and used_names(p) == ("a", "x", "y")
    assert RING.variables(RING.zero) == [] == RING.open(A) and used_names(RING.zero) == () == used_names(RING.one)
    assert RING.parametric(A * B - 1) and RING.parametric(RING.zero) and not RING.parametric(A * X)
    assert [RING.degree(A * X**3 - X * Y, name) for name in RING.names] == [1, 0, 3, 1] and RING.degree(RING.zero, "x") == 0


@pytest.mark.parametrize("seed", range(10))
def test_coefficients_by_rising_degree(seed):
    p = drawn(seed) + X**5 * A
    for name in RING.names:
        coefficients = RING.coefficients(p, name)
        assert len(coefficients) == RING.degree(p, name) + 1 and all(not RING.degree(c, name) for c in coefficients)
        assert sum((c * RING.gen(name) ** k for k, c in enumerate(coefficients)), RING.zero) == p
    assert RING.coefficients(RING.zero, "x") == [0] and RING.coefficients(A, "x") == [A]


def test_constants():
    assert constant(RING.zero) == 0 and constant(RING.constant(fmpq(-1, 2))) == fmpq(-1, 2)
    assert product(RING, []) == 1 and product(RING, [A, B, A]) == A**2 * B
    assert lcm(A * B, B * X) in (A * B * X, -A * B * X) and lcm(A, A) == A


# ------------------------------------------------------------------ factors


@pytest.mark.parametrize("seed", range(10))
def test_factors_multiply_to_the_polynomial(seed):
    p = drawn(seed, 2) * drawn(seed + 100, 2) ** 2
    content, factors = RING.factors(p)
    assert product(RING, (f for f, k in factors for _ in range(k))) * content == p
    assert all(f.context() == RING.ring for f, _ in factors) and RING.factors(p) is RING.factors(p)


def test_factors_of_a_known_polynomial():
    content, factors = RING.factors(-3 * (A - X) ** 2 * (B + 1) / 2)
    assert {(str(f), k) for f, k in factors} == {("a - x", 2), ("b + 1", 1)} and content == fmpq(-3, 2)
    assert RING.factors(RING.constant(fmpq(-7, 2))) == (fmpq(-7, 2), []) and RING.factors(RING.zero) == (0, [])


@pytest.mark.parametrize(
    "text, sign",
    [("a*b", -1), ("-a*b", 1), ("-3*a**2*b", 1), ("b**3", -1), ("b**2", 1), ("x*a", None), ("a*y", None), ("-5", -1), ("2", 1)],
)
def test_a_sign_follows_from_those_of_factors(text, sign):
    known = {"a": 1, "b": -1, "x": None, "y": 0}
    assert RING.sign_by_factors(poly(RING, text), lambda f: known[str(f)]) == sign


def test_the_irreducible_factors_each_once_with_the_sign():
    p = -2 * (A - X) ** 3 * (B + 1) ** 2
    primitive = RING.primitive(p)
    assert primitive in ((A - X) * (B + 1), (X - A) * (B + 1))
    point = {"a": 3, "x": 1, "b": -5}
    content, factors = RING.factors(p)
    assert primitive == (1 if content > 0 else -1) * product(RING, (f for f, _ in factors))
    assert RING.primitive(RING.constant(-3)) == -1 and RING.primitive(RING.constant(3)) == 1
    odd = -5 * (A - X) * (B + 1)
    assert value(RING.primitive(odd), point) * value(odd, point) > 0


def test_resultants_and_discriminants():
    assert RING.resultant(X**2 - A, X - B, "x") == B**2 - A
    assert RING.discriminant(A * X**2 + B * X + 1, "x") == B**2 - 4 * A
    assert RING.resultant(A * Y - 1, Y - B, "y") in (A * B - 1, 1 - A * B)


class Counted:
    """A budget that counts what is done apart."""

    def __init__(self):
        self.steps = 0

    def apart(self, work):
        self.steps += 1
        return work()


@pytest.mark.parametrize("step", ["factors", "resultant", "discriminant"])
@pytest.mark.parametrize("large, apart", [(13, 0), (12, 1), (1, 1)])
def test_only_what_may_take_long_is_done_apart(step, large, apart, monkeypatch):
    p, q = (A * X**2 - B * X / 2 + 1) * fmpq(-2, 3), X + B
    monkeypatch.setattr(algebra, "LARGE", {"factors": large - 9, "resultant": large - 7, "discriminant": large}[step])
    ring = Ring(RING.parameters, RING.unknowns)
    ring.budget = Counted()
    found = {
        "factors": lambda: ring.factors(p),
        "resultant": lambda: ring.resultant(p, q, "x"),
        "discriminant": lambda: ring.discriminant(p, "x"),
    }[step]()
    assert ring.budget.steps == apart
    if step == "factors":
        content, factors = found
        assert product(ring, (f**k for f, k in factors)) * content == p and len(factors) == 1
    else:
        assert found == (p.resultant(q, "x") if step == "resultant" else p.discriminant("x")) and found.context() == RING.ring


# ------------------------------------------------------------------ what is put in


@pytest.mark.parametrize("p", [RING.one * 3, A * B, A * X - B, X**2 - X * A + 1, B * X**3 - X + A, X**4 * Y - X**2], ids=str)
def test_a_quotient_put_in_and_cleared_of_its_denominator(p):
    top, bottom = A + 2 * Y, B - 5
    found, degree = RING.substitute(p, "x", top, bottom)
    assert degree == RING.degree(p, "x") and (p.total_degree() == 0 or not RING.degree(found, "x"))
    for point in POINTS[::7]:
        t, b = value(top, point), value(bottom, point)
        assert value(found, point) == value(p, {**point, "x": Fraction(t, b)}) * b**degree


def test_numbers_put_in():
    assert RING.value(A * X - B, {"a": fmpq(1, 2), "b": 3, "unheard of": 7}) == X / 2 - 3 and RING.value(A, {}) == A
