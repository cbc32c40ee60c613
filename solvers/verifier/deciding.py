"""Decide a system of multilinear forms over open simplices, and count its solutions, at one parameter point or at many.

First what can be settled by hand, exactly and at all points at once: ranges at vertices,
equations and bounds in one weight.  What stays coupled is decided point by point and piece
by piece, by linear elimination and z3.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from math import prod
from typing import Any, NamedTuple, TypeAlias, TypeVar

import numpy as np
from flint import fmpq

from .counting import EMPTY, FREE, UNDECIDED, Answer, count_solutions
from .effort import Effort
from .multilinear import (
    ZERO,
    Differ,
    Form,
    Options,
    Range,
    Truth,
    Value,
    all_of,
    at,
    at_points,
    constant,
    everywhere,
    involved,
    least,
    most,
    reaches,
    somewhere,
    span,
    throughout,
    vanishes,
    vertex,
    with_weights,
)

T = TypeVar("T")
Points: TypeAlias = Any  # the numbers of points, shape (points,); None when there is but one


class Contradiction(Exception):
    """The system has no solution, at any point."""


class Comparison(NamedTuple):
    """A form with the blocks that it speaks of and its range."""

    form: Form
    blocks: set[Options]
    range: Range

    @property
    def alone(self) -> Options:
        """The block of two options of which alone the form speaks; empty when there is none."""
        block: Options = next(iter(self.blocks)) if len(self.blocks) == 1 else ()
        return block if len(block) == 2 else ()

    @property
    def binds(self) -> Truth:
        """Where the form can be negative: elsewhere it holds by itself, if it can hold at all."""
        return self.range[0] < 0


class System:
    """Forms that must vanish and forms that must not be negative, on the product of some blocks' open simplices.

    Parameters
    ----------
    blocks : iterable of tuple of int
        The blocks.
    equal, least : iterable of Form
        What must vanish, and what must not be negative.
    points : array of int, shape (points,), or None
        The numbers of the points over which coefficients are arrays.
    """

    def __init__(self, blocks: Iterable[Options], equal: Iterable[Form], least: Iterable[Form], points: Points = None) -> None:
        self.points = points
        self.block_of = {option: block for block in blocks for option in block}
        self.open: dict[Options, Range] = dict.fromkeys(self.block_of.values(), FREE)
        self.equal, self.least = [self.compared(form) for form in equal], [self.compared(form) for form in least]

    def answers(self, effort: Effort) -> Iterator[tuple[int, Answer]]:
        """Decide the system at every point and count its solutions; points without any are left out."""
        return self._settled(lambda system: system._counted(effort))

    def uncontradicted(self) -> Iterator[int]:
        """Give the points at which nothing that is settled by hand contradicts the system."""
        return self._settled(lambda system: [0] if system.points is None else system.points.tolist())

    def _settled(self, query: Callable[[System], Iterable[T]]) -> Iterator[T]:
        """Settle by hand, and ask what stands; split it wherever points differ."""
        todo = [self]
        while todo:
            system = todo.pop()
            try:
                system._settle()
                yield from query(system)
            except Contradiction:
                continue
            except Differ as difference:
                todo += [system._where(~difference.truth), system._where(difference.truth)]

    # ---------------------------------------------------------------- by hand

    def _settle(self) -> None:
        """Draw the consequences of every condition on a single weight, until nothing changes."""
        busy = True
        while busy:
            self._keep(all_of((*(vanishes(c.range) for c in self.equal), *(reaches(c.range) for c in self.least))))
            self.equal = [c for c in self.equal if somewhere(c.binds)]
            self.least = [c for c in self.least if somewhere(c.binds)]
            busy = self._solve() or self._bound()

    def _solve(self) -> bool:
        """Solve an equation in one weight, if there is one."""
        for c in self.equal:
            if c.alone and everywhere(c.binds):
                self._fix(c.alone, _root(*self._ends(c), c.binds))
                return True
        return False

    def _bound(self) -> bool:
        """Draw bounds from the inequalities in one weight, and say whether some weight is left with a single value."""
        for c in self.least:
            if c.alone:
                one, two = self._ends(c)
                edge = _root(one, two, c.binds)
                low, high = self.open[c.alone]
                low = most((low, choose(c.binds & (one > two), edge, low)))
                self.open[c.alone] = low, least((high, choose(c.binds & (one < two), edge, high)))
        self.least = [c for c in self.least if not c.alone]
        narrow = [block for block, bounds in self.open.items() if bounds is not FREE]
        self._keep(all_of(self.open[block][0] <= self.open[block][1] for block in narrow))
        for block in narrow:
            low, high = self.open[block]
            if everywhere(low == high):
                self._fix(block, low)
                return True
        return False

    def _fix(self, block: Options, weight: Value) -> None:
        """Give a block of two options its weights, where they lie within its bounds."""
        if self.open[block] is not FREE:
            low, high = self.open[block]
            inside = (low <= weight) & (weight <= high)
            self._keep(inside)
            weight = at_points(weight, inside)
        del self.open[block]
        top, whole = _top(weight), _bottom(weight)
        weights = {block[0]: top, block[1]: whole - top}
        self.equal, self.least = (
            [self.compared(with_weights(c.form, weights, whole)) if block in c.blocks else c for c in group]
            for group in (self.equal, self.least)
        )

    def compared(self, form: Form) -> Comparison:
        """A form with its blocks and its range."""
        return Comparison(form, involved(form, self.block_of), span(form, self.block_of))

    @staticmethod
    def _ends(c: Comparison) -> tuple[Value, Value]:
        """The values of a form in one block of two options at its vertices."""
        first, second = (constant(vertex(c.form, c.alone, option)) for option in c.alone)
        return first, second

    def _keep(self, truth: Truth) -> None:
        """Go on with the points where this holds."""
        if not somewhere(truth):
            raise Contradiction
        if throughout(truth):
            return
        self.points = self.points[truth]
        self.open = {
            b: bounds if bounds is FREE else (at_points(bounds[0], truth), at_points(bounds[1], truth)) for b, bounds in self.open.items()
        }
        self.equal, self.least = ([self._restricted(c, truth) for c in group] for group in (self.equal, self.least))

    def _restricted(self, c: Comparison, points: Any) -> Comparison:
        form, (low, high) = at(c.form, points), c.range
        return Comparison(form, involved(form, self.block_of), (at_points(low, points), at_points(high, points)))

    def _where(self, truth: Truth) -> System:
        """The same at some of the points."""
        out = copy(self)
        out.open = dict(self.open)
        out._keep(truth)
        return out

    # ---------------------------------------------------------------- what stays coupled

    def _counted(self, effort: Effort) -> list[tuple[int, Answer]]:
        """Decide what is left, and give the points at which there may be solutions."""
        points = [0] if self.points is None else self.points.tolist()
        many = None if self.points is None else len(points)
        subsystems = self.subsystems()
        answers_of = [count_solutions(p.open, [c.form for c in p.equal], [c.form for c in p.least], many, effort) for p in subsystems]
        idle = set(self.open) - {block for subsystem in subsystems for block in subsystem.open}
        answers = [_jointly([several[k] for several in answers_of], bool(idle)) for k in range(len(points))]
        return [(point, answer) for point, answer in zip(points, answers, strict=True) if answer.solvable is not False]

    def subsystems(self) -> list[System]:
        """Split into systems that share no block; blocks that no condition speaks of are left out."""
        groups: list[set[Options]] = []
        for c in (*self.equal, *self.least):
            apart = [group for group in groups if not group & c.blocks]
            groups = [*apart, c.blocks.union(*(group for group in groups if group & c.blocks))]
        out = []
        for group in groups:
            subsystem = copy(self)
            subsystem.equal, subsystem.least = ([c for c in conditions if c.blocks & group] for conditions in (self.equal, self.least))
            subsystem.open = {block: bounds for block, bounds in self.open.items() if block in group}
            out.append(subsystem)
        return out


def _jointly(answers: Sequence[Answer], idle: bool) -> Answer:
    """The answer for systems that share no unknown; `idle` ones are free."""
    if any(answer.solvable is False for answer in answers):
        return EMPTY
    if any(answer.solvable is None for answer in answers):
        return UNDECIDED
    if idle or any(answer.counted and answer.solutions is None for answer in answers):
        return Answer(True, None)
    if not all(answer.counted for answer in answers):
        return Answer(True, None, False)
    return Answer(True, prod(answer.solutions or 0 for answer in answers))


def choose(truth: Truth, one: Value, two: Value) -> Value:
    """One value where something holds, and another elsewhere."""
    return np.where(truth, one, two) if isinstance(truth, np.ndarray) else one if truth else two


def _root(one: Value, two: Value, binds: Truth) -> Value:
    """The weight of the first option at which a form vanishes that is `one` under this option and `two` under the other."""
    top, bottom = choose(binds, two, ZERO), choose(binds, two - one, 1)
    return _divided(top, bottom) if isinstance(bottom, np.ndarray) else fmpq(top, bottom)


_divided = np.frompyfunc(fmpq, 2, 1)


def _top(weight: Value) -> Value:
    return _tops(weight) if isinstance(weight, np.ndarray) else int(weight.p)


def _bottom(weight: Value) -> Value:
    return _bottoms(weight) if isinstance(weight, np.ndarray) else int(weight.q)


_tops, _bottoms = np.frompyfunc(lambda x: int(x.p), 1, 1), np.frompyfunc(lambda x: int(x.q), 1, 1)
