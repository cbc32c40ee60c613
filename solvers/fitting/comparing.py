"""Fits compared: the likelihood ratio of nested ones, and Vuong's test of others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from games import GameError

if TYPE_CHECKING:
    from .result import Fit


@dataclass(frozen=True)
class Comparison:
    """Two fits to the same data compared.

    Parameters
    ----------
    test : str
        The test.
    statistic : float
        Its statistic: chi-squared with `freedom` degrees for the likelihood ratio, normal for Vuong's.
    freedom : int
        Degrees of freedom; 0 where there are none.
    p : float
        The chance of a statistic at least as large when the smaller model holds, or both are as far from the truth.
    words : str
        What follows, in a sentence.
    """

    test: str
    statistic: float
    freedom: int
    p: float
    words: str

    def __repr__(self) -> str:
        return f"<Comparison by {self.test}: {self.statistic:.4f}, p = {self.p:.4g}; {self.words}>"


def likelihood_ratio(larger: Fit, smaller: Fit) -> Comparison:
    """See `Fit.likelihood_ratio`."""
    from scipy.stats import chi2

    _check_alike(larger, smaller)
    freedom = len(larger.names) - len(smaller.names)
    if larger.game != smaller.game or larger.selection != smaller.selection or freedom < 1:
        raise GameError(
            "A likelihood ratio compares a fit with one of the same game under the same selection with fewer coefficients; use "
            "vuong for others."
        )
    statistic = 2 * (larger.loglik - smaller.loglik)
    if statistic < -1e-3:
        raise GameError(
            f"The smaller fit has the larger log likelihood ({smaller.loglik:.4f} against {larger.loglik:.4f}): the larger one "
            "stopped early, "
            "or does not contain it. Give it more starts."
        )
    p = float(chi2.sf(max(statistic, 0.0), freedom))
    words = "the smaller model is rejected at 5 per cent" if p < 0.05 else "the smaller model is not rejected at 5 per cent"
    return Comparison("likelihood ratio", float(statistic), freedom, p, words)


def vuong(one: Fit, other: Fit) -> Comparison:
    """See `Fit.vuong`.

    Notes
    -----
    Of the groups' differences in log likelihood, less half the difference in the number of coefficients times the logarithm of
    the number of groups (Vuong, Q. H., 1989, *Econometrica* 57, 307-333, equation 5.9).
    """
    from scipy.special import ndtr

    _check_alike(one, other)
    difference = one.likelihood.groups(one.estimates) - other.likelihood.groups(other.estimates)
    groups = len(difference)
    spread = float(np.std(difference))
    if spread < 1e-12:
        raise GameError("The two fits give every group the same likelihood; there is nothing to compare.")
    correction = (len(one.names) - len(other.names)) / 2 * np.log(groups)
    statistic = float((difference.sum() - correction) / (np.sqrt(groups) * spread))
    p = float(2 * ndtr(-abs(statistic)))
    better = "the first" if statistic > 0 else "the second"
    words = f"{better} is nearer to the truth" if p < 0.05 else "neither is shown to be nearer to the truth at 5 per cent"
    return Comparison("Vuong's test", statistic, 0, p, words)


def _check_alike(one: Fit, other: Fit) -> None:
    ours, theirs = one.likelihood.data, other.likelihood.data
    if len(ours.groups) != len(theirs.groups) or not np.array_equal(ours.counts.sum(1), theirs.counts.sum(1)):
        raise GameError("The two fits rest on different data or groups; fit both to the same rows.")
