"""Timed runs: ``python -m benchmarks`` prints one table of everything beside other programs, and keeps the figures."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from .maps import measured
from .record import Record, bandwidth, keep, machine, overview_table, plot_overview, table

RESULTS = Path(__file__).parent / "results"


@click.group(invoke_without_command=True)
@click.option("--quick", is_flag=True, help="Smaller sizes and fewer repetitions.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, write nothing.")
@click.option("--only", default="", help="Families of workloads whose name contains this.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=None, help="Folder for the figures and the plot.")
@click.pass_context
def main(context: click.Context, quick: bool, as_json: bool, only: str, out: Path | None) -> None:
    """Measure everything beside other programs, or one part."""
    if context.invoked_subcommand is not None:
        return
    from .overview import measured as all_measured

    here = {**machine(), "copied GB/s": bandwidth()}
    rows = all_measured(quick=quick, only=only)
    if as_json:
        click.echo(json.dumps({"machine": here, "rows": list(rows)}))
        return
    figures: dict[str, Any] = {"machine": here, "rows": []}
    record = Record("all", out or RESULTS)
    for one in rows:
        click.echo(f"{one['workload']}, {one['scale']:,}: {one['seconds']:.4g} s", err=True)
        figures["rows"].append(one)
        record.keep(figures)  # what was measured is there when the run is stopped
    click.echo(overview_table(figures))
    for path in [record.path, *plot_overview(figures, record.folder, all_rows=not quick and not only)]:
        click.echo(f"Written: {path}")


@main.command("map")
@click.option("--quick", is_flag=True, help="Smaller sizes and fewer repetitions.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, write nothing.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=None, help="Folder for the figures and the plot.")
def map_command(quick: bool, as_json: bool, out: Path | None) -> None:
    """Exact families and maps: cold, warm, and the growth with size."""
    rows = measured(quick=quick)
    figures = {"machine": machine(), "rows": rows}
    if as_json:
        click.echo(json.dumps(figures))
        return
    click.echo(table(rows))
    for path in keep(figures, out or RESULTS):
        click.echo(f"Written: {path}")


@main.command("nash")
@click.option("--quick", is_flag=True, help="Fewer repetitions; other programs are stopped after ten seconds.")
@click.option("--agreement", "agree", is_flag=True, help="Compare the sets of equilibria of random games instead of times.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, write nothing.")
def nash_command(quick: bool, agree: bool, as_json: bool) -> None:
    """All Nash equilibria: time beside other programs', or agreement with them."""
    if agree:
        from .agreement import table_of

        click.echo(table_of(10 if quick else None))
        return
    from .nash import measured as nash_measured
    from .nash import nash_table

    rows = nash_measured(quick=quick)
    click.echo(json.dumps({"machine": machine(), "rows": rows}) if as_json else nash_table(rows))


@main.command("recovery")
@click.option("--sets", type=click.IntRange(1), default=30, show_default=True, help="How many data sets a design.")
@click.option("--only", default="", help="Designs whose name contains this.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def recovery_command(sets: int, only: str, as_json: bool) -> None:
    """Parameters recovered from simulated data, over all equilibria and with one taken for granted: bias, error, coverage."""
    from .recovery import measured as recovered

    frame, notes = recovered(sets, only)
    click.echo(
        json.dumps({"rows": frame.to_dict("records"), "notes": notes})
        if as_json
        else "\n".join([frame.round(3).to_string(index=False), *notes])
    )


@main.command("reputation")
@click.option("--from", "first", type=click.IntRange(1), default=3, show_default=True, help="The least number of entrants.")
@click.option("--to", "last", type=click.IntRange(1), default=10, show_default=True, help="The largest.")
@click.option("--plain", type=click.IntRange(0), default=4, show_default=True, help="Entrants up to which the plain search is asked too.")
@click.option("--seconds", type=float, default=600.0, show_default=True, help="After which a size is given up.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def reputation_command(first: int, last: int, plain: int, seconds: float, as_json: bool) -> None:
    """The chain store over many periods: time, memory, classes, and agreement with the plain search and the closed form."""
    from .reputation import measured as reputation_measured
    from .reputation import reputation_table

    rows = reputation_measured(range(first, last + 1), seconds=seconds, plain=plain)
    if as_json:
        click.echo(json.dumps({"machine": machine(), "rows": list(rows)}))
        return
    for line in reputation_table(rows):
        click.echo(line)


@main.command("random-lifts")
@click.option("--quick", is_flag=True, help="Smaller sizes, fewer games.")
@click.option("--concept", type=click.Choice(["sequential", "nash"]), default="sequential", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def random_lifts_command(quick: bool, concept: str, as_json: bool) -> None:
    """Random games: the share that is lifted to a verified equilibrium, by size, and why the rest was not."""
    from .random_lifts import GAMES, QUICK, SIZES, lifts_table
    from .random_lifts import measured as lifts_measured

    rows = lifts_measured(QUICK if quick else SIZES, count=3 if quick else GAMES, concept=concept)
    if as_json:
        click.echo(json.dumps({"machine": machine(), "rows": list(rows)}))
        return
    for line in lifts_table(rows):
        click.echo(line)


@main.command("versus")
@click.argument("commit")
@click.option("--rounds", type=click.IntRange(1), default=2, show_default=True, help="Processes of each version for each workload.")
@click.option("--only", default="", help="Workloads whose name contains this.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def versus_command(commit: str, rounds: int, only: str, as_json: bool) -> None:
    """Maps and families with the code of an earlier commit beside the code here, in one run."""
    from .versus import measured as versus_measured
    from .versus import versus_table

    rows = versus_measured(commit, rounds, only)
    click.echo(json.dumps({"machine": machine(), "rows": rows}) if as_json else versus_table(rows))


@main.command("lines")
@click.argument("commit")
@click.option("--only", default="", help="Games whose name contains this.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def lines_command(commit: str, only: str, as_json: bool) -> None:
    """What a reader gets of a map beside an earlier commit: lines, families against classes, conditions told shorter and proved equal."""
    from .lines import lines_table
    from .lines import measured as lines_measured

    rows = list(lines_measured(commit, only))
    for line in [json.dumps({"machine": machine(), "rows": rows})] if as_json else lines_table(rows):
        click.echo(line)


if __name__ == "__main__":
    main()
