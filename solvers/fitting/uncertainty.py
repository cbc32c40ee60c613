"""How sure an estimate is: standard errors, and how far the nearest fold is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from games import GameError

from .likelihood import Likelihood, Played
from .modelling import per_equilibrium, unknown_slopes
from .observing import Floats, listed_rows

STEP = 1e-4  # of a second derivative, times the size of the coefficient
FLAT = 1e-7  # a curvature, of coefficients scaled to a curvature of one, that counts as none
LOUD = 0.3  # a coefficient's part of a flat direction that is named
MEETING = 0.05  # the slope of an equilibrium's equation, one far from folds, below which it is about to meet another
STEEP = 0.05  # the gain that the slopes at an estimate promise, beyond which it is no smooth maximum


@dataclass(frozen=True)
class Covariances:
    """What is known of the errors of coefficients.

    Parameters
    ----------
    hessian, sandwich : array, shape (coefficients, coefficients)
        The inverse of the curvature; and that around the products of the groups' scores. Not numbers where the likelihood has no
        smooth maximum.
    jump : str
        Why that is so, in words; empty where it has one.
    """

    hessian: Floats
    sandwich: Floats
    jump: str = ""


def curvature(likelihood: Likelihood, coefficients: Floats, played: Played) -> Floats | str:
    """The matrix of second derivatives of the log likelihood, along the equilibria that are played.

    Returns
    -------
    array or str
        The name of a coefficient where an equilibrium vanishes as it moves.
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
            return _names(likelihood)[k]
    return (out + out.T) / 2


def covariances(likelihood: Likelihood, coefficients: Floats, played: Played) -> Covariances:
    """Standard errors by the curvature and by the sandwich.

    Raises
    ------
    GameError
        For a flat likelihood, with the coefficients that cannot be told apart.
    """
    n, names = len(coefficients), _names(likelihood)
    unknown = np.full((n, n), np.nan)
    curved = curvature(likelihood, coefficients, played)
    if isinstance(curved, str):
        return Covariances(
            unknown, unknown, f"The estimate lies on a fold: an equilibrium that is played there vanishes as {curved} moves. {_BROKEN}"
        )
    information = -curved
    scores = likelihood.scores(coefficients, played)[1]
    slope = scores.sum(0)
    size = np.sqrt(np.maximum(np.diag(information), 0.0))
    dead = np.flatnonzero(size < 1e-6)
    steep = np.flatnonzero(np.abs(slope) > STEEP * np.maximum(size, 1e-6))
    bent, vectors = np.linalg.eigh(information / np.outer(np.maximum(size, 1e-6), np.maximum(size, 1e-6)))
    if bent[0] < FLAT and len(steep):
        where = " and ".join(names[int(k)] for k in steep)
        return Covariances(
            unknown, unknown, f"The estimate lies at the edge of a jump of the likelihood, which still rises along {where}. {_BROKEN}"
        )
    vanishing = _vanishing(likelihood, coefficients, played)
    if bent[0] < FLAT and vanishing:
        return Covariances(
            unknown, unknown, f"The estimate lies on a fold: in {vanishing} the equilibrium that is played is about to vanish. {_BROKEN}"
        )
    if len(dead):
        _refuse_flat(likelihood, played, [names[int(k)] for k in dead])
    if bent[0] < FLAT:
        loud = np.abs(vectors[:, 0]) > LOUD * np.abs(vectors[:, 0]).max()
        _refuse_flat(likelihood, played, [names[int(k)] for k in np.flatnonzero(loud)])
    inverse: Floats = np.asarray(np.linalg.inv(information), np.float64)
    groups = len(scores)
    meat = scores.T @ scores * groups / max(groups - 1, 1)
    jump = ""
    if slope @ inverse @ slope > STEEP:
        where = " and ".join(names[int(k)] for k in steep) or "a sum of coefficients"
        jump = f"The estimate lies at the edge of a jump of the likelihood, which still rises along {where}; standard errors do not hold."
    return Covariances(inverse, np.asarray(inverse @ meat @ inverse, np.float64), jump)


def _vanishing(likelihood: Likelihood, coefficients: Floats, played: Played) -> str:
    """The groups whose equilibrium is about to meet another, in words; empty where there is none."""
    if not played.found.unknown.shape[1]:
        return ""
    slopes = unknown_slopes(likelihood.model, played.found, per_equilibrium(played.found, likelihood.links.values(coefficients)))
    meeting = np.abs(np.linalg.det(slopes)) < MEETING
    groups = [likelihood.data.groups[played.group[k]] for k in played.chosen if k >= 0 and meeting[played.equilibrium[k]]]
    return listed_rows(groups, "group") if groups else ""


_BROKEN = "The likelihood jumps there, so that there are no standard errors; look at another selection, or at more starts."


def _names(likelihood: Likelihood) -> Sequence[str]:
    from .selecting import share_names

    return (*likelihood.links.names, *share_names(likelihood.rule))


def never_seen(likelihood: Likelihood) -> str:
    """Say which outcomes no crisis ends in, and whether the rows lack a column of counts for one; empty where all were seen."""
    outcomes, frame = likelihood.model.outcomes, likelihood.data.frame
    never = [name for name, n in zip(outcomes, likelihood.data.counts.sum(0), strict=True) if n == 0]
    lacking = [name for name in never if name not in frame and any(other in frame for other in outcomes)]
    why = f" (the rows have no column of counts {lacking[0]!r})" if lacking else ""
    return f"No crisis ends in {' or '.join(never)}{why}" if never else ""


def _refuse_flat(likelihood: Likelihood, played: Played, names: Sequence[str]) -> None:
    if all(name in _names(likelihood)[len(likelihood.links.names) :] for name in names):
        raise GameError(
            f"The likelihood does not move with {' and '.join(names)}: at the estimate no group has that many equilibria. Lower ranks, or "
            "use another selection."
        )
    never = f" {never_seen(likelihood)}." if never_seen(likelihood) else ""
    if len(names) == 1:
        raise GameError(f"The likelihood is flat along {names[0]}: the data say nothing of it.{never} Hold this parameter at a number.")
    listed = " and ".join(names)
    raise GameError(
        f"The likelihood is flat along {listed} together: the data do not tell them apart.{never} Hold one of these parameters at a number."
    )


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
            ends.append(model.fold(links.values(there), names, distance)[1])
        with np.errstate(invalid="ignore"):
            slopes[:, k] = (ends[0] - ends[1]) / (2 * step)
    slopes = np.where(np.isfinite(slopes), slopes, 0.0)
    if not np.isfinite(covariance).all():
        return FoldDistances(along, distance, np.full(len(distance), np.nan))
    return FoldDistances(along, distance, np.sqrt(np.maximum(np.einsum("gi,ij,gj->g", slopes, covariance[:n, :n], slopes), 0.0)))
