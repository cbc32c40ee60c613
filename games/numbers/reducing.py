"""Quotients with roots in a normal form: powers and products of square roots brought down, no square root in a denominator.

A polynomial in square roots of whole numbers is ``sum(c * sqrt(n))`` over squarefree n, one root a term; these roots are
linearly independent over the rationals (Besicovitch 1940), so that such a sum is zero only when every c is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import gcd
from typing import TYPE_CHECKING, Any, TypeAlias

from flint import fmpq_mpoly

from .polynomials import degrees, grouped, into, names_in, polynomials, used_names
from .radicals import Root, radicand, square_root_symbol

if TYPE_CHECKING:
    from .exact import Expression

ByRadicand: TypeAlias = dict[int, fmpq_mpoly]  # the coefficient of sqrt(n), by n


def reduced(kind: type[Any], top: fmpq_mpoly, bottom: fmpq_mpoly, roots: tuple[Root, ...]) -> Any:
    """Make an expression in normal form.

    Roots may depend on each other, as ``sqrt(3 + 2*sqrt(2))`` on ``sqrt(2)``; a factor that takes a root out of the denominator
    may then be zero, and the quotient stays as it is.
    """
    if not roots:
        return kind(top, bottom)
    new_top, new_bottom, remaining = _lowered(top, bottom, roots)
    if bottom and (not new_bottom or _vanishes(new_bottom, remaining)):
        return kind(top, bottom, roots)
    return kind(new_top, new_bottom, remaining)


def _vanishes(p: fmpq_mpoly, roots: Sequence[Root]) -> bool:
    """Whether what is left of a denominator is zero though it does not look so: roots between bounds alone can hide that."""
    if p.is_constant():
        return False
    names = set(used_names(p))
    if not any(root.name in names and root.low is not None for root in roots):
        return False
    from .deciding import is_zero
    from .exact import Expression

    return is_zero(Expression(p, None, tuple(roots)))


def _lowered(top: fmpq_mpoly, bottom: fmpq_mpoly, roots: tuple[Root, ...]) -> tuple[fmpq_mpoly, fmpq_mpoly, tuple[Root, ...]]:
    """Lower powers of square roots by ``s**2 = of`` and take roots out of the denominator."""
    remaining, of_integers = list(roots), []
    for root in remaining:  # outer roots before those inside them
        if root.low is not None or root.name not in names_in(top.context()):
            continue
        if root.of.isdecimal():
            of_integers.append(root)
            continue
        inside = radicand(root.of)
        remaining.extend(inner for inner in inside.roots if inner not in remaining)
        names = (*names_in(top.context()), *(n for n in inside.names if n not in names_in(top.context())))
        a0, a1, scale_a = _halves(into(top, names), root.name, inside)
        b0, b1, scale_b = _halves(into(bottom, names), root.name, inside)
        s = polynomials(names).gen(names.index(root.name))
        over, under = into(inside.numerator, names), into(inside.denominator, names)
        if b1:
            top = (a0 * b0 * under - a1 * b1 * over + s * (a1 * b0 - a0 * b1) * under) * scale_b
            bottom = (b0 * b0 * under - b1 * b1 * over) * scale_a
        else:
            top, bottom = (a0 + a1 * s) * scale_b, b0 * scale_a
    if of_integers:
        top, bottom, joint = _with_joint_roots(top, bottom, of_integers)
        remaining = [*(root for root in remaining if root not in of_integers), *joint]
    return top, bottom, tuple(remaining)


def _halves(p: fmpq_mpoly, name: str, inside: Expression) -> tuple[fmpq_mpoly, fmpq_mpoly, fmpq_mpoly]:
    """Write p * scale as a0 + a1 s for the root s of a radicand."""
    ring = p.context()
    names = names_in(ring)
    index = names.index(name)
    over, under = into(inside.numerator, names), into(inside.denominator, names)
    most = degrees(p)[index] // 2
    halves = [ring.constant(0), ring.constant(0)]
    for (power,), rest in grouped(p, (name,)).items():
        half, odd = divmod(power, 2)
        halves[odd] += rest * over**half * under ** (most - half)
    return halves[0], halves[1], under**most


# ------------------------------------------------------------------ square roots of whole numbers


def _with_joint_roots(top: fmpq_mpoly, bottom: fmpq_mpoly, roots: Sequence[Root]) -> tuple[fmpq_mpoly, fmpq_mpoly, list[Root]]:
    """Write a quotient with one square root of a whole number in each term above, and none below."""
    numbers = {root.name: int(root.of) for root in roots}
    above, below = _by_root(top, numbers), _by_root(bottom, numbers)
    while any(n > 1 for n in below):
        divisor = next(n for n in below if n > 1)
        for n in below:  # a part of it that divides each radicand or has nothing in common
            divisor = gcd(divisor, n) if gcd(divisor, n) > 1 else divisor
        conjugate = {n: -c if n % divisor == 0 else c for n, c in below.items()}
        above, below = _times(above, conjugate), _times(below, conjugate)
    if not below:  # roots below that depend on each other
        return top, bottom - bottom, list(roots)
    names = tuple(name for name in names_in(top.context()) if name not in numbers)
    symbols = {n: square_root_symbol(str(n)) for n in above if n > 1}
    ring = polynomials((*names, *(root.name for root in symbols.values())))
    total = ring.constant(0)
    for n, c in above.items():
        coefficient = into(into(c, names), names_in(ring))
        total += coefficient if n == 1 else coefficient * ring.gen(names_in(ring).index(symbols[n].name))
    return total, into(into(below[1], names), names_in(ring)), list(symbols.values())


def _by_root(p: fmpq_mpoly, numbers: Mapping[str, int]) -> ByRadicand:
    coefficients: ByRadicand = {}
    names = [name for name in numbers if name in names_in(p.context())]
    for powers, rest in grouped(p, names).items():
        n, factor = 1, 1
        for name, power in zip(names, powers, strict=True):
            factor *= numbers[name] ** (power // 2)
            if power % 2:
                common = gcd(n, numbers[name])
                n, factor = n * numbers[name] // common**2, factor * common
        _add(coefficients, n, rest * factor)
    return coefficients


def _times(one: ByRadicand, two: ByRadicand) -> ByRadicand:
    product: ByRadicand = {}
    for n, a in one.items():
        for m, b in two.items():
            common = gcd(n, m)
            _add(product, n * m // common**2, a * b * common)
    return product


def _add(coefficients: ByRadicand, n: int, c: fmpq_mpoly) -> None:
    total = coefficients[n] + c if n in coefficients else c
    if total:
        coefficients[n] = total
    else:
        coefficients.pop(n, None)
