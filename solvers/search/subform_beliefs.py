"""The conditions that all sets of a subform impose together on the one belief with which it is entered."""

from __future__ import annotations

from dataclasses import dataclass

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
    for s in sorted(subform.sets):
        reached = _reached(view, s, entered, supports)
        for a in range(view.actions[s]):
            total = _comparison(view, s, a, reached, supports)
            if not total:
                continue
            inside = a in supports[s]
            sign = oracle.sign(total)
            if sign is None:
                alone = ring.parametric(total)
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


def _comparison(view: View, s: int, a: int, reached: dict[int, Polynomial], supports: Supports) -> Polynomial:
    """What a set wins by its first action instead of another, on average over the nodes that are reached."""
    first = supports[s][0]
    if a == first:
        return view.ring.zero
    gain, *others = (view.advantage(n, first, a, supports) for n in view.members[s])
    if all(g == gain for g in others):
        return gain
    return sum((w * view.advantage(n, first, a, supports) for n, w in reached.items()), view.ring.zero)


def _reached(view: View, s: int, entered: dict[int, Polynomial], supports: Supports) -> dict[int, Polynomial]:
    """The weights of a set's nodes that play from the entries reaches, up to a common factor."""
    game = view.game
    own: list[list[tuple[int, int]]] = []
    paths: dict[int, list[tuple[int, int]]] = {}
    weights = {}
    for n in view.members[s]:
        node, moves = n, []
        while node not in entered:
            parent = int(game.parent[node])
            if view.node_owner[parent] >= 0:
                moves.append((view.infoset[parent], view.children[parent].index(node)))
            node = parent
        weights[n], paths[n] = entered[node] * view.chance_before[n], moves
        own.append(sorted((t, a) for t, a in moves if view.owner[t] == view.owner[s]))
    alike = all(moves == own[0] for moves in own[1:])  # then a common factor, also where the player itself strays
    reached = {}
    for n, moves in paths.items():
        weight = weights[n]
        for t, a in moves:
            if not (alike and view.owner[t] == view.owner[s]):
                weight = weight * view.probability(t, a, supports[t])
        if weight:
            reached[n] = weight
    return reached
