"""The command that sweeps over a grid: sweep."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import click

from .terminal import meant_in, opened, shared, tell, working


def _axes(context: click.Context, option: click.Parameter, options: tuple[str, ...]) -> dict[str, str]:
    """Read NAME=LOW:HIGH:COUNT, or NAME=V1,V2."""
    axes: dict[str, str] = {}
    for source in options:
        name, equals, values = (text.strip() for text in source.partition("="))
        if not (name and equals and values) or name in axes:
            raise click.UsageError(f"--grid {source} is not of the form NAME=LOW:HIGH:COUNT or NAME=V1,V2, once for each name.", context)
        axes[name] = values
    return axes


@click.command()
@shared("game")
@click.option(
    "--grid",
    "axes",
    required=True,
    multiple=True,
    callback=_axes,
    metavar="NAME=LOW:HIGH:COUNT",
    help="So many values of a parameter at equal distances, ends included, or NAME=V1,V2. Repeated: all combinations.",
)
@shared("set", "concept")
@click.option(
    "--method",
    metavar="NAME",
    help="map: a million points at once; enumerate: each solved exactly; lift: one exact at each; learn: one learned at each.",
)
@click.option(
    "--store", type=click.Path(file_okay=False, path_type=Path), metavar="DIR", help="Keep solved points there, and go on where they end."
)
@click.option("--processes", type=click.IntRange(1), default=1, show_default=True, help="How many points are solved at a time.")
@click.option("--parquet", is_flag=True, help="With --out, a Parquet file beside the CSV (needs pyarrow).")
@shared("out", "json")
def sweep(
    game: str,
    axes: dict[str, str],
    settings: dict[str, str],
    concept: str | None,
    method: str | None,
    store: Path | None,
    processes: int,
    parquet: bool,
    out: Path | None,
    as_json: bool,
) -> None:
    """Find every equilibrium at every point of a grid of parameter values."""
    if parquet and out is None:
        raise click.UsageError("--parquet writes a file beside the CSV; say where with --out DIR, or leave --parquet out.")
    with working(f"sweeping {game}") as progress:
        opened_game, values = opened(game, settings)
        concept = meant_in(opened_game, concept)
        from concurrent.futures import ProcessPoolExecutor

        from ..sweeps import swept, way

        if processes > 1 and way(concept, method, store) == "map":
            raise click.UsageError("From a map all points are answered at once; leave --processes out, or take --method enumerate.")
        with nullcontext() if processes == 1 else ProcessPoolExecutor(processes) as executor:
            done = swept(opened_game, axes, concept, method=method, executor=executor, store=store, progress=progress, **values)
    from games.whole_files import write_together

    from ..show.sweeps import sweep_text

    content = {"sweep.csv": done.frame().to_csv(index=False).encode()} if out else {}
    if parquet:
        from ..show import exchange

        content["sweep.parquet"] = exchange.parquet(done.frame())
    written = write_together(out, content) if out else ()
    facts = {"game": opened_game.name, "fingerprint": opened_game.fingerprint, "concept": concept, "parameters": list(done.parameters)}
    tell(as_json, facts | done.as_json(), lambda: sweep_text(opened_game, concept, done), written)
