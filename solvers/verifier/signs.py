"""The sign of an exact number, decided exactly.

Balls of growing precision come first.  Where they do not exclude zero, elimination gives a
polynomial of which the number is a root, and a bound below which no nonzero root lies: a
ball within that bound is zero itself.

Inside the verifier rational numbers are flint's; what it gives to others holds fractions.
"""

from __future__ import annotations

from fractions import Fraction
from math import log
from typing import Any, TypeAlias

from flint import arb, ctx, fmpq, fmpq_mpoly

from games import GameError
from games.numbers import Expression, Number, Root, fraction, into, isolated_root, polynomials, rational, read, terms_of, univariate

Exact: TypeAlias = "fmpq | Expression"

ZERO, ONE = fmpq(0), fmpq(1)

FIRST_BITS, LAST_BITS = 64, 1 << 16  # precision to begin with, doubled until a sign is known, and to end with


def exact(number: Number) -> Exact:
    """Take a number in from outside."""
    return plain(number) if isinstance(number, Expression) else fmpq(number.numerator, number.denominator)


def given_out(number: Exact) -> Number:
    """Write a number as those outside hold it: a fraction, or an expression."""
    return number if isinstance(number, Expression) else fraction(number)


def sign(number: Exact | Fraction) -> int:
    """Give +1, 0 or -1, exactly, for a rational number or one with roots.

    Raises
    ------
    GameError
        When the number is not real, or names something that is no number.
    """
    if type(number) is fmpq or not isinstance(number, Expression):
        return 0 if not number else 1 if number > 0 else -1
    roots = nested_roots(number)
    return _sign(number.numerator, roots) * _sign(number.denominator, roots)


def is_zero(number: Exact) -> bool:
    """Whether a number is zero, exactly."""
    return not number if type(number) is fmpq or not isinstance(number, Expression) else sign(number) == 0


def plain(number: Exact) -> Exact:
    """Give a rational number where an expression is one."""
    if type(number) is fmpq:
        return number
    return rational(number) if isinstance(number, Expression) and number.is_constant else number


def nested_roots(number: Expression) -> dict[str, Root]:
    """Give the roots that a number is made of, those inside radicands too, outer ones first."""
    roots: dict[str, Root] = {}
    levels: dict[str, int] = {}

    def visit(expression: Expression, level: int) -> None:
        for root in expression.roots:
            roots[root.name] = root
            levels[root.name] = max(level, levels.get(root.name, 0))
            if root.low is None:
                visit(read(root.of), level + 1)

    visit(number, 0)
    return {name: roots[name] for name in sorted(roots, key=lambda name: levels[name])}


def check_root(root: Root) -> None:
    """Refuse ``root(f, low, high)`` unless f has exactly one real root there, and changes sign at it."""
    if root.low is None or root.high is None:
        return
    f = univariate(root.of)
    low, high = fmpq(root.low.numerator, root.low.denominator), fmpq(root.high.numerator, root.high.denominator)
    roots: list[Any] = f.numer().complex_roots() if f.degree() > 0 else []
    real = [x.real for x, _ in roots if x.imag == 0]
    if low >= high or f(low) * f(high) >= 0 or sum(not (x < arb(low) or x > arb(high)) for x in real) != 1:
        raise GameError(f"{root.text()} is not one number: exactly one root must lie strictly between {root.low} and {root.high}.")


def logarithm(number: Exact) -> float:
    """Give the logarithm of a positive number, also where the number itself is too small or too large for floating point."""
    if not isinstance(number, Expression):
        return log(int(number.p)) - log(int(number.q))
    roots, bits, ball = nested_roots(number), FIRST_BITS, arb(0, 1)
    while ball.rel_accuracy_bits() < FIRST_BITS - 8:
        bits *= 2
        with ctx.workprec(bits):  # of the quotient, too: at flint's own precision it would never be near enough
            ball = _enclosed(number.numerator, roots, bits) / _enclosed(number.denominator, roots, bits)
    return float(ball.log().mid())


# ------------------------------------------------------------------ inside


def _sign(polynomial: fmpq_mpoly, roots: dict[str, Root]) -> int:
    if polynomial.is_constant() or not polynomial:
        constant = polynomial.leading_coefficient() if polynomial else fmpq(0)
        return int(constant > 0) - int(constant < 0)
    bits, gap = FIRST_BITS, None
    while bits <= LAST_BITS:
        ball = _enclosed(polynomial, roots, bits)
        if ball > 0 or ball < 0:
            return 1 if ball > 0 else -1
        if bits >= 4 * FIRST_BITS:
            gap = _gap(polynomial, roots) if gap is None else gap
            if abs(ball) < gap:
                return 0
        bits *= 2
    raise GameError(f"The sign of {Expression(polynomial, None, tuple(roots.values())).text()} cannot be decided; is it a real number?")


def _enclosed(polynomial: fmpq_mpoly, roots: dict[str, Root], bits: int) -> arb:
    precision, ctx.prec = ctx.prec, bits
    try:
        balls: dict[str, arb] = {}
        for name in reversed(roots):
            balls[name] = _root_ball(roots[name], balls, bits)
        return _at(polynomial, balls)
    finally:
        ctx.prec = precision


def _root_ball(root: Root, balls: dict[str, arb], bits: int) -> arb:
    if root.low is None or root.high is None:
        inside = read(root.of)
        return (_at(inside.numerator, balls) / _at(inside.denominator, balls)).sqrt()
    return isolated_root(root.of, root.low, root.high).enclosure(bits=bits)


def _at(polynomial: fmpq_mpoly, balls: dict[str, arb]) -> arb:
    names, total = polynomial.context().names(), arb(0)
    for powers, coefficient in terms_of(polynomial):
        term = arb(coefficient)
        for name, power in zip(names, powers, strict=True):
            if power and name not in balls:
                raise GameError(f"{name} has no value, where a number is needed.")
            term = term * balls[name] ** power if power else term
        total += term
    return total


def _gap(polynomial: fmpq_mpoly, roots: dict[str, Root]) -> arb:
    """Give a number that every nonzero value of the polynomial exceeds in size (Cauchy's bound, from below)."""
    value = "value of it"
    inner = [name for root in roots.values() if root.low is None for name in read(root.of).names]
    names = tuple(dict.fromkeys((*polynomial.context().names(), *roots, *inner, value)))
    ring = polynomials(names)
    eliminant = ring.gen(len(names) - 1) - into(polynomial, names)
    for name, root in roots.items():
        eliminant = eliminant.resultant(_definition(root, names), names.index(name))
    coefficients = [c for _, c in sorted(((powers[-1], c) for powers, c in terms_of(eliminant)), key=lambda pair: pair[0])]
    if not coefficients:
        raise GameError("A number with nested roots cannot be told from zero; write it with fewer roots.")
    lowest, others = abs(coefficients[0]), [abs(c) for c in coefficients[1:]]
    return arb(lowest) / (arb(lowest) + arb(max(others, default=fmpq(1)))) / 2


def _definition(root: Root, names: tuple[str, ...]) -> fmpq_mpoly:
    symbol = polynomials(names).gen(names.index(root.name))
    if root.low is None:
        inside = read(root.of)
        return symbol**2 * into(inside.denominator, names) - into(inside.numerator, names)
    total = polynomials(names).constant(0)
    for power, coefficient in enumerate(univariate(root.of).coeffs()):
        total += symbol**power * coefficient
    return total
