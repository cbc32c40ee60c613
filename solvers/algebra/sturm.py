"""How many roots of a polynomial lie in (0, 1), when its coefficients depend on parameters.

Sturm's chain, by pseudo-division, gives the number as a difference of two numbers of sign
changes; the signs are those of polynomials in the parameters alone (Basu, Pollack and Roy
2006, chapter 2 and section 8.3).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from dataclasses import dataclass

from .ring import Polynomial, Ring, product

LARGEST = 20_000  # terms of a member of the chain


@dataclass(frozen=True)
class Member:
    """One polynomial of a chain, up to a factor that is positive wherever no leading coefficient is zero.

    Parameters
    ----------
    polynomial : polynomial
        Without factors in the parameters alone.
    scale : tuple of polynomials
        Such factors, of which only the product's sign matters.
    turned : bool
        Whether the sign is the opposite of theirs.
    """

    polynomial: Polynomial
    scale: tuple[Polynomial, ...]
    turned: bool


def sturm_chain(ring: Ring, f: Polynomial, name: str, by: Polynomial | None = None) -> list[Member] | None:
    """Give Sturm's chain of a polynomial without multiple roots; None when it grows too large.

    With a second polynomial `by` the chain counts the roots at which that is positive less those at which it is negative
    (a Tarski query).
    """
    slope = f.derivative(ring.index[name])
    chain = [Member(f, (), False), Member(slope if by is None else slope * by, (), False)]
    if by is not None:
        remainder = pseudo_remainder(ring, slope * by, f, name)
        if not remainder:
            return None
        chain[1] = Member(remainder, (), False)
    while ring.degree(chain[-1].polynomial, name):
        above, last = chain[-2], chain[-1]
        remainder = pseudo_remainder(ring, above.polynomial, last.polynomial, name)
        if not remainder or len(remainder) > LARGEST:
            return None
        content, factors = ring.factors(remainder)
        parametric = [factor for factor, power in factors if power % 2 and not ring.degree(factor, name)]
        dependent = product(ring, (factor**power for factor, power in factors if ring.degree(factor, name)))
        scale = (*(p for p in parametric if p not in above.scale), *(p for p in above.scale if p not in parametric))  # squares are positive
        chain.append(Member(dependent, scale, not above.turned ^ (content < 0)))
    return chain


def pseudo_remainder(ring: Ring, p: Polynomial, q: Polynomial, name: str) -> Polynomial:
    """Give the remainder of a polynomial, multiplied by an even power of the other's leading coefficient."""
    x, degree = ring.gen(name), ring.degree(q, name)
    lead, steps = ring.coefficients(q, name)[degree], 0
    while p and ring.degree(p, name) >= degree:
        ring.budget.go_on()
        k = ring.degree(p, name)
        p = lead * p - ring.coefficients(p, name)[k] * x ** (k - degree) * q
        steps += 1
    return p * lead if steps % 2 else p


def number_inside(ring: Ring, chain: list[Member], name: str, sign: Callable[[Polynomial], int | None]) -> int | None:
    """Count the roots in (0, 1) from the signs of the chain at both ends; None when a sign is not known."""
    scales = []
    for member in chain:
        signs = [sign(factor) for factor in member.scale]
        if None in signs:
            return None
        scales.append((-1 if member.turned else 1) * _product(signs))
    changes = []
    for end in (0, 1):
        at_end = [sign(member.polynomial.subs({name: end})) for member in chain]
        if None in at_end:
            return None
        signs = [a * b for a, b in zip(at_end, scales, strict=True) if a]
        changes.append(sum(a != b for a, b in itertools.pairwise(signs)))
    return changes[0] - changes[1]


def _product(signs: list[int | None]) -> int:
    return math.prod(sign or 0 for sign in signs)
