"""The regime map: walls, regimes, what each brings, and the check by the independent method."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np

from games import Game
from games.numbers import Number

from ..algebra.budget import Budget
from ..algebra.ring import Polynomial, key
from ..algebra.sign_oracle import Atom
from ..closed_forms import Solved, labels, parametric_families
from ..closed_forms.naming import is_type
from ..closed_forms.presentation import threshold
from ..closed_forms.solving import Piece
from ..refinements import refined_families
from ..results import Family, Indifference, Reason, Regime, RegimeMap, Stop, Wall
from ..search.tree_polynomials import View
from ..verifier.enumeration import Enumeration
from .cells import Cell, Cells, coordinates
from .comparison import outcome_spans
from .cross_check import Judge
from .set_check import Sets, Task

Counts = Mapping[Any, int | None]  # base in labels -> equilibria in it


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
    over : sequence of str
        The open parameters; the first two span pictures.
    refine : str, optional
        The refinement that families must survive.
    points : int
        How many points of every regime the independent method solves again; a disagreement makes ``found`` "some".
    executor : Executor, optional
        Where the shares of the search run.
    progress : callable
        Wraps the iterable of shares, and that of points.
    """
    budget = Budget(seconds)
    solved = parametric_families(
        game, concept, over, knife_edges=knife_edges, gigabytes=gigabytes, executor=executor, progress=progress, budget=budget
    )
    if refine is not None:
        solved = refined_families(solved, refine)
    generic = [k for k, family in enumerate(solved.families) if family.generic]
    cells = Cells(game, solved.pieces.oracle, [solved.groups[k] for k in generic])
    live, found = cells.find()
    flips = cells.flips(live, found)
    family_names = [solved.families[k].name for k in generic]
    edges = [f for f in solved.families if not f.generic]
    walls = []
    for k, flipped in zip(live, flips, strict=True):
        p, asked = cells.candidates[k], [] if budget.over else sorted(flipped)
        walls.append(
            Wall(
                polynomial=cells.ring.expression(p),
                threshold=threshold(cells.oracle, p, "=", over),
                reasons=tuple(dict.fromkeys(reason for i in asked for reason in _why(solved, generic[i], p))),
                flips=tuple(family_names[i] for i in sorted(flipped)),
                on=tuple(f.name for f in edges if _lives_on(solved, f, p)),
                below=side(cells, p, -1, over),
                above=side(cells, p, 1, over),
            )
        )
    judge = Judge(game, concept) if refine is None else _refining(game, concept, refine)
    judge.budget = budget
    points = points if judge.knows else 0
    regimes: list[Regime] = []
    home = cells.signs_at(live, game.domain.start)
    found.sort(key=lambda c: any(s not in (0, t) for s, t in zip(home, c.signs, strict=True)))  # the defaults' regime comes first
    stopped = bool(solved.families.left)  # then nothing is there to be solved again
    simple = [[] if stopped or budget.over else simple_points(cells, live, cell) for cell in found]
    if not stopped and 0 not in cells.signs_at(range(len(cells.candidates)), game.domain.start):
        simple[0].insert(0, dict(game.domain.start))  # the defaults are the sample of their regime
    standing = Standing(solved, generic)
    judge.expect(near[0] for near in simple if near)
    if not stopped and points and not budget.over:
        judge.expect(point for cell in found for point in cells.further(live, cell, points - 1))
    for number, (cell, near) in enumerate(zip(found, simple, strict=True), 1):
        if regimes and budget.over:
            break
        point = sample(standing, [generic[i] for i in cell.label], cell, near, judge)
        here = [solved.families[generic[i]] for i in sorted(cell.label)]
        spans = outcome_spans(solved.families.game, here, point)
        regimes.append(
            Regime(
                name=f"R{number}",
                conditions=tuple(walls[k].above if cell.signs[k] > 0 else walls[k].below for k in needed(found, cell)),
                signs=cell.signs,
                sample=point,
                families=tuple(f.name for f in here),
                outcomes={label: (span.lowest, span.highest) for label, span in spans.items()},
                outer=tuple(label for label, span in spans.items() if not span.exact),
            )
        )
    cut = budget.over
    checked = check(solved, cells, live, found[: len(regimes)], regimes, generic, 0 if stopped else points, progress, judge)
    families = solved.families if not checked["disagreements"] and not cells.unknown else replace(solved.families, found="some")
    unchecked = bool(points) and not stopped and (cut or (budget.over and "undecided" in checked))
    left = tuple(unlooked(cells, len(found) - len(regimes), unchecked))
    if left:
        families = replace(families, found="some", left=(*families.left, *left))
    budget.end = None  # whoever asks for more later has time
    return RegimeMap(solved=families, at_rest=dict(at_rest), walls=tuple(walls), regimes=tuple(regimes), checked=checked)


