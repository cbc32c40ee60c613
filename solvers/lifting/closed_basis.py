"""A basis of the linear program of a zero-sum game as closed forms in one parameter, proved by substitution.

The kernel of the basis is solved modulo primes at many values of the parameter.  A random combination of all unknowns tells the
common denominator, interpolation the numerators, and the Chinese remainder theorem their coefficients.  All that is a guess; that
the equations hold as identities in the parameter is the proof.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from flint import fmpq, fmpq_poly, fmpz_poly, nmod_mat, nmod_poly

from ..algebra.modular_solutions import combined, primes_below, rebuilt
from ..algebra.sparse_elimination import Elimination, elimination
from ..nash.program import LinearProgram
from ..nash.sequence_program import flow
from .open_leaves import ONE, ZERO, OpenLeaves

Residues = npt.NDArray[np.uint64]
FIRST_POINTS = 8
MOST_PRIMES = 2_000
MOST_POINTS = 2_000
PILOTS = 50  # of so many coefficients one is rebuilt first, to see whether the primes may be enough
CHECKED = 2  # points at which a guessed denominator is tried besides


@dataclass(frozen=True, eq=False)
class OpenProgram:
    """The linear program of `sequence_program` with a parameter left open.

    Parameters
    ----------
    leaves : OpenLeaves
        The game.
    cells : dict from (row, column) to fmpq_poly
        The left side; the right side is 1 in the first row, the objective is the variable `start`.
    flow_rows : int
        The rows that must hold with equality, the first player's flow.
    start : int
        The first free variable; those before it are the first player's sequences.
    """

    leaves: OpenLeaves
    cells: dict[tuple[int, int], fmpq_poly]
    flow_rows: int
    start: int
    rows: int
    columns: int

    @cached_property
    def by_column(self) -> list[dict[int, fmpq_poly]]:
        """The nonzero entries of every column, by row."""
        out: list[dict[int, fmpq_poly]] = [{} for _ in range(self.columns)]
        for (i, j), value in self.cells.items():
            out[j][i] = value
        return out

    def at(self, x: fmpq) -> LinearProgram:
        """Put a number in for the parameter; payoffs are divided by the largest, which is kind to floating point."""
        values = {place: f(x) for place, f in self.cells.items()}
        unit = max((abs(v) for (i, j), v in values.items() if i >= self.flow_rows and j < self.start), default=fmpq(0)) or fmpq(1)
        cells = {(i, j): v / unit if i >= self.flow_rows and j < self.start else v for (i, j), v in values.items() if v}
        right, costs = np.full(self.rows, 0, object), np.full(self.columns, 0, object)
        right[0] = costs[self.start] = 1
        return LinearProgram(cells, right, costs, equal=range(self.flow_rows), free=range(self.start, self.columns))


def open_program(leaves: OpenLeaves) -> OpenProgram:
    """Write the program of a two-player game whose payoffs add up to the same at every ending."""
    game, (first, second) = leaves.game, leaves.players
    sets, width = len(first.infosets) + 1, len(first)
    cells: dict[tuple[int, int], fmpq_poly] = {(i, j): ONE * sign for i, j, sign in flow(game, first)}
    cells |= {(sets + j, width + i): ONE * -sign for i, j, sign in flow(game, second)}
    payoffs: dict[tuple[int, int], fmpq_poly] = {}
    for (x, y), reach, (payoff, _) in zip(leaves.before.tolist(), leaves.reach, leaves.payoffs, strict=True):
        payoffs[sets + y, x] = payoffs.get((sets + y, x), ZERO) + reach * payoff
    cells |= {place: value for place, value in payoffs.items() if value}
    return OpenProgram(leaves, cells, sets, width, sets + len(second), width + len(second.infosets) + 1)


@dataclass(frozen=True, eq=False)
class ClosedBasis:
    """What a basis says as functions of the parameter, all over one denominator.

    Parameters
    ----------
    program : OpenProgram
        The program.
    denominator : fmpq_poly
        Of all that follows.
    first, second : lists of fmpq_poly
        Numerators of the realisation plans of both players.
    value : fmpq_poly
        Numerator of what the game is worth to the first player.
    conditions : list of (fmpq_poly, str, int)
        What must not be negative over the denominator for the basis to be optimal: the numerator; ``"weight"`` or ``"loss"``, the
        weight of a sequence in its player's plan or what the player loses by it; and the sequence, those of the second player
        counted on from those of the first.
    points : int
        How many values of the parameter determine it.
    """

    program: OpenProgram
    denominator: fmpq_poly
    first: list[fmpq_poly]
    second: list[fmpq_poly]
    value: fmpq_poly
    conditions: list[tuple[fmpq_poly, str, int]]
    points: int = FIRST_POINTS


class NotABasis(Exception):
    """The columns are dependent for all values of the parameter, or what the basis fixes does not hold."""


def closed_basis(program: OpenProgram, basis: frozenset[int], points: int = FIRST_POINTS) -> ClosedBasis:
    """Solve a basis for all values of the parameter.

    Parameters
    ----------
    program : OpenProgram
        The program.
    basis : frozenset of int
        As for `LinearProgram`.
    points : int
        At how many values of the parameter to solve first; more are taken where they are too few.

    Raises
    ------
    NotABasis
        When it has no solution.
    """
    inside = sorted(k for k in basis if k < program.columns)
    tight = [i for i in range(program.rows) if i + program.columns not in basis]
    if len(inside) != len(tight):
        raise NotABasis
    kernel = _Kernel(program, inside, tight, points)
    for denominator, numerators in kernel.guesses():
        closed = _proved(program, inside, tight, denominator, numerators[: len(inside)], numerators[len(inside) :])
        if closed is not None:
            return replace(closed, points=kernel.points)
    raise NotABasis


class _Kernel:
    """The square system of a basis: its solutions for the right side and for the objective, guessed modulo primes."""

    def __init__(self, program: OpenProgram, inside: Sequence[int], tight: Sequence[int], points: int) -> None:
        self.points = points
        place = {i: k for k, i in enumerate(tight)}
        entries = {(place[i], k): f for k, j in enumerate(inside) for i, f in program.by_column[j].items() if i in place}
        self.size, self.places = len(tight), list(entries)
        distinct = {tuple(f.coeffs()): None for f in entries.values()}
        index = {c: k for k, c in enumerate(distinct)}
        self.polynomials: list[list[fmpq]] = [list(c) for c in distinct]
        self.which = np.array([index[tuple(f.coeffs())] for f in entries.values()], np.int64)
        self.right = np.array([[int(i == 0)] for i in tight], np.uint64)
        self.left = np.array([[int(j == program.start)] for j in inside], np.uint64)
        self.random = random.Random(1)
        self.supply = (p for p in primes_below() if all(int(c.q) % p for f in self.polynomials for c in f))

    def guesses(self) -> Any:
        """Give denominators and numerators of all unknowns, from more and more primes."""
        order = self._order(next(self.supply))
        points, batch = self.points, [next(self.supply)]
        while not (first := self._modulo(order, batch, points)):
            points += max(4, points // 3)
            if points > MOST_POINTS:
                raise NotABasis
        _, degree, column = first[0]
        highest = int(np.flatnonzero(column[degree + 1 :].reshape(-1, points).any(axis=0)).max(initial=degree))
        self.points = points = min(points, 2 * highest + 2 + CHECKED)
        primes: list[int] = []
        columns: list[Residues] = []
        while len(primes) < MOST_PRIMES:
            batch = [next(self.supply) for _ in range(max(2, len(primes) // 3))]
            for prime, degree_there, column in self._modulo(order, batch, points):
                if degree_there == degree:
                    primes.append(prime)
                    columns.append(column)
            residues = np.stack(columns, axis=1) if columns else np.zeros((0, 0), np.uint64)
            if rebuilt(*combined(residues[::PILOTS], primes)) is None:
                continue
            guess = rebuilt(*combined(residues, primes))
            if guess is not None:
                yield self._polynomials(guess[0], degree, points)
        raise NotABasis

    def _polynomials(self, coefficients: list[int], degree: int, points: int) -> tuple[fmpq_poly, list[fmpq_poly]]:
        denominator, rest = fmpq_poly(coefficients[: degree + 1]), coefficients[degree + 1 :]
        return denominator, [fmpq_poly(rest[k : k + points]) for k in range(0, len(rest), points)]

    def _values(self, points: Residues, modulus: Residues) -> Residues:
        """The entries at points, shape (entries, points)."""
        primes, where = np.unique(modulus, return_inverse=True)
        table = np.zeros((len(self.polynomials), len(points)), np.uint64)
        for k, f in enumerate(self.polynomials):
            for c in reversed(f):
                reduced = [int(c.p) * pow(int(c.q), -1, p) % p for p in primes.tolist()]
                table[k] = (table[k] * points + np.array(reduced, np.uint64)[where]) % modulus
        return table[self.which]

    def _order(self, prime: int) -> Elimination:
        values = self._values(np.array([self.random.randrange(1, prime)], np.uint64), np.array([prime], np.uint64))[:, 0].tolist()
        order = elimination(self.size, dict(zip(self.places, values, strict=True)), prime)
        if order is None:
            raise NotABasis
        return order

    def _modulo(self, order: Elimination, primes: list[int], count: int) -> list[tuple[int, int, Residues]]:
        """Solve at many points modulo primes.

        Gives the prime, the denominator's degree, and the coefficients of the denominator and of all numerators; primes for which
        the points are too few, or one is singular, are left out.
        """
        points = [self.random.sample(range(1, prime), count) for prime in primes]
        modulus = np.repeat(np.array(primes, np.uint64), count)
        factored = order.factored(self._values(np.array(points, np.uint64).ravel(), modulus), modulus)
        sides = (np.repeat(side, len(modulus), axis=1) for side in (self.right, self.left))
        unknowns = np.vstack([factored.solve(next(sides)), factored.solve_transposed(next(sides))])
        solutions = []
        for k, prime in enumerate(primes):
            here, p = slice(k * count, (k + 1) * count), np.uint64(prime)
            if not factored.regular[here].all():
                continue
            weights = np.array([[self.random.randrange(prime)] for _ in range(len(unknowns))], np.uint64)
            mixed = ((unknowns[:, here] * weights % p).sum(axis=0) % p).tolist()
            denominator = _denominator(points[k], mixed, prime)
            if denominator is None:
                continue
            scale = np.array([int(denominator(x)) for x in points[k]], np.uint64)
            numerators = _interpolated(points[k], unknowns[:, here] * scale % p, prime)
            column = np.concatenate([np.array(list(map(int, denominator.coeffs())), np.uint64), numerators.ravel()])
            solutions.append((prime, denominator.degree(), column))
        return solutions


def _denominator(points: list[int], values: list[int], prime: int) -> Any:
    """The monic denominator of the rational function through all points but the last, which check it; None when they are too few."""
    known = len(points) - CHECKED
    through, vanishing = nmod_poly([0], prime), nmod_poly([1], prime)
    for x, value in zip(points[:known], values, strict=False):  # Newton's interpolation
        through += vanishing * ((value - int(through(x))) * pow(int(vanishing(x)), -1, prime) % prime)
        vanishing *= nmod_poly([-x % prime, 1], prime)
    above, below, s, t = vanishing, through, nmod_poly([0], prime), nmod_poly([1], prime)
    while below.degree() > (known - 1) // 2:
        ratio, rest = divmod(above, below)
        above, below, s, t = below, rest, t, s - ratio * t
    for x, value in zip(points[known:], values[known:], strict=True):
        under = int(t(x))
        if not under or (int(below(x)) - value * under) % prime:
            return None
    t = t // t.gcd(below)
    return t * pow(int(t[t.degree()]), -1, prime)


def _interpolated(points: list[int], values: Residues, prime: int) -> Residues:
    """Coefficients of the polynomials through points, shape (polynomials, points)."""
    count, p = len(points), np.uint64(prime)
    powers = [1] * count
    rows = []
    for _ in range(count):
        rows.append(powers)
        powers = [a * x % prime for a, x in zip(powers, points, strict=True)]
    matrix = nmod_mat(count, count, [c for row in rows for c in row], prime).inv()  # rows: points; columns: powers
    weights = np.array([int(c) for c in matrix.entries()], np.uint64).reshape(count, count)
    low, high = values & np.uint64(0xFFFF), values >> np.uint64(16)
    return ((high @ weights % p << np.uint64(16)) + low @ weights) % p


def _proved(
    program: OpenProgram, inside: list[int], tight: list[int], denominator: fmpq_poly, values: list[fmpq_poly], duals: list[fmpq_poly]
) -> ClosedBasis | None:
    """Whether the equations of the basis hold as identities in the parameter; then all that the basis says."""
    sums, multipliers = [ZERO] * program.rows, [ZERO] * program.rows
    for j, value in zip(inside, values, strict=True):
        if value:
            for i, entry in program.by_column[j].items():
                sums[i] += entry * value
    sums[0] -= denominator
    if any(sums[i] for i in tight):
        return None
    for i, value in zip(tight, duals, strict=True):
        multipliers[i] = value
    gains = [-sum((f * multipliers[i] for i, f in column.items() if multipliers[i]), ZERO) for column in program.by_column]
    gains[program.start] += denominator
    if any(gains[j] for j in inside):
        return None
    loose, outside = set(range(program.rows)) - set(tight), set(range(program.columns)) - set(inside)
    if any(sums[i] for i in loose if i < program.flow_rows) or any(gains[j] for j in outside if j >= program.start):
        raise NotABasis
    by_variable = dict(zip(inside, values, strict=True))
    width, flow_rows = program.start, program.flow_rows
    conditions = [(f, "weight", j) for j, f in by_variable.items() if j < width]
    conditions += [(-gains[j], "loss", j) for j in sorted(outside) if j < width]
    conditions += [(-multipliers[i], "weight", width + i - flow_rows) for i in tight if i >= flow_rows]
    conditions += [(sums[i], "loss", width + i - flow_rows) for i in sorted(loose) if i >= flow_rows]
    return ClosedBasis(
        program,
        denominator,
        [by_variable.get(j, ZERO) for j in range(width)],
        [-f for f in multipliers[flow_rows:]],
        by_variable.get(program.start, ZERO),
        [condition for condition in conditions if condition[0]],
    )


def whole(f: fmpq_poly) -> fmpz_poly:
    """A positive multiple with whole coefficients that have no common factor."""
    numerator = f.numer()
    content = numerator.content()
    return fmpz_poly([c // content for c in numerator.coeffs()])
