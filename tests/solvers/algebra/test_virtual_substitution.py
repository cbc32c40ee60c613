"""Comparisons at roots of quadratics, and unknowns of degree two eliminated: true exactly where some value satisfies all."""

import random
from fractions import Fraction

import pytest
from comparisons import atoms, exists, grid, holds, oracle, poly, roots, said, sign_near, value

from solvers.algebra.sign_oracle import Atom
from solvers.algebra.virtual_substitution import at_root, conjunctions, eliminate

Q = Fraction
RELATIONS = (">", ">=", "=", "!=")


def free(points=((1, 2, 3), (-1, Q(1, 2), 2), (2, -3, 1))):
    return oracle("abc", "x", points=points)


def somewhere(cases, point):
    return any(holds(case, point) for case in cases)


# ------------------------------------------------------------------ at a root


@pytest.mark.parametrize("relation", RELATIONS)
@pytest.mark.parametrize(
    "text", ["x - 1/2", "b*x + c", "-1", "x**2 - c*x - 1", "x**3 - a", "a*x**2 + b*x + c", "x**4 - c*x**3 + 1/7", "c - x**2*b"]
)
def test_comparisons_at_a_root_of_a_quadratic(text, relation):
    ring = free().ring
    a, b, c = map(ring.gen, "abc")
    p, rng = poly(ring, text), random.Random(text)
    points = [dict(zip("abc", (Q(rng.randint(-4, 4)), Q(rng.randint(-6, 6), 2), Q(rng.randint(-4, 4))), strict=True)) for _ in range(30)]
    for point in points:
        there = roots([point["c"], point["b"], point["a"]])
        if len(there) != 2:
            continue
        leads = 1 if point["a"] > 0 else -1
        for root, sign in zip(there, (-1, 1) if leads > 0 else (1, -1), strict=True):
            cases = at_root(ring, Atom(p, relation), "x", (a, b, c), b * b - 4 * a * c, sign, leads)
            assert somewhere(cases, point) == Atom(p, relation).holds(sign_near(p, {**point, "x": root})), (point, root)


def test_known_comparisons_at_known_roots():
    """The roots of 2 x^2 - 3 x + 1 are 1/2 and 1."""
    ring = free().ring
    abc, d = tuple(ring.constant(k) for k in (2, -3, 1)), ring.one
    for text, at_half, at_one in (("2*x - 1", 0, 1), ("x - 1", -1, 0), ("3*x - 2", -1, 1), ("4*x**3 - 1", 1 - 3 / 2, 3), ("x", 1, 1)):
        for relation in RELATIONS:
            atom = Atom(poly(ring, text), relation)
            for sign, v in ((-1, at_half), (1, at_one)):
                assert somewhere(at_root(ring, atom, "x", abc, d, sign, 1), {}) == atom.holds((v > 0) - (v < 0))


# ------------------------------------------------------------------ conjunctions


PARTS = [
    "a > 0",
    "b > 0",
    "a - b > 0",
    "a - b >= 0",
    "a + b - 2 >= 0",
    "b - a >= 0",
    "c - a > 0",
    "1 - c >= 0",
    "a*b - 1 > 0",
    "a = 0",
    "a - c != 0",
]
POINTS = grid("abc", (-2, 0, Q(1, 2), 1))


@pytest.mark.parametrize("seed", range(12))
def test_one_alternative_of_each_option(seed):
    rng = random.Random(seed)
    known = free()
    assumed = atoms(known.ring, *rng.sample(PARTS, rng.randint(0, 2)))
    options = [
        [atoms(known.ring, *rng.sample(PARTS, rng.randint(1, 2))) for _ in range(rng.randint(1, 3))] for _ in range(rng.randint(0, 3))
    ]
    found = list(conjunctions(known, assumed, options, generic=False))
    for point in POINTS:
        expected = holds(assumed, point) and all(somewhere(option, point) for option in options)
        assert somewhere(found, point) == expected, point


@pytest.mark.parametrize("seed", range(8))
def test_generic_conjunctions_lose_nothing_off_the_walls(seed):
    rng = random.Random(100 + seed)
    known = free()
    known.aside = []
    assumed = atoms(known.ring, *rng.sample(PARTS, 2))
    options = [[atoms(known.ring, *rng.sample(PARTS, rng.randint(1, 2))) for _ in range(2)] for _ in range(2)]
    found = list(conjunctions(known, assumed, options, generic=True))
    assert not any(a.relation == "=" for case in found for a in case)
    for point in POINTS:
        if all(value(wall, point) for wall in known.aside):
            assert somewhere(found, point) == (holds(assumed, point) and all(somewhere(option, point) for option in options))


