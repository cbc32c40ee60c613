"""Systems of multilinear forms over open simplices: settled by hand where that can be, split where points differ."""

import numpy as np
import pytest
from flint import fmpq as Q

from solvers.verifier.counting import EMPTY, UNDECIDED, Answer
from solvers.verifier.deciding import System, _jointly, choose
from solvers.verifier.effort import Effort

P, R, T, W = (0, 1), (2, 3), (4, 5, 6), (7, -8)
ONE_POINT, CONTINUUM, SOME = Answer(True, 1), Answer(True, None), Answer(True, None, False)


def answer(blocks, equal=(), least=()):
    """The answer at one point, and that it is the same at each of two points at once."""
    found = dict(System(blocks, equal, least).answers(Effort(None)))
    many = [[{key: np.array([value, value], object) for key, value in form.items()} for form in forms] for forms in (equal, least)]
    together = dict(System(blocks, *many, np.array([3, 5])).answers(Effort(None)))
    assert together == (dict.fromkeys((3, 5), found[0]) if found else {})
    return found.get(0, EMPTY)


@pytest.mark.parametrize(
    "blocks, equal, least, expected",
    [
        ([], [], [], ONE_POINT),  # pure strategies: nothing to solve
        ([], [{(): 1}], [], EMPTY),
        ([], [], [{(): -1}], EMPTY),
        ([], [{}], [{(): 2}, {}], ONE_POINT),
        ([P], [], [], CONTINUUM),
        ([P], [{(0,): 1, (1,): -2}], [], ONE_POINT),  # weights 2/3 and 1/3
        ([P], [{(0,): 1, (1,): 2}], [], EMPTY),
        ([P], [{(0,): 1}], [], EMPTY),  # not inside
        ([P], [{(0,): 1, (1,): -2}, {(0,): 1, (1,): -1}], [], EMPTY),
        ([P], [{(0,): 1, (1,): -2}, {(0,): 2, (1,): -4}], [], ONE_POINT),
        ([P], [{(0,): 1, (1,): -2}], [{(0,): 1, (1,): -1}], ONE_POINT),
        ([P], [{(0,): 1, (1,): -2}], [{(0,): -1, (1,): 1}], EMPTY),
        ([P], [], [{(0,): 1, (1,): -2}], CONTINUUM),  # at least 2/3
        ([P], [], [{(0,): 1, (1,): -2}, {(0,): -1, (1,): 2}], ONE_POINT),  # at least and at most 2/3
        ([P], [], [{(0,): 1, (1,): -2}, {(0,): -1, (1,): 1}], EMPTY),
        ([P], [], [{(0,): -1}], EMPTY),
        ([P], [], [{(0,): 1}], CONTINUUM),
        ([P], [], [{(0,): 1, (1,): -2}, {(0,): 1, (1,): -4}, {(0,): -1, (1,): 4}], ONE_POINT),  # the tightest of several bounds
        ([P, R], [{(0,): 1, (1,): -2}], [], CONTINUUM),  # the other block is free
        ([P, R], [{(0,): 1, (1,): -2}, {(2,): 1, (3,): -1}], [], ONE_POINT),
        ([P, R], [{(0, 2): 1, (1, 3): -1}, {(0,): 1, (1,): -2}], [], ONE_POINT),  # 2*r = 1 - r
        ([P, R], [{(0, 2): 3, (): -1}, {(0,): 1, (2,): -1}], [], ONE_POINT),  # 1/sqrt(3)
        ([P, R], [{(0, 2): 16, (): -3}, {(0,): 1, (3,): -1}], [], Answer(True, 2)),  # 1/4 and 3/4
        ([P, R], [{(0, 2): 16, (): -3}, {(0,): 1, (3,): -1}], [{(0,): 1, (1,): -2}], ONE_POINT),
        ([P, R], [{(0, 2): 16, (): -3}, {(0,): 1, (3,): -1}], [{(0,): 1, (1,): -4}], EMPTY),
        ([P, R], [{(0, 2): 2, (): -1}], [], CONTINUUM),
        ([P, R], [{(0, 2): 1, (): -1}], [], EMPTY),
        ([T], [{(4,): 1, (5,): -1}, {(5,): 1, (6,): -2}], [], ONE_POINT),
        ([T], [{(4,): 1, (5,): -1}], [], CONTINUUM),
        ([T], [], [{(4,): 1, (5,): -1, (6,): -1}], CONTINUUM),
        ([T], [], [{(4,): -1, (5,): -1}], EMPTY),
        ([W], [{(7,): 1, (-8,): -3}], [], ONE_POINT),
        ([W], [], [{(7,): 1, (-8,): -3}, {(7,): -1, (-8,): 3}], ONE_POINT),
        ([P, W], [{(0, 7): 1, (1, -8): -1}], [], CONTINUUM),
        ([P, W], [{(0, 7): 1, (1, -8): -1}, {(0,): 1, (1,): -2}], [], ONE_POINT),
        ([P, W], [{(0, 7): 1, (1, -8): -1}, {(0, -8): 1, (1, 7): -1}], [], ONE_POINT),
        ([P, R, T], [{(0, 2): 16, (): -3}, {(0,): 1, (3,): -1}, {(4,): 1, (5,): -1}, {(5,): 1, (6,): -2}], [], Answer(True, 2)),
    ],
)
def test_systems(blocks, equal, least, expected):
    assert answer(blocks, equal, least) == expected


