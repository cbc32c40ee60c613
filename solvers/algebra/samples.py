"""Sample points of a domain, and the exact signs of polynomials at them.

Signs are taken in floating point first; where a value is too near zero for that, or a number
too large or too small, they are worked out in fractions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from fractions import Fraction
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from flint import fmpq

from games.numbers import digits, rough, scaled_terms

from .ring import Polynomial, Ring, key

Signs: TypeAlias = npt.NDArray[np.int8]
Terms: TypeAlias = list[tuple[float, list[tuple[int, int]]]]
Floated: TypeAlias = tuple[Terms, int, int]  # and how many binary digits from one its coefficients are, and its degree

GRID = 9_973  # a prime, so that values seldom lie on a wall
FEW = 8  # so few rows are evaluated one by one
MOST_SAMPLES = 2_000  # beyond so many, those that have long answered nothing are forgotten
WIDEST = 900  # a product that is so many binary digits from one may overflow or underflow in floating point
ZERO = Fraction(0)
ROUNDING = 1e-11  # values that are smaller, relative to the sum of their terms' sizes, are worked out exactly


class Samples:
    """Rational points of a domain; unknowns have random values in their simplices.

    Parameters
    ----------
    ring : Ring
        Where the polynomials live.
    simplices : sequence of tuple of str
        Unknowns that are positive and whose sum is less than one.
    points : sequence of dict
        The parameters of the first samples, which are never forgotten.
    seed : int
        For the values of the unknowns.
    """

    def __init__(self, ring: Ring, simplices: Sequence[tuple[str, ...]], points: Sequence[Mapping[str, Fraction]], seed: int) -> None:
        self.ring, self.simplices = ring, simplices
        self._rng = np.random.default_rng(seed)
        self._rows: list[list[Fraction]] = []
        self._floats = np.zeros((0, len(ring.names)))
        self._reach = np.zeros(0, int)  # for each sample, how many binary digits from one its numbers are at most
        self._coordinates: dict[int, list[fmpq]] = {}  # of samples at which values were worked out exactly
        self._served: list[int] = []  # for each sample, the last question that it answered first
        self._signs: dict[str, Signs] = {}
        self._floated: dict[str, Floated] = {}
        for point in points:
            self.add(point, 0)
        self._given, self._rng_then = len(self), self._rng.bit_generator.state

    def __len__(self) -> int:
        return len(self._rows)

    def afresh(self) -> Samples:
        """The first samples alone, as if no others had been added."""
        self._float()
        first = copy(self)
        first._rows, first._served = self._rows[: self._given], [0] * self._given
        first._coordinates = {k: row for k, row in self._coordinates.items() if k < self._given}
        first._floats, first._reach = self._floats[: self._given], self._reach[: self._given]
        first._signs = {name: signs[: self._given] for name, signs in self._signs.items()}
        first._rng = np.random.default_rng(0)
        first._rng.bit_generator.state = self._rng_then
        return first

    # ---------------------------------------------------------------- points

    def add(self, point: Mapping[str, Fraction], question: int, unknowns: Mapping[str, Fraction] | None = None) -> None:
        """Add a point of the domain.

        Parameters
        ----------
        point : dict from str to Fraction
            The parameters.
        question : int
            How many questions have been asked so far.
        unknowns : dict from str to Fraction, optional
            Values of some unknowns; they are kept where they leave room in their simplex for the others.
        """
        row = [Fraction(point.get(name, ZERO)) for name in self.ring.parameters]
        values: dict[str, Fraction] = {}
        for simplex in self.simplices:
            weights = self._rng.exponential(size=len(simplex) + 1)
            sum_of_weights = float(weights.sum())
            counts = [int(x / sum_of_weights * GRID) + 1 for x in weights.tolist()]
            total = sum(counts)
            for name, count in zip(simplex, counts, strict=False):
                values[name] = Fraction(count, total)
        fixed = unknowns or {}
        for simplex in self.simplices if fixed else ():
            chosen = {name: fixed[name] for name in simplex if name in fixed}
            room = 1 - sum(chosen.values(), Fraction(0))
            if chosen and room > 0 and min(chosen.values()) > 0:
                values |= {name: chosen.get(name, room / (len(simplex) - len(chosen) + 1)) for name in simplex}
        row += [values.get(name, ZERO) for name in self.ring.unknowns]
        self._rows.append(row)
        self._served.append(question)

    def point(self, k: int) -> dict[str, Fraction]:
        """The parameters of one sample."""
        return dict(zip(self.ring.parameters, self._rows[k], strict=False))

    def coordinates(self, k: int) -> list[fmpq]:
        """One sample, parameters and then unknowns, as arguments of a polynomial."""
        if k not in self._coordinates:
            self._coordinates[k] = [fmpq(x.numerator, x.denominator) for x in self._rows[k]]
        return self._coordinates[k]

    def serves(self, k: int, question: int) -> None:
        """Note that a sample answers a question."""
        self._served[k] = question

    def forget(self, entries: int) -> None:
        """Drop the samples that have long answered nothing, and tables of more than so many entries; samples get other numbers."""
        if len(self) > MOST_SAMPLES:
            self._float()
            kept = [*range(self._given), *sorted(range(self._given, len(self)), key=self._served.__getitem__)[-MOST_SAMPLES // 2 :]]
            kept.sort()
            self._rows, self._served = [self._rows[k] for k in kept], [self._served[k] for k in kept]
            self._coordinates = {}
            self._floats, self._reach = self._floats[kept], self._reach[kept]
            complete = {name: signs for name, signs in self._signs.items() if len(signs) > kept[-1]}
            self._signs = {name: signs[kept] for name, signs in complete.items()}
        for table in (self._signs, self._floated):
            if len(table) > entries:
                table.clear()

    def _float(self) -> None:
        """Take the samples that are new into floating point too."""
        new = self._rows[len(self._floats) :]
        if new:
            floats = np.array([[rough(x.numerator, x.denominator) for x in row] for row in new]).reshape(len(new), -1)
            reach = np.abs(np.frexp(floats)[1]).max(axis=1, initial=0) + 1
            for k in np.flatnonzero((np.isinf(floats) | (floats == 0)).any(axis=1)).tolist():  # too large, too small, or zero
                reach[k] = max(digits(x.numerator, x.denominator) for x in new[k])
            self._floats, self._reach = np.vstack([self._floats, floats]), np.concatenate([self._reach, reach])

    # ---------------------------------------------------------------- signs

    def signs(self, p: Polynomial, name: str | None = None) -> Signs:
        """Exact signs of a polynomial at all samples, shape (samples,); its name where that is known already."""
        name = key(p) if name is None else name
        signs = self._signs.get(name)
        start = 0 if signs is None else len(signs)
        if start < len(self._rows):
            fresh = self._evaluate(name, p, start)
            signs = fresh if signs is None else np.concatenate([signs, fresh])
            self._signs[name] = signs
        return signs if signs is not None else np.zeros(0, np.int8)

    def _evaluate(self, name: str, p: Polynomial, start: int) -> Signs:
        """The signs at the samples from one on."""
        self._float()
        rows, (terms, widest, degree) = self._floats[start:], self._terms(name, p)
        wide = widest + degree * self._reach[start:] > WIDEST
        if wide.any():
            return np.array([self._exact(p, k) for k in range(start, len(self._rows))], np.int8)
        if len(rows) < FEW:
            pairs = [_at_row(terms, row) for row in rows.tolist()]
            values, sizes = (np.array(column) for column in zip(*pairs, strict=True))
        else:
            values, sizes = _at_rows(terms, rows)
        signs: Signs = np.sign(values).astype(np.int8)
        for k in np.flatnonzero(np.abs(values) <= ROUNDING * sizes).tolist():
            signs[k] = self._exact(p, start + k)
        return signs

    def _exact(self, p: Polynomial, k: int) -> int:
        """The sign of a polynomial at one sample."""
        value = p(*self.coordinates(k))
        return int(value > 0) - int(value < 0)

    def _terms(self, name: str, p: Polynomial) -> Floated:
        """The terms of a polynomial in floating point: coefficient, and the variables with their powers."""
        if name not in self._floated:
            widest = max((digits(int(c.p), int(c.q)) for c in p.coeffs()), default=0)
            self._floated[name] = scaled_terms(p), widest, int(p.total_degree()) if p else 0
        return self._floated[name]


def _at_rows(terms: Terms, rows: npt.NDArray[np.float64]) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """The values of a polynomial, and of the sum of its terms' sizes."""
    values, sizes = np.zeros(len(rows)), np.zeros(len(rows))
    for coefficient, powers in terms:
        term = np.full(len(rows), coefficient)
        for k, power in powers:
            term = term * (rows[:, k] if power == 1 else rows[:, k] ** power)
        values += term
        sizes += np.abs(term)
    return values, sizes


def _at_row(terms: Terms, row: Sequence[float]) -> tuple[float, float]:
    """The same at one point."""
    value = size = 0.0
    for term, powers in terms:
        for k, power in powers:
            term *= row[k] if power == 1 else row[k] ** power
        value += term
        size += abs(term)
    return value, size
