"""Continua of equilibria by their corners: polytopes by hand, and random degenerate games judged by the verifier."""

import itertools
import random
from fractions import Fraction

import pytest

from games import game, load
from solvers import Profile, solve
from solvers.published.corners import components, corner_profiles, corners, maximal
from solvers.published.printed import comparisons
from solvers.verifier import verify

HALF = Fraction(1, 2)


def points(names, *conditions):
    return {tuple(point[name] for name in names) for point in corners(names, comparisons(" and ".join(conditions)))}


def test_polytopes_by_hand():
    assert points([]) == {()}
    assert points(["x"], "0 <= x <= 1/2") == points(["x"], "0 < x and x < 1/2") == {(0,), (HALF,)}
    assert points(["x", "y"], "0 <= x <= 1", "0 <= y <= 1") == set(itertools.product((0, 1), repeat=2))
    assert points(["x", "y"], "x >= 0", "y >= 0", "x + 2*y <= 1") == {(0, 0), (1, 0), (0, HALF)}
    assert points(["x", "y"], "x >= 0", "y >= 0", "x + y = 1") == {(0, 1), (1, 0)}
    assert points(["x"], "0 <= x <= 1", "x <= 1/2", "x != 1/3") == {(0,), (HALF,)}


def test_a_face_is_dropped_and_what_touches_hangs_together():
    one, two, three = frozenset({("0",), ("1",)}), frozenset({("1",)}), frozenset({("1",), ("2",)})
    assert maximal([one, two, three]) == {one, three}
    assert components([one, two, three]) == 1 and components([one, frozenset({("2",)})]) == 2
    assert components([frozenset({("0",)}), frozenset({("1",)}), one]) == 1


def test_players_are_picked():
    (found,) = solve(load("winkels_chain"), "nash")[:1]
    both, rows = corner_profiles(found), corner_profiles(found, ["Row"])
    assert {corner[:3] for corner in both} == set(rows)


def tied(seed):
    """A random bimatrix game with many ties."""
    rng = random.Random(seed)
    table = {cell: (rng.randint(0, 1), rng.randint(0, 1)) for cell in itertools.product("abc", "xyz")}

    @game(players=("Row", "Column"))
    def drawn(play):
        return table[play.choose("Row", list("abc"), public=False), play.choose("Column", list("xyz"), public=False)]

    return drawn()


def profile(corner):
    row, column = (
        dict(zip(actions, map(Fraction, chances), strict=True)) for actions, chances in (("abc", corner[:3]), ("xyz", corner[3:]))
    )
    return Profile({"Row": {"start": row}, "Column": {"start": column}})


@pytest.mark.parametrize("seed", range(12))
def test_corners_and_midpoints_of_random_continua_are_equilibria_and_agree_with_those_by_supports(seed):
    drawn = tied(seed)
    by_corners, by_supports = solve(drawn, "nash"), solve(drawn)
    polytopes = maximal(corner_profiles(one) for one in by_corners)
    for polytope in polytopes:
        for one, other in itertools.combinations_with_replacement(sorted(polytope), 2):
            middle = tuple(str((Fraction(a) + Fraction(b)) / 2) for a, b in zip(one, other, strict=True))
            assert verify(drawn, profile(middle), "nash").equilibrium
    assert polytopes == maximal(corner_profiles(one) for one in by_supports)
