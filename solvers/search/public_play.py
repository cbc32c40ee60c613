"""Games in which all moves are seen and one player has a private type of two: what follows a public history, and what of it is alike.

Chance draws the type and tells it to its player alone; then players move one at a time, everybody sees what is done, and who moves
and may do what does not depend on the type.  After every public history a subform begins whose two entries are the types.  Two of
them are the same game when they differ in labels only, in who the others are, and in what is sunk: a constant in the payoffs of
each type.  Every other player's choice must be settled soon: once it is made, its payoff is known for each type, or is so after
the next move of the player with the type.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

from flint import fmpq

from games import Game
from games.tree import CHANCE, TERMINAL

from .polygons import ZERO

Pair: TypeAlias = tuple[fmpq, fmpq]
"""A number for each type."""

Places: TypeAlias = tuple[int, int]
"""The node of each type after a public history."""

Coded: TypeAlias = tuple[int, int]
"""The same, by the numbers that amounts go by."""

Told: TypeAlias = tuple[bool, tuple[int, ...], tuple[Coded, ...], tuple[tuple[Coded, ...], ...]]
"""A `Stage` by the numbers that amounts go by."""

END = 0


@dataclass(frozen=True)
class Stage:
    """What follows a public history, as a game of its own.

    Parameters
    ----------
    own : bool
        Whether the player with the type moves.
    after : tuple of int
        For each action, the stage that follows.
    sunk : tuple of pairs
        For each action, what it adds to the payoffs of each type.
    stakes : tuple of tuples of pairs
        For each action of another player, its payoff with each type: one pair where it is settled, one for each reply of the player
        with the type where it is not. Empty where that player moves.
    """

    own: bool
    after: tuple[int, ...]
    sunk: tuple[Pair, ...]
    stakes: tuple[tuple[Pair, ...], ...] = ()


@dataclass(frozen=True, eq=False)
class PublicForm:
    """A game of this kind.

    Parameters
    ----------
    game : Game
        The game, in numbers.
    informed : int
        The player with the type.
    root : pair of int
        The node of each type after the draw.
    prior : fmpq
        The probability of the first type.
    stages : list of Stage or None
        The distinct games after public histories, later ones first; the first, None, is the end.
    stage_at : dict from pair of nodes to int
        Which of them follows each public history, histories in the order of the tree.
    sunk : dict from pair of nodes to pair
        What is to be added to payoffs of the types in the game that follows.
    """

    game: Game
    informed: int
    root: Places
    prior: fmpq
    stages: list[Stage | None]
    stage_at: dict[Places, int]
    sunk: dict[Places, Pair]


def public_form(game: Game) -> PublicForm | None:
    """Read a game in numbers as one of this kind; None when it is another."""
    if game.parameters or game.owner[0] != CHANCE or len(game.children(0)) != 2:
        return None
    one, two = game.children(0)
    prior = _number(game.chance(one))
    order = _histories(game, (one, two))
    if prior is None or order is None:
        return None
    informed, places = order
    return _staged(game, informed, (one, two), prior, places)


def _histories(game: Game, root: Places) -> tuple[int, list[Places]] | None:
    """The player with the type, and the two nodes after every public history; None where the types do not run side by side."""
    owner, infoset = game.owner.tolist(), game.infoset.tolist()
    informed: set[int] = set()
    others: set[int] = set()
    places = [root]
    for m, n in places:
        who = owner[m]
        if who != owner[n] or who == CHANCE:
            return None
        if who == TERMINAL:
            continue
        s, t = infoset[m], infoset[n]
        if game.set_actions[s] != game.set_actions[t]:
            return None
        if s != t and len(game.set_nodes(s)) == len(game.set_nodes(t)) == 1:
            informed.add(who)
        elif s == t and len(game.set_nodes(s)) == 2:
            others.add(who)
        else:
            return None
        places += zip(game.children(m), game.children(n), strict=True)
    if len(informed) != 1 or informed & others:
        return None
    return informed.pop(), places


def _staged(game: Game, informed: int, root: Places, prior: fmpq, places: Sequence[Places]) -> PublicForm | None:
    stages: list[Stage | None] = [None]
    number: dict[Told, int] = {}
    stage_at: dict[Places, int] = {}
    sunk: dict[Places, Coded] = {}
    settled: dict[Places, tuple[Coded | None, ...]] = {}
    players = range(len(game.players))
    leaf = {int(node): k for k, node in enumerate(game.leaf_nodes)}
    amounts = _Amounts(game)
    for place in reversed(places):
        m, n = place
        if game.owner[m] == TERMINAL:
            paid = [(amounts.code(leaf[m], player), amounts.code(leaf[n], player)) for player in players]
            if any(-1 in pair for pair in paid):
                return None
            settled[place] = tuple(paid)
            sunk[place], stage_at[place] = paid[informed], END
            continue
        below: list[Places] = list(zip(game.children(m), game.children(n), strict=True))
        told = _told(game, informed, place, below, stage_at, sunk, settled, amounts)
        if told is None:
            return None
        if told not in number:
            number[told] = len(stages)
            stages.append(amounts.stage(told))
        stage_at[place], sunk[place] = number[told], sunk[below[0]]
        first, *rest = (settled[some] for some in below)
        settled[place] = (
            first
            if all(other == first for other in rest)
            else tuple(known if all(other[j] == known for other in rest) else None for j, known in enumerate(first))
        )
    pairs = {place: amounts.pair(coded) for place, coded in sunk.items()}
    return PublicForm(game, informed, root, prior, stages, dict(reversed(stage_at.items())), pairs)


def _told(
    game: Game,
    informed: int,
    place: Places,
    below: Sequence[Places],
    stage_at: dict[Places, int],
    sunk: dict[Places, Coded],
    settled: dict[Places, tuple[Coded | None, ...]],
    amounts: _Amounts,
) -> Told | None:
    base = sunk[below[0]]
    adds = tuple(amounts.less(sunk[some], base) for some in below)
    after = tuple(stage_at[some] for some in below)
    player = int(game.owner[place[0]])
    if player == informed:
        return True, after, adds, ()
    stakes: list[list[Coded]] = []
    for m, n in below:
        known = settled[m, n][player]
        if known is not None:
            stakes.append([known])
            continue
        replies = [settled[some][player] for some in zip(game.children(m), game.children(n), strict=True)]
        if int(game.owner[m]) != informed or None in replies:
            return None
        stakes.append(replies)  # type: ignore[arg-type]
    first = stakes[0][0]
    return False, after, adds, tuple(tuple(amounts.less(pair, first) for pair in some) for some in stakes)


class _Amounts:
    """Payoffs by small whole numbers, which are compared faster than fractions; -1 for one that is no fraction."""

    def __init__(self, game: Game) -> None:
        self.game = game
        self.numbers: list[fmpq] = []
        self.codes: dict[fmpq, int] = {}
        self.of_row: dict[int, int] = {}
        self.differences: dict[tuple[Coded, Coded], Coded] = {}
        self.which = game.payoffs.which.tolist()  # equal payoffs are held once

    def code(self, leaf: int, player: int) -> int:
        """A player's payoff at a leaf."""
        held = self.which[leaf * len(self.game.players) + player]
        if held not in self.of_row:
            number = _number(self.game.payoff(leaf, player))
            self.of_row[held] = -1 if number is None else self._coded(number)
        return self.of_row[held]

    def less(self, one: Coded, other: Coded) -> Coded:
        """The difference of two pairs."""
        if (one, other) not in self.differences:
            x, y = (self._coded(self.numbers[a] - self.numbers[b]) for a, b in zip(one, other, strict=True))
            self.differences[one, other] = (x, y)
        return self.differences[one, other]

    def pair(self, coded: Coded) -> Pair:
        """The numbers of a pair."""
        return self.numbers[coded[0]], self.numbers[coded[1]]

    def stage(self, told: Told) -> Stage:
        """A stage in numbers."""
        own, after, adds, stakes = told
        return Stage(own, after, tuple(map(self.pair, adds)), tuple(tuple(map(self.pair, some)) for some in stakes))

    def _coded(self, number: fmpq) -> int:
        if number not in self.codes:
            self.codes[number] = len(self.numbers)
            self.numbers.append(number)
        return self.codes[number]


def _number(number: Any) -> fmpq | None:
    """An exact number as a fraction; None for a root."""
    if isinstance(number, int | Fraction):
        return ZERO + fmpq(number.numerator, number.denominator)
    return None
