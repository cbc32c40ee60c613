"""A numeric game as the list of its plays, seen from every information set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np
from flint import fmpq

from games import Game, GameError
from games.checks import check_finite
from games.numbers import rational
from games.terms import Combination

from .multilinear import ZERO, Form, Options, Value, somewhere


@dataclass(frozen=True)
class Node:
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
        path and one number for all of the game, as a form in the later actions of all players.
    """

    history: str
    before: Options
    others: Options
    after: Mapping[int, Form]


@dataclass(frozen=True)
class Infoset:
    """An information set: its player and label, its actions (numbered through the game) and its nodes."""

    player: str
    label: str
    actions: Options
    nodes: tuple[Node, ...]


@dataclass(frozen=True)
class Plays:
    """All information sets of a numeric game.

    Parameters
    ----------
    infosets : tuple of Infoset
        The information sets.
    action_labels : tuple of str
        Label of every action.
    infoset_of : tuple of int
        Information set of every action.
    below : tuple of frozenset of int
        The information sets that play may reach after each one.
    heeded : tuple of frozenset of int
        Those among them whose play bears on what its player gets.
    above : tuple of frozenset of int
        The information sets that play may pass before each one.
    last_own : tuple of int or None
        Its player's own last action before each one.
    points : int or None
        At how many parameter points; the numbers are then arrays over them.
    """

    infosets: tuple[Infoset, ...]
    action_labels: tuple[str, ...]
    infoset_of: tuple[int, ...]
    below: tuple[frozenset[int], ...]
    heeded: tuple[frozenset[int], ...]
    above: tuple[frozenset[int], ...]
    last_own: tuple[int | None, ...]
    points: int | None = None


def numeric(game: Game, points: Sequence[Mapping[str, Fraction]] = ({},)) -> None:
    """Refuse a game with open parameters.

    Raises
    ------
    GameError
        Naming the open parameters.
    """
    check_finite(game, "This enumeration")
    open_names = [name for name in game.parameters if any(name not in point for point in points)]
    if open_names:
        raise GameError(f"{game.name} has open parameters: {', '.join(open_names)}. Put numbers in with game.at(...).")


class Numbers:
    """The numbers of a game, at one point or at many: those of its terms, put together row by row."""

    def __init__(self, game: Game, points: Sequence[Mapping[str, Fraction]]) -> None:
        self.game, self.points = game, points
        self._known: dict[int, Value] = {}

    def _term(self, t: int) -> Value:
        if t not in self._known:
            numbers = [rational(self.game.terms[t].at(point)) for point in self.points]
            self._known[t] = _stacked(numbers[:1] if len(set(numbers)) == 1 else numbers)
        return self._known[t]

    def _row(self, rows: Combination, k: int) -> Value:
        return sum((rational(c) * self._term(t) for t, c in rows.row(k)), rational(0))

    def payoff(self, leaf: int, player: int) -> Value:
        """The payoff of a player at a leaf."""
        return self._row(self.game.payoffs, leaf * len(self.game.players) + player)

    def chances(self) -> dict[int, Value]:
        """The probability of every chance outcome, by the node it leads to.

        Raises
        ------
        GameError
            When one is not positive: consistency is not defined then.
        """
        out = {}
        for node in np.flatnonzero(self.game.chance_row >= 0).tolist():
            out[node] = self._row(self.game.chances, int(self.game.chance_row[node]))
            lowest = np.min(out[node])
            if lowest <= 0:
                what = f"the chance of {self.game.history(node)!r} is {lowest}"
                raise GameError(f"{self.game.name}: {what}; every chance must be positive. Remove the branch.")
        return out


