"""Decide a coupled system of multilinear forms, by elimination and what is left with z3, and count its solutions."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import comb, factorial
from typing import Any

from flint import fmpq

from .boxes import count_in_boxes
from .chains import count_by_chain
from .effort import Effort
from .elimination import ONE, UNIT, Polynomial, Reduced, eliminate, fractions, interval, plain
from .multilinear import ZERO, Form, Options, Range, everywhere, somewhere

MANY = 16  # so many isolated solutions of one system are listed before giving up
MOST_KNOWN = 50_000  # systems whose answers are remembered
MOST_MINORS = 10_000  # products of slopes that are written out; with more, it is not asked whether solutions form a surface


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
FREE: Range = fmpq(0), fmpq(1)  # between what bounds a weight lies of which nothing is known: these ends are out, others are in


def count_solutions(
    ranges: Mapping[Options, Range], equal: Sequence[Form], least: Sequence[Form], points: int | None, effort: Effort
) -> list[Answer]:
    """Decide a coupled system, at one point or at many, by linear elimination at all of them and then one by one.

    Parameters
    ----------
    ranges : dict from block to (low, high)
        The blocks, with bounds of the weights of those of two options.
    equal, least : sequence of Form
        What must vanish, and what must not be negative.
    points : int or None
        At how many points the numbers are given; None when they are no arrays.
    effort : Effort
        What it may take.
    """
    block_of = {option: block for block in ranges for option in block}
    unknowns = [option for block in ranges for option in block[:-1]]
    more, above = [_exact(f, block_of) for f in least], []
    for block, bounds in ranges.items():
        closed, strict = _inside(block, bounds)
        more += closed
        above += strict
    reduced = eliminate(unknowns, [_exact(f, block_of) for f in equal], more, above)
    if points is None:
        return [_answer(reduced, effort)]
    if not reduced.varies:  # one answer serves at all points
        return [UNDECIDED if effort.over else _answer(reduced, effort)] * points
    return [UNDECIDED if effort.over else _answer(reduced.at(k), effort) for k in range(points)]


def _answer(reduced: Reduced, effort: Effort) -> Answer:
    """Decide what is left at a point."""
    if not reduced.possible:
        return EMPTY
    if not reduced.unknowns:
        return Answer(True, 1)
    linear = all(len(key) < 2 for group in (reduced.equal, reduced.least, reduced.above) for p in group for key in p)
    if linear and len(reduced.unknowns) == 1:
        wide = interval(reduced)
        return EMPTY if wide is None else Answer(True, None if wide else 1)
    name = _in_places(reduced)
    if name not in effort.known:
        answer = _found(reduced, linear, effort)
        if answer.solvable is None or not answer.counted or len(effort.known) >= MOST_KNOWN:
            return answer
        effort.known[name] = answer
    known: Answer = effort.known[name]
    return known


def _found(reduced: Reduced, linear: bool, effort: Effort) -> Answer:
    """Decide it by a chain of unknowns, in boxes, or by z3."""
    count = None if linear else count_by_chain(reduced)
    if count is None and not linear:
        count = count_in_boxes(reduced, effort)
    if count is not None:
        return Answer(True, count) if count else EMPTY
    return _by_z3(reduced, linear, effort)


def _in_places(reduced: Reduced) -> tuple[Any, ...]:
    """The conditions with unknowns by their places, each up to a factor: closed parts that are the same game ask the same."""
    place = {option: k for k, option in enumerate(reduced.unknowns)}

    def written(p: Polynomial, signed: bool) -> tuple[Any, ...]:
        terms = sorted((tuple(sorted(place[option] for option in key)), number) for key, number in p.items())
        scale = abs(terms[-1][1]) if signed else terms[-1][1]
        scaled = [(key, number / scale) for key, number in terms]
        return tuple((key, int(number.p), int(number.q)) for key, number in scaled)

    equal = frozenset(written(p, False) for p in reduced.equal)
    return len(place), equal, *(frozenset(written(p, True) for p in group) for group in (reduced.least, reduced.above))


def _by_z3(reduced: Reduced, linear: bool, effort: Effort) -> Answer:
    """Ask z3 for the solutions, one after the other."""
    import z3

    weights = [z3.Real(_name(option)) for option in reduced.unknowns]
    declared = "".join(f"(declare-const {_name(option)} Real)" for option in reduced.unknowns)
    exclusions: list[Any] = []

    def ask(conditions: Iterable[str]) -> tuple[Any, Any]:
        solver = z3.SolverFor("QF_LRA") if linear else z3.Tactic("qfnra-nlsat").solver()
        solver.set("ctrl_c", False)
        effort.bound(solver)
        solver.from_string(declared + "".join(f"(assert {c})" for c in conditions))  # much faster than building terms one by one
        solver.add(*exclusions)
        verdict = solver.check()
        if verdict == z3.unknown:
            effort.left_open()
        return verdict, solver.model() if verdict == z3.sat else None

    inside = [f"(> {_term(p)} 0)" for p in reduced.above]
    base = [*inside, *(f"(= {_term(p)} 0)" for p in reduced.equal), *(f"(>= {_term(p)} 0)" for p in reduced.least)]
    verdict, model = ask(base)
    if verdict != z3.sat:
        return EMPTY if verdict == z3.unsat else UNDECIDED
    for count in range(1, MANY):
        exclusions.append(z3.Or([w != model.eval(w, model_completion=True) for w in weights]))
        verdict, model = ask(base)
        if verdict == z3.unsat:
            return Answer(True, count)
        if verdict == z3.unknown:
            break
        if linear:
            return Answer(True, None)  # a convex set with two points
        if count == 1 and len(reduced.equal) < len(weights) and _minors(reduced) <= MOST_MINORS:
            exclusions, saved = [], exclusions
            if ask([*inside, *_regular(reduced)])[0] == z3.sat:
                return Answer(True, None)  # a surface
            exclusions = saved
    return Answer(True, None, False)


def _exact(form: Form, block_of: Mapping[int, Options]) -> Polynomial:
    return fractions(plain(form, block_of))


def _inside(block: Options, bounds: Range) -> tuple[list[Polynomial], list[Polynomial]]:
    """What keeps a block's weights inside its simplex and its bounds: what must not be negative, and what must be positive."""
    own = block[:-1]
    if len(block) > 2:
        return [], [*({(w,): ONE} for w in own), {UNIT: ONE, **{(w,): -ONE for w in own}}]
    weight, (low, high) = own[0], bounds
    tremble = block[-1] < 0  # then the weight is w / (1 + w)
    closed: list[Polynomial] = []
    strict: list[Polynomial] = []
    (closed if everywhere(low > 0) else strict).append(_without_zeros({(weight,): ONE, UNIT: -low / (1 - low) if tremble else -low}))
    below = everywhere(high < 1)
    if below or not tremble:
        (closed if below else strict).append(_without_zeros({(weight,): -ONE, UNIT: high / (1 - high) if tremble else high}))
    return closed, strict


