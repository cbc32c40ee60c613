"""Multilinear forms over products of open simplices: every condition of an equilibrium is one.

A *block* is a tuple of options with positive weights that add up to one: the actions that a
player mixes, or a tremble against its absence.  A *form* is a sum of numbers times
products of options of different blocks; a block that a product leaves out is summed over.
So a form's value is an average, with positive weights, of its values at the vertices (one
option per block): its range is one number, or the open interval between the least and
the greatest vertex value.  All arithmetic is exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from flint import fmpq

Options: TypeAlias = tuple[int, ...]
Form: TypeAlias = dict[Options, fmpq]
Range: TypeAlias = tuple[fmpq, fmpq]

ZERO, ONE = fmpq(0), fmpq(1)
VERTICES = 4096                     # beyond so many vertices a range is bounded, not computed


def combine(parts: Iterable[tuple[Options, fmpq, Form]]) -> Form:
    """Add up products of options times numbers times forms."""
    out: Form = {}
    for factor, number, form in parts:
        for key, value in form.items():
            key = tuple(sorted(key + factor)) if factor else key
            out[key] = out.get(key, ZERO) + number * value
    return {key: value for key, value in out.items() if value}


def difference(one: Form, two: Form) -> Form:
    """Subtract a form."""
    out = dict(one)
    for key, value in two.items():
        out[key] = out.get(key, ZERO) - value
    return {key: value for key, value in out.items() if value}


def put(form: Form, weights: Mapping[int, fmpq]) -> Form:
    """Give the options of one block their weights."""
    out: Form = {}
    for key, value in form.items():
        for option in key:
            if option in weights:
                key, value = tuple(x for x in key if x != option), value * weights[option]
                break
        out[key] = out.get(key, ZERO) + value
    return {key: value for key, value in out.items() if value}


def involved(form: Form, block_of: Mapping[int, Options]) -> set[Options]:
    """The blocks that a form speaks of."""
    return {block_of[option] for key in form for option in key}


def constant(form: Form) -> fmpq:
    """The value of a form that speaks of no block."""
    return form.get((), ZERO)


def span(form: Form, block_of: Mapping[int, Options], budget: int = VERTICES) -> Range:
    """Find the least and the greatest vertex value (bounds for them beyond the budget)."""
    joint = next((key for key in form if len(key) > 1), None)
    if joint is None:
        return _linear_span(form, block_of)
    block = block_of[joint[0]]
    if budget < len(block):
        values = form.values()
        return sum((v for v in values if v < 0), ZERO), sum((v for v in values if v > 0), ZERO)
    ends = [span(put(form, {o: ONE if o == option else ZERO for o in block}), block_of, budget // len(block)) for option in block]
    return min(low for low, _ in ends), max(high for _, high in ends)


def _linear_span(form: Form, block_of: Mapping[int, Options]) -> Range:
    """The range of a form without products: every block takes its least and its greatest term."""
    low = high = constant(form)
    for block in {block_of[key[0]] for key in form if key}:
        values = [form.get((option,), ZERO) for option in block]
        low, high = low + min(values), high + max(values)
    return low, high


def vanishes(range_: Range) -> bool:
    """Whether a form with this range is zero somewhere."""
    low, high = range_
    return low < 0 < high or low == high == 0


def reaches(range_: Range) -> bool:
    """Whether a form with this range is zero or more somewhere."""
    low, high = range_
    return high > 0 or low == high == 0
