"""The equations of quantal response: as many as unknown numbers, along one number that moves.

The unknown numbers are what actions are worth more than the first one, at the sets of a tree's `cut`; in an equilibrium they are what
responses to them make of them.  The logits, which the tracer follows, are the precision times these.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
from flint import arb, arb_mat

from ..algebra.intervals import Floats, Intervals, intervals
from .numbers import BallKind, BareIntervals, FloatKind, IntervalKind, Kind, Tangent, TangentKind, ball
from .response import Pair, Response, seeded
from .tree import ChoiceTree


class System:
    """The equations of one tree.

    Parameters
    ----------
    tree : ChoiceTree
        The game, and what moves.
    unknown : tuple of int, optional
        The sets whose choices are unknown; the tree's cut when None.
    """

    def __init__(self, tree: ChoiceTree, unknown: tuple[int, ...] | None = None) -> None:
        self.tree, self.unknown = tree, tree.cut if unknown is None else unknown
        self.size = tree.size(self.unknown)
        self.floats, self.balls = FloatKind(self.size + 1), BallKind(self.size + 1)
        self.boxes, self.tangents = IntervalKind(self.size + 1), TangentKind(self.size + 1)
        self.bare = BareIntervals(self.size + 1)

    @cached_property
    def bounds(self) -> Floats:
        """The largest amount that each unknown number can have, either way: shape (unknown numbers,)."""
        tree, out = self.tree, []
        for s in self.unknown:
            low, high = tree.payoff_range(tree.owners[s])
            out += [float(high - low) * (1 + 1e-9)] * (tree.sizes[s] - 1)
        return np.array(out, np.float64)

    # ------------------------------------------------------------------ in each kind of number

    def response(self, kind: Kind, at: Sequence[Any], moving: Any, *, logits: bool = False) -> Response:
        """Everybody's responses to unknown numbers, or to logits."""
        step: Pair = moving, kind.unit(self.size)
        return Response(self.tree, kind, self.unknown, seeded(self.tree, kind, self.unknown, at, step, scaled_by=not logits), step)

    def _outcome(self, response: Response) -> list[Pair]:
        return [pair for s in self.unknown for pair in response.worths[s]]

    def in_floats(self, logits: Floats, moving: float) -> tuple[Floats, Floats]:
        """How far each logit is from the response to all of them, and the derivatives of that by logits and by what moves."""
        found = self.response(self.floats, [float(x) for x in logits], float(moving), logits=True)
        away, slopes = np.empty(self.size), np.empty((self.size, self.size + 1))
        precision, rise = found.precision
        for k, (x, slope) in enumerate(self._outcome(found)):
            away[k] = logits[k] - precision * x
            slopes[k] = (0.0 if slope is None else -precision * slope) - (0.0 if rise is None else x * rise)
            slopes[k, k] += 1.0
        return away, slopes

    def in_boxes(self, box: Intervals, moving: Intervals) -> tuple[Intervals, Intervals]:
        """What responses make of the unknown numbers, over many boxes: shape (unknown, boxes); and derivatives (unknown, all, boxes)."""
        count = box.low.shape[1]
        found = self._outcome(self.response(self.boxes, [box[k] for k in range(self.size)], moving))
        values = [np.broadcast_to(end, (count,)) for x, _ in found for end in (x.low, x.high)]
        zero = intervals(np.zeros((self.size + 1, 1)))
        slopes = [np.broadcast_to(end, (self.size + 1, count)) for _, g in found for end in ((g or zero).low, (g or zero).high)]
        return Intervals(np.array(values[::2]), np.array(values[1::2])), Intervals(np.array(slopes[::2]), np.array(slopes[1::2]))

    def values_in_boxes(self, box: Intervals, moving: Intervals) -> Intervals:
        """The same without derivatives."""
        found = self._outcome(self.response(self.bare, [box[k] for k in range(self.size)], moving))
        values = [np.broadcast_to(end, (box.low.shape[1],)) for x, _ in found for end in (x.low, x.high)]
        return Intervals(np.array(values[::2]), np.array(values[1::2]))

    def in_balls(self, at: Sequence[arb], moving: arb) -> tuple[list[arb], list[list[arb]]]:
        """How far each unknown number is from the response, in balls, and the derivatives."""
        found = self._outcome(self.response(self.balls, at, moving))
        zero = [arb(0)] * (self.size + 1)
        slopes = [[-x for x in (zero if g is None else g)] for _, g in found]
        for k in range(self.size):
            slopes[k][k] += 1
        return [x - y for x, (y, _) in zip(at, found, strict=True)], slopes

    def at_a_turn(self, at: Sequence[arb], moving: arb, border: Border) -> tuple[list[arb], list[list[arb]]]:
        """The same equations, and one that is zero where the derivatives by the unknown numbers are singular; with all derivatives."""
        unit = self.balls.unit
        every = [Tangent(x, unit(k)) for k, x in enumerate([*at, moving])]
        found = self._outcome(self.response(self.tangents, every[:-1], every[-1]))
        zero = Tangent(arb(0))
        slopes = [[-x for x in ([zero] * (self.size + 1) if g is None else g)] for _, g in found]
        for k in range(self.size):
            slopes[k][k] = slopes[k][k] + 1
        first = [[x.value for x in row] for row in slopes]
        value, rises = border.measure([row[: self.size] for row in slopes])
        return [x - y.value for x, (y, _) in zip(at, found, strict=True)] + [value], [*first, rises]

    def thin(self, x: Fraction | float) -> arb:
        """A number as a ball."""
        return ball(x) if isinstance(x, Fraction) else arb(float(x))


class Border:
    """A row and a column that make the derivatives regular at a turn, so that one number says how far from singular they are.

    Parameters
    ----------
    slopes : array, shape (unknown, unknown)
        The derivatives near the turn.

    References
    ----------
    Govaerts, W. (2000). *Numerical Methods for Bifurcations of Dynamical Equilibria*, section 3.
    """

    def __init__(self, slopes: Floats) -> None:
        left, _, right = np.linalg.svd(slopes)
        self.column, self.row = left[:, -1], right[-1]

    def measure(self, slopes: Sequence[Sequence[Tangent]]) -> tuple[arb, list[arb]]:
        """A number that is zero exactly where the derivatives are singular, and its derivatives.

        Notes
        -----
        ``[[A, b], [c, 0]] (v, g) = (0, 1)`` and ``(w, h) [[A, b], [c, 0]] = (0, 1)``; then ``dg = -w dA v``.
        """
        size = len(slopes)
        bordered = [[x.value for x in row] + [arb(float(b))] for row, b in zip(slopes, self.column, strict=True)]
        bordered.append([arb(float(c)) for c in self.row] + [arb(0)])
        matrix, last = arb_mat(bordered), arb_mat([[int(k == size)] for k in range(size + 1)])
        right, left = matrix.solve(last), matrix.transpose().solve(last)
        rises: Any = np.array([arb(0)] * (size + 1), object)
        for i, row in enumerate(slopes):
            for j, x in enumerate(row):
                if x.slopes is not None:
                    rises = rises - left[i, 0] * right[j, 0] * x.slopes
        return right[size, 0], list(rises)
