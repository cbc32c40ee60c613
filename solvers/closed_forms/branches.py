"""From bases to what holds where: every branch of every base, its closed forms and its conditions.

`all_pieces` is the whole of the exact engine in one call: search, triangular solving,
roots, projection.  What no method could decide is returned, never dropped.
"""

from __future__ import annotations

import os
import pickle
import time
import warnings
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

from flint import fmpq

from games import Game

from ..algebra.budget import Budget, Stopped, pass_on
from ..algebra.memory import ceiling
from ..algebra.ring import Ring
from ..algebra.sign_oracle import Oracle, OutOfMemory, Postponed
from ..search.bases import Base
from ..search.journal import Journal
from ..search.off_path import Joint
from ..search.strategy_supports import StrategySearch, held_off_path
from ..search.supports import Search, Task, oracle_of
from ..search.tree_polynomials import Supports, View
from ..symmetry import Leaders, Symmetries
from .solving import Piece, SolvedBase, Solver

if TYPE_CHECKING:
    from concurrent.futures import Executor

TASKS = 60  # about so many pieces of work, so that processes end at much the same time
QUERIES_AT_FIRST = 8  # to z3 for one base where time is short; those that need more wait until all others are solved
BASES_AT_FIRST = 30  # of one task where time is short; a task that has more is begun again when all others have had their turn
TASKS_AT_ONCE = 2  # so many go to another process together, to save sending

CROWDED = (
    "The search was stopped, as it takes more memory than it may; allow more with gigabytes, or leave fewer parameters symbolic "
    "or a smaller game."
)

DEEP = "The search was stopped, as play goes on for more steps than it can follow; take a shorter game."

Progress: TypeAlias = Callable[[Iterable[Any]], Iterable[Any]]


@dataclass(eq=False)
class Pieces:
    """All pieces of one game, with the engine's reading of it.

    Parameters
    ----------
    view, oracle : View, Oracle
        The game as the engine reads it.
    pieces : list of Piece
        All branches that exist somewhere.
    undecided : list of Base
        Bases that no method could decide.
    order : list of set
        The information sets, in the order in which the search chooses supports.
    unfinished : list of Task
        The tasks of the search that were not finished: supports of the first sets in this order.
    counts : dict
        Supports, tests, profiles, bases examined, queries.
    """

    view: View
    oracle: Oracle
    order: list[int]
    pieces: list[Piece] = field(default_factory=list)
    undecided: list[Base] = field(default_factory=list)
    unfinished: list[Task] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        """Whether the search ran to its end."""
        return not self.unfinished


def all_pieces(
    game: Game,
    *,
    knife_edges: bool,
    concept: str = "sequential",
    seconds: float | None = None,
    gigabytes: float | None = None,
    executor: Executor | None = None,
    progress: Progress = iter,
    journal: Journal | None = None,
    alike: Symmetries | None = None,
    given: Supports | None = None,
    in_full: Collection[int] | None = None,
) -> Pieces:
    """Find all branches of all bases of a game.

    Parameters
    ----------
    game : Game
        With or without open parameters.
    knife_edges : bool
        Whether branches that live on walls only are wanted too; at a point (no parameters) always.
    concept : str
        What is asked, by the name of its record.
    seconds : float, optional
        Stop after this time, with what was found.
    gigabytes : float, optional
        Stop when memory has grown by so much in one process; by half of what the machine has left when None.
    executor : Executor, optional
        Where the tasks of the search run; here, one after the other, when None.
    progress : callable
        Wraps the iterable of tasks.
    journal : Journal, optional
        Where to note what is decided on the way, when the tasks run here; nowhere when None.
    alike : Symmetries, optional
        Relabellings of the game: of bases that they make of one another, only those are found whose supports come first.
    given : dict from set to actions, optional
        Supports of some information sets; bases with others are not looked for.
    in_full : set of int, optional
        Information sets of which all supports are searched for; elsewhere one base that exists stands for all whose plays are the same to
        whatever is outside a subform. None for all sets.

    Notes
    -----
    An interrupt from the keyboard, too, ends the search with what was found; ``unfinished`` says which tasks were not.
    """
    generic = bool(game.parameters) and not knife_edges
    engine = Engine(game, concept, generic, journal, alike, given)
    if in_full is not None and isinstance(engine.search, Search):
        engine.search.in_full = frozenset(in_full)
    pieces = Pieces(engine.view, engine.oracle, engine.search.order)
    budget = engine.begin(seconds)
    engine.hurried = seconds is not None and journal is None
    deadline, engine.oracle.ceiling = budget.end, ceiling(gigabytes)
    tasks: list[Task] = [()]
    found: list[Answer] = []
    crowded, deep = False, False
    try:
        tasks = [()] if in_full is not None else engine.search.tasks(TASKS)
        most = BASES_AT_FIRST if engine.hurried and len(tasks) > 1 else None
        answers_here = (engine.solve(task, most) for task in tasks)
        answers = answers_here if executor is None else spread(executor, (game, concept, generic, alike, given), tasks, deadline, gigabytes)
        for _, answer in zip(progress(tasks), answers, strict=True):
            found.append(answer)
        for k, answer in enumerate(found):
            if answer.cut:
                found[k] = max(answer, engine.solve(tasks[k]), key=lambda one: (one.finished, len(one.pieces)))
        for answer in found:
            if not (answer.crowded or answer.deep):
                engine.complete(answer)
    except (KeyboardInterrupt, Stopped, RecursionError) as why:
        pass_on(why)
        crowded |= isinstance(why, OutOfMemory)
        deep |= isinstance(why, RecursionError)
    for answer in found:
        pieces.pieces += answer.pieces
        pieces.undecided += answer.undecided
        crowded |= answer.crowded
        deep |= answer.deep
    pieces.unfinished = [task for k, task in enumerate(tasks) if k >= len(found) or not found[k].finished or found[k].postponed]
    for warning in [CROWDED] * crowded + [DEEP] * deep:
        warnings.warn(warning, stacklevel=2)
    engine.end()
    pieces.counts = {**engine.search.counts, "queries": engine.oracle.queries}
    pieces.oracle = engine.oracle.afresh()  # what is said of the branches must not depend on where they were searched
    return pieces


