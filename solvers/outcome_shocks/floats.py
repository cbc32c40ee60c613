"""Lewis and Schultz (2003) in floating point, many crises at once: chances of outcomes, and every equilibrium that a grid shows.

All arrays of parameters have one shape, that of the crises; `p` is B's chance of resisting, of the same shape.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from ..arrays.bracketing import bracketed

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]
Point: TypeAlias = Mapping[str, Floats]

HALF_ROOT = 0.5**0.5
GRID = 121  # points on which sign changes are looked for
WIDEST = 5.2  # deviations within which that grid lies
SMALLEST = 1e-300
EXACTLY, ROUGHLY = 1e-14, 1e-6  # what may be left of the equation


def chances(p: Floats, at: Point, law: str) -> tuple[Floats, Floats, Floats]:
    """Give A's chance of challenging, that of meaning it when it challenges, and B's best reply to that.

    Returns
    -------
    (array, array, array)
        ``g``, ``j = h/g`` and B's chance of resisting when A plays its best reply to p; of the shape of p.
    """
    with np.errstate(all="ignore"):
        c = at["V_A"] + (at["S_A"] - at["V_A"]) / p
        g, h = (normal_parts if law == "normal" else uniform_parts)(c, at)
        j = np.clip(h / np.maximum(g, SMALLEST), SMALLEST, 1.0)
        index = (at["V_B"] - at["C_B"]) / j - at["V_B"]
        if law == "normal":
            from scipy.special import ndtr

            return g, j, ndtr(at["W_B"] + index)
        return g, j, np.clip((at["w_B1"] + index) / (at["w_B1"] - at["w_B0"]), 0.0, 1.0)


def normal_parts(c: Floats, at: Point) -> tuple[Floats, Floats]:
    """Give g and h under normal laws when A's standard is c."""
    from scipy.special import ndtr

    g = 1.0 - ndtr(c - at["W_A"]) * ndtr(c - at["a"])
    return g, both_below((at["W_A"] - at["a"]) * HALF_ROOT, at["W_A"] - c)


def both_below(x: Floats, y: Floats) -> Floats:
    """The chance that two standard normal variables with correlation one over the root of two are below x and y.

    Notes
    -----
    By Owen's function T (Owen, D. B., 1956, *Annals of Mathematical Statistics* 27, 1075-1090).
    """
    from scipy.special import ndtr, owens_t

    x = np.where(np.abs(x) < 1e-12, 1e-12, x)
    y = np.where(np.abs(y) < 1e-12, 1e-12, y)
    apart = 0.5 * (x * y < 0)
    total = 0.5 * (ndtr(x) + ndtr(y)) - apart - owens_t(x, (y / x - HALF_ROOT) / HALF_ROOT) - owens_t(y, (x / y - HALF_ROOT) / HALF_ROOT)
    return np.asarray(np.clip(total, 0.0, 1.0))


def uniform_parts(c: Floats, at: Point) -> tuple[Floats, Floats]:
    """Give g and h under uniform laws when A's standard is c."""
    w0, w1, a0, a1 = (at[name] for name in ("w_A0", "w_A1", "a0", "a1"))
    war_below = np.clip((c - w0) / (w1 - w0), 0.0, 1.0)
    back_below = np.clip((c - a0) / (a1 - a0), 0.0, 1.0)

    def under(x: Floats) -> Floats:
        """The integral up to x of the chance that backing down is worth less, over that of war's law."""
        x = np.clip(x, w0, w1)
        inside = np.clip(x, a0, a1)
        return (0.5 * (inside - a0) ** 2 / (a1 - a0) + np.maximum(x - a1, 0.0)) / (w1 - w0)

    return 1.0 - war_below * back_below, np.maximum(under(w1) - under(c), 0.0)


def outcome_chances(p: Floats, at: Point, law: str) -> Floats:
    """Give the chances of status quo, concession, back down and fight, along a last axis."""
    g, j, _ = chances(p, at, law)
    return np.stack([1.0 - g, g * (1.0 - p), g * p * (1.0 - j), g * p * j], -1)


def excess(p: Floats, at: Point, law: str) -> Floats:
    """What p exceeds B's best reply by; zero in equilibrium."""
    return p - chances(p, at, law)[2]


def grid(size: int = GRID) -> Floats:
    """Values of p, close to each other near zero and one."""
    from scipy.special import ndtr

    return np.asarray(ndtr(np.linspace(-WIDEST, WIDEST, size)))


def all_equilibria(at: Point, law: str, size: int = GRID) -> tuple[Ints, Floats]:
    """Find every equilibrium that shows as a sign change on a grid, for crises along one axis.

    Returns
    -------
    (array, array)
        The crisis of each, and its p; crisis after crisis, p rising.  Uniform laws have equilibria at zero and one too.
    """
    n = len(next(iter(at.values())))
    ps = np.concatenate([[1e-12], grid(size), [1.0 - 1e-12]])
    across = {name: values[:, None] for name, values in at.items()}
    value = excess(np.broadcast_to(ps, (n, len(ps))), across, law)
    if law == "uniform":
        value[:, 0], value[:, -1] = np.minimum(value[:, 0], -1e-12), np.maximum(value[:, -1], 1e-12)
    row, k = np.nonzero((value[:, :-1] < 0) != (value[:, 1:] < 0))
    here = {name: values[row] for name, values in at.items()}
    tol = EXACTLY if size >= GRID else ROUGHLY
    return row, bracketed(lambda p: excess(p, here, law), (ps[k], ps[k + 1]), (value[row, k], value[row, k + 1]), tol)
