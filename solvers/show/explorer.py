"""A map in the hand: sliders in a notebook, answered by the page's own program; the point is kept in step with Python."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from html import escape
from typing import Any

from games import GameError

from ..results import Regime, RegimeMap
from . import html
from .map_page import page_data, program, source
from .picture import map_figure
from .shown_figure import image

MISSING = (
    "The explorer needs the package anywidget: install it with pip install anywidget (or cartel-games[notebook]); until then, "
    'map.html("map.html") writes a page that does the same, and below stands the map as it is.'
)


@dataclass(frozen=True)
class StillMap:
    """What is shown where anywidget is missing: a sentence that says so, and the map.

    Parameters
    ----------
    regime_map : RegimeMap
        The map.
    """

    regime_map: RegimeMap

    def __repr__(self) -> str:
        return MISSING

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/plain": MISSING, "text/html": f"<p>{escape(MISSING)}</p>{html.map_html(self.regime_map)}"}


def explore(regime_map: RegimeMap) -> Any:
    """Show a map with a slider for each parameter, in JupyterLab, other notebooks and marimo.

    At each position it says the regime, its families with their closed forms evaluated and a bar for each outcome, and the nearest
    change in each parameter with what flips there; a slice has a cross-hair that can be dragged, and the tree shows the family that is
    chosen.  All of it is answered in the browser, and nothing is solved.

    Parameters
    ----------
    regime_map : RegimeMap
        A map with at least one parameter.

    Returns
    -------
    widget
        ``.value`` is the point, exactly; setting it moves the sliders, and parameters that are left out stay. ``.regime`` is the
        `Regime` there, None on a wall where something changes and outside the domain. Without the package ``anywidget``, the map as it
        is, with a sentence that says so.

    Raises
    ------
    GameError
        For a map without parameters, and for a value that is no number or no parameter of the map.

    Examples
    --------
    >>> from games import load
    >>> from solvers import explore, regimes
    >>> widget = explore(regimes(load("beer_quiche")))
    >>> widget.value = {"p": "1/4"}
    >>> widget.value, widget.regime.name
    ({'p': Fraction(1, 4)}, 'R1')
    """
    data = page_data(regime_map)
    try:
        import anywidget  # noqa: F401
    except ImportError:
        return StillMap(regime_map)
    return _widget_class()(regime_map, data)


@cache
def _widget_class() -> type:
    """The class of the widget, made when it is first needed as its base is an optional package."""
    import anywidget
    import traitlets

    class Explorer(anywidget.AnyWidget):
        _esm = program() + source("map_widget.js")
        _css = source("map_view.css")
        data = traitlets.Dict().tag(sync=True)
        value = traitlets.Dict().tag(sync=True, to_json=_written, from_json=_read)

        def __init__(self, regime_map: RegimeMap, data: Mapping[str, Any]) -> None:
            self._map = regime_map
            super().__init__(data=data, value={p["name"]: Fraction(p["start"]) for p in data["parameters"]})

        @traitlets.validate("value")
        def _whole(self, proposal: Any) -> dict[str, Fraction]:
            return {**self.value, **exact_point(self._map, proposal["value"])}

        @property
        def regime(self) -> Regime | None:
            """The regime at the point; None on a wall where something changes, and outside the domain."""
            inside = self._map.game.domain.contains(self.value)
            return self._map.regime(**self.value) if inside else None

        def __repr__(self) -> str:
            return f"<Explorer of {self._map!r}>"

        def _repr_mimebundle_(self, **options: Any) -> Any:
            """The widget, and the map's picture for readers that show no widgets."""
            bundle, *more = _pair(super()._repr_mimebundle_(**options))
            return {**bundle, "text/html": image(map_figure(self._map))}, *more

    return Explorer


def _pair(shown: Any) -> tuple[Any, ...]:
    return shown if isinstance(shown, tuple) else (shown or {}, {})


def exact_point(regime_map: RegimeMap, values: Mapping[str, Any]) -> dict[str, Fraction]:
    """Read values of a map's parameters as fractions."""
    unknown = [name for name in values if name not in regime_map.over]
    if unknown:
        raise GameError(f"The map has no parameter {unknown[0]!r}; it has {', '.join(regime_map.over)}.")
    point = {}
    for name, value in values.items():
        try:
            point[name] = Fraction(str(value))
        except (ValueError, ZeroDivisionError):
            raise GameError(f"{name} is set to a number such as 1/3 or 0.25, not to {value!r}.") from None
    return point


def _written(point: Mapping[str, Fraction], widget: Any) -> dict[str, str]:
    return {name: str(value) for name, value in point.items()}


def _read(point: Mapping[str, str], widget: Any) -> dict[str, Fraction]:
    return {name: Fraction(value) for name, value in point.items()}
