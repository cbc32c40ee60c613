"""Sums of products of conditions that are positive and yet zero: Positivstellensatz certificates of low degree, by linear programming."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations_with_replacement
from math import gcd, lcm
from typing import Any

from flint import fmpq, fmpq_mat, fmpq_mpoly_ctx

from ..verifier.proofs import Formula, Polynomial

MOST_PRODUCTS, MOST_MONOMIALS = 2500, 2500  # of one linear programme; beyond them there is no certificate cheaply

Powers = tuple[tuple[str, int], ...]
Place = int


def degree(p: Polynomial) -> int:
    """The total degree of a polynomial."""
    return max((sum(power for _, power in powers) for powers in p), default=0)


def written(p: Polynomial) -> str:
    """Write a polynomial as an SMT-LIB term.

    Examples
    --------
    >>> written({(("x", 2),): Fraction(-1, 2), (): Fraction(3)})
    '(+ 3 (* (/ (- 1) 2) x x))'
    """
    parts = []
    for powers, c in sorted(p.items(), key=lambda entry: (len(entry[0]), entry[0])):
        names = [name for name, power in powers for _ in range(power)]
        factors = names if c == 1 and names else [_number(c), *names]
        parts.append(factors[0] if len(factors) == 1 else f"(* {' '.join(factors)})")
    return "0" if not parts else parts[0] if len(parts) == 1 else f"(+ {' '.join(parts)})"


def _number(c: Fraction) -> str:
    whole = str(c.numerator) if c >= 0 else f"(- {-c.numerator})"
    return whole if c.denominator == 1 else f"(/ {whole} {c.denominator})"


def positive_sum(
    facts: Sequence[tuple[Place, Formula]], factors: int, most: int, squared: Sequence[Polynomial] = ()
) -> dict[str, Any] | None:
    """Find a sum that shows facts to contradict each other.

    Parameters
    ----------
    facts : sequence of (int, Formula)
        Comparisons of polynomials with zero, with their places in the certificate.
    factors : int
        How many of them are multiplied at most.
    most : int
        The highest degree of a product.
    squared : sequence of Polynomial
        What products may be multiplied by the squares of.

    Returns
    -------
    dict or None
        A step of a certificate; None when there is none of this size.
    """
    names = sorted({name for _, (_, p) in facts for powers in p for name, _ in powers} | {n for s in squared for m in s for n, _ in m})
    ring = Ring(names)
    products = list(_products([(place, r, ring.take(p)) for place, (r, p) in facts if r != "="], ring, factors, most, squared))
    equations = [(place, ring.take(p)) for place, (relation, p) in facts if relation == "="]
    multiplied = [(place, m, m * p) for place, p in equations for m in ring.monomials(most - p.total_degree())]
    if len(products) + len(multiplied) > MOST_PRODUCTS:
        return None
    columns = [product.polynomial.to_dict() for product in products] + [p.to_dict() for _, _, p in multiplied]
    strict = [k for k, product in enumerate(products) if product.positive]
    weights = _weights(columns, strict, len(products), [1.0 + len(product.places) + 2 * len(product.squared) for product in products])
    if weights is None:
        return None
    scale = lcm(*(w.denominator for w in weights))
    weights = [w * scale for w in weights]
    weights = [w / gcd(*(w.numerator for w in weights)) for w in weights]
    chosen = zip(weights, products, strict=False)
    step: dict[str, Any] = {"sum": [[str(w), list(one.places), *map(written, one.squared)] for w, one in chosen if w]}
    zero: dict[Place, Any] = {}
    for w, (place, m, _) in zip(weights[len(products) :], multiplied, strict=True):
        if w:
            zero[place] = zero.get(place, 0) + m * fmpq(w.numerator, w.denominator)
    return {**step, "zero": [[written(ring.give(p)), place] for place, p in zero.items()]} if zero else step


class Ring:
    """Polynomials in some symbols, for fast arithmetic.

    Parameters
    ----------
    names : sequence of str
        The symbols.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self.names, self.context = tuple(names), fmpq_mpoly_ctx.get(tuple(names), "lex")
        self.one = self.context.from_dict({(0,) * len(self.names): fmpq(1)})

    def take(self, p: Polynomial) -> Any:
        """Bring a polynomial in."""
        powers = [dict(m) for m in p]
        coefficients = [fmpq(c.numerator, c.denominator) for c in p.values()]
        return self.context.from_dict({tuple(m.get(n, 0) for n in self.names): c for m, c in zip(powers, coefficients, strict=True)})

    def give(self, p: Any) -> Polynomial:
        """Take a polynomial out."""
        return {
            tuple((n, int(e)) for n, e in zip(self.names, powers, strict=True) if e): Fraction(int(c.p), int(c.q))
            for powers, c in p.to_dict().items()
        }

    def monomials(self, most: int) -> Iterator[Any]:
        """All monomials of a degree at most."""
        for size in range(most + 1):
            for chosen in combinations_with_replacement(range(len(self.names)), size):
                yield self.context.from_dict({tuple(chosen.count(k) for k in range(len(self.names))): fmpq(1)})


