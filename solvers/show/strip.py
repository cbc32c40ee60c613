"""A map of one parameter as a strip, its thresholds marked exactly."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Any

from games.expression import Expression, square_root, text, univariate

from ..solution import Regime, RegimeMap
from .canvas import FAINT, INK, Canvas, painted
from .formula import mathtext
from .plane import OFF_PATH, SAME, change
from .slices import Axis, limits

SIZES = (9.5, 8.5, 7.5)
WIDTHS = (44, 34, 27, 21, 16, 11, 90, 60)


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
        self.elsewhere = [k for k in range(len(regime_map.walls)) if k not in {wall for _, wall, _ in self.thresholds}]
        self.idle: list[int] = []
        self.faint = False
        self.order: list[tuple[str, ...]] = []

    def _roots(self, k: int) -> list[Any]:
        """Where a wall is met: exact when it is linear or quadratic in the parameter, else in floating point."""
        defaults = {n: v for n, v in self.regime_map.game.defaults.items() if n != self.name}
        left = self.regime_map.walls[k].polynomial.at(defaults)
        return roots(left, self.name) if isinstance(left, Expression) else []

    def pieces(self) -> list[tuple[float, float, Regime | None]]:
        """The intervals between thresholds, and the regime of each."""
        ends = [self.axis.low, *(x for x, _, _ in self.thresholds), self.axis.high]
        out = []
        for low, high in pairwise(ends):
            middle = Fraction((low + high) / 2).limit_denominator(10**9)
            out.append((low, high, self._regime(middle)))
        return [piece for piece in out if piece[1] > piece[0]]

    def _regime(self, value: Fraction) -> Regime | None:
        signs = self.regime_map.signs({**self.regime_map.game.defaults, self.name: value})
        return next((regime for regime in self.regime_map.regimes if regime.signs == signs), None)

    def seen(self) -> list[Regime]:
        """The regimes that the strip meets."""
        return list({regime.name: regime for _, _, regime in self.pieces() if regime is not None}.values())

    def _changes(self, kinds: Mapping[str, tuple[str, ...]]) -> dict[float, int]:
        """What changes at each threshold; those at which nothing does are told in words only."""
        told = {one[1]: change(one[2], two[2], kinds) for one, two in pairwise(self.pieces())}
        self.faint = OFF_PATH in told.values()
        drawn = {k for x, k, _ in self.thresholds if told[x] != SAME}
        self.idle = sorted({k for _, k, _ in self.thresholds} - drawn)
        return told

    def _joined(self, changes: Mapping[float, int]) -> list[tuple[float, float, Regime | None]]:
        """The intervals between thresholds at which something changes."""
        out: list[tuple[float, float, Regime | None]] = []
        for low, high, regime in self.pieces():
            if out and changes[low] == SAME:
                out[-1] = (out[-1][0], high, out[-1][2])
            else:
                out.append((low, high, regime))
        return out

    def draw(self, kinds: Mapping[str, tuple[str, ...]], said: Mapping[tuple[str, ...], str]) -> list[tuple[str, ...]]:
        """Draw everything, and give the kinds that had no room for words."""
        axes, lettered = self.canvas.axes, []
        axes.set_xlim(self.axis.low, self.axis.high)
        axes.set_ylim(0, 1)
        axes.set_yticks([])
        self.order = list(dict.fromkeys(kinds[regime.name] for regime in self.seen()))
        changes = self._changes(kinds)
        for low, high, regime in self._joined(changes):
            if regime is None:
                continue
            kind = kinds[regime.name]
            axes.axvspan(low, high, fc=painted(self.order.index(kind)), ec="none", zorder=1, gid=f"regime {regime.name}")
            if not self._worded(said[kind], low, high):
                self._write(", ".join(kind), (low + high) / 2, SIZES[1])
                lettered += [kind] if kind not in lettered else []
        self._ticks(changes)
        default = float(self.regime_map.game.defaults[self.name])
        axes.plot([default], [0], marker="o", ms=6, mfc="white", mec=INK, mew=1.2, zorder=6, clip_on=False, gid="defaults")
        return lettered

    def _worded(self, said: str, low: float, high: float) -> bool:
        wide, tall = self.canvas.pixels
        room = wide * (high - low) / (self.axis.high - self.axis.low) - 10
        for size in SIZES:
            for columns in WIDTHS:
                text = self.canvas.filled(said, columns)
                width, height = self.canvas.measured(text, size)
                if width <= room and height <= tall - 8:
                    self._write(text, (low + high) / 2, size)
                    return True
        return False

    def _write(self, said: str, at: float, size: float) -> None:
        self.canvas.axes.text(at, 0.5, said, size=size, ha="center", va="center", color=INK, zorder=5, linespacing=1.25, gid="region")

    def _ticks(self, changes: Mapping[float, int]) -> None:
        axes, places = self.canvas.axes, {}
        for place, _, value in self.thresholds:
            if changes[place] == SAME:
                continue
            colour, width, dashes = (FAINT, 0.9, (0, (4, 3))) if changes[place] == OFF_PATH else (INK, 1.4, "-")
            axes.axvline(place, color=colour, lw=width, ls=dashes, zorder=4, gid="wall")
            places[place] = mathtext(str(value)) if not isinstance(value, float) else f"~{value:.4g}"
        for end in (self.axis.low, self.axis.high):
            if all(abs(end - place) > 0.06 * (self.axis.high - self.axis.low) for place in places):
                places[end] = f"{end:g}"
        axes.set_xticks(list(places), labels=list(places.values()), size=11)
        axes.tick_params(axis="x", length=5)


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
    certified: Any = polynomial.numer().complex_roots()     # real ones have an imaginary part that is exactly zero
    return [float(root.real.mid()) for root, _ in certified if root.imag == 0]