def _without_zeros(p: Polynomial) -> Polynomial:
    return {key: value for key, value in p.items() if somewhere(value)}


def _name(option: int) -> str:
    return f"w{option}" if option >= 0 else f"t{-option}"


def _term(polynomial: Polynomial) -> str:
    """A polynomial in the language of SMT-LIB."""
    terms = [f"(* {value.p} (/ 1 {value.q}) {' '.join(map(_name, key))})" for key, value in polynomial.items()]
    return f"(+ 0 {' '.join(terms)})"


def _regular(reduced: Reduced) -> list[str]:
    """Conditions under which the solutions form a surface of positive dimension near a point (implicit functions).

    The inequalities are strict there, and the equations' gradients independent and fewer than the unknowns.
    """
    slopes = [[_term(_slope(p, option)) for option in reduced.unknowns] for p in reduced.equal]
    choices = itertools.combinations(range(len(reduced.unknowns)), len(reduced.equal))
    minors = " ".join(f"(not (= 0 {_determinant([[row[c] for c in columns] for row in slopes])}))" for columns in choices)
    return [*(f"(= {_term(p)} 0)" for p in reduced.equal), *(f"(> {_term(p)} 0)" for p in reduced.least), f"(or {minors})"]


def _minors(reduced: Reduced) -> int:
    """How many products of slopes these conditions write out."""
    return comb(len(reduced.unknowns), len(reduced.equal)) * factorial(len(reduced.equal))


def _slope(polynomial: Polynomial, option: int) -> Polynomial:
    out: Polynomial = {}
    for key, value in polynomial.items():
        if option in key:
            at = key.index(option)
            rest = key[:at] + key[at + 1 :]
            out[rest] = out.get(rest, ZERO) + value * key.count(option)
    return out


def _determinant(rows: Sequence[Sequence[str]]) -> str:
    """Expand along the first row."""
    if not rows:
        return "1"
    terms = [f"(* {entry} {_determinant([[*row[:c], *row[c + 1 :]] for row in rows[1:]])})" for c, entry in enumerate(rows[0])]
    return f"(+ 0 {' '.join(f'(- {term})' if c % 2 else term for c, term in enumerate(terms))})"
