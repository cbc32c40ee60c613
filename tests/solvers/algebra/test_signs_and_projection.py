"""The parts of the exact engine: signs, labels, kernels, triangular solving, projection, roots."""

import random
from fractions import Fraction

import numpy as np
import pytest
from flint import fmpq_poly

from games.numbers import read, real_roots, root_of, sign_at
from solvers.algebra.projection import Projection
from solvers.algebra.ring import Ring
from solvers.algebra.sign_oracle import Atom, Oracle
from solvers.algebra.triangular import Triangular, simplified
from solvers.search.consistency import Labels, left_kernel

Q = Fraction


def oracle(parameters="abc", unknowns=(), domain=("a", "1 - a", "b", "c - 1"), simplices=(), count=24, seed=0):
    ring = Ring(tuple(parameters), tuple(unknowns))
    rng = random.Random(seed)
    points = [{"a": Q(rng.randint(1, 96), 97), "b": Q(rng.randint(1, 300), 97), "c": 1 + Q(rng.randint(1, 300), 97)} for _ in range(count)]
    atoms = [Atom(poly(ring, text), ">") for text in domain]
    return Oracle(ring, atoms, simplices, points)


def poly(ring, text):
    return ring.take(read(text).numerator)


# ------------------------------------------------------------------ signs


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("a", 1),
        ("a - 1", -1),
        ("a*b + c", 1),
        ("a - 2", -1),
        ("c**2 - 1", 1),
        ("a - b", None),
        ("0", 0),
        ("a - c", -1),
        ("a*(1 - a) - 1", -1),
        ("(a - b)**2", None),
        ("-3", -1),
        ("b*c - a*b", 1),
    ],
)
def test_signs_on_the_domain(text, sign):
    found = oracle()
    assert found.sign(poly(found.ring, text)) == sign


def test_samples_only_refute():
    """One sample sees one sign; the claim must come from a proof."""
    found = oracle(count=1)
    assert found.sign(poly(found.ring, "a - b")) is None
    assert found.satisfiable([Atom(poly(found.ring, "a - b"), ">"), Atom(poly(found.ring, "b - a"), ">")]) is False


def test_exact_signs_where_floats_cancel():
    found = oracle(domain=("a",), count=0)
    tiny = Q(1, 10**18)
    found.add_point({"a": 1 + tiny, "b": Q(1), "c": Q(2)})
    assert found.signs(poly(found.ring, "a - b")).tolist() == [1]
    assert found.signs(poly(found.ring, "(a - b)*(b - a)")).tolist() == [-1]
    assert found.signs(poly(found.ring, "b - 1")).tolist() == [0]


def test_models_become_samples():
    found = oracle(count=1)
    before = found.size
    assert found.satisfiable([Atom(poly(found.ring, "b - 50"), ">")])
    assert found.size == before + 1
    assert found.point(before)["b"] > 50


def test_simplified_atoms_keep_their_truth():
    found = oracle()
    rng = random.Random(1)
    for _ in range(60):
        parts = [rng.choice(["a - b", "b - c", "a", "1 - a", "c - 1", "-2", "a - 3"]) for _ in range(3)]
        atom = Atom(poly(found.ring, "*".join(f"({p})" for p in parts)), rng.choice([">", ">=", "=", "!="]))
        short = simplified(found, atom)
        for k in range(found.size):
            sign = found.signs(atom.polynomial)[k]
            want = atom.holds(sign)
            assert want == (short if isinstance(short, bool) else short.holds(found.signs(short.polynomial)[k]))


# ------------------------------------------------------------------ labels and kernels


def test_labels_are_joint():
    labels = Labels()
    ab = (("a", 1), ("b", -1))
    assert labels.feasible([(ab, "=")])
    assert labels.feasible([(ab, ">")])
    assert not labels.feasible([(ab, "="), (ab, ">")])
    assert not labels.feasible([((("a", 1),), "=")])
    # the diagonal of `product`: A + l = B + r, while both other corners are larger
    diagonal = (("A", 1), ("B", -1), ("l", 1), ("r", -1))
    corner = (("l", -1), ("r", 1))
    other = (("A", -1), ("B", 1))
    assert not labels.feasible([(diagonal, "="), (corner, ">"), (other, ">")])


@pytest.mark.parametrize("seed", range(20))
def test_kernels_are_kernels_and_whole(seed):
    rng = random.Random(seed)
    rows = [{x: rng.randint(-2, 2) for x in "abc"[: rng.randint(1, 3)]} for _ in range(rng.randint(1, 5))]
    matrix = np.array([[row.get(x, 0) for x in "abc"] for row in rows])
    basis = left_kernel(rows)
    assert len(basis) == len(rows) - np.linalg.matrix_rank(matrix)
    assert all((np.array(y) @ matrix == 0).all() for y in basis)
    if basis:  # every integer vector of the kernel is an integer combination
        gram = np.array(basis)
        minors = [round(np.linalg.det(gram[:, list(c)])) for c in _columns(gram.shape)]
        assert np.gcd.reduce(minors) == 1


def _columns(shape):
    from itertools import combinations

    return combinations(range(shape[1]), shape[0])


def test_no_tremble_exponents_left():
    assert left_kernel([{}]) == [[1]]
    assert left_kernel([]) == []


# ------------------------------------------------------------------ triangular solving


def solve(found, unknowns, equations, positives=(), atoms=(), generic=False):
    ring = found.ring
    return list(
        Triangular(found, generic).solve(
            unknowns,
            [(poly(ring, e), None) for e in equations],
            [Atom(poly(ring, a), ">=") for a in atoms],
            [poly(ring, p) for p in positives],
        )
    )


