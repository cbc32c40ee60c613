"""What a device is to be best for: an outcome, a measure, a player's payoff, or a weighted sum of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from games import Game, GameError
from games.numbers import exact, text

from .endings import Ending, Endings

TERM = re.compile(r"\s*([+-]?)\s*(?:(\d+(?:/\d+|\.\d+)?)\s*\*\s*)?([^+*-][^+*-]*?)\s*(?=[+-]|$)")

Weights = dict[str, Any]


def read_objective(game: Game, best: object) -> Weights:
    """Read what is to be largest: by name, its weight.

    Parameters
    ----------
    game : Game
        The game.
    best : str, dict from str to number, or None
        The name of a player, an outcome or a measure; a sum such as ``"2*US - war"``; names with their weights; all players' payoffs
        together when None.

    Raises
    ------
    GameError
        For a name that is none of these, and a weight that is no number.
    """
    if best is None:
        return dict.fromkeys(game.players, 1)
    if isinstance(best, Mapping):
        pairs = [(str(name), weight) for name, weight in best.items()]
    elif isinstance(best, str):
        pairs = [(best, 1)] if best in _names(game) else list(_summands(game, best))
    else:
        raise GameError(f"best = {best!r} is no objective; name a player, an outcome or a measure, as best={game.players[0]!r}.")
    weights: Weights = {}
    for name, weight in pairs:
        if name not in _names(game):
            raise GameError(f"{name!r} is no player, outcome or measure of {game.name}; there are {', '.join(_names(game))}.")
        try:
            weights[name] = weights.get(name, 0) + exact(weight)
        except TypeError:
            raise GameError(f"The weight {weight!r} of {name} is no exact number; write a whole number, a fraction or a decimal.") from None
    if not weights:
        raise GameError(f"best names nothing; name a player, an outcome or a measure, as best={game.players[0]!r}.")
    return weights


def _names(game: Game) -> list[str]:
    return list(dict.fromkeys([*game.players, *game.outcome_names, *game.measure_names]))


def _summands(game: Game, best: str) -> Iterator[tuple[str, Any]]:
    place = 0
    while place < len(best.rstrip()):
        match = TERM.match(best, place)
        if match is None or (place and not match[1]):
            raise GameError(
                f"{best!r} is no objective; write a name, or a sum such as '2*{game.players[0]} - {_names(game)[-1]}', or give names with "
                "their weights."
            )
        yield match[3], ("-" if match[1] == "-" else "") + (match[2] or "1")
        place = match.end()


def worth(endings: Endings, weights: Weights) -> Callable[[Ending], Any]:
    """What an ending is worth for an objective."""
    game, read = endings.game, endings.read
    factors = {name: read(_fraction(weight)) for name, weight in weights.items()}

    def of(ending: Ending) -> Any:
        total = read(0)
        for name, factor in factors.items():
            if name in game.players:
                total = total + factor * ending.payoffs[game.players.index(name)]
            elif name in game.measure_names:
                total = total + factor * read(game.measure(ending.leaf, game.measure_names.index(name)))
            elif game.outcome_names[game.outcome[ending.leaf]] == name:
                total = total + factor
        return total

    return of


def in_words(weights: Weights) -> str:
    """Write an objective."""
    out = ""
    for name, weight in weights.items():
        number = _fraction(weight)
        sign = "-" if number < 0 else "+"
        size = "" if abs(number) == 1 else f"{text(abs(number))}*"
        out += f" {sign} {size}{name}" if out else f"{'-' if number < 0 else ''}{size}{name}"
    return out


def _fraction(weight: Any) -> Any:
    from fractions import Fraction

    return Fraction(int(weight.p), int(weight.q)) if hasattr(weight, "p") else Fraction(weight)
