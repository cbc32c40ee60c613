"""Polynomials in one unknown without parameters, and unknowns that are roots of them."""

from __future__ import annotations

from dataclasses import dataclass

from flint import fmpq_poly

from games.numbers import Expression, terms_of

from .ring import Polynomial, Ring, constant


class NotSolved(Exception):
    """A system that these methods cannot solve."""


@dataclass(frozen=True, eq=False)
class RootOf:
    """An unknown that is one root of a polynomial.

    Parameters
    ----------
    name : str
        The unknown.
    value : Expression
        Its closed form, in the parameters.
    modulus : fmpq_poly or None
        Without parameters, the irreducible polynomial whose root it is.
    polynomial : polynomial or None
        With them, the same for a degree of three or more.
    """

    name: str
    value: Expression
    modulus: fmpq_poly | None = None
    polynomial: Polynomial | None = None


def dense(ring: Ring, p: Polynomial, name: str) -> fmpq_poly:
    """Write a polynomial in one variable densely."""
    index = ring.index[name]
    coefficients = [constant(ring.zero)] * (ring.degree(p, name) + 1)
    for powers, c in terms_of(p):
        coefficients[powers[index]] = c
    return fmpq_poly(coefficients)


def sparse(ring: Ring, p: fmpq_poly, name: str) -> Polynomial:
    """Write a dense polynomial in one variable of a ring."""
    return sum((ring.gen(name) ** k * p[k] for k in range(p.degree() + 1)), ring.zero)
