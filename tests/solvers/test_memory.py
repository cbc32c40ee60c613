"""What stays in memory when many games are solved one after the other."""

import gc
import random
from fractions import Fraction

import pytest
from flint import fmpq

import games
import solvers
from games.numbers import polynomials
from solvers.exact.algebra import NAMES, Names, key

PAGE = 4096 / 2**20                             # MB


def resident():
    """Megabytes of memory in use."""
    gc.collect()
    try:
        with open("/proc/self/statm") as file:
            return int(file.read().split()[1]) * PAGE
    except OSError:
        pytest.skip("memory is measured on Linux only")


def drawn(seed, names=("p", "q.1", "b0.1", "b2.0")):
    rng, ring = random.Random(seed), polynomials(names)
    terms = {}
    for _ in range(rng.randint(0, 6)):
        terms[tuple(rng.randint(0, 2) for _ in names)] = fmpq(rng.randint(-4, 4), rng.randint(1, 3))
    return ring.from_dict(terms)


@pytest.mark.parametrize("seed", range(60))
def test_a_polynomial_is_named_as_flint_writes_it(seed):
    p = drawn(seed)
    assert key(p) == str(p) == key(p + 0) and key(-p) == str(-p) and key(p * p) == str(p * p)


def test_no_more_names_are_held_than_allowed():
    names = Names(50)
    for seed in range(500):
        assert names.of(drawn(seed)) == str(drawn(seed)) and len(names) <= 50


def test_naming_polynomials_again_and_again_takes_no_memory():
    """What flint writes it never gives back: some 200 bytes a call, 20 MB here."""
    made = [drawn(seed) for seed in range(100)]
    for p in made:
        key(p)
    before = resident()
    for _ in range(1000):
        for p in made:
            key(p + 0)
    assert resident() - before < 4


def test_maps_and_solutions_one_after_the_other_take_no_more_memory():
    """0.1 MB a map of this game before, and as much a solution."""
    game = games.load("beer_quiche")

    def once(k):
        solvers.regimes(game, check=0)
        solvers.solve(game, **{name: Fraction(k + 1, 60) for name in list(game.parameters)[:1]})

    for k in range(6):
        once(k)
    before = resident()
    for k in range(6, 46):
        once(k)
    assert resident() - before < 3 and len(NAMES) <= NAMES.most