@dataclass(frozen=True)
class _Product:
    places: tuple[Place, ...]
    positive: bool
    polynomial: Any
    squared: tuple[Polynomial, ...] = ()


def _products(
    facts: Sequence[tuple[Place, str, Any]], ring: Ring, factors: int, most: int, squared: Sequence[Polynomial]
) -> Iterator[_Product]:
    """Products of facts of a degree at most, alone and times squares."""
    usable = [(place, r != ">=", p * p if r == "!=" else p) for place, r, p in facts]
    squares = [(s, ring.take(s) ** 2) for s in squared]
    layer = [(0, _Product((), True, ring.one))]
    for size in range(factors + 1):
        for _, product in layer:
            yield product
            for s, square in squares:
                if product.polynomial.total_degree() + square.total_degree() <= most:
                    yield _Product(product.places, False, product.polynomial * square, (s,))
        if size < factors:
            layer = [
                (k, _Product((*product.places, place), product.positive and positive, product.polynomial * p))
                for first, product in layer
                for k, (place, positive, p) in enumerate(usable)
                if k >= first and product.polynomial.total_degree() + p.total_degree() <= most
            ]


def _weights(columns: Sequence[Mapping[Any, Any]], strict: Sequence[int], signed: int, costs: Sequence[float]) -> list[Fraction] | None:
    """Weights with which columns add up to zero, the first ones not negative, and strict ones with sum one."""
    import numpy as np
    from scipy.optimize import linprog
    from scipy.sparse import csc_matrix

    rows: dict[Any, int] = {}
    entries = [(float(c.p) / float(c.q), rows.setdefault(powers, len(rows)), k) for k, p in enumerate(columns) for powers, c in p.items()]
    if len(rows) > MOST_MONOMIALS:
        return None
    entries += [(1.0, len(rows), k) for k in strict]
    values, i, j = zip(*entries, strict=True)
    matrix = csc_matrix((values, (i, j)), shape=(len(rows) + 1, len(columns)))
    right = np.zeros(len(rows) + 1)
    right[-1] = 1
    bounds = [(0, None)] * signed + [(None, None)] * (len(columns) - signed)
    found = linprog([*costs, *[0.0] * (len(columns) - signed)], A_eq=matrix, b_eq=right, bounds=bounds, method="highs-ds")
    if found.status != 0:
        return None
    used = [k for k, x in enumerate(found.x) if abs(x) > 1e-9]
    exact = _exactly([columns[k] for k in used], [k in set(strict) for k in used])
    if exact is None or any(x < 0 for k, x in zip(used, exact, strict=True) if k < signed):
        return None
    weights = dict(zip(used, exact, strict=True))
    return [weights.get(k, Fraction(0)) for k in range(len(columns))]


def _exactly(columns: Sequence[Mapping[Any, Any]], strict: Sequence[bool]) -> list[Fraction] | None:
    """Solve for the weights of the columns that a basis uses, in fractions; those that it leaves open are zero."""
    rows = list(dict.fromkeys(powers for p in columns for powers in p))
    table = [[p.get(powers, fmpq(0)) for p in columns] + [fmpq(0)] for powers in rows]
    table.append([fmpq(int(s)) for s in strict] + [fmpq(1)])
    reduced, rank = fmpq_mat(table).rref()
    weights = [Fraction(0)] * len(columns)
    for i in range(rank):
        first = next(k for k in range(len(columns) + 1) if reduced[i, k] != 0)
        if first == len(columns):
            return None
        x = reduced[i, len(columns)]
        weights[first] = Fraction(int(x.p), int(x.q))
    return weights


def primitive(p: Polynomial) -> Polynomial:
    """The polynomial with whole coefficients that have nothing in common, times a positive number."""
    scale = lcm(*(c.denominator for c in p.values())) if p else 1
    whole = gcd(*(int(c * scale) for c in p.values())) if p else 1
    return {powers: c * scale / whole for powers, c in p.items()}
