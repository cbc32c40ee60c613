"""The table of concepts as text, as a frame and for a notebook."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING

from games.numbers import Expression

from ..results.concept_table import ConceptTable, Surviving
from . import elements, words
from .elements import bold, small_print
from .wrapping import columns, prose, wrap

if TYPE_CHECKING:
    import pandas

MARKS = {True: "yes", False: "-", None: "?"}
LEGEND = "yes: the outcome survives; -: it does not; ?: not decided."
NAMED = "Outcomes are told apart by the probabilities of what the story names, not by how play comes to it."


def concepts_text(table: ConceptTable) -> str:
    """Write the table: marks first, then each outcome with where it falls and why, then what is not defined."""
    at = f" at {words.values(table.at)}" if table.at else ""
    count = words.counted(len(table), "outcome")
    lines = [*wrap(table.game.title), *wrap(f"{table.game.name}{at}: {count} under {len(table.concepts)} concepts"), ""]
    lines += [*_marks(table), ""]
    for k, row in enumerate(table):
        lines += [*_outcome(str(k + 1), row), ""]
    if table.arranged:
        lines += [*_told_arranged(table), ""]
    lines += prose(_legend(table))
    for refusal in _refusals(table):
        lines += wrap(refusal, "", "  ")
    return "\n".join(lines)


def _marks(table: ConceptTable) -> Iterator[str]:
    """The marks: a column for each concept, or a row where that would be too wide, or lists where that would be, too."""
    widths, most = [max(len(name), 3) for name in table.concepts], columns()
    gap = " " if sum(widths) + 2 * len(widths) > most else "  "
    column = max(map(len, table.concepts)) + 2
    if sum(widths) + len(widths) + 2 <= most:
        yield "   " + gap.join(f"{name:<{width}}" for name, width in zip(table.concepts, widths, strict=True)).rstrip()
        for k, row in enumerate(table):
            marks = (f"{MARKS[row.survives[name]]:<{width}}" for name, width in zip(table.concepts, widths, strict=True))
            yield f"{k + 1:<3}{gap.join(marks)}".rstrip()
    elif column + 4 * len(table) <= most:
        yield " " * column + " ".join(f"{k + 1:<3}" for k in range(len(table))).rstrip()
        for name in table.concepts:
            yield f"{name:<{column}}" + " ".join(f"{MARKS[row.survives[name]]:<3}" for row in table).rstrip()
    else:
        for k, row in enumerate(table):
            for survives, mark in MARKS.items():
                names = [name for name in table.concepts if row.survives[name] is survives]
                yield from wrap(f"{mark}: {', '.join(names)}", f"{k + 1:<3}", "     ") if names else ()


def _told_arranged(table: ConceptTable) -> Iterator[str]:
    """What devices, mediators and leaders could bring about; those that bring about the same together."""
    yield from prose("Devices and mediators, at their best for all together, and leaders, for themselves, could bring about:")
    alike: dict[str, list[str]] = {}
    for one in table.arranged:
        what = f"outcome {one.among}" if one.among else f"none of these outcomes: {words.weighted(one.outcomes)}"
        alike.setdefault(f"{what}; payoffs {words.all_values(one.payoffs)}", []).append(one.by)
    for what, by in alike.items():
        yield from wrap(f"{', '.join(by)}: {what}", "   ", "     ")


def _legend(table: ConceptTable) -> str:
    """Say what the marks mean, what tells outcomes apart, and what a symbol in them stands for."""
    numbers = (number for row in table for values in (row.outcomes, row.payoffs) for number in values.values())
    symbols = sorted({name for number in numbers if isinstance(number, Expression) for name in number.free})
    open_symbols = f"{', '.join(symbols)}: what the equilibrium leaves open." if symbols else ""
    return " ".join(filter(None, (LEGEND, NAMED if table.named else "", open_symbols)))


def _refusals(table: ConceptTable) -> list[str]:
    """The concepts that are not here, those with the same reason together."""
    alike: dict[str, list[str]] = {}
    for name, why in table.because.items():
        alike.setdefault(why, []).append(name)
    return [f"Not here: {', '.join(names)}: {why}" for why, names in alike.items()]


def _outcome(tag: str, row: Surviving) -> Iterator[str]:
    yield from wrap(row.name, f"{tag:<3}", "   ")
    yield from wrap(f"outcomes {words.weighted(row.outcomes)}", "   ", "     ")
    yield from wrap(f"payoffs {words.all_values(row.payoffs)}", "   ", "     ")
    if row.plays > 1:
        yield from wrap(_ways(row), "   ", "     ")
    yield from wrap(_fate(row), "   ", "     ")


def _ways(row: Surviving) -> str:
    """In how many ways an outcome comes about, and in how many equilibria."""
    counts = ", ".join(f"{concept} {count}" for concept, count in row.equilibria.items())
    return f"played in {row.plays} ways, of which one is shown here; equilibria: {counts}"


def _fate(row: Surviving) -> str:
    if row.falls is not None:
        return f"falls at {row.falls}: {row.reason}"
    open_ = [name for name, survives in row.survives.items() if survives is None]
    return f"not decided under {', '.join(open_)}" if open_ else "survives every concept"


def concepts_frame(table: ConceptTable) -> pandas.DataFrame:
    """Tabulate: a row for each outcome."""
    import pandas as pd

    rows = [[row.name, *(row.survives[name] for name in table.concepts), row.falls, row.reason] for row in table]
    return pd.DataFrame(rows, columns=["outcome", *table.concepts, "falls at", "reason"], dtype=object)


def concepts_html(table: ConceptTable) -> str:
    """Write the table for a notebook."""
    at = f" at {words.values(table.at)}" if table.at else ""
    head = [escape(name) for name in ("outcome", *table.concepts, "why it falls")]
    rows = [
        [
            escape(f"{row.name} ({words.weighted(row.outcomes)})"),
            *(MARKS[row.survives[name]] for name in table.concepts),
            escape(_fate(row)),
        ]
        for row in table
    ]
    title = f"<p>{bold(table.game.title)}<br>{escape(f'{table.game.name}{at}')}</p>"
    told = [" ".join(" ".join(_told_arranged(table)).split())] if table.arranged else []
    return f"<div>{title}{elements.table(head, rows)}{small_print([*told, _legend(table), *_refusals(table)])}</div>"