class Engine:
    """Does tasks of the search of one game, and solves their bases."""

    def __init__(
        self,
        game: Game,
        concept: str,
        generic: bool,
        journal: Journal | None = None,
        alike: Symmetries | None = None,
        given: Supports | None = None,
    ) -> None:
        self.view, self.journal = View(game, concept), journal
        self.oracle = oracle_of(self.view)
        self.search: Search | StrategySearch = self.view.concept.search(self.view, self.oracle, generic=generic, journal=journal)
        if alike is not None and isinstance(self.search, Search):
            self.search.leaders = Leaders(alike, self.search.order)
        if given and isinstance(self.search, Search):
            self.search.given = given
        self.solver = Solver(self.oracle, generic)
        self.hurried = False  # whether the bases that take long wait until the others are solved

    def begin(self, seconds: float | None) -> Budget:
        """Give so much time from now on."""
        budget = self.view.ring.budget = Budget(seconds)
        budget.searching, self.oracle.deadline = True, budget.end
        return budget

    def end(self) -> None:
        """Limit the engine no more."""
        self.view.ring.budget.searching, self.view.ring.budget.end = False, None
        self.oracle.deadline = self.oracle.ceiling = None

    def solve(self, task: Task, most: int | None = None) -> Answer:
        """Find all branches of the bases of a task, of the first so many; what was found until then when time or memory is used up."""
        answer = Answer()
        try:
            solved = self._solved(answer, task)
            for number, _ in enumerate(solved):
                if most is not None and number >= most:  # the one too many is thrown away with the rest when the task is begun again
                    answer.finished, answer.cut = False, True
                    break
                self.oracle.forget()
                self.search.forget()
                self.oracle.go_on()
        except (Stopped, RecursionError) as why:
            answer.finished, answer.crowded, answer.deep = False, isinstance(why, OutOfMemory), isinstance(why, RecursionError)
        return answer

    def _solved(self, answer: Answer, task: Task) -> Iterator[None]:
        if self._at_point:
            return self._path_by_path(answer)
        if isinstance(self.search, Search) and self.search.in_full is not None:
            return self._kind_by_kind(answer, self.search)
        return self._base_by_base(answer, self.search.bases(task))

    def _kind_by_kind(self, answer: Answer, search: Search) -> Iterator[None]:
        """Solve one base of each kind: the first that has a branch."""
        for bases in search.alike():
            before = len(answer.pieces)
            for _ in self._base_by_base(answer, bases):
                yield
                if len(answer.pieces) > before:
                    break

    @property
    def _at_point(self) -> bool:
        """Whether the play off the path can be described as one closed set."""
        return isinstance(self.search, StrategySearch) and not self.view.ring.parameters

    def _base_by_base(self, answer: Answer, bases: Iterable[Base]) -> Iterator[None]:
        """Solve bases one by one."""
        for base in bases:
            try:
                with self.oracle.asking(QUERIES_AT_FIRST if self.hurried else None):
                    pieces, decided = self._base_solved(base)
            except Postponed:
                answer.postponed.append((len(answer.pieces), len(answer.undecided), base))
            else:
                answer.pieces += pieces
                answer.undecided += [] if decided else [base]
            yield

    def complete(self, answer: Answer) -> None:
        """Solve the bases that were put off, each in its place; those that time or memory leaves undone stay put off."""
        try:
            for place, of_undecided, base in reversed(answer.postponed):  # from behind, so that places stay what they are
                pieces, decided = self._base_solved(base)
                answer.pieces[place:place] = pieces
                answer.undecided[of_undecided:of_undecided] = [] if decided else [base]
                answer.postponed.pop()
                self.oracle.forget()
                self.oracle.go_on()
        except (Stopped, RecursionError) as why:
            answer.crowded, answer.deep = isinstance(why, OutOfMemory), isinstance(why, RecursionError)

    def _path_by_path(self, answer: Answer) -> Iterator[None]:
        """Solve for the play on the path at one point, and where that is pinned, for the play off it, as one closed set."""
        assert isinstance(self.search, StrategySearch)
        for system in self.search.systems():
            base = system.base(path=True)
            pieces, decided = self.solver.pieces(base)
            if not decided or any(piece.root or piece.branch.open for piece in pieces if system.loose):
                yield from self._base_by_base(answer, self.search.split(system))
                continue
            for piece in pieces:
                off_path = held_off_path(system, piece.branch.values) if system.loose else piece
                if off_path is None:
                    answer.undecided.append(base)
                elif off_path is not False:
                    answer.pieces.append(piece if isinstance(off_path, Piece) else _completed(self.solver.ring, piece, *off_path))
            yield

    def _base_solved(self, base: Base) -> tuple[list[Piece], bool]:
        """The branches of a base, noted in the journal where there is one."""
        if self.journal is None:
            return self.solver.pieces(base)
        self.oracle.aside = []
        pieces, decided = self.solver.pieces(base)
        self.journal.bases.append(SolvedBase(base, pieces, decided, self.oracle.aside))
        return pieces, decided


