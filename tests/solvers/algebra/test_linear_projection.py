"""Open unknowns eliminated: parameters remain exactly where some values of the unknowns satisfy all, against corners of polygons."""

import itertools
import random
from fractions import Fraction

import pytest
from comparisons import atoms, exists, grid, holds, in_one, oracle, poly, said, value

from solvers.algebra import projection
from solvers.algebra.projection import Bound, NotLinear, Projection, Range
from solvers.algebra.sign_oracle import Atom

Q = Fraction


def known(simplices=(("x", "y"),), unknowns="xy", points=((1, 2), (Q(1, 3), -1))):
    return oracle("ab", unknowns, points=points, simplices=[tuple(s) for s in simplices])


def somewhere(cases, point):
    return any(holds(case.atoms, point) for case in cases)


def inside(oracle_, names):
    """That unknowns are positive and leave something for others."""
    ring = oracle_.ring
    out = [Atom(ring.gen(name), ">") for name in names]
    for simplex in oracle_.simplices:
        out.append(Atom(ring.one - sum((ring.gen(name) for name in simplex if name in names), ring.zero), ">"))
    return out


def polygon_has_a_point(conjunction, point, names=("x", "y")):
    """Whether linear comparisons hold somewhere: if at all, then in the middle of the corners of the closed polygon."""
    rows = []
    for a in conjunction:
        x = in_one(a.polynomial, point, names[0])
        along = x[1] if len(x) > 1 else Q(0)
        constant = value(a.polynomial, point)
        y = value(a.polynomial, {**point, names[1]: 1}) - constant
        rows.append((along, y, constant))
    corners = []
    for (a, b, c), (d, e, f) in itertools.combinations(rows, 2):
        if a * e - b * d:
            x, y = (b * f - c * e) / (a * e - b * d), (c * d - a * f) / (a * e - b * d)
            if all(p * x + q * y + r >= 0 for p, q, r in rows):
                corners.append((x, y))
    if not corners:
        return False
    middle = dict(zip(names, (sum(c) / len(corners) for c in zip(*corners, strict=True)), strict=True))
    return holds(conjunction, {**point, **middle})


LINES = [
    "x - a",
    "y - b",
    "a*x + b*y - 1/3",
    "x - y",
    "y - x",
    "b*x - a*y",
    "1/2 - x - y",
    "a - b*x",
    "x + y - b",
    "(a - b)*x + 1/4 - y",
    "a - b",
]


@pytest.mark.parametrize("simplices", [[("x", "y")], [("x",), ("y",)]])
@pytest.mark.parametrize("seed", range(5))
def test_two_unknowns_against_the_corners_of_a_polygon(seed, simplices):
    rng = random.Random(seed)
    here = known(simplices)
    asked = [Atom(poly(here.ring, text), rng.choice([">", ">="])) for text in rng.sample(LINES, rng.randint(1, 3))]
    found = list(Projection(here, False).project(asked, ["x", "y"]))
    assert all(here.ring.parametric(a.polynomial) for case in found for a in case.atoms)
    for point in grid("ab", (-1, 0, Q(1, 4), Q(1, 3), Q(1, 2), 1)):
        assert somewhere(found, point) == polygon_has_a_point([*asked, *inside(here, "xy")], point), point


@pytest.mark.parametrize("seed", range(8))
def test_off_the_walls_left_aside_nothing_is_lost(seed):
    rng = random.Random(seed)
    here = known()
    here.aside = []
    asked = [Atom(poly(here.ring, text), rng.choice([">", ">="])) for text in rng.sample(LINES, rng.randint(1, 3))]
    found = list(Projection(here, True).project(asked, ["x", "y"]))
    for point in grid("ab", (-1, 0, Q(1, 4), Q(1, 3), Q(1, 2), 1)):
        if all(value(wall, point) for wall in here.aside):
            assert somewhere(found, point) == polygon_has_a_point([*asked, *inside(here, "xy")], point), point


