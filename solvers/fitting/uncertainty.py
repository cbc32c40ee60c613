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
SHORT, FAR = 0.02, 3e-4  # a step in standard errors; and at most, in units of the coefficients
LEAST_BENT = 1e-3  # the root of a curvature below which a coefficient has no standard error to speak of
FLAT = 1e-7  # a curvature, of coefficients scaled to a curvature of one, that counts as none
LOUD = 0.3  # a coefficient's part of a flat direction that is named
MEETING = 0.05  # the slope of an equilibrium's equation, one far from folds, below which it is about to meet another
UNLIKE = 4.0  # how many times as far as a parabola a likelihood may fall within one standard error
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
    bent : str
        That the likelihood is no parabola as far as standard errors reach, in words; empty where it nearly is.
    """

    hessian: Floats
    sandwich: Floats
    jump: str = ""
    bent: str = ""


def curvature(likelihood: Likelihood, coefficients: Floats, played: Played) -> Floats | str:
    """The matrix of second derivatives of the log likelihood, along the equilibria that are played.

    Differences of slopes are taken twice: along each coefficient, and then along the principal directions of what this gives, by steps
    that are short beside the curvature of each.  Near a fold likelihoods bend so much, and so differently along different sums of
    coefficients, that steps along coefficients alone give the wrong sign.

    Returns
    -------
    array or str
        The name of a coefficient where an equilibrium vanishes as it moves.
    """
    n = len(coefficients)
    out: Floats = np.zeros((n, n))
    for k in range(n):
        step = STEP * max(1.0, abs(coefficients[k]))
        along = _bend(likelihood, coefficients, played, step * np.eye(n)[k])
        if along is None:
            return _names(likelihood)[k]
        out[k] = along / step
    out = (out + out.T) / 2
    for _ in range(2):  # the first time directions may be poor
        finer = _along_principal_directions(likelihood, coefficients, played, out)
        if finer is None:
            break
        out = finer
    return out


def _along_principal_directions(likelihood: Likelihood, coefficients: Floats, played: Played, rough: Floats) -> Floats | None:
    """The second derivatives again, by steps along the principal directions; None where there is nothing to go by."""
    size = np.sqrt(np.abs(np.diag(rough)))
    if (size < LEAST_BENT).any():
        return None
    bent, vectors = np.linalg.eigh(-rough / np.outer(size, size))
    directions = (vectors / size[:, None] / np.sqrt(np.maximum(np.abs(bent), FLAT))).T  # each about a standard error long
    longest = np.abs(directions / np.maximum(1.0, np.abs(coefficients))).max(1)
    directions *= np.minimum(SHORT, FAR / longest)[:, None]
    fine = np.zeros_like(rough)
    for k, direction in enumerate(directions):
        along = _bend(likelihood, coefficients, played, direction)
        if along is None:
            return None
        fine[k] = directions @ along
    back = np.linalg.inv(directions)
    out: Floats = back @ (fine + fine.T) @ back.T / 2
    return (out + out.T) / 2


def _bend(likelihood: Likelihood, coefficients: Floats, played: Played, step: Floats) -> Floats | None:
    """By how much the slopes change along a step, from both sides, shortened where equilibria are lost; None where they still are."""
    for shrink in (1.0, 0.1, 0.01):
        ends = []
        for sign in (1, -1):
            there = coefficients + sign * shrink * step
            moved = likelihood.moved(there, played)
            if moved is None:
                break
            ends.append(likelihood.scores(there, moved)[1].sum(0))
        if len(ends) == 2:
            return np.asarray((ends[0] - ends[1]) / (2 * shrink), np.float64)
    return None


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
    bends = "" if jump else _no_parabola(likelihood, coefficients, played, information, size)
    return Covariances(inverse, np.asarray(inverse @ meat @ inverse, np.float64), jump, bends)


def _no_parabola(likelihood: Likelihood, coefficients: Floats, played: Played, information: Floats, size: Floats) -> str:
    """Say along what the likelihood falls much faster or slower than its curvature foretells; not of folds."""
    bent, vectors = np.linalg.eigh(information / np.outer(size, size))
    top = likelihood.scores(coefficients, played)[0].sum()
    for direction, vector in zip((vectors / size[:, None] / np.sqrt(bent)).T, vectors.T, strict=True):
        for sign in (1, -1):
            moved = likelihood.moved(coefficients + sign * direction, played)
            if moved is None:
                continue
            falls = 2 * float(top - likelihood.scores(coefficients + sign * direction, moved)[0].sum())  # by one half if a parabola
            if not 1 / UNLIKE < falls < UNLIKE:
                loud = [_names(likelihood)[int(k)] for k in np.flatnonzero(np.abs(vector) > LOUD * np.abs(vector).max())]
                how = "faster, so that standard errors are too large" if falls > 1 else "more slowly, so that standard errors are too small"
                return f"Within one standard error along {' and '.join(loud)} the likelihood falls much {how}; compare likelihoods instead."
    return ""


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
