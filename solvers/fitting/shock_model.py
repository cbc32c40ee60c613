"""The crisis of Lewis and Schultz (2003) as a model to be fitted."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import numpy as np

from games import GameError

from ..outcome_shocks import floats
from ..outcome_shocks.crisis import NEEDS, OutcomeShocks
from .modelling import Found, Values
from .observing import Floats

COARSE = 41  # points of the grid while starts are compared
SPANS = {
    "V_A": (0.3, 2.0),
    "S_A": (-0.5, 0.2),
    "V_B": (0.2, 2.5),
    "C_B": (-0.5, 0.5),
    "W_A": (-3.0, -0.5),
    "a": (-3.0, 0.0),
    "W_B": (-5.0, 0.0),
    "w_A0": (-4.0, -2.5),
    "w_A1": (-1.0, 0.5),
    "a0": (-4.0, -2.0),
    "a1": (-1.0, 0.9),
    "w_B0": (-6.0, -3.0),
    "w_B1": (-2.0, 0.5),
}


class ShockModel:
    """The crisis with outcome shocks; the unknown is B's chance of resisting."""

    unique = False
    ranked = ("resist",)
    notes: tuple[str, ...] = ()

    def __init__(self, game: OutcomeShocks) -> None:
        self.game, self.law = game, game.law
        self.name, self.outcomes, self.parameters = game.name, game.outcomes, game.parameters
        self.fingerprint = game.name

    def span(self, parameter: str) -> tuple[float, float]:
        """Where a search begins: in the unit of the shocks' deviation."""
        return SPANS[parameter]

    def room(self, values: Values) -> dict[str, Floats]:
        """How far what the class assumes is from failing."""
        return {f"{low} < {high}": values[high] - values[low] for low, high in NEEDS[self.law]}

    def inside(self, values: Values) -> Floats:
        """Which points are crises of this class."""
        return np.asarray(np.all([room > 0 for room in self.room(values).values()], axis=0), np.float64)

    def equilibria(self, values: Values, *, coarse: bool = False) -> Found:
        """Every sign change on a grid."""
        point, p = floats.all_equilibria(values, self.law, COARSE if coarse else floats.GRID)
        return Found(point, p[:, None], np.zeros(len(p), np.int64))

    def chances(self, found: Found, values: Values) -> Floats:
        """The chances of the four outcomes."""
        return floats.outcome_chances(found.unknown[:, 0], values, self.law)

    def residual(self, found: Found, values: Values) -> Floats:
        """What B's chance of resisting exceeds its best reply by."""
        return floats.excess(found.unknown[:, 0], values, self.law)[:, None]

    def ranking(self, name: str, found: Found, values: Values) -> Floats:
        """B's chance of resisting."""
        return found.unknown[:, 0]

    def certified(self, values: Mapping[str, float]) -> int | None:
        """Count in balls, or exactly."""
        try:
            return self.game.count(**{name: Fraction(float(x)) for name, x in values.items()})
        except GameError:
            return None

    def fold(self, values: Values, linked: tuple[str, ...], near: Floats | None = None) -> tuple[str, Floats]:
        """How far W_B, or both ends of its law together, would have to move for two equilibria to meet.

        Notes
        -----
        Every p is an equilibrium at one place of B's law; folds are where that place turns as p rises.
        """
        ps = floats.grid(801)
        across = {name: array[:, None] for name, array in values.items()}
        with np.errstate(all="ignore"):
            c = across["V_A"] + (across["S_A"] - across["V_A"]) / ps
            g, h = (floats.normal_parts if self.law == "normal" else floats.uniform_parts)(c, across)
            index = (across["V_B"] - across["C_B"]) * g / h - across["V_B"]
        if self.law == "normal":
            from scipy.special import ndtri

            shift = ndtri(ps) - index - across["W_B"]
        else:
            shift = ps * (across["w_B1"] - across["w_B0"]) - index - across["w_B1"]
        shift = np.where(np.abs(shift) < 1e6, shift, np.nan)
        rise = np.diff(shift, axis=1)
        turns = (rise[:, 1:] > 0) != (rise[:, :-1] > 0)
        turns &= np.isfinite(rise[:, 1:]) & np.isfinite(rise[:, :-1])
        signed = np.where(turns, shift[:, 1:-1], np.inf)
        nearest = np.argmin(np.abs(signed if near is None else signed - np.where(np.isfinite(near), near, 0.0)[:, None]), axis=1)
        return "W_B" if self.law == "normal" else "w_B0 and w_B1 together", signed[np.arange(len(signed)), nearest]
