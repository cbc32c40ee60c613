"""The search for all bases of one numeric game."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import TypeAlias

from flint import fmpq

from .counting import UNDECIDED, Answer
from .deciding import System
from .labels import Choice, Nodes, choices, jointly
from .multilinear import ONE, Form, Options, combine, difference, reaches, span, vanishes
from .plays import Plays
from .views import View

Unused: TypeAlias = Mapping[int, Sequence[frozenset[int]]]
Found: TypeAlias = tuple[dict[int, Options], dict[int, Nodes], Answer]


class Search:
    """Choose supports set by set, from the ends of the game, and decide every base that is left.

    Parameters
    ----------
    plays : Plays
        The game.
    deadline : float
        When to stop, on the clock of `time.monotonic`.
    weak : bool
        Whether beliefs off the path are free (weak perfect Bayesian equilibrium).
    """

    def __init__(self, plays: Plays, deadline: float, weak: bool) -> None:
        self.plays, self.deadline, self.weak = plays, deadline, weak
        self.stopped = False
        self.supports: dict[int, Options] = {}
        self._views: dict[tuple[object, ...], View] = {}
        self._tests: dict[View, bool] = {}
        sets = range(len(plays.spots))
        self.order = sorted(sets, key=lambda s: (len(plays.below[s]), -max(len(p.before) for p in plays.spots[s].places)))
        self.ready = self._when([plays.below[s] | {s} for s in sets])
        self.closed = self._when([plays.below[s] | plays.above[s] | {s} for s in sets])

    def _when(self, scopes: Sequence[frozenset[int]]) -> list[list[int]]:
        """For each step of the order: the information sets whose scope is then known."""
        place = {s: k for k, s in enumerate(self.order)}
        out: list[list[int]] = [[] for _ in self.order]
        for s, scope in enumerate(scopes):
            out[max(place[t] for t in scope)].append(s)
        return out

    def bases(self, step: int = 0) -> Iterator[Found]:
        """Give every base that holds an equilibrium, or may."""
        if time.monotonic() > self.deadline:
            self.stopped = True
            return
        if step == len(self.order):
            yield from self._decided()
            return
        s = self.order[step]
        actions = self.plays.spots[s].actions
        for support in (c for size in range(1, len(actions) + 1) for c in combinations(actions, size)):
            self.supports[s] = support
            if all(self._conceivable(t) for t in self.ready[step]) and all(self._rational_if_reached(t) for t in self.closed[step]):
                yield from self.bases(step + 1)
        self.supports.pop(s, None)

    # ---------------------------------------------------------------- necessary conditions

    def _view(self, s: int) -> View:
        key = (s, *(self.supports[t] for t in sorted(self.plays.below[s] | {s})))
        if key not in self._views:
            self._views[key] = View(self.plays, s, self.supports, self.weak)
        return self._views[key]

    def _conceivable(self, s: int) -> bool:
        """Whether some belief and some later mixing make a set's support optimal."""
        view = self._view(s)
        if view not in self._tests:
            self._tests[view] = view.conceivable()
        return self._tests[view]

    def _unused(self, s: int) -> list[frozenset[int]]:
        """For each node: the unused actions on the path to it, own ones aside unless beliefs are free."""
        used, of = self.supports, self.plays.spot_of
        paths = [place.before if self.weak else place.others for place in self.plays.spots[s].places]
        return [frozenset(a for a in path if a not in used[of[a]]) for path in paths]

    def _rational_if_reached(self, s: int) -> bool:
        """Whether a set that play reaches can have its support optimal under Bayes' beliefs."""
        nodes = tuple(k for k, unused in enumerate(self._unused(s)) if not unused)
        if len(nodes) < 2:
            return not nodes or self._view(s).optimal(nodes)
        blocks = {used for used in self.supports.values() if len(used) > 1}
        block_of = {a: block for block in blocks for a in block}
        equal, least = self._conditions(s, nodes, self._weights(s, nodes, block_of))
        return all(vanishes(span(f, block_of)) for f in equal) and all(reaches(span(f, block_of)) for f in least)

    # ---------------------------------------------------------------- bases

    def _decided(self) -> Iterator[Found]:
        """Decide every base with the chosen supports of actions."""
        unused = {s: self._unused(s) for s in range(len(self.plays.spots))}
        options: dict[int, list[Choice]] = {}
        for s, sets in unused.items():
            reached = tuple(k for k, u in enumerate(sets) if not u)
            listed = [Choice(reached)] if reached else choices(sets, self.weak)
            options[s] = [choice for choice in listed if self._view(s).optimal(choice.nodes)]
            if not options[s]:
                return
        for beliefs in jointly(options):
            late = time.monotonic() > self.deadline
            answer = UNDECIDED if late else self._system(beliefs, unused).answer(self.deadline)
            if answer.solvable is not False:
                yield dict(self.supports), beliefs, answer

    def _system(self, beliefs: Mapping[int, Nodes], unused: Unused) -> System:
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
        block_of = {a: block for block in blocks for a in block}
        equal: list[Form] = []
        least: list[Form] = []
        for s, nodes in beliefs.items():
            weights = [(b,) for b in free[s]] if s in free else self._weights(s, nodes, block_of)
            same, more = self._conditions(s, nodes, weights)
            equal += same
            least += more
        return System(blocks, equal, least)

    def _weights(self, s: int, nodes: Nodes, block_of: Mapping[int, Options]) -> list[Options]:
        """The relative weight of each node by the others' play and trembles, as a product of options."""
        products = [frozenset(a for a in self.plays.spots[s].places[k].others if a in block_of) for k in nodes]
        common = frozenset.intersection(*products)
        trembles = {a for p in products for a in p - common if -a - 1 in block_of}
        return [(*(p - common), *(-a - 1 for a in trembles - p)) for p in products]

    def _conditions(self, s: int, nodes: Nodes, weights: Sequence[Options]) -> tuple[list[Form], list[Form]]:
        """A set's comparisons with its first used alternative: those that are even, those that are not negative."""
        view = self._view(s)
        value = {
            plan: combine((w, ONE, view.brings[k][plan]) for w, k in zip(weights, nodes, strict=True)) for plan in (*view.even, *view.rest)
        }
        first = value[view.even[0]]
        return [difference(first, value[plan]) for plan in view.even[1:]], [difference(first, value[plan]) for plan in view.rest]


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
