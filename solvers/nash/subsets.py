"""From corners to equilibria: extreme ones, the largest convex sets of them, and connected components.

Two corners, one of each player, that are best replies to one another are an extreme equilibrium.  A set of corners
of the first player all of which go with all of a set of the second's spans a convex set of equilibria; a
largest such pair of sets is a *maximal Nash subset*.  Their union is the set of all equilibria.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from flint import fmpq
from numba import njit

from .replies import Corners, Flags, Plan, TwoPlayers, best_reply_corners

Pair = tuple[int, int]


@dataclass(frozen=True)
class NashSubset:
    """A convex set of equilibria that is part of no larger one: the hull of one player's plans times that of the other's.

    Parameters
    ----------
    plans : pair of tuples of plans
        The extreme plans of each player.
    component : int
        The number, from 1, of the connected component of all equilibria to which it belongs.
    """

    plans: tuple[tuple[Plan, ...], tuple[Plan, ...]]
    component: int

    @property
    def isolated(self) -> bool:
        """Whether it is a single equilibrium (which then lies in no other subset)."""
        return all(len(extreme) == 1 for extreme in self.plans)


@dataclass(frozen=True)
class Equilibria:
    """Every Nash equilibrium of a game of two players.

    Parameters
    ----------
    extreme : tuple of pairs of plans
        The extreme equilibria.
    subsets : tuple of NashSubset
        The maximal Nash subsets, those of one component together.
    components : int
        How many connected components there are.
    how : str
        "walk" or "cuts": how the corners were found.
    """

    extreme: tuple[tuple[Plan, Plan], ...]
    subsets: tuple[NashSubset, ...]
    components: int
    how: str


def all_equilibria(game: TwoPlayers) -> Equilibria:
    """Find every equilibrium of a game of two players, exactly.

    Raises
    ------
    GameError
        When there are too many corners.

    Notes
    -----
    Complete: every equilibrium is a convex combination of extreme ones that form a product, because the plans with no more
    used sequences, and no fewer best replies, than a given one form a face of its polytope.

    References
    ----------
    Mangasarian, O. L. (1964). Equilibrium points of bimatrix games. *Journal of SIAM* 12, 778-780.
    Winkels, H.-M. (1979). An algorithm to determine all equilibrium points of a bimatrix game.
    Avis, D., Rosenberg, G. D., Savani, R. and von Stengel, B. (2010). Enumeration of Nash equilibria for two-player games.
    *Economic Theory* 42, 9-37.
    """
    first, second = best_reply_corners(game, 0), best_reply_corners(game, 1)
    pairs = matches(first, second)
    plans: tuple[dict[int, Plan], dict[int, Plan]] = {i: first.plan(i) for i, _ in pairs}, {j: second.plan(j) for _, j in pairs}
    ranks = _ranks(plans[0]), _ranks(plans[1])
    pairs.sort(key=lambda pair: (ranks[0][pair[0]], ranks[1][pair[1]]))
    subsets, components = [], 0
    for component in _components(pairs):
        components += 1
        for rows, columns in maximal(component):
            subsets.append(NashSubset((tuple(plans[0][i] for i in rows), tuple(plans[1][j] for j in columns)), components))
    extreme = tuple((plans[0][i], plans[1][j]) for i, j in pairs)
    return Equilibria(extreme, tuple(subsets), components, first.how)


def _ranks(plans: Mapping[int, Plan]) -> dict[int, int]:
    """Number plans by how much they use earlier sequences."""
    keys = {i: [fmpq(p.numerator, p.denominator) for p in plan] for i, plan in plans.items()}
    return {i: rank for rank, i in enumerate(sorted(plans, key=keys.__getitem__, reverse=True))}


def matches(first: Corners, second: Corners) -> list[Pair]:
    """The pairs of corners that are best replies to one another."""
    balanced = [corners.used.sum(axis=1) == corners.best.sum(axis=1) for corners in (first, second)]
    used, best = [_packed(corners.used) for corners in (first, second)], [_packed(corners.best) for corners in (first, second)]
    # with as many used sequences as best replies on both sides, one set within the other means that they are equal
    keys = {(used[1][j].tobytes(), best[1][j].tobytes()): int(j) for j in np.flatnonzero(balanced[1])}
    pairs = [(int(i), keys[key]) for i in np.flatnonzero(balanced[0]) if (key := (best[0][i].tobytes(), used[0][i].tobytes())) in keys]
    for rows, columns in ((~balanced[0], np.ones(len(second), bool)), (balanced[0], ~balanced[1])):
        i, j = np.flatnonzero(rows), np.flatnonzero(columns)
        for a, b in _within(used[0][i], best[0][i], used[1][j], best[1][j]):
            pairs.append((int(i[a]), int(j[b])))
    return pairs


@njit(cache=True)
def _within(used: Any, best: Any, other_used: Any, other_best: Any) -> Any:
    """The pairs in which each side uses best replies only."""
    pairs = []
    for i in range(len(used)):
        for j in range(len(other_used)):
            matching = True
            for w in range(used.shape[1]):
                matching = matching and not used[i, w] & ~other_best[j, w]
            for w in range(best.shape[1]):
                matching = matching and not other_used[j, w] & ~best[i, w]
            if matching:
                pairs.append((i, j))
    return pairs


def _packed(flags: Flags) -> npt.NDArray[np.uint64]:
    words = max(-(-flags.shape[1] // 64), 1)
    wide = np.zeros((len(flags), words * 64), np.uint64)
    wide[:, : flags.shape[1]] = flags
    shifts = np.arange(64, dtype=np.uint64)
    return np.asarray(np.bitwise_or.reduce(wide.reshape(len(flags), words, 64) << shifts, axis=2))


def _components(pairs: Sequence[Pair]) -> Iterator[list[Pair]]:
    """The connected components: pairs linked through common corners, in the order of their first members."""
    group_of: dict[tuple[int, int], int] = {}
    groups: dict[int, list[Pair]] = {}
    for k, pair in enumerate(pairs):
        corners = [(0, pair[0]), (1, pair[1])]
        joined = sorted({group_of[corner] for corner in corners if corner in group_of})
        target = joined[0] if joined else k
        groups.setdefault(target, []).append(pair)
        for other in joined[1:]:
            groups[target] += groups.pop(other)
        for i, j in groups[target] if len(joined) > 1 else [pair]:
            group_of[0, i] = group_of[1, j] = target
    yield from (groups[k] for k in sorted(groups))


def maximal(pairs: Iterable[Pair]) -> list[tuple[list[int], list[int]]]:
    """The largest products of a set of rows and a set of columns all of whose pairs are given, in the order of their first members."""
    rows, columns = {}, {}  # type: ignore[var-annotated]
    for i, j in pairs:
        rows.setdefault(i, len(rows))
        columns.setdefault(j, len(columns))
    partners = dict.fromkeys(rows, 0)
    for i, j in pairs:
        partners[i] |= 1 << columns[j]
    closed: set[int] = set()
    for mask in partners.values():
        closed |= {mask, *(mask & other for other in closed)} - {0}
    sets = [([i for i in rows if partners[i] & mask == mask], [j for j in columns if mask >> columns[j] & 1]) for mask in closed]
    return sorted(sets, key=lambda pair: ([rows[i] for i in pair[0]], [columns[j] for j in pair[1]]))
