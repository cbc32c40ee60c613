"""What a likelihood asks of a model: all its equilibria at many points at once, and the chances of outcomes in each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np

from .observing import Floats, Ints

Values: TypeAlias = Mapping[str, Floats]
"""For each parameter an array over points."""

STEP = 1e-6  # of a derivative by differences, times the size of what moves


@dataclass(frozen=True)
class Found:
    """Equilibria at many points.

    Parameters
    ----------
    point : array of int, shape (equilibria,)
        The point of each, in rising order.
    unknown : array, shape (equilibria, unknowns)
        What an equation determines; as many rows, and no column, where chances are known in closed form.
    kind : array of int, shape (equilibria,)
        Which family each belongs to, where a model has several.
    """

    point: Ints
    unknown: Floats
    kind: Ints


class Model(Protocol):
    """A game for which outcomes have chances."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def fingerprint(self) -> str:
        """What tells it from other models."""

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Its outcomes."""

    @property
    def parameters(self) -> tuple[str, ...]:
        """Its parameters."""

    @property
    def ranked(self) -> tuple[str, ...]:
        """Names of chances, beside those of outcomes, by which equilibria may be ranked; the first is the usual one."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What is to be kept in mind of it, in sentences."""

    def span(self, parameter: str) -> tuple[float, float]:
        """Where a search for the parameter begins."""

    def room(self, values: Values) -> dict[str, Floats]:
        """How far each condition of the domain, by its words, is from failing at each point."""

    def inside(self, values: Values) -> Floats:
        """Which points lie in the domain, as 1 and 0."""

    def equilibria(self, values: Values, *, coarse: bool = False) -> Found:
        """Find all equilibria."""

    def chances(self, found: Found, values: Values) -> Floats:
        """The chances of outcomes, of shape (equilibria, outcomes); `values` has a row for each equilibrium."""

    def residual(self, found: Found, values: Values) -> Floats:
        """What is zero in equilibrium, of shape (equilibria, unknowns)."""

    def ranking(self, name: str, found: Found, values: Values) -> Floats:
        """A named chance in each equilibrium."""

    def certified(self, values: Mapping[str, float]) -> int | None:
        """The number of equilibria at one point, proved; None where it is not."""

    def fold(self, values: Values, linked: tuple[str, ...], near: Floats | None = None) -> tuple[str, Floats]:
        """The distance to the nearest fold at each point, or to the one whose distance is nearest to `near`, and along what.

        Infinite where there is none.
        """


def per_equilibrium(found: Found, values: Values) -> dict[str, Floats]:
    """Parameters with a row for each equilibrium."""
    return {name: array[found.point] for name, array in values.items()}


def unknown_slopes(model: Model, found: Found, values: Values) -> Floats:
    """Derivatives of what is zero by the unknowns, of shape (equilibria, equations, unknowns)."""
    m, k = found.unknown.shape
    out = np.zeros((m, k, k))
    for j in range(k):
        h = STEP * np.minimum(1.0, np.minimum(np.abs(found.unknown[:, j]), np.abs(1 - found.unknown[:, j])) + 1e-9)
        ends = []
        for sign in (1, -1):
            moved = found.unknown.copy()
            moved[:, j] += sign * h
            ends.append(model.residual(Found(found.point, moved, found.kind), values))
        out[:, :, j] = (ends[0] - ends[1]) / (2 * h[:, None])
    return out


def sensitivities(model: Model, found: Found, values: Values, names: tuple[str, ...]) -> tuple[Floats, dict[str, Floats]]:
    """Chances of outcomes, and their derivatives by parameters as the equilibrium moves with them.

    Returns
    -------
    (array, dict from str to array)
        Both of shape (equilibria, outcomes).

    Notes
    -----
    With ``F(u, t) = 0`` in equilibrium, ``du/dt = -F_u^{-1} F_t``, and the chances ``P(u, t)`` move with ``P_t + P_u du/dt``.
    """
    base = model.chances(found, values)
    k = found.unknown.shape[1]
    by_unknown = np.zeros((*base.shape, k))
    if k:
        slopes = unknown_slopes(model, found, values)
        for j in range(k):
            h = STEP * np.minimum(1.0, np.minimum(np.abs(found.unknown[:, j]), np.abs(1 - found.unknown[:, j])) + 1e-9)
            ends = []
            for sign in (1, -1):
                moved = found.unknown.copy()
                moved[:, j] += sign * h
                ends.append(model.chances(Found(found.point, moved, found.kind), values))
            by_unknown[:, :, j] = (ends[0] - ends[1]) / (2 * h[:, None])
    out = {}
    for name in names:
        h = STEP * np.maximum(1.0, np.abs(values[name]))
        above, below = ({**values, name: values[name] + sign * h} for sign in (1, -1))
        direct = (model.chances(found, above) - model.chances(found, below)) / (2 * h[:, None])
        if k:
            shift = (model.residual(found, above) - model.residual(found, below)) / (2 * h[:, None])
            direct = direct - np.einsum("mok,mk->mo", by_unknown, _solved(slopes, shift))
        out[name] = direct
    return base, out


def _solved(slopes: Floats, right: Floats) -> Floats:
    """Solve small systems; where one is singular, at a fold, nothing moves."""
    size = np.abs(np.linalg.det(slopes))
    safe = np.where((size > 1e-12)[:, None, None], slopes, np.eye(slopes.shape[-1]))
    solved = np.linalg.solve(safe, right[..., None])[..., 0]
    return np.where((size > 1e-12)[:, None], solved, 0.0)


def followed(model: Model, found: Found, values: Values, steps: int = 8) -> Found | None:
    """Follow equilibria to parameters nearby, by Newton's method; None where one is lost."""
    if not found.unknown.shape[1]:
        return found
    now = found
    for _ in range(steps):
        residual = model.residual(now, values)
        step = _solved(unknown_slopes(model, now, values), residual)
        moved = now.unknown - step
        if not (np.isfinite(moved).all() and (moved > 0).all() and (moved < 1).all()):
            return None
        now = Found(now.point, moved, now.kind)
        if np.max(np.abs(step), initial=0.0) < 1e-13:
            break
    return now if np.max(np.abs(model.residual(now, values)), initial=0.0) < 1e-9 else None


def nearest_fold(model: Model, values: Values, linked: tuple[str, ...]) -> tuple[str, Floats]:
    """The distance to a fold along the linked parameters together, to first order, for the nearest equilibrium of each point.

    Notes
    -----
    At a fold the determinant of the slopes by the unknowns is zero; the distance is that determinant over the length of its
    gradient by the linked parameters, as the equilibrium moves with them.
    """
    n = len(next(iter(values.values())))
    found = model.equilibria(values)
    mine = per_equilibrium(found, values)
    base = np.linalg.det(unknown_slopes(model, found, mine))
    squared = np.zeros(len(base))
    for name in linked:
        step = 1e-4 * np.maximum(1.0, np.abs(mine[name]))
        moved = {**mine, name: mine[name] + step}
        there = followed(model, found, moved)
        if there is None:
            squared += np.inf
            continue
        squared += ((np.linalg.det(unknown_slopes(model, there, moved)) - base) / step) ** 2
    with np.errstate(divide="ignore", invalid="ignore"):
        distance = np.where(np.isfinite(squared), np.abs(base) / np.sqrt(squared), 0.0)
    out = np.full(n, np.inf)
    np.fmin.at(out, found.point, distance)
    return "the linked parameters together", out
