"""Coupled equations: all solutions, exactly, in terms of one root."""

import itertools
import random

import pytest
from flint import fmpq, fmpq_poly

import solvers
from games import game
from solvers.algebra import groebner
from solvers.algebra.groebner import TooManySolutions, shapes
from solvers.algebra.ring import Ring
from solvers.algebra.root_branches import composed


def at_once(seed, players, actions):
    rng = random.Random(seed)
    table = {cell: [rng.randint(-5000, 5000) for _ in range(players)] for cell in itertools.product(range(actions), repeat=players)}
    names = tuple("ABCD"[:players])

    @game(players=names)
    def drawn(play):
        return tuple(table[tuple(play.choose(name, list(range(actions)), public=False) for name in names)])

    return drawn()


RING = Ring((), ("x", "y", "z"))
X, Y, Z = (RING.gen(name) for name in "xyz")
SYSTEMS = {
    "a circle and a line": ([X**2 + Y**2 - 1, X - Y], ("x", "y"), [2]),
    "apart in no single unknown": ([X**2 - 2, Y**2 - 3], ("x", "y"), [4]),
    "a double point": ([X**2 - 2 * X + 1, Y**2 - X], ("x", "y"), [1, 1]),
    "cyclic": ([X * Y - Z - 1, Y * Z - X - 2, Z * X - Y - 3], ("x", "y", "z"), [5]),
    "none": ([X * Y - 1, X], ("x", "y"), []),
}


@pytest.mark.parametrize("equations, names, degrees", SYSTEMS.values(), ids=SYSTEMS)
def test_every_solution_of_a_shape_solves_the_system(equations, names, degrees):
    found = shapes(RING, equations, names)
    assert sorted(shape.modulus.degree() for shape in found) == degrees
    for shape in found:
        assert all(composed(RING, e, names, shape) == fmpq_poly([0]) for e in equations)
        root = sum((w * v for w, v in zip(shape.weights, shape.values, strict=True)), fmpq_poly([0]))
        assert (root - fmpq_poly([0, 1])) % shape.modulus == fmpq_poly([0])


def test_infinitely_many_solutions_are_refused():
    with pytest.raises(TooManySolutions):
        shapes(RING, [X * Y - 1], ("x", "y"))


def test_more_solutions_than_there_may_be_are_refused(monkeypatch):
    system = [X**2 - 2, Y**2 - 3]
    monkeypatch.setattr(groebner, "MOST_SOLUTIONS", 4)
    assert len(shapes(RING, system, ("x", "y"))) == 1
    monkeypatch.setattr(groebner, "MOST_SOLUTIONS", 3)
    with pytest.raises(TooManySolutions):
        shapes(RING, system, ("x", "y"))


def test_a_basis_that_grows_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(groebner, "LIMITS", (2, 20_000, 200_000))
    with pytest.raises(TooManySolutions):
        shapes(RING, SYSTEMS["cyclic"][0], ("x", "y", "z"))


def test_single_unknowns_are_tried_before_sums():
    weights = list(groebner._weights(2))
    assert weights[:3] == [(1, 0), (0, 1), (2, 3)] and len(weights) == 2 + 11 and len(set(weights)) == len(weights)
    assert all(0 < w < 14 for row in weights[2:] for w in row)
    (shape,) = shapes(RING, [X**2 - 2, Y - X], ("x", "y"))
    assert shape.weights == (1, 0) and shape.values == (fmpq_poly([0, 1]), fmpq_poly([0, 1]))
    (shape,) = shapes(RING, [X**2 - 2, Y**2 - 3], ("x", "y"))
    assert sum(shape.weights) > 1 and shape.modulus.degree() == 4
    (shape,) = shapes(RING, [X - 3, Y**2 + Y - X], ("x", "y"))  # of which only the second tells its solutions apart
    assert shape.weights == (0, 1) and shape.values[0] == 3 and shape.modulus == fmpq_poly([-3, 1, 1])


def test_the_solutions_of_random_systems_are_those_that_were_multiplied():
    """Each unknown one of some numbers, and one more equation that picks some of the combinations."""
    rng = random.Random(5)
    for _ in range(12):
        first, second = (rng.sample(range(-4, 5), 3) for _ in range(2))
        product = lambda u, numbers: (u - numbers[0]) * (u - numbers[1]) ** 2 * (u - numbers[2])  # noqa: E731
        chosen = X * Y - first[0] * second[1]
        expected = {(p, q) for p in first for q in second if p * q == first[0] * second[1]}
        found = shapes(RING, [product(X, first), product(Y, second), chosen], ("x", "y"))
        assert all(s.modulus.degree() == 1 for s in found)
        assert {tuple(int(v[0].p) for v in s.values) for s in found} == expected and len(found) == len(expected)


def test_residues_of_known_monomials():
    """Modulo x^2 - y and y^2 - 2: powers of x run through 1, x, y, xy."""
    basis = groebner._basis([{(2, 0): fmpq(1), (0, 1): fmpq(-1)}, {(0, 2): fmpq(1, 2), (0, 0): fmpq(-1)}], 2)
    residues = groebner.Residues(basis, 2)
    assert residues.monomials == [(0, 0), (0, 1), (1, 0), (1, 1)]
    assert residues.reduced((1, 1)) == {(1, 1): 1} and residues.reduced((2, 0)) == {(0, 1): 1} and residues.reduced((4, 0)) == {(0, 0): 2}
    assert residues.reduced((3, 1)) == {(1, 0): 2} and residues.product({(1, 1): fmpq(3), (0, 1): fmpq(1)}, 1) == {(1, 0): 6, (0, 0): 2}
    assert residues.squarefree(0) is None and residues.squarefree(1) is None
    modulus, values = residues.cyclic((1, 0))
    assert modulus == fmpq_poly([-2, 0, 0, 0, 1]) and values == [fmpq_poly([0, 1]), fmpq_poly([0, 0, 1])]
    assert residues.cyclic((0, 1)) is None
    assert groebner.Residues(groebner._basis([{(1,): fmpq(1)}, {(1,): fmpq(1), (0,): fmpq(1)}], 1), 1).monomials == []


def test_squares_are_taken_out_of_least_polynomials():
    basis = groebner._basis([{(3,): fmpq(1), (2,): fmpq(-2), (1,): fmpq(1)}], 1)  # x (x - 1)^2
    assert groebner.Residues(basis, 1).squarefree(0) == {(2,): 1, (1,): -1}


@pytest.mark.parametrize(
    "players, actions, seed", [(3, 2, 8), *(pytest.param(*more, marks=pytest.mark.slow) for more in ((4, 2, 0), (4, 2, 4), (3, 3, 2)))]
)
def test_games_of_several_players_have_an_odd_number_of_equilibria(players, actions, seed):
    """Wilson (1971): almost all games have an odd number; each has a certificate."""
    found = solvers.solve(at_once(seed, players, actions))
    assert found.found == "all" and not found.undecided
    assert len(found) % 2 and len(found) > 1
    assert all(solution.certificate.equilibrium for solution in found)
    assert len({str(solution.assessment.profile) for solution in found}) == len(found)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(40))
def test_four_players_have_an_odd_number(seed):
    found = solvers.solve(at_once(100 + seed, 4, 2))
    assert found.found == "all" and len(found) % 2 and all(solution.certificate.equilibrium for solution in found)
