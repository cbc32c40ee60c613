"""Published tables solved again, as text, as a frame and for a notebook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from .wrapping import columns, laid_out, wrap

if TYPE_CHECKING:
    import pandas

ROOMY = 60  # columns of a terminal, from which on titles stand in a column of their own

Rows = Sequence[Mapping[str, Any]]


def tables_text(rows: Rows) -> str:
    """Write the verdicts, a line each; a table that differs, or stands alone, with every statement."""
    lines = [line for row in rows for line in _verdict(row, details=len(rows) == 1 or row["status"] == "differs")]
    return "\n".join([*lines, "", *wrap(_summary(rows))])


def _verdict(row: Mapping[str, Any], *, details: bool) -> Iterator[str]:
    roomy = columns() > ROOMY
    indent, status = " " * (24 if roomy else 5), f"{row['status']:<17}" if roomy else row["status"]
    yield from wrap(f"{row['title']} ({row['seconds']:.1f} s)", f"{row['id']}  {status}  ", indent)
    if row["note"]:
        yield from wrap(row["note"], indent, indent)
    if details:
        yield from wrap(row["source"], " " * 5, " " * 7)
        for statement in row["ours"]:
            yield from wrap(statement, " " * 5, " " * 7)
            sides = [("ours", row["ours"][statement]), ("published", row["published"].get(statement, "nothing"))]
            yield from laid_out(sides, " " * 7)


def _summary(rows: Rows) -> str:
    counts = Counter(row["status"] for row in rows)
    return f"{len(rows)} published tables: {', '.join(f'{number} {status}' for status, number in counts.items())}."


def tables_frame(rows: Rows) -> pandas.DataFrame:
    """Give a row per table and statement."""
    import pandas

    keys = ("id", "title", "source", "concept", "status", "seconds", "note")
    return pandas.DataFrame(
        [
            {
                **{key: row[key] for key in keys},
                "statement": statement,
                **{side: row[side].get(statement) for side in ("ours", "published")},
            }
            for row in rows
            for statement in row["ours"] or row["published"]
        ]
    )


def tables_html(rows: Rows) -> str:
    """Write the verdicts as a table, with the statements to unfold."""
    cells = [(row["id"], escape(row["status"]), _unfolding(row), f"{row['seconds']:.1f}") for row in rows]
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in line)}</tr>" for line in cells)
    head = "<tr><th>id</th><th>status</th><th>table</th><th>seconds</th></tr>"
    return f"<table>{head}{body}</table><p>{escape(_summary(rows))}</p>"


def _unfolding(row: Mapping[str, Any]) -> str:
    statements = "".join(
        f"<li>{escape(statement)}<br>ours: {escape(ours)}<br>published: {escape(row['published'].get(statement, 'nothing'))}</li>"
        for statement, ours in row["ours"].items()
    )
    unfolded = f"<p>{escape(row['source'])}. {escape(row['note'])}</p><ul>{statements}</ul>"
    return f"<details><summary>{escape(row['title'])}</summary>{unfolded}</details>"
