"""Walks along the edges of a polytope from vertex to vertex, in floating point with proved error bounds.

The polytope is ``{x >= 0, C x <= right}``.  A *basis* is a set of as many tight constraints as there
are variables: bit ``i`` of a mask is ``x[i] = 0``, bit ``columns + j`` is ``C[j] x = right[j]``.  Floating
point proposes the neighbours; every basis that is reached is then *certified*: rigorous bounds show
that its point exists and that all other constraints hold strictly.  Two certified bases that differ in one
constraint are ends of one edge.  So when the walk closes, with nothing uncertified, the list is closed under
adjacency, and since the edges of a polytope connect its vertices, it is complete.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

ROUNDING = 2.0**-53
CLOSED, UNCERTAIN, TOO_MANY = 0, 1, 2
ONE = np.uint64(1)


@njit(cache=True)
def walk(C: Any, right: Any, most: int) -> Any:
    """Find all vertices of a simple polytope.

    Parameters
    ----------
    C : array of float, shape (rows, columns)
        Positive; each entry is exact.
    right : array of float, shape (rows,)
        Close to one; relaxed by a little so that no vertex has more tight constraints than variables.
    most : int
        Stop after so many.

    Returns
    -------
    (array of uint64, array of uint64, int)
        The certified bases; for each the constraints that are not proved to be loose at the same basis when `right`
        is exactly one; and CLOSED, UNCERTAIN or TOO_MANY.
    """
    rows, columns = C.shape
    start = (ONE << np.uint64(columns)) - ONE
    visited = {start}
    stack = [start]
    bases = [start]
    doubts = [np.uint64(0)]
    bases.pop()
    doubts.pop()
    used, tight = np.empty(columns, np.int64), np.empty(rows, np.int64)
    ones = np.ones(rows)
    while len(stack) > 0:
        mask = stack.pop()
        k = _split(mask, columns, rows, used, tight)
        R = _inverse(C, used, tight, k)
        norm = _distance(C, used, tight, R, k)
        if not norm < 0.5:
            break
        x, slack, error, errors = _point(C, right, used, tight, R, k, norm)
        if _loose(mask, columns, rows, used, k, x, slack, error, errors) != 0:
            break
        x0, slack0, error0, errors0 = _point(C, ones, used, tight, R, k, norm)
        bases.append(mask)
        doubts.append(_loose(mask, columns, rows, used, k, x0, slack0, error0, errors0))
        if len(bases) > most:
            return np.array(bases), np.array(doubts), TOO_MANY
        _step(C, mask, used, tight, R, k, x, slack, visited, stack)
        if len(stack) > 0 and stack[-1] == 0:  # no neighbour where there must be one
            break
    else:
        return np.array(bases), np.array(doubts), CLOSED
    return np.zeros(0, np.uint64), np.zeros(0, np.uint64), UNCERTAIN


@njit(cache=True)
def _split(mask: Any, columns: int, rows: int, used: Any, tight: Any) -> int:
    """Write down the variables that are not zero and the rows that are tight; how many there are of each."""
    k = t = 0
    for i in range(columns):
        if not (mask >> np.uint64(i)) & ONE:
            used[k] = i
            k += 1
    for j in range(rows):
        if (mask >> np.uint64(columns + j)) & ONE:
            tight[t] = j
            t += 1
    return k


@njit(cache=True)
def _inverse(C: Any, used: Any, tight: Any, k: int) -> Any:
    """Invert the matrix of tight rows and used columns, about; zeros when it looks singular."""
    W = np.zeros((k, 2 * k))
    for a in range(k):
        for b in range(k):
            W[a, b] = C[tight[a], used[b]]
        W[a, k + a] = 1.0
    for c in range(k):
        pivot = c
        for r in range(c + 1, k):
            if abs(W[r, c]) > abs(W[pivot, c]):
                pivot = r
        if W[pivot, c] == 0.0:
            return np.zeros((k, k))
        for q in range(2 * k):
            W[c, q], W[pivot, q] = W[pivot, q], W[c, q]
        scale = 1.0 / W[c, c]
        for q in range(2 * k):
            W[c, q] *= scale
        for r in range(k):
            factor = W[r, c]
            if r != c and factor != 0.0:
                for q in range(2 * k):
                    W[r, q] -= factor * W[c, q]
    return W[:, k:].copy()


@njit(cache=True)
def _distance(C: Any, used: Any, tight: Any, R: Any, k: int) -> float:
    """Bound the norm of ``I - R M`` from above; below one it proves that M can be inverted."""
    unit = 4.0 * (k + 4) * ROUNDING  # generous bound for sums of k products
    worst = 0.0
    for a in range(k):
        total = 0.0
        for c in range(k):
            value, size = 0.0, 1.0
            for b in range(k):
                product = R[a, b] * C[tight[b], used[c]]
                value += product
                size += abs(product)
            total += abs((1.0 if a == c else 0.0) - value) + unit * size
        worst = max(worst, total)
        if not total < 0.5:
            return 1.0
    return worst * (1.0 + 1e-9)


@njit(cache=True)
def _point(C: Any, right: Any, used: Any, tight: Any, R: Any, k: int, norm: float) -> Any:
    """The point of a basis and the slack of every row, with proved bounds of their errors (Rump 1999)."""
    unit, rows = 4.0 * (k + 4) * ROUNDING, len(right)
    x, residual = np.zeros(k), np.zeros(k)
    for a in range(k):
        for b in range(k):
            x[a] += R[a, b] * right[tight[b]]
    for a in range(k):
        value, size = right[tight[a]], abs(right[tight[a]])
        for b in range(k):
            product = C[tight[a], used[b]] * x[b]
            value -= product
            size += abs(product)
        residual[a] = abs(value) + unit * size
    error = 0.0
    for a in range(k):
        total = 0.0
        for b in range(k):
            total += abs(R[a, b]) * residual[b]
        error = max(error, total)
    error *= (1.0 + 1e-9) / (1.0 - norm)
    slack, errors = np.empty(rows), np.empty(rows)
    for j in range(rows):
        value, size, row_norm = right[j], abs(right[j]), 0.0
        for a in range(k):
            product = C[j, used[a]] * x[a]
            value -= product
            size += abs(product)
            row_norm += abs(C[j, used[a]])
        slack[j] = value
        errors[j] = (row_norm * error + unit * size) * (1.0 + 1e-9)
    return x, slack, error, errors


@njit(cache=True)
def _loose(mask: Any, columns: int, rows: int, used: Any, k: int, x: Any, slack: Any, error: float, errors: Any) -> Any:
    """The constraints outside a basis that are not proved to be loose."""
    doubtful = np.uint64(0)
    for a in range(k):
        if not x[a] > error:
            doubtful |= ONE << np.uint64(used[a])
    for j in range(rows):
        bit = ONE << np.uint64(columns + j)
        if not mask & bit and not slack[j] > errors[j]:
            doubtful |= bit
    return doubtful


@njit(cache=True)
def _step(C: Any, mask: Any, used: Any, tight: Any, R: Any, k: int, x: Any, slack: Any, visited: Any, stack: Any) -> None:
    """Follow each edge that leaves a vertex to its other end."""
    rows, columns = C.shape
    direction = np.empty(k)
    position = np.full(rows, -1)
    for b in range(k):
        position[tight[b]] = b
    for c in range(columns + rows):
        if not (mask >> np.uint64(c)) & ONE:
            continue
        for a in range(k):
            if c >= columns:
                direction[a] = -R[a, position[c - columns]]
            else:
                direction[a] = 0.0
                for b in range(k):
                    direction[a] -= R[a, b] * C[tight[b], c]
        nearest, entering = np.inf, -1
        for a in range(k):
            if direction[a] < 0.0 and x[a] < -direction[a] * nearest:
                nearest, entering = x[a] / -direction[a], used[a]
        for j in range(rows):
            if position[j] >= 0:
                continue
            speed = C[j, c] if c < columns else 0.0
            for a in range(k):
                speed += C[j, used[a]] * direction[a]
            if speed > 0.0 and slack[j] < speed * nearest:
                nearest, entering = slack[j] / speed, columns + j
        if entering < 0:
            stack.append(np.uint64(0))
            return
        neighbour = (mask & ~(ONE << np.uint64(c))) | (ONE << np.uint64(entering))
        if neighbour not in visited:
            visited.add(neighbour)
            stack.append(neighbour)
