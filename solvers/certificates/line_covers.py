"""Certificates in one symbol: intervals that cover its line, in each of which a fact fails."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Any

from ..verifier.proofs import Formula, along, line

Interval = tuple[float, float, int]  # open; where a fact fails


def line_cover(facts: Mapping[int, Formula]) -> dict[str, Any] | None:
    """Cover the line of the one symbol that facts speak of; None when there are several, or no cover is seen.

    Parameters
    ----------
    facts : dict from int to Formula
        By their places in the certificate.
    """
    names = {name for _, p in facts.values() for powers in p for name, _ in powers}
    if len(names) != 1:
        return None
    (name,) = names
    failing = [piece for k, fact in facts.items() for piece in _failing(name, k, fact)]
    at, ends, chosen = float("-inf"), list[Fraction](), list[int]()
    while at < float("inf") or not chosen:
        low, high, k = max((f for f in failing if f[0] < at or f[0] == at == float("-inf")), key=lambda f: f[1], default=(0.0, at, -1))
        if high <= at:
            return None
        if chosen:
            ends.append(Fraction((max(low, float(ends[-1]) if ends else low) + at) / 2).limit_denominator(10**9))
        chosen.append(k)
        at = high
    lows, highs = [None, *map(str, ends)], [*map(str, ends), None]
    pieces = [list(piece) for piece in zip(lows, highs, chosen, strict=True)]
    try:
        along(name, pieces, dict(facts))
    except ValueError:
        return None
    return {"line": name, "pieces": pieces}


def _failing(name: str, k: int, fact: Formula) -> list[Interval]:
    """The open intervals in which a fact fails, about."""
    import numpy as np

    relation, polynomial = fact
    if relation == "!=":
        return []
    coefficients = [float(c) for c in line(polynomial, name)]
    found = np.roots(coefficients[::-1])
    roots = sorted(float(x.real) for x in found if abs(x.imag) < 1e-9 * (1 + abs(x)))
    ends = [float("-inf"), *roots, float("inf")]
    out: list[Interval] = []
    for low, high in pairwise(ends):
        if low < high:
            inside = _between(low, high)
            if relation == "=" or sum(c * inside**j for j, c in enumerate(coefficients)) < 0:
                out.append((low, high, k))
    return out


def _between(low: float, high: float) -> float:
    if low == float("-inf"):
        return 0.0 if high == float("inf") else high - 1
    return low + 1 if high == float("inf") else (low + high) / 2
