"""Solving a base's equations: triangular, linear first, every split exhaustive.

A `Branch` holds explicit unknowns, what is left open, and the comparisons that remain.
Splits: which factor of an equation is zero; whether a leading coefficient is zero.  A
coefficient of unproved sign is never divided by without recording that it is not zero.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from .independence import parts_of
from .remembering import Answers
from .ring import Polynomial, key, product
from .sign_oracle import Atom, Oracle, seen

Quotient = tuple[Polynomial, Polynomial]
Equation = tuple[Polynomial, int | None]  # with the information set whose indifference it states
Cost = tuple[bool, int, int, int]  # of solving an equation; the least is solved first
Rank = tuple[Cost, int]  # the cost, and the information set


@dataclass(frozen=True, eq=False)
class Branch:
    """One branch of the solution of a base.

    Parameters
    ----------
    values : dict from unknown to (numerator, denominator)
        Explicit unknowns, in the parameters and the unknowns left open; denominators are positive or nonzero (recorded).
    open : tuple of str
        Unknowns that no equation pins.
    unsolved : tuple of polynomials
        Equations that no linear step could solve.
    atoms : tuple of Atom
        Comparisons in the parameters and what is open, simplified.
    positives : tuple of polynomials
        The probabilities of the base, each up to a positive factor; all must be positive.
    pins : dict from unknown to int
        The information set whose indifference pins an explicit unknown.
    ranks : dict from unknown to Rank
        How early the equation of an explicit unknown comes among others.
    """

    values: dict[str, Quotient]
    open: tuple[str, ...]
    unsolved: tuple[Polynomial, ...] = ()
    atoms: tuple[Atom, ...] = ()
    positives: tuple[Polynomial, ...] = ()
    pins: dict[str, int | None] = field(default_factory=dict)
    ranks: dict[str, Rank] = field(default_factory=dict)

    @property
    def conditions(self) -> list[Atom]:
        """All that must hold: the comparisons, and that the probabilities of the base are positive."""
        return [*self.atoms, *(Atom(p, ">") for p in self.positives)]

    def solved_by_root(self, name: str) -> Branch:
        """The branch once an unknown is a root of its equation; what must hold is then kept beside it."""
        return replace(self, open=tuple(n for n in self.open if n != name), unsolved=(), positives=())


def simplified(oracle: Oracle, atom: Atom) -> Atom | bool:
    """Drop factors of known sign; True or False when nothing is left to ask.

    The oracle's signs of factors are settled when they are asked for first, so that each comparison is simplified once; one that is
    as short as can be is given back as the object that it is, whose name and degrees are known.
    """
    question = atom.name, atom.relation
    short = oracle.simplified.get(question)
    if short is None:
        short = oracle.simplified[question] = _simplified(oracle, atom)
    return atom if isinstance(short, Atom) and (short.name, short.relation) == question else short


def _simplified(oracle: Oracle, atom: Atom) -> Atom | bool:
    p, relation = atom.polynomial, atom.relation
    if p.is_constant():
        return atom.holds(oracle.sign(p) or 0)
    content, factors = oracle.ring.factors(p)
    sign = 1 if content > 0 else -1
    remaining: list[Polynomial] = []
    for factor, power in factors:
        factor_sign = oracle.sign(factor)
        if factor_sign:
            sign *= factor_sign**power
        elif power % 2 == 0 and relation in (">", ">="):
            remaining += [factor, factor]
        else:
            remaining.append(factor)
    if not remaining:
        return atom.holds(sign)
    if relation in ("=", "!="):
        remaining = list({key(f): f for f in remaining}.values())
        sign = 1
    p = product(oracle.ring, remaining)
    return Atom(p if sign > 0 else -p, relation)


def simplify_all(oracle: Oracle, atoms: Sequence[Atom]) -> list[Atom] | None:
    """Simplify comparisons, each kept once; None when one of them is false."""
    by_name: dict[tuple[str, str], Atom] = {}
    for atom in atoms:
        short = simplified(oracle, atom)
        if short is False:
            return None
        if isinstance(short, Atom):
            by_name[short.name, short.relation] = short
    for name, relation in list(by_name):
        if relation == ">=" and (name, ">") in by_name:
            del by_name[name, ">="]
    for atom in [a for a in by_name.values() if a.relation == ">="]:
        opposite = atom.name_of_opposite
        if (opposite, ">=") in by_name and (atom.name, ">=") in by_name:  # both ways: an equation
            del by_name[opposite, ">="], by_name[atom.name, ">="]
            by_name[atom.name, "="] = Atom(atom.polynomial, "=")
    return list(by_name.values())


def _by_rank(branches: Sequence[Branch]) -> Iterator[tuple[Branch, str]]:
    """The explicit unknowns of branches of parts, in the order in which one system would have been solved for them."""
    waiting = [(one, list(one.values)) for one in branches if one.values]
    while waiting:
        one, names = min(waiting, key=lambda entry: entry[0].ranks[entry[1][0]])
        yield one, names.pop(0)
        waiting = [entry for entry in waiting if entry[1]]


class Triangular:
    """Solves systems over one oracle.

    Parameters
    ----------
    generic : bool
        Whether an equation in parameters alone ends a branch (it holds on a wall only).

    Attributes
    ----------
    last : frozenset of str
        Unknowns that are solved for only where no other one can be; none, but where somebody puts them.
    """

    def __init__(self, oracle: Oracle, generic: bool) -> None:
        self.oracle, self.ring, self.generic = oracle, oracle.ring, generic
        self.last: frozenset[str] = frozenset()
        self._answers: Answers[list[Branch]] = Answers()

    def solve(
        self, unknowns: Sequence[str], equations: Sequence[Equation], atoms: Sequence[Atom], positives: Sequence[Polynomial]
    ) -> Iterator[Branch]:
        """Give the branches of a system; together they hold all its solutions.

        Parts of the system that have no unknown in common are solved each by itself, unless it is noted what a search leaves aside.
        """
        whole = Branch({}, tuple(unknowns), (), tuple(atoms), tuple(positives))
        if self.oracle.aside is None:
            parts = self._parts(whole, equations)
            if len(parts) > 1:
                yield from self._joined(whole, parts)
                return
        yield from self._solve(whole, list(equations))

    def _parts(self, whole: Branch, equations: Sequence[Equation]) -> list[tuple[Branch, list[Equation]]]:
        """The parts of a system that have no unknown in common; the first speaks of parameters alone."""
        opened = [
            [self.ring.open(p) for p in ps] for ps in ([e for e, _ in equations], [a.polynomial for a in whole.atoms], whole.positives)
        ]
        parts = [(), *parts_of(whole.open, (names for some in opened for names in some))]
        number = {name: k for k, part in enumerate(parts) for name in part}
        of_equations, of_atoms, of_positives = ([number[names[0]] if names else 0 for names in some] for some in opened)
        return [
            (
                Branch(
                    {},
                    part,
                    (),
                    tuple(a for a, j in zip(whole.atoms, of_atoms, strict=True) if j == k),
                    tuple(p for p, j in zip(whole.positives, of_positives, strict=True) if j == k),
                ),
                [e for e, j in zip(equations, of_equations, strict=True) if j == k],
            )
            for k, part in enumerate(parts)
        ]

    def _joined(self, whole: Branch, parts: Sequence[tuple[Branch, list[Equation]]]) -> Iterator[Branch]:
        """The branches of a system: one of each part, together."""
        solved: dict[int, list[Branch]] = {}
        for k in sorted(range(len(parts)), key=lambda k: sum(len(e) for e, _ in parts[k][1])):  # what is quickly refuted first
            part, equations = parts[k]
            question = (
                part.open,
                tuple((key(e), origin) for e, origin in equations),
                tuple((a.name, a.relation) for a in part.atoms),
                tuple(map(key, part.positives)),
            )
            solved[k] = self._answers.of(question, partial(self._of_part, part, equations))
            if not solved[k]:
                return
        for chosen in itertools.product(*(solved[k] for k in range(len(parts)))):
            pinned = list(_by_rank(chosen))
            joined = Branch(
                values={name: one.values[name] for one, name in pinned},
                open=tuple(name for name in whole.open if any(name in one.open for one in chosen)),
                unsolved=tuple(p for one in chosen for p in one.unsolved),
                atoms=tuple(a for one in chosen for a in one.atoms),
                positives=tuple(p for one in chosen for p in one.positives),
                pins={name: one.pins[name] for one, name in pinned},
                ranks={name: one.ranks[name] for one, name in pinned},
            )
            short = self._simplify(joined.atoms)
            if short is not None and self._simplify([*short, *joined.conditions[len(joined.atoms) :]]) is not None:
                yield replace(joined, atoms=tuple(short))

    def _of_part(self, part: Branch, equations: list[Equation]) -> list[Branch]:
        return list(self._solve(part, equations))

    def _solve(self, branch: Branch, equations: list[Equation]) -> Iterator[Branch]:
        factored, origins = [], []
        for e, origin in equations:
            factors = self._zero_factors(e)
            if factors == []:
                return
            if factors is not None:
                factored.append(factors)
                origins.append(origin)
        short = self._simplify(branch.atoms)
        if short is None:
            return
        branch = replace(branch, atoms=tuple(short))
        if self._simplify(branch.conditions) is None:
            return
        if not factored:
            yield branch
            return
        cost, k = min((self._cost(factors), i) for i, factors in enumerate(factored))
        others = [(product(self.ring, f), origins[i]) for i, f in enumerate(factored) if i != k]
        earlier: list[Atom] = []
        for factor in factored[k]:
            case = replace(branch, atoms=(*branch.atoms, *earlier))
            yield from self._pin(case, factor, origins[k], cost, others)
            earlier.append(Atom(factor, "!="))

    def _simplify(self, atoms: Sequence[Atom]) -> list[Atom] | None:
        short = simplify_all(self.oracle, atoms)
        if short is None:
            return None
        if self.generic:
            # what speaks of parameters alone must hold on an open set
            strict = [a.strict() for a in short if a.relation in (">", ">=") and self.ring.parametric(a.polynomial)]
            if len(strict) > 1 and not seen(self.oracle.mask(strict)) and self.oracle.satisfiable(strict) is False:
                self.oracle.leave(a.polynomial for a in strict)
                return None
        return short

    def _zero_factors(self, e: Polynomial) -> list[Polynomial] | None:
        """The factors of an equation that may be zero; [] when none may, None when it is zero anyway."""
        if not e:
            return None
        if e.is_constant():
            return []
        factors = []
        for factor, _ in self.ring.factors(e)[1]:
            if self.oracle.sign(factor):
                continue
            if self.generic and self.ring.parametric(factor):
                self.oracle.leave([factor])
                continue
            factors.append(factor)
        return factors

    def _cost(self, factors: Sequence[Polynomial]) -> Cost:
        """Solve first what is linear, has few factors, few unknowns and few terms."""
        return not self._linear(factors), len(factors), sum(len(self.ring.open(f)) for f in factors), sum(len(f) for f in factors)

    def _linear(self, factors: Sequence[Polynomial]) -> bool:
        return all(self.ring.parametric(f) or any(self.ring.degree(f, u) == 1 for u in self.ring.open(f)) for f in factors)

    def _pin(self, branch: Branch, factor: Polynomial, origin: int | None, cost: Cost, others: list[Equation]) -> Iterator[Branch]:
        ring = self.ring
        names = ring.open(factor)
        if not names:
            yield from self._solve(replace(branch, atoms=(*branch.atoms, Atom(factor, "="))), others)
            return
        linear = []
        for name in names:
            if ring.degree(factor, name) == 1:
                slope = factor.derivative(ring.index[name])
                sign = self.oracle.sign(slope)
                linear.append(
                    ((name in self.last, sign is None, len(ring.open(slope)), len(slope), len(ring.variables(slope))), name, slope, sign)
                )
        if not linear:
            for solved in self._solve(branch, others):
                yield replace(solved, unsolved=(*solved.unsolved, self._substituted(factor, solved)))
            return
        _, name, slope, sign = min(linear, key=lambda entry: entry[0])
        constant = factor - slope * ring.gen(name)
        top, bottom = (-constant, slope) if (sign or 1) > 0 else (constant, -slope)
        atoms = branch.atoms if sign else (*branch.atoms, Atom(slope, "!="))
        rank = cost, -1 if origin is None else origin
        pinned = replace(branch, atoms=tuple(atoms), pins={**branch.pins, name: origin}, ranks={**branch.ranks, name: rank})
        yield from self._solve(*self.substitute(pinned, others, name, top, bottom, sign is not None))
        if sign is None and self.generic and ring.parametric(slope):
            self.oracle.leave([slope])
        elif sign is None:
            yield from self._solve(branch, [*others, (slope, origin), (constant, origin)])

    def _substituted(self, p: Polynomial, branch: Branch) -> Polynomial:
        for name, (top, bottom) in reversed(branch.values.items()):
            p, _ = self.ring.substitute(p, name, top, bottom)
        return p

    def substitute(
        self, branch: Branch, others: Sequence[Equation], name: str, top: Polynomial, bottom: Polynomial, positive: bool
    ) -> tuple[Branch, list[Equation]]:
        """Put a solved unknown in everywhere."""
        ring = self.ring
        atoms = []
        for atom in branch.atoms:
            p, degree = ring.substitute(atom.polynomial, name, top, bottom)
            if not degree:
                atoms.append(atom)
                continue
            if degree % 2 and not positive and atom.relation in (">", ">="):
                p = p * bottom
            atoms.append(Atom(p, atom.relation))
        positives = []
        for p in branch.positives:
            q, degree = ring.substitute(p, name, top, bottom)
            positives.append(q if positive or degree % 2 == 0 else q * bottom)
        values = {}
        for other, (n, d) in branch.values.items():
            n2, dn = ring.substitute(n, name, top, bottom)
            d2, dd = ring.substitute(d, name, top, bottom)
            n2, d2 = (n2 * bottom ** (dd - dn), d2) if dd >= dn else (n2, d2 * bottom ** (dn - dd))
            common = n2.gcd(d2)
            if not common.is_one():
                n2, d2 = n2 / common, d2 / common
            values[other] = (n2, d2)
        common = top.gcd(bottom)
        values[name] = (top, bottom) if common.is_one() else (top / common, bottom / common)
        equations = [(ring.substitute(e, name, top, bottom)[0], origin) for e, origin in others]
        return replace(
            branch, values=values, open=tuple(n for n in branch.open if n != name), atoms=tuple(atoms), positives=tuple(positives)
        ), equations
