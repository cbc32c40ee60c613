"""Payoffs that devices bring about, as a picture."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from html import escape

from games.numbers import text

from ..results.payoff_sets import PayoffPolygon
from ..results.value_maps import ValueMap
from .style import INK, painted

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


# ------------------------------------------------------------------ maps of values

LEGEND = 22  # pixels of a line of the legend


def value_map_svg(value_map: ValueMap) -> str:
    """Draw which closed form holds where, with the closed forms below."""
    size, (first, second) = len(value_map.raster), value_map.over
    high = HIGH + LEGEND * len(value_map.regions)
    width, height = (WIDE - 2 * EDGE) / size, (HIGH - 2 * EDGE) / size
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {high}" width="{WIDE}" height="{high}" font-family="sans-serif" '
        f'font-size="11">',
        f"<title>{escape(_map_title(value_map))}</title>",
        f'<rect width="{WIDE}" height="{high}" fill="white"/>',
    ]
    for row, labels in enumerate(value_map.raster):
        start = 0
        for k in range(1, size + 1):
            if k == size or labels[k] != labels[start]:
                x, y = EDGE + start * width, HIGH - EDGE - (row + 1) * height
                fill = painted(labels[start]) if labels[start] >= 0 else "#ffffff"
                parts.append(
                    f'<rect x="{x:.1f}" y="{y:.1f}" width="{(k - start) * width + 0.3:.1f}" height="{height + 0.3:.1f}" fill="{fill}"/>'
                )
                start = k
    frame = f'x="{EDGE}" y="{EDGE}" width="{WIDE - 2 * EDGE}" height="{HIGH - 2 * EDGE}"'
    parts.append(f'<rect {frame} fill="none" stroke="{INK}" stroke-width="0.5"/>')
    (left, right), (low, top) = (value_map.ranges[name] for name in value_map.over)
    ends = [(EDGE, HIGH - EDGE + 14, left, "start"), (WIDE - EDGE, HIGH - EDGE + 14, right, "end")]
    ends += [(EDGE - 4, HIGH - EDGE, low, "end"), (EDGE - 4, EDGE + 8, top, "end")]
    parts += [f'<text x="{x}" y="{y}" text-anchor="{anchor}" fill="{INK}">{escape(text(end))}</text>' for x, y, end, anchor in ends]
    parts.append(f'<text x="{WIDE / 2}" y="{HIGH - EDGE / 3:.0f}" text-anchor="middle" fill="{INK}">{escape(first)}</text>')
    parts.append(f'<text x="{EDGE / 3:.0f}" y="{HIGH / 2:.0f}" text-anchor="middle" fill="{INK}">{escape(second)}</text>')
    parts.append(f'<text x="{WIDE / 2}" y="{EDGE / 2:.0f}" text-anchor="middle" fill="{INK}">{escape(value_map.what)}</text>')
    for k, region in enumerate(value_map.regions):
        y = HIGH + LEGEND * k
        parts.append(f'<rect x="{EDGE}" y="{y - 11}" width="14" height="14" fill="{painted(k)}" stroke="{INK}" stroke-width="0.5"/>')
        parts.append(f'<text x="{EDGE + 22}" y="{y}" fill="{INK}">{escape(text(region.value))}</text>')
    return "\n".join([*parts, "</svg>"])


def value_map_html(value_map: ValueMap) -> str:
    """Give the picture as an image for a notebook."""
    uri = "data:image/svg+xml;base64," + b64encode(value_map_svg(value_map).encode()).decode()
    return f'<img alt="{escape(_map_title(value_map))}" src="{uri}">'


def _map_title(value_map: ValueMap) -> str:
    return f"{value_map.game.title}: {value_map.what} over {' and '.join(value_map.over)}, {len(value_map.regions)} closed forms"
