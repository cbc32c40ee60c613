"""Real roots: all of them, each in an interval of its own, in rising order."""

import random
from fractions import Fraction
from itertools import pairwise

import pytest
from flint import fmpq, fmpq_poly

from games.numbers import enclosed_roots, number_of_roots, read, real_roots, root_of, roots_inside, separated_roots, sign_at

X = fmpq_poly([0, 1])


@pytest.mark.parametrize("seed", range(12))
def test_roots_that_are_known(seed):
    """Rational ones, square roots and cube roots, some twice, in any order."""
    rng = random.Random(seed)
    rational = {Fraction(rng.randint(-9, 9), rng.randint(1, 5)) for _ in range(3)}
    squares, cubes = rng.sample([2, 3, 5, 6, 7, 10], 2), rng.sample([2, 3, 5, 6, 7], 2)
    f = fmpq_poly([3])
    for factor in [X - fmpq(q.numerator, q.denominator) for q in rational] + [X**2 - n for n in squares] + [X**3 - n for n in cubes]:
        f *= factor ** rng.randint(1, 2)
    known = sorted([*map(float, rational), *(s * n**0.5 for n in squares for s in (1, -1)), *(n ** (1 / 3) for n in cubes)])
    found = roots_inside(f, fmpq(-10), fmpq(10))
    assert [float(root_of(g, a, b)) for g, a, b in found] == pytest.approx(known)
    assert all((a == b and g(a) == 0) or g(a) * g(b) < 0 for g, a, b in found)
    assert all(one[2] < two[1] for one, two in pairwise(found))
    assert [float(x.mid()) for x in enclosed_roots(f, 64)] == pytest.approx(known)


def test_ends_count_only_where_they_are_to():
    f = (X - 1) * (X - 2) * (X**2 - 3)
    assert [g.degree() for g, _, _ in roots_inside(f, fmpq(1), fmpq(2))] == [2]
    assert number_of_roots(f, Fraction(1), Fraction(2)) == 3 and number_of_roots(f, Fraction(2), Fraction(2)) == 1
    assert number_of_roots(f, Fraction(2), Fraction(1)) == 0 and number_of_roots(fmpq_poly([5]), Fraction(0), Fraction(1)) == 0


def test_roots_that_lie_close_together_are_told_apart():
    """Mignotte's polynomial: two roots near 1/10**6 differ in the sixtieth digit; and two polynomials with roots as close."""
    close = X**20 - 2 * (10**6 * X - 1) ** 2
    found = real_roots(close)
    assert len(found) == 4 and all(a[1] <= b[0] for a, b in pairwise(found))
    other = X**2 - 2 - fmpq(1, 10**40)
    ((one, _, high), (two, low, _)) = separated_roots([X**2 - 2, other])[2:]
    assert (one, two) == (0, 1) and high < low


def test_the_decimals_do_not_depend_on_where_the_search_began():
    f = X**3 - X - 1
    assert real_roots(f) == [(Fraction(13, 10), Fraction(7, 5))]
    assert {str(root_of(f, fmpq(a), fmpq(b))) for a, b in ((1, 2), (-100, 100), (0, 77))} == {"root(x**3 - 1 - x, 13/10, 7/5)"}
    assert str(root_of(-f * fmpq(1, 3), fmpq(1), fmpq(2))) == "root(x**3 - 1 - x, 13/10, 7/5)"


def test_signs_at_a_root_need_as_many_digits_as_they_need():
    f = X**5 - X - 1
    ((low, high),) = real_roots(f)
    assert sign_at(f * (X + 7), f, low, high) == 0
    near = fmpq(int(float(read("root(x**5 - x - 1, 1, 2)")) * 2**50), 2**50)
    tiny = f(near)
    assert tiny != 0 and sign_at(X - near, f, low, high) == (1 if tiny < 0 else -1)
    assert sign_at(f * 10**30 + 1, f, low, high) == 1


def test_one_root_is_written_alike_by_whichever_way_it_was_found():
    assert root_of(X**2 - 2, fmpq(1), fmpq(2)) == read("sqrt(2)") == read("root(x**2 - 2, 0, 5, 1)")
    assert root_of(2 * X**2 - 2 * X - 1, fmpq(-1), fmpq(0)) == read("(1 - sqrt(3))/2")
