"""Pictures of regime maps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from games import GameError

from ..results import RegimeMap
from . import sentences, words
from .canvas import Canvas, Entry
from .classes import letters, short_names, sorted_by_outcome
from .formula import literal, plain, symbol
from .plane import Label
from .style import STYLE

if TYPE_CHECKING:
    from matplotlib.figure import Figure

BY = ("outcomes", "regimes")
MOST_WALLS = 6  # when there are more, only the numbered ones are explained
WIDE, HIGH = 6.6, 5.0  # inches of the plot
TALL, OVER, UNDER = 0.9, 0.3, 0.2  # inches of a strip, above it for letters of narrow parts, and below it for thresholds
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
        What has a label of its own: the outcomes that may come about, or every regime.
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
    shown, wall_sentence = on_slice(regime_map, names)
    with matplotlib.rc_context(STYLE):  # type: ignore[arg-type]
        if len(names) == 1:
            return _strip(shown, regime_map, names[0], by, wall_sentence)
        return _plane(shown, regime_map, names, by, grid, wall_sentence)


def on_slice(regime_map: RegimeMap, names: Sequence[str]) -> tuple[RegimeMap, str]:
    """The map that a slice shows, and a sentence on the walls that the slice lies on: then it is mapped anew, as all changes there."""
    walls = regime_map.lies_on(*names)
    if not walls:
        return regime_map, ""
    return regime_map.section(*names), f"This slice lies on {words.named_walls(walls)}, and shows what exists there."


def _plane(regime_map: RegimeMap, whole: RegimeMap, names: Sequence[str], by: str, grid: int, wall_sentence: str) -> Figure:
    from .plane import Plane
    from .slices import cut

    canvas, slice_ = Canvas(WIDE, HIGH), cut(regime_map, names[0], names[1], grid, whole)
    legend = Legend(regime_map, [regime.name for regime in slice_.regimes], by)
    plane = Plane(canvas, slice_, legend.kinds, legend.labels)
    drawn = plane.draw()
    canvas.axes.set_xlabel(axis_label(regime_map, names[0]), size=10)
    canvas.axes.set_ylabel(axis_label(regime_map, names[1]), size=10)
    small = [*_on_walls(wall_sentence), *legend.small_print(names), *_unmet(regime_map, drawn.walls)]
    small += [[DASHED]] if drawn.faint else []
    if drawn.unnamed:
        small.append([f"{words.counted(drawn.unnamed, 'small part is', 'small parts are')} not named."])
    small += [["Hatched: outside the domain of the game."]] if drawn.outside else []
    canvas.finish(regime_map.game.title, small, [legend.entries(), wall_entries(regime_map, drawn.walls, drawn.numbered)])
    return _described(canvas.figure, regime_map, names, legend, plane.order, drawn.walls, wall_sentence)


def _strip(regime_map: RegimeMap, whole: RegimeMap, name: str, by: str, wall_sentence: str) -> Figure:
    from .strip import Strip

    canvas = Canvas(WIDE, TALL)
    strip = Strip(canvas, regime_map, name, whole)
    legend = Legend(regime_map, [regime.name for regime in strip.regimes()], by)
    strip.draw(legend.kinds, legend.labels)
    canvas.axes.set_xlabel(axis_label(regime_map, name), size=10)
    small = [*_on_walls(wall_sentence), *legend.small_print([name]), *_unmet(regime_map, strip.drawn)]
    walls = wall_entries(regime_map, strip.drawn, [])
    small += [[DASHED]] if strip.faint else []
    canvas.finish(regime_map.game.title, small, [legend.entries(), walls], over=OVER if strip.crowded else 0, under=UNDER)
    return _described(canvas.figure, regime_map, [name], legend, strip.order, strip.drawn, wall_sentence)


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

    def __init__(self, regime_map: RegimeMap, regimes: Sequence[str], by: str) -> None:
        self.regime_map = regime_map
        all_classes = sorted_by_outcome(regime_map.solved, [family for family in regime_map.families if family.generic])
        letters_of = {regime.name: letters(regime, all_classes) for regime in regime_map.regimes}
        shown = [letters_of[name] for name in regimes]
        letters_shown = {letter for kind in shown for letter in kind}
        self.several = any(len(kind) > 1 for kind in shown)
        classes = [outcome_class for outcome_class in all_classes if outcome_class.letter in letters_shown]
        self.names, self.common = short_names(classes)
        self.mixes = {mix for outcome_class in classes for mix in outcome_class.called.mixes}
        self.everywhere = [letter for letter in self.names if all(letter in kind for kind in shown)] if len(set(shown)) > 1 else []
        self.kinds: Mapping[str, tuple[str, ...]] = {name: (name,) if by == "regimes" else kind for name, kind in letters_of.items()}
        self.labels: Mapping[tuple[str, ...], Label] = {}
        for name in regimes:
            head = (f"{name}: " if by == "regimes" else "") + (", ".join(letters_of[name]) or "none found")
            self.labels = {**self.labels, self.kinds[name]: Label(head, self._phrase(letters_of[name]))}

    def _phrase(self, kind: tuple[str, ...]) -> str:
        """What is played, less what is played everywhere in the picture where that is not all there is."""
        own = [letter for letter in kind if letter not in self.everywhere] or kind
        return "\nor\n".join(self.names[letter] for letter in own)

    def _mix(self) -> str:
        """A mix of two actions that the words of the picture speak of; empty when there is none."""
        mixes = (
            tuple(action for action, chance in row.items() if chance)
            for family in self.regime_map.families
            for sets in family.profile.strategies.values()
            for row in sets.values()
        )
        return " or ".join(next((mix for mix in mixes if len(mix) == 2 and mix in self.mixes), ()))

    def entries(self) -> list[Entry]:
        """Every class that the picture shows, once, in words."""
        return [Entry(letter, (), phrase + (" (everywhere)" if letter in self.everywhere else "")) for letter, phrase in self.names.items()]

    def small_print(self, axes: Sequence[str]) -> list[list[str]]:
        """What holds for the whole picture: common play, values of the other parameters."""
        out = [["Where there are several letters, each of these equilibria exists."]] if self.several else []
        mix = self._mix()
        out += [[f"{mix}: mixed."]] if mix else []
        if self.common:
            out.append(f"In all of them, wherever play comes so far: {'; '.join(self.common)}.".split())
        return [*out, setting(self.regime_map, axes)]


def setting(regime_map: RegimeMap, axes: Sequence[str]) -> list[str]:
    """What the circle is, and the values of the parameters that are not on an axis."""
    fixed = {**{n: v for n, v in regime_map.game.defaults.items() if n not in axes}, **regime_map.at_rest}
    circle = f"Circle: the default{'s' if len(axes) == 2 else ''}."
    return [circle, *(["Here"] if fixed else []), *_listed(f"{name} = {value}" for name, value in fixed.items())]


def wall_entries(regime_map: RegimeMap, drawn: Sequence[int], numbered: Sequence[Sequence[int]]) -> list[Entry]:
    """What each wall of a picture means: the numbered ones, and when there are few the others too, with the reasons."""
    few = len(drawn) <= MOST_WALLS
    groups = [*numbered, *([k] for k in drawn if few and not any(k in group for group in numbered))]
    entries = []
    for n, group in enumerate(groups, 1):
        walls = [regime_map.walls[k] for k in group]
        reasons = list(dict.fromkeys(sentences.reason(reason) for wall in walls for reason in wall.reasons)) if few else []
        together = "All along the same line here. " if len(group) > 1 else ""
        sentence = (together + (f"{'; '.join(reasons)}." if reasons else "")).rstrip()
        if sentence or n <= len(numbered):
            entries.append(
                Entry(str(n) if n <= len(numbered) else "", tuple(wall.threshold.text() for wall in walls), sentence, round=True)
            )
    return entries


def _unmet(regime_map: RegimeMap, drawn: Sequence[int]) -> list[list[str]]:
    """How many walls of the map are not in a picture."""
    unseen = len(regime_map.walls) - len(drawn)
    if not unseen:
        return []
    subject = f"{unseen} other walls change" if unseen > 1 else "other wall changes"
    return [[f"The map's {subject} nothing here."]]


def _on_walls(sentence: str) -> list[list[str]]:
    """The sentence on the walls that a slice lies on, as small print."""
    return [f"{plain(sentence)} Its letters are not those of the whole map.".split()] if sentence else []


def _listed(formulas: Iterable[str]) -> list[str]:
    """Formulas for small print, with the commas between them and the full stop."""
    texts = list(map(plain, formulas))
    return [f"{formula}{',' if k < len(texts) else '.'}" for k, formula in enumerate(texts, 1)]


def axis_label(regime_map: RegimeMap, name: str) -> str:
    """What stands beside an axis: the symbol, and what it means."""
    means = words.means(regime_map.game, name)
    return f"${symbol(name)}$" + (f",  {literal(means)}" if means else "")


def _described(
    figure: Any,
    regime_map: RegimeMap,
    names: Sequence[str],
    legend: Legend,
    kinds: Sequence[tuple[str, ...]],
    drawn: Sequence[int],
    wall_sentence: str,
) -> Figure:
    """Attach what is seen, in words."""
    regions = "; ".join(f"{legend.labels[kind].head}" for kind in kinds)
    classes = " ".join(f"{letter} is {phrase}." for letter, phrase in legend.names.items())
    walls = "; ".join(regime_map.walls[k].threshold.text() for k in drawn)
    what = "Map" if len(names) == 2 else "Strip"
    where = f"{regime_map.game.title} in {' and '.join(names)}.{f' {wall_sentence}' if wall_sentence else ''}"
    figure.alt = f"{what} of {where} Regions: {regions}. {classes} Walls: {walls or 'none'}."
    return figure  # type: ignore[no-any-return]
