"""Comparisons of regimes: as plain data, as text, and as a LaTeX table (booktabs)."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from games.numbers import read, simplest

from ..results import exact
from . import words
from .files import as_json
from .latex import END, PARTED, ROWS, framed, table_row
from .typeset import Typesetter, escaped
from .wrapping import laid_out, prose, wrap

if TYPE_CHECKING:
    import pandas


def rows(frame: pandas.DataFrame) -> list[dict[str, Any]]:
    """Give a comparison as plain data, exact numbers as text, and each regime's conditions one by one."""
    records: list[dict[Any, Any]] = frame.to_dict("records")
    where = frame.attrs.get("where", {})
    return [
        {key: exact(value) if key in ("lowest", "highest") else value for key, value in row.items()}
        | {"where": where.get((row["setting"], row["regime"]), [row["conditions"]] if row["conditions"] else [])}
        for row in records
    ]


def comparison_text(title: str, records: Sequence[Mapping[str, Any]], sentences: Sequence[str] = ()) -> str:
    """Write a comparison, regime by regime, and then what happens at each wall."""
    lines, alone = [*wrap(title), ""], len({row["quantity"] for row in records}) == 1
    for (setting, regime), group in groupby(records, key=lambda row: (row["setting"], row["regime"])):
        members = list(group)
        first = f"{setting}, {regime}  " if setting else f"{regime}  "
        lines += wrap(", ".join(members[0]["where"]) or "everywhere", first, "    ")
        shown = [row for row in members if alone or row["kind"] == "payoff" or {row["lowest"], row["highest"]} != {"0"}]
        ranges = [(f"{kind}s", "; ".join(map(_range, of_kind))) for kind, of_kind in groupby(shown, key=lambda row: row["kind"])]
        lines += [*wrap(f"at {members[0]['at']}", "    ", "      "), *laid_out(ranges, "    "), ""]
    for sentence in sentences:
        lines += [*wrap(sentence, "", "  "), ""]
    notes = ["Ranges are over the equilibria that coexist; ~ marks rounded numbers.", *([] if alone else [words.ZEROS])]
    return "\n".join([*lines, *prose(" ".join(notes))])


def _range(row: Mapping[str, Any]) -> str:
    low, high = (end if isinstance(end, float) else simplest(read(end)) for end in (row["lowest"], row["highest"]))
    return f"{row['quantity']} {words.span(low, high)}"


def _runs(found: Sequence[str], listed: Sequence[str]) -> str:
    """Names, three and more that follow each other in a list by the first and the last of them."""
    runs: list[list[str]] = []
    for name in found:
        if runs and listed.index(runs[-1][-1]) + 1 == listed.index(name):
            runs[-1].append(name)
        else:
            runs.append([name])
    return ", ".join(f"{run[0]} to {run[-1]}" if len(run) > 2 else ", ".join(run) for run in runs)


HELP = (
    "A mediator hears from each what it knows and advises it; it helps whom it gives more than any Nash equilibrium does, threats that are "
    "not credible included. A doctrine is the player's own, announced before play; it helps whom it gives more than an equilibrium of the "
    "map does. Each regime is taken at its sample; ?: not found out."
)


def remedies_text(records: Sequence[Mapping[str, Any]]) -> str:
    """Write whom a mediator would help, whom a doctrine of its own and whom neither: game by game, regimes that are alike together."""
    lines: list[str] = []
    for game, group in groupby(records, key=lambda row: row["game"]):
        members = list(group)
        regimes = list(dict.fromkeys(row["regime"] for row in members))
        told = []
        for player in dict.fromkeys(row["player"] for row in members):
            where: dict[str, list[str]] = {}
            for row in members:
                if row["player"] == player:
                    where.setdefault(row["helps"], []).append(row["regime"])
            parts = [f"{helps} in {'all' if found == regimes else _runs(found, regimes)}" for helps, found in where.items()]
            told.append((player, "; ".join(parts)))
        lines += [*wrap(f"{game}, {words.counted(len(regimes), 'regime')}"), *laid_out(told, "  "), ""]
    lines += prose(HELP)
    for reason in dict.fromkeys(f"{row['game']}, {row['regime']}, {row['player']}: {row['why not']}" for row in records if row["why not"]):
        lines += wrap(reason, "", "  ")
    return "\n".join(lines)


def comparison_files(answer: Mapping[str, Any]) -> dict[str, bytes]:
    """A comparison as JSON and as a table, for programs and for papers."""
    table = io.StringIO()
    columns = [key for key in answer["rows"][0] if key != "where"] if answer["rows"] else []
    writer = csv.DictWriter(table, columns, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(answer["rows"])
    name = f"{answer['game']}-comparison"
    paper = comparison_rows(answer["rows"]).encode() + b"\n"
    return {f"{name}.json": as_json(answer), f"{name}.csv": table.getvalue().encode(), f"{name}.tex": paper}


def comparison_latex(frame: pandas.DataFrame) -> str:
    """Write a comparison as a table: a row for each regime and quantity, with its range over coexisting equilibria."""
    return comparison_rows(rows(frame))


def comparison_rows(records: Sequence[Mapping[str, Any]]) -> str:
    """The same from plain data; what is zero throughout a regime is left out."""
    kinds, head, setter = ["l", "l", "r", "r"], ["Kind", "Quantity", "Lowest", "Highest"], Typesetter()
    pages: list[list[str]] = [[]]
    for (setting, regime, _), group in groupby(records, key=lambda row: (row["setting"], row["regime"], row["conditions"])):
        members = list(group)
        where = setter.all_of(members[0]["where"]) or "everywhere"
        heading = rf"\textbf{{{escaped(', '.join(filter(None, (setting, regime))))}}}: {where}"
        lines = [rf"\multicolumn{{4}}{{@{{}}p{{0.8\linewidth}}@{{}}}}{{{heading}}}{END}"]
        for row in members:
            ends = [end if isinstance(end, float) else simplest(read(str(end))) for end in (row["lowest"], row["highest"])]
            if any(ends):
                span = [f"${setter.number(end)}$" for end in ends]
                lines.append(table_row(kinds, [escaped(row["kind"]), setter.label(row["quantity"]), *span]))
        if pages[-1] and len(pages[-1]) + len(lines) > ROWS:
            pages.append([])
        pages[-1] += lines
    return PARTED.join(framed(kinds, head, page) for page in pages)
