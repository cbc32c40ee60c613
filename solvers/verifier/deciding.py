"""Decide a system of multilinear forms over open simplices, and count its solutions.

First what can be settled by hand, exactly: ranges at vertices, equations and bounds in
one weight.  What stays coupled goes to z3, piece by piece.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import prod

from flint import fmpq

from .counting import EMPTY, UNDECIDED, Answer, Bounds, count_solutions
from .multilinear import ONE, ZERO, Form, Options, constant, involved, put, reaches, span, vanishes


class Contradiction(Exception):
    """The system has no solution."""


class System:
    """Forms that must vanish and forms that must not be negative, on the product of some blocks' open simplices."""

    def __init__(self, blocks: Iterable[Options], equal: Iterable[Form], least: Iterable[Form]) -> None:
        self.block_of = {option: block for block in blocks for option in block}
        self.open: dict[Options, Bounds] = {block: Bounds() for block in self.block_of.values()}
        self.equal, self.least = list(equal), list(least)

    def answer(self, deadline: float) -> Answer:
        """Decide the system and count its solutions."""
        try:
            if self.equal or self.least:
                self._settle()
        except Contradiction:
            return EMPTY
        pieces = self._pieces()
        found = [count_solutions(piece.open, piece.equal, piece.least, deadline) for piece in pieces]
        if any(answer.solvable is False for answer in found):
            return EMPTY
        if any(answer.solvable is None for answer in found):
            return UNDECIDED
        idle = set(self.open) - {block for piece in pieces for block in piece.open}
        if idle or any(answer.counted and answer.solutions is None for answer in found):
            return Answer(True, None)
        if not all(answer.counted for answer in found):
            return Answer(True, None, False)
        return Answer(True, prod(answer.solutions or 0 for answer in found))

    def _settle(self) -> None:
        """Draw the consequences of every condition on a single weight, until nothing changes."""
        busy = True
        while busy:
            busy = False
            equal, self.equal = self.equal, []
            for k, form in enumerate(equal):
                solved = self._solve(form)
                if solved:
                    self.equal += equal[k + 1:]
                    self._fix(*solved)
                    busy = True
                    break
            if busy:
                continue
            least, self.least = self.least, []
            for form in least:
                self._bound(form)
            for block, bounds in list(self.open.items()):
                if bounds.empty:
                    raise Contradiction
                if bounds.low == bounds.high:
                    self._fix(block, bounds.low)
                    busy = True

    def _fix(self, block: Options, weight: fmpq) -> None:
        if not self.open[block].has(weight):
            raise Contradiction
        del self.open[block]
        weights = {block[0]: weight, block[1]: 1 - weight}
        self.equal = [put(form, weights) for form in self.equal]
        self.least = [put(form, weights) for form in self.least]

    def _solve(self, form: Form) -> tuple[Options, fmpq] | None:
        """Solve an equation in one weight; keep any other."""
        blocks, range_ = involved(form, self.block_of), span(form, self.block_of)
        if not vanishes(range_):
            raise Contradiction
        if range_[0] == range_[1]:
            return None
        block = next(iter(blocks))
        if len(blocks) > 1 or len(block) > 2:
            self.equal.append(form)
            return None
        one, two = self._ends(form, block)
        return block, two / (two - one)

    def _bound(self, form: Form) -> None:
        """Draw a bound from an inequality in one weight; keep any other that does not hold by itself."""
        blocks = involved(form, self.block_of)
        range_ = span(form, self.block_of)
        if not reaches(range_):
            raise Contradiction
        if range_[0] >= 0:
            return
        block = next(iter(blocks))
        if len(blocks) > 1 or len(block) > 2:
            self.least.append(form)
            return
        one, two = self._ends(form, block)
        edge = two / (two - one)
        self.open[block] = self.open[block].above(edge) if one > two else self.open[block].under(edge)

    def _ends(self, form: Form, block: Options) -> tuple[fmpq, fmpq]:
        return constant(put(form, {block[0]: ONE, block[1]: ZERO})), constant(put(form, {block[0]: ZERO, block[1]: ONE}))

    def _pieces(self) -> list[System]:
        """Split into systems that share no block; blocks that no condition speaks of are left out."""
        groups: list[set[Options]] = []
        for form in (*self.equal, *self.least):
            touched = involved(form, self.block_of)
            apart = [group for group in groups if not group & touched]
            groups = [*apart, touched.union(*(group for group in groups if group & touched))]
        out = []
        for group in groups:
            equal, least = ([f for f in forms if involved(f, self.block_of) & group] for forms in (self.equal, self.least))
            piece = System(group, equal, least)
            piece.open = {block: self.open[block] for block in self.open if block in group}
            out.append(piece)
        return out
