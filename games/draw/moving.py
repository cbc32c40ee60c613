"""A tree laid out for numbers that are not known yet: with room for a rounded one wherever one may stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..numbers import Number
from ..tree import CHANCE, TERMINAL, Game
from .contents import Contents
from .layout import lay_out
from .picture import Drawing

WIDE_NUMBER, WIDE_PAYOFF = "0.0000", -888888  # as broad as anything that will stand there


@dataclass(frozen=True)
class Roomy(Contents):
    """The whole of a tree, with a placeholder for every probability, belief and payoff."""

    def number(self, node: int) -> str:
        """Room below the branch to a node."""
        return WIDE_NUMBER if node != self.root else ""

    def belief(self, node: int) -> str:
        """Room beside the nodes of a set of several."""
        inner = self.game.owner[node] >= 0 and len(self.game.set_nodes(int(self.game.infoset[node]))) > 1
        return f"[{WIDE_NUMBER}]" if inner else ""

    def ending(self, node: int) -> tuple[tuple[Number, ...], str]:
        """Room for payoffs, and what is said of the ending."""
        payoffs, outcome = super().ending(node)
        return (WIDE_PAYOFF,) * len(payoffs), outcome

    def notes(self) -> Iterator[str]:
        """How to read the picture."""
        yield "Open circles: chance. Thick: played. Pale: off the path. Dotted: not played, though it pays the same."
        yield "Below a branch: its probability. Beside a node: what its player was told, saw and did; in brackets, beliefs."


@dataclass(frozen=True)
class MovingTree:
    """A picture whose numbers are filled in later, and what stands where.

    In the SVG the elements of class ``move`` and ``number`` stand in the order of the nodes other than the root, ``beside`` in the order
    of the nodes that are no endings, ``payoff`` in the order of endings and players.

    Parameters
    ----------
    svg : str
        The picture.
    parent : tuple of int
        The parent of each node, -1 for the root; nodes are numbered as in the game.
    infoset : tuple of int
        The information set of each node, -1 where chance moves, -2 at an ending.
    move : tuple of int
        The index of the action that leads to each node.
    label : tuple of str
        What is written at each node.
    chance : tuple of (number or None)
        The probability of the chance move that leads to each node.
    payoffs : tuple of tuple of number
        At each ending, in the order of the nodes.
    """

    svg: str
    parent: tuple[int, ...]
    infoset: tuple[int, ...]
    move: tuple[int, ...]
    label: tuple[str, ...]
    chance: tuple[Number | None, ...]
    payoffs: tuple[tuple[Number, ...], ...]


def moving_tree(game: Game, *, max_nodes: int = 200) -> MovingTree:
    """Lay out a tree once, for play and payoffs that change.

    Raises
    ------
    GameError
        When it has more nodes.
    """
    contents = Roomy(game, "", max_nodes)
    nodes, players = range(game.nodes), range(len(game.players))
    kinds = {CHANCE: -1, TERMINAL: -2}
    return MovingTree(
        Drawing(lay_out(contents)).svg(),
        tuple(int(game.parent[node]) if node else -1 for node in nodes),
        tuple(kinds.get(int(game.owner[node]), int(game.infoset[node])) for node in nodes),
        tuple(int(game.move[node]) for node in nodes),
        tuple(contents.label(node) if game.owner[node] != TERMINAL else "" for node in nodes),
        tuple(game.chance(node) if node and game.owner[game.parent[node]] == CHANCE else None for node in nodes),
        tuple(tuple(game.payoff(int(game.infoset[node]), player) for player in players) for node in nodes if game.owner[node] == TERMINAL),
    )
