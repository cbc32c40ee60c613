"""The leaf rows of a flat form once more, as small full tables side by side, for compiled loops that go through them again and again.

What a player's sequences earn at one public history depends on the same sequences of the others, whatever its own private
information: the rows there are a full table, or nearly.  Here such a table is one *block*: the own sequences, the others', and a
payoff for every pair, zero where no play ends there.  Blocks of one shape are laid side by side in *bundles*, so that a loop does
with neighbours in memory what it does with one; the others' sequences stand there once for all own ones.  A sequence whose rows
belong to no full table is a block of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from .flat import FlatForm

Floats: TypeAlias = npt.NDArray[np.float64]
Longs: TypeAlias = npt.NDArray[np.int64]

LEAST_ROWS = 1 << 13  # a player, below which the rows fit into the fastest memory as they are
WIDE, SMALL = 256, 16384  # blocks side by side at most; numbers of one kind in a bundle, so that they stay in the fastest memory
NARROW = 8  # blocks side by side at least, or else each is a bundle of its own
FULL = 0.5  # share of pairs at least that end some play
SAMPLE, FINEST = 4096, 12  # payoffs that are looked at for a common unit, and in how many parts of the smallest it is sought
ROUNDING = 1e-15


@dataclass(frozen=True, eq=False)
class Blocks:
    """Bundles of blocks.

    Parameters
    ----------
    begin : array of int64, shape (players + 1,)
        Where the bundles of every player begin; then how many there are.
    at : array of int64, shape (players, 3)
        Where `own`, `others` and `payoffs` of each player begin.
    shape : array of int64, shape (bundles, 3)
        The own sequences and the others' tuples of each block, and the blocks side by side.
    own : array of uint32
        Bundle by bundle the own sequences, shape (own, side by side).
    others : array of uint32, shape (players - 1, entries)
        Likewise the others' sequences, each shape (tuples, side by side).
    payoffs : array of int16 or float
        Likewise the payoffs in units, shape (tuples, own, side by side).
    unit : float
        What they are multiples of, but for rounding; one where there is no such number.
    """

    begin: Longs
    at: Longs
    shape: Longs
    own: npt.NDArray[np.uint32]
    others: npt.NDArray[np.uint32]
    payoffs: npt.NDArray[Any]
    unit: float


def blocks_of(form: FlatForm) -> Blocks:
    """Lay the leaf rows of a form out as blocks; none where it is small."""
    players, width = len(form.players), form.others.shape[1]
    small = not width or len(form.payoffs) < LEAST_ROWS * players
    tables = [] if small else [_Table(form, player) for player in range(players)]
    amounts = np.concatenate([np.zeros(0), *(one.payoffs for one in tables)])
    unit = _unit(amounts)
    if unit is not None:
        amounts = np.rint(amounts / unit).astype(np.int16)
    sizes = [(len(one.own), one.others.shape[1], len(one.payoffs)) for one in tables] or [(0, 0, 0)] * players
    return Blocks(
        begin=np.cumsum([0, *(len(one.shape) for one in tables)] if tables else [0] * (players + 1)),
        at=np.cumsum([(0, 0, 0), *sizes[:-1]], axis=0),
        shape=np.concatenate([np.zeros((0, 3), np.int64), *(one.shape for one in tables)]),
        own=np.concatenate([np.zeros(0, np.uint32), *(one.own for one in tables)]),
        others=np.concatenate([np.zeros((width, 0), np.uint32), *(one.others for one in tables)], axis=1),
        payoffs=amounts,
        unit=1.0 if unit is None else unit,
    )


class _Table:
    """The rows of one player, as bundles."""

    def __init__(self, form: FlatForm, player: int) -> None:
        start, end = form.sequence_start[player], form.sequence_start[player + 1]
        rows = slice(form.row_start[start], form.row_start[end])
        lengths = np.diff(form.row_start[start : end + 1])
        self.row_of = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
        met, self.met_by = _numbered(form.others[rows])
        head, place, tuples = self._grouped(lengths, met)
        blocks = np.flatnonzero(head == np.arange(len(head)))
        bundle, column, self.shape = _bundled(np.bincount(head)[blocks], tuples[blocks])
        index = np.zeros(len(head), np.int64)
        index[blocks] = np.arange(len(blocks))
        inside, of = _ranks(head), index[head]  # place of every sequence in its block, and which one that is
        own, listed, wide = self.shape.T
        at = _starts(own * wide)
        self.own = np.zeros(int((own * wide).sum()), np.uint32)
        self.own[at[bundle[of]] + inside * wide[bundle[of]] + column[of]] = np.arange(start, end)
        here, side = bundle[of][self.row_of], column[of][self.row_of]
        at = _starts(listed * wide)
        self.others = np.zeros((form.others.shape[1], int((listed * wide).sum())), np.uint32)
        self.others[:, at[here] + place * wide[here] + side] = form.others[rows].T
        at = _starts(own * listed * wide)
        self.payoffs = np.zeros(int((own * listed * wide).sum()))
        self.payoffs[at[here] + (place * own[here] + inside[self.row_of]) * wide[here] + side] = form.payoffs[rows]

    def _grouped(self, lengths: Longs, met: int) -> tuple[Longs, Longs, Longs]:
        """The block of every sequence, named by its first; the place of every row's tuple in it; how many tuples a block has."""
        count, own, tuples = len(lengths), self.row_of, self.met_by
        of_own, of_met = self._connected(count, met)
        apart = of_own[own] != of_met[tuples]
        held = np.bincount(of_own[lengths > 0], minlength=count)
        listed = np.bincount(of_met[of_met < count], minlength=count)
        full = (held > 1) & (np.bincount(of_own, weights=lengths, minlength=count) >= FULL * held * listed)
        full[of_own[own[apart]]] = full[of_met[tuples[apart]]] = False
        together = full[of_own] & (lengths > 0)
        head = np.where(together, of_own, np.arange(count))
        alone = np.arange(len(own)) - np.repeat(_starts(lengths), lengths)
        place = np.where(together[own], _ranks(of_met)[tuples], alone)
        return head, place, np.where(full, listed, lengths)

    def _connected(self, count: int, met: int) -> tuple[Longs, Longs]:
        """The first sequence with which each own one, and each tuple of the others, is connected by rows: so it is in full tables."""
        of_own, of_met = np.arange(count), np.full(met, count)
        for _ in range(3):
            np.minimum.at(of_met, self.met_by, of_own[self.row_of])
            before = of_own.copy()
            np.minimum.at(of_own, self.row_of, of_met[self.met_by])
            if (of_own == before).all():
                break
        return of_own, of_met