def unlooked(cells: Cells, regimes: int, unchecked: bool) -> Iterator[str]:
    """What the time did not allow to look at, in words."""
    if cells.skipped:
        yield f"{cells.skipped} {'side' if cells.skipped == 1 else 'sides'} of walls on which there may be further regimes"
    if cells.crowded:
        yield "which of the walls change nothing"
    if regimes:
        yield f"{regimes} more {'regime' if regimes == 1 else 'regimes'}, found but not written out"
    if unchecked:
        yield "the check by the independent method"


# ------------------------------------------------------------------ walls


def side(cells: Cells, p: Polynomial, sign: int, over: Sequence[str]) -> str:
    """Say what holds on one side of a wall."""
    return threshold(cells.oracle, p if sign > 0 else -p, ">", over).text()


def needed(found: Sequence[Cell], cell: Cell) -> list[int]:
    """The walls that tell a cell from all others, as few as a greedy look finds; later walls are dropped first."""
    others = [other.signs for other in found if other is not cell]
    differs = np.array(others).reshape(len(others), len(cell.signs)) != np.array(cell.signs)
    kept = list(range(len(cell.signs)))
    for k in reversed(range(len(cell.signs))):
        rest = [i for i in kept if i != k]
        if differs[:, rest].any(axis=1).all():
            kept = rest
    return kept


def _why(solved: Solved, k: int, p: Polynomial) -> list[Reason]:
    """Whose indifference a wall is for a family, or which probability's limit."""
    view = solved.pieces.view
    ring, game = view.ring, view.game
    piece = solved.groups[k].main
    out: list[Reason] = []

    def touches(q: Polynomial) -> bool:
        for name, (top, bottom) in piece.branch.values.items():
            q, _ = ring.substitute(q, name, top, bottom)
        return bool(q) and any(key(f) in (key(p), key(-p)) for f, _ in _normal(q))

    def _normal(q: Polynomial) -> list[tuple[Polynomial, int]]:
        lead = p.leading_coefficient()
        return [(f * (lead / f.leading_coefficient()), n) for f, n in ring.factors(q)[1]]

    for atom, (s, a) in zip(piece.base.atoms, piece.base.rivals, strict=True):
        if touches(atom.polynomial):
            one, two = (game.set_actions[s][k] for k in sorted((piece.base.supports[s][0], a)))
            out.append(Indifference(game.players[view.owner[s]], game.set_labels[s], (one, two), is_type(view, s)))
    for s, support in piece.base.supports.items():
        if len(support) > 1:
            for a in support:
                if touches(view.probability(s, a, support)):
                    out.append(Stop(game.players[view.owner[s]], game.set_labels[s], game.set_actions[s][a], is_type(view, s)))
    return out


def _lives_on(solved: Solved, family: Family, p: Polynomial) -> bool:
    k = solved.families.families.index(family)
    ring = solved.pieces.view.ring
    wanted = key(ring.primitive(p)), key(ring.primitive(-p))
    for piece in solved.groups[k].pieces:
        for case in piece.cases:
            for atom in case.atoms:
                if any(key(ring.primitive(f)) in wanted for f, _ in ring.factors(atom.polynomial)[1]):
                    return True
    return False


# ------------------------------------------------------------------ points


def simple_points(cells: Cells, live: Sequence[int], cell: Cell) -> list[dict[str, Fraction]]:
    """Points of the cell with small denominators, the simplest first, off every surface on which a condition changes."""
    out = []
    for denominator in (4, 10, 30, 100, 1000):
        near = {name: x.limit_denominator(denominator) for name, x in cell.point.items()}
        if near == cell.point or near in out or not cells.game.domain.surrounds(near):
            continue
        if 0 not in cells.signs_at(range(len(cells.candidates)), near) and cells.signs_at(live, near) == cell.signs:
            out.append(near)
    return out


def sample(
    standing: Standing, members: Sequence[int], cell: Cell, simple: Sequence[dict[str, Fraction]], judge: Judge
) -> dict[str, Fraction]:
    """The simplest point of a cell at which the independent method finds what holds on the cell; else the point it was found by."""
    for point in simple:
        alive = standing(point)
        if not judge.knows or agrees(standing.counted(p for k in members for p in alive[k]), judge(point)):
            return point
    return dict(cell.point)


