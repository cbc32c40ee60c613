"""Answers at many points as columns: what frames are made of, without a dict for each row.

The exact answers stand beside the columns as they were written, and are read when somebody asks for them.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import chain
from typing import Any, TypeAlias
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from games.numbers import Expression

from ..results.sweeps import PLURALS, Quantity
from ..results.written import number
from .places import Points

RATIONAL = re.compile(r"(-?[0-9]+)(?:/([0-9]+))?", re.ASCII)
FORM = 1  # of what `packed` writes; another one is not read

Rows: TypeAlias = list[dict[str, Any]]
Column: TypeAlias = npt.NDArray[Any]


@dataclass(frozen=True)
class Columns:
    """The equilibria at some points, in the points' order; every column but `counts` has an entry for each equilibrium.

    Parameters
    ----------
    counts : array of int
        How many equilibria each point has.
    names, states : tuple of str
        What the numbers in the columns ``family`` and ``found`` stand for.
    columns : dict from object to array
        ``"solution"``, ``"family"``, ``"found"``, ``"exact"``, ``"gap"`` (nan where nothing was measured) and, of each quantity,
        ``("low", kind, name)`` and ``("high", kind, name)``, nan where it is not known as a number, and ``("there", kind, name)``.
    answers : callable
        Gives the exact answers, a list of rows for each point.
    """

    counts: Column
    names: tuple[str, ...]
    states: tuple[str, ...]
    columns: dict[Any, Column]
    answers: Callable[[], list[Rows]]

    @property
    def quantities(self) -> list[Quantity]:
        """What some equilibrium has a number of, as they occur first: payoffs, then outcomes and measures."""
        first = {key[1:]: int(np.argmax(column)) for key, column in self.columns.items() if key[0] == "there"}
        return [quantity for kind in PLURALS for quantity in sorted(first, key=first.__getitem__) if quantity[0] == kind]

    def chosen(self, places: npt.NDArray[np.int64]) -> Columns:
        """The points at some places, in that order; what none of them has is left out."""
        if len(places) == len(self.counts) and (places == np.arange(len(places))).all():
            return self
        starts, counts = np.cumsum(self.counts) - self.counts, self.counts[places]
        rows = np.repeat(starts[places] - (np.cumsum(counts) - counts), counts) + np.arange(counts.sum())
        columns = {key: column[rows] for key, column in self.columns.items()}
        absent = {key[1:] for key, column in columns.items() if key[0] == "there" and not column.any()}

        def answers() -> list[Rows]:
            every = self.answers()
            return [every[place] for place in places.tolist()]

        kept = {key: column for key, column in columns.items() if key[1:] not in absent}
        return Columns(counts, self.names, self.states, kept, answers)

    def packed(self, points: Points) -> bytes:
        """Write everything and the points into bytes, which `unpacked` reads; numbers as they lie in memory."""
        keys = list(self.columns)
        head = {"form": FORM, "parameters": points.names, "names": self.names, "states": self.states, "keys": keys}
        numbers = {"above": points.above, "below": points.below, "counts": self.counts}
        file = BytesIO()
        columns = {f"column{k}": self.columns[key] for k, key in enumerate(keys)}
        np.savez(file, head=_squeezed(head), answers=_squeezed(self.answers()), **numbers, **columns)
        return file.getvalue()


def unpacked(source: bytes) -> tuple[Points, Columns] | None:
    """Read what `packed` wrote; None when it is damaged or another version's."""
    try:
        with np.load(BytesIO(source), allow_pickle=False) as file:
            head, counts = _unsqueezed(file["head"]), file["counts"]
            if head["form"] != FORM:
                return None
            points = Points(tuple(head["parameters"]), file["above"], file["below"])
            keys = [tuple(key) if isinstance(key, list) else key for key in head["keys"]]
            columns = {key: file[f"column{k}"] for k, key in enumerate(keys)}
            answers = file["answers"]
    except (BadZipFile, zlib.error, ValueError, KeyError, TypeError, OSError, EOFError, RecursionError):
        return None
    fitting = points.above.shape == points.below.shape == (len(counts), len(points.names))
    if not fitting or any(column.shape != (counts.sum(),) for column in columns.values()):
        return None
    return points, Columns(counts, tuple(head["names"]), tuple(head["states"]), columns, lambda: _unsqueezed(answers))


