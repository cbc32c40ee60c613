"""Points of a map's regimes: simple ones to show, and the check at several of them by the independent method."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from ..algebra.ring import Polynomial, key
from ..algebra.sign_oracle import Atom
from ..closed_forms import Solved, labels
from ..closed_forms.solving import Piece
from ..results import Regime
from ..search.tree_polynomials import View
from ..verifier.enumeration import Enumeration
from .cells import Cell, Cells
from .cross_check import Judge
from .set_check import CheckedPoint, Sets
from .sign_vectors import coordinates

FURTHER = 3  # points that are drawn where the one by which a cell was found is of no use
Counts = Mapping[Any, int | None]  # base in labels -> equilibria in it


def simple_points(cells: Cells, live: Sequence[int], cell: Cell) -> list[dict[str, Fraction]]:
    """Points of the cell with small denominators, the simplest first, off every surface on which a condition changes.

    Where the point by which the cell was found lies on such a surface, another one comes last.
    """
    out = list(_rounded(cells, live, cell, cell.point))
    if not cells.is_generic(cell.point):
        out += [point for point in cells.further(live, cell, FURTHER) if cells.is_generic(point)][:1]
    return out


def sample(
    existing: ExistingBranches,
    members: Sequence[int],
    cells: Cells,
    live: Sequence[int],
    cell: Cell,
    choices: Sequence[dict[str, Fraction]],
    judge: Judge,
) -> dict[str, Fraction]:
    """The simplest point of a cell at which the independent method finds what holds on the cell; else the point it was found by.

    Where none of the simple ones will do, points are drawn: the simple ones may all lie on a surface on which more equilibria live.
    """

    def stands(point: Mapping[str, Fraction]) -> bool:
        branches = existing(point)
        return agrees(existing.counted(p for k in members for p in branches[k]), judge(point))

    found = next((point for point in choices if not judge.knows or stands(point)), None)
    if found is None and choices and cells.game.parameters and judge(choices[-1]).complete:
        found = next(filter(stands, _drawn(cells, live, cell)), None)
    return dict(cell.point) if found is None else found


def _rounded(cells: Cells, live: Sequence[int], cell: Cell, point: Mapping[str, Fraction]) -> Iterator[dict[str, Fraction]]:
    """Points of a cell with small denominators near one of its points, the simplest first, off where a condition changes."""
    known = [dict(point)]
    for denominator in (4, 10, 30, 100, 1000):
        near = {name: x.limit_denominator(denominator) for name, x in point.items()}
        if near in known or not cells.game.domain.surrounds(near):
            continue
        if cells.is_generic(near) and cells.signs_at(live, near) == cell.signs:
            known.append(near)
            yield near


def _drawn(cells: Cells, live: Sequence[int], cell: Cell) -> Iterator[dict[str, Fraction]]:
    """A few points of a cell, drawn, off every surface on which a condition changes; the simplest near each of them first."""
    for point in cells.further(live, cell, FURTHER):
        yield from _rounded(cells, live, cell, point)
        if cells.is_generic(point):
            yield point


class ExistingBranches:
    """Which generic branches of groups exist at points: each polynomial is asked for its sign once a point."""

    def __init__(self, solved: Solved, generic: Sequence[int]) -> None:
        self._solved, self._view = solved, solved.pieces.view
        self._index: dict[str, int] = {}
        self._polynomials: list[Polynomial] = []
        self._images: dict[int, list[Any]] = {}
        self._pieces = {k: [(p, self._indexed(p)) for p in self._branches(k) if p.generic] for k in generic}

    def _branches(self, k: int) -> Iterator[Piece]:
        """The branches of a group, and those of the same base that it stands for."""
        for group in (self._solved.groups[k], *self._solved.beside.get(k, ())):
            yield from group.pieces

    def _indexed(self, piece: Piece) -> list[list[tuple[int, Atom]]]:
        if id(piece.base) not in self._images:
            self._images[id(piece.base)] = self._solved.images(piece.base)
        return [[(self._index_of(atom.polynomial), atom) for atom in case.atoms] for case in piece.cases]

    def _index_of(self, polynomial: Polynomial) -> int:
        name = key(polynomial)
        if name not in self._index:
            self._index[name] = len(self._polynomials)
            self._polynomials.append(polynomial)
        return self._index[name]

    def __call__(self, point: Mapping[str, Fraction]) -> dict[int, list[Piece]]:
        """The branches of each group that exist at a point."""
        values = coordinates(self._view.ring, point)
        signs: dict[int, int] = {}

        def holds(k: int, atom: Atom) -> bool:
            if k not in signs:
                value = self._polynomials[k](*values)
                signs[k] = int(value > 0) - int(value < 0)
            return atom.holds(signs[k])

        return {
            k: [piece for piece, cases in pieces if any(all(holds(*condition) for condition in case) for case in cases)]
            for k, pieces in self._pieces.items()
        }

    def counted(self, pieces: Iterable[Piece]) -> Counts:
        """How many equilibria each base holds, as `counted`; also those that relabellings make of these."""
        some = list(pieces)
        out: dict[Any, int | None] = {}
        for base, count in _tally((id(piece.base), piece) for piece in some).items():
            out |= dict.fromkeys(self._images[base], count)
        return out


def check(
    solved: Solved,
    cells: Cells,
    live: Sequence[int],
    realised: Sequence[Cell],
    regimes: Sequence[Regime],
    generic: Sequence[int],
    existing: ExistingBranches,
    points: int,
    progress: Callable[[Any], Any],
    judge: Judge,
) -> dict[str, int]:
    """Solve points of every regime again by the independent method.

    At each point the families that exist must be those of the regime, and the bases that they hold, with the number of
    equilibria in each, those that the independent method finds.  Where something is left open, the sets are compared, too (`Sets`).
    """
    to_check: list[tuple[dict[str, Fraction], frozenset[int]]] = []
    for cell, regime in zip(realised, regimes, strict=True):
        if judge.budget.over:
            break
        listed = frozenset(generic[i] for i in cell.label)
        to_check += [(point, listed) for point in regime_points(solved, cells, live, cell, regime.sample, points)]
    judge.expect(point for point, _ in to_check)
    answers: list[CheckedPoint] = []
    disagreeing: set[int] = set()
    undecided = 0
    for number, (point, listed) in enumerate(progress(to_check)):
        branches = existing(point)
        expected = existing.counted(p for k in listed for p in branches[k])
        answer = judge(point)
        undecided += not answer.complete
        agreeing = all(bool(pieces) == (k in listed) for k, pieces in branches.items()) and agrees(expected, answer)
        disagreeing |= {number} if answer.complete and not agreeing else set()
        answers.append((point, frozenset(family for k in listed for family in solved.members[k]), answer))
    summary = {"points": len(to_check) - undecided, "disagreements": len(disagreeing | Sets(solved).differ(answers))}
    return summary | {"undecided": undecided} if undecided else summary


def counted(view: View, pieces: Sequence[Piece]) -> Counts:
    """How many equilibria each base holds: the number of its branches, None for a continuum."""
    return _tally((labels(view, piece.base), piece) for piece in pieces)


def _tally(labelled: Iterable[tuple[Any, Piece]]) -> Counts:
    out: dict[Any, int | None] = {}
    for base, piece in labelled:
        count = out.get(base, 0)
        out[base] = None if piece.branch.open or count is None else count + 1
    return out


def agrees(expected: Counts, answer: Enumeration) -> bool:
    """Whether the independent method found the same bases with as many equilibria in each."""
    uncounted = {(base.actions, base.beliefs) for base in answer.uncounted}
    counts = {(base.actions, base.beliefs): base.equilibria for base in answer.bases}
    return counts.keys() == expected.keys() and all(counts[base] == count for base, count in expected.items() if base not in uncounted)


def regime_points(
    solved: Solved, cells: Cells, live: Sequence[int], cell: Cell, sample: Mapping[str, Fraction], count: int
) -> list[dict[str, Fraction]]:
    """The sample and further random rational points of a regime."""
    if not solved.families.game.parameters:
        return [dict(sample)][:count]
    return [dict(sample), *cells.further(live, cell, count - 1)] if count else []
