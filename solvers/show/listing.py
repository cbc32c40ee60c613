"""What only the command line prints: the catalogue, comparisons, verdicts."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from games.expression import read, simplest

from ..solution import Certificate, exact
from . import words
from .files import as_json
from .tables import laid_out, wrap

if TYPE_CHECKING:
    import pandas


def catalog_text(entries: Sequence[Mapping[str, Any]]) -> str:
    """Write the catalogue: the games of the essay in full, then the published ones in two lines each."""
    essay = [line for entry in entries if entry["rows"] for line in _entry(entry)]
    others = [line for entry in entries if not entry["rows"] for line in _short_entry(entry)]
    heading = ["Published games", "---------------"] if essay and others else []
    return "\n".join([*essay, *heading, *others]).rstrip()


def _entry(entry: Mapping[str, Any]) -> Iterator[str]:
    yield entry["name"]
    yield from wrap(entry["title"], "    ", "    ")
    yield from wrap(_size(entry, "; "), "    ", "    ")
    if entry["parameters"]:
        yield from wrap(f"in {', '.join(entry['parameters'])}", "    ", "    ")
    yield ""


def _short_entry(entry: Mapping[str, Any]) -> Iterator[str]:
    over = f"; in {', '.join(entry['parameters'])}" if entry["parameters"] else ""
    yield from wrap(f"{_size(entry, ', ')}{over}", f"{entry['name']}  ", "    ")
    yield from wrap(entry["title"], "    ", "    ")


def _size(entry: Mapping[str, Any], between: str) -> str:
    sizes = [words.counted(entry["nodes"], "node"), words.counted(entry["infosets"], "information set")]
    return f"{', '.join(entry['players'])}; {between.join(sizes)}"


def verdict_text(certificate: Certificate) -> str:
    """Write a verdict."""
    article = "an" if certificate.concept[0] in "aeiou" else "a"
    verdict = f"{'Yes: this is' if certificate.equilibrium else 'No: this is not'} {article} {certificate.concept} equilibrium."
    rows = [("gains", words.all_values(certificate.gains)), ("why", certificate.reason), ("by", certificate.by)]
    return "\n".join([verdict, *laid_out(rows, "")])


# ------------------------------------------------------------------ comparisons


def rows(frame: pandas.DataFrame) -> list[dict[str, Any]]:
    """Give a comparison as plain data, exact numbers as text."""
    found: list[dict[Any, Any]] = frame.to_dict("records")
    return [{key: exact(value) if key in ("lowest", "highest") else value for key, value in row.items()} for row in found]


def comparison_text(title: str, found: Sequence[Mapping[str, Any]], told: Sequence[str] = ()) -> str:
    """Write a comparison, regime by regime, and then what happens at each wall."""
    lines = [*wrap(title), ""]
    for (setting, regime), group in groupby(found, key=lambda row: (row["setting"], row["regime"])):
        members = list(group)
        first = f"{setting}, {regime}  " if setting else f"{regime}  "
        lines += wrap(members[0]["conditions"].replace(" and ", ", ") or "everywhere", first, "    ")
        ranges = [(f"{kind}s", "; ".join(map(_range, of_kind))) for kind, of_kind in groupby(members, key=lambda row: row["kind"])]
        lines += [*wrap(f"at {members[0]['at']}", "    ", "      "), *laid_out(ranges, "    "), ""]
    for sentence in told:
        lines += [*wrap(sentence, "", "  "), ""]
    return "\n".join([*lines, *wrap("Ranges are over the equilibria that coexist; ~ marks rounded numbers.")])


def _range(row: Mapping[str, Any]) -> str:
    low, high = (end if isinstance(end, float) else simplest(read(end)) for end in (row["lowest"], row["highest"]))
    return f"{row['quantity']} {words.span(low, high)}"


def comparison_files(answer: Mapping[str, Any]) -> dict[str, bytes]:
    """A comparison as JSON and as a table, for programs and for papers."""
    from .latex import comparison_rows

    table = io.StringIO()
    writer = csv.DictWriter(table, list(answer["rows"][0]) if answer["rows"] else [])
    writer.writeheader()
    writer.writerows(answer["rows"])
    name = f"{answer['game']}-comparison"
    paper = comparison_rows(answer["rows"]).encode() + b"\n"
    return {f"{name}.json": as_json(answer), f"{name}.csv": table.getvalue().encode(), f"{name}.tex": paper}
