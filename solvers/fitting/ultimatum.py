"""The ultimatum game with offers from an interval by name: reservation values drawn in private, offers censored at the ends.

A offers B a share of something; B takes it or both get what refusal is worth to them, which each alone knows.  The law of what refusal
is worth to B has a density whose logarithm is concave, so that A has one best offer, at an end of the interval or inside; a higher
value to A of refusal means a lower offer, and every offer inside belongs to one such value.

References
----------
Ramsay, K. W. and Signorino, C. S. (2009). A statistical model of the ultimatum game. Working paper, Princeton and Rochester.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np

from games import GameError
from games.numbers import exact, text

from ..arrays.bracketing import bracketed
from .observing import Floats

LAWS = ("logistic", "normal")
PARAMETERS = ("R_A", "s_A", "R_B", "s_B")
FARTHEST = 500.0  # deviations beyond which a law is not followed
CLOSE = 1e-12


@dataclass(frozen=True)
class Ultimatum:
    """A take-it-or-leave-it offer from an interval, with private values of refusal.

    Parameters
    ----------
    top : number
        What there is to share; offers lie between 0 and this.
    law : {"logistic", "normal"}
        The law of what refusal is worth to either side.

    Notes
    -----
    ``R_A`` and ``R_B`` are the middles of what refusal is worth to A and to B, ``s_A`` and ``s_B`` the scales. With F and f the law of B's
    value at an offer y, A's best offer y satisfies ``r = top - y - F(y)/f(y)`` where refusal is worth r to A; where r is above that at
    y = 0 the offer is 0, where it is below that at y = top it is top.
    """

    top: Any
    law: str = "logistic"
    players: tuple[str, ...] = field(default=("A", "B"), init=False)
    parameters: tuple[str, ...] = field(default=PARAMETERS, init=False)

    def __post_init__(self) -> None:
        if self.law not in LAWS:
            raise GameError(f"The values of refusal are logistic or normal; found law={self.law!r}.")
        try:
            number = exact(self.top)
            top = Fraction(int(number.p), int(number.q))
        except (AttributeError, TypeError):
            raise GameError(f"top = {self.top!r} is no number; it is what there is to share, as top=100.") from None
        if top <= 0:
            raise GameError(f"top = {text(top)} leaves nothing to share; it must be positive.")
        object.__setattr__(self, "top", top)

    @property
    def name(self) -> str:
        """What it is called."""
        return f"ultimatum({text(self.top)}, {self.law!r})"

    def accepted(self, offer: Floats, R_B: Floats, s_B: Floats) -> Floats:
        """The chance that B takes an offer."""
        return self.below((offer - R_B) / s_B)

    def reservation(self, offer: Floats, R_B: Floats, s_B: Floats) -> tuple[Floats, Floats]:
        """The value of refusal to A at which an offer is best, and how fast it falls as the offer rises."""
        z = np.clip((offer - R_B) / s_B, -FARTHEST, FARTHEST)
        if self.law == "logistic":
            odds = np.exp(z)
            return float(self.top) - offer - s_B * (1 + odds), 1 + odds
        from scipy.special import log_ndtr

        with np.errstate(over="ignore"):
            ratio = np.exp(np.minimum(log_ndtr(z) + z * z / 2 + 0.5 * np.log(2 * np.pi), FARTHEST))
        return float(self.top) - offer - s_B * ratio, np.maximum(2 + z * ratio, 1.0)

    def offer(self, refusal: Floats, R_B: Floats, s_B: Floats) -> Floats:
        """A's best offer where refusal is worth so much to A."""
        low, high = np.zeros_like(refusal), np.full_like(refusal, float(self.top))
        at_low = self.reservation(low, R_B, s_B)[0] - refusal
        at_high = self.reservation(high, R_B, s_B)[0] - refusal
        out = np.where(at_low <= 0, low, high)
        inside = (at_low > 0) & (at_high < 0)
        if inside.any():
            mine = [np.broadcast_to(x, refusal.shape)[inside] for x in (refusal, R_B, s_B)]
            out[inside] = bracketed(
                lambda y: self.reservation(y, mine[1], mine[2])[0] - mine[0],
                (low[inside], high[inside]),
                (at_low[inside], at_high[inside]),
                CLOSE * float(self.top),
            )
        return out

    def below(self, z: Floats) -> Floats:
        """The share of the standard law below a value."""
        from scipy.special import expit, ndtr

        return np.asarray(expit(z) if self.law == "logistic" else ndtr(z))

    def density(self, z: Floats) -> Floats:
        """The density of the standard law."""
        if self.law == "logistic":
            return self.below(z) * self.below(-z)
        return np.asarray(np.exp(-np.minimum(z * z, 1400) / 2) / np.sqrt(2 * np.pi))

    def quantile(self, share: Floats) -> Floats:
        """The value of the standard law below which a share lies."""
        from scipy.special import logit, ndtri

        return np.asarray(logit(share) if self.law == "logistic" else ndtri(share))


def ultimatum(top: object, law: str = "logistic") -> Ultimatum:
    """Give the ultimatum game with offers from an interval and private values of refusal, to be fitted to data.

    Parameters
    ----------
    top : number
        What there is to share.
    law : {"logistic", "normal"}
        The law of the values of refusal.

    Returns
    -------
    Ultimatum
        `fit` takes it with rows that have a column ``offer`` and, where replies were seen, a column ``accept`` of 0 and 1. Its
        parameters are R_A, s_A, R_B and s_B.

    References
    ----------
    Ramsay, K. W. and Signorino, C. S. (2009). A statistical model of the ultimatum game. Working paper, Princeton and Rochester.

    Examples
    --------
    >>> ultimatum(100).name
    "ultimatum(100, 'logistic')"
    """
    return Ultimatum(top, law)
