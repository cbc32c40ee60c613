"""How numbers are written for programs and read again, and the versions of what an answer rests on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from games import GameError
from games.numbers import Number, read, simplest, text


def exact(number: Any) -> Any:
    """Write a number for programs: exact ones as text, approximate ones as they are."""
    return number if isinstance(number, float) else text(number)


def nested(table: Any) -> Any:
    """Write a nested dict of numbers for programs."""
    return {key: nested(value) for key, value in table.items()} if isinstance(table, Mapping) else exact(table)


def number(source: Any) -> Number:
    """Read a number written by `exact`; a float is taken as the decimal that it prints as."""
    if isinstance(source, bool) or not isinstance(source, int | float | str):
        raise GameError(f"{source!r} is not a number; write a decimal, or an exact number as text such as '1/3'.")
    return simplest(read(str(source)))


def versions() -> dict[str, str]:
    """The versions of what an answer rests on."""
    from importlib.metadata import PackageNotFoundError, version

    out = {}
    for name in ("cartel-games", "python-flint", "z3-solver", "sympy"):
        try:
            out[name] = version(name)
        except PackageNotFoundError:
            out[name] = "not installed"
    return out