def read_plays(game: Game, points: Sequence[Mapping[str, Fraction]] = ({},)) -> Plays:
    """List the plays of a game at one parameter point, or at many: the numbers are then arrays over the points.

    What a player's actions bring is told in whole numbers, payoffs and chances times a common denominator: only what the
    same player gets elsewhere is compared with it, and whole numbers are compared much faster than fractions.

    Raises
    ------
    GameError
        When a parameter is open, or a chance is not positive.
    """
    numeric(game, points)
    sets = range(game.infosets)
    first = [0]
    for names in game.set_actions:
        first.append(first[-1] + len(names))
    actions = [tuple(range(first[s], first[s + 1])) for s in sets]
    infoset_of = tuple(s for s in sets for _ in actions[s])
    below: list[set[int]] = [set() for _ in sets]
    after: dict[int, dict[int, Form]] = {node: {a: {} for a in actions[s]} for s in sets for node in game.set_nodes(s)}
    paths = {node: _path(game, node) for node in after}
    moves = {node: [(s, first[s] + move) for s, move in path] for node, path in paths.items()}
    numbers = Numbers(game, points)
    chance = numbers.chances()
    owner = game.set_owner.tolist()
    trails: list[list[tuple[int, int, int]]] = []
    weighted: dict[int, dict[int, Value]] = {}  # player -> leaf -> payoff times the chances of getting there
    for leaf, node in enumerate(game.leaf_nodes.tolist()):
        weight: Value = rational(1)
        trail = []
        while node:
            parent = int(game.parent[node])
            if node in chance:
                weight = weight * chance[node]
            else:
                s = int(game.infoset[parent])
                trail.append((parent, s, first[s] + int(game.move[node])))
            node = parent
        trails.append(trail[::-1])
        for player in {owner[s] for _, s, _ in trail}:
            weighted.setdefault(player, {})[leaf] = weight * numbers.payoff(leaf, player)
    payoffs = {player: _whole(values, len(points)) for player, values in weighted.items()}
    idle = {player: _settled(game, player) for player in payoffs}
    for leaf, trail in enumerate(trails):
        for k, (node, s, action) in enumerate(trail):
            later = trail[k + 1 :]
            below[s].update(t for _, t, _ in later)
            value = payoffs[owner[s]][leaf]
            idle_moves = [a for n, _, a in later if n in idle[owner[s]]]
            if somewhere(value) and all(a == first[infoset_of[a]] for a in idle_moves):  # of moves that change nothing, one stands for all
                key = tuple(sorted(a for n, _, a in later if n not in idle[owner[s]]))
                form = after[node][action]
                form[key] = form.get(key, ZERO) + value
    infosets = tuple(
        Infoset(
            game.players[owner[s]],
            game.set_labels[s],
            actions[s],
            tuple(
                Node(game.history(n), tuple(a for _, a in moves[n]), tuple(a for t, a in moves[n] if owner[t] != owner[s]), after[n])
                for n in game.set_nodes(s)
            ),
        )
        for s in sets
    )
    labels = tuple(label for group in game.set_actions for label in group)
    above_sets = tuple(frozenset(t for n in game.set_nodes(s) for t, _ in paths[n]) for s in sets)
    last_own = tuple(next((a for t, a in reversed(moves[game.set_nodes(s)[0]]) if owner[t] == owner[s]), None) for s in sets)
    heeded = tuple(
        frozenset(infoset_of[a] for p in infoset.nodes for form in p.after.values() for key in form for a in key) for infoset in infosets
    )
    many = len(points) if len(points) > 1 else None
    return Plays(infosets, labels, infoset_of, tuple(map(frozenset, below)), heeded, above_sets, last_own, many)


def _settled(game: Game, player: int) -> frozenset[int]:
    """The nodes from which on a player gets the same, whatever happens."""
    width = len(game.players)
    payoffs_below: dict[int, Any] = {int(node): tuple(game.payoffs.row(leaf * width + player)) for leaf, node in enumerate(game.leaf_nodes)}
    for node in range(game.nodes - 1, -1, -1):
        distinct = {payoffs_below[c] for c in game.children(node)}
        if len(distinct) == 1:
            payoffs_below[node] = distinct.pop()
        else:
            payoffs_below.setdefault(node, node)  # like no other
    return frozenset(node for node in range(game.nodes) if not isinstance(payoffs_below[node], int))


def _stacked(numbers: Sequence[fmpq] | Sequence[int]) -> Value:
    """One number as it is, several as an array."""
    if len(numbers) == 1:
        return numbers[0]
    out = np.empty(len(numbers), object)
    out[:] = numbers
    return out


def _whole(values: Mapping[int, Value], points: int) -> dict[int, Value]:
    """Fractions times their least common denominator, point by point; once, where none depends on the point."""
    if points == 1 or not any(isinstance(value, np.ndarray) for value in values.values()):
        common = lcm(*(int(value.q) for value in values.values()))
        return {leaf: int(value.p) * (common // int(value.q)) for leaf, value in values.items()}
    rows = {leaf: value if isinstance(value, np.ndarray) else _stacked([value] * points) for leaf, value in values.items()}
    bottoms = {leaf: _stacked([int(x.q) for x in row]) for leaf, row in rows.items()}
    commons = np.lcm.reduce(list(bottoms.values()))
    return {leaf: _stacked([int(x.p) for x in row]) * (commons // bottoms[leaf]) for leaf, row in rows.items()}


def _path(game: Game, node: int) -> list[tuple[int, int]]:
    return [(int(game.infoset[n]), move) for n, move in game.path(node) if game.owner[n] >= 0]
