"""Pictures of game trees: SVG for the screen, TikZ for papers."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from ..errors import GameError
from ..numbers import Expression, Number, text
from ..tree import CHANCE, Game
from ..whole_files import write_whole
from .contents import Contents
from .layout import LINE, RADIUS, ROW, SMALL_ROW, TOP, Bond, Branch, Ending, Layout, Made, lay_out
from .lettering import LETTERS, SMALL, broad, wide_bold
from .playing import Playing, Strategies

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#AA4499", "#8A6D00", "#56B4E9")  # told apart by colour-blind eyes
INK, GREY, PALE = "#222222", "#666666", "#C8C8C8"
SHAPES: tuple[tuple[tuple[float, float], ...], ...] = (  # corners in units of the radius; a circle has none
    (),
    ((-0.85, -0.85), (0.85, -0.85), (0.85, 0.85), (-0.85, 0.85)),
    ((0, -1.2), (1.2, 0), (0, 1.2), (-1.2, 0)),
    ((0, -1.15), (1.1, 0.85), (-1.1, 0.85)),
    ((0, 1.15), (1.1, -0.85), (-1.1, -0.85)),
    ((-0.55, -1), (0.55, -1), (1.1, 0), (0.55, 1), (-0.55, 1), (-1.1, 0)),
)
UNDRAWABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")  # what no SVG or LaTeX file may hold
SCALE = 0.75  # points of TikZ in a pixel
LEGIBLE = 0.72  # of its size: a picture that is smaller cannot be read


@dataclass(frozen=True)
class Drawing:
    """A tree that has been laid out: shown in a notebook cell as SVG, written for a paper with TikZ.

    Parameters
    ----------
    tree : Layout
        Where everything stands.
    """

    tree: Layout

    def svg(self) -> str:
        """Write the picture as SVG."""
        tree, width, height = self.tree, round(self.tree.width), round(self.tree.height)
        return "\n".join(
            [
                f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img" '
                f'font-family="Helvetica, Arial, sans-serif" font-size="{LETTERS}">',
                f"<title>{_escaped(tree.title)}</title>",
                f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
                *_svg_lines(tree),
                *_svg_table(tree),
                *_svg_nodes(tree),
                "</svg>",
            ]
        )

    def tikz(self) -> str:
        """Write the same picture as a LaTeX file of its own, with plain TikZ; payoffs and probabilities become formulas."""
        tree = self.tree
        colours = [f"\\definecolor{{player{k}}}{{HTML}}{{{colour[1:]}}}" for k, colour in enumerate(COLOURS)]
        return "\n".join(
            [
                r"\documentclass[tikz,border=6pt]{standalone}",
                *colours,
                r"\begin{document}",
                rf"\begin{{tikzpicture}}[x={SCALE}pt, y=-{SCALE}pt, font=\sffamily\small, inner sep=1.5pt]",
                *_tikz_lines(tree),
                *_tikz_table(tree),
                *_tikz_nodes(tree),
                r"\end{tikzpicture}",
                r"\end{document}",
                "",
            ]
        )

    def save(self, path: str | Path) -> Path:
        """Write the picture to a file.

        Parameters
        ----------
        path : str or Path
            Ending in ``.svg``, ``.png`` or ``.pdf``, or in ``.tex`` for TikZ.

        Raises
        ------
        GameError
            For another ending, or a folder that cannot be written to.
        """
        path = Path(path)
        kinds: dict[str, Callable[[], str | bytes]] = {
            ".svg": self.svg,
            ".png": lambda: self._printed("png"),
            ".pdf": lambda: self._printed("pdf"),
            ".tex": self.tikz,
        }
        if path.suffix not in kinds:
            raise GameError(f"A tree is drawn as .svg, .png, .pdf or .tex, not as {path.name!r}.")
        try:
            write_whole(path, kinds[path.suffix]())
        except OSError as error:
            raise GameError(f"{path} cannot be written: {error.strerror}.") from None
        return path

    def _printed(self, kind: str) -> bytes:
        from .printed import printed

        return printed(self.tree, kind)

    def html(self, alt: str = "") -> str:
        """Write the picture as an ``<img>`` element, as wide as there is room; one that would be too small to read is moved sideways.

        Parameters
        ----------
        alt : str
            Words for who cannot see it; the title when empty.
        """
        uri = "data:image/svg+xml;base64," + b64encode(self.svg().encode()).decode()
        style = f"max-width: 100%; min-width: {round(LEGIBLE * self.tree.width)}px"
        return f'<div style="overflow-x: auto"><img alt="{_escaped(alt or self.tree.title)}" style="{style}" src="{uri}"></div>'

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/plain": repr(self), "text/html": self.html()}

    def __repr__(self) -> str:
        return f"<Drawing of {self.tree.title}>"


def draw_tree(
    game: Game,
    strategies: Strategies | None = None,
    beliefs: Strategies | None = None,
    *,
    said: Sequence[str] = (),
    max_nodes: int = 200,
    below: str = "",
) -> Drawing:
    """Draw a tree left to right: players by shape and colour, information sets by dashed lines; with what is played on it, if given.

    Parameters
    ----------
    game : Game
        Any game, symbolic ones too; chances and payoffs are written exactly.
    strategies, beliefs : mapping, optional
        By player and information set the probability of each action, and of each history; they may be closed forms. Then what is played
        is thick, what is off the path pale, and a move that is not made though it pays the same dotted.
    said : sequence of str
        Further lines below the picture.
    max_nodes : int
        A larger tree is refused; with strategies, parts of it are folded, those that play does not reach first.
    below : str
        The history of the node at which the picture begins; the whole tree when empty.

    Raises
    ------
    GameError
        When the tree has too many nodes, naming a part that can be drawn; or when no node has that history.
    """
    playing = None if strategies is None else Playing(game, strategies, beliefs or {})
    return Drawing(lay_out(Contents(game, below, max_nodes, playing, tuple(said))))


def tree_svg(game: Game, *, max_nodes: int = 200, below: str = "") -> str:
    """Draw the tree of a game as SVG; parameters and errors as for `draw_tree`."""
    return draw_tree(game, max_nodes=max_nodes, below=below).svg()


def tree_html(game: Game, *, max_nodes: int = 200) -> str:
    """Draw the same picture for a notebook, as an element of HTML; errors as for `draw_tree`."""
    return draw_tree(game, max_nodes=max_nodes).html(f"{game.title} ({game.summary()})")


def tree_tikz(game: Game, *, max_nodes: int = 200, below: str = "") -> str:
    """Draw the same picture as a LaTeX file of its own; parameters and errors as for `draw_tree`."""
    return draw_tree(game, max_nodes=max_nodes, below=below).tikz()


@dataclass(frozen=True)
class Stroke:
    """How a branch is drawn: its width in pixels, opacity, and dots if any."""

    width: float
    opacity: float = 1.0
    dotted: bool = False

    def svg(self) -> str:
        """Write it as attributes of a path."""
        dots = ' stroke-dasharray="2 4"' if self.dotted else ""
        return f'stroke-width="{self.width}"{dots}' + (f' stroke-opacity="{self.opacity}"' if self.opacity < 1 else "")

    def tikz(self) -> str:
        """Write it as options of a line."""
        return f"line width={SCALE * self.width:.2f}pt{', dotted' if self.dotted else ''}" + (
            f", opacity={self.opacity}" if self.opacity < 1 else ""
        )


def stroke_of(branch: Branch) -> Stroke:
    """How a branch is drawn."""
    if branch.made is Made.UNSAID:
        return Stroke(1.4)
    if branch.made is Made.PLAYED:
        return Stroke(2.2 if branch.owner == CHANCE else 3.4, 1.0 if branch.reached else 0.4)
    return (
        Stroke(1.8, 1.0 if branch.reached else 0.5, dotted=True)
        if branch.made is Made.AS_GOOD
        else Stroke(1.0, 0.6 if branch.reached else 0.4)
    )


def colour(owner: int) -> int:
    """The number of a player's colour."""
    return owner % len(COLOURS)


