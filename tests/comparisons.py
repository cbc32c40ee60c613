"""Comparisons written as text, and judged at points in fractions: by Python's arithmetic, not by the algebra that is tested."""

import itertools
import re
from fractions import Fraction

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
    names, total = p.context().names(), Fraction(0)
    for powers, c in p.terms():
        term = Fraction(int(c.p), int(c.q))
        for name, power in zip(names, powers, strict=True):
            term *= Fraction(point.get(name, 0)) ** int(power)
        total += term
    return total


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
