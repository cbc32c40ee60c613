"""Where a sweep keeps the points that it has solved: one SQLite file, which no crash leaves half-written."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from games import GameError

if TYPE_CHECKING:
    from collections.abc import Iterator

FILE = "sweep.sqlite"
AT_ONCE = 500  # points that are looked up by one question to the file


class Store:
    """Solved points of one question in a folder.

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
            with base:
                base.executemany("INSERT OR IGNORE INTO question VALUES (?, ?)", question.items())
            kept = dict(base.execute("SELECT name, value FROM question"))
        except (OSError, sqlite3.Error, UnicodeDecodeError) as error:
            if base is not None:
                base.close()
            raise GameError(f"The store {folder} cannot be used: {error}.") from None
        self._base = base
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
            raise GameError(f"The store {self.folder} is damaged: {error}. Remove {FILE} there to begin anew.") from None

    def _rows(self, points: Sequence[str]) -> sqlite3.Cursor:
        return self._base.execute(f"SELECT point, answer FROM points WHERE point IN ({', '.join('?' * len(points))})", points)

    def keep(self, answers: Iterable[tuple[str, Any]]) -> None:
        """Write answers; after this they survive a crash of the program."""
        try:
            with self._base:
                self._base.executemany("INSERT OR REPLACE INTO points VALUES (?, ?)", ((p, json.dumps(a)) for p, a in answers))
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
