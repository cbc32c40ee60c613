"""The regime map: walls, regimes, what each brings, and the check by the independent method."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from games import Game
from games.numbers import Number

from ..algebra.budget import Budget
from ..algebra.ring import Polynomial, key
from ..closed_forms import Solved, parametric_families, usable
from ..closed_forms.naming import is_type
from ..closed_forms.presentation import threshold
from ..concept import concept_named
from ..results import Family, Indifference, Reason, Regime, RegimeMap, Relabelling, Relation, Stop, Wall
from ..results.reasons import AtSet
from .cells import Cell, Cells, along_the_axis
from .comparison import outcome_spans
from .cross_check import Judge
from .point_check import ExistingBranches, check, sample, simple_points

if TYPE_CHECKING:
    from concurrent.futures import Executor


def regime_map(
    game: Game,
    concept: str,
    over: Sequence[str],
    at_rest: Mapping[str, Number],
    *,
    refine: str | None = None,
    knife_edges: bool,
    seconds: float | None,
    gigabytes: float | None = None,
    points: int,
    executor: Executor | None = None,
    progress: Callable[[Any], Any] = iter,
) -> RegimeMap:
    """Map a game whose open parameters are those of the map.

    Parameters
    ----------
    game : Game
        With the other parameters fixed.
    concept : str
        A concept whose record offers maps.
    over : sequence of str
        The open parameters; the first two span pictures.
    at_rest : dict from str to number
        The values of the other parameters, for the result to say.
    refine : str, optional
        The refinement that families must survive.
    knife_edges : bool
        Whether families that exist on walls only are looked for.
    seconds, gigabytes : float, optional
        What the search may take; what it left undone then is said in the result.
    points : int
        How many points of every regime the independent method solves again; a disagreement makes ``found`` "some".
    executor : Executor, optional
        Where the tasks of the search run.
    progress : callable
        Wraps the iterable of tasks, and that of points.
    """
    budget = Budget(seconds)
    solved = parametric_families(
        game,
        concept,
        over,
        knife_edges=knife_edges,
        gigabytes=gigabytes,
        executor=executor,
        progress=progress,
        budget=budget,
        alike=usable(game, concept_named(concept)),
        whole=refine is not None,
    )
    if refine is not None:
        from ..refinements import refined_families

        solved = refined_families(solved, refine)
    generic = [k for k, members in enumerate(solved.members) if solved.families[members[0]].generic]
    cells = Cells(game, solved.pieces.oracle, [solved.groups[k] for k in generic])
    live, realised = cells.find()
    if len(over) == 1:
        live, realised = along_the_axis(live, realised, over[0])
    default_signs = cells.signs_at(live, game.domain.start)
    at_home = [all(s in (0, t) for s, t in zip(default_signs, c.signs, strict=True)) for c in realised]
    if len(over) > 1:  # the regime of the default parameters comes first
        realised = [c for here in (True, False) for c, is_home in zip(realised, at_home, strict=True) if is_home == here]
        at_home.sort(reverse=True)
    flips = cells.flips(live, realised)
    walls = [_wall(solved, cells, cells.candidates[k], flipped, generic, over, budget) for k, flipped in zip(live, flips, strict=True)]
    judge = Judge(game, concept) if refine is None else _refining(game, concept, refine)
    judge.budget = budget
    points = points if judge.knows else 0
    regimes: list[Regime] = []
    stopped = bool(solved.families.left)  # then nothing is there to be solved again
    choices_of = [[] if stopped or budget.over else simple_points(cells, live, cell) for cell in realised]
    if not stopped and True in at_home and cells.is_generic(game.domain.start):
        choices_of[at_home.index(True)].insert(0, dict(game.domain.start))  # the defaults are the sample of their regime
    existing = ExistingBranches(solved, generic)
    judge.expect(choices[0] for choices in choices_of if choices)
    if not stopped and points and not budget.over:
        judge.expect(cell.point for cell, choices in zip(realised, choices_of, strict=True) if not choices)
        judge.expect(point for cell in realised for point in cells.further(live, cell, points - 1))
    for number, (cell, choices) in enumerate(zip(realised, choices_of, strict=True), 1):
        if regimes and budget.over:
            break
        point = sample(existing, [generic[i] for i in cell.label], cells, live, cell, choices, judge)
        coexisting = [solved.families[k] for k in sorted(k for i in cell.label for k in solved.members[generic[i]])]
        conditions = [walls[k].above if cell.signs[k] > 0 else walls[k].below for k in needed(realised, cell)]
        regimes.append(_regime(f"R{number}", cell, point, coexisting, conditions, solved.families.game))
    cut_short = budget.over
    checked = check(solved, cells, live, realised[: len(regimes)], regimes, generic, existing, 0 if stopped else points, progress, judge)
    families = solved.families if not checked["disagreements"] and not cells.unknown else replace(solved.families, found="some")
    unchecked = bool(points) and not stopped and (cut_short or (budget.over and "undecided" in checked))
    unfinished = tuple(left_in_words(cells, len(realised) - len(regimes), unchecked))
    if unfinished:
        families = replace(families, found="some", left=(*families.left, *unfinished))
    budget.end = None  # whoever asks for more later has time
    return RegimeMap(solved=families, at_rest=dict(at_rest), walls=tuple(walls), regimes=tuple(regimes), checked=checked)


def _regime(
    name: str, cell: Cell, point: dict[str, Fraction], coexisting: Sequence[Family], conditions: Iterable[str], game: Game
) -> Regime:
    """A cell with its families, and the ranges of the outcomes at a point of it."""
    spans = outcome_spans(game, coexisting, point)
    return Regime(
        name=name,
        conditions=tuple(conditions),
        signs=cell.signs,
        sample=point,
        families=tuple(family.name for family in coexisting),
        outcomes={label: (span.lowest, span.highest) for label, span in spans.items()},
        outer=tuple(label for label, span in spans.items() if not span.exact),
    )


def left_in_words(cells: Cells, regimes: int, unchecked: bool) -> Iterator[str]:
    """What the time did not allow to look at, in words."""
    if cells.skipped:
        yield f"{cells.skipped} {'side' if cells.skipped == 1 else 'sides'} of walls on which there may be further regimes"
    if cells.crowded:
        yield "which of the walls change nothing"
    if regimes:
        yield f"{regimes} more {'regime' if regimes == 1 else 'regimes'}, found but not written out"
    if unchecked:
        yield "the check by the independent method"


def _refining(game: Game, concept: str, refinement: str) -> Judge:
    from .refined_check import RefiningJudge

    return RefiningJudge(game, concept, refinement)


# ------------------------------------------------------------------ walls


def _wall(
    solved: Solved, cells: Cells, p: Polynomial, flipped: Iterable[int], generic: Sequence[int], over: Sequence[str], budget: Budget
) -> Wall:
    """A wall with the families that it flips, and why; no reasons once the time is over."""
    flips = sorted(k for i in flipped for k in solved.members[generic[i]])
    below, above = side(cells, p, -1, over), side(cells, p, 1, over)
    return Wall(
        polynomial=cells.ring.expression(p),
        threshold=threshold(cells.oracle, p, "=", over),
        reasons=() if budget.over else _reasons(solved, flips, p),
        flips=tuple(solved.families[k].name for k in flips),
        on=tuple(solved.families[k].name for k in _on(solved, p)),
        below=below.text(),
        above=above.text(),
        sides=(below, above),
    )


def side(cells: Cells, p: Polynomial, sign: int, over: Sequence[str]) -> Relation:
    """What holds on one side of a wall."""
    return threshold(cells.oracle, p if sign > 0 else -p, ">", over)


def needed(cells: Sequence[Cell | Regime], cell: Cell | Regime) -> list[int]:
    """The walls that tell a cell from all others, as few as a greedy look finds; later walls are dropped first."""
    others = [other.signs for other in cells if other is not cell]
    differs = np.array(others).reshape(len(others), len(cell.signs)) != np.array(cell.signs)
    walls = list(range(len(cell.signs)))
    for k in reversed(range(len(cell.signs))):
        rest = [i for i in walls if i != k]
        if differs[:, rest].any(axis=1).all():
            walls = rest
    return walls


def _reasons(solved: Solved, families: Sequence[int], p: Polynomial) -> tuple[Reason, ...]:
    """Why a wall flips families: the reasons of their groups, with other labels where a relabelling made them."""
    of_group = {k: _reasons_of(solved, k, p) for k in dict.fromkeys(map(solved.group_of, families))}
    reasons = (
        reason if relabelling is None else _relabelled(solved, reason, relabelling)
        for family, relabelling in ((family, solved.relabelling(family)) for family in families)
        for reason in of_group[solved.group_of(family)]
    )
    return tuple(dict.fromkeys(reasons))


def _relabelled(solved: Solved, reason: AtSet, relabelling: Relabelling) -> Reason:
    """A reason with other labels; two actions stand in the order of the game."""
    game = solved.pieces.view.game
    player, there = relabelling.infosets[reason.player, reason.infoset]
    if isinstance(reason, Indifference):
        both = (relabelling.actions[reason.player, reason.infoset, action] for action in reason.actions)
        first, second = sorted(both, key=game.set_actions[game.set_index(player, there)].index)
        return replace(reason, player=player, infoset=there, actions=(first, second))
    return replace(reason, player=player, infoset=there, action=relabelling.actions[reason.player, reason.infoset, reason.action])


def _reasons_of(solved: Solved, k: int, p: Polynomial) -> list[AtSet]:
    """Whose indifference a wall is for a family, or which probability's limit."""
    view = solved.pieces.view
    ring, game = view.ring, view.game
    piece = solved.groups[k].main
    out: list[AtSet] = []

    def touches(q: Polynomial) -> bool:
        """Whether a comparison's polynomial, with the family's play put in, has the wall as a factor."""
        for name, (top, bottom) in piece.branch.values.items():
            q, _ = ring.substitute(q, name, top, bottom)
        return bool(q) and any(key(f) in (key(p), key(-p)) for f, _ in scaled(q))

    def scaled(q: Polynomial) -> list[tuple[Polynomial, int]]:
        """The factors with the leading coefficient of the wall."""
        lead = p.leading_coefficient()
        return [(f * (lead / f.leading_coefficient()), n) for f, n in ring.factors(q)[1]]

    for atom, (s, a) in zip(piece.base.atoms, piece.base.rivals, strict=True):
        if touches(atom.polynomial):
            first, second = (game.set_actions[s][k] for k in sorted((piece.base.supports[s][0], a)))
            out.append(Indifference(game.players[view.owner[s]], game.set_labels[s], (first, second), is_type(view, s)))
    for s, support in piece.base.supports.items():
        if len(support) > 1:
            for a in support:
                if touches(view.probability(s, a, support)):
                    out.append(Stop(game.players[view.owner[s]], game.set_labels[s], game.set_actions[s][a], is_type(view, s)))
    return out


def _on(solved: Solved, p: Polynomial) -> list[int]:
    """The knife edges of which some condition has the wall as a factor."""
    edges = (k for k, members in enumerate(solved.members) if not solved.families[members[0]].generic)
    return sorted(family for k in edges if _lies_on(solved, k, p) for family in solved.members[k])


def _lies_on(solved: Solved, k: int, p: Polynomial) -> bool:
    """Whether some condition of a group has the wall as a factor."""
    ring = solved.pieces.view.ring
    wall_keys = key(ring.primitive(p)), key(ring.primitive(-p))
    for piece in solved.groups[k].pieces:
        for case in piece.cases:
            for atom in case.atoms:
                if any(key(ring.primitive(f)) in wall_keys for f, _ in ring.factors(atom.polynomial)[1]):
                    return True
    return False