def downwards(count: int) -> list[float]:
    """How far below the middle of its row each line of a payoff stands, the foot of its letters."""
    return [4.0] if count == 1 else [SMALL_ROW * (k - (count - 1) / 2) + 4.0 for k in range(count)]


def leader(tree: Layout, ending: Ending) -> float:
    """Where the dotted line from an ending to its payoffs stops."""
    return tree.columns[0] - broad(ending.lines[0]) / 2 - 6


def bond_corners(bond: Bond) -> list[tuple[float, float]]:
    """The points of a bond: two of a straight line, or four of a curve out to the right, then, a line down, four of a curve back."""
    x, y, x2, y2, bulge = bond.x, bond.y, bond.x2, bond.y2, bond.bulge
    if not bulge:
        return [(x, y), (x2, y2)]
    turn = min(1.5 * bulge, (y2 - y) / 2)
    corners = [(x, y), (x + 0.6 * bulge, y), (x + bulge, y + 0.4 * turn), (x + bulge, y + turn)]
    return [*corners, (x2 + bulge, y2 - turn), (x2 + bulge, y2 - 0.4 * turn), (x2 + 0.6 * bulge, y2), (x2, y2)]


def _bond_path(bond: Bond, point: str, curve: str, line: str) -> str:
    """Write the path of a bond."""
    a, *b = (point.format(*corner) for corner in bond_corners(bond))
    return a + (curve.format(*b[:3]) + line.format(b[3]) + curve.format(*b[4:]) if len(b) > 1 else line.format(*b))


