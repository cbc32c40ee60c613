"""All values that a quantity takes under comparisons, by eliminating everything else."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from games import GameError
from games.numbers import (
    Expression,
    InOrder,
    Number,
    between,
    flint_number,
    fraction,
    real_roots,
    root_of,
    sign_of,
    simplest,
    square_root,
)

from ..algebra.projection import NotLinear, Projection
from ..algebra.real_roots import NotSolved, dense
from ..algebra.ring import Polynomial, Ring, constant
from ..algebra.sign_oracle import Atom, Oracle, OutOfUnits
from .limits import Comparison, Terms

VALUE = "value_"
SAMPLES = 30  # points at which a claim is tried before it is to be proved
UNITS = 2_000_000  # so much work an elimination may take, as z3 counts it


def values_taken(
    quotient: tuple[Terms, Terms], limits: Sequence[Comparison], symbols: Sequence[str], names: Sequence[str], *, free: Sequence[str] = ()
) -> tuple[Number, Number] | tuple[()] | None:
    """Find the least closed interval that holds all values of a quotient.

    Parameters
    ----------
    quotient : (terms, terms)
        Numerator and denominator.
    limits : sequence of (terms, str)
        Comparisons with zero.
    symbols : sequence of str
        The probabilities that occur, to be eliminated.
    names : sequence of str
        All symbols, in the order of the terms' powers.
    free : sequence of str
        Symbols that are no probabilities: they may be any numbers that satisfy the comparisons.

    Returns
    -------
    (number, number), () or None
        Its ends; empty when nothing satisfies the comparisons; None when elimination does not go through.

    References
    ----------
    Loos, R. and Weispfenning, V. (1993). Applying linear quantifier elimination. *The Computer Journal* 36, 450-462.
    """
    if any(isinstance(c, Expression) for terms in (*quotient, *(t for t, _ in limits)) for c in terms.values()):
        return None
    ring = Ring((VALUE,), symbols)
    top, bottom = (_polynomial(ring, terms, names) for terms in quotient)
    atoms = [Atom(_polynomial(ring, terms, names), relation) for terms, relation in limits]
    atoms += [Atom(top - ring.gen(VALUE) * bottom, "="), Atom(bottom, "!=")]
    simplices = [(name,) for name in symbols if name not in free]
    oracle = Oracle(ring, [], simplices, [{VALUE: Fraction(k, 7)} for k in range(-7, 15)])
    oracle.allowance = UNITS
    intervals: list[tuple[Number, Number]] = []
    try:
        for case in Projection(oracle, False).project(atoms, symbols):
            intervals += _intervals(ring, case.atoms)
    except (NotLinear, NotSolved, OutOfUnits, GameError):
        return None
    return (min((low for low, _ in intervals), key=InOrder), max((high for _, high in intervals), key=InOrder)) if intervals else ()


def none_beyond(
    quotient: tuple[Terms, Terms], limits: Sequence[Comparison], symbols: Sequence[str], names: Sequence[str], value: Any, side: int
) -> bool:
    """Whether no value of a quotient with a denominator that is nowhere zero is proved to lie below (side -1) or above a number."""
    if any(isinstance(c, Expression) for c in (value, *(c for terms in (*quotient, *(t for t, _ in limits)) for c in terms.values()))):
        return False
    ring = Ring((), symbols)
    top, bottom = (_polynomial(ring, terms, names) for terms in quotient)
    atoms = [Atom(_polynomial(ring, terms, names), relation) for terms, relation in limits]
    oracle = Oracle(ring, [], [(name,) for name in symbols], [{}] * SAMPLES)
    oracle.allowance = UNITS
    try:
        return oracle.satisfiable([*atoms, Atom((top - value * bottom) * bottom * side, ">")]) is False
    except OutOfUnits:
        return False


def _polynomial(ring: Ring, terms: Terms, names: Sequence[str]) -> Polynomial:
    total = ring.zero
    for powers, c in terms.items():
        term = ring.constant(c)
        for name, power in zip(names, powers, strict=True):
            term = term * ring.gen(name) ** power if power else term
        total += term
    return total


def _intervals(ring: Ring, atoms: Sequence[Atom]) -> list[tuple[Number, Number]]:
    """The hull of the solutions of comparisons in one variable: at most one interval."""
    factors = {str(f): f for atom in atoms for f, _ in ring.factors(atom.polynomial)[1]}
    cuts = sorted({root for f in factors.values() for root in _roots(ring, f)}, key=InOrder)
    if not cuts:
        raise GameError("A quantity without bounds.")
    attained = [cut for cut in cuts if _hold(ring, atoms, cut)]
    stretches = [(a, b) for a, b in itertools.pairwise(cuts) if _hold(ring, atoms, between(a, b))]
    outside = (between(cuts[0] - 2, cuts[0] - 1), between(cuts[-1] + 1, cuts[-1] + 2))
    if any(_hold(ring, atoms, end) for end in outside):
        raise GameError("A quantity without bounds.")
    ends = [*attained, *(end for pair in stretches for end in pair)]
    return [(min(ends, key=InOrder), max(ends, key=InOrder))] if ends else []


def _roots(ring: Ring, f: Polynomial) -> list[Number]:
    """The real roots of an irreducible polynomial in the value."""
    p = dense(ring, f, VALUE)
    if p.degree() == 2:
        c, b, a = (fraction(p[k]) for k in range(3))
        d = b * b - 4 * a * c
        return [simplest((square_root(d) * s - b) / (2 * a)) for s in (1, -1)] if d >= 0 else []
    return [simplest(root_of(p, low, high)) for low, high in real_roots(p)]


def _hold(ring: Ring, atoms: Sequence[Atom], value: Number) -> bool:
    """Whether all comparisons hold at a number, exactly."""
    values: Mapping[str, Number] = {VALUE: value}
    for atom in atoms:
        if isinstance(value, Fraction):
            number = constant(ring.value(atom.polynomial, {VALUE: flint_number(value)}))
            sign = int(number > 0) - int(number < 0)
        else:
            sign = sign_of(simplest(ring.expression(atom.polynomial).at(values)))
        if not atom.holds(sign):
            return False
    return True
