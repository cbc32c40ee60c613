"""A game as a table of endings: which moves lead to each, how likely chance makes it, and what it pays.

Sequential equilibria depend on this table alone: on which moves of whom lead where, not on the order in which moves that
nobody sees stand in the tree.  That is why two players who move at once may change places.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from games import Game
from games.numbers import Number, text
from games.tree import CHANCE


@dataclass(frozen=True, eq=False)
class LeafTable:
    """The endings of a game.

    Parameters
    ----------
    owner : tuple of int
        The player of each information set.
    moves : tuple of (int, int)
        Every move: information set and action.
    number : dict from (int, int) to int
        The place of each move in `moves`.
    leaves : tuple of tuple of int
        The moves on the path to each ending, in their order, chance left out.
    weights : tuple of str
        What chance contributes to the probability of each ending, written out.
    payoffs : tuple of tuple of str
        What each ending pays each player, written out.
    """

    owner: tuple[int, ...]
    moves: tuple[tuple[int, int], ...]
    number: dict[tuple[int, int], int]
    leaves: tuple[tuple[int, ...], ...]
    weights: tuple[str, ...]
    payoffs: tuple[tuple[str, ...], ...]

    @property
    def players(self) -> int:
        """How many players there are."""
        return len(self.payoffs[0])


def leaf_table(game: Game) -> LeafTable:
    """Write a game as a table of its endings."""
    moves = tuple((s, a) for s, actions in enumerate(game.set_actions) for a in range(len(actions)))
    number = {move: k for k, move in enumerate(moves)}
    leaves, weights = [], []
    for node in game.leaf_nodes:
        weight: Number = Fraction(1)
        path = []
        for parent, a in game.path(int(node)):
            if game.owner[parent] == CHANCE:
                weight = weight * game.chance(game.children(parent)[a])
            else:
                path.append(number[int(game.infoset[parent]), a])
        leaves.append(tuple(path))
        weights.append(text(weight))
    payoffs = tuple(tuple(text(game.payoff(leaf, player)) for player in range(len(game.players))) for leaf in range(game.leaves))
    return LeafTable(tuple(int(x) for x in game.set_owner), moves, number, tuple(leaves), tuple(weights), payoffs)
