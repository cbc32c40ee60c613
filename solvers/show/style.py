"""Colours, fonts and resolution of every picture."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

Kind = TypeVar("Kind")

INK, FAINT, OUTSIDE = "#222222", "#777777", "#dddddd"
FILLS = ("#cfe2f3", "#fce0b8", "#cdeadb", "#f3d3e4", "#fff4b8", "#dcd6f0", "#e4e4e4", "#f9cfc0", "#c9ecef", "#e6e0c8")
"""Light forms of the colours of Okabe and Ito, told apart also without red and green."""

LINES = ("#0072B2", "#D55E00", "#009E73", "#AA4499", "#8A6D00", "#56B4E9")
"""Colours of lines, the same as those of players on a tree."""

STYLE = {
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "mathtext.fontset": "dejavusans",
    "font.size": 9.0,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.linewidth": 0.8,
    "axes.unicode_minus": True,
    "xtick.color": INK,
    "ytick.color": INK,
    "hatch.color": "#bbbbbb",
    "hatch.linewidth": 0.6,
    "svg.hashsalt": "map",
    "text.usetex": False,
}
DPI = 100  # of pictures on a screen; files have twice as many


def lasting(kinds: Mapping[str, Kind], shown: Iterable[Kind]) -> list[int]:
    """Colours of the kinds that are shown, the same in every picture of a map; none where a map has more kinds than there are colours.

    Parameters
    ----------
    kinds : dict from regime's name to kind
        Of all regimes of the map.
    shown : iterable of kind
        Those that a picture shows.
    """
    every = list(dict.fromkeys(kinds.values()))
    return [every.index(kind) for kind in shown] if len(every) <= len(FILLS) else []


def painted(k: int) -> str:
    """The colour of the k-th kind of region."""
    return FILLS[k % len(FILLS)]
