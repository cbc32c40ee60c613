"""Coupled equations: all solutions, exactly, in terms of one root."""

import itertools
import random

import pytest
from flint import fmpq_poly

import solvers
from games import game
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
