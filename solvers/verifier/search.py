"""The search for all bases of a numeric game, or of one story at many parameter points at once."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

import numpy as np
from flint import fmpq

from .counting import UNDECIDED, Answer
from .deciding import Points, System
from .elimination import contradictory
from .labels import Nodes, jointly
from .local import Conditions, Local, Outlook, mixes
from .multilinear import Form, Options, Truth, all_of, at, part, somewhere
from .plays import Plays

Unused: TypeAlias = Mapping[int, Sequence[frozenset[int]]]
Blocks: TypeAlias = set[Options]
Found: TypeAlias = tuple[int, dict[int, Options], dict[int, Nodes], Answer]        # at which point, supports, beliefs


class Search:
    """Choose supports set by set, from the ends of the game, and decide every base that is left.

    Parameters
    ----------
    plays : Plays
        The game, at one point or at many.
    deadline : float
        When to stop, on the clock of `time.monotonic`.
    weak : bool
        Whether beliefs off the path are free (weak perfect Bayesian equilibrium).
    """

    def __init__(self, plays: Plays, deadline: float, weak: bool) -> None:
        self.plays, self.deadline, self.weak = plays, deadline, weak
        self.many = plays.points is not None
        self.stopped = False
        self.supports: dict[int, Options] = {}
        self.local = [Local(plays, s, weak) for s in range(len(plays.spots))]
        self.order = self._ordered()
        place = {s: k for k, s in enumerate(self.order)}
        self.late = [[t for t in self.order[:k] if max(place[b] for b in plays.below[t] | {t}) == k] for k in range(len(self.order))]
        self.postponed = {t for sets in self.late for t in sets}        # sets that must be chosen before all below them are
        self.closed: list[list[Local]] = [[] for _ in self.order]       # the sets of which everything around is known at a step
        for here in self.local:
            self.closed[max(place[t] for t in here.around)].append(here)

    def _ordered(self) -> list[int]:
        """The information sets, each after those below it, such that tests come as early as a greedy look finds."""
        order: list[int] = []
        left = set(range(len(self.local)))
        below = self.plays.below
        options = [len(here.every) if below[here.s] else len(here.conceivable({})) for here in self.local]

        def late(s: int) -> tuple[bool, int, int]:
            return options[s] > 1, min(len(left & here.around) for here in self.local if s in here.around), options[s]

        while left:
            first = min(len(below[s] & left) for s in left)            # more than none where information sets cross
            order.append(min((s for s in left if len(below[s] & left) == first), key=late))
            left.remove(order[-1])
        return order

    def bases(self, step: int = 0, alive: Truth = True) -> Iterator[Found]:
        """Give every base that holds an equilibrium, or may, at any of the points."""
        if time.monotonic() > self.deadline:
            self.stopped = True
            return
        if step == len(self.order):
            yield from self._decided(alive)
            return
        s = self.order[step]
        for used, possible in self._options(step):
            self.supports[s] = used
            tests = (self.local[t].conceivable(self.supports).get(self.supports[t], False) for t in self.late[step])
            still = all_of((alive, possible, *tests)) if somewhere(alive & possible) else False
            for here in self.closed[step]:
                if not somewhere(still):
                    break
                still = still & here.rational(self.supports)
            if somewhere(still):
                yield from self.bases(step + 1, still)
        self.supports.pop(s, None)

    def _options(self, step: int) -> Iterable[tuple[Options, Truth]]:
        """The supports of a step's set, with where the choices below it leave them conceivable."""
        here = self.local[self.order[step]]
        return [(used, True) for used in here.every] if here.s in self.postponed else here.conceivable(self.supports).items()

    def _decided(self, alive: Truth) -> Iterator[Found]:
        """Decide every base with the chosen supports of actions."""
        points: Points = np.flatnonzero(alive) if self.many else None
        outlooks = [here.outlook(self.supports) for here in self.local]
        opposed = contradictory([at(p, points) for here in self.local for p in here.bayes(self.supports).equations])
        if somewhere(opposed):
            if opposed.all():
                return
            points = points[~opposed]
        unused = {s: outlook.unused for s, outlook in enumerate(outlooks)}
        for beliefs, some in believed(outlooks, points):
            blocks, (equal, least) = self._system(beliefs, unused)
            if time.monotonic() > self.deadline:
                yield from ((point, dict(self.supports), beliefs, UNDECIDED) for point in (some.tolist() if self.many else [0]))
                continue
            system = System(blocks, [at(form, some) for form in equal], [at(form, some) for form in least], some)
            for point, answer in system.answers(self.deadline):
                yield point, dict(self.supports), beliefs, answer

    def _system(self, beliefs: Mapping[int, Nodes], unused: Unused) -> tuple[Blocks, Conditions]:
        """The conditions of a base, in the mixing probabilities and what beliefs off the path depend on."""
        blocks = {used for used in self.supports.values() if len(used) > 1}
        apart = {s: nodes for s, nodes in beliefs.items() if len(nodes) > 1 and unused[s][nodes[0]]}
        free: dict[int, Options] = {}
        if self.weak:
            first = len(self.plays.spot_of)
            for s, nodes in apart.items():
                free[s] = tuple(range(first, first + len(nodes)))
                first += len(nodes)
            blocks |= set(free.values())
        else:
            ratios = [(unused[s][k], unused[s][nodes[0]]) for s, nodes in apart.items() for k in nodes[1:]]
            blocks |= {(a, -a - 1) for a in independent(ratios)}
        block_of = mixes(self.supports) | {a: block for block in blocks for a in block}
        equal: list[Form] = []
        least: list[Form] = []
        for s, nodes in beliefs.items():
            here = self.local[s]
            if not unused[s][nodes[0]]:
                same, more = here.bayes(self.supports).comparisons
            else:
                weights = [(b,) for b in free[s]] if s in free else here.weights(nodes, block_of)
                same, more = here.conditions(self.supports, nodes, weights)
            equal += same
            least += more
        return blocks, (equal, least)


