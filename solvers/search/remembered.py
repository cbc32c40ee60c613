"""What the play at a few information sets decides, remembered by that play: other bases ask the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeAlias

from games.numbers import Expression, Number

from ..algebra.remembering import Answers
from ..algebra.ring import Polynomial
from ..algebra.sign_oracle import Atom

if TYPE_CHECKING:
    from .subform_beliefs import SubformConditions

Chosen: TypeAlias = Callable[[dict[int, tuple[int, ...]]], tuple[tuple[int, ...], ...]]
"""Gives the supports of some sets."""


def chosen_at(sets: Sequence[int]) -> Chosen:
    """What gives the supports of some sets, in their order."""
    return itemgetter(*sets) if len(sets) > 1 else partial(_few, tuple(sets))


def _few(sets: tuple[int, ...], supports: Mapping[int, tuple[int, ...]]) -> tuple[tuple[int, ...], ...]:
    return tuple([supports[s] for s in sets])


@dataclass(eq=False)
class Remembered:
    """Tables of one game.

    Parameters
    ----------
    shares : Answers
        The probabilities of the actions of a support, and the weights of groups of nodes.
    weighed, totals, compared, believable : Answers
        The weights of a set's nodes, their sums, what its actions bring beside one another, and its belief supports.
    since, inside, entered : Answers
        The moves since a subform was entered, its sets, and the conditions of each under a belief about where.
    from_where, likeliest, nested : Answers
        The subforms whose entries may tell what is believed at a set, the nodes of a set that are infinitely more likely than all others,
        and the comparisons at a set under a belief about where one of these was entered.
    forms : Answers
        Closed forms of polynomials.
    rows, parts : Answers, dict
        What stands in profiles at sets that play one action or believe in one node; and closed forms of weights over their sums, with both.
    """

    shares: Answers[list[Polynomial]] = field(default_factory=Answers)
    weighed: Answers[dict[int, Polynomial]] = field(default_factory=Answers)
    totals: Answers[Polynomial] = field(default_factory=Answers)
    compared: Answers[list[tuple[int, Atom]]] = field(default_factory=Answers)
    believable: Answers[Any] = field(default_factory=Answers)
    since: Answers[list[tuple[int, list[tuple[int, int]]]]] = field(default_factory=Answers)
    inside: Answers[list[tuple[int, Chosen]]] = field(default_factory=Answers)
    entered: Answers[SubformConditions] = field(default_factory=Answers)
    from_where: Answers[list[Any]] = field(default_factory=Answers)
    likeliest: Answers[tuple[int, ...]] = field(default_factory=Answers)
    nested: Answers[list[tuple[int, Polynomial]]] = field(default_factory=Answers)
    forms: Answers[Expression] = field(default_factory=Answers)
    rows: Answers[dict[str, Number]] = field(default_factory=Answers)
    parts: dict[tuple[int, int], tuple[Expression, Expression, Number]] = field(default_factory=dict)
