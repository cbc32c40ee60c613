"""Extreme rays of cones, against every way in which constraints meet in a line."""

import itertools
import random
from fractions import Fraction as F

import numpy as np
import pytest
from flint import fmpq_mat

from games import GameError
from solvers.algebra import double_description
from solvers.algebra.double_description import as_integers, extreme_rays


def array(rows):
    return np.array(rows, object).reshape(len(rows), -1)


def by_hand(constraints, dimension):
    """All extreme rays: where constraints leave one line, and its side on which all hold."""
    found = set()
    for chosen in itertools.combinations(constraints, dimension - 1):
        matrix = fmpq_mat([list(map(int, row)) for row in chosen])
        echelon, rank = matrix.rref()
        if rank < dimension - 1:
            continue
        lead = [next(j for j in range(dimension) if echelon[i, j]) for i in range(rank)]
        (open_,) = set(range(dimension)) - set(lead)
        ray = [0] * dimension
        ray[open_] = 1
        for i, j in enumerate(lead):
            ray[j] = -echelon[i, open_]
        scale = np.lcm.reduce([int(x.q) if hasattr(x, "q") else 1 for x in ray])
        whole = [int((x * int(scale)).p) if hasattr(x, "p") else x * int(scale) for x in ray]
        whole = [x // int(np.gcd.reduce(whole)) for x in whole]
        for side in (whole, [-x for x in whole]):
            if all(sum(a * b for a, b in zip(row, side, strict=True)) >= 0 for row in constraints):
                found.add(tuple(side))
    return found


def orthant(dimension):
    return array([[int(i == j) for j in range(dimension)] for i in range(dimension)])


def check(dimension, cuts):
    start = orthant(dimension)
    rays, tight = extreme_rays(start, start, array(cuts) if cuts else np.zeros((0, dimension), object), dimension)
    constraints = [*map(list, start.tolist()), *cuts]
    assert {tuple(map(int, ray)) for ray in rays} == by_hand(constraints, dimension) and len({tuple(ray) for ray in rays}) == len(rays)
    assert tight.tolist() == [[sum(a * b for a, b in zip(row, ray, strict=True)) == 0 for row in constraints] for ray in rays]
    assert rays.dtype == object and tight.shape == (len(rays), dimension + len(cuts))


@pytest.mark.parametrize("dimension", [2, 3, 4])
@pytest.mark.parametrize("seed", range(6))
def test_random_cuts_of_the_positive_orthant(dimension, seed):
    rng = random.Random(seed)
    check(dimension, [[rng.randint(-3, 3) for _ in range(dimension)] for _ in range(rng.randint(1, 6))])


def test_a_cube_and_its_degenerate_cuts():
    """The cone over a cube: seen from one corner it is the orthant cut by three sides."""
    sides = [[1 if j == 3 else -int(i == j) for j in range(4)] for i in range(3)]
    check(4, sides)
    check(4, [*sides, [-1, -1, -1, 2], [-1, -1, 0, 1], [1, 1, 1, -1]])  # through corners and edges
    check(4, [*sides, *sides])


def test_without_cuts_all_stay():
    check(3, [])
    check(3, [[1, 1, 1]])


def test_nothing_may_be_left():
    rays, tight = extreme_rays(orthant(2), orthant(2), array([[-1, -1]]), 2)
    assert rays.shape == (0, 2) and tight.shape == (0, 3)


@pytest.mark.parametrize("count", [60, 61, 62])
def test_as_many_constraints_as_a_word_has_bits_and_more(count):
    """Each cuts off one corner that the others have left."""
    check(3, [[-k, -1, k * k + 1] for k in range(count)])


@pytest.mark.parametrize("count", [62, 63, 126, 127, 150])
def test_constraints_of_several_words(count):
    check(2, [[-1, k] for k in range(1, count)] + [[k, -1] for k in (2, 1)])


@pytest.mark.parametrize("size", [10**9, 10**15, 2**61, 2**62, 10**30])
def test_large_numbers_are_exact(size):
    rng = random.Random(size)
    check(3, [[rng.randint(-size, size) for _ in range(3)] for _ in range(4)])
    start = array([[size, 0], [0, size]])
    rays, _ = extreme_rays(start, start, array([[size, -size - 1]]), 2)
    assert {tuple(map(int, r)) for r in rays} == {(size, 0), (size + 1, size)}


def test_numbers_stay_in_64_bits_while_nothing_can_overflow():
    small, large = np.array([[1, 2]]), np.array([[2**61, 1]])
    cut = array([[1, -1]])[0]
    assert double_description._products(small, cut).dtype == np.int64 and double_description._products(small, cut) == [-1]
    assert double_description._products(large, cut).dtype == object and double_description._products(large, cut) == [2**61 - 1]
    assert double_description._narrow(array([[1, 2]])).dtype == np.int64 and double_description._narrow(array([[2**62, 1]])).dtype == object


def test_more_rays_than_there_may_be_are_refused(monkeypatch):
    monkeypatch.setattr(double_description, "MOST_RAYS", 3)
    check(3, [[-1, -1, 3]])
    monkeypatch.setattr(double_description, "MOST_RAYS", 2)
    with pytest.raises(GameError, match="There are more than 2 corners in a polytope of best replies; the game is too large to find all"):
        check(3, [[-1, -1, 3]])


def test_rational_rows_are_made_whole_by_one_factor():
    assert as_integers([[F(1, 2), F(-2, 3)], [F(0), F(5)]]).tolist() == [[3, -4], [0, 30]]
    assert as_integers([[F(2), F(3)]]).tolist() == [[2, 3]]
    assert all(type(x) is int for x in as_integers([[F(1, 2)]]).ravel())
