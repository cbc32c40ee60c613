"""Where everything stands in a picture of a game tree: left to right, one row an ending, nothing on top of anything.

A branch leaves its node at a slant and then runs level into the next node: the action stands above that level part, what the
next player knows below it. Payoffs form a table at the right.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise

from ..numbers import Number, text
from ..tree import Game
from .contents import Contents, Legend, Room
from .lettering import SMALL, broad, in_lines, wide, wide_bold

ROW, TOP, EDGE, GAP, RADIUS, TRACK = 32.0, 84.0, 20.0, 12.0, 6.5, 11.0  # in pixels
SMALL_ROW, AIR = 12.0, 8.0  # height of a line of small letters, and of what is left free above and below several
WIDEST = 1250.0  # of a picture that a notebook shows whole in letters that can be read
ROOMS = (  # the first in which a picture is not wider
    Room(),
    Room(payoff=200),
    Room(payoff=140, label=20, number=8, fan=34, stacked=True),
    Room(payoff=110, label=13, number=8, fan=30, stacked=True),
)
BELOW, LINE, NOTE = 28.0, 15.0, 640.0  # height of the first note at the bottom, and of a further one; width that notes may always take


class Made(Enum):
    """What is known of a move; nothing in the picture of a bare tree."""

    UNSAID = 0
    PLAYED = 1
    NOT_PLAYED = 2
    AS_GOOD = 3  # not played, though it pays the same


@dataclass(frozen=True)
class Mark:
    """A node that is no ending: its place, owner (a player's index or ``CHANCE``), label, belief, history, and whether play comes there.

    What is written beside it stands `down` pixels below its middle.
    """

    x: float
    y: float
    owner: int
    label: str
    belief: str
    history: str
    reached: bool
    down: float

    @property
    def beside(self) -> str:
        """What is written beside it."""
        return " ".join(filter(None, (self.label, self.belief)))


@dataclass(frozen=True)
class Branch:
    """A move from (`x`, `y`), at a slant to (`bend`, `level`), then level to `end`.

    Below it stands `number`: its `probability`, or a letter for that. `reached` says whether play comes to where it is made.
    """

    x: float
    y: float
    bend: float
    end: float
    level: float
    owner: int
    action: str
    number: str
    probability: Number | None
    made: Made
    reached: bool


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
    """A leaf: its place, payoffs by player, class (empty where it says no more than the moves), history; or a part that is folded.

    `lines` has for each player the lines in which the payoff is written.
    """

    x: float
    y: float
    payoffs: tuple[Number, ...]
    lines: tuple[tuple[str, ...], ...]
    outcome: str
    history: str
    folded: bool
    reached: bool


@dataclass(frozen=True)
class Layout:
    """A tree ready to be drawn, in pixels from the top left.

    The payoffs of player k stand around ``columns[k]``, the classes of endings right of `outcomes`; the notes say how to read the picture.
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
    notes: tuple[str, ...]


def lay_out(contents: Contents) -> Layout:
    """Find a place for everything; where a notebook has no room for that, with long payoffs in more lines and labels cut shorter.

    Parameters
    ----------
    contents : Contents
        What the picture holds.
    """
    payoffs = {node: tuple(map(text, contents.ending(node)[0])) for node in contents.nodes if not contents.children(node)}
    for room in ROOMS:
        layout = _laid_out(replace(contents, room=room, legend=Legend(room=room.number)), payoffs)
        if layout.width <= WIDEST:
            break
    return layout


def _laid_out(contents: Contents, payoffs: Mapping[int, Sequence[str]]) -> Layout:
    game, nodes = contents.game, contents.nodes
    lines = {node: tuple(tuple(in_lines(line, contents.room.payoff)) for line in row) for node, row in payoffs.items()}
    y, rows = _rows(contents, lines)
    level = _levels(contents)
    bends = _bends(contents, level, y)
    x, fan = _columns(contents, level, bends)
    marks, branches, endings = [], [], []
    for node in nodes:
        reached = contents.playing is None or contents.playing.reached[node]
        if contents.children(node):
            words = contents.label(node), contents.belief(node), game.history(node)
            down = 25.0 if _stacked(contents, node) else 13.0 if game.history(node) else 4.0
            marks.append(Mark(x[node], y[node], int(game.owner[node]), *words, reached, down))
        else:
            said = contents.ending(node)[0], lines[node], contents.outcome(node), game.history(node)
            endings.append(Ending(x[node], y[node], *said, contents.folded(node), reached))
        if node != nodes[0]:
            above = int(game.parent[node])
            bend, words = x[above] + fan[level[above]], (contents.action(node), contents.number(node), contents.probability(node))
            branches.append(Branch(x[above], y[above], bend, x[node], y[node], int(game.owner[above]), *words, *_made(contents, node)))
    bonds = tuple(Bond(x[upper], y[upper], x[lower], y[lower], bulge, int(game.owner[upper])) for (upper, lower), bulge in bends.items())
    columns, outcomes, width = _table(game, endings)
    title = game.title if not contents.below else f"{game.title} (after {contents.below})"
    notes = tuple(line for note in contents.notes() if note for line in _broken(note, max(width - 2 * EDGE, wide_bold(title, 15), NOTE)))
    width = max(width, EDGE * 2 + wide_bold(title, 15), *(EDGE * 2 + wide(note, SMALL) for note in notes))
    height = TOP + rows + BELOW + LINE * (len(notes) - 1)
    return Layout(title, game.players, width, height, tuple(marks), tuple(branches), bonds, tuple(endings), columns, outcomes, notes)


def _made(contents: Contents, node: int) -> tuple[Made, bool]:
    """Whether the move that leads to a node is made, and whether play comes to it."""
    game, playing, above = contents.game, contents.playing, int(contents.game.parent[node])
    if playing is None:
        return Made.UNSAID, True
    if playing.probabilities[node] != 0:
        return Made.PLAYED, playing.reached[above]
    as_good = (int(game.infoset[above]), int(game.move[node])) in playing.indifferent
    return Made.AS_GOOD if as_good else Made.NOT_PLAYED, playing.reached[above]


def _broken(note: str, room: float) -> list[str]:
    """Break a note between words where it is wider than the picture."""
    lines = [""]
    for word in note.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and wide(longer, SMALL) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


# ------------------------------------------------------------------ where


def _rows(contents: Contents, lines: Mapping[int, Sequence[Sequence[str]]]) -> tuple[dict[int, float], float]:
    """Where every node stands from the top, endings row by row, other nodes in the middle of their children; and the rows' height."""
    y: dict[int, float] = {}
    stack, height = [contents.nodes[0]], 0.0
    while stack:
        node = stack.pop()
        if not contents.children(node):
            row = max(ROW, SMALL_ROW * max(map(len, lines[node]), default=1) + AIR)
            y[node] = TOP - ROW / 2 + height + row / 2
            height += row
        stack.extend(reversed(contents.children(node)))
    for node in reversed(contents.nodes):
        below = contents.children(node)
        if below:
            y[node] = (y[below[0]] + y[below[-1]]) / 2
    return y, height


def _levels(contents: Contents) -> dict[int, int]:
    """Column of every node: after its parent, and the same for all nodes of an information set where that can be."""
    game, nodes = contents.game, contents.nodes
    level = {nodes[0]: 0}
    for node in nodes[1:]:
        level[node] = level[int(game.parent[node])] + 1
    aligned = dict(level)
    for _ in range(len(nodes)):
        furthest: dict[int, int] = {}
        for node in nodes:
            if contents.decides(node):
                furthest[game.infoset[node]] = max(furthest.get(game.infoset[node], 0), aligned[node])
        last = dict(aligned)
        for node in nodes:
            least = aligned[int(game.parent[node])] + 1 if node != nodes[0] else 0
            aligned[node] = max(least, furthest[game.infoset[node]]) if contents.decides(node) else least
        if aligned == last:
            return aligned
        if max(aligned.values()) > 2 * len(level):
            break
    return level  # sets that come in one order here and in another there: no column fits all


def _bends(contents: Contents, level: dict[int, int], y: dict[int, float]) -> dict[tuple[int, int], float]:
    """How far the lines between neighbours in a set bend to the right, so as not to run through other nodes or on top of one another."""
    game = contents.game
    sets: dict[int, list[int]] = {}
    standing: dict[int, list[float]] = {}
    for node in contents.nodes:
        standing.setdefault(level[node], []).append(y[node])
        if contents.decides(node):
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


def _columns(contents: Contents, level: dict[int, int], bends: dict[tuple[int, int], float]) -> tuple[dict[int, float], list[float]]:
    """How far right every node stands, and how wide the slanted part of the branches is in every column."""
    game, nodes = contents.game, contents.nodes
    fan = [contents.room.fan] * (max(level.values()) + 1)
    for (upper, _), bulge in bends.items():
        fan[level[upper]] = max(fan[level[upper]], bulge + 2 * TRACK)
    left_edge = [EDGE + wide(contents.beside(nodes[0]), SMALL) + RADIUS + GAP] + [0.0] * max(level.values())
    for column in range(1, len(left_edge)):
        needs = [left_edge[column - 1] + fan[column - 1] + GAP]
        for node in nodes[1:]:
            if level[node] == column:
                parent_level = level[int(game.parent[node])]
                needs.append(left_edge[parent_level] + fan[parent_level] + _need(contents, node))
        left_edge[column] = max(needs)
    return {node: left_edge[level[node]] for node in nodes}, fan


def _need(contents: Contents, node: int) -> float:
    """Room that the labels above and below the level part of a branch need."""
    above = wide(contents.action(node)) + GAP
    number = contents.number(node)
    below = wide(number, SMALL) + GAP if number else 0.0
    label = wide(contents.beside(node), SMALL) + RADIUS + GAP if contents.children(node) else 0.0
    return max(above + RADIUS, below, label) if _stacked(contents, node) else max(above + RADIUS, below + label)


def _stacked(contents: Contents, node: int) -> bool:
    """Whether what is written beside a node stands below the number of its branch; a node of a single move has no room there."""
    return contents.room.stacked and bool(contents.number(node)) and len(contents.children(node)) > 1


def _table(game: Game, endings: Sequence[Ending]) -> tuple[tuple[float, ...], float, float]:
    """Middles of the payoff columns, left edge of the outcomes, and the width of the whole."""
    edge = max(ending.x for ending in endings) + 2 * GAP
    middles = []
    for k, player in enumerate(game.players):
        width = max(wide_bold(player) + 2 * RADIUS + 8, *(broad(ending.lines[k]) for ending in endings))
        middles.append(edge + width / 2)
        edge += width + 2 * GAP
    outcomes = max(wide(ending.outcome) for ending in endings)
    return tuple(middles), edge, edge + outcomes + (EDGE if outcomes else 0.0)
