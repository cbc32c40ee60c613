"""Exact equilibria along one parameter, piece by piece."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from games import Game, GameError
from games.numbers import Expression, Number, exact, text

from . import views
from .assessment import Assessment, Certificate
from .point import Solution
from .questions import ask
from .reasons import Reason
from .tabular import Tabular
from .written import nested

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True)
class ClosedPlans:
    """Numbers by player, all quotients of polynomials in one parameter over one denominator.

    Parameters
    ----------
    denominator : tuple of int
        Coefficients, the constant first.
    numerators : dict from str to tuple of tuple of int
        For every player the coefficients for each of its sequences, in the order of `games.sequences`.
    """

    denominator: tuple[int, ...]
    numerators: Mapping[str, tuple[tuple[int, ...], ...]]

    def at(self, x: Fraction) -> dict[str, list[Fraction]]:
        """Give the realisation plans at a value of the parameter."""
        below = _value(self.denominator, x)
        return {player: [_value(f, x) / below for f in rows] for player, rows in self.numerators.items()}


def _value(coefficients: tuple[int, ...], x: Fraction) -> Fraction:
    total, power = 0, 1
    for c in reversed(coefficients):  # Horner's rule in whole numbers
        total, power = total * x.numerator + c * power, power * x.denominator
    return Fraction(total * x.denominator, power)


@dataclass(frozen=True)
class TracePiece:
    """An equilibrium as a function of the parameter, and the interval where it is one.

    Parameters
    ----------
    low, high : number
        The interval's ends, both included.
    values : dict from str to number
        What each player gets, in the parameter.
    outcomes, measures : dict from str to number
        As for a solution, in the parameter.
    plans : ClosedPlans or Assessment
        What is played: realisation plans of a zero-sum game, else probabilities and beliefs in the parameter.
    sample : Fraction
        A point inside.
    certificate : Certificate
        By the verifier, at `sample`; in a large game for ``nash`` alone.
    origin : {"linear program", "learned", "neighbour"}
        How it was found.
    """

    low: Number
    high: Number
    values: Mapping[str, Number]
    outcomes: Mapping[str, Number]
    measures: Mapping[str, Number]
    plans: ClosedPlans | Assessment = field(repr=False)
    sample: Fraction
    certificate: Certificate = field(repr=False)
    origin: str

    def as_json(self) -> dict[str, Any]:
        """Write the piece for programs."""
        return {
            "from": text(self.low),
            "to": text(self.high),
            "values": nested(self.values),
            "outcomes": nested(self.outcomes),
            "measures": nested(self.measures),
            "origin": {"kind": self.origin, "at": text(self.sample)},
            "certificate": self.certificate.as_json(),
        }


@dataclass(frozen=True)
class ValuePiece:
    """What the players get, as one function of the parameter on an interval.

    Parameters
    ----------
    low, high : number
        The interval's ends, both included.
    values : dict from str to number
        What each player gets, in the parameter.
    """

    low: Number
    high: Number
    values: Mapping[str, Number]

    def as_json(self) -> dict[str, Any]:
        """Write the piece for programs."""
        return {"from": text(self.low), "to": text(self.high), "values": nested(self.values)}


@dataclass(frozen=True)
class TraceWall:
    """A value of the parameter at which one piece ends.

    Parameters
    ----------
    at : number
        The value.
    polynomial : Expression
        Zero there, irreducible, in the parameter.
    reasons : tuple of Start, Stop or Fade
        What happens there as the parameter rises: what the piece below cannot go on without.
    """

    at: Number
    polynomial: Expression
    reasons: tuple[Reason, ...]

    def as_json(self) -> dict[str, Any]:
        """Write the wall for programs."""
        return {"at": text(self.at), "polynomial": text(self.polynomial), "reasons": [reason.as_json() for reason in self.reasons]}


@dataclass(frozen=True)
class Trace(Tabular):
    """Exact equilibria along one parameter; others may exist beside them.

    Parameters
    ----------
    game : Game
        The game, open in the parameter alone.
    parameter : str
        The parameter.
    low, high : Fraction
        The range asked for.
    concept : str
        The equilibrium concept.
    pieces : tuple of TracePiece
        From low to high.
    walls : tuple of TraceWall
        Where a piece ends inside the range.
    gaps : tuple of (number, number)
        The intervals where nothing is known.
    """

    game: Game = field(repr=False)
    parameter: str
    low: Fraction
    high: Fraction
    concept: str
    pieces: tuple[TracePiece, ...]
    walls: tuple[TraceWall, ...]
    gaps: tuple[tuple[Number, Number], ...]
    found: str = "some"
    complete: bool = False

    @property
    def value(self) -> tuple[ValuePiece, ...]:
        """What the players get: neighbouring pieces with the same functions are one."""
        merged: list[ValuePiece] = []
        for piece in self.pieces:
            if merged and merged[-1].high == piece.low and merged[-1].values == piece.values:
                merged[-1] = ValuePiece(merged[-1].low, piece.high, piece.values)
            else:
                merged.append(ValuePiece(piece.low, piece.high, piece.values))
        return tuple(merged)

    def at(self, x: object) -> Solution:
        """Give the equilibrium at a rational value of the parameter, with a certificate of its own.

        Raises
        ------
        GameError
            When the value is outside the range, or in a gap.
        """
        value = _rational(x, self.parameter)
        for piece in self.pieces:
            if piece.low <= value <= piece.high:
                solution: Solution = ask("the equilibrium at a point of a trace", self, piece, value)
                return solution
        where = "lies in a gap of the trace" if self.low <= value <= self.high else f"is outside the traced range {self.low} to {self.high}"
        raise GameError(f"{self.parameter} = {value} {where}.")

    def as_json(self) -> dict[str, Any]:
        """Write the trace for programs."""
        return {
            "game": self.game.name,
            "fingerprint": self.game.fingerprint,
            "by": self.parameter,
            "from": text(self.low),
            "to": text(self.high),
            "at": nested({name: value for name, value in self.game.fixed.items() if name != self.parameter}),
            "concept": self.concept,
            "found": self.found,
            "complete": self.complete,
            "walls": [wall.as_json() for wall in self.walls],
            "gaps": [[text(a), text(b)] for a, b in self.gaps],
            "value": [piece.as_json() for piece in self.value],
            "pieces": [piece.as_json() for piece in self.pieces],
        }

    def __repr__(self) -> str:
        return (
            f"<Trace of {self.game.name} by {self.parameter} from {self.low} to {self.high}: {len(self.pieces)} pieces, "
            f"{len(self.gaps)} gaps>"
        )

    def frame(self) -> pandas.DataFrame:
        """Give a table, one row for each piece and player: from, to, player, value."""
        return views.frames.trace_frame(self)

    def text(self) -> str:
        """Write the trace for people."""
        return views.traces.trace_text(self)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/plain": self.text()}


def _rational(x: object, name: str) -> Fraction:
    try:
        number = exact(x)
    except TypeError:
        raise GameError(f"{name} = {x!r} is no rational number; give a whole number, a fraction or a decimal.") from None
    return Fraction(int(number.p), int(number.q))