@dataclass(eq=False)
class Answer:
    """What one task of the search gave."""

    pieces: list[Piece] = field(default_factory=list)
    undecided: list[Base] = field(default_factory=list)
    postponed: list[tuple[int, int, Base]] = field(default_factory=list)  # and after how many pieces and undecided bases they come
    finished: bool = True
    cut: bool = False  # not finished as there were many bases
    crowded: bool = False  # not finished for want of memory
    deep: bool = False  # not finished as play goes on for too many steps


def spread(
    executor: Executor,
    what: tuple[Game, str, bool, Symmetries | None, Supports | None],
    tasks: Sequence[Task],
    deadline: float | None,
    gigabytes: float | None,
) -> Iterator[Answer]:
    """Do tasks in other processes, in their order; what has not begun is called off when nobody waits any more."""
    seconds = None if deadline is None else deadline - time.monotonic()
    bundles = [tasks[k : k + TASKS_AT_ONCE] for k in range(0, len(tasks), TASKS_AT_ONCE)]
    pickled = pickle.dumps(what)
    futures = [executor.submit(answered, pickled, bundle, seconds, gigabytes) for bundle in bundles]
    try:
        for future in futures:
            yield from future.result()
    finally:
        for future in futures:
            future.cancel()


def answered(what: bytes, tasks: Sequence[Task], seconds: float | None, gigabytes: float | None) -> list[Answer]:
    """Do some tasks of a pickled game, in a process of its own."""
    engine = _engine(what)
    engine.begin(seconds)
    engine.hurried = seconds is not None
    if engine.oracle.ceiling is None:
        engine.oracle.ceiling = ceiling(gigabytes, os.cpu_count() or 1)
    answers = [engine.solve(task) for task in tasks]
    for answer in answers:
        engine.complete(answer)
    return answers


@lru_cache(maxsize=1)
def _engine(what: bytes) -> Engine:
    """An engine that keeps its tables from one call of `answered` to the next."""
    game, concept, generic, alike, given = pickle.loads(what)
    return Engine(game, concept, generic, None, alike, given)


def _completed(ring: Ring, piece: Piece, joint: Joint, pinned: Mapping[str, fmpq]) -> Piece:
    """A piece on the path, completed by the play off it."""
    values = {**piece.branch.values, **{name: (ring.constant(x), ring.one) for name, x in pinned.items()}}
    return replace(piece, branch=replace(piece.branch, values=values, open=joint.names), joint=joint)
