"""Rows of data as counts of outcomes by group, refused in words where they cannot be read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import numpy.typing as npt

from games import GameError

if TYPE_CHECKING:
    import pandas

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]

MOST_NAMED = 5  # rows or groups that a sentence names


@dataclass(frozen=True)
class Observations:
    """What was seen.

    Parameters
    ----------
    frame : DataFrame
        The rows as given, numbered anew.
    rows : tuple
        What each row is called by the user.
    groups : tuple
        What each group is called; crises of one group share parameters and the equilibrium that is played.
    group : array of int, shape (rows,)
        The group of each row.
    counts : array, shape (groups, outcomes)
        How many crises of a group ended how.
    first : array of int, shape (groups,)
        A row of each group.
    seen : dict from str to array, shape (rows,)
        What else was seen, where a play is more than an outcome.
    """

    frame: pandas.DataFrame
    rows: tuple[Any, ...]
    groups: tuple[Any, ...]
    group: Ints
    counts: Floats
    first: Ints
    seen: Mapping[str, Floats] = field(default_factory=dict)

    @property
    def crises(self) -> int:
        """How many crises there are."""
        return round(float(self.counts.sum()))


def observed(rows: Any, outcomes: Sequence[str], outcome: str, group: str | None) -> Observations:
    """Read rows.

    Parameters
    ----------
    rows : DataFrame or iterable of dict
        With a column of outcomes, or a column of counts for each outcome that occurs, named like it.
    outcomes : sequence of str
        The outcomes of the game.
    outcome : str
        The column of outcomes.
    group : str or None
        The column that names groups; each row is one of its own when None.

    Raises
    ------
    GameError
        For a row without a value, an outcome that the game does not have, or counts that are none, with the rows named.
    """
    frame, names = as_frame(rows)
    if group is not None and group not in frame:
        raise GameError(f"The rows have no column {group!r} for groups; they have {', '.join(map(str, frame.columns))}.")
    if group is not None:
        check_present(frame, names, [group])
    by_row = _counts(frame, names, outcomes, outcome)
    keys = range(len(frame)) if group is None else frame[group].tolist()
    numbers: dict[Any, int] = {}
    try:
        of = np.array([numbers.setdefault(key, len(numbers)) for key in keys], np.int64)
    except TypeError:
        raise GameError(f"The column {group!r} holds what names no group; use texts or numbers.") from None
    counts = np.zeros((len(numbers), len(outcomes)))
    np.add.at(counts, of, by_row)
    first = np.array([np.flatnonzero(of == k)[0] for k in range(len(numbers))] if group is not None else range(len(frame)), np.int64)
    called = names if group is None else tuple(numbers)
    return Observations(frame, names, called, of, counts, first)


def as_frame(rows: Any) -> tuple[pandas.DataFrame, tuple[Any, ...]]:
    """Read rows as a frame, and what each is called."""
    import pandas as pd

    if isinstance(rows, pd.DataFrame):
        frame = rows
    else:
        if isinstance(rows, str | Mapping) or not isinstance(rows, Iterable):
            raise GameError("Rows are a pandas DataFrame or a list of dicts, one for each crisis or group.")
        listed = list(rows)
        if not all(isinstance(row, Mapping) for row in listed):
            raise GameError("Rows are a pandas DataFrame or a list of dicts, one for each crisis or group.")
        frame = pd.DataFrame(listed)
    if not len(frame):
        raise GameError("There are no rows to fit to.")
    twice = frame.columns[frame.columns.duplicated()]
    if len(twice):
        raise GameError(f"The rows have more than one column {str(twice[0])!r}; keep one of them.")
    return frame.reset_index(drop=True), tuple(frame.index.tolist())


def _counts(frame: pandas.DataFrame, names: Sequence[Any], outcomes: Sequence[str], outcome: str) -> Floats:
    if outcome in frame:
        both = [name for name in outcomes if name in frame and name != outcome]
        if both:
            raise GameError(
                f"The rows have a column {outcome!r} of outcomes and a column {both[0]!r} named like an outcome, which would be its "
                "counts; keep one of the two, or call it otherwise."
            )
        check_present(frame, names, [outcome])
        labels = frame[outcome].astype(str)
        unknown = ~labels.isin(list(outcomes))
        if unknown.any():
            label = labels[unknown].iloc[0]
            where = listed_rows([names[int(k)] for k in np.flatnonzero((labels == label).to_numpy())])
            raise GameError(f"{where} ended in {label!r}, which is no outcome of the game; its outcomes are {', '.join(outcomes)}.")
        return np.array(labels.to_numpy()[:, None] == np.array(outcomes, object)[None, :], np.float64)
    there = [name for name in outcomes if name in frame]
    if not there:
        raise GameError(
            f"The rows have neither a column {outcome!r} nor a column of counts for an outcome; the outcomes are {', '.join(outcomes)}."
        )
    check_present(frame, names, there)
    out = np.zeros((len(frame), len(outcomes)))
    for k, name in enumerate(outcomes):
        if name in frame:
            out[:, k] = _whole_numbers(frame, names, name)
    empty = np.flatnonzero(out.sum(1) == 0)
    if len(empty):
        raise GameError(f"{listed_rows([names[int(k)] for k in empty])} counts no crisis; leave such rows out.")
    return out


def _whole_numbers(frame: pandas.DataFrame, names: Sequence[Any], column: str) -> Floats:
    import pandas as pd

    try:
        numbers = pd.to_numeric(frame[column], errors="coerce").to_numpy(np.float64)
    except (OverflowError, TypeError):
        numbers = np.full(len(frame), np.nan)
    wrong = np.flatnonzero(~((numbers >= 0) & (numbers == np.round(numbers))))
    if len(wrong):
        first = frame[column].tolist()[int(wrong[0])]
        raise GameError(f"{listed_rows([names[int(k)] for k in wrong])} holds {first!r} for {column!r}, which is no count.")
    return np.asarray(numbers)


def check_present(frame: pandas.DataFrame, names: Sequence[Any], columns: Iterable[str]) -> None:
    """Refuse rows without a value, or with one that is not finite, naming them."""
    for column in columns:
        values = frame[column]
        gone = values.isna().to_numpy()
        if values.dtype.kind == "f":
            gone = gone | ~np.isfinite(values.to_numpy())
        if gone.any():
            where = listed_rows([names[int(k)] for k in np.flatnonzero(gone)])
            has, one = ("have", "the rows") if gone.sum() > 1 else ("has", "the row")
            raise GameError(f"{where} {has} no value of {column!r}; fill it in or leave {one} out, and say so where you report the fit.")


def listed_rows(names: Sequence[Any], what: str = "Row") -> str:
    """Name some rows in a sentence: the first few, and how many more there are."""
    shown = ", ".join(map(str, names[:MOST_NAMED]))
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return f"{what}{'s' if len(names) > 1 else ''} {shown}{more}"
