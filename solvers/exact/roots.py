"""Unknowns pinned by polynomials of degree two or more: one equilibrium for each root.

With parameters, a quadratic is split into its two roots, and every comparison at a root
``(-B + s)/(2A)``, ``s = sqrt(D)``, into comparisons without ``s`` (the sign of P + Q s
follows from those of P, Q and P^2 - Q^2 D).  Without parameters, the real roots of an
irreducible polynomial of any degree are isolated, and signs at a root are decided
exactly: zero only when the polynomial divides, otherwise by enclosures. Equations that
couple several unknowns are brought to one root of one polynomial first.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from flint import arb, arb_poly, ctx, fmpq, fmpq_poly

from games.expression import Expression, isolated_root, square_root, terms_of

from .algebra import Polynomial, Ring, constant
from .ideal import Shape, TooManySolutions, shapes
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
    modulus : fmpq_poly or None
        Without parameters, the irreducible polynomial whose root it is.
    """

    name: str
    value: Expression
    modulus: fmpq_poly | None = None


def root_branches(oracle: Oracle, branch: Branch, *, generic: bool) -> Iterator[tuple[RootOf, Branch, list[list[Atom]]]]:
    """Split a branch with one unsolved equation by the roots of that equation.

    Gives the root, the branch, and the conjunctions (in the parameters and what stays open) of which one must hold.

    Raises
    ------
    NotSolved
        With parameters: when several equations are unsolved, or one couples several unknowns, or the degree exceeds two. Without
        them: when the solutions are infinitely many, or too many.
    """
    ring = oracle.ring
    coupled = {name for f in branch.unsolved for name in ring.open(f)}
    if not ring.parameters:
        if any(other not in coupled for other in branch.open):
            raise NotSolved
        yield from _numeric(oracle, branch) if len(coupled) == 1 == len(branch.unsolved) else _coupled(oracle, branch)
        return
    if len(branch.unsolved) != 1 or len(coupled) != 1:
        raise NotSolved
    f = branch.unsolved[0]
    (name,) = coupled
    if ring.degree(f, name) == 2:
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
    if generic:
        oracle.leave([d] if lead else [a, d])
    else:
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


def _numeric(oracle: Oracle, branch: Branch) -> Iterator[tuple[RootOf, Branch, list[list[Atom]]]]:
    ring = oracle.ring
    (f,) = branch.unsolved
    (name,) = ring.open(f)
    for factor, _ in ring.factors(f)[1]:
        if ring.degree(factor, name):
            g = dense(ring, factor, name)
            yield from _each_root(oracle, branch, Shape(g, (1,), (fmpq_poly([0, 1]) % g,)), (name,), name)


def _coupled(oracle: Oracle, branch: Branch) -> Iterator[tuple[RootOf, Branch, list[list[Atom]]]]:
    """Several equations in as many unknowns: one root of one polynomial, all unknowns in terms of it."""
    ring = oracle.ring
    names = tuple(name for name in branch.open)
    try:
        found = shapes(ring, branch.unsolved, names)
    except TooManySolutions:
        raise NotSolved from None
    for shape in found:
        alone = [name for name, weight in zip(names, shape.weights, strict=True) if weight == 1] if sum(shape.weights) == 1 else []
        spare = [name for name in ring.unknowns if name not in names and name not in branch.values]
        if not (alone or spare):
            raise NotSolved
        yield from _each_root(oracle, branch, shape, names, (alone or spare)[0])


def _each_root(
    oracle: Oracle, branch: Branch, shape: Shape, names: Sequence[str], root: str
) -> Iterator[tuple[RootOf, Branch, list[list[Atom]]]]:
    """The real solutions of a shape at which all comparisons hold; `root` stands for the root of its polynomial."""
    ring = oracle.ring
    ends = [Atom(p, ">") for name in names for p in (ring.gen(name), ring.one - ring.gen(name))]
    asked = [*branch.atoms, *(Atom(p, ">") for p in branch.positives), *ends]
    known = [(x, composed(ring, x.polynomial, names, shape)) for x in asked]
    forms = {name: value for name, value in zip(names, shape.values, strict=True) if name != root}
    for name, (top, bottom) in branch.values.items():
        _, inverse, _ = composed(ring, bottom, names, shape).xgcd(shape.modulus)
        forms[name] = composed(ring, top, names, shape) * inverse % shape.modulus
    values = {name: (sparse(ring, form, root), ring.one) for name, form in forms.items()}
    for low, high in real_roots(shape.modulus):
        if all(x.holds(sign_at(value, shape.modulus, low, high)) for x, value in known):
            solved = replace(branch, values=values, open=(), unsolved=(), positives=())
            yield RootOf(root, closed(shape.modulus, low, high), shape.modulus), solved, [[]]


def composed(ring: Ring, p: Polynomial, names: Sequence[str], shape: Shape) -> fmpq_poly:
    """A polynomial in some unknowns, in terms of the root of a shape."""
    total = fmpq_poly([0])
    at = [ring.index[name] for name in names]
    for powers, c in terms_of(p):
        term = fmpq_poly([c])
        for k, value in zip(at, shape.values, strict=True):
            for _ in range(powers[k]):
                term = term * value % shape.modulus
        total += term
    return total


def least_form(ring: Ring, top: Polynomial, bottom: Polynomial, root: RootOf) -> tuple[Polynomial, Polynomial]:
    """Write a quotient at a root as a polynomial in it of less than its degree; as it is when other unknowns occur."""
    modulus = root.modulus
    if modulus is None or any(set(ring.variables(p)) - {root.name} for p in (top, bottom)):
        return top, bottom
    one, inverse, _ = (dense(ring, bottom, root.name) % modulus).xgcd(modulus)
    form = dense(ring, top, root.name) * inverse % modulus
    return sparse(ring, form, root.name), ring.constant(one[0])


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


def sparse(ring: Ring, p: fmpq_poly, name: str) -> Polynomial:
    """Write a dense polynomial in one variable of a ring."""
    return sum((ring.gen(name) ** k * p[k] for k in range(p.degree() + 1)), ring.zero)


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
