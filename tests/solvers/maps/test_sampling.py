"""Points that are proposed for sign vectors: grids of simple numbers, draws nearby, clear signs, and the simplest of each."""

from fractions import Fraction as Q

import numpy as np
import pytest

from games.numbers import polynomials
from solvers.maps.sampling import CLEAR, Proposal, clear_signs, grid, length, near, simplest

RING = polynomials(("x", "y"))
X, Y = RING.gens()
ONE = RING.constant(1)


def test_a_grid_of_simple_numbers():
    above, below = grid([1])
    assert above.shape == below.shape == (23, 1) and [
        (a, b) for (a,), (b,) in zip(above[:4].tolist(), below[:4].tolist(), strict=True)
    ] == [(1, 2), (1, 1), (2, 1), (1, 3)]
    above, below = grid([-1])
    assert above.shape == (23, 1) and (above < 0).all() and above[0, 0] == -1 and below[0, 0] == 2
    above, below = grid([None])
    assert above.shape == (46, 1) and above[:4, 0].tolist() == [1, -1, 1, -1] and below[:4, 0].tolist() == [2, 2, 1, 1]


def test_fewer_numbers_for_many_parameters():
    above, below = grid([1, 1])
    assert above.shape == (23 * 23, 2) and len({tuple(row) for row in (above / below).tolist()}) == 529
    assert grid([1] * 4)[0].shape == (9**4, 4) and grid([1] * 13)[0].shape == (2**13, 13)
    assert grid([1] * 14)[0].shape == (2**14, 14), "two for each at least"
    mixed, _ = grid([1, -1, None])
    assert mixed.shape == (20 * 20 * 20 if int(8000 ** (1 / 3)) == 20 else 19**3, 3) and (mixed[:, 0] > 0).all() and (mixed[:, 1] < 0).all()


def test_draws_near_known_points():
    samples = np.array([[1.0, 100.0], [0.0, -3.0]])
    above, below = near(samples, 400, np.random.default_rng(0))
    again, _ = near(samples, 400, np.random.default_rng(0))
    assert above.shape == below.shape == (400, 2) and (above == again).all()
    assert (above == np.round(above)).all() and (below >= 1).all() and (below <= 2**20).all()
    assert set(np.log2(below).ravel() % 1) == {0.0}, "powers of two"
    points = above / below
    gaps = np.abs(points[:, None, :] - samples[None]).sum(axis=2).min(axis=1)
    assert np.median(gaps) < 20 and (np.abs(points).max(axis=0) < [40, 2000]).all() and len({tuple(p) for p in points.tolist()}) > 100
    close = np.abs(points[:, 0] - 1) < 1e-2
    assert close.any() and (np.abs(points[:, 0] - 1) > 0.5).any(), "steps of all sizes"


def test_steps_of_all_sizes():
    above, below = near(np.array([[1.0, -20.0]]), 2000, np.random.default_rng(3))
    steps = np.abs(above / below - [1.0, -20.0]) / [1.05, 20.05]
    for column in (0, 1):
        sizes = steps[:, column]
        assert (
            (sizes < 1e-3).mean() > 0.15
            and ((sizes > 1e-3) & (sizes < 0.1)).mean() > 0.2
            and (sizes > 0.5).mean() > 0.05
            and sizes.max() < 20
        )
    apart = (steps[:, 0] < 1e-3) & (steps[:, 1] > 0.1)
    assert apart.mean() > 0.02, "each parameter a step of its own"


def test_signs_that_are_beyond_doubt():
    points = np.array([[1.0, 2.0], [2.0, 1.0], [1.0, 1.0], [-3.0, 1.0]])
    signs, clear = clear_signs([X - Y, X * X * Y - ONE], points)
    assert signs.tolist() == [[-1, 1], [1, 1], [0, 0], [-1, 1]] and clear.tolist() == [True, True, False, True]
    assert signs.dtype == np.int8 and clear_signs([], points)[1].all()
    nearly = np.array([[1.0 + CLEAR / 4, 1.0], [1.0 + 8 * CLEAR, 1.0]])
    assert clear_signs([X - Y], nearly)[1].tolist() == [False, True]


def test_how_long_a_point_is():
    assert length(np.array([[1.0, 3.0], [-7.0, 0.0]]), np.array([[2.0, 4.0], [1.0, 1.0]])).tolist() == [1 + 1 + 2 + 2, 3]


def test_the_simplest_of_each_sign_vector():
    drawn = (
        np.array([[7.0, 3.0], [1.0, 1.0], [3.0, 1.0], [-1.0, 1.0], [1.0, 1.0]]),
        np.array([[16.0, 16.0], [2.0, 4.0], [4.0, 1.0], [2.0, 2.0], [1.0, 1.0]]),
    )
    best = {}
    fresh = simplest([X], [X - Y], drawn, best)
    assert {signs: proposal.point for signs, proposal in best.items()} == {(1,): [Q(1, 2), Q(1, 4)], (-1,): [Q(3, 4), Q(1)]}
    assert best[1,].length == 1 + 1 + 1 + 2 and sorted(fresh.tolist()) == [[0.5, 0.25], [0.75, 1.0]]


def test_only_a_much_simpler_point_takes_the_place_of_another():
    best = {(1,): Proposal(8.0, [Q(9, 8), Q(1)]), (-1,): Proposal(30.0, [Q(1), Q(9)])}
    drawn = np.array([[3.0, 1.0], [1.0, 2.0]]), np.array([[2.0, 1.0], [1.0, 1.0]])
    assert simplest([], [X - Y], drawn, best).shape == (0, 2)
    assert best[1,].point == [Q(9, 8), Q(1)] and best[-1,].point == [1, 2], "four binary digits fewer"
    best = {(1,): Proposal(8.01, [Q(9, 8), Q(1)])}
    simplest([], [X - Y], drawn, best)  # 3/2 and 1 take four
    assert best[1,].point == [Q(3, 2), Q(1)]


@pytest.mark.parametrize("outside", [[X - 5 * ONE], [-X], [X, Y - 3 * ONE]])
def test_points_outside_are_left_out(outside):
    drawn = np.array([[1.0, 2.0]]), np.array([[1.0, 1.0]])
    best = {}
    assert simplest(outside, [X - Y], drawn, best).shape == (0, 2) and best == {}
