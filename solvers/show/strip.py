"""A map of one parameter as a strip, its thresholds marked exactly."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from games.numbers import Expression, enclosed_roots, square_root, text, univariate

from ..results import Regime, RegimeMap
from .borders import OFF_PATH, SAME, change
from .canvas import Canvas
from .formula import mathtext
from .plane import Label
from .slices import Axis, limits
from .style import FAINT, INK, painted

SIZES = (9.0, 8.0)  # of the words below a region's letters
WIDTHS = (40, 30, 24, 19, 15)  # of their lines, in characters
LETTERS, TICK = (10.0, 8.5), 11
APART = 6.0  # pixels between words beside one another
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
    """

    def __init__(self, canvas: Canvas, regime_map: RegimeMap, name: str) -> None:
        self.canvas, self.regime_map, self.name = canvas, regime_map, name
        self.axis: Axis = limits(regime_map, name)
        met = ((float(value), k, value) for k in range(len(regime_map.walls)) for value in self._roots(k))
        self.thresholds = sorted(((x, k, value) for x, k, value in met if self.axis.low < x < self.axis.high), key=lambda found: found[:2])
        self.drawn: list[int] = []
        self.faint = False
        self.narrow: list[tuple[float, str]] = []
        self.order: list[tuple[str, ...]] = []

    def _roots(self, k: int) -> list[Any]:
        """Where a wall is met: exact when it is linear or quadratic in the parameter, else in floating point."""
        defaults = {n: v for n, v in self.regime_map.game.defaults.items() if n != self.name}
        polynomial = self.regime_map.walls[k].polynomial.at(defaults)
        return roots(polynomial, self.name) if isinstance(polynomial, Expression) else []

    def intervals(self) -> list[tuple[float, float, Regime | None]]:
        """The intervals between thresholds, and the regime of each."""
        ends = [self.axis.low, *(x for x, _, _ in self.thresholds), self.axis.high]
        intervals = []
        for low, high in pairwise(ends):
            middle = Fraction((low + high) / 2).limit_denominator(10**9)
            intervals.append((low, high, self._regime(middle)))
        return [interval for interval in intervals if interval[1] > interval[0]]

    def _regime(self, value: Fraction) -> Regime | None:
        signs = self.regime_map.signs({**self.regime_map.game.defaults, self.name: value})
        return next((regime for regime in self.regime_map.regimes if regime.signs == signs), None)

    def regimes(self) -> list[Regime]:
        """The regimes that the strip meets."""
        return list({regime.name: regime for _, _, regime in self.intervals() if regime is not None}.values())

    def _changes(self, kinds: Mapping[str, tuple[str, ...]]) -> dict[float, int]:
        """What changes at each threshold; those at which nothing does are not drawn."""
        changes = {before[1]: change(before[2], after[2], kinds) for before, after in pairwise(self.intervals())}
        self.faint = OFF_PATH in changes.values()
        self.drawn = sorted({k for x, k, _ in self.thresholds if changes[x] != SAME})
        return changes

    def _joined(self, changes: Mapping[float, int]) -> list[tuple[float, float, Regime | None]]:
        """The intervals between thresholds at which something changes."""
        joined: list[tuple[float, float, Regime | None]] = []
        for low, high, regime in self.intervals():
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
        changes = self._changes(kinds)
        for low, high, regime in self._joined(changes):
            if regime is None:
                continue
            kind = kinds[regime.name]
            axes.axvspan(low, high, fc=painted(self.order.index(kind)), ec="none", zorder=1, gid=f"regime {regime.name}")
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
        wide, span = self.canvas.pixels[0], self.axis.high - self.axis.low
        ordered = sorted(anchors)
        halves = [width(words) / 2 + APART / 2 for _, words in ordered]
        at = [(x - self.axis.low) / span * wide for x, _ in ordered]
        for k in range(1, len(at)):
            at[k] = max(at[k], at[k - 1] + halves[k - 1] + halves[k])
        for k in reversed(range(len(at))):
            at[k] = min(at[k], wide if k + 1 == len(at) else at[k + 1] - halves[k + 1] - halves[k])
        return [(self.axis.low + x / wide * span, belongs, words) for x, (belongs, words) in zip(at, ordered, strict=True)]

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


def roots(expression: Expression, name: str) -> list[Any]:
    """All real roots of a polynomial in one parameter: exact up to degree two, else in floating point, none missed."""
    (degree,) = (int(d) for n, d in zip(expression.numerator.context().names(), expression.numerator.degrees(), strict=True) if n == name)
    at = [Fraction(expression.at({name: x})) for x in (0, 1, -1)]  # type: ignore[arg-type]
    if degree == 1:
        return [-at[0] / (at[1] - at[0])]
    if degree == 2:
        a, b, c = (at[1] + at[2]) / 2 - at[0], (at[1] - at[2]) / 2, at[0]
        inside = b * b - 4 * a * c
        return [] if inside < 0 else [(-b + sign * square_root(inside)) / (2 * a) for sign in (1, -1)]
    polynomial = univariate(text(expression.at({name: Expression.symbol("x")})))
    return [float(root.mid()) for root in enclosed_roots(polynomial, 64)]
