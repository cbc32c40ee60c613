"""Relabellings in the labels of a game, and in numbers."""

from __future__ import annotations

from games import Game

from ..results import Relabelling
from .group import Symmetry


def relabelling(game: Game, symmetry: Symmetry) -> Relabelling:
    """A symmetry in labels."""
    sets = [(game.players[owner], label) for owner, label in zip(game.set_owner, game.set_labels, strict=True)]
    moves = [(s, a) for s, actions in enumerate(game.set_actions) for a in range(len(actions))]
    return Relabelling(
        {player: game.players[symmetry.players[k]] for k, player in enumerate(game.players)},
        {here: sets[symmetry.sets[s]] for s, here in enumerate(sets)},
        {
            (*sets[s], game.set_actions[s][a]): game.set_actions[moves[image][0]][moves[image][1]]
            for (s, a), image in zip(moves, symmetry.moves, strict=True)
        },
        symmetry.leaves,
    )


def symmetry_of(game: Game, relabelling: Relabelling) -> Symmetry:
    """A relabelling in numbers."""
    moves = [(s, a) for s, actions in enumerate(game.set_actions) for a in range(len(actions))]
    number = {move: k for k, move in enumerate(moves)}
    sets = [(game.players[owner], label) for owner, label in zip(game.set_owner, game.set_labels, strict=True)]
    to = [game.set_index(*relabelling.infosets[here]) for here in sets]
    images = [number[to[s], game.set_actions[to[s]].index(relabelling.actions[*sets[s], game.set_actions[s][a]])] for s, a in moves]
    players = tuple(game.players.index(relabelling.players[player]) for player in game.players)
    return Symmetry(players, tuple(to), tuple(images), relabelling.endings)
