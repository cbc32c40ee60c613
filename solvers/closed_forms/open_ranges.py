"""The ranges of the probabilities that an equilibrium leaves open, or their joint conditions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any

from flint import fmpq

from games.numbers import Expression, Number, names_in, polynomials, simplest

from ..algebra.projection import Bound, NotLinear, Projection, Range
from ..algebra.ring import Polynomial, Ring, constant, key
from ..algebra.root_branches import some_value
from ..algebra.sign_oracle import Atom, Oracle
from ..algebra.simplification import shortened
from ..algebra.triangular import simplify_all
from ..results import OpenRange, Relation
from ..search.tree_polynomials import View
from .closed_form import ClosedForms
from .faces import Faces, Group, positives_of, weights_of
from .open_symbols import OpenSymbols

Comparison = tuple[Expression, str]


class OpenRanges:
    """The ranges of the open symbols of one group of pieces.

    Parameters
    ----------
    view, oracle : View, Oracle
        The game as the engine reads it.
    group : Group
        The pieces.
    symbols : OpenSymbols
        What its main piece leaves open.
    """

    def __init__(self, view: View, oracle: Oracle, group: Group, symbols: OpenSymbols) -> None:
        self.view, self.oracle, self.group, self.symbols = view, oracle, group, symbols
        self.piece, self.base, self.ring = group.main, group.main.base, view.ring
        self.names, self.form = symbols.names, symbols.form

    @cached_property
    def _ranges(self) -> tuple[Range, ...] | None:
        """The range of each open symbol, given those after it; None where there are joint conditions only."""
        ranges = self._in_turn
        bounds = (bound for r in ranges or () for bound in (*r.lower, *r.upper))
        if ranges is None or any(self._may_be_zero(bound.value[1]) for bound in bounds) or not self._hold_faces(ranges):
            return None
        return ranges

    def _hold_faces(self, ranges: Sequence[Range]) -> bool:
        """Whether it is proved that the ranges hold every face.

        Where a bound's denominator is zero a condition may lapse: elimination makes a case of its own of that, which is a piece of
        its own, and a face of this one by the conditions as they stand, though no range has it.
        """
        if self._entangled:  # ranges are in terms of beliefs
            return not any(face.base.name == self.base.name for face in self.group.faces)
        comparisons: list[Atom] = []
        for r in ranges:
            comparisons += r.atoms
            for side, bounds in ((1, r.lower), (-1, r.upper)):
                for bound in bounds:
                    strict = bound.strict and not self._is_closed(r.name, bound, side)
                    comparisons.append(Atom(_bounded(self.ring, r.name, bound, side).polynomial, ">" if strict else ">="))
        return all(self._faces.satisfies(face, self.piece, comparisons) for face in self.group.faces)

    @cached_property
    def _faces(self) -> Faces:
        return Faces(self.view, self.oracle)

    def _may_be_zero(self, p: Polynomial) -> bool:
        """Whether a factor that is positive inside may be zero at ends that faces add: nothing is divided by it."""
        return any(self._may_vanish(name) or self._may_fill(name) for name in self.ring.open(p))

    @cached_property
    def _in_turn(self) -> tuple[Range, ...] | None:
        """The comparisons solved for one symbol after another; None where they cannot be."""
        piece = self.piece
        if not piece.branch.open:
            return ()
        if len(piece.cases) > 1:
            return None
        if not self._projected_anew:
            return piece.cases[0].ranges
        conditions = self._of_beliefs(self._conjunctions[0]) if self._entangled else self._conjunctions[0]
        try:
            projections = list(
                Projection(self.oracle.quick, piece.generic).project(conditions, piece.branch.open, list(self._positivity()))
            )
        except NotLinear:
            return None
        return projections[0].ranges if len(projections) == 1 and not any(r.atoms for r in projections[0].ranges) else None

    @cached_property
    def _projected_anew(self) -> bool:
        """Whether ranges are computed anew: in terms of beliefs, or since ends that faces add are limits of other symbols, too."""
        if self._entangled or not (self.group.closed and len(self._conjunctions) == 1):
            return self._entangled
        bounds = (b for r in self.piece.cases[0].ranges for b in (*r.lower, *r.upper))
        return any(self.ring.open(p) for b in bounds for p in b.value)

    @cached_property
    def _entangled(self) -> bool:
        """Whether a belief's odds depend on what else is open; its range is then computed in terms of the belief itself."""
        odds = (self.symbols.odds(name) for name in self.piece.branch.open)
        return len(self.piece.conjunctions) == 1 and any(self.ring.open(p) for pair in odds if pair is not None for p in pair)

    @cached_property
    def ranges(self) -> tuple[OpenRange, ...]:
        """The open symbols with their ranges; with joint conditions where ranges depend on each other."""
        if self.piece.joint is not None:
            return self.piece.joint.ranges(self.ring, self.names)
        if self._ranges is None:
            return self._joint_ranges()
        by_name = {r.name: r for r in self._ranges}
        return tuple(self._range(by_name[name]) for name in self.piece.branch.open if name in by_name)

    @cached_property
    def ends(self) -> dict[str, tuple[tuple[Number, ...], tuple[Number, ...]]]:
        """The bounds of what stays open, as closed forms, where they are the same wherever the family exists."""
        ends: dict[str, tuple[tuple[Number, ...], tuple[Number, ...]]] = {}
        for r in self._in_turn or ():
            if not r.atoms:
                lower, upper = (tuple(simplest(self._bound(r, b)) for b in self._undominated(r, side)) for side in (1, -1))
                ends[self.names[r.name]] = lower, upper
        return ends

    def _bound(self, r: Range, bound: Bound) -> Expression:
        """A bound as a closed form."""
        return self._renamed(*bound.value) if self._entangled else self.form(*self.symbols.belief_bound(r.name, bound.value))

    @cached_property
    def limits(self) -> tuple[tuple[Comparison, ...], ...]:
        """The conjunctions of which what stays open must satisfy one, in the parameters and its symbols."""
        several = len(self.piece.conjunctions) > 1
        return tuple(
            tuple((self._renamed(a.polynomial), a.relation) for a in conjunction if several or self.ring.open(a.polynomial))
            for conjunction in map(self._of_beliefs, self._conjunctions)
        )

    @cached_property
    def _conjunctions(self) -> list[list[Atom]]:
        """Conjunctions in the parameters and the open symbols of which one must hold, with the ends that faces add."""
        piece = self.piece
        if not piece.conjunctions:
            return []
        positivity = list(self._positivity())
        if piece.root is not None or len(piece.branch.positives) != len(piece.base.positives):
            return [_once((*atoms, *positivity)) for atoms in piece.conjunctions]
        positives = [
            Atom(p, ">=" if weight in self.group.closed else ">")
            for p, weight in zip(positives_of(self.view, piece), weights_of(self.view, piece), strict=True)
        ]
        return [_once((*piece.branch.atoms, *positives, *positivity))]

    def _positivity(self) -> Iterator[Atom]:
        """Open probabilities are positive and add up to less than one; or may be zero, or add up to one, where faces add such ends."""
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
        """Whether faces add the end at which the open unknowns of a set add up to one."""
        kind, s = self.view.unknowns[name].kind, self.view.unknowns[name].infoset
        every = self.base.supports[s] if kind == "mix" else range(len(self.base.groups[s]))
        beside = {u.index for u in map(self.view.unknowns.__getitem__, self.piece.branch.open) if (u.kind, u.infoset) == (kind, s)}
        return any((kind, s, k) in self.group.closed for k in every if k not in beside)

    def _of_beliefs(self, atoms: Sequence[Atom]) -> list[Atom]:
        """Equivalent comparisons in beliefs instead of the weights behind them."""
        rewritten = []
        for atom in atoms:
            p = atom.polynomial
            for name, (top, below) in self.symbols.believed.items():
                p, degree = self.ring.substitute(p, name, top, below)
                if degree % 2:
                    p = p * self._turns[name]
            rewritten.append(Atom(p, atom.relation))
        return rewritten

    @cached_property
    def _turns(self) -> dict[str, Polynomial]:
        """For every open belief a polynomial with the sign of what comparisons are multiplied by, one where that is positive throughout."""
        turns = {}
        for name in self.symbols.believed:
            content, factors = self.ring.factors(self.symbols.scale(name))
            turn = self.ring.one if content > 0 else -self.ring.one
            for factor in (f for f, power in factors if power % 2):
                sign = self.oracle.sign(factor) or -(self.oracle.sign(-factor) or 0)
                turn = turn * (sign or factor)
            turns[name] = turn
        return turns

    def _renamed(self, p: Polynomial, bottom: Polynomial | None = None) -> Expression:
        expression = self.ring.expression(p, bottom)
        ring = polynomials(tuple(self.names.get(name, name) for name in names_in(expression.numerator.context())))
        return Expression(ring.from_dict(expression.numerator.to_dict()), ring.from_dict(expression.denominator.to_dict()))

    def _joint_ranges(self) -> tuple[OpenRange, ...]:
        """The open symbols where their ranges depend on each other: the comparisons as they stand."""
        relations_of: dict[str, list[Relation]] = {name: [] for name in self.piece.branch.open}
        regions = [self._solved_for(conjunction) for conjunction in self._conjunctions]
        either: tuple[tuple[Relation, ...], ...] = ()
        if len(regions) == 1:
            for name, relation in regions[0]:
                relations_of[name].append(relation)
        else:
            either = tuple(tuple(relation for _, relation in region) for region in regions)
        ranges = []
        for name, relations in relations_of.items():
            lower = self._edge(name, 0, not self._may_vanish(name), 1)
            upper = self._edge(name, self._remainder(name), not self._may_fill(name), -1)
            unique = tuple({relation.text(): relation for relation in relations}.values())
            last = either if name == self.piece.branch.open[-1] else ()
            ranges.append(OpenRange(self.names[name], (lower,), (upper,), unique, self.view.unknowns[name].kind, last))
        return tuple(ranges)

    def _remainder(self, name: str) -> Number:
        """What the open symbols before one leave for it, of those that add up to one with it at most."""
        simplex = next(simplex for simplex in self.oracle.simplices if name in simplex)
        before = [n for n in self.piece.branch.open[: self.piece.branch.open.index(name)] if n in simplex]
        return simplest(sum((-Expression.symbol(self.names[n]) for n in before), Expression.constant(1)))

    def _edge(self, name: str, value: Number, strict: bool, side: int) -> Relation:
        """A bound of an open symbol from below (side 1) or above (-1)."""
        symbol, relation = Expression.symbol(self.names[name]), "<" if strict else "<="
        return Relation(value, relation, symbol) if side > 0 else Relation(symbol, relation, value)

    def _solved_for(self, conjunction: Sequence[Atom]) -> list[tuple[str, Relation]]:
        """Comparisons that involve open symbols, each with the symbol under which it is listed; those that others imply left out."""
        several = len(self._conjunctions) > 1
        relevant = [a for a in conjunction if several or self.ring.open(a.polynomial)]
        lapsing = [a for a in relevant if self._lapses(a)]
        others = self._of_beliefs([a for a in relevant if a not in lapsing])
        short = simplify_all(self.oracle, others)
        told = [*shortened(self.oracle, others if short is None else short), *map(self._with_factors, self._of_beliefs(lapsing))]
        return [
            self._isolated(atom) if self.ring.open(atom.polynomial) else ("", Relation(self._renamed(atom.polynomial), atom.relation, 0))
            for atom in told
            if several or self.ring.open(atom.polynomial)  # once factors are dropped, it may involve parameters alone
        ]

    def _lapses(self, atom: Atom) -> bool:
        """Whether a comparison says nothing at an end that faces add, where a factor is zero; it is then told with this factor."""
        factors = [f for f, _ in self.ring.factors(atom.polynomial)[1]] if atom.relation == ">=" and self.group.faces else []
        if len(factors) < 2 or not any(self._may_be_zero(f) and self.oracle.sign(f) for f in factors):
            return False
        short = simplify_all(self.oracle, [atom])
        return short is None or not all(self._faces.satisfies(face, self.piece, short) for face in self.group.faces)

    def _with_factors(self, atom: Atom) -> Atom:
        """A comparison free of the factors that are positive at all ends, too."""
        content, factors = self.ring.factors(atom.polynomial)
        left = self.ring.one if content > 0 else -self.ring.one
        for factor, power in factors:
            sign = None if self._may_be_zero(factor) else self.oracle.sign(factor)
            left = left * (factor if sign is None else self.ring.constant(sign)) ** power
        return Atom(left, atom.relation)

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
        symbol, kind = self.names[r.name], self.view.unknowns[r.name].kind
        if r.atoms:
            more = tuple(Relation(self.form(atom.polynomial), atom.relation, 0) for atom in r.atoms)
            return OpenRange(symbol, more=more, kind=kind)
        lower, upper = (tuple(self._edge(r.name, value, strict, side) for value, strict in self._ends(r, side)) for side in (1, -1))
        return OpenRange(symbol, lower, upper, kind=kind)

    def _ends(self, r: Range, side: int) -> list[tuple[Expression, bool]]:
        """The bounds on one side that matter, each once, and whether they are strict."""
        bounds: dict[str, tuple[Expression, bool]] = {}
        for bound in self._undominated(r, side):
            value = self._bound(r, bound)
            before = bounds.get(value.text(), (value, False))
            bounds[value.text()] = value, before[1] or (bound.strict and not self._is_closed(r.name, bound, side))
        return list(bounds.values())

    def _is_closed(self, name: str, bound: Bound, side: int) -> bool:
        """Whether faces add the end of a range."""
        return (
            not self._projected_anew and self._is_end(name, bound, side) and (self._may_vanish(name) if side > 0 else self._may_fill(name))
        )

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
        return self._told[r.name, side]

    @cached_property
    def _told(self) -> dict[tuple[str, int], list[Bound]]:
        """The bounds of each side of each range that are told; one after another is left out, each for what is still told.

        A bound whose denominator is positive for what other bounds say vouches for no other one: read as a quotient, it says nothing of
        the sign of its denominator.
        """
        ranges = self._in_turn or ()
        told = {(r.name, side): self._extreme(r.lower if side > 0 else r.upper, side) for r in ranges for side in (1, -1)}
        assumed = [*self.piece.cases[0].atoms, *(atom for r in ranges for atom in r.atoms)]
        for (name, side), bounds in told.items():
            for bound in list(bounds):
                if len(bounds) > 1 and not self._is_end(name, bound, side):
                    others = [
                        _bounded(self.ring, n, b, s)
                        for (n, s), kept in told.items()
                        for b in kept
                        if b is not bound and self.oracle.sign(b.value[1]) == 1
                    ]
                    fails = _bounded(self.ring, name, bound, side)
                    against = Atom(-fails.polynomial, ">=" if bound.strict else ">")
                    if self.oracle.quick.satisfiable([*others, *assumed, against]) is False:
                        bounds.remove(bound)
        return told

    def _extreme(self, bounds: Sequence[Bound], side: int) -> list[Bound]:
        """The bounds on one side of a range beyond which no other is proved to lie."""
        extreme = []
        for k, bound in enumerate(bounds):
            (a, b) = bound.value
            dominated = False
            for j, other in enumerate(bounds):
                (c, d) = other.value
                sign = self.oracle.sign((c * b - a * d) * side) if j != k else None
                if sign == 1 or (sign == 0 and (j < k if other.strict == bound.strict else other.strict)):
                    dominated = True
            if not dominated:
                extreme.append(bound)
        return extreme

    def sample(self) -> dict[str, Number]:
        """Values of the open symbols inside their ranges, at a point (no parameters)."""
        if not self.piece.branch.open:
            return {}
        if self.piece.joint is not None:
            return {self.names[name]: Fraction(int(x.p), int(x.q)) for name, x in self.piece.joint.sample.items()}
        chosen: dict[str, Any] = {}
        for r in reversed(self.piece.cases[0].ranges):
            chosen[r.name] = self._inside(r, chosen)
        values: dict[str, Number] = {}
        for name, t in chosen.items():
            n, d = self.symbols.belief_bound(name, (self.ring.constant(t), self.ring.one))
            value = ClosedForms(self.view, self.piece, {})._form(self.ring.value(n, chosen), self.ring.value(d, chosen))
            values[self.names[name]] = simplest(value)
        return values

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


def _bounded(ring: Ring, name: str, bound: Bound, side: int) -> Atom:
    """A bound as a comparison."""
    top, bottom = bound.value
    return Atom((ring.gen(name) * bottom - top) * side, ">" if bound.strict else ">=")


def _once(atoms: Sequence[Atom]) -> list[Atom]:
    """Comparisons, each once."""
    return list({(key(a.polynomial), a.relation): a for a in atoms}.values())
