"""A branch of quantal equilibria, followed in floating point by its arclength, through turns.

The unknown numbers are logits, which grow no faster than the precision, so that nothing vanishes on the way to a limit.

References
----------
Turocy, T. L. (2005). A dynamic homotopy interpretation of the logistic quantal response equilibrium correspondence. *GEB* 51, 243-263.
Turocy, T. L. (2010). Computing sequential equilibria using agent quantal response equilibria. *Economic Theory* 42, 255-269.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..algebra.intervals import Floats
from .system import System

FIRST = 0.05  # the first step, in logits
LONGEST = 0.4  # a step is no longer, but for a part of how large the logits are
GROWING = 0.02
SHORTEST = 1e-7
CROSSING = 0.02  # steps at most so long may lead over a point where branches meet
STRAIGHT = 0.96  # cosine of the angle that a branch may turn by in a step
NEAR = 0.25  # of the step: so far a correction may lead
EASY, MOST = 3, 6  # corrections after which a step is lengthened, and at most
CLOSE = 1e-10
MANY = 4_000  # steps


@dataclass(frozen=True, eq=False)
class Path:
    """A branch in points.

    Parameters
    ----------
    moving : array, shape (points,)
        What moves.
    logits : array, shape (points, unknown numbers)
        The unknown numbers.
    turns : tuple of int
        The points after which the branch turns back.
    meetings : tuple of int
        The points after which the derivatives change orientation though the branch does not turn: another branch meets it.
    end : {"left", "closed", "stopped"}
        Whether it left the range, came back to its start, or was given up.
    """

    moving: Floats
    logits: Floats
    turns: tuple[int, ...]
    meetings: tuple[int, ...]
    end: str


def follow(
    system: System,
    start: Sequence[float] | Floats,
    moving: float,
    low: float,
    high: float,
    rising: bool,
    finer: float = 1.0,
    growing: float = GROWING,
) -> Path:
    """Follow a branch from one of its points until it leaves a range, or closes.

    Parameters
    ----------
    system : System
        The equations.
    start : sequence of float
        Logits.
    moving : float
        Where the start is.
    low, high : float
        The range.
    rising : bool
        Whether what moves is to rise at first.
    finer : float
        By what steps are divided.
    growing : float
        How long a step may be for the size of the logits; long where only the limit is of interest.
    """
    scale = _scale(system, low, high)
    first = now = np.append(np.asarray(start, float), moving * scale)
    heading = _direction_of(_derivatives(system, now, scale)[1])
    orientation = 1.0 if (heading[-1] > 0) == rising else -1.0
    first_heading = heading = orientation * heading
    points, step, furthest = [now], FIRST / finer, 0.0
    turns: list[int] = []
    meetings: list[int] = []
    end = "stopped"
    for _ in range(MANY):
        found = None
        while step > SHORTEST / finer:
            found = _corrected(system, now + step * heading, heading, scale)
            if found is not None:
                ahead = orientation * _direction_of(found[2])
                bend, strayed = ahead @ heading, np.linalg.norm(found[0] - now - step * heading)
                crossed = bend < 0 and step < CROSSING / finer
                if abs(bend) > STRAIGHT and strayed < NEAR * step and (bend > 0 or crossed):
                    break
                found = None
            step /= 2
        if found is None:
            break
        new, corrections, _ = found
        if bend < 0:  # where branches meet orientation is lost, and the branch goes straight on
            orientation, ahead = -orientation, -ahead
            meetings.append(len(points) - 1)
        if ahead[-1] * heading[-1] < 0:
            turns.append(len(points) - 1)
        now, heading = new, ahead
        away = float(np.linalg.norm(now - first))
        furthest = max(furthest, away)
        points.append(now)
        if now[-1] > high * scale or now[-1] < low * scale:
            end = "left"
            break
        if away < min(2 * step, furthest / 3) and heading @ first_heading > STRAIGHT:
            end = "closed"
            break
        if corrections <= EASY:
            step = min(2.0 * step, (LONGEST + growing * float(np.linalg.norm(now))) / finer)
        elif corrections >= MOST - 1:
            step /= 2
    out = np.array(points)
    return Path(out[:, -1] / scale, out[:, :-1], tuple(turns), tuple(meetings), end)


def _scale(system: System, low: float, high: float) -> float:
    """What moves is measured so that it moves logits by about as much."""
    if system.tree.by == "precision":
        return max(1e-9, float(np.max(system.bounds, initial=1e-9)) / 2)
    return 10.0 / (high - low)


def _derivatives(system: System, at: Floats, scale: float) -> tuple[Floats, Floats]:
    away, slopes = system.in_floats(at[:-1], float(at[-1]) / scale)
    slopes[:, -1] /= scale
    return away, slopes


def _direction_of(slopes: Floats) -> Floats:
    """The direction of the branch, so that the determinant of derivatives and direction is positive."""
    along: Floats = np.linalg.svd(slopes)[2][-1]
    return along * float(np.linalg.slogdet(np.vstack([slopes, along]))[0])


def _corrected(system: System, at: Floats, heading: Floats, scale: float) -> tuple[Floats, int, Floats] | None:
    """The point of the branch across a step, after how many corrections, and the derivatives there."""
    for k in range(1, MOST + 1):
        try:
            away, slopes = _derivatives(system, at, scale)
            change = np.linalg.solve(np.vstack([slopes, heading]), np.append(away, 0.0))
        except (np.linalg.LinAlgError, OverflowError, ValueError):
            return None
        at = at - change
        if not np.isfinite(at).all():
            return None
        if np.abs(change).max() < CLOSE * (1 + np.abs(at).max()):
            return at, k, slopes
    return None


def settled(system: System, start: Sequence[float] | Floats, moving: float, turns: int = 30) -> Floats | None:
    """Newton's method where what moves stands still; None where it does not settle."""
    at: Floats = np.asarray(start, np.float64)
    for _ in range(turns):
        try:
            away, slopes = system.in_floats(at, moving)
            change = np.linalg.solve(slopes[:, :-1], away)
        except (np.linalg.LinAlgError, OverflowError, ValueError):
            return None
        at = at - change
        if not np.isfinite(at).all():
            return None
        if np.abs(change).max(initial=0.0) < 1e-12 * (1 + np.abs(at).max(initial=0.0)):
            return at
    return None


def crossing(system: System, path: Path, k: int, moving: float) -> Floats | None:
    """The logits where a branch passes a value between two of its points."""
    share = (moving - path.moving[k]) / (path.moving[k + 1] - path.moving[k])
    return settled(system, path.logits[k] + share * (path.logits[k + 1] - path.logits[k]), moving)
