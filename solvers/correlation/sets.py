"""All devices of a concept as results: corners, and the polygon of payoffs."""

from __future__ import annotations

from games import Game, GameError

from ..concept.record import Correlation
from ..results.devices import Draw
from ..results.payoff_sets import DeviceCorners, PayoffPolygon
from .best import device_program
from .corners import corners, payoff_polygon


def all_corners(game: Game, concept: Correlation) -> DeviceCorners:
    """List the corners of the polytope of devices."""
    program = device_program(game, concept)
    found, dimension = corners(program)
    draws: list[tuple[Draw, ...]] = [program.device(corner)["draws"] for corner in found]
    return DeviceCorners(game, concept.name, dimension, tuple(draws))


def polygon(game: Game, concept: Correlation, players: tuple[str, str] | None) -> PayoffPolygon:
    """Find the payoffs of two players that devices bring about."""
    names = game.players[:2] if players is None else tuple(players)
    if len(names) != 2 or len(set(names)) != 2 or any(name not in game.players for name in names):
        raise GameError(f"A polygon of payoffs needs two different players of {game.name}: {', '.join(game.players)}.")
    program = device_program(game, concept)
    found = payoff_polygon(program, game.players.index(names[0]), game.players.index(names[1]))
    return PayoffPolygon(game, concept.name, (names[0], names[1]), tuple(point for point, _ in found))