def test_pieces_that_share_nothing_are_counted_apart():
    pair = [{(0, 2): 16, (): -3}, {(0,): 1, (3,): -1}]
    other = [{tuple(x + 10 for x in key): value for key, value in form.items()} for form in pair]
    assert answer([P, R, (10, 11), (12, 13)], pair + other) == Answer(True, 4)


@pytest.mark.parametrize(
    "found, idle, expected",
    [
        ([], False, ONE_POINT),
        ([], True, CONTINUUM),
        ([Answer(True, 2), Answer(True, 3)], False, Answer(True, 6)),
        ([Answer(True, 2)], True, CONTINUUM),
        ([Answer(True, 2), EMPTY, UNDECIDED], True, EMPTY),
        ([Answer(True, 2), UNDECIDED], True, UNDECIDED),
        ([CONTINUUM, Answer(True, 2)], False, CONTINUUM),
        ([SOME, Answer(True, 2)], False, SOME),
        ([SOME, CONTINUUM], False, CONTINUUM),
    ],
)
def test_answers_of_systems_that_share_no_unknown(found, idle, expected):
    assert _jointly(found, idle) == expected


def test_points_that_differ_are_each_decided():
    """A weight of 2/3 at the first point, of 4/5 at the second, any at the third, and 2/3 against a bound of 1/2 at the fourth."""
    slope = np.array([1, -1, 0, 1], object), np.array([-2, 4, 0, -2], object)
    bound = np.array([0, 0, 0, -1], object)
    system = System(
        [P], [{(0,): slope[0], (1,): slope[1]}], [{(0,): bound, (1,): np.array([1, 1, 1, 1], object)}], np.array([10, 11, 12, 13])
    )
    found = dict(system.answers(Effort(None)))
    assert found == {10: ONE_POINT, 11: ONE_POINT, 12: CONTINUUM}
    assert sorted(
        System([P], [{(0,): slope[0], (1,): np.array([2, 4, 0, -2], object)}], [], np.array([10, 11, 12, 13])).uncontradicted()
    ) == [11, 12, 13]


def test_one_value_or_another():
    assert choose(True, 1, 2) == 1 and choose(False, 1, 2) == 2
    assert choose(np.array([True, False]), np.array([1, 1]), 2).tolist() == [1, 2] and choose(Q(1) > 0, Q(3), Q(4)) == 3
