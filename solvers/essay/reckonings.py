"""Predictions that no map decides: each reckoned in its own way, exactly."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from importlib import import_module
from typing import Any

from games.numbers import Expression, simplest, text

from .judging import Part
from .prediction import Computed, Prediction


def tit_for_tat(prediction: Prediction, assertion: Computed) -> Part:
    """Without forgiveness half the acts are seen as hostile; forgiveness raises the share of restraint up to noise 1/2."""
    restrained_share: Any = import_module("games.essay.escalation_ladder").restrained_share
    forgives, noise = Expression.symbol("forgives"), Expression.symbol("noise")
    never = restrained_share(Expression.constant(0), noise)
    spread = 1 - (1 - 2 * noise) * (1 - forgives)
    slope = restrained_share(forgives, noise).derivative("forgives") * spread * spread
    holds = simplest(never) == Fraction(1, 2) and slope == noise * (1 - 2 * noise)
    evidence = f"restraint is {text(never)} without forgiveness, and its slope in forgiveness has the sign of {text(slope)}"
    return Part(holds, (), None, evidence)


RECKONINGS: Mapping[str, Callable[[Prediction, Computed], Part]] = {"tit for tat": tit_for_tat}
