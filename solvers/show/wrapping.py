"""Lines for a terminal: sentences and formulas wrapped, rows with their names in one column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from textwrap import TextWrapper, fill

from .formula import readable

WIDTH = 80
GLUE = "\u00a0"  # a space at which no line is broken
SIGN = re.compile(r" ([-+<>=]|<=|>=|to) ")
LONGEST_CLAUSE = 50  # between commas; a longer one is broken before its signs


def laid_out(rows: Iterable[tuple[str, str]], indent: str) -> Iterator[str]:
    """Lay out named rows with their names in one column, saying a repeated name once and leaving out what is empty."""
    shown = [(name, content) for name, content in rows if content]
    column = max((len(name) for name, _ in shown), default=0) + 2
    before = None
    for name, content in shown:
        yield from wrap(content, f"{indent}{'' if name == before else name:<{column}}", indent + " " * column)
        before = name


def underlined(title: str) -> list[str]:
    """Write a heading."""
    return [title, "-" * len(title)]


def prose(sentence: str) -> list[str]:
    """Wrap a sentence."""
    return fill(sentence, WIDTH, break_long_words=False, break_on_hyphens=False).splitlines()


def wrap(source: str, first: str = "", rest: str = "") -> list[str]:
    """Wrap between clauses where they are short and before signs where they are not; a formula is never cut short."""
    clauses = re.split(r"(?<=[,;:]) ", readable(source))
    glued = " ".join(clause.replace(" ", GLUE) if len(clause) <= LONGEST_CLAUSE else SIGN.sub(rf" \1{GLUE}", clause) for clause in clauses)
    wrapper = TextWrapper(WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False)
    return [line.replace(GLUE, " ").rstrip() for line in wrapper.wrap(glued)] or [first.rstrip()]
