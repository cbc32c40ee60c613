"""Lines for a terminal: sentences and formulas wrapped, rows with their names in one column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from textwrap import TextWrapper, fill

from .formula import readable

WIDEST, NARROWEST = 80, 30  # lines, in columns
STEP = 4  # of what stands below its name, where names leave no room beside them
GLUE = "\u00a0"  # a space at which no line is broken
SIGN = re.compile(r" ([-+<>=]|<=|>=|to) ")
LONGEST_CLAUSE = 50  # between commas; a longer one is broken before its signs


_columns: ContextVar[int] = ContextVar("columns", default=WIDEST)


def columns() -> int:
    """How long lines may be: as wide as the terminal that is written to, and 80 at most."""
    return _columns.get()


@contextmanager
def within(terminal: int) -> Iterator[None]:
    """Write for a terminal of so many columns."""
    token = _columns.set(max(NARROWEST, min(terminal, WIDEST)))
    try:
        yield
    finally:
        _columns.reset(token)


def in_columns(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Lay out a table, words at the left and numbers at the right; where it is too wide, each row by the names of its columns."""
    cells = [list(row) for row in rows]
    widths = [max(len(row[k]) for row in (head, *cells)) for k in range(len(head))]
    if sum(widths) + 2 * len(widths) - 2 > columns():
        for first, *others in cells:
            yield from wrap(first)
            yield from laid_out(zip(head[1:], others, strict=True), "  ")
        return
    numbers = [all(_is_number(row[k]) for row in cells) for k in range(len(head))]
    for row in (head, *cells):
        justified = (cell.rjust(w) if right else cell.ljust(w) for cell, w, right in zip(row, widths, numbers, strict=True))
        yield "  ".join(justified).rstrip()


def _is_number(cell: str) -> bool:
    return all(letter in "0123456789.-+<~/e" for letter in cell)


def laid_out(rows: Iterable[tuple[str, str]], indent: str) -> Iterator[str]:
    """Lay out named rows with their names in one column, saying a repeated name once and leaving out what is empty."""
    shown = [(name, content) for name, content in rows if content]
    column = max((len(name) for name, _ in shown), default=0) + 2
    before = None
    above = len(indent) + column > columns() // 2
    for name, content in shown:
        if above and name != before:
            yield from wrap(name, indent, indent)
        if above:
            yield from wrap(content, indent + " " * STEP, indent + " " * STEP)
        else:
            yield from wrap(content, f"{indent}{'' if name == before else name:<{column}}", indent + " " * column)
        before = name


def underlined(title: str) -> list[str]:
    """Write a heading."""
    lines = fill(title, columns(), break_long_words=False, break_on_hyphens=False).splitlines() or [title]
    return [*lines, "-" * max(map(len, lines))]


def prose(sentence: str) -> list[str]:
    """Wrap a sentence."""
    return fill(sentence, columns(), break_long_words=False, break_on_hyphens=False).splitlines()


def wrap(source: str, first: str = "", rest: str = "") -> list[str]:
    """Wrap between clauses where they are short and before signs where they are not; a formula is never cut short."""
    clauses = re.split(r"(?<=[,;:]) ", readable(source))
    most = min(LONGEST_CLAUSE, columns() - len(rest))
    glued = " ".join(clause.replace(" ", GLUE) if len(clause) <= most else SIGN.sub(rf" \1{GLUE}", clause) for clause in clauses)
    wrapper = TextWrapper(columns(), initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False)
    return [line.replace(GLUE, " ").rstrip() for line in wrapper.wrap(glued)] or [first.rstrip()]
