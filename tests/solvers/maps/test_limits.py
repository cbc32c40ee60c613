"""Polynomials in what is left open: their terms at a point, and which corners are limits of points inside."""

from fractions import Fraction as Q

import pytest
from flint import fmpq

from games import GameError
from games.numbers import Expression, read, square_root
from solvers.maps.limits import _initial_sign, _ways, affine, at, is_limit, points_inside, symbols_of, terms_at

HALF = fmpq(1, 2)


def terms(text, names="xy"):
    top, bottom = terms_at(read(text, names), {}, tuple(names))
    assert bottom == {(0,) * len(names): 1}
    return top


# ------------------------------------------------------------------ terms


def test_terms_of_polynomials_and_quotients():
    assert terms("2*x*y**2 - x + 3") == {(1, 2): 2, (1, 0): -1, (0, 0): 3}
    top, bottom = terms_at(read("(x - 1)/(x + y)", "xy"), {}, ("x", "y"))
    assert top == {(1, 0): 1, (0, 0): -1} and bottom == {(1, 0): 1, (0, 1): 1}
    assert terms_at(read("y", "xy"), {}, ("x", "y", "z"))[0] == {(0, 1, 0): 1}


def test_a_point_is_put_in():
    top, bottom = terms_at(read("(a*x - b)/(a + y)", "abxy"), {"a": Q(1, 2), "b": Q(3), "c": Q(9)}, ("x", "y"))
    assert top == {(1, 0): HALF, (0, 0): -3} and bottom == {(0, 1): 1, (0, 0): HALF}
    assert terms_at(read("a*x", "ax"), {"a": 2}, ("x",))[0] == {(1,): 2}


def test_roots_in_the_point_are_coefficients():
    root = square_root(2)
    top, bottom = terms_at(read("(a*x - a**2)/(1 + y)", "axy"), {"a": root}, ("x", "y"))
    assert {powers: c * c for powers, c in top.items()} == {(1, 0): 2, (0, 0): 4} and bottom == {(0, 0): 1, (0, 1): 1}
    assert top[1, 0] > 0 > top[0, 0]
    top, bottom = terms_at(read("a**2 + 1", "axy"), {"a": root}, ("x", "y"))
    assert (top, bottom) == ({(0, 0): 3}, {(0, 0): 1}), "a number in the end"


def test_a_root_of_what_is_open_is_refused():
    bent = square_root(read("x", "xy")) * Expression.symbol("y")
    with pytest.raises(GameError, match="A root depends on what is left open"):
        terms_at(bent, {}, ("x", "y"))
    plain = square_root(read("a", "ay")) * Expression.symbol("y")
    assert terms_at(plain, {"a": Q(4)}, ("y",))[0] == {(1,): 2}


def test_symbols_values_and_affine_forms():
    p = terms("2*x*y**2 - x + 3")
    assert symbols_of(p, "xy") == ["x", "y"] and symbols_of(terms("x"), "xy") == ["x"] and symbols_of({(0, 0): fmpq(1)}, "xy") == []
    assert at(p, {"x": fmpq(3), "y": HALF}, "xy") == fmpq(3, 2) and at({}, {}, "xy") == 0 and at({(0, 0): fmpq(4)}, {}, "xy") == 4
    assert affine(terms("2*x - y + 5"), "xy") == ({"x": 2, "y": -1}, 5) and affine(terms("y"), "xy") == ({"y": 1}, 0)
    assert affine(p, "xy") is None and affine(terms("x*y"), "xy") is None and affine(terms("x**2"), "xy") is None
    assert affine({}, "xy") == ({}, 0)


# ------------------------------------------------------------------ limits of points inside


def corner(**values):
    return {name: fmpq(x) for name, x in values.items()}


SQUARE = [[corner(x=a, y=b) for a in (0, 1) for b in (0, 1)]]


def told(*texts):
    return [(terms(left), relation) for left, relation in (text.rsplit(" ", 2)[:2] for text in texts)]


