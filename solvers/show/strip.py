"""A map of one parameter as a strip, its thresholds marked exactly."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from ..results import Regime, RegimeMap
from .borders import OFF_PATH, SAME, change
from .canvas import Canvas
from .crossed import Crossed, spread
from .formula import mathtext
from .plane import Label
from .style import FAINT, INK, lasting, painted

SIZES = (9.0, 8.0)  # of the words below a region's letters
WIDTHS = (40, 30, 24, 19, 15)  # of their lines, in characters
LETTERS, TICK = (10.0, 8.5), 11
AIR = 10.0  # pixels kept free at the sides of a region's words


class Strip:
    """Draws a map along one parameter onto a canvas.

    Parameters
    ----------
    canvas : Canvas
        What is drawn on.
    regime_map : RegimeMap
        The map.
    name : str
        The parameter; the map's others are at their defaults.
    whole : RegimeMap or None
        The map whose slice this is, where it was mapped anew.
    """

    def __init__(self, canvas: Canvas, regime_map: RegimeMap, name: str, whole: RegimeMap | None = None) -> None:
        self.canvas, self.regime_map, self.name = canvas, regime_map, name
        self.crossed = Crossed(regime_map, name, whole)
        self.axis, self.thresholds = self.crossed.axis, self.crossed.thresholds
        self.drawn: list[int] = []
        self.faint = False
        self.narrow: list[tuple[float, str]] = []
        self.order: list[tuple[str, ...]] = []

    def regimes(self) -> list[Regime]:
        """The regimes that the strip meets."""
        return list({regime.name: regime for _, _, regime in self.crossed.intervals if regime is not None}.values())

    def _changes(self, kinds: Mapping[str, tuple[str, ...]]) -> dict[float, int]:
        """What changes at each threshold; those at which nothing does are not drawn."""
        changes = {before[1]: change(before[2], after[2], kinds) for before, after in pairwise(self.crossed.intervals)}
        self.faint = OFF_PATH in changes.values()
        self.drawn = sorted({k for x, k, _ in self.thresholds if changes[x] != SAME})
        return changes

    def _joined(self, changes: Mapping[float, int]) -> list[tuple[float, float, Regime | None]]:
        """The intervals between thresholds at which something changes."""
        joined: list[tuple[float, float, Regime | None]] = []
        for low, high, regime in self.crossed.intervals:
            if joined and changes[low] == SAME:
                joined[-1] = (joined[-1][0], high, joined[-1][2])
            else:
                joined.append((low, high, regime))
        return joined

    def draw(self, kinds: Mapping[str, tuple[str, ...]], labels: Mapping[tuple[str, ...], Label]) -> None:
        """Draw everything."""
        axes = self.canvas.axes
        axes.set_xlim(self.axis.low, self.axis.high)
        axes.set_ylim(0, 1)
        axes.set_yticks([])
        self.order = list(dict.fromkeys(kinds[regime.name] for regime in self.regimes()))
        colours = lasting(kinds, self.order) or range(len(self.order))
        changes = self._changes(kinds)
        for low, high, regime in self._joined(changes):
            if regime is None:
                continue
            kind = kinds[regime.name]
            axes.axvspan(low, high, fc=painted(colours[self.order.index(kind)]), ec="none", zorder=1, gid=f"regime {regime.name}")
            self._label(labels[kind], low, high)
        for at, middle, head in self._spread(self.narrow, lambda head: self.canvas.measured(head, LETTERS[-1], "bold")[0]):
            axes.plot([middle, middle, at, at], [0.85, 1.04, 1.15, 1.2], color=INK, lw=0.7, clip_on=False, gid="leader")
            self._write(head, at, 1.23, size=LETTERS[-1], weight="bold", gid="region", va="bottom")
        self._ticks(changes)
        default = float(self.regime_map.game.defaults[self.name])
        axes.plot([default], [0], marker="o", ms=6, mfc="white", mec=INK, mew=1.2, zorder=6, clip_on=False, gid="defaults")

    def _label(self, label: Label, low: float, high: float) -> None:
        """Write letters, with words below them where there is room; upright where there is little, and else above the strip."""
        wide, tall = self.canvas.pixels
        room, middle = wide * (high - low) / (self.axis.high - self.axis.low), (low + high) / 2
        head = self.canvas.measured(label.head, LETTERS[0], "bold")
        for size, columns in ((size, columns) for size in SIZES for columns in WIDTHS):
            phrase = self.canvas.filled(label.phrase, columns)
            width, height = self.canvas.measured(phrase, size)
            if max(width, head[0]) + AIR <= room and height + head[1] + AIR <= tall:
                self._write(label.head, middle, 0.5 + (height + 2) / 2 / tall, size=LETTERS[0], weight="bold", gid="region")
                self._write(phrase, middle, 0.5 - (head[1] + 2) / 2 / tall, size=size, gid="phrase")
                return
        for size in LETTERS:
            width, height = self.canvas.measured(label.head, size, "bold")
            if width + AIR / 2 <= room:
                return self._write(label.head, middle, 0.5, size=size, weight="bold", gid="region")
            if height <= room and width <= tall:
                return self._write(label.head, middle, 0.5, size=size, weight="bold", gid="region", rotation=90)
        self.narrow.append((middle, label.head))

    @property
    def crowded(self) -> bool:
        """Whether some letters stand above the strip."""
        return bool(self.narrow)

    def _spread(self, anchors: Sequence[tuple[float, str]], width: Callable[[str], float]) -> list[tuple[float, float, str]]:
        """Move words sideways until none overlap: where each stands, where it belongs, and the words."""
        return spread([(x, words, width(words)) for x, words in anchors], self.axis, self.canvas.pixels[0])

    def _write(self, words: str, at: float, up: float, **font: Any) -> None:
        style = {"ha": "center", "va": "center", "color": INK, "zorder": 5, "linespacing": 1.25, **font}
        self.canvas.axes.text(at, up, words, **style)

    def _ticks(self, changes: Mapping[float, int]) -> None:
        axes = self.canvas.axes
        ticks: dict[float, str] = {}
        for threshold, _, value in self.thresholds:
            if changes[threshold] == SAME:
                continue
            colour, width, dashes = (FAINT, 0.9, (0, (4, 3))) if changes[threshold] == OFF_PATH else (INK, 1.4, "-")
            axes.axvline(threshold, color=colour, lw=width, ls=dashes, zorder=4, gid="wall")
            ticks[threshold] = mathtext(str(value)) or str(value) if not isinstance(value, float) else f"~{value:.4g}"
        for end in (self.axis.low, self.axis.high):
            if all(abs(end - threshold) > 0.06 * (self.axis.high - self.axis.low) for threshold in ticks):
                ticks[end] = f"{end:g}"
        spread = self._spread(list(ticks.items()), lambda words: self.canvas.measured(words, TICK)[0])
        axes.set_xticks([threshold for _, threshold, _ in spread], labels=[""] * len(spread))
        axes.tick_params(axis="x", length=0)
        axes.xaxis.labelpad = 30
        for at, threshold, words in spread:
            axes.plot([threshold, threshold, at], [0, -0.04, -0.1], color=INK, lw=0.8, clip_on=False, gid="leader")
            self._write(words, at, -0.13, size=TICK, va="top", gid="threshold")
