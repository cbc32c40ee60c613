"""Unknowns that are roots: one branch for each root at which all comparisons hold, in closed form."""

import random
from fractions import Fraction

import pytest
from comparisons import atoms, exists, grid, holds, oracle, poly, roots, said, sign_near, value
from flint import fmpq, fmpq_poly

from games.numbers import read, root_of
from solvers.algebra.groebner import Shape
from solvers.algebra.real_roots import NotSolved, RootOf
from solvers.algebra.root_branches import composed, least_form, root_branches, some_value
from solvers.algebra.triangular import Branch

Q = Fraction


def numeric(equations, conditions=(), unknowns="xy", open_="x", values=None, positives=()):
    known = oracle("", unknowns, points=[()])
    ring = known.ring
    pairs = {name: tuple(poly(ring, t) for t in pair) for name, pair in (values or {}).items()}
    branch = Branch(
        pairs,
        tuple(open_),
        tuple(poly(ring, e) for e in equations),
        tuple(atoms(ring, *conditions)),
        tuple(poly(ring, p) for p in positives),
    )
    return ring, list(root_branches(known, branch, generic=False))


def closed(ring, root, solved):
    """All unknowns of a solved branch as numbers."""
    out = {root.name: root.value}
    for name, (top, bottom) in solved.values.items():
        out[name] = ring.expression(top, bottom).at({root.name: root.value})
    return {name: round(float(v), 12) for name, v in out.items()}


# ------------------------------------------------------------------ without parameters


@pytest.mark.parametrize(
    "equation, conditions, expected",
    [
        ("x**2 - 1/2", [], [2**-0.5]),
        ("(x**2 - 1/2)*(x**2 - 1/3)", [], [2**-0.5, 3**-0.5]),
        ("x**2 - x + 1/8", [], [0.5 - 8**-0.5, 0.5 + 8**-0.5]),
        ("x**2 - x + 1/8", ["x - 1/2 > 0"], [0.5 + 8**-0.5]),
        ("x**2 - x + 1/8", ["1/2 - x > 0"], [0.5 - 8**-0.5]),
        ("x**2 - x + 1/8", ["x - x**2 - 1/8 >= 0"], [0.5 - 8**-0.5, 0.5 + 8**-0.5]),
        ("x**2 - x + 1/8", ["x - x**2 - 1/8 > 0"], []),
        ("x**2 - 2", [], []),
        ("x**3 - x/2", [], [2**-0.5]),
        ("x**3 + x - 1", [], [0.682327803828]),
        ("(x - 1/3)*(x - 3)*(x**2 - 1/2)", [], [1 / 3, 2**-0.5]),
    ],
)
def test_one_unknown_without_parameters(equation, conditions, expected):
    _, found = numeric([equation], conditions)
    assert sorted(float(root.value) for root, _, _ in found) == pytest.approx(sorted(expected), abs=1e-11)
    for root, solved, cases in found:
        assert root.name == "x" and root.modulus is not None and cases == [[]]
        assert solved.open == () and not solved.unsolved and not solved.positives and "x" not in solved.values


def test_values_at_a_root_are_polynomials_in_it():
    ring, found = numeric(["x**2 - 1/2"], values={"y": ("x", "1 + x")}, positives=["1 - x"])
    ((root, solved, _),) = found
    assert closed(ring, root, solved) == {"x": round(2**-0.5, 12), "y": round(2**-0.5 / (1 + 2**-0.5), 12)}
    assert solved.values["y"][1] == 1


@pytest.mark.parametrize(
    "equations, expected",
    [
        (["x**2 + y**2 - 1/2", "x - 2*y"], [(2 / 10**0.5, 1 / 10**0.5)]),
        (["x**2 - 1/2", "y**2 - 1/3"], [(2**-0.5, 3**-0.5)]),
        (["x**2 - x + 1/8", "y - 1 + x"], [(0.5 - 8**-0.5, 0.5 + 8**-0.5), (0.5 + 8**-0.5, 0.5 - 8**-0.5)]),
        (["x*y - 1/8", "x + y - 3/4"], [(0.25, 0.5), (0.5, 0.25)]),
        (["x*y - 2", "x + y - 4"], []),
    ],
)
def test_coupled_unknowns_without_parameters(equations, expected):
    ring, found = numeric(equations, unknowns="xyz", open_="xy")
    points = sorted(tuple(closed(ring, root, solved)[n] for n in "xy") for root, solved, _ in found)
    assert len(points) == len(expected) and all(p == pytest.approx(e, abs=1e-11) for p, e in zip(points, sorted(expected), strict=True))
    assert all(solved.open == () and cases == [[]] for _, solved, cases in found)


