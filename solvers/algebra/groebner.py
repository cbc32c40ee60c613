"""Systems of polynomial equations with finitely many solutions, exactly: one root of one polynomial, and all else in terms of it.

A Groebner basis gives the residue ring of the equations, and multiplication in it the
least polynomial of a coordinate that tells the solutions apart; all coordinates are
polynomials in that one (the shape lemma).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import lcm
from typing import Any, TypeAlias

from flint import Ordering, fmpq, fmpq_mat, fmpq_poly, fmpz_mpoly_ctx, fmpz_mpoly_vec

from games.numbers import terms_of

from .ring import Polynomial, Ring

LIMITS = (1000, 20_000, 200_000)  # of a basis: polynomials, terms of one, bits of a coefficient
MOST_SOLUTIONS = 200  # complex ones, with multiplicities

Powers: TypeAlias = tuple[int, ...]
Vector: TypeAlias = dict[Powers, fmpq]  # in the monomials that no leading one divides


class TooManySolutions(Exception):
    """The solutions are infinitely many, or the system is too large."""


@dataclass(frozen=True)
class Shape:
    """Some of the solutions of a system, for each root of a polynomial.

    Parameters
    ----------
    modulus : fmpq_poly
        Irreducible.
    weights : tuple of int
        The root is the sum of the unknowns with these weights.
    values : tuple of fmpq_poly
        The unknowns, in terms of the root.
    """

    modulus: fmpq_poly
    weights: tuple[int, ...]
    values: tuple[fmpq_poly, ...]


def shapes(ring: Ring, equations: Sequence[Polynomial], names: Sequence[str]) -> list[Shape]:
    """Solve equations in some unknowns alone, over the complex numbers.

    Raises
    ------
    TooManySolutions
        When there are infinitely many, or the basis grows too large.
    """
    moved = [_moved(ring, e, names) for e in equations]
    basis = _basis(moved, len(names))
    for _ in range(2):
        residues = Residues(basis, len(names))
        if not residues.monomials:
            return []
        extra = [p for k in range(len(names)) if (p := residues.squarefree(k)) is not None]
        if not extra:
            break
        basis = _basis([*basis, *extra], len(names))  # the radical (Seidenberg 1974, lemma 92)
    for weights in _weights(len(names)):
        found = residues.cyclic(weights)
        if found is not None:
            modulus, values = found
            return [Shape(h, weights, tuple(v % h for v in values)) for h, _ in modulus.factor()[1]]
    raise TooManySolutions


def _weights(count: int) -> Iterator[tuple[int, ...]]:
    """Single unknowns first, then sums."""
    for k in range(count):
        yield tuple(int(i == k) for i in range(count))
    for step in range(1, 12):
        yield tuple((k * step) % 13 + 1 for k in range(1, count + 1))


def _moved(ring: Ring, p: Polynomial, names: Sequence[str]) -> Vector:
    at = [ring.index[name] for name in names]
    return {tuple(powers[k] for k in at): c for powers, c in terms_of(p)}


def _basis(polynomials: Sequence[Mapping[Powers, fmpq]], count: int) -> list[Vector]:
    """A reduced Groebner basis for the graded reverse lexicographic order, each polynomial with leading coefficient one."""
    ctx = fmpz_mpoly_ctx.get(tuple(f"x{k}" for k in range(count)), Ordering.degrevlex)
    whole = []
    for p in polynomials:
        scale = lcm(*(int(c.q) for c in p.values()))
        whole.append(ctx.from_dict({powers: int(c.p) * (scale // int(c.q)) for powers, c in p.items()}))
    found: Any = fmpz_mpoly_vec(whole, ctx).buchberger_naive(limits=LIMITS)
    vector, finished = found
    if not finished:
        raise TooManySolutions
    out = []
    for p in vector.autoreduction():
        listed = [(tuple(map(int, powers)), fmpq(int(c))) for powers, c in p.terms()]
        out.append({powers: c / listed[0][1] for powers, c in listed})
    return out


class Residues:
    """Polynomials modulo a Groebner basis with finitely many zeros."""

    def __init__(self, basis: Sequence[Vector], count: int) -> None:
        self.count = count
        self.rules = {next(iter(p)): {powers: -c for powers, c in itertools.islice(p.items(), 1, None)} for p in basis}
        heads = list(self.rules)
        if any(not any(head) for head in heads):
            self.monomials: list[Powers] = []
            return
        if not all(any(all(e == 0 for i, e in enumerate(head) if i != k) for head in heads) for k in range(count)):
            raise TooManySolutions
        self.monomials = []
        todo: list[Powers] = [(0,) * count]
        seen = set(todo)
        while todo:
            m = todo.pop(0)
            self.monomials.append(m)
            if len(self.monomials) > MOST_SOLUTIONS:
                raise TooManySolutions
            for up in (self._times(m, k) for k in range(count)):
                if up not in seen and not any(_divides(head, up) for head in heads):
                    seen.add(up)
                    todo.append(up)
        self.monomials.sort(key=_graded)
        self.place = {m: i for i, m in enumerate(self.monomials)}
        self._known: dict[Powers, Vector] = {}

    @staticmethod
    def _times(m: Powers, k: int) -> Powers:
        return (*m[:k], m[k] + 1, *m[k + 1 :])

    def reduced(self, m: Powers) -> Vector:
        """A monomial, modulo the basis."""
        if m in self.place:
            return {m: fmpq(1)}
        if m not in self._known:
            if m in self.rules:
                found = self._sum(self.rules[m])
            else:  # an unknown times a smaller monomial that is no residue either
                k = next(k for k in range(self.count) if m[k] and (*m[:k], m[k] - 1, *m[k + 1 :]) not in self.place)
                found = self.product(self.reduced((*m[:k], m[k] - 1, *m[k + 1 :])), k)
            self._known[m] = found
        return self._known[m]

    def _sum(self, p: Vector) -> Vector:
        out: Vector = {}
        for m, c in p.items():
            for n, d in self.reduced(m).items():
                out[n] = out.get(n, fmpq(0)) + c * d
        return {m: c for m, c in out.items() if c}

    def product(self, p: Vector, k: int) -> Vector:
        """A residue times an unknown."""
        return self._sum({self._times(m, k): c for m, c in p.items()})

    def _powers(self, weights: Sequence[int]) -> list[Vector]:
        """The residues 1, t, t**2, ... of a sum of unknowns with weights, one more than can be independent."""
        one: Vector = {(0,) * self.count: fmpq(1)}
        out = [one]
        for _ in self.monomials:
            out.append(self._weighted(out[-1], weights))
        return out

    def _weighted(self, p: Vector, weights: Sequence[int]) -> Vector:
        out: Vector = {}
        for k, w in enumerate(weights):
            for m, c in self.product(p, k).items() if w else ():
                out[m] = out.get(m, fmpq(0)) + w * c
        return {m: c for m, c in out.items() if c}

    def _dense(self, p: Vector) -> list[fmpq]:
        return [p.get(m, fmpq(0)) for m in self.monomials]

    def _least(self, weights: Sequence[int]) -> tuple[fmpq_poly, list[Vector]]:
        """The least polynomial of a sum of unknowns, and its powers."""
        powers = self._powers(weights)
        columns = fmpq_mat([list(row) for row in zip(*map(self._dense, powers), strict=True)])
        echelon, rank = columns.rref()
        return fmpq_poly([-echelon[i, rank] for i in range(rank)] + [fmpq(1)]), powers[:rank]

    def squarefree(self, k: int) -> Vector | None:
        """The squarefree part of the least polynomial of an unknown; None when that is squarefree itself."""
        least, _ = self._least([int(i == k) for i in range(self.count)])
        common = least.gcd(least.derivative())
        if common.degree() < 1:
            return None
        part = least / common
        whole: Vector = {}
        for i in range(part.degree(), -1, -1):
            if part[i]:
                whole[tuple(i * int(j == k) for j in range(self.count))] = part[i]
        return whole

    def cyclic(self, weights: Sequence[int]) -> tuple[fmpq_poly, list[fmpq_poly]] | None:
        """The least polynomial of a sum of unknowns and the unknowns in terms of it; None when it does not tell the solutions apart."""
        least, powers = self._least(weights)
        if least.degree() < len(self.monomials):
            return None
        columns = fmpq_mat([list(row) for row in zip(*map(self._dense, powers), strict=True)])
        units = [self.reduced(tuple(int(i == k) for i in range(self.count))) for k in range(self.count)]
        solved = columns.solve(fmpq_mat([list(row) for row in zip(*map(self._dense, units), strict=True)]))
        size = len(self.monomials)
        return least, [fmpq_poly([solved[i, k] for i in range(size)]) for k in range(self.count)]


def _divides(one: Powers, two: Powers) -> bool:
    return all(a <= b for a, b in zip(one, two, strict=True))


def _graded(m: Powers) -> tuple[int, Powers]:
    return sum(m), m
