"""Systems solved as chains of quotients, against z3."""

import random
from math import prod

import pytest
from flint import fmpq

from solvers.verifier.chains import count_by_chain
from solvers.verifier.counting import _by_z3
from solvers.verifier.effort import Effort
from solvers.verifier.elimination import Reduced

ONE = fmpq(1)
UNIT_INTERVAL = [{(x,): ONE} for x in range(3)] + [{(): ONE, (x,): -ONE} for x in range(3)]


def system(equal, least=(), unknowns=(0, 1, 2), above=None):
    above = [p for p in UNIT_INTERVAL if any(x in unknowns for key in p for x in key)] if above is None else above
    return Reduced(unknowns, tuple(equal), tuple(least), tuple(above), True)


def form(rng, x, y, zero=None):
    """A random form in two unknowns, which vanishes where it is told to."""
    slopes = {key: fmpq(rng.randint(-6, 6)) for key in ((x,), (y,), (x, y))}
    value = fmpq(rng.randint(-6, 6)) if zero is None else -sum(c * prod(zero[k] for k in key) for key, c in slopes.items())
    return {key: c for key, c in {(): value, **slopes}.items() if c}


def counts(answer):
    return {True: answer.solutions, False: 0}[answer.solvable]


@pytest.mark.parametrize("drawn, least_seen", [(90, 30), pytest.param(300, 100, marks=pytest.mark.slow)])
def test_circles_of_three_have_as_many_solutions_as_z3_finds(drawn, least_seen):
    rng, seen = random.Random(5), []
    for _ in range(drawn):
        zero = [fmpq(rng.randint(1, 9), 10) for _ in range(3)] if rng.random() < 0.7 else None
        equal = [form(rng, 0, 1, zero), form(rng, 1, 2, zero), form(rng, 0, 2, zero)]
        least = [form(rng, 0, 2)] if rng.random() < 0.5 else []
        if all(any(key for key in p) for p in equal):
            found = count_by_chain(system(equal, least))
            if found is not None:
                seen.append(found)
                assert found == counts(_by_z3(system(equal, least), False, Effort(None))), (equal, least)
    assert {0, 1, 2} <= {*seen} and len(seen) > least_seen


def test_a_bound_that_belongs_to_the_range_may_make_the_factor_vanish():
    # (x - 1/2) (y - 1/3) = 0 and x + y = 1 with x at least 1/2: x is 1/2 or 2/3
    third, inside = fmpq(1, 3), [{(0,): -ONE, (): ONE}, {(1,): ONE}, {(1,): -ONE, (): ONE}]
    equal = [{(0, 1): ONE, (1,): fmpq(-1, 2), (0,): -third, (): third / 2}, {(0,): ONE, (1,): ONE, (): -ONE}]
    for unknowns in ((0, 1), (1, 0)):
        assert count_by_chain(system(equal, [{(0,): ONE, (): fmpq(-1, 2)}], unknowns, inside)) == 2


def test_a_double_root_counts_once_and_an_irrational_one_is_told_from_the_bound():
    # x y = 1/4 and x + y = 1: x is 1/2; 2 x y = 1 and y = x: x is 1/sqrt(2), more than 7/10 and less than 5/7
    half = system([{(0, 1): ONE, (): fmpq(-1, 4)}, {(0,): ONE, (1,): ONE, (): -ONE}], unknowns=(0, 1))
    assert count_by_chain(half) == 1
    root = [{(0, 1): fmpq(2), (): -ONE}, {(0,): ONE, (1,): -ONE}]
    assert count_by_chain(system(root, unknowns=(0, 1))) == 1
    assert count_by_chain(system(root, [{(0,): ONE, (1,): ONE, (): fmpq(-7, 5)}, {(0,): ONE, (1,): -ONE}], (0, 1))) == 1
    assert count_by_chain(system(root, [{(0,): ONE, (1,): ONE, (): fmpq(-10, 7)}], (0, 1))) == 0


def test_a_surface_is_left_to_others():
    assert count_by_chain(system([{(0, 1): fmpq(2), (): -ONE}], unknowns=(0, 1))) is None
