"""A continuum of plans in symbols: the mixes at information sets that vary, and the comparisons that bound them.

The hull of a player's extreme plans is described by its facets, found by double description, and written in the
probabilities of actions: ``x_fight_weak`` between its bounds, and what several must satisfy together.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np
from flint import fmpq, fmpq_mat

from games import Game, Sequences
from games.numbers import Expression, Number, polynomial, simplest

from ..algebra.double_description import extreme_rays
from ..results import OpenRange, Relation, between
from .replies import Plan

MOST_SYMBOLS = 12  # with more of them, weights of corners say more in fewer words

Symbol = Callable[[str], Expression]


@dataclass(frozen=True)
class Hull:
    """A convex set of plans of one player.

    Parameters
    ----------
    plan : sequence of numbers
        The probability of each sequence, in symbols.
    ranges : tuple of OpenRange
        What is known of each symbol.
    sample : dict from str to number
        A point in the middle.
    """

    plan: Sequence[Number]
    ranges: tuple[OpenRange, ...]
    sample: Mapping[str, Number]


def in_probabilities(game: Game, own: Sequences, corners: Sequence[Plan], symbol: Symbol) -> Hull | None:
    """Describe the hull of plans by probabilities of actions; None when fewer of them are free than vary."""
    varying = _varying(game, own, corners)
    symbolic = [s for _, sequences in varying for s in sequences[:-1]]
    if not 0 < len(symbolic) <= MOST_SYMBOLS:
        return None
    points = [[Fraction(1), *(plan[s] for s in symbolic)] for plan in corners]
    independent = independent_rows(points)
    if len(independent) < len(symbolic) + 1:
        return None
    symbols = {s: symbol(symbol_stem(game, own, s)) for s in symbolic}
    plan = _plan(game, own, corners, varying, symbols)
    barycentre = [sum(column, Fraction(0)) / len(corners) for column in zip(*corners, strict=True)]
    before = _before(game, own)
    sample: dict[str, Number] = {symbols[s].text(): barycentre[s] / barycentre[before[s]] for s in symbolic}
    conditions = [
        _linear_form(Expression.constant(facet[0]), facet[1:], [plan[s] for s in symbolic]) for facet in _facets(points, independent)
    ]
    return Hull(plan, _ranges(conditions, [symbols[s].text() for s in symbolic], varying, symbols), sample)


def in_weights(corners: Sequence[Plan], stem: str, symbol: Symbol) -> Hull:
    """Describe the hull of plans by weights of its corners, the last of which takes what is left."""
    names = tuple(symbol(f"{stem}_{j + 1}").text() for j in range(len(corners) - 1))
    symbols = [Expression.symbol(name) for name in names]
    ranges = tuple(between(name, 0, simplest(sum((-x for x in symbols[:j]), Expression.constant(1)))) for j, name in enumerate(names))
    powers = [tuple(int(i == j) for i in range(len(names))) for j in range(len(corners))]
    plan = []
    for *entries, last in zip(*corners, strict=True):
        terms = dict(zip(powers, [*(entry - last for entry in entries), last], strict=True))
        plan.append(simplest(Expression(polynomial(names, {k: entry for k, entry in terms.items() if entry}))))
    return Hull(plan, ranges, {name: Fraction(1, len(corners)) for name in names})


def _linear_form(constant: Expression, coefficients: Sequence[Number], terms: Sequence[Number]) -> Expression:
    total = constant
    for coefficient, term in zip(coefficients, terms, strict=True):
        total = total + term * coefficient if coefficient else total
    return total


# ------------------------------------------------------------------ what varies


def _sets(game: Game, own: Sequences) -> Iterator[tuple[int, range]]:
    """The sequence before each information set, and those of its actions."""
    for infoset, first, before in zip(own.infosets.tolist(), own.first.tolist(), own.before.tolist(), strict=True):
        yield before, range(first, first + len(game.set_actions[infoset]))


def _before(game: Game, own: Sequences) -> dict[int, int]:
    return {s: before for before, sequences in _sets(game, own) for s in sequences}


def _varying(game: Game, own: Sequences, corners: Sequence[Plan]) -> list[tuple[int, list[int]]]:
    """The sets at which the mix varies: the sequence before, and the actions whose probability varies."""
    varying_sets = []
    for before, sequences in _sets(game, own):
        reaching = [plan for plan in corners if plan[before]]
        mixes = {tuple(plan[s] if plan[before] == 1 else plan[s] / plan[before] for s in sequences) for plan in reaching}
        varying = [s for s, column in zip(sequences, zip(*mixes, strict=True), strict=True) if len(set(column)) > 1] if mixes else []
        if varying:
            varying_sets.append((before, varying))
    return varying_sets


def symbol_stem(game: Game, own: Sequences, s: int) -> str:
    """What the symbol is named after that stands for the probability of a sequence's last action, as ``x_fight_weak``."""
    for infoset, first in zip(own.infosets.tolist(), own.first.tolist(), strict=True):
        actions, label = game.set_actions[infoset], game.set_labels[infoset]
        if first <= s < first + len(actions):
            return f"x_{actions[s - first]}" + ("" if label == "start" else f"_{label}")
    raise AssertionError("a sequence that is not empty ends with an action")


