"""One parameter left: its line is cut at the roots of walls, and each piece told which roots satisfy all comparisons."""

from fractions import Fraction

import pytest
from comparisons import atoms, holds, oracle, poly, roots, sign_near, value
from flint import arb, ctx, fmpq, fmpq_poly

from solvers.algebra.parameter_line import Cut, OnWall, Run, between, by_power, cuts, enclosed, horner, intervals
from solvers.algebra.real_roots import NotSolved, dense

Q = Fraction


def line(domain=("a > 0", "3 - a > 0"), points=(Q(1, 3),)):
    return oracle("a", "x", domain=domain, points=[(p,) for p in points])


# ------------------------------------------------------------------ cuts


def test_cuts_in_rising_order_and_a_rational_between():
    ring = line().ring
    walls = [poly(ring, t) for t in ("a**2 - 2", "3*a - 1", "a - 5", "a**2 + 1")]
    found = cuts(ring, walls, "a")
    assert [c.wall for c in found] == [0, 1, 0, 2] and all(isinstance(c, Cut) for c in found)
    points = between(found)
    assert len(points) == 5 and points == sorted(points)
    assert points[0] ** 2 > 2 and points[0] < 0 and points[1] ** 2 < 2 and points[1] < Q(1, 3) < points[2] < Q(15, 11)
    assert points[2] ** 2 < 2 < points[3] ** 2 and points[3] < 5 < points[4]
    assert between([]) == [0] and cuts(ring, walls[3:], "a") == []


@pytest.mark.parametrize(
    "low, high", [(Q(1, 3), Q(1, 2)), (Q(-7, 5), Q(-4, 3)), (Q(2), Q(3)), (Q(0), Q(9)), (Q(1, 7), Q(1, 7)), (Q(1, 1000), Q(1, 999))]
)
def test_a_simple_rational_between_two_others(low, high):
    a, b = (fmpq(x.numerator, x.denominator) for x in (low, high))
    first, middle, last = between([Cut(0, a, a), Cut(1, b, b)])
    assert first < low <= middle <= high < last and first.denominator == last.denominator == 1
    assert middle == low if low == high else low < middle < high
    assert low - 2 < first and last < high + 3


def test_simple_means_a_small_power_of_two_below():
    middle = between([Cut(0, fmpq(1, 3), fmpq(1, 3)), Cut(1, fmpq(2, 3), fmpq(2, 3))])[1]
    assert middle == Q(1, 2)
    assert between([Cut(0, fmpq(1, 2), fmpq(1, 2)), Cut(1, fmpq(5), fmpq(5))])[1] == 1


# ------------------------------------------------------------------ at a wall


def on_wall(f, bound=()):
    ring = line().ring
    return ring, OnWall(ring, "a", "x", poly(ring, f), atoms(ring, *bound))


def pattern(f, wall, low, high, bound=()):
    ring, here = on_wall(f, bound)
    return here.pattern(dense(ring, poly(ring, wall), "a"), Cut(0, fmpq(low), fmpq(high)))


@pytest.mark.parametrize(
    "f, wall, low, high, bound, expected",
    [
        ("x**2 - a/4", "a**2 - 2", 1, 2, ["x - 1/2 > 0"], (True,)),  # the root is 2**(1/4)/2
        ("x**2 - a/4", "a**2 - 2", 1, 2, ["x - 3/5 > 0"], (False,)),
        ("x**2 - a/4", "a**2 - 2", 1, 2, [], (True,)),
        ("x**2 - a*x + 1/8", "a - 1", 1, 1, ["x - 1/2 > 0"], (False, True)),
        ("x**2 - a*x + 1/8", "a - 1", 1, 1, ["x - 1/2 > 0", "1/3 - x > 0"], (False, False)),
        ("x**2 + a", "a - 1", 1, 1, [], ()),
        ("x**2 - a*x + 1/4", "a - 1", 1, 1, [], None),  # a double root is not told from none
        ("x - a + 1", "a - 1", 1, 1, [], None),  # a root at the end
        ("x**2 - a*x + 1/8", "a - 1", 1, 1, ["8*x**2 - 8*x + 1 > 0"], None),  # a comparison that is just not satisfied
        ("x**2 - a/4", "a**2 - 2", 1, 2, ["4*x**2 - a > 0"], None),
        ("(x - 1/3)*(x - 1/2)*(x - a)", "4*a - 3", Q(3, 4), Q(3, 4), ["x - 2/5 > 0"], (False, True, True)),
    ],
)
def test_which_roots_satisfy_comparisons_where_the_parameter_is_a_root(f, wall, low, high, bound, expected):
    precision = ctx.prec
    low, high = (fmpq(Q(x).numerator, Q(x).denominator) for x in (low, high))
    assert pattern(f, wall, low, high, bound) == expected and ctx.prec == precision


def test_polynomials_by_powers_of_the_unknown():
    ring = line().ring
    assert by_power(ring, poly(ring, "a**2*x**2 - 3*x**2 + a/2 - 7"), "x", "a") == [
        fmpq_poly([-7, fmpq(1, 2)]),
        fmpq_poly([0]),
        fmpq_poly([-3, 0, 1]),
    ]
    assert by_power(ring, poly(ring, "5"), "x", "a") == [fmpq_poly([5])]


