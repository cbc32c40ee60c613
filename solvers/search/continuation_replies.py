"""Equilibria after a public history at which the player with the type moves, by which actions are best for each type."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from functools import partial, reduce
from itertools import combinations
from typing import Any, TypeAlias

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from .continuation_classes import Best, Cell, Reply
from .continuation_pairs import unsurpassed
from .continuation_pruning import FEW, Box, Rough, largest, least
from .polygons import ONE, ZERO, HalfPlane, Polygon, clipped, extent, holds, hull, raised, rectangle, section
from .public_play import Pair, Stage

Following: TypeAlias = tuple[Cell, Polygon, int, int]
"""What follows an action of the player with the type, its payoffs with what is sunk, and numbers for its beliefs and for these payoffs."""


def that_matter(followed: Sequence[Following], one: bool, two: bool) -> list[Following]:
    """What may follow an action that is best for some types, less what adds nothing: payoffs of the others only deter.

    An action that is best for one type is taken where the belief after it is certain, and else not.
    """
    if one and two:
        return list(followed)
    taken = [each for each in followed if ends(each[0], one, two)]
    others = [each for each in followed if not ends(each[0], one, two)]
    return least(others, lambda each: each[1], (not one, not two), least(taken, lambda each: each[1], (not one, not two)))


def best_replies(
    game: Stage,
    best: tuple[Best, Best],
    several: Sequence[Sequence[Following]],
    worth: tuple[Pair, ...],
    at: fmpq | None,
    levels: Sequence[fmpq] | None = None,
) -> list[Reply]:
    """Equilibria where the player with the type moves and these actions are best."""
    means: dict[tuple[int, ...], Polygon] = {}
    payoffs: dict[tuple[int, ...], Polygon] = {}
    found: dict[tuple[Polygon, Polygon], Reply] = {}
    if not all(several):
        return []
    placed, cells = [[p for _, p, _, _ in some] for some in several], [[c for c, _, _, _ in some] for some in several]
    halves: dict[tuple[int, tuple[bool, bool]], list[HalfPlane]] = {}

    def above(each: Sequence[Following], a: int, free: tuple[bool, bool]) -> list[HalfPlane]:
        """The half planes around what exceeds the payoffs after an action, found once."""
        name = each[a][3], free
        if name not in halves:
            halves[name] = raised(each[a][1], free)
        return halves[name]

    possible = _meeting(_Possible(placed, cells, at).under(best), placed, best)
    if at is not None and levels is not None and len(placed) == 2 and best == ((0, 1), (0, 1)):
        possible = unsurpassed(possible, placed, cells, worth, at, levels)
    for chosen in possible:
        each = [some[n] for some, n in zip(several, chosen, strict=True)]
        shape = tuple(shaped for _, _, _, shaped in each)
        if shape not in payoffs:
            payoffs[shape] = _payoffs([p for _, p, _, _ in each], best, partial(above, each))
        if payoffs[shape]:
            mean = tuple(wide for _, _, wide, _ in each)
            if mean not in means:
                means[mean] = _means([cell for cell, _, _, _ in each], best, worth)
            name = (means[mean], payoffs[shape])
            if name not in found:
                found[name] = Reply(game, best, *name, tuple(cell for cell, _, _, _ in each), worth)
    return largest(list(found.values()), lambda r: _reply_box(r, at, levels), lambda a, b: _reply_inside(a, b, at), lambda r: r.values)


def _reply_box(reply: Reply, at: fmpq | None, levels: Sequence[fmpq] | None = None) -> Box:
    if at is None:
        return (*extents(reply.beliefs), *extents(reply.values))
    low, high = section(reply.beliefs, at)
    if levels is not None:  # what is expected matters beside these alone
        low, high = (fmpq(bisect_left(levels, x) + bisect_right(levels, x)) for x in (low, high))
    return ((low, high), *extents(reply.values))


def _reply_inside(one: Reply, two: Reply, at: fmpq | None) -> bool:
    return holds(one.values, two.values) and (at is not None or holds(one.beliefs, two.beliefs))


def _meeting(chosen: NDArray[Any], placed: Sequence[Sequence[Polygon]], best: tuple[Best, Best]) -> NDArray[Any]:
    """Those combinations in which no two actions that are best for both types have payoffs that are certain to be apart."""
    both = sorted(set(best[0]) & set(best[1]))
    rough = {a: Rough(placed[a]) for a in both} if len(both) > 1 and len(chosen) > FEW else {}
    for a, b in combinations(rough, 2):
        pairs, inverse = np.unique(chosen[:, [a, b]], axis=0, return_inverse=True)
        chosen = chosen[~rough[a].apart(rough[b], pairs)[inverse.ravel()]]
    return chosen


class _Possible:
    """Which combinations of what may follow are worth a closer look: numbers are compared by rank, for all of them at once."""

    def __init__(self, placed: Sequence[Sequence[Polygon]], options: Sequence[Sequence[Cell]], at: fmpq | None) -> None:
        self.count = len(placed)
        self.extents = []  # for each axis: the least and the largest payoffs after each action
        for axis in (0, 1):
            extents = [[extent(p, axis) for p in some] for some in placed]
            rank = {x: k for k, x in enumerate(sorted({x for some in extents for pair in some for x in pair}))}
            self.extents.append([[self._along(a, [rank[pair[end]] for pair in some]) for a, some in enumerate(extents)] for end in (0, 1)])
        self.beliefs = {
            (a, one, two): [self._along(a, [any(test(x) for x in ends(cell, one, two)) for cell in some]) for test in _tests(at)]
            for a, some in enumerate(options)
            for one in (False, True)
            for two in (False, True)
        }

    def _along(self, axis: int, row: Sequence[int]) -> NDArray[Any]:
        shape = [1] * self.count
        shape[axis] = len(row)
        return np.array(row).reshape(shape)

    def under(self, best: tuple[Best, Best]) -> NDArray[Any]:
        """The combinations, by their numbers, in which these actions can be best and there are such beliefs; there may be too many."""
        held: Any = True
        for (low, high), some in zip(self.extents, best, strict=True):
            held = held & (reduce(np.maximum, low) <= reduce(np.minimum, [high[a] for a in some]))
        corners = [self.beliefs[a, a in best[0], a in best[1]] for a in range(self.count)]
        for test in zip(*corners, strict=True):
            held = held & reduce(np.logical_or, test)
        return np.argwhere(held)


def _tests(at: fmpq | None) -> list[Callable[[fmpq], bool]]:
    """What the ends of beliefs must satisfy, each some of them, for a mean of them to be a given belief, or to be at all."""
    return [lambda _: True] if at is None else [lambda x: bool(x <= at), lambda x: bool(x >= at)]


def _means(after: Sequence[Cell], best: tuple[Best, Best], worth: Sequence[Pair]) -> Polygon:
    """Beliefs now and what the player before expects, given the intervals in which beliefs lie after the actions."""
    corners = []
    for a, (cell, (one, two)) in enumerate(zip(after, worth, strict=True)):
        for belief in ends(cell, a in best[0], a in best[1]):
            corners.append((belief, belief * one + (1 - belief) * two))
    return hull(corners)


def ends(cell: Cell, one: bool, two: bool) -> tuple[fmpq, ...]:
    """The ends of the beliefs after an action that some types take, those that Bayes' rule allows."""
    if one and two:
        return (cell.low, cell.high)
    if one:
        return (ONE,) if cell.high == 1 else ()
    if two:
        return (ZERO,) if cell.low == 0 else ()
    return ()


def _payoffs(
    placed: Sequence[Polygon], best: tuple[Best, Best], above: Callable[[int, tuple[bool, bool]], Sequence[HalfPlane]] | None = None
) -> Polygon:
    """The payoffs of the types where these actions are best, given those that may follow each action, and the half planes above them."""
    box = []
    for axis in (0, 1):
        extents = [extent(p, axis) for p in placed]
        low, high = max(low for low, _ in extents), min(extents[a][1] for a in best[axis])
        if low > high:
            return ()
        box.append((low, high))
    found = rectangle(*box)
    for a, polygon in enumerate(placed):
        if len(polygon) > 1:
            free = (a not in best[0], a not in best[1])
            for half in raised(polygon, free) if above is None else above(a, free):
                found = clipped(found, half)
                if not found:
                    return ()
    return found


def extents(polygon: Polygon) -> tuple[Pair, Pair]:
    """The least and the largest coordinate along each axis."""
    return extent(polygon, 0), extent(polygon, 1)
