"""Putting numbers in for symbols, and differentiating, through roots too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from flint import fmpq_mpoly

from .exact import Expression, Number, rational
from .polynomials import grouped, into, names_in, polynomials
from .radicals import radicand
from .reducing import reduced
from .roots import solved, square_root


def put_in(number: Expression, values: Mapping[str, Number]) -> Expression:
    """Put exact numbers in for some of the symbols."""
    names, roots = number.names, {}
    for root in number.roots:
        if root.name in names:
            roots[root.name] = square_root(radicand(root.of).at(values)) if root.low is None else solved(root, values)
    all_values = {**{k: v for k, v in values.items() if k in names}, **roots}
    return _polynomial_at(number.numerator, all_values) / _polynomial_at(number.denominator, all_values)


def derivative(number: Expression, name: str) -> Expression:
    """Differentiate by one symbol; other symbols stand still."""
    total = _partial(number, name)
    for root in number.roots:
        if name not in root.inside:
            continue
        symbol, of = Expression(polynomials((root.name,)).gen(0), None, (root,)), radicand(root.of)
        if root.low is None:  # ds = d(of) / (2 s)
            slope = of.derivative(name) / (symbol * 2)
        else:  # f(s) = 0 whatever the other symbols are
            rise, run = (_polynomial_at(of.derivative(n).numerator, {"x": symbol}) for n in (name, "x"))
            slope = -rise / run
        total = total + _partial(number, root.name) * slope
    return total


def _partial(number: Expression, name: str) -> Expression:
    names, top, bottom = names_in(number.numerator.context()), number.numerator, number.denominator
    if name not in names:
        return Expression.constant(0)
    k = names.index(name)
    rise = top.derivative(k) * bottom - top * bottom.derivative(k)
    return cast("Expression", reduced(Expression, rise, bottom * bottom, number.roots))


def _polynomial_at(p: fmpq_mpoly, values: Mapping[str, Number]) -> Expression:
    """Put values in for some symbols of a polynomial."""
    names = names_in(p.context())
    rationals = {k: rational(v) for k, v in values.items() if not isinstance(v, Expression) or v.is_constant}
    p = p.subs({k: v for k, v in rationals.items() if k in names})
    expressions = {k: v for k, v in values.items() if k not in rationals and k in names and isinstance(v, Expression)}
    if not expressions:
        return Expression(p)
    remaining = [name for name in names if name not in expressions]
    parts = [part for v in expressions.values() for part in (v.numerator, v.denominator)]
    names_of_all = tuple(dict.fromkeys((*remaining, *(name for part in parts for name in names_in(part.context())))))
    over = [into(v.numerator, names_of_all) for v in expressions.values()]
    under = [into(v.denominator, names_of_all) for v in expressions.values()]
    groups = grouped(p, tuple(expressions))
    most = [max(powers[k] for powers in groups) for k in range(len(expressions))] if groups else []
    top, bottom = polynomials(names_of_all).constant(0), polynomials(names_of_all).constant(1)
    for powers, coefficient in groups.items():
        product = into(into(coefficient, remaining), names_of_all)
        for a, b, power, m in zip(over, under, powers, most, strict=True):
            product *= a**power * b ** (m - power)
        top += product
    for b, m in zip(under, most, strict=False):
        bottom *= b**m
    roots = tuple(dict.fromkeys(root for v in expressions.values() for root in v.roots))
    return cast("Expression", reduced(Expression, top, bottom, roots))
