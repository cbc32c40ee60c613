"""What all sets of a subform ask together of the one belief with which it is entered."""

from __future__ import annotations

from dataclasses import dataclass

from ..algebra.ring import Polynomial
from ..algebra.sign_oracle import Atom, Oracle
from .subforms import Subform
from .tree_polynomials import Supports, View


@dataclass(frozen=True, eq=False)
class Together:
    """What the sets of a subform ask.

    Parameters
    ----------
    said : list of Atom
        Of the parameters alone.
    asked : list of Atom
        Of mixing probabilities and of the belief at the entries.
    possible : bool
        Whether each comparison can hold by itself.
    """

    said: list[Atom]
    asked: list[Atom]
    possible: bool = True


def together(view: View, oracle: Oracle, subform: Subform, supports: Supports, generic: bool) -> Together:
    """Write down what every set of a subform asks where Bayes' rule reaches it from the entries.

    Notes
    -----
    A necessary condition of sequential equilibrium: beliefs at the sets of a subform follow by Bayes' rule from one belief about
    where it is entered, at the sets that it reaches; at the others nothing is asked.
    """
    ring = view.ring
    weights = [ring.gen(f"e.{k}") for k in range(len(subform.entries) - 1)]
    weights.append(ring.one - sum(weights, ring.zero))
    entered = {node: w for some, w in zip(subform.entries, weights, strict=True) for node in some}
    out = Together([], [Atom(w, ">=") for w in weights] if len(weights) > 1 else [])
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
                (out.said if alone else out.asked).append(Atom(total, "=" if inside else ">" if strictly else ">="))
                if not (inside and strictly):
                    continue
            elif sign > 0 and not inside:
                continue
            return Together([], [Atom(total, "=" if inside else ">=")], possible=False)
    return out


def _comparison(view: View, s: int, a: int, reached: dict[int, Polynomial], supports: Supports) -> Polynomial:
    """What a set wins by its first action instead of another, on average over the nodes that are reached."""
    first = supports[s][0]
    if a == first:
        return view.ring.zero
    one, *others = (view.advantage(n, first, a, supports) for n in view.members[s])
    if all(g == one for g in others):
        return one
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
        weights[n], paths[n] = entered[node] * view.known[n], moves
        own.append(sorted((t, a) for t, a in moves if view.owner[t] == view.owner[s]))
    alike = all(moves == own[0] for moves in own[1:])  # then a common factor, also where the player itself strays
    out = {}
    for n, moves in paths.items():
        weight = weights[n]
        for t, a in moves:
            if not (alike and view.owner[t] == view.owner[s]):
                weight = weight * view.probability(t, a, supports[t])
        if weight:
            out[n] = weight
    return out
