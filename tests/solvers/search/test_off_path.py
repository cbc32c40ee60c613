"""Closed sets of mixes off the path: their bounds, what is pinned, a point of them, and how they are told."""

from fractions import Fraction as Q

import pytest
from flint import fmpq

from games.numbers import Expression
from solvers.algebra.ring import Ring
from solvers.results import Relation, between
from solvers.search import off_path
from solvers.search.off_path import Joint, close

RING = Ring((), ("x", "y", "z"))
X, Y, Z = map(RING.gen, "xyz")
ONE = RING.one


def closed(*atoms, sets=(("x",), ("y",))):
    return close(RING, atoms, sets)


def told(found):
    joint, pinned = found
    return joint.names, dict(joint.bounds), joint.atoms, pinned


def test_without_comparisons_everything_goes():
    assert told(closed()) == (("x", "y"), {"x": (0, 1), "y": (0, 1)}, (), {})
    joint, _ = closed()
    assert joint.sample == {"x": fmpq(1, 2), "y": fmpq(1, 2)}


def test_comparisons_in_one_unknown_are_bounds():
    assert told(closed(3 * X - 2, 1 - 2 * Y)) == (("x", "y"), {"x": (fmpq(2, 3), 1), "y": (0, fmpq(1, 2))}, (), {})
    assert told(closed(3 * X - 2, 4 * X - 3, 5 - 6 * X, 9 - 10 * X, sets=[("x",)])) == (("x",), {"x": (fmpq(3, 4), fmpq(5, 6))}, (), {})
    assert told(closed(X + 2, 3 - X, sets=[("x",)])) == (("x",), {"x": (0, 1)}, (), {}), "bounds that a probability keeps anyway"


def test_what_is_pinned_is_put_in_for_the_others():
    # x = 1/2, and then y >= x makes y at least 1/2
    assert told(closed(2 * X - 1, 1 - 2 * X, Y - X)) == (("y",), {"y": (fmpq(1, 2), 1)}, (), {"x": fmpq(1, 2)})
    joint, pinned = closed(2 * X - 1, 1 - 2 * X, Y - 2 * X)
    assert joint.names == () and joint.sample == {} and pinned == {"x": fmpq(1, 2), "y": 1}
    assert told(closed(-X, sets=[("x",)])) == ((), {}, (), {"x": 0})


@pytest.mark.parametrize(
    "atoms",
    [
        [-1 * ONE],
        [2 * X - 1, 1 - 3 * X],
        [X - 2],
        [2 * X - 1, 1 - 2 * X, Y - 3 * X],
        [-X - 1],
        [2 * X - 1, 1 - 2 * X, Y - X, X - Y, 3 * Y - 2],
    ],
    ids=str,
)
def test_an_empty_set_is_seen(atoms):
    assert closed(*atoms) is False


def test_constants_that_hold_are_dropped():
    assert told(closed(0 * ONE, ONE, X, sets=[("x",)])) == (("x",), {"x": (0, 1)}, (), {})


def test_several_actions_leave_a_last_probability():
    joint, pinned = closed(sets=[("x", "y"), ("z",)])
    assert joint.names == ("x", "y", "z") and joint.atoms == (1 - X - Y,) and pinned == {}
    assert joint.sample["x"] + joint.sample["y"] <= 1
    joint, pinned = closed(4 * X - 3, 4 * Y - 1, sets=[("x", "y")])
    assert joint.sample == {"x": fmpq(3, 4), "y": fmpq(1, 4)}
    assert closed(4 * X - 3, 2 * Y - 1, sets=[("x", "y")]) is False


def test_conditions_on_several_unknowns_are_kept():
    joint, pinned = closed(X - Y, X * Y - fmpq(1, 8), 2 * X * X - 1)
    assert joint.atoms == (X - Y, X * Y - fmpq(1, 8), 2 * X * X - 1) and pinned == {}
    x, y = joint.sample["x"], joint.sample["y"]
    assert x >= y and x * y >= fmpq(1, 8) and 2 * x * x >= 1


def test_a_point_is_looked_for_in_the_middle_first_then_at_ends_and_thirds():
    bounds = {"x": (fmpq(0), fmpq(1)), "y": (fmpq(1, 2), fmpq(1))}
    tried = [tuple(point.values()) for point in off_path._candidates(("x", "y"), bounds)]
    half, low, high = (fmpq(1, 2), fmpq(3, 4)), fmpq(1, 2), fmpq(1)
    assert tried[0] == half and tried[1:5] == [(0, low), (0, high), (1, low), (1, high)]
    assert len(tried) == 1 + 4 + 9 + 4 and tried[5] == (0, low) and tried[6] == (0, fmpq(3, 4)) and tried[9] == half
    assert tried[-4:] == [(fmpq(a, 3), fmpq(1, 2) + fmpq(b, 6)) for a in (1, 2) for b in (1, 2)]


def test_where_no_simple_point_lies_inside_one_is_decided(monkeypatch):
    # x*y = 6/35 and x + y = 29/35: 3/7 and 2/5, no candidate
    narrow = [35 * X * Y - 6, 6 - 35 * X * Y, 35 * X + 35 * Y - 29, 29 - 35 * X - 35 * Y]
    joint, _ = closed(*narrow)
    assert sorted(joint.sample.values()) == [fmpq(2, 5), fmpq(3, 7)]
    assert closed(*narrow, X * X + Y * Y - fmpq(9, 10)) is False
    monkeypatch.setattr(off_path, "MOST_CANDIDATES", 0)
    joint, _ = closed(X - Y, 3 * X - 1)
    x, y = joint.sample["x"], joint.sample["y"]
    assert 1 >= x >= fmpq(1, 3) and x >= y >= 0
    joint, _ = closed(X * Z - fmpq(1, 4), Y - X, sets=[("x",), ("y",), ("z",)])
    assert set(joint.sample) == {"x", "y", "z"} and joint.sample["x"] * joint.sample["z"] >= fmpq(1, 4)


def test_a_point_with_roots_is_not_decided():
    assert closed(2 * X * X - 1, 1 - 2 * X * X) is None


def test_the_ranges_of_a_joint_set():
    joint = Joint(
        ("x", "y"), {"x": (fmpq(1, 4), fmpq(1)), "y": (fmpq(0), fmpq(2, 3))}, (X - Y, 2 * X * X - 1), {"x": fmpq(1), "y": fmpq(0)}
    )
    s, t = (Expression.symbol(name) for name in "st")
    assert joint.ranges(RING, {"x": "s", "y": "t"}) == (
        between("s", Q(1, 4), Q(1), [Relation(2 * s * s - 1, ">=", 0)]),
        between("t", Q(0), Q(2, 3), [Relation(s - t, ">=", 0)]),  # joint conditions stand with the last of their unknowns
    )
