"""Commands for games too large to search: approximate, lift, trace."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from .terminal import Named, opened, shared, tell, working


def _rules() -> Iterable[str]:
    from ..regret.rules import METHODS

    return METHODS


@click.command()
@shared("game", "set")
@click.option("--method", cls=Named, names=_rules, metavar="NAME", help="How to learn: {}; the portfolio by default.")
@click.option("--tol", type=float, help="Stop at this gap, what all players win in sum by best replies, in the unit of payoffs.")
@click.option("--iterations", type=int, help="The most that any rule runs; 20,000 by default.")
@click.option("--trembles", type=float, default=0.0, help="The least chance of every action, so that play off the path is learned too.")
@click.option("--seed", type=int, help="Begin with small random regrets, others for every seed.")
@click.option(
    "--checkpoint", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Keep what is learned, and go on from it."
)
@click.option("--profile", "with_profile", is_flag=True, help="With --json: the profile, and the gains by information set.")
@shared("seconds", "json")
def approximate(
    game: str,
    settings: dict[str, str],
    method: str | None,
    tol: float | None,
    iterations: int | None,
    trembles: float,
    seed: int | None,
    checkpoint: Path | None,
    with_profile: bool,
    seconds: float | None,
    as_json: bool,
) -> None:
    """Approximate one Nash equilibrium of a large game by learning, and measure how far it is from one.

    An interrupt (Ctrl-C) ends it with the best that was found until then.
    """
    with working(f"learning in {game}", "learning, measurement") as progress:
        opened_game, values = opened(game, settings)
        from ..front import approximate as find

        found = find(
            opened_game,
            method=method,
            tol=tol,
            iterations=iterations,
            trembles=trembles,
            seed=seed,
            checkpoint=checkpoint,
            seconds=seconds,
            progress=progress,
            **values,
        )
    tell(as_json, found.as_json(profile=with_profile), found.text)


@click.command()
@shared("game", "over", "set", "concept")
@click.option("--seed", type=int, help="Of learning: other seeds may find other equilibria.")
@shared("seconds", "json")
def lift(
    game: str, over: str | None, settings: dict[str, str], concept: str, seed: int | None, seconds: float | None, as_json: bool
) -> None:
    """Find one exact equilibrium near a learned one, and the region around the parameters where it holds."""
    with working(f"learning {game}"):
        opened_game, values = opened(game, settings)
        from ..front import lift as find

        found = find(opened_game, None, over, concept, seed=seed, **({} if seconds is None else {"seconds": seconds}), **values)
    tell(as_json, found.as_json(), found.text)


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

        found = follow(opened_game, by, low, high, concept=concept, starts=starts, seconds=seconds, seed=seed, **values)
    tell(as_json, found.as_json(), found.text)
