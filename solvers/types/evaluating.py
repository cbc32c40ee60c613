"""Polynomials and comparisons of a base in balls, with shares tied to cutoffs, ``share = F(cutoff)``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any

from flint import arb

from games import Beta, Law, Uniform
from games.numbers import Expression, Number, flint_number, terms_of

from ..algebra.ring import Polynomial
from ..algebra.sign_oracle import Atom
from .bases import TypeBase
from .boxes import Dual
from .linked_form import LAWS, LinkedForm
from .links import beta_share, share_below


class Shares(dict[str, Dual]):
    """The symbols of a base in balls; the shares of cells follow from cutoffs when they are asked for.

    Parameters
    ----------
    form, base : LinkedForm, TypeBase
        The game and the base.
    known : dict from str to Dual
        Cutoffs, mixes and beliefs.
    """

    def __init__(self, form: LinkedForm, base: TypeBase, known: Mapping[str, Dual]) -> None:
        super().__init__(known)
        self.form, self.base = form, base
        self.zero: Dual = next(iter(known.values())) * 0 if known else Dual(arb(0), ())
        self._below: dict[tuple[int, int], Dual] = {}

    def __missing__(self, name: str) -> Dual:
        kind, numbers = self.form.meaning[name]
        if kind != "u":
            raise KeyError(name)
        i, k = numbers
        share = self[name] = self.below(i, k + 1) - self.below(i, k)
        return share

    def below(self, i: int, k: int) -> Dual:
        """The share of a player's types below its k-th cutoff."""
        if not k:
            return self.zero
        if (i, k) not in self._below:
            law = self.form.true_laws[i]
            assert law is not None
            self._below[i, k] = _share(law, [self.number(x) for x in law.arguments], self[f"x{i}_{k}"])
        return self._below[i, k]

    def number(self, x: Number) -> Any:
        """An argument of a law, which may move with a parameter."""
        if not isinstance(x, Expression):
            return _ball(x)
        top, bottom = self.form.ring.pair(x)
        return evaluated(top, self) / evaluated(bottom, self)


def _share(law: Law, arguments: Sequence[Any], x: Dual) -> Dual:
    if isinstance(law, Beta):
        below: Dual = beta_share(x, *arguments)
        return below
    *place, scale = arguments
    if isinstance(law, Uniform):
        below = (x - place[0]) / (scale - place[0])
        return below
    result: Dual = share_below(LAWS[type(law)], (x - sum(place, arb(0))) / scale)
    return result


@lru_cache(maxsize=64)
def _ball(x: Fraction | int) -> arb:
    """A number as a ball."""
    return arb(flint_number(Fraction(x)))


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


def evaluated(p: Polynomial, values: Shares) -> Dual:
    """A polynomial in balls."""
    total: Any = values.zero
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


def holds(form: LinkedForm, atom: Atom, values: Shares) -> bool | None:
    """Whether a comparison holds; ever farther out where it names an end that is infinite."""
    p = atom.polynomial
    for split, sign in form.far_ends:
        parts = split.of(p)
        if parts is not None:
            constant, slope = parts
            steep = evaluated(slope, values).value * sign if slope else arb(0)
            if steep == 0:  # the same everywhere, so that the constant decides
                p = constant
                continue
            return _positive(steep, strict=True)
    value = evaluated(p, values).value
    return _positive(value, strict=atom.relation == ">")


def _positive(ball: arb, *, strict: bool) -> bool | None:
    if ball > 0 or (not strict and ball >= 0):
        return True
    return False if ball < 0 or (strict and ball <= 0) else None
