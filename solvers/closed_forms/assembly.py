"""The exact engine's answers as result types: solutions at a point, families in parameters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace

from games import Game
from games.numbers import Expression, Number

from ..algebra.budget import Budget
from ..concept import concept_named
from ..results import Assessment, Families, Family, Name, Profile, Solution, Solutions, Strategies
from ..search.bases import Base
from ..search.journal import Journal
from ..search.tree_polynomials import Supports, View
from ..verifier import verify
from .branches import Pieces, Progress, all_pieces, exists_at
from .faces import Group, merged
from .naming import names
from .presentation import Presented

SEARCHING = 0.75  # of the time that is given; the rest is for closed forms, and a map for its walls


@dataclass(frozen=True, eq=False)
class Solved:
    """The families of a game together with what the engine knows of them.

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
    """The equilibria at a point together with what the engine knows of them.

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
    """Find every equilibrium of a game without open parameters, with what the engine knows of them."""
    found = all_pieces(game, knife_edges=True, concept=concept)
    groups = merged(found.view, found.oracle, found.pieces)
    _, unique = names(found.view, [_played(g.main.base) for g in groups])
    check = concept_named(concept).check or concept
    solutions = []
    for group, name in zip(groups, unique, strict=True):
        shown = Presented(found.view, found.oracle, group, ())
        sample = shown.sample()
        solutions.append(
            Solution(
                called=name,
                assessment=shown.assessment,
                payoffs=shown.payoffs,
                outcomes=shown.outcomes,
                measures=shown.measures,
                ranges=shown.ranges,
                certificate=verify(game, _at(shown.assessment, sample), check),
                sample=sample,
                bases=tuple(labels(found.view, p.base) for p in group.pieces),
            )
        )
    result = Solutions(
        game=game,
        concept=concept,
        at=at,
        found="all" if not found.undecided and found.complete else "some",
        proved=False,
        undecided=tuple(_told(found.view, b) for b in found.undecided),
        solutions=tuple(solutions),
        left=left_in_words(found),
    )
    return SolvedPoint(result, found, groups)


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
    whole = Budget(seconds) if budget is None else budget
    found = all_pieces(
        game,
        knife_edges=knife_edges,
        concept=concept,
        seconds=None if whole.left is None else SEARCHING * whole.left,
        gigabytes=gigabytes,
        executor=executor,
        progress=progress,
        journal=journal,
    )
    found.view.ring.budget = whole
    groups = merged(found.view, found.oracle, found.pieces)
    groups.sort(key=lambda g: not g.generic)
    short, unique = names(found.view, [_played(g.main.base) for g in groups])
    families: list[Family] = []
    classes: dict[tuple[str, ...], Name] = {}
    for group, play, name in zip(groups, short, unique, strict=True):
        if families and whole.over:
            break
        shown = Presented(found.view, found.oracle, group, over)
        outcome = tuple(str(x) for x in shown.outcomes.values())
        families.append(
            Family(
                called=replace(name, knife_edge=not group.generic),
                generic=group.generic,
                cases=shown.thresholds,
                assessment=shown.assessment,
                payoffs=shown.payoffs,
                outcomes=shown.outcomes,
                measures=shown.measures,
                ranges=shown.ranges,
                ends=shown.ends,
                limits=shown.limits,
                pins=shown.pins,
                bases=len({p.base.name for p in group.pieces}),
                exists=exists_at(shown.cases),
                shared=classes.setdefault(outcome, play),
            )
        )
    unwritten = len(groups) - len(families)
    left = left_in_words(found)
    if unwritten:
        left += (f"{unwritten} more {'family' if unwritten == 1 else 'families'} of equilibria, found but not written out",)
    generic = {p.base.name for p in found.pieces if p.generic}
    edge = {p.base.name for p in found.pieces} - generic
    result = Families(
        game=game,
        concept=concept,
        over=tuple(over),
        domain=tuple(game.domain.texts),
        found="all" if not found.undecided and not left else "some",
        proved=False,
        undecided_bases=tuple(_told(found.view, b) for b in found.undecided),
        bases={"generic": len(generic), "knife_edge": len(edge) if knife_edges else None},
        families=tuple(families),
        left=left,
    )
    if budget is None:
        whole.end = None  # whoever asks for more later has time
    return Solved(result, found, groups[: len(families)])


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


def left_in_words(found: Pieces) -> tuple[str, ...]:
    """The parts of a search that were not finished, by the supports that they are about."""
    return tuple(_support_told(found.view, dict(zip(found.order, share, strict=False))) or "the whole search" for share in found.left)


def _told(view: View, base: Base) -> str:
    return _support_told(view, base.supports)


def _support_told(view: View, supports: Supports) -> str:
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
