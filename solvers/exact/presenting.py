"""Closed forms with labels: pieces become families and solutions.

Bases with the same play that differ only in which nodes are believed possible are faces
of one family; they are merged here for reading, after they have been counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from flint import fmpq

from games.labels import as_symbol
from games.numbers import Expression, Number, polynomials, simplest, terms_of
from games.tree import TERMINAL

from ..solution import Assessment, OpenRange, Pin, Profile, Relation, Strategies
from .algebra import Polynomial, constant, key
from .bases import belief_weights
from .oracle import Atom, Oracle
from .pieces import ClosedForms, Piece
from .projection import Bound, Range
from .roots import some_value
from .shortening import joined, shortened
from .triangular import simplify_all
from .view import View

Quotient = tuple[Polynomial, Polynomial]
Comparison = tuple[Expression, str]


@dataclass(frozen=True, eq=False)
class Group:
    """Pieces that are one family: a main one, and its faces.

    Parameters
    ----------
    main : Piece
        The one with the largest belief supports.
    faces : tuple of Piece
        The same play with smaller belief supports.
    """

    main: Piece
    faces: tuple[Piece, ...]

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """All of them."""
        return (self.main, *self.faces)

    @property
    def generic(self) -> bool:
        """Whether the family exists on a set with interior."""
        return any(piece.generic for piece in self.pieces)


def merged(view: View, pieces: Sequence[Piece]) -> list[Group]:
    """Merge faces: same supports, same mixing, belief supports inside the main one's."""
    alike: dict[Any, list[Piece]] = {}
    for piece in pieces:
        alike.setdefault((_fixed(view, piece), _play(view, piece), piece.generic), []).append(piece)
    groups: list[Group] = []
    for members in alike.values():
        left = sorted(members, key=lambda p: -sum(len(held) for held in _held(view, p).values()))
        while left:
            main = left.pop(0)
            whole = _held(view, main)
            faces = [p for p in left if all(set(held) <= set(whole[s]) for s, held in _held(view, p).items()) and p.root is None]
            left = [p for p in left if p not in faces]
            groups.append(Group(main, tuple(faces)))
    return groups


def _held(view: View, piece: Piece) -> Mapping[int, Sequence[int]]:
    """What faces may have less of: the nodes believed possible, or the actions used at loose sets."""
    base = piece.base
    return base.beliefs or ({s: base.supports[s] for s in sorted(base.loose)} if _closed(view, piece) else {})


def _closed(view: View, piece: Piece) -> bool:
    """Whether the mixes at loose sets fill a convex set: what bounds them is linear in them, and nothing else is open."""
    loose = {n for n in piece.branch.open if view.unknowns[n].infoset in piece.base.loose}
    linear = all(sum(powers) <= 1 for atom in piece.branch.atoms for powers in _powers(atom.polynomial, loose))
    return bool(piece.base.loose) and linear and piece.root is None and loose.issuperset(piece.branch.open)


def _powers(p: Polynomial, names: set[str]) -> Iterator[list[int]]:
    which = [k for k, name in enumerate(p.context().names()) if str(name) in names]
    return ([powers[k] for k in which] for powers, _ in terms_of(p))


def _fixed(view: View, piece: Piece) -> tuple[Any, ...]:
    """The action supports that all faces share."""
    loose = piece.base.loose if _closed(view, piece) else frozenset()
    return tuple((s, support) for s, support in piece.base.name[0] if s not in loose), tuple(sorted(loose))


