"""What the front door is asked: arguments read, and refused before anything is solved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from inspect import signature
from math import isfinite, nan
from operator import index
from typing import Any

from games import Game, GameError, Story
from games.checks import check_finite
from games.errors import NotDefined
from games.numbers import Number, exact, text

from .concept import CONCEPTS, REFINEMENTS, Concept, Refinement, check_refinement, concept_named, refinement_named


def check_game(game: object, *, continua: bool = False) -> None:
    """Refuse what is no game, as a story that nobody has called, and one with types from a continuum unless these are handled."""
    if isinstance(game, Game):
        if not continua:
            check_finite(game)
        return
    if isinstance(game, Story):
        raise GameError(f"{game.name} is a story; call it, as {game.name}(), and hand the game over.")
    if isinstance(game, str):
        raise GameError(f"{game!r} is a text, not a game; games.load({game!r}) gives the game of that name.")
    raise GameError(f"{game!r} is not a game; a story is one when it is called, as tip(), and games.load gives one by its name.")


def check_map(found: object, asker: str) -> None:
    """Refuse what is no map of regimes where one is asked about, as a game of which none was made."""
    if not hasattr(found, "regimes"):
        name = f"{found.name}()" if isinstance(found, Story) else "game"
        what = f"the {'story' if isinstance(found, Story) else 'game'} {found.name}" if isinstance(found, Story | Game) else repr(found)
        raise GameError(f"{asker} asks a map of regimes, as solvers.regimes({name}) gives one; found {what}.")


def check_refinable(game: Game, refine: str | None, concept: str) -> None:
    """Refuse a refinement where its source does not define it, before anything is solved."""
    check_game(game, continua=refine is None)
    if refine is not None:
        check_refinement(refine, concept)
        check_defined(refinement_named(refine), game)


def check_defined(record: Concept | Refinement, game: Game) -> None:
    """Refuse a game for which a concept or a refinement is not defined, naming those that are."""
    try:
        record.check_needs(game)
    except NotDefined as error:
        alike: Iterable[Concept | Refinement] = (
            [one for one in CONCEPTS.values() if one.methods] if isinstance(record, Concept) else REFINEMENTS.values()
        )
        names = [one.name for one in alike if one is not record and _defined(one, game)]
        none = "No other concept is defined for it." if isinstance(record, Concept) else "No other refinement is defined for it."
        raise NotDefined(error.subject, error.why, f"Defined for this game: {', '.join(names)}." if names else none) from None


def _defined(record: Concept | Refinement, game: Game) -> bool:
    try:
        record.check_needs(game)
    except GameError:
        return False
    return True


def opened_game(
    game: Game, over: Sequence[str] | str | None, at: Mapping[str, object], *, continua: bool = False
) -> tuple[list[str], dict[str, Number], Game]:
    """The map's parameters, the values of the others, and the game with those put in; `continua` as for `check_game`."""
    check_game(game, continua=continua)
    if over is not None and (not isinstance(over, Iterable) or not all(isinstance(name, str) for name in over)):
        raise GameError(f"over = {over!r} is no list of parameters; write their names, as over={list(game.parameters[:2])}.")
    if over is None:
        names = [n for n in (game.headline or game.parameters) if n not in at]
    elif over == "all" or list(over) == ["all"]:
        names = [n for n in (*game.headline, *(p for p in game.parameters if p not in game.headline)) if n not in at]
    else:
        names = _listed(over)
    for name in names:
        if name not in game.parameters:
            parameters = ", ".join(game.parameters) or "none"
            raise GameError(f"{game.name} has no open parameter {name!r} to map over; it has {parameters}.")
        if name in at:
            raise GameError(f"{name} is to be mapped over and has been given a value; choose one.")
    game, at = tied_game(game, at, continua=continua)
    if len(set(names)) != len(names):
        raise GameError(f"A parameter is named twice in {', '.join(names)}.")
    point = game.point(**at)
    fixed = {n: v for n, v in point.items() if n not in names}
    opened = game.fix(fixed)
    open_values = {n: point[n] for n in names}
    opened.domain.check(open_values)
    return names, dict(opened.fixed), opened


def range_of(name: str, low: object, high: object) -> tuple[Fraction, Fraction]:
    """The ends of a range of a parameter."""
    out = []
    for end in (low, high):
        try:
            number = exact(end)
        except TypeError:
            raise GameError(f"{end!r} is no end of a range of {name}; give a whole number, a fraction or a decimal.") from None
        out.append(Fraction(int(number.p), int(number.q)))
    return out[0], out[1]


def _listed(over: Sequence[str] | str) -> list[str]:
    """Names in a list, or in a text between commas."""
    return [name.strip() for name in over.split(",")] if isinstance(over, str) else list(over)


def opened_at(game: Game, over: Sequence[str] | str | None, at: Mapping[str, object]) -> tuple[Game, dict[str, Fraction]]:
    """The game open in some parameters only, none when None, and a point for these: their defaults, but for the values given."""
    check_game(game)
    names = [] if over is None else _listed(over)
    for name in names:
        if name not in game.parameters:
            raise GameError(f"{game.name} has no open parameter {name!r}; it has {', '.join(game.parameters) or 'none'}.")
    game, at = tied_game(game, at)
    point = game.point(**at)
    return game.fix({n: v for n, v in point.items() if n not in names}), {n: point[n] for n in names}


def check_lifted(concept: str) -> None:
    """Refuse concepts that nothing is lifted to."""
    if not concept_named(concept).lifts:
        raise GameError(f"lift gives {_lifting()}; found concept={concept!r}.")


def check_traced(concept: str | None) -> None:
    """Refuse concepts that no trace is made for."""
    if concept is not None and not concept_named(concept).lifts:
        raise GameError(f"trace follows {_lifting()}; found concept={concept!r}.")


