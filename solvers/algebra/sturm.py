"""How many roots of a polynomial lie in (0, 1), when its coefficients depend on parameters.

Sturm's chain, by pseudo-division, gives the number as a difference of two numbers of sign
changes; the signs are those of polynomials in the parameters alone (Basu, Pollack and Roy
2006, chapter 2 and section 8.3).
"""

from __future__ import annotations

import itertools
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
        rest = pseudo_remainder(ring, slope * by, f, name)
        if not rest:
            return None
        chain[1] = Member(rest, (), False)
    while ring.degree(chain[-1].polynomial, name):
        above, last = chain[-2], chain[-1]
        rest = pseudo_remainder(ring, above.polynomial, last.polynomial, name)
        if not rest or len(rest) > LARGEST:
            return None
        content, parts = ring.factors(rest)
        plain = [part for part, power in parts if power % 2 and not ring.degree(part, name)]
        moving = product(ring, (part**power for part, power in parts if ring.degree(part, name)))
        scale = (*(p for p in plain if p not in above.scale), *(p for p in above.scale if p not in plain))  # squares are positive
        chain.append(Member(moving, scale, not above.turned ^ (content < 0)))
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
        signs = [sign(part) for part in member.scale]
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
    out = 1
    for s in signs:
        out *= s or 0
    return out
