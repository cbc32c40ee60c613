"""Roots of cubics and more with parameters: which of them satisfy all comparisons, region by region, against isolated roots."""

import random
from fractions import Fraction

import pytest
from comparisons import atoms, grid, holds, in_one, oracle, poly, said, value
from flint import fmpq, fmpq_poly

from games.numbers import roots_inside, sign_at
from solvers.algebra import implicit_roots as module
from solvers.algebra.implicit_roots import Regions, implicit_roots, named
from solvers.algebra.real_roots import NotSolved
from solvers.algebra.triangular import Branch

Q = Fraction


def plane(domain=("a > 0", "1 - a > 0", "b > 0", "1 - b > 0"), seed=1, count=40, parameters="ab", unknowns="xy"):
    rng = random.Random(seed)
    points = [[Q(rng.randint(1, 100), 101) for _ in parameters] for _ in range(count)]
    return oracle(parameters, unknowns, domain=domain, points=points)


def right(f, bound, point):
    """The numbers of the roots in (0, 1) at which all comparisons hold."""
    univariate = _univariate(f, point)
    if univariate.degree() < 1:
        return set()
    found = set()
    for k, (g, low, high) in enumerate(roots_inside(univariate, fmpq(0), fmpq(1)), 1):
        if all(a.holds(sign_at(_univariate(a.polynomial, point), g, low, high)) for a in bound):
            found.add(k)
    return found


def _univariate(p, point):
    return fmpq_poly([fmpq(c.numerator, c.denominator) for c in in_one(p, point, "x")])


CASES = [
    ("x**3 - a*x + b/4", [], "ab"),
    ("x**3 - a*x + b/4", ["x - b > 0"], "ab"),
    ("x**3 + b*x - a", ["x - 1/2 >= 0"], "ab"),
    ("x**3 + x - a - b", ["x - a > 0", "1 - b*x - a > 0"], "ab"),
    ("x**3 + x**2 - a", ["x**4 - a*b > 0"], "ab"),
    ("8*x**3 - 6*x + a", ["x - 1/2 != 0"], "ab"),
]


@pytest.mark.parametrize("generic", [True, False])
@pytest.mark.parametrize("f, bound, names", CASES)
def test_regions_tell_which_roots_satisfy_all_comparisons(f, bound, names, generic):
    here = plane()
    here.aside = []
    polynomial, asked = poly(here.ring, f), atoms(here.ring, *bound)
    regions = Regions(here, polynomial, "x", asked, generic=generic)
    regions.oracle.aside = here.aside
    found = list(regions.by_root(atoms(here.ring, "a + b - 1/5 >= 0")))
    for point in random.Random(3).sample(grid("ab", [Q(k, 13) for k in range(1, 13)]), 40):
        if any(value(wall, point) == 0 for wall in here.aside):
            continue
        told = {number for number, region in found if holds(region, point)}
        expected = right(polynomial, asked, point) if point["a"] + point["b"] >= Q(1, 5) else set()
        assert told == expected if regions.decided else told <= expected, point
    if generic:
        assert regions.decided


def test_a_comparison_that_holds_at_no_root_leaves_nothing():
    here = plane()
    for bound, generic in (
        (["x**3 - a > 0"], True),
        (["x**3 - a != 0"], False),
        (["-1 >= 0"], True),
        (["x**4 - a*x > 0"], False),
        (["x - b = 0"], True),
    ):
        regions = Regions(here, poly(here.ring, "x**3 - a"), "x", atoms(here.ring, *bound), generic=generic)
        assert list(regions.by_root([])) == [] and regions.decided
    regions = Regions(here, poly(here.ring, "x**3 - a"), "x", atoms(here.ring, "x**3 - a >= 0", "x**3 = a"), generic=False)
    assert {n for n, _ in regions.by_root([])} == {1} and regions.bound == []


def test_an_equation_in_the_parameters_is_left_aside():
    here = plane()
    regions = Regions(here, poly(here.ring, "x**3 - a"), "x", [], generic=True)
    regions.oracle.aside = []
    assert list(regions.by_root(atoms(here.ring, "a - b = 0"))) == [] and len(regions.oracle.aside) == 1
    assert list(regions.by_root(atoms(here.ring, "a - 2 > 0"))) == []
    exact = Regions(here, poly(here.ring, "x**3 - a"), "x", [], generic=False)
    ((number, region),) = exact.by_root(atoms(here.ring, "a - b = 0"))
    assert number == 1 and holds(region, {"a": Q(1, 2), "b": Q(1, 2)}) and not holds(region, {"a": Q(1, 2), "b": Q(1, 3)})


def test_questions_asked_for_one_polynomial_do_not_move_those_of_another():
    here = plane()
    before = here.size
    list(Regions(here, poly(here.ring, "x**3 - a*x + b/4"), "x", [], generic=True).by_root([]))
    assert here.size == before and not here.proved


