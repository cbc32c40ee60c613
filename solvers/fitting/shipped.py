"""Small simulated data sets that come with the package."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from games import GameError

from .published_rows import LAYOUTS

if TYPE_CHECKING:
    import pandas

FILE = "simulated_crises.csv"
PUBLISHED = "simulated_{}.csv"


def simulated_crises() -> pandas.DataFrame:
    """Give 2,000 simulated crises of 50 groups, to try `fit` on.

    Returns
    -------
    DataFrame
        For each group a covariate x, and how many of its 40 crises ended how.

    Notes
    -----
    Drawn from `lewis_schultz` with V_A = V_B = 1, S_A = C_B = 0, W_A = -1.9, a = -1.2, W_B = -2.9 + 0.1 x, where three equilibria
    coexist for every x in (0, 1): groups with x below 1/3 play the one in which B resists least, those above 2/3 the one in which
    it resists most, the others the one between. The design is that of Crisman-Cox and Gibilisco (2021).

    References
    ----------
    Crisman-Cox, C. and Gibilisco, M. (2021). Estimating signaling games in international relations: problems and solutions.
    *Political Science Research and Methods* 9(3), 565-582.

    Examples
    --------
    >>> simulated_crises().shape
    (50, 5)
    """
    return _read(FILE)


def simulated_rows(layout: str) -> pandas.DataFrame:
    """Give simulated data in the columns of a published replication file, to try `published_rows` and `fit` on.

    Parameters
    ----------
    layout : {"deterrence", "ultimatum", "sanctions"}
        As `published_rows` takes it.

    Returns
    -------
    DataFrame
        Nothing in it was seen anywhere.

    Notes
    -----
    - deterrence: 500 dyads with covariates ``balanc`` and ``regime2``; normal errors in every payoff; the initiator gets 0 from the status
      quo, 1 from capitulation and -1.2 + 0.8 balanc from war, the respondent 0.4 - 0.7 regime2 more from war than from capitulating.
    - ultimatum: 400 offers of up to 100 with covariates ``gender1`` and ``gender2``; refusal is worth 30 + 12 gender1 to the proposer and
      25 - 8 gender2 to the respondent, scales 15 and 8, logistic.
    - sanctions: 40 dyads of 50 crises, covariate ``senderdemocracy``, in the design of `simulated_crises` with one equilibrium: W_A = -1.8,
      a = -1.2, W_B = -2.45 + 0.1 senderdemocracy, V_A = V_B = 1.

    Examples
    --------
    >>> simulated_rows("ultimatum").shape
    (400, 4)
    """
    if layout not in LAYOUTS:
        raise GameError(f"There is no layout {layout!r}; there are {', '.join(LAYOUTS)}.")
    return _read(PUBLISHED.format(layout))


def _read(name: str) -> pandas.DataFrame:
    import pandas as pd

    with files(__package__).joinpath(name).open(encoding="utf-8") as file:
        return pd.read_csv(file)
