"""How words are written in a picture of a tree: cut where they are long, and how wide they are."""

from __future__ import annotations

import unicodedata

from ..labels import parts_of
from ..numbers import Number, text

LONGEST = 30  # letters of a label that are drawn
LETTERS, BROAD, SMALL = 12.5, 320.0, 11.0  # size of letters; width of payoffs that get two lines; their size


def shortened(label: str) -> str:
    """Cut a long label: of what a player knows keep the latest, of other labels the beginning."""
    parts = [" ".join(part.split()) for part in parts_of(label)]
    label = "/".join(parts).strip() or "·"
    if len(label) <= LONGEST:
        return label
    latest = label
    while len(parts) > 1 and len(latest) > LONGEST - 2:
        parts = parts[1:]
        latest = "/".join(parts)
    return f"…/{latest}" if 0 < len(latest) <= LONGEST - 2 else label[: LONGEST - 1] + "…"


def in_lines(payoff: Number) -> list[str]:
    """Write a payoff in one line, or a long one in two of about the same length, broken before a sign."""
    line = text(payoff)
    cuts = [k for k in range(1, len(line) - 2) if line[k : k + 3] in (" + ", " - ")] if wide(line) > BROAD else []
    if not cuts:
        return [line]
    middle = min(cuts, key=lambda k: abs(k - len(line) / 2))
    return [line[:middle], line[middle + 1 :]]


def broad(payoff: Number) -> float:
    """Estimate the width of a payoff in its lines."""
    lines = in_lines(payoff)
    return max(wide(line, LETTERS if len(lines) == 1 else SMALL) for line in lines)


def wide(label: str, size: float = LETTERS) -> float:
    """Estimate the width of a text in pixels; on the safe side for the usual sans-serif fonts."""
    return size * sum(_width(letter) for letter in label)


def wide_bold(label: str, size: float = LETTERS) -> float:
    """The same of bold letters."""
    return 1.13 * wide(label, size)


def _width(letter: str) -> float:
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.05
    return 0.4 if letter in "ijl|.,:;'!()[]/ ft-I" else 0.95 if letter in "mwMW@%" else 0.74 if letter.isupper() else 0.62
