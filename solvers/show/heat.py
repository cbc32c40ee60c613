"""One outcome, measure or payoff over a map: its colour, and hatching where coexisting equilibria disagree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from games import GameError

from ..arrays import Floats, spans
from ..results import RegimeMap
from .borders import SHOWN, Borders
from .canvas import Canvas
from .formula import literal, plain
from .picture import HIGH, WIDE, Legend, axis_label, on_slice, setting
from .slices import Slice, cut
from .style import INK, OUTSIDE, STYLE

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ENDS = ("highest", "lowest")
APART = 1e-9  # of the range shown: less is no disagreement


def heat_figure(regime_map: RegimeMap, quantity: str, *, end: str = "highest", grid: int = 301) -> Figure:
    """Draw a quantity over the first two parameters of a map.

    Parameters
    ----------
    regime_map : RegimeMap
        A map of two parameters or more; the others are at their defaults.
    quantity : str
        The name of an outcome, a measure or a player (whose payoff it is).
    end : {"highest", "lowest"}
        Which end of the range over coexisting equilibria has the colour.
    grid : int
        Points along either axis.

    Returns
    -------
    matplotlib.figure.Figure
        Hatched where coexisting equilibria differ in the quantity.

    Raises
    ------
    GameError
        For an unknown quantity or end, or a map of fewer than two parameters.
    """
    import matplotlib

    if len(regime_map.over) < 2:
        raise GameError("A picture of a quantity needs a map of two parameters or more; name two with over=.")
    if end not in ENDS:
        raise GameError(f"There is no end {end!r} of a range; there are {', '.join(ENDS)}.")
    x, y = regime_map.over[:2]
    game = regime_map.game
    quantities = sorted({*game.outcome_names, *game.measure_names, *game.players})
    if quantity not in quantities:
        raise GameError(f"There is no outcome, measure or payoff {quantity!r}; there are {', '.join(quantities)}.")
    shown, wall_sentence = on_slice(regime_map, (x, y))
    slice_ = cut(shown, x, y, grid, regime_map)
    lowest, highest = _spans(shown, slice_, quantity)
    with matplotlib.rc_context(STYLE):  # type: ignore[arg-type]
        return _drawn(shown, slice_, quantity, end, lowest, highest, wall_sentence)


def _drawn(regime_map: RegimeMap, slice_: Slice, quantity: str, end: str, lowest: Floats, highest: Floats, wall_sentence: str) -> Figure:
    canvas, shown = Canvas(WIDE, HIGH), highest if end == "highest" else lowest
    axes = canvas.axes
    axes.set_facecolor(OUTSIDE)
    image = axes.imshow(shown, origin="lower", extent=slice_.extent, aspect="auto", cmap="YlGnBu")
    axes.set_xlim(slice_.x.low, slice_.x.high)
    axes.set_ylim(slice_.y.low, slice_.y.high)
    spread = np.nanmax(highest) - np.nanmin(lowest)
    differ = np.where(np.isnan(shown), 0.0, (highest - lowest > APART * max(spread, 1e-300)).astype(float))
    if differ.any():
        axes.contourf(slice_.across, slice_.up, differ, levels=[0.5, 1.5], colors="none", hatches=["///"])
    walls = _walls(regime_map, slice_, canvas)
    for name, label in ((slice_.x.name, axes.set_xlabel), (slice_.y.name, axes.set_ylabel)):
        label(axis_label(regime_map, name), size=10)
    bar = canvas.figure.colorbar(image, cax=axes.inset_axes((1.02, 0, 0.035, 1)))
    what = _kind(regime_map, quantity)
    bar.set_label(literal(what), size=10)
    notes = [plain(wall_sentence)] if wall_sentence else []
    notes += [f"Colour: the {end} {what} over coexisting equilibria.{' Hatched: they differ in it.' if differ.any() else ''}"]
    notes += ["Lines: walls at which the outcomes of some equilibrium begin or end."] if walls else []
    canvas.finish(
        regime_map.game.title, [*(line.split() for line in notes), setting(regime_map, (slice_.x.name, slice_.y.name))], aside=0.9
    )
    hatched = "Equilibria differ in it in some of the picture." if differ.any() else "Equilibria do not differ in it."
    canvas.figure.alt = (  # type: ignore[attr-defined]
        f"{quantity} ({end} over coexisting equilibria) of {regime_map.game.title} in {slice_.x.name} and {slice_.y.name}, "
        f"from {np.nanmin(shown):.3g} to {np.nanmax(shown):.3g}. {hatched} "
        f"Walls: {'; '.join(walls) or 'none'}.{f' {wall_sentence}' if wall_sentence else ''}"
    )
    return canvas.figure


def _walls(regime_map: RegimeMap, slice_: Slice, canvas: Canvas) -> list[str]:
    """Draw the walls at which outcomes change, and the defaults; give the walls' thresholds."""
    legend = Legend(regime_map, [regime.name for regime in slice_.regimes], "outcomes")
    wide, high = canvas.pixels
    drawn = Borders(slice_, legend.kinds, (wide / (slice_.grid - 1), high / (slice_.grid - 1))).drawn(SHOWN)
    for line in (line for lines in drawn.values() for line in lines):
        canvas.axes.plot(line[:, 0], line[:, 1], color=INK, lw=1.2, gid="wall")
    defaults = (float(regime_map.game.defaults[axis.name]) for axis in (slice_.x, slice_.y))
    canvas.axes.plot(*defaults, marker="o", ms=5, mfc="white", mec=INK, mew=1.2, zorder=6, ls="", gid="defaults")
    return [regime_map.walls[k].threshold.text() for k in drawn]


