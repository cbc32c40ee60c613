"""The command line: the same front doors without Python."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import click

from .terminal import CommandLine, Named, announce, opened, shared, tell, tell_written, working


def _rules() -> Iterable[str]:
    from ..regret.rules import METHODS

    return METHODS


def main() -> None:
    """Run the command line."""
    warnings.showwarning = lambda message, *_: click.echo(f"Note: {message}", err=True)
    command_line()


@click.group(cls=CommandLine, name="cartel-games", context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def command_line() -> None:
    """Find all equilibria of strategic situations, and the regimes in which each exists.

    GAME is a name of the catalogue, a path to an .efg or .nfg file, or a story of your own as path/file.py:function.
    """


@command_line.command()
@click.argument("game", required=False)
@shared("json")
def catalog(game: str | None, as_json: bool) -> None:
    """List the games that come with the program, or tell all about one: its story, what its numbers mean, known answers."""
    from games import entries, entry

    from ..show import listing

    if game is not None:
        told = entry(game)
        return tell(as_json, told, lambda: listing.story_text(told))
    listed = entries()
    tell(as_json, {"games": listed}, lambda: listing.catalog_text(listed))


@command_line.command()
@shared("game", "set", "concept", "method", "refine", "prove", "out", "json")
def solve(
    game: str, settings: dict[str, str], concept: str, method: str | None, refine: str | None, prove: bool, out: Path | None, as_json: bool
) -> None:
    """Find every equilibrium at one parameter point, each with its certificate."""
    with working(f"solving {game}"):
        opened_game, values = opened(game, settings)
        from ..front import solve as find

        found = find(opened_game, concept, method=method, refine=refine, prove=prove, **values)
    from ..show.files import save

    tell(as_json, found.as_json(), found.text, save(found, out) if out else ())


@command_line.command()
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


@command_line.command()
@shared("game", "set", "json")
def concepts(game: str, settings: dict[str, str], as_json: bool) -> None:
    """Tell which outcome survives which concept and refinement at one parameter point, and why it falls."""
    with working(f"comparing concepts in {game}"):
        opened_game, values = opened(game, settings)
        from ..analysis.hierarchy import concepts as find

        found = find(opened_game, **values)
    tell(as_json, found.as_json(), found.text)


@command_line.command()
@shared("game", "over", "set", "concept", "refine", "knife_edges", "seconds", "gigabytes", "estimate", "details", "out", "json")
def families(
    game: str,
    over: str | None,
    settings: dict[str, str],
    concept: str,
    refine: str | None,
    knife_edges: bool,
    seconds: float | None,
    gigabytes: float | None,
    only_estimate: bool,
    details: bool | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Find every family of equilibria, in closed form in the parameters."""
    if only_estimate:
        return _estimate(game, over, settings, concept, knife_edges, as_json)
    with working(f"solving {game}") as progress:
        opened_game, values = opened(game, settings)
        from ..front import families as find

        announce(opened_game, over, concept, knife_edges, values)
        found = find(
            opened_game,
            over,
            concept,
            refine=refine,
            knife_edges=knife_edges,
            seconds=seconds,
            gigabytes=gigabytes,
            progress=progress,
            **values,
        )
    from ..show.files import save

    tell(as_json, found.as_json(), lambda: found.text(details), save(found, out) if out else ())


@command_line.command()
@shared("game", "over", "set", "concept", "refine", "knife_edges", "seconds", "gigabytes", "estimate", "prove", "details", "out")
@shared("decisions", "json")
def regimes(
    game: str,
    over: str | None,
    settings: dict[str, str],
    concept: str,
    refine: str | None,
    knife_edges: bool,
    seconds: float | None,
    gigabytes: float | None,
    only_estimate: bool,
    prove: bool,
    details: bool | None,
    out: Path | None,
    decisions: Path | None,
    as_json: bool,
) -> None:
    """Map the regions of parameter space where each family exists, and what flips between them.

    Without --json and --out the picture goes to the working folder.
    """
    if only_estimate:
        return _estimate(game, over, settings, concept, knife_edges, as_json)
    if decisions and refine:
        raise click.UsageError("--decisions writes those of a map without a refinement; leave --refine out.")
    with working(f"mapping {game}") as progress:
        opened_game, values = opened(game, settings)
        from ..front import regimes as find

        announce(opened_game, over, concept, knife_edges, values)
        found = find(
            opened_game,
            over,
            concept,
            refine=refine,
            knife_edges=knife_edges,
            seconds=seconds,
            gigabytes=gigabytes,
            prove=prove,
            progress=progress,
            **values,
        )
        from ..show import files

        content = files.of_map(found, every=out is not None) if out or (found.over and not as_json) else {}
    text = "" if as_json else found.text(details)
    if out is not None:
        tell(as_json, found.as_json(), lambda: text, files.write_all(out, content))
    else:  # an answer is not lost because the working folder is write-protected
        tell(as_json, found.as_json(), lambda: text)
        tell_written(files.write_all(Path(), content) if content and not as_json else ())
    if decisions:  # nor because there are too many decisions
        with working(f"writing the decisions of {game}"):
            decided = found.decisions(decisions)[:2]
        tell_written(decided if not as_json else ())


