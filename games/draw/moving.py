"""A tree laid out for numbers that are not known yet: with room for a rounded one wherever one may stand."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from ..numbers import Number
from ..tree import CHANCE, TERMINAL, Game
from .contents import Contents
from .layout import lay_out
from .picture import Drawing

WIDE_NUMBER, WIDE_PAYOFF = "0.0000", -888888  # as broad as anything that will stand there


@dataclass(frozen=True)
class Roomy(Contents):
    """A tree from one node on, with a placeholder for every probability, belief and payoff; what is too large is folded.

    Parameters
    ----------
    first : int
        The node at which the picture begins.
    """

    first: int = 0

    @cached_property
    def root(self) -> int:
        """The node at which the picture begins."""
        return self.first

    def _refuse(self) -> list[int]:
        """Fold instead."""
        return self._unfolded()

    def number(self, node: int) -> str:
        """Room below the branch to a node."""
        return WIDE_NUMBER if node != self.root else ""

    def belief(self, node: int) -> str:
        """Room beside the nodes of a set of several."""
        inner = self.game.owner[node] >= 0 and len(self.game.set_nodes(int(self.game.infoset[node]))) > 1
        return f"[{WIDE_NUMBER}]" if inner and not self.folded(node) else ""

    def ending(self, node: int) -> tuple[tuple[Number, ...], str]:
        """Room for payoffs, and what is said of the ending, or of a folded part."""
        room = (WIDE_PAYOFF,) * len(self.game.players)
        return (room, f"{self.sizes[node] - 1} nodes folded") if self.folded(node) else (room, super().ending(node)[1])

    def notes(self) -> Iterator[str]:
        """How to read the picture."""
        yield "Open circles: chance. Thick: played. Pale: off the path. Dotted: not played, though it pays the same."
        yield "Below a branch: its probability. Beside a node: what its player was told, saw and did; in brackets, beliefs."
        if any(map(self.folded, self.nodes)):
            yield "Triangles: folded parts, with what play there is worth; those that are underlined open when they are clicked."


@dataclass(frozen=True)
class MovingPart:
    """A picture of a tree from one node on, whose numbers are filled in later.

    In the SVG the elements of class ``move`` and ``number`` stand in the order of the nodes other than the first, ``beside`` in the order
    of the nodes that go on, ``payoff`` in the order of endings and folded parts, and players; ``fold`` twice for each folded part, first
    all its words and then all its triangles.

    Parameters
    ----------
    svg : str
        The picture.
    nodes : tuple of int
        What it shows, numbered as in the game; the first is where it begins.
    after : str
        The history of that node.
    labels : tuple of str
        What stands beside the nodes that go on, in their order; cut as far as this picture has room for it.
    """

    svg: str
    nodes: tuple[int, ...]
    after: str
    labels: tuple[str, ...]


@dataclass(frozen=True)
class MovingTree:
    """A tree in pictures whose numbers are filled in later, and what stands where.

    Parameters
    ----------
    parts : tuple of MovingPart
        The first shows the tree from its root, each further one what another has folded, as far as room was given.
    parent : tuple of int
        The parent of each node, -1 for the root; nodes are numbered as in the game.
    infoset : tuple of int
        The information set of each node, -1 where chance moves, -2 at an ending.
    move : tuple of int
        The index of the action that leads to each node.
    chance : tuple of (number or None)
        The probability of the chance move that leads to each node.
    payoffs : tuple of tuple of number
        At each ending, in the order of the nodes.
    """

    parts: tuple[MovingPart, ...]
    parent: tuple[int, ...]
    infoset: tuple[int, ...]
    move: tuple[int, ...]
    chance: tuple[Number | None, ...]
    payoffs: tuple[tuple[Number, ...], ...]


def moving_tree(game: Game, *, max_nodes: int = 200, folded: int = 80, drawn: int = 1_000) -> MovingTree:
    """Lay out a tree once, for play and payoffs that change.

    Parameters
    ----------
    game : Game
        Any game.
    max_nodes : int
        So many nodes are drawn in one picture.
    folded : int
        Of a larger tree so many are shown at once, and the rest in further pictures, one for each part that is folded.
    drawn : int
        So many nodes are drawn in all pictures together; what lies beyond stays folded.
    """
    whole = Roomy(game, "", max_nodes)
    players, kinds = range(len(game.players)), {CHANCE: -1, TERMINAL: -2}
    nodes = range(game.nodes)
    return MovingTree(
        tuple(_parts(whole if game.nodes <= max_nodes else Roomy(game, "", folded), drawn)),
        tuple(int(game.parent[node]) if node else -1 for node in nodes),
        tuple(kinds.get(int(game.owner[node]), int(game.infoset[node])) for node in nodes),
        tuple(int(game.move[node]) for node in nodes),
        tuple(game.chance(node) if node and game.owner[game.parent[node]] == CHANCE else None for node in nodes),
        tuple(tuple(game.payoff(int(game.infoset[node]), player) for player in players) for node in nodes if game.owner[node] == TERMINAL),
    )


def _parts(first: Roomy, drawn: int) -> Iterator[MovingPart]:
    """The picture of the root, and then of what is folded, as long as there is room."""
    waiting = deque([first])
    while waiting:
        part = waiting.popleft()
        drawn -= len(part.nodes)
        layout = lay_out(part)
        labels = tuple(mark.label for mark in layout.marks)
        yield MovingPart(Drawing(layout).svg(), tuple(part.nodes), first.game.history(part.root), labels)
        for node in filter(part.folded, part.nodes):
            further = replace(part, first=node)
            if len(further.nodes) <= drawn - sum(len(one.nodes) for one in waiting):
                waiting.append(further)
