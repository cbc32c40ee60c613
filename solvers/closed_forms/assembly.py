"""The exact engine's answers as result types: solutions at a point, families in parameters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from games import Game
from games.numbers import Expression, Number

from ..algebra.budget import Budget, Stopped
from ..algebra.sign_oracle import Oracle
from ..concept import concept_named
from ..results import Assessment, Families, Family, Name, Profile, Solution, Solutions, Strategies
from ..search.bases import Base
from ..search.journal import Journal
from ..search.supports import Search
from ..search.tree_polynomials import Supports, View
from ..verifier import verify
from .branches import Engine, Pieces, Progress, all_pieces
from .existence import exists_at
from .faces import Group, merged
from .naming import common_name, names
from .presentation import Presented

if TYPE_CHECKING:
    from concurrent.futures import Executor

SEARCHING = 0.75  # of the time that is given; the rest is for closed forms, and for the walls of a map


@dataclass(frozen=True, eq=False)
class Solved:
    """The families of a game together with the pieces of which they are made.

    Parameters
    ----------
    families : Families
        The result.
    pieces : Pieces
        Everything found, before merging.
    groups : list of Group
        In the order of the families.
    """

    families: Families
    pieces: Pieces
    groups: list[Group]


@dataclass(frozen=True, eq=False)
class SolvedPoint:
    """The equilibria at a point together with the pieces of which they are made.

    Parameters
    ----------
    solutions : Solutions
        The result.
    pieces : Pieces
        Everything found, before merging.
    groups : list of Group
        In the order of the solutions.
    """

    solutions: Solutions
    pieces: Pieces
    groups: list[Group]


def point_solutions(game: Game, concept: str, at: Mapping[str, Number]) -> Solutions:
    """Find every equilibrium of a game without open parameters."""
    return solved_point(game, concept, at).solutions


def solved_point(game: Game, concept: str, at: Mapping[str, Number]) -> SolvedPoint:
    """Find every equilibrium of a game without open parameters, with the pieces of which they are made."""
    pieces = all_pieces(game, knife_edges=True, concept=concept)
    groups = merged(pieces.view, pieces.oracle, pieces.pieces)
    _, unique = names(pieces.view, [_played(g.main.base) for g in groups])
    solutions = [_solution(game, concept, pieces.view, pieces.oracle, group, name) for group, name in zip(groups, unique, strict=True)]
    result = Solutions(
        game=game,
        concept=concept,
        at=at,
        found="all" if not pieces.undecided and pieces.complete else "some",
        proved=False,
        undecided=tuple(_base_in_words(pieces.view, b) for b in pieces.undecided),
        solutions=tuple(solutions),
        left=unfinished_in_words(pieces),
    )
    return SolvedPoint(result, pieces, groups)


def completed(game: Game, concept: str, given: Supports, *, most: int, seconds: float | None = None) -> tuple[Solution | None, bool]:
    """Search for an equilibrium in which the supports of some information sets are given.

    Parameters
    ----------
    game : Game
        Without open parameters.
    concept : str
        One whose beliefs are searched for.
    given : dict from information set to tuple of int
        The actions that are played there.
    most : int
        How many choices of a support at one set are tried.
    seconds : float, optional
        After so many nothing more is tried.

    Returns
    -------
    tuple of (Solution or None, bool)
        The first that the verifier confirms, and whether all were tried where there is none.
    """
    engine = Engine(game, concept, generic=False)
    assert isinstance(engine.search, Search)
    engine.search.given, engine.search.most = given, most
    engine.begin(seconds)
    decided = True
    try:
        for base in engine.search.bases():
            pieces, certain = engine.solver.pieces(base)
            decided &= certain
            for group in merged(engine.view, engine.oracle, pieces):
                _, (name,) = names(engine.view, [_played(group.main.base)])
                found = _solution(game, concept, engine.view, engine.oracle, group, name)
                if found.certificate.equilibrium:
                    return found, True
    except (Stopped, RecursionError):
        decided = False
    finally:
        engine.end()
    return None, decided


def _solution(game: Game, concept: str, view: View, oracle: Oracle, group: Group, name: Name) -> Solution:
    """What a group of pieces says at a point, with its certificate."""
    presented = Presented(view, oracle, group, ())
    sample = presented.open.sample()
    return Solution(
        called=name,
        assessment=presented.assessment,
        payoffs=presented.payoffs,
        outcomes=presented.outcomes,
        measures=presented.measures,
        ranges=presented.open.ranges,
        certificate=verify(game, _at(presented.assessment, sample), concept_named(concept).check or concept),
        sample=sample,
        bases=tuple(labels(view, p.base) for p in group.pieces),
    )


def parametric_families(
    game: Game,
    concept: str,
    over: Sequence[str],
    *,
    knife_edges: bool,
    seconds: float | None = None,
    gigabytes: float | None = None,
    executor: Executor | None = None,
    progress: Progress = iter,
    journal: Journal | None = None,
    budget: Budget | None = None,
) -> Solved:
    """Find every family of a game in its open parameters, within some seconds, or within a budget that goes on afterwards."""
    allowance = Budget(seconds) if budget is None else budget
    pieces = all_pieces(
        game,
        knife_edges=knife_edges,
        concept=concept,
        seconds=None if allowance.left is None else SEARCHING * allowance.left,
        gigabytes=gigabytes,
        executor=executor,
        progress=progress,
        journal=journal,
    )
    pieces.view.ring.budget = allowance
    groups = merged(pieces.view, pieces.oracle, pieces.pieces)
    groups.sort(key=lambda g: not g.generic)
    short, unique = names(pieces.view, [_played(g.main.base) for g in groups])
    families: list[Family] = []
    plays: dict[tuple[str, ...], list[Name]] = {}
    for group, play, name in zip(groups, short, unique, strict=True):
        if families and allowance.over:
            break
        presented = Presented(pieces.view, pieces.oracle, group, over)
        plays.setdefault(tuple(map(str, presented.outcomes.values())), []).append(play)
        families.append(
            Family(
                called=replace(name, knife_edge=not group.generic),
                generic=group.generic,
                cases=presented.thresholds,
                assessment=presented.assessment,
                payoffs=presented.payoffs,
                outcomes=presented.outcomes,
                measures=presented.measures,
                ranges=presented.open.ranges,
                ends=presented.open.ends,
                limits=presented.open.limits,
                pins=presented.pins,
                bases=len({p.base.name for p in group.pieces}),
                exists=exists_at(presented.cases),
            )
        )
    classes = {outcome: common_name(several) for outcome, several in plays.items()}
    families = [replace(family, shared=classes[tuple(map(str, family.outcomes.values()))]) for family in families]
    unwritten = len(groups) - len(families)
    unfinished = unfinished_in_words(pieces)
    if unwritten:
        unfinished += (f"{unwritten} more {'family' if unwritten == 1 else 'families'} of equilibria, found but not written out",)
    generic = {p.base.name for p in pieces.pieces if p.generic}
    edge = {p.base.name for p in pieces.pieces} - generic
    result = Families(
        game=game,
        concept=concept,
        over=tuple(over),
        domain=tuple(game.domain.texts),
        found="all" if not pieces.undecided and not unfinished else "some",
        proved=False,
        undecided_bases=tuple(_base_in_words(pieces.view, b) for b in pieces.undecided),
        bases={"generic": len(generic), "knife_edge": len(edge) if knife_edges else None},
        families=tuple(families),
        left=unfinished,
    )
    if budget is None:
        allowance.end = None  # whoever asks for more later has time
    return Solved(result, pieces, groups[: len(families)])


def _played(base: Base) -> Supports:
    """The supports of a base, without those that stand for any."""
    return {s: support for s, support in base.supports.items() if s not in base.idle}


def labels(view: View, base: Base) -> tuple[frozenset[tuple[str, str, str]], frozenset[tuple[str, str, str]]]:
    """A base in labels: (player, set, action) used, and (player, set, history) believed possible."""
    game = view.game
    actions, beliefs = set(), set()
    for s in view.sets:
        player, label = game.players[view.owner[s]], game.set_labels[s]
        actions |= {(player, label, game.set_actions[s][a]) for a in base.supports[s]}
        beliefs |= {(player, label, game.history(n)) for n in base.beliefs.get(s, ())}
    return frozenset(actions), frozenset(beliefs)


def unfinished_in_words(pieces: Pieces) -> tuple[str, ...]:
    """The tasks of a search that were not finished, by the supports that they are about."""
    return tuple(
        _supports_in_words(pieces.view, dict(zip(pieces.order, task, strict=False))) or "the whole search" for task in pieces.unfinished
    )


def _base_in_words(view: View, base: Base) -> str:
    return _supports_in_words(view, base.supports)


def _supports_in_words(view: View, supports: Supports) -> str:
    game = view.game
    return "; ".join(
        f"{game.players[view.owner[s]]} at {game.set_labels[s]}: {'/'.join(game.set_actions[s][a] for a in supports[s])}"
        for s in view.sets
        if s in supports
    )


def _at(assessment: Assessment, sample: dict[str, Number]) -> Assessment:
    def put(table: Strategies) -> Strategies:
        return {
            player: {s: {a: x.at(sample) if isinstance(x, Expression) else x for a, x in row.items()} for s, row in sets.items()}
            for player, sets in table.items()
        }

    profile = Profile(put(assessment.profile.strategies), assessment.profile.idle)
    return Assessment(profile, None if assessment.beliefs is None else put(assessment.beliefs))
