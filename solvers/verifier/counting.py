"""Decide a coupled system of multilinear forms, by linear elimination and what is left with z3, and count its solutions."""

from __future__ import annotations

import itertools
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flint import fmpq

from .elimination import UNIT, Polynomial, Reduced, eliminate, interval, plain
from .multilinear import ONE, ZERO, Form, Options

MANY = 16                           # so many isolated solutions of one system are listed before giving up


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


def count_solutions(open_: Mapping[Options, Bounds], equal: Sequence[Form], least: Sequence[Form], deadline: float) -> Answer:
    """Decide a coupled system with z3, and list its solutions until there are no more.

    Parameters
    ----------
    open_ : dict from block to Bounds
        The blocks, with what is known of their weights.
    equal, least : sequence of Form
        What must vanish, and what must not be negative.
    deadline : float
        When to stop, on the clock of `time.monotonic`.
    """
    block_of = {option: block for block in open_ for option in block}
    unknowns = [option for block in open_ for option in block[:-1]]
    more, above = [plain(f, block_of) for f in least], []
    for block, bounds in open_.items():
        closed, strict = _inside(block, bounds)
        more += closed
        above += strict
    left = eliminate(unknowns, [plain(f, block_of) for f in equal], more, above)
    if not left.possible:
        return EMPTY
    if not left.unknowns:
        return Answer(True, 1)
    linear = all(len(key) < 2 for group in (left.equal, left.least, left.above) for p in group for key in p)
    if linear and len(left.unknowns) == 1:
        wide = interval(left)
        return EMPTY if wide is None else Answer(True, None if wide else 1)
    return _asked(left, linear, deadline)


def _asked(left: Reduced, linear: bool, deadline: float) -> Answer:
    """Ask z3 for the solutions, one after the other."""
    import z3

    weights = {option: z3.Real(f"w{option}") for option in left.unknowns}
    inside = [_value(p, weights) > 0 for p in left.above]

    def ask(*conditions: Any) -> tuple[Any, Any]:
        solver = z3.SolverFor("QF_LRA") if linear else z3.Tactic("qfnra-nlsat").solver()
        solver.set("timeout", max(1, int(1000 * (deadline - time.monotonic()))))
        solver.add(*inside, *conditions)
        verdict = solver.check()
        return verdict, solver.model() if verdict == z3.sat else None

    base = [_value(p, weights) == 0 for p in left.equal] + [_value(p, weights) >= 0 for p in left.least]
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
        if linear or (found == 1 and _continuum(left.equal, left.least, weights, ask)):
            return Answer(True, None)               # a convex set with two points, or a surface
    return Answer(True, None, False)


def _rational(number: fmpq) -> Any:
    import z3

    return z3.RealVal(str(number))


def _inside(block: Options, bounds: Bounds) -> tuple[list[Polynomial], list[Polynomial]]:
    """What keeps a block's weights inside its simplex and its bounds: what must not be negative, and what must be positive."""
    own = block[:-1]
    if len(block) > 2:
        return [], [*({(w,): ONE} for w in own), {UNIT: ONE, **{(w,): -ONE for w in own}}]
    weight, low, high = own[0], bounds.low, bounds.high
    tremble = block[-1] < 0                                     # then the weight is w / (1 + w)
    closed: list[Polynomial] = []
    strict: list[Polynomial] = []
    (closed if bounds.low_closed else strict).append(_without_zeros({(weight,): ONE, UNIT: -low / (1 - low) if tremble else -low}))
    if not (tremble and high == 1):
        high = high / (1 - high) if tremble else high
        (closed if bounds.high_closed else strict).append(_without_zeros({(weight,): -ONE, UNIT: high}))
    return closed, strict


def _without_zeros(p: Polynomial) -> Polynomial:
    return {key: value for key, value in p.items() if value}


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
