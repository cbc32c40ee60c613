"""Equality and order of numbers with roots, decided exactly.

Balls of growing precision tell numbers that differ.  Two that do not are equal once a ball around their difference lies within a
bound below which no nonzero number of that form lies.  The bound is the one for norms: if M times v is an algebraic integer of
a field of degree d, and no conjugate of it exceeds B, then v = 0 or ``|v| >= 1/(M * B**(d - 1))``, because the product of all
conjugates is a whole number.  M and B follow from how v is written (as in Burnikel, Fleischer, Mehlhorn and Schirra 2000).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import lcm, prod
from typing import TYPE_CHECKING

from flint import arb, fmpq, fmpq_mpoly

from ..errors import GameError
from .isolating import ends, flint_number, fraction
from .polynomials import degrees, terms_of
from .radicals import Root, radicand

if TYPE_CHECKING:
    from .exact import Expression, Number

BITS = 64  # of the first ball
MOST_BITS = 1 << 16  # more are not tried
MOST_IN_VAIN = 1 << 12  # nor are these where they could not prove that a number is zero
DIGITS = 40  # binary ones of a number, of which its hash is made


def sign_of(number: Number | fmpq) -> int:
    """Give +1, 0 or -1, exactly.

    Raises
    ------
    GameError
        When a symbol is left open, or when the number cannot be told from zero with `MOST_BITS` bits.
    """
    if isinstance(number, fmpq):
        return int(number > 0) - int(number < 0)
    from .exact import Expression

    if not isinstance(number, Expression):
        return int(number > 0) - int(number < 0)
    if number.is_constant:
        value = number.fraction()
        return int(value > 0) - int(value < 0)
    _refuse_open(number)
    return 0 if is_zero(number) else _sign(number)


def is_zero(number: Expression) -> bool:
    """Whether a number is zero; of an expression with symbols left open, whether it is in normal form."""
    if number.numerator.is_constant():
        return not number.numerator
    used = [root for root in number.roots if root.name in number.names]
    if len(used) < len(number.names) or _independent(used) or any(root.inside for root in used):
        return False
    bits, enough, most = BITS, 0, MOST_BITS
    while bits <= most:
        value = number.enclosure(bits=bits)
        if value > 0 or value < 0:
            return False
        if not enough:
            enough = _gap(number)
            most = MOST_BITS if enough < MOST_BITS else MOST_IN_VAIN
        if enough < MOST_BITS and abs(value) < arb(fmpq(1, 1 << enough)):
            return True
        bits *= 2
    raise GameError(f"{number.text()} cannot be told from zero; write it with fewer roots.")


def nearest(number: Expression) -> float:
    """Give a number in floating point, to the last digit or one beside it."""
    _refuse_open(number)
    if is_zero(number):
        return 0.0
    bits = 80
    while True:
        value = number.enclosure(bits=bits)
        if value.rel_accuracy_bits() >= 54 or bits > MOST_BITS:
            return float(value.mid())
        bits *= 2


def digest(number: Expression) -> int:
    """Give a hash that follows from the value alone: a rational number's own, or that of the first digits."""
    rational = rational_value(number)
    if rational is not None:
        return hash(rational)
    bits = 2 * DIGITS
    while bits <= MOST_BITS:
        low, high = (int(end.p) * (1 << DIGITS) // int(end.q) for end in ends(number.enclosure(bits=bits)))
        if low == high:
            return hash(("an irrational number", low))
        bits *= 2
    raise GameError(f"{number.text()} cannot be told from its neighbours; write it with fewer roots.")


def rational_value(number: Expression) -> Fraction | None:
    """Give the rational number that this is, however it is written; None when it is irrational."""
    if number.is_constant:
        return number.fraction()
    if _independent([root for root in number.roots if root.name in number.names]):
        return None
    degree, bounds = _tower(number)
    bits = _bound(number.numerator, bounds).over(_bound(number.denominator, bounds), degree).multiplier
    if bits > MOST_BITS:
        raise GameError(f"Whether {number.text()} is rational cannot be told; write it with fewer roots.")
    low, high = ends(number.enclosure(bits=2 * bits + BITS))  # which is to hold one rational with such a denominator, or none
    candidate = fraction((low + high) / 2).limit_denominator(1 << bits)
    return candidate if low <= flint_number(candidate) <= high and not number - candidate else None


def _refuse_open(number: Expression) -> None:
    if number.free:
        raise GameError(f"{number.text()} is not a number: {', '.join(number.free)} is left open.")


def _independent(used: list[Root]) -> bool:
    """Whether all roots are square roots of whole numbers, of which a normal form is zero only when it looks so."""
    return all(root.low is None and root.of.isdecimal() for root in used)


def _sign(number: Expression) -> int:
    bits = BITS
    while True:
        value = number.enclosure(bits=bits)
        if value > 0 or value < 0:
            return 1 if value > 0 else -1
        bits *= 2


# ------------------------------------------------------------------ how small a number can be that is not zero


@dataclass(frozen=True)
class Bound:
    """What is known of an algebraic number from how it is written.

    Parameters
    ----------
    multiplier : int
        Bits of a whole number that makes it an algebraic integer.
    size : int
        Bits of a number that no conjugate exceeds in absolute value.
    """

    multiplier: int
    size: int

    def over(self, other: Bound, degree: int) -> Bound:
        """What is known of a quotient in a field of some degree: the norm of what is below is a whole number."""
        both = other.multiplier + other.size
        return Bound(self.multiplier + degree * both, self.size + other.multiplier + (degree - 1) * both)


def _gap(number: Expression) -> int:
    """Bits of a number whose inverse every nonzero value of the numerator exceeds, and a little more for the denominator."""
    degree, bounds = _tower(number)
    above, below = _bound(number.numerator, bounds), _bound(number.denominator, bounds)
    return above.multiplier + (degree - 1) * (above.multiplier + above.size) + below.size + 2


def _tower(number: Expression) -> tuple[int, dict[str, Bound]]:
    """What the degree of the field of all roots does not exceed, those inside radicands too; and what is known of each."""
    roots = _nested(number)  # inner ones first
    degree = prod(2 if root.low is None else _factor(root)[-1] for root in roots)
    bounds: dict[str, Bound] = {}
    for root in roots:
        if root.low is None:
            inside = radicand(root.of)
            below = _bound(inside.denominator, bounds)
            bound = _bound(inside.numerator, bounds)
            bound = bound.over(below, degree) if not inside.denominator.is_one() else bound
            bounds[root.name] = Bound(bound.multiplier, -(-bound.size // 2))
        else:
            first, largest, _ = _factor(root)
            bounds[root.name] = Bound(first, largest - first + 2)  # Cauchy: no root exceeds 1 + |largest/first|
    return degree, bounds


def _nested(number: Expression) -> list[Root]:
    roots: dict[str, Root] = {}

    def visit(expression: Expression) -> Iterator[Root]:
        used = set(expression.names)
        for root in expression.roots:
            if root.name in used and root.name not in roots:
                if root.low is None:
                    yield from visit(radicand(root.of))
                yield root

    for root in visit(number):
        roots[root.name] = root
    return list(roots.values())


@lru_cache(maxsize=4096)
def _factor(root: Root) -> tuple[int, int, int]:
    """Of the irreducible polynomial of an isolated root, with whole coefficients: bits of the first and of the largest, and its degree."""
    from .roots import isolated

    assert root.low is not None and root.high is not None
    integral = isolated(root.of, root.low, root.high)[0].numer()
    bits = [abs(int(c)).bit_length() for c in integral.coeffs()]
    return bits[-1], max(bits), int(integral.degree())


def _bound(p: fmpq_mpoly, bounds: Mapping[str, Bound]) -> Bound:
    """What is known of a polynomial in numbers of which that is known."""
    terms = terms_of(p)
    denominator = lcm(*(int(c.q) for _, c in terms))
    size = sum(-(-abs(int(c.p)) // int(c.q)) for _, c in terms)
    multiplier, most = denominator.bit_length(), size.bit_length()
    for name, degree in zip(p.context().names(), degrees(p), strict=True):
        if degree:
            multiplier += degree * bounds[name].multiplier
            most += degree * max(0, bounds[name].size)
    return Bound(multiplier, most)
