"""Labels in short: where several follow one another that differ in a whole number only, the first and the last."""

from __future__ import annotations

import re
from collections.abc import Sequence

from games.labels import parts_of

SHORTEST_RUN = 3  # labels; two are named both
NUMBERED = re.compile(r"(|.*[^\W\d]|.*[ #])([0-9]{1,9})", re.DOTALL)  # a whole number, by itself or after a word


def runs(labels: Sequence[str], to: str = " to ") -> list[str]:
    """Write labels, those that count up in one place as "2 to 5".

    Parameters
    ----------
    labels : sequence of str
        In order.
    to : str
        What stands between the first and the last.

    Examples
    --------
    >>> runs(["C1", "C2", "C3", "C5"])
    ['C1 to C3', 'C5']
    """
    out: list[str] = []
    k = 0
    while k < len(labels):
        end, place = k, None
        while end + 1 < len(labels):
            next_place = _counts_up(labels[end], labels[end + 1])
            if next_place is None or place not in (None, next_place):
                break
            end, place = end + 1, next_place
        if end - k + 1 >= SHORTEST_RUN:
            out.append(f"{labels[k]}{to}{labels[end]}")
        else:
            out += labels[k : end + 1]
        k = end + 1
    return out


def listed(labels: Sequence[str]) -> str:
    """Write labels in a sentence, as "1 to 4, 7 and 9"."""
    *most, last = runs(labels) or [""]
    return f"{', '.join(most)} and {last}" if most else last


def _counts_up(label: str, next_label: str) -> int | None:
    """The one part in which two labels differ, where it is a whole number that grows by one; None elsewhere."""
    parts, next_parts = parts_of(label), parts_of(next_label)
    differing = [k for k, (a, b) in enumerate(zip(parts, next_parts, strict=False)) if a != b]
    if len(parts) != len(next_parts) or len(differing) != 1:
        return None
    one, two = (NUMBERED.fullmatch(row[differing[0]]) for row in (parts, next_parts))
    if one is None or two is None or one[1] != two[1] or int(two[2]) != int(one[2]) + 1:
        return None
    return differing[0]
