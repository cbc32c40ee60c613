"""Sturm's chains with parameters: as many roots in (0, 1) as polynomials that were multiplied from their roots have."""

import random
from fractions import Fraction

import pytest
from comparisons import poly, value

from solvers.algebra import sturm
from solvers.algebra.budget import OutOfTime
from solvers.algebra.ring import Ring
from solvers.algebra.sturm import Member, number_inside, pseudo_remainder, sturm_chain

RING = Ring(("a", "b", "c"), ("x",))
A, B, C, X = map(RING.gen, RING.names)


def sign_there(point):
    return lambda p: (value(p, point) > 0) - (value(p, point) < 0)


def points(seed, count=12):
    rng = random.Random(seed)
    return [{name: Fraction(rng.randint(-150, 250), 101) for name in "abc"} for _ in range(count)]


@pytest.mark.parametrize("lead", [RING.one, -RING.one, -2 * RING.one / 3, C, -C], ids=str)
@pytest.mark.parametrize("degree", [1, 2, 3])
def test_as_many_roots_as_were_multiplied(lead, degree):
    roots = [A, B, A + B - C][:degree]
    f = lead
    for root in roots:
        f = f * (X - root)
    chain = sturm_chain(RING, f, "x")
    assert len(chain) == degree + 1
    for point in points(degree):
        if point["c"]:
            inside = sum(0 < value(root, point) < 1 for root in roots)
            assert number_inside(RING, chain, "x", sign_there(point)) == inside


@pytest.mark.parametrize("f", ["x**2 + 1", "x**4 + x**2 + 1", "3*x**2 - 3*x + 1", "x**3 + x + 1"])
def test_no_root_is_counted_where_there_is_none(f):
    assert number_inside(RING, sturm_chain(RING, poly(RING, f), "x"), "x", sign_there({})) == 0


@pytest.mark.parametrize("f, count", [("2*x - 1", 1), ("8*x**3 - 6*x + 1", 2), ("32*x**3 - 48*x**2 + 22*x - 3", 3), ("3 - 2*x", 0)])
def test_known_numbers_of_roots(f, count):
    for sign in (1, -1):
        assert number_inside(RING, sturm_chain(RING, sign * poly(RING, f), "x"), "x", sign_there({})) == count


@pytest.mark.parametrize("by", ["x - c", "c - x", "(x - c)*(x + 2)", "-3", "c*x - c"])
def test_roots_at_which_another_polynomial_is_positive_less_those_at_which_it_is_negative(by):
    f, by = C * (X - A) * (X - B), poly(RING, by)
    chain = sturm_chain(RING, f, "x", by)
    for point in points(5, 25):
        at_roots = [sign_there({**point, "x": point[r]})(by) for r in "ab" if 0 < point[r] < 1]
        if 0 not in at_roots and point["c"]:
            assert number_inside(RING, chain, "x", sign_there(point)) == sum(at_roots)


def test_a_chain_of_a_polynomial_with_a_double_root_is_refused():
    assert sturm_chain(RING, (X - A) ** 2 * (X - B), "x") is None
    assert sturm_chain(RING, X**2 - A, "x", X**2 - A) is None  # zero at every root


def test_a_chain_that_grows_too_large_is_refused(monkeypatch):
    f = X**3 + A * X + B
    sizes = [len(pseudo_remainder(RING, f, f.derivative(3), "x"))]
    monkeypatch.setattr(sturm, "LARGEST", 4)
    assert max(sizes) <= 4 and len(sturm_chain(RING, f, "x")) == 4
    monkeypatch.setattr(sturm, "LARGEST", 1)
    assert sturm_chain(RING, f, "x") is None


def test_factors_in_the_parameters_alone_are_kept_apart():
    chain = sturm_chain(RING, X**3 + A * X + B, "x")
    assert all(RING.degree(m.polynomial, "x") or m.polynomial.is_constant() for m in chain)
    assert all(RING.parametric(p) for m in chain for p in m.scale) and chain[0] == Member(X**3 + A * X + B, (), False)
    assert all(not m.polynomial.is_constant() or m.polynomial == 1 for m in chain)


def test_an_unknown_sign_is_no_count():
    chain = sturm_chain(RING, X**2 - A, "x")
    signs = sign_there({"a": Fraction(1, 4)})
    assert number_inside(RING, chain, "x", signs) == 1
    assert number_inside(RING, chain, "x", lambda p: None) is None
    assert number_inside(RING, chain, "x", lambda p: None if p == chain[-1].scale[0] else signs(p)) is None
    assert number_inside(RING, chain, "x", lambda p: None if p == 1 - A else signs(p)) is None
    assert number_inside(RING, [*chain[:2]], "x", signs) in (0, 1)


@pytest.mark.parametrize("seed", range(8))
def test_a_remainder_by_an_even_power_of_the_leading_coefficient(seed):
    rng = random.Random(seed)
    p, q = (sum((rng.choice([A, B, C, RING.one]) * rng.randint(-3, 3) * X**k for k in range(rng.randint(2, 5))), A * X**d) for d in (5, 2))
    remainder = pseudo_remainder(RING, p, q, "x")
    lead = RING.coefficients(q, "x")[-1]
    assert RING.degree(remainder, "x") < RING.degree(q, "x")
    assert any(not _divided(lead ** (2 * k) * p - remainder, q) for k in range(5))


def _divided(p, q):
    """What is left of a division."""
    return divmod(p, q)[1]


def test_a_polynomial_of_lower_degree_is_its_own_remainder():
    assert pseudo_remainder(RING, A * X - 1, B * X**2 - 1, "x") == A * X - 1
    assert pseudo_remainder(RING, RING.zero, B * X**2 - 1, "x") == 0
    assert pseudo_remainder(RING, X**2, B * X - 1, "x") == 1  # B**2 * X**2 - 1 is divisible
    assert pseudo_remainder(RING, X, B * X - 1, "x") == B


def test_long_divisions_end_with_the_time():
    ring = Ring((), ("x",))
    ring.budget.end, ring.budget.searching = 0.0, True
    with pytest.raises(OutOfTime):
        pseudo_remainder(ring, ring.gen("x") ** 3, ring.gen("x") - 1, "x")
