"""What is played and believed type by type, where types come from a continuum."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import inf, isinf
from typing import Any

from games import GameError
from games.numbers import Expression, Number, simplest

from .written import nested, number

FORM = '{player: [{"from": number, "to": number, "play": {information set: {action: number}}}, ...]}'


@dataclass(frozen=True)
class TypeCell:
    """The types of one player between two cutoffs, who all play alike; the cutoffs themselves have no mass.

    Parameters
    ----------
    low, high : number
        The cutoffs; infinite, as floats, where the law has no end.
    play : dict
        Information set, action, probability; every action listed.
    payoff : (number, number) or None
        What a type w of the cell expects before play, as the constant and the slope of a line in w.
    """

    low: Number
    high: Number
    play: Mapping[str, Mapping[str, Number]]
    payoff: tuple[Number, Number] | None = None

    def at(self, values: Mapping[str, Number]) -> TypeCell:
        """Put numbers in for symbols."""
        play = {s: {a: _at(x, values) for a, x in row.items()} for s, row in self.play.items()}
        payoff = None if self.payoff is None else (_at(self.payoff[0], values), _at(self.payoff[1], values))
        return TypeCell(_at(self.low, values), _at(self.high, values), play, payoff)

    def as_json(self) -> dict[str, Any]:
        """Write it for programs."""
        written: dict[str, Any] = {"from": _end(self.low), "to": _end(self.high), "play": nested(self.play)}
        if self.payoff is not None:
            written["payoff"] = {"constant": nested(self.payoff[0]), "slope": nested(self.payoff[1])}
        return written


@dataclass(frozen=True)
class TypeBelief:
    """What all others believe about one player's type after a history.

    Parameters
    ----------
    player : str
        About whom.
    history : str
        After what: the labels of the moves, joined by ``/``.
    pieces : tuple of (number, number, number)
        Intervals, in each of which the type is spread like in the law, with the weight of each.
    fresh : bool
        Whether no type makes the move that the history ends with, so that the belief starts afresh there.
    matters : bool
        Whether somebody's choice depends on it; otherwise it may be anything, and the pieces are an example.
    """

    player: str
    history: str
    pieces: tuple[tuple[Number, Number, Number], ...]
    fresh: bool = False
    matters: bool = True

    def at(self, values: Mapping[str, Number]) -> TypeBelief:
        """Put numbers in for symbols."""
        pieces = tuple((_at(low, values), _at(high, values), _at(weight, values)) for low, high, weight in self.pieces)
        return TypeBelief(self.player, self.history, pieces, self.fresh, self.matters)

    def as_json(self) -> dict[str, Any]:
        """Write it for programs."""
        pieces = [{"from": _end(low), "to": _end(high), "weight": nested(weight)} for low, high, weight in self.pieces]
        return {"about": self.player, "after": self.history, "pieces": pieces, "fresh": self.fresh, "matters": self.matters}


@dataclass(frozen=True)
class ByType:
    """An equilibrium type by type.

    Parameters
    ----------
    types : dict from str to str
        The name of each player's type, by player; players without a type are left out.
    cells : dict from str to tuple of TypeCell
        By player, from the lowest type to the highest; one cell of no width for a player without a type.
    beliefs : tuple of TypeBelief
        After every move that says something about its player's type.
    """

    types: Mapping[str, str]
    cells: Mapping[str, tuple[TypeCell, ...]]
    beliefs: tuple[TypeBelief, ...] = ()

    @property
    def cutoffs(self) -> dict[str, tuple[Number, ...]]:
        """The types at which behaviour changes, by player."""
        return {player: tuple(cell.low for cell in cells[1:]) for player, cells in self.cells.items() if player in self.types}

    def at(self, values: Mapping[str, Number]) -> ByType:
        """Put numbers in for symbols."""
        cells = {player: tuple(cell.at(values) for cell in several) for player, several in self.cells.items()}
        return ByType(self.types, cells, tuple(belief.at(values) for belief in self.beliefs))

    def as_json(self) -> dict[str, Any]:
        """Write it for programs."""
        return {
            "types": dict(self.types),
            "cutoffs": {player: [nested(cut) for cut in cuts] for player, cuts in self.cutoffs.items()},
            "cells": {player: [cell.as_json() for cell in cells] for player, cells in self.cells.items()},
            "type_beliefs": [belief.as_json() for belief in self.beliefs],
        }

    @classmethod
    def from_json(cls, source: Any, types: Mapping[str, str], read: Callable[[Any], Any] = number) -> ByType:
        """Read what `as_json` writes, numbers by `read`; payoffs, and beliefs that follow from play, may be left out.

        Raises
        ------
        GameError
            When the form is another one.
        """
        try:
            cells = {player: tuple(_cell(cell, read) for cell in several) for player, several in source["cells"].items()}
            beliefs = tuple(_belief(belief, read) for belief in source.get("type_beliefs", ()))
        except (AttributeError, KeyError, TypeError):
            raise GameError(f'A profile by type is an object with "cells" of the form {FORM}, and perhaps "type_beliefs".') from None
        return cls(types, cells, beliefs)


def _at(x: Number, values: Mapping[str, Number]) -> Number:
    return simplest(x.at(values)) if isinstance(x, Expression) else x


def _end(x: Any) -> Any:
    """An end of an interval for programs; nothing where there is none."""
    return None if isinstance(x, float) and isinf(x) else nested(x)


def _read_end(source: Any, otherwise: float, read: Callable[[Any], Any]) -> Any:
    return otherwise if source is None else read(source)


def _cell(source: Mapping[str, Any], read: Callable[[Any], Any]) -> TypeCell:
    play = {label: {action: read(p) for action, p in row.items()} for label, row in source["play"].items()}
    payoff = (read(source["payoff"]["constant"]), read(source["payoff"]["slope"])) if "payoff" in source else None
    return TypeCell(_read_end(source["from"], -inf, read), _read_end(source["to"], inf, read), play, payoff)


def _belief(source: Mapping[str, Any], read: Callable[[Any], Any]) -> TypeBelief:
    pieces = tuple((_read_end(p["from"], -inf, read), _read_end(p["to"], inf, read), read(p["weight"])) for p in source["pieces"])
    return TypeBelief(source["about"], source["after"], pieces, source.get("fresh", True), source.get("matters", True))
