"""What stays in memory when many games are solved one after the other."""

import gc
import importlib
import inspect
import pkgutil
import random
import sys

import pytest
from flint import fmpq

import games
import solvers
from games.numbers import polynomials
from solvers.algebra.ring import NAMES, Names, key
from solvers.verifier.reading import Reading

PAGE = 4096 / 2**20  # MB


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
    """What flint writes it never gives back: some 200 bytes a call, 8 MB here."""
    made = [drawn(seed) for seed in range(100)]
    for p in made:
        key(p)
    before = resident()
    for _ in range(400):
        for p in made:
            key(p + 0)
    assert resident() - before < 4


def test_maps_one_after_the_other_take_no_more_memory():
    """60 kB a map of this game before; the first ten warm up."""
    game = games.load("selten_horse")
    for _ in range(10):
        solvers.regimes(game, check=0)
    before = resident()
    for _ in range(30):
        solvers.regimes(game, check=0)
    assert resident() - before < 1 and len(NAMES) <= NAMES.most


def test_what_was_solved_is_not_held():
    """The verifier kept the last ten thousand ways to a node, with the game and the profile of each."""
    game = games.load("selten_horse")
    for _ in range(3):
        solvers.solve(game)
    gc.collect()
    assert [x for x in gc.get_objects() if isinstance(x, Reading)] == []


def bounded():
    """Every cache of a function in games and solvers, whichever modules other tests have imported."""
    for package in (games, solvers):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(found.name)
    for module in list(sys.modules.values()):
        if getattr(module, "__name__", "").split(".")[0] in ("games", "solvers"):
            for name, found in list(vars(module).items()):
                if hasattr(found, "cache_info") and found.__module__ == module.__name__:
                    yield f"{module.__name__}.{name}", found


def test_caches_have_bounds():
    """Those without arguments hold one thing; those of two classic games and one of the essay's know their moves by number."""
    solvers.regimes(games.load("beer_quiche"), check=1)
    without = {name for name, cache in bounded() if cache.cache_parameters()["maxsize"] is None and inspect.signature(cache).parameters}
    assert {name for name in without if not name.startswith(("games.classics.", "games.essay."))} == set()
    assert all((cache.cache_parameters()["maxsize"] or 0) <= 16_384 for _, cache in bounded())
