"""What ties a mass to a cutoff, ``u = F(x)``, in balls: values of laws that enclose, with their derivatives.

The standard laws; a place and a scale are put in by ``(x - place)/scale``.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from flint import arb, ctx

from .boxes import Dual

NORMAL, LOGISTIC, EXPONENTIAL = "normal", "logistic", "exponential"


def share_below(law: str, x: Any) -> Any:
    """Enclose the share of a standard law below a cutoff; of a ball, a power series or a dual."""
    if isinstance(x, Dual):
        return x.through(share_below(law, x.value), density(law, x.value))
    if law == NORMAL:
        return (-x * _root_half(ctx.prec)).erfc() * _half()
    if law == LOGISTIC:
        return 1 / (1 + (-x).exp())
    return 1 - (-x).exp()


def density(law: str, x: Any) -> Any:
    """Enclose the density of a standard law; of a ball, a power series or a dual."""
    if isinstance(x, Dual):
        return x.through(density(law, x.value), _density_slope(law, x.value))
    if law == NORMAL:
        return (x * x * -_half()).exp() * _density_at_zero(ctx.prec)
    if law == LOGISTIC:
        share = share_below(law, x)
        return share * (1 - share)
    return (-x).exp()


def _density_slope(law: str, x: Any) -> Any:
    if law == NORMAL:
        return -x * density(law, x)
    if law == LOGISTIC:
        share = share_below(law, x)
        return share * (1 - share) * (1 - 2 * share)
    return -(-x).exp()


def normal_share(x: Any) -> Any:
    """Enclose the standard normal distribution function."""
    return share_below(NORMAL, x)


def normal_density(x: Any) -> Any:
    """Enclose the standard normal density."""
    return density(NORMAL, x)


def beta_share(x: Any, a: arb, b: arb) -> Any:
    """Enclose the share of the beta law with two shapes below a cutoff between 0 and 1; of a ball or a dual."""
    if isinstance(x, Dual):
        return x.through(beta_share(x.value, a, b), beta_density(x.value, a, b))
    low, high = _between_ends(x)  # it rises
    return low.beta_lower(a, b, True).union(high.beta_lower(a, b, True))


def beta_density(x: arb, a: arb, b: arb) -> arb:
    """Enclose the density of the beta law with two shapes, which turns once at most; without bound where it has none."""

    def at(y: arb) -> arb:
        return y ** (a - 1) * (1 - y) ** (b - 1) * (a + b).gamma() / (a.gamma() * b.gamma())

    low, high = _between_ends(x)
    if (a < 1 and low == 0) or (b < 1 and high == 1):
        return arb(0, float("inf"))
    hull = at(low).union(at(high))
    turn = (a - 1) / (a + b - 2)
    if turn.is_finite() and low.union(high).overlaps(turn):
        hull = hull.union(at(turn))
    return hull


def _between_ends(x: arb) -> tuple[arb, arb]:
    """The ends of a ball, no farther out than 0 and 1."""
    return arb(x.lower()).max(arb(0)).min(arb(1)), arb(x.upper()).min(arb(1)).max(arb(0))


@lru_cache
def _half() -> arb:
    return arb("0.5")


@lru_cache
def _root_half(bits: int) -> arb:
    return arb("0.5").sqrt()


@lru_cache
def _density_at_zero(bits: int) -> arb:
    return 1 / (2 * arb.pi()).sqrt()
