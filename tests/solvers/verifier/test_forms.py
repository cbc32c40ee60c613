"""Multilinear forms over open simplices: ranges, weights put in, and the same at one point or at many."""

from itertools import product
from random import Random

import numpy as np
import pytest
from flint import fmpq as Q

from solvers.verifier.multilinear import (
    Differ,
    all_of,
    any_of,
    at,
    combine,
    constant,
    difference,
    everywhere,
    involved,
    least,
    most,
    reaches,
    somewhere,
    span,
    throughout,
    vanishes,
    vertex,
    with_weights,
)

BLOCKS = [(0, 1), (2, 3, 4), (5, 6)]
BLOCK_OF = {option: block for block in BLOCKS for option in block}


def value(form, weights):
    """The form's value under weights, straight from its meaning."""
    total = Q(0)
    for key, number in form.items():
        for option in key:
            number = number * weights[option]
        total += number
    return total


def random_form(rng):
    """A few products of options of different blocks."""
    keys = [tuple(sorted(rng.choice(block) for block in rng.sample(BLOCKS, rng.randint(0, 3)))) for _ in range(rng.randint(1, 6))]
    return {key: rng.choice((-3, -2, -1, 1, 2, 3)) for key in keys}


def random_weights(rng):
    weights = {}
    for block in BLOCKS:
        parts = [rng.randint(1, 5) for _ in block]
        weights |= {option: Q(part, sum(parts)) for option, part in zip(block, parts, strict=True)}
    return weights


def vertices():
    for chosen in product(*BLOCKS):
        yield {option: Q(int(option in chosen)) for option in BLOCK_OF}


@pytest.mark.parametrize("seed", range(25))
def test_a_range_goes_from_the_least_to_the_greatest_vertex(seed):
    form = random_form(Random(seed))
    values = [value(form, weights) for weights in vertices()]
    assert span(form, BLOCK_OF) == (min(values), max(values))


@pytest.mark.parametrize("seed", range(25))
def test_beyond_the_budget_a_range_is_bounded_from_outside(seed):
    form = random_form(Random(seed))
    low, high = span(form, BLOCK_OF)
    for budget in range(1, 12):
        below, above = span(form, BLOCK_OF, budget)
        assert below <= low and above >= high
    assert span(form, BLOCK_OF, 12) == (low, high)  # as many as there are vertices


def test_a_bound_beyond_the_budget_adds_up_the_terms_of_one_sign():
    form = {(): 1, (0, 2): -2, (1, 3): 3, (5,): 5}
    assert span(form, BLOCK_OF, 1) == (-2, 9) and span(form, BLOCK_OF) == (-1, 9)


@pytest.mark.parametrize("seed", range(15))
def test_sums_differences_and_products_are_those_of_the_values(seed):
    rng = Random(seed)
    one, two, weights = random_form(rng), random_form(rng), random_weights(rng)
    assert value(difference(one, two), weights) == value(one, weights) - value(two, weights)
    two = {key: number for key, number in two.items() if not {5, 6} & set(key)}
    added = combine([((), one), ((5,), two), ((6,), {(): 2})])
    assert value(added, weights) == value(one, weights) + weights[5] * value(two, weights) + 2 * weights[6]
    assert all(list(key) == sorted(key) for key in added) and all(added.values())
    assert combine([((), one), ((), {key: -number for key, number in one.items()})]) == {} == difference(one, one)


@pytest.mark.parametrize("seed", range(15))
def test_putting_weights_in_multiplies_by_their_whole(seed):
    rng = Random(seed)
    form, weights = random_form(rng), random_weights(rng)
    given = {0: 3, 1: 4}
    weights |= {0: Q(3, 7), 1: Q(4, 7)}
    left = with_weights(form, given, 7)
    assert value(left, weights) == 7 * value(form, weights)
    assert not any({0, 1} & set(key) for key in left) and all(left.values())


@pytest.mark.parametrize("seed", range(15))
def test_a_vertex_gives_one_option_all_the_weight(seed):
    rng = Random(seed)
    form, weights = random_form(rng), random_weights(rng)
    for option in (2, 3, 4):
        there = vertex(form, (2, 3, 4), option)
        assert value(there, weights) == value(form, weights | {k: Q(int(k == option)) for k in (2, 3, 4)})
        assert not any({2, 3, 4} & set(key) for key in there) and all(there.values())


def test_what_a_form_speaks_of():
    form = {(): 2, (0, 3): 1, (4,): -1}
    assert involved(form, BLOCK_OF) == {(0, 1), (2, 3, 4)} and constant(form) == 2 and constant({(0,): 1}) == 0
    assert involved({(): 1}, BLOCK_OF) == set()


@pytest.mark.parametrize(
    "low, high, zero, more",
    [
        (0, 0, True, True),
        (-1, 1, True, True),
        (0, 1, False, True),
        (-1, 0, False, False),
        (1, 2, False, True),
        (-2, -1, False, False),
        (1, 1, False, True),
    ],
)
def test_an_open_range_holds_its_ends_only_when_it_is_one_number(low, high, zero, more):
    assert bool(vanishes((low, high))) is zero and bool(reaches((low, high))) is more
    many = np.array([low, low]), np.array([high, high])
    assert vanishes(many).tolist() == [zero] * 2 and reaches(many).tolist() == [more] * 2


def test_truths_at_one_point_and_at_many():
    some, none, every = np.array([True, False]), np.array([False, False]), np.array([True, True])
    assert [somewhere(x) for x in (some, none, every, True, False, 0, 3)] == [True, False, True, True, False, False, True]
    assert [throughout(x) for x in (some, none, every, True, False, 0, 3)] == [False, False, True, True, False, False, True]
    numbers = [np.array(row, object) for row in ([0, 0], [0, 3], [10**30, -1], [Q(1, 3), Q(0)])]
    assert [(somewhere(x), throughout(x)) for x in numbers] == [(False, False), (True, False), (True, True), (True, False)]
    assert [everywhere(x) for x in (none, every, True, False)] == [False, True, True, False]
    with pytest.raises(Differ) as found:
        everywhere(some)
    assert found.value.truth is some
    assert all_of([]) is True and any_of([]) is False
    assert all_of([True, some]).tolist() == [True, False] and all_of([some, ~some]).tolist() == [False, False]
    assert any_of([False, some, ~some]).tolist() == [True, True] and any_of([True, False]) is True


def test_no_more_is_asked_once_nothing_is_left():
    def asked():
        yield np.array([True, False])
        yield np.array([False, True])
        raise AssertionError("asked once more")

    assert not somewhere(all_of(asked()))


def test_the_least_and_the_most_point_by_point():
    one, two = np.array([1, 5]), np.array([3, 2])
    assert least([one, two]).tolist() == [1, 2] and most([one, two]).tolist() == [3, 5]
    assert least([one, 2]).tolist() == [1, 2] and most([2, one]).tolist() == [2, 5]
    assert (least([3, 1, 2]), most([3, 1, 2])) == (1, 3)


def test_a_form_at_some_of_many_points():
    form = {(): 4, (0,): np.array([1, 0, 2]), (2,): np.array([0, 0, 3])}
    assert at(form, 1) == {(): 4} and at(form, 2) == {(): 4, (0,): 2, (2,): 3}
    here = at(form, np.array([0, 1]))
    assert here.keys() == {(), (0,)} and here[0,].tolist() == [1, 0]
