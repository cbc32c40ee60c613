"""Who signs a certificate."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from games.numbers import Number

from ..results import Certificate, versions


@cache
def program() -> str:
    """The program and its version."""
    return f"cartel-games {versions()['cartel-games']}"


def certified(concept: str, rational: bool, gains: Mapping[str, Number], reason: str) -> Certificate:
    """Sign a verdict that rests on gains alone."""
    return Certificate(concept, rational, gains, rational, None, reason, "solvers.verifier", program())