# ------------------------------------------------------------------ SVG


def _svg_lines(tree: Layout) -> Iterator[str]:
    for ending in tree.endings:
        yield f'<path d="M{ending.x + 8:.1f} {ending.y:.1f}H{leader(tree, ending):.1f}" stroke="{PALE}" stroke-dasharray="1 4"/>'
    for branch in tree.branches:
        ink = GREY if branch.owner == CHANCE else COLOURS[colour(branch.owner)]
        stroke = stroke_of(branch)
        yield (
            f'<path d="M{branch.x:.1f} {branch.y:.1f}L{branch.bend:.1f} {branch.level:.1f}H{branch.end:.1f}" '
            f'fill="none" stroke="{ink}" {stroke.svg()} stroke-linejoin="round" class="move"/>'
        )
        yield _svg_text(branch.bend + 2, branch.level - 5, branch.action)
        if branch.number:
            yield _svg_text(branch.bend + 2, branch.level + 13, branch.number, GREY, size=SMALL, kind="number")
    for bond in tree.bonds:
        yield (
            f'<path d="M{_bond_path(bond, "{:.1f} {:.1f}", "C{} {} {}", "L{}")}" fill="none" stroke="{COLOURS[colour(bond.owner)]}" '
            'stroke-width="1.6" stroke-dasharray="5 4"/>'
        )


def _svg_nodes(tree: Layout) -> Iterator[str]:
    for ending in tree.endings:
        x, y = ending.x, ending.y
        shape = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.6" fill="{INK}"/>'
        if ending.folded:
            shape = f'<polygon points="{x - 2:.1f},{y:.1f} {x + 8:.1f},{y - 7:.1f} {x + 8:.1f},{y + 7:.1f}" fill="{PALE}" stroke="{INK}"/>'
        yield f'<g class="fold">{shape}<title>{_escaped(ending.history)}</title></g>' if ending.folded else shape
    for mark in tree.marks:
        ink = GREY if mark.owner == CHANCE else COLOURS[colour(mark.owner)]
        yield f"<g>{_svg_shape(mark.owner, mark.x, mark.y)}<title>{_escaped(mark.history or 'start')}</title></g>"
        yield _svg_text(mark.x - RADIUS - 5, mark.y + mark.down, mark.beside, ink, size=SMALL, anchor="end", kind="beside")


