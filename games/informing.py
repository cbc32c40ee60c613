"""A game in which a player is told of a chance move, before anything else that it learns."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from .errors import GameError
from .labels import Joined, parts_of
from .tree import CHANCE, Game


def told(game: Game, player: str, chance: str) -> Game:
    """Tell a player of a chance move: its information sets are parted by what chance did.

    Parameters
    ----------
    game : Game
        Any.
    player : str
        Who is told.
    chance : str
        The name of a chance move.

    Returns
    -------
    Game
        The same tree; information sets at which that move is past, parted.

    Raises
    ------
    GameError
        For an unknown player or chance move.
    """
    names = list(dict.fromkeys(name for name, _ in game.chance_moves))
    if player not in game.players or chance not in names:
        raise GameError(
            f"{game.name} has players {', '.join(game.players)} and chance moves {', '.join(names)}; found {player!r}, {chance!r}."
        )
    mine = game.players.index(player)
    parted: dict[tuple[int, tuple[str, ...]], int] = {}
    new = game.infoset.copy()
    owners, labels, actions = list(game.set_owner), list(game.set_labels), list(game.set_actions)
    for node in np.flatnonzero(game.owner == mine):
        fact = [
            game.chance_moves[game.infoset[above]][1][move]
            for above, move in game.path(int(node))
            if game.owner[above] == CHANCE and game.chance_moves[game.infoset[above]][0] == chance
        ]
        old = int(game.infoset[node])
        key = (old, tuple(fact))
        if key not in parted:
            taken = any(k == old for k, _ in parted)
            parted[key] = len(owners) if taken else old
            label = Joined([*fact, *parts_of(game.set_labels[old])]) if fact else game.set_labels[old]
            if taken:
                owners.append(mine)
                labels.append(label)
                actions.append(game.set_actions[old])
            else:
                labels[old] = label
        new[node] = parted[key]
    return replace(game, infoset=new, set_owner=np.array(owners, np.int32), set_labels=tuple(labels), set_actions=tuple(actions))