def test_coupled_unknowns_with_comparisons_at_the_solutions():
    _, found = numeric(["x*y - 1/8", "x + y - 3/4"], ["x - y > 0"], open_="xy")
    assert len(found) == 1
    _, found = numeric(["x**2 - x + 1/8", "y - 1 + x"], ["x + y - 1 = 0", "x - y != 0"], open_="xy")
    assert len(found) == 2


def test_what_cannot_be_solved_is_said():
    with pytest.raises(NotSolved):
        numeric(["x**2 - 1/2"], open_="xy")  # y stays open
    with pytest.raises(NotSolved):
        numeric(["x*y - 1/2"], open_="xy")  # infinitely many
    with pytest.raises(NotSolved):  # no unknown alone tells the four solutions apart, and none is left to stand for their sum
        numeric(["x**2 - 1/2", "y**2 - 1/3"], open_="xy", unknowns="xy")


# ------------------------------------------------------------------ with parameters


def parametric(
    equations,
    conditions=(),
    domain=(),
    generic=True,
    points=((Q(1, 2), Q(1, 3)), (Q(1, 5), 2), (-1, 1)),
    unknowns="xy",
    open_="x",
    values=None,
):
    known = oracle("ab", unknowns, domain=domain, points=points)
    known.aside = []
    ring = known.ring
    pairs = {name: tuple(poly(ring, t) for t in pair) for name, pair in (values or {}).items()}
    branch = Branch(pairs, tuple(open_), tuple(poly(ring, e) for e in equations), tuple(atoms(ring, *conditions)))
    return known, list(root_branches(known, branch, generic=generic))


QUADRATICS = [
    ("a*x**2 - x + b", [], ["a > 0"]),
    ("x**2 - a*x + b", [], []),
    ("x**2 - a*x + b", ["x - b >= 0"], []),
    ("a*x**2 + b*x - 1/4", [], []),
    ("-x**2 + a", ["x + b - 1 > 0"], []),
    ("b*x**2 - x + a", ["b - a > 0", "x**3 - a != 0"], ["-b > 0"]),
]


@pytest.mark.parametrize("generic", [True, False])
@pytest.mark.parametrize("equation, conditions, domain", QUADRATICS)
def test_both_roots_of_a_quadratic(equation, conditions, domain, generic):
    if not generic and domain == [] and equation.startswith("a*"):
        with pytest.raises(NotSolved):  # the leading coefficient may be zero
            parametric([equation], conditions, domain, generic)
        return
    points = [(Q(1, 2), Q(1, 3)), (Q(1, 5), 2), (3, 1)] if domain != ["-b > 0"] else [(Q(1, 2), Q(-1, 3)), (-1, -1)]
    known, found = parametric([equation], conditions, domain, generic, points)
    ring = known.ring
    f, asked = poly(ring, equation), atoms(ring, *conditions)
    for point in grid("ab", (-2, Q(-1, 3), Q(1, 4), Q(1, 2), 1)):
        if not holds(known.domain, point) or any(not value(wall, point) for wall in known.aside):
            continue
        coefficients = [value(c, point) for c in ring.coefficients(f, "x")]
        right = [x for x in roots(coefficients) if 0 < x < 1 and all(a.holds(sign_near(a.polynomial, {**point, "x": x})) for a in asked)]
        told = sorted(float(_number(root.value, point)) for root, _, cases in found if any(holds(case, point) for case in cases))
        assert told == pytest.approx([float(x) for x in right]), point
    assert all(solved.open == () and root.name == "x" for root, solved, _ in found)


def _number(expression, point):
    return expression.at(point) if expression.free else expression


