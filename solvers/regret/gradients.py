"""Compiled sums over the leaf rows: what each of a player's sequences earns against the others' plans.

Nothing is allocated in them, and Python is not asked.  Importing this module imports numba; what was compiled once on a
machine is kept beside the source, or in the user's cache where that folder is write-protected.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar, cast

import numba
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]
Places = npt.NDArray[np.uint32]
F = TypeVar("F", bound=Callable[..., Any])


class Form(NamedTuple):
    """The arrays of a `games.forms.flat.FlatForm`, which says what they are."""

    sequence_start: Ints
    set_start: Ints
    before: Places
    first: Places
    size: Ints
    row_start: npt.NDArray[np.int64]
    others: Places
    payoffs: Floats
    weights: Floats


class Tables(NamedTuple):
    """The arrays of `games.forms.blocks.Blocks`, which says what they are, and room to work in: for plans of the others, and for sums."""

    begin: npt.NDArray[np.int64]
    shape: npt.NDArray[np.int64]
    own: Places
    others: Places
    payoffs: npt.NDArray[Any]
    unit: float
    plans: Floats
    sums: Floats


def compiled(function: F) -> F:
    """Compile a function for the types that it meets, and keep it for the next run."""
    return cast(F, numba.njit(cache=True, nogil=True)(function))


@compiled
def earned_by(form: Form, tables: Tables, player: int, x: Floats, g: Floats) -> None:
    """The gradient, from blocks where there are any."""
    if len(tables.shape):
        gradient_of_blocks(tables, player, x, g)
    else:
        gradient(form, player, form.payoffs, x, g)


@compiled
def gradient(form: Form, player: int, amounts: Floats, x: Floats, g: Floats) -> None:
    """What each sequence of a player earns (or, with weights for payoffs, how likely it is met) given the others' plans."""
    others, start, width = form.others, form.row_start, form.others.shape[1]
    for s in range(form.sequence_start[player], form.sequence_start[player + 1]):
        total = 0.0
        if width == 1:
            for k in range(start[s], start[s + 1]):
                total += amounts[k] * x[others[k, 0]]
        elif width == 2:
            for k in range(start[s], start[s + 1]):
                total += amounts[k] * x[others[k, 0]] * x[others[k, 1]]
        else:
            for k in range(start[s], start[s + 1]):
                product = amounts[k]
                for j in range(width):
                    product *= x[others[k, j]]
                total += product
        g[s] = total


@compiled
def gradient_of_blocks(tables: Tables, player: int, x: Floats, g: Floats) -> None:
    """The same from blocks: the others' plans are looked up once for all own sequences, and neighbours are added up together."""
    first, last = tables.begin[player], tables.begin[player + 1]
    own_at = (tables.shape[:first, 0] * tables.shape[:first, 2]).sum()
    met_at = (tables.shape[:first, 1] * tables.shape[:first, 2]).sum()
    paid_at = (tables.shape[:first, 0] * tables.shape[:first, 1] * tables.shape[:first, 2]).sum()
    for b in range(first, last):
        m, n, wide = tables.shape[b]
        plans, sums = tables.plans[: n * wide], tables.sums[: m * wide]
        for j in range(len(tables.others)):
            others = tables.others[j, met_at : met_at + n * wide]
            for c in range(n * wide):
                plans[c] = x[others[c]] if j == 0 else plans[c] * x[others[c]]
        for c in range(m * wide):
            sums[c] = 0.0
        if wide == 1 and m == 1:
            paid, total = tables.payoffs[paid_at : paid_at + n], 0.0
            for c in range(n):
                total += paid[c] * tables.unit * plans[c]
            sums[0] = total
        elif wide == 1:
            for j in range(n):
                paid = tables.payoffs[paid_at + j * m : paid_at + (j + 1) * m]
                for i in range(m):
                    sums[i] += paid[i] * tables.unit * plans[j]
        else:
            for j in range(n):
                plan = plans[j * wide : (j + 1) * wide]
                for i in range(m):
                    here = paid_at + (j * m + i) * wide
                    paid, some = tables.payoffs[here : here + wide], sums[i * wide : (i + 1) * wide]
                    for c in range(wide):
                        some[c] += paid[c] * tables.unit * plan[c]
        own = tables.own[own_at : own_at + m * wide]
        for c in range(m * wide):
            g[own[c]] = sums[c]
        own_at, met_at, paid_at = own_at + m * wide, met_at + n * wide, paid_at + m * n * wide


@compiled
def careful_gradient(form: Form, player: int, amounts: Floats, x: Floats, g: Floats) -> None:
    """The same with compensated sums (Neumaier 1974), for measuring."""
    for s in range(form.sequence_start[player], form.sequence_start[player + 1]):
        total, lost = 0.0, 0.0
        for k in range(form.row_start[s], form.row_start[s + 1]):
            product = amounts[k]
            for j in range(form.others.shape[1]):
                product *= x[form.others[k, j]]
            both = total + product
            lost += (total - both) + product if abs(total) >= abs(product) else (product - both) + total
            total = both
        g[s] = total + lost
