"""Walls at which roots change: all that matter are found, and the one that tells samples apart best, or more simply, is chosen."""

from fractions import Fraction

import numpy as np
import pytest
from comparisons import atoms, oracle, poly

from solvers.algebra import region_walls
from solvers.algebra.region_walls import Walls

Q = Fraction
POINTS = [(Q(p, 5), Q(q, 5)) for p in (-4, -1, 1, 3) for q in (-3, -1, 2, 4)]


def walls(f="x**3 - a*x + b", bound=(), domain=(), points=POINTS):
    here = oracle("ab", "x", domain=domain, points=points)
    return here, Walls(here, poly(here.ring, f), "x", atoms(here.ring, *bound))


def told(found):
    return {str(p / p.leading_coefficient()) for p in found}


def test_ends_discriminant_and_chain():
    here, found = walls()
    assert list(found.ends) == [poly(here.ring, "b"), poly(here.ring, "1 - a + b")]
    assert found.discriminant == poly(here.ring, "4*a**3 - 27*b**2") and found.discriminant is found.discriminant
    assert len(found.chain) == 4 and found.chain[0].polynomial == found.f


def test_a_pattern_may_change_where_a_root_leaves_meets_another_or_a_comparison_turns():
    _, found = walls(bound=("2*x - 1 > 0",))
    assert told(found._coarse) == {"b", "a - b - 1", "a^3 - 27/4*b^2", "a - 2*b - 1/4"}
    assert [len(w) for w in found._coarse] == sorted(len(w) for w in found._coarse)


def test_walls_outside_the_domain_do_not_matter():
    _, found = walls(domain=("b > 0", "a > 0"), points=[p for p in POINTS if min(p) > 0])
    assert told(found._coarse) == {"a - b - 1", "a^3 - 27/4*b^2"}


def test_finer_walls_are_those_of_the_chains():
    _, found = walls()
    finer = told(found._finer)
    assert finer and not finer & told(found._coarse) and "a" in finer
    _, more = walls(bound=("x - a > 0",))
    assert finer < told(more._finer) | told(more._coarse)


def test_large_walls_are_not_looked_at(monkeypatch):
    monkeypatch.setattr(region_walls, "LARGEST", 2)
    _, found = walls()
    assert told(found._coarse) == {"b", "a^3 - 27/4*b^2"}


def test_the_wall_that_tells_patterns_apart():
    here, found = walls()
    signs = here.signs(poly(here.ring, "1 - a + b"))
    patterns = {k: (True,) if s > 0 else () for k, s in enumerate(signs)}
    assert told([found.best(patterns, np.ones(here.size, bool))]) == {"a - b - 1"}
    here, found = walls(points=[(Q(p, 5), Q(q, 9)) for p in (-4, 1, 3, 5) for q in (-4, -1, 1, 4)])
    signs = here.signs(poly(here.ring, "4*a**3 - 27*b**2"))
    patterns = {k: (True, True) if s > 0 else () for k, s in enumerate(signs)}
    assert told([found.best(patterns, np.ones(here.size, bool))]) == {"a^3 - 27/4*b^2"}


def test_a_simpler_wall_that_tells_about_as_much_is_preferred():
    here, found = walls()
    patterns = dict.fromkeys(range(here.size), ())  # no wall tells anything
    assert told([found.best(patterns, np.ones(here.size, bool))]) == {"b"}


def test_a_wall_must_have_both_sides_in_the_region():
    here, found = walls()
    mask = here.mask(atoms(here.ring, "-b > 0"))
    patterns = {int(k): () for k in np.flatnonzero(mask)}
    assert told([found.best(patterns, mask)]) == {"a - b - 1"}
    assert found.best({}, np.zeros(here.size, bool)) is None
    one = np.zeros(here.size, bool)
    one[3] = True
    assert found.best({3: ()}, one) is None


def test_noted_walls_count_as_well():
    here, found = walls()
    noted = poly(here.ring, "a - 1/100")
    found.note(noted)
    found.note(poly(here.ring, "a - 1/100"))
    assert found._noted == [noted]
    signs = here.signs(noted)
    mask = here.mask(atoms(here.ring, "b - 1/2 > 0", "1 - a + b > 0", "27*b**2 - 4*a**3 > 0"))
    patterns = {int(k): (bool(signs[k] > 0),) for k in np.flatnonzero(mask)}
    assert found.best(patterns, mask) == noted


@pytest.mark.parametrize(
    "counts, entropy", [({}, 0), ({(): 5}, 0), ({(): 1, (True,): 1}, 1.3862943611), ({(): 3, (True,): 1}, 2.2493405784)]
)
def test_entropies(counts, entropy):
    from collections import Counter

    assert region_walls._entropy(Counter(counts)) == pytest.approx(entropy)
