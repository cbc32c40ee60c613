"""Labels made of several: what a player was told, saw and did, and the moves of a history."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from unicodedata import combining, normalize


class Joined(str):
    """Labels joined by ``/``, which can still be told apart, whatever characters they hold.

    Parameters
    ----------
    parts : iterable of str
        The labels.
    empty : str
        What stands for none.

    Examples
    --------
    >>> Joined(["1/2", "raise"]), Joined(["1/2", "raise"]).parts
    ('1/2/raise', ('1/2', 'raise'))
    """

    __slots__ = ("parts",)
    parts: tuple[str, ...]

    def __new__(cls, parts: Iterable[str], empty: str = "") -> Joined:
        """Join the labels."""
        labels = tuple(parts) or (empty,)
        joined = super().__new__(cls, "/".join(labels))
        joined.parts = labels
        return joined

    def __getnewargs__(self) -> tuple[tuple[str, ...]]:  # type: ignore[override]
        return (self.parts,)


def parts_of(label: str) -> tuple[str, ...]:
    """The labels that a joined label is made of; any other label is its own only part."""
    return label.parts if isinstance(label, Joined) else (label,)


def apart(labels: Sequence[str]) -> list[str]:
    """Drop from labels the parts that they have in common; those of which nothing is left, or of different lengths, stay whole."""
    parts = [parts_of(label) for label in labels]
    if len({len(p) for p in parts}) > 1:
        return list(labels)
    telling = [k for k, column in enumerate(zip(*parts, strict=True)) if len(set(column)) > 1]
    return [Joined(p[k] for k in telling) if telling else label for p, label in zip(parts, labels, strict=True)]


def as_symbol(label: str) -> str:
    """A label as the name of a symbol, which is ASCII: accents go, other letters become their numbers, the rest underscores.

    Examples
    --------
    >>> as_symbol("x_go on"), as_symbol("x_lärm"), as_symbol("x_ж")
    ('x_go_on', 'x_larm', 'x_u436')
    """
    if not label.isascii():
        bare = (c for c in normalize("NFKD", label) if not combining(c))
        label = "".join(c if c.isascii() else f"u{ord(c):x}" if c.isalnum() else "_" for c in bare)
    return re.sub(r"\W+", "_", label).strip("_")
