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
all that follows, and every way to combine them is looked at, but that what follows actions that are not taken only deters, so that
the least of it is enough.  Earlier periods see payoffs and not what is played: products that others cover together are left out, and of
ways to play with the same payoffs one is enough.  Plays are told apart, class by class, only where they are to be listed.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from math import prod
from typing import Any, TypeAlias

from flint import fmpq

from .continuation_classes import Best, Cell, Choice, Reply
from .continuation_covers import uncovered
from .continuation_pruning import largest, least
from .continuation_replies import Following, best_replies, extents, that_matter
from .polygons import ONE, ZERO, Polygon, extent, holds, hull, moved, reaching
from .public_play import END, Pair, PublicForm, Stage

MOST_COMBINED = 30_000  # combinations of what may follow the actions at one public history and matters
MOST_AFTER = 150_000  # the same right after the first moves, where payoffs alone matter, and nothing before that is wanted at all beliefs
MOST_AT_ONCE = 400_000  # the same where one belief alone matters

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
                found = self._gathered(stage, self._payoffs(stage))
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

    def _payoffs(self, stage: int) -> Iterable[Reply | Choice]:
        """Enough ways to have all payoffs."""
        if self._stage(stage).own:
            if stage not in self._ways:
                self._ways[stage] = _without_doubles(self.replies(stage, None, most=self._most(stage)), None)
            return self._ways[stage]
        return self._choices(stage, None, by_play=False)

    def _most(self, stage: int) -> int:
        """How many combinations are looked at for payoffs at all beliefs."""
        first = self._stage(self.form.stage_at[self.form.root])
        replies = [self._stage(k) for k, stakes in zip(first.after, first.stakes, strict=False) if len(stakes) > 1]
        return MOST_AFTER if stage in {*first.after, *(k for some in replies for k in some.after)} else MOST_COMBINED

    def _stage(self, stage: int) -> Stage:
        game = self.form.stages[stage]
        if game is None:
            raise AssertionError("nothing is played at the end")
        return game

    # ---------------------------------------------------------------- the player with the type moves

    def replies(
        self,
        stage: int,
        stakes: tuple[Pair, ...] | None,
        at: fmpq | None = None,
        *,
        most: int | None = None,
        levels: Sequence[fmpq] | None = None,
    ) -> list[Reply]:
        """Equilibria where the player with the type moves, with something at stake for the player before, or not; at one belief, or all.

        At one belief it may be known with which levels the player before compares what it expects.
        """
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
        under = cache(lambda a, one, two: that_matter(followed[a], one, two))
        found: list[Reply] = []
        for best in pairs:
            several = [under(a, a in best[0], a in best[1]) for a in range(len(options))]
            _bounded(several, at, most)
            found += best_replies(game, best, several, worth, at, levels)
        return found

    # ---------------------------------------------------------------- another player moves

    def _choices(self, stage: int, at: fmpq | None, *, by_play: bool = True) -> Iterator[Choice]:
        """Equilibria where another player moves; of those with the same payoffs only some, where it does not matter what is played."""
        game = self._stage(stage)
        most = None if by_play else self._most(stage)
        options: list[list[Expecting]] = []
        expected, paid, hulls = Numbers(), Numbers(), Numbers()
        for k, add, stakes in zip(game.after, game.sunk, game.stakes, strict=True):
            if len(stakes) > 1:
                replies = self.replies(k, stakes, at, most=most, levels=_levels(game.stakes, stakes, at))
                best_of = [r.best if by_play else None for r in replies]
                options.append([(r, expected[r.beliefs], paid[moved(r.values, add)], b) for r, b in zip(replies, best_of, strict=True)])
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
        joined = cache(lambda *some: hulls[hull(p for k in some for p in paid.things[k])])
        for best in (some for size in range(1, len(options) + 1) for some in itertools.combinations(range(len(options)), size)):
            several: list[Sequence[Expecting]] = [options[a] if a in best else unchosen[a] for a in range(len(options))]
            if at is not None or not by_play:
                several = _enough(several, best, game.stakes, (expected, paid), at)
            _bounded(several, at, most)
            told: set[tuple[object, ...]] = set()
            spans = Numbers()
            for chosen, low, high in _indifferent(several, best, near):
                if at is not None and not low <= at <= high:
                    continue
                span, beliefs = spans[low, high], hull([(low, ZERO), (high, ZERO)])
                for each in itertools.product(*chosen):
                    values = joined(*sorted({each[a][2] for a in best}))
                    name = (span, values, *(some[3] for some in each))
                    if name not in told:
                        told.add(name)
                        yield Choice(game, best, beliefs, hulls.things[values], tuple(some[0] for some in each))

    # ---------------------------------------------------------------- fewer of them

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
        return uncovered(_outer(found))


