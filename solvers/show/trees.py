"""An equilibrium drawn on the tree of its game."""

from __future__ import annotations

from collections.abc import Iterator

from games import Game
from games.draw import Drawing, draw_tree

from ..results import Family
from ..results.equilibrium import Equilibrium
from . import words


def equilibrium_drawing(game: Game, equilibrium: Equilibrium, below: str = "", max_nodes: int = 200) -> Drawing:
    """Draw what is played and believed, with the name, the conditions, and the ranges of what is left open below the picture."""
    said = tuple(_said(equilibrium))
    return draw_tree(game, equilibrium.profile.strategies, equilibrium.beliefs, said=said, below=below, max_nodes=max_nodes)


def _said(equilibrium: Equilibrium) -> Iterator[str]:
    yield equilibrium.name
    if isinstance(equilibrium, Family) and equilibrium.conditions:
        yield f"exists where {words.conditions(equilibrium)}"
    yield from equilibrium.free.values()