def _svg_shape(owner: int, x: float, y: float) -> str:
    if owner == CHANCE:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{RADIUS - 1}" fill="#ffffff" stroke="{GREY}" stroke-width="1.8"/>'
    ink, corners = COLOURS[colour(owner)], SHAPES[owner % len(SHAPES)]
    if not corners:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{RADIUS}" fill="{ink}"/>'
    points = " ".join(f"{x + RADIUS * a:.1f},{y + RADIUS * b:.1f}" for a, b in corners)
    return f'<polygon points="{points}" fill="{ink}"/>'


def _svg_table(tree: Layout) -> Iterator[str]:
    yield _svg_text(20, 30, tree.title, size=15, weight="bold")
    for k, note in enumerate(tree.notes, 1 - len(tree.notes)):
        yield _svg_text(20, tree.height - 14 + LINE * k, note, GREY, size=SMALL)
    head = TOP - ROW
    for k, (player, x) in enumerate(zip(tree.players, tree.columns, strict=True)):
        left = x - wide_bold(player) / 2 - 5
        yield _svg_shape(k, left, head - 4)
        yield _svg_text(x + RADIUS + 2, head, player, COLOURS[colour(k)], anchor="middle", weight="bold")
    for ending in tree.endings:
        for x, lines in zip(tree.columns, ending.lines, strict=True):
            for line, down in zip(lines, downwards(len(lines)), strict=True):
                yield _svg_text(x, ending.y + down, line, size=LETTERS if len(lines) == 1 else SMALL, anchor="middle", kind="payoff")
        if ending.outcome:
            font = {"style": "italic"} | ({"kind": "fold"} if ending.folded else {})
            yield _svg_text(tree.outcomes, ending.y + 4, ending.outcome, GREY, **font)


def _svg_text(x: float, y: float, words: str, ink: str = INK, **font: object) -> str:
    names = {"size": "font-size", "anchor": "text-anchor", "weight": "font-weight", "style": "font-style", "kind": "class"}
    attributes = "".join(f' {names[name]}="{value}"' for name, value in font.items())
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{ink}"{attributes}>{_escaped(words)}</text>'


def drawable(words: str) -> str:
    """Words without what no picture may hold."""
    return UNDRAWABLE.sub("\ufffd", words)


def _escaped(words: str) -> str:
    return escape(drawable(words))


# ------------------------------------------------------------------ TikZ


def _tikz_lines(tree: Layout) -> Iterator[str]:
    for ending in tree.endings:
        yield rf"\draw[gray!50, dotted] ({ending.x + 8:.1f},{ending.y:.1f}) -- ({leader(tree, ending):.1f},{ending.y:.1f});"
    for branch in tree.branches:
        ink, stroke = "gray" if branch.owner == CHANCE else f"player{colour(branch.owner)}", stroke_of(branch)
        yield (
            rf"\draw[{ink}, {stroke.tikz()}] ({branch.x:.1f},{branch.y:.1f}) -- ({branch.bend:.1f},{branch.level:.1f}) "
            rf"-- ({branch.end:.1f},{branch.level:.1f});"
        )
        yield _tikz_text(branch.bend, branch.level - 1, "above right", _latex(branch.action))
        if branch.probability is not None:
            number = _formula(branch.probability) if branch.number == text(branch.probability) else branch.number
            yield _tikz_text(branch.bend, branch.level + 1, "below right, gray", rf"\footnotesize {number}")
    for bond in tree.bonds:
        path = _bond_path(bond, "({:.1f},{:.1f})", " .. controls {} and {} .. {}", " -- {}")
        yield rf"\draw[player{colour(bond.owner)}, dashed, line width=1pt] {path};"


