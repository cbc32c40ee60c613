"""One outcome, measure or payoff over a map: its colour, and hatching where coexisting equilibria disagree."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from games import GameError
from games.expression import Expression, Number, read

from ..solution import Family, RegimeMap
from .canvas import INK, OUTSIDE, STYLE, Canvas
from .picture import axis_label
from .slices import Floats, Slice, cut, evaluated
from .words import values

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
    slice_ = cut(regime_map, x, y, grid)
    lowest, highest = _spans(regime_map, slice_, quantity)
    shown = highest if end == "highest" else lowest
    with matplotlib.rc_context(STYLE):  # type: ignore[arg-type]
        canvas = Canvas(6.6, 5.0)
        axes, extent = canvas.axes, (slice_.x.low, slice_.x.high, slice_.y.low, slice_.y.high)
        axes.set_facecolor(OUTSIDE)
        image = axes.imshow(shown, origin="lower", extent=extent, aspect="auto", cmap="YlGnBu")
        spread = np.nanmax(highest) - np.nanmin(lowest)
        differ = np.where(np.isnan(shown), 0.0, (highest - lowest > APART * max(spread, 1e-300)).astype(float))
        if differ.any():
            axes.contourf(slice_.across, slice_.up, differ, levels=[0.5, 1.5], colors="none", hatches=["///"])
        for wall in slice_.walls:
            axes.contour(slice_.across, slice_.up, wall, levels=[0], colors=INK, linewidths=1.2)
        axes.set_xlabel(axis_label(regime_map, x), size=10)
        axes.set_ylabel(axis_label(regime_map, y), size=10)
        bar = canvas.figure.colorbar(image, cax=axes.inset_axes((1.02, 0, 0.035, 1)))
        bar.set_label(quantity, size=10)
        rest = {**regime_map.at_rest, **{n: v for n, v in regime_map.game.defaults.items() if n not in (x, y)}}
        told = [f"Colour: the {end} value of {quantity} over coexisting equilibria. Hatched: they differ in it."]
        told += [f"Here {values(rest)}."] if rest else []
        canvas.finish(regime_map.game.title, [line.split() for line in told], [], aside=0.9)
    canvas.figure.alt = f"{quantity} ({end} over coexisting equilibria) of {regime_map.game.title} in {x} and {y}."  # type: ignore[attr-defined]
    return canvas.figure


def _spans(regime_map: RegimeMap, slice_: Slice, quantity: str) -> tuple[Floats, Floats]:
    """Lowest and highest value at every point, shape (grid, grid); nan outside the domain and on walls."""
    lowest, highest = (np.full((slice_.grid, slice_.grid), np.nan) for _ in range(2))
    for regime in slice_.seen():
        inside = slice_.inside & (slice_.depth(regime) > 0)
        found = [value for name in regime.families for value in _corners(regime_map.family(name), quantity, slice_)]
        if found:
            lowest[inside] = np.min([value[inside] for value in found], axis=0)
            highest[inside] = np.max([value[inside] for value in found], axis=0)
    if np.isnan(highest).all():
        known = sorted({name for f in regime_map.families for table in (f.outcomes, f.measures, f.payoffs) for name in table})
        raise GameError(f"There is no outcome, measure or payoff {quantity!r}; there are {', '.join(known)}.")
    return lowest, highest


def _corners(family: Family, quantity: str, slice_: Slice) -> list[Floats]:
    """A family's quantity on the grid, at every corner of what it leaves open."""
    for table in (family.outcomes, family.measures, family.payoffs):
        if quantity in table:
            break
    else:
        return []
    shape = (slice_.grid, slice_.grid)
    symbols = [name for name in family.free if _speaks_of(table[quantity], name)]
    ends = [family.ends.get(name, ((0,), (1,))) for name in symbols]
    out = []
    for chosen in itertools.product(*(itertools.chain(*pair) for pair in ends)):
        point = dict(slice_.point)
        for name, value in zip(symbols, chosen, strict=True):
            point[name] = _on_grid(value, point, shape)
        out.append(_on_grid(table[quantity], point, shape))
    return out


def _speaks_of(number: Number, name: str) -> bool:
    return isinstance(number, Expression) and name in number.free


def _on_grid(number: Number, point: Mapping[str, float | Floats], shape: tuple[int, int]) -> Floats:
    if not isinstance(number, Expression):
        return np.full(shape, float(number))
    if number.roots:
        inside = {root.name: _on_grid(read(root.of), point, shape) for root in number.roots if root.low is None}
        known = {name: np.sqrt(np.maximum(value, 0)) for name, value in inside.items()}
        return evaluated(number, {**point, **known}, shape)
    return evaluated(number, point, shape)
