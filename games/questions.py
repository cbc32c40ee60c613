"""What is said when a public name is called with arguments that it does not take."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from types import FunctionType
from typing import Any

from .errors import GameError

CLOSE = 0.7  # of the letters, for a word to be taken for another one
RANGES = dict.fromkeys(("low", "high", "lower", "upper", "min", "max", "minimum", "maximum", "range", "bounds", "interval"), "domain")
MEANT: Mapping[str, Mapping[str, str]] = {
    "Parameter": RANGES | {"value": "default", "start": "default", "description": "means", "meaning": "means", "latex": "symbol"},
    "game": {"names": "players", "who": "players"},
    "sweep": {"over": "grid", "values": "grid", "points": "grid"},
    "verify": {"strategies": "profile", "solution": "profile"},
    "fit": {"data": "rows", "select": "equilibrium", "selection": "equilibrium"},
}
"""What those who use another word mostly want, where it does not look like it."""

WRITTEN = {
    "domain": "domain='0 < p < 1', with the name of the parameter",
    "players": "players=('Ann', 'Bob')",
    "grid": "{'p': '1/10:9/10:9'}",
}
MADE = frozenset({"Parameter", "Uniform", "Normal", "Exponential", "Logistic", "Beta"})  # classes whose objects users make themselves


def answering(value: Any) -> Any:
    """Let a public function, or a class of which users make objects, say in one sentence what it takes when it is asked otherwise.

    What is found under its own name in its module afterwards is what is returned, so that it can be sent to other processes.
    """
    if isinstance(value, type):
        if value.__name__ in MADE and isinstance(made := value.__dict__.get("__init__"), FunctionType):
            value.__init__ = _guarded(made, value.__name__)  # type: ignore[misc]
        return value
    if not isinstance(value, FunctionType) or hasattr(value, "__wrapped__"):
        return value
    home = sys.modules[value.__module__]
    if getattr(getattr(home, value.__name__), "__wrapped__", None) is not value:
        setattr(home, value.__name__, _guarded(value, value.__name__))
    return getattr(home, value.__name__)


def _guarded(function: Callable[..., Any], name: str) -> Callable[..., Any]:
    @wraps(function)
    def guarded(*args: Any, **named: Any) -> Any:
        try:
            return function(*args, **named)
        except TypeError as error:
            refusal = _refusal(function, name, args, named)
            if refusal is None:  # a mistake of ours, or deeper down
                raise
            raise refusal.with_traceback(error.__traceback__) from None
        except GameError as error:
            close = _mistaken(function, named, str(error))
            if close is None:
                raise
            raise GameError(f"{error} Did you mean {close}= there?").with_traceback(error.__traceback__) from None

    return guarded


def _refusal(function: Callable[..., Any], name: str, args: Sequence[Any], named: Mapping[str, Any]) -> GameError | None:
    """What to say of arguments that do not fit; None where they do."""
    from inspect import signature

    taken = _taken(function)
    try:
        signature(function).bind(*args, **named)
    except TypeError as error:
        fault = str(error)
    else:
        return None
    anything = any(one.kind is one.VAR_KEYWORD for one in signature(function).parameters.values())
    unknown = [] if anything else [word for word in named if word not in taken]
    if unknown:
        meant = MEANT.get(name, {}).get(unknown[0]) or _closest(unknown[0], taken)
        instead = f" Write {WRITTEN.get(meant, f'{meant}=')}." if meant else ""
        return GameError(f"{name} takes no {unknown[0]!r}; it takes {_listed(taken)}.{instead}")
    word = fault.partition("'")[2].rpartition("'")[0]
    said = f"lacks {word}" if "missing" in fault else f"is given {word} twice" if "multiple" in fault else "is given too much without names"
    return GameError(f"{name} {said}; it takes {_listed(taken)}.")


def _mistaken(function: Callable[..., Any], named: Mapping[str, Any], said: str) -> str | None:
    """The argument for which a refused name of a parameter was probably meant."""
    taken = _taken(function)
    unknown = [word for word in named if word not in taken and repr(word) in said]
    return _closest(unknown[0], taken) if unknown else None


def _taken(function: Callable[..., Any]) -> list[str]:
    from inspect import Parameter, signature

    loose = (Parameter.VAR_KEYWORD, Parameter.VAR_POSITIONAL)
    return [name for name, one in signature(function).parameters.items() if one.kind not in loose and name != "self"]


def _closest(word: str, taken: Sequence[str]) -> str | None:
    from difflib import get_close_matches

    return next(iter(get_close_matches(word, taken, 1, CLOSE)), None)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:-1]) + f" and {names[-1]}" if len(names) > 1 else names[0] if names else "nothing"
