"""Equilibria as named rows, which the terminal and a notebook lay out."""

from __future__ import annotations

from collections.abc import Iterator

from ..results import Continuation, Family, Solution
from . import reliability, words
from .words import Infoset

Row = tuple[str, str]
"""A name, and what belongs to it."""


def closed_forms(family: Family, off: frozenset[Infoset]) -> Iterator[Row]:
    """Give what a family's members play and believe, why, and what it brings, in closed form."""
    yield from _assessment(family, off)
    yield from (("why", line) for line in family.reasons)
    yield "payoffs", words.all_values(family.payoffs)
    yield "measures", words.weighted(family.measures)


def solution_rows(solution: Solution, off: frozenset[Infoset], standing_for: Continuation | None = None) -> Iterator[Row]:
    """Give what is played and believed in an equilibrium, what it brings, the class it stands for, and a refinement's verdict."""
    yield from _assessment(solution, off)
    yield "outcomes", words.weighted(solution.outcomes)
    yield "payoffs", words.all_values(solution.payoffs)
    if standing_for is not None:
        yield "its class", f"payoffs {words.corners(standing_for.payoffs)}"
    yield "measures", words.weighted(solution.measures)
    yield reliability.judged(solution.verdict)


def _assessment(equilibrium: Family | Solution, off: frozenset[Infoset]) -> Iterator[Row]:
    yield from words.strategies(equilibrium.profile, off)
    yield from (("beliefs", line) for line in words.believed(equilibrium.beliefs, off))
    yield from (("free", line) for line in equilibrium.free.values())
