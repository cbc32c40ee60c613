"""One quasi-perfect equilibrium of a two-player zero-sum game, by a linear program with a symbolic tremble.

Every sequence of a player of d own moves has weight at least ``eps**d``. Then only the right side and the objective of the sequence-form
program depend on eps, as polynomials. A basis is optimal for all small eps exactly when the coefficients of every basic variable and
of every reduced cost, lowest power first, begin with one of the right sign; its limit is quasi-perfect (Miltersen and Sorensen 2010).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np
from flint import fmpq

from games import Game, GameError, Sequences, exact_leaf_table
from games.numbers import fraction, rational

from ..nash.finding import constant_sum
from ..nash.play import brought_about, played
from ..nash.program import LinearProgram, Vertex, maximise, propose
from ..nash.sequence_program import sequence_program
from ..results import Assessment, Name, Profile, Solution
from ..results.facts import told_apart
from ..verifier import NASH, verify

Series = list[fmpq]  # coefficients, lowest power first

FIRST = fmpq(1, 100)  # the tremble at which a basis is proposed in floating point
TINY = tuple(fmpq(1, 10**k) for k in (24, 60, 150))  # and where it is mended exactly
MOST_PIVOTS = 60  # at each of these
MOST_JUDGED = 16  # information sets up to which the verifier is asked for the concept itself


class Perturbed:
    """The program with trembles, as polynomials in eps.

    Parameters
    ----------
    game : Game
        Two players whose payoffs add up to the same everywhere; numbers for all parameters.
    """

    def __init__(self, game: Game) -> None:
        self.game, self.table = game, exact_leaf_table(game)
        self.plain = sequence_program(game, self.table)
        first, second = self.table.players
        self.depths = [depths(game, own) for own in (first, second)]
        self.powers = 1 + max(max(own) for own in self.depths)
        self.sets, self.width = len(first.infosets) + 1, len(first)
        self.right = [self._right(k) for k in range(self.powers)]
        self.costs = [self._costs(k) for k in range(self.powers)]

    def _right(self, power: int) -> Series:
        """What the right side has at a power of eps: least weights of the first player taken over from the left."""
        out = [rational(x) if power == 0 else fmpq(0) for x in self.plain.b]
        for j, depth in enumerate(self.depths[0]):
            if depth == power and j:
                for i, entry in self.plain.entries[j].items():
                    out[i] -= entry
        return out

    def _costs(self, power: int) -> Series:
        """What the objective has: the second player's least weights times the rows of its sequences."""
        out = [rational(x) if power == 0 else fmpq(0) for x in self.plain.c]
        least = {self.sets + s for s, depth in enumerate(self.depths[1]) if depth == power and s}
        for j in range(self.plain.columns):
            out[j] += sum((entry for i, entry in self.plain.entries[j].items() if i in least), fmpq(0))
        return out

    def at(self, eps: fmpq) -> LinearProgram:
        """Put a number in for eps."""

        def summed(series: Sequence[Series], k: int) -> fmpq:
            return sum((part[k] * eps**power for power, part in enumerate(series)), fmpq(0))

        right = np.array([summed(self.right, i) for i in range(self.plain.rows)], object)
        costs = np.array([summed(self.costs, j) for j in range(self.plain.columns)], object)
        return replace(self.plain, b=right, c=costs)

    def limit(self, basis: frozenset[int]) -> tuple[list[Series], list[Series]] | None:
        """Both players' plans as polynomials in eps; None where the basis is not optimal for all small eps."""
        vertex = Vertex(self.plain, basis)
        values = [vertex.solve(right) for right in self.right]
        multipliers = [vertex.solve_transposed({j: costs[j] for j in vertex.inside}) for costs in self.costs]
        program = self.plain
        for k in vertex.basis:
            series = [part.get(k, fmpq(0)) for part in values]
            if not program.is_free(k) and (leading(series) < 0 or (program.is_fixed(k) and any(series))):
                return None
        for k in vertex.outside():
            if program.is_fixed(k):
                continue
            cost = [(costs[k] if k < program.columns else fmpq(0)) for costs in self.costs]
            gain = [c - vertex.product(row, k) for c, row in zip(cost, multipliers, strict=True)]
            if leading(gain) > 0 or (program.is_free(k) and any(gain)):
                return None
        first = [[part.get(j, fmpq(0)) for part in values] for j in range(self.width)]
        second = [[-part[self.sets + s] for part in multipliers] for s in range(len(self.table.players[1]))]
        for plans, own in zip((first, second), self.depths, strict=True):
            for j, depth in enumerate(own):
                if j:
                    plans[j][depth] += 1
        return first, second


def leading(series: Series) -> int:
    """The sign of a polynomial for all small positive numbers."""
    return next((1 if x > 0 else -1 for x in series if x), 0)


def depths(game: Game, own: Sequences) -> list[int]:
    """How many own moves each sequence has."""
    out = [0] * len(own)
    for infoset, first, before in zip(own.infosets, own.first, own.before, strict=True):
        for k in range(len(game.set_actions[infoset])):
            out[int(first) + k] = out[int(before)] + 1
    return out


def perturbed_lp(game: Game, check: str) -> Solution:
    """Find one quasi-perfect equilibrium of a two-player zero-sum game.

    Parameters
    ----------
    game : Game
        Numbers for all parameters.
    check : str
        The verifier's check, asked where the game is small enough; that of Nash equilibrium elsewhere.

    Raises
    ------
    GameError
        For other games, and where no basis was found.

    References
    ----------
    Miltersen, P. B. and Sorensen, T. B. (2010). Computing a quasi-perfect equilibrium of a two-player game. *Economic Theory* 42, 175-192.
    """
    if len(game.players) != 2 or not constant_sum(game):
        raise GameError(f"perturbed-lp needs two players whose payoffs add up to the same everywhere; {game.name} is no such game.")
    program = Perturbed(game)
    plans = _plans(program)
    if plans is None:
        raise GameError(f"No basis that stays optimal as mistakes vanish was found for {game.name}.")
    profile = Profile({own.player: _behaviour(game, own, series) for own, series in zip(program.table.players, plans, strict=True)})
    payoffs, outcomes, measures = brought_about(game, profile)
    (name,) = told_apart([played(game, profile)]) if game.infosets <= MOST_JUDGED else (Name(given="quasi-perfect equilibrium"),)
    certificate = verify(game, profile, check if game.infosets <= MOST_JUDGED else NASH)
    return Solution(name, Assessment(profile), payoffs, outcomes, measures, ranges=(), certificate=certificate)


def _plans(program: Perturbed) -> tuple[list[Series], list[Series]] | None:
    """Plans of a basis that stays optimal: HiGHS's at a small tremble, mended exactly at tiny ones."""
    basis = propose(program.at(FIRST))
    for eps in (None, *TINY):
        if eps is not None:
            try:
                basis = maximise(program.at(eps), basis, MOST_PIVOTS).basis
            except GameError:
                return None
        try:
            found = program.limit(basis)
        except ZeroDivisionError:
            continue
        if found is not None:
            return found
    return None


def _behaviour(game: Game, own: Sequences, series: list[Series]) -> dict[str, dict[str, Fraction]]:
    """The limit of a plan as probabilities, at every information set by the lowest power that reaches it."""
    out = {}
    for infoset, first, before in zip(own.infosets, own.first, own.before, strict=True):
        power = next(k for k, x in enumerate(series[int(before)]) if x)
        total = series[int(before)][power]
        actions = game.set_actions[infoset]
        out[game.set_labels[infoset]] = {a: fraction(series[int(first) + k][power] / total) for k, a in enumerate(actions)}
    return out