def believed(outlooks: Sequence[Outlook], points: Points) -> Iterator[tuple[dict[int, Nodes], Points]]:
    """Combine what sets may believe in every way that some labels allow, with the points at which each set can hold its own.

    Parameters
    ----------
    outlooks : sequence of Outlook
        What each set may believe.
    points : array of int, shape (points,), or None
        The points in question, of many.
    """
    count = 1 if points is None else len(points)
    rows = [np.broadcast_to(part(truth, points), count) for outlook in outlooks for _, truth in outlook.choices]
    held = np.array(rows, dtype=bool).reshape(len(rows), count)
    alike: dict[bytes, list[int]] = {}
    for k in range(count):
        alike.setdefault(held[:, k].tobytes(), []).append(k)
    found: dict[tuple[Nodes, ...], list[int]] = {}
    for several in alike.values():
        row = iter(held[:, several[0]].tolist())
        options = {s: [choice for choice, _ in outlook.choices if next(row)] for s, outlook in enumerate(outlooks)}
        for beliefs in jointly(options) if all(options.values()) else ():
            found.setdefault(tuple(beliefs.values()), []).extend(several)
    for chosen, several in found.items():
        yield dict(enumerate(chosen)), None if points is None else points[sorted(several)]


def independent(ratios: Sequence[tuple[frozenset[int], frozenset[int]]]) -> list[int]:
    """Choose trembles on which the ratios depend freely; all others may be set to one.

    A ratio is (product of trembles above, product below).  The choice is a column basis of the matrix of exponents.
    """
    echelon: dict[int, dict[int, fmpq]] = {}
    for above, below in ratios:
        row = {a: fmpq(1 if a in above else -1) for a in above ^ below}
        for pivot, other in echelon.items():
            factor = row.get(pivot)
            if factor:
                for a, value in other.items():
                    row[a] = row.get(a, fmpq(0)) - factor * value
        row = {a: value for a, value in row.items() if value}
        if row:
            pivot = min(row)
            echelon[pivot] = {a: value / row[pivot] for a, value in row.items()}
    return list(echelon)
