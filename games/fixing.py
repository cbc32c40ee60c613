"""Parameters of a game get values: exact numbers, or expressions in the other parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from .errors import GameError
from .numbers import Expression, Number, exact, read, simplest, text
from .terms import TermTable

if TYPE_CHECKING:
    from .tree import Game


def fix(game: Game, values: Mapping[str, Number]) -> Game:
    """See `Game.fix`."""
    if not values:
        return game
    values = {name: value if isinstance(value, Expression) else exact_values(game, {name: value})[name] for name, value in values.items()}
    table = TermTable()
    try:
        new_terms = [table.split(term.at(values)) for term in game.terms]
    except ZeroDivisionError:
        listed = ", ".join(f"{name} = {text(value)}" for name, value in values.items())
        raise GameError(f"At {listed} a payoff, measure or chance of {game.name} divides by zero.") from None
    chances, payoffs, measures = (table.transform(rows, new_terms) for rows in (game.chances, game.payoffs, game.measures))
    fixed = {name: simplest(value.at(values)) if isinstance(value, Expression) else value for name, value in game.fixed.items()}
    return replace(
        game,
        domain=game.domain.fixing(values),
        headline=tuple(name for name in game.headline if name not in values),
        fixed={**fixed, **values},
        terms=table.terms,
        chances=chances,
        payoffs=payoffs,
        measures=measures,
        types=tuple(replace(t, law=t.law.at(values)) for t in game.types),
    )


def tie(game: Game, expressions: Mapping[str, object]) -> Game:
    """See `Game.tie`."""
    tied = {name: _as_expression(game, name, value) for name, value in expressions.items()}
    for _ in tied:
        tied = {name: Expression.constant(0) + value.at({n: tied[n] for n in tied if n in value.free}) for name, value in tied.items()}
    for name, value in tied.items():
        if any(n in tied for n in value.free):
            raise GameError(f"{name} is tied in a circle: {', '.join(f'{n} = {text(e)}' for n, e in expressions.items())}.")
    listed = ", ".join(f"{name} = {value.text()}" for name, value in tied.items())
    for condition in game.domain.conditions:
        left_side = simplest(condition.expression.at(tied))
        if not isinstance(left_side, Expression) and not (left_side > 0 or (left_side == 0 and not condition.strict)):
            raise GameError(f"{listed} violates {condition.text}, which the game assumes.")
    domain = game.domain.fixing(tied)
    try:
        start = domain.start if domain.contains(domain.start) else domain.inside
    except GameError:
        raise GameError(f"{listed} leaves no room: {', '.join(domain.texts)} cannot all hold near the defaults.") from None
    return replace(fix(game, tied), domain=replace(domain, start=dict(start)))


def _as_expression(game: Game, name: str, value: object) -> Expression:
    """What a parameter is tied to, in the game's own parameters."""
    _check_open(game, name)
    if isinstance(value, str):
        return read(value, game.parameters)
    if not isinstance(value, Expression):
        return Expression.constant(exact_values(game, {name: value})[name])
    unknown = [n for n in value.free if n not in game.parameters]
    if unknown:
        raise GameError(f"{name} = {value.text()} names {', '.join(unknown)}; the parameters are {', '.join(game.parameters)}.")
    return Expression(value.numerator, value.denominator, value.roots)


def sorted_values(game: Game, values: Mapping[str, object]) -> tuple[dict[str, object], dict[str, object]]:
    """See `Game.sorted_values`."""
    tied: dict[str, object] = {}
    plain: dict[str, object] = {}
    for name, value in values.items():
        if isinstance(value, str):
            _check_open(game, name)
            expression = read(value)
            if not expression.free or set(expression.free) & set(game.parameters):
                value = simplest(expression)
        (tied if isinstance(value, Expression) and value.free else plain)[name] = value
    return tied, plain


def exact_values(game: Game, values: Mapping[str, object]) -> dict[str, Fraction]:
    """Read the values of open parameters as exact numbers.

    Raises
    ------
    GameError
        For an unknown parameter, or a value that is no exact number.
    """
    numbers = {}
    for name, value in values.items():
        _check_open(game, name)
        try:
            number = exact(value)
        except TypeError:
            raise GameError(f"{name} = {value!r} is no exact number; give a whole number, a fraction or a decimal.") from None
        numbers[name] = Fraction(int(number.p), int(number.q))
    return numbers


def _check_open(game: Game, name: str) -> None:
    """Refuse what is no open parameter."""
    if name not in game.parameters:
        fixed = f" ({name} has been fixed)" if name in game.fixed else ""
        raise GameError(f"{game.name} has no open parameter {name!r}{fixed}; it has {', '.join(game.parameters) or 'none'}.")
