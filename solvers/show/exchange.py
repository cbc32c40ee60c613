"""Frames as Markdown and LaTeX: labels escaped, whatever they hold, and numbers as they are read."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from games.numbers import Expression, text

from .latex import table
from .typeset import Typesetter, escaped

if TYPE_CHECKING:
    import pandas

SPECIAL = re.compile(r"([\\`*_\[\]<>|$~#&!])")
SPACE = re.compile(r"\s+")


def markdown(frame: pandas.DataFrame) -> str:
    """Write a frame as a Markdown table."""
    head = [_in_markdown(str(name)) for name in frame.columns]
    rows = [[_in_markdown(_written(cell)) for cell in row] for row in frame.itertuples(index=False, name=None)]
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows))


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


def _written(value: Any) -> str:
    """A cell as text: exact numbers exact, floats to four digits, nothing for what is missing."""
    if value is None or value != value:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, Fraction | Expression):
        return text(value)
    return str(value)
