"""All equilibria of a game with types from a continuum: its families in open parameters, and its solutions at a point."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from games import Game, Uniform
from games.numbers import Number

from ..algebra.budget import Budget, Stopped, pass_on
from ..algebra.sign_oracle import Oracle
from ..closed_forms.existence import exists_at
from ..closed_forms.faces import Group
from ..closed_forms.solving import Piece, Solver
from ..results import Families, Family, Name, Solution, Solutions, told_apart
from ..verifier import verify
from .backward import Backward
from .bases import TypeBase
from .form import Form
from .presentation import Presented
from .search import TypeSearch
from .words import in_words

SEARCHING = 0.75  # of the time that is given; the rest is for closed forms, and for the walls of a map

Progress = Callable[[Iterable[Any]], Iterable[Any]]


@dataclass(eq=False)
class TypePieces:
    """All branches of all bases of a game.

    Parameters
    ----------
    view : Form
        The game as the search reads it.
    oracle : Oracle
        The signs on its domain.
    pieces : list of Piece
        All branches that exist somewhere.
    bases : list of TypeBase
        Of each of them.
    undecided : list of TypeBase
        Bases that no method could decide.
    left : tuple of str
        What was not searched, in words.
    """

    view: Form
    oracle: Oracle
    pieces: list[Piece] = field(default_factory=list)
    bases: list[TypeBase] = field(default_factory=list)
    undecided: list[TypeBase] = field(default_factory=list)
    left: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class TypeSolved:
    """The families of a game with the branches of which they are made, one each.

    Parameters
    ----------
    families : Families
        The result.
    pieces : TypePieces
        Everything found.
    groups : list of Group
        In the order of the families.
    """

    families: Families
    pieces: TypePieces
    groups: list[Group]


def all_pieces(game: Game, *, knife_edges: bool, seconds: float | None = None, progress: Progress = iter) -> TypePieces:
    """Find every branch of every base.

    Parameters
    ----------
    game : Game
        With types from a continuum, with or without open parameters.
    knife_edges : bool
        Whether branches that live on walls only are wanted too; at a point always.
    seconds : float, optional
        Stop after this time, with what was found.
    progress : callable
        Wraps the iterable of the search's tasks.
    """
    form = Form(game)
    generic = bool(game.parameters) and not knife_edges
    found = TypePieces(form, form.oracle)
    solver = Solver(form.oracle, generic)
    solver.closed = form.kinds("n")
    solver.triangular.last = form.kinds("mn")  # what is believed stays open
    budget = form.ring.budget = Budget(seconds)
    budget.searching, form.oracle.deadline = True, budget.end
    search = TypeSearch(form)
    try:
        for task in progress(search.tasks()):
            for base in search.bases(task):
                if not search.possible(base.everything):
                    continue
                pieces, decided = solver.pieces(base)  # type: ignore[arg-type]  # which asks it for its system only
                found.pieces += pieces
                found.bases += [base] * len(pieces)
                found.undecided += [] if decided else [base]
                form.oracle.forget()
    except (KeyboardInterrupt, Stopped) as why:
        pass_on(why)
        found.left = ("the rest of the search",)
    found.left += tuple(f"more than {form.most[i]} kinds of types of {game.players[i]}" for i in sorted(search.crowded))
    budget.searching, budget.end, form.oracle.deadline = False, None, None
    return found


def parametric_families(
    game: Game,
    concept: str,
    over: Sequence[str],
    *,
    knife_edges: bool,
    seconds: float | None = None,
    progress: Progress = iter,
    budget: Budget | None = None,
) -> TypeSolved:
    """Find every family of a game in its open parameters, within some seconds, or within a budget that goes on afterwards."""
    allowance = Budget(seconds) if budget is None else budget
    searching = None if allowance.left is None else SEARCHING * allowance.left
    pieces = all_pieces(game, knife_edges=knife_edges, seconds=searching, progress=progress)
    pieces.view.ring.budget = allowance
    order = sorted(range(len(pieces.pieces)), key=lambda k: not pieces.pieces[k].generic)
    told = [Presented(pieces.view, pieces.bases[k], pieces.pieces[k], over) for k in order]
    names = told_apart([Name(given=one.title, knife_edge=not one.piece.generic) for one in told])
    families = [_family(one, name) for one, name in zip(told, names, strict=True)]
    edges = {id(base) for base, piece in zip(pieces.bases, pieces.pieces, strict=True) if not piece.generic}
    solid = {id(base) for base, piece in zip(pieces.bases, pieces.pieces, strict=True) if piece.generic}
    result = Families(
        game=game,
        concept=concept,
        over=tuple(over),
        domain=tuple(game.domain.texts),
        found="some" if pieces.undecided or pieces.left else "all",
        proved=False,
        undecided_bases=tuple(in_words(pieces.view, base.words) for base in pieces.undecided),
        bases={"generic": len(solid), "knife_edge": len(edges - solid) if knife_edges else None},
        families=_sharing(families),
        left=pieces.left,
    )
    if budget is None:
        allowance.end = None
    return TypeSolved(result, pieces, [Group(pieces.pieces[k], ()) for k in order])


def point_solutions(game: Game, concept: str, at: Mapping[str, Number], *, seconds: float | None = None) -> Solutions:
    """Find every equilibrium of a game without open parameters, each with its certificate; in rounded numbers if a law is not uniform."""
    if not all(isinstance(t.law, Uniform) for t in game.types):
        from .rounded import rounded_solutions

        return rounded_solutions(game, concept, at)
    if (only := Backward(game)).found:
        return _from_the_end(only, concept, at)
    pieces = all_pieces(game, knife_edges=True, seconds=seconds)
    told = [Presented(pieces.view, base, piece, ()) for base, piece in zip(pieces.bases, pieces.pieces, strict=True)]
    names = told_apart([Name(given=one.title) for one in told])
    return Solutions(
        game=game,
        concept=concept,
        at=at,
        found="some" if pieces.undecided or pieces.left else "all",
        proved=False,
        undecided=tuple(in_words(pieces.view, base.words) for base in pieces.undecided),
        solutions=tuple(_solution(one, name, concept) for one, name in zip(told, names, strict=True)),
        left=pieces.left,
        method="cells",
    )


def _from_the_end(only: Backward, concept: str, at: Mapping[str, Number]) -> Solutions:
    by_type = only.by_type
    solution = Solution(
        called=Name(given=only.title),
        assessment=only.assessment,
        payoffs=only.payoffs,
        outcomes=only.outcomes,
        measures=only.measures,
        ranges=(),
        certificate=verify(only.game, by_type, concept),
        by_type=by_type,
    )
    return Solutions(game=only.game, concept=concept, at=at, found="all", proved=False, undecided=(), solutions=(solution,), method="cells")


def _solution(told: Presented, name: Name, concept: str) -> Solution:
    sample = told.open.sample()
    return Solution(
        called=name,
        assessment=told.assessment,
        payoffs=told.payoffs,
        outcomes=told.outcomes,
        measures=told.measures,
        ranges=told.open.ranges,
        certificate=verify(told.game, told.by_type.at(sample), concept),
        sample=sample,
        by_type=told.by_type,
    )


def _family(told: Presented, name: Name) -> Family:
    return Family(
        called=name,
        generic=told.piece.generic,
        cases=told.thresholds,
        assessment=told.assessment,
        payoffs=told.payoffs,
        outcomes=told.outcomes,
        measures=told.measures,
        ranges=told.open.ranges,
        ends=told.open.ends,
        limits=told.open.limits,
        pins=told.pins,
        bases=1,
        exists=exists_at(told.cases),
        by_type=told.by_type,
    )


def _sharing(families: Sequence[Family]) -> tuple[Family, ...]:
    """The families, those with the same outcome sharing the name of the first of them."""
    shared: dict[tuple[str, ...], Name] = {}
    for family in families:
        shared.setdefault(tuple(map(str, family.outcomes.values())), Name(given=family.called.given))
    return tuple(replace(family, shared=shared[tuple(map(str, family.outcomes.values()))]) for family in families)
