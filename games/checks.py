"""What is asked of every game: perfect recall, and chances that are positive and add up to one."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from .errors import GameError
from .numbers import Expression, simplest, text
from .tree import CHANCE, Game

ROUNDED = Fraction(1, 10**9)  # chances that add up to one within this were rounded


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
    parent, owner, infoset, move = (array.tolist() for array in (game.parent, game.owner, game.infoset, game.move))

    def last(node: int) -> tuple[int, int] | None:
        player = owner[node]
        while (above := parent[node]) >= 0:
            if owner[above] == player:
                return infoset[above], move[node]
            node = above
        return None

    first_nodes: dict[int, tuple[int, tuple[int, int] | None]] = {}
    for node in range(game.nodes):
        if owner[node] >= 0:
            own_last = last(node)
            first, remembered = first_nodes.setdefault(infoset[node], (node, own_last))
            if remembered != own_last:
                return node, _forgets(game, owner[node], first, node)
    return None


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
    checked: set[tuple[Any, ...]] = set()
    for node in np.flatnonzero(game.owner == CHANCE):
        rows = [int(game.chance_row[c]) for c in game.children(int(node))]
        key = (int(game.infoset[node]), *(tuple(game.chances.row(r)) for r in rows))
        if key in checked:
            continue
        checked.add(key)
        name, labels = game.chance_moves[game.infoset[node]]
        chances = [game.chances.number(r, game.terms) for r in rows]
        total: Any = simplest(sum(chances, Expression.constant(0)))
        if total != 1:
            listed = ", ".join(f"{label} {text(c)}" for label, c in zip(labels, chances, strict=True))
            near = isinstance(total, Fraction) and abs(total - 1) < ROUNDED
            hint = " Rounded numbers do not add up; write fractions, as Fraction(1, 3)." if near else ""
            raise GameError(f"The chances of {name!r} add up to {text(total)}, not 1: {listed}.{hint}")
        for label, c in zip(labels, chances, strict=True):
            for point in points:
                value = c.at(point) if isinstance(c, Expression) else c
                if value <= 0:
                    values = ", ".join(f"{n} = {v}" for n, v in point.items() if isinstance(c, Expression) and n in c.free)
                    place = f" at {values}" if values else ""
                    raise GameError(
                        f"The chance of {label!r} at {name!r} is {text(value)}{place}; every chance must be positive. "
                        "Remove the branch, or narrow the domain of its parameters."
                    )
