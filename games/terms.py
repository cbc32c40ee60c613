"""Exact numbers stored in bulk: rational combinations of a short list of terms in the parameters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from .numbers import Expression, Number, polynomials, simplest, terms_of

Ints: TypeAlias = npt.NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Combination:
    """Exact numbers, each a rational combination of a game's terms.

    Parameters
    ----------
    start : array of int32, shape (rows + 1,)
        Where each row's entries begin.
    term, value : arrays of int32, shape (entries,)
        Index into the game's terms, and into `numbers`.
    numbers : tuple of Fraction
        The distinct coefficients.
    """

    start: Ints
    term: Ints
    value: Ints
    numbers: tuple[Fraction, ...]

    def __len__(self) -> int:
        return len(self.start) - 1

    def row(self, k: int) -> list[tuple[int, Fraction]]:
        """Give a row as pairs (term, coefficient)."""
        a, b = self.start[k], self.start[k + 1]
        return [(int(t), self.numbers[v]) for t, v in zip(self.term[a:b], self.value[a:b], strict=True)]

    def number(self, k: int, terms: Sequence[Expression]) -> Number:
        """Give a row as one exact number."""
        row = self.row(k)
        if all(terms[t].is_constant for t, _ in row):
            return sum((c * terms[t].fraction() for t, c in row), Fraction(0))
        total = Expression.constant(0)
        for t, c in row:
            total = total + terms[t] * c
        return simplest(total)

    def floats(self, terms: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Evaluate every row in floating point, given the value of every term."""
        summands = np.array([float(x) for x in self.numbers])[self.value] * terms[self.term] if len(self.term) else np.zeros(0)
        row = np.repeat(np.arange(len(self)), np.diff(self.start))
        return np.bincount(row, weights=summands, minlength=len(self)).astype(np.float64)


class TermTable:
    """Collects exact numbers as combinations of terms while a game is built."""

    def __init__(self) -> None:
        self._terms: dict[tuple[Any, ...], int] = {}
        self._made: list[Expression] = []
        self._numbers: dict[Fraction, int] = {}
        self._known: dict[Any, list[tuple[int, Fraction]]] = {}

    @property
    def terms(self) -> tuple[Expression, ...]:
        """The terms met so far."""
        return tuple(self._made)

    def split(self, number: Number) -> list[tuple[int, Fraction]]:
        """Write a number as a combination of terms (monomials, over a denominator where there is one)."""
        if not isinstance(number, Expression):
            value = Fraction(number)
            return [(self._term((), (), None), value)] if value else []
        key = (number.numerator.context().names(), str(number.numerator), str(number.denominator))
        if key not in self._known:
            below = None if number.denominator.is_one() else number.denominator
            names = number.numerator.context().names()
            self._known[key] = [
                (self._term(powers, names, below), Fraction(int(c.p), int(c.q))) for powers, c in terms_of(number.numerator)
            ]
        return self._known[key]

    def _term(self, powers: Sequence[int], names: Sequence[str], below: Any) -> int:
        used = tuple((n, k) for n, k in zip(names, powers, strict=True) if k)
        key = (used, None if below is None else str(below))
        if key not in self._terms:
            self._terms[key] = len(self._made)
            ring = polynomials(tuple(n for n, _ in used))
            top = Expression(ring.from_dict({tuple(k for _, k in used): 1}))
            self._made.append(top if below is None else top / Expression(below))
        return self._terms[key]

    def combination(self, rows: Iterable[Sequence[tuple[int, Fraction]]]) -> Combination:
        """Store rows of pairs (term, coefficient)."""
        numbers: dict[Fraction, int] = {}
        start, term, value = [0], [], []
        for row in rows:
            for t, c in row:
                term.append(t)
                value.append(numbers.setdefault(c, len(numbers)))
            start.append(len(term))
        return Combination(np.array(start, np.int32), np.array(term, np.int32), np.array(value, np.int32), tuple(numbers))

    def transform(self, combination: Combination, new_terms: Sequence[Sequence[tuple[int, Fraction]]]) -> Combination:
        """Rewrite a combination of old terms, each given as a combination of new ones."""
        cache: dict[bytes, list[tuple[int, Fraction]]] = {}

        def row(k: int) -> list[tuple[int, Fraction]]:
            a, b = combination.start[k], combination.start[k + 1]
            key = combination.term[a:b].tobytes() + combination.value[a:b].tobytes()
            if key not in cache:
                sums: dict[int, Fraction] = {}
                for t, c in combination.row(k):
                    for new, d in new_terms[t]:
                        sums[new] = sums.get(new, Fraction(0)) + c * d
                cache[key] = [(t, c) for t, c in sums.items() if c]
            return cache[key]

        return self.combination(row(k) for k in range(len(combination)))
