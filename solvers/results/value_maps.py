"""What a device or a commitment is worth over two parameters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from games import Game, GameError
from games.numbers import Expression, Number

from . import views
from .tabular import Tabular
from .written import exact, nested, number

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True)
class ValueRegion:
    """Where one closed form holds.

    Parameters
    ----------
    value : number
        The closed form.
    sample : dict from str to Fraction
        A point inside.
    share : float
        Of the grid.
    cells : tuple of tuple of Expression
        It holds wherever all of the expressions of one of these tuples are not negative; under a commitment as far as no other reply is
        better.
    """

    value: Number
    sample: Mapping[str, Number]
    share: float
    cells: tuple[tuple[Expression, ...], ...] = field(repr=False)

    def as_json(self) -> dict[str, Any]:
        """Write it for programs."""
        return {
            "value": exact(self.value),
            "sample": nested(self.sample),
            "share": self.share,
            "cells": [[f"{condition.text()} >= 0" for condition in cell] for cell in self.cells],
        }


@dataclass(frozen=True)
class ValueMap(Tabular):
    """A value over a rectangle of two parameters.

    Parameters
    ----------
    game : Game
        The game, open in `over`.
    what : str
        What is worth it, in words.
    over : pair of str
        The parameters.
    ranges : dict from str to (Fraction, Fraction)
        The rectangle.
    regions : tuple of ValueRegion
        Every closed form that was met on the grid, the most frequent first. Each is proved; a region that no point of the grid hits is
        missed.
    raster : tuple of tuple of int
        Which region each point of the grid lies in, rows upwards.
    optimum : callable
        The exact value at a point.
    """

    game: Game = field(repr=False)
    what: str
    over: tuple[str, str]
    ranges: Mapping[str, tuple[Fraction, Fraction]]
    regions: tuple[ValueRegion, ...]
    raster: tuple[tuple[int, ...], ...] = field(repr=False)
    optimum: Callable[[Mapping[str, Number]], Number] = field(repr=False, compare=False)

    def at(self, **point: Number | str) -> Number:
        """Give the exact value at a point, on a wall too.

        Raises
        ------
        GameError
            For a point that does not name both parameters.
        """
        if set(point) != set(self.over):
            raise GameError(f"A point of this map gives {' and '.join(self.over)}, and nothing else.")
        return self.optimum({name: number(str(point[name])) for name in self.over})

    def frame(self) -> pandas.DataFrame:
        """Give a table: closed form, share of the grid, a point inside."""
        return views.frames.value_map_frame(self)

    def as_json(self) -> dict[str, Any]:
        """Write it for programs."""
        return {
            "game": self.game.name,
            "fingerprint": self.game.fingerprint,
            "what": self.what,
            "over": list(self.over),
            "ranges": {name: [exact(low), exact(high)] for name, (low, high) in self.ranges.items()},
            "found": "some",
            "regions": [region.as_json() for region in self.regions],
        }

    def text(self) -> str:
        """Write it for people."""
        return views.devices.value_map_text(self)

    def svg(self) -> str:
        """Draw it as SVG."""
        return views.polygons.value_map_svg(self)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/plain": self.text(), "text/html": views.polygons.value_map_html(self)}
