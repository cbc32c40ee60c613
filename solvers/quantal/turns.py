"""Where a branch turns back, and where branches meet: certified in balls, or left to be said as seen.

A fold is a simple zero of the equations together with one number that says how far from singular their derivatives are.  Where
branches meet by symmetry that system is singular itself; among the profiles with the symmetry it is not, and there a simple zero
shows that a branch without the symmetry leaves the one with it.

References
----------
Golubitsky, M., Stewart, I. and Schaeffer, D. G. (1988). *Singularities and Groups in Bifurcation Theory*, volume II.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from flint import arb, fmpq, fmpq_mat

from games.numbers.isolating import precision

from ..algebra.intervals import Floats
from ..algebra.krawczyk import narrowed, only_zero, polished
from ..symmetry import Symmetry, symmetries
from .boxes import Box
from .points import BITS
from .system import Border, System

RADII = tuple(2.0**-k for k in range(2, 40, 2))  # of the range: boxes that are tried around a turn, the largest first
STEPS, SETTLED = 9, 1e-25
TURNS = 6


@dataclass(frozen=True, eq=False)
class Turn:
    """A fold.

    Parameters
    ----------
    at : tuple of arb
        Balls around the unknown numbers.
    moving : arb
        A ball around the value of what moves: exactly one fold lies in these.
    box : (low, high)
        A larger box, what moves last, that holds no other fold.
    """

    at: tuple[arb, ...]
    moving: arb
    box: Box

    @property
    def middle(self) -> Floats:
        """The unknown numbers in floating point."""
        return np.array([float(x.mid()) for x in self.at])


@dataclass(frozen=True, eq=False)
class Meeting:
    """Where a branch without a symmetry leaves one that has it.

    Parameters
    ----------
    at : array, shape (unknown numbers,)
        The unknown numbers, in floating point.
    moving : arb
        A ball around the value of what moves; of no width where it was seen and not certified.
    certified : bool
        Whether the ball holds exactly one such point of the branch, with proof.
    """

    at: Floats
    moving: arb
    certified: bool


def turn_near(system: System, start: Sequence[float] | Floats, moving: float, span: float) -> Turn | None:
    """Certify the fold near a point; None where there is none that is simple."""
    with precision(BITS):
        _, slopes = system.in_balls([arb(float(x)) for x in start], arb(moving))
        border = Border(np.array([[float(x) for x in row[: system.size]] for row in slopes]))

        def equations(at: Sequence[arb]) -> tuple[list[arb], list[list[arb]]]:
            return system.at_a_turn(at[:-1], at[-1], border)

        try:
            middle = polished(equations, [*(arb(float(x)) for x in start), arb(moving)], STEPS, SETTLED)
            reach = np.append(system.bounds, span)
            away = [abs(float(x) - y) for x, y in zip(middle, [*start, moving], strict=True)]
            if any(d > 0.2 * r for d, r in zip(away, reach, strict=True)):
                return None
            for radius in RADII:
                inside = only_zero(equations, middle, [radius * float(r) for r in reach])
                if inside is not None:
                    balls = narrowed(equations, inside, TURNS)
                    centre = np.array([float(x) for x in middle])
                    around = (centre - radius * reach * (1 - 1e-9), centre + radius * reach * (1 - 1e-9))
                    return Turn(tuple(balls[:-1]), balls[-1], around)
        except (ZeroDivisionError, ValueError, np.linalg.LinAlgError):
            pass
        return None


def meeting_near(system: System, start: Sequence[float] | Floats, moving: float) -> Meeting:
    """Where branches meet near a point: certified where a symmetry of the game accounts for it."""
    seen = Meeting(np.asarray(start, float), arb(moving), False)
    whole = System(system.tree, system.tree.every)
    response = system.response(system.floats, [float(x) for x in start], moving)
    every = np.array([x for s in whole.unknown for x, _ in _worths(response, s)])
    for symmetry in symmetries(system.tree.game).elements if system.tree.by == "precision" else ():
        if symmetry.identical:
            continue
        exchange = _exchange(whole, symmetry)
        if np.abs(exchange @ every - every).max() < 1e-3 * float(system.bounds.max()):
            found = _symmetric_meeting(whole, exchange, every, moving)
            if found is not None:
                return Meeting(seen.at, found, True)
    return seen


def _worths(response: Any, s: int) -> Any:
    return response.worths[s]


def _exchange(system: System, symmetry: Symmetry) -> Floats:
    """What a relabelling does to the unknown numbers, as a matrix: it takes a worth at a set to that at the set's image."""
    tree = system.tree
    place = {(s, a): k for k, (s, a) in enumerate((s, a) for s in system.unknown for a in range(1, tree.sizes[s]))}
    starts = np.concatenate([[0], np.cumsum(tree.sizes)])
    out = np.zeros((system.size, system.size))
    for s in system.unknown:
        there = symmetry.sets[s]
        goes = [symmetry.moves[starts[s] + a] - starts[there] for a in range(tree.sizes[s])]
        back = {image: a for a, image in enumerate(goes)}
        for a in range(1, tree.sizes[there]):
            for action, sign in ((back[a], 1.0), (back[0], -1.0)):
                if action:
                    out[place[there, a], place[s, action]] += sign
    return out


