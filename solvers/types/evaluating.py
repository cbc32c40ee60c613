"""Polynomials and comparisons of a base in balls, with shares tied to cutoffs, ``share = F(cutoff)``."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any

from flint import arb

from games import Beta, Law, Uniform
from games.numbers import Expression, flint_number, terms_of

from ..algebra.ring import Polynomial
from ..algebra.sign_oracle import Atom
from .bases import TypeBase
from .boxes import Dual
from .linked_form import LAWS, LinkedForm
from .links import beta_share, share_below


def values_of(form: LinkedForm, base: TypeBase, solved: Mapping[str, Dual]) -> dict[str, Dual]:
    """Every symbol of a base: shares follow from cutoffs."""
    out = dict(solved)
    zero = next(iter(solved.values())) * 0 if solved else Dual(arb(0), ())
    for i, word in base.words.items():
        law = form.true_laws[i]
        if law is None:
            continue
        below: list[Any] = [zero, *(_share(law, solved[f"x{i}_{k}"]) for k in range(1, len(word)))]
        out |= {f"u{i}.{k}": below[k + 1] - below[k] for k in range(len(word) - 1)}
    return out


def _share(law: Law, x: Dual) -> Dual:
    if isinstance(law, Beta):
        below: Dual = beta_share(x, *_numbers(law))
        return below
    *place, scale = _numbers(law)
    if isinstance(law, Uniform):
        return (x - place[0]) / (scale - place[0])
    result: Dual = share_below(LAWS[type(law)], (x - sum(place, arb(0))) / scale)
    return result


@lru_cache(maxsize=64)
def _numbers(law: Law) -> tuple[arb, ...]:
    """The arguments of a law."""
    return tuple(arb(flint_number(Fraction(x))) for x in law.arguments if not isinstance(x, Expression))


LISTED: dict[int, tuple[Polynomial, list[tuple[arb, list[str]]]]] = {}
MOST_LISTED = 512


def _listed(p: Polynomial) -> list[tuple[arb, list[str]]]:
    """The terms of a polynomial: the coefficient, and the names of its factors; kept with it, as it is asked for again and again."""
    known = LISTED.get(id(p))
    if known is None:
        if len(LISTED) >= MOST_LISTED:
            LISTED.clear()
        names = p.context().names()
        terms = [(arb(c), [name for name, power in zip(names, powers, strict=True) for _ in range(power)]) for powers, c in terms_of(p)]
        known = LISTED[id(p)] = p, terms
    return known[1]


def evaluated(p: Polynomial, values: Mapping[str, Dual]) -> Dual:
    """A polynomial in balls."""
    zero: Any = next(iter(values.values())) * 0 if values else Dual(arb(0), ())
    total = zero
    for c, factors in _listed(p):
        if not factors:
            total = total + c
            continue
        term: Any = values[factors[0]]
        for name in factors[1:]:
            term = term * values[name]
        total = total + (term if c == 1 else term * c)
    result: Dual = total
    return result


def holds(form: LinkedForm, atom: Atom, values: Mapping[str, Dual]) -> bool | None:
    """Whether a comparison holds; ever farther out where it names an end that is infinite."""
    p = atom.polynomial
    for i in form.players:
        for end, sign in ((f"x{i}_low", -1), (f"x{i}_high", 1)):
            if end in form.ring.variables(p):
                constant, slope = (*form.ring.coefficients(p, end), form.ring.zero)[:2]
                if not slope:
                    p = constant
                    continue
                verdict = _positive(evaluated(slope, values).value * sign, strict=True)
                if verdict is not None:
                    return verdict
                return None
    value = evaluated(p, values).value
    return _positive(value, strict=atom.relation == ">")


def _positive(ball: arb, *, strict: bool) -> bool | None:
    if ball > 0 or (not strict and ball >= 0):
        return True
    return False if ball < 0 or (strict and ball <= 0) else None