def _lifting() -> str:
    return " or ".join(record.plural for record in CONCEPTS.values() if record.lifts)


def tied_game(game: Game, at: Mapping[str, object], *, continua: bool = False) -> tuple[Game, dict[str, object]]:
    """Put expressions in other parameters in; what is left are numbers; `continua` as for `check_game`."""
    check_game(game, continua=continua)
    tied, plain = game.sorted_values(at)
    if not tied:
        return game, plain
    from .search.chances import vanishing

    tied_in = game.tie(**tied)
    divisor = vanishing(tied_in)
    if divisor is not None:
        ties = ", ".join(f"{n} = {text(e)}" for n, e in tied.items())
        raise GameError(f"With {ties} a payoff or chance divides by {divisor}, which may be zero; tie it otherwise.")
    return tied_in, plain


def told_beside(game: Game, record: Concept, at: Mapping[str, object]) -> tuple[dict[str, Any], dict[str, object]]:
    """Tell what a concept asks for beside the values of parameters from these.

    Raises
    ------
    GameError
        When its first is not given, is no number of at least zero, or is called like a parameter of the game.
    """
    if not record.asks:
        return {}, dict(at)
    needed, *counts = record.asks
    for name in record.asks:
        if name in game.parameters:
            raise GameError(f"{game.name} has a parameter {name!r}, and {record.name} asks for {name} of its own; fix the parameter first.")
    if needed not in at:
        raise GameError(f"{record.plural[0].upper()}{record.plural[1:]} are those at a {needed}; give one, as {needed}=1.")
    told: dict[str, Any] = {needed: not_negative(needed, at[needed])}
    told |= {name: whole(name, at[name]) for name in counts if at.get(name) is not None}
    return told, {name: value for name, value in at.items() if name not in record.asks}


def not_negative(name: str, given: object) -> Fraction:
    """Read an exact number of at least zero."""
    try:
        number = exact(given)
        out = Fraction(int(number.p), int(number.q))
    except (TypeError, ValueError, GameError):
        out = Fraction(-1)
    if out < 0 or isinstance(given, bool):
        raise GameError(f"{name} = {given!r} is no number of at least 0; give a whole number, a fraction or a decimal.")
    return out


def whole(name: str, given: object, *, least: int = 1) -> int:
    """Read a whole number, and refuse what is none or too small."""
    try:
        number = index(given)  # type: ignore[arg-type]
    except TypeError:
        number = least - 1
    if isinstance(given, bool) or number < least:
        raise GameError(f"{name} = {given!r} is no whole number of at least {least}.")
    return number


def positive(name: str, given: object, *, least: float | None = None) -> float:
    """Read a finite number above zero, or at least `least`, and refuse any other."""
    try:
        number = float(given)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        number = nan
    if isinstance(given, bool) or not isfinite(number) or (number <= 0 if least is None else number < least):
        raise GameError(f"{name} = {given!r} is no number {'above 0' if least is None else f'of at least {least:g}'}.")
    return number


def check_limits(seconds: object, gigabytes: object = None, *, seed: object = None) -> None:
    """Refuse limits of a search that are no finite numbers above zero, and a seed that is none; None sets none."""
    if seed is not None:
        whole("seed", seed, least=0)
    for name, given in (("seconds", seconds), ("gigabytes", gigabytes)):
        if given is not None:
            positive(name, given)


def check_timed(record: Concept) -> None:
    """Refuse a time for a concept whose search takes none."""
    taken = signature(record.solve).parameters.values()
    if not any(one.name == "seconds" or one.kind is one.VAR_KEYWORD for one in taken):
        raise GameError(f"The search for {record.plural} looks at no clock; leave seconds out.")


def check_partial(concept: str, refine: str | None) -> None:
    """Refuse supports given for a concept that is not searched set by set, or with a refinement, which looks at all equilibria."""
    if not concept_named(concept).partial:
        names = ", ".join(record.name for record in CONCEPTS.values() if record.partial)
        raise GameError(f"Supports can be given where equilibria are searched set by set ({names}); for {concept} leave given out.")
    if refine is not None:
        raise GameError("A refinement compares with all equilibria, and supports that are given leave some out; leave given or refine out.")


def supports_given(game: Game, given: object) -> dict[int, tuple[int, ...]]:
    """Read which actions are used at some information sets.

    Raises
    ------
    GameError
        For an unknown player, information set or action, or a set at which no action is used.
    """
    form = "{player: {information set: [actions]}}"
    if not isinstance(given, Mapping) or not all(isinstance(sets, Mapping) for sets in given.values()):
        raise GameError(f"given is not of the form {form}.")
    supports = {}
    for player, sets in given.items():
        if player not in game.players:
            raise GameError(f"{game.name} has no player {player!r}; its players are {', '.join(game.players)}.")
        for label, used in sets.items():
            s = game.set_index(player, label)
            if isinstance(used, str) or not isinstance(used, Iterable):
                raise GameError(f"given[{player!r}][{label!r}] = {used!r} is no list of actions; given is of the form {form}.")
            actions = [a for a, p in used.items() if p != 0] if isinstance(used, Mapping) else list(used)
            unknown = [a for a in (used if isinstance(used, Mapping) else actions) if str(a) not in game.set_actions[s]]
            if unknown:
                offered = ", ".join(game.set_actions[s])
                raise GameError(f"{player} has no action {str(unknown[0])!r} at {label}; there are {offered}.")
            if not actions:
                raise GameError(f"given says that {player} takes no action at {label}; name at least one.")
            supports[s] = tuple(sorted({game.set_actions[s].index(str(a)) for a in actions}))
    return supports