def _bounded(options: Sequence[Sequence[object]], at: fmpq | None, most: int | None) -> None:
    if prod(map(len, options)) > (MOST_AT_ONCE if at is not None else most or MOST_COMBINED):
        raise TooMany


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


def _as_threats(options: Sequence[Expecting], expected: Numbers) -> list[Expecting]:
    """What may follow an action that is not best for the player who moves, one for each way to go on: what it expects only deters."""
    alike: dict[object, dict[int, Expecting]] = {}
    for each in options:
        alike.setdefault(each[3], {}).setdefault(each[1], each)
    return [each for some in alike.values() for each in least(list(some.values()), lambda each: expected.things[each[1]], (False, True))]


def _enough(
    several: Sequence[Sequence[Expecting]], best: Best, stakes: Sequence[Sequence[Pair]], of: tuple[Numbers, Numbers], at: fmpq | None
) -> list[Sequence[Expecting]]:
    """Enough of what may follow best actions to have all payoffs, of each way to go on, where what other actions are worth is settled."""
    expected, paid = of
    out = list(several)
    lines = [hull([(ZERO, pairs[0][1]), (ONE, pairs[0][0])]) if len(pairs) == 1 else None for pairs in stakes]
    for a in best:
        others = [(b, other) for b, other in enumerate(lines) if b != a and other is not None]
        if (lines[a] is not None and at is None) or len(others) < len(lines) - 1:
            continue
        spans: dict[int, tuple[fmpq, fmpq] | None] = {}  # of beliefs at which these actions are best
        alike: dict[object, dict[Cell, Expecting]] = {}
        for each in several[a]:
            if each[1] not in spans:
                worth = expected.things[each[1]]
                found = [reaching(worth, other) for _, other in others] + [reaching(other, worth) for b, other in others if b in best]
                spans[each[1]] = _all_in([*found, (ZERO, ONE) if at is None else (at, at)])
            span = spans[each[1]]
            if span:
                alike.setdefault(each[3], {})[Cell(END, *span, paid.things[each[2]], ())] = each
        out[a] = [some[cell] for some in alike.values() for cell in (uncovered(_outer(list(some))) if at is None else _outer(list(some)))]
    return out


def _levels(every: Sequence[Sequence[Pair]], stakes: Sequence[Pair], at: fmpq | None) -> list[fmpq] | None:
    """What the other actions of a player are worth to it at a belief; None where that is not settled."""
    others = [pairs for pairs in every if pairs is not stakes]
    if at is None or any(len(pairs) > 1 for pairs in others):
        return None
    return sorted({at * one + (1 - at) * two for ((one, two),) in others})


def _all_in(spans: Iterable[tuple[fmpq, fmpq] | None]) -> tuple[fmpq, fmpq] | None:
    """What some intervals have in common; None for nothing."""
    low, high = ZERO, ONE
    for span in spans:
        low, high = (max(low, span[0]), min(high, span[1])) if span else (ONE, ZERO)
    return (low, high) if low <= high else None


def _outer(cells: Sequence[Cell]) -> list[Cell]:
    """Those that lie inside no other."""
    return largest(cells, lambda c: ((c.low, c.high), *extents(c.values)), lambda a, b: holds(a.values, b.values), lambda c: c.values)


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
        kept = largest(
            some,
            lambda item: (item[:2], *extents(item[2].values)),
            lambda a, b: holds(a[2].values, b[2].values),
            lambda item: item[2].values,
        )
        out += [way for _, _, way in kept]
    return out  # type: ignore[return-value]
