"""How sure an estimate is: standard errors, and how far the nearest fold is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from games import GameError

from .likelihood import Likelihood, Played
from .observing import Floats

STEP = 1e-4  # of a second derivative, times the size of the coefficient
FLAT = 1e-7  # a curvature, of coefficients scaled to a curvature of one, that counts as none
LOUD = 0.3  # a coefficient's part of a flat direction that is named


@dataclass(frozen=True)
class Covariances:
    """What is known of the errors of coefficients.

    Parameters
    ----------
    hessian, sandwich : array, shape (coefficients, coefficients)
        The inverse of the curvature; and that around the products of the groups' scores.
    """

    hessian: Floats
    sandwich: Floats


def curvature(likelihood: Likelihood, coefficients: Floats, played: Played) -> Floats:
    """The matrix of second derivatives of the log likelihood, along the equilibria that are played.

    Raises
    ------
    GameError
        When an equilibrium that is played vanishes nearby: the estimate lies on a fold.
    """
    n = len(coefficients)
    out = np.zeros((n, n))
    for k in range(n):
        for shrink in (1.0, 0.1, 0.01):
            step = STEP * shrink * max(1.0, abs(coefficients[k]))
            ends = []
            for sign in (1, -1):
                there = coefficients.copy()
                there[k] += sign * step
                moved = likelihood.moved(there, played)
                if moved is None:
                    break
                ends.append(likelihood.scores(there, moved)[1].sum(0))
            if len(ends) == 2:
                out[k] = (ends[0] - ends[1]) / (2 * step)
                break
        else:
            raise GameError(
                "The estimate lies on a fold: an equilibrium that is played there vanishes as "
                f"{_names(likelihood)[k]} moves. The likelihood jumps there, and no standard error holds; try another selection or start."
            )
    return (out + out.T) / 2


def covariances(likelihood: Likelihood, coefficients: Floats, played: Played) -> Covariances:
    """Standard errors by the curvature and by the sandwich.

    Raises
    ------
    GameError
        For a flat likelihood, with the coefficients that cannot be told apart.
    """
    information = -curvature(likelihood, coefficients, played)
    size = np.sqrt(np.maximum(np.diag(information), 0.0))
    names = _names(likelihood)
    dead = np.flatnonzero(size < 1e-6)
    if len(dead):
        _refuse_flat(likelihood, played, [names[k] for k in dead])
    values, vectors = np.linalg.eigh(information / np.outer(size, size))
    if values[0] < FLAT:
        _refuse_flat(likelihood, played, [names[k] for k in np.flatnonzero(np.abs(vectors[:, 0]) > LOUD * np.abs(vectors[:, 0]).max())])
    inverse = np.linalg.inv(information)
    scores = likelihood.scores(coefficients, played)[1]
    groups = len(scores)
    meat = scores.T @ scores * groups / max(groups - 1, 1)
    return Covariances(inverse, inverse @ meat @ inverse)


def _names(likelihood: Likelihood) -> Sequence[str]:
    from .selecting import share_names

    return (*likelihood.links.names, *share_names(likelihood.rule))


def _refuse_flat(likelihood: Likelihood, played: Played, names: Sequence[str]) -> None:
    if all(name in _names(likelihood)[len(likelihood.links.names) :] for name in names):
        raise GameError(
            f"The likelihood does not move with {' and '.join(names)}: at the estimate no group has that many equilibria. Lower ranks, or "
            "use another selection."
        )
    together = "along " + " and ".join(names) + (" together" if len(names) > 1 else "")
    raise GameError(f"The likelihood is flat {together}: the data do not tell {_them(names)}. Hold one of these parameters at a number.")


def _them(names: Sequence[str]) -> str:
    return "it" if len(names) == 1 else "them apart"


@dataclass(frozen=True)
class FoldDistances:
    """How far each point is from where equilibria appear or vanish.

    Parameters
    ----------
    along : str
        What would have to move; empty where there is no such place.
    distance : array, shape (points,)
        By how much, with its sign; infinite where there is none.
    error : array, shape (points,)
        Its standard error.
    """

    along: str
    distance: Floats
    error: Floats


def fold_distances(likelihood: Likelihood, coefficients: Floats, covariance: Floats) -> FoldDistances:
    """The distance to the nearest fold and its standard error, by the delta method."""
    model, links = likelihood.model, likelihood.links
    names = tuple(link.parameter for link in links.links)
    n = len(links.names)
    along, distance = model.fold(links.values(coefficients), names)
    if not along or not np.isfinite(distance).any():
        return FoldDistances(along, distance, np.full(len(distance), np.nan))
    slopes = np.zeros((len(distance), n))
    for k in range(n):
        step = STEP * max(1.0, abs(coefficients[k]))
        ends = []
        for sign in (1, -1):
            there = coefficients.copy()
            there[k] += sign * step
            ends.append(model.fold(links.values(there), names)[1])
        with np.errstate(invalid="ignore"):
            slopes[:, k] = (ends[0] - ends[1]) / (2 * step)
    slopes = np.where(np.isfinite(slopes), slopes, 0.0)
    return FoldDistances(along, distance, np.sqrt(np.maximum(np.einsum("gi,ij,gj->g", slopes, covariance[:n, :n], slopes), 0.0)))
