"""Timed runs: ``python -m benchmarks map`` prints one table and keeps the figures."""

from __future__ import annotations

import json
from pathlib import Path

import click

from .maps import measured
from .record import keep, machine, table


@click.group(invoke_without_command=True)
@click.option("--quick", is_flag=True, help="Smaller sizes and fewer repetitions.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def main(context: click.Context, quick: bool, as_json: bool) -> None:
    """Measure everything, or one part."""
    if context.invoked_subcommand is None:
        context.invoke(map_command, quick=quick, as_json=as_json, out=None)


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
    folder = out or Path(__file__).parent / "results"
    for path in keep(figures, folder):
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


if __name__ == "__main__":
    main()
