"""One parameter left: which roots in (0, 1) satisfy some comparisons, interval by interval.

Between neighbouring real roots of the walls nothing changes, so that a sample speaks for
its whole interval.  At a wall itself it is proved with balls that nothing changes there
either, or the wall is left aside.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from flint import arb, arb_poly, ctx, fmpq, fmpq_poly

from games.numbers import flint_number, fraction, separated_roots, terms_of

from .real_roots import NotSolved, dense
from .ring import Polynomial, Ring, constant, key
from .sign_oracle import Atom, Oracle

BITS = (128, 512)  # of the balls: more where fewer decide nothing
DEEPEST = 40  # so often (0, 1) is halved to find roots

Pattern: TypeAlias = tuple[bool, ...]  # for each root in (0, 1), in rising order: whether all comparisons hold at it
PatternAt: TypeAlias = Callable[[Mapping[str, Fraction]], Pattern | None]
Region: TypeAlias = tuple[list[Atom], Pattern]


@dataclass(frozen=True)
class Cut:
    """A real root of a wall, between two rationals between which no other root of any wall lies."""

    wall: int
    low: fmpq
    high: fmpq


def cuts(ring: Ring, walls: Sequence[Polynomial], parameter: str) -> list[Cut]:
    """The real roots of different irreducible polynomials in one parameter, in rising order."""
    polynomials = [dense(ring, wall, parameter) for wall in walls]
    return [Cut(*root) for root in separated_roots(polynomials)]


def between(roots: Sequence[Cut]) -> list[Fraction]:
    """A rational in each interval that the cuts leave, the unbounded ones included."""
    if not roots:
        return [Fraction(0)]
    inner = [_simple(a.high, b.low) for a, b in itertools.pairwise(roots)]
    return [fraction(x) for x in (_below(roots[0].low), *inner, -_below(-roots[-1].high))]


def _below(x: fmpq) -> fmpq:
    return fmpq(int(x.p) // int(x.q) - 1)


def _simple(a: fmpq, b: fmpq) -> fmpq:
    """A rational with a small denominator between two others, or the one that both are."""
    if a == b:
        return a
    scale = 1
    while True:
        k = int((a * scale).p) // int((a * scale).q) + 1
        if a * scale < k < b * scale:
            return fmpq(k, scale)
        scale *= 2


def intervals(
    oracle: Oracle, f: Polynomial, name: str, bound: Sequence[Atom], conditions: Sequence[Atom], pattern_at: PatternAt
) -> Iterator[Region]:
    """Give regions of the one parameter, walls left out, with the pattern that is proved to hold throughout each.

    Parameters
    ----------
    f, name : polynomial, str
        Irreducible, in an unknown and the parameter; and the unknown.
    bound, conditions : sequence of Atom
        Strict comparisons asked of a root, and of the parameter.
    pattern_at : callable
        The pattern at a rational point.
    """
    ring = oracle.ring
    (parameter,) = ring.parameters
    assumed = [*conditions, *oracle.domain]
    polynomials = [*(f.subs({name: end}) for end in (0, 1)), ring.discriminant(f, name), *(a.polynomial for a in assumed)]
    polynomials += [ring.resultant(f, factor, name) for a in bound for factor, _ in ring.factors(a.polynomial)[1]]
    walls = list({key(factor): factor for p in polynomials for factor, _ in ring.factors(p)[1]}.values())
    roots = cuts(ring, walls, parameter)
    points = between(roots)
    inside = [all(_holds(ring, a, parameter, x) for a in assumed) for x in points]
    patterns = [pattern_at({parameter: x}) if in_domain else None for x, in_domain in zip(points, inside, strict=True)]
    for x, in_domain in zip(points, inside, strict=True):
        if in_domain:
            oracle.add_point({parameter: x})
    on_wall = OnWall(ring, parameter, name, f, bound)
    first = 0
    for k in range(len(points)):
        alike = k + 1 < len(points) and patterns[k] is not None and patterns[k] == patterns[k + 1]
        if alike and on_wall.pattern(dense(ring, walls[roots[k].wall], parameter), roots[k]) == patterns[k]:
            continue
        if k < len(roots) and inside[k]:
            oracle.leave([walls[roots[k].wall]])
        pattern = patterns[k]
        if pattern is None and inside[k]:
            raise NotSolved
        if pattern is not None and any(pattern):
            run = Run(ring, parameter, walls, roots, points, first, k)
            others = [x for m, x in enumerate(points) if inside[m] and not first <= m <= k]
            yield from (([*conditions, *conjunction], pattern) for conjunction in run.conjunctions(others))
        first = k + 1


def _holds(ring: Ring, atom: Atom, parameter: str, x: Fraction) -> bool:
    return atom.holds_for(constant(ring.value(atom.polynomial, {parameter: flint_number(x)})))


@dataclass(frozen=True)
class Run:
    """Neighbouring intervals of the parameter, from one number to another."""

    ring: Ring
    parameter: str
    walls: Sequence[Polynomial]
    cuts: Sequence[Cut]
    points: Sequence[Fraction]
    first: int
    last: int

    def conjunctions(self, others: Sequence[Fraction]) -> list[list[Atom]]:
        """Conjunctions, of which one holds in the run and none at points of other intervals."""
        left, right = self.points[self.first], self.points[self.last]
        low = self._side(self.first - 1, self.first) if self.first else []
        high = self._side(self.last, self.last) if self.last < len(self.cuts) else []
        x = self.ring.gen(self.parameter)
        if all(_holds(self.ring, a, self.parameter, y) for a in (*low, *high) for y in self.points[self.first : self.last + 1]):
            conjunctions = [[*low, *high]]
        else:  # a wall is met again inside the run
            conjunctions = [
                [*low, Atom(flint_number(left) - x, ">=")],
                [Atom(x - flint_number(left), ">="), Atom(flint_number(right) - x, ">=")],
                [Atom(x - flint_number(right), ">="), *high],
            ]
        return [self._guarded(conjunction, others) for conjunction in conjunctions]

    def _side(self, cut: int, interval: int) -> list[Atom]:
        wall = self.walls[self.cuts[cut].wall]
        above = Atom(wall, ">")
        return [above if _holds(self.ring, above, self.parameter, self.points[interval]) else Atom(-wall, ">")]

    def _guarded(self, conjunction: list[Atom], others: Sequence[Fraction]) -> list[Atom]:
        """Keep other intervals out by rational bounds."""
        caught = [y for y in others if all(_holds(self.ring, a, self.parameter, y) for a in conjunction)]
        x = self.ring.gen(self.parameter)
        if any(y < self.points[self.first] for y in caught):
            conjunction = [*conjunction, Atom(x - flint_number(self.points[self.first - 1]), ">")]
        if any(y > self.points[self.last] for y in caught):
            conjunction = [*conjunction, Atom(flint_number(self.points[self.last + 1]) - x, ">")]
        return conjunction


class OnWall:
    """The pattern of a polynomial's roots in (0, 1) where the parameter is a root of a wall, by balls."""

    def __init__(self, ring: Ring, parameter: str, name: str, f: Polynomial, bound: Sequence[Atom]) -> None:
        self.f = by_power(ring, f, name, parameter)
        self.bound = [by_power(ring, a.polynomial, name, parameter) for a in bound]

    def pattern(self, wall: fmpq_poly, cut: Cut) -> Pattern | None:
        """What is proved to hold, root by root in rising order; None when nothing is."""
        precision = ctx.prec
        try:
            for bits in BITS:
                ctx.prec = bits + 64
                root = enclosed(wall, cut.low, cut.high, bits)
                f = [arb_poly(c)(root) for c in self.f]
                slope = [k * c for k, c in enumerate(f)][1:]
                roots = self._roots(f, slope, fmpq(0), fmpq(1), 0, bits)
                if roots is None:
                    continue
                values = [[horner([arb_poly(c)(root) for c in p], x) for p in self.bound] for x in roots]
                if all(_nonzero(y) for row in values for y in row):
                    return tuple(all(y > 0 for y in row) for row in values)
        finally:
            ctx.prec = precision
        return None

    def _roots(self, f: list[arb], slope: list[arb], a: fmpq, b: fmpq, depth: int, bits: int) -> list[arb] | None:
        """Enclose all roots between two rationals that are none; None when they are not told apart."""
        ball = arb(a).union(arb(b))
        if _nonzero(horner(f, ball)):
            return []
        if _nonzero(horner(slope, ball)):
            ends = [horner(f, arb(x)) for x in (a, b)]
            if not all(map(_nonzero, ends)):
                return None
            return [self._refined(f, a, b, bits)] if (ends[0] > 0) != (ends[1] > 0) else []
        if depth == DEEPEST:
            return None
        middle = a + (b - a) * fmpq(503, 1009)
        left = self._roots(f, slope, a, middle, depth + 1, bits)
        right = None if left is None else self._roots(f, slope, middle, b, depth + 1, bits)
        return None if left is None or right is None else left + right

    def _refined(self, f: list[arb], a: fmpq, b: fmpq, bits: int) -> arb:
        rising = horner(f, arb(b)) > 0
        for _ in range(bits):
            middle = (a + b) / 2
            value = horner(f, arb(middle))
            if not _nonzero(value):
                break
            a, b = (a, middle) if (value > 0) == rising else (middle, b)
        return arb(a).union(arb(b))


