"""Elements of HTML that notebook views are made of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

LONG = re.compile(r"<[^>]*>|[^\s<>]{30,}")  # elements, which are left alone, and long words
JOINT = re.compile("[_/]")


def breakable(content: str) -> str:
    """Let words of very many letters, which no column holds, be broken after an underscore or a slash."""
    return LONG.sub(lambda found: found[0] if found[0][0] == "<" else JOINT.sub(r"\g<0><wbr>", found[0]), content)


def bold(content: str) -> str:
    """Write a text in bold."""
    return f"<b>{escape(content)}</b>"


def on_lines(texts: Iterable[str]) -> str:
    """Write texts on a line each."""
    return "<br>".join(map(escape, texts))


def small_print(sentences: Iterable[str]) -> str:
    """Write notes in small print, on a line each; nothing when there are none."""
    content = on_lines(sentences)
    return f"<p><small>{content}</small></p>" if content else ""


def unfolding(summary: str, content: str) -> str:
    """Hide content, which has been escaped already, behind a summary."""
    return f'<details style="margin-left: 1em"><summary>{escape(summary)}</summary>{content}</details>'


def named_rows(rows: Iterable[tuple[str, str]]) -> str:
    """Write a table of names and what belongs to each, leaving out what is empty."""
    return table((), [[bold(name), escape(content)] for name, content in rows if content])


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table of cells that have been escaped already; nothing when there are no rows."""
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
    top = f"<thead><tr>{''.join(_cell(name, 'th') for name in head)}</tr></thead>" if head else ""
    return f"<table>{top}<tbody>{body}</tbody></table>" if body else ""


def _cell(content: str, kind: str = "td") -> str:
    return f'<{kind} style="text-align: left; vertical-align: top; padding: 0.2em 0.9em 0.2em 0">{breakable(content)}</{kind}>'
