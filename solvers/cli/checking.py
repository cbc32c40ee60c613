"""Commands that check: check, verify, why-not, recheck, tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from .terminal import meant_in, opened, read_json, shared, tell, working


@click.command()
@click.argument("story", metavar="STORY")
@click.option("--no-map", is_flag=True, help="Do not look for walls on which the defaults lie.")
@shared("set", "json")
def check(story: str, no_map: bool, settings: dict[str, str], as_json: bool) -> None:
    """Look for what may be amiss in a story: who is told nothing, names that are no action, parameters that move nothing, and more.

    STORY is a name of the catalogue or path/file.py:function. The exit code is 0 whatever is found.
    """
    structure: dict[str, Any] = dict(settings)
    with working(f"looking through {story}"):
        if no_map:
            from games import check as look_through

            remarks = look_through(story, **structure)
        else:
            from ..analysis.looking import check as look

            remarks = look(story, **structure)
    tell(as_json, {"story": story, "remarks": [remark.as_json() for remark in remarks]}, lambda: str(remarks))


@click.command("why-not")
@shared("game")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@shared("set", "json")
def why_not(game: str, file: Path, settings: dict[str, str], as_json: bool) -> None:
    """Say which player, at which information set, by which inequality, rules a profile or assessment out.

    FILE is JSON, as for verify.
    """
    profile = read_json(file)
    with working("verifying"):
        opened_game, values = opened(game, settings)
        from ..verifier import why_not as explain

        refusal = explain(opened_game, profile, **values)
    tell(as_json, refusal.as_json(), refusal.text)


@click.command()
@shared("game")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@shared("set", "concept", "json")
def verify(game: str, file: Path, settings: dict[str, str], concept: str | None, as_json: bool) -> None:
    """Check whether a profile or assessment is an equilibrium, exactly.

    FILE is JSON: {player: {information set: {action: number}}}, or {"profile": ..., "beliefs": ...}; numbers are exact, as text.
    """
    profile = read_json(file)
    with working("verifying"):
        opened_game, values = opened(game, settings)
        from ..verifier import verify as judge

        certificate = judge(opened_game.at(**values), profile, meant_in(opened_game, concept))
    from ..show import listing

    answer = {
        "equilibrium": certificate.equilibrium,
        "concept": certificate.concept,
        "gains": certificate.as_json()["gains"],
        "reason": certificate.reason,
    }
    tell(as_json, answer, lambda: listing.verdict_text(certificate))


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--solver",
    default="z3",
    show_default=True,
    metavar="NAME",
    help="Who decides: z3, cvc5 where it is installed, or none, so that only certificates are checked.",
)
@click.option(
    "--seconds", type=click.FloatRange(min=0, min_open=True), default=20, show_default=True, help="The most that one file may take."
)
@shared("json")
@click.pass_context
def recheck(context: click.Context, folder: Path, solver: str, seconds: float, as_json: bool) -> None:
    """Decide the files that regimes --decisions wrote into a FOLDER again, from the files alone.

    The exit code is 1 when an answer disagrees or a base is spoken of by no file.
    """
    if solver == "none" and context.get_parameter_source("seconds") is click.core.ParameterSource.COMMANDLINE:
        raise click.UsageError("--seconds is the time of a solver, and --solver none asks none; leave one of them out.", context)
    with working(f"deciding {folder} again", "deciding again, file") as progress:
        from ..verifier import recheck as decide

        answers = decide(folder, solver, seconds=seconds, progress=progress)
    tell(as_json, answers.as_json(), answers.text)
    if not answers.agrees:
        context.exit(1)


@click.command()
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--processes", type=click.IntRange(min=1), metavar="N", help="So many at a time; as many as there are cores by default.")
@shared("json")
def tables(ids: tuple[str, ...], processes: int | None, as_json: bool) -> None:
    """Solve published tables of equilibria again, and compare exactly; all of them, or those named, as T02."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    from ..published import tables as solve_again

    with working("solving published tables again") as progress:
        if len(ids) == 1 or processes == 1:
            solved_tables = solve_again(*ids, progress=progress)
        else:
            with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as executor:
                solved_tables = solve_again(*ids, executor=executor, progress=progress)
    tell(as_json, solved_tables.as_json(), solved_tables.text)
