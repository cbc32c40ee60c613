"""Systems of linear equations solved exactly modulo primes: fractions are rebuilt from residues, and proved by substitution.

What is rebuilt is a guess until the equations hold with it exactly, so that no unlucky prime can make an answer wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import isqrt
from typing import Any

import numpy as np
from flint import fmpq, fmpq_mat, fmpz

from .sparse_elimination import Elimination, Factored, NotSparse, Place, Residues, elimination

LARGEST_PRIME = (1 << 31) - 1  # products of two residues fit into 64 bits
SLACK = 30  # bits by which a reconstructed fraction must be smaller than the modulus allows
SMALL = 300  # equations that flint solves fast enough as a dense system
DENSE = 500  # operations of dense elimination that flint does in the time of one operation here
FIRST_PRIMES = 4
MOST_PRIMES = 1 << 14
TRIES = 3  # primes at which a matrix must be singular to be called so


# ------------------------------------------------------------------ from residues to fractions


def primes_below(start: int = LARGEST_PRIME) -> Iterator[int]:
    """Give primes in falling order, from `start` on."""
    candidate = start
    while candidate > 2:
        if fmpz(candidate).is_prime():
            yield candidate
        candidate -= 1


def combined(residues: Residues, primes: Sequence[int]) -> tuple[list[int], int]:
    """Combine residues, shape (numbers, primes), by the Chinese remainder theorem; gives whole numbers and the modulus."""
    modulus = 1
    for prime in primes:
        modulus *= prime
    weights = [(rest := modulus // prime) * pow(rest, -1, prime) for prime in primes]
    return [sum(map(int.__mul__, row, weights)) % modulus for row in residues.tolist()], modulus


def rebuilt(numbers: Sequence[int], modulus: int) -> tuple[list[int], int] | None:
    """Rebuild fractions with one small common denominator from what they are modulo a number.

    Returns
    -------
    (list of int, int) or None
        Numerators and the denominator; None when some fraction is too large for the modulus.
    """
    denominator, bound = 1, modulus >> (SLACK + 1)
    for number in numbers:
        if abs(_symmetric(number * denominator, modulus)) > bound:
            factor = _denominator(number * denominator % modulus, modulus)
            if factor is None:
                return None
            denominator *= factor
    numerators = [_symmetric(number * denominator, modulus) for number in numbers]
    return (numerators, denominator) if all(abs(n) <= bound for n in numerators) else None


def _symmetric(number: int, modulus: int) -> int:
    number %= modulus
    return number - modulus if 2 * number > modulus else number


def _denominator(number: int, modulus: int) -> int | None:
    """The denominator of the one fraction that is much smaller than the modulus and equal to a number modulo it."""
    above, below, s, t, bound = modulus, number, 0, 1, isqrt(modulus >> 1)
    while below > bound:
        quotient, rest = divmod(above, below)
        above, below = below, rest
        s, t = t, s - quotient * t
    return abs(t) if t and below * abs(t) < modulus >> SLACK else None


# ------------------------------------------------------------------ numbers


class SparseSystem:
    """A square system of linear equations with rational coefficients, solved exactly.

    Parameters
    ----------
    size : int
        Equations.
    entries : dict from (row, column) to fmpq
        The coefficients that are not zero.

    Raises
    ------
    ZeroDivisionError
        When the matrix is singular.
    """

    def __init__(self, size: int, entries: Mapping[Place, fmpq]) -> None:
        self.size, self.entries = size, entries
        self.dense: fmpq_mat | None = None
        self.batches: list[Factored] = []
        if size > SMALL and len(entries) < 10 * size * size / DENSE:
            self.distinct = {value: k for k, value in enumerate(dict.fromkeys(entries.values()))}
            self.which = np.array([self.distinct[value] for value in entries.values()], np.int64)
            self.supply = self._usable_primes()
            try:
                self.order = self._order()
                return
            except NotSparse:
                pass
        self.dense = fmpq_mat(size, size)
        for (i, j), value in entries.items():
            self.dense[i, j] = value

    def solve(self, right: Sequence[fmpq]) -> list[fmpq]:
        """Solve ``K @ z == right``."""
        return self._solved(right, transposed=False)

    def solve_transposed(self, left: Sequence[fmpq]) -> list[fmpq]:
        """Solve ``y @ K == left``."""
        return self._solved(left, transposed=True)

    def _solved(self, right: Sequence[fmpq], *, transposed: bool) -> list[fmpq]:
        if not self.size:
            return []
        if self.dense is not None:
            matrix = self.dense.transpose() if transposed else self.dense
            return list(matrix.solve(fmpq_mat(self.size, 1, list(right))).entries())
        primes: list[int] = []
        columns: list[Residues] = []
        for batch in self._growing():
            residues = self._reduced(dict.fromkeys(right), batch.primes)
            places = {value: k for k, value in enumerate(dict.fromkeys(right))}
            given = residues[[places[value] for value in right]]
            solution = batch.solve_transposed(given) if transposed else batch.solve(given)
            columns.append(solution[:, batch.regular])
            primes += batch.primes[batch.regular].tolist()
            guess = rebuilt(*combined(np.hstack(columns), primes)) if primes else None
            if guess is not None and self._holds(*guess, right, transposed=transposed):
                return [fmpq(n, guess[1]) for n in guess[0]]
        raise ZeroDivisionError("the matrix is singular modulo every prime that was tried")

    def _growing(self) -> Iterator[Factored]:
        """The matrix after elimination, at more and more primes."""
        yield from self.batches
        count = sum(len(batch.primes) for batch in self.batches)
        while count < MOST_PRIMES:
            primes = np.array([next(self.supply) for _ in range(count or FIRST_PRIMES)], np.uint64)
            self.batches.append(self.order.factored(self._reduced(self.distinct, primes)[self.which], primes))
            yield self.batches[-1]
            count += len(primes)

    def _usable_primes(self) -> Iterator[int]:
        """Primes that divide no denominator."""
        return (prime for prime in primes_below() if all(int(value.q) % prime for value in self.distinct))

    def _order(self) -> Elimination:
        for prime in (next(self.supply) for _ in range(TRIES)):
            reduced = self._reduced(self.distinct, np.array([prime], np.uint64))[self.which, 0]
            order = elimination(self.size, dict(zip(self.entries, reduced.tolist(), strict=True)), prime, self.size**3 / DENSE)
            if order is not None:
                return order
        raise ZeroDivisionError("the matrix is singular")

    def _reduced(self, numbers: Mapping[fmpq, Any], primes: Residues) -> Residues:
        """Rational numbers modulo primes, shape (numbers, primes)."""
        table = [[int(x.p) * pow(int(x.q), -1, p) % p for p in primes.tolist()] for x in numbers]
        return np.array(table, np.uint64).reshape(len(numbers), len(primes))

    def _holds(self, numerators: Sequence[int], denominator: int, right: Sequence[fmpq], *, transposed: bool) -> bool:
        """Whether the equations hold exactly."""
        whole = [fmpq(n) for n in numerators]
        sums = [-value * denominator for value in right]
        for (i, j), value in self.entries.items():
            row, column = (j, i) if transposed else (i, j)
            if numerators[column]:
                sums[row] += value * whole[column]
        return not any(sums)
