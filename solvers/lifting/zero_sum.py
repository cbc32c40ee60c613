"""Optimal bases of a two-player zero-sum game along one parameter, each with the exact interval where it is optimal."""

from __future__ import annotations

import time
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from flint import fmpz_poly

from games.numbers import Expression, Number, flint_number, fraction
from games.numbers.isolating import ends

from ..algebra.nearest_roots import Crossing, nearest_roots
from ..nash.program import propose
from .closed_basis import FIRST_POINTS, ClosedBasis, NotABasis, OpenProgram, closed_basis, open_program, whole
from .open_leaves import OpenLeaves

STEP = Fraction(1, 1000)  # of the range: how far behind a wall the next basis is looked for
NEARER = Fraction(1, 8)  # by which that is shortened while intervals do not touch
MOST_TRIES = 12  # at a wall, before what follows is called a gap
BITS = 128  # of the rational numbers between which a wall is enclosed


Gap: TypeAlias = tuple[Number, Number]


@dataclass(frozen=True, eq=False)
class Stretch:
    """An optimal basis and the closed interval where it is optimal.

    Parameters
    ----------
    basis : ClosedBasis
        What it says.
    at : Fraction
        A point inside, at which the floating-point solver proposed it.
    below, above : Crossing or None
        Its ends; None where it goes on to the end of the range.
    ending : tuple of two tuples of (str, int)
        For each end the conditions of the basis that become zero there.
    """

    basis: ClosedBasis
    at: Fraction
    below: Crossing | None
    above: Crossing | None
    ending: tuple[tuple[tuple[str, int], ...], tuple[tuple[str, int], ...]]


def stretches(leaves: OpenLeaves, low: Fraction, high: Fraction, seconds: float | None) -> tuple[list[Stretch], list[Gap]]:
    """Cover a range with bases that are proved optimal.

    Parameters
    ----------
    leaves : OpenLeaves
        A game of two players whose payoffs add up to the same at every ending.
    low, high : Fraction
        The range.
    seconds : float or None
        After so many no further basis is looked for.

    Returns
    -------
    tuple of (list of Stretch, list of (number, number))
        From left to right, and the intervals between them where nothing is known.

    Notes
    -----
    Just behind the end of a basis the next one is asked for; while its interval does not reach back to that end, another one nearer
    to it is asked for, and the one found is kept for later.  There are finitely many bases, so this ends.
    """
    search = _Search(open_program(leaves), low, high)
    until = None if seconds is None else time.monotonic() + seconds
    covered: list[Stretch] = []
    ahead: list[Stretch] = []
    gaps: list[Gap] = []
    reached: Number = low
    tries = 0
    while reached < high:
        end = high if not ahead else low if ahead[-1].below is None else ahead[-1].below.at
        if ahead and end <= reached:
            stretch = ahead.pop()
            last = high if stretch.above is None else stretch.above.at
            if last > reached:
                covered.append(stretch)
                reached, tries = last, 0
        elif tries == MOST_TRIES or (until is not None and time.monotonic() > until):
            gaps.append((reached, end))
            reached, tries = end, 0
        else:
            next_one = search.beyond(reached, end, (high - low) * STEP * NEARER**tries)
            ahead += [next_one] if next_one is not None else []
            tries += 1
    return covered, gaps


class _Search:
    """Bases of one program, each solved once."""

    def __init__(self, program: OpenProgram, low: Fraction, high: Fraction) -> None:
        self.program, self.low, self.high = program, low, high
        self.solved: set[frozenset[int]] = set()
        self.points = FIRST_POINTS

    def beyond(self, reached: Number, end: Number, step: Fraction) -> Stretch | None:
        """Find a new optimal basis a small step beyond a number, and before an end."""
        start = enclosed(reached)[1]
        width = min(step, (enclosed(end)[0] - start) / 2)
        if width <= 0:
            return None
        at = simplest_between(start + width / 2, start + width)
        basis = propose(self.program.at(flint_number(at)))
        if basis in self.solved:
            return None
        self.solved.add(basis)
        try:
            closed = closed_basis(self.program, basis, self.points)
            self.points = max(self.points, closed.points)
            return self._stretch(closed, at)
        except NotABasis:
            return None

    def _stretch(self, basis: ClosedBasis, at: Fraction) -> Stretch | None:
        """The interval around a point where a basis is optimal; None when it is not optimal there, or the point lies on its end."""
        sign = 1 if basis.denominator(flint_number(at)) > 0 else -1
        conditions: dict[tuple[int, ...], tuple[fmpz_poly, list[tuple[str, int]]]] = {}
        for f, kind, sequence in basis.conditions:
            g = whole(f * sign)
            if g(flint_number(at)) <= 0:
                return None
            conditions.setdefault(tuple(map(int, g.coeffs())), (g, []))[1].append((kind, sequence))
        denominator = whole(basis.denominator * sign)
        conditions.setdefault(tuple(map(int, denominator.coeffs())), (denominator, []))  # no closed form is used beyond a pole
        listed = list(conditions.values())
        below, above = nearest_roots([g for g, _ in listed], at, self.low, self.high)
        ending = tuple(tuple(one for k in (side.which if side else ()) for one in listed[k][1]) for side in (below, above))
        return Stretch(basis, at, below, above, (ending[0], ending[1]))


def enclosed(number: Number) -> tuple[Fraction, Fraction]:
    """Give rational numbers between which a number lies; twice itself where it is rational."""
    if not isinstance(number, Expression):
        return Fraction(number), Fraction(number)
    low, high = ends(number.enclosure(bits=BITS))
    return fraction(low), fraction(high)


def simplest_between(low: Fraction, high: Fraction) -> Fraction:
    """Give the fraction with the least denominator between two positive or negative numbers, both included.

    Examples
    --------
    >>> simplest_between(Fraction(31, 100), Fraction(34, 100))
    Fraction(1, 3)
    """
    floor = low.numerator // low.denominator
    if floor == low or floor + 1 <= high:
        return Fraction(floor if floor == low else floor + 1)
    return floor + 1 / simplest_between(1 / (high - floor), 1 / (low - floor))
