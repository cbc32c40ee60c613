"""What pictures are drawn on: a plot, and the title, key and small print around it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from .formula import mathtext, plain
from .style import DPI, INK

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LEFT, RIGHT, ABOVE, BELOW = 0.85, 0.3, 0.3, 0.62  # margins around the plot, in inches
MARK, COLUMNS = 0.3, (1, 2, 3)  # width of a key's marks in inches; numbers of columns that are tried
SPACINGS, BREAK = (1.5, 1.25), 0.07  # of lines of formulas and of words; inches after either
LONG = 60  # characters of a line that holds several phrases
LINE = 0.19  # height of a line of small print
WORDS = 8.0  # size of a key's words
SUMS, PRODUCTS = r" (?=[+-] )", r"(?=/)|(?=\\,)"  # where mathtext may be broken: at sums, else at products


@dataclass(frozen=True)
class Entry:
    """One entry of a key.

    Parameters
    ----------
    mark : str
        What stands before it; nothing when empty.
    formulas : tuple of str
        Equations, each on a line of its own.
    said : str
        Words.
    round : bool
        Whether the mark has a circle around it, as numbers of walls have.
    """

    mark: str
    formulas: tuple[str, ...] = ()
    said: str = ""
    round: bool = False


@dataclass(frozen=True)
class _Set:
    """An entry set in lines: formulas and words, how far below its top the words begin, and its height, in inches."""

    entry: Entry
    said: tuple[str, str]
    down: float
    tall: float


class Canvas:
    """A figure with one plot of a given size, to which a title, a key and small print are added around it.

    Parameters
    ----------
    wide, high : float
        Size of the plot in inches.
    """

    def __init__(self, wide: float, high: float) -> None:
        from matplotlib.backends.backend_agg import FigureCanvasAgg

        from .shown_figure import ShownFigure

        self.wide, self.high = wide, high
        self.figure: Figure = ShownFigure(figsize=(wide + LEFT + RIGHT, high + 2), dpi=DPI, facecolor="white")
        self._renderer = FigureCanvasAgg(self.figure).get_renderer()  # type: ignore[no-untyped-call]
        self.axes: Any = self.figure.add_axes((0, 0, 1, 1))

    @property
    def pixels(self) -> tuple[float, float]:
        """Size of the plot in pixels."""
        return self.wide * DPI, self.high * DPI

    def measured(self, said: str, size: float, weight: str = "normal", spacing: float = 1.25) -> tuple[float, float]:
        """The size of some words in pixels."""
        from matplotlib.text import Text

        text = Text(0, 0, said, size=size, figure=self.figure, linespacing=spacing, weight=weight)
        box = text.get_window_extent(self._renderer)
        return float(box.width), float(box.height)

    @staticmethod
    def filled(said: str, columns: int) -> str:
        """Break words into lines of even length, each phrase by itself unless lines are long."""

        def wrapped(phrase: str, most: int) -> list[str]:
            return wrap(phrase, most, break_long_words=False, break_on_hyphens=False)

        lines = []
        for phrase in (said.replace("; ", ";\n") if columns < LONG else said).splitlines():
            count = len(wrapped(phrase, columns))
            lines += next(found for most in range(1, columns + 1) if len(found := wrapped(phrase, most)) <= count)
        return "\n".join(lines)

    def flowed(self, pieces: Iterable[str], size: float, width: float, weight: str = "normal") -> list[str]:
        """Set pieces one after another into lines of at most some inches; only pieces longer than a line are broken, at words."""
        lines: list[str] = []
        used, space = 0.0, self.measured("a a", size, weight)[0] - self.measured("aa", size, weight)[0]

        def broken(piece: str) -> list[str]:
            return [piece] if self.measured(piece, size, weight)[0] <= width * DPI else piece.split()

        for piece in (part for whole in pieces for part in broken(whole)):
            wide = self.measured(piece, size, weight)[0]
            if lines and used + space + wide <= width * DPI:
                lines[-1], used = f"{lines[-1]} {piece}", used + space + wide
            else:
                lines.append(piece)
                used = wide
        return lines

    def formula(self, source: str, size: float, width: float) -> list[str]:
        """Set a formula in lines of at most some inches, broken at sums, else at products; in plain letters where neither is enough."""

        def fits(said: str) -> bool:
            return self.measured(f"${said}$", size)[0] <= width * DPI

        lines: list[str] = []
        pieces = _split((mathtext(source) or "").strip("$"), SUMS)
        for piece in (part for whole in pieces for part in ([whole] if fits(whole) else _split(whole, PRODUCTS))):
            if lines and fits(lines[-1] + piece):
                lines[-1] += piece
            else:
                lines.append(piece)
        if any(lines) and all(map(fits, lines)):
            return [f"${line.strip()}$" for line in lines]
        return self.flowed(plain(source).split(), size, width)

    def finish(
        self,
        title: str,
        small: Sequence[Sequence[str]],
        keys: Sequence[Sequence[Entry]] = (),
        *,
        aside: float = 0,
        over: float = 0,
        under: float = 0,
    ) -> None:
        """Put the title above, keys and small print below, and size the figure to hold them.

        Parameters
        ----------
        title : str
            The heading.
        small : sequence of sequences of str
            Paragraphs of small print, in pieces that are broken only where they are longer than a line.
        keys : sequence of sequences of Entry
            Each is set in as many columns as need least height.
        aside, over, under : float
            Inches to leave free on the right of the plot, above it and below it.
        """
        heading = self.flowed(title.split(), 12, self.wide, "bold")
        lines = [line for paragraph in small for line in self.flowed(paragraph, 8, self.wide)]
        columns = [min((self._columns(key, n) for n in COLUMNS if n <= len(key)), key=_tallest) for key in keys if key]
        tall = [_tallest(found) + 0.12 for found in columns]
        above, below = ABOVE + 0.24 * len(heading) + over, BELOW + under + sum(tall) + LINE * len(lines) + (0.12 if lines else 0)
        width, height = LEFT + self.wide + RIGHT + aside, above + self.high + below
        self.figure.set_size_inches(width, height)
        self.axes.set_position((LEFT / width, below / height, self.wide / width, self.high / height))
        self.figure.text(LEFT / width, 1 - 0.14 / height, "\n".join(heading), size=12, weight="bold", va="top", color=INK)
        for k, line in enumerate(lines):
            y = (0.08 + LINE * (len(lines) - 1 - k)) / height
            self.figure.text(LEFT / width, y, line, size=8, va="bottom", color="#444444", gid="small print")
        top = below - BELOW - under
        for found, down in zip(columns, tall, strict=True):
            for k, column in enumerate(found):
                self._key(column, LEFT + k * self.wide / len(found), top, width, height)
            top -= down

    def _columns(self, key: Sequence[Entry], count: int) -> list[list[_Set]]:
        """Set a key in columns of about the same height."""
        width = self.wide / count - MARK - 0.1
        made = [self._set(entry, width) for entry in key]
        out: list[list[_Set]] = [[]]
        share = _height(made) / count
        for one in made:
            if out[-1] and len(out) < count and _height(out[-1]) + one.tall / 2 > share:
                out.append([])
            out[-1].append(one)
        return out + [[] for _ in range(count - len(out))]

    def _set(self, entry: Entry, width: float) -> _Set:
        lines = [line for source in entry.formulas for line in self.formula(source, WORDS, width)]
        said = "\n".join(lines), "\n".join(self.flowed(entry.said.split(" "), WORDS, width) if entry.said else ())
        formulas, words = (self.measured(part, WORDS, spacing=s)[1] / DPI if part else 0 for part, s in zip(said, SPACINGS, strict=True))
        down, after = (formulas + BREAK / 3, 2 * BREAK) if all(said) else (formulas, BREAK)
        return _Set(entry, said, down, max(formulas + words, 0.13) + after)

    def _key(self, column: Sequence[_Set], x: float, y: float, width: float, height: float) -> None:
        for one in column:
            if one.entry.mark:
                shape = "circle,pad=0.2" if one.entry.round else "round,pad=0.2"
                box: dict[str, Any] = {"boxstyle": shape, "fc": "white", "ec": INK, "lw": 0.6}
                at = (x + 0.12) / width, (y - 0.075) / height
                self.figure.text(*at, one.entry.mark, size=7.5, va="center", ha="center", color=INK, bbox=box, gid="mark")
            for part, down, spacing in zip(one.said, (0.0, one.down), SPACINGS, strict=True):
                if part:
                    at = (x + MARK) / width, (y - down) / height
                    self.figure.text(*at, part, size=WORDS, va="top", color=INK, linespacing=spacing, gid="key")
            y -= one.tall


def _tallest(columns: Sequence[Sequence[_Set]]) -> float:
    return max(map(_height, columns))


def _height(column: Sequence[_Set]) -> float:
    return sum(one.tall for one in column)


def _split(said: str, where: str) -> list[str]:
    """Break mathtext at a pattern, but not within braces; the pieces together are the whole."""
    cuts = [found.start() for found in re.finditer(where, said) if said[: found.start()].count("{") == said[: found.start()].count("}")]
    return [said[one:two] for one, two in itertools.pairwise([0, *cuts, len(said)])]
