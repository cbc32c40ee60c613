"""Zeros of many functions of one number at once, each known to lie in a bracket."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]

STEPS = 60


def bracketed(excess: Callable[[Floats], Floats], ends: tuple[Floats, Floats], at_ends: tuple[Floats, Floats], tol: float) -> Floats:
    """Narrow brackets by false position, the value at an end that stays twice halved (the Illinois rule), now and then by halves.

    Parameters
    ----------
    excess : callable
        The functions, at one number each: shape (functions,).
    ends, at_ends : pair of arrays, shape (functions,)
        The ends of the brackets, and the functions there, of different signs.
    tol : float
        How far each function may be from zero, or how wide its bracket may stay.

    Returns
    -------
    array, shape (functions,)
        The zeros.
    """
    (low, high), (at_low, at_high) = ends, at_ends
    middle, side = (low + high) / 2, np.zeros(len(low))
    below = at_low < 0
    for step in range(STEPS if len(low) else 0):
        with np.errstate(all="ignore"):
            middle = (low * at_high - high * at_low) / (at_high - at_low)
        middle = np.where((step % 4 < 3) & (middle > low) & (middle < high), middle, (low + high) / 2)
        there = excess(middle)
        if np.max(np.minimum(np.abs(there), high - low)) < tol:
            break
        left = (there < 0) == below
        at_high = np.where(left & (side > 0), at_high / 2, np.where(left, at_high, there))
        at_low = np.where(left, there, np.where(side < 0, at_low / 2, at_low))
        low, high = np.where(left, middle, low), np.where(left, high, middle)
        side = np.where(left, 1.0, -1.0)
    return middle
