"""A quantity against one parameter: a line for each family, broken at walls, and the range over coexisting equilibria."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from string import digits
from typing import TYPE_CHECKING, Any

import numpy as np

from games import GameError
from games.numbers import Expression, text

from ..arrays import Floats, spans
from ..results import Family, RegimeMap
from ..results.quantities import Quantity, quantity_named
from .borders import OFF_PATH, SAME, change
from .canvas import Canvas, Entry
from .classes import sorted_by_outcome
from .crossed import Crossed, spread
from .formula import literal, plain
from .picture import HIGH, WIDE, Legend, axis_label, on_slice, setting, wall_entries
from .style import FAINT, INK, LINES, STYLE

if TYPE_CHECKING:
    from matplotlib.figure import Figure

POINTS = 241  # on each piece of a line
INSIDE = 1e-6  # of an interval: so near a wall a piece begins
RANGE = "#ececec"
LONGEST = 70  # letters of a closed form that stands in the key
PLACES = 16  # on each piece at which its letters are tried
NUMBER = 7.5
LETTERS, MARKED = 9.0, 3  # size of letters; how many stand before an entry of the key


@dataclass(frozen=True)
class Piece:
    """A line or band between two walls.

    Parameters
    ----------
    across : array
        Values of the parameter, shape (n,).
    lowest, highest : array
        The quantity there; the same array where the equilibria leave it no room.
    """

    across: Floats
    lowest: Floats
    highest: Floats


@dataclass(frozen=True)
class Course:
    """Families on which a quantity is the same closed form, and its course.

    Parameters
    ----------
    tags : tuple of str
        The families, by letter.
    form : str
        The closed form.
    ranges : tuple of str
        Of what is open in it.
    pieces : list of Piece
        Where they exist, one for each interval between walls.
    """

    tags: tuple[str, ...]
    form: str
    ranges: tuple[str, ...]
    pieces: list[Piece]

    @property
    def letters(self) -> str:
        """How it is called in the picture."""
        return ", ".join(self.tags)


class Courses:
    """What a picture of a quantity against a parameter shows."""

    def __init__(self, regime_map: RegimeMap, quantity: Quantity, name: str, whole: RegimeMap | None = None) -> None:
        self.map, self.quantity, self.name = regime_map, quantity, name
        self.crossed = Crossed(regime_map, name, whole)
        self.classes = sorted_by_outcome(regime_map.solved, [family for family in regime_map.families if family.generic])

    @cached_property
    def courses(self) -> list[Course]:
        """A course for each closed form, families with the same one together."""
        families: dict[tuple[str, tuple[str, ...]], list[str]] = {}
        pieces: dict[tuple[str, tuple[str, ...]], list[Piece]] = {}
        for low, high, regime in self.crossed.intervals:
            seen = set()
            for tag, family in self._families(regime.families if regime else ()):
                key = self._key(family)
                tags = families.setdefault(key, [])
                tags += [tag] if tag not in tags else []
                if key not in seen:
                    seen.add(key)
                    pieces.setdefault(key, []).append(self._piece(family, low, high))
        courses = [Course(self._together(tags), *key, pieces[key]) for key, tags in families.items()]
        return sorted(courses, key=lambda course: [(len(tag.rstrip(digits)), tag) for tag in course.tags])

    def _families(self, names: Sequence[str]) -> Iterator[tuple[str, Family]]:
        for outcome_class in self.classes:
            yield from ((tag, family) for tag, family in outcome_class.members.items() if family.name in names)

    def _key(self, family: Family) -> tuple[str, tuple[str, ...]]:
        """The closed form, and the ranges of what is open in it."""
        number = self.quantity.of(family)
        symbols = number.free if isinstance(number, Expression) else ()
        return text(number), tuple(said for name, said in family.free.items() if name in symbols)

    def _piece(self, family: Family, low: float, high: float) -> Piece:
        across = np.linspace(low + INSIDE * (high - low), high - INSIDE * (high - low), POINTS)
        point: dict[str, float | Floats] = {name: float(value) for name, value in self.map.game.defaults.items()}
        point[self.name] = across
        return Piece(across, *spans(self.quantity.of(family), family, point, across.shape))

    def _together(self, tags: Sequence[str]) -> tuple[str, ...]:
        """The tags, or the letter of a class where all of its members are among them."""
        shown = []
        for outcome_class in self.classes:
            own = [tag for tag in outcome_class.members if tag in tags]
            shown += [outcome_class.letter] if len(own) == len(outcome_class.members) else own
        return tuple(shown)

    @cached_property
    def range(self) -> list[Piece]:
        """The range over coexisting equilibria on each interval on which there are any."""
        ranges = []
        for low, high in ((low, high) for low, high, _ in self.crossed.intervals):
            here = [piece for course in self.courses for piece in course.pieces if low < piece.across[0] < high]
            if here:
                ends = np.fmin.reduce([piece.lowest for piece in here]), np.fmax.reduce([piece.highest for piece in here])
                ranges.append(Piece(here[0].across, *ends))
        return ranges


def course_figure(regime_map: RegimeMap, of: str, *, by: str | None = None) -> Figure:
    """Draw a quantity against one parameter of a map, the others at their defaults.

    Parameters
    ----------
    regime_map : RegimeMap
        The map.
    of : str
        An outcome, a measure, a player (for its payoff), a mix such as ``"US strike at offer"``, or a belief such as
        ``"US believes sincere/offer at offer"``.
    by : str, optional
        The parameter; it may be left out when the map has one only.

    Returns
    -------
    matplotlib.figure.Figure
        A line for each family, or a band where it leaves the quantity room; grey, the range over coexisting equilibria. Lines end at
        walls, and jumps are not joined.

    Raises
    ------
    GameError
        For a quantity or parameter that there is none of, and where no equilibrium was found anywhere on the line.
    """
    import matplotlib

    name = by if by is not None or len(regime_map.over) != 1 else regime_map.over[0]
    if name not in regime_map.over:
        named = f"There is no parameter {name!r} in this map" if name is not None else "Say with by= against which parameter"
        raise GameError(f"{named}; it has {', '.join(regime_map.over) or 'none'}.")
    quantity = quantity_named(regime_map.game, of)
    shown, wall_sentence = on_slice(regime_map, (name,))
    courses = Courses(shown, quantity, name, regime_map)
    if not courses.courses:
        raise GameError(f"No equilibrium was found anywhere along {name}, the other parameters being at their defaults.")
    with matplotlib.rc_context(STYLE):  # type: ignore[arg-type]
        return _drawn(courses, wall_sentence)


def _drawn(courses: Courses, wall_sentence: str) -> Figure:
    regime_map, crossed, canvas = courses.map, courses.crossed, Canvas(WIDE, 0.72 * HIGH)
    axes = canvas.axes
    axes.set_xlim(crossed.axis.low, crossed.axis.high)
    axes.set_ylim(*_limits(courses))
    for piece in courses.range:
        axes.fill_between(piece.across, piece.lowest, piece.highest, color=RANGE, lw=0, zorder=1, gid="range")
    for k, course in enumerate(courses.courses):
        colour = LINES[k % len(LINES)]
        for piece in _joined(course.pieces):
            axes.plot(piece.across, piece.lowest, color=colour, lw=1.8, zorder=4, gid="course", solid_capstyle="butt")
            if piece.lowest is not piece.highest:
                axes.plot(piece.across, piece.highest, color=colour, lw=1.8, zorder=4, gid="course", solid_capstyle="butt")
                axes.fill_between(piece.across, piece.lowest, piece.highest, color=colour, alpha=0.22, lw=0, zorder=3, gid="band")
    legend = Legend(regime_map, [regime.name for _, _, regime in crossed.intervals if regime], "outcomes")
    drawn, faint = _walls(courses, canvas, legend)
    _letter(courses, canvas)
    axes.set_xlabel(axis_label(regime_map, courses.name), size=10)
    axes.set_ylabel(literal(courses.quantity.words), size=10)
    several = any(len([c for c in courses.courses for p in c.pieces if low < p.across[0] < high]) > 1 for low, high, _ in crossed.intervals)
    banded = any(piece.lowest is not piece.highest for course in courses.courses for piece in course.pieces)
    notes = [plain(wall_sentence)] if wall_sentence else []
    notes += ["Grey: the range over coexisting equilibria."] if several else []
    notes += ["Bands: families that leave the quantity room."] if banded else []
    notes += ["Dashed: only play off the path changes."] if faint else []
    fixed = setting(regime_map, (courses.name,))[1:]  # no circle here
    small = [*(line.split() for line in notes), *([fixed] if fixed else [])]
    numbered = [[k] for k in drawn]
    canvas.finish(regime_map.game.title, small, [_entries(courses, legend), wall_entries(regime_map, drawn, numbered)], over=0.2)
    canvas.figure.alt = (  # type: ignore[attr-defined]
        f"{courses.quantity.words} against {courses.name} in {regime_map.game.title}. "
        + " ".join(f"{course.letters}: {course.form}." for course in courses.courses)
        + f" Walls: {'; '.join(regime_map.walls[k].threshold.text() for k in drawn) or 'none'}."
        + (f" {wall_sentence}" if wall_sentence else "")
    )
    return canvas.figure


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces of a line, joined where it is the same closed form on either side of a wall; bands stay in pieces."""
    joined: list[Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if last is not None and piece.lowest is piece.highest and last.lowest is last.highest and _touch(last, piece):
            line = np.concatenate([last.lowest, piece.lowest])
            joined[-1] = Piece(np.concatenate([last.across, piece.across]), line, line)
        else:
            joined.append(piece)
    return joined


def _touch(before: Piece, after: Piece) -> bool:
    return bool(after.across[0] - before.across[-1] < 3 * INSIDE * (after.across[-1] - before.across[0]))


def _limits(courses: Courses) -> tuple[float, float]:
    """What is shown of the quantity: all of a probability, else what it takes on."""
    if courses.quantity.kind not in ("measure", "payoff"):
        return -0.03, 1.03
    ends = np.concatenate([end for piece in courses.range for end in (piece.lowest, piece.highest)])
    ends = ends[np.isfinite(ends)]
    low, high = (float(np.quantile(ends, share)) for share in (0.01, 0.99)) if len(ends) else (0.0, 1.0)
    whole_low, whole_high = (float(ends.min()), float(ends.max())) if len(ends) else (0.0, 1.0)
    if whole_high - whole_low < 8 * (high - low):  # else it runs off beside a wall
        low, high = whole_low, whole_high
    room = 0.06 * (high - low) or 0.5
    return low - room, high + room


def _walls(courses: Courses, canvas: Canvas, legend: Legend) -> tuple[list[int], bool]:
    """Draw the walls at which something changes, each with a number above; give them in the order of their numbers."""
    crossed = courses.crossed
    changes = {before[1]: change(before[2], after[2], legend.kinds) for before, after in pairwise(crossed.intervals)}
    met: dict[float, list[int]] = {}
    for x, k, _ in crossed.thresholds:
        if changes[x] != SAME:
            met.setdefault(x, []).append(k)
    order = list(dict.fromkeys(k for walls in met.values() for k in walls))
    transform = canvas.axes.get_xaxis_transform()
    numbers = {x: ", ".join(str(order.index(k) + 1) for k in walls) for x, walls in met.items()}
    for x in met:
        dashed = changes[x] == OFF_PATH
        canvas.axes.axvline(x, color=FAINT if dashed else INK, lw=0.9, ls=(0, (4, 3)) if dashed else "-", zorder=2, gid="wall")
    anchors = [(x, said, canvas.measured(said, NUMBER)[0] + 8) for x, said in numbers.items()]
    for place, x, said in spread(anchors, crossed.axis, canvas.pixels[0]):
        canvas.axes.plot([x, place], [1, 1.04], color=FAINT, lw=0.7, clip_on=False, transform=transform, gid="leader")
        box = {"boxstyle": "circle,pad=0.2" if len(said) < 3 else "round,pad=0.2", "fc": "white", "ec": INK, "lw": 0.6}
        canvas.axes.text(place, 1.06, said, size=NUMBER, ha="center", va="center", color=INK, transform=transform, gid="mark", bbox=box)
    return order, OFF_PATH in changes.values()


def _letter(courses: Courses, canvas: Canvas) -> None:
    """Write letters on every course, where they are farthest from other letters and other courses."""
    axes, (wide, high) = canvas.axes, canvas.pixels
    (left, right), (bottom, top) = axes.get_xlim(), axes.get_ylim()

    def pixels(across: Floats, up: Floats) -> Floats:
        return np.stack([(across - left) / (right - left) * wide, (up - bottom) / (top - bottom) * high], -1)

    lines = [[pixels(p.across, edge)[::8] for p in course.pieces for edge in (p.lowest, p.highest)] for course in courses.courses]
    placed: list[Any] = []
    for k, course in enumerate(courses.courses):
        others = [line for j, some in enumerate(lines) if j != k for line in some] + placed
        taken = np.concatenate(others) if others else np.full((1, 2), np.inf)
        taken = taken[np.isfinite(taken).all(-1)] if np.isfinite(taken).any() else np.full((1, 2), 1e9)
        taken = taken if len(taken) else np.full((1, 2), 1e9)
        width, _ = canvas.measured(course.letters, LETTERS, "bold")
        candidates, kept = _candidates(course, pixels, width)
        sides = np.minimum(candidates[:, 1], high - candidates[:, 1])
        apart = np.abs(candidates[:, None] - taken[None]) / (max(1.0, width / 14), 1.0)
        room = np.minimum(np.hypot(apart[..., 0], apart[..., 1]).min(-1), 60)
        room = np.where(kept & (sides > -2), room, room - 60)
        x, y = candidates[int(np.where(np.isfinite(room), room, -np.inf).argmax())]
        placed.append(np.array([[x + d, y] for d in np.linspace(-width / 2, width / 2, 5)]))
        at = left + x / wide * (right - left), bottom + y / high * (top - bottom)
        box = {"boxstyle": "round,pad=0.15", "fc": "white", "ec": "none", "alpha": 0.85}
        colour = LINES[k % len(LINES)]
        axes.text(
            *at, course.letters, size=LETTERS, weight="bold", color=colour, ha="center", va="center", zorder=6, gid="letter", bbox=box
        )


def _candidates(course: Course, pixels: Callable[[Floats, Floats], Floats], width: float) -> tuple[Floats, Any]:
    """Places along a course, from the middle of each piece outwards, and whether letters of some width stay between its walls there."""
    places, kept = [], []
    for piece in course.pieces:
        line = pixels(piece.across, (piece.lowest + piece.highest) / 2)
        line = line[np.argsort(np.abs(np.arange(POINTS) - POINTS // 2), kind="stable")][:: max(1, POINTS // PLACES)]
        ends = pixels(piece.across, piece.lowest)[[0, -1], 0]
        places.append(line)
        kept.append(np.minimum(line[:, 0] - ends[0], ends[1] - line[:, 0]) > width / 2 + 3)
    return np.concatenate(places), np.concatenate(kept)


def _entries(courses: Courses, legend: Legend) -> list[Entry]:
    """What each course is: letters, closed form, and what is played."""
    entries = []
    for course in courses.courses:
        own = dict.fromkeys(c.letter for c in courses.classes for tag in course.tags if tag == c.letter or tag in c.members)
        words = " or ".join(legend.names[letter] for letter in own if letter in legend.names)
        words = "; ".join([words, *map(plain, course.ranges)])
        short = len(course.form) <= LONGEST
        if len(course.letters) <= MARKED:
            entries.append(Entry(course.letters, (course.form,) if short else (), words))
        else:
            entries.append(Entry("", (), f"{course.letters}: {f'{plain(course.form)}; ' if short else ''}{words}"))
    return entries
