"""Exact numbers in floating point, also where they are too large or too small for it."""

from __future__ import annotations

import math

from flint import fmpq_mpoly

from .polynomials import terms_of

FLOATS = 500  # numbers with so many binary digits go into floating point as they are


def rough(top: int, bottom: int = 1) -> float:
    """Give the float that is nearest to a quotient, infinite where it is larger than any."""
    try:
        return top / bottom
    except OverflowError:
        return math.inf if (top > 0) == (bottom > 0) else -math.inf


def digits(top: int, bottom: int = 1) -> int:
    """Give about how many binary digits a quotient is from one, at least; 0 for zero."""
    return abs(top.bit_length() - bottom.bit_length()) + 1 if top else 0


def scaled_terms(polynomial: fmpq_mpoly) -> list[tuple[float, list[tuple[int, int]]]]:
    """List a polynomial's terms in floating point: coefficient, and the variables with their powers.

    Where its coefficients are too large for that, or all too small, they are divided by a power of two.
    """
    listed = [(int(c.p), int(c.q), [(k, n) for k, n in enumerate(powers) if n]) for powers, c in terms_of(polynomial)]
    largest = max((top.bit_length() - bottom.bit_length() for top, bottom, _ in listed), default=0)
    down, up = (max(0, largest), 0) if largest > FLOATS else (0, max(0, -largest) if largest < -FLOATS else 0)
    return [(rough(top << up, bottom << down), powers) for top, bottom, powers in listed]
