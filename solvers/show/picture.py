"""Pictures of regime maps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from games import GameError

from ..solution import RegimeMap
from . import words
from .canvas import STYLE, Canvas, painted
from .classes import letters, short_names, sorted_by_outcome
from .files import of_map, write_all
from .formula import plain, symbol

if TYPE_CHECKING:
    from matplotlib.figure import Figure

BY = ("outcomes", "regimes")
MOST_WALLS = 6                                  # whose indifferences are told in the small print
WIDE, HIGH = 6.6, 5.0                           # inches of the plot
DASHED = "Dashed: only play off the path changes."


def map_figure(regime_map: RegimeMap, *, grid: int = 401, by: str = "outcomes", axes: Sequence[str] | None = None) -> Figure:
    """Draw a map in two of its parameters, the others at their defaults; a map of one parameter as a strip.

    Parameters
    ----------
    regime_map : RegimeMap
        The map.
    grid : int
        Points along either axis.
    by : {"outcomes", "regimes"}
        What has a colour and a label of its own: the outcomes that may come about, or every regime.
    axes : sequence of str, optional
        The parameters that span the picture; the map's first two when None.

    Returns
    -------
    matplotlib.figure.Figure
        Made without pyplot; ``figure.alt`` says in words what is seen.

    Raises
    ------
    GameError
        For a map without parameters, or an unknown parameter or way of colouring.
    """
    import matplotlib

    names = tuple(axes or regime_map.over[:2])
    unknown = [name for name in names if name not in regime_map.over]
    if unknown:
        raise GameError(f"The map has no parameter {unknown[0]!r}; it has {', '.join(regime_map.over) or 'none'}.")
    if not 1 <= len(names) <= 2 or len(set(names)) < len(names):
        raise GameError("A picture has one parameter or two different ones." if names else "A map without parameters has no picture.")
    if by not in BY:
        raise GameError(f"There is no picture by {by!r}; there are {', '.join(BY)}.")
    with matplotlib.rc_context(STYLE):  # type: ignore[arg-type]
        return _strip(regime_map, names[0], by) if len(names) == 1 else _plane(regime_map, names, by, grid)


def _plane(regime_map: RegimeMap, names: Sequence[str], by: str, grid: int) -> Figure:
    from .plane import Plane
    from .slices import cut

    canvas, slice_ = Canvas(WIDE, HIGH), cut(regime_map, names[0], names[1], grid)
    legend = Legend(regime_map, [regime.name for regime in slice_.seen()], by)
    plane = Plane(canvas, slice_, legend.kinds, legend.said)
    labels = plane.draw()
    canvas.axes.set_xlabel(axis_label(regime_map, names[0]), size=10)
    canvas.axes.set_ylabel(axis_label(regime_map, names[1]), size=10)
    key = [(painted(plane.order.index(kind)), *legend.entry(kind)) for kind in labels.by_letter]
    walls = [regime_map.walls[k].meaning.partition(": ")[0] for k in labels.walls]
    key += [("", str(n), where) for n, where in enumerate(walls, 1)]
    small = [*legend.small_print(names), *_walls(regime_map, labels.elsewhere, labels.idle)]
    small += [[DASHED]] if labels.faint else []
    small += [["Hatched: outside the domain of the game."]] if labels.outside else []
    canvas.finish(regime_map.game.title, small, key)
    return _described(canvas.figure, regime_map, names, [legend.said[kind] for kind in plane.order])


def _strip(regime_map: RegimeMap, name: str, by: str) -> Figure:
    from .strip import Strip

    canvas = Canvas(WIDE + 0.8, 0.9)
    strip = Strip(canvas, regime_map, name)
    legend = Legend(regime_map, [regime.name for regime in strip.seen()], by)
    lettered = strip.draw(legend.kinds, legend.said)
    canvas.axes.set_xlabel(axis_label(regime_map, name), size=10)
    key = [(painted(strip.order.index(kind)), *legend.entry(kind)) for kind in lettered]
    small = [*legend.small_print([name]), *_walls(regime_map, strip.elsewhere, strip.idle)]
    canvas.finish(regime_map.game.title, small + ([[DASHED]] if strip.faint else []), key)
    return _described(canvas.figure, regime_map, [name], [legend.said[kind] for kind in strip.order])


class Legend:
    """The words of a picture: what kinds of regimes it shows, and what is said of each.

    Parameters
    ----------
    regime_map : RegimeMap
        The map.
    seen : sequence of str
        The regimes that the picture shows.
    by : str
        Whether a kind is a set of outcomes or a regime.
    """

    def __init__(self, regime_map: RegimeMap, seen: Sequence[str], by: str) -> None:
        self.regime_map = regime_map
        sorted_ = sorted_by_outcome(family for family in regime_map.families if family.generic)
        found = {regime.name: letters(regime, sorted_) for regime in regime_map.regimes}
        shown = [found[name] for name in seen]
        here = {letter for kind in shown for letter in kind}
        self.names, self.common = short_names([one for one in sorted_ if one.letter in here])
        self.everywhere = [letter for letter in self.names if all(letter in kind for kind in shown)] if len(set(shown)) > 1 else []
        self.kinds: Mapping[str, tuple[str, ...]] = {name: (name,) if by == "regimes" else kind for name, kind in found.items()}
        self.said: Mapping[tuple[str, ...], str] = {
            self.kinds[name]: (f"{name}: " if by == "regimes" else "") + self._words(found[name]) for name in seen
        }

    def _words(self, kind: tuple[str, ...]) -> str:
        own = [letter for letter in kind if letter not in self.everywhere]
        if not kind:
            return "none found"
        if not own:
            return f"only {' or '.join(self.names[letter] for letter in kind)}"
        return "\nor\n".join(self.names[letter] for letter in own)

    def entry(self, kind: tuple[str, ...]) -> tuple[str, str]:
        """The mark and the words of a kind, for a key."""
        mark = ", ".join(kind)
        return mark, self.said[kind].replace("\n", " ").removeprefix(f"{mark}: ")

    def small_print(self, axes: Sequence[str]) -> list[list[str]]:
        """What holds for the whole picture: families that are everywhere, common play, values of the other parameters."""
        out = []
        if self.everywhere:
            out.append([f"Everywhere also: {'; or '.join(self.names[letter] for letter in self.everywhere)}."])
        if self.common:
            out.append([f"Wherever play comes so far: {'; '.join(self.common)}."])
        defaults = self.regime_map.game.defaults
        fixed = {**{n: v for n, v in defaults.items() if n not in axes}, **self.regime_map.at_rest}
        circle = f"Circle: the default{'s' if len(axes) == 2 else ''}."
        out.append([circle, *(["Here"] if fixed else []), *_listed(f"{name} = {value}" for name, value in fixed.items())])
        return out


def _walls(regime_map: RegimeMap, elsewhere: Sequence[int], idle: Sequence[int]) -> list[list[str]]:
    """What each wall means, and at which walls nothing is drawn: nothing changes there, or the picture does not meet them."""
    undrawn = {*elsewhere, *idle}
    out = []
    for k, wall in enumerate(regime_map.walls):
        where, _, why = wall.meaning.partition(": ")
        if k not in undrawn and why and len(regime_map.walls) - len(undrawn) <= MOST_WALLS:
            out.append([f"{plain(where)}:", *f"{why}.".split()])
    for said, which in (("at which nothing changes in this picture", idle), ("that this picture does not meet", elsewhere)):
        if which:
            out.append([f"Walls of the map {said}:", *_listed(regime_map.walls[k].meaning.partition(": ")[0] for k in which)])
    return out


def _listed(formulas: Iterable[str]) -> list[str]:
    """Formulas for small print, with the commas between them and the full stop."""
    said = list(map(plain, formulas))
    return [f"{one}{',' if k < len(said) else '.'}" for k, one in enumerate(said, 1)]


def axis_label(regime_map: RegimeMap, name: str) -> str:
    """What stands beside an axis: the symbol, and what it means."""
    means = words.means(regime_map.game, name)
    return f"${symbol(name)}$" + (f",  {means}" if means else "")


def _described(figure: Any, regime_map: RegimeMap, names: Sequence[str], regions: Sequence[str]) -> Figure:
    """Attach what is seen, in words."""
    told = "; ".join(f"({k}) {said}".replace("\n", " ") for k, said in enumerate(regions, 1))
    walls = "; ".join(wall.meaning.partition(": ")[0] for wall in regime_map.walls)
    what = "Map" if len(names) == 2 else "Strip"
    figure.alt = f"{what} of {regime_map.game.title} in {' and '.join(names)}. Regions: {told}. Walls: {walls or 'none'}."
    return figure  # type: ignore[no-any-return]


def save_map(regime_map: RegimeMap, folder: str | Path) -> list[Path]:
    """Write a map's picture (SVG and PNG), text and JSON into a folder; everything is made before anything is written.

    Returns
    -------
    list of Path
        The files.
    """
    return write_all(folder, of_map(regime_map))
