"""Commands that show a game and solve it: catalog, solve, concepts, families, regimes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from .terminal import Progress, announce, meant_in, opened, shared, tell, tell_written, working

SEARCH = ("game", "over", "set", "concept", "refine", "knife_edges", "seconds", "gigabytes", "estimate")
"""Arguments of a search in which parameters stay open."""


@click.command()
@click.argument("game", required=False)
@shared("json")
def catalog(game: str | None, as_json: bool) -> None:
    """List the games that come with the program, or tell all about one: its story, what its numbers mean, known answers."""
    from games import entries, entry

    from ..show import listing

    if game is not None:
        story = entry(game)
        return tell(as_json, story, lambda: listing.story_text(story))
    stories = entries()
    tell(as_json, {"games": stories}, lambda: listing.catalog_text(stories))


@click.command()
@shared("game", "set", "concept")
@click.option("--precision", metavar="NUMBER", help="For quantal response, with what precision everybody responds.")
@shared("method", "refine", "prove", "seconds", "out", "json")
def solve(
    game: str,
    settings: dict[str, str],
    concept: str | None,
    precision: str | None,
    method: str | None,
    refine: str | None,
    prove: bool,
    seconds: float | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Find every equilibrium at one parameter point, each with its certificate."""
    with working(f"solving {game}"):
        _check_precision(settings, precision, concept)
        opened_game, values = opened(game, settings)
        values |= {} if precision is None else {"precision": precision}
        from ..front import solve as find

        solutions = find(opened_game, concept, method=method, refine=refine, prove=prove, seconds=seconds, **values)
    from ..show.files import save

    tell(as_json, solutions.as_json, solutions.text, save(solutions, out) if out else ())


def _check_precision(settings: dict[str, str], precision: str | None, concept: str | None) -> None:
    """Refuse a precision where none is asked for, and the lack of one where it is, in the words of the command line."""
    from ..concept import CONCEPTS

    asking = [record.name for record in CONCEPTS.values() if "precision" in record.asks]
    if concept in asking and precision is None:
        given = settings.get("precision", "1")
        raise click.UsageError(f"Responses of people who err are those at a precision; give it as --precision {given}, and not with --set.")
    if concept not in asking and precision is not None:
        raise click.UsageError(f"A precision is for people who err; add --concept {asking[0]}, or leave --precision out.")


@click.command()
@shared("game", "set", "json")
def concepts(game: str, settings: dict[str, str], as_json: bool) -> None:
    """Tell which outcome survives which concept and refinement at one parameter point, and why it falls."""
    with working(f"comparing concepts in {game}"):
        opened_game, values = opened(game, settings)
        from ..analysis.hierarchy import concepts as find

        table = find(opened_game, **values)
    tell(as_json, table.as_json(), table.text)


@click.command()
@shared(*SEARCH, "details", "out", "json")
def families(game: str, only_estimate: bool, details: bool | None, out: Path | None, as_json: bool, **search: Any) -> None:
    """Find every family of equilibria, in closed form in the parameters."""
    if only_estimate:
        return _estimate(game, as_json, **search)
    with working(f"solving {game}") as progress:
        from ..front import families as find

        solved = _searched(find, game, progress, **search)
    from ..show.files import save

    tell(as_json, solved.as_json, lambda: solved.text(details), save(solved, out) if out else ())


@click.command()
@shared(*SEARCH, "prove", "details", "out", "decisions", "certificates", "json")
def regimes(
    game: str,
    only_estimate: bool,
    details: bool | None,
    out: Path | None,
    decisions: Path | None,
    certificates: bool | None,
    as_json: bool,
    **search: Any,
) -> None:
    """Map the regions of parameter space where each family exists, and what flips between them.

    Without --json and --out the picture goes to the working folder.
    """
    if certificates is not None and decisions is None:
        raise click.UsageError("Certificates belong to decisions that are written; add --decisions DIR, or leave them out.")
    if only_estimate:
        return _estimate(game, as_json, **search)
    with working(f"mapping {game}") as progress:
        from games.whole_files import write_together

        from ..front import regimes as find
        from ..show import files

        regime_map = _searched(find, game, progress, **search)
        content = files.of_map(regime_map, every=out is not None) if out or (regime_map.over and not as_json) else {}

    def text() -> str:
        told: str = regime_map.text(details)
        return told

    if out is not None:
        tell(as_json, regime_map.as_json, text, write_together(out, content))
    else:  # an answer is not lost because the working folder is write-protected
        tell(as_json, regime_map.as_json, text)
        tell_written(write_together(Path(), content) if content and not as_json else ())
    if decisions:  # nor because there are too many decisions
        with working(f"writing the decisions of {game}"):
            index_files = regime_map.decisions(decisions, certificates=certificates)[:2]
        tell_written(index_files if not as_json else ())


def _searched(
    find: Callable[..., Any],
    game: str,
    progress: Progress,
    *,
    settings: dict[str, str],
    over: str | None,
    concept: str | None,
    knife_edges: bool,
    **options: Any,
) -> Any:
    """Run a search for families or for a map, announced where it is likely to take long."""
    opened_game, values = opened(game, settings)
    announce(opened_game, over, concept, knife_edges, values)
    return find(opened_game, over, concept, knife_edges=knife_edges, progress=progress, **options, **values)


def _estimate(
    game: str, as_json: bool, *, settings: dict[str, str], over: str | None, concept: str | None, knife_edges: bool, **unused: Any
) -> None:
    """Tell what a search will take; where it would stop and what it would refine has no bearing on that."""
    with working(f"probing {game}"):
        opened_game, values = opened(game, settings)
        from ..front import estimate

        concept = meant_in(opened_game, concept)
        effort = estimate(opened_game, over, concept, knife_edges=knife_edges, **values)
    about = {"game": opened_game.name, "fingerprint": opened_game.fingerprint, "concept": concept}
    tell(as_json, {**about, **effort.as_json()}, effort.__str__)
