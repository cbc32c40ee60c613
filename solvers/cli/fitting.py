"""The commands between models and data: simulate and fit."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from .terminal import opened, shared, tell, working

NAMED = "lewis_schultz"  # the one class of games that is named here and is no story


def _links(context: click.Context, option: click.Parameter, options: tuple[str, ...]) -> dict[str, str]:
    """Read NAME=FORMULA."""
    links: dict[str, str] = {}
    for source in options:
        name, equals, formula = (text.strip() for text in source.partition("="))
        if not (name and equals and formula) or name in links:
            raise click.UsageError(f"--link {source} is not of the form NAME=FORMULA, as W_B='1 + x', once for each name.", context)
        links[name] = formula
    return links


@click.command()
@shared("game", "set", "concept")
@click.option("--equilibrium", type=click.IntRange(1), required=True, metavar="N", help="Which of the equilibria that solve lists.")
@click.option("--plays", type=click.IntRange(1), default=1000, show_default=True, help="How many plays.")
@click.option("--seed", type=int, default=0, show_default=True, help="Same seed, same plays.")
@shared("out", "json")
def simulate(
    game: str,
    settings: dict[str, str],
    concept: str | None,
    equilibrium: int,
    plays: int,
    seed: int,
    out: Path | None,
    as_json: bool,
) -> None:
    """Draw plays of an equilibrium: a table with a row for each play."""
    with working(f"simulating {game}"):
        opened_game, values = opened(game, settings)
        from ..analysis.simulating import simulate as draw
        from ..front import solve

        found = solve(opened_game, concept, **values)
        if equilibrium > len(found):
            raise click.ClickException(f"--equilibrium {equilibrium}: there are {len(found)}; solve lists them.")
        frame = draw(opened_game, found[equilibrium - 1], plays, seed)
    from games.whole_files import write_together

    written = write_together(out, {"plays.csv": frame.to_csv(index=False).encode()}) if out else ()
    facts = {
        "game": opened_game.name,
        "equilibrium": found[equilibrium - 1].name,
        "seed": seed,
        "plays": json.loads(frame.to_json(orient="records")),
    }
    tell(as_json, facts, lambda: str(frame.to_csv(index=False).rstrip()), written)


@click.command()
@shared("game")
@click.argument("rows", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--link",
    "links",
    multiple=True,
    required=True,
    callback=_links,
    metavar="NAME=FORMULA",
    help="A parameter as a formula in columns of the file; repeated.",
)
@click.option(
    "--equilibrium",
    metavar="SELECTION",
    help="'best of each group', 'shares', 'lowest NAME', 'highest NAME' or 'unique'; there is no default.",
)
@click.option(
    "--outcome", default="outcome", show_default=True, metavar="COLUMN", help="The column of outcomes, where there are no counts."
)
@click.option("--group", metavar="COLUMN", help="The column of groups; each row is one when absent.")
@click.option("--response", type=click.Choice(["logit", "probit"]), help="Players of a finite game err at each choice.")
@click.option(
    "--errors",
    type=click.Choice(["hessian", "sandwich"]),
    default="hessian",
    show_default=True,
    help="Which standard errors intervals use.",
)
@click.option("--starts", type=click.IntRange(1), default=9, show_default=True, help="How many climbs.")
@click.option("--seed", type=int, default=0, show_default=True, help="Of the starts.")
@click.option(
    "--store", type=click.Path(file_okay=False, path_type=Path), metavar="DIR", help="Keep climbs there, and go on where they end."
)
@shared("set", "out", "json")
def fit(game: str, rows: Path, links: dict[str, str], settings: dict[str, str], out: Path | None, as_json: bool, **options: Any) -> None:
    """Fit parameters to the rows of a CSV file, over all equilibria.

    GAME may also be lewis_schultz, the crisis with outcome shocks. Every parameter must be linked, or held by --set.
    """
    with working(f"fitting {game}", "climbing, start") as progress:
        import pandas as pd

        from ..fitting.estimator import fit as estimate

        subject, held = _subject(game, settings)
        try:
            frame = pd.read_csv(rows)
        except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError) as error:
            raise click.ClickException(f"{rows} is no CSV file: {' '.join(str(error).split())}.") from None
        found = estimate(subject, frame, links, progress=progress, **options, **held)
    from games.whole_files import write_together

    files = {"coefficients.csv": found.frame().to_csv().encode(), "equilibria.csv": found.equilibria.to_csv(index=False).encode()}
    written = write_together(out, {**files, "coefficients.tex": found.latex().encode()}) if out else ()
    tell(as_json, found.as_json(), found.text, written)


def _subject(game: str, settings: dict[str, str]) -> tuple[Any, dict[str, Any]]:
    """The game, and the parameters that are held."""
    if game != NAMED:
        return opened(game, settings)
    from ..outcome_shocks.crisis import lewis_schultz

    law = settings.pop("law", "normal")
    return lewis_schultz(law), dict(settings)