def by_power(ring: Ring, p: Polynomial, name: str, parameter: str) -> list[fmpq_poly]:
    """A polynomial in an unknown and a parameter by powers of the unknown."""
    unknown, exponent = ring.index[name], ring.index[parameter]
    coefficients: list[dict[int, fmpq]] = [{} for _ in range(ring.degree(p, name) + 1)]
    for powers, c in terms_of(p):
        coefficients[powers[unknown]][powers[exponent]] = c
    return [fmpq_poly([row.get(k, fmpq(0)) for k in range(max(row, default=0) + 1)]) for row in coefficients]


def horner(p: Sequence[arb], x: arb) -> arb:
    """The value of a polynomial."""
    total = arb(0)
    for c in reversed(p):
        total = total * x + c
    return total


def enclosed(wall: fmpq_poly, a: fmpq, b: fmpq, bits: int) -> arb:
    """Enclose the one root of a polynomial between two rationals."""
    if a == b:
        return arb(a)
    rising = wall(b) > 0
    for _ in range(bits):
        middle = (a + b) / 2
        value = wall(middle)
        if value == 0:
            return arb(middle)
        a, b = (a, middle) if (value > 0) == rising else (middle, b)
    return arb(a).union(arb(b))


def _nonzero(x: arb) -> bool:
    return bool(x > 0 or x < 0)
