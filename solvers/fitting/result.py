"""What a fit gives back: coefficients with their errors, what is played in each group, and what is to be kept in mind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from games import GameError

from .comparing import Comparison, likelihood_ratio, vuong
from .likelihood import Likelihood, Played
from .observing import Floats
from .offer_model import OfferModel
from .predicting import drawn, predicted
from .uncertainty import Covariances

if TYPE_CHECKING:
    import pandas

LEVEL = 1.959963984540054  # of a normal variable, two-sided at 95 per cent


@dataclass(frozen=True)
class Fit:
    """Parameters of a game fitted to data.

    Parameters
    ----------
    game : str
        The game.
    selection : str
        Which equilibrium is assumed to be played, as it was asked for; `selection_words` says it in a sentence.
    names : tuple of str
        What each coefficient is called, as ``W_B: x``.
    estimates : array
        The coefficients.
    loglik : float
        The log likelihood.
    errors : {"hessian", "sandwich"}
        Which standard errors `frame` uses for intervals.
    covariances : Covariances
        Both kinds.
    equilibria : DataFrame
        A row for each group: crises, number of equilibria, whether that is certified, which is played, distance to the nearest fold.
    warnings : tuple of str
        What is to be kept in mind, in sentences.
    climbs : tuple of float
        The log likelihoods at which the climbs of the search ended, the highest first.
    settings : dict
        Everything needed to run it again.
    """

    game: str
    selection: str
    selection_words: str
    names: tuple[str, ...]
    estimates: Floats
    loglik: float
    errors: str
    covariances: Covariances = field(repr=False)
    equilibria: pandas.DataFrame = field(repr=False)
    fold_along: str
    warnings: tuple[str, ...]
    climbs: tuple[float, ...]
    settings: Mapping[str, Any] = field(repr=False)
    likelihood: Likelihood = field(repr=False)
    played: Played = field(repr=False)

    def __getitem__(self, name: str) -> float:
        """A coefficient by its name."""
        if name not in self.names:
            raise GameError(f"The fit has no coefficient {name!r}; it has {', '.join(self.names)}.")
        return float(self.estimates[self.names.index(name)])

    @property
    def crises(self) -> int:
        """How many crises it rests on."""
        return self.likelihood.data.crises

    @property
    def groups(self) -> int:
        """In how many groups."""
        return len(self.likelihood.data.groups)

    @property
    def aic(self) -> float:
        """Akaike's criterion."""
        return 2 * len(self.names) - 2 * self.loglik

    @property
    def bic(self) -> float:
        """Schwarz's criterion, by crises."""
        return float(np.log(self.crises) * len(self.names) - 2 * self.loglik)

    def standard_errors(self, kind: str | None = None) -> Floats:
        """Standard errors, of the kind that the fit uses or the one named."""
        kind = kind or self.errors
        if kind not in ("hessian", "sandwich"):
            raise GameError(f"Standard errors are by 'hessian' or 'sandwich'; found {kind!r}.")
        return np.sqrt(np.maximum(np.diag(getattr(self.covariances, kind)), 0.0))

    def frame(self) -> pandas.DataFrame:
        """Give the table: a row for each coefficient, with both kinds of standard errors."""
        import pandas as pd
        from scipy.special import ndtr

        errors = self.standard_errors()
        with np.errstate(divide="ignore", invalid="ignore"):
            z = self.estimates / errors
        return pd.DataFrame(
            {
                "coefficient": self.estimates,
                "s.e.": errors,
                "z": z,
                "p": 2 * ndtr(-np.abs(z)),
                "low": self.estimates - LEVEL * errors,
                "high": self.estimates + LEVEL * errors,
                "s.e. (hessian)": self.standard_errors("hessian"),
                "s.e. (sandwich)": self.standard_errors("sandwich"),
            },
            index=pd.Index(self.names, name="parameter"),
        )

    def predict(self, rows: Any = None) -> pandas.DataFrame:
        """Predict the chances of outcomes, with their range over all equilibria.

        Parameters
        ----------
        rows : DataFrame or list of dict, optional
            With the covariates; those that were fitted when None, for which the equilibrium that is played is known.

        Returns
        -------
        DataFrame
            For each row and outcome: the chance under the selection (under "best of each group" and "shares" for new rows none,
            since nothing says which is played there), the lowest and the highest over all equilibria, and how many there are. For
            `ultimatum` a row for each row: the mean offer, and the chances of an offer at either end and of acceptance.
        """
        if isinstance(self.likelihood.model, OfferModel):
            return self.likelihood.model.predicted(self.likelihood, self.estimates, rows)
        return predicted(self.likelihood, self.estimates, self.played, rows)

    def simulate(self, seed: int = 0) -> pandas.DataFrame:
        """Draw data of the same shape from the fit: covariates kept, counts of outcomes drawn anew for each group."""
        if isinstance(self.likelihood.model, OfferModel):
            return self.likelihood.model.drawn(self.likelihood, self.estimates, seed)
        return drawn(self.likelihood, self.estimates, self.played, seed)

    def likelihood_ratio(self, smaller: Fit) -> Comparison:
        """Test a fit whose parameters are a part of these, to the same data, by the likelihood ratio."""
        return likelihood_ratio(self, smaller)

    def vuong(self, other: Fit) -> Comparison:
        """Compare with a fit of another model to the same groups (Vuong 1989), corrected for the number of coefficients."""
        return vuong(self, other)

    def text(self) -> str:
        """Write the fit for people."""
        from ..show.fits import fit_text

        return fit_text(self)

    def latex(self) -> str:
        """Write the table of coefficients as LaTeX (booktabs)."""
        from ..show.fits import fit_latex

        return fit_latex(self)

    def as_json(self) -> dict[str, Any]:
        """Write the fit for programs."""
        table = self.frame()
        return {
            "game": self.game,
            "selection": self.selection,
            "loglik": self.loglik,
            "crises": self.crises,
            "groups": self.groups,
            "errors": self.errors,
            "coefficients": {
                name: {
                    "estimate": row["coefficient"],
                    "se": row["s.e."],
                    "z": row["z"],
                    "p": row["p"],
                    "low": row["low"],
                    "high": row["high"],
                }
                for name, row in table.iterrows()
            },
            "equilibria": [{k: _plain(v) for k, v in row.items()} for row in self.equilibria.to_dict("records")],
            "warnings": list(self.warnings),
            "climbs": list(self.climbs),
        }

    def __repr__(self) -> str:
        return f"<Fit of {self.game}: {self.crises} crises in {self.groups} groups, log likelihood {self.loglik:.4f}, {self.selection}>"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        from ..show.fits import fit_html

        return {"text/plain": self.text(), "text/html": fit_html(self)}


def _plain(value: Any) -> Any:
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and not np.isfinite(value) else value
