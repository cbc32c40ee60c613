"""Sparse systems solved modulo primes: the same as dense elimination in fractions, whatever the primes do."""

import random

import numpy as np
import pytest
from flint import fmpq, fmpq_mat

from solvers.algebra import modular_solutions
from solvers.algebra.modular_solutions import LARGEST_PRIME, SMALL, SparseSystem, combined, primes_below, rebuilt
from solvers.algebra.sparse_elimination import CANDIDATES, FEW, NotSparse, _inverses, _pivot, _Shortest, elimination


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


# ------------------------------------------------------------------ parts


def test_primes_in_falling_order():
    assert [p for p, _ in zip(primes_below(30), range(20), strict=False)] == [29, 23, 19, 17, 13, 11, 7, 5, 3]
    assert next(primes_below()) == LARGEST_PRIME == 2**31 - 1 and next(primes_below(23)) == 23


def test_residues_combine_to_one_number():
    numbers = [0, 1, 2 * 3 * 5 * 7 - 1, 52]
    residues = np.array([[n % p for p in (2, 3, 5, 7)] for n in numbers], np.uint64)
    assert combined(residues, [2, 3, 5, 7]) == (numbers, 210) and combined(residues[:, :1], [2]) == ([0, 1, 1, 0], 2)


@pytest.mark.parametrize("bits", [40, 62])
def test_fractions_are_rebuilt_only_where_they_are_small_enough(bits):
    modulus = 2**bits - {40: 87, 62: 57}[bits]  # primes
    bound = modulus >> 31
    assert rebuilt([bound], modulus) == ([bound], 1) and rebuilt([modulus - bound], modulus) == ([-bound], 1)
    too_large = rebuilt([bound + 1], modulus)
    assert too_large is None or all(abs(n) <= bound for n in too_large[0])
    third = pow(3, -1, modulus)
    assert rebuilt([third, 2 * third % modulus, 1], modulus) == ([1, 2, 3], 3)
    seventh = pow(7, -1, modulus)
    assert rebuilt([third, seventh], modulus) == ([7, 3], 21) and rebuilt([0], modulus) == ([0], 1) and rebuilt([], modulus) == ([], 1)
    rng = random.Random(bits)
    assert all(rebuilt([rng.randrange(modulus // 4, modulus // 2)], modulus) is None for _ in range(20))


def test_symmetric_residues():
    assert [modular_solutions._symmetric(n, 7) for n in range(-1, 9)] == [-1, 0, 1, 2, 3, -3, -2, -1, 0, 1]
    assert [modular_solutions._symmetric(n, 4) for n in range(4)] == [0, 1, 2, -1]


@pytest.mark.parametrize("count", [3, FEW, FEW + 1, 200])
def test_inverses_modulo_primes(count):
    rng = random.Random(count)
    primes = np.array([p for p, _ in zip(primes_below(1_000_003), range(count), strict=False)], np.uint64)
    values = np.array([rng.randrange(1, int(p)) for p in primes], np.uint64)
    values[0] = 0
    inverse = _inverses(values, primes)
    assert inverse.dtype == np.uint64 and inverse[0] == 0 and (values * inverse % primes)[1:].tolist() == [1] * (count - 1)
    for same in (np.ones(count, np.uint64), primes - np.uint64(1)):
        assert (_inverses(same, primes) == same).all()


def test_a_singular_matrix_has_no_order():
    assert elimination(2, {(0, 0): 1, (0, 1): 2, (1, 0): 2, (1, 1): 4}, 101) is None
    assert elimination(2, {(0, 0): 3, (0, 1): 6, (1, 0): 5, (1, 1): 10}, 101) is None
    assert elimination(2, {(0, 0): 3, (0, 1): 6, (1, 0): 5, (1, 1): 1}, 101) is not None
    assert elimination(2, {(0, 0): 1, (0, 1): 2}, 101) is None and elimination(2, {(0, 0): 1, (1, 0): 2}, 101) is None
    assert elimination(2, {(0, 0): 1, (1, 1): 101}, 101) is None and elimination(2, {(0, 0): 1, (1, 1): 102}, 101) is not None


def test_few_new_entries_are_created():
    """An arrow: its point is taken last, so that nothing fills in; from the point everything would."""
    size = 12
    arrow = {(k, k): 2 for k in range(size)} | {(0, k): 1 for k in range(size)} | {(k, 0): 1 for k in range(size)}
    order = elimination(size, arrow, 101)
    assert order.slots == len(arrow) and len(order.steps) == size == order.size
    assert {(step.row, step.column) for step in order.steps[-2:]} & {(0, 0)}
    dense_order = elimination(4, {(i, j): (i * j * j + i + 2 * j + 3) % 97 + (i == j) for i in range(4) for j in range(4)}, 97)
    assert dense_order is None or dense_order.slots == 16


def test_a_pivot_has_the_least_markowitz_count():
    """As all of so few rows and columns are looked at: (entries of its row - 1) * (entries of its column - 1)."""
    rng, size = random.Random(1), CANDIDATES
    for _ in range(300):
        rows = [dict.fromkeys(rng.sample(range(size), rng.randint(1, size)), 1) for _ in range(size)]
        columns = [{i for i in range(size) if j in rows[i]} for j in range(size)]
        if all(columns):
            i, j = _pivot(rows, columns, _Shortest(rows), _Shortest(columns))
            counts = {(i, j): (len(rows[i]) - 1) * (len(columns[j]) - 1) for i in range(size) for j in rows[i]}
            assert counts[i, j] == min(counts.values())


def test_an_elimination_that_takes_too_many_operations_is_given_up():
    rng, prime = random.Random(1), LARGEST_PRIME
    full = {(i, j): rng.randrange(1, prime) for i in range(5) for j in range(5)}
    operations = 16 + 9 + 4 + 1
    assert elimination(5, full, prime, operations) is not None
    with pytest.raises(NotSparse):
        elimination(5, full, prime, operations - 1)


def test_a_point_at_which_a_pivot_vanishes_is_told():
    order = elimination(2, {(0, 0): 1, (0, 1): 2, (1, 0): 3, (1, 1): 4}, 101)
    primes = np.array([101, 101, 103], np.uint64)
    entries = np.array([[1, 1, 1], [2, 2, 2], [3, 2, 3], [4, 4, 4]], np.uint64)
    factored = order.factored(entries, primes)
    assert factored.regular.tolist() == [True, False, True]
    solved = factored.solve(np.array([[5, 5, 5], [6, 6, 6]], np.uint64))
    for k in (0, 2):
        p = int(primes[k])
        x, y = map(int, solved[:, k])
        assert (x + 2 * y - 5) % p == 0 == (3 * x + 4 * y - 6) % p


def test_lines_that_are_left_the_shortest_first():
    lines = [{1, 2, 3}, {1}, {1, 2}, {1, 2}, {1, 2, 3, 4}, {5, 6}]
    shortest = _Shortest(lines)
    assert shortest.first() == [1]  # which no other can beat
    shortest.gone(1)
    assert shortest.first() == [2, 3, 5, 0] == shortest.first()
    lines[4] = {1, 2}
    shortest.changed(4)
    lines[2].add(9)
    shortest.changed(2)
    assert shortest.first() == [3, 4, 5, 0]
    for k in (0, 3, 4, 5):
        shortest.gone(k)
    assert shortest.first() == [2]
    shortest.gone(2)
    assert shortest.first() == []


def test_more_primes_are_taken_until_the_fractions_fit():
    size = SMALL + 2
    long = fmpq(3**400, 7**300)
    system = SparseSystem(size, diagonal(1 / long))
    assert system.solve([fmpq(1)] * size)[0] == long and sum(len(b.primes) for b in system.batches) >= 64
    before = len(system.batches)
    assert system.solve_transposed([fmpq(2)] * size)[0] == 2 * long and len(system.batches) == before  # which are kept


def test_a_system_that_is_singular_at_every_prime_that_is_tried_is_given_up(monkeypatch):
    monkeypatch.setattr(modular_solutions, "MOST_PRIMES", 8)
    size = SMALL + 2
    with pytest.raises(ZeroDivisionError, match="singular modulo every prime that was tried"):
        SparseSystem(size, diagonal(fmpq(3**400, 7**300))).solve([fmpq(1)] * size)


def test_where_a_matrix_fills_in_it_is_solved_densely():
    size = SMALL + 1
    rng = random.Random(2)
    full = {(i, j): fmpq(rng.randint(1, 9)) for i in range(size) for j in range(size) if rng.random() < 0.015 or i == j}
    assert len(full) < 10 * size * size / modular_solutions.DENSE
    system = SparseSystem(size, full)
    right = [fmpq(k) for k in range(size)]
    assert system.dense is not None and system.solve(right) == list(dense(size, full).solve(fmpq_mat(size, 1, right)).entries())
