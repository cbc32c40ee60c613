"""Arguments of a story as a command line writes them: structure by the type of its default, parameters as exact numbers."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from .errors import GameError
from .numbers import read
from .story import Story

TRUTH = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def fitting(story: Story, arguments: Mapping[str, object]) -> dict[str, object]:
    """Turn texts into values: structure by the type of its default, parameters as exact numbers."""
    return {name: _structure(story, name, value) if name in story.structure else _number(name, value) for name, value in arguments.items()}


def _structure(story: Story, name: str, value: object) -> object:
    default, written = story.structure[name], str(value).strip()
    kind = "a text"
    try:
        match default:
            case bool():
                kind = "true or false"
                return TRUTH[written.lower()]
            case int():
                kind = "a whole number"
                return int(written)
            case float() | Fraction():
                kind = "a number"
                return Fraction(written)
            case None if isinstance(value, str):
                return None if written.lower() == "none" else int(written) if written.lstrip("-").isdecimal() else value
            case str() if not isinstance(value, str):
                raise TypeError
            case tuple() | list() | dict() if isinstance(value, str):
                kind = f"a {type(default).__name__}, given in Python"
                raise TypeError
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        raise GameError(f"{story.name} takes {name} as {kind}, as in {name}={default}; found {value!r}.") from None
    return value


def _number(name: str, value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        expression = read(value)
    except GameError as error:
        raise GameError(f"{name} = {value!r} is no exact number: {error}") from None
    if expression.free:
        return expression
    try:
        return expression.fraction()
    except GameError:
        raise GameError(f"{name} = {value} is irrational; give a whole number, a fraction or a decimal.") from None
