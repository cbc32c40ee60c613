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
    at: npt.NDArray[np.int64]
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
    own_at, met_at, paid_at = tables.at[player]
    for b in range(tables.begin[player], tables.begin[player + 1]):
        m, n, wide = tables.shape[b]
        plans, sums = tables.plans[: n * wide], tables.sums[: m * wide]
        plans[:] = 1.0
        for j in range(len(tables.others)):
            others = tables.others[j, met_at : met_at + n * wide]
            for c in range(len(plans)):
                plans[c] *= x[others[c]]
        sums[:] = 0.0
        if m * wide == 1:
            paid, total = tables.payoffs[paid_at : paid_at + n], 0.0
            for c in range(n):
                total += paid[c] * tables.unit * plans[c]
            sums[0] = total
        elif wide == 1:
            for j in range(n):
                paid, plan = tables.payoffs[paid_at + j * m : paid_at + (j + 1) * m], plans[j]
                for i in range(m):
                    sums[i] += paid[i] * tables.unit * plan
        else:
            for k in range(n * m):  # tuples in turn, and for each of them the own sequences
                j, i = k // m, k % m
                paid, some = tables.payoffs[paid_at + k * wide : paid_at + (k + 1) * wide], sums[i * wide : (i + 1) * wide]
                met = plans[j * wide : (j + 1) * wide]
                for c in range(wide):
                    some[c] += paid[c] * tables.unit * met[c]
        own = tables.own[own_at : own_at + m * wide]
        for c in range(len(own)):
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
