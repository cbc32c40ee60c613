"""Coupled equations with parameters: each triangle holds solutions, together they hold all, and what is too large is refused."""

from fractions import Fraction

import pytest
from comparisons import oracle, poly, value
from flint import fmpq_poly

from games.numbers import roots_inside
from solvers.algebra import resultants
from solvers.algebra.real_roots import NotSolved, dense
from solvers.algebra.resultants import Elimination, Triangle
from solvers.algebra.sturm import pseudo_remainder

Q = Fraction


def known(unknowns="xy", domain=()):
    here = oracle("ab", unknowns, domain=domain, points=[(Q(1, 2), Q(1, 3)), (2, -1)])
    here.aside = []
    return here


def solved(here, equations):
    return Elimination(here).triangles([poly(here.ring, e) for e in equations], list(here.ring.unknowns))


def degree(here, triangles):
    return sum(here.ring.degree(t.polynomial, t.name) for t in triangles)


SYSTEMS = {
    "a circle and a line": (["x**2 + y**2 - a", "x - b*y"], 2),
    "a product": (["x*y - a", "x + y - b"], 2),
    "two lines": (["x - a*y", "x + y - b"], 1),
    "factors": (["(x - a)*(x - b)", "y - x**2"], 2),
    "both factors": (["(x - a)*(y - b)", "x + y - 1"], 2),
    "more equations than unknowns": (["x**2 - a", "x*y - b", "x**3*y - a*b"], 2),
    "an equation of one unknown": (["x**2 - a", "y*x - b*y - 1"], 2),
    "none": (["x*y - 1", "x"], 0),
    "contradicting": (["x - a", "x - b", "y"], 0),
}


@pytest.mark.parametrize("equations, count", SYSTEMS.values(), ids=SYSTEMS)
def test_all_solutions_of_two_unknowns(equations, count):
    here = known()
    found = solved(here, equations)
    assert degree(here, found) == count
    assert all(here.ring.parametric(p) for p in here.aside)
    for triangle in found:
        _solves(here, triangle, equations)


def test_three_unknowns():
    here = known("xyz")
    equations = ["x - y*z", "y - a*z", "x + y + z - b"]
    found = solved(here, equations)
    assert degree(here, found) == 2  # x = a z^2 and y = a z
    for triangle in found:
        _solves(here, triangle, equations)


def _solves(here, triangle, equations):
    """At a point of the parameters, modulo the triangle's polynomial: exact."""
    ring, at = here.ring, {"a": Q(3, 7), "b": Q(5, 3)}
    numbers = {name: ring.constant(v.numerator).leading_coefficient() / v.denominator for name, v in at.items()}
    modulus = dense(ring, ring.value(triangle.polynomial, numbers), triangle.name)
    assert modulus.degree() == ring.degree(triangle.polynomial, triangle.name) and set(triangle.values) == set(ring.unknowns) - {
        triangle.name
    }
    values = {triangle.name: fmpq_poly([0, 1])}
    for name, (top, bottom) in triangle.values.items():
        one, inverse, _ = dense(ring, ring.value(bottom, numbers), triangle.name).xgcd(modulus)
        values[name] = dense(ring, ring.value(top, numbers), triangle.name) * inverse % modulus
        assert one == 1
    for e in equations:
        total = fmpq_poly([0])
        for powers, c in ring.value(poly(ring, e), numbers).terms():
            term = fmpq_poly([c])
            for name, power in zip(ring.names, map(int, powers), strict=True):
                for _ in range(power):
                    term = term * values[name] % modulus
            total += term
        assert total % modulus == 0


@pytest.mark.parametrize(
    "equations",
    [["x*y - a"], [], ["x**2 - a"], ["x - a", "x - a"], ["x*y - a", "2*x*y - 2*a"], ["x**2 - a", "y**2 - b"], ["(x - a)*(y - b)", "x - a"]],
    ids=["a curve", "nothing", "an unknown that does not occur", "the other missing", "twice the same", "not told apart", "a line"],
)
def test_what_is_not_one_root_of_one_polynomial_is_refused(equations):
    with pytest.raises(NotSolved):
        solved(known(), equations)


def test_what_is_divided_by_is_left_aside():
    here = known()
    (triangle,) = solved(here, ["b*x - 1", "a*x*y - 1 + y"])
    assert triangle.values and here.aside
    for wall, point in (("b", {"a": 1, "b": 0}), ("a + b", {"a": 1, "b": -1})):
        assert any(value(p, point) == 0 for p in here.aside), wall
    assert all(p for p in here.aside) and all(here.ring.parametric(p) for p in here.aside)


def test_where_an_unknown_is_not_given_back_is_left_aside():
    """At x = b, that is where a = b^2, the second equation does not give y."""
    here = known()
    solved(here, ["x**2 - a", "y*x - b*y - 1"])
    assert any((p / poly(here.ring, "b**2 - a")).is_constant() for p in here.aside)


def test_factors_that_cannot_be_zero_are_not_looked_at():
    here = known(domain=("a > 0",))
    (triangle,) = solved(here, ["(x + a)*(x**2 - b)", "y - x"])
    assert here.ring.degree(triangle.polynomial, triangle.name) == 2
    assert degree(here, solved(known(), ["(x + a)*(x**2 - b)", "y - x"])) == 3


def test_triangles_of_the_same_solutions_are_one():
    here = known()
    ring = here.ring
    one = Triangle(poly(ring, "x**2 - a"), "x", {"y": (poly(ring, "x"), ring.one)})
    same = Triangle(poly(ring, "2*x**2 - 2*a"), "x", {"y": (poly(ring, "a"), poly(ring, "x"))})
    others = [
        Triangle(poly(ring, "x**2 - b"), "x", one.values),
        Triangle(poly(ring, "x**2 - a"), "x", {"y": (poly(ring, "-x"), ring.one)}),
        Triangle(poly(ring, "y**2 - a"), "y", {"x": (poly(ring, "y"), ring.one)}),
    ]
    elimination = Elimination(here)
    assert elimination._same(one, one) and elimination._same(one, same) and elimination._same(same, one)
    assert not any(elimination._same(one, other) for other in others)


@pytest.mark.parametrize("limit, fine, small", [("MOST_TERMS", 1000, 10), ("LARGEST", 3, 2), ("HIGHEST", 4, 3)])
def test_what_grows_too_large_is_refused(limit, fine, small, monkeypatch):
    equations = ["x**2 + y**2 - a", "x - b*y"]
    monkeypatch.setattr(resultants, limit, fine)
    assert solved(known(), equations)
    monkeypatch.setattr(resultants, limit, small)
    with pytest.raises(NotSolved):
        solved(known(), equations)


def test_simplest_unknowns_go_first():
    """The cubic unknown stays, so that only linear steps are needed to give the others back."""
    here = known()
    (triangle,) = solved(here, ["x**3 - y - a", "y - b*x"])
    assert triangle.name == "x" and here.ring.degree(triangle.polynomial, "x") == 3
    f = here.ring.value(triangle.polynomial, {"a": 0, "b": here.ring.constant(1).leading_coefficient() / 4})
    assert [float(low) for _, low, high in roots_inside(dense(here.ring, f, "x"), *map(fmpq_poly([0, 1]), (0, 1)))] == pytest.approx(
        [0.5], abs=0.3
    )
    assert pseudo_remainder(here.ring, triangle.values["y"][0], here.ring.gen("x") ** 9, "x") == triangle.values["y"][0]
