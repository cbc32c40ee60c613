"""What a device is worth as a function of parameters: along one of them, and around a point in several."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from games import Game, GameError
from games.numbers import Expression, Number, fraction, simplest

from ..concept.record import Correlation
from ..results.value_traces import ClosedValue, ValuePiece, ValueTrace
from .endings import Endings
from .objective import in_words, read_objective, worth
from .open_program import NotABasis, OpenProgram, Ring, holds, open_reader, plain
from .tracing import Piece, Programs, optimum_at, traced


def open_device_program(game: Game, concept: Correlation, best: object) -> tuple[OpenProgram, str]:
    """The program of a concept in the open parameters of a game, and what it is best for."""
    concept.check_needs(game)
    weights = read_objective(game, best)
    program = concept.program(Endings(game, open_reader), concept.name)
    return program.open(program.objective(worth(program.endings, weights))), in_words(weights)


def device_trace(game: Game, concept: Correlation, best: object, low: Fraction, high: Fraction) -> ValueTrace:
    """Follow the value of the best device along the one open parameter."""
    program, words = open_device_program(game, concept, best)
    return value_trace(game, [(program, None)], f"{concept.name}, best for {words}", low, high)


def value_trace(game: Game, programs: Programs, what: str, low: Fraction, high: Fraction) -> ValueTrace:
    """Follow the largest optimum of some programs along the one open parameter."""
    (name,) = game.parameters
    found = traced(programs, name, low, high)
    walls: list[tuple[Number, Number | None]] = []
    gaps: list[tuple[Number, Number]] = []
    reached: Number = low
    if found and found[0].low == low:
        walls += _another(programs, name, found[0], low)
    for piece in found:
        if piece.low > reached:
            gaps.append((reached, piece.low))
        elif reached > low:
            walls.append((reached, optimum_at(programs, name, reached) if isinstance(reached, Fraction) else None))
        reached = piece.high
    if reached < high:
        gaps.append((reached, high))
    elif found:
        walls += _another(programs, name, found[-1], high)
    return ValueTrace(game, what, name, low, high, tuple(map(_written, found)), tuple(walls), tuple(gaps))


def _another(programs: Programs, name: str, piece: Piece, end: Fraction) -> list[tuple[Number, Number | None]]:
    """What an end of the range is worth, where that is another number than beside it."""
    there, value = optimum_at(programs, name, end), given_out(piece.value)
    try:
        beside = simplest(value.at({name: end})) if isinstance(value, Expression) else value
    except ZeroDivisionError:
        return [(end, there)]
    return [] if there == beside else [(end, there)]


def _written(piece: Piece) -> ValuePiece:
    return ValuePiece(piece.low, piece.high, given_out(piece.value))


def given_out(number: Ring) -> Number:
    """Write a number as those outside hold it."""
    number = plain(number)
    return number if hasattr(number, "numerator") and hasattr(number, "roots") else fraction(number)


def device_value(game: Game, concept: Correlation, best: object, point: Mapping[str, Fraction]) -> ClosedValue:
    """The value of the best device around a point, in closed form."""
    program, words = open_device_program(game, concept, best)
    closed = closed_at(game, program, point)
    what = f"{concept.name}, best for {words}"
    return ClosedValue(game, what, tuple(point), point, given_out(closed.value), tuple(closed.conditions))


def closed_at(game: Game, program: OpenProgram, point: Mapping[str, Fraction]) -> Any:
    """The closed forms of a basis that is optimal at a point.

    Raises
    ------
    GameError
        When the point lies on a wall, where no basis is optimal all around.
    """
    _, optimum = program.solved_at(point)
    try:
        closed = program.closed(optimum.basis)
        if holds(closed.conditions, point):
            return closed
    except NotABasis:
        pass
    at = ", ".join(f"{name} = {value}" for name, value in point.items())
    raise GameError(f"The value of {game.name} has no closed form around {at}, which lies on a wall; take a point beside it.")
