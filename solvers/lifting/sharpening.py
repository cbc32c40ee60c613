"""Play learned by following smooth replies as they sharpen: through turns, to where only what is as good as the best is played.

It begins at any play, which counts less and less; the nearer to an equilibrium, the shorter the way.  Where it ends every action has
its least probability but for those that are best and those that tremble as much as keeps somebody indifferent, off the path as on
it; learning by regrets may go round in circles there for ever.

References
----------
Turocy, T. L. (2010). Computing sequential equilibria using agent quantal response equilibria. *Economic Theory* 42, 255-269.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .effort import Effort
from .smooth_replies import SmoothReplies
from .supports import Floats

FLAT, SHARP = np.log(0.05), np.log(1e6)  # the logarithm of the precision times the spread of payoffs: where it begins and ends
FIRST, LONGEST, SHORTEST = 0.1, 3.0, 1e-7  # steps
FAR = 10.0  # logits that are larger count less for how long a step is
STRAIGHT = 0.7  # cosine of the angle that the path may turn by in a step
EASY, MOST = 3, 8  # corrections after which a step is lengthened, and at most
SLOW = 0.7  # of the correction before: one that is larger is given up
CLOSE, EXACT = 1e-4, 1e-11  # corrections after which the path goes on, and after which its end is taken
MANY = 6_000  # steps
A_STEP = 100  # is worth so many visits of every node


@dataclass(frozen=True, eq=False)
class End:
    """Where following ended.

    Parameters
    ----------
    logits : array, shape (unknowns,)
        The unknown numbers there.
    steps : int
        How many were made.
    sharp : bool
        Whether replies were as sharp there as was asked.
    """

    logits: Floats
    steps: int
    sharp: bool


def followed(replies: SmoothReplies, effort: Effort, most: int = MANY) -> End:
    """Follow smooth replies from where they begin to where they are sharp.

    Parameters
    ----------
    replies : SmoothReplies
        The equations.
    effort : Effort
        What may be tried.
    most : int
        How many steps are made.
    """
    with np.errstate(all="ignore"):  # what is no number ends it
        return _followed(replies, effort, most)


def _followed(replies: SmoothReplies, effort: Effort, most: int) -> End:
    now = _settled(replies, np.append(replies.start, FLAT))
    heading = _heading(replies, now, _first_direction(replies))
    length = FIRST
    for step in range(1, most + 1):
        found = None
        while found is None and length > SHORTEST:
            found = _corrected(replies, now, heading, length)
            length *= 1.0 if found else 0.5
        if found is None or not effort.learn(A_STEP * len(replies.parent)):
            return End(now[:-1], step, False)
        now, heading, corrections = found
        if now[-1] > SHARP:
            return End(_settled(replies, now)[:-1], step, True)
        length = min(1.6 * length, LONGEST) if corrections <= EASY else length * (0.6 if corrections > 2 * EASY else 1.0)
    return End(now[:-1], most, False)


def _first_direction(replies: SmoothReplies) -> Floats:
    return np.append(np.zeros(replies.unknowns), 1.0)


def _weights(now: Floats) -> Floats:
    """What each number counts for the length of a step: logits of what is hardly ever played, or nearly always, almost nothing."""
    out = (1.0 + (now / FAR) ** 2) ** -2
    out[-1] = 1.0
    return out


def _heading(replies: SmoothReplies, now: Floats, before: Floats) -> Floats:
    """The direction of the path, of length one, on the side of the one before."""
    weights = _weights(now)
    found = replies.solved(replies.at(now[:-1], now[-1]), before * weights, _first_direction(replies))
    return before if found is None else found / np.sqrt(weights @ found**2)


def _corrected(replies: SmoothReplies, now: Floats, heading: Floats, length: float) -> tuple[Floats, Floats, int] | None:
    """The next point, its direction and the number of corrections; None where the step is too long."""
    weights = _weights(now)
    across, ahead, last = heading * weights, now + length * heading, np.inf
    new = ahead
    for count in range(MOST):
        point = replies.at(new[:-1], new[-1])
        sides = np.column_stack([np.append(-point.errors, -across @ (new - ahead)), _first_direction(replies)])
        found = replies.solved(point, across, sides)
        if found is None:
            return None
        change, direction = found.T
        size = float(np.sqrt(weights @ change**2))
        if not size <= min(SLOW * last, 2.0 * length):
            return None
        new, last = new + change, size
        if size < CLOSE * max(length, 0.1):
            after = _weights(new)
            straight = (direction @ across) / np.sqrt((weights @ direction**2) * (across @ heading))
            return (new, direction / np.sqrt(after @ direction**2), count) if straight > STRAIGHT else None
    return None


def _settled(replies: SmoothReplies, now: Floats) -> Floats:
    """The point with the same precision at which the equations hold to the last digits."""
    level, out = _first_direction(replies), now
    for _ in range(2 * MOST):
        point = replies.at(out[:-1], out[-1])
        change = replies.solved(point, level, np.append(-point.errors, 0.0))
        if change is None or not np.abs(change).max() < np.inf:
            return now
        out = out + change
        if np.abs(change).max() < EXACT * (1.0 + np.abs(out).max()):
            break
    return out
