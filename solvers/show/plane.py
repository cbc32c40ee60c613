"""A map as a plane in two parameters: fills, walls, and words where there is room for them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..arrays import Floats
from .borders import OFF_PATH, SHOWN, Borders, coinciding
from .canvas import Canvas
from .formula import mathtext
from .plot_area import Mask, Room, patches
from .slices import Slice
from .style import FAINT, FILLS, INK, OUTSIDE, lasting, painted

SIZES = (9.0, 8.0)  # of the words below a region's letters
WIDTHS = (40, 30, 24, 19, 15)  # of their lines, in characters
MOST_LINES = 6
LETTERS, SMALL = 10.0, 8.5  # of a region's letters, and of those that have little room
FORMULA, NUMBER = 8.5, 7.5
TIGHT = 5.0  # pixels by which letters may come closer to walls than other words
AIR = 10.0  # pixels kept free around a region's words
BETWEEN = 4.0  # pixels between a region's letters and its words
SPECK = 1 / 4000  # of the plane: smaller patches are not labelled
GAP = 3.0  # pixels between a wall and its words
STEEPEST = math.radians(80)  # words that run down more steeply are turned to run up
MOST_LED = 15  # patches of regions that are labelled from outside
TRIES = 60  # places along a wall at which its words are tried
CIRCLE = 18.0  # pixels across a wall's number


@dataclass(frozen=True)
class Label:
    """What is said of a kind of region.

    Parameters
    ----------
    head : str
        Letters or name, always written.
    phrase : str
        Words, written where there is room for them.
    """

    head: str
    phrase: str


@dataclass
class Drawn:
    """What a plane shows, for the key below it and the words for who cannot see it.

    Parameters
    ----------
    walls : list of int
        Walls at which something changes here, by the map's order.
    numbered : list of list of int
        Walls that are named by number only, those that run along one another together.
    faint, outside : bool
        Whether some wall changes play off the path only; whether some of the plane is outside the domain.
    unnamed : int
        How many patches have no label, as there are too many small ones.
    """

    walls: list[int] = field(default_factory=list)
    numbered: list[list[int]] = field(default_factory=list)
    faint: bool = False
    outside: bool = False
    unnamed: int = 0


class Plane:
    """Draws one slice onto a canvas.

    Parameters
    ----------
    canvas : Canvas
        What is drawn on.
    slice_ : Slice
        What is drawn.
    kinds : dict from regime's name to tuple of str
        Regimes of the same kind have one colour and one label.
    labels : dict from kind to Label
        What is said of each kind.
    """

    def __init__(
        self, canvas: Canvas, slice_: Slice, kinds: Mapping[str, tuple[str, ...]], labels: Mapping[tuple[str, ...], Label]
    ) -> None:
        self.canvas, self.slice, self.kinds, self.labels = canvas, slice_, kinds, labels
        self.axes = canvas.axes
        self.drawn = Drawn()
        wide, high = canvas.pixels
        self.room = Room((slice_.grid, slice_.grid), wide / (slice_.grid - 1), high / (slice_.grid - 1))
        self.borders = Borders(slice_, kinds, (self.room.wide, self.room.high))
        self.order = list(dict.fromkeys(kinds[regime.name] for regime in slice_.regimes))
        kind_of = np.array([self.order.index(kinds[regime.name]) for regime in slice_.regimes] + [-1])
        self.what = np.where(slice_.inside, kind_of[slice_.which], -1)  # the kind of every cell, by its index in the order
        self.colours = lasting(kinds, self.order) or _colours(self.what, len(self.order))

    def draw(self) -> Drawn:
        """Draw everything."""
        self.fills()
        self.axes.set_xlim(self.slice.x.low, self.slice.x.high)
        self.axes.set_ylim(self.slice.y.low, self.slice.y.high)
        lines = self.walls()
        self.defaults()
        self.regions()
        self.meanings(lines)
        return self.drawn

    # ---------------------------------------------------------------- fills

    def fills(self) -> None:
        """Fill every regime, over cells of the same colours so that no gaps show, and hatch what is outside the domain."""
        from matplotlib.colors import to_rgba

        across, up = self.slice.across, self.slice.up
        colours = np.array([to_rgba(painted(k)) for k in self.colours] + [to_rgba("white")])
        cells = colours[self.what]
        self.axes.imshow(cells, origin="lower", extent=self.slice.extent, aspect="auto", interpolation="nearest", zorder=0.5)
        for regime in self.slice.regimes:
            depth = np.minimum(self.slice.depth(regime), self.slice.margin)
            colour = painted(self.colours[self.order.index(self.kinds[regime.name])])
            self.axes.contourf(across, up, depth, levels=[0, np.inf], colors=[colour], zorder=1, gid=f"regime {regime.name}")
        if not self.slice.inside.all():
            self.axes.contourf(across, up, self.slice.margin, levels=[-np.inf, 0], colors=[OUTSIDE], hatches=["////"], zorder=2)
            self.axes.contour(across, up, self.slice.margin, levels=[0], colors=[FAINT], linewidths=0.8, zorder=2)
            self.room.taken |= ~self.slice.inside
            self.drawn.outside = True

    # ---------------------------------------------------------------- walls

    def walls(self) -> dict[int, list[Floats]]:
        """Draw every wall at which something changes: full where what is shown does, faint where only play off the path does."""
        strong, weak = self.borders.drawn(SHOWN), self.borders.drawn(OFF_PATH)
        for line in (line for lines in strong.values() for line in lines):
            self.axes.plot(line[:, 0], line[:, 1], color=INK, lw=1.4, zorder=4, solid_capstyle="round")
            self._occupy(line)
        for line in (line for lines in weak.values() for line in lines):
            self.axes.plot(line[:, 0], line[:, 1], color=FAINT, lw=0.9, ls=(0, (4, 3)), zorder=3)
            self._occupy(line)
        self.drawn.walls, self.drawn.faint = sorted({*strong, *weak}), bool(weak)
        return weak | strong

    def _occupy(self, line: Floats) -> None:
        last = self.slice.grid - 1
        cells = np.rint(self.slice.cells(line)).astype(int)
        for columns, rows in ((cells[:, 0] + i, cells[:, 1] + j) for i in (-1, 0, 1) for j in (-1, 0, 1)):
            self.room.taken[np.clip(rows, 0, last), np.clip(columns, 0, last)] = True

    # ---------------------------------------------------------------- words

    def defaults(self) -> None:
        """Mark the defaults."""
        start = self.slice.regime_map.game.defaults
        position = float(start[self.slice.x.name]), float(start[self.slice.y.name])
        self.axes.plot(*position, marker="o", ms=5, mfc="white", mec=INK, mew=1.2, zorder=6, ls="", gid="defaults")
        column, row = np.rint(self.slice.cells(np.array([position]))[0]).astype(int)
        self.room.take(row, column, 10, 10)

    def regions(self) -> None:
        """Label every patch of every region by its letters: with words where they fit, and from outside where not even letters do."""
        labelled = [(kind, patch) for k, kind in enumerate(self.order) for patch in patches(self.what == k, int(SPECK * self.what.size))]
        worded = set()
        tight = []
        for kind, patch in sorted(labelled, key=lambda pair: -int(pair[1].sum())):
            label = self.labels[kind]
            if kind not in worded and self._worded(label, patch):
                worded.add(kind)
            elif not self._lettered(label.head, patch):
                tight.append((label.head, patch))
        for head, patch in tight[:MOST_LED]:
            self._from_outside(head, patch)
        self.drawn.unnamed = len(tight[MOST_LED:])

    def _worded(self, label: Label, patch: Mask) -> bool:
        wide, high = self.canvas.measured(label.head, LETTERS, "bold")
        for size in SIZES:
            for columns in WIDTHS:
                phrase = self.canvas.filled(label.phrase, columns)
                if phrase.count("\n") >= MOST_LINES:
                    continue
                width, tall = self.canvas.measured(phrase, size)
                whole = high + BETWEEN + tall
                at = self.room.best(patch, max(wide, width) + AIR, whole + AIR)
                if at is not None:
                    x, y = self.slice.across[at[1]], at[0] * self.room.high
                    self._write(label.head, x, self._up(y + (whole - high) / 2), size=LETTERS, weight="bold", gid="region")
                    self._write(phrase, x, self._up(y - (whole - tall) / 2), size=size, gid="phrase")
                    self.room.take(*at, max(wide, width), whole)
                    return True
        return False

    def _lettered(self, head: str, patch: Mask) -> bool:
        for size, less in ((LETTERS, 0.0), (SMALL, 0.0), (SMALL, TIGHT)):
            for letters in dict.fromkeys((head, head.replace(", ", ",\n"))):
                width, height = self.canvas.measured(letters, size, "bold")
                at = self.room.best(patch, width - less, height - less)
                if at is not None:
                    self._write(letters, self.slice.across[at[1]], self.slice.up[at[0]], size=size, weight="bold", gid="region")
                    self.room.take(*at, width, height)
                    return True
        return False

    def _from_outside(self, head: str, patch: Mask) -> None:
        """Put a patch's letters where there is room, with a line that leads to it."""
        pole = self.room.pole(patch)
        width, height = self.canvas.measured(head, SMALL, "bold")
        at = self._led(pole, width + AIR, height + AIR)
        self.axes.plot(self.slice.across[pole[1]], self.slice.up[pole[0]], marker="o", ms=2.5, color=INK, zorder=6, gid="leader")
        box = {"boxstyle": "round,pad=0.2", "fc": "white", "ec": INK, "lw": 0.6}
        self._write(head, self.slice.across[at[1]], self.slice.up[at[0]], size=SMALL, weight="bold", gid="region", bbox=box)

    def _led(self, to: tuple[int, int], width: float, height: float) -> tuple[int, int]:
        """Find the nearest room for a box and draw a line from there to a cell; give the box's middle."""
        at = self.room.nearest(to, width, height) or to
        ends = np.array([[self.slice.across[column], self.slice.up[row]] for row, column in (at, to)])
        self.axes.plot(ends[:, 0], ends[:, 1], color=INK, lw=0.7, zorder=6, gid="leader")
        self._occupy(np.linspace(ends[0], ends[1], self.slice.grid))
        self.room.take(*at, width, height)
        return at

    def _write(self, words: str, x: float, y: float, **font: Any) -> None:
        self.axes.text(x, y, words, ha="center", va="center", color=INK, zorder=7, linespacing=1.25, **font)

    def _up(self, pixels: float) -> float:
        y = self.slice.y
        return float(y.low + pixels / self.canvas.pixels[1] * (y.high - y.low))

    def meanings(self, lines: Mapping[int, Sequence[Floats]]) -> None:
        """Write every wall's threshold along it where there is room, else its number; walls that run along one another share one."""
        groups = coinciding(self.slice, lines)
        for group in sorted(groups, key=lambda group: sum(map(len, lines[group[0]]))):
            threshold = self.slice.regime_map.walls[group[0]].threshold.text()
            wall_lines = sorted(lines[group[0]], key=len, reverse=True)
            if len(group) > 1 or not any(self._along(mathtext(threshold) or threshold, line) for line in wall_lines):
                self._numbered(group, wall_lines)

    def _along(self, threshold: str, line: Floats) -> bool:
        """Write words along a line, where it is straightest."""
        width, height = self.canvas.measured(threshold, FORMULA)
        pixels, length = self.slice.cells(line) * (self.room.wide, self.room.high), self.borders.length(line)
        candidates: list[tuple[float, float, float, float]] = []
        for start in np.linspace(0, length[-1] - width, TRIES) if length[-1] > width else ():
            ends = np.array(
                [[np.interp(start + fraction * width, length, pixels[:, i]) for i in (0, 1)] for fraction in (0, 0.25, 0.5, 0.75, 1)]
            )
            angle = math.atan2(*(ends[4] - ends[0])[::-1])
            angle = (angle + STEEPEST) % math.pi - STEEPEST
            normal = np.array([-math.sin(angle), math.cos(angle)])
            bulge = (ends[1:4] - ends[0]) @ normal
            for side, over in ((1, max(0.0, bulge.max())), (-1, max(0.0, -bulge.min()))):
                middle = (ends[0] + ends[4]) / 2 + normal * side * (height / 2 + GAP + over + self.room.wide)
                cost = float(np.abs(bulge).max()) + 0.02 * abs(start + width / 2 - length[-1] / 2) + (0 if side > 0 else 1)
                candidates.append((cost, float(middle[0]), float(middle[1]), angle))
        for _, x, y, angle in sorted(candidates):
            box = self.room.turned(y / self.room.high, x / self.room.wide, width + 4, height + 1, angle)
            if box is not None and not self.room.taken[box].any():
                self.room.taken[box] = True
                at = self.slice.x.low + x / self.canvas.pixels[0] * (self.slice.x.high - self.slice.x.low), self._up(y)
                self._write(threshold, *at, size=FORMULA, rotation=math.degrees(angle), rotation_mode="anchor", gid="wall")
                return True
        return False

    def _numbered(self, group: list[int], lines: Sequence[Floats]) -> None:
        """Put a number on walls where it is farthest from words and from other walls."""
        self.drawn.numbered.append(group)
        line = np.concatenate(lines)
        at = np.clip(np.rint(self.slice.cells(line)).astype(int), 0, self.slice.grid - 1)
        own = np.zeros_like(self.room.taken)
        for columns, rows in ((at[:, 0] + i, at[:, 1] + j) for i in (-1, 0, 1) for j in (-1, 0, 1)):
            own[np.clip(rows, 0, self.slice.grid - 1), np.clip(columns, 0, self.slice.grid - 1)] = True
        free = np.minimum(self.room.depth(~(self.room.taken & ~own))[at[:, 1], at[:, 0]], CIRCLE)
        best = np.flatnonzero(free >= free.max() - 0.5)
        k = best[np.abs(best - len(line) // 2).argmin()]
        position = tuple(line[k])
        if free[k] < CIRCLE / 2:
            row, column = self._led((int(at[k, 1]), int(at[k, 0])), CIRCLE, CIRCLE)
            position = self.slice.across[column], self.slice.up[row]
        box = {"boxstyle": "circle,pad=0.25", "fc": "white", "ec": INK, "lw": 0.8}
        self._write(str(len(self.drawn.numbered)), *position, size=NUMBER, gid="wall", bbox=box)
        self.room.take(at[k, 1], at[k, 0], CIRCLE, CIRCLE)


def _colours(what: Any, count: int) -> list[int]:
    """A colour for every kind, by its index; with more kinds than colours, neighbours differ where they can."""
    if count <= len(FILLS):
        return list(range(count))
    pairs = [one.ravel() * (count + 2) + two.ravel() for one, two in ((what[1:], what[:-1]), (what[:, 1:], what[:, :-1]))]
    beside = {divmod(int(pair), count + 2) for pair in np.unique(np.concatenate(pairs))}
    colours: list[int] = []
    for k in range(count):
        near = {colours[j] for j in range(k) if (j, k) in beside or (k, j) in beside}
        colours.append(min(range(len(FILLS)), key=lambda colour: (colour in near, colours.count(colour), colour)))
    return colours