def test_splits_are_exhaustive():
    found = oracle(unknowns=("x", "y"), simplices=(("x",), ("y",)))
    branches = solve(found, ["x", "y"], ["(x - a)*(y - 1/3)"], ["x", "1 - x", "y", "1 - y"])
    pinned = [set(b.values) for b in branches]
    assert sorted(pinned, key=sorted) == [{"x"}, {"y"}]
    assert any(a.relation == "!=" for a in branches[1].atoms)  # the second branch leaves out the first


def test_a_leading_coefficient_that_may_be_zero_is_split():
    found = oracle(unknowns=("x",), simplices=(("x",),))
    branches = solve(found, ["x"], ["(a - b)*x - c*(a - b) + (b - a)*0"], ["x", "1 - x"])
    assert [sorted(b.values) for b in branches] == [[]]  # x = c > 1 is no probability; a = b leaves x open
    assert [a.relation for a in branches[0].atoms] == ["="]
    assert solve(found, ["x"], ["(a - b)*x - c*(a - b)"], ["x", "1 - x"], generic=True) == []


def test_an_equation_in_parameters_is_a_knife_edge():
    found = oracle(unknowns=("x",), simplices=(("x",),))
    assert solve(found, ["x"], ["a - b"], generic=True) == []
    (branch,) = solve(found, ["x"], ["a - b"])
    assert [a.relation for a in branch.atoms] == ["="]


# ------------------------------------------------------------------ projection


@pytest.mark.parametrize("seed", [pytest.param(k, marks=[pytest.mark.slow] if k in (6, 7, 10, 19, 20, 22, 23) else []) for k in range(25)])
def test_projection_against_a_grid(seed):
    """Whether some x in (0, 1) satisfies linear or quadratic comparisons, against trying many values of x."""
    rng = random.Random(seed)
    found = oracle(unknowns=("x",), simplices=(("x",),), seed=seed)
    pick = lambda: rng.choice(["x - a", "b*x - 1", "1 - c*x", "a - x*b", "(x - a)*(x - 1/2)", "a*x**2 - x*b + 1/9", "(b - 1)*x + a - 1/2"])  # noqa: E731
    texts = [pick() for _ in range(rng.randint(1, 3))]
    atoms = [Atom(poly(found.ring, t), ">=") for t in texts]
    cases = list(Projection(found, generic=False).project(atoms, ["x"]))
    grid = [Q(k, 600) for k in range(1, 600)]
    for k in range(0, found.size, 4):
        point = found.point(k)
        exists = any(all(a.holds(found.signs(a.polynomial)[k]) for a in case.atoms) for case in cases)
        values = [read(t).at(point) for t in texts]
        tried = any(all((v.at({"x": x}) if hasattr(v, "at") else v) >= 0 for v in values) for x in grid)
        if tried:
            assert exists, (texts, point)
        if exists and not tried:  # only thin intervals may slip through the grid
            assert _thin(values, grid), (texts, point)


def _thin(values, grid):
    slack = Q(1, 100)
    return any(all((v.at({"x": x}) if hasattr(v, "at") else v) >= -slack for v in values) for x in grid)


def test_a_wall_that_is_in_no_single_condition():
    """1/(1 + b) <= x <= c/(1 + c) leaves room exactly where b*c >= 1."""
    found = oracle(unknowns=("x",), domain=("b", "c"), simplices=(("x",),))
    atoms = [Atom(poly(found.ring, "x*(1 + b) - 1"), ">="), Atom(poly(found.ring, "c - x*(1 + c)"), ">=")]
    (case,) = Projection(found, generic=True).project(atoms, ["x"])
    (atom,) = case.atoms
    assert found.ring.expression(atom.polynomial) == read("b*c - 1")


# ------------------------------------------------------------------ roots


@pytest.mark.parametrize("seed", range(20))
def test_real_roots_against_numpy(seed):
    rng = random.Random(seed)
    f = fmpq_poly([rng.randint(-9, 9) for _ in range(rng.randint(2, 5))] + [rng.choice([1, 2, -3])])
    for factor, _ in f.factor()[1]:
        g = fmpq_poly(factor)
        want = sorted(r.real for r in np.roots([int(factor[k]) for k in range(factor.degree(), -1, -1)]) if abs(r.imag) < 1e-9)
        found = [float(root_of(g, low, high)) for low, high in real_roots(g)]
        assert found == pytest.approx(want, abs=1e-8)


def test_signs_at_a_root_are_exact():
    f = fmpq_poly([-2, 0, 1])
    low, high = real_roots(f)[1]
    assert sign_at(fmpq_poly([-2, 0, 1]), f, low, high) == 0
    assert sign_at(fmpq_poly([-4, 0, 0, 0, 1]), f, low, high) == 0
    near = fmpq_poly([-141421356237309504880168872420969807856967187537694, 10**50]) / 10**50
    assert sign_at(near, f, low, high) == 1  # sqrt(2) exceeds its first fifty digits
    assert str(root_of(f, low, high)) == "sqrt(2)"


def test_roots_of_higher_degree_are_implicit():
    f = fmpq_poly([-1, -1, 0, 1])
    ((low, high),) = real_roots(f)
    assert str(root_of(f, low, high)).startswith("root(")
    assert float(root_of(f, low, high)) == pytest.approx(1.3247179572447460)
