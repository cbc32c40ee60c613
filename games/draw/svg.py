"""A tree that has been laid out, as SVG."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from ..tree import CHANCE
from .layout import LINE, RADIUS, ROW, TOP, Layout
from .lettering import LETTERS, SMALL, wide_bold
from .strokes import COLOURS, GREY, INK, PALE, SHAPES, bond_path, colour, downwards, drawable, leader, stroke_of


def svg_of(tree: Layout) -> str:
    """Write the picture as SVG."""
    width, height = round(tree.width), round(tree.height)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img" '
            f'font-family="Helvetica, Arial, sans-serif" font-size="{LETTERS}">',
            f"<title>{escaped(tree.title)}</title>",
            f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
            *_lines(tree),
            *_table(tree),
            *_nodes(tree),
            "</svg>",
        ]
    )


def _lines(tree: Layout) -> Iterator[str]:
    for ending in tree.endings:
        yield f'<path d="M{ending.x + 8:.1f} {ending.y:.1f}H{leader(tree, ending):.1f}" stroke="{PALE}" stroke-dasharray="1 4"/>'
    for branch in tree.branches:
        ink = GREY if branch.owner == CHANCE else COLOURS[colour(branch.owner)]
        stroke = stroke_of(branch)
        yield (
            f'<path d="M{branch.x:.1f} {branch.y:.1f}L{branch.bend:.1f} {branch.level:.1f}H{branch.end:.1f}" '
            f'fill="none" stroke="{ink}" {stroke.svg()} stroke-linejoin="round" class="move"/>'
        )
        yield _text(branch.bend + 2, branch.level - 5, branch.action)
        if branch.number:
            yield _text(branch.bend + 2, branch.level + 13, branch.number, GREY, size=SMALL, kind="number")
    for bond in tree.bonds:
        yield (
            f'<path d="M{bond_path(bond, "{:.1f} {:.1f}", "C{} {} {}", "L{}")}" fill="none" stroke="{COLOURS[colour(bond.owner)]}" '
            'stroke-width="1.6" stroke-dasharray="5 4"/>'
        )


def _nodes(tree: Layout) -> Iterator[str]:
    for ending in tree.endings:
        x, y = ending.x, ending.y
        shape = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.6" fill="{INK}"/>'
        if ending.folded:
            shape = f'<polygon points="{x - 2:.1f},{y:.1f} {x + 8:.1f},{y - 7:.1f} {x + 8:.1f},{y + 7:.1f}" fill="{PALE}" stroke="{INK}"/>'
        yield f'<g class="fold">{shape}<title>{escaped(ending.history)}</title></g>' if ending.folded else shape
    for mark in tree.marks:
        ink = GREY if mark.owner == CHANCE else COLOURS[colour(mark.owner)]
        yield f"<g>{_shape(mark.owner, mark.x, mark.y)}<title>{escaped(mark.history or 'start')}</title></g>"
        yield _text(mark.x - RADIUS - 5, mark.y + mark.down, mark.beside, ink, size=SMALL, anchor="end", kind="beside")


def _shape(owner: int, x: float, y: float) -> str:
    if owner == CHANCE:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{RADIUS - 1}" fill="#ffffff" stroke="{GREY}" stroke-width="1.8"/>'
    ink, corners = COLOURS[colour(owner)], SHAPES[owner % len(SHAPES)]
    if not corners:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{RADIUS}" fill="{ink}"/>'
    points = " ".join(f"{x + RADIUS * a:.1f},{y + RADIUS * b:.1f}" for a, b in corners)
    return f'<polygon points="{points}" fill="{ink}"/>'


def _table(tree: Layout) -> Iterator[str]:
    yield _text(20, 30, tree.title, size=15, weight="bold")
    for k, note in enumerate(tree.notes, 1 - len(tree.notes)):
        yield _text(20, tree.height - 14 + LINE * k, note, GREY, size=SMALL)
    head = TOP - ROW
    for k, (player, x) in enumerate(zip(tree.players, tree.columns, strict=True)):
        left = x - wide_bold(player) / 2 - 5
        yield _shape(k, left, head - 4)
        yield _text(x + RADIUS + 2, head, player, COLOURS[colour(k)], anchor="middle", weight="bold")
    for ending in tree.endings:
        for x, lines in zip(tree.columns, ending.lines, strict=True):
            for line, down in zip(lines, downwards(len(lines)), strict=True):
                yield _text(x, ending.y + down, line, size=LETTERS if len(lines) == 1 else SMALL, anchor="middle", kind="payoff")
        if ending.outcome:
            font = {"style": "italic"} | ({"kind": "fold"} if ending.folded else {})
            yield _text(tree.outcomes, ending.y + 4, ending.outcome, GREY, **font)


def _text(x: float, y: float, words: str, ink: str = INK, **font: object) -> str:
    names = {"size": "font-size", "anchor": "text-anchor", "weight": "font-weight", "style": "font-style", "kind": "class"}
    attributes = "".join(f' {names[name]}="{value}"' for name, value in font.items())
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{ink}"{attributes}>{escaped(words)}</text>'


def escaped(words: str) -> str:
    """Words as SVG and HTML take them."""
    return escape(drawable(words))
