"""Extreme rays of a polyhedral cone, exactly, however degenerate: the double description method.

Rays are whole numbers without a common factor: in 64 bits while a bound shows that nothing can overflow,
as Python's integers from then on.  Which pairs of rays are neighbours is decided by the constraints that
they share, never by numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from games import GameError

Masks = npt.NDArray[np.uint64]
ROOM = 1 << 62  # numbers below it, and sums of two of them, fit into 64 bits
MOST_RAYS = 200_000  # on the way; more are refused


def extreme_rays(
    rays: npt.NDArray[np.object_], facets: npt.NDArray[np.object_], half_spaces: npt.NDArray[np.object_], dimension: int
) -> tuple[npt.NDArray[np.object_], npt.NDArray[np.bool_]]:
    """Cut a cone by half-spaces, one after the other.

    Parameters
    ----------
    rays : array of int, shape (rays, coordinates)
        All extreme rays of the cone ``facets @ z >= 0`` (within the span of the rays).
    facets : array of int, shape (facets, coordinates)
        Its constraints, those that follow from others included or not.
    half_spaces : array of int, shape (constraints, coordinates)
        The half-spaces ``half_spaces @ z >= 0`` to cut with.
    dimension : int
        Of the span of the rays.

    Returns
    -------
    (array of int, array of bool)
        The extreme rays of the cone that is left, and which constraints, facets first, each of them satisfies with
        equality, shape (rays, facets + constraints).

    Raises
    ------
    GameError
        When there are more than `MOST_RAYS`.

    References
    ----------
    Motzkin, T. S., Raiffa, H., Thompson, G. L. and Thrall, R. M. (1953). The double description method.
    Fukuda, K. and Prodon, A. (1996). Double description method revisited. *Combinatorics and Computer Science*, 91-111.
    """
    count = len(facets) + len(half_spaces)
    zero = np.zeros((len(rays), count), bool)
    zero[:, : len(facets)] = rays @ facets.T == 0
    rays, masks = _narrow(rays), _packed(zero)
    for k, cut in enumerate(half_spaces, len(facets)):
        values = _products(rays, cut)
        above, on, below = (np.flatnonzero(x) for x in (values > 0, values == 0, values < 0))
        masks[on, k // 64] |= np.uint64(1) << np.uint64(k % 64)
        if not len(below):
            continue
        pairs = _neighbours(masks, above, below, dimension - 2)
        retained = np.concatenate([above, on])
        if len(retained) + len(pairs) > MOST_RAYS:
            raise GameError(f"There are more than {MOST_RAYS} corners in a polytope of best replies; the game is too large to find all.")
        new = _between(rays, values, pairs)
        common = masks[pairs[:, 0]] & masks[pairs[:, 1]]
        common[:, k // 64] |= np.uint64(1) << np.uint64(k % 64)
        rays = np.concatenate([rays[retained].astype(new.dtype, copy=False), new])
        masks = np.concatenate([masks[retained], common])
    return rays.astype(object), _unpacked(masks, count)


def _narrow(rays: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Give 64-bit integers where they hold the numbers."""
    return rays.astype(np.int64) if _largest(rays) < ROOM else rays


def _largest(numbers: npt.NDArray[Any]) -> int:
    return max(abs(int(numbers.max())), abs(int(numbers.min()))) if numbers.size else 0


def _products(rays: npt.NDArray[Any], cut: npt.NDArray[np.object_]) -> npt.NDArray[Any]:
    size = sum(abs(int(c)) for c in cut)
    if rays.dtype == np.int64 and size * max(_largest(rays), 1) < ROOM:
        return np.asarray(rays @ cut.astype(np.int64))
    return np.asarray(rays.astype(object) @ cut)


def _between(rays: npt.NDArray[Any], values: npt.NDArray[Any], pairs: npt.NDArray[np.int64]) -> npt.NDArray[Any]:
    """The ray of each pair of neighbours on which the cut is zero."""
    if rays.dtype == object or values.dtype == object or 2 * _largest(rays) * _largest(values) >= ROOM:
        rays, values = rays.astype(object), values.astype(object)
    one, two = pairs[:, 0], pairs[:, 1]
    combined = values[one][:, None] * rays[two] - values[two][:, None] * rays[one]
    if len(combined):
        combined //= np.gcd.reduce(combined, axis=1)[:, None]
    return np.asarray(combined)


def _packed(zero: npt.NDArray[np.bool_]) -> Masks:
    words = -(-zero.shape[1] // 64)
    masks = np.zeros((len(zero), max(words, 1)), np.uint64)
    for k in range(zero.shape[1]):
        masks[:, k // 64] |= zero[:, k].astype(np.uint64) << np.uint64(k % 64)
    return masks


def _unpacked(masks: Masks, count: int) -> npt.NDArray[np.bool_]:
    columns = [(masks[:, k // 64] >> np.uint64(k % 64)) & np.uint64(1) for k in range(count)]
    return np.array(columns, bool).T.reshape(len(masks), count)


@njit(cache=True)
def _neighbours(masks: Any, above: Any, below: Any, least: int) -> Any:
    """The pairs of rays, one on each side, that span a face of dimension two: no third ray lies on all that they share."""
    count, words = masks.shape
    common = np.zeros(words, np.uint64)
    pairs = []
    for p in above:
        for q in below:
            shared = 0
            for w in range(words):
                common[w] = masks[p, w] & masks[q, w]
                bits = common[w]
                while bits:
                    bits &= bits - np.uint64(1)
                    shared += 1
            if shared < least:
                continue
            alone = True
            for r in range(count):
                if r in (p, q):
                    continue
                inside = True
                for w in range(words):
                    if common[w] & ~masks[r, w]:
                        inside = False
                        break
                if inside:
                    alone = False
                    break
            if alone:
                pairs.append((p, q))
    out = np.empty((len(pairs), 2), np.int64)
    for k in range(len(pairs)):
        out[k, 0], out[k, 1] = pairs[k]
    return out


def as_integers(rows: Sequence[Sequence[Any]] | npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    """Multiply rational numbers by their common denominator."""
    from math import lcm

    scale = lcm(*(x.denominator for row in rows for x in row), 1)
    return np.array([[int(x * scale) for x in row] for row in rows], object).reshape(len(rows), -1)
