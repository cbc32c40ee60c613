"""Robustness of claims for people: where each holds, how far that is from changing, and a picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import TYPE_CHECKING

import numpy as np

from games import GameError

from ..arrays import Floats, evaluated
from ..results import Share
from ..results.holdings import Alone, Holding, Nearest, Robustness
from . import words
from .canvas import Canvas, Entry
from .elements import bold, named_rows, small_print, table
from .formula import plain
from .picture import HIGH, WIDE, axis_label
from .slices import Slice, cut
from .style import FILLS, INK, OUTSIDE, STYLE
from .wrapping import laid_out, prose, wrap

if TYPE_CHECKING:
    import pandas
    from matplotlib.figure import Figure

NORMS = {"max": "the largest change of any parameter", "euclidean": "the root of the sum of the squares of the changes"}
VERDICTS = {
    "in every": "in every equilibrium",
    "in some": "in some equilibrium, not in every one",
    "in none": "in no equilibrium",
    "undecided": "undecided",
    "in part": "it depends on where",
    "on a wall": "on a wall, where equilibria begin or end",
    "outside": "outside the domain",
}
COLOURS = {"in every": FILLS[2], "in some": FILLS[1], "in none": FILLS[3], "undecided": FILLS[6]}
ALONE = ("parameter", "here", "changes below", "changes above")


def robustness_text(robustness: Robustness) -> str:
    """Write where claims hold, and how far from the point that changes."""
    lines = [*wrap(robustness.map.game.title), *wrap(f"At {words.values(robustness.at)}:" if robustness.at else "With nothing left open:")]
    for holding in robustness.claims:
        lines += ["", *wrap(holding.claimed), *laid_out(list(_rows(holding)), "  ")]
        if holding.alone:
            lines += ["  one parameter alone:", *laid_out([(row.parameter, _sides(row)) for row in holding.alone], "    ")]
        if holding.shares:
            lines += ["  share of the prior:", *laid_out([(_verdict(v), _share(one)) for v, one in holding.shares.items()], "    ")]
    return "\n".join([*lines, "", *(line for note in _notes(robustness) for line in prose(note))])


def _rows(holding: Holding) -> Iterator[tuple[str, str]]:
    yield "here", _verdict(holding.here or "undecided")
    for name, where in (("in every", holding.every), ("in some", holding.some), ("in none", holding.none)):
        yield name, "everywhere" if not where else "nowhere" if where == ("never",) else f"where {', '.join(where)}"
    unsure = [name for name, verdict in holding.regimes.items() if verdict == "undecided"]
    yield "undecided", ", ".join(unsure)
    yield "nearest", _nearest(holding.nearest) if holding.nearest is not None else ""


def _verdict(verdict: str) -> str:
    return VERDICTS.get(verdict, verdict)


def _nearest(nearest: Nearest) -> str:
    far = words.full(nearest.high) if nearest.exact else f"between {float(nearest.low):.10g} and {float(nearest.high):.10g}"
    crossing = f", across {nearest.crossing}" if nearest.crossing else ""
    return f"{far} ({nearest.norm} norm), at {words.values(nearest.at)}{crossing}; beyond it {_verdict(nearest.verdict)}"


def _sides(row: Alone) -> str:
    parts = [
        f"{side} {words.full(value)}: {_verdict(verdict)}"
        for side, value, verdict in (("down to", row.below, row.below_verdict), ("up to", row.above, row.above_verdict))
        if value is not None
    ]
    return "; ".join(parts) or "never"


def _share(share: Share) -> str:
    return words.full(share.share) + (f" +- {share.error:.1g}" if share.error else "")


def _notes(robustness: Robustness) -> Iterator[str]:
    norms = {holding.nearest.norm for holding in robustness.claims if holding.nearest is not None}
    for norm in sorted(norms):
        yield f"Distance in the {norm} norm: {NORMS[norm]}, in the units of the parameters; nearer than that nothing changes, as is proved."
    if any(holding.alone for holding in robustness.claims):
        yield "A value after 'down to' or 'up to' is where the verdict changes, or the domain ends, when that parameter moves alone."
    yield "Off the walls: on a wall other equilibria may live."
    if robustness.map.found != "all":
        yield "Of the equilibria that were found; the search was not exhaustive."
    if robustness.method:
        yield f"Shares of the prior: {robustness.method}."


def robustness_frame(robustness: Robustness) -> pandas.DataFrame:
    """Tabulate by claim and parameter: the first values at which the verdict changes, and the distance over all parameters."""
    import pandas as pd

    rows = [
        (
            holding.claimed,
            holding.here,
            row.parameter,
            robustness.at[row.parameter],
            *(row.below, row.below_verdict, row.above, row.above_verdict),
            *((holding.nearest.low, holding.nearest.high) if holding.nearest else (None, None)),
        )
        for holding in robustness.claims
        for row in holding.alone
    ]
    columns = ["claim", "verdict", "parameter", "here", "below", "beyond below", "above", "beyond above", "distance from", "distance to"]
    return pd.DataFrame(rows, columns=columns, dtype=object)


def robustness_html(robustness: Robustness) -> str:
    """Write robustness for a notebook."""
    parts = []
    for holding in robustness.claims:
        parts.append(f"{bold(holding.claimed)}{named_rows(row for row in _rows(holding) if row[1])}")
        if holding.alone:
            rows = [[bold(row.parameter), escape(words.full(robustness.at[row.parameter])), *_cells(row)] for row in holding.alone]
            parts.append(table(ALONE, rows))
        if holding.shares:
            parts.append(
                table(("verdict", "share of the prior"), [[escape(_verdict(v)), escape(_share(s))] for v, s in holding.shares.items()])
            )
    title = f"{bold(robustness.map.game.title)}<br>{escape(f'at {words.values(robustness.at)}')}"
    return "".join([f"<div>{title}</div>", *parts, small_print(_notes(robustness))])


def _cells(row: Alone) -> list[str]:
    sides = ((row.below, row.below_verdict), (row.above, row.above_verdict))
    return [escape("never" if value is None else f"{words.full(value)}: {_verdict(verdict)}") for value, verdict in sides]


# ------------------------------------------------------------------ the picture


def robustness_figure(robustness: Robustness, claim: str | None = None, *, grid: int = 301) -> Figure:
    """Draw where a claim holds over a map's first two parameters, the others as at the point, with the nearest change.

    Raises
    ------
    GameError
        For an unknown claim, or a map of fewer than two parameters.
    """
    import matplotlib

    found = [one for one in robustness.claims if claim in (None, one.claimed)]
    if not found:
        raise GameError(f"There is no claim {claim!r}; there are {', '.join(repr(one.claimed) for one in robustness.claims)}.")
    if len(robustness.map.over) < 2:
        raise GameError("A picture of where a claim holds needs a map of two parameters or more; name two with over=.")
    with matplotlib.rc_context(STYLE):  # type: ignore[arg-type]
        return _drawn(robustness, found[0], grid)


def _drawn(robustness: Robustness, holding: Holding, grid: int) -> Figure:
    from matplotlib.colors import ListedColormap

    x, y = robustness.map.over[:2]
    slice_ = cut(robustness.map, x, y, grid)
    shown = list(COLOURS)
    which = _verdicts(robustness, holding, slice_, shown)
    canvas = Canvas(WIDE, HIGH)
    axes = canvas.axes
    axes.set_facecolor(OUTSIDE)
    colours = ListedColormap(list(COLOURS.values()))
    axes.imshow(
        np.ma.masked_less(which, 0), origin="lower", extent=slice_.extent, aspect="auto", cmap=colours, vmin=-0.5, vmax=len(shown) - 0.5
    )
    axes.set_xlim(slice_.x.low, slice_.x.high)
    axes.set_ylim(slice_.y.low, slice_.y.high)
    here = (float(robustness.at[x]), float(robustness.at[y]))
    if holding.nearest is not None:
        there = (float(holding.nearest.at[x]), float(holding.nearest.at[y]))
        axes.plot([here[0], there[0]], [here[1], there[1]], color=INK, lw=1.2, ls=":", gid="nearest")
        axes.plot(*there, marker="x", ms=6, mec=INK, mew=1.4, ls="", zorder=6)
    axes.plot(*here, marker="o", ms=5, mfc="white", mec=INK, mew=1.2, zorder=6, ls="", gid="here")
    for name, label in ((x, axes.set_xlabel), (y, axes.set_ylabel)):
        label(axis_label(robustness.map, name), size=10)
    present = [k for k in range(len(shown)) if (which == k).any()]
    for k in present:
        axes.plot([], [], marker="s", ls="", mfc=COLOURS[shown[k]], mec=INK, label=VERDICTS[shown[k]])
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.14), ncol=1, frameon=False, fontsize=8)
    rest = {name: value for name, value in robustness.at.items() if name not in (x, y)}
    notes = [f"The point is at {words.values(robustness.at)}."]
    notes += [f"The cross is the nearest change: {_nearest(holding.nearest)}."] if holding.nearest is not None else []
    notes += [f"The others as at the point: {words.values(rest)}."] if rest else []
    title = f"{robustness.map.game.title.rstrip('.')}: {holding.claimed}"
    keys: Sequence[Sequence[Entry]] = ()
    canvas.finish(title, [plain(note).split() for note in notes], keys, under=0.24 * len(present) + 0.1)
    canvas.figure.alt = (  # type: ignore[attr-defined]
        f"Where {holding.claimed} in {robustness.map.game.title} over {x} and {y}: "
        f"{'; '.join(f'{VERDICTS[shown[k]]} in {np.mean(which[which >= 0] == k):.0%} of the domain shown' for k in present)}. {notes[0]}"
    )
    return canvas.figure


def _verdicts(robustness: Robustness, holding: Holding, slice_: Slice, shown: Sequence[str]) -> Floats:
    """The verdict at every point of a slice through the point, by its place among those shown; -1 outside the domain."""
    across, up = np.meshgrid(slice_.across, slice_.up)
    shape = across.shape
    point: dict[str, float | Floats] = {
        **{name: float(value) for name, value in robustness.at.items()},
        slice_.x.name: across,
        slice_.y.name: up,
    }
    which = np.full(shape, -1.0)
    with np.errstate(all="ignore"):
        inside = np.ones(shape, bool)
        for condition in robustness.map.game.domain.conditions:
            inside &= evaluated(condition.expression, point, shape) > 0
        sides = [evaluated(wall.polynomial, point, shape) > 0 for wall in robustness.map.walls]
        for regime in robustness.map.regimes:
            here = inside.copy()
            for side, sign in zip(sides, regime.signs, strict=True):
                here &= side == (sign > 0)
            some, every = holding.cases[regime.name]
            verdicts = (_true(every, point, shape), _true(some, point, shape))
            undecided = np.full(shape, some is None or every is None)
            values = np.where(verdicts[0], 0, np.where(undecided, 3, np.where(verdicts[1], 1, 2)))
            which[here] = values[here]
    return which


def _true(cases: object, point: dict[str, float | Floats], shape: tuple[int, ...]) -> Floats:
    """Where one of several conjunctions holds."""
    held = np.zeros(shape, bool)
    for conjunction in cases if isinstance(cases, tuple) else ():
        together = np.ones(shape, bool)
        for expression, relation in conjunction:
            value = evaluated(expression, point, shape)
            together &= {">": value > 0, ">=": value >= 0, "<": value < 0, "<=": value <= 0, "=": value == 0, "!=": value != 0}[relation]
        held |= together
    return held
