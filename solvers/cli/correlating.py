"""Commands for play that somebody else arranges, or binds itself to: correlated, commit, trace-value."""

from __future__ import annotations

from collections.abc import Iterable

import click

from .terminal import Named, opened, shared, tell, working


def _correlations() -> Iterable[str]:
    from ..concept import CORRELATIONS

    return CORRELATIONS


@click.command()
@shared("game", "set")
@click.option(
    "--concept",
    cls=Named,
    names=_correlations,
    default="efce",
    show_default=True,
    metavar="CONCEPT",
    help="What a player knows who does not follow: {}.",
)
@click.option(
    "--best", metavar="NAME", help="A player, an outcome, a measure or a sum such as '2*US - war'; all payoffs together by default."
)
@click.option("--proofs", multiple=True, metavar="PLAYER", help="A player who proves what it tells a mediator. May be repeated.")
@shared("json")
def correlated(game: str, settings: dict[str, str], concept: str, best: str | None, proofs: tuple[str, ...], as_json: bool) -> None:
    """Find the device or mediator that is best for a purpose, and whom nobody gains by not following."""
    with working(f"solving {game}"):
        opened_game, values = opened(game, settings)
        from ..front import correlated as find

        device = find(opened_game, concept, best, proofs=proofs, **values)
    tell(as_json, device.as_json(), device.text)


@click.command()
@shared("game")
@click.option("--leader", required=True, metavar="PLAYER", help="Who commits itself before play, for all to see.")
@click.option("--to", default="mixed", show_default=True, metavar="KIND", help="To what: mixed (strategies), pure (plans) or signals.")
@shared("set", "json")
def commit(game: str, leader: str, to: str, settings: dict[str, str], as_json: bool) -> None:
    """Find what a leader should commit itself to, and how the others reply."""
    with working(f"solving {game}"):
        opened_game, values = opened(game, settings)
        from ..front import commit as find

        commitment = find(opened_game, leader, to, **values)
    tell(as_json, commitment.as_json(), commitment.text)


@click.command(name="trace-value")
@shared("game")
@click.option("--by", required=True, metavar="NAME", help="The parameter that moves.")
@click.option("--from", "low", required=True, metavar="NUMBER", help="Where the range begins.")
@click.option("--to", "high", required=True, metavar="NUMBER", help="Where it ends.")
@click.option("--concept", metavar="CONCEPT", help="The value of the best device of this concept; efce by default.")
@click.option("--best", metavar="NAME", help="What the device is best for, as for correlated.")
@click.option("--leader", metavar="PLAYER", help="Instead, the value of this player's commitment.")
@shared("set", "json")
def trace_value(
    game: str,
    by: str,
    low: str,
    high: str,
    concept: str | None,
    best: str | None,
    leader: str | None,
    settings: dict[str, str],
    as_json: bool,
) -> None:
    """Follow what the best device or commitment is worth along one parameter, in closed form."""
    with working(f"tracing {game}"):
        opened_game, values = opened(game, settings)
        from ..front import trace_value as follow

        trace = follow(opened_game, by, low, high, concept=concept, best=best, leader=leader, **values)
    tell(as_json, trace.as_json(), trace.text)
