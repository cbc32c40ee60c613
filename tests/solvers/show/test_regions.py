"""Regimes taken together: descriptions are exact, and short."""

import numpy as np
import pytest

import games
import solvers
from games.parameter import conditions
from solvers.maps.merging import cover
from solvers.show.classes import letters, sorted_by_outcome
from solvers.show.regions import regions, where_each


def agrees(row, case):
    return all(row[k] == sign for k, sign in case)


@pytest.mark.parametrize("seed", range(30))
def test_a_cover_describes_what_is_inside_and_nothing_outside(seed):
    rng = np.random.default_rng(seed)
    walls = int(rng.integers(1, 7))
    rows = np.unique(rng.choice([-1, 1], size=(40, walls)), axis=0).astype(np.int8)
    chosen = rng.random(len(rows)) < 0.4
    cases = cover(rows[chosen], rows[~chosen], rng.integers(5, 50, walls))
    assert all(any(agrees(row, case) for case in cases) for row in rows[chosen])
    assert not any(agrees(row, case) for case in cases for row in rows[~chosen])
    for case in cases:  # no condition can be left out
        assert all(any(agrees(row, case[:k] + case[k + 1 :]) for row in rows[~chosen]) for k in range(len(case)))


def test_what_does_not_occur_shortens_the_description():
    signs = np.array([[1, 1], [1, -1], [-1, -1]], np.int8)  # the second wall lies beyond the first
    assert cover(signs[:1], signs[1:], np.array([5, 5])) == [[(1, 1)]]
    assert cover(signs, np.zeros((0, 2), np.int8), np.array([5, 5])) == [[]]


def test_the_bet_has_four_regions():
    found = solvers.regimes(games.load("sustainability_bet"), check=0)
    sorted_ = sorted_by_outcome(found.solved)
    told = {region.letters: region for region in regions(found, sorted_)}
    assert {name: len(region.regimes) for name, region in told.items()} == {
        ("E",): 8,
        ("C",): 9,
        ("F",): 8,
        ("D",): 2,
    }  # players are called A and B
    assert told["C",].cases == (("k_stay < (1 + redirect)/5",),)
    assert told["F",].cases == (("k_stay > 2/5", "k_stay > (1 + redirect)/5", "mu_long < 5/(2*(5 + 4*redirect))"),)
    each = where_each(found, sorted_)
    assert [region.cases for region in each] == [told[region.letters].cases for region in each]


@pytest.mark.parametrize("name", ["sustainability_bet", pytest.param("route_interdiction", marks=pytest.mark.slow)])
def test_conditions_hold_at_the_samples_of_a_region_and_nowhere_else(name):
    found = solvers.regimes(games.load(name), check=0)
    sorted_ = sorted_by_outcome(found.solved)
    for region in where_each(found, sorted_):
        for regime in found.regimes:
            holds = any(all(c.holds(regime.sample) for said in case for c in conditions(said)) for case in region.cases)
            assert holds == (region.letters[0] in letters(regime, sorted_))
