"""The optimum of a linear program along one parameter: pieces between walls, each a proved closed form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from games.numbers import Expression, Number, flint_number, root_of, roots_inside, sign_of, simplest
from games.numbers.isolating import fraction

from ..algebra.nearest_roots import nearest_roots
from ..lifting.zero_sum import enclosed, simplest_between
from .open_program import ClosedOptimum, NotABasis, OpenProgram, Ring, on_a_line, plain, signed

STEP = Fraction(1, 1000)  # of the range: how far behind a wall the next basis is looked for
NEARER = Fraction(1, 8)
MOST_TRIES = 10
MOST_PIECES = 400


@dataclass(frozen=True, eq=False)
class Piece:
    """A closed interval on which one basis is optimal.

    Parameters
    ----------
    low, high : number
        Its ends.
    at : Fraction
        A point inside.
    value : number
        What the program is worth, as a function of the parameter.
    closed : ClosedOptimum
        All that the basis says.
    source : int
        Which program of several it belongs to.
    """

    low: Number
    high: Number
    at: Fraction
    value: Ring
    closed: ClosedOptimum
    source: int = 0


def pieces(program: OpenProgram, name: str, low: Fraction, high: Fraction, source: int = 0) -> list[Piece]:
    """Cover a range with bases that are proved optimal; where none was found something is left out."""
    covered: list[Piece] = []
    ahead: list[Piece] = []
    reached: Number = low
    tries = 0
    while reached < high and len(covered) < MOST_PIECES:
        if ahead and ahead[-1].low <= reached:
            piece = ahead.pop()
            if piece.high > reached:
                covered.append(replace(piece, low=reached))
                reached, tries = piece.high, 0
            continue
        end = ahead[-1].low if ahead else high
        if tries == MOST_TRIES:
            reached, tries = end, 0
            continue
        start = enclosed(reached)[1]
        width = min((high - low) * STEP * NEARER**tries, (enclosed(end)[0] - start) / 2)
        tries += 1
        if width <= 0:
            reached, tries = end, 0
            continue
        found = _piece(program, name, simplest_between(start + width / 2, start + width), low, high, source)
        if found is not None and not any(found.low == other.low and found.high == other.high for other in ahead):
            ahead.append(found)
    return merged(covered)


def _piece(program: OpenProgram, name: str, at: Fraction, low: Fraction, high: Fraction, source: int) -> Piece | None:
    """The interval around a point on which its basis is optimal; None where it is optimal at the point only."""
    _, optimum = program.solved_at({name: at})
    try:
        closed = program.closed(optimum.basis)
    except NotABasis:
        return None
    point, conditions = flint_number(at), []
    for condition in closed.conditions:
        sign, denominator = signed(condition, name, point)
        if sign(point) <= 0:
            return None
        conditions += [sign, denominator]
    if isinstance(closed.value, Expression):
        conditions.append(signed(closed.value, name, point)[1])
    below, above = nearest_roots([c for c in conditions if c.degree() > 0], at, low, high)
    return Piece(low if below is None else below.at, high if above is None else above.at, at, closed.value, closed, source)


def merged(found: Sequence[Piece]) -> list[Piece]:
    """Join neighbours that are worth the same."""
    out: list[Piece] = []
    for piece in found:
        if out and out[-1].high == piece.low and out[-1].source == piece.source and _same(out[-1].value, piece.value):
            out[-1] = replace(out[-1], high=piece.high)
        else:
            out.append(piece)
    return out


def _same(one: Ring, other: Ring) -> bool:
    return not plain(one - other) if isinstance(one, Expression) or isinstance(other, Expression) else one == other


def highest(first: Sequence[Piece], second: Sequence[Piece], name: str, low: Fraction, high: Fraction) -> list[Piece]:
    """Of two programs the better one everywhere; where only one has an optimum, that one."""
    ends: list[Number] = [low, high]
    for piece in (*first, *second):
        ends += [piece.low, piece.high]
    for one in first:
        for other in second:
            start, stop = max(one.low, other.low), min(one.high, other.high)
            if start < stop and not _same(one.value, other.value):
                ends += [root for root in _crossings(one.value - other.value, name, low, high) if start < root < stop]
    ends = _sorted(ends)
    out: list[Piece] = []
    for start, stop in pairwise(ends):
        after, before = enclosed(start)[1], enclosed(stop)[0]
        quarter = (before - after) / 4
        at = simplest_between(after + quarter, before - quarter)  # not an end, where both may be worth the same
        here = [p for p in (*first, *second) if p.low <= start and stop <= p.high]
        if here:
            best = here[0]
            for piece in here[1:]:
                if sign_of(_at(piece.value, name, at) - _at(best.value, name, at)) > 0:
                    best = piece
            out.append(replace(best, low=start, high=stop, at=at if start < at < stop else best.at))
    return merged(out)


def _crossings(difference: Ring, name: str, low: Fraction, high: Fraction) -> list[Number]:
    top, _ = on_a_line(difference, name)
    if top.degree() < 1:
        return []
    found: list[Number] = []
    for factor, a, b in roots_inside(top, flint_number(low), flint_number(high)):
        found.append(simplest(root_of(factor, a, b)))
    return found


def _sorted(numbers: Sequence[Number]) -> list[Number]:
    """Different numbers in rising order."""
    out: list[Number] = []
    for number in numbers:
        place = 0
        while place < len(out) and out[place] < number:
            place += 1
        if place == len(out) or out[place] != number:
            out.insert(place, number)
    return out


def _at(value: Ring, name: str, at: Fraction) -> Number:
    return value.at({name: at}) if isinstance(value, Expression) else fraction(value)


Programs = Sequence[tuple[OpenProgram, OpenProgram | None]]
"""Programs of which the best counts, each with one that is worth one where it has a solution, and zero elsewhere."""


def traced(programs: Programs, name: str, low: Fraction, high: Fraction) -> list[Piece]:
    """The largest optimum of several programs along one parameter."""
    best: list[Piece] = []
    for k, (program, possible) in enumerate(programs):
        ranges: list[tuple[Number, Number]] = [(low, high)]
        if possible is not None:
            ranges = [(p.low, p.high) for p in pieces(possible, name, low, high) if _same(p.value, flint_number(Fraction(1)))]
        found: list[Piece] = []
        for start, stop in ranges:
            a, b = enclosed(start)[1], enclosed(stop)[0]  # an irrational end is approached from inside, to within 2**-128
            if a < b:
                inner = pieces(program, name, a, b, k)
                if inner and inner[0].low == a:
                    inner[0] = replace(inner[0], low=start)
                if inner and inner[-1].high == b:
                    inner[-1] = replace(inner[-1], high=stop)
                found += inner
        best = highest(best, found, name, low, high) if best else found
    return best


def optimum_at(programs: Programs, name: str, at: Fraction) -> Fraction | None:
    """The largest optimum at one point, exactly."""
    best: Fraction | None = None
    for program, possible in programs:
        if possible is not None and possible.solved_at({name: at})[0] != 1:
            continue
        value = fraction(program.solved_at({name: at})[0])
        best = value if best is None or value > best else best
    return best
