"""The linear program of the sequence form of a two-player game whose payoffs add up to a constant."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from games import Game, LeafTable, Sequences
from games.numbers import Number

from .program import LinearProgram


def sequence_program(game: Game, table: LeafTable) -> LinearProgram:
    """Write the program of which the first player's optimal plan is a solution, and the second's its multipliers.

    Parameters
    ----------
    game : Game
        Two players; numbers for all parameters.
    table : LeafTable
        Its leaves, in exact numbers.

    Returns
    -------
    LinearProgram
        That of `solvers.nash.sequence_lp`: columns are the first player's sequences, then a free variable for each set of the second
        player and for the start; rows are the first player's flow, then an inequality for each sequence of the second.  Payoffs are
        divided by the largest, which is kind to floating point and leaves the plans as they are.
    """
    first, second = table.players
    sets, width = len(first.infosets) + 1, len(first)
    unit = max(map(abs, table.payoffs[:, 0])) or Fraction(1)
    cells: dict[tuple[int, int], Number] = {(row, column): sign for row, column, sign in flow(game, first)}
    cells |= {(sets + column, width + row): -sign for row, column, sign in flow(game, second)}
    for (x, y), (payoff, _) in zip(table.sequences.tolist(), table.payoffs, strict=True):
        if payoff:
            cells[sets + y, x] = payoff / unit
    right, costs = np.full(sets + len(second), 0, object), np.full(width + len(second.infosets) + 1, 0, object)
    right[0] = costs[width] = 1
    return LinearProgram(cells, right, costs, equal=range(sets), free=range(width, len(costs)))


def flow(game: Game, own: Sequences) -> Iterator[tuple[int, int, int]]:
    """Say that a plan starts at one, and that at each set its actions share what the sequence before has: row, sequence, sign."""
    yield 0, 0, 1
    for row, (infoset, first, before) in enumerate(zip(own.infosets, own.first.tolist(), own.before.tolist(), strict=True), 1):
        yield row, before, -1
        yield from ((row, sequence, 1) for sequence in range(first, first + len(game.set_actions[infoset])))
