"""Classes of equilibria of what follows a public history: those in which the same actions are best at its first moves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from flint import fmpq

from .polygons import Polygon, extent
from .public_play import Pair, Stage

Best: TypeAlias = tuple[int, ...]
"""The actions that are best for somebody."""


@dataclass(frozen=True, eq=False)
class Reply:
    """Equilibria after a public history at which the player with the type moves, with the same actions best for each type.

    Parameters
    ----------
    game : Stage
        What is played.
    best : pair of tuples of int
        The actions that are best for each type.
    beliefs : polygon
        Beliefs now, and what the player before expects of them; zero where nothing is at stake for it.
    values : polygon
        The payoffs of the types.
    after : tuple of Cell
        What follows each action.
    worth : tuple of pairs
        What the player before gets after each action, with each type; zeros where nothing is at stake for it.
    """

    game: Stage
    best: tuple[Best, Best]
    beliefs: Polygon
    values: Polygon
    after: tuple[Cell, ...]
    worth: tuple[Pair, ...]

    @property
    def play(self) -> tuple[Best, Best]:
        """What is best."""
        return self.best


@dataclass(frozen=True, eq=False)
class Choice:
    """Equilibria after a public history at which another player moves.

    Parameters
    ----------
    game : Stage
        What is played.
    best : tuple of int
        The actions that are best for it.
    beliefs : polygon
        Beliefs now, with zeros.
    values : polygon
        The payoffs of the types.
    after : tuple of Cell or Reply
        What follows each action: `Reply` where that settles what the player gets.
    """

    game: Stage
    best: Best
    beliefs: Polygon
    values: Polygon
    after: tuple[Cell | Reply, ...]

    @property
    def play(self) -> tuple[Best, tuple[tuple[Best, Best] | None, ...]]:
        """What is best, and for each type after each action."""
        return self.best, tuple(some.best if isinstance(some, Reply) else None for some in self.after)


Way: TypeAlias = "Reply | Choice | None"


@dataclass(frozen=True, eq=False)
class Cell:
    """Payoffs of the types that are equilibrium payoffs at every belief of an interval.

    Parameters
    ----------
    stage : int
        Of which game.
    low, high : fmpq
        The interval of the first type's probability, ends included.
    values : polygon
        The payoffs.
    parts : tuple of Reply, Choice or None
        Equilibria that have them, each at the beliefs that it has; None at the end.
    """

    stage: int
    low: fmpq
    high: fmpq
    values: Polygon
    parts: tuple[Way, ...]

    def way(self, belief: fmpq) -> Way:
        """Equilibria with these payoffs at a belief."""
        for part in self.parts:
            if part is not None:
                low, high = extent(part.beliefs, 0)
                if low <= belief <= high:
                    return part
        return None
