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
    number: dict[Stage, int] = {}
    stage_at: dict[Places, int] = {}
    sunk: dict[Places, Pair] = {}
    settled: dict[Places, tuple[Pair | None, ...]] = {}
    players = range(len(game.players))
    leaf = {int(node): k for k, node in enumerate(game.leaf_nodes)}
    for place in reversed(places):
        m, n = place
        if game.owner[m] == TERMINAL:
            paid = [[_number(game.payoff(leaf[node], player)) for node in place] for player in players]
            if any(x is None for row in paid for x in row):
                return None
            settled[place] = tuple((one, two) for one, two in paid)  # type: ignore[misc]
            sunk[place], stage_at[place] = settled[place][informed], END  # type: ignore[assignment]
            continue
        below: list[Places] = list(zip(game.children(m), game.children(n), strict=True))
        stage = _stage(game, informed, place, below, stage_at, sunk, settled)
        if stage is None:
            return None
        if stage not in number:
            number[stage] = len(stages)
            stages.append(stage)
        stage_at[place], sunk[place] = number[stage], sunk[below[0]]
        first, *rest = (settled[some] for some in below)
        settled[place] = (
            first
            if all(other == first for other in rest)
            else tuple(known if all(other[j] == known for other in rest) else None for j, known in enumerate(first))
        )
    return PublicForm(game, informed, root, prior, stages, dict(reversed(stage_at.items())), sunk)


def _stage(
    game: Game,
    informed: int,
    place: Places,
    below: Sequence[Places],
    stage_at: dict[Places, int],
    sunk: dict[Places, Pair],
    settled: dict[Places, tuple[Pair | None, ...]],
) -> Stage | None:
    base = sunk[below[0]]
    adds = tuple((sunk[some][0] - base[0], sunk[some][1] - base[1]) for some in below)
    after = tuple(stage_at[some] for some in below)
    player = int(game.owner[place[0]])
    if player == informed:
        return Stage(True, after, adds)
    stakes: list[list[Pair]] = []
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
    return Stage(False, after, adds, tuple(tuple((x - first[0], y - first[1]) for x, y in some) for some in stakes))


def _number(number: Any) -> fmpq | None:
    """An exact number as a fraction; None for a root."""
    if isinstance(number, int | Fraction):
        return ZERO + fmpq(number.numerator, number.denominator)
    return None
