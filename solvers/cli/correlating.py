"""Commands for play that somebody else arranges: correlated."""

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
@shared("json")
def correlated(game: str, settings: dict[str, str], concept: str, best: str | None, as_json: bool) -> None:
    """Find the device or mediator that is best for a purpose, and whom nobody gains by not following."""
    with working(f"solving {game}"):
        opened_game, values = opened(game, settings)
        from ..front import correlated as find

        device = find(opened_game, concept, best, **values)
    tell(as_json, device.as_json(), device.text)
