"""The picture of a tree for print: PNG and PDF, drawn with matplotlib, which no other file of this package imports."""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import Any

from ..tree import CHANCE
from .layout import LINE, RADIUS, ROW, TOP, Bond, Layout
from .lettering import LETTERS, SMALL, wide, wide_bold
from .strokes import COLOURS, GREY, INK, PALE, SHAPES, bond_corners, colour, downwards, drawable, leader, stroke_of

POINT = 0.75  # points in a pixel
SHARPNESS, MOST_DOTS = 200, 30_000  # dots of a PNG in an inch; fewer in a picture whose longer side would have more
SETTINGS = {"font.family": "sans-serif", "font.sans-serif": ["DejaVu Sans"], "text.usetex": False, "pdf.fonttype": 42}


def printed(tree: Layout, kind: str) -> bytes:
    """Draw a tree as the bytes of a ``png`` or ``pdf`` file, the same every time.

    Words take no more room than they have in the layout: letters that run wider are made smaller.
    """
    import matplotlib
    from matplotlib.figure import Figure

    out = BytesIO()
    with matplotlib.rc_context(SETTINGS), warnings.catch_warnings():  # type: ignore[arg-type]
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        figure = Figure(figsize=(tree.width * POINT / 72, tree.height * POINT / 72))
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set(xlim=(0, tree.width), ylim=(tree.height, 0))
        axes.axis("off")
        pen = _Pen(axes)
        _lines(pen, tree)
        _table(pen, tree)
        _nodes(pen, tree)
        sharpness = min(SHARPNESS, MOST_DOTS * 72 / POINT / max(tree.width, tree.height))
        figure.savefig(out, format=kind, dpi=sharpness, metadata={"CreationDate": None} if kind == "pdf" else None)
    return out.getvalue()


class _Pen:
    """Draws on axes whose unit is a pixel."""

    def __init__(self, axes: Any) -> None:
        from matplotlib.font_manager import FontProperties
        from matplotlib.textpath import TextToPath

        self.axes, self._font, self._measure = axes, FontProperties, TextToPath()

    def line(self, xs: list[float], ys: list[float], ink: str, width: float, **more: Any) -> None:
        self.axes.plot(xs, ys, color=ink, linewidth=width * POINT, solid_joinstyle="round", **more)

    def path(self, bond: Bond, ink: str) -> None:
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path

        corners = bond_corners(bond)
        curve = [Path.CURVE4] * 3
        codes = [Path.MOVETO, *([*curve, Path.LINETO, *curve] if len(corners) > 2 else [Path.LINETO])]
        self.axes.add_patch(PathPatch(Path(corners, codes), fill=False, edgecolor=ink, linewidth=1.6 * POINT, linestyle=(0, (3, 2.5))))

    def shape(self, owner: int, x: float, y: float) -> None:
        from matplotlib.patches import Circle, Polygon

        if owner == CHANCE:
            patch: Any = Circle((x, y), RADIUS - 1, facecolor="white", edgecolor=GREY, linewidth=1.8 * POINT, zorder=4)
        elif corners := SHAPES[owner % len(SHAPES)]:
            patch = Polygon([(x + RADIUS * a, y + RADIUS * b) for a, b in corners], facecolor=COLOURS[colour(owner)], zorder=4)
        else:
            patch = Circle((x, y), RADIUS, facecolor=COLOURS[colour(owner)], zorder=4)
        self.axes.add_patch(patch)

    def write(self, x: float, y: float, words: str, ink: str = INK, size: float = LETTERS, anchor: str = "left", **font: Any) -> None:
        words = drawable(words)
        if words.strip():
            room = wide_bold(words, size) if font.get("weight") == "bold" else wide(words, size)
            taken = self._measure.get_text_width_height_descent(words, self._font(size=size, **font), ismath=False)[0]
            fitting = size * min(1.0, room / taken if taken else 1.0)
            self.axes.text(x, y, words, color=ink, fontsize=fitting * POINT, ha=anchor, va="baseline", parse_math=False, zorder=5, **font)


def _lines(pen: _Pen, tree: Layout) -> None:
    for ending in tree.endings:
        pen.line([ending.x + 8, leader(tree, ending)], [ending.y] * 2, PALE, 1.0, linestyle=(0, (1, 4)))
    for branch in tree.branches:
        ink, stroke = GREY if branch.owner == CHANCE else COLOURS[colour(branch.owner)], stroke_of(branch)
        dots = {"linestyle": (0, (1, 2))} if stroke.dotted else {}
        ys = [branch.y, branch.level, branch.level]
        pen.line([branch.x, branch.bend, branch.end], ys, ink, stroke.width, alpha=stroke.opacity, **dots)
        pen.write(branch.bend + 2, branch.level - 5, branch.action)
        pen.write(branch.bend + 2, branch.level + 13, branch.number, GREY, SMALL)
    for bond in tree.bonds:
        pen.path(bond, COLOURS[colour(bond.owner)])


def _nodes(pen: _Pen, tree: Layout) -> None:
    from matplotlib.patches import Circle, Polygon

    for ending in tree.endings:
        x, y = ending.x, ending.y
        folded = [(x - 2, y), (x + 8, y - 7), (x + 8, y + 7)]
        triangle, dot = Polygon(folded, facecolor=PALE, edgecolor=INK, zorder=4), Circle((x, y), 2.6, facecolor=INK)
        pen.axes.add_patch(triangle if ending.folded else dot)
    for mark in tree.marks:
        pen.shape(mark.owner, mark.x, mark.y)
        ink = GREY if mark.owner == CHANCE else COLOURS[colour(mark.owner)]
        pen.write(mark.x - RADIUS - 5, mark.y + mark.down, mark.beside, ink, SMALL, "right")


def _table(pen: _Pen, tree: Layout) -> None:
    pen.write(20, 30, tree.title, size=15, weight="bold")
    for k, note in enumerate(tree.notes, 1 - len(tree.notes)):
        pen.write(20, tree.height - 14 + LINE * k, note, GREY, SMALL)
    head = TOP - ROW
    for k, (player, x) in enumerate(zip(tree.players, tree.columns, strict=True)):
        pen.shape(k, x - wide_bold(player) / 2 - 5, head - 4)
        pen.write(x + RADIUS + 2, head, player, COLOURS[colour(k)], anchor="center", weight="bold")
    for ending in tree.endings:
        for x, lines in zip(tree.columns, ending.lines, strict=True):
            for line, down in zip(lines, downwards(len(lines)), strict=True):
                pen.write(x, ending.y + down, line, size=LETTERS if len(lines) == 1 else SMALL, anchor="center")
        pen.write(tree.outcomes, ending.y + 4, ending.outcome, GREY, style="italic")
