"""Matrix games of two players without a tree."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from games import GameError

from .replies import Exact, TwoPlayers
from .subsets import Equilibria, all_equilibria


def bimatrix_equilibria(rows: Sequence[Sequence[Any]], columns: Sequence[Sequence[Any]]) -> Equilibria:
    """Find every Nash equilibrium of a matrix game, exactly.

    Parameters
    ----------
    rows, columns : sequences of sequences of exact numbers
        What the player who chooses the row, and the one who chooses the column, earns; a list for each row.

    Returns
    -------
    Equilibria
        Extreme equilibria, maximal Nash subsets, components.  A plan begins with 1, then comes the probability of each strategy.

    Raises
    ------
    GameError
        When the two tables are not of one size, or the game is too large.

    Examples
    --------
    >>> equilibria = bimatrix_equilibria([[2, 0], [0, 1]], [[1, 0], [0, 2]])
    >>> len(equilibria.extreme), equilibria.extreme[1][0][1:]
    (3, (Fraction(2, 3), Fraction(1, 3)))
    """
    A, B = _table(rows), _table(columns)
    if A.shape != B.shape or not A.size:
        raise GameError(f"The payoffs of the two players have the sizes {A.shape} and {B.shape}; they must be equal and not empty.")
    plans = tuple(np.array([[1, *(int(i == k) for i in range(count))] for k in range(count)], object) for count in A.shape)
    return all_equilibria(TwoPlayers((plans[0], plans[1]), (_with_empty_sequences(A), _with_empty_sequences(B))))


def _table(rows: Sequence[Sequence[Any]]) -> Exact:
    if len({len(row) for row in rows}) > 1:
        raise GameError("The rows of a table of payoffs must have equal lengths.")
    return np.array([[Fraction(x) for x in row] for row in rows], object).reshape(len(rows), -1)


def _with_empty_sequences(table: Exact) -> Exact:
    """Add the empty sequences, which earn nothing."""
    payoffs = np.full((table.shape[0] + 1, table.shape[1] + 1), Fraction(0), object)
    payoffs[1:, 1:] = table
    return payoffs
