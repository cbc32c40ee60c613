"""Polynomials and quotients of them as text, in the grammar of exact numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from flint import fmpq, fmpq_mpoly

from .polynomials import constant_of, into, names_in, terms_of, used_names


def polynomial_text(p: fmpq_mpoly) -> str:
    """Write a polynomial as a sum, low degrees first, a positive term in front where there is one."""
    names = names_in(p.context())
    terms = sorted(terms_of(p), key=lambda t: _reading_order(p, t[0]))
    first = next((t for t in terms if t[1] > 0), terms[0] if terms else None)
    if first is None:
        return "0"
    text = ""
    for powers, c in [first, *(t for t in terms if t is not first)]:
        body = "*".join(name + (f"**{k}" if k > 1 else "") for name, k in sorted(zip(names, powers, strict=True)) if k)
        p_, q_ = abs(int(c.p)), int(c.q)
        number = "*".join(x for x in ("" if p_ == 1 and body else str(p_), body) if x) + ("" if q_ == 1 else f"/{q_}")
        sign = "-" if c < 0 else "+"
        text += (f" {sign} " if text else "-" if c < 0 else "") + number
    return text


def _reading_order(p: fmpq_mpoly, powers: tuple[int, ...]) -> tuple[Any, ...]:
    return sum(powers), [(-k, name) for name, k in sorted(zip(names_in(p.context()), powers, strict=True)) if k]


def _first_term(p: fmpq_mpoly) -> tuple[tuple[int, ...], fmpq]:
    return min(terms_of(p), key=lambda t: _reading_order(p, t[0]))


def oriented(p: fmpq_mpoly) -> tuple[fmpq_mpoly, int]:
    """Turn a factor so that its constant, or else its first term, is positive and no content is left."""
    constant = dict(terms_of(p)).get((0,) * p.context().nvars())
    lead = constant if constant is not None else _first_term(p)[1]
    return (-p, -1) if lead < 0 else (p, 1)


def factored(p: fmpq_mpoly) -> tuple[fmpq, list[tuple[fmpq_mpoly, int]]]:
    """Factor into a constant and irreducible polynomials with powers, short ones first."""
    if not p or p.is_constant():
        return constant_of(p), []
    content, factors = into(p, used_names(p)).factor()
    return content, sorted(((q, int(k)) for q, k in factors), key=lambda f: (len(f[0]), polynomial_text(f[0])))


def quotient_text(top: tuple[fmpq, list[tuple[fmpq_mpoly, int]]], bottom: tuple[fmpq, list[tuple[fmpq_mpoly, int]]]) -> str:
    """Write a factored numerator over a factored denominator."""
    scale = top[0] / bottom[0]
    products: list[list[str]] = [[], []]
    turned = [[(*oriented(factor), k) for factor, k in factors] for _, factors in (top, bottom)]
    for _, sign, k in turned[0] + turned[1]:
        scale *= sign**k
    sums = [i for i, (factor, _, k) in enumerate(turned[0]) if len(factor) > 1 and k == 1]
    if len(sums) > 1:  # of several, the one that has a minus inside
        sums = [i for i in sums if any(c < 0 for _, c in terms_of(turned[0][i][0]))]
    if scale < 0 and len(sums) == 1:
        factor, sign, k = turned[0][sums[0]]
        turned[0][sums[0]], scale = (-factor, -sign, k), -scale
    for side in (0, 1):
        for base, _, k in turned[side]:
            body = polynomial_text(base)
            products[side].append((f"({body})" if len(base) > 1 else body) + (f"**{k}" if k > 1 else ""))
    if scale == 0:
        return "0"
    minus, p, q = ("-" if scale < 0 else ""), abs(int(scale.p)), int(scale.q)
    over = ([str(p)] if p != 1 or not products[0] else []) + products[0]
    under = ([str(q)] if q != 1 else []) + products[1]
    if len(over) == 1 and not under and over[0].startswith("(") and not minus and over[0].endswith(")") and products[0]:
        return over[0][1:-1]
    below = "*".join(under)
    if len(under) > 1:
        below = f"({below})"
    return minus + "*".join(over) + (f"/{below}" if under else "")


def named(source: str, roots: Mapping[str, str]) -> str:
    """Put what roots are for the symbols that stand for them."""
    return re.sub(r"\b(sqrt|root)_[0-9a-f]+\b", lambda m: roots.get(m.group(0), m.group(0)), source)
