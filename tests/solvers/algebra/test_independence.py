"""Systems that fall into parts: the same branches and the same projections as from the whole, each part worked out once."""

import itertools
import random
from fractions import Fraction

import pytest
from comparisons import atoms, grid, holds, oracle, poly, said

from solvers.algebra.independence import parts_of
from solvers.algebra.projection import Projection
from solvers.algebra.triangular import Branch, Triangular

Q = Fraction
PARTS = [  # equations and comparisons of one pair of unknowns, to be told of another pair too
    ("x - a", "y - c*x"),
    ("x*y - a*c", "x - y"),
    ("(x - a)*(y - c)",),
    ("c*x - a*y",),
    ("x + y - 2*a", "(x - a)*(x - 1/4)"),
    ("x**2 - a**2", "y - 1/2"),
    (),
]
COMPARISONS = ["x - y >= 0", "x*c - 1/8 >= 0", "y - 1/2 != 0"]


def renamed(text):
    return text.replace("x", "u").replace("y", "v")


def known():
    points = [(Q(1, 3), 2), (Q(2, 3), Q(1, 2)), (Q(1, 5), -1)]
    return oracle("ac", "xyuv", domain=("a > 0", "1 - a > 0"), points=points)


def test_parts_are_as_small_as_can_be_and_keep_their_order():
    assert parts_of("abcd", ["ca", "d", ""]) == [("a", "c"), ("b",), ("d",)]
    assert parts_of("abcd", ["ab", "cd", "bc"]) == [("a", "b", "c", "d")] and parts_of("", []) == []


def branches_of(seed, *, whole, generic):
    rng, here = random.Random(seed), known()
    one, two = rng.choice(PARTS), rng.choice(PARTS)
    texts = list(itertools.chain.from_iterable(itertools.zip_longest(one, map(renamed, two))))
    given = [(poly(here.ring, e), k) for k, e in enumerate(texts) if e is not None]
    asked = atoms(here.ring, *rng.sample(COMPARISONS, 1), *map(renamed, rng.sample(COMPARISONS, 1)), "a - c >= 0")
    positives = [poly(here.ring, p) for name in "xyuv" for p in (name, f"1 - {name}")]
    solver = Triangular(here, generic)
    if whole:
        return list(solver._solve(Branch({}, tuple("xyuv"), (), tuple(asked), tuple(positives)), given))
    return list(solver.solve(tuple("xyuv"), given, asked, positives))


def told(branch):
    values = {name: tuple(map(str, pair)) for name, pair in branch.values.items()}
    return list(branch.pins.items()), list(values.items()), branch.open, sorted(map(str, branch.unsolved)), said(branch.atoms)


@pytest.mark.parametrize("generic", [False, True])
@pytest.mark.parametrize("seed", range(12))
def test_parts_together_have_the_branches_of_the_whole(seed, generic):
    joined, whole = (branches_of(seed, whole=some, generic=generic) for some in (False, True))
    assert sorted(map(told, joined), key=str) == sorted(map(told, whole), key=str)
    assert sorted(sorted(map(str, b.positives)) for b in joined) == sorted(sorted(map(str, b.positives)) for b in whole)


def test_a_part_that_occurs_again_is_not_solved_again(monkeypatch):
    here, asked = known(), []
    solver, solve = Triangular(here, False), Triangular._solve
    monkeypatch.setattr(Triangular, "_solve", lambda self, branch, equations: asked.append(branch.open) or solve(self, branch, equations))
    for other in ("u - c", "u - a"):
        (branch,) = solver.solve(("x", "u"), [(poly(here.ring, e), k) for k, e in enumerate(("x - a", other))], [], [])
        assert set(branch.values) == {"x", "u"}
    assert asked.count(("x",)) == 1 and asked.count(("u",)) == 2


def test_where_it_is_noted_what_is_left_aside_the_whole_is_solved():
    here = known()
    here.aside = []
    solver = Triangular(here, True)
    (branch,) = solver.solve(("x", "u"), [(poly(here.ring, e), 0) for e in ("(a - c)*(x - a)", "u - a")], [], [])
    assert set(branch.values) == {"x", "u"} and list(map(str, here.aside)) == ["a - c"] and not solver._answers._known


@pytest.mark.parametrize("seed", range(6))
def test_parts_are_projected_as_the_whole_is(seed):
    rng = random.Random(seed)
    lines = ["x + y - a", "a - x", "b*x - a*y", "1/2 - x - y", "a - b*x", "(a - b)*x + 1/4 - y"]
    texts = [f"{e} >= 0" for e in (*rng.sample(lines, 2), *map(renamed, rng.sample(lines, 2)), "a - b")]

    def found(aside):
        here = oracle("ab", "xyuv", domain=("a > 0", "1 - a > 0"), points=[(Q(1, 3), 2), (Q(2, 3), Q(1, 2)), (Q(1, 5), -1)])
        here.aside = aside
        return list(Projection(here, False).project(atoms(here.ring, *texts), list("xyuv")))

    joined, whole = found(None), found([])
    for point in grid("ab", (-1, 0, Q(1, 4), Q(1, 3), Q(1, 2), Q(3, 4))):
        if 0 < point["a"] < 1:
            assert any(holds(case.atoms, point) for case in joined) == any(holds(case.atoms, point) for case in whole)
