"""Frames as Markdown and LaTeX: labels escaped, whatever they hold, and numbers as they are read."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from fractions import Fraction
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from games import GameError
from games.numbers import Expression, text
from games.whole_files import write_whole

from .latex import table
from .typeset import Typesetter, escaped
from .wrapping import in_columns

if TYPE_CHECKING:
    import pandas

SPECIAL = re.compile(r"([\\`*_\[\]<>|$~#&!])")
SPACE = re.compile(r"\s+")


def plain(frame: pandas.DataFrame) -> str:
    """Write a frame for a terminal."""
    rows = [[_written(cell) for cell in row] for row in frame.itertuples(index=False, name=None)]
    return "\n".join(in_columns([str(name) for name in frame.columns], rows))


def markdown(frame: pandas.DataFrame) -> str:
    """Write a frame as a Markdown table."""
    head = [_in_markdown(str(name)) for name in frame.columns]
    rows = [[_in_markdown(_written(cell)) for cell in row] for row in frame.itertuples(index=False, name=None)]
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows))


def parquet(frame: pandas.DataFrame) -> bytes:
    """Write a frame as a Parquet file.

    Raises
    ------
    GameError
        When pyarrow is not installed.
    """
    if find_spec("pyarrow") is None:
        raise GameError("Parquet files need pyarrow: pip install 'cartel-games[parquet]'; or write CSV.")
    out = BytesIO()
    plain = frame.apply(_of_one_kind)
    plain.attrs = _as_json_holds(frame.attrs)
    plain.to_parquet(out, engine="pyarrow", index=False)
    return out.getvalue()


def _of_one_kind(column: pandas.Series[Any]) -> pandas.Series[Any]:
    """A column as Parquet holds it: exact numbers as text, and then everything else in the column too."""
    kinds = {type(cell) for cell in column if not _missing(cell)} if column.dtype == object else set()
    if len(kinds) <= 1 and not any(issubclass(kind, Fraction | Expression) for kind in kinds):
        return column
    return column.map(lambda cell: None if _missing(cell) else text(cell) if isinstance(cell, Fraction | Expression) else str(cell))


def _as_json_holds(facts: Mapping[Any, Any]) -> dict[Any, Any]:
    """Facts beside a frame, of which Parquet keeps those that are JSON."""
    kept = {}
    for name, fact in facts.items():
        with suppress(TypeError, ValueError):
            json.dumps({name: fact})
            kept[name] = fact
    return kept


def save_frame(frame: pandas.DataFrame, path: str | Path) -> Path:
    """Write a frame as CSV or Parquet, as the file's ending says.

    Raises
    ------
    GameError
        For another ending, without pyarrow, and when the file cannot be written.
    """
    target = Path(path)
    kinds: dict[str, Callable[[pandas.DataFrame], bytes]] = {".csv": lambda f: f.to_csv(index=False).encode(), ".parquet": parquet}
    if target.suffix not in kinds:
        raise GameError(f"A table is written as .csv or .parquet, not as {target.name!r}.")
    try:
        return write_whole(target, kinds[target.suffix](frame))
    except OSError as error:
        raise GameError(f"{target} cannot be written: {error.strerror or error}.") from None


def _in_markdown(content: str) -> str:
    return SPACE.sub(" ", SPECIAL.sub(r"\\\1", content)).strip()


def latex(frame: pandas.DataFrame) -> str:
    """Write a frame as a LaTeX table (booktabs)."""
    setter = Typesetter(None)

    def cell(value: Any) -> str:
        if isinstance(value, int | Fraction | Expression) and not isinstance(value, bool):
            return setter.inline(value)
        return escaped(SPACE.sub(" ", _written(value)))

    rows = [[cell(value) for value in row] for row in frame.itertuples(index=False, name=None)]
    return table(" ".join("l" * len(frame.columns)), [escaped(str(name)) for name in frame.columns], rows)


def _missing(value: Any) -> bool:
    return value is None or value != value


def _written(value: Any) -> str:
    """A cell as text: exact numbers exact, floats to four digits, nothing for what is missing."""
    if _missing(value):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, Fraction | Expression):
        return text(value)
    return str(value)
