"""Commands that ask a map: compare, remedies, statics, claim."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .terminal import opened, read_json, shared, tell, working

if TYPE_CHECKING:
    from ..results import RegimeMap


@click.command()
@shared("game", "over", "set")
@click.option("--vary", metavar="NAME=V1,V2", help="Compare the maps of several values of one parameter or structure argument.")
@click.option("--measure", metavar="NAME", help="Only this outcome, measure or payoff.")
@click.option("--at", "points", multiple=True, metavar="NAME=VALUE,...", help="Compare all maps at this point. May be repeated.")
@click.option("--prices", metavar="NAME", help="Set an outcome, measure or payoff in equilibrium beside mediation and commitment.")
@shared("concept", "out", "json")
def compare(
    game: str,
    over: str | None,
    settings: dict[str, str],
    vary: str | None,
    measure: str | None,
    points: tuple[str, ...],
    prices: str | None,
    concept: str | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Compare outcomes, measures and payoffs between regimes, with their ranges over coexisting equilibria."""
    if prices is not None:
        if vary or points or measure or out:
            raise click.UsageError("--prices compares ways of playing, at the samples of one map's regimes; leave the other options out.")
        return _priced(game, settings, over, concept, prices, as_json)
    with working(f"comparing the regimes of {game}") as progress:
        from ..front import compare as ask
        from ..theorems import crossings

        varied = _varied(vary, settings)
        maps = {name: _mapped(game, {**settings, **setting}, over, concept, progress=progress) for name, setting in varied.items()}
        first = next(iter(maps.values()))
        frame = ask(first.game, maps, measure, at=[_point(text) for text in points] or None)
    from games.whole_files import write_together

    from ..show import comparisons

    rows = comparisons.rows(frame)
    answer = {
        "game": first.game.name,
        "fingerprint": first.game.fingerprint,
        "concept": first.solved.concept,
        "over": list(first.over),
        "rows": rows,
    }
    written = write_together(out, comparisons.comparison_files(answer)) if out else ()
    sentences = [] if as_json or measure or len(maps) > 1 else [crossing.sentence() for crossing in crossings(first)]
    tell(as_json, answer, lambda: comparisons.comparison_text(first.game.title, rows, sentences), written)


def _priced(game: str, settings: Mapping[str, str], over: str | None, concept: str | None, quantity: str, as_json: bool) -> None:
    """Print what equilibria bring beside what mediation and commitment could reach."""
    with working(f"comparing ways of playing {game}") as progress:
        from ..analysis.reaching import prices

        regime_map = _mapped(game, settings, over, concept, progress=progress)
        frame = prices(regime_map, quantity)
    from ..results.written import exact
    from ..show import exchange

    ends = ("lowest", "highest")
    rows = [{k: exact(x) if k in ends and x is not None else x for k, x in row.items()} for row in frame.to_dict("records")]
    answer = {
        "game": regime_map.game.name,
        "fingerprint": regime_map.game.fingerprint,
        "concept": regime_map.solved.concept,
        "of": quantity,
        "rows": rows,
    }
    tell(as_json, answer, lambda: exchange.plain(frame))


@click.command()
@click.argument("games", nargs=-1, required=True, metavar="GAME...")
@shared("over", "set", "concept", "json")
def remedies(games: tuple[str, ...], over: str | None, settings: dict[str, str], concept: str | None, as_json: bool) -> None:
    """Say regime by regime whom a mediator would help, whom a doctrine of its own, and whom nothing; of several games at once."""
    if len(games) > 1 and (over or settings):
        raise click.UsageError("--over and --set are of one game; leave them out, or ask about one game.")
    maps = []
    for game in games:
        with working(f"mapping {game}") as progress:
            maps.append(_mapped(game, settings, over, concept, progress=progress))
    with working("asking what would help"):
        from ..analysis.helping import remedies as ask
        from ..results.written import exact
        from ..show.comparisons import remedies_text

        numbers = ("alone", "threats", "mediator", "doctrine")
        rows = [{k: exact(x) if k in numbers and x is not None else x for k, x in row.items()} for row in ask(*maps).to_dict("records")]
    answer = {"games": [{"game": m.game.name, "fingerprint": m.game.fingerprint, "concept": m.solved.concept} for m in maps], "rows": rows}
    tell(as_json, answer, lambda: remedies_text(rows))


def _point(text: str, option: str = "--at") -> dict[str, str]:
    """Read NAME=VALUE,NAME=VALUE."""
    pairs = [(name.strip(), value.strip()) for name, _, value in (entry.partition("=") for entry in text.split(","))]
    if not all(name and value for name, value in pairs):
        raise click.UsageError(f"{option} {text} is not of the form NAME=VALUE,NAME=VALUE, as phi=1/4,D_emb=3.")
    return dict(pairs)


