"""Polynomials in one unknown without parameters: their real roots, and signs at these, exactly."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from fractions import Fraction

from flint import arb, arb_poly, ctx, fmpq, fmpq_poly

from games.numbers import Expression, isolated_root, square_root, terms_of

from .algebra import Polynomial, Ring, constant


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
    polynomial : polynomial or None
        With them, the same for a degree of three or more.
    """

    name: str
    value: Expression
    modulus: fmpq_poly | None = None
    polynomial: Polynomial | None = None


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
        signs = [s for s in ((p(flint_number(x)) > 0) - (p(flint_number(x)) < 0) for p in chain) if s]
        return sum(s != t for s, t in itertools.pairwise(signs))

    return changes(a) - changes(b)


def flint_number(x: Fraction) -> fmpq:
    """A fraction as a number of flint's."""
    return fmpq(x.numerator, x.denominator)


def sign_at(p: fmpq_poly, f: fmpq_poly, low: Fraction, high: Fraction) -> int:
    """The exact sign of a polynomial at the root of an irreducible one between two bounds."""
    rest = p % f if f.degree() <= p.degree() else p
    if rest.degree() < 0:
        return 0
    if rest.degree() == 0 or low == high:
        value = rest(flint_number(low))
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
    a, b = flint_number(low), flint_number(high)
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
