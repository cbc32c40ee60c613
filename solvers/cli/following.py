"""Commands that find one exact equilibrium near a learned one, and follow it: lift, trace."""

from __future__ import annotations

import click

from .terminal import opened, shared, tell, working


@click.command()
@shared("game", "over", "set", "concept")
@click.option("--seed", type=int, help="Of learning: other seeds may find other equilibria.")
@shared("seconds", "json")
def lift(
    game: str, over: str | None, settings: dict[str, str], concept: str | None, seed: int | None, seconds: float | None, as_json: bool
) -> None:
    """Find one exact equilibrium near a learned one, and the region around the parameters where it holds."""
    with working(f"learning {game}"):
        opened_game, values = opened(game, settings)
        from ..concept import DEFAULT
        from ..front import lift as find

        result = find(opened_game, None, over, concept or DEFAULT, seed=seed, seconds=seconds, **values)
    tell(as_json, result.as_json(), result.text)


@click.command()
@shared("game")
@click.option("--by", required=True, metavar="NAME", help="The parameter that moves.")
@click.option("--from", "low", required=True, metavar="NUMBER", help="Where the range begins.")
@click.option("--to", "high", required=True, metavar="NUMBER", help="Where it ends.")
@click.option("--concept", metavar="CONCEPT", help="The equilibrium concept; the one that suits the game by default.")
@click.option("--starts", type=click.IntRange(min=1), default=1, show_default=True, metavar="N", help="From how many points to start.")
@click.option("--seed", type=int, help="Of learning: other seeds may find other equilibria.")
@shared("set", "seconds", "json")
def trace(
    game: str,
    by: str,
    low: str,
    high: str,
    concept: str | None,
    starts: int,
    seed: int | None,
    settings: dict[str, str],
    seconds: float | None,
    as_json: bool,
) -> None:
    """Follow exact equilibria along one parameter, and say what changes at the walls between its pieces."""
    with working(f"tracing {game}"):
        opened_game, values = opened(game, settings)
        from ..front import trace as follow

        result = follow(opened_game, by, low, high, concept=concept, starts=starts, seconds=seconds, seed=seed, **values)
    tell(as_json, result.as_json(), result.text)