def _varied(vary: str | None, settings: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """The settings to be compared, by what each is called; one without a name when nothing is varied."""
    if vary is None:
        return {"": {}}
    name, equals, values = (text.strip() for text in vary.partition("="))
    listed = [value.strip() for value in values.split(",")]
    if not (name and equals and all(listed)) or name in settings:
        raise click.UsageError(f"--vary {vary} is not of the form NAME=V1,V2 with a name that --set does not give, as r_rep=1/5,1/2.")
    return {f"{name} = {value}": {name: value} for value in listed}


@click.command()
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
    concept: str | None,
    seconds: float | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Prove how a quantity moves with a parameter: the derivative's sign in every regime, the jump at every wall."""
    with working(f"mapping {game}") as progress:
        from ..front import statics as ask

        moves = ask(_mapped(game, settings, over, concept, seconds=seconds, progress=progress), of, by)
    from ..show.files import save_finding

    tell(as_json, moves.as_json(), moves.text, save_finding(moves, "statics", out) if out else ())


@click.command()
@shared("game")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@shared("over", "set", "concept", "knife_edges", "seconds", "out", "json")
def claim(
    game: str,
    file: Path,
    over: str | None,
    settings: dict[str, str],
    concept: str | None,
    knife_edges: bool,
    seconds: float | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Judge a proposition: true in every or in some equilibrium wherever its conditions hold, or a point where it fails.

    FILE is JSON: {"conditions": [condition], "profile": {...} and/or "outcomes": {label: number}}; numbers may be closed forms.
    """
    proposition = read_json(file)
    keys = {"conditions", "profile", "outcomes"}
    if (
        not isinstance(proposition, Mapping)
        or not set(proposition) <= keys
        or not isinstance(conditions := proposition.get("conditions", []), list)
    ):
        raise click.ClickException(f"{file} is no claim: write an object with a list of conditions, and a profile, outcomes or both.")
    profile, outcomes = proposition.get("profile"), proposition.get("outcomes")
    if not all(isinstance(condition, str) for condition in conditions) or not isinstance(outcomes or {}, Mapping):
        raise click.ClickException(f"{file} is no claim: conditions are texts, and outcomes an object of labels and numbers.")
    with working(f"mapping {game}") as progress:
        from ..front import claim as ask

        regime_map = _mapped(game, settings, over, concept, knife_edges=knife_edges, seconds=seconds, progress=progress)
        verdict = ask(regime_map, conditions, profile, outcomes)
    from ..show.files import save_finding

    tell(as_json, verdict.as_json(), verdict.text, save_finding(verdict, "claim", out) if out else ())


def _mapped(game: str, settings: Mapping[str, str], over: str | None, concept: str | None, **options: Any) -> RegimeMap:
    """The map to which a question is put."""
    opened_game, values = opened(game, settings)
    from ..front import regimes

    return regimes(opened_game, over, concept, **options, **values)


@click.command()
@shared("game")
@click.option("--of", multiple=True, metavar="CLAIM", help="As 'fight > 0' or 'flow <= 1/3'; may be repeated. Every outcome by default.")
@click.option("--at", "point", default="", metavar="NAME=VALUE,...", help="The point; parameters that are left out are at their defaults.")
@click.option("--prior", default="", metavar="NAME=LOW..HIGH,...", help="Uniform ranges of all the map's parameters.")
@click.option("--norm", default="max", show_default=True, metavar="NAME", help="Of distances: max, or euclidean.")
@shared("over", "set", "concept", "seconds", "out", "json")
def robustness(
    game: str,
    of: tuple[str, ...],
    point: str,
    prior: str,
    norm: str,
    over: str | None,
    settings: dict[str, str],
    concept: str | None,
    seconds: float | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Say where a claim holds in every, in some, in no equilibrium, and how far from a point that changes."""
    ranges = {name: tuple(ends.split("..")) for name, ends in (_point(prior, "--prior") if prior else {}).items()}
    if any(len(ends) != 2 for ends in ranges.values()):
        raise click.UsageError(f"--prior {prior} is not of the form NAME=LOW..HIGH,NAME=LOW..HIGH, as phi=0..1,D_emb=1..5.")
    with working(f"mapping {game}") as progress:
        from ..front import robustness as ask

        regime_map = _mapped(game, settings, over, concept, seconds=seconds, progress=progress)
        found = ask(regime_map, list(of) or None, at=_point(point) if point else None, prior=ranges or None, norm=norm)
    from ..show.files import save_finding

    tell(as_json, found.as_json(), found.text, save_finding(found, "robustness", out) if out else ())


@click.command()
@click.option("--fresh", is_flag=True, help="Judge every prediction anew, in place of reading what was judged before.")
@click.option("--keep", is_flag=True, help="Keep the judgements with the program, as those of a game or prediction that has changed.")
@shared("json")
def coverage(fresh: bool, keep: bool, as_json: bool) -> None:
    """Say which elements, mechanisms and predictions of the essay the games carry, and how each prediction was judged."""
    with working("judging", "prediction") as progress:
        from ..essay import coverage as ask

        found = ask(fresh=fresh, keep=keep, progress=progress)
    tell(as_json, found.as_json(), found.text)
