"""What is said of an argument of another kind than a public name takes, once that has led to an error."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from numbers import Number, Rational
from pathlib import PurePath
from typing import Any

from .errors import GameError

Kind = tuple[str, Callable[[Any], bool]]

KINDS: dict[str, Kind] = {
    "None": ("nothing", lambda value: value is None),
    "str": ("a text", lambda value: isinstance(value, str)),
    "bool": ("True or False", lambda value: isinstance(value, bool)),
    "int": ("a whole number", lambda value: isinstance(value, Rational)),
    "float": ("a number", lambda value: isinstance(value, Number)),
    "Number": ("a number", lambda value: isinstance(value, Number) or _is("Expression", value)),
    "Path": ("a path", lambda value: isinstance(value, PurePath)),
    "Mapping": ("a dict", lambda value: isinstance(value, Mapping)),
    "Sequence": ("a list", lambda value: isinstance(value, Sequence)),
    "Iterable": ("a list", lambda value: hasattr(value, "__iter__")),
    "pandas.DataFrame": ("a table of pandas", lambda value: _is("DataFrame", value)),
    "Game": ("a game", lambda value: _is("Game", value)),
    "Family": ("a family", lambda value: _is("Family", value)),
    "RegimeMap": ("a map, as solvers.regimes(game) gives one", lambda value: _is("RegimeMap", value)),
    "Solution": ("a solution, as one of solvers.solve(game)", lambda value: _is("Solution", value)),
    "Solutions": ("solutions, as solvers.solve(game) gives them", lambda value: _is("Solutions", value)),
}
"""What annotations speak of: in words, and whether something is one; other names may be anything."""


def misfit(function: Callable[..., Any], name: str, args: Sequence[Any], named: Mapping[str, Any]) -> GameError | None:
    """Say which argument is of another kind than a function's annotations say; None where all fit, as far as can be told."""
    from inspect import signature

    called = signature(function)
    try:
        given = called.bind(*args, **named).arguments
    except TypeError:
        return None
    for word, value in given.items():
        one = called.parameters[word]
        if one.kind is one.VAR_KEYWORD or one.annotation is one.empty:
            continue
        for part in value if one.kind is one.VAR_POSITIONAL else (value,):
            wanted = _wanted(str(one.annotation), part, function.__globals__)
            if wanted:
                return GameError(f"For {word}, {name} takes {wanted}; found {_short(part)}.")
    return None


def _wanted(annotation: str, value: Any, known: Mapping[str, Any]) -> str:
    """What an annotation asks for, in words, where a value is none of it; empty where it is, or may be."""
    words: list[str] = []
    for text in _alternatives(annotation):
        kind, _, inner = text.partition("[")
        if kind not in KINDS:
            return "" if kind not in known or "|" not in str(known[kind]) else _wanted(_plain(str(known[kind])), value, known)
        called, fits = KINDS[kind]
        if fits(value):
            elements = value if inner and kind in ("Sequence", "Iterable") and isinstance(value, list | tuple) else ()
            return next((f"{called}, each part {wanted}" for part in elements if (wanted := _wanted(inner[:-1], part, known))), "")
        words.append(called)
    said = [word for word in dict.fromkeys(words) if word != KINDS["None"][0]]
    return " or ".join(said)


def _alternatives(annotation: str) -> Iterator[str]:
    """The parts of an annotation between the bars that stand in no brackets."""
    start = depth = 0
    for place, letter in enumerate(f"{annotation}|"):
        depth += (letter == "[") - (letter == "]")
        if letter == "|" and not depth:
            yield annotation[start:place].strip()
            start = place + 1


def _plain(annotation: str) -> str:
    """An annotation without the modules of its names."""
    return re.sub(r"\b\w+\.", "", annotation)


def _is(kind: str, value: Any) -> bool:
    return any(one.__name__ == kind for one in type(value).__mro__)


def _short(value: Any) -> str:
    said = repr(value)
    return said if len(said) <= 60 else f"{said[:57]}..."
