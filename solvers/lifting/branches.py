"""A branch of exact equilibria of any game along one parameter: lifted where it starts, then followed over its walls."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain

from games import Game, GameError
from games.numbers import Number

from .effort import Effort
from .elimination import NotLifted
from .indifference import OpenTree
from .learned import learning
from .points import lifted_numbers, reopened
from .regions import Interval, interval
from .repairs import Condition, Lifted, lifted, neighbours
from .supports import Behaviour, Support
from .writing import numbers_of
from .zero_sum import Gap, enclosed, simplest_between

SHIFT = Fraction(1, 1000)  # of a wall's size, at least of LEAST: how far behind it the next piece is looked for first
LEAST = Fraction(1, 100)
NEARER = Fraction(1, 10)
TRIES = 6
LEARNING = (Fraction(1, 15), Fraction(1, 100), Fraction(1, 40), Fraction(1, 1000))  # of a wall's size: where it is learned anew
MOST_SUPPORTS = 40
MOST_STEPS = 200


@dataclass(frozen=True, eq=False)
class Piece:
    """A lifted equilibrium and the closed interval where it is one.

    Parameters
    ----------
    lifted : Lifted
        Its closed forms and conditions in the parameter.
    at : Fraction
        The point at which it was found.
    interval : Interval
        Where it holds.
    origin : {"learned", "neighbour"}
        How it was found.
    """

    lifted: Lifted
    at: Fraction
    interval: Interval
    origin: str


class Branches:
    """The pieces of one game along one parameter.

    Parameters
    ----------
    game : Game
        Open in the parameter alone.
    parameter : str
        The parameter.
    low, high : Fraction
        The range.
    concept : {"sequential", "nash"}
        What is asked.
    seconds : float or None
        How long to go on; None for a counted amount of work at each wall.
    seed : int or None
        Of learning.
    """

    def __init__(
        self, game: Game, parameter: str, low: Fraction, high: Fraction, concept: str, seconds: float | None, seed: int | None
    ) -> None:
        self.game, self.parameter, self.low, self.high = game, parameter, low, high
        self.concept, self.seed = concept, seed
        self.effort = Effort(seconds)

    def learned_at(self, x: Fraction) -> Piece:
        """Lift what is learned at a point.

        Raises
        ------
        GameError, NotLifted
            When nothing is found, or its interval is not.
        """
        numeric = self.game.at(**{self.parameter: x})
        effort = self.effort.a_step()
        equilibrium, _, _ = lifted_numbers(numeric, learning(numeric, self.seed, effort), self.concept, effort)
        return self._piece(equilibrium, x, "learned")

    def _piece(self, equilibrium: Lifted, x: Fraction, origin: str) -> Piece:
        opened = reopened(self.game, equilibrium, {self.parameter: x}, self.effort)
        return Piece(opened, x, interval(opened.conditions, self.parameter, x, self.low, self.high), origin)

    def followed(self, start: Piece, side: int) -> Iterator[Piece]:
        """Follow a piece over its walls, to the right (side 1) or to the left (-1), while pieces touch."""
        piece = start
        for _ in range(MOST_STEPS):
            wall = piece.interval.above if side > 0 else piece.interval.below
            if wall is None or not self.low < wall.at < self.high:
                return
            after = self._beyond(piece, wall.at, side)
            if after is None:
                return
            yield after
            piece = after

    def _beyond(self, piece: Piece, wall: Number, side: int) -> Piece | None:
        """The piece that touches a wall on its other side; None when none is found."""
        size = max(abs(enclosed(wall)[0]), LEAST)
        ending = piece.interval.ending[1 if side > 0 else 0]
        supports, start = list(self._switched(piece.lifted, ending)), self._numbers(piece)
        distances = [SHIFT * NEARER**k for k in range(TRIES)]
        for k, distance in enumerate((*distances, *LEARNING)):
            if self.effort.timed_out:
                return None
            x = self._past(wall, distance * size, side)
            try:
                after = self._repaired(supports, x, start) if k < TRIES else self.learned_at(x)
            except (NotLifted, GameError, ZeroDivisionError):
                continue
            near = after.interval.below if side > 0 else after.interval.above
            far = after.interval.above if side > 0 else after.interval.below
            if (near is None or side * (near.at - wall) <= 0) and (far is None or side * (far.at - wall) > 0):
                return after
        return None

    def _numbers(self, piece: Piece) -> Behaviour:
        return numbers_of(piece.lifted.solved, {self.parameter: piece.at})

    def _repaired(self, supports: Iterable[Support], x: Fraction, start: Behaviour) -> Piece:
        if not self.low < x < self.high:
            raise NotLifted("outside the range")
        numeric = self.game.at(**{self.parameter: x})
        effort = self.effort.a_step()
        equilibrium = lifted(OpenTree(numeric), supports, {}, start, concept=self.concept, trembles=1.0, effort=effort, most=MOST_SUPPORTS)
        if not isinstance(equilibrium, Lifted):
            raise NotLifted("nothing near")
        return self._piece(equilibrium, x, "neighbour")

    def _switched(self, equilibrium: Lifted, ending: tuple[Condition, ...]) -> Iterator[Support]:
        """The supports that a wall may lead to: all that happens there at once, each by itself, and the same as before."""
        support = base = equilibrium.solved.system.support
        for condition in ending:
            rest = [a for a in support.played[condition.infoset] if a != condition.action]
            if condition.kind == "loss":
                support = support.with_actions(condition.infoset, (condition.action,))
            elif condition.kind == "chance" and rest:
                support = support.with_actions(condition.infoset, rest)
        yield from chain([support], neighbours(base, ending), [base])

    def _past(self, wall: Number, distance: Fraction, side: int) -> Fraction:
        """A simple number so far behind a wall, or half of that."""
        low, high = enclosed(wall)
        if side > 0:
            return simplest_between(high + distance / 2, high + distance)
        return simplest_between(low - distance, low - distance / 2)


def branch_pieces(branches: Branches, starts: int) -> tuple[list[Piece], list[Gap]]:
    """Cover a range with pieces as far as that is found, from so many starts; gives also the intervals where nothing is known.

    Raises
    ------
    GameError
        When nothing is found at the first start.
    """
    default = branches.game.defaults.get(branches.parameter)
    pieces: list[Piece] = []
    for _ in range(starts):
        gaps = gaps_between(pieces, branches.low, branches.high)
        if not gaps:
            break
        low, high = max(((enclosed(a)[1], enclosed(b)[0]) for a, b in gaps), key=lambda gap: gap[1] - gap[0])
        middle = simplest_between(low + (high - low) * Fraction(2, 5), low + (high - low) * Fraction(3, 5))
        x = default if not pieces and default is not None and low < default < high else middle
        first = _near(branches, x, low, high, required=not pieces)
        if first is None:
            continue
        equilibrium = [*list(branches.followed(first, -1))[::-1], first, *branches.followed(first, 1)]
        pieces += [piece for piece in equilibrium if any(a < piece.at < b for a, b in gaps)]
        pieces.sort(key=lambda piece: piece.at)
    return pieces, gaps_between(pieces, branches.low, branches.high)


def _near(branches: Branches, x: Fraction, low: Fraction, high: Fraction, *, required: bool) -> Piece | None:
    """What is lifted at a point or a little beside it, as round numbers lie on walls."""
    error: Exception | None = None
    for k in (0, 1, -2, 5):
        at = x + (high - low) * Fraction(k, 97)
        if low < at < high:
            try:
                return branches.learned_at(at)
            except (NotLifted, GameError) as refused:
                error = error or refused
    if required and not branches.effort.timed_out:
        raise GameError(f"Nothing was found to start from near {branches.parameter} = {x}: {str(error).rstrip('.')}.")
    return None


def ends_of(piece: Piece, low: Fraction, high: Fraction) -> tuple[Number, Number]:
    """The ends of a piece within a range."""
    below, above = piece.interval.below, piece.interval.above
    return (low if below is None else below.at), (high if above is None else above.at)


def gaps_between(pieces: Iterable[Piece], low: Fraction, high: Fraction) -> list[Gap]:
    """The intervals that no piece covers."""
    reached: Number = low
    gaps: list[Gap] = []
    for piece in pieces:
        start, end = ends_of(piece, low, high)
        if start > reached:
            gaps.append((reached, start))
        if end > reached:
            reached = end
    return [*gaps, (reached, high)] if reached < high else gaps
