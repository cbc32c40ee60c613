"""The conditions of all sets of a subform: on the belief at its entries, and on beliefs of their own where play does not reach."""

from __future__ import annotations

from collections import Counter
from functools import partial

from ..algebra.ring import Polynomial
from ..algebra.sign_oracle import Atom, Oracle
from .subform_beliefs import SubformConditions, comparisons, judged, moves_since, weighed
from .subforms import Subform
from .tree_polynomials import Supports, View


def nested_conditions(view: View, oracle: Oracle, subform: Subform, supports: Supports, generic: bool) -> SubformConditions:
    """Write down the conditions of every set of a subform at which beliefs follow from one at the entries.

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
        for entered in _from_where(view, subform, s):
            since = tuple([supports[t] for _, moves in moves_since(view, entered, s) for t, _ in moves])
            among = entered, s, since
            likeliest = view.remembered.likeliest.of(among, partial(_likeliest, view, entered, s, supports))
            if likeliest:
                break
        if entered not in entering:
            entering[entered] = _weights(view, entered, subform, conditions.on_play)
        weigh = partial(weighed, view, s, entered, entering[entered], likeliest, supports)
        question = entered, entered is subform, s, view.played_from(s, supports), since
        compared = view.remembered.nested.of(question, partial(comparisons, view, s, supports, weigh))
        of_set = judged(view, oracle, s, compared, supports, generic)
        if not of_set.possible:
            return of_set
        conditions.on_parameters.extend(of_set.on_parameters)
        conditions.on_play.extend(of_set.on_play)
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


def _likeliest(view: View, entered: Subform, s: int, supports: Supports) -> tuple[int, ...]:
    """The places of those nodes of a set that trembles make infinitely more likely than all others, when their entries are; maybe none."""
    trembles = [Counter((t, a) for t, a in moves if a not in supports[t]) for _, moves in moves_since(view, entered, s)]
    least = min(trembles, key=Counter.total)
    if not all(t == least or least < t for t in trembles):
        return ()
    return tuple([k for k, t in enumerate(trembles) if t == least])
