"""Commands for quantal response: quantal, correspondence."""

from __future__ import annotations

from pathlib import Path

import click

from .terminal import opened, shared, tell, working


@click.command()
@shared("game")
@click.option("--precision", required=True, metavar="NUMBER", help="The precision with which everybody responds, at least 0.")
@click.option("--response", type=click.Choice(["logit", "probit"]), default="logit", show_default=True, help="The law of errors.")
@click.option("--principal", is_flag=True, help="Only the equilibrium on the principal branch.")
@click.option("--boxes", type=click.IntRange(min=1), metavar="N", help="How many boxes may be looked at.")
@shared("set", "out", "json")
def quantal(
    game: str, precision: str, response: str, principal: bool, boxes: int | None, settings: dict[str, str], out: Path | None, as_json: bool
) -> None:
    """Find all quantal response equilibria at a precision, counted with proof."""
    if principal and boxes is not None:
        raise click.UsageError("The principal branch is followed without boxes; leave --boxes out, or --principal.")
    with working(f"solving {game}"):
        opened_game, values = opened(game, settings)
        from ..front import quantal_response as find

        found = find(opened_game, precision, response=response, method="principal" if principal else None, boxes=boxes, **values)
    from ..show.files import save

    tell(as_json, found.as_json(), found.text, save(found, out) if out else ())


@click.command()
@shared("game")
@click.option("--to", "high", metavar="NUMBER", help="Where the range ends; needed along a parameter.")
@click.option("--from", "low", default="0", show_default=True, metavar="NUMBER", help="Where the range begins.")
@click.option("--by", default="precision", show_default=True, metavar="NAME", help="What moves: the precision, or a parameter.")
@click.option("--precision", metavar="NUMBER", help="Along a parameter, the precision.")
@click.option("--response", type=click.Choice(["logit", "probit"]), default="logit", show_default=True, help="The law of errors.")
@click.option("--boxes", type=click.IntRange(min=1), metavar="N", help="How many boxes may be looked at.")
@shared("set", "out", "json")
def correspondence(
    game: str,
    high: str | None,
    low: str,
    by: str,
    precision: str | None,
    response: str,
    boxes: int | None,
    settings: dict[str, str],
    out: Path | None,
    as_json: bool,
) -> None:
    """Follow all quantal equilibria along the precision or a parameter: branches, folds, and how many there are in between."""
    with working(f"following {game}"):
        opened_game, values = opened(game, settings)
        from ..front import correspondence as follow

        found = follow(opened_game, high, low=low, by=by, precision=precision, response=response, boxes=boxes, **values)
    from ..show.files import save_correspondence

    tell(as_json, found.as_json(), found.text, save_correspondence(found, out) if out else ())
