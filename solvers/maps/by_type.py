"""The regime map of a game with types from a continuum: the walls and cells of its families, and a check by the judge."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from games import Game
from games.numbers import Number

from ..algebra.budget import Budget
from ..algebra.ring import Polynomial, key
from ..closed_forms.presentation import threshold
from ..results import Regime, RegimeMap, Wall
from ..types import parametric_families
from ..types.reasons import member_at, reasons, telling
from ..types.solving import TypeSolved
from ..verifier import verify
from .cells import Cell, Cells
from .comparison import outcome_spans
from .mapping import left_in_words, needed
from .point_check import simple_points


def type_map(
    game: Game,
    concept: str,
    over: Sequence[str],
    at_rest: Mapping[str, Number],
    *,
    knife_edges: bool,
    seconds: float | None,
    points: int,
    progress: Callable[[Any], Any] = iter,
) -> RegimeMap:
    """Map a game with types from a continuum whose open parameters are those of the map.

    Parameters
    ----------
    game, concept, over, at_rest, knife_edges, seconds, progress
        As for `regime_map`.
    points : int
        At how many points of every regime the judge looks at each family; a type that gains makes ``found`` "some".
    """
    budget = Budget(seconds)
    solved = parametric_families(game, concept, over, knife_edges=knife_edges, progress=progress, budget=budget)
    families = solved.families
    generic = [k for k, family in enumerate(families) if family.generic]
    cells = Cells(game, solved.pieces.oracle, [solved.groups[k] for k in generic])
    live, realised = cells.find()
    flips = cells.flips(live, realised)
    walls = [
        _wall(solved, cells, cells.candidates[k], [generic[i] for i in sorted(some)], over) for k, some in zip(live, flips, strict=True)
    ]
    home = cells.signs_at(live, game.domain.start)
    realised.sort(key=lambda c: _place(c, over, home))
    regimes: list[Regime] = []
    placed: list[list[dict[str, Fraction]]] = []
    for number, cell in enumerate(realised, 1):
        simple = simple_points(cells, live, cell)
        if _at_home(cell, home) and cells.is_generic(game.domain.start):
            simple.insert(0, dict(game.domain.start))
        point = simple[0] if simple else dict(cell.point)
        coexisting = [families[generic[i]] for i in sorted(cell.label)]
        spans = outcome_spans(game, coexisting, point)
        regimes.append(
            Regime(
                name=f"R{number}",
                conditions=tuple(walls[k].above if cell.signs[k] > 0 else walls[k].below for k in needed(realised, cell)),
                signs=cell.signs,
                sample=point,
                families=tuple(family.name for family in coexisting),
                outcomes={label: (span.lowest, span.highest) for label, span in spans.items()},
                outer=tuple(label for label, span in spans.items() if not span.exact),
            )
        )
        further = cells.further(live, cell, points - 1) if points > 1 and game.parameters else []
        placed.append([point, *further][:points])
    checked = _judged(solved, regimes, placed, generic, progress, budget)
    unfinished = tuple(left_in_words(cells, 0, budget.over and bool(checked.get("undecided"))))
    if checked["disagreements"] or cells.unknown or unfinished:
        families = replace(families, found="some", left=(*families.left, *unfinished))
    budget.end = None
    return RegimeMap(solved=families, at_rest=dict(at_rest), walls=tuple(walls), regimes=tuple(regimes), checked=checked)


def _at_home(cell: Cell, home: Sequence[int]) -> bool:
    """Whether the defaults lie in a cell, or at its edge."""
    return all(s in (0, t) for s, t in zip(home, cell.signs, strict=True))


def _place(cell: Cell, over: Sequence[str], home: Sequence[int]) -> tuple[Any, ...]:
    """Cells of one parameter stand along its axis; of several, that of the defaults comes first."""
    return (cell.point[over[0]],) if len(over) == 1 else (not _at_home(cell, home),)


def _wall(solved: TypeSolved, cells: Cells, p: Polynomial, flips: Sequence[int], over: Sequence[str]) -> Wall:
    """A wall with the families that it flips, and why."""
    found = solved.pieces
    of_piece = {id(piece): base for piece, base in zip(found.pieces, found.bases, strict=True)}
    main = [solved.groups[k].main for k in flips]
    edges = (k for k, family in enumerate(solved.families) if not family.generic)
    below, above = (threshold(cells.oracle, p * sign, ">", over) for sign in (-1, 1))
    return Wall(
        polynomial=cells.ring.expression(p),
        threshold=threshold(cells.oracle, p, "=", over),
        reasons=telling(r for piece in main for r in reasons(found.view, of_piece[id(piece)], piece, p)),
        flips=tuple(solved.families[k].name for k in flips),
        on=tuple(solved.families[k].name for k in edges if _lies_on(solved, k, p)),
        below=below.text(),
        above=above.text(),
        sides=(below, above),
    )


def _lies_on(solved: TypeSolved, k: int, p: Polynomial) -> bool:
    """Whether some condition of a knife edge has the wall as a factor."""
    ring = solved.pieces.view.ring
    names = key(ring.primitive(p)), key(ring.primitive(-p))
    atoms = (atom for case in solved.groups[k].main.cases for atom in case.atoms)
    return any(key(ring.primitive(f)) in names for atom in atoms for f, _ in ring.factors(atom.polynomial)[1])


def _judged(
    solved: TypeSolved,
    regimes: Sequence[Regime],
    placed: Sequence[Iterable[Mapping[str, Fraction]]],
    generic: Sequence[int],
    progress: Callable[[Any], Any],
    budget: Budget,
) -> dict[str, int]:
    """At points of every regime: whether the families that exist are those listed, and whether no type gains in any of them."""
    game, families = solved.families.game, solved.families
    to_check = [(point, regime) for regime, points in zip(regimes, placed, strict=True) for point in points]
    wrong = undecided = 0

    def verdicts(point: Mapping[str, Fraction], regime: Regime) -> Iterator[bool | None]:
        there = game.fix(dict(point)) if point else game
        for k in generic:
            listed = families[k].name in regime.families
            if bool(families[k].exists(point)) != listed:
                yield False
            elif listed:
                member = member_at(families[k], point)
                yield None if member is None else verify(there, member, families.concept).equilibrium

    for point, regime in progress(to_check):
        if budget.over:
            undecided += 1
            continue
        answers = list(verdicts(point, regime))
        wrong += False in answers
        undecided += False not in answers and None in answers
    summary = {"points": len(to_check) - undecided, "disagreements": wrong}
    return summary | {"undecided": undecided} if undecided else summary
