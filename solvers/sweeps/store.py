"""Where a sweep keeps the points that it has solved: one SQLite file, which no crash leaves half-written."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from games import GameError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .columns import Columns
    from .grid import Grid
    from .places import Ints, Points

FILE = "sweep.sqlite"
AT_ONCE = 500  # points that are looked up by one question to the file
TOGETHER = 1 << 14  # points that are kept as columns too, as soon as there are so many more


class Store:
    """Solved points of one question in a folder.

    Each answer is a row of the file.  Of a long sweep the file has columns too, so that it is read again within seconds; they are a
    copy, and a file without them, or in which they are damaged, is read row by row.

    Parameters
    ----------
    folder : Path
        Made if it is not there.
    question : dict
        What is asked at each point: game, concept, version. A store that holds another question's answers is refused.

    Raises
    ------
    GameError
        When the folder cannot be written, holds another question's answers, or another program writes there.
    """

    def __init__(self, folder: Path, question: Mapping[str, str]) -> None:
        self.folder = folder
        base: sqlite3.Connection | None = None
        try:
            folder.mkdir(parents=True, exist_ok=True)
            base = sqlite3.connect(folder / FILE, timeout=10)
            base.execute("CREATE TABLE IF NOT EXISTS question (name TEXT PRIMARY KEY, value TEXT)")
            base.execute("CREATE TABLE IF NOT EXISTS points (point TEXT PRIMARY KEY, answer TEXT)")
            base.execute("CREATE TABLE IF NOT EXISTS columns (first INTEGER PRIMARY KEY, last INTEGER, answers BLOB)")
            with base:
                base.executemany("INSERT OR IGNORE INTO question VALUES (?, ?)", question.items())
            kept = dict(base.execute("SELECT name, value FROM question"))
        except (OSError, sqlite3.Error, UnicodeDecodeError) as error:
            if base is not None:
                base.close()
            raise GameError(f"The store {folder} cannot be used: {error}.") from None
        self._base, self._looked = base, base.total_changes
        for name, value in question.items():
            if kept.get(name) != value:
                self._base.close()
                raise GameError(f"The store {folder} holds a sweep of another {name} ({kept.get(name)}, not {value}); give another folder.")

    def known(self, points: Sequence[str] | None = None) -> dict[str, Any]:
        """Give the answers that are there, by point: to some points, so that nothing else of a large store is read, or all."""
        try:
            if points is None:
                rows: Iterable[tuple[str, str]] = self._base.execute("SELECT point, answer FROM points")
            else:
                rows = (row for k in range(0, len(points), AT_ONCE) for row in self._rows(points[k : k + AT_ONCE]))
            return {point: json.loads(answer) for point, answer in rows}
        except (sqlite3.Error, ValueError, TypeError, RecursionError) as error:
            raise self._damaged(error) from None

    def columns(self, grid: Grid, numbers: Ints) -> tuple[Columns, Ints]:
        """Give the answers that are there to the points with some numbers, and which of these they are; of many from the file's columns."""
        from .columns import columns_of, joined

        parts, places = [], []
        left = np.ones(len(numbers), bool)
        asked = grid.exactly(numbers) if len(numbers) >= TOGETHER else None
        if asked is not None and (packed := self._packed(asked.names)) is not None:
            place = asked.found_in(packed[0])
            left = place < 0
            parts, places = [packed[1].chosen(place[~left])], [np.flatnonzero(~left)]
        if left.any():
            rest = np.flatnonzero(left)
            keys = grid.written(numbers[rest])
            known = self.known(keys)
            there = np.array([key in known for key in keys], bool)
            try:
                parts.append(columns_of([known[key] for key in keys if key in known]))
            except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
                raise error if isinstance(error, GameError) else self._damaged(error) from None
            places.append(rest[there])
        return joined(parts), np.concatenate(places)

    def _damaged(self, error: Exception) -> GameError:
        return GameError(f"The store {self.folder} is damaged: {error}. Remove {FILE} there to begin anew.")

    def _packed(self, names: tuple[str, ...]) -> tuple[Points, Columns] | None:
        """What the file has as columns of points in some parameters, after those rows that are many enough have become some."""
        from .columns import joined, unpacked
        from .places import joined_points

        try:
            self._pack_all()
            blobs = self._base.execute("SELECT answers FROM columns ORDER BY first")
            found = [one for (blob,) in blobs if isinstance(blob, bytes) and (one := unpacked(blob)) is not None and one[0].names == names]
        except sqlite3.Error as error:
            raise self._damaged(error) from None
        return (joined_points([points for points, _ in found]), joined([columns for _, columns in found])) if found else None

    def _pack_all(self) -> None:
        while self._pack():
            pass

    def _pack(self) -> bool:
        """Keep the rows that came last as columns too, if there are many; whether there were."""
        from .columns import columns_of
        from .places import written_points

        question = (
            "SELECT rowid, point, answer FROM points WHERE rowid > (SELECT coalesce(max(last), 0) FROM columns) ORDER BY rowid LIMIT ?"
        )
        rows = self._base.execute(question, (TOGETHER,)).fetchall()
        if len(rows) < TOGETHER:
            return False
        try:
            points = written_points([point for _, point, _ in rows])
            packed = columns_of([json.loads(answer) for _, _, answer in rows]).packed(points)
        except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
            packed = b""  # one of them cannot be read: whoever asks for that one is told
        with self._base:
            self._base.execute("INSERT OR IGNORE INTO columns VALUES (?, ?, ?)", (rows[0][0], rows[-1][0], packed))
        return True

    def _rows(self, points: Sequence[str]) -> sqlite3.Cursor:
        return self._base.execute(f"SELECT point, answer FROM points WHERE point IN ({', '.join('?' * len(points))})", points)

    def keep(self, answers: Iterable[tuple[str, Any]]) -> None:
        """Write answers; after this they survive a crash of the program."""
        try:
            with self._base:
                self._base.executemany("INSERT OR REPLACE INTO points VALUES (?, ?)", ((p, json.dumps(a)) for p, a in answers))
            if self._base.total_changes >= self._looked + TOGETHER:
                self._looked = self._base.total_changes
                self._pack_all()
        except sqlite3.Error as error:
            raise GameError(f"The store {self.folder} cannot be written: {error}.") from None

    def close(self) -> None:
        """Close the file."""
        self._base.close()


class Forgetful:
    """A store that keeps nothing."""

    def known(self, points: Sequence[str] | None = None) -> dict[str, Any]:
        """Nothing is known."""
        return {}

    def columns(self, grid: Grid, numbers: Ints) -> tuple[Columns, Ints]:
        """Nothing is known."""
        from .columns import columns_of

        return columns_of([]), np.zeros(0, np.int64)

    def keep(self, answers: Iterable[tuple[str, Any]]) -> None:
        """Nothing is kept."""

    def close(self) -> None:
        """Nothing is open."""


@contextmanager
def opened(folder: str | Path | None, question: Mapping[str, str]) -> Iterator[Store | Forgetful]:
    """Open the store of a folder, or none, and close it in the end."""
    store = Forgetful() if folder is None else Store(Path(folder), question)
    try:
        yield store
    finally:
        store.close()
