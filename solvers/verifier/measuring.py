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
    played = _played(game, profile)
    values, gains = {}, {}
    sets: dict[str, dict[str, float | None]] = {}
    for k, player in enumerate(game.players):
        values[player], gains[player], sets[player] = _deviating(game, played, k, trembles)
    return Measure(values, gains, sets)


def reached(game: Game, profile: Profile) -> Floats:
    """How likely a profile leads to every node."""
    out = _played(game, profile)
    for nodes in _levels(game):
        out[nodes] *= out[game.parent[nodes]]
    return out


def _played(game: Game, profile: Profile) -> Floats:
    """The probability of the move that leads to every node."""
    terms = np.array([float(term) for term in game.terms])
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


def _deviating(game: Game, played: Floats, player: int, trembles: float) -> tuple[float, float, dict[str, float | None]]:
    """What a player earns, what more by its best strategy, and from each of its sets on."""
    own_move = np.zeros(game.nodes, bool)
    own_move[1:] = game.owner[game.parent[1:]] == player
    others = np.where(own_move, 1.0, played)  # the player itself does what leads here
    place = np.zeros(game.nodes, np.int64)  # the last own action before: its place among `worth`, the first being none
    layer = np.zeros(game.nodes, np.int64)  # how many own moves came before
    mine = np.flatnonzero(game.set_owner == player)
    sizes = np.array([len(game.set_actions[k]) for k in mine], np.int64)
    first = np.zeros(game.infosets, np.int64)
    first[mine] = 1 + np.cumsum(sizes) - sizes
    for nodes in _levels(game):
        above = game.parent[nodes]
        moved = own_move[nodes]
        others[nodes] *= others[above]
        place[nodes] = place[above]
        chosen = np.flatnonzero(moved) + nodes.start
        place[chosen] = first[game.infoset[game.parent[chosen]]] + game.move[chosen]
        layer[nodes] = layer[above] + moved

    terms = np.array([float(term) for term in game.terms])
    payoffs = game.payoffs.floats(terms).reshape(-1, len(game.players))[:, player]
    leaves, width = game.leaf_nodes, 1 + int(sizes.sum())
    best = np.bincount(place[leaves], weights=others[leaves] * payoffs, minlength=width)
    usual = best.copy()
    odds = np.ones(width)
    odds[place[own_move]] = played[own_move]
    at = np.flatnonzero(game.owner == player)
    reach = np.bincount(game.infoset[at], weights=others[at], minlength=game.infosets)
    before, depth = np.zeros(game.infosets, np.int64), np.zeros(game.infosets, np.int64)
    before[game.infoset[at]], depth[game.infoset[at]] = place[at], layer[at]
    won: dict[str, float | None] = dict.fromkeys((game.set_labels[k] for k in mine), None)
    for level in range(int(depth.max(initial=0)), -1, -1):
        for k, n in zip(mine[depth[mine] == level], sizes[depth[mine] == level], strict=True):
            here = slice(first[k], first[k] + n)
            most = trembles * best[here].sum() + (1 - n * trembles) * best[here].max()
            value = odds[here] @ usual[here]
            best[before[k]] += most
            usual[before[k]] += value
            if reach[k] > 0:
                won[game.set_labels[k]] = max(0.0, float((most - value) / reach[k]))
    return float(usual[0]), max(0.0, float(best[0] - usual[0])), won


def _levels(game: Game) -> Iterator[slice]:
    """The nodes of each depth from the second on, which are neighbours."""
    start, end = 1, int(game.first_child[1]) if game.nodes > 1 else 1
    while start < end:
        yield slice(start, end)
        start, end = end, int(game.first_child[end])