def _squeezed(content: Any) -> npt.NDArray[np.uint8]:
    return np.frombuffer(zlib.compress(json.dumps(content).encode(), 1), np.uint8)


def _unsqueezed(array: npt.NDArray[np.uint8]) -> Any:
    return json.loads(zlib.decompress(array.tobytes()))


def columns_of(answers: Sequence[Rows]) -> Columns:
    """Give the answers at points as columns."""
    rows = list(chain.from_iterable(answers))
    names, family = _numbered(row["name"] for row in rows)
    states, found = _numbered(row["found"] for row in rows)
    columns: dict[Any, Column] = {
        "solution": np.array([row["solution"] for row in rows], np.int64),
        "family": family,
        "found": found,
        "exact": np.array([row["exact"] for row in rows], bool),
        "gap": np.array([row.get("gap", np.nan) for row in rows], np.float64),
    }
    for kind, plural in PLURALS.items():
        for name in dict.fromkeys(name for row in rows for name in row[plural]):
            written = [row[plural].get(name) for row in rows]
            ends = [_ends(one) for one in written]
            columns["low", kind, name] = np.array([low for low, _ in ends], np.float64)
            columns["high", kind, name] = np.array([high for _, high in ends], np.float64)
            columns["there", kind, name] = np.array([one is not None for one in written], bool)
    return Columns(np.array(list(map(len, answers)), np.int64), names, states, columns, lambda: list(answers))


def joined(parts: Sequence[Columns]) -> Columns:
    """Put the points of several one behind another."""
    if len(parts) == 1:
        return parts[0]
    names = tuple(dict.fromkeys(chain.from_iterable(part.names for part in parts)))
    states = tuple(dict.fromkeys(chain.from_iterable(part.states for part in parts)))
    meaning: Mapping[str, tuple[tuple[str, ...], str]] = {"family": (names, "names"), "found": (states, "states")}
    columns: dict[Any, Column] = {}
    for key in dict.fromkeys(chain.from_iterable(part.columns for part in parts)):
        pieces = []
        for part in parts:
            column = part.columns.get(key)
            if column is None:
                rows = int(part.counts.sum())
                column = np.zeros(rows, bool) if key[0] == "there" else np.full(rows, np.nan)
            elif key in meaning:
                whole, field = meaning[key]
                column = np.array([whole.index(name) for name in getattr(part, field)], np.int64)[column]
            pieces.append(column)
        columns[key] = np.concatenate(pieces) if pieces else np.zeros(0)
    counts = np.concatenate([np.zeros(0, np.int64), *(part.counts for part in parts)])
    return Columns(counts, names, states, columns, lambda: [found for part in parts for found in part.answers()])


def _numbered(texts: Iterable[str]) -> tuple[tuple[str, ...], Column]:
    """The texts that occur, and the place of each among them."""
    places: dict[str, int] = {}
    numbers = np.array([places.setdefault(text, len(places)) for text in texts], np.int64)
    return tuple(places), numbers


def _ends(written: Any) -> tuple[float, float]:
    """The ends of a quantity as they stand in a row; nan where they are closed forms in open symbols, or it has none."""
    if isinstance(written, list):
        return _rounded(written[0]), _rounded(written[1])
    return (_rounded(written),) * 2


def _rounded(written: str | float | None) -> float:
    if isinstance(written, float) or written is None:
        return float("nan") if written is None else written
    plain = RATIONAL.fullmatch(written) if isinstance(written, str) and len(written) < 4000 else None
    if plain and (bottom := int(plain[2] or 1)):
        try:
            return int(plain[1]) / bottom  # rounded once, as a fraction is
        except OverflowError:
            pass
    value = number(written)
    return float("nan") if isinstance(value, Expression) and value.free else float(value)
