"""Equations solved in triangular form: every solution lies in exactly one branch, and what lies in a branch is a solution."""

import random
from fractions import Fraction

import pytest
from comparisons import atoms, grid, holds, oracle, poly, said, value

from games.numbers import read
from solvers.algebra.sign_oracle import Atom
from solvers.algebra.triangular import Branch, Triangular, simplified, simplify_all

Q = Fraction


def unit():
    return oracle("abc", "xy", domain=("a > 0", "1 - a > 0", "b > 0"), points=[(Q(1, 3), 2, 1), (Q(2, 3), Q(1, 2), -1)])


# ------------------------------------------------------------------ comparisons made short


@pytest.mark.parametrize(
    "text, short",
    [
        ("3 > 0", True),
        ("-3 >= 0", False),
        ("0 >= 0", True),
        ("0 > 0", False),
        ("a > 0", True),
        ("a = 0", False),
        ("-a >= 0", False),
        ("a - 2 != 0", True),
        ("a*b**2*(a - 2) > 0", False),
        ("(a - 2)**2*b > 0", True),
        ("a*c > 0", "c > 0"),
        ("-a*c/3 > 0", "-c > 0"),
        ("(a - 2)*c >= 0", "-c >= 0"),
        ("(a - 2)**3*c >= 0", "-c >= 0"),
        ("(a - 2)**2*c >= 0", "c >= 0"),
        ("c**2 > 0", "c**2 > 0"),
        ("-c**4*a >= 0", "-c**2 >= 0"),
        ("-c**3 >= 0", "-c >= 0"),
        ("-2*c**3*b = 0", "c = 0"),
        ("c**2*(a - c) != 0", "c*(a - c) != 0"),
        ("c*(b - c) > 0", "c*(b - c) > 0"),
    ],
)
def test_factors_of_known_sign_are_dropped(text, short):
    known = unit()
    (atom,) = atoms(known.ring, text)
    found = simplified(known, atom)
    if isinstance(short, bool):
        assert found is short
    else:
        (expected,) = atoms(known.ring, short)
        assert found.relation == expected.relation
        ratio = found.polynomial / expected.polynomial
        assert ratio.is_constant() and (ratio == 1 or (expected.relation in ("=", "!=") and ratio == -1))


@pytest.mark.parametrize(
    "texts, short",
    [
        (["c > 0", "2*c > 0", "a*c > 0"], ["c > 0"]),
        (["c >= 0", "c > 0"], ["c > 0"]),
        (["c > 0", "c >= 0"], ["c > 0"]),
        (["c >= 0", "-c >= 0"], ["c = 0"]),
        (["-c >= 0", "b - c > 0", "c >= 0"], ["-c = 0", "b - c > 0"]),
        (["c >= 0", "-c > 0"], ["c >= 0", "-c > 0"]),
        (["c >= 0", "-c >= 0", "c > 0"], ["-c >= 0", "c > 0"]),
        (["c != 0", "c > 0"], ["c != 0", "c > 0"]),
        (["c > 0", "a > 0"], ["c > 0"]),
        (["c > 0", "-a > 0"], None),
        ([], []),
    ],
)
def test_comparisons_are_kept_once(texts, short):
    known = unit()
    found = simplify_all(known, atoms(known.ring, *texts))
    assert found is None if short is None else said(found) == said(atoms(known.ring, *short))


# ------------------------------------------------------------------ systems


def test_a_branch_once_a_root_is_known():
    ring = unit().ring
    branch = Branch({}, ("x", "y"), (poly(ring, "x**2 - a"),), tuple(atoms(ring, "c > 0")), (poly(ring, "x"),))
    assert said(branch.conditions) == said(atoms(ring, "c > 0", "x > 0"))
    solved = branch.solved_by_root("x")
    assert solved.open == ("y",) and not solved.unsolved and not solved.positives and said(solved.atoms) == said(branch.atoms)
    assert branch.pins == {} and Branch({}, ()).pins is not Branch({}, ()).pins


def solve(known, equations, conditions=(), positives=("x", "1 - x", "y", "1 - y"), generic=False):
    ring = known.ring
    given = [(poly(ring, e), k) for k, e in enumerate(equations)]
    return list(Triangular(known, generic).solve(("x", "y"), given, atoms(ring, *conditions), [poly(ring, p) for p in positives]))