def _tikz_nodes(tree: Layout) -> Iterator[str]:
    for ending in tree.endings:
        x, y = ending.x, ending.y
        if ending.folded:
            yield rf"\filldraw[fill=gray!40] ({x - 2:.1f},{y:.1f}) -- ({x + 8:.1f},{y - 7:.1f}) -- ({x + 8:.1f},{y + 7:.1f}) -- cycle;"
        else:
            yield rf"\fill ({x:.1f},{y:.1f}) circle[radius=1.6pt];"
    for mark in tree.marks:
        ink = "gray" if mark.owner == CHANCE else f"player{colour(mark.owner)}"
        yield _tikz_shape(mark.owner, mark.x, mark.y)
        where = "below left" if mark.history else "left"
        yield _tikz_text(mark.x - RADIUS, mark.y + max(mark.down - 13, 0), f"{where}, {ink}", rf"\footnotesize {_latex(mark.beside)}")


def _tikz_shape(owner: int, x: float, y: float) -> str:
    if owner == CHANCE:
        return rf"\filldraw[fill=white, draw=gray, line width=1.2pt] ({x:.1f},{y:.1f}) circle[radius={SCALE * (RADIUS - 1):.1f}pt];"
    ink, corners = f"player{colour(owner)}", SHAPES[owner % len(SHAPES)]
    if not corners:
        return rf"\fill[{ink}] ({x:.1f},{y:.1f}) circle[radius={SCALE * RADIUS:.1f}pt];"
    return rf"\fill[{ink}] " + " -- ".join(f"({x + RADIUS * a:.1f},{y + RADIUS * b:.1f})" for a, b in corners) + " -- cycle;"


def _tikz_table(tree: Layout) -> Iterator[str]:
    yield _tikz_text(20, 24, "right", rf"\normalsize\bfseries {_latex(tree.title)}")
    for k, note in enumerate(tree.notes, 1 - len(tree.notes)):
        yield _tikz_text(20, tree.height - 18 + LINE * k, "right, gray", rf"\footnotesize {_latex(note)}")
    head = TOP - ROW - 4
    for k, (player, x) in enumerate(zip(tree.players, tree.columns, strict=True)):
        yield _tikz_shape(k, x - wide_bold(player) / 2 - 5, head)
        yield _tikz_text(x + RADIUS + 2, head, f"player{colour(k)}", rf"\bfseries {_latex(player)}")
    for ending in tree.endings:
        for x, payoff, lines in zip(tree.columns, ending.payoffs, ending.lines, strict=True):
            formula, room = _formula(payoff), f"{SCALE * broad(lines):.1f}pt"
            if len(lines) > 2:  # LaTeX breaks a formula between its terms
                yield _tikz_text(x, ending.y, f"align=center, text width={room}", rf"\scriptsize {formula}")
            else:
                yield _tikz_text(x, ending.y, "", formula if len(lines) == 1 else rf"\resizebox{{{room}}}{{!}}{{{formula}}}")
        if ending.outcome:
            yield _tikz_text(tree.outcomes, ending.y, "right, gray", rf"\itshape {_latex(ending.outcome)}")


def _tikz_text(x: float, y: float, options: str, words: str) -> str:
    return rf"\node[{options}] at ({x:.1f},{y:.1f}) {{{words}}};"


def _formula(number: Number) -> str:
    return f"${number.latex()}$" if isinstance(number, Expression) else f"${number}$"


def _latex(words: str) -> str:
    special = {
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "<": r"\textless{}",
        ">": r"\textgreater{}",
        "|": r"\textbar{}",
        "…": r"\dots{}",
        "·": r"$\cdot$",
    }
    clean = UNDRAWABLE.sub("?", words)
    return "".join(special.get(letter, f"\\{letter}" if letter in "#$%&_{}" else letter) for letter in clean)
