"""The conditions that all sets of a subform impose together on the one belief with which it is entered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from ..algebra.ring import Polynomial
from ..algebra.sign_oracle import Atom, Oracle
from .remembered import Chosen, chosen_at
from .subforms import Subform
from .tree_polynomials import Supports, View


@dataclass(frozen=True, eq=False)
class SubformConditions:
    """The conditions of the sets of a subform.

    Parameters
    ----------
    on_parameters : list of Atom
        On the parameters alone.
    on_play : list of Atom
        On mixing probabilities and on the belief at the entries.
    possible : bool
        Whether each comparison can hold by itself.
    """

    on_parameters: list[Atom]
    on_play: list[Atom]
    possible: bool = True


def subform_conditions(view: View, oracle: Oracle, subform: Subform, supports: Supports, generic: bool) -> SubformConditions:
    """Write down the conditions of every set of a subform that Bayes' rule reaches from the entries.

    Notes
    -----
    A necessary condition of sequential equilibrium: beliefs at the sets of a subform follow by Bayes' rule from one belief about
    where it is entered, at the sets that it reaches; the others impose no condition.
    """
    ring = view.ring
    weights = [ring.gen(f"e.{k}") for k in range(len(subform.entries) - 1)]
    weights.append(ring.one - sum(weights, ring.zero))
    entered = {node: w for nodes, w in zip(subform.entries, weights, strict=True) for node in nodes}
    conditions = SubformConditions([], [Atom(w, ">=") for w in weights] if len(weights) > 1 else [])
    for s, around in view.remembered.inside.of(subform, partial(_sets_inside, view, subform)):
        question = subform, s, oracle, generic, around(supports)
        of_set = view.remembered.entered.of(question, partial(_at_one, view, oracle, s, subform, entered, supports, generic))
        if not of_set.possible:
            return of_set
        conditions.on_parameters.extend(of_set.on_parameters)
        conditions.on_play.extend(of_set.on_play)
    return conditions


def _sets_inside(view: View, subform: Subform) -> list[tuple[int, Chosen]]:
    """The sets of a subform, each with the supports that its conditions follow from: its own, later ones, and those since the entries."""
    since = {s: sorted({t for _, moves in moves_since(view, subform, s) for t, _ in moves}) for s in subform.sets}
    return [(s, chosen_at((s, *view.heeded[s], *since[s]))) for s in sorted(subform.sets)]


def _at_one(
    view: View, oracle: Oracle, s: int, subform: Subform, entered: Mapping[int, Polynomial], supports: Supports, generic: bool
) -> SubformConditions:
    """The conditions of one set."""
    reached = [k for k, (_, moves) in enumerate(moves_since(view, subform, s)) if all(a in supports[t] for t, a in moves)]
    compared = comparisons(view, s, supports, partial(weighed, view, s, subform, entered, reached, supports))
    return judged(view, oracle, s, compared, supports, generic)


def judged(
    view: View, oracle: Oracle, s: int, compared: Sequence[tuple[int, Polynomial]], supports: Supports, generic: bool
) -> SubformConditions:
    """What comparisons at a set ask for: zero inside its support, not negative outside."""
    conditions = SubformConditions([], [])
    for a, total in compared:
        if not total:
            continue
        inside = a in supports[s]
        sign = oracle.sign(total)
        if sign is None and not inside and _whatever_is_believed(view, oracle, s, a, supports):
            continue
        if sign is None:
            alone = view.ring.parametric(total)
            strictly = alone and generic
            (conditions.on_parameters if alone else conditions.on_play).append(Atom(total, "=" if inside else ">" if strictly else ">="))
            if not (inside and strictly):
                continue
        elif sign > 0 and not inside:
            continue
        return SubformConditions([], [Atom(total, "=" if inside else ">=")], possible=False)
    return conditions


def _whatever_is_believed(view: View, oracle: Oracle, s: int, a: int, supports: Supports) -> bool:
    """Whether an action is at no node of a set better than the first one that is used: then no belief is asked for."""
    return all((oracle.sign(view.advantage(n, supports[s][0], a, supports)) or 0) > 0 for n in view.members[s])


def comparisons(
    view: View, s: int, supports: Supports, weigh: Callable[[], Sequence[tuple[int, Polynomial]]]
) -> list[tuple[int, Polynomial]]:
    """What a set wins by its first action instead of each other one, on average over nodes; `weigh` gives their places and weights."""
    first, members = supports[s][0], view.members[s]
    compared: list[tuple[int, Polynomial]] = []
    weights: Sequence[tuple[int, Polynomial]] | None = None
    for a in range(view.actions[s]):
        if a == first:
            continue
        gains = [view.advantage(n, first, a, supports) for n in members]
        if all(gain == gains[0] for gain in gains[1:]):
            compared.append((a, gains[0]))
            continue
        if weights is None:
            weights = weigh()
        compared.append((a, sum((w * gains[k] for k, w in weights), view.ring.zero)))
    return compared


def weighed(
    view: View, s: int, subform: Subform, entered: Mapping[int, Polynomial], places: Sequence[int], supports: Supports
) -> list[tuple[int, Polynomial]]:
    """Some of a set's nodes, by place, with their weights up to a common factor: that of the entry, times what is played since."""
    since, weights = moves_since(view, subform, s), []
    for k in places:
        entry, moves = since[k]
        weight = entered[entry] * view.chance_before[view.members[s][k]]
        for t, a in moves:
            if a in supports[t] and len(supports[t]) > 1:
                weight = weight * view.probability(t, a, supports[t])
        weights.append((k, weight))
    return weights


def moves_since(view: View, subform: Subform, s: int) -> list[tuple[int, list[tuple[int, int]]]]:
    """For each node of a set of a subform: the entry it follows, and the moves since that tell its weight from the others'."""
    return view.remembered.since.of((subform, s), lambda: _moves_since(view, subform, s))


def _moves_since(view: View, subform: Subform, s: int) -> list[tuple[int, list[tuple[int, int]]]]:
    entries = {node for nodes in subform.entries for node in nodes}
    found = [_to_entry(view, entries, n) for n in view.members[s]]
    own = [sorted((t, a) for t, a in moves if view.owner[t] == view.owner[s]) for _, moves in found]
    if all(moves == own[0] for moves in own[1:]):  # then a common factor, also where the player itself strays
        return [(entry, [(t, a) for t, a in moves if view.owner[t] != view.owner[s]]) for entry, moves in found]
    return found


def _to_entry(view: View, entries: set[int], node: int) -> tuple[int, list[tuple[int, int]]]:
    """The entry above a node, and the players' moves between the two."""
    moves = []
    while node not in entries:
        parent = int(view.game.parent[node])
        if view.node_owner[parent] >= 0:
            moves.append((view.infoset[parent], view.children[parent].index(node)))
        node = parent
    return node, moves