def _plan(
    game: Game, own: Sequences, corners: Sequence[Plan], varying: Sequence[tuple[int, list[int]]], symbols: Mapping[int, Expression]
) -> list[Number]:
    """The plan in symbols: products of the probabilities along each sequence."""
    mixes: dict[int, Number] = dict(symbols)
    for before, varied in varying:
        reaching = next(plan for plan in corners if plan[before])
        mass = sum((reaching[s] for s in varied), Fraction(0)) / reaching[before]
        mixes[varied[-1]] = sum((-symbols[s] for s in varied[:-1]), Expression.constant(mass))
    plan: list[Number] = [Fraction(1)] * len(own)
    for before, sequences in _sets(game, own):
        for s in sequences:
            fixed = next((corner[s] / corner[before] for corner in corners if corner[before]), Fraction(0))
            plan[s] = simplest(plan[before] * mixes.get(s, fixed))
    return plan


# ------------------------------------------------------------------ facets


def independent_rows(points: Sequence[Sequence[Fraction]]) -> list[int]:
    """Rows that span all others, the first possible ones."""
    reduced, rank = fmpq_mat([[_flint(x) for x in column] for column in zip(*points, strict=True)]).rref()
    return [next(j for j in range(len(points)) if reduced[k, j]) for k in range(rank)]


def _facets(points: Sequence[Sequence[Fraction]], independent: Sequence[int]) -> list[list[int]]:
    """The half-spaces ``n . (1, x) >= 0`` that together are the hull of the rows ``(1, x)``."""
    rows = np.array([_integers([_flint(x) for x in point]) for point in points], object)
    simplex = rows[list(independent)]
    inverse = fmpq_mat([[int(x) for x in row] for row in simplex]).inv()
    rays = np.array([_integers([inverse[i, k] for i in range(len(simplex))]) for k in range(len(simplex))], object)
    rest = rows[[k for k in range(len(rows)) if k not in set(independent)]]
    facets, _ = extreme_rays(rays, simplex, rest, len(simplex))
    return [[int(x) for x in ray] for ray in facets]


def _integers(column: Sequence[Any]) -> list[int]:
    scale = lcm(*(int(x.q) for x in column))
    return [int(x.p) * (scale // int(x.q)) for x in column]


def _flint(number: Fraction) -> fmpq:
    return fmpq(number.numerator, number.denominator)


# ------------------------------------------------------------------ conditions


def _ranges(
    conditions: Sequence[Expression], names: Sequence[str], varying: Sequence[tuple[int, list[int]]], symbols: Mapping[int, Expression]
) -> tuple[OpenRange, ...]:
    """Bounds of each symbol, and with the last of several what they satisfy together."""
    bounds = {name: (Fraction(0), Fraction(1)) for name in names}
    coupled = []
    for condition in conditions:
        if len(condition.free) == 1 and condition.numerator.total_degree() == 1:
            (name,) = condition.free
            at_zero, at_one = (_number(condition.at({name: x})) for x in (0, 1))
            root, (low, high) = at_zero / (at_zero - at_one), bounds[name]
            bounds[name] = (max(low, root), high) if at_one > at_zero else (low, min(high, root))
        elif condition.free:
            coupled.append(condition)
    more: dict[str, list[Relation]] = {name: [] for name in names}
    for condition in coupled:
        if not _implied(condition, bounds):
            more[max(condition.free, key=names.index)].append(Relation(simplest(condition), ">=", 0))
    return tuple(between(name, low, high, more[name]) for name, (low, high) in bounds.items())


def _implied(condition: Expression, bounds: Mapping[str, tuple[Fraction, Fraction]]) -> bool:
    """Whether the bounds alone suffice: linear in each symbol, the condition is least at a corner of the box."""
    ends = itertools.product(*(bounds[name] for name in condition.free))
    return all(_number(condition.at(dict(zip(condition.free, end, strict=True)))) >= 0 for end in ends)


def _number(value: Number) -> Fraction:
    return value.fraction() if isinstance(value, Expression) else Fraction(value)
