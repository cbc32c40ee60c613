"""The corners of a best-reply polytope ``{x >= 0, C x <= 1}``, exactly, by the walk along its edges.

The walk needs a polytope without degenerate corners.  So the right sides are relaxed by different tiny amounts; every
basis found is then checked at the right sides as they are, in exact arithmetic wherever bounds of
rounding errors do not settle it.  If all bases are feasible there too, they are feasible at every relaxation in between
(the point of a basis is linear in it), so they are the bases of arbitrarily small relaxations, and each corner of
the polytope itself is the limit of one of them.
"""

from __future__ import annotations

from math import ceil, log2

import numpy as np
import numpy.typing as npt
from flint import fmpq, fmpq_mat, fmpz_mat

from games import GameError

from .traversal import CLOSED, TOO_MANY, walk

MOST_CORNERS = 3_000_000
RELAXED = (1e-7, 1e-9, 1e-6, 1e-8)  # how far the right sides are relaxed, one try after the other
LARGEST_NUMBER = 1 << 50  # exact in floating point

Masks = npt.NDArray[np.uint64]
Point = list[fmpq]


def corners(C: npt.NDArray[np.object_]) -> Masks | None:
    """Find all corners but the origin.

    Parameters
    ----------
    C : array of int, shape (rows, columns)
        Positive.

    Returns
    -------
    array of uint64 or None
        The constraints that are tight at each corner: bit ``i`` is ``x[i] = 0``, bit ``columns + j`` is ``C[j] x = 1``.
        None when floating point cannot settle it.

    Raises
    ------
    GameError
        When there are more than `MOST_CORNERS`.
    """
    rows, columns = C.shape
    if rows + columns > 63 or C.max() > LARGEST_NUMBER:
        return None
    floats = C.astype(float) / 2.0 ** ceil(log2(C.max()))
    for attempt, relaxation in enumerate(RELAXED):
        right = 1.0 + relaxation * (1.0 + np.random.default_rng(attempt).random(rows))
        bases, doubts, status = walk(floats, right, MOST_CORNERS)
        if status == TOO_MANY:
            raise GameError(
                f"A {columns} by {rows} game has more than {MOST_CORNERS} corners in its polytopes of best replies, too many to find all."
            )
        if status == CLOSED and (masks := _with_all_tight(C, bases, doubts)) is not None:
            return np.asarray(masks[masks != (1 << columns) - 1])
    return None


def point(C: npt.NDArray[np.object_], mask: int) -> Point:
    """The corner at which some constraints are tight, exactly; a basis among them is chosen where there are too many."""
    rows, columns = C.shape
    used = [i for i in range(columns) if not mask >> i & 1]
    tight = [j for j in range(rows) if mask >> (columns + j) & 1]
    values = _basic_solution(C, used, tight)
    x = [fmpq(0)] * columns
    for i, value in zip(used, values, strict=True):
        x[i] = value
    return x


def _basic_solution(C: npt.NDArray[np.object_], used: list[int], tight: list[int]) -> Point:
    """Solve the tight rows for the used variables."""
    if len(tight) == len(used):
        matrix = fmpz_mat([[int(C[j, i]) for i in used] for j in tight])
        column = fmpq_mat(matrix).solve(fmpq_mat(len(tight), 1, [1] * len(tight)))
        return [column[k, 0] for k in range(len(used))]
    reduced, rank = fmpq_mat([[*(int(C[j, i]) for i in used), 1] for j in tight]).rref()
    assert rank == len(used)
    return [reduced[k, len(used)] for k in range(rank)]


def _with_all_tight(C: npt.NDArray[np.object_], bases: Masks, doubts: Masks) -> Masks | None:
    """Add the constraints that are tight besides those of the basis; None when a basis is not feasible after all."""
    rows, columns = C.shape
    completed = bases.copy()
    for k in np.flatnonzero(doubts):
        mask, doubtful = int(bases[k]), int(doubts[k])
        x = point(C, mask)
        for c in range(rows + columns):
            if doubtful >> c & 1:
                value = x[c] if c < columns else 1 - sum((int(a) * b for a, b in zip(C[c - columns], x, strict=True) if b), fmpq(0))
                if value < 0:
                    return None
                if value == 0:
                    mask |= 1 << c
        completed[k] = mask
    return np.unique(completed)
