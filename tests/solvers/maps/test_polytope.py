"""Corners of polytopes, by hand, one by one and by rays."""

import itertools

import pytest
from flint import fmpq

from games import GameError
from games.numbers import square_root
from solvers.maps import polytope
from solvers.maps.polytope import corners


def row(constant, **slopes):
    return {name: fmpq(c) for name, c in slopes.items()}, fmpq(constant)


def box(*names):
    return [some for name in names for some in (row(0, **{name: 1}), row(1, **{name: -1}))]


def found(rows, names):
    return sorted({tuple(corner[name] for name in names) for corner in corners(rows, names)})


def points(*some):
    return sorted(tuple(fmpq(x) for x in point) for point in some)


HALF, THIRD = fmpq(1, 2), fmpq(1, 3)


@pytest.fixture(params=["one by one", "by rays"], autouse=True)
def way(request, monkeypatch):
    if request.param == "by rays":
        monkeypatch.setattr(polytope, "FEW", 0)
    return request.param


def test_an_interval():
    assert found(box("x"), ["x"]) == points((0,), (1,))
    assert found([*box("x"), row(HALF, x=-1), row(-THIRD, x=1)], ["x"]) == points((THIRD,), (HALF,))
    assert found([*box("x"), row(2, x=-3)], ["x"]) == points((0,), (fmpq(2, 3),))


def test_a_point_and_nothing():
    assert found([*box("x"), row(-1, x=2), row(1, x=-2)], ["x"]) == points((HALF,))
    assert corners([*box("x"), row(-2, x=1)], ["x"]) == [] or list(corners([*box("x"), row(-2, x=1)], ["x"])) == []


def test_a_square_and_a_triangle():
    assert found(box("x", "y"), ["x", "y"]) == points(*itertools.product((0, 1), repeat=2))
    assert found([*box("x", "y"), row(1, x=-1, y=-1)], ["x", "y"]) == points((0, 0), (0, 1), (1, 0))
    assert found([*box("x", "y"), row(0, x=1, y=-2), row(3, x=-2, y=-2)], ["x", "y"]) == points((0, 0), (1, 0), (1, HALF))


def test_a_rhombus():
    rows = [row(0, x=3, y=-1), row(0, x=-1, y=3), row(2, x=-3, y=1), row(2, x=1, y=-3)]
    expected = points((0, 0), (fmpq(3, 4), fmpq(1, 4)), (1, 1), (fmpq(1, 4), fmpq(3, 4)))
    assert found([*box("x", "y"), *rows], ["x", "y"]) == expected


def test_a_segment_in_three_dimensions():
    rows = [row(-1, x=1, y=1), row(1, x=-1, y=-1), row(0, x=1, z=-1), row(0, x=-1, z=1)]
    assert found([*box("x", "y", "z"), *rows], ["x", "y", "z"]) == points((0, 1, 0), (1, 0, 1))


def test_a_cube_cut_at_a_corner():
    cut = found([*box("x", "y", "z"), row(-HALF, x=1, y=1, z=1)], ["x", "y", "z"])
    assert len(cut) == 10 and (0, 0, 0) not in cut and (HALF, 0, 0) in cut and (0, HALF, 0) in cut and (0, 0, HALF) in cut


def test_rows_in_one_direction_count_once():
    assert polytope._tightest([row(1, x=2), row(3, x=4), row(0, x=1), row(1, x=-1), row(5, x=-1)]) == [row(0, x=1), row(1, x=-1)]
    assert polytope._tightest([row(3, x=2, y=-4), row(2, y=-2, x=1)]) == [row(fmpq(3, 2), x=1, y=-2)]


def test_roots_are_kept(way):
    root = square_root(2)
    rows = [*box("x", "y"), ({"x": root, "y": fmpq(-1)}, fmpq(0)), row(0, y=1, x=-1)]
    if way == "by rays":
        with pytest.raises(GameError, match="too many corners at a point with roots"):
            corners(rows, ["x", "y"])
        return
    told = {tuple(str(corner[name]) for name in "xy") for corner in corners(rows, ["x", "y"])}
    assert told == {("0", "0"), ("1", "1"), (str(root / 2), "1")}


def test_whole_numbers():
    assert polytope._whole([fmpq(1, 2), fmpq(-2, 3), fmpq(3)]) == [3, -4, 18]


def test_the_one_point_where_rows_vanish():
    assert polytope._solved([row(-1, x=1, y=1), row(0, x=1, y=-1)], ["x", "y"]) == {"x": HALF, "y": HALF}
    assert polytope._solved([row(-1, y=2), row(-1, x=3)], ["x", "y"]) == {"x": THIRD, "y": HALF}
    assert polytope._solved([row(-1, x=1, y=1), row(-2, x=2, y=2)], ["x", "y"]) is None
