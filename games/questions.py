"""What is said when a public name, or a method of what it gives, is called with arguments that it does not take."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from types import FunctionType
from typing import Any

from .errors import GameError
from .misfits import misfit

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
ASKED = {"Game": ("at", "with_", "tie", "hold", "grid", "summary", "svg", "tikz")}  # the others are called node by node
OURS = ("games", "solvers")
PYTHON_SAYS = re.compile(r"(\w+)\(\) got an unexpected keyword argument '(\w+)'")

_ready: set[type] = {object}  # classes whose methods answer already


def answering(value: Any) -> Any:
    """Let a public function, or a class of which users make objects, say in one sentence what it takes when it is asked otherwise.

    What is found under its own name in its module afterwards is what is returned, so that it can be sent to other processes.
    """
    if isinstance(value, type):
        if value.__name__ in MADE and isinstance(made := value.__dict__.get("__init__"), FunctionType):
            value.__init__ = _guarded(made, value.__name__)  # type: ignore[misc]
        _answering_methods(value)
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
            value = function(*args, **named)
        except TypeError as error:
            refusal = _refusal(function, name, args, named) or _passed_on(function, name, named, error)
            refusal = refusal or misfit(function, name, args, named)
            if refusal is None:  # a mistake of ours, or deeper down
                raise
            raise refusal.with_traceback(error.__traceback__) from None
        except GameError as error:
            close = _mistaken(function, named, str(error))
            if close is None:
                raise
            raise GameError(f"{error} Did you mean {close}= there?").with_traceback(error.__traceback__) from None
        except (AttributeError, ValueError) as error:
            refusal = misfit(function, name, args, named)
            if refusal is None:
                raise
            raise refusal.with_traceback(error.__traceback__) from None
        if type(value) not in _ready:
            _answering_methods(type(value))
        return value

    return guarded


def _answering_methods(home: type) -> None:
    """Let the public methods of a result's class answer, too, of what it has from others, and of its parts in the same module; once."""
    _ready.add(home)
    for one in (one for each in home.__mro__ if _package(each.__module__) in OURS for one in (each, *_neighbours(each))):
        _ready.add(one)
        for name in ASKED.get(one.__name__, tuple(vars(one)) if _package(one.__module__) == "solvers" else ()):
            method = vars(one)[name]
            if isinstance(method, FunctionType) and name[0] != "_" and not hasattr(method, "__wrapped__"):
                setattr(one, name, _guarded(method, name))


def _package(module: str) -> str:
    return module.partition(".")[0]


def _neighbours(one: type) -> list[type]:
    """Other classes of results in the module of one."""
    there = vars(sys.modules[one.__module__]).values() if _package(one.__module__) == "solvers" else ()
    return [other for other in there if isinstance(other, type) and other.__module__ == one.__module__ and other is not one]


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
        return _unknown(name, unknown[0], taken)
    word = fault.partition("'")[2].rpartition("'")[0]
    said = f"lacks {word}" if "missing" in fault else f"is given {word} twice" if "multiple" in fault else "is given too much without names"
    return GameError(f"{name} {said}; it takes {_listed(taken)}.")


def _unknown(name: str, word: str, taken: Sequence[str]) -> GameError:
    meant = MEANT.get(name, {}).get(word) or _closest(word, taken)
    written = WRITTEN.get(str(meant)) if name in MEANT else None
    instead = f" Write {written or f'{meant}='}." if meant else ""
    return GameError(f"{name} takes no {word!r}; it takes {_listed(taken)}.{instead}")


def _passed_on(function: Callable[..., Any], name: str, named: Mapping[str, Any], error: TypeError) -> GameError | None:
    """What to say of an argument that was passed on, as options are, to what does not take it; None of any other fault."""
    found = PYTHON_SAYS.search(str(error))
    if found is None or found[2] not in named or found[2] in _taken(function):
        return None
    modules = [module for called, module in sys.modules.items() if _package(called) in OURS]
    takers = [one for module in modules if isinstance(one := vars(module).get(found[1]), FunctionType)]
    taken = dict.fromkeys((*_taken(function), *(_taken(takers[0])[1:] if takers else ())))  # the first is what is shown
    return _unknown(name, found[2], list(taken))


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
