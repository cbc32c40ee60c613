"""Nodes of an information set that are known to be how likely beside one another, whatever else is believed.

Beliefs are limits of Bayes' rule, so that nodes which only chance tells apart, and moves that others are known to take, are as likely
as chance makes them.  What an action brings there is then one number, which cuts supports before beliefs are asked about.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from ..algebra.ring import Polynomial
from .tree_polynomials import Supports, View

Odds: TypeAlias = tuple[int, ...]
"""For each of some nodes the number of its group; how likely the nodes of a group are beside one another is known."""


def told_apart(view: View, nodes: Sequence[int], supports: Supports) -> Odds | None:
    """Number nodes, the same number for those with known odds; None where there are no two, or beliefs need not be consistent."""
    if len(nodes) == 1 or not view.consistent:
        return None
    numbers: dict[tuple[tuple[int, int], ...], int] = {}
    groups = []
    for n in nodes:
        moves = tuple(move for move in view.others[n] if supports.get(move[0]) != (move[1],))
        groups.append(numbers.setdefault(moves, len(numbers)))
    return tuple(groups) if len(numbers) < len(nodes) else None


def advantages(view: View, nodes: Sequence[int], odds: Odds | None, a: int, b: int, supports: Supports) -> list[Polynomial]:
    """What an action brings more than another at nodes, or at groups of them."""
    gains = [view.advantage(n, a, b, supports) for n in nodes]
    if odds is None:
        return gains
    weighed: dict[int, Polynomial] = {}
    for n, group, gain in zip(nodes, odds, gains, strict=True):
        weighed[group] = weighed.get(group, view.ring.zero) + view.chance_before[n] * gain
    return list(weighed.values())