def lies_in(branch, point):
    """Whether a point lies in a branch."""
    for name, (top, bottom) in branch.values.items():
        if not value(bottom, point) or value(top, point) / value(bottom, point) != point[name]:
            return False
    return holds(branch.conditions, point) and all(value(e, point) == 0 for e in branch.unsolved)


POOL = [
    "x - a",
    "y - c",
    "x + y - 2*a",
    "x*y - a*c",
    "(x - a)*(y - c)",
    "c*x - a*y",
    "(c - 1/2)*x - (c - 1/2)*y",
    "(a - c)*(x - 1/4)",
    "x**2 - a**2",
    "x**2 - y**2 + c - a",
    "(x - y)**2",
    "x*y - x - y + 3/4",
    "c - a",
    "x*(y - c) + c - 1/2",
]
VALUES = [Q(1, 4), Q(1, 2), Q(3, 4)]
INSIDE = grid("acxy", VALUES)


@pytest.mark.parametrize("seed", range(14))
def test_every_solution_lies_in_exactly_one_branch(seed):
    rng = random.Random(seed)
    known = oracle("ac", "xy", domain=("a > 0", "1 - a > 0"), points=[(Q(1, 3), 2), (Q(2, 3), Q(1, 2)), (Q(1, 5), -1)])
    equations = rng.sample(POOL, rng.randint(1, 3))
    conditions = rng.sample(["x - y >= 0", "a - c > 0", "x*c - 1/8 >= 0", "y - 1/2 != 0"], rng.randint(0, 2))
    branches = solve(known, equations, conditions)
    given, asked = [poly(known.ring, e) for e in equations], atoms(known.ring, *conditions)
    for point in INSIDE:
        solution = all(value(e, point) == 0 for e in given) and holds(asked, point)
        assert [lies_in(branch, point) for branch in branches].count(True) == solution, (equations, conditions, point)
    for branch in branches:
        assert sorted([*branch.values, *branch.open]) == ["x", "y"] and branch.pins.keys() == branch.values.keys()
        assert all(not set(known.ring.open(p)) - set(branch.open) for pair in branch.values.values() for p in pair)
        assert all(not set(known.ring.open(a.polynomial)) - set(branch.open) for a in branch.conditions)


@pytest.mark.parametrize("seed", range(8))
def test_off_the_walls_left_aside_nothing_is_lost(seed):
    rng = random.Random(seed)
    known = oracle("ac", "xy", domain=("a > 0", "1 - a > 0"), points=[(Q(1, 3), 2), (Q(2, 3), Q(1, 2)), (Q(1, 5), -1)])
    known.aside = []
    equations = rng.sample(POOL, rng.randint(1, 2))
    branches = solve(known, equations, ["a + c - 2/3 >= 0", "x - c >= 0"], generic=True)
    given, asked = [poly(known.ring, e) for e in equations], atoms(known.ring, "a + c - 2/3 >= 0", "x - c >= 0")
    for point in INSIDE:
        if all(value(e, point) == 0 for e in given) and holds(asked, point) and all(value(w, point) for w in known.aside):
            assert any(lies_in(branch, point) for branch in branches), (equations, point)


@pytest.mark.parametrize(
    "equations, values",
    [
        (["x - a", "y - x*a"], {"x": "a", "y": "a**2"}),
        (["y - x*a", "x - 1/2"], {"x": "1/2", "y": "a/2"}),
        (["x + y - 1", "x - y - a"], {"x": "(1 + a)/2", "y": "(1 - a)/2"}),
        (["b*x - 1 + x", "y*(1 + x) - x"], {"x": "1/(1 + b)", "y": "1/(2 + b)"}),
        (["x*b + x - b", "y*x - x/3"], {"x": "b/(1 + b)", "y": "1/3"}),
    ],
)
def test_unknowns_are_given_in_the_parameters(equations, values):
    known = unit()
    (branch,) = solve(known, equations)
    assert {name: known.ring.expression(*pair) for name, pair in branch.values.items()} == {
        name: known.ring.expression(*known.ring.pair(read(text))) for name, text in values.items()
    }
    assert branch.open == () and not branch.unsolved and set(branch.pins.values()) == {0, 1}
    for top, bottom in branch.values.values():
        assert known.sign(bottom) == 1 and top.gcd(bottom).is_constant()


def test_what_pins_an_unknown_is_kept():
    (branch,) = solve(unit(), ["y - a", "x - y/2"])
    assert branch.pins == {"y": 0, "x": 1}


