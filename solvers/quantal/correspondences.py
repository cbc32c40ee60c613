"""Correspondences as results: branches as curves of probabilities, folds in proved bounds, counts between them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
from flint import arb

from games import Game
from games.numbers.isolating import ends, precision

from ..algebra.intervals import Floats
from ..results.correspondences import Bifurcation, Branch, Correspondence, Count, Fold
from ..results.lifts import Box
from .branches import Branches, branches, logits_of, worths_of
from .limits import limit_of
from .points import BITS
from .solving import SPREADS, check_exponents, nested_by_set, read, usual
from .system import System
from .tracing import Path, crossing, follow
from .tree import LOGIT, PRECISION, ChoiceTree
from .turns import Turn

DECIMALS = 10**30  # of the bounds of folds


def along_the_precision(game: Game, low: Fraction, high: Fraction | None, boxes: int, response: str) -> Correspondence:
    """Follow all branches along the precision.

    Parameters
    ----------
    game : Game
        With numbers for all parameters.
    low, high : Fraction
        The range; up to thirty over the largest spread of payoffs when `high` is None.
    boxes : int
        How many may be looked at, for each count and in between.
    response : {"logit", "probit"}
        How everybody responds.
    """
    tree = read(game, response)
    system = System(tree)
    last = low + Fraction(SPREADS) / tree.largest_spread if high is None else high
    check_exponents(tree, last)
    found = branches(system, low, last, boxes, min(boxes, usual(system)))
    return written(game, found, PRECISION, None)


def along_a_parameter(game: Game, name: str, low: Fraction, high: Fraction, rate: Fraction, boxes: int, response: str) -> Correspondence:
    """Follow all branches along a parameter at a precision; as `along_the_precision`."""
    tree = ChoiceTree(game, name, rate, (low, high), response)
    check_exponents(tree, rate)
    system = System(tree)
    return written(game, branches(system, low, high, boxes, min(boxes, usual(system))), name, rate)


def written(game: Game, found: Branches, by: str, rate: Fraction | None) -> Correspondence:
    """Write branches as a result."""
    system = found.system
    turns = found.turns
    principal = _principal(found) if by == PRECISION else None
    paths = found.paths if principal is None else [found.paths[principal], *(p for k, p in enumerate(found.paths) if k != principal)]
    curves = []
    for k, path in enumerate(paths):
        name = "principal branch" if k == 0 and principal is not None else f"branch {k + 1}"
        curves.append(_branch(game, found, path, name))
    counts = tuple(_counts(found))
    folds = tuple(Fold(_decimals(t.moving), _appear(found, t), _chances(game, system, t.middle, float(t.moving.mid()))) for t in turns)
    meetings = tuple(
        Bifurcation(
            _decimals(m.moving) if m.certified else float(m.moving.mid()),
            m.certified,
            _chances(game, system, m.at, float(m.moving.mid())),
        )
        for m in sorted(found.meetings, key=lambda m: float(m.moving.mid()))
    )
    excused = [m.value for m in meetings if m.certified]
    open_gaps = [gap for gap in found.gaps if not any(gap[0] <= x <= gap[1] for x in excused)]
    complete = not open_gaps and all(c.counted for c in counts) and all(c.complete for c in curves)
    limit = limit_of(game) if by == PRECISION and principal is not None and system.tree.response == LOGIT else None
    return Correspondence(
        game,
        by,
        found.low,
        found.high,
        rate,
        tuple(curves),
        folds,
        meetings,
        counts,
        tuple(found.gaps),
        "all" if complete else "some",
        found.boxes,
        limit,
        system.tree.response,
    )


def _principal(found: Branches) -> int | None:
    """Which branch starts from equal odds at precision zero."""
    system = found.system
    if not found.low or not system.size:
        return 0
    start = follow(system, np.zeros(system.size), 0.0, 0.0, float(found.low), True)
    if start.end != "left":
        return None
    logits = crossing(system, start, len(start.moving) - 2, float(found.low))
    if logits is None:
        return None
    at = worths_of(system, logits, float(found.low))
    near = 1e-6 * system.bounds.max(initial=1.0)
    for k, path in enumerate(found.paths):
        ends_of = (0, len(path.moving) - 1)
        if any(np.abs(x - at).max() < near for e in ends_of for x in _ends_at(system, path, e, float(found.low))):
            return k
    return None


def _ends_at(system: System, path: Path, end: int, value: float) -> Iterator[Floats]:
    k = 0 if end == 0 else len(path.moving) - 2
    if (path.moving[k] - value) * (path.moving[k + 1] - value) <= 0 and path.moving[k] != path.moving[k + 1]:
        logits = crossing(system, path, k, value)
        if logits is not None:
            yield worths_of(system, logits, value)


# ------------------------------------------------------------------ curves


def _branch(game: Game, found: Branches, path: Path, name: str) -> Branch:
    system = found.system
    moving, logits = _clipped(found, path)
    rows = [_at(system, z, x) for z, x in zip(logits, moving, strict=True)]
    chances = nested_by_set(game, lambda s, a: tuple(row[s][a] for row in rows))
    turned_at = [turn for own, marks in zip(found.paths, found.marks, strict=True) if own is path for _, turn in marks]
    on_it = tuple(k for k, turn in enumerate(found.turns) if any(turn is other for other in turned_at))
    return Branch(name, tuple(float(x) for x in moving), chances, on_it, path.end == "closed", path.end != "stopped")


def _clipped(found: Branches, path: Path) -> tuple[Floats, Floats]:
    """The points of a path within the range, and those where it passes an end."""
    low, high = float(found.low), float(found.high)
    moving: list[float] = []
    logits: list[Floats] = []
    for k, x in enumerate(path.moving):
        if low <= x <= high:
            moving.append(float(x))
            logits.append(path.logits[k])
        beyond = k + 1 < len(path.moving) and (low <= x <= high) != (low <= path.moving[k + 1] <= high)
        if beyond:
            other = path.moving[k + 1] if low <= x <= high else x
            end = high if other > high else low
            at = crossing(found.system, path, k, end)
            if at is not None and end not in (x, path.moving[k + 1]):
                moving.append(end)
                logits.append(at)
    return np.array(moving), np.array(logits)


def _at(system: System, logits: Floats, moving: float) -> dict[int, list[float]]:
    response = system.response(system.floats, [float(x) for x in logits], float(moving), logits=True)
    return {s: [float(p) for p in chances] for s, chances in response.chances.items()}


def _chances(game: Game, system: System, at: Floats, moving: float) -> dict[str, dict[str, dict[str, Any]]]:
    row = _at(system, logits_of(system, at, moving), moving)
    return nested_by_set(game, lambda s, a: row[s][a])


# ------------------------------------------------------------------ counts


def _counts(found: Branches) -> Iterator[Count]:
    marks = [float(found.low), *found.events, float(found.high)]
    for low, high in pairwise(marks):
        inside = [points for at, points in found.slices.items() if low <= float(at) <= high]
        if not inside:
            continue
        inner = [p for p in inside if low < float(p.moving) < high] or inside
        points = max(inner, key=lambda p: (not p.undecided, len(p.points)))
        free = not any(a < high and b > low for a, b in found.gaps)
        proved = not points.undecided and (free or _only_at_ends(found, low, high))
        yield Count(low, high, len(points.points), points.moving, not points.undecided, proved)


def _only_at_ends(found: Branches, low: float, high: float) -> bool:
    """Whether what is open lies around certified meetings at the ends of an interval."""
    excused = [float(m.moving.mid()) for m in found.meetings if m.certified]
    return all(any(a <= x <= b for x in excused) for a, b in found.gaps if a < high and b > low)


def _appear(found: Branches, turn: Turn) -> bool:
    """Whether equilibria appear at a fold as what moves rises: the branch beside it lies above."""
    for path, marks in zip(found.paths, found.marks, strict=True):
        for k, other in marks:
            if other is turn:
                return bool(path.moving[max(0, k - 1)] > path.moving[k] or path.moving[k + 2 : k + 3].sum() > path.moving[k + 1])
    return False


def _decimals(ball: arb) -> Box:
    with precision(BITS):
        low, high = ends(ball)
        return Fraction(int((low * DECIMALS).floor()), DECIMALS), Fraction(int((high * DECIMALS).ceil()), DECIMALS)
