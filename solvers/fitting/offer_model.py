"""The ultimatum game as a model to be fitted: each row is one offer, seen with its reply or without."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from games import GameError
from games.numbers import text

from .likelihood import Likelihood
from .modelling import Found, Values
from .observing import Floats, Observations, as_frame, check_present, listed_rows
from .ultimatum import Ultimatum

if TYPE_CHECKING:
    import pandas

OFFER, ACCEPT = "offer", "accept"  # columns, as data on the game have them
SEEN, REPLY = "offer seen", "reply seen"  # what was seen, beside parameters; a reply of -1 was not
SCALES = ("s_A", "s_B")  # parameters that are positive
SHARES = 400  # of A's values of refusal over which a mean is taken
AT_END = 1e-9  # of what there is to share: an offer so near to an end is at the end


class OfferModel:
    """The ultimatum game, in which A has one best offer.

    Parameters
    ----------
    game : Ultimatum
        The game.
    """

    ranked = ("acceptance",)
    outcomes = ("play",)
    notes: tuple[str, ...] = ()

    def __init__(self, game: Ultimatum) -> None:
        self.game, self.top = game, float(game.top)
        self.name = self.fingerprint = game.name
        self.parameters = game.parameters

    def observed(self, rows: Any, group: str | None) -> Observations:
        """Read offers and replies.

        Raises
        ------
        GameError
            For offers or replies that cannot be, with the rows named.
        """
        if group is not None:
            raise GameError("Offers are fitted row by row, as each tells its own play; leave group out.")
        frame, names = as_frame(rows)
        if OFFER not in frame:
            raise GameError(f"The rows have no column {OFFER!r}; they have {', '.join(map(str, frame.columns))}.")
        columns = [OFFER, ACCEPT] if ACCEPT in frame else [OFFER]
        check_present(frame, names, columns)
        offer = self._numbers(frame, names, OFFER)
        wrong = np.flatnonzero(~((offer >= -AT_END * self.top) & (offer <= (1 + AT_END) * self.top)))
        if len(wrong):
            where = listed_rows([names[int(k)] for k in wrong])
            found = frame[OFFER].tolist()[int(wrong[0])]
            raise GameError(f"{where} has an offer of {found}, which is not between 0 and {text(self.game.top)}, what there is to share.")
        reply = self._numbers(frame, names, ACCEPT) if ACCEPT in frame else np.full(len(frame), -1.0)
        wrong = np.flatnonzero(~np.isin(reply, (0, 1) if ACCEPT in frame else (-1,)))
        if len(wrong):
            where = listed_rows([names[int(k)] for k in wrong])
            found = frame[ACCEPT].tolist()[int(wrong[0])]
            raise GameError(f"{where} holds {found!r} for {ACCEPT!r}; it is 1 where the offer was taken and 0 where it was refused.")
        n = len(frame)
        return Observations(frame, names, names, np.arange(n), np.ones((n, 1)), np.arange(n), {SEEN: offer, REPLY: reply})

    @staticmethod
    def _numbers(frame: pandas.DataFrame, names: tuple[Any, ...], column: str) -> Floats:
        import pandas as pd

        try:
            numbers = pd.to_numeric(frame[column], errors="coerce").to_numpy(np.float64)
        except (OverflowError, TypeError):
            numbers = np.full(len(frame), np.nan)
        wrong = np.flatnonzero(~np.isfinite(numbers))
        if len(wrong):
            where = listed_rows([names[int(k)] for k in wrong])
            raise GameError(f"{where} holds {frame[column].tolist()[int(wrong[0])]!r} for {column!r}, which is no number.")
        return np.asarray(numbers)

    # ---------------------------------------------------------------- what a likelihood asks

    def span(self, parameter: str) -> tuple[float, float]:
        """In parts of what there is to share."""
        return (0.02 * self.top, 0.4 * self.top) if parameter in SCALES else (-0.3 * self.top, 1.1 * self.top)

    def room(self, values: Values) -> dict[str, Floats]:
        """Scales are positive."""
        return {f"{name} > 0": values[name] for name in SCALES}

    def inside(self, values: Values) -> Floats:
        """Where scales are positive."""
        return np.asarray((values["s_A"] > 0) & (values["s_B"] > 0), np.float64)

    def equilibria(self, values: Values, *, coarse: bool = False) -> Found:
        """The one there is."""
        n = len(values["R_A"])
        return Found(np.arange(n), np.zeros((n, 0)), np.zeros(n, np.int64))

    def chances(self, found: Found, values: Values) -> Floats:
        """The density of each offer inside, or the chance of one at an end, times the chance of the reply where it was seen."""
        game, offer, reply = self.game, values[SEEN], values[REPLY]
        with np.errstate(over="ignore", invalid="ignore"):
            value, rise = game.reservation(offer, values["R_B"], values["s_B"])
            z = (value - values["R_A"]) / values["s_A"]
            density = game.density(z) * rise / values["s_A"]
            lowest, highest = offer <= AT_END * self.top, offer >= (1 - AT_END) * self.top
            out = np.where(lowest, game.below(-z), np.where(highest, game.below(z), density))
            taken = game.accepted(offer, values["R_B"], values["s_B"])
            seen = np.where(reply == 1, taken, np.where(reply == 0, game.below(-(offer - values["R_B"]) / values["s_B"]), 1.0))
            return np.asarray(np.nan_to_num(out * seen, posinf=0.0))[:, None]

    def residual(self, found: Found, values: Values) -> Floats:
        """Nothing is left to be solved."""
        return np.zeros((len(found.point), 0))

    def ranking(self, name: str, found: Found, values: Values) -> Floats:
        """The chance that the offer that was seen is taken."""
        return self.game.accepted(values[SEEN], values["R_B"], values["s_B"])

    def certified(self, values: Mapping[str, float]) -> int | None:
        """One: A's payoff has one peak, as the law of B's value has a density whose logarithm is concave."""
        return 1

    def fold(self, values: Values, linked: tuple[str, ...], near: Floats | None = None) -> tuple[str, Floats]:
        """Nothing folds."""
        return "", np.full(len(values["R_A"]), np.inf)

    # ---------------------------------------------------------------- predictions

    def predicted(self, likelihood: Likelihood, coefficients: Floats, rows: Any) -> pandas.DataFrame:
        """For each row the mean offer and the chances of one at either end and of acceptance."""
        import pandas as pd

        names, values = self._at(likelihood, coefficients, rows)
        shares = (np.arange(SHARES) + 0.5) / SHARES
        across = {name: array[:, None] for name, array in values.items()}
        refusal = across["R_A"] + across["s_A"] * self.game.quantile(shares)[None]
        offers = self.game.offer(refusal, across["R_B"], across["s_B"])
        taken = self.game.accepted(offers, across["R_B"], across["s_B"])
        ends = []
        for end, sign in ((0.0, -1), (self.top, 1)):
            value, _ = self.game.reservation(np.full_like(values["R_A"], end), values["R_B"], values["s_B"])
            ends.append(self.game.below(sign * (value - values["R_A"]) / values["s_A"]))
        return pd.DataFrame(
            {
                "row": list(names),
                "mean offer": offers.mean(1),
                "chance of an offer of 0": ends[0],
                f"chance of an offer of {text(self.game.top)}": ends[1],
                "chance of acceptance": taken.mean(1),
            }
        )

    def drawn(self, likelihood: Likelihood, coefficients: Floats, seed: int) -> pandas.DataFrame:
        """Offers and replies drawn anew, covariates kept."""
        _, values = self._at(likelihood, coefficients, None)
        frame = likelihood.data.frame.copy()
        frame[OFFER], frame[ACCEPT] = self.plays(values, np.random.default_rng(seed))
        return frame

    def plays(self, values: Values, rng: np.random.Generator) -> tuple[Floats, Any]:
        """Draw an offer and a reply at each point."""
        n = len(values["R_A"])
        refusal = values["R_A"] + values["s_A"] * self.game.quantile(rng.random(n))
        offer = self.game.offer(refusal, values["R_B"], values["s_B"])
        return offer, (rng.random(n) < self.game.accepted(offer, values["R_B"], values["s_B"])).astype(int)

    @staticmethod
    def _at(likelihood: Likelihood, coefficients: Floats, rows: Any) -> tuple[Any, dict[str, Floats]]:
        if rows is None:
            point = likelihood.links.point
            return likelihood.data.rows, {name: array[point] for name, array in likelihood.links.values(coefficients).items()}
        frame, names = as_frame(rows)
        return names, likelihood.links.at(frame, names).values(coefficients)
