"""Convex polygons with exact corners: points, segments and triangles, by hand."""

import pytest
from flint import fmpq

from solvers.search.polygons import clipped, extent, has, holds, hull, middle, moved, raised, reaching, section, weights


def at(*points):
    return tuple((fmpq(x), fmpq(y)) for x, y in points)


HALF = fmpq(1, 2)
POINT, SEGMENT, UPRIGHT = at((1, 2)), at((0, 0), (2, 1)), at((1, 0), (1, 3))
TRIANGLE, SQUARE = at((0, 0), (4, 0), (0, 2)), at((0, 0), (2, 0), (2, 2), (0, 2))


def test_the_hull_of_points():
    assert hull(at((1, 2), (1, 2))) == POINT and hull([]) == () and hull(at((2, 1), (0, 0))) == SEGMENT
    assert hull(at((2, 2), (0, 0), (1, 1), (2, 0), (0, 2), (1, 0), (2, 1))) == SQUARE, "against the clock, the least first, none between"
    assert hull(at((0, 0), (1, 1), (2, 2), (3, 3))) == at((0, 0), (3, 3)), "points of one line"
    assert hull(at((0, 0), (0, 2), (4, 0), (1, 1))) == TRIANGLE


def test_a_polygon_moves():
    assert moved(SEGMENT, (fmpq(1), fmpq(-2))) == at((1, -2), (3, -1)) and moved((), (fmpq(1), fmpq(1))) == ()


def test_the_extent_along_an_axis():
    assert extent(TRIANGLE, 0) == (0, 4) and extent(TRIANGLE, 1) == (0, 2) and extent(POINT, 1) == (2, 2)


@pytest.mark.parametrize(
    "polygon, inside, outside",
    [
        (POINT, [(1, 2)], [(1, 1), (0, 2)]),
        (SEGMENT, [(0, 0), (2, 1), (1, HALF)], [(1, 1), (4, 2), (-2, -1), (1, 0)]),
        (UPRIGHT, [(1, 0), (1, 3), (1, 1)], [(1, 4), (1, -1), (0, 1)]),
        (TRIANGLE, [(0, 0), (4, 0), (0, 2), (2, 1), (1, 1), (2, 0)], [(3, 1), (-1, 1), (1, -1), (2, fmpq(3, 2))]),
    ],
)
def test_points_of_a_polygon(polygon, inside, outside):
    assert all(has(polygon, p) for p in at(*inside)) and not any(has(polygon, p) for p in at(*outside))


def test_polygons_in_polygons():
    assert holds(SQUARE, SQUARE) and holds(SQUARE, at((0, 0), (1, 1))) and holds(TRIANGLE, at((1, 1)))
    assert not holds(SQUARE, TRIANGLE) and not holds(at((1, 1)), SQUARE) and not holds(SQUARE, at((-1, 0), (1, 0)))
    assert holds(SEGMENT, at((0, 0), (1, HALF))) and not holds(SEGMENT, at((0, 0), (1, 1))) and not holds(SQUARE, at((1, 1), (1, 3)))


def half(a, b, c):
    return fmpq(a), fmpq(b), fmpq(c)


def test_what_of_a_polygon_lies_in_a_half_plane():
    assert clipped(SQUARE, half(1, 0, 0)) == SQUARE and clipped(SQUARE, half(1, 0, -3)) == () and clipped((), half(1, 0, 0)) == ()
    assert clipped(SQUARE, half(1, 0, -1)) == at((1, 0), (2, 0), (2, 2), (1, 2)), "x >= 1"
    assert clipped(SQUARE, half(-1, -1, 1)) == at((0, 0), (1, 0), (0, 1)), "x + y <= 1"
    assert clipped(SQUARE, half(1, 1, -4)) == at((2, 2)), "a corner"
    assert clipped(SQUARE, half(0, -1, 0)) == at((0, 0), (2, 0)), "an edge"
    assert clipped(SEGMENT, half(1, 0, -1)) == at((1, HALF), (2, 1)) and clipped(SEGMENT, half(-1, 0, 0)) == at((0, 0))
    assert clipped(POINT, half(0, 1, -2)) == POINT and clipped(POINT, half(0, 1, -3)) == ()
    assert clipped(TRIANGLE, half(3, 0, -1)) == ((fmpq(1, 3), fmpq(0)), (fmpq(4), fmpq(0)), (fmpq(1, 3), fmpq(11, 6)))


