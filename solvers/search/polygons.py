"""Convex polygons in the plane with exact corners; a point and a segment are polygons too."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TypeAlias

from flint import fmpq

Point: TypeAlias = tuple[fmpq, fmpq]
Polygon: TypeAlias = tuple[Point, ...]
"""Corners against the clock, the least one first; none of them between others."""

HalfPlane: TypeAlias = tuple[fmpq, fmpq, fmpq]
"""``(a, b, c)`` is where ``a*x + b*y + c >= 0``."""

ZERO, ONE = fmpq(0), fmpq(1)


def hull(points: Iterable[Point]) -> Polygon:
    """The convex hull of some points."""
    found = _distinct(sorted(points))  # a fraction is compared faster than it is hashed
    if len(found) <= 2:
        return tuple(found)
    lower, upper = _chain(found), _chain(found[::-1])
    return tuple(lower[:-1] + upper[:-1])


def rectangle(across: tuple[fmpq, fmpq], up: tuple[fmpq, fmpq]) -> Polygon:
    """All points between two numbers along each axis."""
    (left, right), (low, high) = across, up
    if left == right:
        return ((left, low),) if low == high else ((left, low), (left, high))
    return ((left, low), (right, low)) if low == high else ((left, low), (right, low), (right, high), (left, high))


def _distinct(points: Sequence[Point]) -> list[Point]:
    return [p for k, p in enumerate(points) if not k or p != points[k - 1]]


def _chain(points: Sequence[Point]) -> list[Point]:
    out: list[Point] = []
    for p in points:
        while len(out) >= 2 and _turn(out[-2], out[-1], p) <= 0:
            out.pop()
        out.append(p)
    return out


def _turn(p: Point, q: Point, r: Point) -> fmpq:
    return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])


def _edges(polygon: Polygon) -> Iterable[tuple[Point, Point]]:
    return zip(polygon, polygon[1:] + polygon[:1], strict=True) if len(polygon) > 1 else ()


def moved(polygon: Polygon, by: Point) -> Polygon:
    """A polygon moved by a vector."""
    return tuple((x + by[0], y + by[1]) for x, y in polygon)


def extent(polygon: Polygon, axis: int) -> tuple[fmpq, fmpq]:
    """The least and the largest coordinate."""
    along = [p[axis] for p in polygon]
    return min(along), max(along)


def has(polygon: Polygon, p: Point) -> bool:
    """Whether a point lies in a polygon."""
    if len(polygon) == 1:
        return polygon[0] == p
    if len(polygon) == 2:
        q, r = polygon
        return _turn(q, r, p) == 0 and min(q, r) <= p <= max(q, r)
    x, y = p
    u, v = polygon[-1]
    for s, t in polygon:
        if (s - u) * (y - v) < (t - v) * (x - u):
            return False
        u, v = s, t
    return True


def holds(outer: Polygon, inner: Polygon) -> bool:
    """Whether one polygon lies in another."""
    return outer[0] <= inner[0] and all(has(outer, p) for p in inner)  # the least corners come first


def clipped(polygon: Polygon, half: HalfPlane) -> Polygon:
    """What of a polygon lies in a half plane; empty when nothing does."""
    a, b, c = half
    heights = [a * x + b * y + c for x, y in polygon]
    if min(heights, default=ZERO) >= 0:
        return polygon
    out = [p for p, h in zip(polygon, heights, strict=True) if h >= 0]
    ends = list(zip(polygon, heights, strict=True))
    for (p, h), (q, g) in zip(ends, ends[1:] + ends[:1], strict=True):
        if (h > 0 > g) or (h < 0 < g):
            t = h / (h - g)
            out.append((p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1])))
    return hull(out)


def parted(polygon: Polygon, half: HalfPlane) -> tuple[Polygon, Polygon]:
    """What of a segment or of an area lies in a half plane, and what beyond it; empty where that is a part of the border at most."""
    a, b, c = half
    heights = [a * x + b * y + c for x, y in polygon]
    low, high = min(heights), max(heights)
    if low >= 0:
        return polygon, ()
    if high <= 0:
        return (), polygon
    inside, beyond = [], []
    ends = list(zip(polygon, heights, strict=True))
    for (p, h), (q, g) in zip(ends, ends[1:] + ends[:1], strict=True):
        if h >= 0:
            inside.append(p)
        if h <= 0:
            beyond.append(p)
        if (h > 0 > g) or (h < 0 < g):
            t = h / (h - g)
            cut = (p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1]))
            inside.append(cut)
            beyond.append(cut)
    return hull(inside), hull(beyond)


def raised(polygon: Polygon, free: tuple[bool, bool]) -> list[HalfPlane]:
    """The half planes around all points that exceed one of a polygon's along the free axes and equal it along the others."""
    (left, right), (low, high) = extent(polygon, 0), extent(polygon, 1)
    out = [(ONE, ZERO, -left), (ZERO, ONE, -low)]
    if not free[0]:
        out.append((-ONE, ZERO, right))
    if not free[1]:
        out.append((ZERO, -ONE, high))
    for (x, y), (u, v) in _edges(polygon):
        a, b = y - v, u - x  # points inwards
        if (a >= 0 or not free[0]) and (b >= 0 or not free[1]):
            out.append((a, b, -a * x - b * y))
    return out


