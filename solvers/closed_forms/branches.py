"""From bases to what holds where: every branch of every base, its closed forms and its conditions.

`all_pieces` is the whole of the exact engine in one call: search, triangular solving,
roots, projection.  What no method could decide is returned, never dropped.
"""

from __future__ import annotations

import os
import pickle
import time
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, TypeAlias

from flint import fmpq

from games import Game

from ..algebra.budget import Budget, Stopped
from ..algebra.memory import ceiling
from ..algebra.ring import Ring
from ..algebra.sign_oracle import Oracle, OutOfMemory
from ..search.bases import Base
from ..search.journal import Journal
from ..search.off_path import Joint
from ..search.strategy_supports import WholeSearch, held_off_path
from ..search.supports import Search, Share, oracle_of
from ..search.tree_polynomials import View
from .solving import Piece, SolvedBase, Solver

SHARES = 60  # into about so many the search is split
SHARES_AT_ONCE = 2  # so many go to another process together

CROWDED = (
    "The search was stopped, as it takes more memory than it may; allow more with gigabytes, or leave fewer parameters symbolic "
    "or a smaller game."
)

DEEP = "The search was stopped, as play goes on for more steps than it can follow; take a shorter game."

Progress: TypeAlias = Callable[[Iterable[Any]], Iterable[Any]]


