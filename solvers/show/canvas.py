"""What pictures are drawn on: a plot, and the title, key and small print around it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from .formula import literal, mathtext, plain
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
    words : str
        Words.
    round : bool
        Whether the mark has a circle around it, as numbers of walls have.
    """

    mark: str
    formulas: tuple[str, ...] = ()
    words: str = ""
    round: bool = False


@dataclass(frozen=True)
class _SetEntry:
    """An entry set in lines: formulas and words, how far below its top the words begin, and its height, in inches."""

    entry: Entry
    texts: tuple[str, str]
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
        self._sizes: dict[tuple[str, float, str, float], tuple[float, float]] = {}
        self.figure: Figure = ShownFigure(figsize=(wide + LEFT + RIGHT, high + 2), dpi=DPI, facecolor="white")
        self._renderer = FigureCanvasAgg(self.figure).get_renderer()  # type: ignore[no-untyped-call]
        self.axes: Any = self.figure.add_axes((0, 0, 1, 1))

    @property
    def pixels(self) -> tuple[float, float]:
        """Size of the plot in pixels."""
        return self.wide * DPI, self.high * DPI

    def measured(self, words: str, size: float, weight: str = "normal", spacing: float = 1.25) -> tuple[float, float]:
        """The size of some words in pixels; of the same words it is taken once."""
        question = words, size, weight, spacing
        if question not in self._sizes:
            from matplotlib.text import Text

            artist = Text(0, 0, words, size=size, figure=self.figure, linespacing=spacing, weight=weight)
            box = artist.get_window_extent(self._renderer)
            self._sizes[question] = float(box.width), float(box.height)
        return self._sizes[question]

    @staticmethod
    def filled(words: str, columns: int) -> str:
        """Break words into lines of even length, each phrase by itself unless lines are long."""

        def wrapped(phrase: str, most: int) -> list[str]:
            return wrap(phrase, most, break_long_words=False, break_on_hyphens=False)

        lines = []
        for phrase in literal(words.replace("; ", ";\n") if columns < LONG else words).splitlines():
            count = len(wrapped(phrase, columns))
            lines += next(broken for most in range(1, columns + 1) if len(broken := wrapped(phrase, most)) <= count)
        return "\n".join(lines)

    def flowed(self, chunks: Iterable[str], size: float, width: float, weight: str = "normal") -> list[str]:
        """Set chunks one after another into lines of at most some inches; only chunks longer than a line are broken, at words."""
        lines: list[str] = []
        used, space = 0.0, self.measured("a a", size, weight)[0] - self.measured("aa", size, weight)[0]

        def broken(chunk: str) -> list[str]:
            return [chunk] if self.measured(chunk, size, weight)[0] <= width * DPI else chunk.split()

        for chunk in (short for whole in chunks for short in broken(literal(whole))):
            wide = self.measured(chunk, size, weight)[0]
            if lines and used + space + wide <= width * DPI:
                lines[-1], used = f"{lines[-1]} {chunk}", used + space + wide
            else:
                lines.append(chunk)
                used = wide
        return lines

    def formula(self, source: str, size: float, width: float) -> list[str]:
        """Set a formula in lines of at most some inches, broken at sums, else at products; in plain letters where neither is enough."""

        def fits(chunk: str) -> bool:
            return self.measured(f"${chunk}$", size)[0] <= width * DPI

        lines: list[str] = []
        summands = _split((mathtext(source) or "").strip("$"), SUMS)
        for chunk in (factor for summand in summands for factor in ([summand] if fits(summand) else _split(summand, PRODUCTS))):
            if lines and fits(lines[-1] + chunk):
                lines[-1] += chunk
            else:
                lines.append(chunk)
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
            Paragraphs of small print, in chunks that are broken only where they are longer than a line.
        keys : sequence of sequences of Entry
            Each is set in as many columns as need least height.
        aside, over, under : float
            Inches to leave free on the right of the plot, above it and below it.
        """
        heading = self.flowed(title.split(), 12, self.wide, "bold")
        lines = [line for paragraph in small for line in self.flowed(paragraph, 8, self.wide)]
        columns = [min((self._columns(key, n) for n in COLUMNS if n <= len(key)), key=_tallest) for key in keys if key]
        heights = [_tallest(key_columns) + 0.12 for key_columns in columns]
        above, below = ABOVE + 0.24 * len(heading) + over, BELOW + under + sum(heights) + LINE * len(lines) + (0.12 if lines else 0)
        width, height = LEFT + self.wide + RIGHT + aside, above + self.high + below
        self.figure.set_size_inches(width, height)
        self.axes.set_position((LEFT / width, below / height, self.wide / width, self.high / height))
        self.figure.text(LEFT / width, 1 - 0.14 / height, "\n".join(heading), size=12, weight="bold", va="top", color=INK)
        for k, line in enumerate(lines):
            y = (0.08 + LINE * (len(lines) - 1 - k)) / height
            self.figure.text(LEFT / width, y, line, size=8, va="bottom", color="#444444", gid="small print")
        top = below - BELOW - under
        for key_columns, key_height in zip(columns, heights, strict=True):
            for k, column in enumerate(key_columns):
                self._key(column, LEFT + k * self.wide / len(key_columns), top, width, height)
            top -= key_height

    def _columns(self, key: Sequence[Entry], count: int) -> list[list[_SetEntry]]:
        """Set a key in columns of about the same height."""
        width = self.wide / count - MARK - 0.1
        set_entries = [self._set(entry, width) for entry in key]
        columns: list[list[_SetEntry]] = [[]]
        target = _height(set_entries) / count
        for set_entry in set_entries:
            if columns[-1] and len(columns) < count and _height(columns[-1]) + set_entry.tall / 2 > target:
                columns.append([])
            columns[-1].append(set_entry)
        return columns + [[] for _ in range(count - len(columns))]

    def _set(self, entry: Entry, width: float) -> _SetEntry:
        lines = [line for source in entry.formulas for line in self.formula(source, WORDS, width)]
        texts = "\n".join(lines), "\n".join(self.flowed(entry.words.split(" "), WORDS, width) if entry.words else ())
        above, below = (self.measured(text, WORDS, spacing=s)[1] / DPI if text else 0 for text, s in zip(texts, SPACINGS, strict=True))
        down, gap = (above + BREAK / 3, 2 * BREAK) if all(texts) else (above, BREAK)
        return _SetEntry(entry, texts, down, max(above + below, 0.13) + gap)

    def _key(self, column: Sequence[_SetEntry], x: float, y: float, width: float, height: float) -> None:
        for set_entry in column:
            if set_entry.entry.mark:
                shape = "circle,pad=0.2" if set_entry.entry.round else "round,pad=0.2"
                box: dict[str, Any] = {"boxstyle": shape, "fc": "white", "ec": INK, "lw": 0.6}
                at = (x + 0.12) / width, (y - 0.075) / height
                self.figure.text(*at, set_entry.entry.mark, size=7.5, va="center", ha="center", color=INK, bbox=box, gid="mark")
            for text, down, spacing in zip(set_entry.texts, (0.0, set_entry.down), SPACINGS, strict=True):
                if text:
                    at = (x + MARK) / width, (y - down) / height
                    self.figure.text(*at, text, size=WORDS, va="top", color=INK, linespacing=spacing, gid="key")
            y -= set_entry.tall


def _tallest(columns: Sequence[Sequence[_SetEntry]]) -> float:
    return max(map(_height, columns))


def _height(column: Sequence[_SetEntry]) -> float:
    return sum(set_entry.tall for set_entry in column)


def _split(formula: str, pattern: str) -> list[str]:
    """Break mathtext at a pattern, but not within braces; joined, the chunks are the formula again."""
    cuts = [
        match.start()
        for match in re.finditer(pattern, formula)
        if formula[: match.start()].count("{") == formula[: match.start()].count("}")
    ]
    return [formula[start:end] for start, end in itertools.pairwise([0, *cuts, len(formula)])]
