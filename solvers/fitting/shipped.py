"""A small simulated data set that comes with the package."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas

FILE = "simulated_crises.csv"


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
    import pandas as pd

    with files(__package__).joinpath(FILE).open(encoding="utf-8") as file:
        return pd.read_csv(file)