PRODUCTS = [
    "(x - a)*(x - b)",
    "a*(x - 1/2)",
    "(x - a)**2*(x - b)",
    "(x - a)**2",
    "a*b*x - 1/4",
    "-(x - a)*(1 - b*x)",
    "a*x**2 - b*x + 1/9",
    "x**2 - a",
]


@pytest.mark.parametrize("seed", range(10))
def test_products_and_squares_of_one_unknown(seed):
    rng = random.Random(seed)
    here = known([("x",)], "x")
    asked = [Atom(poly(here.ring, text), rng.choice([">", ">=", "="])) for text in rng.sample(PRODUCTS, 1 + seed % 2)]
    found = list(Projection(here, False).project(asked, ["x"]))
    for point in grid("ab", (-1, 0, Q(1, 4), Q(1, 2), 2)):
        assert somewhere(found, point) == exists([*asked, *inside(here, "x")], point, "x"), point


@pytest.mark.parametrize("seed", range(4))
def test_generic_projections_of_squares_hold_off_walls_alone(seed):
    rng = random.Random(seed)
    here = known([("x",)], "x")
    here.aside = []
    asked = [Atom(poly(here.ring, text), rng.choice([">", ">="])) for text in ("a*x**2 - b*x + 1/9", *rng.sample(PRODUCTS, 1))]
    found = list(Projection(here, True).project(asked, ["x"]))
    assert here.aside and not any(a.relation == "=" for case in found for a in case.atoms)
    for point in grid("ab", (-1, Q(1, 4), Q(2, 3), 2)):
        if all(value(wall, point) for wall in here.aside):
            assert somewhere(found, point) == exists([*asked, *inside(here, "x")], point, "x"), point


@pytest.mark.parametrize("seed", range(3))
def test_what_follows_from_the_rest_changes_nothing(seed, monkeypatch):
    monkeypatch.setattr(projection, "FEW", 2)
    rng = random.Random(30 + seed)
    here = known()
    asked = [Atom(poly(here.ring, text), rng.choice([">", ">="])) for text in rng.sample(LINES, 4)]
    found = list(Projection(here, False).project(asked, ["x", "y"]))
    for point in grid("ab", (-1, 0, Q(1, 4), Q(1, 3), 1)):
        assert somewhere(found, point) == polygon_has_a_point([*asked, *inside(here, "xy")], point), point


def test_ranges_are_given_in_the_order_of_elimination():
    here = known([("x",)], "x")
    (found,) = Projection(here, False).project(atoms(here.ring, "x - a >= 0", "(1 + b**2)*x - b > 0", "1/2 - x > 0"), ["x"])
    (one,) = found.ranges
    texts = lambda bounds: {(here.ring.expression(*b.value).text(), b.strict) for b in bounds}  # noqa: E731
    assert one.name == "x" and one.atoms == () and texts(one.lower) == {("a", False), ("b/(1 + b**2)", True), ("0", True)}
    assert texts(one.upper) == {("1/2", True), ("1", True)}
    assert {here.ring.expression(a.polynomial).text() for a in found.atoms} >= {"1 - 2*a"}
    here = known()
    (found,) = Projection(here, False).project(atoms(here.ring, "x - y - a >= 0"), ["y", "x"])
    assert [r.name for r in found.ranges] in (["x", "y"], ["y", "x"]) and len(found.ranges) == 2
    (found,) = Projection(here, False).project(atoms(here.ring, "a > 0"), [])
    assert said(found.atoms) == said(atoms(here.ring, "a > 0")) and found.ranges == ()
    assert Range("x", (), ()).atoms == ()


def test_a_quadratic_range_is_given_by_its_comparisons():
    here = known([("x",)], "x")
    asked = atoms(here.ring, "x**2 - a >= 0", "b > 0")
    for found in Projection(here, False).project(asked, ["x"]):
        (one,) = found.ranges
        assert one.lower == one.upper == () and said(one.atoms) == said([asked[0], *inside(here, "x")])
        assert any(a.polynomial == here.ring.gen("b") for a in found.atoms)


