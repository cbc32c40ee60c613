"""Backward induction on beliefs: what can be an equilibrium after a public history, as a function of the belief there.

The games are those of `public_play`: two types, all moves seen.  There an assessment is consistent exactly when the belief follows
Bayes' rule after every action that some type believed possible takes: elsewhere it is free, since each action of each type has a
label of its own, as large as is wanted, and the other players' moves are common to both types.  So what follows a public history is
a game by itself, given the belief; and what can be an equilibrium there is a closed set of beliefs and payoffs of the two types.

That set is a finite union of products, an interval of beliefs times a convex polygon of payoffs.  At the end it is one product.
Where the player with the type moves, take one product after each action and say which actions are best for each type: that cuts out
a polygon of payoffs, whatever the belief; and the belief now is any mean of the beliefs after the actions, in the intervals that
they have there (none is asked after an action that no type takes).  Where another player moves, one of its actions or several are
best, and payoffs are means of what follows these: the convex hull of polygons is a polygon.  Nothing is lost, as the products cover
all that follows, and every way to combine them is looked at.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, reduce
from typing import Any, TypeAlias

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from .continuation_classes import Best, Cell, Choice, Reply
from .continuation_pruning import Box, largest, least, uncovered
from .polygons import ONE, ZERO, Polygon, clipped, extent, holds, hull, moved, raised, reaching, section
from .public_play import END, Pair, PublicForm, Stage

MOST_COMBINED = 60_000  # combinations of what may follow the actions at one public history
MOST_AT_ONCE = 400_000  # the same where one belief alone matters

Following: TypeAlias = tuple[Cell, Polygon, int, int]
"""What follows an action of the player with the type, its payoffs with what is sunk, and numbers for its beliefs and for these payoffs."""

Expecting: TypeAlias = "tuple[Cell | Reply, int, int, tuple[Best, Best] | None]"
"""What follows an action of another player, numbers for what that player expects and for payoffs, and what is best there."""


class Numbers(dict[Any, int]):
    """Numbers for things that are compared often and are slow to compare."""

    def __init__(self) -> None:
        super().__init__()
        self.things: list[Any] = []

    def __missing__(self, thing: Any) -> int:
        self[thing] = len(self.things)
        self.things.append(thing)
        return self[thing]


class TooMany(Exception):
    """There are more combinations than are looked at."""


@dataclass(eq=False)
class Induction:
    """Backward induction on the games that follow public histories.

    Parameters
    ----------
    form : PublicForm
        The game.
    telling : bool
        Whether the player with the type is taken for the second one as soon as it does not take the action that costs the first one
        least compared with the second, and the first one takes that always: then not all equilibria are found.
    """

    form: PublicForm
    telling: bool = False
    _cells: dict[int, list[Cell]] = field(default_factory=dict)
    _ways: dict[int, list[Reply] | list[Choice]] = field(default_factory=dict)

    def cells(self, stage: int) -> list[Cell]:
        """What can be an equilibrium of a game, by belief and payoffs."""
        if stage not in self._cells:
            if stage == END:
                found = [Cell(END, ZERO, ONE, ((ZERO, ZERO),), (None,))]
            else:
                found = self._gathered(stage, self.ways(stage))
            self._cells[stage] = found
        return self._cells[stage]

    def ways(self, stage: int, prior: fmpq | None = None) -> list[Reply] | list[Choice]:
        """Equilibria of a game by what is best for whom; at one belief alone, where it is given."""
        if prior is not None:
            return _without_doubles(self._ways_at(stage, prior), prior)
        if stage not in self._ways:
            self._ways[stage] = _without_doubles(self._ways_at(stage, None), None)
        return self._ways[stage]

    def _ways_at(self, stage: int, at: fmpq | None) -> list[Reply] | list[Choice]:
        return self.replies(stage, None, at) if self._stage(stage).own else list(self._choices(stage, at))

    def _stage(self, stage: int) -> Stage:
        game = self.form.stages[stage]
        if game is None:
            raise AssertionError("nothing is played at the end")
        return game

    # ---------------------------------------------------------------- the player with the type moves

    def replies(self, stage: int, stakes: tuple[Pair, ...] | None, at: fmpq | None = None) -> list[Reply]:
        """Equilibria where the player with the type moves, with something at stake for the player before, or not; at one belief, or all."""
        game = self._stage(stage)
        options = [self.cells(k) for k in game.after]
        bests = [some for size in range(1, len(options) + 1) for some in itertools.combinations(range(len(options)), size)]
        pairs = list(itertools.product(bests, bests))
        if self.telling:
            cheap = cheapest(game)
            options = [some if a == cheap else _at_zero(some) for a, some in enumerate(options)]
            pairs = [((cheap,), some) for some in bests]
        worth = stakes or ((ZERO, ZERO),) * len(options)
        spans, shapes = Numbers(), Numbers()
        followed: list[list[Following]] = []
        for some, add in zip(options, game.sunk, strict=True):
            placed = [moved(cell.values, add) for cell in some]
            followed.append([(c, p, spans[c.low, c.high], shapes[p]) for c, p in zip(some, placed, strict=True)])
        under = cache(lambda a, one, two: _that_matter(followed[a], one, two))
        found: list[Reply] = []
        for best in pairs:
            several = [under(a, a in best[0], a in best[1]) for a in range(len(options))]
            self._bounded(several, at)
            found += _best_replies(game, best, several, worth, at)
        return found

    # ---------------------------------------------------------------- another player moves

    def _choices(self, stage: int, at: fmpq | None) -> Iterator[Choice]:
        game = self._stage(stage)
        options: list[list[Expecting]] = []
        expected, paid = Numbers(), Numbers()
        for k, add, stakes in zip(game.after, game.sunk, game.stakes, strict=True):
            if len(stakes) > 1:
                options.append([(r, expected[r.beliefs], paid[moved(r.values, add)], r.best) for r in self.replies(k, stakes, at)])
            else:
                options.append(
                    [
                        (c, expected[line(c, *stakes[0])], paid[moved(c.values, add)], None)
                        for c in self.cells(k)
                        if at is None or c.low <= at <= c.high
                    ]
                )
        unchosen = [_as_threats(some, expected) for some in options]
        near = cache(lambda a, b: reaching(expected.things[a], expected.things[b]))
        joined = cache(lambda *some: hull(p for k in some for p in paid.things[k]))
        for best in (some for size in range(1, len(options) + 1) for some in itertools.combinations(range(len(options)), size)):
            several = [options[a] if a in best else unchosen[a] for a in range(len(options))]
            self._bounded(several, at)
            told: set[tuple[object, ...]] = set()
            for chosen, low, high in _indifferent(several, best, near):
                if at is not None and not low <= at <= high:
                    continue
                for each in itertools.product(*chosen):
                    values = joined(*sorted({each[a][2] for a in best}))
                    name = (low, high, values, *(some[3] for some in each))
                    if name not in told:
                        told.add(name)
                        yield Choice(game, best, hull([(low, ZERO), (high, ZERO)]), values, tuple(some[0] for some in each))

    # ---------------------------------------------------------------- fewer of them

    def _bounded(self, options: Sequence[Sequence[object]], at: fmpq | None) -> None:
        count = 1
        for some in options:
            count *= len(some)
        if count > (MOST_COMBINED if at is None else MOST_AT_ONCE):
            raise TooMany

    def _gathered(self, stage: int, ways: Iterable[Reply | Choice]) -> list[Cell]:
        """The products of intervals and polygons that some equilibria fill, none inside another."""
        alike: dict[Polygon, list[tuple[fmpq, fmpq, Reply | Choice]]] = {}
        for way in ways:
            alike.setdefault(way.values, []).append((*extent(way.beliefs, 0), way))
        found: list[Cell] = []
        for values, some in alike.items():
            some.sort(key=lambda item: (item[0], -item[1]))
            low, high, parts = some[0][0], some[0][1], [some[0][2]]
            for left, right, way in some[1:]:
                if left > high:
                    found.append(Cell(stage, low, high, values, tuple(parts)))
                    low, high, parts = left, right, [way]
                elif right > high:
                    high = right
                    parts.append(way)
            found.append(Cell(stage, low, high, values, tuple(parts)))
        return uncovered(largest(found, lambda c: ((c.low, c.high), *_extents(c.values)), lambda a, b: holds(a.values, b.values)))


def cheapest(game: Stage) -> int:
    """The action that costs the first type least, compared with the second."""
    costs = [one - two for one, two in game.sunk]
    return costs.index(max(costs))


def _at_zero(cells: Iterable[Cell]) -> list[Cell]:
    """What can be an equilibrium once the first type is ruled out."""
    kept: list[Cell] = []
    for cell in cells:
        if cell.low == 0 and not any(holds(c.values, cell.values) for c in kept):
            kept.append(Cell(cell.stage, ZERO, ZERO, cell.values, cell.parts))
    return kept


def _that_matter(followed: Sequence[Following], one: bool, two: bool) -> list[Following]:
    """What may follow an action that is best for some types, less what adds nothing: payoffs of the others only deter.

    An action that is best for one type is taken where the belief after it is certain, and else not.
    """
    if one and two:
        return list(followed)
    taken = [each for each in followed if ends(each[0], one, two)]
    others = [each for each in followed if not ends(each[0], one, two)]
    return least(others, lambda each: each[1], (not one, not two), least(taken, lambda each: each[1], (not one, not two)))


def _best_replies(
    game: Stage, best: tuple[Best, Best], several: Sequence[Sequence[Following]], worth: tuple[Pair, ...], at: fmpq | None
) -> list[Reply]:
    """Equilibria where the player with the type moves and these actions are best."""
    means: dict[tuple[int, ...], Polygon] = {}
    payoffs: dict[tuple[int, ...], Polygon] = {}
    found: dict[tuple[Polygon, Polygon], Reply] = {}
    if not all(several):
        return []
    for chosen in _Possible([[p for _, p, _, _ in some] for some in several], [[c for c, _, _, _ in some] for some in several], at).under(best):
        each = [some[n] for some, n in zip(several, chosen, strict=True)]
        shape = tuple(shaped for _, _, _, shaped in each)
        if shape not in payoffs:
            payoffs[shape] = _payoffs([p for _, p, _, _ in each], best)
        if payoffs[shape]:
            mean = tuple(wide for _, _, wide, _ in each)
            if mean not in means:
                means[mean] = _means([cell for cell, _, _, _ in each], best, worth)
            name = (means[mean], payoffs[shape])
            if name not in found:
                found[name] = Reply(game, best, *name, tuple(cell for cell, _, _, _ in each), worth)
    return largest(list(found.values()), lambda r: _reply_box(r, at), lambda a, b: _reply_inside(a, b, at))


def _reply_box(reply: Reply, at: fmpq | None) -> Box:
    around = _extents(reply.beliefs) if at is None else (section(reply.beliefs, at),)
    return (*around, *_extents(reply.values))


def _reply_inside(one: Reply, two: Reply, at: fmpq | None) -> bool:
    return holds(one.values, two.values) and (at is not None or holds(one.beliefs, two.beliefs))


def _as_threats(options: Sequence[Expecting], expected: Numbers) -> list[Expecting]:
    """What may follow an action that is not best for the player who moves, one for each way to go on: what it expects only deters."""
    alike: dict[object, dict[int, Expecting]] = {}
    for each in options:
        alike.setdefault(each[3], {}).setdefault(each[1], each)
    return [each for some in alike.values() for each in least(list(some.values()), lambda each: expected.things[each[1]], (False, True))]


def _indifferent(
    several: Sequence[Sequence[Expecting]], best: Best, near: Callable[[int, int], tuple[fmpq, fmpq] | None]
) -> Iterator[tuple[list[list[Expecting]], fmpq, fmpq]]:
    """What may follow each action, alike in what is expected, and between which beliefs some actions are best."""
    groups = []
    for some in several:
        alike: dict[int, list[Expecting]] = {}
        for each in some:
            alike.setdefault(each[1], []).append(each)
        groups.append(alike)
    for chosen in itertools.product(*groups):
        low, high = ZERO, ONE
        for a in best:
            for b in range(len(chosen)):
                span = near(chosen[a], chosen[b]) if a != b and low <= high else (low, high)
                low, high = (max(low, span[0]), min(high, span[1])) if span else (ONE, ZERO)
        if low <= high:
            yield [alike[k] for alike, k in zip(groups, chosen, strict=True)], low, high


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


def _payoffs(placed: Sequence[Polygon], best: tuple[Best, Best]) -> Polygon:
    """The payoffs of the types where these actions are best, given those that may follow each action."""
    box = []
    for axis in (0, 1):
        extents = [extent(p, axis) for p in placed]
        low, high = max(low for low, _ in extents), min(extents[a][1] for a in best[axis])
        if low > high:
            return ()
        box.append((low, high))
    found = hull((x, y) for x in box[0] for y in box[1])
    for a, polygon in enumerate(placed):
        if len(polygon) > 1:
            for half in raised(polygon, (a not in best[0], a not in best[1])):
                found = clipped(found, half)
                if not found:
                    return ()
    return found


def line(cell: Cell, one: fmpq, two: fmpq) -> Polygon:
    """The beliefs of a cell, each with what is expected of two payoffs."""
    return hull((belief, belief * one + (1 - belief) * two) for belief in (cell.low, cell.high))


def _without_doubles(ways: Sequence[Reply] | Sequence[Choice], prior: fmpq | None) -> list[Reply] | list[Choice]:
    """Those of one play of which no other has all beliefs and payoffs; at one belief alone, where it is given."""
    alike: dict[object, list[tuple[fmpq, fmpq, Reply | Choice]]] = {}
    for way in ways:
        low, high = extent(way.beliefs, 0)
        if prior is not None:
            if not low <= prior <= high:
                continue
            low = high = prior
        alike.setdefault(way.play, []).append((low, high, way))
    out: list[Reply | Choice] = []
    for some in alike.values():
        some.sort(key=lambda item: (item[0] - item[1], -len(item[2].values)))
        kept = largest(some, lambda item: (item[:2], *_extents(item[2].values)), lambda a, b: holds(a[2].values, b[2].values))
        out += [way for _, _, way in kept]
    return out  # type: ignore[return-value]


def _extents(polygon: Polygon) -> tuple[Pair, Pair]:
    return extent(polygon, 0), extent(polygon, 1)
