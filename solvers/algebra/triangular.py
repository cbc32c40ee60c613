"""Solving a base's equations: triangular, linear first, every split exhaustive.

A `Branch` holds explicit unknowns, what is left open, and the comparisons that remain.
Splits: which factor of an equation is zero; whether a leading coefficient is zero.  A
coefficient of unproved sign is never divided by without recording that it is not zero.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from .ring import Polynomial, key, product
from .sign_oracle import Atom, Oracle

Quotient = tuple[Polynomial, Polynomial]
Equation = tuple[Polynomial, int | None]  # with the information set whose indifference it states


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
    """

    values: dict[str, Quotient]
    open: tuple[str, ...]
    unsolved: tuple[Polynomial, ...] = ()
    atoms: tuple[Atom, ...] = ()
    positives: tuple[Polynomial, ...] = ()
    pins: dict[str, int | None] = field(default_factory=dict)

    @property
    def conditions(self) -> list[Atom]:
        """All that must hold: the comparisons, and that the probabilities of the base are positive."""
        return [*self.atoms, *(Atom(p, ">") for p in self.positives)]

    def solved_by_root(self, name: str) -> Branch:
        """The branch once an unknown is a root of its equation; what must hold is then kept beside it."""
        return replace(self, open=tuple(n for n in self.open if n != name), unsolved=(), positives=())


def simplified(oracle: Oracle, atom: Atom) -> Atom | bool:
    """Drop factors of known sign; True or False when nothing is left to ask."""
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
            by_name[key(short.polynomial), short.relation] = short
    for name, relation in list(by_name):
        if relation == ">=" and (name, ">") in by_name:
            del by_name[name, ">="]
    for atom in [a for a in by_name.values() if a.relation == ">="]:
        opposite = key(-atom.polynomial)
        if (opposite, ">=") in by_name and (key(atom.polynomial), ">=") in by_name:  # both ways: an equation
            del by_name[opposite, ">="], by_name[key(atom.polynomial), ">="]
            by_name[key(atom.polynomial), "="] = Atom(atom.polynomial, "=")
    return list(by_name.values())


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

    def solve(
        self, unknowns: Sequence[str], equations: Sequence[Equation], atoms: Sequence[Atom], positives: Sequence[Polynomial]
    ) -> Iterator[Branch]:
        """Give the branches of a system; together they hold all its solutions."""
        yield from self._solve(Branch({}, tuple(unknowns), (), tuple(atoms), tuple(positives)), list(equations))

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
        k = min(range(len(factored)), key=lambda i: self._cost(factored[i]))
        others = [(product(self.ring, f), origins[i]) for i, f in enumerate(factored) if i != k]
        earlier: list[Atom] = []
        for factor in factored[k]:
            case = replace(branch, atoms=(*branch.atoms, *earlier))
            yield from self._pin(case, factor, origins[k], others)
            earlier.append(Atom(factor, "!="))

    def _simplify(self, atoms: Sequence[Atom]) -> list[Atom] | None:
        short = simplify_all(self.oracle, atoms)
        if short is None:
            return None
        if self.generic:
            # what speaks of parameters alone must hold on an open set
            strict = [a.strict() for a in short if a.relation in (">", ">=") and self.ring.parametric(a.polynomial)]
            if len(strict) > 1 and not self.oracle.mask(strict).any() and self.oracle.satisfiable(strict) is False:
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

    def _cost(self, factors: Sequence[Polynomial]) -> tuple[bool, int, int, int]:
        """Solve first what is linear, has few factors, few unknowns and few terms."""
        return not self._linear(factors), len(factors), sum(len(self.ring.open(f)) for f in factors), sum(len(f) for f in factors)

    def _linear(self, factors: Sequence[Polynomial]) -> bool:
        return all(self.ring.parametric(f) or any(self.ring.degree(f, u) == 1 for u in self.ring.open(f)) for f in factors)

    def _pin(self, branch: Branch, factor: Polynomial, origin: int | None, others: list[Equation]) -> Iterator[Branch]:
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
        pinned = replace(branch, atoms=tuple(atoms), pins={**branch.pins, name: origin})
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