def _estimate(game: str, over: str | None, settings: dict[str, str], concept: str, knife_edges: bool, as_json: bool) -> None:
    with working(f"probing {game}"):
        opened_game, values = opened(game, settings)
        from ..front import estimate

        found = estimate(opened_game, over, concept, knife_edges=knife_edges, **values)
    tell(as_json, {"game": opened_game.name, "fingerprint": opened_game.fingerprint, "concept": concept, **found.as_json()}, found.__str__)


@command_line.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--solver", default="z3", show_default=True, metavar="NAME", help="Who decides: z3, or cvc5 where it is installed.")
@click.option(
    "--seconds", type=click.FloatRange(min=0, min_open=True), default=20, show_default=True, help="The most that one file may take."
)
@shared("json")
@click.pass_context
def recheck(context: click.Context, folder: Path, solver: str, seconds: float, as_json: bool) -> None:
    """Decide the files that regimes --decisions wrote into a FOLDER again, from the files alone.

    The exit code is 1 when an answer disagrees or a base is spoken of by no file.
    """
    with working(f"deciding {folder} again", "deciding again, file") as progress:
        from ..verifier import recheck as decide

        found = decide(folder, solver, seconds=seconds, progress=progress)
    tell(as_json, found.as_json(), found.text)
    if not found.agrees:
        context.exit(1)


@command_line.command()
@shared("game", "over", "set")
@click.option("--vary", metavar="NAME=V1,V2", help="Compare the maps of several values of one parameter or structure argument.")
@click.option("--measure", metavar="NAME", help="Only this outcome, measure or payoff.")
@shared("concept", "out", "json")
def compare(
    game: str,
    over: str | None,
    settings: dict[str, str],
    vary: str | None,
    measure: str | None,
    concept: str,
    out: Path | None,
    as_json: bool,
) -> None:
    """Compare outcomes, measures and payoffs between regimes, with their ranges over coexisting equilibria."""
    with working(f"comparing the regimes of {game}") as progress:
        from ..front import compare as find
        from ..front import regimes as find_map
        from ..theorems import crossings

        maps = {}
        for name, varied in _varied(vary, settings).items():
            opened_game, values = opened(game, {**settings, **varied})
            maps[name] = find_map(opened_game, over, concept, progress=progress, **values)
        first = next(iter(maps.values()))
        frame = find(first.game, maps, measure)
    from ..show import files, listing

    rows = listing.rows(frame)
    answer = {"game": first.game.name, "fingerprint": first.game.fingerprint, "concept": concept, "over": list(first.over), "rows": rows}
    written = files.write_all(out, listing.comparison_files(answer)) if out else ()
    told = [] if as_json or measure or len(maps) > 1 else [crossing.sentence() for crossing in crossings(first)]
    tell(as_json, answer, lambda: listing.comparison_text(first.game.title, rows, told), written)


def _varied(vary: str | None, settings: Mapping[str, str]) -> dict[str, dict[str, str]]:
    if vary is None:
        return {"": {}}
    name, equals, values = (part.strip() for part in vary.partition("="))
    listed = [value.strip() for value in values.split(",")]
    if not (name and equals and all(listed)) or name in settings:
        raise click.UsageError(f"--vary {vary} is not of the form NAME=V1,V2 with a name that --set does not give, as r_rep=1/5,1/2.")
    return {f"{name} = {value}": {name: value} for value in listed}


