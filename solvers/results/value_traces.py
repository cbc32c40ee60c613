"""What a device or a commitment is worth along one parameter, and around a point in several."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from games import Game, GameError
from games.numbers import Expression, Number, text

from . import views
from .tabular import Tabular
from .written import exact, nested

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True)
class ValuePiece:
    """One closed form, and where it holds.

    Parameters
    ----------
    low, high : number
        The ends of the interval; at a wall itself the value may differ.
    value : number
        In the parameter.
    """

    low: Number
    high: Number
    value: Number

    def as_json(self) -> dict[str, Any]:
        """Write it for programs."""
        return {"from": exact(self.low), "to": exact(self.high), "value": exact(self.value)}


@dataclass(frozen=True)
class ValueTrace(Tabular):
    """A value along one parameter.

    Parameters
    ----------
    game : Game
        The game, open in the parameter.
    what : str
        What is worth it, in words.
    parameter : str
        Its name.
    low, high : Fraction
        The range.
    pieces : tuple of ValuePiece
        From left to right; each is proved.
    walls : tuple of (number, number or None)
        Where two pieces meet, and the value there, exactly; None where the wall is no fraction. Also an end of the range
        at which the value is another than beside it.
    gaps : tuple of (number, number)
        Intervals in which nothing is known.
    """

    game: Game = field(repr=False)
    what: str
    parameter: str
    low: Fraction
    high: Fraction
    pieces: tuple[ValuePiece, ...]
    walls: tuple[tuple[Number, Number | None], ...]
    gaps: tuple[tuple[Number, Number], ...] = ()

    def at(self, value: Number) -> Number:
        """Give the value at a point of the range.

        Raises
        ------
        GameError
            Outside the range, in a gap, and at a wall that is no fraction.
        """
        for wall, worth in self.walls:
            if wall == value:
                if worth is None:
                    raise GameError(f"At the wall {text(wall)}, which is no fraction, the value is not worked out.")
                return worth
        for piece in self.pieces:
            if piece.low <= value <= piece.high:
                return piece.value.at({self.parameter: value}) if isinstance(piece.value, Expression) else piece.value
        raise GameError(f"{self.parameter} = {text(value)} lies outside what was traced.")

    def frame(self) -> pandas.DataFrame:
        """Give a table: from, to, value in the parameter."""
        return views.frames.value_trace_frame(self)

    def as_json(self) -> dict[str, Any]:
        """Write it for programs."""
        return {
            "game": self.game.name,
            "fingerprint": self.game.fingerprint,
            "what": self.what,
            "by": self.parameter,
            "from": exact(self.low),
            "to": exact(self.high),
            "pieces": [piece.as_json() for piece in self.pieces],
            "walls": [{"at": exact(at), "value": None if value is None else exact(value)} for at, value in self.walls],
            "gaps": [[exact(a), exact(b)] for a, b in self.gaps],
        }

    def __repr__(self) -> str:
        return f"<ValueTrace of {self.game.name} by {self.parameter}: {len(self.pieces)} pieces>"

    def text(self) -> str:
        """Write it for people."""
        return views.devices.value_trace_text(self)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/plain": self.text()}


@dataclass(frozen=True)
class ClosedValue:
    """A value around a point, in closed form.

    Parameters
    ----------
    game : Game
        The game, open in `over`.
    what : str
        What is worth it, in words.
    over : tuple of str
        The open parameters.
    at : dict from str to Fraction
        The point.
    value : number
        In the parameters.
    conditions : tuple of Expression
        The closed form holds where none of these is negative: the region around the point on which one basis of the program is optimal.
    profile : dict
        What is played, in the parameters: for a commitment, the leader's probabilities by information set and action.
    """

    game: Game = field(repr=False)
    what: str
    over: tuple[str, ...]
    at: Mapping[str, Fraction]
    value: Number
    conditions: tuple[Expression, ...]
    profile: Mapping[str, Mapping[str, Number]] = field(default_factory=dict)

    def holds(self, **point: Number) -> bool:
        """Whether the closed form is proved at a point."""
        return all(condition.at(point) >= 0 for condition in self.conditions)

    def as_json(self) -> dict[str, Any]:
        """Write it for programs."""
        return {
            "game": self.game.name,
            "fingerprint": self.game.fingerprint,
            "what": self.what,
            "over": list(self.over),
            "at": nested(self.at),
            "value": exact(self.value),
            "conditions": [f"{condition.text()} >= 0" for condition in self.conditions],
            "profile": nested(self.profile),
        }

    def __repr__(self) -> str:
        return f"<ClosedValue of {self.game.name}: {text(self.value)}>"
