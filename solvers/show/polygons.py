"""Payoffs that devices bring about, as a picture."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from html import escape

from games.numbers import text

from ..results.payoff_sets import PayoffPolygon
from .style import INK

WIDE, HIGH, EDGE = 460, 360, 64  # pixels, and what is left for labels
AREA, CROSS = "#0072B2", "#D55E00"  # of Okabe and Ito


def polygon_svg(polygon: PayoffPolygon) -> str:
    """Draw the polygon with its corners, and equilibria without a device as crosses."""
    others = [point for points in polygon.without.values() for point in points]
    points = [(float(x), float(y)) for x, y in polygon.corners]
    (left, right), (low, high) = _range(x for x, _ in [*points, *others]), _range(y for _, y in [*points, *others])

    def place(point: tuple[float, float]) -> tuple[float, float]:
        x, y = (point[0] - left) / (right - left), (point[1] - low) / (high - low)
        return round(EDGE + x * (WIDE - 2 * EDGE), 1), round(HIGH - EDGE - y * (HIGH - 2 * EDGE), 1)

    drawn = " ".join(f"{x},{y}" for x, y in map(place, points))
    first, second = polygon.players
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}" width="{WIDE}" height="{HIGH}" font-family="sans-serif" '
        f'font-size="11">',
        f"<title>{escape(_title(polygon))}</title>",
        f'<rect width="{WIDE}" height="{HIGH}" fill="white"/>',
        f'<rect x="{EDGE}" y="{EDGE}" width="{WIDE - 2 * EDGE}" height="{HIGH - 2 * EDGE}" fill="none" stroke="{INK}" stroke-width="0.5"/>',
        f'<polygon points="{drawn}" fill="{AREA}" fill-opacity="0.35" stroke="{AREA}" stroke-width="2"/>',
    ]
    for (x, y), corner in zip(map(place, points), polygon.corners, strict=True):
        parts.append(f'<circle cx="{x}" cy="{y}" r="3.5" fill="{AREA}"/>')
        parts.append(f'<text x="{x + 6}" y="{y - 6}" fill="{INK}">({escape(text(corner[0]))}, {escape(text(corner[1]))})</text>')
    for x, y in map(place, others):
        parts.append(f'<path d="M{x - 4} {y - 4} l8 8 m0 -8 l-8 8" stroke="{CROSS}" stroke-width="2" fill="none"/>')
    middle = f'x="{WIDE / 2}" text-anchor="middle" fill="{INK}"'
    parts.append(f'<text {middle} y="{HIGH - EDGE / 3:.0f}">payoff of {escape(first)}</text>')
    parts.append(
        f'<text transform="translate({EDGE / 3:.0f} {HIGH / 2:.0f}) rotate(-90)" text-anchor="middle" fill="{INK}">payoff of '
        f"{escape(second)}</text>"
    )
    words = f"{polygon.concept} (area)" + "".join(f"; {name} (crosses)" for name in polygon.without)
    parts.append(f'<text {middle} y="{EDGE / 2:.0f}">{escape(words)}</text>')
    return "\n".join([*parts, "</svg>"])


def polygon_html(polygon: PayoffPolygon) -> str:
    """Give the picture as an image for a notebook."""
    uri = "data:image/svg+xml;base64," + b64encode(polygon_svg(polygon).encode()).decode()
    return f'<img alt="{escape(_title(polygon))}" src="{uri}">'


def _title(polygon: PayoffPolygon) -> str:
    corners = ", ".join(f"({text(x)}, {text(y)})" for x, y in polygon.corners)
    return f"{polygon.game.title}: payoffs of {' and '.join(polygon.players)} under {polygon.concept}, corners {corners}"


def _range(values: Iterable[float]) -> tuple[float, float]:
    listed = list(values)
    low, high = min(listed), max(listed)
    margin = (high - low) / 10 or 1.0
    return low - margin, high + margin
