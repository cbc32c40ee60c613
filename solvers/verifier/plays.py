"""A numeric game as the list of its plays, seen from every information set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from flint import fmpq

from games import Game, GameError
from games.expression import rational

from .multilinear import ZERO, Form, Options, Value, somewhere


@dataclass(frozen=True)
class Place:
    """A node of an information set.

    Parameters
    ----------
    history : str
        The labels of all moves that lead here.
    before : tuple of int
        The actions on the path here, of all players.
    others : tuple of int
        Those of the other players.
    after : dict from int to Form
        For each action here: what it brings its player, times the chances on the whole
        path, as a form in the later actions of all players.
    """

    history: str
    before: Options
    others: Options
    after: Mapping[int, Form]


@dataclass(frozen=True)
class Spot:
    """An information set: its player and label, its actions (numbered through the game) and its nodes."""

    player: str
    label: str
    actions: Options
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Plays:
    """All information sets of a numeric game.

    Parameters
    ----------
    spots : tuple of Spot
        The information sets.
    action_labels : tuple of str
        Label of every action.
    spot_of : tuple of int
        Information set of every action.
    below : tuple of frozenset of int
        The information sets that play may reach after each one.
    above : tuple of frozenset of int
        The information sets that play may pass before each one.
    last_own : tuple of int or None
        Its player's own last action before each one.
    points : int or None
        At how many parameter points; the numbers are then arrays over them.
    """

    spots: tuple[Spot, ...]
    action_labels: tuple[str, ...]
    spot_of: tuple[int, ...]
    below: tuple[frozenset[int], ...]
    above: tuple[frozenset[int], ...]
    last_own: tuple[int | None, ...]
    points: int | None = None


def numeric(game: Game) -> None:
    """Refuse a game with open parameters.

    Raises
    ------
    GameError
        Naming the open parameters.
    """
    if game.parameters:
        raise GameError(f"{game.name} has open parameters: {', '.join(game.parameters)}. Put numbers in with game.at(...).")


def chances(game: Game) -> dict[int, fmpq]:
    """The probability of every chance outcome, by the node it leads to.

    Raises
    ------
    GameError
        When one is not positive: consistency is not defined then.
    """
    out = {}
    for node in range(1, game.nodes):
        if game.chance_row[node] >= 0:
            out[node] = rational(game.chance(node))
            if out[node] <= 0:
                what = f"the chance of {game.history(node)!r} is {out[node]}"
                raise GameError(f"{game.name}: {what}; every chance must be positive. Remove the branch.")
    return out


def read_plays(game: Game, *others: Game) -> Plays:
    """List the plays of a numeric game; with others, of one story at many points: the numbers are then arrays over the points.

    Raises
    ------
    GameError
        When a parameter is open, or a chance is not positive.
    """
    told = (game, *others)
    for one in told:
        numeric(one)
    sets = range(game.infosets)
    first = [0]
    for names in game.set_actions:
        first.append(first[-1] + len(names))
    actions = [tuple(range(first[s], first[s + 1])) for s in sets]
    below: list[set[int]] = [set() for _ in sets]
    after: dict[int, dict[int, Form]] = {node: {a: {} for a in actions[s]} for s in sets for node in game.set_nodes(s)}
    paths = {node: _path(game, node) for node in after}
    moves = {node: [(s, first[s] + move) for s, move in path] for node, path in paths.items()}
    known = [chances(one) for one in told]
    chance = {node: _stacked([one[node] for one in known]) for node in known[0]}
    for leaf, node in enumerate(game.leaf_nodes.tolist()):
        weight: Value = fmpq(1)
        trail = []
        while node:
            above = int(game.parent[node])
            if node in chance:
                weight = weight * chance[node]
            else:
                s = int(game.infoset[above])
                trail.append((above, s, first[s] + int(game.move[node])))
            node = above
        _enter(told, leaf, weight, trail[::-1], after, below)
    owner = game.set_owner.tolist()
    spots = tuple(
        Spot(game.players[owner[s]], game.set_labels[s], actions[s], tuple(
            Place(game.history(n), tuple(a for _, a in moves[n]), tuple(a for t, a in moves[n] if owner[t] != owner[s]), after[n])
            for n in game.set_nodes(s)
        )) for s in sets
    )
    labels = tuple(label for group in game.set_actions for label in group)
    above_sets = tuple(frozenset(t for n in game.set_nodes(s) for t, _ in paths[n]) for s in sets)
    last_own = tuple(next((a for t, a in reversed(moves[game.set_nodes(s)[0]]) if owner[t] == owner[s]), None) for s in sets)
    of = tuple(s for s in sets for _ in actions[s])
    return Plays(spots, labels, of, tuple(map(frozenset, below)), above_sets, last_own, len(told) if others else None)


def _stacked(numbers: Sequence[fmpq]) -> Value:
    """One number as it is, several as an array."""
    if len(numbers) == 1:
        return numbers[0]
    out = np.empty(len(numbers), object)
    out[:] = numbers
    return out


def _path(game: Game, node: int) -> list[tuple[int, int]]:
    return [(int(game.infoset[n]), move) for n, move in game.path(node) if game.owner[n] >= 0]


def _enter(
    told: Sequence[Game], leaf: int, weight: Value, trail: list[tuple[int, int, int]], after: dict[int, dict[int, Form]],
    below: list[set[int]],
) -> None:
    """Enter one play at every node that it passes."""
    payoffs: dict[int, Value] = {}
    for k, (node, s, action) in enumerate(trail):
        later = trail[k + 1:]
        below[s].update(t for _, t, _ in later)
        player = int(told[0].set_owner[s])
        if player not in payoffs:
            payoffs[player] = weight * _stacked([rational(one.payoff(leaf, player)) for one in told])
        if somewhere(payoffs[player]):
            key = tuple(sorted(a for _, _, a in later))
            form = after[node][action]
            form[key] = form.get(key, ZERO) + payoffs[player]
