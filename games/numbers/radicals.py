"""Symbols that stand for roots."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .exact import Expression


@dataclass(frozen=True)
class Root:
    """A symbol that stands for a root: ``sqrt(of)``, or a root of ``of`` in ``x`` between two bounds.

    Parameters
    ----------
    name : str
        The symbol, as it occurs in expressions.
    of : str
        The radicand, or the polynomial in ``x``.
    low, high : Fraction or None
        Isolating bounds; None for a square root.
    number : int or None
        Which of the distinct real roots strictly between the bounds is meant, counted from 1; `of` may then speak of other
        symbols too. None when there is one only.
    """

    name: str
    of: str
    low: Fraction | None = None
    high: Fraction | None = None
    number: int | None = None

    def text(self) -> str:
        """Write the root in the grammar of exact numbers."""
        if self.low is None:
            return f"sqrt({self.of})"
        return f"root({self.of}, {self.low}, {self.high}{'' if self.number is None else f', {self.number}'})"

    @property
    def inside(self) -> tuple[str, ...]:
        """The symbols that the root speaks of."""
        if self.low is None:
            return radicand(self.of).free
        return () if self.number is None else tuple(name for name in radicand(self.of).free if name != "x")


@lru_cache(maxsize=4096)
def radicand(of: str) -> Expression:
    """What stands under a square root, read once."""
    from .reading import read

    return read(of)


def square_root_symbol(of: str) -> Root:
    """Give the symbol that stands for the square root of what is written."""
    return Root(f"sqrt_{tag(of)}", of)


def tag(source: str) -> str:
    """Write a text in digits that a name may have."""
    return "".join(f"{ord(c):x}" for c in source)
