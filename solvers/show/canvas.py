"""What pictures are drawn on: sizes, colours, fonts, and the words around a plot."""

from __future__ import annotations

import io
import math
from base64 import b64encode
from collections.abc import Iterable, Sequence
from html import escape
from textwrap import wrap
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure

INK, FAINT, OUTSIDE = "#222222", "#777777", "#dddddd"
FILLS = ("#cfe2f3", "#fce0b8", "#cdeadb", "#f3d3e4", "#fff4b8", "#dcd6f0", "#e4e4e4", "#f9cfc0", "#c9ecef", "#e6e0c8")
"""Light forms of the colours of Okabe and Ito, told apart also without red and green."""

STYLE = {
    "font.family": "sans-serif", "font.sans-serif": ["DejaVu Sans"], "mathtext.fontset": "dejavusans", "font.size": 9.0,
    "axes.edgecolor": INK, "axes.labelcolor": INK, "axes.linewidth": 0.8, "axes.unicode_minus": True,
    "xtick.color": INK, "ytick.color": INK, "hatch.color": "#bbbbbb", "hatch.linewidth": 0.6, "svg.hashsalt": "map", "text.usetex": False,
}
DPI = 100
LEFT, RIGHT, ABOVE, BELOW, KEY = 0.85, 0.3, 0.3, 0.62, 3.1       # margins around the plot, and the width of a key, in inches
LONG = 60                                       # characters of a line that holds several phrases
LINE = 0.19                                                       # height of a line of small print


def painted(k: int) -> str:
    """The colour of the k-th kind of region."""
    return FILLS[k % len(FILLS)]


class Canvas:
    """A figure with one plot of a given size, to which a title, a key and small print are added around it.

    Parameters
    ----------
    wide, high : float
        Size of the plot in inches.
    """

    def __init__(self, wide: float, high: float) -> None:
        from matplotlib.backends.backend_agg import FigureCanvasAgg

        from .shown import ShownFigure

        self.wide, self.high = wide, high
        self.figure: Figure = ShownFigure(figsize=(wide + LEFT + RIGHT, high + 2), dpi=DPI, facecolor="white")
        self._renderer = FigureCanvasAgg(self.figure).get_renderer()  # type: ignore[no-untyped-call]
        self.axes: Any = self.figure.add_axes((0, 0, 1, 1))

    @property
    def pixels(self) -> tuple[float, float]:
        """Size of the plot in pixels."""
        return self.wide * DPI, self.high * DPI

    def measured(self, said: str, size: float, weight: str = "normal") -> tuple[float, float]:
        """The size of some words in pixels."""
        from matplotlib.text import Text

        text = Text(0, 0, said, size=size, figure=self.figure, linespacing=1.25, weight=weight)
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
        """Set pieces that are not broken one after another into lines of at most some inches."""
        lines: list[str] = []
        used, space = 0.0, self.measured("a a", size, weight)[0] - self.measured("aa", size, weight)[0]
        for piece in pieces:
            wide = self.measured(piece, size, weight)[0]
            if lines and used + space + wide <= width * DPI:
                lines[-1], used = f"{lines[-1]} {piece}", used + space + wide
            else:
                lines.append(piece)
                used = wide
        return lines

    def finish(self, title: str, small: Sequence[Sequence[str]], key: Sequence[tuple[str, str, str]], aside: float = 0) -> None:
        """Put the title above, the key on the right and the small print below, and size the figure to hold them.

        Parameters
        ----------
        title : str
            The heading.
        small : sequence of sequences of str
            Paragraphs of small print, in pieces that are not broken.
        key : sequence of (str, str, str)
            Colour or "", mark, and words.
        aside : float
            Inches to leave free on the right.
        """
        heading = self.flowed(title.split(), 12, self.wide, "bold")
        lines = [line for paragraph in small for line in self.flowed(paragraph, 8, self.wide)]
        above, below = ABOVE + 0.24 * len(heading), BELOW + LINE * len(lines) + (0.12 if lines else 0)
        right = RIGHT + (KEY if key else aside)
        width, height = LEFT + self.wide + right, above + self.high + below
        self.figure.set_size_inches(width, height)
        self.axes.set_position((LEFT / width, below / height, self.wide / width, self.high / height))
        self.figure.text(LEFT / width, 1 - 0.14 / height, "\n".join(heading), size=12, weight="bold", va="top", color=INK)
        for k, line in enumerate(lines):
            y = (0.08 + LINE * (len(lines) - 1 - k)) / height
            self.figure.text(LEFT / width, y, line, size=8, va="bottom", color="#444444", gid="small print")
        self._key(key, (LEFT + self.wide + 0.25) / width, (below + self.high) / height, width, height)

    def _key(self, key: Sequence[tuple[str, str, str]], x: float, y: float, width: float, height: float) -> None:
        for colour, mark, said in key:
            lines = self.flowed(said.split(" ") if "$" not in said else [said], 8.5, KEY - 0.5)
            shape = "round,pad=0.25" if colour else "circle,pad=0.25"
            box: dict[str, Any] = {"boxstyle": shape, "fc": colour or "white", "ec": INK, "lw": 0.6}
            self.figure.text(x + 0.08 / width, y - 0.04 / height, mark, size=8, va="top", ha="center", color=INK, bbox=box)
            self.figure.text(x + 0.35 / width, y, "\n".join(lines), size=8.5, va="top", color=INK, linespacing=1.25, gid="key")
            y -= (self.measured("\n".join(lines), 8.5)[1] / DPI + 0.14) / height


def encoded(figure: Figure, kind: str) -> bytes:
    """A figure as the bytes of an ``svg``, ``png`` or ``pdf`` file, the same every time."""
    import matplotlib

    out = io.BytesIO()
    stamp = {"svg": {"Date": None, "Creator": None}, "pdf": {"CreationDate": None}}.get(kind)
    with matplotlib.rc_context(STYLE):  # type: ignore[arg-type]
        figure.savefig(out, format=kind, dpi=200, metadata=stamp)
    return out.getvalue()


def image(figure: Any) -> str:
    """A figure as an ``<img>`` element with its words for who cannot see it."""
    uri = "data:image/svg+xml;base64," + b64encode(encoded(figure, "svg")).decode()
    return f'<img alt="{escape(figure.alt)}" style="max-width: 100%; width: {math.ceil(figure.get_figwidth() * DPI)}px" src="{uri}">'
