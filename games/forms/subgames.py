"""Subgames: where they begin, and the smaller game that is left when each proper one is replaced by what it pays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ..build import Draft, freeze
from ..labels import parts_of
from ..numbers import Number
from ..tree import CHANCE, TERMINAL, Game


def subgame_roots(game: Game) -> list[int]:
    """Find the nodes at which a subgame begins, the root of the whole game first.

    Parameters
    ----------
    game : Game
        Any game.

    Returns
    -------
    list of int
        Decision and chance nodes, parents first; the ending alone of a game in which nothing happens.

    Notes
    -----
    A subgame is a node with all that follows it, such that no information set has nodes both inside and outside. A node begins
    none exactly when it lies between a node of some information set and the last node that all of that set have above them.

    References
    ----------
    Selten, R. (1965). Spieltheoretische Behandlung eines Oligopolmodells mit Nachfragetraegheit. *ZgS* 121, 301-324, 667-689.

    Examples
    --------
    >>> from games import load
    >>> subgame_roots(load("selten_horse"))
    [0]
    """
    torn = np.zeros(game.nodes, bool)
    for s in range(game.infosets):
        members = game.set_nodes(s)
        paths = [[*(n for n, _ in game.path(node)), node] for node in members]
        common = min(map(len, paths))
        while len({path[common - 1] for path in paths}) > 1:
            common -= 1
        for path in paths:
            torn[path[common:]] = True
    return [int(n) for n in np.flatnonzero((game.owner != TERMINAL) & ~torn)] or [0]


def stage_of(game: Game, roots: Sequence[int]) -> dict[int, int]:
    """Find, for every information set, the root of the smallest of some subgames that it belongs to."""
    starts = set(roots)
    stages = {}
    for s in range(game.infosets):
        first, *others = game.set_nodes(s)
        path = [*(n for n, _ in game.path(first)), first]
        inside = path if not others else path[:-1]  # a set of several nodes does not begin with one of them
        stages[s] = next(n for n in reversed(inside) if n in starts)
    return stages


def stage_game(game: Game, root: int, values: Mapping[int, Sequence[Number]]) -> Game:
    """Cut out a subgame and end it where other subgames begin.

    Parameters
    ----------
    root : int
        Where the subgame begins.
    values : dict from node to payoffs
        Roots of subgames further down, and what each player gets from there.

    Returns
    -------
    Game
        With the labels of the whole game; players who do not move in it are players still.
    """
    draft = Draft(game.name, game.players)
    waiting = [(root, -1)]
    while waiting:
        node, parent = waiting.pop()
        owner, index = int(game.owner[node]), int(game.infoset[node])
        move = int(game.move[node]) if parent >= 0 else -1
        if node in values or owner == TERMINAL:
            paid = tuple(values[node]) if node in values else tuple(game.payoff(index, k) for k in range(len(game.players)))
            draft.add(TERMINAL, (paid, {}, game.history(node)), parent, move)
            continue
        if owner == CHANCE:
            name, labels = game.chance_moves[index]
            event: tuple[Any, ...] = ("chance", name, labels, tuple(game.chance(child) for child in game.children(node)))
        else:
            memory, actions = tuple(("", part) for part in parts_of(game.set_labels[index])), game.set_actions[index]
            draft.sets[game.players[owner], memory] = actions
            event = ("choose", game.players[owner], memory, actions)
        new_node = draft.add(owner, event, parent, move)
        waiting += [(child, new_node) for child in reversed(game.children(node))]
    return freeze(draft, game.title)
