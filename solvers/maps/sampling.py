"""Many random points of a domain, of which a few are kept: the simplest for every combination of signs.

Points are drawn by the thousand and judged in floating point, which only proposes: they are
simple rational numbers, and whoever keeps one decides its signs exactly.  A combination that
is missed costs one question more to whoever looks for all of them, and no more than that.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from games.numbers import scaled_terms

from ..algebra.ring import Polynomial

Floats: TypeAlias = npt.NDArray[np.float64]

CLEAR = 1e-9  # a value this small, compared with its terms, has no sign in floating point
MUCH = 4.0  # so many binary digits make a point much simpler
FINEST = 20  # denominators are powers of two up to this one
MOST = 8_000  # points of a grid
SIMPLE = (  # numerator and denominator, what a reader would choose first
    (1, 2),
    (1, 1),
    (2, 1),
    (1, 3),
    (2, 3),
    (1, 4),
    (3, 4),
    (3, 1),
    (3, 2),
    (1, 5),
    (4, 5),
    (2, 5),
    (3, 5),
    (5, 1),
    (1, 10),
    (9, 10),
    (10, 1),
    (1, 20),
    (19, 20),
    (20, 1),
    (1, 100),
    (99, 100),
    (100, 1),
)


def grid(signs: Sequence[int | None]) -> tuple[Floats, Floats]:
    """All combinations of simple numbers, fewer for each of many parameters: their numerators and denominators.

    Parameters
    ----------
    signs : sequence of int or None
        The sign that each parameter has in the domain; None where it may have either.
    """
    each = max(2, int(MOST ** (1 / len(signs))))
    numbers = [[(s * a, b) for a, b in SIMPLE for s in ((sign,) if sign else (1, -1))][:each] for sign in signs]
    chosen = np.array(list(itertools.product(*numbers)), float)
    return chosen[:, :, 0], chosen[:, :, 1]


def near(samples: Floats, count: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Draw points near and less near to known ones, shape (points, parameters): their numerators and denominators.

    Every parameter takes steps of all sizes, to the simplest number that is about as far away.
    """
    origins = samples[rng.integers(len(samples), size=count)]
    steps = 10 ** rng.uniform(-4, 0.5, size=origins.shape) * rng.normal(size=origins.shape) * (np.abs(origins) + 0.05)
    below = 2 ** np.clip(np.ceil(-np.log2(np.abs(steps))), 0, FINEST)
    return np.round((origins + steps) * below), below


def clear_signs(polynomials: Sequence[Polynomial], points: Floats) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.bool_]]:
    """The signs of polynomials, shape (points, polynomials), and at which points all of them are beyond doubt."""
    signs, clear = np.zeros((len(points), len(polynomials)), np.int8), np.ones(len(points), bool)
    for k, polynomial in enumerate(polynomials):
        total, size = np.zeros(len(points)), np.zeros(len(points))
        for number, powers in scaled_terms(polynomial):
            term = np.full(len(points), number)
            for column, power in powers:
                term = term * points[:, column] ** power
            total += term
            size += np.abs(term)
        signs[:, k] = np.sign(total)
        clear &= np.abs(total) > CLEAR * size
    return signs, clear


class Proposal(NamedTuple):
    """A point, and how long it is written down."""

    length: float
    point: Sequence[Fraction]


def length(above: Floats, below: Floats) -> Floats:
    """How long it takes to write points down, in binary digits, shape (points,)."""
    return np.asarray((np.log2(np.abs(above) + 1) + np.log2(below)).sum(axis=-1))


def simplest(
    inside: Sequence[Polynomial], candidates: Sequence[Polynomial], drawn: tuple[Floats, Floats], best: dict[tuple[int, ...], Proposal]
) -> Floats:
    """Keep the simplest point for each combination of signs, and give those that have a new combination.

    Parameters
    ----------
    inside : sequence of Polynomial
        What is positive in the domain.
    candidates : sequence of Polynomial
        Whose signs are combined.
    drawn : pair of arrays of float, shape (points, parameters)
        Numerators and denominators of points, also outside the domain.
    best : dict from tuple of int to Proposal
        The combinations that are known, with their simplest points; kept up to date.
    """
    above, below = drawn
    signs, clear = clear_signs(inside, above / below)
    accepted = (signs > 0).all(axis=1) & clear
    above, below = above[accepted], below[accepted]
    signs, clear = clear_signs(candidates, above / below)
    long = length(above, below)
    fresh = []
    first: dict[bytes, int] = {}
    for k in np.argsort(long, kind="stable").tolist():
        if clear[k]:
            first.setdefault(signs[k].tobytes(), k)
    for k in first.values():
        name = tuple(signs[k].tolist())
        incumbent = best.get(name)
        if incumbent is None:
            fresh.append(k)
        if incumbent is None or long[k] + MUCH < incumbent.length:
            best[name] = Proposal(float(long[k]), [Fraction(int(a), int(b)) for a, b in zip(above[k], below[k], strict=True)])
    points: Floats = above[fresh] / below[fresh]
    return points
