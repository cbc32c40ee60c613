"""Coupled equations whose coefficients depend on parameters: one polynomial in one unknown, the others rational in it.

Resultants eliminate one unknown after another, and their irreducible factors are taken one
by one.  Modulo such a factor Euclid's algorithm gives each eliminated unknown back.  All
that is divided by is a polynomial in the parameters, not zero off walls, which are left
aside: this holds for generic parameters.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .real_roots import NotSolved
from .ring import Polynomial, key
from .sign_oracle import Oracle
from .sturm import pseudo_remainder
from .triangular import Quotient

MOST_TERMS = 3_000_000  # of all polynomials on the way together
LARGEST = 20_000  # terms of a polynomial on the way
HIGHEST = 40  # degree of a resultant in one unknown


@dataclass(frozen=True, eq=False)
class Triangle:
    """Some solutions of coupled equations, for each root of a polynomial.

    Parameters
    ----------
    polynomial : polynomial
        In one unknown and parameters, irreducible.
    name : str
        This unknown.
    values : dict from unknown to (numerator, denominator)
        The others, in this one and parameters.
    """

    polynomial: Polynomial
    name: str
    values: dict[str, Quotient]


class Elimination:
    """Solves coupled equations over one oracle, for generic parameters."""

    def __init__(self, oracle: Oracle) -> None:
        self.oracle, self.ring = oracle, oracle.ring
        self._terms = 0

    def triangles(self, equations: Sequence[Polynomial], names: Sequence[str]) -> list[Triangle]:
        """Solve equations in some unknowns; different triangles hold different solutions.

        Raises
        ------
        NotSolved
            When the solutions are infinitely many, or not told apart by one unknown, or the polynomials grow too large.
        """
        triangles: list[Triangle] = []
        for triangle in self._solve(list(equations), list(names)):
            if all(self._vanishes(e, triangle) for e in equations) and not any(self._same(triangle, other) for other in triangles):
                triangles.append(triangle)
        return triangles

    def _same(self, one: Triangle, other: Triangle) -> bool:
        """Whether two triangles hold the same solutions."""
        if one.name != other.name or key(self.ring.primitive(one.polynomial)) != key(self.ring.primitive(other.polynomial)):
            return False
        pairs = ((top * other.values[name][1], other.values[name][0] * bottom) for name, (top, bottom) in one.values.items())
        return all(not self._modulo(a - b, one) for a, b in pairs)

    # ---------------------------------------------------------------- down

    def _solve(self, equations: list[Polynomial], names: list[str]) -> Iterator[Triangle]:
        self._guard(equations)
        if not equations or any(name not in {n for e in equations for n in self.ring.open(e)} for name in names):
            raise NotSolved
        if len(names) == 1:
            common = equations[0]
            for e in equations[1:]:
                common = common.gcd(e)
            for factor in self._factors(common):
                yield Triangle(factor, names[0], {})
            return
        name = min(names, key=lambda n: self._cost(equations, n))
        involved = sorted((e for e in equations if self.ring.degree(e, name)), key=lambda e: (self.ring.degree(e, name), len(e)))
        others = [e for e in equations if not self.ring.degree(e, name)]
        options = [self._factors(e) for e in others] + [self._factors(self._resultant(involved[0], e, name)) for e in involved[1:]]
        for chosen in itertools.product(*options):
            for below in self._solve(list(chosen), [n for n in names if n != name]):
                yield from self._lifted(involved, name, below)

    def _cost(self, equations: Sequence[Polynomial], name: str) -> tuple[int, int]:
        degrees = [d for e in equations if (d := self.ring.degree(e, name))]
        return max(degrees), sum(degrees)

    def _resultant(self, one: Polynomial, two: Polynomial, name: str) -> Polynomial:
        m, n = (self.ring.degree(p, name) for p in (one, two))
        for other in {*self.ring.open(one), *self.ring.open(two)} - {name}:
            if n * self.ring.degree(one, other) + m * self.ring.degree(two, other) > HIGHEST:
                raise NotSolved
        resultant = self.ring.resultant(one, two, name)
        if not resultant:
            raise NotSolved
        return resultant

    def _factors(self, p: Polynomial) -> list[Polynomial]:
        """The irreducible factors in which an unknown occurs and that may be zero."""
        self._guard([p])
        factors = []
        for factor, _ in self.ring.factors(p)[1]:
            if self.ring.parametric(factor):
                self.oracle.leave([factor])
            elif not self.oracle.quick.sign(factor):
                factors.append(factor)
        return factors

    def _guard(self, polynomials: Sequence[Polynomial]) -> None:
        sizes = [len(p) for p in polynomials]
        self._terms += sum(sizes)
        if self._terms > MOST_TERMS or max(sizes, default=0) > LARGEST:
            raise NotSolved

    # ---------------------------------------------------------------- and up again

    def _lifted(self, equations: Sequence[Polynomial], name: str, below: Triangle) -> Iterator[Triangle]:
        """Add the unknown that was eliminated, which is the one common root of the equations."""
        common: Polynomial | None = None
        for e in equations:
            p = self._substituted(e, below)
            if p:
                common = p if common is None else self._gcd(common, p, name, below)
        if common is None or self.ring.degree(common, name) > 1:
            raise NotSolved
        if self.ring.degree(common, name) == 1:
            constant, slope = self.ring.coefficients(common, name)
            divisor = constant.gcd(slope)
            self._nonzero(slope, below)
            yield Triangle(below.polynomial, below.name, {**below.values, name: (-constant / divisor, slope / divisor)})

    def _gcd(self, one: Polynomial, two: Polynomial, name: str, below: Triangle) -> Polynomial:
        """The greatest common divisor of two polynomials in one unknown, over the field that a root generates."""
        if self.ring.degree(one, name) < self.ring.degree(two, name):
            one, two = two, one
        while two:
            lead = self.ring.coefficients(two, name)[-1]
            self._nonzero(lead, below)
            if not self.ring.degree(two, name):
                return two
            one, two = two, self._modulo(pseudo_remainder(self.ring, one, two, name), below)
        return one

    def _substituted(self, p: Polynomial, triangle: Triangle) -> Polynomial:
        """A polynomial with the triangle's values put in, up to a factor that is not zero, modulo the triangle's own."""
        for name, (top, bottom) in triangle.values.items():
            p, _ = self.ring.substitute(p, name, top, bottom)
            p = self._modulo(p, triangle)
        return self._modulo(p, triangle)

    def _vanishes(self, p: Polynomial, triangle: Triangle) -> bool:
        value = self._substituted(p, triangle)
        if value:
            self._nonzero(value, triangle)
        return not value

    def _modulo(self, p: Polynomial, triangle: Triangle) -> Polynomial:
        """The remainder modulo a triangle's polynomial, without a factor in the parameters alone."""
        self._guard([p])
        if self.ring.degree(p, triangle.name) >= self.ring.degree(triangle.polynomial, triangle.name):
            p = pseudo_remainder(self.ring, p, triangle.polynomial, triangle.name)
        if not p:
            return p
        remainder = self.ring.one
        for factor, power in self.ring.factors(p)[1]:
            if self.ring.parametric(factor):
                self.oracle.leave([factor])
            else:
                remainder = remainder * factor**power
        return remainder

    def _nonzero(self, p: Polynomial, triangle: Triangle) -> None:
        """Leave aside the parameters at which a polynomial that is not zero at a generic root is zero at one."""
        if self.oracle.aside is not None and not p.is_constant():
            modulus = triangle.polynomial
            self.oracle.leave([p if self.ring.parametric(p) else self.ring.resultant(modulus, p, triangle.name)])
            self.oracle.leave([self.ring.coefficients(modulus, triangle.name)[-1]])