class Standing:
    """Which generic branches of families exist at points: each polynomial is asked for its sign once a point."""

    def __init__(self, solved: Solved, generic: Sequence[int]) -> None:
        self._view = solved.pieces.view
        self._index: dict[str, int] = {}
        self._polynomials: list[Polynomial] = []
        self._named: dict[int, Any] = {}
        self._pieces = {k: [(p, self._read(p)) for p in solved.groups[k].pieces if p.generic] for k in generic}

    def _read(self, piece: Piece) -> list[list[tuple[int, Atom]]]:
        return [[(self._place(atom.polynomial), atom) for atom in case.atoms] for case in piece.cases]

    def _place(self, polynomial: Polynomial) -> int:
        name = key(polynomial)
        if name not in self._index:
            self._index[name] = len(self._polynomials)
            self._polynomials.append(polynomial)
        return self._index[name]

    def __call__(self, point: Mapping[str, Fraction]) -> dict[int, list[Piece]]:
        """The branches of each family that exist at a point."""
        values = coordinates(self._view.ring, point)
        signs: dict[int, int] = {}

        def holds(k: int, atom: Atom) -> bool:
            if k not in signs:
                value = self._polynomials[k](*values)
                signs[k] = int(value > 0) - int(value < 0)
            return atom.holds(signs[k])

        return {
            k: [piece for piece, cases in pieces if any(all(holds(*part) for part in case) for case in cases)]
            for k, pieces in self._pieces.items()
        }

    def counted(self, pieces: Iterable[Piece]) -> Counts:
        """How many equilibria each base holds, as `counted`."""
        return _tally((self._base(piece), piece) for piece in pieces)

    def _base(self, piece: Piece) -> Any:
        if id(piece) not in self._named:
            self._named[id(piece)] = labels(self._view, piece.base)
        return self._named[id(piece)]


def _refining(game: Game, concept: str, refinement: str) -> Judge:
    from .refined_check import RefiningJudge

    return RefiningJudge(game, concept, refinement)


def check(
    solved: Solved,
    cells: Cells,
    live: Sequence[int],
    found: Sequence[Cell],
    regimes: Sequence[Regime],
    generic: Sequence[int],
    points: int,
    progress: Callable[[Any], Any],
    judge: Judge,
) -> dict[str, int]:
    """Solve points of every regime again by the independent method.

    At each point the families that exist must be those of the regime, and the bases that they hold, with the number of
    equilibria in each, those that the independent method finds.  Where something is left open, the sets are compared, too (`sets`).
    """
    standing = Standing(solved, generic)
    tasks: list[tuple[dict[str, Fraction], frozenset[int]]] = []
    for cell, regime in zip(found, regimes, strict=True):
        if judge.budget.over:
            break
        told = frozenset(generic[i] for i in cell.label)
        tasks += [(point, told) for point in regime_points(solved, cells, live, cell, regime.sample, points)]
    judge.expect(point for point, _ in tasks)
    answers: list[Task] = []
    wrong: set[int] = set()
    undecided = 0
    for number, (point, told) in enumerate(progress(tasks)):
        alive = standing(point)
        expected = standing.counted(p for k in told for p in alive[k])
        answer = judge(point)
        undecided += not answer.complete
        right = all(bool(pieces) == (k in told) for k, pieces in alive.items()) and agrees(expected, answer)
        wrong |= {number} if answer.complete and not right else set()
        answers.append((point, told, answer))
    told_of = {"points": len(tasks) - undecided, "disagreements": len(wrong | Sets(solved).differ(answers))}
    return told_of | {"undecided": undecided} if undecided else told_of


def counted(view: View, pieces: Sequence[Piece]) -> Counts:
    """How many equilibria each base holds: the number of its branches, None for a continuum."""
    return _tally((labels(view, piece.base), piece) for piece in pieces)


def _tally(named: Iterable[tuple[Any, Piece]]) -> Counts:
    out: dict[Any, int | None] = {}
    for base, piece in named:
        before = out.get(base, 0)
        out[base] = None if piece.branch.open or before is None else before + 1
    return out


def agrees(expected: Counts, answer: Enumeration) -> bool:
    """Whether the independent method found the same bases with as many equilibria in each."""
    uncounted = {(base.actions, base.beliefs) for base in answer.uncounted}
    found = {(base.actions, base.beliefs): base.equilibria for base in answer.bases}
    return found.keys() == expected.keys() and all(found[base] == count for base, count in expected.items() if base not in uncounted)


def regime_points(
    solved: Solved, cells: Cells, live: Sequence[int], cell: Cell, sample: Mapping[str, Fraction], count: int
) -> list[dict[str, Fraction]]:
    """The sample and further random rational points of a regime."""
    if not solved.families.game.parameters:
        return [dict(sample)][:count]
    return [dict(sample), *cells.further(live, cell, count - 1)] if count else []