def within(halves, x, y):
    return all(a * x + b * y + c >= 0 for a, b, c in halves)


@pytest.mark.parametrize("polygon", [POINT, SEGMENT, UPRIGHT, TRIANGLE, SQUARE, at((0, 2), (1, 0), (3, 1), (2, 3))])
@pytest.mark.parametrize("free", [(True, True), (True, False), (False, True), (False, False)])
def test_what_exceeds_a_point_of_a_polygon(polygon, free):
    halves = raised(polygon, free)
    for i in range(-2, 12):
        for j in range(-2, 12):
            x, y = fmpq(i, 2), fmpq(j, 2)
            below = hull([(x - 9 * a, y - 9 * b) for a in (0, free[0]) for b in (0, free[1])])
            assert within(halves, x, y) == meets(polygon, below), (x, y)


def meets(one, other):
    """Whether two polygons have a point in common, by cutting one with the sides of the other."""
    (left, right), (low, high) = extent(other, 0), extent(other, 1)  # the other is a box, a segment along an axis, or a point
    for side in (half(1, 0, -left), half(-1, 0, right), half(0, 1, -low), half(0, -1, high)):
        one = clipped(one, side)
    return bool(one)


def test_the_mean_of_the_corners():
    assert middle(TRIANGLE) == (fmpq(4, 3), fmpq(2, 3)) and middle(POINT) == (1, 2) and middle(SEGMENT) == (1, HALF)


def test_weights_of_points_whose_mean_is_given():
    assert weights(at((1, 2), (1, 2)), (fmpq(1), fmpq(2))) == [1, 0]
    assert weights(at((0, 0), (2, 1)), (HALF, fmpq(1, 4))) == [fmpq(3, 4), fmpq(1, 4)]
    assert weights(at((1, 3), (1, 0)), (fmpq(1), fmpq(1))) == [fmpq(1, 3), fmpq(2, 3)], "an upright segment"
    assert weights(at((0, 0), (4, 0), (0, 2)), (fmpq(1), HALF)) == [HALF, fmpq(1, 4), fmpq(1, 4)]
    assert weights(at((0, 0), (1, 0), (2, 0)), (fmpq(1), fmpq(0))) == [HALF, 0, HALF], "a point between corners weighs nothing"
    assert weights(at((2, 2), (0, 2), (0, 0), (2, 0)), (fmpq(2), fmpq(1))) == [HALF, 0, 0, HALF]
    assert weights(at((2, 2), (0, 2), (0, 0), (2, 0)), (fmpq(0), fmpq(1))) == [0, HALF, HALF, 0], "in the second triangle"


def test_a_section_at_a_first_coordinate():
    assert section(TRIANGLE, fmpq(2)) == (0, 1) and section(TRIANGLE, fmpq(0)) == (0, 2) and section(TRIANGLE, fmpq(4)) == (0, 0)
    assert section(POINT, fmpq(1)) == (2, 2) and section(UPRIGHT, fmpq(1)) == (0, 3) and section(SEGMENT, HALF) == (fmpq(1, 4), fmpq(1, 4))
    assert section(SQUARE, fmpq(1)) == (0, 2) and section(at((0, 2), (1, 0), (3, 1), (2, 3)), fmpq(1)) == (0, fmpq(5, 2))


def test_where_the_top_of_one_reaches_the_bottom_of_another():
    assert reaching(SQUARE, TRIANGLE) == (0, 2) and reaching(at((0, 0), (1, 0)), at((2, 0), (3, 0))) is None
    assert reaching(at((0, 0), (1, 0)), at((1, 0), (2, 0))) == (1, 1), "they meet at one end"
    assert reaching(at((0, 0), (4, 0)), at((0, 1), (4, 1))) is None and reaching(at((0, 1), (4, 1)), at((0, 1), (4, 1))) == (0, 4)
    assert reaching(at((0, 0), (4, 2)), at((0, 1), (4, 1))) == (2, 4) and reaching(at((0, 2), (4, 0)), at((0, 1), (4, 1))) == (0, 2)
    assert reaching(TRIANGLE, at((-1, 1), (5, 1))) == (0, 2)
    roof = at((0, 0), (4, 0), (2, 2))
    assert reaching(roof, at((0, 1), (4, 1))) == (1, 3) and reaching(at((0, 1), (4, 1)), at((0, 2), (2, 0), (4, 2))) == (1, 3)
    assert reaching(at((0, 0), (4, 0), (2, 2)), at((0, 2), (4, 2))) == (2, 2)
