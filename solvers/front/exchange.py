"""Results as JSON files, and read again: against the game that they are of, by its fingerprint."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from games import Game, GameError, load
from games.catalogue import FILES, STORIES
from games.numbers import Expression, Number, text
from games.whole_files import write_whole

from ..concept import CONCEPTS, concept_named
from ..requests import check_game, opened_game
from ..results import (
    Assessment,
    ByType,
    Families,
    Family,
    Name,
    OpenRange,
    Pin,
    Profile,
    Regime,
    RegimeMap,
    Relation,
    Solution,
    Solutions,
    Verdict,
    Wall,
    number,
)
from ..results.reasons import reason_from_json

if TYPE_CHECKING:
    import pandas

Result = Solutions | Families | RegimeMap
TURNED = {"<": ">", "<=": ">="}


def write_result(result: Result | pandas.DataFrame, path: str | Path) -> Path:
    """Write equilibria, families or a map into a JSON file, with the game's fingerprint inside; or a frame as CSV or Parquet.

    Parameters
    ----------
    result : Solutions, Families or RegimeMap
        What `solve`, `families` or `regimes` gives; or a frame, as of `sweep`, into a file that ends in ``.csv`` or ``.parquet`` (which
        needs pyarrow) and is read with pandas.
    path : str or Path
        The file; it is never seen half-written.

    Raises
    ------
    GameError
        For anything else, and when the file cannot be written.
    """
    from ..show import exchange, files

    if not isinstance(result, Solutions | Families | RegimeMap):
        if hasattr(result, "itertuples"):
            return exchange.save_frame(result, path)
        raise GameError(f"{type(result).__name__} is no result of solve, families or regimes, which can be written and read again.")
    target = Path(path)
    try:
        written = write_whole(target, files.as_json(result.as_json()))
    except OSError as error:
        raise GameError(f"{target} cannot be written: {error.strerror or error}.") from None
    return written


def read_result(path: str | Path, game: Game | None = None) -> Result:
    """Read a result that `write_result`, ``--json`` or ``--out`` wrote.

    Parameters
    ----------
    path : str or Path
        The file.
    game : Game, optional
        The game that it is of, symbolic or at the point; the one of its name in the catalogue when None.

    Returns
    -------
    Solutions, Families or RegimeMap
        As it was written; equilibria at a point, and what they bring about, are judged again by the verifier, families are not. Classes
        of what differs by labels only are not kept.

    Raises
    ------
    GameError
        When the file is no such result, when the game has another fingerprint, when an equilibrium in it is none or brings something else
        about, and when probabilities of a family do not add up to 1.
    """
    source = _opened(Path(path))
    kind = next((key for key in ("regimes", "solutions", "families") if key in source), None)
    if kind is None or not isinstance(source.get("game"), str):
        raise GameError(f"{path} is no result of solve, families or regimes.")
    try:
        if kind == "solutions":
            solutions = _solutions(source, game, path)
            return _named(solutions, solutions)
        solved = _families(source, game, path)
        return _named(_map(source, solved) if kind == "regimes" else solved, solved.families)
    except GameError:
        raise
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, ZeroDivisionError) as error:
        said = f"it lacks {error}" if isinstance(error, KeyError) else "an entry has another form"
        raise GameError(f"{path} cannot be read as a result: {said}. Was it written by another version?") from None


def _named(result: Result, equilibria: Iterable[Solution | Family]) -> Result:
    """The result; here, not when it is looked at, fails what its names cannot be made of."""
    for one in equilibria:
        one.called.text()
        one.called.as_json()
        if isinstance(one, Family) and one.shared is not None:
            one.shared.text()
    return result


def _opened(path: Path) -> Mapping[str, Any]:
    try:
        source = json.loads(path.read_bytes())
    except OSError as error:
        raise GameError(f"{path} cannot be read: {error.strerror or error}.") from None
    except (ValueError, RecursionError) as error:
        raise GameError(f"{path} is no JSON that can be read: {error}.") from None
    if not isinstance(source, Mapping):
        raise GameError(f"{path} is no result of solve, families or regimes.")
    return source


def _game(source: Mapping[str, Any], game: Game | None, path: str | Path) -> Game:
    """The game that is given, or that of its name in the catalogue."""
    if game is not None:
        check_game(game, continua=True)
        return game
    name = source["game"]
    if name not in STORIES and name not in FILES:
        call = f"{name}()" if name.isidentifier() else "game"
        raise GameError(
            f"{path} holds results of {name}, which is no game of the catalogue; hand the game over: read_result(path, {call})."
        )
    return load(name)


def _same(game: Game, source: Mapping[str, Any], path: str | Path) -> Game:
    """Refuse a game that is not the one of the file."""
    if game.fingerprint != source["fingerprint"]:
        raise GameError(
            f"{path} holds results of another game: its fingerprint is {source['fingerprint']}, that of {game.name} here is "
            f"{game.fingerprint}. Give the game with the structure and the values that it had: read_result(path, game)."
        )
    return game


def _numbers(table: Mapping[str, Any]) -> dict[str, Number]:
    return {name: _number(value) for name, value in table.items()}


def _number(value: Any) -> Number:
    """Exact numbers stand as text; what stands as a decimal is approximate, and stays so."""
    return value if isinstance(value, float) else number(value)  # type: ignore[return-value]


# ------------------------------------------------------------------ equilibria


def _solutions(source: Mapping[str, Any], game: Game | None, path: str | Path) -> Solutions:
    at = _numbers(source["at"])
    given = _game(source, game, path)
    numeric = _same(given.at(**{name: value for name, value in at.items() if name in given.parameters}), source, path)
    solutions = [_solution(numeric, source["concept"], one, path) for one in source["solutions"]]
    return Solutions(
        game=numeric,
        concept=source["concept"],
        at=at,
        found=source["found"],
        proved=source["proved"],
        undecided=_unnamed(source["undecided"]),
        solutions=tuple(solutions),
        refine=source.get("refine"),
        removed=tuple(_solution(numeric, source["concept"], one, path) for one in source.get("removed", ())),
        method=source.get("method", ""),
        notes=tuple(source.get("notes", ())),
        given=source.get("given", 0),
    )


def _solution(game: Game, concept: str, source: Mapping[str, Any], path: str | Path) -> Solution:
    from ..verifier import verify

    assessment, sample = _assessment(game, source), _numbers(source.get("sample", {}))
    by_type = _by_type(source)
    beliefs = Profile(assessment.beliefs).at(sample).strategies if assessment.beliefs else None
    at_sample = Assessment(assessment.profile.at(sample), beliefs) if by_type is None else by_type.at(sample)
    certificate = verify(game, at_sample, (concept_named(concept).check if concept in CONCEPTS else None) or concept)
    if not certificate.equilibrium:
        raise GameError(f"{path}: {source['name']} is no equilibrium of {game.name}: {certificate.reason}")
    if isinstance(at_sample, Assessment):
        _check_brought(game, source, at_sample.profile, sample, path)
    return Solution(
        called=Name.from_json(source["play"]),
        assessment=assessment,
        **_brought(source),
        certificate=certificate,
        sample=sample,
        verdict=_verdict(source.get("verdict")),
        component=source.get("component", 0),
        extreme=tuple(map(Profile.from_json, source.get("extreme", ()))),
        class_size=source.get("class_size", 1),
        by_type=by_type,
    )


def _check_brought(game: Game, source: Mapping[str, Any], profile: Profile, sample: Mapping[str, Number], path: str | Path) -> None:
    """Refuse payoffs, probabilities of outcomes and measures that are not those of a profile; decimals are taken as they are."""
    from ..verifier import expected

    for kind, table in zip(("payoffs", "outcomes", "measures"), expected(game, profile), strict=True):
        for name, value in _numbers(source[kind]).items():
            stated = value.at(sample) if isinstance(value, Expression) else value
            if not isinstance(stated, float) and stated != table[name]:
                raise GameError(
                    f"{path}: the {kind} of {source['name']} are not those of its profile: {name} is {text(stated)}, but "
                    f"{text(table[name])} by the verifier; write the file anew."
                )


def _by_type(source: Mapping[str, Any]) -> ByType | None:
    """Cells and beliefs, where types come from a continuum."""
    return ByType.from_json(source, source["types"], _number) if "cells" in source else None


def _assessment(game: Game, source: Mapping[str, Any]) -> Assessment:
    """Profile and beliefs, under the game's own labels, which know their parts."""
    read = Assessment.from_json({"profile": source["profile"], "beliefs": source["beliefs"]})
    labels: dict[str, str] = {str(label): label for label in game.set_labels}
    histories: dict[str, str] = {
        str(history): history for s in range(game.infosets) for node in game.set_nodes(s) for history in [game.history(node)]
    }
    profile = {p: {labels.get(s, s): row for s, row in sets.items()} for p, sets in read.profile.strategies.items()}
    beliefs = {
        p: {labels.get(s, s): {histories.get(h, h): x for h, x in row.items()} for s, row in sets.items()}
        for p, sets in (read.beliefs or {}).items()
    }
    idle = frozenset((player, label) for player, labels in source.get("any", {}).items() for label in labels)
    return Assessment(Profile(profile, idle), beliefs or None)