def test_what_is_divided_by_has_a_known_sign_where_there_is_a_choice():
    (branch,) = solve(unit(), ["c*x - y + a/3"])
    assert branch.open == ("x",) and not any(a.relation == "!=" for a in branch.atoms)
    (branch,) = solve(unit(), ["y*(a - 2) + x*c - a"])
    assert branch.open == ("x",)


def test_contradictions_leave_no_branch():
    known = unit()
    assert solve(known, ["1"]) == [] == solve(known, ["a"]) == solve(known, ["x - 2"]) == solve(known, ["x - a", "x - a - 1"])
    assert solve(known, [], ["-a > 0"]) == [] == solve(known, ["x - c"], ["c - 1 > 0"], positives=["1 - c"])[1:]
    (branch,) = solve(known, ["0", "x - x"])
    assert branch.open == ("x", "y") and not branch.unsolved


def test_what_no_linear_step_solves_is_kept_with_values_put_in():
    known = unit()
    (branch,) = solve(known, ["x**2 + y**2 - a", "y - 1/2"])
    ((ratio),) = [p / poly(known.ring, "x**2 + 1/4 - a") for p in branch.unsolved]
    assert ratio.is_constant() and branch.open == ("x",)
    both = solve(known, ["x**2 + y**2 - c", "(b*y - a)*(y**2 - a)"])
    (pinned,) = [branch for branch in both if branch.values]
    (ratio,) = [p / poly(known.ring, "b**2*x**2 + a**2 - b**2*c") for p in pinned.unsolved]
    assert ratio.is_constant() and [len(branch.unsolved) for branch in both] in ([1, 2], [2, 1])
    (branch,) = solve(known, ["x**2 - a", "y**2 - a"])
    assert len(branch.unsolved) == 2 and branch.open == ("x", "y")


def test_generic_solutions_leave_walls_aside():
    known = unit()
    known.aside = []
    assert solve(known, ["a - c"], generic=True) == [] and [str(p) for p in known.aside] in (["a - c"], ["-a + c"])
    known.aside = []
    (branch,) = solve(known, ["(a - c)*x - 1/2"], generic=True)
    assert any((p / poly(known.ring, "a - c")).is_constant() for p in known.aside)
    assert known.ring.expression(*branch.values["x"]) == read("1/(2*(a - c))")
    known.aside = []
    assert solve(known, [], ["c - b >= 0", "b - c >= 0"], generic=True) != [] and known.aside == []  # kept as an equation
    assert solve(known, [], ["c - b - 1 >= 0", "b - c + a**2 - 1/4 >= 0"], generic=True) == [] and len(known.aside) == 2


def test_a_quotient_put_in_keeps_the_sign_of_comparisons():
    known = unit()
    ring = known.ring
    top, bottom = poly(ring, "a"), poly(ring, "c")
    branch = Branch(
        {"y": (poly(ring, "x"), poly(ring, "x + 1"))},
        ("x",),
        (),
        tuple(atoms(ring, "x - b > 0", "x**2 - b > 0", "x - a = 0")),
        (poly(ring, "x"), poly(ring, "x**2"), poly(ring, "b")),
    )
    for positive in (True, False):
        found, others = Triangular(known, False).substitute(branch, [(poly(ring, "x - 1"), 7)], "x", top, bottom, positive)
        assert found.open == () and [(str(p), k) for p, k in others] == [("a - c", 7)]
        for point in grid("abc", (Q(1, 3), Q(5, 2)) if positive else (Q(1, 3), Q(5, 2), -2)):
            x = point["a"] / point["c"]
            there = {**point, "x": x}
            assert [holds([a], point) for a in found.atoms] == [holds([a], there) for a in branch.atoms]
            assert [holds([Atom(p, ">")], point) for p in found.positives] == [holds([Atom(p, ">")], there) for p in branch.positives]
        assert ring.expression(*found.values["x"]) == read("a/c") and ring.expression(*found.values["y"]) == read("a/(a + c)")


def test_quotients_are_reduced():
    known = unit()
    ring = known.ring
    branch = Branch({"y": (ring.one, poly(ring, "c*x"))}, ("x",))
    found, _ = Triangular(known, False).substitute(branch, [], "x", poly(ring, "a*b"), poly(ring, "b*c"), False)
    assert {name: ring.expression(*pair).text() for name, pair in found.values.items()} == {"y": "1/a", "x": "a/c"}
    assert all(top.gcd(bottom).is_constant() and bottom.total_degree() == 1 for top, bottom in found.values.values())