def test_regions_are_limited_in_number(monkeypatch):
    here = plane()
    f, bound = poly(here.ring, "x**3 - a*x + b/4"), atoms(here.ring, "x - b > 0")
    monkeypatch.setattr(module, "MOST_REGIONS", 1)
    regions = Regions(here, f, "x", bound, generic=True)
    list(regions.by_root([]))
    assert not regions.decided and regions.tried == 1
    monkeypatch.setattr(module, "MOST_REGIONS", 300)
    monkeypatch.setattr(module, "DEEPEST", 1)
    regions = Regions(here, f, "x", bound, generic=True)
    list(regions.by_root([]))
    assert not regions.decided and 1 < regions.tried <= 3
    monkeypatch.setattr(module, "DEEPEST", 2)
    regions = Regions(here, f, "x", bound, generic=True)
    list(regions.by_root([]))
    assert not regions.decided and 3 < regions.tried <= 7


def test_a_sign_that_a_region_states_needs_no_question(monkeypatch):
    here = plane()
    regions = Regions(here, poly(here.ring, "x**3 - a"), "x", [], generic=True)
    factor = poly(here.ring, "a - b")
    assert regions._sign_of_factor(atoms(here.ring, "a - b - 1/9 > 0"), factor) == 1
    monkeypatch.setattr(module, "LARGEST", 1)  # so that z3 is asked of monomials alone
    assert regions._sign_of_factor(atoms(here.ring, "a - b > 0"), factor) == 1
    assert regions._sign_of_factor(atoms(here.ring, "b - a > 0"), factor) == -1
    assert regions._sign_of_factor(atoms(here.ring, "a - b >= 0"), factor) is None is regions._sign_of_factor([], factor)
    assert regions.walls._noted == [factor]


# ------------------------------------------------------------------ branches


def branches(f, conditions, generic=True, unknowns="xy", parameters="ab"):
    here = plane(unknowns=unknowns, parameters=parameters, domain=[d for n in parameters for d in (f"{n} > 0", f"1 - {n} > 0")])
    branch = Branch(
        {"y": (poly(here.ring, "x"), here.ring.one)} if "y" in unknowns else {},
        ("x",),
        (poly(here.ring, f),),
        tuple(atoms(here.ring, *conditions)),
    )
    name = "x" if "x" in unknowns else unknowns[0]
    return here, list(implicit_roots(here, branch, poly(here.ring, f), name, generic=generic))


def test_a_branch_for_each_root_with_its_regions():
    here, found = branches("8*x**3 - 6*x + a", ["a - b > 0"])
    assert [root.value.text() for root, _, _ in found] == ["root(a - 6*x + 8*x**3, 0, 1, 1)", "root(a - 6*x + 8*x**3, 0, 1, 2)"]
    for root, solved, cases in found:
        assert solved.open == () and not solved.unsolved and root.name == "x" and root.polynomial == poly(here.ring, "8*x**3 - 6*x + a")
        assert [any(holds(c, {"a": a, "b": b}) for c in cases) for a, b in ((Q(1, 2), Q(1, 3)), (Q(1, 2), Q(2, 3)))] == [True, False]
    _, found = branches("8*x**3 - 6*x + a", ["2*x - 1 > 0", "a - b > 0"])
    assert [root.value.text()[-2] for root, _, _ in found] == ["2"]


def test_a_comparison_of_another_unknown_beside_the_root_is_refused():
    with pytest.raises(NotSolved):
        branches("x**3 - a", ["x - y > 0"])
    here, found = branches("x**3 - a", ["y - 1/2 > 0"])  # of the other alone it is kept
    ((_, _, cases),) = found
    assert all(said(atoms(here.ring, "y - 1/2 > 0"))[0] in said(case) for case in cases)


def test_a_parameter_called_x_cannot_stand_beside_a_root():
    here = plane(parameters="xb", unknowns="z", domain=("x > 0", "b > 0"))
    with pytest.raises(NotSolved):
        list(implicit_roots(here, Branch({}, ("z",)), poly(here.ring, "z**3 - x"), "z", generic=True))


def test_roots_are_named_by_their_numbers():
    here = plane(unknowns="z")
    assert named(here.ring, poly(here.ring, "2*z**3/3 - 2*a/3"), "z", 2).text() == "root(x**3 - a, 0, 1, 2)"


@pytest.mark.parametrize(
    "relation, negations", [(">", [("-a", ">=")]), (">=", [("-a", ">")]), ("!=", [("a", "=")]), ("=", [("a", ">"), ("-a", ">")])]
)
def test_when_a_comparison_fails(relation, negations):
    here = plane()
    (atom,) = atoms(here.ring, f"a {relation} 0")
    assert [(str(a.polynomial), a.relation) for a in module._failing(atom)] == negations


def test_regions_that_are_told_twice_are_one():
    here = plane()
    one, two = atoms(here.ring, "a > 0", "b > 0")
    found = list(module._distinct([([one, two], (True,)), ([two, one], (True,)), ([one], (True,))]))
    assert [len(region) for region, _ in found] == [2, 1]
