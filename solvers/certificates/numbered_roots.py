"""Which root of a polynomial is meant, said without naming the others: by the sign changes of Sturm's chain.

The number of roots above the lower bound and not above x is the number of sign changes of the chain at the bound less that at
x (Basu, Pollack and Roy 2006, theorem 2.62).  Every pair of neighbours has a symbol of its own for whether it changes
sign, 1 or 0, so that the number is a sum.  A zero inside the chain has neighbours of opposite signs, and may be given either.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from games import GameError
from games.numbers import rational

from ..algebra.real_roots import RootOf
from ..algebra.ring import Polynomial, Ring, product
from ..algebra.sturm import sturm_chain
from .smtlib import Formula, Language, all_of, one_of, quoted


@dataclass(frozen=True)
class NumberedRoot:
    """Formulas that together say that an unknown is one root of a polynomial.

    Parameters
    ----------
    counted : tuple of Formula
        What the symbols of sign changes mean: given the unknown and the parameters, each has exactly one value.
    said : tuple of Formula
        The unknown is a root between the bounds, and this one.
    degenerate : tuple of polynomials
        In the parameters: where one of them is zero, the chain does not tell.
    """

    counted: tuple[Formula, ...]
    said: tuple[Formula, ...]
    degenerate: tuple[Polynomial, ...]


def numbered_root_formulas(ring: Ring, language: Language, root: RootOf) -> NumberedRoot:
    """Say which root of a polynomial an unknown is.

    Parameters
    ----------
    ring : Ring
        Of the polynomial.
    language : Language
        How its variables are called.
    root : RootOf
        A root by its number, whose polynomial has parameters.

    Raises
    ------
    GameError
        When Sturm's chain grows too large.
    """
    (number,) = root.value.roots
    assert root.polynomial is not None and number.number is not None and number.low is not None and number.high is not None
    chain = sturm_chain(ring, root.polynomial, root.name)
    if chain is None:
        raise GameError(f"Which root {number.text()} is takes polynomials too long to be written into a file; fix a parameter.")
    members = [product(ring, (m.polynomial, *m.scale)) * (-1 if m.turned else 1) for m in chain]
    x, low, high = ring.gen(root.name), rational(number.low), rational(number.high)
    at_bound = [p.subs({root.name: low}) for p in members]
    below, counted_below = _changes(language, at_bound, lambda k: f"change {k} at {number.low} for {number.of}")
    here, counted_here = _changes(language, members[1:], lambda k: f"change {k} for {number.of}")
    left = f"(+ 0 0 {' '.join(below)})"
    right = f"(+ {number.number} 0 {' '.join(here)})"
    said = (
        language.comparison(x - low, ">"),
        language.comparison(high - x, ">"),
        language.comparison(root.polynomial, "="),
        Formula(f"(= {left} {right})", frozenset((*below, *here)), True, True),
    )
    leading = [ring.coefficients(m.polynomial, root.name)[ring.degree(m.polynomial, root.name)] for m in chain]
    return NumberedRoot((*counted_below, *counted_here), said, (*leading, at_bound[0]))


def _changes(language: Language, members: list[Polynomial], call: Callable[[int], str]) -> tuple[list[str], list[Formula]]:
    """Symbols of the sign changes between neighbours, and what they mean."""
    symbols, formulas = [], []
    for k, (p, q) in enumerate(pairwise(members), 1):
        symbol = quoted(call(k))
        cases = []
        for first, second, changes in ((">=", ">=", 0), ("<", "<", 0), (">=", "<", 1), ("<", ">=", 1)):
            known = [(r, relation) for r, relation in ((p, first), (q, second)) if r.is_constant()]
            if all((r.leading_coefficient() < 0) == (relation == "<") for r, relation in known):
                value = Formula(f"(= {symbol} {changes})", frozenset((symbol,)), True, True)
                open_ = [language.comparison(r, relation) for r, relation in ((p, first), (q, second)) if not r.is_constant()]
                cases.append(all_of([*open_, value]))
        symbols.append(symbol)
        formulas.append(one_of(cases, "sign changes of Sturm's chain"))
    return symbols, formulas
