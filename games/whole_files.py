"""Files that are never seen half-written: everything is written beside them first."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from .errors import GameError


def write_whole(path: str | os.PathLike[str], content: str | bytes) -> Path:
    """Write a file under a temporary name, and give it its own when all of it is there.

    Raises
    ------
    OSError
        When it cannot be written; what stood there before stands there still.
    """
    target = Path(path)
    return _written(target.parent, {target.name: content.encode() if isinstance(content, str) else content})[0]


def write_together(folder: str | os.PathLike[str], content: Mapping[str, bytes]) -> list[Path]:
    """Write files into a folder, which is made if it is not there, and give them their names when all are written.

    Raises
    ------
    GameError
        When the folder is named like one of the files that are to be in it, so that a file seems to be meant.
    """
    home = Path(folder)
    if not home.is_dir() and home.suffix and home.suffix in {Path(name).suffix for name in content}:
        raise GameError(f"{home} is named like a file, and {len(content)} files are written into a folder; name a folder, as {home.stem}.")
    home.mkdir(parents=True, exist_ok=True)
    return _written(home, content)


def _written(home: Path, content: Mapping[str, bytes]) -> list[Path]:
    waiting: list[tuple[str, Path]] = []
    try:
        for name, data in content.items():
            with tempfile.NamedTemporaryFile(dir=home, prefix=".", suffix=".part", delete=False) as file:
                waiting.append((file.name, home / name))
                file.write(data)
        mask = os.umask(0)
        os.umask(mask)
        for temporary, path in waiting:
            os.chmod(temporary, 0o666 & ~mask)
            os.replace(temporary, path)
    finally:
        for temporary, _ in waiting:
            Path(temporary).unlink(missing_ok=True)
    return [path for _, path in waiting]
