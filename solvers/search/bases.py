"""Bases: action supports with belief supports, and the polynomial system of each.

A base fixes which actions have positive probability and which nodes of each information
set are believed possible.  Bases partition all assessments.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from ..algebra.ring import Polynomial
from ..algebra.sign_oracle import Atom
from .consistency import Beliefs, binomials
from .tree_polynomials import Supports, View


@dataclass(frozen=True, eq=False)
class Base:
    """An action support with a belief support, and its system of equations and comparisons.

    Parameters
    ----------
    supports : dict from set to actions
    beliefs : dict from set to nodes
        At every information set.
    groups : dict from set to tuple of groups of nodes
        Unreached sets with several groups of believed nodes; nodes of one group have the same trembles.
    unknowns : list of str
        The unknowns of the system.
    equations : list of (polynomial, set or None)
        All zero; the set whose indifference it is, None for a binomial.
    atoms : list of Atom
        Off-support actions must not be better.
    rivals : list of (set, action)
        Whose alternative each of the atoms is about.
    positives : list of polynomials
        Probabilities and belief weights; all positive.
    loose : frozenset of sets
        Under Nash and subgame perfection: sets off the path at which a range of mixes serves equally; the ends of the range
        belong to it.
    idle : frozenset of sets
        Under Nash and subgame perfection: sets that play reaches only when their own player, or two players at once, deviate;
        what is played there matters to nobody, and their supports stand for any.
    """

    supports: Supports
    beliefs: Beliefs
    groups: Mapping[int, tuple[tuple[int, ...], ...]]
    unknowns: list[str]
    equations: list[tuple[Polynomial, int | None]]
    atoms: list[Atom]
    rivals: list[tuple[int, int]]
    positives: list[Polynomial]
    name: tuple[Any, ...] = field(default=())
    loose: frozenset[int] = frozenset()
    idle: frozenset[int] = frozenset()


def system(
    view: View,
    supports: Supports,
    beliefs: Beliefs,
    groups: Mapping[int, tuple[tuple[int, ...], ...]],
    behind: Mapping[int, tuple[Any, ...]] | None = None,
) -> Base:
    """Write down what an equilibrium in a base must satisfy.

    Parameters
    ----------
    behind : dict from node to tuple, optional
        What the weight of an unreached node is a product of; its path's unused actions when None.
    """
    unknowns: list[str] = []
    atoms: list[Atom] = []
    rivals: list[tuple[int, int]] = []
    positives: list[Polynomial] = []
    equations: list[tuple[Polynomial, int | None]] = []
    for s in view.sets:
        if len(supports[s]) > 1:
            unknowns += [f"b{s}.{a}" for a in supports[s][:-1]]
            positives += [view.probability(s, a, supports[s]) for a in supports[s]]
    weights: dict[int, dict[int, Polynomial]] = {}
    relative: dict[int, list[Polynomial]] = {}
    believed: dict[int, tuple[Any, ...]] = {}  # what the weights at a set follow from
    for s in view.sets:
        several = groups[s] if s in groups and len(groups[s]) > 1 else None
        if several is not None:
            relative[s] = view.relative(s, len(several))
            unknowns += [f"t{s}.{j}" for j in range(len(several) - 1)]
            positives += relative[s]
        believed[s], weights[s] = _weighed(view, s, beliefs[s], several, supports)
    if view.consistent:
        equations += [(e, None) for e in binomials(view, supports, groups, relative, behind)]
    for s in view.sets:
        question = (*believed[s], view.played_from(s, supports))
        for a, atom in view.remembered.compared.of(question, partial(_comparisons, view, s, weights[s], supports)):
            if a in supports[s]:
                equations.append((atom.polynomial, s))
            else:
                atoms.append(atom)
                rivals.append((s, a))
        if not view.one_shot and any(view.owner[j] == view.owner[s] for j in view.under[s]):
            plans = whole_plans(view, s, weights[s], supports)
            atoms += [atom for _, atom in plans]
            rivals += [(s, a) for a, _ in plans]
    name = (tuple(sorted(supports.items())), tuple(sorted(beliefs.items())))
    in_groups = {s: g for s, g in groups.items() if len(g) > 1}
    return Base(dict(supports), dict(beliefs), in_groups, unknowns, [(e, o) for e, o in equations if e], atoms, rivals, positives, name)


def _weighed(
    view: View, s: int, believed: tuple[int, ...], groups: Sequence[tuple[int, ...]] | None, supports: Supports
) -> tuple[tuple[Any, ...], dict[int, Polynomial]]:
    """What the weights of a set's nodes follow from, and the weights: without common factors; by groups, where there are several."""
    if groups is None and len(believed) == 1:  # whatever was played before
        return (s, believed), {believed[0]: view.ring.one}
    question = s, groups or believed, groups is None, view.played_before(s, supports)
    return question, view.remembered.weighed.of(question, partial(_weights, view, s, believed, groups, supports))


def _weights(
    view: View, s: int, believed: tuple[int, ...], groups: Sequence[tuple[int, ...]] | None, supports: Supports
) -> dict[int, Polynomial]:
    if groups is not None:
        relative = view.relative(s, len(groups))
        return _coprime(view, {n: relative[j] * view.weight(n, supports) for j, group in enumerate(groups) for n in group})
    return _coprime(view, {n: view.weight(n, supports) for n in believed} if len(believed) > 1 else {believed[0]: view.ring.one})


def _comparisons(view: View, s: int, weights: Mapping[int, Polynomial], supports: Supports) -> list[tuple[int, Atom]]:
    """For each action but the first of a set's support, that the first brings no less."""
    first, comparisons = supports[s][0], []
    for a in range(view.actions[s]):
        if a != first:
            total = view.ring.zero
            for n, w in weights.items():
                total += w * view.advantage(n, first, a, supports)
            comparisons.append((a, Atom(total, ">=")))
    return comparisons


def belief_weights(view: View, base: Base, s: int) -> dict[int, Polynomial]:
    """The unnormalised beliefs in the believed nodes of a set."""
    return _weighed(view, s, base.beliefs[s], base.groups.get(s), base.supports)[1]


def belief_total(view: View, base: Base, s: int) -> Polynomial:
    """The sum of these, the same object whenever they are the same."""
    question, weights = _weighed(view, s, base.beliefs[s], base.groups.get(s), base.supports)
    return view.remembered.totals.of(question, lambda: sum(weights.values(), view.ring.zero))


def whole_plans(view: View, s: int, weights: Mapping[int, Polynomial], supports: Supports) -> list[tuple[int, Atom]]:
    """No pure continuation plan is better (without consistent beliefs, one-shot deviations do not suffice)."""
    player = view.owner[s]
    comparisons = []
    for plan in view.plans(s):
        total = view.ring.zero
        for n, w in weights.items():
            loss = view.value(n, player, supports) - view.value_of(n, player, plan, supports)
            total += w * (loss if view.rise is None else loss * view.rise[n])
        comparisons.append((plan[s], Atom(total, ">=")))
    return comparisons


def _coprime(view: View, unscaled: dict[int, Polynomial]) -> dict[int, Polynomial]:
    """Divide weights by their greatest common divisor (which is positive: chances and used actions)."""
    if len(unscaled) == 1:
        return dict.fromkeys(unscaled, view.ring.one)
    common = view.ring.zero
    for p in unscaled.values():
        common = common.gcd(p)
    common = view.positive(common)
    return unscaled if common.is_one() or common.is_constant() else {n: p / common for n, p in unscaled.items()}
