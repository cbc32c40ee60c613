"""Polynomials with rational coefficients in named symbols: flint's, sent between processes, and taken apart."""

from __future__ import annotations

import copyreg
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import compress
from typing import Any

from flint import Ordering, fmpq, fmpq_mpoly, fmpq_mpoly_ctx


@lru_cache(maxsize=4096)
def polynomials(names: tuple[str, ...]) -> fmpq_mpoly_ctx:
    """Give the ring of polynomials with rational coefficients in some names."""
    return fmpq_mpoly_ctx.get(names, Ordering.deglex)


@lru_cache(maxsize=4096)
def names_in(ring: fmpq_mpoly_ctx) -> tuple[str, ...]:
    """Give the names of a ring's symbols; flint writes them out anew each time."""
    return tuple(map(str, ring.names()))


def polynomial(names: tuple[str, ...], terms: Mapping[tuple[int, ...], Fraction]) -> fmpq_mpoly:
    """Give a polynomial by its terms: exponents and coefficients."""
    return polynomials(names).from_dict({powers: fmpq(c.numerator, c.denominator) for powers, c in terms.items()})


def _pickled(p: fmpq_mpoly) -> tuple[Any, ...]:
    return polynomial, (names_in(p.context()), {powers: Fraction(int(c.p), int(c.q)) for powers, c in p.to_dict().items()})


copyreg.pickle(fmpq_mpoly, _pickled)  # so that what is found in another process can be sent back


def into(polynomial: fmpq_mpoly, names: Sequence[str]) -> fmpq_mpoly:
    """Move a polynomial to the ring in other names, which must include those it uses."""
    ring = polynomials(tuple(names))
    return polynomial if polynomial.context() is ring else polynomial.project_to_context(ring)


def terms_of(polynomial: fmpq_mpoly) -> list[tuple[tuple[int, ...], fmpq]]:
    """List a polynomial's terms as (powers, coefficient), the powers as whole numbers of Python."""
    return [(tuple(map(int, powers)), c) for powers, c in polynomial.terms()]


def degrees(polynomial: fmpq_mpoly) -> tuple[int, ...]:
    """Give the degree in each symbol."""
    return tuple(map(int, polynomial.degrees())) if polynomial else (0,) * polynomial.context().nvars()


def used_names(polynomial: fmpq_mpoly) -> tuple[str, ...]:
    """Give the names that a polynomial uses, in its ring's order."""
    return tuple(compress(names_in(polynomial.context()), polynomial.degrees())) if polynomial else ()


def constant_of(polynomial: fmpq_mpoly) -> fmpq:
    """Give the value of a constant polynomial."""
    return polynomial.leading_coefficient() if polynomial else fmpq(0)


def grouped(p: fmpq_mpoly, names: Sequence[str]) -> dict[tuple[int, ...], fmpq_mpoly]:
    """The coefficients of a polynomial as one in some names: by the powers of these, polynomials in the others."""
    ring = p.context()
    indices = [names_in(ring).index(name) for name in names]
    coefficients: dict[tuple[int, ...], dict[tuple[int, ...], fmpq]] = {}
    for powers, coefficient in terms_of(p):
        others = list(powers)
        for k in indices:
            others[k] = 0
        coefficients.setdefault(tuple(powers[k] for k in indices), {})[tuple(others)] = coefficient
    return {powers: ring.from_dict(terms) for powers, terms in coefficients.items()}