def test_values_and_roots_in_balls():
    assert horner([arb(1), arb(-2), arb(3)], arb(2)) == 9 and horner([], arb(2)) == 0
    wall = fmpq_poly([-2, 0, 1])
    for sign in (1, -1):
        ball = enclosed(wall * sign, fmpq(1), fmpq(2), 60)
        assert ball.overlaps(arb(2).sqrt()) and ball.rad() < 1e-15
    assert enclosed(fmpq_poly([-3, 2]), fmpq(1), fmpq(2), 60) == fmpq(3, 2) == enclosed(wall, fmpq(3, 2), fmpq(3, 2), 60)


# ------------------------------------------------------------------ intervals


def pattern_at(ring, f, bound):
    """At a rational point, by the formula for quadratics; None where a root is double or at an end, or a comparison just holds."""

    def at(point):
        c, b, a = (value(p, point) for p in ring.coefficients(f, "x"))
        inside = [x for x in roots([c, b, a]) if -1e-20 < x < 1 + 1e-20]
        if b * b == 4 * a * c or any(min(abs(x), abs(1 - x)) < 1e-20 for x in inside):
            return None
        signs = [[sign_near(p.polynomial, {**point, "x": x}) for p in bound] for x in inside]
        return None if any(0 in row for row in signs) else tuple(all(s > 0 for s in row) for row in signs)

    return at


LINES = [
    ("x**2 - a*x + 1/8", ["x - 1/2 > 0"], ("a > 0", "3 - a > 0")),
    ("x**2 - a*x + 1/8", ["x - a/3 > 0", "2/3 - x > 0"], ("a > 0", "3 - a > 0")),
    ("x**2 - a", [], ()),
    ("x**2 - a**2 + 1/2", ["x - 1/4 > 0"], ("a + 2 > 0", "2 - a > 0")),
    ("x**2 + x - a**2*(a - 1)**2 - 1/9", ["4 - x - a > 0"], ()),
    ("(a**2 - 2)*x**2 - x + 1/4", ["x - 1/3 > 0"], ("a > 0",)),
    ("x**2 - a", ["a - x > 0", "2*x - 1 > 0"], ("a > 0", "2 - a >= 0")),
]


@pytest.mark.parametrize("f, bound, domain", LINES)
@pytest.mark.parametrize("conditions", [[], ["a - 1/2 > 0"], ["(a - 1/3)*(a - 2/3)*(a - 3/2) > 0"]])
def test_every_point_lies_in_a_region_with_its_pattern_or_on_a_wall(f, bound, domain, conditions):
    here = line(domain, ())
    here.aside = []
    ring = here.ring
    polynomial, asked, assumed = poly(ring, f), atoms(ring, *bound), atoms(ring, *conditions)
    at = pattern_at(ring, polynomial, asked)
    found = list(intervals(here, polynomial, "x", asked, assumed, at))
    assert all(any(p) for _, p in found)
    for k in range(-60, 100):
        point = {"a": Q(k, 31)}
        if not holds([*assumed, *here.domain], point) or any(sign_near(w, point) == 0 for w in here.aside):
            continue
        patterns = {p for region, p in found if holds(region, point)}
        expected = at(point)
        assert patterns == ({expected} if expected and any(expected) else set()), point
    assert here.size and all(holds([*assumed, *here.domain], p) for p in here.points)


def test_where_nothing_is_known_of_a_point_that_is_said():
    here = line(points=())
    f = poly(here.ring, "x**2 - a/4")
    with pytest.raises(NotSolved):
        list(intervals(here, f, "x", [], [], lambda point: None))


def test_a_wall_at_which_nothing_changes_is_not_left_aside():
    """At a = 1 a factor of the discriminant is zero, but both roots are complex on both sides and at it."""
    here = line(("a > 0", "3 - a > 0"), ())
    here.aside = []
    f = poly(here.ring, "x**2 + x - a/4")
    bound = atoms(here.ring, "(a - 1)**2*x + 1/10 - (a - 1)**2*(a - 1/2)*0 > 0")
    found = list(intervals(here, f, "x", bound, [], pattern_at(here.ring, f, bound)))
    assert any(holds(region, {"a": 1}) for region, _ in found)


# ------------------------------------------------------------------ conjunctions of a run


def run(walls, first, last):
    here = line(())
    polynomials = [poly(here.ring, w) for w in walls]
    found = cuts(here.ring, polynomials, "a")
    return here, between(found), Run(here.ring, "a", polynomials, found, between(found), first, last)


@pytest.mark.parametrize(
    "walls", [["a - 1", "a - 2", "a - 3"], ["a**2 - 2", "a - 1"], ["a**3 - 3*a + 1", "a"], ["a**2 - 2", "a**2 - 3", "a"]]
)
def test_a_run_is_told_from_all_other_intervals(walls):
    _, points, _ = run(walls, 0, 0)
    for first in range(len(points)):
        for last in range(first, len(points)):
            _, points, here = run(walls, first, last)
            others = [x for k, x in enumerate(points) if not first <= k <= last]
            found = here.conjunctions(others)
            for k, x in enumerate(points):
                assert any(holds(c, {"a": x}) for c in found) == (first <= k <= last), (first, last, x)
            for cut in here.cuts[first:last]:  # walls inside belong to it
                if cut.low == cut.high:
                    assert any(holds(c, {"a": Q(int(cut.low.p), int(cut.low.q))}) for c in found)


def test_a_run_of_everything_needs_no_condition():
    _, points, here = run(["a - 1", "a - 2"], 0, 2)
    assert here.conjunctions([]) == [[]] and len(points) == 3
