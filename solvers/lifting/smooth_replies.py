"""Smooth replies: every action is played the more the more it is worth, and never less than some least probability.

At an information set of k actions one of worth v is played with probability

    least + (1 - k * least) * exp(precision * v) / (the sum of that over all actions there),

its worth being what its player expects given that play is there, by Bayes' rule.  The unknown numbers are logits: logarithms of
these exponentials, less that of the last action of the set.

References
----------
McKelvey, R. D. and Palfrey, T. R. (1998). Quantal response equilibria for extensive form games. *Experimental Economics* 1, 9-41.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from games import Game
from games.tree import CHANCE

from .supports import Behaviour, Floats

Ints: TypeAlias = npt.NDArray[np.int64]

RARE = 1e-3  # probabilities that are smaller count as this, where they are begun from


@dataclass(frozen=True, eq=False)
class Point:
    """The equations at some logits and a precision.

    Parameters
    ----------
    errors : array, shape (unknowns,)
        By how much logits are larger than what worths ask for.
    slopes : array
        Their derivatives in the logits, and last in the logarithm of the precision, where `SmoothReplies.rows` and `.columns` say.
    """

    errors: Floats
    slopes: Floats


class SmoothReplies:
    """The equations of smooth replies in a game.

    Parameters
    ----------
    game : Game
        Without open parameters, of perfect recall; payoffs and chances are taken as floats.
    least : float
        The least probability of every action.
    near : list of arrays, optional
        What is played at precision zero, and counts less and less from there; at random when None.
    """

    def __init__(self, game: Game, least: float, near: Behaviour | None = None) -> None:
        self.least = least
        self.parent, self.owner, self.infoset = (a.astype(np.int64) for a in (game.parent, game.owner, game.infoset))
        self.sizes = np.array([len(actions) for actions in game.set_actions], dtype=np.int64)
        self.first = np.cumsum(self.sizes) - self.sizes
        self.set_of = np.repeat(np.arange(len(self.sizes)), self.sizes)
        self.actions = len(self.set_of)
        self.free = np.setdiff1d(np.arange(self.actions), self.first + self.sizes - 1)
        self.last = (self.first + self.sizes - 1)[self.set_of[self.free]]
        self.unknowns = len(self.free)
        before = np.zeros(self.actions) if near is None else np.log(np.maximum(np.concatenate(near), RARE))
        self.start = before[self.free] - before[self.last]
        self._read_tree(game)
        self._read_pattern()

    def _read_tree(self, game: Game) -> None:
        above = self.parent[1:]
        taken = np.flatnonzero(self.owner[above] >= 0) + 1
        self.taken, self.action = taken, np.full(game.nodes, -1, np.int64)
        self.action[taken] = self.first[self.infoset[self.parent[taken]]] + game.move[taken]
        self.chance = np.ones(game.nodes)
        for node in (np.flatnonzero(self.owner[above] == CHANCE) + 1).tolist():
            self.chance[node] = float(game.chance(node))
        ends = np.cumsum(np.bincount(game.depth)).tolist()
        self.levels = [slice(a, b) for a, b in pairwise(ends)]
        self.payoffs = np.zeros((len(game.players), game.nodes))
        for leaf, node in enumerate(game.leaf_nodes.tolist()):
            self.payoffs[:, node] = [float(game.payoff(leaf, k)) for k in range(len(game.players))]
        paid = self.payoffs[:, game.leaf_nodes]
        self.spread = float(np.ptp(paid, axis=1).max()) or 1.0

    def _read_pattern(self) -> None:
        """List the pairs of an action and one before it on the same path, and where their derivatives stand."""
        below, before = self.taken, self.parent[self.taken]
        pairs: list[tuple[Ints, Ints]] = [(self.taken[:0], self.taken[:0])]
        while len(below):
            some = before > 0
            below, before = below[some], before[some]
            moved = self.action[before] >= 0
            pairs.append((below[moved], before[moved]))
            before = self.parent[before]
        self.below, self.before = (np.concatenate(part) for part in zip(*pairs, strict=True))
        down, up = self.action[self.below], self.action[self.before]
        places, self.place = np.unique(np.concatenate([up * self.actions + down, down * self.actions + up]), return_inverse=True)
        worth, chance = np.divmod(places, self.actions)

        # a worth stands in the rows of its set's unknowns: its own, or all if it is the last action's
        count = self.sizes[self.set_of] - 1
        unknown = np.cumsum(np.isin(np.arange(self.actions), self.free)) - 1  # of a free action
        own = unknown[self.first[self.set_of]]  # the first of its set
        last = np.arange(self.actions) == (self.first + self.sizes - 1)[self.set_of]
        source, within = spread_out(np.where(last[worth], count[worth], 1))
        row = np.where(last[worth[source]], own[worth[source]] + within, unknown[worth[source]])
        sign = np.where(last[worth[source]], -1.0, 1.0)
        # and a probability is moved by all unknowns of its set
        again, within = spread_out(count[chance[source]])
        self.source, self.sign, row = source[again], sign[again], row[again]
        self.moved = chance[self.source]
        column = own[self.moved] + within
        self.moved_by, self.itself = self.free[column], self.moved == self.free[column]

        n, here = self.unknowns, np.arange(self.unknowns)
        wanted = [(row, column), (here, here), (here, np.full(n, n)), (np.full(n + 1, n), np.arange(n + 1))]
        keys, found = np.unique(np.concatenate([c * (n + 1) + r for r, c in wanted]), return_inverse=True)
        self.columns, self.rows = np.divmod(keys, n + 1)
        ends = np.cumsum([len(r) for r, _ in wanted])
        self.inner, self.diagonal, self.outer, self.bottom = np.array_split(found, ends[:-1])

    def smooth(self, logits: Floats) -> Floats:
        """The part of every action's probability that its worth decides, as shares of a set's."""
        powers = np.zeros(self.actions)
        powers[self.free] = logits
        powers = np.exp(powers - np.maximum.reduceat(powers, self.first)[self.set_of])
        return powers / np.add.reduceat(powers, self.first)[self.set_of]

    def chances(self, smooth: Floats) -> Floats:
        """The probability of every action."""
        return self.least + (1.0 - self.sizes[self.set_of] * self.least) * smooth

    def behaviour(self, logits: Floats) -> Behaviour:
        """For every information set the probability of each action."""
        return np.array_split(self.chances(self.smooth(logits)), self.first[1:])

    def at(self, logits: Floats, log_precision: float) -> Point:
        """The equations, with their derivatives."""
        precision, smooth = np.exp(log_precision) / self.spread, self.smooth(logits)
        worths, slopes = self._worths(self.chances(smooth))
        moves = smooth[self.moved] * (self.itself - smooth[self.moved_by]) * (1.0 - self.sizes[self.set_of[self.moved]] * self.least)
        out = added(self.inner, -precision * self.sign * slopes[self.source] * moves, len(self.rows))
        more = precision * (worths[self.free] - worths[self.last])
        out[self.diagonal] += 1.0
        out[self.outer] = -more
        return Point(logits - more - self.start, out)

    def solved(self, point: Point, row: Floats, right: Floats) -> Floats | None:
        """Solve the linear equations of a point, with one row more, for one right side or several; None where they are singular."""
        from scipy.sparse import csc_array
        from scipy.sparse.linalg import splu

        numbers = point.slopes.copy()
        numbers[self.bottom] = row
        ends = np.concatenate([[0], np.cumsum(np.bincount(self.columns, minlength=self.unknowns + 1))])
        try:
            return np.asarray(splu(csc_array((numbers, self.rows, ends)), permc_spec="MMD_AT_PLUS_A").solve(right))  # little is filled in
        except RuntimeError:  # exactly singular
            return None

    def _worths(self, chances: Floats) -> tuple[Floats, Floats]:
        """What every action is worth, and how that moves with the probability of others before and after it."""
        nodes, parent = len(self.parent), self.parent
        step = self.chance.copy()
        step[self.taken] = chances[self.action[self.taken]]
        reach = np.ones(nodes)
        for level in self.levels:
            reach[level] = reach[parent[level]] * step[level]
        values = self.payoffs.copy()
        for level in reversed(self.levels):
            for row in values:
                row += added(parent[level], row[level] * step[level], nodes)
        deciding = np.flatnonzero(self.owner >= 0)
        reached = added(self.infoset[deciding], reach[deciding], len(self.sizes))
        up = parent[self.taken]
        weights = reach[up] / reached[self.infoset[up]]
        worths = added(self.action[self.taken], weights * values[self.owner[up], self.taken], self.actions)

        down, before = self.below, self.before
        one, other = parent[before], parent[down]
        later, earlier = self.action[down], self.action[before]
        continued = reach[down] * values[self.owner[one], down] / (reached[self.infoset[one]] * chances[earlier] * chances[later])
        believed = reach[other] / reached[self.infoset[other]] * (values[self.owner[other], down] - worths[later]) / chances[earlier]
        return worths, added(self.place, np.concatenate([continued, believed]))


def added(places: Ints, amounts: Floats, count: int = 0) -> Floats:
    """Add up amounts that have the same place."""
    return np.bincount(places, amounts, count).astype(np.float64, copy=False)


def spread_out(counts: Ints) -> tuple[Ints, Ints]:
    """Repeat each place as often as is said, and number the repetitions.

    Examples
    --------
    >>> [part.tolist() for part in spread_out(np.array([2, 0, 3]))]
    [[0, 0, 2, 2, 2], [0, 1, 0, 1, 2]]
    """
    source = np.repeat(np.arange(len(counts)), counts)
    return source, np.arange(len(source)) - (np.cumsum(counts) - counts)[source]
