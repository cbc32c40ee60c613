"""Decide a system of multilinear forms over open simplices, and count its solutions.

First what can be settled by hand, exactly: ranges at vertices, equations and bounds in
one weight.  What stays coupled goes to z3, piece by piece.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flint import fmpq

from .multilinear import ONE, ZERO, Form, Options, constant, involved, put, reaches, span, vanishes

MANY = 16                           # so many isolated solutions in one piece are listed before giving up

Polynomial = dict[Options, fmpq]


@dataclass(frozen=True)
class Answer:
    """What is known of a system's solutions.

    Parameters
    ----------
    solvable : bool or None
        Whether there is a solution; None when undecided.
    solutions : int or None
        How many; None for a continuum.
    counted : bool
        Whether `solutions` could be established.
    """

    solvable: bool | None
    solutions: int | None = None
    counted: bool = True


EMPTY, UNDECIDED = Answer(False, 0), Answer(None, None, False)


@dataclass(frozen=True)
class Bounds:
    """An interval of weights, each end closed or open."""

    low: fmpq = ZERO
    high: fmpq = ONE
    low_closed: bool = False
    high_closed: bool = False

    def above(self, low: fmpq) -> Bounds:
        """Cut off what is less."""
        return self if low <= self.low else Bounds(low, self.high, True, self.high_closed)

    def under(self, high: fmpq) -> Bounds:
        """Cut off what is more."""
        return self if high >= self.high else Bounds(self.low, high, self.low_closed, True)

    @property
    def empty(self) -> bool:
        """Whether nothing is left."""
        return self.low > self.high or (self.low == self.high and not (self.low_closed and self.high_closed))

    def has(self, weight: fmpq) -> bool:
        """Whether a weight is inside."""
        if weight in (self.low, self.high):
            return (weight != self.low or self.low_closed) and (weight != self.high or self.high_closed)
        return self.low < weight < self.high


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
        free = set(self.open)
        total, counted = 1, True
        continuum = False
        for piece in self._pieces():
            free -= set(piece.open)
            found = piece._ask(deadline)
            if not found.solvable:
                return found
            continuum |= found.counted and found.solutions is None
            counted &= found.counted
            total *= found.solutions or 1
        continuum |= bool(free)
        return Answer(True, None if continuum or not counted else total, continuum or counted)

    # ---------------------------------------------------------------- by hand

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

    # ---------------------------------------------------------------- by z3

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

    def _ask(self, deadline: float) -> Answer:
        import z3

        equal, least = [self._plain(f) for f in self.equal], [self._plain(f) for f in self.least]
        weights = {option: z3.Real(f"w{option}") for block in self.open for option in block[:-1]}
        inside = [condition for block, bounds in self.open.items() for condition in _inside(block, bounds, weights)]
        linear = all(len(key) < 2 for p in (*equal, *least) for key in p)

        def ask(*conditions: Any) -> tuple[Any, Any]:
            solver = z3.SolverFor("QF_LRA") if linear else z3.Tactic("qfnra-nlsat").solver()
            solver.set("timeout", max(1, int(1000 * (deadline - time.monotonic()))))
            solver.add(*inside, *conditions)
            verdict = solver.check()
            return verdict, solver.model() if verdict == z3.sat else None

        base = [_value(p, weights) == 0 for p in equal] + [_value(p, weights) >= 0 for p in least]
        verdict, model = ask(*base)
        if verdict != z3.sat:
            return EMPTY if verdict == z3.unsat else UNDECIDED
        for found in range(1, MANY):
            base.append(z3.Or([w != model.eval(w, model_completion=True) for w in weights.values()]))
            verdict, model = ask(*base)
            if verdict == z3.unsat:
                return Answer(True, found)
            if verdict == z3.unknown:
                break
            if linear or (found == 1 and _continuum(equal, least, weights, ask)):
                return Answer(True, None)
        return Answer(True, None, False)

    def _plain(self, form: Form) -> Polynomial:
        """Write a form as a polynomial: the last weight of a mix is one minus the others, the odds of a tremble are free."""
        out: Polynomial = {(): ZERO}
        for key, value in form.items():
            terms: Polynomial = {(): value}
            for option in key:
                block = self.block_of[option]
                if option != block[-1]:
                    terms = {(*k, option): v for k, v in terms.items()}
                elif option >= 0:
                    terms |= {(*k, other): -v for k, v in terms.items() for other in block[:-1]}
            for k, v in terms.items():
                k = tuple(sorted(k))
                out[k] = out.get(k, ZERO) + v
        return {k: v for k, v in out.items() if v}


def _rational(number: fmpq) -> Any:
    import z3

    return z3.RealVal(str(number))


def _inside(block: Options, bounds: Bounds, weights: Mapping[int, Any]) -> list[Any]:
    """The conditions that keep a block's weights inside its simplex and its bounds."""
    import z3

    own = [weights[option] for option in block[:-1]]
    if len(block) > 2:
        return [*(w > 0 for w in own), z3.Sum(own) < 1]
    weight, low, high = own[0], bounds.low, bounds.high
    tremble = block[-1] < 0                                     # then the weight is w / (1 + w)
    if tremble:
        low = low / (1 - low)
    out = [weight >= _rational(low) if bounds.low_closed else weight > _rational(low)]
    if not (tremble and high == 1):
        high = high / (1 - high) if tremble else high
        out.append(weight <= _rational(high) if bounds.high_closed else weight < _rational(high))
    return out


def _value(polynomial: Polynomial, weights: Mapping[int, Any]) -> Any:
    import z3

    return z3.Sum([z3.Product([_rational(value), *(weights[o] for o in key)]) for key, value in polynomial.items()] or [z3.RealVal(0)])


def _continuum(equal: Sequence[Polynomial], least: Sequence[Polynomial], weights: Mapping[int, Any], ask: Any) -> bool:
    """Whether somewhere the inequalities are strict and the equations' gradients independent and fewer than the unknowns.

    The solutions near such a point form a surface of positive dimension (implicit functions).
    """
    import z3

    if len(equal) >= len(weights):
        return False
    slopes = [[_value(_slope(p, option), weights) for option in weights] for p in equal]
    choices = itertools.combinations(range(len(weights)), len(equal))
    minors = [_determinant([[row[c] for c in columns] for row in slopes]) != 0 for columns in choices]
    verdict, _ = ask(*(_value(p, weights) == 0 for p in equal), *(_value(p, weights) > 0 for p in least), z3.Or(minors))
    return bool(verdict == z3.sat)


def _slope(polynomial: Polynomial, option: int) -> Polynomial:
    out: Polynomial = {}
    for key, value in polynomial.items():
        if option in key:
            at = key.index(option)
            rest = key[:at] + key[at + 1:]
            out[rest] = out.get(rest, ZERO) + value * key.count(option)
    return out


def _determinant(rows: Sequence[Sequence[Any]]) -> Any:
    if not rows:
        import z3

        return z3.RealVal(1)
    return sum((-1) ** c * rows[0][c] * _determinant([[*row[:c], *row[c + 1:]] for row in rows[1:]]) for c in range(len(rows[0])))
