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
MOST_SOLUTIONS = 200  # complex, with multiplicities

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
    vectors = [_vector(ring, e, names) for e in equations]
    basis = _basis(vectors, len(names))
    for _ in range(2):
        residues = Residues(basis, len(names))
        if not residues.monomials:
            return []
        extra = [p for k in range(len(names)) if (p := residues.squarefree(k)) is not None]
        if not extra:
            break
        basis = _basis([*basis, *extra], len(names))  # the radical (Seidenberg 1974, lemma 92)
    for weights in _weights(len(names)):
        solution = residues.cyclic(weights)
        if solution is not None:
            modulus, values = solution
            return [Shape(h, weights, tuple(v % h for v in values)) for h, _ in modulus.factor()[1]]
    raise TooManySolutions


def _weights(count: int) -> Iterator[tuple[int, ...]]:
    """Weights to try: single unknowns first, then sums."""
    for k in range(count):
        yield tuple(int(i == k) for i in range(count))
    for step in range(1, 12):
        yield tuple((k * step) % 13 + 1 for k in range(1, count + 1))


def _vector(ring: Ring, p: Polynomial, names: Sequence[str]) -> Vector:
    indices = [ring.index[name] for name in names]
    return {tuple(powers[k] for k in indices): c for powers, c in terms_of(p)}


def _basis(polynomials: Sequence[Mapping[Powers, fmpq]], count: int) -> list[Vector]:
    """A reduced Groebner basis for the graded reverse lexicographic order, each polynomial with leading coefficient one."""
    ctx = fmpz_mpoly_ctx.get(tuple(f"x{k}" for k in range(count)), Ordering.degrevlex)
    integral = []
    for p in polynomials:
        scale = lcm(*(int(c.q) for c in p.values()))
        integral.append(ctx.from_dict({powers: int(c.p) * (scale // int(c.q)) for powers, c in p.items()}))
    outcome: Any = fmpz_mpoly_vec(integral, ctx).buchberger_naive(limits=LIMITS)
    vector, finished = outcome
    if not finished:
        raise TooManySolutions
    basis = []
    for p in vector.autoreduction():
        terms = [(tuple(map(int, powers)), fmpq(int(c))) for powers, c in p.terms()]
        basis.append({powers: c / terms[0][1] for powers, c in terms})
    return basis


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
        queue: list[Powers] = [(0,) * count]
        visited = set(queue)
        while queue:
            m = queue.pop(0)
            self.monomials.append(m)
            if len(self.monomials) > MOST_SOLUTIONS:
                raise TooManySolutions
            for up in (self._times(m, k) for k in range(count)):
                if up not in visited and not any(_divides(head, up) for head in heads):
                    visited.add(up)
                    queue.append(up)
        self.monomials.sort(key=_graded)
        self.position = {m: i for i, m in enumerate(self.monomials)}
        self._residues: dict[Powers, Vector] = {}

    @staticmethod
    def _times(m: Powers, k: int) -> Powers:
        return (*m[:k], m[k] + 1, *m[k + 1 :])

    def reduced(self, m: Powers) -> Vector:
        """A monomial, modulo the basis."""
        if m in self.position:
            return {m: fmpq(1)}
        if m not in self._residues:
            if m in self.rules:
                residue = self._sum(self.rules[m])
            else:  # an unknown times a smaller monomial that is no residue either
                k = next(k for k in range(self.count) if m[k] and (*m[:k], m[k] - 1, *m[k + 1 :]) not in self.position)
                residue = self.product(self.reduced((*m[:k], m[k] - 1, *m[k + 1 :])), k)
            self._residues[m] = residue
        return self._residues[m]

    def _sum(self, p: Vector) -> Vector:
        total: Vector = {}
        for m, c in p.items():
            for n, d in self.reduced(m).items():
                total[n] = total.get(n, fmpq(0)) + c * d
        return {m: c for m, c in total.items() if c}

    def product(self, p: Vector, k: int) -> Vector:
        """A residue times an unknown."""
        return self._sum({self._times(m, k): c for m, c in p.items()})

    def _powers(self, weights: Sequence[int]) -> list[Vector]:
        """The residues 1, t, t**2, ... of a sum of unknowns with weights, one more than can be independent."""
        one: Vector = {(0,) * self.count: fmpq(1)}
        powers = [one]
        for _ in self.monomials:
            powers.append(self._weighted(powers[-1], weights))
        return powers

    def _weighted(self, p: Vector, weights: Sequence[int]) -> Vector:
        total: Vector = {}
        for k, w in enumerate(weights):
            for m, c in self.product(p, k).items() if w else ():
                total[m] = total.get(m, fmpq(0)) + w * c
        return {m: c for m, c in total.items() if c}

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
        squarefree = least / common
        vector: Vector = {}
        for i in range(squarefree.degree(), -1, -1):
            if squarefree[i]:
                vector[tuple(i * int(j == k) for j in range(self.count))] = squarefree[i]
        return vector

    def cyclic(self, weights: Sequence[int]) -> tuple[fmpq_poly, list[fmpq_poly]] | None:
        """The least polynomial of a sum of unknowns, and the unknowns in terms of that sum; None when it does not tell solutions apart."""
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