def _brought(source: Mapping[str, Any]) -> dict[str, Any]:
    """What an equilibrium brings about, and what it leaves open."""
    table = {name: _numbers(source[name]) for name in ("payoffs", "outcomes", "measures")}
    return {**table, "ranges": tuple(map(OpenRange.from_json, source["free_bounds"]))}


def _verdict(source: Mapping[str, Any] | None) -> Verdict | None:
    if source is None:
        return None
    deleted = source["deleted"]
    responses = tuple({infoset: _numbers(row) for infoset, row in one["response"].items()} for one in deleted)
    return Verdict(
        source["refinement"],
        source["survives"],
        tuple(map(tuple, source["conditions"])),
        tuple((one["type"], one["message"]) for one in deleted),
        responses,
        source["reason"],
        source["checked"],
    )


def _unnamed(count: int) -> tuple[str, ...]:
    return ("not named in the file",) * count


# ------------------------------------------------------------------ families and maps


def _families(source: Mapping[str, Any], game: Game | None, path: str | Path) -> Families:
    given = _game(source, game, path)
    if not {*source["over"]} <= {*given.parameters}:
        _same(given, source, path)
    rest = _numbers(source.get("at_rest", {}))
    known = {name: value for name, value in rest.items() if name in given.parameters}
    _, _, opened = opened_game(given, list(source["over"]), known, continua=True) if given.parameters else ((), (), given)
    _same(opened, source, path)
    return Families(
        game=opened,
        concept=source["concept"],
        over=tuple(source["over"]),
        domain=tuple(source["domain"]),
        found=source["found"],
        proved=source["proved"],
        undecided_bases=_unnamed(source["undecided"]),
        bases=source["bases"],
        families=tuple(_family(opened, one) for one in source["families"]),
        left=tuple(source.get("left", ())),
        refine=source.get("refine"),
        removed=tuple(_family(opened, one) for one in source.get("removed", ())),
        order=tuple(source.get("order", ())),
    )