def test_the_wall_on_which_two_roots_meet_is_a_branch_of_its_own():
    known, found = parametric(["x**2 - a*x + b"], generic=False)
    root, _, ((*case,),) = found[-1]
    assert root.value == read("a/2") and said([c for c in case if c.relation == "="]) in (
        said(atoms(known.ring, "a**2 - 4*b = 0")),
        said(atoms(known.ring, "4*b - a**2 = 0")),
    )
    assert holds(case, {"a": 1, "b": Q(1, 4)}) and not holds(case, {"a": 2, "b": 1}) and not holds(case, {"a": -1, "b": Q(1, 4)})


def test_factors_with_parameters_are_solved_one_by_one():
    points = [(Q(p, 3), Q(q, 2)) for p in (-1, 1, 4) for q in (-1, 1, 3)]
    known, found = parametric(["(b*x - a)*(x**2 - a)*(x**3 - b)"], points=points)
    assert [root is None for root, _, _ in found].count(True) == 1
    (linear,) = [(solved, cases) for root, solved, cases in found if root is None]
    assert known.ring.expression(*linear[0].values["x"]) == read("a/b") and any(a.relation == "!=" for a in linear[1][0])
    cubic = [root for root, _, _ in found if root and root.polynomial is not None]
    assert [root.value.text() for root in cubic] == ["root(x**3 - b, 0, 1, 1)"]
    with pytest.raises(NotSolved):
        parametric(["(b*x - a)*(x**2 - a)"], generic=False)


def test_coupled_equations_with_parameters():
    known, found = parametric(["x**2 + y**2 - a", "x - 2*y"], open_="xy")
    (solution,) = [(root, solved, cases) for root, solved, cases in found if any(holds(c, {"a": Q(1, 2), "b": 1}) for c in cases)]
    values = {solution[0].name: float(solution[0].value.at({"a": Q(1, 2)}))}
    for name, (top, bottom) in solution[1].values.items():
        values[name] = float(known.ring.expression(top, bottom).at({solution[0].name: solution[0].value}).at({"a": Q(1, 2)}))
    assert values["x"] == pytest.approx(2 / 10**0.5) and values["y"] == pytest.approx(1 / 10**0.5)
    with pytest.raises(NotSolved):
        parametric(["x**2 + y**2 - a", "x - 2*y"], open_="xy", generic=False)
    assert parametric(["x**2 + y**2 - a", "x*y - 2"], open_="xy")[1] == []  # no solution between 0 and 1: seen before it is solved


@pytest.mark.parametrize("b, there", [(Q(1, 3), True), (Q(1, 9), False), (Q(-1, 3), False)])
def test_comparisons_of_unknowns_with_a_negative_denominator(b, there):
    """y = -b/(x - 1) is 2*b at x = 1/2."""
    _, found = parametric(
        ["x**2 - a", "y*(x - 1) + b"], ["y - 1/2 > 0"], open_="xy", points=[(Q(1, 4), Q(1, 3)), (Q(1, 4), Q(1, 9)), (2, 1)]
    )
    assert any(holds(case, {"a": Q(1, 4), "b": b}) for _, _, cases in found for case in cases) is there


def test_generic_roots_of_a_cubic_leave_walls_aside():
    known, found = parametric(["8*x**3 - 6*x + a"], points=[(Q(k, 2), 1) for k in range(-5, 6)])
    assert (
        len(found) == 2
        and {str(p) for p in known.aside} >= {"a", "a - 2"}
        and not any(c.relation == "=" for _, _, cases in found for case in cases for c in case)
    )


# ------------------------------------------------------------------ short forms and values


def test_a_polynomial_in_terms_of_a_shape():
    ring = oracle("", "xyz").ring
    shape = Shape(fmpq_poly([-2, 0, 1]), (1, 0), (fmpq_poly([0, 1]), fmpq_poly([1, 1])))
    assert composed(ring, poly(ring, "x**2*y - 3*x + y**2"), ("x", "y"), shape) == fmpq_poly([2 + 3, 2 - 3 + 2])
    assert composed(ring, poly(ring, "0"), ("x", "y"), shape) == 0 and composed(ring, poly(ring, "7/2"), ("x", "y"), shape) == fmpq(7, 2)


