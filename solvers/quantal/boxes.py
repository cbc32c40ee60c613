"""Branch and bound over boxes: all equilibria at a precision, and all of a range where none of them turns.

A box holds no equilibrium where responses to it lie outside it.  Krawczyk's operator proves that a box holds exactly one, when it maps
the box into its inside.  Boxes are cut unevenly, so that no equilibrium lies on a cut but by chance.

References
----------
Krawczyk, R. (1969). Newton-Algorithmen zur Bestimmung von Nullstellen mit Fehlerschranken. *Computing* 4, 187-201.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ..algebra.intervals import Floats, Intervals, intervals
from .system import System

CHUNK = 2_048  # boxes at once, for up to three unknown numbers; fewer for more
CUT = 0.4876  # where a box is cut: not in the middle
SMALLEST = 1e-8  # of the range: a box that is narrower is left undecided
TOGETHER = 1e-3  # of the range: undecided boxes that are nearer are one case
THINNEST = 1e-3  # of the longest side: shorter ones are widened
EVEN = 0.03  # of what moves, against the unknown numbers: the least weight of its side when a box is cut
CLOSE = 1e-6  # of the range: so narrow a box need not be narrowed before Newton's method starts in it
MOST_TURNS, STALLED = 40, 0.95
NARROWER = 0.5  # of the volume: what has shrunk by more is not cut before it is looked at again; of every side, where one is accepted

Box = tuple[Floats, Floats]


@dataclass
class Covered:
    """What a search over boxes found.

    Parameters
    ----------
    single : list of (low, high)
        Boxes that hold exactly one equilibrium each; neighbours may overlap a little, and hold the same.
    undecided : list of (low, high)
        The smallest boxes, of which nothing is known; in a count those that are near are one.
    left : list of (low, high)
        Boxes that were not looked at any more.
    boxes : int
        How many were looked at.
    """

    single: list[Box] = field(default_factory=list)
    undecided: list[Box] = field(default_factory=list)
    left: list[Box] = field(default_factory=list)
    boxes: int = 0


def count_at(system: System, moving: Intervals, most: int) -> Covered:
    """Find boxes around all equilibria where what moves stands still.

    Parameters
    ----------
    system : System
        The equations.
    moving : Intervals
        One interval: the value of what moves.
    most : int
        How many boxes may be looked at.
    """
    found = Covered()
    low, high, chunk = -system.bounds[:, None], system.bounds[:, None], at_once(system)
    while low.shape[1]:
        if found.boxes >= most:
            found.left += _listed(Intervals(low, high))
            break
        now, low, high = Intervals(low[:, :chunk], high[:, :chunk]), low[:, chunk:], high[:, chunk:]
        count = now.low.shape[1]
        found.boxes += count
        step = _Step(system, _widened(now, system.bounds), Intervals(np.full(count, moving.low), np.full(count, moving.high)))
        keep = ~step.empty
        accepted = keep & step.single
        found.single += _listed(step.smaller[:, accepted])
        rest = np.asarray(keep & ~accepted, bool)
        after = step.smaller.meet(now)[:, rest]
        gone = (after.low > after.high).any(axis=0)
        rest[rest.nonzero()[0][gone]] = False
        after = after[:, ~gone]
        tiny = (after.width <= SMALLEST * system.bounds[:, None]).all(axis=0)
        found.undecided += _listed(after[:, tiny])
        low, high = _cut(now[:, rest][:, ~tiny], after[:, ~tiny], step.weight[:, rest][:, ~tiny], low, high)
    found.undecided = joined(found.undecided, TOGETHER * system.bounds)
    return found


def joined(boxes: list[Box], near: Floats) -> list[Box]:
    """Boxes around those that are near."""
    out: list[Box] = []
    for low, high in boxes:
        now = low, high
        apart = []
        for other in out:
            if ((now[0] <= other[1] + near) & (other[0] <= now[1] + near)).all():
                now = np.minimum(now[0], other[0]), np.maximum(now[1], other[1])
            else:
                apart.append(other)
        out = [*apart, now]
    return out


def at_once(system: System) -> int:
    """How many boxes are looked at together: their matrices have to fit in memory."""
    return max(8, CHUNK // max(1, system.size // 3) ** 3)


def shrunk(system: System, one: Box, moving: Intervals) -> Box:
    """A box with one equilibrium, narrowed until that is easily found in the middle."""
    box, still = Intervals(one[0][:, None], one[1][:, None]), Intervals(np.full(1, moving.low), np.full(1, moving.high))
    for _ in range(MOST_TURNS):
        step = _Step(system, _widened(box, system.bounds), still)
        after = step.smaller.meet(_widened(box, system.bounds))
        done = (after.width > STALLED * box.width).all() or (after.width <= CLOSE * system.bounds[:, None]).all()
        box = after
        if done:
            break
    return _listed(box)[0]


def cover(system: System, low: float, high: float, known: list[Box], open_boxes: list[Box], most: int, finest: float) -> Covered:
    """Show that equilibria turn nowhere in a range but in known boxes, as far as that can be shown.

    Parameters
    ----------
    system : System
        The equations.
    low, high : float
        The range of what moves.
    known : list of (low, high)
        Boxes, what moves last, each with one turn that is known.
    open_boxes : list of (low, high)
        Boxes in which branches meet, to be left undecided.
    most : int
        How many boxes may be looked at.
    finest : float
        Boxes that are narrower than this part of the range in every direction are left undecided.

    Returns
    -------
    Covered
        Its undecided boxes, what moves last, hold whatever else turns or meets.
    """
    found, size, chunk = Covered(), system.size, at_once(system)
    reach = np.append(2 * system.bounds, high - low)[:, None]
    lows, highs = np.append(-system.bounds, low)[:, None], np.append(system.bounds, high)[:, None]
    while lows.shape[1]:
        if found.boxes >= most:
            found.undecided += _listed(Intervals(lows, highs))
            break
        now, lows, highs = Intervals(lows[:, :chunk], highs[:, :chunk]), lows[:, chunk:], highs[:, chunk:]
        found.boxes += now.low.shape[1]
        step = _Step(system, now[:size], now[size])
        rest = ~(step.empty | step.regular)
        after = Intervals(
            np.concatenate([step.smaller.low, now.low[size:]])[:, rest], np.concatenate([step.smaller.high, now.high[size:]])[:, rest]
        )
        weight = np.concatenate([step.weight, np.maximum(step.drift, EVEN * system.bounds.max() / (high - low))[None]])[:, rest]
        before = now[:, rest]
        outside = ~_inside(after, known)
        before, after, weight = before[:, outside], after[:, outside], weight[:, outside]
        tiny = (after.width <= finest * reach).all(axis=0) | _inside(after, open_boxes)
        found.undecided += _listed(after[:, tiny])
        lows, highs = _cut(before[:, ~tiny], after[:, ~tiny], weight[:, ~tiny], lows, highs)
    return found


def _widened(box: Intervals, bounds: Floats) -> Intervals:
    """No side is much shorter than the longest: a side without length could never hold its image inside."""
    least = np.maximum(THINNEST * (box.width / bounds[:, None]).max(axis=0, initial=0.0), SMALLEST)[None] * bounds[:, None]
    more = np.maximum(0.0, 0.5 * (least - box.width))
    return Intervals(box.low - more, box.high + more)


class _Step:
    """What one look at many boxes shows."""

    def __init__(self, system: System, box: Intervals, moving: Intervals) -> None:
        size = system.size
        middle, centre = box.middle, moving.middle
        image, slopes = system.in_boxes(box, moving)
        there = system.values_in_boxes(intervals(middle), intervals(centre))
        away, along = box - intervals(middle), moving - intervals(centre)
        left = _product(slopes[:, :size], away) + slopes[:, size] * along
        plain = there + left  # the mean-value form of the response
        jacobian = intervals(np.eye(size)[:, :, None]) - slopes[:, :size]
        inverse = _inverses(jacobian.middle)
        spread = intervals(np.eye(size)[:, :, None]) - _matrix_product(inverse, jacobian)
        residual = intervals(middle) - there
        moved = _product(inverse, residual - slopes[:, size] * along)
        newton = intervals(middle) - moved + _product(spread, away)
        self.smaller = box.meet(image).meet(plain).meet(newton)
        self.empty = (self.smaller.low > self.smaller.high).any(axis=0)
        by_newton = ((newton.low > box.low) & (newton.high < box.high)).all(axis=0)
        by_response = ((plain.low > box.low) & (plain.high < box.high)).all(axis=0)
        size_of = np.maximum(np.abs(spread.low), np.abs(spread.high))
        self.regular = size_of.sum(axis=1).max(axis=0, initial=0.0) < 0.999
        narrower = (self.smaller.width <= NARROWER * box.width).all(axis=0)
        self.single = (by_newton | by_response) & narrower
        self.weight = np.maximum(np.abs(jacobian.low), np.abs(jacobian.high)).max(axis=0, initial=0.0)
        self.drift = np.maximum(np.abs(slopes.low[:, size]), np.abs(slopes.high[:, size])).max(axis=0, initial=0.0)


def _product(matrix: Intervals, vector: Intervals) -> Intervals:
    """Matrices, shape (rows, columns, boxes), times vectors, shape (columns, boxes)."""
    return (matrix * Intervals(vector.low[None], vector.high[None])).total(1)


def _matrix_product(one: Intervals, other: Intervals) -> Intervals:
    left = Intervals(one.low[:, :, None], one.high[:, :, None])
    return (left * Intervals(other.low[None], other.high[None])).total(1)


def _inverses(matrices: Floats) -> Intervals:
    """Approximate inverses, shape (rows, columns, boxes); the identity where there is none."""
    stacked = np.moveaxis(matrices, 2, 0)
    size = stacked.shape[1]
    singular = np.abs(np.linalg.det(stacked)) < 1e-12
    stacked = np.where(singular[:, None, None], np.eye(size), stacked)
    return intervals(np.moveaxis(np.linalg.inv(stacked), 0, 2))


def _cut(before: Intervals, after: Intervals, weight: Floats, low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """Cut what has not shrunk by much, across the direction in which responses move most, and put all in the queue."""
    with np.errstate(divide="ignore", invalid="ignore"):
        shrunk = np.nan_to_num(np.prod(after.width / before.width, axis=0), nan=1.0) < NARROWER
    whole, parts = after[:, shrunk], after[:, ~shrunk]
    across = np.argmax(parts.width * weight[:, ~shrunk], axis=0)
    columns = np.arange(parts.low.shape[1])
    at = parts.low[across, columns] + CUT * parts.width[across, columns]
    first, second = parts.high.copy(), parts.low.copy()
    first[across, columns], second[across, columns] = at, at
    return (
        np.concatenate([whole.low, parts.low, second, low], axis=1),
        np.concatenate([whole.high, first, parts.high, high], axis=1),
    )


def _inside(box: Intervals, known: list[Box]) -> NDArray[np.bool_]:
    out = np.zeros(box.low.shape[1], bool)
    for low, high in known:
        out |= ((box.low >= low[:, None]) & (box.high <= high[:, None])).all(axis=0)
    return out


def _listed(box: Intervals) -> list[Box]:
    return [(box.low[:, k].copy(), box.high[:, k].copy()) for k in range(box.low.shape[1])]