def _numbered(others: npt.NDArray[np.uint32]) -> tuple[int, Longs]:
    """How many different tuples there may be, and which one each is, in lexicographic order."""
    which = others[:, 0].astype(np.int64)
    if others.shape[1] == 1:
        low = which.min(initial=0)
        return int(which.max(initial=0) - low) + 1, which - low
    for column in others.T[1:]:
        which = np.unique(which * (int(column.max(initial=0)) + 1) + column, return_inverse=True)[1].astype(np.int64)
    return int(which.max(initial=0)) + 1, which


def _bundled(m: Longs, n: Longs) -> tuple[Longs, Longs, Longs]:
    """The bundle of every block and its place in it; the shapes of the bundles."""
    bundle, column = np.zeros(len(m), np.int64), np.zeros(len(m), np.int64)
    shapes: list[tuple[int, int, int]] = []
    for some in _alike(m, n):
        own, tuples = int(m[some[0]]), int(n[some[0]])
        wide = min(WIDE, max(NARROW, SMALL // max(own, tuples, 1)), len(some))
        if wide < max(own, NARROW):
            wide = 1  # a loop over the own sequences is the longer one
        bundle[some] = len(shapes) + np.arange(len(some)) // wide
        column[some] = np.arange(len(some)) % wide
        whole, rest = divmod(len(some), wide)
        shapes += [(own, tuples, wide)] * whole + [(own, tuples, rest)] * (rest > 0)
    return bundle, column, np.array(shapes, np.int64).reshape(-1, 3)


def _alike(m: Longs, n: Longs) -> Iterator[Longs]:
    """The blocks of each shape, as they come."""
    order = np.lexsort((n, m))
    changes = np.flatnonzero((np.diff(m[order]) != 0) | (np.diff(n[order]) != 0)) + 1
    yield from np.split(order, changes)


def _ranks(groups: Longs) -> Longs:
    """The place of each among those of its group."""
    order = np.argsort(groups, kind="stable")
    sizes = np.bincount(groups)
    ranks = np.empty(len(groups), np.int64)
    ranks[order] = np.arange(len(groups)) - np.repeat(_starts(sizes), sizes)
    return ranks


def _starts(sizes: Longs) -> Longs:
    """Where each begins when they are laid one after the other."""
    ends: Longs = np.cumsum(sizes)
    return ends - sizes


def _unit(amounts: Floats) -> float | None:
    """A number of which all amounts are multiples that fit into 16 bits, but for rounding."""
    seen = np.unique(np.abs(amounts[:: max(1, len(amounts) // SAMPLE)]))
    seen = seen[seen > 0]
    for parts in range(1, FINEST + 1) if len(seen) else ():
        unit = float(seen[0]) / parts
        if _multiples(seen, unit) and _multiples(amounts, unit):
            return unit
    return None


def _multiples(amounts: Floats, unit: float) -> bool:
    times = np.rint(amounts / unit)
    return bool((np.abs(times) <= np.iinfo(np.int16).max).all() and (np.abs(times * unit - amounts) <= ROUNDING * np.abs(amounts)).all())
