"""Plays of the crisis of Lewis and Schultz (2003), drawn with their shocks."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from .crisis import OUTCOMES, OutcomeShocks
from .listed import ShockEquilibrium

if TYPE_CHECKING:
    import pandas


def drawn_crises(
    game: OutcomeShocks, equilibrium: ShockEquilibrium, n: int, rng: np.random.Generator, at: Mapping[str, Fraction]
) -> pandas.DataFrame:
    """Draw plays: what was done at each information set, and payoffs with their shocks; B's at the status quo, of which nothing "
    "hangs, is 0."""
    import pandas as pd

    point = {name: float(value) for name, value in at.items()}
    p, share = float(equilibrium.resist), rng.random(n)
    war, back, theirs = _quantiles(game.law, point, (rng.random(n), rng.random(n), share))
    challenges = (1 - p) * point["V_A"] + p * np.maximum(war, back) > point["S_A"]
    resists = challenges & (share > 1 - p)  # B's types that resist are those to whom war is worth most
    fights = resists & (war > back)
    endings = [~challenges, ~resists, ~fights]
    columns: dict[str, Any] = {
        "outcome": np.select(endings, OUTCOMES[:3], OUTCOMES[3]),
        "A at start": np.where(challenges, "challenge", "status quo"),
        "B at challenge": _where(challenges, np.where(resists, "resist", "concede")),
        "A at resist": _where(resists, np.where(fights, "fight", "back down")),
        "payoff of A": np.select(endings, [point["S_A"], point["V_A"], back], war),
        "payoff of B": np.select(endings, [0.0, point["C_B"], point["V_B"]], theirs),
    }
    return pd.DataFrame(columns)


def _quantiles(law: str, point: Mapping[str, float], shares: tuple[Any, Any, Any]) -> tuple[Any, ...]:
    """Shocked payoffs from A's war, A's backing down and B's war."""
    if law == "normal":
        from scipy.special import ndtri

        return tuple(point[name] + ndtri(share) for name, share in zip(("W_A", "a", "W_B"), shares, strict=True))
    ends = [(point[f"{name}0"], point[f"{name}1"]) for name in ("w_A", "a", "w_B")]
    return tuple(low + (high - low) * share for (low, high), share in zip(ends, shares, strict=True))


def _where(condition: Any, labels: Any) -> Any:
    out = np.array(labels, object)
    out[~condition] = None
    return out
