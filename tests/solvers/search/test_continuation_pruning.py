"""What is not looked at twice in backward induction on beliefs: less is kept, and no payoffs are lost."""

import random
from itertools import pairwise

import numpy as np
import pytest
from flint import fmpq
from small_games import repeated

from solvers.search import continuation_replies, continuation_values
from solvers.search.continuation_classes import Cell
from solvers.search.continuation_covers import Tried, covered, shape, uncovered
from solvers.search.continuation_pruning import Rough, largest, least
from solvers.search.continuation_values import Induction
from solvers.search.polygons import clipped, extent, has, holds, hull, middle, raised
from solvers.search.public_play import END, public_form

ZERO, ONE, HALF = fmpq(0), fmpq(1), fmpq(1, 2)
SQUARE = ((0, 0), (2, 0), (2, 2), (0, 2))


def at(*points):
    return hull((fmpq(x), fmpq(y)) for x, y in points)


def cell(low, high, *values):
    return Cell(1, fmpq(low), fmpq(high), at(*values), (None,))


def drawn(draw, corners):
    return hull((fmpq(draw.randint(0, 3)), fmpq(draw.randint(0, 3))) for _ in range(corners))


# ------------------------------------------------------------------ inside one other


def test_what_lies_inside_another_is_dropped():
    def of(spans):
        return largest(spans, lambda span: (tuple(span),), lambda a, b: a[0] <= b[0] and b[1] <= a[1])

    assert of([(0, 1), (0, 3), (2, 5), (1, 2)]) == [(0, 3), (2, 5)] and of([]) == []
    twice = [[0, 1], [0, 1]]
    (kept,) = of(twice)
    assert kept is twice[0], "of equal ones the first"


@pytest.mark.parametrize("seed", range(6))
def test_none_that_is_kept_lies_in_another(seed):
    draw = random.Random(seed)
    some = [drawn(draw, 1 + k % 4) for k in range(30)]
    kept = largest(some, lambda p: (extent(p, 0), extent(p, 1)), holds)
    assert all(any(holds(one, p) for one in kept) for p in some)
    assert not any(holds(one, p) for one in kept for p in kept if p is not one)


# ------------------------------------------------------------------ threats


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("free", [(True, True), (True, False), (False, True)])
def test_the_least_threats_deter_as_much_as_all(seed, free):
    draw = random.Random(seed)
    some = [drawn(draw, 1 + k % 3) for k in range(12)]
    kept = least(some, lambda p: p, free)
    points = [(fmpq(draw.randint(0, 9), 3), fmpq(draw.randint(0, 9), 3)) for _ in range(60)]

    def deterred(p, polygons):
        return any(all(a * p[0] + b * p[1] + c >= 0 for a, b, c in raised(one, free)) for one in polygons)

    assert [deterred(p, kept) for p in points] == [deterred(p, some) for p in points]
    assert {id(p) for p in kept} <= {id(p) for p in some} and least(some, lambda p: p, free, known=kept)[: len(kept)] == kept


# ------------------------------------------------------------------ covered by several together


def test_a_square_is_covered_by_its_halves_and_not_by_its_border():
    left, right = at((0, 0), (1, 0), (1, 2), (0, 2)), at((1, 0), (2, 0), (2, 2), (1, 2))
    assert covered(at(*SQUARE), [left, right]) and not covered(at(*SQUARE), [left]) and not covered(at(*SQUARE), [])
    border = [at(p, q) for p, q in zip(SQUARE, (*SQUARE[1:], SQUARE[0]), strict=True)]
    assert not covered(at(*SQUARE), border) and covered(at((0, 0), (1, 0)), border)
    assert covered(at((0, 0), (2, 2)), [left, right]), "a segment across both"
    assert not covered(at((0, 0), (2, 2)), [left, at((1, 1), (1, 1))]) and covered(at((1, 1)), [left]) and not covered(at((3, 3)), [left])
    assert covered(at((0, 0), (2, 0)), [at((0, 0), (1, 0)), at((HALF, 0), (2, 0))])
    assert not covered(at((0, 0), (2, 0)), [at((0, 0), (HALF, 0)), at((1, 0), (2, 0))])


