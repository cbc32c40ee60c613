"""The correspondence: every branch between two values of what moves, its turns certified, its equilibria counted between them.

Branches are followed from all equilibria at slices between the turns, so that one that is connected with no other is found by its
equilibria.  Boxes then show that equilibria turn nowhere else; where that is shown, the number of equilibria is the same between
two turns, as none can leave: at no precision is a probability zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import pairwise

import numpy as np
from flint import arb

from ..algebra.intervals import Floats
from .boxes import Covered, cover
from .points import Point, Points, points_at
from .system import System
from .tracing import Path, crossing, follow
from .turns import Meeting, Turn, meeting_near, turn_near

ROUNDS = 8  # of slices between turns, tracing, and turns that this finds
ALIKE = 1e-6  # of the range of payoffs: how far a branch may pass an equilibrium that lies on it
APART = 1e-6  # of the range of what moves: turns that are nearer leave no room for a slice
FINEST = 2e-5  # of the range: smaller boxes around what turns are left undecided
FINER = 2.0  # steps along branches are shorter by this than where only the end is of interest
TRIED, MOST_TRIED = 0.03, 40  # no fold is looked for again so near to one that is known or was looked for, of the range, nor more often
MEETING = 1e-2  # of the range of what moves: how well a meeting is seen in floating point
BESIDE = 0.06, 5e-4  # of the range of payoffs, and of what moves: what lies so near to where branches meet is left undecided
MOST_UNKNOWN = 3  # numbers, up to which boxes are tried along what moves


@dataclass
class Branches:
    """What is known of a correspondence.

    Parameters
    ----------
    system : System
        The equations.
    low, high : Fraction
        The range of what moves.
    paths : list of Path
        The branches, the one that starts at the lowest first equilibrium first.
    turns : list of Turn
        Folds, certified.
    marks : list of list of (int, Turn)
        For each path after which of its points it turns at which fold.
    meetings : list of Meeting
        Where branches meet.
    slices : dict from Fraction to Points
        Equilibria counted at values between the turns.
    gaps : list of (float, float)
        Intervals of what moves in which something may turn that is not known.
    boxes : int
        How many boxes were looked at.
    """

    system: System
    low: Fraction
    high: Fraction
    paths: list[Path] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)
    marks: list[list[tuple[int, Turn]]] = field(default_factory=list)
    meetings: list[Meeting] = field(default_factory=list)
    slices: dict[Fraction, Points] = field(default_factory=dict)
    gaps: list[tuple[float, float]] = field(default_factory=list)
    boxes: int = 0

    @property
    def events(self) -> list[float]:
        """The values at which something turns or meets, in rising order."""
        inside = [float(t.moving.mid()) for t in self.turns] + [float(m.moving.mid()) for m in self.meetings]
        return sorted(x for x in inside if self.low < x < self.high)


def branches(system: System, low: Fraction, high: Fraction, most: int, each: int) -> Branches:
    """Follow all branches in a range, looking at no more than `most` boxes in between and `each` at every slice."""
    found = Branches(system, low, high)
    _slice(found, low, each)
    for _ in range(ROUNDS):
        new = False
        for mark in _between(found):
            new |= _slice(found, mark, each)
        if new:
            continue
        covered = _covered(found, most)
        if not _turns_in(found, covered):
            break
    found.meetings = [_in_a_gap(found, meeting) for meeting in found.meetings]
    return found


def _between(found: Branches) -> Iterator[Fraction]:
    """Values between neighbouring turns where equilibria have not been counted yet, and the end of the range."""
    span = float(found.high - found.low)
    marks = [float(found.low), *found.events, float(found.high)]
    if found.high not in found.slices:
        yield found.high
    for a, b in pairwise(marks):
        if b - a > APART * span and not any(a < float(x) < b for x in found.slices):
            yield simple(a + 0.45 * (b - a), 0.02 * (b - a))


def simple(near: float, within: float) -> Fraction:
    """A fraction with a small denominator near a number."""
    denominator = 1
    while abs(Fraction(round(near * denominator), denominator) - Fraction(near)) > within:
        denominator *= 2 if denominator % 5 else 5
    return Fraction(round(near * denominator), denominator)


def _slice(found: Branches, at: Fraction, most: int) -> bool:
    """Count the equilibria at a value, and follow those that lie on no branch; gives whether there were any."""
    system = found.system
    here = found.slices[at] = points_at(system, at, most)
    found.boxes += here.boxes
    new = False
    for point in here.points:
        if not any(on_path(found, path, point) for path in found.paths):
            path = _both_ways(found, point)
            if not any(_share_a_slice(found, path, other) for other in found.paths):
                found.paths.append(path)
                _record(found, path)
                new = True
    return new


def _both_ways(found: Branches, point: Point) -> Path:
    system, start = found.system, float(point.moving)
    if not system.size:
        grid = np.linspace(float(found.low), float(found.high), 201)
        return Path(grid, np.zeros((201, 0)), (), (), "left")
    logits = logits_of(system, point.middle, start)
    low, high = float(found.low), float(found.high)
    forth = follow(system, logits, start, low, high, True, FINER)
    if forth.end == "closed" or point.moving == found.low:
        return forth
    back = follow(system, logits, start, low, high, False, FINER)
    count = len(back.moving) - 1
    return Path(
        np.concatenate([back.moving[:0:-1], forth.moving]),
        np.concatenate([back.logits[:0:-1], forth.logits]),
        (*sorted(count - 1 - k for k in back.turns), *(k + count for k in forth.turns)),
        (*sorted(count - 1 - k for k in back.meetings), *(k + count for k in forth.meetings)),
        forth.end if back.end == "left" else back.end,
    )


def logits_of(system: System, at: Floats, moving: float) -> Floats:
    """The logits that unknown numbers stand for."""
    return np.asarray(at) * (moving if system.tree.by == "precision" else float(system.tree.precision))


def worths_of(system: System, logits: Floats, moving: float) -> Floats:
    """The unknown numbers that logits come from."""
    response = system.response(system.floats, [float(x) for x in logits], moving, logits=True)
    return np.array([x for s in system.unknown for x, _ in response.worths[s]], np.float64)


def on_path(found: Branches, path: Path, point: Point) -> bool:
    """Whether a branch passes an equilibrium."""
    return any(
        np.abs(at - point.middle).max(initial=0.0) <= ALIKE * found.system.bounds.max(initial=1.0)
        for at in passed(found.system, path, float(point.moving))
    )


def passed(system: System, path: Path, moving: float) -> Iterator[Floats]:
    """The unknown numbers at which a branch passes a value of what moves."""
    ahead = path.moving - moving
    for k in np.flatnonzero((ahead[:-1] * ahead[1:] <= 0) & (path.moving[:-1] != path.moving[1:])):
        logits = crossing(system, path, int(k), moving)
        if logits is not None:
            yield worths_of(system, logits, moving)


def _share_a_slice(found: Branches, path: Path, other: Path) -> bool:
    """Whether a path passes an equilibrium on another one; its own first one does not count, which no other passes."""
    return any(on_path(found, path, p) and on_path(found, other, p) for points in found.slices.values() for p in points.points)


# ------------------------------------------------------------------ turns


def _record(found: Branches, path: Path) -> None:
    """Certify the turns of a branch, and where it meets others."""
    system, span = found.system, float(found.high - found.low)
    found.marks.append([])
    for k in (*path.turns, *path.meetings):
        at, moving = worths_of(system, path.logits[k], path.moving[k]), float(path.moving[k])
        if not float(found.low) - 1e-9 <= moving <= float(found.high) + 1e-9:
            continue
        turn = turn_near(system, at, moving, span) if k in path.turns else None
        if turn is not None and _inside(found, float(turn.moving.mid())):
            _add_turn(found, turn)
            found.marks[-1].append((k, next(t for t in found.turns if _same_turn(t, turn))))
        elif turn is None:
            _add_meeting(found, at, moving)


def _inside(found: Branches, moving: float) -> bool:
    return float(found.low) < moving < float(found.high)


def _add_turn(found: Branches, turn: Turn) -> bool:
    if any(_same_turn(turn, other) for other in found.turns):
        return False
    found.turns.append(turn)
    found.turns.sort(key=lambda one: float(one.moving.mid()))
    return True


def _same_turn(one: Turn, other: Turn) -> bool:
    return bool(one.moving.overlaps(other.moving)) and all(x.overlaps(y) for x, y in zip(one.at, other.at, strict=True))


def _add_meeting(found: Branches, at: Floats, moving: float) -> None:
    near = MEETING * float(found.high - found.low)
    meeting = meeting_near(found.system, at, moving)
    value = float(meeting.moving.mid())
    for k, other in enumerate(found.meetings):
        alike = np.abs(other.at - at).max(initial=0.0) < 0.1 * found.system.bounds.max(initial=1.0)
        if abs(float(other.moving.mid()) - value) < near and alike:
            if meeting.certified and not other.certified:
                found.meetings[k] = meeting
            return
    found.meetings.append(meeting)


def _in_a_gap(found: Branches, meeting: Meeting) -> Meeting:
    """Move a meeting that was seen only, to within the accuracy of seeing, into a gap: that branches meet nowhere else is shown."""
    value = float(meeting.moving.mid())
    near = MEETING * float(found.high - found.low)
    gap = min(found.gaps, key=lambda ends: max(ends[0] - value, value - ends[1]), default=None)
    if meeting.certified or gap is None or not 0 < max(gap[0] - value, value - gap[1]) < near:
        return meeting
    return replace(meeting, moving=arb(0.5 * (gap[0] + gap[1])))


def _covered(found: Branches, most: int) -> Covered:
    """Look for what else turns, in boxes all over the range."""
    system, low, high = found.system, float(found.low), float(found.high)
    if not system.size:
        return Covered()
    if system.size > MOST_UNKNOWN:
        found.gaps = [(low, high)]
        return Covered()
    reach = np.append(BESIDE[0] * system.bounds, BESIDE[1] * (high - low))
    meet = [np.append(one.at, float(one.moving.mid())) for one in found.meetings]
    covered = cover(system, low, high, [turn.box for turn in found.turns], [(x - reach, x + reach) for x in meet], most, FINEST)
    found.boxes += covered.boxes
    found.gaps = merged(((float(a[-1]), float(b[-1])) for a, b in covered.undecided), 1e-3 * (high - low))
    return covered


def _turns_in(found: Branches, covered: Covered) -> bool:
    """Certify folds in boxes that were left undecided; gives whether new ones were found."""
    new = False
    reach = np.append(found.system.bounds, float(found.high - found.low))
    looked = [np.append(t.middle, float(t.moving.mid())) for t in found.turns]
    looked += [np.append(m.at, float(m.moving.mid())) for m in found.meetings]
    for low, high in covered.undecided:
        middle = 0.5 * (low + high)
        if any((np.abs(middle - other) < TRIED * reach).all() for other in looked) or len(looked) > MOST_TRIED:
            continue
        looked.append(middle)
        turn = turn_near(found.system, list(middle[:-1]), float(middle[-1]), float(found.high - found.low))
        if turn is not None and _inside(found, float(turn.moving.mid())):
            new |= _add_turn(found, turn)
    return new


def merged(pieces: Iterable[tuple[float, float]], near: float) -> list[tuple[float, float]]:
    """Join intervals that touch, or nearly do."""
    out: list[tuple[float, float]] = []
    for low, high in sorted(pieces):
        if out and low <= out[-1][1] + near:
            out[-1] = out[-1][0], max(high, out[-1][1])
        else:
            out.append((low, high))
    return out
