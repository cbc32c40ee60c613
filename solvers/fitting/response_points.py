"""Parameters at points, with what payoffs and chances they make of a game."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np

from games import Game
from games.tree import CHANCE

from ..arrays import on_arrays
from .modelling import Values
from .observing import Floats, Ints


class Points(dict[str, Floats]):
    """Parameters at points, with what payoffs and chances they make of a game: worked out once, however often play is.

    Parameters
    ----------
    game : Game
        The game.
    values : dict from str to array
        Parameters.
    m : int
        How many points.
    """

    def __init__(self, game: Game, values: Values, m: int) -> None:
        super().__init__(values)
        self.game, self.m = game, m

    @cached_property
    def payoffs(self) -> list[list[Floats]]:
        """Payoffs without shocks: by leaf and player."""
        game = self.game
        known: dict[int, Floats] = {}
        out: list[list[Floats]] = []
        for leaf in range(game.leaves):
            row = []
            for player in range(len(game.players)):
                which = int(game.payoffs.which[leaf * len(game.players) + player])
                if which not in known:
                    known[which] = on_arrays(game.payoff_line(leaf, player)[0], self, (self.m,))
                row.append(known[which])
            out.append(row)
        return out

    @cached_property
    def chance(self) -> dict[int, Floats]:
        """The chance of what each chance move leads to."""
        game = self.game
        drawn = [node for node in range(1, game.nodes) if game.owner[game.parent[node]] == CHANCE]
        return {node: on_arrays(game.chance(node), self, (self.m,)) for node in drawn}

    def at(self, rows: Ints) -> Points:
        """The same at these points, which may be listed more than once."""
        return self._with(rows, len(rows))

    def picked(self, which: Any) -> Points:
        """The same at those of the points of which this holds."""
        return self._with(which, int(np.count_nonzero(which)))

    def _with(self, which: Any, m: int) -> Points:
        out = Points(self.game, {name: array[which] for name, array in self.items()}, m)
        shorter = {id(array): array[which] for row in self.payoffs for array in row}
        out.payoffs = [[shorter[id(array)] for array in row] for row in self.payoffs]
        out.chance = {node: array[which] for node, array in self.chance.items()}
        return out


def points_of(game: Game, values: Values, m: int) -> Points:
    """Parameters as such points, if they are not already."""
    return values if isinstance(values, Points) else Points(game, values, m)
