"""What is asked of every game: perfect recall, and chances that are positive and add up to one."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np

from .chart import LARGEST_TREE
from .errors import GameError
from .numbers import Expression, Number, simplest, text
from .running import distinct
from .tree import CHANCE, Game

DENOMINATORS = (1, 2, 3, 4, 5, 10, 100)
ROUNDED = Fraction(1, 10**9)  # chances that add up to one within this were rounded


def refuse_many_nodes(game: Game, why: str) -> None:
    """Refuse what takes a Python object for every node of a very large game.

    Raises
    ------
    GameError
        Why, how many nodes there are, and what to do.
    """
    if game.nodes > LARGEST_TREE:
        raise GameError(f"{why}, and {game.name} has {game.nodes:,}, more than {LARGEST_TREE:,}; give it a smaller structure.")


def check_finite(game: Game, what: str = "This") -> None:
    """Refuse a game with types from a continuum where only finite games are handled.

    Raises
    ------
    GameError
        Which type is drawn from what, and how to get a finite game.
    """
    if game.types:
        drawn = game.types[0]
        raise GameError(
            f"{what} is for finite games, and in {game.name} {drawn.words} is drawn from a continuum, {drawn.law.text()}; "
            "game.grid(n) gives a finite game with n types in its place."
        )


def check_recall(game: Game) -> None:
    """Refuse a game in which a player forgets what it knew or did.

    Raises
    ------
    GameError
        Who forgets what, and where.
    """
    forgetting = first_forgetting(game)
    if forgetting is not None:
        raise GameError(forgetting[1])


def first_forgetting(game: Game) -> tuple[int, str] | None:
    """Find the first node at which a player has forgotten what it knew or did, and say so; None with perfect recall.

    A player remembers everything when all nodes of each of its sets share its last set and action before.
    """
    if not game.infosets:
        return None
    found: list[tuple[int, int]] = []
    offered = np.array([len(actions) for actions in game.set_actions], np.int64)
    sequence = np.cumsum(offered) - offered + 1  # of the first action at each set; 0 is none so far
    for player in range(len(game.players)):
        last = np.zeros(game.nodes, np.int64)
        start, end = 1, int(game.first_child[1])
        while start < end:
            above = game.parent[start:end]
            own = game.owner[above] == player
            last[start:end] = np.where(own, sequence[np.where(own, game.infoset[above], 0)] + game.move[start:end], last[above])
            start, end = end, int(game.first_child[end])
        nodes = np.flatnonzero(game.owner == player)
        _, where, which = distinct(game.infoset[nodes])
        firsts = nodes[where][which]
        forgetting = np.flatnonzero(last[nodes] != last[firsts])
        found += [(int(nodes[k]), int(firsts[k])) for k in forgetting[:1]]
    if not found:
        return None
    node, first = min(found)
    return node, _forgets(game, int(game.owner[node]), first, node)


def _forgets(game: Game, player: int, first: int, second: int) -> str:
    def did(node: int) -> str:
        own = [(int(game.infoset[above]), move) for above, move in game.path(node) if game.owner[above] == player]
        return ", then ".join(f"{game.set_actions[s][m]!r} at {game.set_labels[s]!r}" for s, m in own) or "nothing"

    return (
        f"{game.players[player]} forgets: at {game.set_labels[game.infoset[first]]!r} the same information covers the histories "
        f"{game.history(first)!r} (own moves: {did(first)}) and {game.history(second)!r} (own moves: {did(second)}). "
        "Perfect recall is needed; split the set."
    )


def check_chances(game: Game, samples: int = 24) -> None:
    """Refuse chance probabilities that do not add up to one, or are not positive at sampled points of the domain.

    Raises
    ------
    GameError
        Which chance move, and by how much.
    """
    points = game.domain.points(samples, thin=4) if game.parameters else [{}]
    for node in _unlike_chances(game):
        rows = [int(game.chance_row[c]) for c in game.children(node)]
        name, labels = game.chance_moves[game.infoset[node]]
        chances = [game.chances.number(r, game.terms) for r in rows]
        total: Any = simplest(sum(chances, Expression.constant(0)))
        if total != 1:
            listed = ", ".join(f"{label} {text(c)}" for label, c in zip(labels, chances, strict=True))
            if isinstance(total, Fraction) and abs(total - 1) < ROUNDED:
                about = ", ".join(f"{label} {float(c):.4g}" for label, c in zip(labels, chances, strict=True))
                raise GameError(
                    f"The chances of {name!r} are rounded numbers, which do not add up to 1: {about}. Write fractions, as Fraction(1, 3)."
                )
            raise GameError(f"The chances of {name!r} add up to {text(total)}, not 1: {listed}.")
        for label, c in zip(labels, chances, strict=True):
            for point in points:
                value = c.at(point) if isinstance(c, Expression) else c
                if value <= 0:
                    where, value = _in_short_numbers(game, c, point, value)
                    _refuse_unbounded(game, label, name, c, value)
                    values = ", ".join(f"{n} = {v}" for n, v in where.items() if isinstance(c, Expression) and n in c.free)
                    place = f" at {values}" if values else ""
                    raise GameError(
                        f"The chance of {label!r} at {name!r} is {text(value)}{place}; every chance must be positive. "
                        "Remove the branch, or narrow the domain of its parameters."
                    )


def _in_short_numbers(game: Game, chance: Number, point: Mapping[str, Fraction], value: Number) -> tuple[Mapping[str, Fraction], Number]:
    """A point nearby in short numbers at which a chance is not positive either, and its value there; or the point itself."""
    if isinstance(chance, Expression):
        for digits in DENOMINATORS:
            near = {name: number.limit_denominator(digits) for name, number in point.items()}
            if game.domain.contains(near) and ((there := chance.at(near)) < 0 or there == value):
                return near, there
    return point, value


def _refuse_unbounded(game: Game, label: str, name: str, chance: Number, value: Number) -> None:
    """Refuse a chance in a parameter of which nothing is assumed, with the domain that is likely to be meant."""
    bounded = {n for condition in game.domain.conditions for n in condition.expression.free}
    free = [n for n in chance.free if n not in bounded] if isinstance(chance, Expression) else []
    if free:
        raise GameError(
            f"The chance of {label!r} at {name!r} is {text(chance)}, and nothing is assumed of {free[0]}: it may be {text(value)}. "
            f"Give the parameter a domain, as Parameter({game.domain.start[free[0]]!r}, domain='0 < {free[0]} < 1')."
        )


def _unlike_chances(game: Game) -> list[int]:
    """The first chance node of each kind, by its name, outcomes and chances."""
    nodes = np.flatnonzero(game.owner == CHANCE)
    if not len(nodes):
        return []
    first = game.first_child[nodes]
    width = game.first_child[nodes + 1] - first
    where, kind = np.zeros(1, np.int64), game.infoset[nodes]
    for k in range(int(width.max())):
        drawn = np.where(k < width, game.chances.which[game.chance_row[np.minimum(first + k, game.nodes - 1)]] + 1, 0)
        _, where, kind = distinct(kind.astype(np.int64) * (int(drawn.max()) + 1) + drawn)
    return [int(node) for node in nodes[np.sort(where)]]
