"""A map as a plane in two parameters: fills, walls, and words where there is room for them."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from ..solution import Regime
from .canvas import FAINT, INK, OUTSIDE, Canvas, painted
from .formula import mathtext
from .room import Mask, Room, parts
from .slices import Floats, Slice, evaluated

SIZES = (9.5, 8.5, 7.5)
WIDTHS = (44, 34, 27, 21, 16, 11, 90, 60)       # of a label's lines, in characters
SPECK = 1 / 4000                                # of the plane: smaller parts are not labelled
NEAR = 2                                        # cells on either side of a wall at which what holds there is looked up
GAP = 3.0                                       # pixels between a wall and its words
STEEPEST = math.radians(80)                     # words that run down more steeply are turned to run up
SHORT = 12.0                                    # pixels: shorter pieces of a wall go with the next one
TRIES = 60                                      # places along a wall at which its words are tried
SAME, OFF_PATH, SHOWN = range(3)
"""What changes at a wall: nothing, families with the same outcomes, or what the picture shows."""


def change(one: Regime | None, two: Regime | None, kinds: Mapping[str, tuple[str, ...]]) -> int:
    """What changes between two regimes; where either is unknown, all of it."""
    if one is None or two is None:
        return SAME if one is two else SHOWN
    if kinds[one.name] != kinds[two.name]:
        return SHOWN
    return SAME if set(one.families) == set(two.families) else OFF_PATH


@dataclass
class Labelled:
    """What a plane's labels said, for the key beside it and the words for who cannot see it.

    Parameters
    ----------
    in_words, by_letter : list of tuple of str
        The sets of classes that are named in the plane by words, and by letters only.
    walls : list of int
        Walls that are named by number only.
    elsewhere : list of int
        Walls that this plane does not meet.
    idle : list of int
        Walls that it meets, but at which nothing changes here.
    faint, outside : bool
        Whether some wall changes play off the path only; whether some of the plane is outside the domain.
    """

    in_words: list[tuple[str, ...]] = field(default_factory=list)
    by_letter: list[tuple[str, ...]] = field(default_factory=list)
    walls: list[int] = field(default_factory=list)
    elsewhere: list[int] = field(default_factory=list)
    idle: list[int] = field(default_factory=list)
    faint: bool = False
    outside: bool = False


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
    said : dict from kind to str
        The words of each kind.
    """

    def __init__(self, canvas: Canvas, slice_: Slice, kinds: Mapping[str, tuple[str, ...]], said: Mapping[tuple[str, ...], str]) -> None:
        self.canvas, self.slice, self.kinds, self.said = canvas, slice_, kinds, said
        self.axes = canvas.axes
        self.out = Labelled()
        wide, high = canvas.pixels
        self.room = Room((slice_.grid, slice_.grid), wide / (slice_.grid - 1), high / (slice_.grid - 1))
        self.order = list(dict.fromkeys(kinds[regime.name] for regime in slice_.seen()))
        self.which = self._which()
        self.what = self._what()

    def draw(self) -> Labelled:
        """Draw everything."""
        self.axes.set_xlim(self.slice.x.low, self.slice.x.high)
        self.axes.set_ylim(self.slice.y.low, self.slice.y.high)
        self.fills()
        lines = self.walls()
        self.defaults()
        self.regions()
        self.meanings(lines)
        return self.out

    def _what(self) -> Any:
        """The kind of every cell, by its place in the order; -1 outside the domain, shape (grid, grid)."""
        places = np.array([self.order.index(self.kinds[regime.name]) for regime in self.slice.seen()] + [-1])
        return np.where(self.slice.inside, places[self.which], -1)

    def _which(self) -> Any:
        """The regime of every cell, by its place among those seen; -1 where none holds, shape (grid, grid)."""
        which = np.full((self.slice.grid, self.slice.grid), -1)
        deepest = np.full(which.shape, -np.inf)
        for k, regime in enumerate(self.slice.seen()):
            depth = self.slice.depth(regime)
            which = np.where(depth > deepest, k, which)
            deepest = np.maximum(deepest, depth)
        return np.where(self.slice.inside | (deepest > 0), which, -1)

    @cached_property
    def changes(self) -> Any:
        """What changes between any two of the regimes seen, by their places."""
        seen = self.slice.seen()
        return np.array([[change(one, two, self.kinds) for two in seen] for one in seen])

    # ---------------------------------------------------------------- fills

    def fills(self) -> None:
        """Fill every regime, and hatch what is outside the domain."""
        across, up = self.slice.across, self.slice.up
        for regime in self.slice.seen():
            depth = np.minimum(self.slice.depth(regime), self.slice.margin)
            colour = painted(self.order.index(self.kinds[regime.name]))
            self.axes.contourf(across, up, depth, levels=[0, np.inf], colors=[colour], zorder=1, gid=f"regime {regime.name}")
        if not self.slice.inside.all():
            self.axes.contourf(across, up, self.slice.margin, levels=[-np.inf, 0], colors=[OUTSIDE], hatches=["////"], zorder=2)
            self.axes.contour(across, up, self.slice.margin, levels=[0], colors=[FAINT], linewidths=0.8, zorder=2)
            self.room.taken |= ~self.slice.inside
            self.out.outside = True

    # ---------------------------------------------------------------- walls

    def walls(self) -> dict[int, list[Floats]]:
        """Draw every wall that the plane meets: full where what is shown changes, faint where only play off the path does."""
        drawn: dict[int, list[Floats]] = {}
        for k, value in enumerate(self.slice.walls):
            pieces = [found for line in self._lines(value) for found in self._pieces(k, line)]
            strong, weak = ([piece for told, piece in pieces if told == what] for what in (SHOWN, OFF_PATH))
            for piece in strong:
                self.axes.plot(piece[:, 0], piece[:, 1], color=INK, lw=1.4, zorder=4, solid_capstyle="round")
            for piece in weak:
                self.axes.plot(piece[:, 0], piece[:, 1], color=FAINT, lw=0.9, ls=(0, (4, 3)), zorder=3)
            self.out.faint |= bool(weak)
            if strong or weak:
                drawn[k] = strong or weak
            else:
                (self.out.idle if pieces else self.out.elsewhere).append(k)
            for piece in (*strong, *weak):
                self._occupy(piece)
        return drawn

    def _lines(self, value: Floats) -> Iterator[Floats]:
        from contourpy import contour_generator

        masked = np.ma.masked_where(self.slice.margin < 0, value)
        found = contour_generator(x=self.slice.across, y=self.slice.up, z=masked).lines(0.0)
        yield from (np.asarray(line) for line in found if len(line) > 2)

    def _pieces(self, wall: int, line: Floats) -> Iterator[tuple[int, Floats]]:
        """Cut a wall where what changes at it is another thing."""
        telling = self._tells(wall, line)
        start = 0
        pixels = self._cells(line) * (self.room.wide, self.room.high)
        length = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(pixels, axis=0), axis=1))])
        ends = [0, *(np.flatnonzero(telling[1:] != telling[:-1]) + 1), len(line) - 1]
        for one, two in itertools.pairwise(ends):
            if length[two] - length[one] < SHORT:
                telling[one : two + 1] = telling[one - 1] if one else telling[min(two, len(line) - 1)]
        for k in range(1, len(line) + 1):
            if k == len(line) or telling[k] != telling[start]:
                yield int(telling[start]), line[start : min(k + 1, len(line))]
                start = k

    def _tells(self, wall: int, line: Floats) -> Any:
        """What changes at every place along a wall."""
        sides = np.where(np.minimum(*(exact := self._touching(wall, line))) >= 0, exact, self._beside(line))
        return _smoothed(np.where(np.minimum(*sides) >= 0, self.changes[sides[0], sides[1]], SAME))

    def _touching(self, wall: int, line: Floats) -> Any:
        """The regimes on the two sides of a wall by the signs of the others, -1 where unknown (as where walls coincide), shape (2, n)."""
        point = {**self.slice.point, self.slice.x.name: line[:, 0], self.slice.y.name: line[:, 1]}
        values = [evaluated(other.polynomial, point, (len(line),)) for other in self.slice.regime_map.walls]
        sides = np.full((2, len(line)), -1)
        for k, regime in enumerate(self.slice.seen()):
            agree = [sign * value > 0 for j, (sign, value) in enumerate(zip(regime.signs, values, strict=True)) if j != wall]
            sides[int(regime.signs[wall] > 0), np.logical_and.reduce(agree) if agree else slice(None)] = k
        return sides

    def _beside(self, line: Floats) -> Any:
        """The regimes a little to the two sides of a line, -1 where none holds, shape (2, n)."""
        cells = self._cells(line)
        along = np.gradient(cells, axis=0)
        normal = np.stack([-along[:, 1], along[:, 0]], 1) / (np.linalg.norm(along, axis=1, keepdims=True) + 1e-12)
        sides = []
        for way in (NEAR, -NEAR):
            at = np.clip(np.rint(cells + way * normal).astype(int), 0, self.slice.grid - 1)
            sides.append(self.which[at[:, 1], at[:, 0]])
        return np.array(sides)

    def _cells(self, line: Floats) -> Floats:
        """Places as (column, row), fractional."""
        x, y, last = self.slice.x, self.slice.y, self.slice.grid - 1
        return np.stack([(line[:, 0] - x.low) / (x.high - x.low), (line[:, 1] - y.low) / (y.high - y.low)], 1) * last

    def _occupy(self, line: Floats) -> None:
        cells = np.rint(self._cells(line)).astype(int)
        for columns, rows in ((cells[:, 0] + i, cells[:, 1] + j) for i in (-1, 0, 1) for j in (-1, 0, 1)):
            self.room.taken[np.clip(rows, 0, self.slice.grid - 1), np.clip(columns, 0, self.slice.grid - 1)] = True

    # ---------------------------------------------------------------- words

    def defaults(self) -> None:
        """Mark the defaults."""
        start = self.slice.regime_map.game.defaults
        here = float(start[self.slice.x.name]), float(start[self.slice.y.name])
        self.axes.plot(*here, marker="o", ms=5, mfc="white", mec=INK, mew=1.2, zorder=6, ls="", gid="defaults")
        column, row = np.rint(self._cells(np.array([here]))[0]).astype(int)
        self.room.take(row, column, 10, 10)

    def regions(self) -> None:
        """Label every part of every region: in words where they fit, else by letters."""
        for k, kind in enumerate(self.order):
            told = False
            for part in parts(self.what == k, int(SPECK * self.what.size)):
                told |= self._worded(kind, part) or self._lettered(kind, part)
            if told:
                (self.out.in_words if kind not in self.out.by_letter else []).append(kind)

    def _worded(self, kind: tuple[str, ...], part: Mask) -> bool:
        for size in SIZES:
            for columns in WIDTHS:
                said = self.canvas.filled(self.said[kind], columns)
                width, height = self.canvas.measured(said, size)
                at = self.room.best(part, width, height)
                if at is not None:
                    self._write(said, at, size, width, height)
                    return True
        return False

    def _lettered(self, kind: tuple[str, ...], part: Mask) -> bool:
        said = ", ".join(kind)
        width, height = self.canvas.measured(said, SIZES[1])
        at = self.room.best(part, width, height)
        if at is None:
            at = self.room.pole(part)
        self._write(said, at, SIZES[1], width, height)
        if kind not in self.out.by_letter:
            self.out.by_letter.append(kind)
        return True

    def _write(self, said: str, at: tuple[int, int], size: float, width: float, height: float) -> None:
        row, column = at
        self.axes.text(
            self.slice.across[column], self.slice.up[row], said, size=size, ha="center", va="center", color=INK, zorder=7, linespacing=1.25,
            gid="region",
        )
        self.room.take(row, column, width, height)

    def meanings(self, lines: Mapping[int, Sequence[Floats]]) -> None:
        """Write every wall's threshold along it where there is room, else its number."""
        for k, pieces in sorted(lines.items(), key=lambda item: sum(map(len, item[1]))):
            where = self.slice.regime_map.walls[k].meaning.partition(": ")[0]
            said = mathtext(where) or where
            if not any(self._along(said, piece) for piece in sorted(pieces, key=len, reverse=True)):
                self._numbered(k, max(pieces, key=len))

    def _along(self, said: str, line: Floats) -> bool:
        """Write words along a line, where it is straightest."""
        width, height = self.canvas.measured(said, SIZES[1])
        pixels = self._cells(line) * (self.room.wide, self.room.high)
        length = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(pixels, axis=0), axis=1))])
        found: list[tuple[float, float, float, float]] = []
        for start in np.linspace(0, length[-1] - width, TRIES) if length[-1] > width else ():
            ends = np.array([[np.interp(start + part * width, length, pixels[:, i]) for i in (0, 1)] for part in (0, 0.25, 0.5, 0.75, 1)])
            angle = math.atan2(*(ends[4] - ends[0])[::-1])
            angle = (angle + STEEPEST) % math.pi - STEEPEST
            normal = np.array([-math.sin(angle), math.cos(angle)])
            bulge = (ends[1:4] - ends[0]) @ normal
            for side, over in ((1, max(0.0, bulge.max())), (-1, max(0.0, -bulge.min()))):
                middle = (ends[0] + ends[4]) / 2 + normal * side * (height / 2 + GAP + over + self.room.wide)
                cost = float(np.abs(bulge).max()) + 0.02 * abs(start + width / 2 - length[-1] / 2) + (0 if side > 0 else 1)
                found.append((cost, float(middle[0]), float(middle[1]), angle))
        for _, x, y, angle in sorted(found):
            box = self.room.turned(y / self.room.high, x / self.room.wide, width + 4, height + 1, angle)
            if box is not None and not self.room.taken[box].any():
                self.room.taken[box] = True
                self.axes.text(
                    *self._place(x, y), said, size=SIZES[1], rotation=math.degrees(angle), rotation_mode="anchor", ha="center", va="center",
                    color=INK, zorder=7, gid="wall",
                )
                return True
        return False

    def _place(self, x: float, y: float) -> tuple[float, float]:
        (wide, high), across, up = self.canvas.pixels, self.slice.x, self.slice.y
        return across.low + x / wide * (across.high - across.low), up.low + y / high * (up.high - up.low)

    def _numbered(self, k: int, line: Floats) -> None:
        """Put a wall's number on it, as far from other words as there is room."""
        self.out.walls.append(k)
        number = str(len(self.out.walls))
        at = line[len(line) // 2]
        self.axes.text(
            *at, number, size=SIZES[2], ha="center", va="center", color=INK, zorder=8, gid="wall",
            bbox={"boxstyle": "circle,pad=0.25", "fc": "white", "ec": INK, "lw": 0.8},
        )


def _smoothed(told: Any) -> Any:
    """Let each place go with the middle of what is around it, so that crossings of other walls do not cut a line up."""
    return np.median(np.lib.stride_tricks.sliding_window_view(np.pad(told, 2, mode="edge"), 5), axis=1).astype(int)
