"""Best replies of two players against one another: where the lines meet, both reply best."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from games.numbers import text

from ..results.reply_diagrams import BestReplies
from . import words
from .canvas import Canvas, Entry
from .formula import literal, plain
from .style import INK, LINES, STYLE

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SIDE, ROOM = 3.6, 0.06  # inches of the square; room around it, as a probability
WIDTHS, DASHES = (4.5, 2.0), ("-", (0, (5, 2)))  # so that both lines are seen where they run together
TOGETHER = "Where the lines run together, every point is an equilibrium."
Points = list[tuple[float, float]]


def reply_figure(replies: BestReplies) -> Figure:
    """Draw the best replies of both players."""
    import matplotlib

    with matplotlib.rc_context(STYLE):  # type: ignore[arg-type]
        return _drawn(replies)


def _drawn(replies: BestReplies) -> Figure:
    canvas = Canvas(SIDE * 1.5, SIDE)
    axes = canvas.axes
    axes.set_xlim(-ROOM, 1 + ROOM)
    axes.set_ylim(-ROOM, 1 + ROOM)
    for k in (0, 1):
        for piece in _pieces(replies, k):
            points = [(own, other) if k == 0 else (other, own) for own, other in piece]
            style = {"color": LINES[k], "lw": WIDTHS[k], "ls": DASHES[k], "zorder": 3 + k}
            axes.plot(*zip(*points, strict=True), solid_capstyle="projecting", dash_capstyle="butt", gid=f"reply {k}", **style)
    for p, q in replies.crossings:
        axes.plot(float(p), float(q), marker="o", ms=8, mfc="white", mec=INK, mew=1.6, zorder=6, ls="", gid="equilibrium", clip_on=False)
    for k, label in enumerate((axes.set_xlabel, axes.set_ylabel)):
        label(literal(f"probability that {replies.players[k]} plays {replies.actions[k][0]}"), size=10)
    keys = [Entry("", (), f"{replies.players[k]}, {look}: {_said(replies, k)}.") for k, look in enumerate(("thick", "dashed"))]
    at = words.values(replies.at)
    met = "; ".join(f"({text(p)}, {text(q)})" for p, q in replies.crossings)
    small = [f"Circles: equilibria, at {met}.".split()] if met else []
    small += [TOGETHER.split()] if _together(replies) else []
    small += [f"Here {plain(at)}.".split()] if replies.at else []
    canvas.finish(replies.title, small, [keys])
    canvas.figure.alt = (  # type: ignore[attr-defined]
        f"Best replies of {' and '.join(replies.players)} in {replies.title}: {_said(replies, 0)}; {_said(replies, 1)}. "
        f"They meet at {met or 'no pure or fully mixed plan'}."
    )
    return canvas.figure


def _pieces(replies: BestReplies, k: int) -> Iterator[Points]:
    """A player's best replies as pieces of lines (own probability, the other's)."""
    turn = replies.indifferent(k)
    ends = [0.0, *([float(turn)] if turn is not None and 0 < turn < 1 else []), 1.0]
    for low, high in pairwise(ends):
        gain = _rough(replies, k, (low + high) / 2)
        if gain == 0:
            yield [(0.0, low), (0.0, high), (1.0, high), (1.0, low), (0.0, low)]
        else:
            yield [(1.0 if gain > 0 else 0.0, low), (1.0 if gain > 0 else 0.0, high)]
    if turn is not None:
        yield [(0.0, float(turn)), (1.0, float(turn))]


def _rough(replies: BestReplies, k: int, likely: float) -> float:
    first, second = replies.gains[k]
    return 0.0 if first == second == 0 else likely * float(first) + (1 - likely) * float(second)


def _said(replies: BestReplies, k: int) -> str:
    """When a player prefers its first action, in words."""
    (first, second), turn = replies.gains[k], replies.indifferent(k)
    own, other = replies.actions[k][0], replies.actions[1 - k][0]
    if first == second == 0:
        return "always indifferent"
    if turn is None or turn in (0, 1):
        better = first if turn != 1 else second
        always = own if better > 0 else replies.actions[k][1]
        return f"{always} whatever {replies.players[1 - k]} does" if turn is None else f"{always}, always at least as good"
    share = "more" if first > second else "less"
    return f"{own} where {replies.players[1 - k]} plays {other} with {share} than {text(turn)}"


def _together(replies: BestReplies) -> bool:
    """Whether a player is indifferent all along a line on which the other plays one action."""
    return any(
        replies.gain(k, other) == 0 and (replies.gain(1 - k, own) >= 0 if other == 1 else replies.gain(1 - k, own) <= 0)
        for k in (0, 1)
        for other in (0, 1)
        for own in (0, 1)
    )