def test_points_inside_satisfy_everything_strictly():
    limits = told("x - y >= 0", "x*y - 1/8 > 0", "x - 1/2 != 0")
    found = points_inside(limits, "xy", SQUARE)
    assert len(found) == 3 and all(p["x"] > p["y"] and p["x"] * p["y"] > fmpq(1, 8) and p["x"] != HALF for p in found)
    assert points_inside(limits, "xy", SQUARE) == found, "the same every time"
    assert all(0 < p["x"] < 1 and 0 < p["y"] < 1 for p in points_inside([], "xy", SQUARE))
    assert points_inside(told("x - y = 0"), "xy", SQUARE) == [] and points_inside(told("x - 2 >= 0"), "xy", SQUARE) == []


def test_points_inside_are_averages_of_corners_group_by_group():
    groups = [[corner(x=0), corner(x=HALF)], [corner(y=1)]]
    found = points_inside([], "xy", groups)
    assert len(found) == 3 and all(0 < p["x"] < HALF and p["y"] == 1 for p in found)
    assert points_inside([], "xy", [[{"x": square_root(2)}, corner(x=0)]]) == []


@pytest.mark.parametrize(
    "limits, start, limit",
    [
        ([], (0, 0), True),
        (["x*y >= 0"], (0, 0), True),
        (["x - y >= 0"], (0, 1), False),
        (["x - y >= 0"], (0, 0), True),
        (["x - y**2 > 0"], (0, 0), True),
        (["y - x**2 > 0", "2*x**2 - y > 0"], (0, 0), True),  # along a bent way only
        (["1 - 4*x*y >= 0"], (1, 0), True),
        (["4*x*y - 1 >= 0"], (0, 0), False),
        (["x - 1/4 >= 0"], (0, 0), False),
        (["x - y != 0"], (0, 0), True),
        (["x - y = 0"], (0, 0), False),
    ],
)
def test_corners_that_points_inside_come_near_to(limits, start, limit):
    inside = {
        "x - y >= 0": (fmpq(1, 2), fmpq(1, 4)),
        "4*x*y - 1 >= 0": (fmpq(3, 4), fmpq(3, 4)),
        "1 - 4*x*y >= 0": (fmpq(1, 3), fmpq(1, 3)),
    }.get(limits[0] if limits else "", (fmpq(1, 3), fmpq(1, 6)))
    x, y = start
    assert is_limit(corner(x=x, y=y), {"x": inside[0], "y": inside[1]}, told(*limits), "xy") is limit


@pytest.mark.parametrize(
    "text, way, sign",
    [
        ("-x", (1, 1), -1),
        ("x - y", (1, 2), 1),
        ("x - y", (2, 1), -1),
        ("x - y", (1, 1), 1),
        ("y - 2*x*x", (1, 2), -1),
        ("y - 2*x*x", (1, 1), 1),
        ("x*y - 1", (1, 1), -1),
        ("3*x*y - x*y**2 - 2*x*x", (1, 1), -1),  # 3/8 - 1/2 of the second power
        ("0*x", (1, 1), 0),
    ],
)
def test_the_sign_of_a_polynomial_for_small_steps(text, way, sign):
    inside = {"x": HALF, "y": fmpq(1, 4)}
    assert _initial_sign(terms(text), corner(x=0, y=0), inside, dict(zip("xy", way, strict=True)), "xy") == sign


def test_steps_from_a_corner_elsewhere():
    inside = {"x": HALF, "y": fmpq(1, 4)}
    assert [
        _initial_sign(terms(text), corner(x=1, y=0), inside, {"x": 1, "y": 1}, "xy")
        for text in ("x - 1", "x*x - 1 + 5*y", "x + 2*y - 1", "(x - 1)**2 - y**2")
    ] == [-1, 1, 0, 1]


def test_ways_out_of_a_corner():
    assert list(_ways("x")) == [{"x": 1}]
    assert list(_ways("xy")) == [{"x": a, "y": b} for a, b in ((1, 1), (1, 2), (2, 1), (1, 3), (3, 1))]
    assert len(list(_ways("wxyz"))) == 81 - 16 and next(_ways("wxyz")) == dict.fromkeys("wxyz", 1)
    assert {max(way.values()) for way in _ways("uvwxyz")} == {1, 2} and [*_ways("abcdefg")] == [dict.fromkeys("abcdefg", 1)]
