"""What every kind of picture of a tree shares: colours, shapes, strokes, curves, and where lines of a payoff stand."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..tree import CHANCE
from .layout import SMALL_ROW, Bond, Branch, Ending, Layout, Made
from .lettering import broad

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


def bond_path(bond: Bond, point: str, curve: str, line: str) -> str:
    """Write the path of a bond."""
    a, *b = (point.format(*corner) for corner in bond_corners(bond))
    return a + (curve.format(*b[:3]) + line.format(b[3]) + curve.format(*b[4:]) if len(b) > 1 else line.format(*b))


def drawable(words: str) -> str:
    """Words without what no picture may hold."""
    return UNDRAWABLE.sub("\ufffd", words)
