"""The conditions that all sets of a subform impose together on the one belief with which it is entered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from ..algebra.ring import Polynomial
from ..algebra.sign_oracle import Atom, Oracle
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


def subform_conditions(
    view: View, oracle: Oracle, subform: Subform, supports: Supports, generic: bool, *, nested: bool = False
) -> SubformConditions:
    """Write down the conditions of every set of a subform at which beliefs follow from one at the entries.

    Parameters
    ----------
    nested : bool
        Whether the sets at which they do not are asked for the same beside each other: beliefs there follow from one at the entries of
        a subform further down.

    Notes
    -----
    A necessary condition of sequential equilibrium: beliefs at the sets of a subform follow by Bayes' rule from one belief about
    where it is entered, at the sets that it reaches, and at those that it reaches after trembles which lead to all of their nodes.
    The others impose no condition on it; but they have one of their own at the entries of some subform within, since the odds of its
    entries have a limit too.
    """
    conditions = SubformConditions([], [])
    entering: dict[Subform, dict[int, Polynomial]] = {}
    for s in sorted(subform.sets):
        for entered in _from_where(view, subform, s) if nested else [subform]:
            since = tuple([supports[t] for _, moves in moves_since(view, entered, s) for t, _ in moves])
            among = entered, s, since, nested
            likeliest = view.remembered.likeliest.of(among, partial(_likeliest, view, entered, s, supports, nested))
            if likeliest:
                break
        if entered not in entering:
            entering[entered] = _weights(view, entered, subform, conditions.on_play)
        inside_of = partial(_comparisons, view, s, entered, entering[entered], likeliest, supports)
        question = entered, entered is subform, s, view.played_from(s, supports), since, nested
        for a, total in view.remembered.entered.of(question, inside_of):
            if not total:
                continue
            inside = a in supports[s]
            sign = oracle.sign(total)
            if sign is None:
                alone = view.ring.parametric(total)
                strictly = alone and generic
                (conditions.on_parameters if alone else conditions.on_play).append(
                    Atom(total, "=" if inside else ">" if strictly else ">=")
                )
                if not (inside and strictly):
                    continue
            elif sign > 0 and not inside:
                continue
            return SubformConditions([], [Atom(total, "=" if inside else ">=")], possible=False)
    return conditions


def _weights(view: View, entered: Subform, subform: Subform, conditions: list[Atom]) -> dict[int, Polynomial]:
    """The weight of each entry of a subform, that none is negative being added to conditions."""
    ring = view.ring
    names = [f"e.{k}" for k in range(len(entered.entries) - 1)] if entered is subform else view.afresh.get(entered, ())
    weights = [ring.gen(name) for name in names]
    weights.append(ring.one - sum(weights, ring.zero))
    if len(weights) > 1:
        conditions += [Atom(w, ">=") for w in weights]
    return {node: w for nodes, w in zip(entered.entries, weights, strict=True) for node in nodes}


def _from_where(view: View, subform: Subform, s: int) -> list[Subform]:
    """A subform, and those within it that contain a set and at whose entries beliefs may begin afresh, or there is nothing to believe."""

    def found() -> list[Subform]:
        chain, inner = [subform], next((inner for inner in subform.subforms if s in inner.sets), None)
        while inner is not None:
            if len(inner.entries) == 1 or inner in view.afresh:
                chain.append(inner)
            inner = next((further for further in inner.subforms if s in further.sets), None)
        return chain

    return view.remembered.from_where.of((subform, s), found)


def _likeliest(view: View, entered: Subform, s: int, supports: Supports, nested: bool) -> tuple[int, ...]:
    """The places of those nodes of a set that trembles make infinitely more likely than all others, when their entries are; maybe none."""
    trembles = [Counter((t, a) for t, a in moves if a not in supports[t]) for _, moves in moves_since(view, entered, s)]
    least = min(trembles, key=Counter.total)
    if least and not (nested and all(t == least or least < t for t in trembles)):
        return ()
    return tuple([k for k, t in enumerate(trembles) if t == least])


def _comparisons(
    view: View, s: int, entered: Subform, weights: Mapping[int, Polynomial], likeliest: Sequence[int], supports: Supports
) -> list[tuple[int, Polynomial]]:
    """What a set wins by its first action instead of each other one, on average over the nodes that are likeliest."""
    first, members = supports[s][0], view.members[s]
    comparisons: list[tuple[int, Polynomial]] = []
    weighed: list[tuple[int, Polynomial]] | None = None
    for a in range(view.actions[s]):
        if a == first:
            continue
        gains = [view.advantage(n, first, a, supports) for n in members]
        if all(gain == gains[0] for gain in gains[1:]):
            comparisons.append((a, gains[0]))
            continue
        if weighed is None:
            weighed = _weighed(view, s, entered, weights, likeliest, supports)
        comparisons.append((a, sum((w * gains[k] for k, w in weighed), view.ring.zero)))
    return comparisons


def _weighed(
    view: View, s: int, entered: Subform, weights: Mapping[int, Polynomial], likeliest: Sequence[int], supports: Supports
) -> list[tuple[int, Polynomial]]:
    """The places of a set's likeliest nodes with their weights, up to a common factor."""
    since, weighed = moves_since(view, entered, s), []
    for k in likeliest:
        entry, moves = since[k]
        weight = weights[entry] * view.chance_before[view.members[s][k]]
        for t, a in moves:
            if a in supports[t] and len(supports[t]) > 1:
                weight = weight * view.probability(t, a, supports[t])
        weighed.append((k, weight))
    return weighed


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