def _play(view: View, piece: Piece) -> tuple[Any, ...]:
    values, loose = piece.branch.values, piece.base.loose if _closed(view, piece) else frozenset()

    def mixes(name: str) -> bool:
        unknown = view.unknowns[name]
        return unknown.kind == "mix" and unknown.infoset not in loose

    mixing = [(n, key(t), key(b)) for n, (t, b) in sorted(values.items()) if mixes(n)]
    names = filter(mixes, piece.branch.open)
    return (*mixing, *names, piece.root and piece.root.value.text())


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
            return None                             # a mix that is pinned by this very belief
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
    def conditions(self) -> tuple[tuple[str, ...], ...]:
        """The conditions for people: thresholds where a parameter can be isolated."""
        return tuple(tuple(self.condition(e, relation) for e, relation in case) for case in self.cases)

    def condition(self, expression: Expression, relation: str) -> str:
        """Write a comparison with zero as a threshold in the first parameter that it can be solved for."""
        return threshold(self.oracle, self.ring.take(expression.numerator), relation, self.over).text()

    # ---------------------------------------------------------------- what stays open

    @property
    def _depends(self) -> bool:
        """Whether the bounds of what is open depend on which of several conditions holds, and one set of comparisons says it all."""
        return len(self.piece.cases) > 1 and len(self.piece.held) == 1 and bool(self.piece.branch.open)

    @cached_property
    def ranges(self) -> tuple[OpenRange, ...]:
        """What stays open, and what is known of it."""
        if self.piece.joint is not None:
            return self.piece.joint.ranges(self.ring, self.names)
        if self._depends:
            return self._together()
        found = {r.name: r for r in self.piece.cases[0].ranges}
        return tuple(self._range(found[name]) for name in self.piece.branch.open if name in found)

    @cached_property
    def ends(self) -> dict[str, tuple[tuple[Number, ...], tuple[Number, ...]]]:
        """The bounds of what stays open, as closed forms, where they are the same wherever the family exists."""
        out: dict[str, tuple[tuple[Number, ...], tuple[Number, ...]]] = {}
        if self._depends:
            return out
        for r in self.piece.cases[0].ranges:
            if not r.atoms:
                sides = [
                    [self.form(*self._belief_bound(r.name, b.value)) for b in self._undominated(bounds, side)]
                    for bounds, side in ((r.lower, 1), (r.upper, -1))
                ]
                out[self.names[r.name]] = (tuple(simplest(e) for e in sides[0]), tuple(simplest(e) for e in sides[1]))
        return out

    @cached_property
    def limits(self) -> tuple[tuple[Comparison, ...], ...]:
        """The conjunctions of which what stays open must satisfy one, in the parameters and its symbols."""
        several = len(self.piece.held) > 1
        shares = self._shares() if self.piece.held else []
        return tuple(
            tuple((self._renamed(a.polynomial), a.relation) for a in _once((*held, *shares)) if several or self.ring.open(a.polynomial))
            for held in map(self._of_beliefs, self.piece.held)
        )

    def _shares(self) -> list[Atom]:
        """What is open is positive, and leaves something for what is not."""
        simplices = [[name for name in simplex if name in self.piece.branch.open] for simplex in self.oracle.simplices]
        shares = [Atom(self.ring.gen(name), ">") for simplex in simplices for name in simplex]
        return shares + [Atom(self.ring.one - sum(map(self.ring.gen, names), self.ring.zero), ">") for names in simplices if names]

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
        """What holds of the open symbols where their bounds depend on which condition holds: the comparisons as they stand."""
        atoms = [a for a in self._of_beliefs(self.piece.held[0]) if self.ring.open(a.polynomial)]
        told: dict[str, list[Relation]] = {name: [] for name in self.piece.branch.open}
        for atom in shortened(self.oracle, simplify_all(self.oracle, atoms) or atoms):
            if self.ring.open(atom.polynomial):             # what is left of a product may speak of parameters alone
                name, relation = self._isolated(atom)
                told[name].append(relation)
        out = []
        for name, relations in told.items():
            closed = self._closed_ends(name)
            lower, upper = ((self._bound(name, k, k not in closed, side),) for k, side in ((0, 1), (1, -1)))
            more = tuple({one.text(): one for one in relations}.values())
            out.append(OpenRange(self.names[name], lower, upper, more, self.view.unknowns[name].kind))
        return tuple(out)

    def _bound(self, name: str, value: Number, strict: bool, side: int) -> Relation:
        """A bound from below (side 1) or above (-1)."""
        symbol, relation = Expression.symbol(self.names[name]), "<" if strict else "<="
        return Relation(value, relation, symbol) if side > 0 else Relation(symbol, relation, value)

    def _isolated(self, atom: Atom) -> tuple[str, Relation]:
        """A comparison as a bound of the first open symbol that it can be solved for, and that symbol."""
        p, open_ = atom.polynomial, self.ring.open(atom.polynomial)
        for name in open_:
            slope = p.derivative(self.ring.index[name])
            sign = self.oracle.sign(slope) if self.ring.degree(p, name) == 1 else None
            if sign and atom.relation in (">", ">="):
                bound = self._renamed((slope * self.ring.gen(name) - p) * sign, slope * sign)
                relation = atom.relation if sign > 0 else atom.relation.replace(">", "<")
                return name, Relation(Expression.symbol(self.names[name]), relation, bound)
        return open_[-1], Relation(self._renamed(p), atom.relation, 0)

    def _range(self, r: Range) -> OpenRange:
        shown, kind = self.names[r.name], self.view.unknowns[r.name].kind
        if r.atoms:
            more = tuple(Relation(self.form(atom.polynomial), atom.relation, 0) for atom in r.atoms)
            return OpenRange(shown, more=more, kind=kind)
        closed, fills = self._closed_ends(r.name), self._fills(r.name)

        def side(bounds: Sequence[Bound], end: int, sign: int) -> tuple[Relation, ...]:
            kept = ((value, strict and not fills and not (value == end and end in closed)) for value, strict in self._ends(r, bounds, sign))
            return tuple(self._bound(r.name, value, strict, sign) for value, strict in kept)

        return OpenRange(shown, side(r.lower, 0, 1), side(r.upper, 1, -1), kind=kind)

    def _fills(self, name: str) -> bool:
        """Whether an open mix is one of those that fill a convex set."""
        return self.view.unknowns[name].infoset in self.base.loose and _closed(self.view, self.piece)

    def _closed_ends(self, name: str) -> set[int]:
        """The ends of a belief's range that faces add."""
        if self._fills(name):
            return {0, 1}
        if name not in self._believed:
            return set()
        s = self.view.unknowns[name].infoset
        first, second = (set(g) for g in self.base.groups[s])
        supports = [set(face.base.beliefs[s]) for face in self.group.faces]
        return {end for end, absent in ((0, first), (1, second)) if any(not b & absent for b in supports)}

    def _ends(self, r: Range, bounds: Sequence[Bound], side: int) -> list[tuple[Expression, bool]]:
        """The bounds on one side that matter, each once, and whether they are strict."""
        kept: dict[str, tuple[Expression, bool]] = {}
        for bound in self._undominated(bounds, side):
            value = self.form(*self._belief_bound(r.name, bound.value))
            before = kept.get(value.text(), (value, False))
            kept[value.text()] = value, before[1] or bound.strict
        return list(kept.values())

    def _undominated(self, bounds: Sequence[Bound], side: int) -> Iterator[Bound]:
        for k, bound in enumerate(bounds):
            (a, b) = bound.value
            dominated = False
            for j, other in enumerate(bounds):
                (c, d) = other.value
                sign = self.oracle.sign((c * b - a * d) * side) if j != k else None
                if sign == 1 or (sign == 0 and (j < k if other.strict == bound.strict else other.strict)):
                    dominated = True
            if not dominated:
                yield bound

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
