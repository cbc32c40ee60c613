"""Reads a profile or an assessment against a game, and refuses what does not fit in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from games import Game, GameError
from games.numbers import Expression, rational, read, text

from ..results import Assessment, Profile
from .signs import ZERO, Exact, check_root, exact, is_zero, nested_roots, plain, sign
from .table import Table, reaches, tabulate, values

Beliefs = dict[int, dict[int, Exact]]
"""Information set, node, probability."""


@dataclass(frozen=True, eq=False)
class Reading:
    """What somebody claims about a game, in exact numbers.

    Parameters
    ----------
    table : Table
        The game.
    strategies : list of lists of numbers
        Per information set, the probability of each action.
    given : dict
        The beliefs that were given: information set, node, probability.
    """

    table: Table
    strategies: list[list[Exact]]
    given: Beliefs

    @cached_property
    def played(self) -> list[frozenset[int]]:
        """Per information set, the actions that are played with positive probability."""
        return [frozenset(a for a, p in enumerate(mix) if not is_zero(p)) for mix in self.strategies]

    @cached_property
    def values(self) -> list[list[Exact]]:
        """Expected payoffs of every player from every node on."""
        return values(self.table, self.strategies)

    @cached_property
    def approached(self) -> dict[int, Any]:
        """By node, how play comes there, as far as it was asked for."""
        return {}

    @cached_property
    def reaches(self) -> list[Exact]:
        """The probability with which play reaches every node."""
        return reaches(self.table, self.strategies)


def check_is_game(game: object) -> None:
    """Refuse what is not a game."""
    if not isinstance(game, Game):
        raise GameError(f"verify needs a Game, not {type(game).__name__}; build it by calling its story, or with games.load.")


def read_claim(game: Game, source: Any) -> Reading:
    """Read a profile or assessment in any of the forms that `verify` takes.

    Raises
    ------
    GameError
        What is unknown, missing, not a number or not a probability.
    """
    check_is_game(game)
    table = tabulate(game)
    profile, beliefs = _parts(source, table.players)
    return Reading(table, _strategies(table, profile), {} if beliefs is None else _beliefs(table, beliefs))


def _parts(source: Any, players: tuple[str, ...]) -> tuple[Mapping[Any, Any], Mapping[Any, Any] | None]:
    if isinstance(source, Assessment):
        return source.profile.strategies, source.beliefs
    if isinstance(source, Profile):
        return source.strategies, None
    if not isinstance(source, Mapping):
        raise GameError(f"A profile is a dict {{player: {{information set: {{action: number}}}}}}, not {type(source).__name__}.")
    if "profile" not in source or "profile" in players:
        return source, None
    extra = [repr(key) for key in source if key not in ("profile", "beliefs")]
    if extra:
        raise GameError(f"An assessment has the entries 'profile' and 'beliefs' only; found also {', '.join(extra)}.")
    inner, _ = _parts(source["profile"], players)
    return inner, source.get("beliefs")


def _strategies(table: Table, source: Mapping[Any, Any]) -> list[list[Exact]]:
    game = table.game
    entries = _by_set(table, source, "profile")
    out = []
    for infoset, actions in enumerate(game.set_actions):
        where = table.places[infoset]
        if infoset not in entries:
            raise GameError(f"The profile says nothing of {where}; give each of {', '.join(actions)} a probability.")
        _same(entries[infoset], actions, where, "action")
        out.append(_numbers(table, entries[infoset], actions, "the probability of", f"for {where}"))
        _distribution(out[-1], actions, f"The probabilities of {where}")
    return out


def _beliefs(table: Table, source: Mapping[Any, Any]) -> Beliefs:
    out: Beliefs = {}
    for infoset, entries in _by_set(table, source, "beliefs").items():
        nodes = table.members[infoset]
        histories, where = table.histories[infoset], table.places[infoset]
        if len(set(histories)) < len(histories):
            raise GameError(f"Two histories of {where} read alike; rename a move, or leave the beliefs there out.")
        _same(entries, histories, where, "history")
        belief = _numbers(table, entries, histories, "the belief in", f"of {where}")
        _distribution(belief, histories, f"The beliefs of {where}")
        out[infoset] = dict(zip(nodes, belief, strict=True))
    return out


def _by_set(table: Table, source: Any, what: str) -> dict[int, Mapping[str, Any]]:
    shape = "{player: {information set: {" + ("action" if what == "profile" else "history") + ": number}}}"
    out: dict[int, Mapping[str, Any]] = {}
    if not isinstance(source, Mapping):
        raise GameError(f"The {what} must be of the form {shape}, not {type(source).__name__}.")
    for player, sets in source.items():
        if player not in table.players:
            raise GameError(f"{table.game.name} has no player {player!r}; its players are {', '.join(table.players)}.")
        if not isinstance(sets, Mapping):
            raise GameError(f"The {what} of {player} must be of the form {shape[9:-1]}, not {type(sets).__name__}.")
        for label, numbers in sets.items():
            infoset = table.game.set_index(player, label)
            if isinstance(numbers, str) and what == "profile":  # an action, which is played for sure
                actions = table.game.set_actions[infoset]
                numbers = {action: int(action == numbers) for action in actions} | ({} if numbers in actions else {numbers: 1})
            if not isinstance(numbers, Mapping):
                raise GameError(f"The {what} of {player} at {label!r} must be a dict, not {type(numbers).__name__}.")
            out[infoset] = numbers
    return out


def _same(entries: Mapping[str, Any], labels: Sequence[str], where: str, kind: str) -> None:
    if entries.keys() == set(labels):
        return
    for label in entries:
        if label not in labels:
            raise GameError(f"There is no {kind} {label!r} for {where}; there are {', '.join(map(repr, labels))}.")
    missing = ", ".join(repr(label) for label in labels if label not in entries)
    raise GameError(f"No number is given for the {kind} {missing} of {where}; write 0 where it has no probability.")


def _distribution(numbers: list[Exact], labels: Sequence[str], what: str) -> None:
    for k, number in enumerate(numbers):
        if sign(number) < 0:
            raise GameError(f"{what} include {text(number)} for {labels[k]!r}; none may be negative.")
    total = plain(sum(numbers, ZERO))
    if not is_zero(plain(total - 1)):
        raise GameError(f"{what} add up to {text(total)}, not 1; write them as exact numbers, such as '1/3'.")


def _numbers(table: Table, entries: Mapping[str, Any], labels: Sequence[str], what: str, where: str) -> list[Exact]:
    return [
        exact(number) if type(number := entries[label]) in (int, Fraction) else _number(table, number, f"{what} {label!r} {where}")
        for label in labels
    ]


def _number(table: Table, source: Any, what: str) -> Exact:
    """Read one exact number; names of fixed parameters stand for their values."""
    try:
        number = _expression(source)
    except (TypeError, ValueError) as error:
        if isinstance(error, GameError):
            raise
        raise GameError(f"{what[:1].upper()}{what[1:]} is {source!r}; give an exact number, or its text, such as '1/3'.") from None
    fixed = table.game.fixed
    roots = nested_roots(number)
    names = set(number.names) | {name for root in roots.values() if root.low is None for name in read(root.of).names}
    unknown = sorted(names - set(roots) - set(fixed))
    if unknown:
        raise GameError(f"{what[:1].upper()}{what[1:]} is {number.text()}, but {', '.join(unknown)} has no value; put a number in.")
    value = number.at({name: fixed[name] for name in names if name in fixed}) if names - set(roots) else number
    for root in nested_roots(value).values() if isinstance(value, Expression) else ():
        check_root(root)
    return exact(value)


def _expression(source: Any) -> Expression:
    if isinstance(source, Expression):
        return Expression(source.numerator, source.denominator, source.roots)
    if isinstance(source, bool) or source is None:
        raise TypeError("no number")
    if isinstance(source, str):
        return read(source)
    if hasattr(source, "free_symbols"):
        return read(str(source))
    return Expression.constant(rational(source))