def test_quotients_at_a_root_in_least_terms():
    ring = oracle("a", "xy").ring
    modulus = fmpq_poly([-2, 0, 1])
    root = RootOf("x", root_of(modulus, fmpq(1), fmpq(2)), modulus)
    top, bottom = least_form(ring, poly(ring, "1"), poly(ring, "1 + x"), root)
    assert ring.expression(top, bottom) == read("x - 1") and bottom.is_constant()
    top, bottom = least_form(ring, poly(ring, "x**3 + 1"), poly(ring, "x - 1"), root)
    assert ring.expression(top, bottom) == read("5 + 3*x") and bottom.is_constant()
    other = poly(ring, "x*y"), poly(ring, "1 + x")
    assert least_form(ring, *other, root) == other
    plain = RootOf("x", read("sqrt(a)"))
    assert least_form(ring, *other, plain) == other


def test_quotients_at_a_root_with_parameters():
    ring = oracle("a", "xy").ring
    root = RootOf("x", read("a"), polynomial=poly(ring, "2*x**3 - a*x + 1"))
    top, bottom = least_form(ring, poly(ring, "x**3"), poly(ring, "x**4 + y"), root)
    assert top == poly(ring, "(a*x - 1)/2") and bottom == poly(ring, "(a*x**2 - x)/2 + y")
    root = RootOf("x", read("a"), polynomial=poly(ring, "a*x**3 - x + 1"))  # which may not be divided by a
    pair = poly(ring, "x**3"), poly(ring, "x**4 + y")
    assert least_form(ring, *pair, root) == pair


@pytest.mark.parametrize(
    "texts, some",
    [
        ([], True),
        (["x - 1/2 > 0"], True),
        (["x - 1/2 >= 0", "1/2 - x >= 0"], True),
        (["x - 1/2 > 0", "1/2 - x >= 0"], False),
        (["x - 1/3 > 0", "1/2 - x > 0", "x - 2/5 != 0"], True),
        (["x**2 - 1/2 > 0", "5/7 - x > 0"], True),
        (["6*x - x**2 - 1 > 0", "1/5 - x > 0"], True),  # from 3 - 2*sqrt(2) on, which is near 1/5
        (["x**2 - 1/2 > 0", "1/2 - x**2 > 0"], False),
        (["x - 1 > 0"], False),
        (["x - 1 >= 0"], False),
        (["-x >= 0"], False),
        (["(x - 1/3)*(2/3 - x)*(x - 1/2) > 0", "x - 1/4 > 0"], True),
        (["-(x - 1/3)**2 >= 0"], True),
        (["-(x - 1/3)**2 > 0"], False),
        (["1 > 0"], True),
        (["-1 > 0"], False),
    ],
)
def test_some_value_of_an_unknown(texts, some):
    known = oracle("", "x", points=[()])
    asked = atoms(known.ring, *texts)
    found = some_value(known, asked, "x")
    assert (found is not None) is some
    if found is not None:
        assert 0 < found < 1 and holds(asked, {"x": found})


@pytest.mark.parametrize("seed", range(12))
def test_some_value_against_a_grid(seed):
    rng = random.Random(seed)
    known = oracle("", "x", points=[()])
    texts = [
        "*".join(f"(x - {rng.randint(1, 11)}/12)" for _ in range(rng.randint(1, 3))) + rng.choice([" >= 0", " > 0", " != 0"])
        for _ in range(3)
    ]
    texts = [rng.choice(["", "-"]) + text for text in texts]
    asked = atoms(known.ring, *texts)
    found = some_value(known, asked, "x")
    assert (found is not None) == any(holds(asked, {"x": Q(k, 24)}) for k in range(1, 24)) and (found is None or holds(asked, {"x": found}))


@pytest.mark.parametrize("seed", range(12))
def test_some_value_between_roots_that_are_near_one_another(seed):
    rng = random.Random(seed)
    known = oracle("", "x", points=[()])
    near = Q(rng.randint(20, 80), 100)
    square = f"x**2 - {near**2 + Q(1, 10 ** rng.randint(3, 9))}"
    texts = [rng.choice(["", "-"]) + f"({part}) > 0" for part in (square, f"x - {near}", f"x - {near + Q(1, 10**6)}")]
    asked = atoms(known.ring, *texts)
    found = some_value(known, asked, "x")
    assert (found is not None) == exists([*asked, *atoms(known.ring, "x > 0", "1 - x > 0")], {}, "x")
    assert found is None or holds(asked, {"x": found})