@command_line.command()
@shared("game")
@click.option("--of", required=True, metavar="NAME", help="An outcome, a measure, a player (its payoff), or a mix as 'US strike at pass'.")
@click.option("--by", required=True, metavar="NAME", help="The parameter by which it moves.")
@shared("over", "set", "concept", "seconds", "out", "json")
def statics(
    game: str,
    of: str,
    by: str,
    over: str | None,
    settings: dict[str, str],
    concept: str,
    seconds: float | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Prove how a quantity moves with a parameter: the derivative's sign in every regime, the jump at every wall."""
    with working(f"mapping {game}") as progress:
        opened_game, values = opened(game, settings)
        from ..front import regimes as find_map
        from ..front import statics as find

        found = find(find_map(opened_game, over, concept, seconds=seconds, progress=progress, **values), of, by)
    from ..show.files import save_finding

    tell(as_json, found.as_json(), found.text, save_finding(found, "statics", out) if out else ())


@command_line.command()
@shared("game")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@shared("over", "set", "concept", "knife_edges", "seconds", "out", "json")
def claim(
    game: str,
    file: Path,
    over: str | None,
    settings: dict[str, str],
    concept: str,
    knife_edges: bool,
    seconds: float | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Judge a proposition: true in every or in some equilibrium wherever its conditions hold, or a point where it fails.

    FILE is JSON: {"conditions": [condition], "profile": {...} and/or "outcomes": {label: number}}; numbers may be closed forms.
    """
    claimed = _read_json(file)
    keys = {"conditions", "profile", "outcomes"}
    if not isinstance(claimed, Mapping) or not set(claimed) <= keys or not isinstance(claimed.get("conditions", []), list):
        raise click.ClickException(f"{file} is no claim: write an object with a list of conditions, and a profile, outcomes or both.")
    if not all(isinstance(one, str) for one in claimed.get("conditions", [])) or not isinstance(claimed.get("outcomes") or {}, Mapping):
        raise click.ClickException(f"{file} is no claim: conditions are texts, and outcomes an object of labels and numbers.")
    with working(f"mapping {game}") as progress:
        opened_game, values = opened(game, settings)
        from ..front import claim as judge
        from ..front import regimes as find_map

        found_map = find_map(opened_game, over, concept, knife_edges=knife_edges, seconds=seconds, progress=progress, **values)
        found = judge(found_map, claimed.get("conditions", []), claimed.get("profile"), claimed.get("outcomes"))
    from ..show.files import save_finding

    tell(as_json, found.as_json(), found.text, save_finding(found, "claim", out) if out else ())


@command_line.command()
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


@command_line.command()
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


@command_line.command("why-not")
@shared("game")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@shared("set", "json")
def why_not(game: str, file: Path, settings: dict[str, str], as_json: bool) -> None:
    """Say which player, at which information set, by which inequality, rules a profile or assessment out.

    FILE is JSON, as for verify.
    """
    claimed = _read_json(file)
    with working("verifying"):
        opened_game, values = opened(game, settings)
        from ..verifier import why_not as ask

        found = ask(opened_game, claimed, **values)
    tell(as_json, found.as_json(), found.text)


@command_line.command()
@shared("game")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@shared("set", "concept", "json")
def verify(game: str, file: Path, settings: dict[str, str], concept: str, as_json: bool) -> None:
    """Check whether a profile or assessment is an equilibrium, exactly.

    FILE is JSON: {player: {information set: {action: number}}}, or {"profile": ..., "beliefs": ...}; numbers are exact, as text.
    """
    claimed = _read_json(file)
    with working("verifying"):
        opened_game, values = opened(game, settings)
        from ..verifier import verify as judge

        found = judge(opened_game.at(**values), claimed, concept)
    from ..show import listing

    answer = {"equilibrium": found.equilibrium, "concept": found.concept, "gains": found.as_json()["gains"], "reason": found.reason}
    tell(as_json, answer, lambda: listing.verdict_text(found))


@command_line.command()
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
            found = solve_again(*ids, progress=progress)
        else:
            with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as executor:
                found = solve_again(*ids, executor=executor, progress=progress)
    tell(as_json, found.as_json(), found.text)


def _read_json(file: Path) -> Any:
    def refused(constant: str) -> Any:
        raise ValueError(f"{constant} is no number")

    try:
        return json.loads(file.read_bytes(), parse_float=str, parse_constant=refused)
    except json.JSONDecodeError as error:
        raise click.ClickException(f"{file} is no JSON: {error.msg} in line {error.lineno}, column {error.colno}.") from None
    except (ValueError, RecursionError) as error:
        raise click.ClickException(f"{file} is no JSON that can be read: {error}.") from None
