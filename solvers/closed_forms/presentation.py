"""Closed forms with labels: groups of pieces become families and solutions."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, partial

from games.numbers import Expression, Number, simplest
from games.tree import TERMINAL

from ..algebra.ring import Polynomial, key
from ..algebra.sign_oracle import Atom, Oracle
from ..algebra.simplification import joined, shortened
from ..results import Assessment, Pin, Profile, Relation, Strategies
from ..search.bases import belief_total, belief_weights
from ..search.tree_polynomials import View
from .faces import Group
from .open_ranges import OpenRanges
from .open_symbols import OpenSymbols


class Presented:
    """The labelled closed forms of one group of pieces.

    Parameters
    ----------
    view, oracle : View, Oracle
        The game as the engine reads it.
    group : Group
        The pieces.
    over : sequence of str
        Parameters in the order in which thresholds should be written.
    """

    def __init__(self, view: View, oracle: Oracle, group: Group, over: Sequence[str]) -> None:
        self.view, self.oracle, self.group, self.over = view, oracle, group, tuple(over)
        self.piece, self.base, self.ring, self.game = group.main, group.main.base, view.ring, view.game
        self.symbols = OpenSymbols(view, self.piece)
        self.form = self.symbols.form
        self.open = OpenRanges(view, oracle, group, self.symbols)

    # ---------------------------------------------------------------- play

    @cached_property
    def profile(self) -> Profile:
        """Behaviour strategies as closed forms."""
        strategies: dict[str, dict[str, dict[str, Number]]] = {player: {} for player in self.game.players}
        for s in self.view.sets:
            support = self.base.supports[s]
            row = self._row(s, support) if len(support) > 1 else self.view.remembered.rows.of((s, support), partial(self._row, s, support))
            strategies[self.game.players[self.view.owner[s]]][self.game.set_labels[s]] = row
        game = self.game
        return Profile(strategies, frozenset((game.players[self.view.owner[s]], game.set_labels[s]) for s in self.base.idle))

    def _row(self, s: int, support: tuple[int, ...]) -> dict[str, Number]:
        """What a set plays."""
        return {label: simplest(self.form(self.view.probability(s, a, support))) for a, label in enumerate(self.game.set_actions[s])}

    @property
    def isolated(self) -> Profile | None:
        """The profile where nothing is left open; None elsewhere."""
        return None if self.piece.branch.open else self.profile

    @cached_property
    def beliefs(self) -> Strategies:
        """Beliefs as closed forms."""
        beliefs: dict[str, dict[str, dict[str, Number]]] = {player: {} for player in self.game.players}
        for s in self.base.beliefs:
            believed = self.base.beliefs[s]
            if len(believed) == 1:
                row = self.view.remembered.rows.of((s, "belief", believed), partial(self._belief, s))
            else:
                row = self._belief(s)
            beliefs[self.game.players[self.view.owner[s]]][self.game.set_labels[s]] = row
        return beliefs

    def _belief(self, s: int) -> dict[str, Number]:
        """What a set believes."""
        weights = belief_weights(self.view, self.base, s)
        scale = None if len(weights) == 1 else self.form(belief_total(self.view, self.base, s))
        row: dict[str, Number] = {}
        for n in self.view.members[s]:
            value: Number = 0
            if n in weights:
                value = 1 if scale is None else self._part(self.form(weights[n]), scale)
            row[self.game.history(n)] = value
        return row

    def _part(self, weight: Expression, scale: Expression) -> Number:
        """A weight over the sum of weights; other families ask the same of the same objects."""
        parts = self.view.remembered.parts
        if (known := parts.get((id(weight), id(scale)))) is None:
            known = parts[id(weight), id(scale)] = weight, scale, simplest(weight / scale)
        return known[2]

    @property
    def assessment(self) -> Assessment:
        """Profile, and beliefs where the concept has them."""
        return Assessment(self.profile, self.beliefs if self.base.beliefs else None)

    # ---------------------------------------------------------------- payoffs, outcomes and measures

    @cached_property
    def reach(self) -> dict[int, Polynomial]:
        """Probability of every reached leaf node, on the scale ``view.total``."""
        reach: dict[int, Polynomial] = {0: self.ring.one}
        leaves: dict[int, Polynomial] = {}
        for node in range(self.game.nodes):
            if node not in reach:
                continue
            probability = reach.pop(node)
            owner = self.view.node_owner[node]
            if owner == TERMINAL:
                leaves[node] = probability if self.view.level is None else probability * self.view.level[node]
                continue
            s = self.view.infoset[node]
            for a, child in enumerate(self.view.children[node]):
                if owner >= 0 and len(support := self.base.supports[s]) == 1:
                    if a == support[0]:
                        reach[child] = probability
                    continue
                step = self.view.chance[child] if owner < 0 else self.view.probability(s, a, support)
                if step:
                    reach[child] = probability * step
        return leaves

    @cached_property
    def outcomes(self) -> dict[str, Number]:
        """Probability of each class of endings."""
        total = dict.fromkeys(self.game.outcome_names, self.ring.zero)
        for node, p in self.reach.items():
            total[self.game.outcome_names[self.game.outcome[self.view.infoset[node]]]] += p
        return {name: simplest(self.form(p, self.view.total)) for name, p in total.items()}

    @cached_property
    def payoffs(self) -> dict[str, Number]:
        """Expected payoffs."""
        return {
            player: simplest(self.form(self.view.value(0, k, self.base.supports), self.view.expected_scale[k]))
            for k, player in enumerate(self.game.players)
        }

    @cached_property
    def measures(self) -> dict[str, Number]:
        """Expected measures."""
        measures: dict[str, Number] = {}
        for k, name in enumerate(self.game.measure_names):
            polynomials, scale = self.view.measure(k)
            total = self.ring.zero
            for node, p in self.reach.items():
                total += p * polynomials[self.view.infoset[node]]
            measures[name] = simplest(self.form(total, scale * self.view.total))
        return measures

    # ---------------------------------------------------------------- where it exists

    @cached_property
    def cases(self) -> list[list[tuple[Expression, str]]]:
        """The conjunctions, over all faces, each written once; those implied by a shorter one left out."""
        conjunctions: dict[frozenset[tuple[str, str]], list[Atom]] = {}
        for piece in self.group.pieces:
            for case in piece.cases:
                conjunctions[frozenset((key(a.polynomial), a.relation) for a in case.atoms)] = list(case.atoms)
        weakest = [names for names in conjunctions if not any(other < names for other in conjunctions)]
        cases = [shortened(self.oracle, conjunctions[names]) for names in weakest]
        return [[(self.ring.expression(a.polynomial), a.relation) for a in case] for case in joined(self.oracle, cases)]

    @cached_property
    def thresholds(self) -> tuple[tuple[Relation, ...], ...]:
        """The cases for people: thresholds where a parameter can be isolated."""
        return tuple(tuple(self.threshold(e, relation) for e, relation in case) for case in self.cases)

    def threshold(self, expression: Expression, relation: str) -> Relation:
        """Write a comparison with zero as a threshold in the first parameter that it can be solved for."""
        return threshold(self.oracle, self.ring.take(expression.numerator), relation, self.over)

    # ---------------------------------------------------------------- why

    @cached_property
    def pins(self) -> tuple[Pin, ...]:
        """Which indifference pins which mix."""
        pins = []
        for name, origin in self.piece.branch.pins.items():
            if origin is None or name not in self.piece.branch.values:
                continue
            unknown = self.view.unknowns[name]
            players, labels, owner = self.game.players, self.game.set_labels, self.view.owner
            infoset = unknown.infoset
            pins.append(Pin(unknown.kind, players[owner[infoset]], labels[infoset], players[owner[origin]], labels[origin]))
        return tuple(dict.fromkeys(pins))


def threshold(oracle: Oracle, p: Polynomial, relation: str, over: Sequence[str]) -> Relation:
    """Write ``p relation 0`` as a threshold in the first parameter that can be isolated, or with positive terms on each side."""
    ring = oracle.ring
    if len([f for f, _ in ring.factors(p)[1]]) == 1:
        for name in over:
            if ring.degree(p, name) != 1:
                continue
            slope = p.derivative(ring.index[name])
            sign = oracle.sign(slope)
            if sign:
                value = ring.expression(-(p - slope * ring.gen(name)), slope)
                turned = relation if sign > 0 or relation in ("=", "!=") else relation.replace(">", "<")
                return Relation(Expression.symbol(name), turned, value)
    return Relation(ring.expression(p), relation, 0)