def _family(game: Game, source: Mapping[str, Any]) -> Family:
    from ..closed_forms.existence import exists_at

    cases = tuple(tuple(map(Relation.from_json, case)) for case in source["cases"])
    _check_sums(source)
    brought = _brought(source)
    bounded = [r for r in brought["ranges"] if (r.lower or r.upper) and not r.more and not r.either]
    return Family(
        called=Name.from_json(source["play"]),
        generic=source["generic"],
        cases=cases,
        assessment=_assessment(game, source),
        **brought,
        ends={r.symbol: (tuple(b.left for b in r.lower), tuple(b.right for b in r.upper)) for r in bounded},
        pins=tuple(Pin(one["kind"], one["player"], one["infoset"], one["indifferent"], one["there"]) for one in source["reasons"]),
        bases=source["bases"],
        exists=exists_at([[_compared(one) for one in case] for case in cases]),
        shared=Name.from_json(source["group"]) if "group" in source else None,
        verdict=_verdict(source.get("verdict")),
        class_size=source.get("class_size", 1),
        by_type=_by_type(source),
        limits=() if any(r.either for r in brought["ranges"]) else (tuple(_compared(b) for r in brought["ranges"] for b in r.relations),),
    )


def _check_sums(source: Mapping[str, Any]) -> None:
    """Refuse probabilities that do not add up to 1 all over the domain."""
    for kind in ("profile", "beliefs"):
        for player, sets in source[kind].items():
            for label, row in sets.items():
                total = sum(_numbers(row).values(), Fraction(0))
                if isinstance(total, Expression) and not total.is_constant and total.roots:
                    continue  # they are compared where they are used
                if row and total != 1:
                    raise GameError(f"In {source['name']} the {kind} of {player} at {label!r} add up to {text(total)}, not 1.")


def _compared(one: Relation) -> tuple[Any, str]:
    """A comparison with zero."""
    turned = TURNED.get(one.relation)
    return (one.difference * -1, turned) if turned else (one.difference, one.relation)


def _map(source: Mapping[str, Any], solved: Families) -> RegimeMap:
    walls = tuple(map(_wall, source["walls"]))
    regimes = []
    for one in source["regimes"]:
        sample = {name: Fraction(value) for name, value in one["sample"].items()}
        values = [wall.polynomial.at(sample) for wall in walls]
        regimes.append(
            Regime(
                name=one["name"],
                conditions=tuple(one["conditions"]),
                signs=tuple((value > 0) - (value < 0) for value in values),
                sample=sample,
                families=tuple(one["families"]),
                outcomes={label: (_number(low), _number(high)) for label, (low, high) in one["outcomes"].items()},
                outer=tuple(one.get("outer", ())),
            )
        )
    return RegimeMap(solved, _numbers(source["at_rest"]), walls, tuple(regimes), source["checked"])


def _wall(source: Mapping[str, Any]) -> Wall:
    below, above = map(Relation.from_json, source["sides"])
    polynomial = number(source["polynomial"])
    return Wall(
        polynomial=polynomial,  # type: ignore[arg-type]
        threshold=Relation.from_json(source["threshold"]),
        reasons=tuple(map(reason_from_json, source["reasons"])),
        flips=tuple(source["flips"]),
        on=tuple(source["on"]),
        below=below.text(),
        above=above.text(),
        sides=(below, above),
    )
