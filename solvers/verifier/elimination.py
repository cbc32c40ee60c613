"""Eliminate unknowns by linear equations, exactly, before anything is asked of z3."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from flint import fmpq

from .multilinear import ZERO, Form, Options, Truth, Value, all_of, at, at_points, somewhere

Polynomial: TypeAlias = dict[Options, Value]  # product of unknowns (with repetitions) -> fmpq, or array of fmpq over points

UNIT: Options = ()
ONE = fmpq(1)


@dataclass(frozen=True)
class Reduced:
    """What is left of a system when its linear equations are solved: its solutions are those of the system, one for one.

    Parameters
    ----------
    unknowns : tuple of int
        Those that are left.
    equal, least, above : tuple of Polynomial
        What must vanish, what must not be negative, and what must be positive; no constants among them.
    possible : bool, or array of bool, shape (points,)
        Whether no constant contradicts.
    """

    unknowns: tuple[int, ...]
    equal: tuple[Polynomial, ...]
    least: tuple[Polynomial, ...]
    above: tuple[Polynomial, ...]
    possible: Truth

    @property
    def varies(self) -> bool:
        """Whether anything is given at many points."""
        numbers = (number for group in (self.equal, self.least, self.above) for p in group for number in p.values())
        return isinstance(self.possible, np.ndarray) or any(isinstance(number, np.ndarray) for number in numbers)

    def at(self, point: int) -> Reduced:
        """The same at one of many points, where more may drop out."""
        if not at_points(self.possible, point):
            return Reduced((), (), (), (), False)
        equal, least, above = ([at(p, point) for p in group] for group in (self.equal, self.least, self.above))
        return eliminate(self.unknowns, equal, least, above)


def eliminate(unknowns: Sequence[int], equal: Sequence[Polynomial], least: Sequence[Polynomial], above: Sequence[Polynomial]) -> Reduced:
    """Solve linear equations for an unknown each, and put them in everywhere.

    Parameters
    ----------
    unknowns : sequence of int
        All unknowns, also those that nothing speaks of.
    equal, least, above : sequence of Polynomial
        What must vanish, what must not be negative, and what must be positive.
    """
    remaining = list(unknowns)
    possible: Truth = True
    while True:
        possible = all_of((possible, *(p[UNIT] == 0 for p in equal if p and _is_constant(p))))
        if not somewhere(possible):
            return Reduced(tuple(remaining), (), (), (), False)
        equal = [p for p in equal if not _is_constant(p)]
        pivot = next(filter(None, map(_solvable, equal)), None)
        if pivot is None:
            equal = _reduced(equal)
            if any(map(_is_constant, equal)):
                continue
            pivot = next(filter(None, map(_solvable, equal)), None)
        if pivot is None:
            break
        linear, unknown = pivot
        value = {key: -number / linear[(unknown,)] for key, number in linear.items() if key != (unknown,)}
        remaining.remove(unknown)
        equal, least, above = ([_put(p, unknown, value) for p in group] for group in (equal, least, above))
    ends = *(p.get(UNIT, ZERO) >= 0 for p in least if _is_constant(p)), *(p.get(UNIT, ZERO) > 0 for p in above if _is_constant(p))
    least, above = ([p for p in group if not _is_constant(p)] for group in (least, above))
    return Reduced(tuple(remaining), tuple(equal), tuple(least), tuple(above), all_of((possible, *ends)))


def contradictory(equations: Sequence[Polynomial]) -> Truth:
    """Where the linear ones among some equations contradict one another, or do once they are put into the others.

    At points where an unknown drops out of an equation that speaks of it elsewhere, less may be seen.
    """
    if len(equations) < 2:
        return False
    exact = [fractions(p) for p in equations]
    return np.logical_not(eliminate(sorted({x for p in exact for key in p for x in key}), exact, (), ()).possible)


def fractions(p: Polynomial) -> Polynomial:
    """The same with fractions for whole numbers, which can be divided by one another."""
    return {key: _each(number) if isinstance(number, np.ndarray) else fmpq(number) for key, number in p.items()}


_each = np.frompyfunc(fmpq, 1, 1)


def plain(form: Form, block_of: Mapping[int, Options]) -> Polynomial:
    """Write a form as a polynomial: the last weight of a mix is one minus the others, the odds of a tremble are free."""
    out: Polynomial = {(): ZERO}
    for key, value in form.items():
        terms: Polynomial = {(): value}
        for option in key:
            block = block_of[option]
            if option != block[-1]:
                terms = {(*k, option): v for k, v in terms.items()}
            elif option >= 0:
                terms |= {(*k, other): -v for k, v in terms.items() for other in block[:-1]}
        for k, v in terms.items():
            k = tuple(sorted(k))
            out[k] = out.get(k, ZERO) + v
    return {k: v for k, v in out.items() if somewhere(v)}


def interval(reduced: Reduced) -> bool | None:
    """Whether the values of the only unknown left, where all that is left is linear, are more than a point; None when there are none."""
    low = high = None  # each with whether the end itself is out
    for group, strict in ((reduced.least, False), (reduced.above, True)):
        for p in group:
            slope = p[reduced.unknowns]
            end = -p.get(UNIT, ZERO) / slope, strict
            if slope > 0 and (low is None or end > low):
                low = end
            if slope < 0 and (high is None or (-end[0], strict) > (-high[0], high[1])):
                high = end
    if low is None or high is None or low[0] < high[0]:
        return True
    return False if low[0] == high[0] and not (low[1] or high[1]) else None


def _solvable(p: Polynomial) -> tuple[Polynomial, int] | None:
    """A linear equation with an unknown that it can be solved for at all points."""
    if any(len(key) > 1 for key in p):
        return None
    return next(((p, key[0]) for key, number in p.items() if key and _everywhere(number)), None)


def _everywhere(number: Value) -> bool:
    return np.count_nonzero(number) == len(number) if isinstance(number, np.ndarray) else True


def _reduced(equations: Sequence[Polynomial]) -> list[Polynomial]:
    """Take multiples of equations from one another until no two begin with the same product, products of many unknowns first."""
    rows: dict[Options, Polynomial] = {}
    aside = []
    for p in equations:
        while p:
            lead = max(p, key=lambda key: (len(key), key))
            if not _everywhere(p[lead]):
                aside.append(p)
                break
            if lead not in rows:
                rows[lead] = p
                break
            p, other = dict(p), rows[lead]
            factor = p[lead] / other[lead]
            for key, number in other.items():
                p[key] = p.get(key, ZERO) - factor * number
            p = {key: number for key, number in p.items() if somewhere(number)}
    return [*rows.values(), *aside]


def _is_constant(p: Polynomial) -> bool:
    return not p or p.keys() == {UNIT}


def _put(p: Polynomial, unknown: int, value: Polynomial) -> Polynomial:
    """Put a linear form in for an unknown."""
    if not any(unknown in key for key in p):
        return p
    out: Polynomial = {}
    todo = list(p.items())
    while todo:
        key, number = todo.pop()
        if unknown in key:
            at = key.index(unknown)
            rest = key[:at] + key[at + 1 :]
            todo += [(tuple(sorted(rest + more)), number * factor) for more, factor in value.items()]
        else:
            out[key] = out.get(key, ZERO) + number
    return {key: number for key, number in out.items() if somewhere(number)}
