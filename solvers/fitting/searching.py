"""The search for the largest likelihood: many random starts compared roughly, some of them climbed, the best polished.

The likelihood jumps at folds, and where equilibria are few it has maxima of its own, so starts are taken from draws with one, with
some and with several equilibria alike.  A climb by derivatives may stop early at a jump: the highest are followed by a search
without derivatives, and by another climb.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import numpy as np

from games import GameError

from .likelihood import NOTHING, Likelihood
from .linking import INTERCEPT
from .observing import Floats

SETTLED = 1e-4  # a gain of the likelihood in a second climb that is not worth a third
LONGEST = 300  # evaluations of a climb by derivatives: far out on a plateau it would go on for ever
WALKS = 200  # evaluations of a search without derivatives, for a handful of coefficients
LEVEL = 1e-5  # a slope, for each crisis, that counts as none
ROUNDS = 2
POLISHED = 2  # climbs
APART = 1e-3  # log likelihoods that differ by less are taken to be of one maximum
STRATA = ((0.0, 0.05), (0.05, 0.8), (0.8, 1.0))  # shares of points with several equilibria


@dataclass(frozen=True)
class Climb:
    """Where one start leads.

    Parameters
    ----------
    start : int
        Its number.
    coefficients : tuple of float
        Where it ended.
    loglik : float
        The log likelihood there.
    """

    start: int
    coefficients: tuple[float, ...]
    loglik: float


def first_guesses(likelihood: Likelihood, given: Sequence[Floats], draws: int, starts: int, seed: int) -> list[Floats]:
    """Draw starts, compare them roughly, and give the best, those that the user gave before all."""
    rng = np.random.default_rng(seed)
    drawn = [_drawn(likelihood, rng, level=k % 2 == 0) for k in range(draws)]
    rough, several = np.array([likelihood.rough(start) for start in drawn]).reshape(-1, 2).T
    lost = rough <= NOTHING
    order = [k for k in np.argsort(-rough, kind="stable") if lost.all() or not lost[k]]
    strata = [[k for k in order if low <= several[k] <= high] for low, high in STRATA]
    picked: list[int] = []
    while len(picked) < min(max(starts - len(given), 0), len(order)):
        for stratum in strata:
            left = [k for k in stratum if k not in picked]
            picked += left[:1]
    return [*given, *(drawn[k] for k in picked[: max(starts - len(given), 0)])]


def _drawn(likelihood: Likelihood, rng: np.random.Generator, *, level: bool) -> Floats:
    """Draw coefficients; those of covariates are zero in a level draw."""
    out = np.zeros(likelihood.size)
    for link in likelihood.links.links:
        low, high = link.scale.span(*likelihood.model.span(link.parameter))
        spread = np.maximum(link.matrix.std(0), 1e-12)
        slopes = rng.uniform(-0.5, 0.5, len(link.columns)) * (high - low) / 2 / spread / max(len(link.columns) - 1, 1)
        height = rng.uniform(low, high)
        for k, column in enumerate(link.columns):
            if column == INTERCEPT or (level and INTERCEPT in link.columns):
                slopes[k] = 0.0
        centre = slopes @ link.matrix.mean(0)
        for k, column in enumerate(link.columns):
            if column == INTERCEPT:
                slopes[k] = height - centre
        out[link.places] = slopes
    out[len(likelihood.links.names) :] = rng.normal(0.0, 0.5, max(likelihood.rule.ranks - 1, 0))
    return out


def climbed(likelihood: Likelihood, number: int, start: Floats) -> Climb:
    """Climb from a start by derivatives."""
    here, value = _by_derivatives(likelihood, start)
    return Climb(number, tuple(map(float, here)), value)


def polished(likelihood: Likelihood, climb: Climb) -> Climb:
    """Go on without derivatives, and climb again, until that gains nothing."""
    here, value = np.array(climb.coefficients), climb.loglik
    slope = likelihood.gradient(here)[1]
    if np.max(np.abs(slope)) < LEVEL * likelihood.data.crises and likelihood.rough(here)[1] == 0:
        return climb  # a smooth maximum, with no other equilibrium to jump to
    for _ in range(ROUNDS):
        walked, reached = _without_derivatives(likelihood, here)
        if reached > value:
            walked, reached = max([(walked, reached), _by_derivatives(likelihood, walked)], key=lambda end: end[1])
        gain = reached - value
        if gain > 0:
            here, value = walked, reached
        if gain < SETTLED:
            break
    return Climb(climb.start, tuple(map(float, here)), value)


def _by_derivatives(likelihood: Likelihood, start: Floats) -> tuple[Floats, float]:
    from scipy.optimize import minimize

    size = max(likelihood.data.crises, 1)
    highest, asked = (start, likelihood.total(start)), 0

    def objective(x: Floats) -> tuple[float, Floats]:
        nonlocal highest, asked
        asked += 1
        if asked > LONGEST:
            raise _Enough
        value, slope = likelihood.gradient(x)
        if not (np.isfinite(value) and np.isfinite(slope).all()):
            return 1e4, np.zeros_like(x)
        if value > highest[1]:
            highest = x.copy(), value
        return -value / size, -slope / size

    with suppress(_Enough):
        minimize(objective, start, jac=True, method="BFGS", options={"gtol": 1e-7, "maxiter": 80})
    return highest


class _Enough(Exception):
    """A climb has taken long; where it is will do."""


def _without_derivatives(likelihood: Likelihood, start: Floats) -> tuple[Floats, float]:
    from scipy.optimize import minimize

    n = len(start)
    simplex = np.vstack([start, *(start + np.eye(n)[k] * max(0.05 * abs(start[k]), 0.02) for k in range(n))])
    options = {"maxfev": WALKS + 20 * n, "xatol": 1e-4, "fatol": 1e-4, "adaptive": True, "initial_simplex": simplex}
    found = minimize(lambda x: -likelihood.total(x), start, method="Nelder-Mead", options=options)
    return found.x, -float(found.fun)


def searched(
    likelihood: Likelihood,
    guesses: Sequence[Floats],
    known: Mapping[str, Any],
    keep: Callable[[str, Climb], None],
    progress: Callable[[Iterable[Any]], Iterable[Any]],
) -> list[Climb]:
    """Climb from every guess, but for those whose climb is known; the highest first."""
    out = []
    for number, guess in enumerate(progress(list(guesses))):
        if str(number) in known:
            kept = known[str(number)]
            out.append(Climb(number, tuple(kept["coefficients"]), kept["loglik"]))
            continue
        climb = climbed(likelihood, number, guess)
        keep(str(number), climb)
        out.append(climb)
    if not out:
        raise GameError("There is no start; raise draws, at random points, or give start.")
    out.sort(key=lambda climb: -climb.loglik)
    return sorted((_last(likelihood, k, out, known, keep) for k in range(len(out))), key=lambda climb: -climb.loglik)


def _last(likelihood: Likelihood, k: int, climbs: Sequence[Climb], known: Mapping[str, Any], keep: Callable[[str, Climb], None]) -> Climb:
    """A climb, polished when it is among the highest and ended elsewhere than a higher one."""
    climb = climbs[k]
    if k >= POLISHED or any(abs(climb.loglik - other.loglik) < APART for other in climbs[:k]):
        return climb
    key = f"{climb.start} polished"
    if key in known:
        return Climb(climb.start, tuple(known[key]["coefficients"]), known[key]["loglik"])
    done = polished(likelihood, climb)
    keep(key, done)
    return done
