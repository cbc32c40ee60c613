"""Pairs of what may follow two actions that others surpass at a belief: none is passed over that no other one makes up for."""

import random

import numpy as np
import pytest
from flint import fmpq

from solvers.search import continuation_pairs
from solvers.search.continuation_classes import Cell
from solvers.search.continuation_pairs import unsurpassed
from solvers.search.continuation_replies import _means
from solvers.search.polygons import extent, holds, hull, section

BOTH = ((0, 1), (0, 1))


def cells(draw, count):
    out = []
    for _ in range(count):
        low, high = sorted(fmpq(draw.randint(0, 6), 6) for _ in range(2))
        corners = hull((fmpq(draw.randint(0, 3)), fmpq(draw.randint(0, 3))) for _ in range(draw.randint(1, 4)))
        out.append(Cell(1, low, high, corners, (None,)))
    return out


def compared(pair, options, worth, at, levels):
    """Between which of some levels the number that is expected may lie at a belief, twice the level's place where it is one; or None."""
    beliefs = _means([options[a][k] for a, k in enumerate(pair)], BOTH, worth)
    low, high = extent(beliefs, 0)
    if not low <= at <= high:
        return None
    return tuple(sum((level < x) + (level <= x) for level in levels) for x in section(beliefs, at))


@pytest.mark.parametrize("seed", range(12))
def test_each_pair_that_is_passed_over_is_surpassed(monkeypatch, seed):
    monkeypatch.setattr(continuation_pairs, "FEW", 1)
    draw = random.Random(seed)
    options = [cells(draw, 9), cells(draw, 8)]
    worth = [(fmpq(draw.randint(-2, 2)), fmpq(draw.randint(-2, 2))) for _ in range(2)]
    at, levels = fmpq(draw.randint(1, 11), draw.choice([12, 13])), sorted({fmpq(draw.randint(-2, 2), 2) for _ in range(1 + seed % 2)})
    placed = [[c.values for c in some] for some in options]
    sides = {pair: compared(pair, options, worth, at, levels) for pair in np.ndindex(len(options[0]), len(options[1]))}
    pairs = np.array([pair for pair, side in sides.items() if side])
    kept = {tuple(pair) for pair in unsurpassed(pairs, placed, options, worth, at, levels).tolist()}

    def surpasses(more, less):
        (a, b), (c, d) = sides[more], sides[less]
        return a <= c and b >= d and all(holds(some[j], some[k]) for some, j, k in zip(placed, more, less, strict=True))

    every = {tuple(pair) for pair in pairs.tolist()}
    assert kept <= every and all(any(surpasses(more, less) for more in kept) for less in every - kept)


def test_some_are_passed_over():
    wide, narrow = (hull([(fmpq(0), fmpq(0)), (fmpq(k), fmpq(0)), (fmpq(0), fmpq(k))]) for k in (3, 1))
    options = [[Cell(1, fmpq(0), fmpq(1), (narrow, wide)[k % 2], (None,)) for k in range(20)] for _ in range(2)]
    pairs = np.argwhere(np.ones((20, 20)))
    placed = [[c.values for c in some] for some in options]
    worth = [(fmpq(1), fmpq(1)), (fmpq(-1), fmpq(-1))]
    assert unsurpassed(pairs, placed, options, worth, fmpq(1, 2), [fmpq(0)]).tolist() == [[1, 1]]
