"""Rows in the columns of published replication files, read as `fit` takes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from games import GameError

from .observing import Floats, as_frame, check_present, listed_rows

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True)
class Layout:
    """The columns in which a published data set holds what was seen.

    Parameters
    ----------
    columns : tuple of str
        Those that are read.
    game : str
        What the rows are fitted with, in words.
    source : str
        Where the columns come from.
    """

    columns: tuple[str, ...]
    game: str
    source: str


LAYOUTS = {
    "deterrence": Layout(
        ("esc", "war"),
        "a story of two moves with outcomes 'status quo', 'capitulation' and 'war'",
        "war1800 of the R package games: whether the initiator escalated, and whether that led to war",
    ),
    "ultimatum": Layout(
        ("offer", "accept"),
        "solvers.ultimatum(top)",
        "student_offers of the R package games: the offer, and whether it was taken",
    ),
    "sanctions": Layout(
        ("sq", "cd", "bd", "sf"),
        "solvers.lewis_schultz()",
        "sanctionsData of the R package sigInt: counts of the status quo, concessions, backing down and standing firm",
    ),
}
SANCTIONS = {"sq": "status quo", "cd": "concession", "bd": "back down", "sf": "fight"}


def published_rows(rows: Any, layout: str) -> pandas.DataFrame:
    """Read rows in the columns of a published replication file, for `fit`.

    Parameters
    ----------
    rows : DataFrame, list of dict or path
        The data, or a CSV file of them. Other columns stay as they are, so that formulas may name them.
    layout : {"deterrence", "ultimatum", "sanctions"}
        Strategic probit of two-move deterrence (columns ``esc`` and ``war`` of 0 and 1), the ultimatum game (``offer`` and, where it was
        seen, ``accept``), or sanctions by the crisis of Lewis and Schultz (counts ``sq``, ``cd``, ``bd`` and ``sf``).

    Returns
    -------
    DataFrame
        With a column ``outcome`` in place of ``esc`` and ``war`` (deterrence), with columns of counts named like the outcomes of
        `lewis_schultz` (sanctions), or with ``offer`` and ``accept`` (ultimatum).

    Raises
    ------
    GameError
        For a layout that is not known, a column that is missing, and values that cannot be, with the rows named.

    References
    ----------
    Kenkel, B. and Signorino, C. S. (2014). Estimating extensive form games in R. *Journal of Statistical Software* 56(8).

    Crisman-Cox, C. and Gibilisco, M. (2021). Estimating signaling games in international relations: problems and solutions.
    *Political Science Research and Methods* 9(3), 565-582.

    Examples
    --------
    >>> published_rows([{"esc": 0, "war": 0, "dem1": 3}, {"esc": 1, "war": 1, "dem1": 7}], "deterrence")["outcome"].tolist()
    ['status quo', 'war']
    """
    if layout not in LAYOUTS:
        raise GameError(f"There is no layout {layout!r}; there are {', '.join(LAYOUTS)}.")
    frame, names = _opened(rows)
    needed = LAYOUTS[layout].columns[:1] if layout == "ultimatum" else LAYOUTS[layout].columns
    missing = [column for column in needed if column not in frame]
    if missing:
        raise GameError(
            f"The rows have no column {missing[0]!r}; data on {layout} have {', '.join(LAYOUTS[layout].columns)} "
            f"({LAYOUTS[layout].source})."
        )
    there = [column for column in LAYOUTS[layout].columns if column in frame]
    check_present(frame, names, there)
    if layout == "deterrence":
        return _deterrence(frame, names)
    if layout == "sanctions":
        clash = [name for name in SANCTIONS.values() if name in frame]
        if clash:
            raise GameError(f"The rows have a column {clash[0]!r} beside {', '.join(SANCTIONS)}; keep one of the two.")
        return frame.rename(columns=SANCTIONS)
    for column in there[1:]:
        _zeros_and_ones(frame, names, column)
    return frame


def _opened(rows: Any) -> tuple[pandas.DataFrame, tuple[Any, ...]]:
    import pandas as pd

    if isinstance(rows, str | Path):
        try:
            rows = pd.read_csv(rows)
        except OSError as error:
            raise GameError(f"{rows} cannot be read: {error.strerror or error}.") from None
        except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError) as error:
            raise GameError(f"{rows} is no CSV file: {' '.join(str(error).split())}.") from None
    return as_frame(rows)


def _deterrence(frame: pandas.DataFrame, names: Sequence[Any]) -> pandas.DataFrame:
    escalated, war = (_zeros_and_ones(frame, names, column) for column in ("esc", "war"))
    odd = np.flatnonzero((war == 1) & (escalated == 0))
    if len(odd):
        where = listed_rows([names[int(k)] for k in odd])
        raise GameError(f"{where} {'have' if len(odd) > 1 else 'has'} war = 1 with esc = 0: there is no war where nobody escalated.")
    outcome = np.where(escalated == 0, "status quo", np.where(war == 1, "war", "capitulation"))
    return frame.drop(columns=["esc", "war"]).assign(outcome=outcome)  # a column 'war' would be taken for counts


def _zeros_and_ones(frame: pandas.DataFrame, names: Sequence[Any], column: str) -> Floats:
    import pandas as pd

    numbers = pd.to_numeric(frame[column], errors="coerce").to_numpy(np.float64)
    wrong = np.flatnonzero(~np.isin(numbers, (0, 1)))
    if len(wrong):
        where = listed_rows([names[int(k)] for k in wrong])
        found = frame[column].tolist()[int(wrong[0])]
        raise GameError(f"{where} {'hold' if len(wrong) > 1 else 'holds'} {found!r} for {column!r}, which is 0 or 1.")
    return np.asarray(numbers)
