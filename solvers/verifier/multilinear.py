"""Multilinear forms over products of open simplices: every condition of an equilibrium is one.

A *block* is a tuple of options with positive weights that add up to one: the actions that a
player mixes, or a tremble against its absence.  A *form* is a sum of numbers times
products of options of different blocks; a block that a product leaves out is summed over.
So a form's value is an average, with positive weights, of its values at the vertices (one
option per block): its range is one number, or the open interval between the least and
the greatest vertex value.

All arithmetic is exact.  A coefficient is a whole number, or an array of whole numbers: the same game
at many parameter points at once; answers are then arrays of booleans.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce
from typing import Any, TypeAlias

import numpy as np

Options: TypeAlias = tuple[int, ...]
Value: TypeAlias = Any  # int, or an array of int, shape (points,)
Truth: TypeAlias = Any  # bool, or an array of bool, shape (points,)
Form: TypeAlias = dict[Options, Value]
Range: TypeAlias = tuple[Value, Value]

ZERO = 0
TRUTHS = np.dtype(bool)
VERTICES = 4096  # beyond so many vertices a range is bounded, not computed


def somewhere(truth: Truth) -> bool:
    """Whether a truth, or a number's being other than zero, holds at some point."""
    if not isinstance(truth, np.ndarray):
        return bool(truth)
    return 1 in truth.tobytes() if truth.dtype == TRUTHS else any(truth.tolist())  # of few points, much faster than numpy


def throughout(truth: Truth) -> bool:
    """Whether a truth, or a number's being other than zero, holds at every point."""
    if not isinstance(truth, np.ndarray):
        return bool(truth)
    return 0 not in truth.tobytes() if truth.dtype == TRUTHS else all(truth.tolist())


class Differ(Exception):
    """What comes next is not the same at all points."""

    def __init__(self, truth: Truth) -> None:
        super().__init__()
        self.truth = truth


def everywhere(truth: Truth) -> bool:
    """Whether something holds at all points rather than at none.

    Raises
    ------
    Differ
        When it holds at some.
    """
    here = somewhere(truth)
    if here and not throughout(truth):
        raise Differ(truth)
    return here


def at_points(value: Any, points: Any) -> Any:
    """A value or truth at some of many points, or at one of them; what is the same at all points stays."""
    return value[points] if isinstance(value, np.ndarray) else value


def at(form: Form, points: Any) -> Form:
    """A form at some of many points, or at one of them."""
    restricted = {key: at_points(value, points) for key, value in form.items()}
    return {key: value for key, value in restricted.items() if somewhere(value)}


def least(values: Iterable[Value]) -> Value:
    """The least value, point by point."""
    values = list(values)
    if not _many(*values):
        return min(values)
    return reduce(lambda one, two: np.minimum(one, two) if _many(one, two) else min(one, two), values)


def most(values: Iterable[Value]) -> Value:
    """The greatest value, point by point."""
    values = list(values)
    if not _many(*values):
        return max(values)
    return reduce(lambda one, two: np.maximum(one, two) if _many(one, two) else max(one, two), values)


def _many(*values: Value) -> bool:
    return np.ndarray in map(type, values)


def combine(terms: Iterable[tuple[Options, Form]]) -> Form:
    """Add up products of options times forms."""
    out: Form = {}
    for factor, form in terms:
        for key, value in form.items():
            key = tuple(sorted(key + factor)) if factor else key
            out[key] = out[key] + value if key in out else value
    return {key: value for key, value in out.items() if somewhere(value)}


def difference(one: Form, two: Form) -> Form:
    """Subtract a form."""
    out = dict(one)
    for key, value in two.items():
        out[key] = out.get(key, ZERO) - value
    return {key: value for key, value in out.items() if somewhere(value)}


def with_weights(form: Form, weights: Mapping[int, Value], whole: Value) -> Form:
    """Give the options of one block their weights, in parts of a whole, and multiply the form by that."""
    out: Form = {}
    for key, value in form.items():
        option = next((x for x in key if x in weights), None)
        key, value = (key, value * whole) if option is None else (tuple(x for x in key if x != option), value * weights[option])
        out[key] = out[key] + value if key in out else value
    return {key: value for key, value in out.items() if somewhere(value)}


def vertex(form: Form, block: Options, option: int) -> Form:
    """Give one option of a block all the weight."""
    out: Form = {}
    for key, value in form.items():
        if option in key:
            key = tuple(x for x in key if x != option)
        elif any(x in key for x in block):
            continue
        out[key] = out[key] + value if key in out else value
    return {key: value for key, value in out.items() if somewhere(value)}


def involved(form: Form, block_of: Mapping[int, Options]) -> set[Options]:
    """The blocks that a form speaks of."""
    return {block_of[option] for key in form for option in key}


def constant(form: Form) -> Value:
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
        return sum((least((v, ZERO)) for v in values), ZERO), sum((most((v, ZERO)) for v in values), ZERO)
    ends = [span(vertex(form, block, option), block_of, budget // len(block)) for option in block]
    return least(low for low, _ in ends), most(high for _, high in ends)


def _linear_span(form: Form, block_of: Mapping[int, Options]) -> Range:
    """The range of a form without products: every block takes its least and its greatest term."""
    low = high = constant(form)
    for block in {block_of[key[0]] for key in form if key}:
        values = [form.get((option,), ZERO) for option in block]
        low, high = low + least(values), high + most(values)
    return low, high


def vanishes(range_: Range) -> Truth:
    """Whether a form with this range is zero somewhere."""
    low, high = range_
    return (low < 0) == (high > 0)


def reaches(range_: Range) -> Truth:
    """Whether a form with this range is zero or more somewhere."""
    low, high = range_
    return (high > 0) | (low >= 0)


def all_of(truths: Iterable[Truth]) -> Truth:
    """Where every one holds; no more are asked for once none is left."""
    truth_of_all: Truth = True
    for truth in truths:
        truth_of_all = truth_of_all & truth
        if not somewhere(truth_of_all):
            break
    return truth_of_all


def any_of(truths: Iterable[Truth]) -> Truth:
    """Where some one holds."""
    return reduce(lambda one, two: one | two, truths, False)
