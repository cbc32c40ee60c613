"""Unknowns pinned by polynomials of degree two or more: one equilibrium for each root.

With parameters, a quadratic is split into its two roots, and every comparison at a root
``(-B + s)/(2A)``, ``s = sqrt(D)``, into comparisons without ``s`` (the sign of P + Q s
follows from those of P, Q and P^2 - Q^2 D); a root of higher degree keeps its number
(`implicit_roots`), and equations that couple several unknowns are first brought to one of one
unknown (`resultants`).  Without parameters, the real roots of an
irreducible polynomial of any degree are isolated, and signs at a root are decided
exactly: zero only when the polynomial divides, otherwise by enclosures. Equations that
couple several unknowns are brought to one root of one polynomial first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from flint import fmpq_poly

from games.numbers import flint_number, fraction, real_roots, root_of, sign_at, square_root, terms_of

from .groebner import Shape, TooManySolutions, shapes
from .implicit_roots import implicit_roots
from .parameter_line import between, cuts
from .real_roots import NotSolved, RootOf, dense, sparse
from .resultants import Elimination
from .ring import Polynomial, Ring, constant, key
from .sign_oracle import Atom, Oracle
from .sturm import pseudo_remainder
from .triangular import Branch, Triangular, simplify_all
from .virtual_substitution import at_root, conjunctions

UNITS_A_QUERY = 2_000_000  # of z3's work

RootCase = tuple[RootOf | None, Branch, list[list[Atom]]]


def root_branches(oracle: Oracle, branch: Branch, *, generic: bool) -> Iterator[RootCase]:
    """Split a branch with unsolved equations by their roots.

    Gives the root, the branch, and the conjunctions (in the parameters and what stays open) of which one must hold; no root
    where all unknowns turn out to be rational.

    Raises
    ------
    NotSolved
        When the solutions are infinitely many, or too many, or something could not be decided, at the end; what was given
        before stands. With parameters, several equations are solved for generic parameters only.
    """
    ring = oracle.ring
    coupled = {name for f in branch.unsolved for name in ring.open(f)}
    if not ring.parameters:
        if any(other not in coupled for other in branch.open):
            raise NotSolved
        yield from _numeric(oracle, branch) if len(coupled) == 1 == len(branch.unsolved) else _coupled(oracle, branch)
    elif len(branch.unsolved) == 1 == len(coupled):
        (name,) = coupled
        yield from _one_unknown(oracle, branch, branch.unsolved[0], name, generic)
    elif generic and not _seen_empty(oracle, branch):
        triangular = Triangular(oracle, generic)
        for triangle in Elimination(oracle).triangles(branch.unsolved, sorted(coupled)):
            solved = replace(branch, unsolved=())
            for name, (top, bottom) in triangle.values.items():
                solved, _ = triangular.substitute(solved, (), name, top, bottom, False)
            yield from _one_unknown(oracle, solved, triangle.polynomial, triangle.name, generic)
    elif not generic:
        raise NotSolved


def _seen_empty(oracle: Oracle, branch: Branch) -> bool:
    """Whether a short search proves that a branch holds nowhere."""
    conditions = [*branch.conditions, *(Atom(e, "=") for e in branch.unsolved)]
    with oracle.hurried(UNITS_A_QUERY):
        return oracle.satisfiable(conditions) is False


def _one_unknown(oracle: Oracle, branch: Branch, f: Polynomial, name: str, generic: bool) -> Iterator[RootCase]:
    """Split a branch by the roots of one polynomial in one unknown and parameters."""
    ring = oracle.ring
    factors = [factor for factor, _ in ring.factors(f)[1] if ring.degree(factor, name)]
    if len(factors) > 1 and not generic:
        raise NotSolved
    for factor in factors:
        degree = ring.degree(factor, name)
        if degree == 1:
            constant, slope = ring.coefficients(factor, name)
            solved, _ = Triangular(oracle, generic).substitute(branch, (), name, -constant, slope, False)
            yield None, solved, [[*solved.conditions, Atom(slope, "!=")]]
        elif degree == 2:
            yield from _quadratic(oracle, branch, factor, name, generic)
        else:
            yield from implicit_roots(oracle, branch, factor, name, generic=generic)


# ------------------------------------------------------------------ with parameters


def _quadratic(oracle: Oracle, branch: Branch, f: Polynomial, name: str, generic: bool) -> Iterator[RootCase]:
    ring = oracle.ring
    c, b, a = ring.coefficients(f, name)
    lead = oracle.sign(a)
    if lead is None and not generic:
        raise NotSolved
    if lead == -1:
        a, b, c = -a, -b, -c
    d = b * b - 4 * a * c
    conditions = [*branch.conditions, Atom(ring.gen(name), ">"), Atom(ring.one - ring.gen(name), ">")]
    free = [x for x in conditions if not ring.degree(x.polynomial, name)]
    bound = [x for x in conditions if ring.degree(x.polynomial, name)]
    root = square_root(ring.expression(d))
    for sign in (-1, 1):
        value = (root * sign - ring.expression(b)) / (ring.expression(a) * 2)
        cases = []
        for leads in (1,) if lead else (1, -1):
            case = [] if lead else [Atom(a * leads, ">")]
            options = [at_root(ring, x, name, (a, b, c), d, sign, leads) for x in bound]
            cases += list(conjunctions(oracle, [Atom(d, ">"), *case, *free], options, generic=generic))
        if cases:
            yield RootOf(name, value), branch.solved_by_root(name), cases
    if generic:
        oracle.leave([d] if lead else [a, d])
    else:
        yield from _double(oracle, branch, name, (a, b), d)


def _double(oracle: Oracle, branch: Branch, name: str, ab: tuple[Polynomial, Polynomial], d: Polynomial) -> Iterator[RootCase]:
    """The branch on the wall where both roots meet."""
    ring = oracle.ring
    a, b = ab
    atoms = [Atom(d, "=")]
    for x in (*branch.conditions, Atom(ring.gen(name), ">"), Atom(ring.one - ring.gen(name), ">")):
        atoms.append(Atom(ring.substitute(x.polynomial, name, -b, 2 * a)[0], x.relation))  # a is positive
    short = simplify_all(oracle, atoms)
    if short is not None and oracle.satisfiable(short) is not False:
        value = -ring.expression(b) / (ring.expression(a) * 2)
        yield RootOf(name, value), branch.solved_by_root(name), [short]


# ------------------------------------------------------------------ without parameters


def _numeric(oracle: Oracle, branch: Branch) -> Iterator[RootCase]:
    ring = oracle.ring
    (f,) = branch.unsolved
    (name,) = ring.open(f)
    for factor, _ in ring.factors(f)[1]:
        if ring.degree(factor, name):
            g = dense(ring, factor, name)
            yield from _each_root(oracle, branch, Shape(g, (1,), (fmpq_poly([0, 1]) % g,)), (name,), name)


def _coupled(oracle: Oracle, branch: Branch) -> Iterator[RootCase]:
    """Several equations in as many unknowns: one root of one polynomial, all unknowns in terms of it."""
    ring = oracle.ring
    names = tuple(name for name in branch.open)
    try:
        solutions = shapes(ring, branch.unsolved, names)
    except TooManySolutions:
        raise NotSolved from None
    for shape in solutions:
        telling = [name for name, weight in zip(names, shape.weights, strict=True) if weight == 1] if sum(shape.weights) == 1 else []
        spare = [name for name in ring.unknowns if name not in names and name not in branch.values]
        if not (telling or spare):
            raise NotSolved
        yield from _each_root(oracle, branch, shape, names, (telling or spare)[0])


def _each_root(oracle: Oracle, branch: Branch, shape: Shape, names: Sequence[str], root: str) -> Iterator[RootCase]:
    """The real solutions of a shape at which all comparisons hold; `root` stands for the root of its polynomial."""
    ring = oracle.ring
    ends = [Atom(p, ">") for name in names for p in (ring.gen(name), ring.one - ring.gen(name))]
    conditions = [*branch.conditions, *ends]
    at_root_of_shape = [(x, composed(ring, x.polynomial, names, shape)) for x in conditions]
    forms = {name: value for name, value in zip(names, shape.values, strict=True) if name != root}
    for name, (top, bottom) in branch.values.items():
        _, inverse, _ = composed(ring, bottom, names, shape).xgcd(shape.modulus)
        forms[name] = composed(ring, top, names, shape) * inverse % shape.modulus
    values = {name: (sparse(ring, form, root), ring.one) for name, form in forms.items()}
    for low, high in real_roots(shape.modulus):
        if all(x.holds(sign_at(value, shape.modulus, low, high)) for x, value in at_root_of_shape):
            solved = replace(branch, values=values, open=(), unsolved=(), positives=())
            yield RootOf(root, root_of(shape.modulus, low, high), shape.modulus), solved, [[]]


def composed(ring: Ring, p: Polynomial, names: Sequence[str], shape: Shape) -> fmpq_poly:
    """A polynomial in some unknowns, in terms of the root of a shape."""
    total = fmpq_poly([0])
    indices = [ring.index[name] for name in names]
    for powers, c in terms_of(p):
        term = fmpq_poly([c])
        for k, value in zip(indices, shape.values, strict=True):
            for _ in range(powers[k]):
                term = term * value % shape.modulus
        total += term
    return total


def least_form(ring: Ring, top: Polynomial, bottom: Polynomial, root: RootOf) -> tuple[Polynomial, Polynomial]:
    """Write a quotient at a root in polynomials of less than its degree; without parameters, as one polynomial.

    As it is when other unknowns occur, or when a coefficient in parameters would have to be divided by.
    """
    if root.polynomial is not None:
        lead = ring.coefficients(root.polynomial, root.name)[-1]
        if not lead.is_constant():
            return top, bottom
        monic = root.polynomial / constant(lead)
        return pseudo_remainder(ring, top, monic, root.name), pseudo_remainder(ring, bottom, monic, root.name)
    modulus = root.modulus
    if modulus is None or any(set(ring.variables(p)) - {root.name} for p in (top, bottom)):
        return top, bottom
    unit, inverse, _ = (dense(ring, bottom, root.name) % modulus).xgcd(modulus)
    form = dense(ring, top, root.name) * inverse % modulus
    return sparse(ring, form, root.name), ring.constant(unit[0])


def some_value(oracle: Oracle, atoms: Sequence[Atom], name: str) -> Fraction | None:
    """A rational number in (0, 1) that satisfies comparisons in one unknown, none of them an equation; None when there is none."""
    ring = oracle.ring
    x = ring.gen(name)
    polynomials = [x * (ring.one - x), *(atom.polynomial for atom in atoms)]
    factors = {key(f): f for p in polynomials for f, _ in ring.factors(p)[1] if ring.degree(f, name)}
    roots = cuts(ring, list(factors.values()), name)  # of all at once: something lies between any two
    for value in [*between(roots), *(fraction(root.low) for root in roots if root.low == root.high)]:
        if not 0 < value < 1:
            continue
        if all(atom.holds_for(constant(ring.value(atom.polynomial, {name: flint_number(value)}))) for atom in atoms):
            return value
    return None
