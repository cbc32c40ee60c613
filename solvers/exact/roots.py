"""Unknowns pinned by a polynomial of degree two or more: one equilibrium for each root.

With parameters, a quadratic is split into its two roots, and every comparison at a root
``(-B + s)/(2A)``, ``s = sqrt(D)``, into comparisons without ``s`` (the sign of P + Q s
follows from those of P, Q and P^2 - Q^2 D).  Without parameters, the real roots of an
irreducible polynomial of any degree are isolated, and signs at a root are decided
exactly: zero only when the polynomial divides, otherwise by enclosures.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from flint import arb, arb_poly, ctx, fmpq, fmpq_poly

from games.expression import Expression, isolated_root, square_root, terms_of

from .algebra import Polynomial, Ring, constant
from .oracle import Atom, Oracle
from .quadratic import at_root, conjunctions
from .triangular import Branch, simplify_all


class NotSolved(Exception):
    """A system that these methods cannot solve."""


@dataclass(frozen=True, eq=False)
class RootOf:
    """An unknown that is one root of a polynomial.

    Parameters
    ----------
    name : str
        The unknown.
    value : Expression
        Its closed form, in the parameters.
    """

    name: str
    value: Expression


def root_branches(oracle: Oracle, branch: Branch, *, generic: bool) -> Iterator[tuple[RootOf, Branch, list[list[Atom]]]]:
    """Split a branch with one unsolved equation by the roots of that equation.

    Gives the root, the branch, and the conjunctions (in the parameters and what stays open) of which one must hold.

    Raises
    ------
    NotSolved
        When several equations are unsolved, or one couples several unknowns, or the degree exceeds two with parameters left.
    """
    ring = oracle.ring
    if len(branch.unsolved) != 1 or len(ring.open(branch.unsolved[0])) != 1:
        raise NotSolved
    f = branch.unsolved[0]
    (name,) = ring.open(f)
    if not ring.parameters:
        if any(other != name for other in branch.open):
            raise NotSolved
        yield from _numeric(oracle, branch, f, name)
    elif ring.degree(f, name) == 2:
        yield from _quadratic(oracle, branch, f, name, generic)
    else:
        raise NotSolved


# ------------------------------------------------------------------ with parameters


def _quadratic(
    oracle: Oracle, branch: Branch, f: Polynomial, name: str, generic: bool
) -> Iterator[tuple[RootOf, Branch, list[list[Atom]]]]:
    ring = oracle.ring
    c, b, a = ring.coefficients(f, name)
    lead = oracle.sign(a)
    if lead is None and not generic:
        raise NotSolved
    if lead == -1:
        a, b, c = -a, -b, -c
    d = b * b - 4 * a * c
    asked = [*branch.atoms, *(Atom(p, ">") for p in branch.positives)]
    asked += [Atom(ring.gen(name), ">"), Atom(ring.one - ring.gen(name), ">")]
    free = [x for x in asked if not ring.degree(x.polynomial, name)]
    bound = [x for x in asked if ring.degree(x.polynomial, name)]
    root = square_root(ring.expression(d))
    for sign in (-1, 1):
        value = (root * sign - ring.expression(b)) / (ring.expression(a) * 2)
        cases = []
        for leads in (1,) if lead else (1, -1):
            case = [] if lead else [Atom(a * leads, ">")]
            options = [at_root(ring, x, name, (a, b, c), d, sign, leads) for x in bound]
            cases += list(conjunctions(oracle, [Atom(d, ">"), *case, *free], options, generic=generic))
        if cases:
            yield RootOf(name, value), replace(branch, open=tuple(n for n in branch.open if n != name), unsolved=(), positives=()), cases
    if not generic:
        yield from _double(oracle, branch, name, (a, b), d)


def _double(
    oracle: Oracle, branch: Branch, name: str, ab: tuple[Polynomial, Polynomial], d: Polynomial
) -> Iterator[tuple[RootOf, Branch, list[list[Atom]]]]:
    """The wall where both roots meet."""
    ring = oracle.ring
    a, b = ab
    atoms = [Atom(d, "=")]
    for x in (*branch.atoms, *(Atom(p, ">") for p in branch.positives), Atom(ring.gen(name), ">"), Atom(ring.one - ring.gen(name), ">")):
        p, degree = ring.substitute(x.polynomial, name, -b, 2 * a)
        atoms.append(Atom(p * a if degree % 2 else p, x.relation))
    short = simplify_all(oracle, atoms)
    if short is not None and oracle.satisfiable(short) is not False:
        value = -ring.expression(b) / (ring.expression(a) * 2)
        yield RootOf(name, value), replace(branch, open=tuple(n for n in branch.open if n != name), unsolved=(), positives=()), [short]


# ------------------------------------------------------------------ without parameters


def _numeric(oracle: Oracle, branch: Branch, f: Polynomial, name: str) -> Iterator[tuple[RootOf, Branch, list[list[Atom]]]]:
    ring = oracle.ring
    asked = [*branch.atoms, *(Atom(p, ">") for p in branch.positives), Atom(ring.gen(name), ">"), Atom(ring.one - ring.gen(name), ">")]
    for factor, _ in ring.factors(f)[1]:
        if not ring.degree(factor, name):
            continue
        g = dense(ring, factor, name)
        for low, high in real_roots(g):
            if all(x.holds(sign_at(dense(ring, x.polynomial, name), g, low, high)) for x in asked):
                value = closed(g, low, high)
                yield RootOf(name, value), replace(branch, open=(), unsolved=(), positives=()), [[]]


def some_value(oracle: Oracle, atoms: Sequence[Atom], name: str) -> Fraction | None:
    """A rational number in (0, 1) that satisfies comparisons in one unknown, none of them an equation; None when there is none."""
    ring = oracle.ring
    cuts = {Fraction(0), Fraction(1)}
    for atom in atoms:
        for factor, _ in ring.factors(atom.polynomial)[1]:
            if ring.degree(factor, name):
                cuts |= {end for pair in real_roots(dense(ring, factor, name)) for end in pair if 0 < end < 1}
    ends = sorted(cuts)
    for value in [*((a + b) / 2 for a, b in itertools.pairwise(ends)), *ends[1:-1]]:
        signs = (constant(ring.value(atom.polynomial, {name: _q(value)})) for atom in atoms)
        if all(atom.holds(int(s > 0) - int(s < 0)) for atom, s in zip(atoms, signs, strict=True)):
            return value
    return None


def dense(ring: Ring, p: Polynomial, name: str) -> fmpq_poly:
    """Write a polynomial in one variable densely."""
    at = ring.index[name]
    out = [constant(ring.zero)] * (ring.degree(p, name) + 1)
    for powers, c in terms_of(p):
        out[powers[at]] = c
    return fmpq_poly(out)


def real_roots(f: fmpq_poly) -> list[tuple[Fraction, Fraction]]:
    """Isolate the real roots of an irreducible polynomial, in rising order; both bounds are equal for a rational root."""
    if f.degree() == 1:
        root = -f[0] / f[1]
        exact = Fraction(int(root.p), int(root.q))
        return [(exact, exact)]
    most = max((abs(f[k] / f[f.degree()]) for k in range(f.degree())), default=fmpq(0))
    bound = 1 + -(-int(most.p) // int(most.q))
    out: list[tuple[Fraction, Fraction]] = []
    todo = [(Fraction(-bound), Fraction(bound))]
    while todo:
        low, high = todo.pop()
        count = _sturm(f, low, high)
        if count == 1 and high - low <= 1:
            out.append(_decimal(f, low, high))
        elif count:
            middle = (low + high) / 2
            todo += [(middle, high), (low, middle)]
    return out


def _decimal(f: fmpq_poly, low: Fraction, high: Fraction) -> tuple[Fraction, Fraction]:
    """Narrow an isolating interval to short decimal ends."""
    scale = 1
    while True:
        scale *= 10
        while high - low > Fraction(1, 4 * scale):
            middle = (low + high) / 2
            low, high = (low, middle) if _sturm(f, low, middle) else (middle, high)
        a, b = Fraction((low * scale).__floor__(), scale), Fraction((high * scale).__ceil__(), scale)
        if _sturm(f, a, b) == 1:
            return a, b


def _sturm(f: fmpq_poly, a: Fraction, b: Fraction) -> int:
    """Count the distinct real roots in (a, b] by Sturm's theorem."""
    chain = [f, f.derivative()]
    while chain[-1].degree() > 0:
        chain.append(-(chain[-2] % chain[-1]))

    def changes(x: Fraction) -> int:
        signs = [s for s in ((p(_q(x)) > 0) - (p(_q(x)) < 0) for p in chain) if s]
        return sum(s != t for s, t in itertools.pairwise(signs))

    return changes(a) - changes(b)


