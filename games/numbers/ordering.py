"""Sorting exact numbers by their values, and rational numbers between them; floating point only spares work."""

from __future__ import annotations

from fractions import Fraction
from math import inf, isfinite

from .deciding import MOST_BITS, sign_of
from .exact import Expression, Number
from .floating import rough
from .isolating import fraction, middle

NEAR = 1e-9  # relative to their size: numbers nearer than this are told apart exactly


class InOrder:
    """A key by which `sorted`, `min` and `max` put exact numbers in order, however near, large or small they are.

    Parameters
    ----------
    number : number
        Without open symbols.

    Examples
    --------
    >>> max([Fraction(10**30), Fraction(10**30 + 1)], key=InOrder) - 10**30
    Fraction(1, 1)
    """

    __slots__ = ("number",)

    def __init__(self, number: Number) -> None:
        self.number = number

    def __lt__(self, other: InOrder) -> bool:
        return less(self.number, other.number)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, InOrder) and not self < other and not other < self

    __hash__ = None  # type: ignore[assignment]


def less(one: Number, other: Number) -> bool:
    """Whether a number is less than another, exactly."""
    if not isinstance(one, Expression) and not isinstance(other, Expression):
        return bool(one < other)
    a, b = as_float(one), as_float(other)
    if isfinite(a) and isfinite(b) and abs(a - b) > NEAR * max(abs(a), abs(b)):
        return a < b
    return sign_of(one - other) < 0


def as_float(number: Number) -> float:
    """Give the nearest float, infinite where the number is larger than any."""
    if isinstance(number, Expression):
        if number.is_constant:
            return as_float(number.fraction())
        try:
            return float(number)
        except OverflowError:
            return inf * sign_of(number)
    if isinstance(number, float):
        return number
    return rough(number.numerator, number.denominator)


def between(low: Number, high: Number) -> Fraction:
    """A rational number strictly between two numbers, the first of which is less."""
    if not isinstance(low, Expression) and not isinstance(high, Expression):
        return (Fraction(low) + Fraction(high)) / 2
    bits = 64
    while bits <= MOST_BITS:
        guess = sum((fraction(middle(_expression(x).enclosure(bits=bits))) for x in (low, high)), Fraction(0)) / 2
        if less(low, guess) and less(guess, high):
            return guess
        bits *= 2
    raise AssertionError("numbers that differ have others between them")


def _expression(number: Number) -> Expression:
    return number if isinstance(number, Expression) else Expression.constant(number)
