"""Where everything stands in a picture of a game tree: left to right, one row an ending, nothing on top of anything.

A branch leaves its node at a slant and then runs level into the next node: the action stands above that level part, what the
next player knows below it. Payoffs form a table at the right.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ..errors import GameError
from ..numbers import Number, text
from ..tree import CHANCE, TERMINAL, Game
from .lettering import SMALL, broad, shortened, wide

ROW, TOP, EDGE, FAN, GAP, RADIUS, TRACK = 32.0, 84.0, 20.0, 46.0, 12.0, 6.5, 11.0  # in pixels
BELOW = 28.0  # height of the note at the bottom


@dataclass(frozen=True)
class Mark:
    """A node that is no ending: its place, owner (a player's index or ``CHANCE``), label, and history."""

    x: float
    y: float
    owner: int
    label: str
    history: str


@dataclass(frozen=True)
class Branch:
    """A move from (`x`, `y`), at a slant to (`bend`, `level`), then level to `end`."""

    x: float
    y: float
    bend: float
    end: float
    level: float
    owner: int
    action: str
    chance: Number | None


@dataclass(frozen=True)
class Bond:
    """A line from (`x`, `y`) to (`x2`, `y2`) between nodes of one information set, bent to the right by `bulge`."""

    x: float
    y: float
    x2: float
    y2: float
    bulge: float
    owner: int


@dataclass(frozen=True)
class Ending:
    """A leaf: its place, payoffs by player and class (empty where it says no more than the moves)."""

    x: float
    y: float
    payoffs: tuple[Number, ...]
    outcome: str


@dataclass(frozen=True)
class Layout:
    """A tree ready to be drawn, in pixels from the top left.

    The payoffs of player k stand around ``columns[k]``, the classes of endings right of `outcomes`; the note says how to read the picture.
    """

    title: str
    players: tuple[str, ...]
    width: float
    height: float
    marks: tuple[Mark, ...]
    branches: tuple[Branch, ...]
    bonds: tuple[Bond, ...]
    endings: tuple[Ending, ...]
    columns: tuple[float, ...]
    outcomes: float
    note: str


def lay_out(game: Game, *, below: str = "", max_nodes: int = 200) -> Layout:
    """Find a place for everything.

    Parameters
    ----------
    game : Game
        Any game, symbolic ones too.
    below : str
        The history of the node at which the picture begins; the whole tree when empty.
    max_nodes : int
        What a reader can take in.

    Raises
    ------
    GameError
        When there are more nodes, naming a part that can be drawn; or when no node has that history.
    """
    nodes = _nodes(game, below, max_nodes)
    root = nodes[0]
    y = _rows(game, nodes)
    level = _levels(game, nodes)
    bends = _bends(game, nodes, level, y)
    x, fan = _columns(game, nodes, level, bends)
    marks, branches, endings = [], [], []
    named = not _classed_by_moves(game)
    for node in nodes:
        owner, index = int(game.owner[node]), int(game.infoset[node])
        if owner == TERMINAL:
            outcome = game.outcome_names[game.outcome[index]] if named else ""
            endings.append(Ending(x[node], y[node], tuple(game.payoff(index, k) for k in range(len(game.players))), outcome))
        else:
            marks.append(Mark(x[node], y[node], owner, label_of(game, node), game.history(node)))
        if node != root:
            above = int(game.parent[node])
            chance = game.chance(node) if game.owner[above] == CHANCE else None
            bend, action = x[above] + fan[level[above]], shortened(game.move_label(node))
            branches.append(Branch(x[above], y[above], bend, x[node], y[node], int(game.owner[above]), action, chance))
    bonds = (Bond(x[upper], y[upper], x[lower], y[lower], bulge, int(game.owner[upper])) for (upper, lower), bulge in bends.items())
    columns, outcomes, width = _table(game, endings)
    title = game.title if not below else f"{game.title} (after {below})"
    note = _note(marks, bool(bends))
    width = max(width, EDGE * 2 + wide(title, 15), EDGE * 2 + wide(note, SMALL))
    return Layout(
        title,
        game.players,
        width,
        TOP + ROW * len(endings) + BELOW,
        tuple(marks),
        tuple(branches),
        tuple(bonds),
        tuple(endings),
        columns,
        outcomes,
        note,
    )


def _note(marks: Sequence[Mark], bonds: bool) -> str:
    """How to read what is in the picture."""
    sentences = ["Open circles: chance, with the probability below each branch."] if any(mark.owner == CHANCE for mark in marks) else []
    sentences += ["Beside a node: what its player was told, saw and did."] if any(mark.owner >= 0 for mark in marks) else []
    return " ".join([*sentences, *(["Dashed: one information set."] if bonds else [])])


def label_of(game: Game, node: int) -> str:
    """What is written at a node: what its player knows, or what chance draws."""
    index = int(game.infoset[node])
    return shortened(game.chance_moves[index][0] if game.owner[node] == CHANCE else game.set_labels[index])


# ------------------------------------------------------------------ which nodes


def _nodes(game: Game, below: str, max_nodes: int) -> list[int]:
    """The nodes to draw, parents first."""
    root = next((node for node in range(game.nodes) if game.history(node) == below), None) if below else 0
    if root is None:
        raise GameError(f"No node of {game.name} has the history {below!r}; write the labels of all moves, chance included, joined by '/'.")
    size = np.ones(game.nodes, np.int64)
    for node in range(game.nodes - 1, 0, -1):
        size[game.parent[node]] += size[node]
    if size[root] > max_nodes:
        fitting = np.where(size <= max_nodes, size, 0)
        history = game.history(int(np.argmax(fitting))) if max_nodes > 1 else ""
        raise GameError(
            f"{game.name} has {size[root]} nodes{' there' if below else ''}, too many for a picture of at most {max_nodes}; "
            f"draw a part, as with below={history!r}, or raise max_nodes."
        )
    nodes = [root]
    for node in nodes:
        nodes.extend(game.children(node))
    return nodes


def _classed_by_moves(game: Game) -> bool:
    """Whether the classes of the endings say no more than the players' moves."""

    def moves(leaf: int) -> str:
        return "/".join(game.set_actions[game.infoset[node]][move] for node, move in game.path(leaf) if game.owner[node] >= 0)

    return all(game.outcome_names[game.outcome[k]] == (moves(int(leaf)) or "the start") for k, leaf in enumerate(game.leaf_nodes))


# ------------------------------------------------------------------ where


def _rows(game: Game, nodes: Sequence[int]) -> dict[int, float]:
    """Height of every node: endings row by row, other nodes in the middle of their children."""
    y: dict[int, float] = {}
    stack = [nodes[0]]
    while stack:
        node = stack.pop()
        if game.owner[node] == TERMINAL:
            y[node] = TOP + ROW * len(y)
        stack.extend(reversed(game.children(node)))
    for node in reversed(nodes):
        below = game.children(node)
        if len(below):
            y[node] = (y[below[0]] + y[below[-1]]) / 2
    return y


def _levels(game: Game, nodes: Sequence[int]) -> dict[int, int]:
    """Column of every node: after its parent, and the same for all nodes of an information set where that can be."""
    level = {nodes[0]: 0}
    for node in nodes[1:]:
        level[node] = level[int(game.parent[node])] + 1
    aligned = dict(level)
    for _ in range(len(nodes)):
        furthest: dict[int, int] = {}
        for node in nodes:
            if game.owner[node] >= 0:
                furthest[game.infoset[node]] = max(furthest.get(game.infoset[node], 0), aligned[node])
        last = dict(aligned)
        for node in nodes:
            least = aligned[int(game.parent[node])] + 1 if node != nodes[0] else 0
            aligned[node] = max(least, furthest[game.infoset[node]]) if game.owner[node] >= 0 else least
        if aligned == last:
            return aligned
        if max(aligned.values()) > 2 * len(level):
            break
    return level  # sets that come in one order here and in another there: no column fits all


def _bends(game: Game, nodes: Iterable[int], level: dict[int, int], y: dict[int, float]) -> dict[tuple[int, int], float]:
    """How far the lines between neighbours in a set bend to the right, so as not to run through other nodes or on top of one another."""
    sets: dict[int, list[int]] = {}
    standing: dict[int, list[float]] = {}
    for node in nodes:
        standing.setdefault(level[node], []).append(y[node])
        if game.owner[node] >= 0:
            sets.setdefault(int(game.infoset[node]), []).append(node)
    pairs: list[tuple[int, int]] = []
    for members in sets.values():
        pairs.extend(pairwise(sorted(members, key=lambda node: y[node])))
    bends: dict[tuple[int, int], float] = {}
    for upper, lower in sorted(pairs, key=lambda pair: y[pair[1]] - y[pair[0]]):
        straight = level[upper] != level[lower] or not any(y[upper] < other < y[lower] for other in standing[level[upper]])
        beside = {bulge for (a, b), bulge in bends.items() if level[a] == level[upper] and y[a] < y[lower] and y[upper] < y[b]}
        bends[upper, lower] = 0.0 if straight else next(k * TRACK for k in range(2, len(bends) + 3) if k * TRACK not in beside)
    return bends


def _columns(
    game: Game, nodes: Sequence[int], level: dict[int, int], bends: dict[tuple[int, int], float]
) -> tuple[dict[int, float], list[float]]:
    """How far right every node stands, and how wide the slanted part of the branches is in every column."""
    fan = [FAN] * (max(level.values()) + 1)
    for (upper, _), bulge in bends.items():
        fan[level[upper]] = max(fan[level[upper]], bulge + 2 * TRACK)
    left_edge = [EDGE + wide(label_of(game, nodes[0]), 11) + RADIUS + GAP] + [0.0] * max(level.values())
    for column in range(1, len(left_edge)):
        needs = [left_edge[column - 1] + fan[column - 1] + GAP]
        for node in nodes[1:]:
            if level[node] == column:
                parent_level = level[int(game.parent[node])]
                needs.append(left_edge[parent_level] + fan[parent_level] + _need(game, node))
        left_edge[column] = max(needs)
    return {node: left_edge[level[node]] for node in nodes}, fan


def _need(game: Game, node: int) -> float:
    """Room that the labels above and below the level part of a branch need."""
    above = wide(shortened(game.move_label(node))) + GAP
    chance = wide(text(game.chance(node)), 11) + GAP if game.chance_row[node] >= 0 else 0.0
    label = wide(label_of(game, node), 11) + RADIUS + GAP if game.owner[node] != TERMINAL else 0.0
    return max(above + RADIUS, chance + label)


def _table(game: Game, endings: Sequence[Ending]) -> tuple[tuple[float, ...], float, float]:
    """Middles of the payoff columns, left edge of the outcomes, and the width of the whole."""
    edge = max(ending.x for ending in endings) + 2 * GAP
    middles = []
    for k, player in enumerate(game.players):
        width = max(wide(player) + 2 * RADIUS + 8, *(broad(ending.payoffs[k]) for ending in endings))
        middles.append(edge + width / 2)
        edge += width + 2 * GAP
    outcomes = max(wide(shortened(ending.outcome)) if ending.outcome else 0.0 for ending in endings)
    return tuple(middles), edge, edge + outcomes + (EDGE if outcomes else 0.0)