def _symmetric_meeting(system: System, exchange: Floats, start: Floats, moving: float) -> arb | None:
    size = system.size
    lifted = _fixed_basis(exchange)
    if lifted is None or lifted.shape[1] == size:
        return None
    pressed: Floats = np.linalg.pinv(lifted).astype(np.float64)
    with precision(BITS):
        first = pressed @ start
        at_start = [arb(float(x)) for x in lifted @ first]
        _, slopes = system.in_balls(at_start, arb(moving))
        border = Border(np.array([[float(x) for x in row[:size]] for row in slopes]))
        up, down = _balls(lifted), _balls(pressed)

        def equations(at: Sequence[arb]) -> tuple[list[arb], list[list[arb]]]:
            values, slopes = system.at_a_turn(list(up @ np.array(at[:-1], object)), at[-1], border)
            rows: Any = np.array(slopes, object)
            by_part = np.concatenate([rows[:, :size] @ up, rows[:, size:]], axis=1)
            return [*(down @ np.array(values[:-1], object)), values[-1]], [list(row) for row in (*(down @ by_part[:-1]), by_part[-1])]

        try:
            middle = polished(equations, [*(arb(float(x)) for x in first), arb(moving)], STEPS)
            if abs(float(middle[-1]) - moving) > 0.05 * max(1.0, abs(moving)):
                return None
            for radius in RADII[4:]:
                inside = only_zero(equations, middle, [radius * float(system.bounds.max())] * len(middle))
                if inside is not None:
                    return narrowed(equations, inside, TURNS)[-1]
        except (ZeroDivisionError, ValueError, np.linalg.LinAlgError):
            pass
        return None


def _fixed_basis(exchange: Floats) -> Floats | None:
    """A basis, in whole numbers, of what the matrix leaves as it is."""
    size = len(exchange)
    kept = fmpq_mat([[fmpq(int(x)) - int(i == j) for j, x in enumerate(row)] for i, row in enumerate(exchange)])
    reduced, rank = kept.rref()
    leading, columns = [], []
    for i in range(rank):
        leading.append(next(j for j in range(size) if reduced[i, j] != 0))
    for j in range(size):
        if j not in leading:
            column = np.zeros(size)
            column[j] = 1.0
            for i, k in enumerate(leading):
                column[k] = -float(reduced[i, j].p) / float(reduced[i, j].q)
            columns.append(column)
    return np.array(columns).T if columns else None


def _balls(matrix: Floats) -> Any:
    return np.array([[arb(float(x)) for x in row] for row in matrix], object)
