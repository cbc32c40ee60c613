"""Elimination of the unknowns that stay open, and of one square root.

A conjunction of comparisons in parameters and open unknowns becomes an equivalent
disjunction of conjunctions in the parameters alone (virtual substitution for the linear
case, after Loos and Weispfenning 1993: every lower bound is compared with every upper
bound, split by the signs of the coefficients).  The bounds are kept, to be shown.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from math import prod

from games.numbers import terms_of

from .independence import parts_of
from .remembering import Answers
from .ring import Polynomial
from .sign_oracle import Atom, Oracle, seen
from .triangular import Quotient, simplify_all
from .virtual_substitution import eliminate

FEW = 16  # with more comparisons of one unknown, those that follow from others are left out first
MOST_BOUNDS = 400  # with so many of one unknown, nothing is tried
MOST_PAIRS = 2_000  # so many pairs of bounds are compared
MOST_CASES = 2_000  # so many cases wait at a time
MOST_STEPS = 20_000  # so many conjunctions are gone through in all


class NotLinear(Exception):
    """An open unknown occurs in a way that this elimination does not handle."""


@dataclass(frozen=True, eq=False)
class Bound:
    """A bound on an open unknown: ``numerator/denominator`` with a positive denominator."""

    value: Quotient
    strict: bool


@dataclass(frozen=True, eq=False)
class Range:
    """Between which bounds an open unknown may lie, given those listed after it.

    Parameters
    ----------
    name : str
        The unknown.
    lower, upper : tuple of Bound
        All must be respected.
    atoms : tuple of Atom
        Instead of bounds, where the unknown occurs with degree two: the comparisons themselves.
    """

    name: str
    lower: tuple[Bound, ...]
    upper: tuple[Bound, ...]
    atoms: tuple[Atom, ...] = ()


@dataclass(frozen=True, eq=False)
class Projected:
    """One conjunction in the parameters alone, with the ranges of what was eliminated.

    Parameters
    ----------
    atoms : tuple of Atom
        In the parameters.
    ranges : tuple of Range
        In the order of elimination: a range may refer to unknowns eliminated later.
    """

    atoms: tuple[Atom, ...]
    ranges: tuple[Range, ...]


class Projection:
    """Eliminates open unknowns over one oracle.

    Parameters
    ----------
    generic : bool
        Whether cases that need an equation in the parameters may be left out.

    Attributes
    ----------
    left : list of Polynomial
        At whose zeros the last projection left out that a bound changes sides.
    """

    def __init__(self, oracle: Oracle, generic: bool) -> None:
        self.oracle, self.ring, self.generic = oracle, oracle.ring, generic
        self.left: list[Polynomial] = []
        self._steps = 0
        self._answers: Answers[list[Projected] | None] = Answers()

    def project(self, atoms: Sequence[Atom], names: Sequence[str], limits: Sequence[Atom] | None = None) -> Iterator[Projected]:
        """Give the conjunctions whose union is the projection.

        Parameters
        ----------
        atoms : sequence of Atom
            What holds of the unknowns and the parameters.
        names : sequence of str
            The unknowns.
        limits : sequence of Atom, optional
            What makes probabilities of the unknowns; when None, that all are positive and leave something for others.

        Raises
        ------
        NotLinear
            When an unknown occurs in a power or a product of irreducible factors that cannot be split.
        """
        bounds = [Atom(self.ring.gen(name), ">") for name in names] if limits is None else list(limits)
        for simplex in self.oracle.simplices if limits is None else ():
            members = [name for name in simplex if name in names]
            if members:
                bounds.append(Atom(self.ring.one - sum(map(self.ring.gen, members), self.ring.zero), ">"))
        self._steps, self.left = 0, []
        short = simplify_all(self.oracle, list(atoms))
        if short is None:
            return
        whole = [*short, *bounds]
        parts = parts_of(names, (self.ring.open(a.polynomial) for a in whole)) if self.oracle.aside is None else []
        if len(parts) > 1 and not any(self._many(whole, name) for name in names):
            yield from self._joined(whole, parts)
        else:
            yield from self._eliminate(whole, list(names), ())

    def _joined(self, atoms: Sequence[Atom], parts: Sequence[tuple[str, ...]]) -> Iterator[Projected]:
        """Eliminate unknowns part by part, where no comparison ties one part to another; each part is solved once."""
        number = {name: k for k, part in enumerate(parts) for name in part}
        of_part: list[list[Atom]] = [[] for _ in parts]
        alone: list[Atom] = []
        for atom in atoms:
            names = [name for name in self.ring.open(atom.polynomial) if name in number]
            (of_part[number[names[0]]] if names else alone).append(atom)
        solved = []
        for part, own in sorted(zip(parts, of_part, strict=True), key=lambda entry: len(entry[1])):
            question = part, tuple((a.name, a.relation) for a in own)
            solved.append(self._answers.of(question, partial(self._of_part, part, own)))
            if solved[-1] == []:
                return
        if any(cases is None for cases in solved):
            raise NotLinear(", ".join(number))
        for chosen in itertools.product(*(cases for cases in solved if cases is not None)):
            self._step(parts[0][0])
            short = self._short([*alone, *(a for case in chosen for a in case.atoms)], ())
            if short is not None:
                yield Projected(tuple(short), tuple(r for case in chosen for r in case.ranges))

    def _of_part(self, names: Sequence[str], atoms: Sequence[Atom]) -> list[Projected] | None:
        """The projection of comparisons of some unknowns; None where it is not to be had."""
        try:
            return list(self._eliminate(list(atoms), list(names), ()))
        except NotLinear:
            return None

    def _many(self, atoms: Sequence[Atom], name: str) -> bool:
        """Whether so many comparisons bear on an unknown that some are left out first, by what all of them imply."""
        return sum(self.ring.degree(a.polynomial, name) > 0 for a in atoms) > FEW

    def _eliminate(self, atoms: list[Atom], names: list[str], ranges: tuple[Range, ...]) -> Iterator[Projected]:
        if not names:
            yield Projected(tuple(atoms), ranges)
            return
        name = min(names, key=lambda n: self._cost(atoms, n))
        remaining = [n for n in names if n != name]
        atoms = self._without_implied(atoms, names, name)
        for case in self._linear_cases([a for a in atoms if self.ring.degree(a.polynomial, name)], name):
            self._step(name)
            free = [a for a in (*atoms, *case) if not self.ring.degree(a.polynomial, name)]
            case = [a for a in case if self.ring.degree(a.polynomial, name)]
            if any(self.ring.degree(a.polynomial, name) > 1 for a in case):
                for conjunction in eliminate(self.oracle, [*free, *case], name, generic=self.generic):
                    short = self._short([*conjunction, *(a for a in free if self._plain(a, remaining))], remaining)
                    if short is not None:
                        yield from self._eliminate(short, remaining, (*ranges, Range(name, (), (), tuple(case))))
                continue
            for lower, upper, more in self._bounds(case, name):
                self._step(name)
                if len(lower) * len(upper) > MOST_PAIRS:
                    raise NotLinear(name)
                pairs = [self._compare(low, high) for low in lower for high in upper]
                short = self._short([*free, *more, *pairs], remaining)
                if short is not None:
                    yield from self._eliminate(short, remaining, (*ranges, Range(name, tuple(lower), tuple(upper))))

    def _step(self, name: str) -> None:
        """Count a conjunction; what takes too many is not decided."""
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise NotLinear(name)

    def _without_implied(self, atoms: list[Atom], names: Sequence[str], name: str) -> list[Atom]:
        """Leave out what is proved to follow from the rest, where there is so much that comparing all pairs would never end.

        The plain bounds of what is open stay: the oracle takes them for granted.
        """
        many = sum(self.ring.degree(a.polynomial, name) > 0 for a in atoms)
        if many > MOST_BOUNDS:
            raise NotLinear(name)
        if many <= FEW:
            return atoms
        candidates = [atom for atom in atoms if not self._plain(atom, names)]
        for atom in sorted(candidates, key=lambda a: (-len(self.ring.open(a.polynomial)), -len(a.polynomial), a.name)):
            others = [other for other in atoms if other is not atom]
            negation = Atom(-atom.polynomial, {">": ">=", ">=": ">"}.get(atom.relation, ""))
            if negation.relation and self.oracle.quick.satisfiable([*others, negation]) is False:
                atoms = others
        return atoms

    def _short(self, atoms: list[Atom], remaining: Sequence[str]) -> list[Atom] | None:
        """Simplify, but keep the plain bounds of what is still open."""
        plain = [a for a in atoms if self._plain(a, remaining)]
        short = simplify_all(self.oracle, atoms)
        if short is None:
            return None
        if self.generic:
            strict = [a.strict() for a in short if self.ring.parametric(a.polynomial) and a.relation in (">", ">=")]
            if len(strict) > 1 and not seen(self.oracle.mask(strict)) and self.oracle.satisfiable(strict) is False:
                self.oracle.leave(a.polynomial for a in strict)
                return None
        return [*short, *plain]

    def _plain(self, atom: Atom, remaining: Sequence[str]) -> bool:
        """Whether a comparison is one of the bounds of what is open, which the oracle takes for granted."""
        if atom.polynomial.total_degree() != 1:
            return False
        weights = {self.ring.names[powers.index(1)] if any(powers) else "": c for powers, c in terms_of(atom.polynomial)}
        constant, names = weights.pop("", 0), set(weights)
        if not names.issubset(remaining):
            return False
        if not constant:
            return len(names) == 1 and min(weights.values()) > 0
        return constant > 0 and set(weights.values()) == {-constant} and any(names.issubset(simplex) for simplex in self.oracle.simplices)

    def _cost(self, atoms: Sequence[Atom], name: str) -> tuple[int, int, int]:
        involved = [a for a in atoms if self.ring.degree(a.polynomial, name)]
        worst = max((self.ring.degree(f, name) for a in involved for f, _ in self.ring.factors(a.polynomial)[1]), default=0)
        coupled = sum(len(self.ring.open(a.polynomial)) - 1 for a in involved)
        return worst, coupled, len(involved)

    def _linear_cases(self, atoms: Sequence[Atom], name: str) -> Iterator[list[Atom]]:
        """Split products so that the unknown occurs in at most one factor of each comparison."""
        waiting: list[tuple[list[Atom], list[Atom]]] = [([], list(reversed(atoms)))]  # done, and still to do, the next one last
        while waiting:
            done, todo = waiting.pop()
            while todo:
                atom = todo.pop()
                split = self._split(atom, name)
                if split is None:
                    done.append(atom)
                    continue
                waiting += [([*done, *ready], [*todo, *reversed(more)]) for ready, more in reversed(split)]
                if len(waiting) > MOST_CASES:
                    raise NotLinear(name)
                break
            else:
                yield done

    def _split(self, atom: Atom, name: str) -> list[tuple[list[Atom], list[Atom]]] | None:
        """The cases of a comparison, each what is ready and what is still to be looked at; None when it need not be split."""
        if not self.ring.degree(atom.polynomial, name):
            return None
        content, factors = self.ring.factors(atom.polynomial)
        with_unknown = [(f, k) for f, k in factors if self.ring.degree(f, name)]
        if atom.relation == "!=":
            return [([], [])]  # leaves out single values of an interval: same closure
        if atom.relation == "=":  # one factor is zero: neither positive nor negative
            zeros = ([Atom(f, ">="), Atom(-f, ">=")] if self.ring.degree(f, name) else [Atom(f, "=")] for f, _ in factors)
            return [([], zero) for zero in zeros]
        if any(self.ring.degree(f, name) > 2 for f, _ in with_unknown):
            raise NotLinear(name)
        if len(with_unknown) == 1 and with_unknown[0][1] == 1:
            return None
        cofactor = self.ring.one if content > 0 else -self.ring.one
        for f, k in factors:
            if not self.ring.degree(f, name):
                cofactor = cofactor * f**k
        single = [f for f, k in with_unknown for _ in range(k)]
        cases: list[tuple[list[Atom], list[Atom]]] = []
        for signs in itertools.product((1, -1), repeat=len(single)):
            short = simplify_all(self.oracle, [Atom(cofactor * prod(signs), atom.relation)])
            if short is not None:
                cases.append(([*(Atom(f * s, atom.relation) for f, s in zip(single, signs, strict=True)), *short], []))
        return cases

    def _bounds(self, atoms: Sequence[Atom], name: str) -> Iterator[tuple[list[Bound], list[Bound], list[Atom]]]:
        """Read linear comparisons as bounds, one case for each sign pattern of the coefficients."""
        cases: list[tuple[list[Bound], list[Bound], list[Atom]]] = [([], [], [])]
        for atom in atoms:
            p, strict = atom.polynomial, atom.relation == ">"
            slope = p.derivative(self.ring.index[name])
            constant = p - slope * self.ring.gen(name)
            sign = self.oracle.sign(slope)
            extended = []
            for lower, upper, conditions in cases:
                if sign in (1, None):
                    on_slope = [] if sign else [Atom(slope, ">")]
                    extended.append(([*lower, Bound((-constant, slope), strict)], upper, [*conditions, *on_slope]))
                if sign in (-1, None):
                    on_slope = [] if sign else [Atom(-slope, ">")]
                    extended.append((lower, [*upper, Bound((constant, -slope), strict)], [*conditions, *on_slope]))
                if sign is None and self.generic and self.ring.parametric(slope):
                    self.oracle.leave([slope])
                    self.left.append(slope)
                elif sign is None:
                    extended.append((lower, upper, [*conditions, Atom(slope, "="), Atom(constant, atom.relation)]))
            cases = extended
            if len(cases) > MOST_CASES:
                raise NotLinear(name)
        yield from cases

    def _compare(self, low: Bound, high: Bound) -> Atom:
        (a, b), (c, d) = low.value, high.value
        return Atom(c * b - a * d, ">" if low.strict or high.strict else ">=")