@pytest.mark.parametrize("seed", range(4))
def test_a_polygon_is_covered_where_all_of_its_points_are(seed):
    draw = random.Random(seed)
    some = [drawn(draw, 2 + k % 4) for k in range(3)]
    for polygon in (drawn(draw, 1 + k % 4) for k in range(8)):
        inner = [polygon]  # cut along all edges: each piece lies in one of the others or meets none of them inside
        for other in some:
            for a, b, c in raised(other, (False, False)):
                halves = [(clipped(p, (a, b, c)), clipped(p, (-a, -b, -c))) for p in inner]
                inner = [part for p, parts in zip(inner, halves, strict=True) for part in parts if min(len(part), 3) == min(len(p), 3)]
        assert covered(polygon, some) == all(any(has(other, middle(part)) for other in some) for part in inner)


def test_a_cell_is_left_out_where_others_have_its_payoffs_at_each_of_its_beliefs():
    low, high, whole = cell(0, HALF, *SQUARE), cell(HALF, 1, *SQUARE), cell(0, 1, (1, 1))
    assert uncovered([whole, low, high]) == [low, high] and uncovered([]) == []
    gap = cell(fmpq(3, 4), 1, *SQUARE)
    assert uncovered([whole, low, gap]) == [whole, low, gap], "nothing has them between 1/2 and 3/4"
    assert uncovered([cell(HALF, HALF, (1, 1)), low]) == [low]


# ------------------------------------------------------------------ in floating point where that is certain


@pytest.mark.parametrize("scale", [fmpq(1), fmpq(10) ** 400, fmpq(1, 10**400)])
@pytest.mark.parametrize("seed", range(3))
def test_what_is_said_in_floating_point_is_certain(seed, scale):
    draw = random.Random(seed)
    some = [tuple((x * scale, y * scale) for x, y in drawn(draw, 1 + k % 5)) for k in range(24)]
    rough, tried = Rough(some), Tried([shape(p) for p in some])
    every = np.arange(len(some))
    certain = 0
    for k, polygon in enumerate(some):
        outside = rough.outside(k, every)
        certain += outside.sum()
        assert not any(out and holds(other, polygon) for out, other in zip(outside, some, strict=True))
        corners = tried(k, every)[:, : len(polygon)]
        assert all(may or not has(other, p) for row, other in zip(corners, some, strict=True) for may, p in zip(row, polygon, strict=True))
        apart = rough.apart(rough, np.array([(k, j) for j in every]))
        assert not any(away and _meet(polygon, other) for away, other in zip(apart, some, strict=True))
    assert certain > 100 if scale == 1 else certain == 0
    boxed = [(p, (extent(p, 0), extent(p, 1))) for p in some]
    exact = largest(boxed, lambda one: one[1], lambda a, b: holds(a[0], b[0]))
    assert largest(boxed, lambda one: one[1], lambda a, b: holds(a[0], b[0]), lambda one: one[0]) == exact


# ------------------------------------------------------------------ in induction


def _meet(one, other):
    for half in raised(other, (False, False)):
        one = clipped(one, half)
    return bool(one)


def payoffs(induction, stage, belief, points):
    return [any(c.low <= belief <= c.high and has(c.values, p) for c in induction.cells(stage)) for p in points]


@pytest.mark.parametrize(("seed", "periods"), [(1, 1), (4, 2), (0, 2), pytest.param(6, 3, marks=pytest.mark.slow)])
def test_what_is_left_out_changes_no_payoffs(monkeypatch, seed, periods):
    form = public_form(repeated(seed, periods))
    quick = Induction(form)
    stages = [k for k in range(len(form.stages)) if k not in (END, form.stage_at[form.root])]
    for stage in stages:
        quick.cells(stage)
    monkeypatch.setattr(continuation_values, "uncovered", lambda cells: cells)
    for module in (continuation_replies, continuation_values):
        monkeypatch.setattr(module, "least", lambda items, polygon, free, known=(): [*known, *items])
    slow = Induction(form)
    for stage in stages:
        every = slow.cells(stage)
        assert len(quick.cells(stage)) <= len(every)
        points = {p for c in every for p in (*c.values, middle(c.values))}
        beliefs = sorted({x for c in every for x in (c.low, c.high)})
        for belief in (*beliefs, *((a + b) / 2 for a, b in pairwise(beliefs))):
            assert payoffs(quick, stage, belief, points) == payoffs(slow, stage, belief, points)
