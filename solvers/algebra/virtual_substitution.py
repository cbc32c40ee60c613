"""Comparisons at the root of a quadratic, and the elimination of an unknown of degree two.

Virtual substitution (Weispfenning 1997): if some value satisfies a conjunction, then so
does the lower end of an interval of such values, which is a root of one of the
comparisons, or a point just above it where that comparison is strict.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from .ring import Polynomial, Ring, key
from .sign_oracle import Atom, Oracle
from .triangular import simplify_all

Alternatives = list[list[Atom]]


def at_root(
    ring: Ring, atom: Atom, name: str, abc: tuple[Polynomial, Polynomial, Polynomial], d: Polynomial, sign: int, leads: int
) -> list[list[Atom]]:
    """Write a comparison at a root as alternatives without the root."""
    a, b, c = abc
    # reduce the polynomial to e1 x + e0 by a x^2 = -b x - c, multiplying by a each time
    coefficients = ring.coefficients(atom.polynomial, name)
    flips = 0
    while len(coefficients) > 2:
        lead = coefficients.pop()
        coefficients = [p * a for p in coefficients]
        coefficients[-1] -= lead * b
        coefficients[-2] -= lead * c
        flips += 1
    e0, e1 = coefficients[0], coefficients[1] if len(coefficients) > 1 else ring.zero
    turn = leads ** (flips + 1)  # the sign of what was multiplied by, 2a included
    p, q = (2 * a * e0 - b * e1) * turn, e1 * (sign * turn)
    if atom.relation == "=":
        return [[Atom(p * p - q * q * d, "="), Atom(-p * q, ">=")]]
    if atom.relation == "!=":
        return [[Atom(p * p - q * q * d, "!=")], [Atom(p * q, ">")]]
    r = atom.relation
    return [[Atom(p, r), Atom(q, r)], [Atom(p, r), Atom(p * p - q * q * d, r)], [Atom(q, r), Atom(q * q * d - p * p, r)]]


def conjunctions(oracle: Oracle, assumed: Sequence[Atom], options: Sequence[Alternatives], *, generic: bool) -> Iterator[list[Atom]]:
    """Give the conjunctions of one alternative of each option that can hold together with what is assumed.

    Equations in the parameters alone are left out when `generic`.
    """
    short = simplify_all(oracle, assumed)
    if short is None:
        return
    undecided = [_still_open(oracle, short, alternatives) for alternatives in options]
    undecided = sorted((alternatives for alternatives in undecided if [] not in alternatives), key=len)
    if undecided and len(undecided[0]) < 2:  # none can hold, or one must
        if undecided[0]:
            yield from conjunctions(oracle, [*short, *undecided[0][0]], undecided[1:], generic=generic)
        return
    ring = oracle.ring
    if generic:
        equations = [a.polynomial for a in short if a.relation == "=" and ring.parametric(a.polynomial)]
        if equations:
            oracle.leave(equations)
            return
        strict = [a.strict() for a in short if ring.parametric(a.polynomial)]
        if len(strict) > 1 and oracle.satisfiable(strict) is False:
            oracle.leave(a.polynomial for a in strict)
            return
    elif len(short) > 1 and oracle.satisfiable(short) is False:
        return
    if not undecided:
        yield short
        return
    for chosen in undecided[0]:
        yield from conjunctions(oracle, [*short, *chosen], undecided[1:], generic=generic)


def _still_open(oracle: Oracle, assumed: Sequence[Atom], alternatives: Alternatives) -> Alternatives:
    """Alternatives without what is assumed; those that contradict it, or contain another one, are left out."""
    known = {(key(a.polynomial), a.relation) for a in assumed}
    known |= {(name, ">=") for name, relation in known if relation == ">"}
    candidates: list[dict[tuple[str, str], Atom]] = []
    for alternative in alternatives:
        short = simplify_all(oracle, alternative)
        if short is None or any((key(-a.polynomial), ">") in known and a.relation in (">", ">=", "=") for a in short):
            continue
        candidates.append({name: a for a in short if (name := (key(a.polynomial), a.relation)) not in known})
    minimal: list[dict[tuple[str, str], Atom]] = []
    for one in sorted(candidates, key=len):
        if not any(other.keys() <= one.keys() for other in minimal):
            minimal.append(one)
    return [list(one.values()) for one in minimal]


def eliminate(oracle: Oracle, atoms: Sequence[Atom], name: str, *, generic: bool) -> Iterator[list[Atom]]:
    """Give conjunctions without an unknown whose union says that some value of it satisfies all comparisons.

    The unknown must be bounded below by one of them, and occur with degree two at most.
    """
    ring = oracle.ring
    bound = [a for a in atoms if ring.degree(a.polynomial, name)]
    free = [a for a in atoms if not ring.degree(a.polynomial, name)]
    for atom in bound:
        coefficients = ring.coefficients(atom.polynomial, name)
        c, b = coefficients[0], coefficients[1]
        a = coefficients[2] if len(coefficients) > 2 else ring.zero
        above = atom.relation == ">"
        if not a or oracle.sign(a) is None:
            case = [Atom(a, "=")] if a else []
            for turn in _signs(oracle, b):
                at_point = partial(_at_quotient, ring, name=name, value=(-c * turn, b * turn))
                options = [_near(ring, x, name, at_point, above) for x in bound]
                yield from conjunctions(oracle, [*free, *case, *_sided(oracle, b, turn)], options, generic=generic)
        if a:
            d = b * b - 4 * a * c
            for turn in _signs(oracle, a):
                for sign in (-1, 1):
                    at_point = partial(at_root, ring, name=name, abc=(a, b, c), d=d, sign=sign, leads=turn)
                    options = [_near(ring, x, name, at_point, above) for x in bound]
                    yield from conjunctions(oracle, [*free, Atom(d, ">="), *_sided(oracle, a, turn)], options, generic=generic)


def _signs(oracle: Oracle, p: Polynomial) -> tuple[int, ...]:
    known = oracle.sign(p)
    return (1, -1) if known is None else (known,) if known else ()


def _sided(oracle: Oracle, p: Polynomial, turn: int) -> list[Atom]:
    return [] if oracle.sign(p) else [Atom(p * turn, ">")]


def _at_quotient(ring: Ring, atom: Atom, name: str, value: tuple[Polynomial, Polynomial]) -> Alternatives:
    """A comparison at a quotient with positive denominator."""
    p, _ = ring.substitute(atom.polynomial, name, *value)
    return [[Atom(p, atom.relation)]]


def _near(ring: Ring, atom: Atom, name: str, at_point: Callable[[Atom], Alternatives], above: bool) -> Alternatives:
    """A comparison at a point, or just above it: the first derivative that is not zero decides."""
    if not above:
        return at_point(atom)
    alternatives: Alternatives = []
    zero: Alternatives = [[]]
    p = atom.polynomial
    while True:
        alternatives += [[*z, *h] for z in zero for h in at_point(Atom(p, ">"))]
        if not ring.degree(p, name):
            if atom.relation == ">=":
                alternatives += [[*z, *h] for z in zero for h in at_point(Atom(p, "="))]
            return alternatives
        zero = [[*z, *h] for z in zero for h in at_point(Atom(p, "="))]
        p = p.derivative(ring.index[name])