def test_no_alternative_is_none_and_an_empty_one_is_always_true():
    known = free()
    assumed = atoms(known.ring, "a > 0")
    find = lambda *options: [said(case) for case in conjunctions(known, assumed, options, generic=False)]  # noqa: E731
    assert find() == [said(assumed)] == find([[]]) == find([[], atoms(known.ring, "b > 0")])
    assert find([]) == [] == find([atoms(known.ring, "-a > 0")]) == find([[]], [])
    assert find([atoms(known.ring, "b > 0")], [atoms(known.ring, "c > 0")]) == [said(atoms(known.ring, "a > 0", "b > 0", "c > 0"))]
    assert find([atoms(known.ring, "b > 0", "c > 0"), atoms(known.ring, "b > 0")]) == [said(atoms(known.ring, "a > 0", "b > 0"))]
    assert find([atoms(known.ring, "a >= 0", "b > 0"), atoms(known.ring, "a > 0", "c > 0")]) == [
        said(atoms(known.ring, "a > 0", "b > 0")),
        said(atoms(known.ring, "a > 0", "c > 0")),
    ]
    assert list(conjunctions(known, atoms(known.ring, "-1 > 0"), [], generic=False)) == []


def test_what_can_hold_nowhere_is_left_out():
    known = free()
    squares = atoms(known.ring, "a**2 + b**2 - 1 >= 0", "1/2 - a**2 - b**2 >= 0")
    assert list(conjunctions(known, squares, [], generic=False)) == []
    known.aside = []
    assert list(conjunctions(known, squares, [], generic=True)) == [] and len(known.aside) == 2
    point_only = atoms(known.ring, "a**2 + b**2 - 1 >= 0", "1 - a - b**2 >= 0", "a - 1 >= 0")
    assert len(list(conjunctions(known, point_only, [], generic=False))) == 1
    known.aside = []
    assert list(conjunctions(known, point_only, [], generic=True)) == [] and len(known.aside) == 3
    known.aside = []
    assert list(conjunctions(known, atoms(known.ring, "a - b = 0", "c > 0"), [], generic=True)) == [] and len(known.aside) == 1


# ------------------------------------------------------------------ elimination


BOUNDS = [
    "x - a >= 0",
    "x - a > 0",
    "b - x > 0",
    "b*x - 1 >= 0",
    "c - a*x >= 0",
    "a*x**2 + b*x + c > 0",
    "a*x**2 + b*x + c >= 0",
    "a*x**2 - x + 1/9 >= 0",
    "x**2 - b > 0",
    "b - x**2 >= 0",
    "(x - a)**2 > 0",
    "-(x - a)**2 >= 0",
    "c - 1/2 > 0",
    "-c*x**2 + a*x - 1/8 > 0",
]


@pytest.mark.parametrize("seed", range(10))
def test_some_value_satisfies_all_exactly_where_it_is_said(seed):
    rng = random.Random(seed)
    known = free()
    asked = atoms(known.ring, "x > 0", "1 - x > 0", *rng.sample(BOUNDS, 1 + seed % 2))
    found = list(eliminate(known, asked, "x", generic=False))
    assert not any(known.ring.degree(a.polynomial, "x") for case in found for a in case)
    for point in rng.sample(grid("abc", (-1, 0, Q(1, 4), Q(1, 2), 2)), 40):
        assert somewhere(found, point) == exists(asked, point, "x"), point


@pytest.mark.parametrize("seed", range(4))
def test_generic_elimination_is_right_off_the_walls(seed):
    rng = random.Random(50 + seed)
    known = free()
    known.aside = []
    asked = atoms(known.ring, "x > 0", "1 - x > 0", *rng.sample(BOUNDS, 1 + seed % 2))
    found = list(eliminate(known, asked, "x", generic=True))
    for point in rng.sample(grid("abc", (-1, Q(1, 4), Q(3, 7), 2)), 30):
        if all(value(wall, point) for wall in known.aside):
            assert somewhere(found, point) == exists(asked, point, "x"), point


def test_a_double_root_alone():
    known = oracle("a", "x", domain=("a > 0",), points=[(Q(1, 3),), (2,)])
    for text, alone in (("-(x - a)**2 >= 0", True), ("-(x - a)**2 > 0", False)):
        found = list(eliminate(known, atoms(known.ring, "x > 0", "1 - x > 0", text), "x", generic=False))
        assert [somewhere(found, {"a": v}) for v in (Q(1, 2), 1, 2)] == [alone, False, False]
