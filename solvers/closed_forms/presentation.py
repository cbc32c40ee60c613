"""Closed forms with labels: groups of pieces become families and solutions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any

from flint import fmpq

from games.labels import as_symbol
from games.numbers import Expression, Number, polynomials, simplest
from games.tree import TERMINAL

from ..algebra.projection import Bound, NotLinear, Projection, Range
from ..algebra.ring import Polynomial, Ring, constant, key
from ..algebra.root_branches import some_value
from ..algebra.sign_oracle import Atom, Oracle
from ..algebra.simplification import joined, shortened
from ..algebra.triangular import simplify_all
from ..results import Assessment, OpenRange, Pin, Profile, Relation, Strategies
from ..search.bases import belief_weights
from ..search.tree_polynomials import View
from .branches import ClosedForms
from .faces import Group, weights_of

Quotient = tuple[Polynomial, Polynomial]
Comparison = tuple[Expression, str]


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
        self.names = self._symbols()
        self.form = ClosedForms(view, self.piece, self.names)
        self.form.believed = self._believed

    # ---------------------------------------------------------------- symbols for what stays open

    def _symbols(self) -> dict[str, str]:
        names: dict[str, str] = {}
        for name in self.piece.branch.open:
            unknown = self.view.unknowns[name]
            s, k = unknown.infoset, unknown.index
            label = self.game.set_labels[s]
            if unknown.kind == "belief":
                stem = f"mu_{label}" + (f"_{k + 1}" if k else "")
            else:
                stem = f"x_{self.game.set_actions[s][k]}" + ("" if label == "start" else f"_{label}")
            shown = as_symbol(stem)
            while shown in names.values() or shown in self.game.parameters:
                shown += "_"
            names[name] = shown
        return names

    @cached_property
    def _believed(self) -> dict[str, Quotient]:
        """Open belief weights, written in terms of the belief itself (sets with two groups of nodes)."""
        out: dict[str, Quotient] = {}
        for name in self.piece.branch.open:
            odds = self._odds(name)
            if odds is not None:
                a, b = odds
                t = self.ring.gen(name)
                out[name] = (t * b, t * b + (self.ring.one - t) * a)
        return out

    def _odds(self, name: str) -> Quotient | None:
        """For a set with two groups: total weights of the first and second, on a common scale."""
        unknown = self.view.unknowns[name]
        if unknown.kind != "belief":
            return None
        groups = self.base.groups[unknown.infoset]
        if len(groups) != 2:
            return None
        totals = []
        for group in groups:
            top = sum((self.view.weight(n, self.base.supports) for n in group), self.ring.zero)
            bottom = self.ring.one
            for other, (n, d) in self.piece.branch.values.items():
                top, degree = self.ring.substitute(top, other, n, d)
                bottom = bottom * d**degree if degree else bottom
            totals.append((top, bottom))
        (a, da), (b, db) = totals
        a, b = a * db, b * da
        if any(self.view.unknowns[n].kind == "belief" for n in (*self.ring.open(a), *self.ring.open(b))):
            return None  # a mix that is pinned by this very belief
        common = self.view.positive(a.gcd(b)) if not self.ring.open(a) and not self.ring.open(b) else self.ring.one
        return a / common, b / common

    # ---------------------------------------------------------------- play

    @cached_property
    def profile(self) -> Profile:
        """Behaviour strategies as closed forms."""
        out: dict[str, dict[str, dict[str, Number]]] = {player: {} for player in self.game.players}
        for s in self.view.sets:
            support = self.base.supports[s]
            actions = self.game.set_actions[s]
            out[self.game.players[self.view.owner[s]]][self.game.set_labels[s]] = {
                label: simplest(self.form(self.view.probability(s, a, support))) for a, label in enumerate(actions)
            }
        game = self.game
        return Profile(out, frozenset((game.players[self.view.owner[s]], game.set_labels[s]) for s in self.base.idle))

    @cached_property
    def beliefs(self) -> Strategies:
        """Beliefs as closed forms."""
        out: dict[str, dict[str, dict[str, Number]]] = {player: {} for player in self.game.players}
        for s in self.base.beliefs:
            weights = belief_weights(self.view, self.base, s)
            total = sum(weights.values(), self.ring.zero)
            whole = None if len(weights) == 1 else self.form(total)
            here: dict[str, Number] = {}
            for n in self.view.members[s]:
                value: Number = 0
                if n in weights:
                    value = 1 if whole is None else simplest(self.form(weights[n]) / whole)
                here[self.game.history(n)] = value
            out[self.game.players[self.view.owner[s]]][self.game.set_labels[s]] = here
        return out

    @property
    def assessment(self) -> Assessment:
        """Profile, and beliefs where the concept has them."""
        return Assessment(self.profile, self.beliefs if self.base.beliefs else None)

    # ---------------------------------------------------------------- what it brings

    @cached_property
    def reach(self) -> dict[int, Polynomial]:
        """Probability of every reached leaf node, on the scale ``view.total``."""
        reach: dict[int, Polynomial] = {0: self.ring.one}
        out: dict[int, Polynomial] = {}
        for node in range(self.game.nodes):
            if node not in reach:
                continue
            here = reach.pop(node)
            owner = self.view.node_owner[node]
            if owner == TERMINAL:
                out[node] = here if self.view.level is None else here * self.view.level[node]
                continue
            s = self.view.infoset[node]
            for a, child in enumerate(self.view.children[node]):
                step = self.view.chance[child] if owner < 0 else self.view.probability(s, a, self.base.supports[s])
                if step:
                    reach[child] = here * step
        return out

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
            player: simplest(self.form(self.view.value(0, k, self.base.supports), self.view.scale[k] * self.view.total))
            for k, player in enumerate(self.game.players)
        }

    @cached_property
    def measures(self) -> dict[str, Number]:
        """Expected measures."""
        out: dict[str, Number] = {}
        for k, name in enumerate(self.game.measure_names):
            polynomials, scale = self.view.measure(k)
            total = self.ring.zero
            for node, p in self.reach.items():
                total += p * polynomials[self.view.infoset[node]]
            out[name] = simplest(self.form(total, scale * self.view.total))
        return out

    # ---------------------------------------------------------------- where it exists

    @cached_property
    def cases(self) -> list[list[tuple[Expression, str]]]:
        """The conjunctions, over all faces, each written once; those implied by a shorter one left out."""
        found: dict[frozenset[tuple[str, str]], list[Atom]] = {}
        for piece in self.group.pieces:
            for case in piece.cases:
                found[frozenset((key(a.polynomial), a.relation) for a in case.atoms)] = list(case.atoms)
        kept = [names for names in found if not any(other < names for other in found)]
        cases = [shortened(self.oracle, found[names]) for names in kept]
        return [[(self.ring.expression(a.polynomial), a.relation) for a in case] for case in joined(self.oracle, cases)]

    @cached_property
    def thresholds(self) -> tuple[tuple[Relation, ...], ...]:
        """The cases for people: thresholds where a parameter can be isolated."""
        return tuple(tuple(self.threshold(e, relation) for e, relation in case) for case in self.cases)

    def threshold(self, expression: Expression, relation: str) -> Relation:
        """Write a comparison with zero as a threshold in the first parameter that it can be solved for."""
        return threshold(self.oracle, self.ring.take(expression.numerator), relation, self.over)

    # ---------------------------------------------------------------- what stays open

    @cached_property
    def _ranges(self) -> tuple[Range, ...] | None:
        """The range of each open symbol, given those after it; None where only comparisons say what holds of them together."""
        found = self._in_turn
        bounds = (bound for r in found or () for bound in (*r.lower, *r.upper))
        return None if found is None or any(self._may_be_zero(bound.value[1]) for bound in bounds) else found

    def _may_be_zero(self, p: Polynomial) -> bool:
        """Whether a factor that is positive inside may be zero at ends that faces add: nothing is divided by it."""
        return any(self._may_vanish(name) or self._may_fill(name) for name in self.ring.open(p))

    @cached_property
    def _in_turn(self) -> tuple[Range, ...] | None:
        """The comparisons solved for one symbol after the other; None where they cannot be."""
        piece = self.piece
        if not piece.branch.open:
            return ()
        if len(piece.cases) > 1:
            return None
        if not self._again:
            return piece.cases[0].ranges
        asked = self._of_beliefs(self._held[0]) if self._entangled else self._held[0]
        try:
            found = list(Projection(self.oracle.quick, piece.generic).project(asked, piece.branch.open, list(self._shares())))
        except NotLinear:
            return None
        return found[0].ranges if len(found) == 1 and not any(r.atoms for r in found[0].ranges) else None

    @cached_property
    def _again(self) -> bool:
        """Whether ranges are asked for again: in terms of beliefs, or since ends that faces add are limits of other symbols, too."""
        if self._entangled or not (self.group.closed and len(self._held) == 1):
            return self._entangled
        bounds = (b for r in self.piece.cases[0].ranges for b in (*r.lower, *r.upper))
        return any(self.ring.open(p) for b in bounds for p in b.value)

    @cached_property
    def _entangled(self) -> bool:
        """Whether a belief's odds depend on what else is open; its range is then asked for in terms of the belief itself."""
        odds = (self._odds(name) for name in self.piece.branch.open)
        return len(self.piece.held) == 1 and any(self.ring.open(p) for found in odds if found is not None for p in found)

    @cached_property
    def ranges(self) -> tuple[OpenRange, ...]:
        """What stays open, and what is known of it; where ranges depend on each other, what holds of the symbols together."""
        if self.piece.joint is not None:
            return self.piece.joint.ranges(self.ring, self.names)
        if self._ranges is None:
            return self._together()
        found = {r.name: r for r in self._ranges}
        return tuple(self._range(found[name]) for name in self.piece.branch.open if name in found)

    @cached_property
    def ends(self) -> dict[str, tuple[tuple[Number, ...], tuple[Number, ...]]]:
        """The bounds of what stays open, as closed forms, where they are the same wherever the family exists."""
        out: dict[str, tuple[tuple[Number, ...], tuple[Number, ...]]] = {}
        for r in self._in_turn or ():
            if not r.atoms:
                lower, upper = (tuple(simplest(self._bound(r, b)) for b in self._undominated(r, side)) for side in (1, -1))
                out[self.names[r.name]] = lower, upper
        return out

    def _bound(self, r: Range, bound: Bound) -> Expression:
        """A bound as a closed form."""
        return self._renamed(*bound.value) if self._entangled else self.form(*self._belief_bound(r.name, bound.value))

    @cached_property
    def limits(self) -> tuple[tuple[Comparison, ...], ...]:
        """The conjunctions of which what stays open must satisfy one, in the parameters and its symbols."""
        several = len(self.piece.held) > 1
        return tuple(
            tuple((self._renamed(a.polynomial), a.relation) for a in held if several or self.ring.open(a.polynomial))
            for held in map(self._of_beliefs, self._held)
        )

    @cached_property
    def _held(self) -> list[list[Atom]]:
        """What holds of what stays open and of the parameters, ends included that faces add: one of these conjunctions."""
        piece = self.piece
        if not piece.held:
            return []
        shares = list(self._shares())
        if piece.root is not None or len(piece.branch.positives) != len(piece.base.positives):
            return [_once((*atoms, *shares)) for atoms in piece.held]
        positives = [
            Atom(p, ">=" if weight in self.group.closed else ">")
            for p, weight in zip(piece.branch.positives, weights_of(self.view, piece), strict=True)
        ]
        return [_once((*piece.branch.atoms, *positives, *shares))]

    def _shares(self) -> Iterator[Atom]:
        """What is open is positive, and leaves something for what is not; or may be zero, and leave nothing, where faces say so."""
        for simplex in self.oracle.simplices:
            names = [name for name in simplex if name in self.piece.branch.open]
            for name in names:
                yield Atom(self.ring.gen(name), ">=" if self._may_vanish(name) else ">")
            if names:
                rest = self.ring.one - sum(map(self.ring.gen, names), self.ring.zero)
                yield Atom(rest, ">=" if self._may_fill(names[0]) else ">")

    def _may_vanish(self, name: str) -> bool:
        """Whether faces add the end at which an open unknown is zero."""
        unknown = self.view.unknowns[name]
        return (unknown.kind, unknown.infoset, unknown.index) in self.group.closed

    def _may_fill(self, name: str) -> bool:
        """Whether faces add the end at which the open unknowns of a set leave nothing for what else is possible there."""
        kind, s = self.view.unknowns[name].kind, self.view.unknowns[name].infoset
        every = self.base.supports[s] if kind == "mix" else range(len(self.base.groups[s]))
        beside = {u.index for u in map(self.view.unknowns.__getitem__, self.piece.branch.open) if (u.kind, u.infoset) == (kind, s)}
        return any((kind, s, k) in self.group.closed for k in every if k not in beside)

    def _of_beliefs(self, atoms: Sequence[Atom]) -> list[Atom]:
        """Equivalent comparisons that speak of beliefs where these speak of the weights behind them."""
        out = []
        for atom in atoms:
            p = atom.polynomial
            for name, (top, below) in self._believed.items():
                p, _ = self.ring.substitute(p, name, top, below)
            out.append(Atom(p, atom.relation))
        return out

    def _renamed(self, p: Polynomial, bottom: Polynomial | None = None) -> Expression:
        found = self.ring.expression(p, bottom)
        ring = polynomials(tuple(self.names.get(str(name), str(name)) for name in found.numerator.context().names()))
        return Expression(ring.from_dict(found.numerator.to_dict()), ring.from_dict(found.denominator.to_dict()))

    def _together(self) -> tuple[OpenRange, ...]:
        """What holds of the open symbols where their ranges depend on each other: the comparisons as they stand."""
        told: dict[str, list[Relation]] = {name: [] for name in self.piece.branch.open}
        regions = [self._solved_for(self._of_beliefs(held)) for held in self._held]
        either: tuple[tuple[Relation, ...], ...] = ()
        if len(regions) == 1:
            for name, relation in regions[0]:
                told[name].append(relation)
        else:
            either = tuple(tuple(relation for _, relation in region) for region in regions)
        out = []
        for name, relations in told.items():
            lower = self._edge(name, 0, not self._may_vanish(name), 1)
            upper = self._edge(name, self._left_over(name), not self._may_fill(name), -1)
            more = tuple({one.text(): one for one in relations}.values())
            last = either if name == self.piece.branch.open[-1] else ()
            out.append(OpenRange(self.names[name], (lower,), (upper,), more, self.view.unknowns[name].kind, last))
        return tuple(out)

    def _left_over(self, name: str) -> Number:
        """What the open symbols before one leave for it, of those that add up to one with it at most."""
        simplex = next(simplex for simplex in self.oracle.simplices if name in simplex)
        before = [n for n in self.piece.branch.open[: self.piece.branch.open.index(name)] if n in simplex]
        return simplest(sum((-Expression.symbol(self.names[n]) for n in before), Expression.constant(1)))

    def _edge(self, name: str, value: Number, strict: bool, side: int) -> Relation:
        """A bound of an open symbol from below (side 1) or above (-1)."""
        symbol, relation = Expression.symbol(self.names[name]), "<" if strict else "<="
        return Relation(value, relation, symbol) if side > 0 else Relation(symbol, relation, value)

    def _solved_for(self, atoms: Sequence[Atom]) -> list[tuple[str, Relation]]:
        """Comparisons that speak of open symbols, each with the symbol that it is put with; those that others imply left out."""
        several = len(self._held) > 1
        asked = [a for a in atoms if several or self.ring.open(a.polynomial)]
        return [
            self._isolated(atom) if self.ring.open(atom.polynomial) else ("", Relation(self._renamed(atom.polynomial), atom.relation, 0))
            for atom in shortened(self.oracle, simplify_all(self.oracle, asked) or asked)
            if several or self.ring.open(atom.polynomial)  # what is left of a product may speak of parameters alone
        ]

    def _isolated(self, atom: Atom) -> tuple[str, Relation]:
        """A comparison as a bound of the first open symbol that it can be solved for, and that symbol."""
        p, open_ = atom.polynomial, self.ring.open(atom.polynomial)
        for name in open_:
            slope = p.derivative(self.ring.index[name])
            sign = self.oracle.sign(slope) if self.ring.degree(p, name) == 1 else None
            if sign and atom.relation in (">", ">=") and not self._may_be_zero(slope):
                bound = self._renamed((slope * self.ring.gen(name) - p) * sign, slope * sign)
                relation = atom.relation if sign > 0 else atom.relation.replace(">", "<")
                return name, Relation(Expression.symbol(self.names[name]), relation, bound)
        return open_[-1], Relation(self._renamed(p), atom.relation, 0)

    def _range(self, r: Range) -> OpenRange:
        shown, kind = self.names[r.name], self.view.unknowns[r.name].kind
        if r.atoms:
            more = tuple(Relation(self.form(atom.polynomial), atom.relation, 0) for atom in r.atoms)
            return OpenRange(shown, more=more, kind=kind)
        lower, upper = (tuple(self._edge(r.name, value, strict, side) for value, strict in self._ends(r, side)) for side in (1, -1))
        return OpenRange(shown, lower, upper, kind=kind)

    def _ends(self, r: Range, side: int) -> list[tuple[Expression, bool]]:
        """The bounds on one side that matter, each once, and whether they are strict."""
        kept: dict[str, tuple[Expression, bool]] = {}
        for bound in self._undominated(r, side):
            value = self._bound(r, bound)
            before = kept.get(value.text(), (value, False))
            kept[value.text()] = value, before[1] or (bound.strict and not self._is_closed(r.name, bound, side))
        return list(kept.values())

    def _is_closed(self, name: str, bound: Bound, side: int) -> bool:
        """Whether faces add the end of a range."""
        return not self._again and self._is_end(name, bound, side) and (self._may_vanish(name) if side > 0 else self._may_fill(name))

    def _is_end(self, name: str, bound: Bound, side: int) -> bool:
        """Whether a bound says no more than that probabilities are positive."""
        top, bottom = bound.value
        if side > 0:
            return not top
        simplex = next(simplex for simplex in self.oracle.simplices if name in simplex)
        others = [self.ring.gen(n) for n in simplex if n != name and n in self.piece.branch.open]
        return bool(top == bottom * (self.ring.one - sum(others, self.ring.zero)))

    def _undominated(self, r: Range, side: int) -> list[Bound]:
        """The bounds of a range's lower (1) or upper side that are not proved to be implied."""
        bounds = r.lower if side > 0 else r.upper
        kept = []
        for k, bound in enumerate(bounds):
            (a, b) = bound.value
            dominated = False
            for j, other in enumerate(bounds):
                (c, d) = other.value
                sign = self.oracle.sign((c * b - a * d) * side) if j != k else None
                if sign == 1 or (sign == 0 and (j < k if other.strict == bound.strict else other.strict)):
                    dominated = True
            if not dominated:
                kept.append(bound)
        for bound in list(kept):
            if len(kept) > 1 and not self._is_end(r.name, bound, side) and self._implied(r, bound, side, kept):
                kept.remove(bound)
        return kept

    def _implied(self, r: Range, bound: Bound, side: int, kept: Sequence[Bound]) -> bool:
        """Whether a bound is soon proved to hold wherever the other bounds of all ranges do."""
        case, ranges = self.piece.cases[0], self._in_turn or ()
        bounds = [(one, b, s) for one in ranges for s in (1, -1) for b in (one.lower if s > 0 else one.upper)]
        others = [
            _bounded(self.ring, one.name, b, s) for one, b, s in bounds if b is not bound and (one is not r or s != side or b in kept)
        ]
        others += [*case.atoms, *(atom for one in ranges for atom in one.atoms)]
        fails = _bounded(self.ring, r.name, bound, side)
        against = Atom(-fails.polynomial, ">=" if bound.strict else ">")
        return self.oracle.quick.satisfiable([*others, against]) is False

    def _belief_bound(self, name: str, value: Quotient) -> Quotient:
        """Turn a bound on a belief weight into one on the belief."""
        n, d = value
        odds = self._odds(name)
        if odds is None:
            return value
        a, b = odds
        return n * a, n * a + (d - n) * b

    def sample(self) -> dict[str, Number]:
        """Values of the open symbols inside their ranges, at a point (no parameters)."""
        if not self.piece.branch.open:
            return {}
        if self.piece.joint is not None:
            return {self.names[name]: Fraction(int(x.p), int(x.q)) for name, x in self.piece.joint.sample.items()}
        chosen: dict[str, Any] = {}
        for r in reversed(self.piece.cases[0].ranges):
            chosen[r.name] = self._inside(r, chosen)
        out: dict[str, Number] = {}
        for name, t in chosen.items():
            n, d = self._belief_bound(name, (self.ring.constant(t), self.ring.one))
            value = ClosedForms(self.view, self.piece, {})._form(self.ring.value(n, chosen), self.ring.value(d, chosen))
            out[self.names[name]] = simplest(value)
        return out

    def _inside(self, r: Range, chosen: Mapping[str, Any]) -> Any:
        """The middle of a range, once the unknowns that its bounds refer to have values."""
        if r.atoms:
            value = some_value(self.oracle, [Atom(self.ring.value(a.polynomial, chosen), a.relation) for a in r.atoms], r.name)
            if value is None:
                raise AssertionError("a range that the elimination found not to be empty")
            return fmpq(value.numerator, value.denominator)
        low, high = (
            [constant(self.ring.value(b.value[0], chosen)) / constant(self.ring.value(b.value[1], chosen)) for b in bounds]
            for bounds in (r.lower, r.upper)
        )
        return (max(low) + min(high)) / 2

    # ---------------------------------------------------------------- why

    @cached_property
    def pins(self) -> tuple[Pin, ...]:
        """Which indifference pins which mix."""
        out = []
        for name, origin in self.piece.branch.pins.items():
            if origin is None or name not in self.piece.branch.values:
                continue
            unknown = self.view.unknowns[name]
            players, labels, owner = self.game.players, self.game.set_labels, self.view.owner
            at = unknown.infoset
            out.append(Pin(unknown.kind, players[owner[at]], labels[at], players[owner[origin]], labels[origin]))
        return tuple(dict.fromkeys(out))


def _bounded(ring: Ring, name: str, bound: Bound, side: int) -> Atom:
    """A bound as a comparison."""
    top, bottom = bound.value
    return Atom((ring.gen(name) * bottom - top) * side, ">" if bound.strict else ">=")


def _once(atoms: Sequence[Atom]) -> list[Atom]:
    """Comparisons, each once."""
    return list({(key(a.polynomial), a.relation): a for a in atoms}.values())


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
                shown = relation if sign > 0 or relation in ("=", "!=") else relation.replace(">", "<")
                return Relation(Expression.symbol(name), shown, value)
    return Relation(ring.expression(p), relation, 0)