def dimension(polygon: Polygon) -> int:
    """That of a point is 0, of a segment 1; -1 for nothing."""
    return min(len(polygon), 3) - 1


def area(polygon: Polygon) -> fmpq:
    """The area, twice."""
    return sum((p[0] * q[1] - p[1] * q[0] for p, q in zip(polygon, polygon[1:] + polygon[:1], strict=True)), ZERO)


def middle(polygon: Polygon) -> Point:
    """A point inside: the mean of the corners."""
    n = len(polygon)
    return sum((x for x, _ in polygon), ZERO) / n, sum((y for _, y in polygon), ZERO) / n


def weights(points: Sequence[Point], p: Point) -> list[fmpq]:
    """Weights of some points whose mean is a point of their hull."""
    corners = hull(points)
    found: dict[Point, fmpq] = {}
    if len(corners) == 1:
        found = {corners[0]: ONE}
    elif len(corners) == 2:
        (x, y), (u, v) = corners
        t = (p[0] - x) / (u - x) if u != x else (p[1] - y) / (v - y)
        found = {corners[0]: 1 - t, corners[1]: t}
    else:
        q = corners[0]
        for r, s in pairwise(corners[1:]):
            whole = _turn(q, r, s)
            parts = {q: _turn(p, r, s) / whole, r: _turn(q, p, s) / whole, s: _turn(q, r, p) / whole}
            if min(parts.values()) >= 0:
                found = parts
                break
    out = []
    for point in points:
        out.append(found.pop(point, ZERO))
    return out


def section(polygon: Polygon, at: fmpq) -> tuple[fmpq, fmpq]:
    """The least and the largest second coordinate where the first is given, within the polygon's extent."""
    along = [y for x, y in polygon if x == at]
    for (x, y), (u, v) in _edges(polygon):
        if x < at < u or u < at < x:
            along.append(y + (at - x) * (v - y) / (u - x))
    return min(along), max(along)


def reaching(one: Polygon, other: Polygon) -> tuple[fmpq, fmpq] | None:
    """Where, along the first axis, the top of one polygon is at or above the bottom of another; None for nowhere."""
    (a, b), (c, d) = extent(one, 0), extent(other, 0)
    low, high = max(a, c), min(b, d)
    if low > high:
        return None
    knots = sorted({low, high, *(x for x, _ in (*one, *other) if low < x < high)})
    heights = [section(one, x)[1] - section(other, x)[0] for x in knots]  # concave
    found = [x for x, h in zip(knots, heights, strict=True) if h >= 0]
    for (x, h), (u, g) in pairwise(zip(knots, heights, strict=True)):
        if (h > 0 > g) or (h < 0 < g):
            found.append(x + (u - x) * h / (h - g))
    return (min(found), max(found)) if found else None
