"""Comparisons written as text, and judged at points in fractions: by what flint gives as values, not by the algebra that is tested."""

import itertools
import re
from fractions import Fraction
from math import isqrt

from flint import fmpq

from games.numbers import read
from solvers.algebra.ring import Ring
from solvers.algebra.sign_oracle import Atom, Oracle


def poly(ring, text):
    """A polynomial of a ring."""
    return ring.take(read(str(text)).numerator)


def atoms(ring, *texts):
    """Comparisons with zero, such as "a - b >= 0" or, shorter, "a - b >="; and "a >= b"."""
    out = []
    for text in texts:
        left, relation, right = re.fullmatch(r"(.*?)\s*(>=|!=|>|=)\s*(.*)", text).groups()
        out.append(Atom(poly(ring, left) - poly(ring, right or 0), relation))
    return out


def value(p, point):
    """The value of a polynomial at a point, in fractions; names that the point leaves out are zero."""
    here = [Fraction(point.get(name, 0)) for name in p.context().names()]
    there = p(*(fmpq(x.numerator, x.denominator) for x in here))
    return Fraction(int(there.p), int(there.q))


def holds(conjunction, point):
    """Whether all comparisons hold at a point."""
    tests = {">": lambda x: x > 0, ">=": lambda x: x >= 0, "=": lambda x: x == 0, "!=": lambda x: x != 0}
    return all(tests[a.relation](value(a.polynomial, point)) for a in conjunction)


def said(conjunction):
    """What a conjunction says, to be compared."""
    return sorted((str(a.polynomial), a.relation) for a in conjunction)


def grid(names, values):
    """All points at which each of some names has one of some values."""
    return [dict(zip(names, row, strict=True)) for row in itertools.product(map(Fraction, values), repeat=len(names))]


def oracle(parameters="", unknowns="", domain=(), points=(), simplices=None):
    """An oracle whose unknowns are probabilities, each by itself where nothing else is said; points as tuples of the parameters."""
    ring = Ring(tuple(parameters), tuple(unknowns))
    given = [dict(zip(parameters, map(Fraction, point), strict=True)) for point in points]
    return Oracle(ring, atoms(ring, *domain), [(name,) for name in unknowns] if simplices is None else simplices, given)


DIGITS = 60


def roots(coefficients):
    """The real roots of a polynomial of degree two at most, by rising degree of its coefficients: exact, or to many digits."""
    c, b, a = (*map(Fraction, coefficients), *[Fraction(0)] * (3 - len(coefficients)))
    if not a:
        return [-c / b] if b else []
    d = b * b - 4 * a * c
    if d < 0:
        return []
    scale = d.denominator * 10**DIGITS
    s = Fraction(isqrt(d.numerator * d.denominator * 10 ** (2 * DIGITS)), scale)
    return sorted({(-b - s) / (2 * a), (-b + s) / (2 * a)})


def sign_near(p, point):
    """The sign of a value where some coordinates are known to many digits only."""
    here = value(p, point)
    return 0 if abs(here) < Fraction(1, 10 ** (DIGITS // 2)) else 1 if here > 0 else -1


def in_one(p, point, name):
    """The coefficients, by rising degree, of a polynomial in one of its names, at a point of the others."""
    k = p.context().names().index(name)
    degree = int(p.degrees()[k]) if p else 0
    ring, parts = p.context(), [{} for _ in range(degree + 1)]
    for powers, c in p.terms():
        powers = list(map(int, powers))
        power, powers[k] = powers[k], 0
        parts[power][tuple(powers)] = c
    return [value(ring.from_dict(part), point) for part in parts]


def exists(conjunction, point, name):
    """Whether comparisons, whose factors are of degree two at most in one name, hold for some value of it.

    Tried are their roots, and numbers between and beyond them.
    """
    factors = [factor for a in conjunction for factor, _ in a.polynomial.factor()[1]]
    cuts = sorted({root for factor in factors for root in roots(in_one(factor, point, name))})
    between = [(a + b) / 2 for a, b in itertools.pairwise(cuts)]
    tried = [cuts[0] - 1, *cuts, *between, cuts[-1] + 1] if cuts else [Fraction(0)]
    return any(all(a.holds(sign_near(a.polynomial, {**point, name: x})) for a in conjunction) for x in tried)
