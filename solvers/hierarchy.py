"""One table of concepts: which outcome survives which, and why it falls."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from games import Game, GameError
from games.errors import NotDefined
from games.expression import Expression, Number, simplest, text
from games.tree import CHANCE

from .solution import Profile, Solution, Solutions
from .surviving import ConceptTable, Surviving

CONCEPTS = ("nash", "subgame", "pbe", "pbe-ft", "sequential")
"""Weaker ones first; weak perfect Bayesian equilibrium need not be subgame perfect, nor the reverse."""

IMPLIES = {
    "sequential": ("nash", "subgame", "pbe", "pbe-ft"), "pbe-ft": ("nash", "subgame", "pbe"), "pbe": ("nash",), "subgame": ("nash",),
    "nash": (),
}
"""Whose outcomes are also outcomes of which."""


def concepts(game: Game, **at: object) -> ConceptTable:
    """Say for every outcome found under any concept which concepts it survives, and why it falls at the first that it fails.

    Parameters
    ----------
    game : Game
        Open parameters that are not given a value are put at their defaults.
    **at : numbers
        Values of parameters.

    Returns
    -------
    ConceptTable
        A row for each outcome, a column for each concept that is defined for the game and solved here; the others are
        listed with the reason why not.

    Raises
    ------
    GameError
        For an unknown parameter, or a point outside the domain.

    Notes
    -----
    An outcome is a distribution over endings. It survives a concept when some equilibrium of that concept brings it
    about; concepts are those of `solve`, weaker ones first, and then the refinements of sequential equilibrium. Why it falls is
    said of one equilibrium, of the last concept survived, that brings it about. A continuum in which the outcome itself
    varies is one row, with open symbols.

    Examples
    --------
    >>> import games
    >>> table = concepts(games.load("beer_quiche"))
    >>> [(row.name, row.falls) for row in table if row.survives["sequential"]]
    [('Sender pooling on beer; Receiver retreat', None), ('Sender pooling on quiche; Receiver retreat', 'intuitive')]
    """
    from .front import solve

    point = game.point(**at)
    numeric = game.fix(point)
    found: dict[str, Solutions] = {}
    refused: dict[str, GameError] = {}
    for concept in CONCEPTS:
        try:
            found[concept] = solve(numeric, concept)
        except GameError as error:
            refused[concept] = error
    refined = _refined(numeric, refused)
    rows = _rows(numeric, found)
    for name, solutions in refined.items():
        _refine(rows, name, solutions, numeric)
    columns = (*found, *refined)
    listed = [_surviving(numeric, row, columns, found, refined) for row in rows]
    listed.sort(key=lambda row: -sum(bool(x) for x in row.survives.values()))
    told = {name: str(error) for name, error in refused.items()}
    because = {name: error.why if isinstance(error, NotDefined) else str(error) for name, error in refused.items()}
    return ConceptTable(numeric, {**game.fixed, **point}, columns, told, tuple(listed), because)


@dataclass(eq=False)
class _Row:
    """An outcome while concepts are gone through."""

    endings: Mapping[str, Number]
    witness: dict[str, Solution]
    survives: dict[str, bool | None]
    verdicts: dict[str, Solution]


def _refined(game: Game, refused: dict[str, GameError]) -> dict[str, Solutions]:
    from .exact import solved_point
    from .refinements import REFINEMENTS, refined_point, signalling_form

    out: dict[str, Solutions] = {}
    solved = None
    for name in REFINEMENTS:
        try:
            signalling_form(game, name)
            solved = solved or solved_point(game, "sequential", {})
            out[name] = refined_point(solved, name)
        except GameError as error:
            refused[name] = error
    return out


def _rows(game: Game, found: Mapping[str, Solutions]) -> list[_Row]:
    rows: dict[str, _Row] = {}
    for concept, solutions in found.items():
        for solution in solutions:
            reached = endings(game, solution.profile)
            row = rows.setdefault(_key(reached), _Row(reached, {}, {}, {}))
            row.witness.setdefault(concept, solution)
    for row in rows.values():
        implied = {weaker for concept in row.witness for weaker in IMPLIES[concept]}
        for concept, solutions in found.items():
            here = concept in row.witness or concept in implied
            row.survives[concept] = True if here else False if solutions.found == "all" and not _open(row.endings) else None
    return _settled(game, list(rows.values()), found)


def _settled(game: Game, rows: list[_Row], found: Mapping[str, Solutions]) -> list[_Row]:
    """Ask the verifier where the search leaves it open whether one witness is an equilibrium of another concept too."""
    from .verifier import verify

    for row in rows:
        for concept in found:
            if row.survives[concept] is None:
                witness = next(iter(row.witness.values()))
                try:
                    row.survives[concept] = verify(game, witness.sampled(), concept).equilibrium or None
                except GameError:
                    continue
    return rows


def _key(reached: Mapping[str, Number]) -> str:
    return "; ".join(f"{history} {text(p)}" for history, p in reached.items())


def _open(reached: Mapping[str, Number]) -> bool:
    return any(isinstance(p, Expression) and p.free for p in reached.values())


def endings(game: Game, profile: Profile) -> dict[str, Number]:
    """Give the probability of every ending under a profile, by history; zeros left out."""
    out: dict[str, Number] = {}
    for node in game.leaf_nodes.tolist():
        total: Any = 1
        for above, move in game.path(node):
            child = game.children(above)[move]
            if int(game.owner[above]) == CHANCE:
                total = total * game.chance(child)
            else:
                s = int(game.infoset[above])
                total = total * profile[game.players[game.owner[above]]][game.set_labels[s]][game.set_actions[s][move]]
            if not total:
                break
        total = simplest(total) if isinstance(total, Expression) else total
        if total:
            out[game.history(node)] = total
    return out


def _refine(rows: Iterable[_Row], name: str, solutions: Solutions, game: Game) -> None:
    kept = {_key(endings(game, s.profile)): s for s in solutions}
    gone = {_key(endings(game, s.profile)): s for s in solutions.removed}
    for row in rows:
        key = _key(row.endings)
        if key in kept:
            verdict = kept[key].verdict
            row.survives[name] = None if verdict is None or verdict.survives == "undecided" else True
            row.verdicts[name] = kept[key]
        elif key in gone:
            row.survives[name] = False
            row.verdicts[name] = gone[key]
        else:
            row.survives[name] = False if row.survives.get("sequential") is False else None


def _surviving(
    game: Game, row: _Row, columns: Sequence[str], found: Mapping[str, Solutions], refined: Mapping[str, Solutions]
) -> Surviving:
    shown = row.witness.get("sequential") or list(row.witness.values())[-1]
    falls = next((name for name in columns if row.survives[name] is False), None)
    reason = "" if falls is None else _reason(game, row, falls, refined)
    return Surviving(
        name=shown.called.of_path.text(), endings=row.endings, outcomes=shown.outcomes, payoffs=shown.payoffs,
        survives={name: row.survives[name] for name in columns}, falls=falls, reason=reason,
    )


def _reason(game: Game, row: _Row, falls: str, refined: Mapping[str, Solutions]) -> str:
    from .verifier import verify

    if falls in refined:
        solution = row.verdicts.get(falls)
        return solution.verdict.reason if solution and solution.verdict else ""
    before = [c for c in CONCEPTS if c in row.witness and CONCEPTS.index(c) < CONCEPTS.index(falls)] or list(row.witness)
    witness = row.witness[before[-1]]
    try:
        return verify(game, witness.sampled(), falls).reason
    except GameError as error:
        return str(error)
