"""The sign of an expression all over a region, with how it is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from games.numbers import Number

Point: TypeAlias = Mapping[str, Fraction]
Evidence: TypeAlias = tuple[tuple[Point, Number], ...]
"""Points, and the value there."""


@dataclass(frozen=True)
class Sign:
    """The sign of an expression all over a region.

    Parameters
    ----------
    sign : {"+", "-", "0", "mixed", "undecided"}
        Mixed when it takes both signs; undecided when neither a proof nor a refutation was found.
    proof : str
        How it is known.
    evidence : tuple of (point, number)
        For a mixed sign: a point where it is positive and one where it is negative.
    strict : bool
        Whether a positive or negative sign excludes zero.
    """

    sign: str
    proof: str
    evidence: Evidence = ()
    strict: bool = True
