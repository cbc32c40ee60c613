"""Checkpoints: what has been learned so far as one file, from which learning goes on bit for bit."""

from __future__ import annotations

import json
import os
import tempfile
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any, TypeAlias, cast

import numpy as np
import numpy.typing as npt

from games import GameError

FORMAT = 2  # the first had other sums
Facts: TypeAlias = dict[str, Any]
Arrays: TypeAlias = dict[str, npt.NDArray[Any]]


def write(path: Path, identity: Mapping[str, Any], facts: Mapping[str, Any], arrays: Mapping[str, npt.NDArray[Any]]) -> None:
    """Write a checkpoint; whoever looks sees the old file or the new one, never half of one."""
    text = json.dumps({"format": FORMAT, "identity": identity, **facts})
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", suffix=".part", delete=False) as file:
        try:
            np.savez(file, **cast(Any, {**arrays, "facts": np.frombuffer(text.encode(), np.uint8)}))
            file.flush()
            os.fsync(file.fileno())
            file.close()
            mask = os.umask(0)
            os.umask(mask)
            os.chmod(file.name, 0o666 & ~mask)  # as any other file that the user writes
            os.replace(file.name, path)
        finally:
            Path(file.name).unlink(missing_ok=True)


def read(path: Path, identity: Mapping[str, Any]) -> tuple[Facts, Arrays] | None:
    """Read a checkpoint; None when there is none yet.

    Parameters
    ----------
    path : Path
        The file.
    identity : dict
        What must be the same as when it was written, by the words for it.

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
        version, written = facts["format"], facts["identity"]
    except (ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile):
        raise GameError(f"{path} is no checkpoint that can be read; name another file, or remove it to begin anew.") from None
    if version != FORMAT:
        raise GameError(f"{path} was written by another version of this program; remove it to begin anew.")
    for name, value in identity.items():
        if written.get(name) != value:
            raise GameError(
                f"{path} is a checkpoint of another {name}: it has {written.get(name)}, and {value} is asked for; name another file."
            )
    return facts, arrays