def test_unknowns_with_limits_of_their_own():
    here = known([])
    limits = atoms(here.ring, "x >= 0", "2 - x >= 0", "y >= 0", "3 - y >= 0")
    found = list(Projection(here, False).project(atoms(here.ring, "x + y - a >= 0"), ["x", "y"], limits))
    assert [somewhere(found, {"a": a}) for a in (-1, 0, 4, 5, Q(51, 10))] == [True, True, True, True, False]


def test_a_value_that_is_left_out_leaves_all_others():
    here = known([("x",)], "x")
    found = list(Projection(here, False).project(atoms(here.ring, "(x - a)*(x - b) != 0", "x - b >= 0"), ["x"]))
    assert [somewhere(found, {"a": a, "b": b}) for a, b in ((2, Q(1, 2)), (-1, -1), (Q(1, 2), 0), (0, 1))] == [True, True, True, False]


def test_what_is_false_anyway_has_no_projection():
    here = known()
    assert list(Projection(here, False).project(atoms(here.ring, "-1 > 0"), ["x", "y"])) == []
    assert list(Projection(here, False).project(atoms(here.ring, "x + y - 1 >= 0"), ["x", "y"])) == []


@pytest.mark.parametrize("text", ["x**3 - a > 0", "(x**3 - a)*(x - b) >= 0"])
def test_higher_degrees_are_refused(text):
    here = known([("x",)], "x")
    with pytest.raises(NotLinear, match="x"):
        list(Projection(here, False).project(atoms(here.ring, text), ["x"]))


@pytest.mark.parametrize(
    "limit, most, fine", [("MOST_BOUNDS", 6, True), ("MOST_BOUNDS", 5, False), ("MOST_PAIRS", 9, True), ("MOST_PAIRS", 8, False)]
)
def test_so_many_bounds_are_too_many(limit, most, fine, monkeypatch):
    """With those of a probability there are three from below and three from above."""
    monkeypatch.setattr(projection, limit, most)
    here = known([("x",)], "x")
    asked = atoms(here.ring, "x - a >= 0", "x - b >= 0", "a + 1 - x >= 0", "b + 1 - x >= 0")
    if fine:
        assert len(list(Projection(here, False).project(asked, ["x"]))) == 1
    else:
        with pytest.raises(NotLinear):
            list(Projection(here, False).project(asked, ["x"]))


def test_steps_are_counted_anew_each_time(monkeypatch):
    monkeypatch.setattr(projection, "MOST_STEPS", 2)
    here = known([("x",)], "x")
    every = Projection(here, False)
    for _ in range(3):
        assert len(list(every.project(atoms(here.ring, "x - a >= 0"), ["x"]))) == 1
    monkeypatch.setattr(projection, "MOST_STEPS", 1)
    with pytest.raises(NotLinear):
        list(every.project(atoms(here.ring, "x - a >= 0"), ["x"]))


def test_cases_are_counted(monkeypatch):
    here = known([("x",)], "x")
    asked = atoms(here.ring, "(x - a)*(x - b) > 0", "(x - a/2)*(x - b/2) > 0")
    monkeypatch.setattr(projection, "MOST_CASES", 1)
    with pytest.raises(NotLinear):
        list(Projection(here, False).project(asked, ["x"]))
    with pytest.raises(NotLinear):
        list(Projection(here, False).project(atoms(here.ring, "a*x - b > 0"), ["x"]))
    monkeypatch.setattr(projection, "MOST_CASES", 4)
    assert list(Projection(here, False).project(asked, ["x"]))


def test_bounds_compare():
    here = known()
    ring = here.ring
    one, two = Bound((poly(ring, "a"), poly(ring, "2")), False), Bound((poly(ring, "b"), poly(ring, "3")), False)
    atom = Projection(here, False)._compare(one, two)
    assert atom.polynomial == poly(ring, "2*b - 3*a") and atom.relation == ">="
    strict = Bound(two.value, True)
    assert Projection(here, False)._compare(one, strict).relation == ">" == Projection(here, False)._compare(strict, one).relation
