"""Exact numbers stored in bulk: rational combinations of a short list of terms in the parameters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from .numbers import Expression, Number, polynomials, simplest, terms_of

Ints: TypeAlias = npt.NDArray[np.int32]

PIECE = 1 << 20  # rows that are written out at once


@dataclass(frozen=True, eq=False)
class Combination:
    """Exact numbers, each a rational combination of a game's terms; equal ones are held once.

    Parameters
    ----------
    which : array of int32, shape (rows,)
        The distinct combination that each row is.
    begin : array of int32, shape (distinct combinations + 1,)
        Where the entries of each begin.
    terms, values : arrays of int32, shape (entries,)
        Index into the game's terms, and into `numbers`.
    numbers : tuple of Fraction
        The distinct coefficients.
    """

    which: Ints
    begin: Ints
    terms: Ints
    values: Ints
    numbers: tuple[Fraction, ...]

    def __len__(self) -> int:
        return len(self.which)

    def row(self, k: int) -> list[tuple[int, Fraction]]:
        """Give a row as pairs (term, coefficient)."""
        return self._distinct(self.which[k])

    def _distinct(self, k: int) -> list[tuple[int, Fraction]]:
        a, b = self.begin[k], self.begin[k + 1]
        return [(int(t), self.numbers[v]) for t, v in zip(self.terms[a:b], self.values[a:b], strict=True)]

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
        summands = np.array([float(x) for x in self.numbers])[self.values] * terms[self.terms] if len(self.terms) else np.zeros(0)
        sizes = np.diff(self.begin)
        values = np.bincount(np.repeat(np.arange(len(sizes)), sizes), weights=summands, minlength=len(sizes))
        return values.astype(np.float64)[self.which]

    @property
    def start(self) -> Ints:
        """Where every row's entries begin when the rows are written out one after the other, shape (rows + 1,)."""
        return np.concatenate([*self._starts()])

    @property
    def term(self) -> Ints:
        """The term of every entry of the rows written out."""
        return np.concatenate([np.zeros(0, np.int32), *self._entries(self.terms)])

    @property
    def value(self) -> Ints:
        """The index in `numbers` of every entry of the rows written out."""
        return np.concatenate([np.zeros(0, np.int32), *self._entries(self.values)])

    def written(self) -> Iterator[Ints]:
        """Write the rows out piece by piece: `start`, then `term`, then `value`."""
        yield from self._starts()
        yield from self._entries(self.terms)
        yield from self._entries(self.values)

    def _starts(self) -> Iterator[Ints]:
        sizes, total = np.diff(self.begin), 0
        yield np.zeros(1, np.int32)
        for which in self._pieces():
            ends = total + np.cumsum(sizes[which], dtype=np.int64)
            total = int(ends[-1])
            yield ends.astype(np.int32)

    def _entries(self, entries: Ints) -> Iterator[Ints]:
        sizes = np.diff(self.begin)
        for which in self._pieces():
            many = sizes[which]
            ends = np.cumsum(many, dtype=np.int64)
            yield entries[np.arange(ends[-1]) + np.repeat(self.begin[which] - (ends - many), many)]

    def _pieces(self) -> Iterator[Ints]:
        return (self.which[k : k + PIECE] for k in range(0, len(self.which), PIECE))


class TermTable:
    """Collects exact numbers as combinations of terms while a game is built."""

    def __init__(self) -> None:
        self._terms: dict[tuple[Any, ...], int] = {}
        self._whole: dict[tuple[str, ...], dict[tuple[int, ...], int]] = {}  # terms without a denominator, by names and powers
        self._coefficients: dict[tuple[int, int], Fraction] = {}
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
            names = key[0]
            whole = self._whole.setdefault(names, {})
            row = self._known[key] = []
            for powers, c in terms_of(number.numerator):
                term = whole.get(powers) if below is None else None
                if term is None:
                    term = self._term(powers, names, below)
                    if below is None:
                        whole[powers] = term
                row.append((term, self._coefficient(int(c.p), int(c.q))))
        return self._known[key]

    def _coefficient(self, top: int, bottom: int) -> Fraction:
        """A fraction, the same object whenever it comes again."""
        value = self._coefficients.get((top, bottom))
        if value is None:
            value = self._coefficients[top, bottom] = Fraction(top, bottom)
        return value

    def _term(self, powers: Sequence[int], names: Sequence[str], below: Any) -> int:
        used = tuple((n, k) for n, k in zip(names, powers, strict=True) if k)
        key = (used, None if below is None else str(below))
        if key not in self._terms:
            self._terms[key] = len(self._made)
            ring = polynomials(tuple(n for n, _ in used))
            top = Expression(ring.from_dict({tuple(k for _, k in used): 1}))
            self._made.append(top if below is None else top / Expression(below))
        return self._terms[key]

    def combination(self, rows: Iterable[Sequence[tuple[int, Fraction]]], which: Ints | None = None) -> Combination:
        """Store rows of pairs (term, coefficient); with `which`, these are the distinct rows, and it says which each row is."""
        numbers: dict[tuple[int, int], int] = {}
        values: list[Fraction] = []
        start: list[int] = [0]
        term: list[int] = []
        value: list[int] = []
        known: dict[tuple[int, ...], int] = {}
        order = []
        for row in rows:
            entries: list[int] = []
            for t, c in row:
                parts = c.numerator, c.denominator  # which have a hash sooner than the fraction has
                number = numbers.get(parts)
                if number is None:
                    number = numbers[parts] = len(values)
                    values.append(c)
                entries += (t, number)
            key = tuple(entries)
            if which is None and key in known:
                order.append(known[key])
                continue
            order.append(known.setdefault(key, len(start) - 1))
            term += key[::2]
            value += key[1::2]
            start.append(len(term))
        rows_of = np.array(order, np.int32) if which is None else which
        return Combination(rows_of, np.array(start, np.int32), np.array(term, np.int32), np.array(value, np.int32), tuple(values))

    def transform(self, combination: Combination, new_terms: Sequence[Sequence[tuple[int, Fraction]]]) -> Combination:
        """Rewrite a combination of old terms, each given as a combination of new ones."""

        def row(k: int) -> list[tuple[int, Fraction]]:
            sums: dict[int, Fraction] = {}
            for t, c in combination._distinct(k):
                for new, d in new_terms[t]:
                    sums[new] = sums.get(new, Fraction(0)) + c * d
            return [(t, c) for t, c in sums.items() if c]

        return self.combination(map(row, range(len(combination.begin) - 1)), combination.which)
