"""Sparse systems solved modulo primes: the same as dense elimination in fractions, whatever the primes do."""

import random

import numpy as np
import pytest
from flint import fmpq, fmpq_mat

from solvers.algebra import modular_solutions
from solvers.algebra.modular_solutions import LARGEST_PRIME, SMALL, SparseSystem, combined, primes_below, rebuilt
from solvers.algebra.sparse_elimination import elimination


def random_entries(size, seed, more=1):
    """A regular matrix with few entries: a permutation's, and some others."""
    rng = random.Random(seed)
    across = rng.sample(range(size), size)
    entries = {(i, j): fmpq(rng.choice([1, -1, 2, 3]), rng.choice([1, 1, 7])) for i, j in enumerate(across)}
    for _ in range(more * size):
        entries[rng.randrange(size), rng.randrange(size)] = fmpq(rng.randint(-9, 9) or 1, rng.choice([1, 2, 15]))
    return entries


def dense(size, entries):
    matrix = fmpq_mat(size, size)
    for (i, j), value in entries.items():
        matrix[i, j] = value
    return matrix


@pytest.mark.parametrize("size, more", [(3, 3), (SMALL, 1), (SMALL + 1, 1), (SMALL + 1, 8), (SMALL + 100, 1)])
def test_solutions_are_those_of_dense_elimination(size, more):
    entries = random_entries(size, size, more)
    system, matrix = SparseSystem(size, entries), dense(size, entries)
    assert (system.dense is None) == (size > SMALL and more == 1)
    right = [fmpq(k % 5 - 2, 3) for k in range(size)]
    column = fmpq_mat(size, 1, right)
    assert system.solve(right) == list(matrix.solve(column).entries())
    assert system.solve_transposed(right) == list(matrix.transpose().solve(column).entries())


def test_a_system_without_equations():
    assert SparseSystem(0, {}).solve([]) == []


@pytest.mark.parametrize("size", [4, SMALL + 4])
def test_a_singular_matrix_is_refused(size):
    entries = random_entries(size, seed=1)
    entries = {(i, j): value for (i, j), value in entries.items() if i > 1}
    entries |= {(i, j): fmpq(j + 1) for i in (0, 1) for j in range(3)}
    with pytest.raises(ZeroDivisionError):
        SparseSystem(size, entries).solve([fmpq(1)] * size)


def diagonal(*first):
    return {(k, k): value for k, value in enumerate([*first, *[fmpq(2)] * (SMALL + 1)])}


def test_a_matrix_that_is_singular_modulo_a_prime_only():
    primes = primes_below()
    numbers = [fmpq(next(primes)) for _ in range(2)]
    size = SMALL + 3
    found = SparseSystem(size, diagonal(*numbers)).solve([fmpq(1)] * size)
    assert found == [*(1 / n for n in numbers), *[fmpq(1, 2)] * (size - 2)]


def test_primes_that_divide_a_denominator_are_passed_over():
    size = SMALL + 2
    assert SparseSystem(size, diagonal(fmpq(1, LARGEST_PRIME))).solve([fmpq(1)] * size)[0] == LARGEST_PRIME


def test_a_guess_counts_only_when_the_equations_hold(monkeypatch):
    guesses = []

    def poor_first(numbers, modulus):
        guesses.append(modulus)
        return ([1] * len(numbers), 1) if len(guesses) == 1 else rebuilt(numbers, modulus)

    monkeypatch.setattr(modular_solutions, "rebuilt", poor_first)
    size = SMALL + 1
    assert SparseSystem(size, diagonal()).solve([fmpq(1)] * size) == [fmpq(1, 2)] * size
    assert len(guesses) == 2


def test_fractions_are_rebuilt_from_residues():
    fractions = [fmpq(-12345, 678), fmpq(0), fmpq(1, 226), fmpq(7)]
    primes = [p for p, _ in zip(primes_below(), range(4), strict=False)]
    residues = np.array([[int(x.p) * pow(int(x.q), -1, p) % p for p in primes] for x in fractions], np.uint64)
    numbers, modulus = combined(residues, primes)
    numerators, denominator = rebuilt(numbers, modulus)
    assert [fmpq(n, denominator) for n in numerators] == fractions
    assert rebuilt([12345678901234567890], LARGEST_PRIME) is None


def test_the_order_is_found_once_and_replayed_at_other_numbers():
    entries = random_entries(40, seed=3, more=3)
    prime = LARGEST_PRIME
    order = elimination(40, {place: int(v.p) * pow(int(v.q), -1, prime) for place, v in entries.items()}, prime)
    other = {place: fmpq(k + 2) for k, place in enumerate(entries)}
    primes = np.array([p for p, _ in zip(primes_below(), range(70), strict=False)], np.uint64)
    factored = order.factored(np.array([[int(v.p)] * 70 for v in other.values()], np.uint64), primes)
    right = np.ones((40, 70), np.uint64)
    exact = dense(40, other).solve(fmpq_mat(40, 1, [1] * 40)).entries()
    residues = np.array([[int(x.p) * pow(int(x.q), -1, int(p)) % int(p) for p in primes] for x in exact], np.uint64)
    assert factored.regular.all() and (factored.solve(right) == residues).all()
