"""A tree that has been laid out, as a LaTeX file with plain TikZ."""

from __future__ import annotations

from collections.abc import Iterator

from ..numbers import Expression, Number, text
from ..tree import CHANCE
from .layout import LINE, RADIUS, ROW, TOP, Layout
from .lettering import broad, wide_bold
from .strokes import COLOURS, SCALE, SHAPES, UNDRAWABLE, bond_path, colour, leader, stroke_of


def tikz_of(tree: Layout) -> str:
    """Write the picture as a LaTeX file of its own; payoffs and probabilities become formulas."""
    colours = [f"\\definecolor{{player{k}}}{{HTML}}{{{colour[1:]}}}" for k, colour in enumerate(COLOURS)]
    return "\n".join(
        [
            r"\documentclass[tikz,border=6pt]{standalone}",
            *colours,
            r"\begin{document}",
            rf"\begin{{tikzpicture}}[x={SCALE}pt, y=-{SCALE}pt, font=\sffamily\small, inner sep=1.5pt]",
            *_lines(tree),
            *_table(tree),
            *_nodes(tree),
            r"\end{tikzpicture}",
            r"\end{document}",
            "",
        ]
    )


def _lines(tree: Layout) -> Iterator[str]:
    for ending in tree.endings:
        yield rf"\draw[gray!50, dotted] ({ending.x + 8:.1f},{ending.y:.1f}) -- ({leader(tree, ending):.1f},{ending.y:.1f});"
    for branch in tree.branches:
        ink, stroke = "gray" if branch.owner == CHANCE else f"player{colour(branch.owner)}", stroke_of(branch)
        yield (
            rf"\draw[{ink}, {stroke.tikz()}] ({branch.x:.1f},{branch.y:.1f}) -- ({branch.bend:.1f},{branch.level:.1f}) "
            rf"-- ({branch.end:.1f},{branch.level:.1f});"
        )
        yield _text(branch.bend, branch.level - 1, "above right", _latex(branch.action))
        if branch.probability is not None:
            number = _formula(branch.probability) if branch.number == text(branch.probability) else branch.number
            yield _text(branch.bend, branch.level + 1, "below right, gray", rf"\footnotesize {number}")
    for bond in tree.bonds:
        path = bond_path(bond, "({:.1f},{:.1f})", " .. controls {} and {} .. {}", " -- {}")
        yield rf"\draw[player{colour(bond.owner)}, dashed, line width=1pt] {path};"


def _nodes(tree: Layout) -> Iterator[str]:
    for ending in tree.endings:
        x, y = ending.x, ending.y
        if ending.folded:
            yield rf"\filldraw[fill=gray!40] ({x - 2:.1f},{y:.1f}) -- ({x + 8:.1f},{y - 7:.1f}) -- ({x + 8:.1f},{y + 7:.1f}) -- cycle;"
        else:
            yield rf"\fill ({x:.1f},{y:.1f}) circle[radius=1.6pt];"
    for mark in tree.marks:
        ink = "gray" if mark.owner == CHANCE else f"player{colour(mark.owner)}"
        yield _shape(mark.owner, mark.x, mark.y)
        where = "below left" if mark.history else "left"
        yield _text(mark.x - RADIUS, mark.y + max(mark.down - 13, 0), f"{where}, {ink}", rf"\footnotesize {_latex(mark.beside)}")


def _shape(owner: int, x: float, y: float) -> str:
    if owner == CHANCE:
        return rf"\filldraw[fill=white, draw=gray, line width=1.2pt] ({x:.1f},{y:.1f}) circle[radius={SCALE * (RADIUS - 1):.1f}pt];"
    ink, corners = f"player{colour(owner)}", SHAPES[owner % len(SHAPES)]
    if not corners:
        return rf"\fill[{ink}] ({x:.1f},{y:.1f}) circle[radius={SCALE * RADIUS:.1f}pt];"
    return rf"\fill[{ink}] " + " -- ".join(f"({x + RADIUS * a:.1f},{y + RADIUS * b:.1f})" for a, b in corners) + " -- cycle;"


def _table(tree: Layout) -> Iterator[str]:
    yield _text(20, 24, "right", rf"\normalsize\bfseries {_latex(tree.title)}")
    for k, note in enumerate(tree.notes, 1 - len(tree.notes)):
        yield _text(20, tree.height - 18 + LINE * k, "right, gray", rf"\footnotesize {_latex(note)}")
    head = TOP - ROW - 4
    for k, (player, x) in enumerate(zip(tree.players, tree.columns, strict=True)):
        yield _shape(k, x - wide_bold(player) / 2 - 5, head)
        yield _text(x + RADIUS + 2, head, f"player{colour(k)}", rf"\bfseries {_latex(player)}")
    for ending in tree.endings:
        for x, payoff, lines in zip(tree.columns, ending.payoffs, ending.lines, strict=True):
            formula, room = _formula(payoff), f"{SCALE * broad(lines):.1f}pt"
            if len(lines) > 2:  # LaTeX breaks a formula between its terms
                yield _text(x, ending.y, f"align=center, text width={room}", rf"\scriptsize {formula}")
            else:
                yield _text(x, ending.y, "", formula if len(lines) == 1 else rf"\resizebox{{{room}}}{{!}}{{{formula}}}")
        if ending.outcome:
            yield _text(tree.outcomes, ending.y, "right, gray", rf"\itshape {_latex(ending.outcome)}")


def _text(x: float, y: float, options: str, words: str) -> str:
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
