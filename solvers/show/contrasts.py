"""The difference of a quantity between two structures at the same points, as a picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from games import GameError

from ..arrays import Floats, evaluated, signs, spans
from ..results import RegimeMap
from .canvas import Canvas
from .formula import plain
from .picture import HIGH, WIDE, axis_label
from .slices import limits
from .style import INK, OUTSIDE, STYLE
from .words import values

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MORE, LESS = "#2166ac", "#b35806"  # blue and orange, told apart by everybody
LONGEST = 200  # characters of a sentence that stands below
APART = 1e-9  # of the largest difference: less is none

Maps = tuple[RegimeMap, RegimeMap]


def contrast_figure(maps: Maps, titles: Sequence[str], quantity: str, sentences: Sequence[str], *, grid: int = 201) -> Figure:
    """Draw what the second structure has more of a quantity than the first, over one or two parameters.

    Parameters
    ----------
    maps : (RegimeMap, RegimeMap)
        Over the same parameters; beyond the first two these are at their defaults.
    titles : sequence of two str
        What the structures are called.
    quantity : str
        The name of an outcome, a measure or a player (whose payoff it is).
    sentences : sequence of str
        What is proved of the difference, to stand below.
    grid : int
        Points along either axis.

    Returns
    -------
    matplotlib.figure.Figure
        Blue where the second has more, orange where it has less, hatched where that depends on the equilibrium; along one parameter,
        between the least and the greatest difference over pairs of equilibria.
    """
    import matplotlib

    axes = maps[0].over[:2]
    if not axes:
        raise GameError("A picture of a contrast needs maps of one parameter or more; name some with over=.")
    lines = [limits(maps[0], name) for name in axes]
    ranges = [np.linspace(line.low, line.high, grid + 2)[1:-1] for line in lines]
    fixed = {name: value for name, value in maps[0].game.defaults.items() if name not in axes}
    points = np.meshgrid(*ranges)
    point = {**{name: float(value) for name, value in fixed.items()}, **dict(zip(axes, points, strict=True))}
    (low, high), (lower, higher) = (_spread(one, quantity, point, points[0].shape) for one in maps)
    least, greatest = lower - high, higher - low
    if np.isnan(least).all():
        raise GameError(f"Nowhere in the picture do both structures have a value of {quantity!r}.")
    with matplotlib.rc_context(STYLE):  # type: ignore[arg-type]
        canvas = Canvas(WIDE, HIGH)
        (_plane if len(axes) == 2 else _line)(canvas, ranges, least, greatest)
        canvas.axes.set_xlabel(axis_label(maps[0], axes[0]), size=10)
        canvas.axes.set_ylabel(axis_label(maps[0], axes[1]) if len(axes) == 2 else f"difference in {quantity}", size=10)
        title = f"{titles[1]} less {titles[0]}: {quantity}"
        short = [sentence for sentence in sentences if len(sentence) <= LONGEST]
        told = [*short, _key(len(axes), titles), *([f"Here {values(fixed)}."] if fixed else [])]
        small = [plain(sentence).split() for sentence in told]
        canvas.finish(title[0].upper() + title[1:], small, aside=0.9 if len(axes) == 2 else 0.0)
    canvas.figure.alt = f"{title}, over {' and '.join(axes)}. {' '.join(short)}"  # type: ignore[attr-defined]
    return canvas.figure


def _key(axes: int, titles: Sequence[str]) -> str:
    if axes == 1:
        return "Between the lines lies the difference over all pairs of equilibria."
    return f"Blue: more under {titles[1]}; orange: less; hatched: that depends on the equilibrium; line: no difference."


def _spread(regime_map: RegimeMap, quantity: str, point: Mapping[str, Any], shape: tuple[int, ...]) -> tuple[Floats, Floats]:
    """Lowest and highest value over coexisting equilibria at every point; nan outside the domain and on walls."""
    lowest, highest = (np.full(shape, np.nan) for _ in range(2))
    inside = np.ones(shape, bool)
    for condition in regime_map.game.domain.conditions:
        inside &= evaluated(condition.expression, point, shape) > 0
    sides = [signs(wall.polynomial.numerator, point, shape)[0] for wall in regime_map.walls]
    for regime in regime_map.regimes:
        here = inside.copy()
        for mine, side in zip(regime.signs, sides, strict=True):
            here &= side == mine
        at = {name: value[here] if isinstance(value, np.ndarray) else value for name, value in point.items()}
        found = [
            spans(table[quantity], family, at, (int(here.sum()),))
            for family in map(regime_map.family, regime.families)
            for table in (family.outcomes, family.measures, family.payoffs)
            if quantity in table
        ]
        if found and here.any():
            lowest[here] = np.fmin.reduce([low for low, _ in found])
            highest[here] = np.fmax.reduce([high for _, high in found])
    return lowest, highest


def _plane(canvas: Canvas, ranges: Sequence[Floats], least: Floats, greatest: Floats) -> None:
    axes, (across, up) = canvas.axes, ranges
    axes.set_facecolor(OUTSIDE)
    most = float(np.nanmax(np.abs([least, greatest]))) or 1.0
    middle = (least + greatest) / 2
    extent = (across[0], across[-1], up[0], up[-1])
    image = axes.imshow(middle, origin="lower", extent=extent, aspect="auto", cmap=_colours(), vmin=-most, vmax=most)
    apart = np.where(np.isnan(least), 0.0, ((least < -APART * most) & (greatest > APART * most)).astype(float))
    if apart.any():
        axes.contourf(across, up, apart, levels=[0.5, 1.5], colors="none", hatches=["///"])
    if np.nanmin(middle) < 0 < np.nanmax(middle):
        axes.contour(across, up, middle, levels=[0], colors=[INK], linewidths=1.2)
    bar = canvas.figure.colorbar(image, cax=axes.inset_axes((1.02, 0, 0.035, 1)))
    bar.set_label("difference", size=10)


def _colours() -> Any:
    """From orange over white to blue."""
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list("more and less", [LESS, "white", MORE])


def _line(canvas: Canvas, ranges: Sequence[Floats], least: Floats, greatest: Floats) -> None:
    axes, (across,) = canvas.axes, ranges
    axes.axhline(0, color=INK, lw=0.8)
    for sign, colour in ((1, MORE), (-1, LESS)):
        ends = (np.clip(sign * end, 0, None) * sign for end in (least, greatest))
        axes.fill_between(across, *ends, color=colour, alpha=0.3, lw=0)
    for edge in (least, greatest):
        axes.plot(across, edge, color=INK, lw=1.2)
    axes.set_xlim(across[0], across[-1])
