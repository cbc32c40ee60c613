"""Mistakes of several orders of magnitude in a cone of plans: the exact test of whether trembles near a strategy exist.

Plans of one player under which the other's strategy stays best form a cone with finitely many faces. A sequence of completely mixed plans
in it can be sorted by orders of magnitude, so that one exists whose behaviour tends to a given strategy exactly when there are
plans ``z0, z1, ...`` in the cone of which ``z0 + eps*z1 + eps**2*z2 + ...`` tends to it: at every information set the first of
them that reaches it divides as the strategy does, and every sequence is reached by one of them. Each is found with as many
sequences as possible, by an exact linear program; that leaves later ones the most room.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from flint import fmpq

from ..nash.program import LinearProgram, maximise
from .sides import Mixes, Row, Side

Rows = Sequence[tuple[Row, bool]]


@dataclass(frozen=True)
class Chain:
    """Plans of falling order of magnitude, and the sequences that none of them may reach.

    Parameters
    ----------
    levels : tuple of tuple of fmpq
        The plans, by sequence of the player who trembles.
    missing : tuple of int
        The sequences that no plan in the cone reaches as it should; none when there is a tremble.
    """

    levels: tuple[tuple[fmpq, ...], ...]
    missing: tuple[int, ...]

    @property
    def exists(self) -> bool:
        """Whether trembles exist."""
        return not self.missing


def largest(width: int, equal: Iterable[Row], rows: Rows, wanted: Iterable[int], values: int = 0) -> list[fmpq]:
    """A plan in a cone that reaches as many of the wanted sequences as possible.

    Parameters
    ----------
    width : int
        How many sequences there are.
    equal : iterable of dict
        Rows that must be zero.
    rows : sequence of (dict, bool)
        Rows that must not be negative, and whether they must be zero.
    wanted : iterable of int
        Sequences; whatever one plan reaches and another reaches, their sum does.
    values : int
        Free columns beyond the sequences.
    """
    wanted = list(wanted)
    zero = [row for row in [*equal, *(row for row, both in rows if both)] if row]
    above = [row for row, both in rows if not both and row]
    shift = len(wanted)
    cells = {(i, j if j < width else j + shift): x for i, row in enumerate([*zero, *above]) for j, x in row.items() if x}
    start = len(zero) + len(above)
    right = np.full(start + 2 * shift, 0, object)
    for k, s in enumerate(wanted):
        cells[start + k, s], cells[start + k, width + k] = fmpq(1), fmpq(-1)
        cells[start + shift + k, width + k] = fmpq(-1)
        right[start + shift + k] = -1
    columns = width + shift + values
    costs = np.full(columns, 0, object)
    costs[width : width + shift] = 1
    program = LinearProgram(cells, right, costs, equal=range(len(zero)), free=range(width + shift, columns))
    return maximise(program).values[:width]


def chain(side: Side, rows: Rows, mixes: Mixes) -> Chain:
    """Find mistakes of the other player near its strategy that lie in a cone.

    Parameters
    ----------
    side : Side
        The player whose strategy is to stay best.
    rows : sequence of (dict, bool)
        The cone.
    mixes : dict
        The other's strategy.
    """
    open_sets, missing = set(side.where), set(range(side.width))
    levels = []
    while missing:
        divide = [
            {j: fmpq(1), side.before[s]: -mixes[s][k]} if mixes[s][k] else {j: fmpq(1)}
            for s in open_sets
            for k, j in enumerate(side.after(s))
        ]
        plan = largest(side.width, [*side.flow, *divide], rows, sorted(missing))
        reached = {j for j, x in enumerate(plan) if x}
        if not reached & missing:
            break
        levels.append(tuple(plan))
        missing -= reached
        open_sets -= {s for s in open_sets if side.before[s] in reached}
        if levels and not levels[0][0]:
            break
    return Chain(tuple(levels), tuple(sorted(missing)))