def _q(x: Fraction) -> fmpq:
    return fmpq(x.numerator, x.denominator)


def sign_at(p: fmpq_poly, f: fmpq_poly, low: Fraction, high: Fraction) -> int:
    """The exact sign of a polynomial at the root of an irreducible one between two bounds."""
    rest = p % f if f.degree() <= p.degree() else p
    if rest.degree() < 0:
        return 0
    if rest.degree() == 0 or low == high:
        value = rest(_q(low))
        return int(value > 0) - int(value < 0)
    bits, before = 64, ctx.prec
    try:
        while True:
            ctx.prec = bits + 32
            ball = arb_poly(rest)(_enclosed(f, low, high, bits))
            if ball > 0 or ball < 0:
                return 1 if ball > 0 else -1
            bits *= 2
    finally:
        ctx.prec = before


def _enclosed(f: fmpq_poly, low: Fraction, high: Fraction, bits: int) -> arb:
    a, b = _q(low), _q(high)
    rising = f(b) > 0
    for _ in range(bits):
        middle = (a + b) / 2
        value = f(middle)
        if value == 0:
            return arb(middle)
        a, b = (a, middle) if (value > 0) == rising else (middle, b)
    return arb(a).union(arb(b))


def closed(f: fmpq_poly, low: Fraction, high: Fraction) -> Expression:
    """The closed form of a root: rational, with a square root, or implicit."""
    if low == high:
        return Expression.constant(low)
    if f.degree() == 2:
        a, b, c = (Fraction(int(f[k].p), int(f[k].q)) for k in (2, 1, 0))
        if a < 0:
            a, b, c = -a, -b, -c
        root = square_root(b * b - 4 * a * c)
        first, second = (-root - b) / (2 * a), (root - b) / (2 * a)
        return first if _sturm(f, high, abs(high) + 4 * (abs(b / a) + abs(c / a) + 1)) else second
    whole = f.numer()
    terms = [(int(whole[k]), k) for k in range(whole.degree() + 1) if whole[k] != 0]
    text = " + ".join(f"{c}" if k == 0 else f"{c}*x" if k == 1 else f"{c}*x**{k}" for c, k in terms).replace("+ -", "- ")
    return isolated_root(text, low, high)


__all__: Sequence[str] = ["NotSolved", "RootOf", "closed", "real_roots", "root_branches", "sign_at"]
