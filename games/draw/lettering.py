"""How words are written in a picture of a tree: cut where they are long, and how wide they are."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from ..labels import parts_of

LONGEST = 30  # letters of a label that are drawn
LETTERS, BROAD, SMALL = 12.5, 320.0, 11.0  # size of letters; width of payoffs that get several lines; their size


def shortened(label: str, longest: int = LONGEST) -> str:
    """Cut a long label: of what a player knows keep the latest, of other labels the beginning."""
    parts = [" ".join(part.split()) for part in parts_of(label)]
    label = "/".join(parts).strip() or "·"
    if len(label) <= longest:
        return label
    latest = label
    while len(parts) > 1 and len(latest) > longest - 2:
        parts = parts[1:]
        latest = "/".join(parts)
    return f"…/{latest}" if 0 < len(latest) <= longest - 2 else label[: longest - 1] + "…"


def in_lines(line: str, room: float = BROAD) -> list[str]:
    """Break a payoff that needs more room into lines of small letters: before signs, outside brackets where that will do."""
    if wide(line) <= room:
        return [line]
    for pieces in (_pieces(line, 0), _pieces(line, len(line))):
        lines = _filled(pieces, room)
        if len(lines) > 1 and broad(lines) <= room:
            break
    else:
        return lines
    narrower = (_filled(pieces, room * k / 4) for k in (2, 3, 4))
    return next(even for even in narrower if len(even) == len(lines))


def _pieces(line: str, deep: int) -> list[str]:
    """Cut before every sign that stands within so many brackets at most."""
    cuts, depth = [0], 0
    for k, letter in enumerate(line):
        depth += (letter == "(") - (letter == ")")
        if depth <= deep and line[k : k + 3] in (" + ", " - "):
            cuts.append(k)
    return [line[start:stop].strip() for start, stop in pairwise([*cuts, len(line)])]


def _filled(pieces: Sequence[str], room: float) -> list[str]:
    """Fill lines with pieces, as many as there is room for."""
    lines = [pieces[0]]
    for piece in pieces[1:]:
        longer = f"{lines[-1]} {piece}"
        if wide(longer, SMALL) <= room:
            lines[-1] = longer
        else:
            lines.append(piece)
    return lines


def broad(lines: Sequence[str]) -> float:
    """Estimate the width of a payoff in its lines."""
    return max(wide(line, LETTERS if len(lines) == 1 else SMALL) for line in lines)


@lru_cache(maxsize=8192)
def wide(label: str, size: float = LETTERS) -> float:
    """Estimate the width of a text in pixels; on the safe side for the usual sans-serif fonts."""
    return size * sum(_width(letter) for letter in label)


def wide_bold(label: str, size: float = LETTERS) -> float:
    """The same of bold letters."""
    return 1.13 * wide(label, size)


@lru_cache(maxsize=4096)
def _width(letter: str) -> float:
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.05
    return 0.4 if letter in "ijl|.,:;'!()[]/ ft-I" else 0.95 if letter in "mwMW@%" else 0.74 if letter.isupper() else 0.62
