"""What a picture of a tree holds: which nodes, which of them folded, and what is written at each.

With play on the tree (see `playing`), branches say how likely their move is and nodes of a set what is believed there. A number too
long to stand in the tree gets a letter, and the letters are explained below the picture.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from ..errors import GameError
from ..numbers import Number, text
from ..tree import CHANCE, TERMINAL, Game
from .lettering import BROAD, LONGEST, shortened
from .playing import Playing

ROOM = 20  # letters of a number that stand in the tree


@dataclass(frozen=True)
class Legend:
    """Letters for long numbers, in the order in which they are met."""

    letters: dict[str, tuple[str, Number]] = field(default_factory=dict)
    room: int = ROOM

    def write(self, number: Number) -> str:
        """A number as it stands in the tree: itself, or its letter."""
        written = text(number)
        if len(written) <= self.room:
            return written
        if written not in self.letters:
            self.letters[written] = (f"({_letter(len(self.letters))})", number)
        return self.letters[written][0]

    def bracket(self, number: Number) -> str:
        """The same in square brackets."""
        written = self.write(number)
        return f"[{written[1:-1]}]" if text(number) in self.letters else f"[{written}]"


def _letter(k: int) -> str:
    return (_letter(k // 26 - 1) if k >= 26 else "") + chr(ord("a") + k % 26)


@dataclass(frozen=True)
class Room:
    """How much room words have in a picture.

    Parameters
    ----------
    payoff : float
        The width of a payoff's line, in pixels.
    label, number : int
        The letters of a label, and of a number in the tree, which gets a letter where it is longer.
    fan : float
        The width of a branch's slanted part at least.
    stacked : bool
        Whether what is written beside a node stands below the number of the branch that leads there, instead of behind it.
    """

    payoff: float = BROAD
    label: int = LONGEST
    number: int = ROOM
    fan: float = 46.0
    stacked: bool = False


@dataclass(frozen=True)
class Contents:
    """The nodes of a picture, parents first, and the words beside them.

    Parameters
    ----------
    game : Game
        Any game, symbolic ones too.
    below : str
        The history of the node at which the picture begins; the whole tree when empty.
    most : int
        So many nodes can be drawn. A larger tree is refused; with play on it, what is less likely to be seen is folded.
    playing : Playing or None
        What is played on the tree.
    said : tuple of str
        Further lines below the picture.
    legend : Legend
        The letters that long numbers have got.
    room : Room
        How long words may be.

    Raises
    ------
    GameError
        When there are too many nodes and nothing is played; or when no node has that history.
    """

    game: Game
    below: str
    most: int
    playing: Playing | None = None
    said: tuple[str, ...] = ()
    legend: Legend = field(default_factory=Legend)
    room: Room = Room()

    @cached_property
    def root(self) -> int:
        """The node at which the picture begins."""
        game = self.game
        root = next((node for node in range(game.nodes) if game.history(node) == self.below), None) if self.below else 0
        if root is None:
            raise GameError(
                f"No node of {game.name} has the history {self.below!r}; write the labels of all moves, chance included, joined by '/'."
            )
        return root

    @cached_property
    def sizes(self) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        """How many nodes there are from each node on, itself included; shape (nodes,)."""
        sizes = np.ones(self.game.nodes, np.int64)
        for node in range(self.game.nodes - 1, 0, -1):
            sizes[self.game.parent[node]] += sizes[node]
        return sizes

    @cached_property
    def nodes(self) -> list[int]:
        """The nodes that are drawn, parents first."""
        return sorted(self._all() if self.sizes[self.root] <= self.most else self._unfolded() if self.playing else self._refuse())

    def _all(self) -> list[int]:
        nodes = [self.root]
        for node in nodes:
            nodes.extend(self.game.children(node))
        return nodes

    def _unfolded(self) -> list[int]:
        """Unfold nodes as long as there is room: those that play, if any, reaches first, then those nearer to the beginning."""
        nodes, waiting = [self.root], [(False, 0, self.root)]
        while waiting:
            _, _, node = heapq.heappop(waiting)
            children = self.game.children(node)
            if len(nodes) + len(children) > self.most and node != self.root:
                continue
            nodes.extend(children)
            for child in children:
                if self.game.owner[child] != TERMINAL:
                    passed_by = self.playing is not None and not self.playing.reached[child]
                    heapq.heappush(waiting, (passed_by, int(self.game.depth[child]), child))
        return nodes

    def _refuse(self) -> list[int]:
        sizes = self.sizes
        fitting = np.where(sizes <= self.most, sizes, 0)
        history = self.game.history(int(np.argmax(fitting))) if self.most > 1 else ""
        raise GameError(
            f"{self.game.name} has {sizes[self.root]} nodes{' there' if self.below else ''}, "
            f"too many for a picture of at most {self.most}; draw a part, as with below={history!r}, or raise max_nodes."
        )

    @cached_property
    def drawn(self) -> frozenset[int]:
        """The same nodes, to look up."""
        return frozenset(self.nodes)

    def children(self, node: int) -> Sequence[int]:
        """The children of a node that are drawn: all or none."""
        children = self.game.children(node)
        return children if len(children) and children[0] in self.drawn else ()

    def decides(self, node: int) -> bool:
        """Whether a player moves at a node, and that is drawn."""
        return bool(self.game.owner[node] >= 0) and len(self.children(node)) > 0

    def folded(self, node: int) -> bool:
        """Whether play goes on after a node, but nothing of that is drawn."""
        return self.game.owner[node] != TERMINAL and not self.children(node)

    # ---------------------------------------------------------------- words

    def action(self, node: int) -> str:
        """The move that leads to a node."""
        return shortened(self.game.move_label(node), self.room.label)

    def probability(self, node: int) -> Number | None:
        """What is written below the branch to a node: a chance, or how likely a player who mixes is to move so."""
        if self.game.chance_row[node] >= 0:
            return self.game.chance(node)
        probability = None if self.playing is None else self.playing.probabilities[node]
        return None if probability in (0, 1) else probability

    def number(self, node: int) -> str:
        """The same in letters; empty where there is none."""
        probability = self.probability(node)
        return "" if probability is None else self.legend.write(probability)

    def label(self, node: int) -> str:
        """What is written at a node: what its player knows, or what chance draws; nothing at an ending, which may be all there is."""
        if self.folded(node) or self.game.owner[node] == TERMINAL:
            return ""
        index = int(self.game.infoset[node])
        label = self.game.chance_moves[index][0] if self.game.owner[node] == CHANCE else self.game.set_labels[index]
        return shortened(label, self.room.label)

    def belief(self, node: int) -> str:
        """What is believed at a node, in brackets; empty where there is nothing to say."""
        belief = None if self.playing is None or self.folded(node) else self.playing.belief(node)
        return "" if belief is None else self.legend.bracket(belief)

    def beside(self, node: int) -> str:
        """Everything that is written beside a node, in a row."""
        return " ".join(filter(None, (self.label(node), self.belief(node))))

    def ending(self, node: int) -> tuple[tuple[Number, ...], str]:
        """The payoffs at an ending, or what a folded part is worth; and what is said of it."""
        game = self.game
        if self.folded(node):
            assert self.playing is not None
            return self.playing.values[node], f"{self.sizes[node] - 1} nodes folded"
        index = int(game.infoset[node])
        outcome = game.outcome_names[game.outcome[index]] if self._outcomes_tell else ""
        return tuple(game.payoff(index, k) for k in range(len(game.players))), outcome

    def outcome(self, node: int) -> str:
        """What is said of an ending, as long as there is room for it."""
        said = self.ending(node)[1]
        return shortened(said, max(self.room.label, 20)) if said else ""

    @cached_property
    def _outcomes_tell(self) -> bool:
        """Whether the classes of the endings say more than the players' moves."""
        game = self.game

        def moves(leaf: int) -> str:
            return "/".join(game.set_actions[game.infoset[node]][move] for node, move in game.path(leaf) if game.owner[node] >= 0)

        return not all(game.outcome_names[game.outcome[k]] == (moves(int(leaf)) or "the start") for k, leaf in enumerate(game.leaf_nodes))

    # ---------------------------------------------------------------- how to read it

    def notes(self) -> Iterator[str]:
        """How to read the picture, in lines."""
        game, inner = self.game, [node for node in self.nodes if not self.folded(node)]
        owners = {int(game.owner[node]) for node in inner}
        sets = [int(game.infoset[node]) for node in inner if game.owner[node] >= 0]
        sentences = ["Open circles: chance, with the probability below each branch."] if CHANCE in owners else []
        sentences += ["Beside a node: what its player was told, saw and did."] if sets else []
        sentences += ["Dashed: one information set."] if len(set(sets)) < len(sets) else []
        yield " ".join(sentences)
        if self.playing is not None:
            yield from self._play_notes(self.playing)
        for letter, number in self.legend.letters.values():
            yield f"{letter} = {text(number)}"
        yield from self.said

    def _play_notes(self, playing: Playing) -> Iterator[str]:
        game = self.game
        moved = [node for node in self.nodes if node != self.root and game.owner[game.parent[node]] >= 0]
        sentences = ["Thick: played."]
        if any(not playing.reached[game.parent[node]] for node in moved):
            sentences.append("Pale: off the path.")
        if any((int(game.infoset[game.parent[node]]), int(game.move[node])) in playing.indifferent for node in moved):
            sentences.append("Dotted: not played, though it pays the same.")
        if any(self.belief(node) for node in self.nodes):
            sentences.append("In brackets: beliefs.")
        yield " ".join(sentences)
        folded = [node for node in self.nodes if self.folded(node)]
        if folded:
            largest = max(folded, key=lambda node: (self.sizes[node], -node))
            yield f"Triangles: {len(folded)} folded parts, with what play there is worth."
            yield f"draw(below={str(game.history(largest))!r}) opens the largest."
