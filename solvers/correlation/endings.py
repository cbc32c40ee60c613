"""The endings of a game as linear programs read them: chance, payoffs, and what each player must have done to come there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from games import Game, GameError
from games.numbers import Expression, Number, rational, text
from games.tree import CHANCE

Reader = Callable[[Number], Any]
"""Takes a number of a game into the ring in which a program is written."""


@dataclass(frozen=True, eq=False)
class Ending:
    """One ending of a game.

    Parameters
    ----------
    leaf : int
        Its index among the leaves.
    chance : ring element
        The probability of chance's moves on the way there.
    payoffs : tuple of ring elements
        Of every player.
    taken : tuple of dict from int to int
        For every player: its information sets on the way, and the action that it must have taken there, in order.
    """

    leaf: int
    chance: Any
    payoffs: tuple[Any, ...]
    taken: tuple[dict[int, int], ...]

    def last(self, player: int) -> tuple[int, int] | None:
        """The player's last information set on the way, and the action there; None where it does not move."""
        return next(reversed(self.taken[player].items()), None)


@dataclass(frozen=True, eq=False)
class Endings:
    """All endings of a game, in a ring.

    Parameters
    ----------
    game : Game
        The game.
    read : callable
        Takes numbers into the ring.
    """

    game: Game
    read: Reader

    @cached_property
    def listed(self) -> tuple[Ending, ...]:
        """The endings, in the order of the leaves."""
        game, out = self.game, []
        for leaf, node in enumerate(game.leaf_nodes.tolist()):
            chance, taken = self.read(1), tuple({} for _ in game.players)  # type: tuple[Any, tuple[dict[int, int], ...]]
            for above, k in game.path(node):
                if game.owner[above] == CHANCE:
                    chance = chance * self.read(game.chance(int(game.first_child[above]) + k))
                else:
                    taken[int(game.owner[above])][int(game.infoset[above])] = k
            payoffs = tuple(self.read(game.payoff(leaf, i)) for i in range(len(game.players)))
            out.append(Ending(leaf, chance, payoffs, taken))
        return tuple(out)

    @cached_property
    def own_sets(self) -> tuple[tuple[int, ...], ...]:
        """The information sets of every player, earlier ones first."""
        game = self.game
        return tuple(
            tuple(sorted((k for k in range(game.infosets) if game.set_owner[k] == i), key=lambda k: len(self.before[k])))
            for i in range(len(game.players))
        )

    @cached_property
    def before(self) -> tuple[tuple[tuple[int, int], ...], ...]:
        """For every information set what its player has done before: pairs (information set, action)."""
        game = self.game
        return tuple(
            tuple((int(game.infoset[n]), k) for n, k in game.path(game.set_nodes(s)[0]) if game.owner[n] == game.set_owner[s])
            for s in range(game.infosets)
        )

    def previous(self, infoset: int) -> tuple[int, int] | None:
        """The last own move before an information set."""
        return self.before[infoset][-1] if self.before[infoset] else None

    def below(self, player: int, infoset: int) -> tuple[int, ...]:
        """An information set and those of its player after it."""
        return tuple(s for s in self.own_sets[player] if s == infoset or any(earlier == infoset for earlier, _ in self.before[s]))


def exact_reader(game: Game) -> Reader:
    """Take rational numbers in; others are refused in words."""

    def read(number: Number) -> Any:
        if isinstance(number, Expression) and not number.is_constant:
            raise GameError(f"{game.name} has the payoff or chance {text(number)}; linear programs are solved exactly in fractions only.")
        return rational(number)

    return read


def followed(plans: Sequence[dict[int, int]], ending: Ending, player: int) -> npt.NDArray[np.bool_]:
    """Which of a player's plans allow an ending, shape (plans,)."""
    return np.array([all(plan.get(s) == k for s, k in ending.taken[player].items()) for plan in plans], bool)