@dataclass(eq=False)
class Pieces:
    """Everything found for one game.

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
    left : list of Share
        The parts of the search that were not finished: supports of the first sets in this order.
    counts : dict
        Supports, tests, profiles, bases examined, queries.
    """

    view: View
    oracle: Oracle
    order: list[int]
    pieces: list[Piece] = field(default_factory=list)
    undecided: list[Base] = field(default_factory=list)
    left: list[Share] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        """Whether the search ran to its end."""
        return not self.left


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
        Where the shares of the search run; here, one after the other, when None.
    progress : callable
        Wraps the iterable of shares.
    journal : Journal, optional
        Where to note what is decided on the way, when the shares run here; nowhere when None.

    Notes
    -----
    An interrupt from the keyboard, too, ends the search with what was found; ``left`` says which shares were not finished.
    """
    generic = bool(game.parameters) and not knife_edges
    engine = Engine(game, concept, generic, journal)
    out = Pieces(engine.view, engine.oracle, engine.search.order)
    budget = engine.begin(seconds)
    deadline, engine.oracle.ceiling = budget.end, ceiling(gigabytes)
    shares: list[Share] = [()]
    done, crowded, deep = 0, False, False
    try:
        shares = engine.search.shares(SHARES)
        here = (engine.solve(share) for share in shares)
        answers = here if executor is None else spread(executor, game, concept, generic, shares, deadline, gigabytes)
        for share, answer in zip(progress(shares), answers, strict=True):
            out.pieces += answer.pieces
            out.undecided += answer.undecided
            done += answer.finished
            crowded |= answer.crowded
            deep |= answer.deep
            if not answer.finished:
                out.left.append(share)
    except (KeyboardInterrupt, Stopped, RecursionError) as why:
        out.left += shares[done + len(out.left) :]
        crowded |= isinstance(why, OutOfMemory)
        deep |= isinstance(why, RecursionError)
    for said in [CROWDED] * crowded + [DEEP] * deep:
        warnings.warn(said, stacklevel=2)
    engine.end()
    out.counts = {**engine.search.counts, "queries": engine.oracle.queries}
    out.oracle = engine.oracle.afresh()  # what is told of the branches does not hang on where they were searched
    return out


class Engine:
    """Searches shares of one game and solves their bases."""

    def __init__(self, game: Game, concept: str, generic: bool, journal: Journal | None = None) -> None:
        self.view, self.journal = View(game, concept), journal
        self.oracle = oracle_of(self.view)
        self.search: Search | WholeSearch = self.view.concept.search(self.view, self.oracle, generic=generic, journal=journal)
        self.solver = Solver(self.oracle, generic)

    def begin(self, seconds: float | None) -> Budget:
        """Give so much time from now on."""
        budget = self.view.ring.budget = Budget(seconds)
        budget.searching, self.oracle.deadline = True, budget.end
        return budget

    def end(self) -> None:
        """Limit the engine no more."""
        self.view.ring.budget.searching, self.view.ring.budget.end = False, None
        self.oracle.deadline = self.oracle.ceiling = None

    def solve(self, share: Share) -> Answer:
        """Find all branches of all bases of a share; what was found until then when time or memory is used up."""
        out = Answer()
        try:
            for _ in self._closed(out) if self._at_point else self._opened(out, self.search.bases(share)):
                self.oracle.forget()
                self.search.forget()
                self.oracle.go_on()
        except (Stopped, RecursionError) as why:
            out.finished, out.crowded, out.deep = False, isinstance(why, OutOfMemory), isinstance(why, RecursionError)
        return out

    @property
    def _at_point(self) -> bool:
        """Whether what may be held off the path of play can be described as one closed set."""
        return isinstance(self.search, WholeSearch) and not self.view.ring.parameters

    def _opened(self, out: Answer, bases: Iterable[Base]) -> Iterator[None]:
        """Solve bases one by one."""
        for base in bases:
            found, decided = self._solved(base)
            out.pieces += found
            out.undecided += [] if decided else [base]
            yield

    def _closed(self, out: Answer) -> Iterator[None]:
        """Find what is played on the path at one point, and what may be held off it as one closed set where the path is pinned."""
        assert isinstance(self.search, WholeSearch)
        for system in self.search.systems():
            base = system.base(path=True)
            found, decided = self.solver.pieces(base)
            if not decided or any(piece.root or piece.branch.open for piece in found if system.loose):
                yield from self._opened(out, self.search.split(system))
                continue
            for piece in found:
                held = held_off_path(system, piece.branch.values) if system.loose else piece
                if held is None:
                    out.undecided.append(base)
                elif held is not False:
                    out.pieces.append(piece if isinstance(held, Piece) else _completed(self.solver.ring, piece, *held))
            yield

    def _solved(self, base: Base) -> tuple[list[Piece], bool]:
        """The branches of a base, noted in the journal where there is one."""
        if self.journal is None:
            return self.solver.pieces(base)
        self.oracle.aside = []
        found, decided = self.solver.pieces(base)
        self.journal.bases.append(SolvedBase(base, found, decided, self.oracle.aside))
        return found, decided


@dataclass(eq=False)
class Answer:
    """What one share of the search gave."""

    pieces: list[Piece] = field(default_factory=list)
    undecided: list[Base] = field(default_factory=list)
    finished: bool = True
    crowded: bool = False  # not finished for want of memory
    deep: bool = False  # not finished as play goes on for too many steps


def spread(
    executor: Executor,
    game: Game,
    concept: str,
    generic: bool,
    shares: Sequence[Share],
    deadline: float | None,
    gigabytes: float | None,
) -> Iterator[Answer]:
    """Solve shares elsewhere, in their order; what has not begun is called off when nobody waits any more."""
    seconds = None if deadline is None else deadline - time.monotonic()
    several = [shares[k : k + SHARES_AT_ONCE] for k in range(0, len(shares), SHARES_AT_ONCE)]
    sent = pickle.dumps(game)
    futures = [executor.submit(answered, sent, concept, generic, some, seconds, gigabytes) for some in several]
    try:
        for future in futures:
            yield from future.result()
    finally:
        for future in futures:
            future.cancel()


def answered(
    game: bytes, concept: str, generic: bool, shares: Sequence[Share], seconds: float | None, gigabytes: float | None
) -> list[Answer]:
    """Solve some shares of a pickled game, in a process of its own."""
    engine = _engine(game, concept, generic)
    engine.begin(seconds)
    if engine.oracle.ceiling is None:
        engine.oracle.ceiling = ceiling(gigabytes, os.cpu_count() or 1)
    return [engine.solve(share) for share in shares]


@lru_cache(maxsize=1)
def _engine(game: bytes, concept: str, generic: bool) -> Engine:
    """An engine that keeps what it learns from one call of `answered` to the next."""
    return Engine(pickle.loads(game), concept, generic)


def _completed(ring: Ring, piece: Piece, joint: Joint, pinned: Mapping[str, fmpq]) -> Piece:
    values = {**piece.branch.values, **{name: (ring.constant(x), ring.one) for name, x in pinned.items()}}
    return replace(piece, branch=replace(piece.branch, values=values, open=joint.names), joint=joint)
