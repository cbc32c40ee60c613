"""How far a profile in floating point is from equilibrium: values and gains, measured on the tree alone.

Exact verdicts are `verify`'s; they take the time of exact numbers.  What is measured here is right but for rounding, also in games
of millions of nodes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from games import Game

from ..results import Profile

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Measure:
    """What a profile earns, and what players win by deviating alone.

    Parameters
    ----------
    values : dict from str to float
        Expected payoffs by player.
    gains : dict from str to float
        What each player wins by the best whole strategy before play.
    sets : dict from str to dict from str to float or None
        By player and information set: what it wins by the best continuation from there on, given that the set is reached, with
        beliefs by Bayes' rule from the profile; None where the others never lead there.
    """

    values: Mapping[str, float]
    gains: Mapping[str, float]
    sets: Mapping[str, Mapping[str, float | None]]


def measured(game: Game, profile: Profile, trembles: float = 0.0) -> Measure:
    """Measure a profile on the tree.

    Parameters
    ----------
    game : Game
        Without open parameters.
    profile : Profile
        Every action's probability, as a float.
    trembles : float
        The least probability of every action in a deviation.
    """
    return Ruler(game).measured(profile, _terms(game), trembles)


def reached(game: Game, profile: Profile) -> Floats:
    """How likely a profile leads to every node."""
    return Ruler(game).reached(profile, _terms(game))


@dataclass(frozen=True, eq=False)
class Own:
    """Where a player moves; the same whatever payoffs and chances are.

    Parameters
    ----------
    moves : array of bool, shape (nodes,)
        Which nodes its moves lead to.
    place : array of int, shape (nodes,)
        Its last action before: its place among all, the first being none.
    sets, sizes, before, depth : arrays of int
        Its information sets, how many actions each has, the action that leads there, and how many of its moves come before.
    at : array of int
        The nodes where it moves.
    """

    moves: npt.NDArray[np.bool_]
    place: Places
    sets: Places
    sizes: Places
    before: Places
    depth: Places
    at: Places


class Ruler:
    """Measures profiles on one tree, at any values of the game's terms; what does not depend on these is worked out once.

    Parameters
    ----------
    game : Game
        Its parameters may be open.
    """

    def __init__(self, game: Game) -> None:
        self.game, self.levels = game, list(_levels(game))
        self._own: dict[int, Own] = {}

    def measured(self, profile: Profile, terms: Floats, trembles: float = 0.0) -> Measure:
        """Measure a profile where the terms have these values."""
        played = self._played(profile, terms)
        values, gains = {}, {}
        sets: dict[str, dict[str, float | None]] = {}
        for k, player in enumerate(self.game.players):
            values[player], gains[player], sets[player] = self._deviating(played, k, terms, trembles)
        return Measure(values, gains, sets)

    def reached(self, profile: Profile, terms: Floats) -> Floats:
        """How likely a profile leads to every node where the terms have these values."""
        out = self._played(profile, terms)
        for nodes in self.levels:
            out[nodes] *= out[self.game.parent[nodes]]
        return out

    def _played(self, profile: Profile, terms: Floats) -> Floats:
        """The probability of the move that leads to every node."""
        game = self.game
        out = np.ones(game.nodes)
        drawn = np.flatnonzero(game.chance_row >= 0)
        out[drawn] = game.chances.floats(terms)[game.chance_row[drawn]]
        rows = [
            [float(profile[game.players[owner]][label][action]) for action in actions]
            for owner, label, actions in zip(game.set_owner, game.set_labels, game.set_actions, strict=True)
        ]
        start = np.cumsum([0, *map(len, rows)])
        flat = np.array([x for row in rows for x in row])
        chosen = np.flatnonzero(game.owner[game.parent[1:]] >= 0) + 1
        out[chosen] = flat[start[game.infoset[game.parent[chosen]]] + game.move[chosen]]
        return out

    def _deviating(self, played: Floats, player: int, terms: Floats, trembles: float) -> tuple[float, float, dict[str, float | None]]:
        """What a player earns, what more by its best strategy, and from each of its sets on."""
        game = self.game
        if player not in self._own:
            self._own[player] = self._laid_out(player)
        own = self._own[player]
        others = np.where(own.moves, 1.0, played)  # the player itself does what leads here
        for nodes in self.levels:
            others[nodes] *= others[game.parent[nodes]]
        payoffs = game.payoffs.floats(terms).reshape(-1, len(game.players))[:, player]
        leaves, width = game.leaf_nodes, 1 + int(own.sizes.sum())
        best = np.bincount(own.place[leaves], weights=others[leaves] * payoffs, minlength=width)
        usual = best.copy()
        odds = np.ones(width)
        odds[own.place[own.moves]] = played[own.moves]
        reach = np.bincount(game.infoset[own.at], weights=others[own.at], minlength=game.infosets)[own.sets]
        won: dict[str, float | None] = dict.fromkeys((game.set_labels[k] for k in own.sets), None)
        first = 1 + np.cumsum(own.sizes) - own.sizes
        for j in np.argsort(-own.depth, kind="stable").tolist():
            n = int(own.sizes[j])
            here = slice(first[j], first[j] + n)
            most = trembles * best[here].sum() + (1 - n * trembles) * best[here].max()
            value = odds[here] @ usual[here]
            best[own.before[j]] += most
            usual[own.before[j]] += value
            if reach[j] > 0:
                won[game.set_labels[own.sets[j]]] = max(0.0, float((most - value) / reach[j]))
        return float(usual[0]), max(0.0, float(best[0] - usual[0])), won

    def _laid_out(self, player: int) -> Own:
        """Where a player moves."""
        game = self.game
        moves = np.zeros(game.nodes, bool)
        moves[1:] = game.owner[game.parent[1:]] == player
        place, layer = np.zeros(game.nodes, np.int64), np.zeros(game.nodes, np.int64)  # how many own moves came before
        mine = np.flatnonzero(game.set_owner == player)
        sizes = np.array([len(game.set_actions[k]) for k in mine], np.int64)
        first = np.zeros(game.infosets, np.int64)
        first[mine] = 1 + np.cumsum(sizes) - sizes
        for nodes in self.levels:
            above = game.parent[nodes]
            moved = moves[nodes]
            place[nodes] = place[above]
            chosen = np.flatnonzero(moved) + nodes.start
            place[chosen] = first[game.infoset[game.parent[chosen]]] + game.move[chosen]
            layer[nodes] = layer[above] + moved
        at = np.flatnonzero(game.owner == player)
        before, depth = np.zeros(game.infosets, np.int64), np.zeros(game.infosets, np.int64)
        before[game.infoset[at]], depth[game.infoset[at]] = place[at], layer[at]
        return Own(moves, place, mine, sizes, before[mine], depth[mine], at)


def _terms(game: Game) -> Floats:
    return np.array([float(term) for term in game.terms])


def _levels(game: Game) -> Iterator[slice]:
    """The nodes of each depth from the second on, which are neighbours."""
    start, end = 1, int(game.first_child[1]) if game.nodes > 1 else 1
    while start < end:
        yield slice(start, end)
        start, end = end, int(game.first_child[end])