def _fixed(regime_map: RegimeMap, slice_: Slice) -> dict[str, object]:
    """The map's parameters that are not on an axis, at their defaults."""
    return {name: value for name, value in regime_map.game.defaults.items() if name not in (slice_.x.name, slice_.y.name)}


def _kind(regime_map: RegimeMap, quantity: str) -> str:
    """What a quantity is, in words."""
    if any(quantity in family.outcomes for family in regime_map.families):
        return f"probability of {quantity}"
    if any(quantity in family.measures for family in regime_map.families):
        return f"expected {quantity}"
    return f"payoff of {quantity}"


def _spans(regime_map: RegimeMap, slice_: Slice, quantity: str) -> tuple[Floats, Floats]:
    """Lowest and highest value at every point, on a wall those beside it, shape (grid, grid); nan outside the domain."""
    from scipy.ndimage import distance_transform_edt

    lowest, highest = (np.full((slice_.grid, slice_.grid), np.nan) for _ in range(2))
    for k, regime in enumerate(slice_.regimes):
        inside = (slice_.margin > 0) & (slice_.which == k)
        point = {name: value[inside] if isinstance(value, np.ndarray) else value for name, value in slice_.point.items()}
        family_spans = [
            spans(table[quantity], family, point, (int(inside.sum()),))
            for family in map(regime_map.family, regime.families)
            for table in (family.outcomes, family.measures, family.payoffs)
            if quantity in table
        ]
        if family_spans:
            lowest[inside] = np.fmin.reduce([low for low, _ in family_spans])
            highest[inside] = np.fmax.reduce([high for _, high in family_spans])
    if np.isnan(highest).all():
        where = f"with {', '.join(f'{n} = {v}' for n, v in fixed.items())}" if (fixed := _fixed(regime_map, slice_)) else "of the map"
        why = "no equilibrium was found there" if slice_.inside.any() else "it lies outside the domain of the game"
        raise GameError(f"{quantity} has no value anywhere in the slice {where}: {why}; map the game with other values.")
    near = distance_transform_edt(np.isnan(highest), return_distances=False, return_indices=True)
    edges = slice_.inside & np.isnan(highest)  # closed forms may be 0/0 there
    for value in (lowest, highest):
        value[edges] = value[tuple(near)][edges]
    return lowest, highest
