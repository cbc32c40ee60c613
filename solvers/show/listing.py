"""What only the command line prints: the catalogue, verdicts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from textwrap import fill
from typing import TYPE_CHECKING, Any

from ..results import Certificate
from . import words
from .wrapping import GLUE, columns, laid_out, prose, underlined, wrap

if TYPE_CHECKING:
    pass


LEAD = re.compile(r" *(- )?")  # what stands before the words of a line


def catalog_text(entries: Sequence[Mapping[str, Any]]) -> str:
    """Write the catalogue: the games of the essay in full, then the published ones in two lines each."""
    essay = [line for entry in entries if entry["rows"] for line in _entry(entry)]
    others = [line for entry in entries if not entry["rows"] for line in _short_entry(entry)]
    heading = ["Published games", "---------------"] if essay and others else []
    more = wrap("All about one game, with what its parameters mean: python -m solvers catalog GAME")
    return "\n".join([*essay, *heading, *others, *([] if not others or others[-1] == "" else [""]), *more])


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


def story_text(entry: Mapping[str, Any]) -> str:
    """Write all about one story: its docstring, numbers, structure, known answers and source."""
    title, _, about = entry["about"].partition("\n")
    lines = [*wrap(title), *wrap(f"{entry['name']}: {_size(entry, '; ')}", "", "  "), *_reflowed(about), ""]
    if entry["structure"]:
        structure = ", ".join(f"{name}={default}" for name, default in entry["structure"].items())
        lines += [*prose(f"By default {structure}; --set changes it."), ""]
    if entry["numbers"]:
        lines += [*underlined("Numbers: default, meaning, and what is assumed"), *_numbers(entry["numbers"]), ""]
    if entry["known"]:
        lines += [*underlined("Known answers"), *(line for answer in entry["known"] for line in _filled(answer, "- ", "  ")), ""]
    return "\n".join([*lines, *(prose(f"Source: {entry['source']}.") if entry["source"] else [])]).rstrip()


def _reflowed(docstring: str) -> Iterator[str]:
    """Set a docstring in lines of a terminal; what it calls parameters is the structure, apart from the numbers."""
    for block in filter(None, map(str.rstrip, re.split(r"\n\s*\n", docstring))):
        yield ""
        lines = block.strip("\n").splitlines()
        if len(lines) > 1 and set(lines[1]) == {"-"}:
            yield from underlined("Structure" if lines[0] == "Parameters" else lines[0])
            lines = lines[2:]
        for indent, sentence in _items(lines):
            yield from _filled(sentence, indent, " " * len(indent))


def _items(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Join the lines of a paragraph, of a list's item, or of what is said of an argument; give their indents and words."""
    items: list[tuple[str, str]] = []
    for line in lines:
        indent = LEAD.match(line)[0]  # type: ignore[index]
        if items and len(indent) == len(items[-1][0]) and "-" not in indent and " : " not in line and " : " not in items[-1][1]:
            items[-1] = items[-1][0], f"{items[-1][1]} {line.strip()}"
        else:
            items.append((indent, line[len(indent) :]))
    yield from items


def _filled(sentence: str, first: str, rest: str) -> list[str]:
    filled = fill(sentence, columns(), initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False)
    return filled.replace(GLUE, " ").splitlines()


def _numbers(numbers: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    name_width, default_width = (max(len(number[key]) for number in numbers) + 2 for key in ("name", "default"))
    narrow = name_width + default_width > columns() // 2
    for number in numbers:
        chains = ", ".join(chain.replace(" ", GLUE) for chain in number["domain"])
        assumed = f" ({chains})" if chains else ""
        yield from _filled(
            f"{number['means']}{assumed}",
            f"{number['name']}  {number['default']}  " if narrow else f"{number['name']:<{name_width}}{number['default']:<{default_width}}",
            "    " if narrow else " " * (name_width + default_width),
        )
    maps = [number["name"] for number in numbers if number["headline"]]
    if len(maps) < len(numbers):
        yield from prose(f"Maps are made in {', '.join(maps)} unless --over names others; the rest is at its defaults or as --set says.")


def verdict_text(certificate: Certificate) -> str:
    """Write a verdict."""
    rows = [("gains", words.all_values(certificate.gains)), ("why", certificate.reason), ("by", certificate.by)]
    return "\n".join([*wrap(words.is_equilibrium(certificate)), *laid_out(rows, "")])
