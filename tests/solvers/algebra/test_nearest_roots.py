"""The nearest roots over many polynomials: the same as isolating every root, and exact where roots meet."""

import random
from fractions import Fraction

import pytest
from flint import fmpq_poly, fmpz_poly

from games.numbers import enclosed_roots, text
from solvers.algebra.nearest_roots import nearest_roots, sign_at_rational, sign_variations

X = fmpz_poly([0, 1])


def found(polynomials, at=0, low=-10, high=10):
    return [side and (text(side.at), side.which) for side in nearest_roots(polynomials, Fraction(at), Fraction(low), Fraction(high))]


def test_roots_on_both_sides():
    assert found([X**2 - 2, X - 3, X + 1]) == [("-1", (2,)), ("sqrt(2)", (0,))]


def test_no_root_between_the_point_and_the_end():
    assert found([X**2 + 1, X - 11]) == [None, None]
    assert found([fmpz_poly([5])]) == [None, None]


def test_the_ends_are_included():
    assert found([X - 10, X + 10]) == [("-10", (1,)), ("10", (0,))]
    assert found([X - 1], at=-10) == [None, ("1", (0,))]
    assert found([X - 10], at=0, high=10)[1] == ("10", (0,))


def test_equal_roots_are_found_equal():
    shared = X**3 - X - 1
    assert found([shared * (X + 5), X - 2, shared**2 * (X**2 + 3), X + 1])[1] == ("root(x**3 - 1 - x, 13/10, 7/5)", (0, 2))


def test_multiple_roots_do_not_hide():
    assert found([(X - 2) ** 2, (3 * X + 1) ** 4 * (X - 1)]) == [("-1/3", (1,)), ("1", (1,))]


def test_roots_that_nearly_meet_are_told_apart():
    near = 10**30
    assert found([near * X - near - 1, X - 1, near * X - near - 2])[1] == ("1", (1,))
    assert found([near * X - near - 1, near * X - near - 2])[1] == (f"{near + 1}/{near}", (0,))


def test_two_roots_that_are_close_to_the_axis_without_touching_it():
    assert found([10**12 * (2 * X - 3) ** 2 + 1, X - 4])[1] == ("4", (1,))


def test_variations_bound_the_number_of_roots():
    f = (X - 1) * (X - 2) * (X - 3)
    assert [sign_variations(f, Fraction(a), Fraction(b)) for a, b in ((0, 1), (0, 2), (1, 2), (0, 4), (4, 5))] == [0, 1, 0, 3, 0]


@pytest.mark.parametrize("seed", range(20))
def test_random_polynomials_against_isolating_every_root(seed):
    rng = random.Random(seed)
    polynomials = [fmpz_poly([rng.randint(-9, 9) for _ in range(rng.randint(2, 7))]) for _ in range(6)]
    polynomials = [f for f in polynomials if f.degree() > 0 and f(0)]
    roots = [float(x.mid()) for f in polynomials for x in enclosed_roots(fmpq_poly(f), 64)]
    below, above = nearest_roots(polynomials, Fraction(0), Fraction(-10), Fraction(10))
    assert (below and float(below.at)) == (pytest.approx(max(left)) if (left := [x for x in roots if -10 <= x < 0]) else None)
    assert (above and float(above.at)) == (pytest.approx(min(right)) if (right := [x for x in roots if 0 < x <= 10]) else None)


def test_the_polynomial_of_a_crossing_is_irreducible_and_primitive():
    below, above = nearest_roots([-6 * (X**2 - 2) * (X + 7), (3 * X + 2) ** 2 * 5], Fraction(0), Fraction(-10), Fraction(10))
    assert below.polynomial == 3 * X + 2 and below.at == Fraction(-2, 3) and below.which == (1,)
    assert above.polynomial == X**2 - 2 and above.which == (0,)


def test_the_interval_ends_what_is_asked():
    assert found([X - 5, X + 5], low=-5, high=4) == [("-5", (1,)), None]
    assert found([X - 1, X + 1], low=0, high=0) == [None, None]
    assert found([X], at=1, low=0, high=3) == [("0", (0,)), None]


def test_a_rational_root_at_the_middle_of_an_interval():
    assert found([X - 5, X - 6, X - 7], high=10)[1] == ("5", (0,)) and found([X - 6, 2 * X - 9, X - 5], high=10)[1] == ("9/2", (1,))


def test_signs_at_rational_points():
    assert [sign_at_rational(2 * X - 1, Fraction(k, 4)) for k in range(4)] == [-1, -1, 0, 1]
    assert sign_at_rational(fmpz_poly([]), Fraction(1)) == 0 == sign_at_rational(9 * X**2 - 4, Fraction(-2, 3))


@pytest.mark.parametrize("low, high", [(Fraction(1, 3), Fraction(7, 5)), (Fraction(-9, 4), Fraction(1, 6)), (Fraction(-3), Fraction(5))])
def test_variations_between_fractions(low, high):
    roots = [Fraction(-2), Fraction(0), Fraction(1, 2), Fraction(5, 4), Fraction(4)]
    f = fmpz_poly([1])
    for root in roots:
        f = f * (root.denominator * X - root.numerator)
    inside = sum(low < root < high for root in roots)
    assert sign_variations(f, low, high) == inside == sign_variations(-3 * f, low, high)  # exact where all roots are real


def test_variations_count_pairs_of_roots_near_the_interval():
    """As the notes say: two for 8 x^2 - 8 x + 3, whose roots are complex, (1 + u)^2 f(1/(1 + u)) being 3 - 2 u + 3 u^2."""
    assert sign_variations(8 * X**2 - 8 * X + 3, Fraction(0), Fraction(1)) == 2
    assert sign_variations(8 * X**2 - 8 * X + 3, Fraction(0), Fraction(1, 2)) == 0
