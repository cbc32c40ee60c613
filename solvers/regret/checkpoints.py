"""Checkpoints: what has been learned so far as one file, from which learning goes on bit for bit."""

from __future__ import annotations

import json
import os
import tempfile
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from games import GameError

FORMAT = 1
Arrays = Mapping[str, npt.NDArray[Any]]


def write(path: Path, facts: Mapping[str, Any], arrays: Arrays) -> None:
    """Write a checkpoint; whoever looks sees the old file or the new one, never half of one."""
    said = np.frombuffer(json.dumps({"format": FORMAT, **facts}).encode(), np.uint8)
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", suffix=".part", delete=False) as file:
        try:
            np.savez(file, **cast(Any, {**arrays, "facts": said}))
            file.flush()
            os.fsync(file.fileno())
            file.close()
            os.replace(file.name, path)
        finally:
            Path(file.name).unlink(missing_ok=True)


def read(path: Path, asked: Mapping[str, Any], words: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, npt.NDArray[Any]]] | None:
    """Read a checkpoint; None when there is none yet.

    Parameters
    ----------
    path : Path
        The file.
    asked : dict
        Facts that must be the same now as when it was written.
    words : dict from str to str
        What each of these is called.

    Raises
    ------
    GameError
        For a file that is no checkpoint, or one of something else.
    """
    if not path.exists():
        return None
    try:
        with np.load(BytesIO(path.read_bytes()), allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        facts = json.loads(arrays.pop("facts").tobytes())
        known = facts["format"]
    except (ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile):
        raise GameError(f"{path} is no checkpoint that can be read; name another file, or remove it to begin anew.") from None
    if known != FORMAT:
        raise GameError(f"{path} was written by another version of this program; remove it to begin anew.")
    for name, value in asked.items():
        if facts.get(name) != value:
            raise GameError(
                f"{path} is a checkpoint of another {words[name]}: it has {facts.get(name)}, and {value} is asked for; name another file."
            )
    return facts, arrays
