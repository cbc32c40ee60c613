"""One quasi-perfect equilibrium of a two-player zero-sum game, by a linear program with a symbolic tremble.

Every sequence of a player of d own moves has weight at least ``eps**d``. Then only the right side and the objective of the sequence-form
program depend on eps, as polynomials. A basis is optimal for all small eps exactly when the coefficients of every basic variable and
of every reduced cost, lowest power first, begin with one of the right sign; its limit is quasi-perfect (Miltersen and Sorensen 2010).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np
from flint import fmpq

from games import Game, GameError, Sequences, exact_leaf_table
from games.numbers import fraction, rational

from ..nash.finding import constant_sum
from ..nash.play import brought_about, played
from ..nash.program import LinearProgram, Vertex, maximise
from ..nash.sequence_program import sequence_program
from ..results import Assessment, Name, Profile, Solution
from ..results.names import told_apart
from ..verifier import NASH, verify

Series = list[fmpq]  # coefficients, lowest power first

FIRST = (fmpq(1, 100), fmpq(1, 300), fmpq(1, 1000))  # the trembles at which a basis is proposed in floating point
BELOW = fmpq(999_999, 1_000_000)  # of where a sign turns: where the next basis is looked at
MOST_PIVOTS = 60
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

    def series(self, vertex: Vertex) -> tuple[dict[int, Series], dict[int, Series], list[Series]]:
        """Basic variables, what the others would improve, and multipliers, as polynomials in eps."""
        program = self.plain
        values = [vertex.solve(right) for right in self.right]
        multipliers = [vertex.solve_transposed({j: costs[j] for j in vertex.inside}) for costs in self.costs]
        basic = {k: [part.get(k, fmpq(0)) for part in values] for k in vertex.basis}
        gains = {}
        for k in vertex.outside():
            if not program.is_fixed(k):
                cost = [costs[k] if k < program.columns else fmpq(0) for costs in self.costs]
                gains[k] = [c - vertex.product(row, k) for c, row in zip(cost, multipliers, strict=True)]
        return basic, gains, multipliers

    def wrong(self, basic: Mapping[int, Series], gains: Mapping[int, Series]) -> list[int]:
        """The variables that are not as an optimum has them for all small eps."""
        program = self.plain
        out = [k for k, s in basic.items() if not program.is_free(k) and (leading(s) < 0 or (program.is_fixed(k) and any(s)))]
        return out + [k for k, s in gains.items() if leading(s) > 0 or (program.is_free(k) and any(s))]

    def plans(self, basic: Mapping[int, Series], multipliers: Sequence[Series]) -> tuple[list[Series], list[Series]]:
        """Both players' plans as polynomials in eps."""
        first = [list(basic.get(j, [fmpq(0)] * self.powers)) for j in range(self.width)]
        second = [[-part[self.sets + s] for part in multipliers] for s in range(len(self.table.players[1]))]
        for plans, own in zip((first, second), self.depths, strict=True):
            for j, depth in enumerate(own):
                if j:
                    plans[j][depth] += 1
        return first, second

    def exchange(self, vertex: Vertex, basic: Mapping[int, Series], gains: Mapping[int, Series], wrong: int, eps: fmpq) -> int | None:
        """The variable that is exchanged for a wrong one so that all others stay as an optimum has them just below a tremble."""
        program = self.plain
        if wrong in basic:
            row = vertex.solve_transposed({wrong: fmpq(1)})
            rates = {j: -vertex.product(row, j) for j in gains}
            ratios = [(-value(gains[j], eps) / abs(r), j) for j, r in rates.items() if r > 0 or (r and program.is_free(j))]
        else:
            column = [fmpq(0)] * program.rows
            for i, entry in program.entries[wrong].items():
                column[i] = entry
            rates = vertex.solve(column)
            ratios = [
                (value(basic[k], eps) / abs(rates[k]), k)
                for k in vertex.basis
                if not program.is_free(k) and (rates[k] > 0 or (rates[k] and program.is_fixed(k)))
            ]
        return min(ratios)[1] if ratios else None


def leading(series: Series) -> int:
    """The sign of a polynomial for all small positive numbers."""
    return next((1 if x > 0 else -1 for x in series if x), 0)


def value(series: Series, eps: fmpq) -> fmpq:
    """The value of a polynomial."""
    total = fmpq(0)
    for x in reversed(series):
        total = total * eps + x
    return total


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
    """Plans of a basis that stays optimal as the tremble vanishes.

    A basis that is optimal at a small tremble is followed downwards: where one of its signs turns, two variables are exchanged. Where that
    is, is reckoned in floating point, which can only lead astray, not to a wrong answer: the last basis is proved.
    """
    for eps in FIRST:
        try:
            basis = maximise(program.at(eps), None, MOST_PIVOTS).basis
            for _ in range(MOST_PIVOTS):
                vertex = Vertex(program.plain, basis)
                basic, gains, multipliers = program.series(vertex)
                wrong = program.wrong(basic, gains)
                if not wrong:
                    return program.plans(basic, multipliers)
                turns = [(_turn(basic.get(k) or gains[k], eps), k) for k in wrong]
                turn, first = max(turns)
                eps = turn * BELOW
                other = program.exchange(vertex, basic, gains, first, eps)
                if other is None:
                    break
                basis ^= {first, other}
        except (ZeroDivisionError, GameError):
            continue
    return None


def _turn(series: Series, eps: fmpq) -> fmpq:
    """The largest number below eps at which a polynomial turns its sign, about; zero where floating point sees none."""
    coefficients = [float(fraction(x)) for x in series]
    unit = max(map(abs, coefficients)) or 1.0
    roots = np.roots([x / unit for x in reversed(coefficients)])
    real = [x.real for x in roots if abs(x.imag) <= 1e-9 * abs(x) and 0 < x.real <= float(fraction(eps)) * (1 + 1e-9)]
    return rational(Fraction(max(real)).limit_denominator(10**15)) if real else fmpq(0)


def _behaviour(game: Game, own: Sequences, series: list[Series]) -> dict[str, dict[str, Fraction]]:
    """The limit of a plan as probabilities, at every information set by the lowest power that reaches it."""
    out = {}
    for infoset, first, before in zip(own.infosets, own.first, own.before, strict=True):
        power = next(k for k, x in enumerate(series[int(before)]) if x)
        total = series[int(before)][power]
        actions = game.set_actions[infoset]
        out[game.set_labels[infoset]] = {a: fraction(series[int(first) + k][power] / total) for k, a in enumerate(actions)}
    return out
