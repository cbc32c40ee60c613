"""The search for all bases of a numeric game, or of one story at many parameter points at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import accumulate
from typing import TypeAlias

import numpy as np
from flint import fmpq

from .counting import Answer
from .deciding import Comparison, Points, System
from .effort import Effort
from .elimination import contradictory
from .labels import Nodes, jointly
from .local import Bayes, Conditions, Local, Outlook, Remembered, Supports, mixes
from .multilinear import Form, Options, Truth, all_of, at, at_points, reaches, somewhere, throughout, vanishes
from .plays import Plays
from .sections import MOST_DOORS, Section, believable, sections

MOST_COMPARED = 100_000  # comparisons that are remembered

Unused: TypeAlias = Mapping[int, Sequence[frozenset[int]]]
Blocks: TypeAlias = set[Options]
Play: TypeAlias = tuple[dict[int, Options], Truth]  # supports, and at which points they may be played
DecidedBase: TypeAlias = tuple[int, dict[int, Options], dict[int, Nodes], Answer]  # at which point, supports, beliefs


class Search:
    """Choose supports set by set, from the ends of the game, and decide every base that is left.

    Parameters
    ----------
    plays : Plays
        The game, at one point or at many.
    effort : Effort
        What it may take.
    weak : bool
        Whether beliefs off the path are free (weak perfect Bayesian equilibrium).
    """

    def __init__(self, plays: Plays, effort: Effort, weak: bool) -> None:
        self.plays, self.effort, self.weak = plays, effort, weak
        self._aside = effort.aside()
        self.many = plays.points is not None
        self.stopped = False
        self.supports: Supports = {}
        self._looked_up: tuple[Supports, list[Bayes]] = {}, []
        self.local = [Local(plays, s, weak) for s in range(len(plays.infosets))]
        self.root = sections(plays)
        self._remembered: dict[Section, list[Play]] = {}
        self._beside = set(_beside(self.root))
        self._entered: dict[tuple[Section, tuple[int, ...]], list[Remembered[Conditions]]] = {}
        self._comparisons: dict[bytes, dict[int, tuple[Form, Comparison, bool, bool]]] = {}  # by points; holding a form keeps its number
        self._compared_forms = 0

    def bases(self) -> Iterator[DecidedBase]:
        """Give every base that holds an equilibrium, or may, at any of the points."""
        for supports, alive in self._combined(self.root):
            self.supports = supports
            yield from self._decided(alive)

    def _over(self) -> bool:
        """Whether the time is over, so that the search stops."""
        self.stopped |= self.effort.over
        return self.stopped

    # ---------------------------------------------------------------- supports

    def _plays(self, section: Section) -> list[Play]:
        """What may be played in a section, and where."""
        if section not in self._remembered:
            bearable = ((supports, alive & self._bearable(section, supports, alive)) for supports, alive in self._combined(section))
            self._remembered[section] = [(supports, alive) for supports, alive in bearable if somewhere(alive)]
        return self._remembered[section]

    def _combined(self, section: Section) -> Iterator[Play]:
        """Combine what may be played in the inner sections of a section and at its own sets."""
        steps = self._steps(section)
        sets_of_steps = (step.sets if isinstance(step, Section) else frozenset({step}) for step in steps)
        known_sets = list(accumulate(sets_of_steps, frozenset[int].union))
        chosen: set[int] = set()  # own sets whose supports are taken from those that are conceivable
        tests: list[list[Callable[[Supports], Truth]]] = []
        before = frozenset[int]()
        for step, known in zip(steps, known_sets, strict=True):
            if not isinstance(step, Section) and self.local[step].ahead <= known:
                chosen.add(step)
            conceivable_now = [
                t for t in section.own if t in known and t not in chosen and self._complete(self.local[t].ahead | {t}, before, known)
            ]
            surrounded = [t for t in sorted(known) if self._complete(self.local[t].around, before, known) and not self._inside(section, t)]
            tests.append([*(self._conceivable(t) for t in conceivable_now), *(self.local[t].rational for t in surrounded)])
            before = known

        def extend(k: int, supports: dict[int, Options], alive: Truth) -> Iterator[Play]:
            if self._over():
                return
            if k == len(steps):
                yield supports, alive
                return
            for more, possible in self._options(steps[k], supports, chosen):
                extended = {**supports, **more}
                alive_after = all_of((alive, possible)) if somewhere(alive & possible) else False
                for test in tests[k]:
                    if not somewhere(alive_after):
                        break
                    alive_after = alive_after & test(extended)
                if somewhere(alive_after):
                    yield from extend(k + 1, extended, alive_after)

        yield from extend(0, {}, True)

    def _options(self, step: Section | int, supports: Supports, chosen: set[int]) -> Iterable[Play]:
        if isinstance(step, Section):
            return self._plays(step)
        local = self.local[step]
        if step not in chosen:  # sets that cross: one of them comes before what it heeds
            return [({step: used}, True) for used in local.every]
        return [({step: used}, possible) for used, possible in local.conceivable(supports).items()]

    def _conceivable(self, t: int) -> Callable[[Supports], Truth]:
        return lambda supports: self.local[t].conceivable(supports).get(supports[t], False)

    @staticmethod
    def _complete(scope: Iterable[int], before: frozenset[int], now: frozenset[int]) -> bool:
        """Whether a scope is known now and was not before."""
        return now.issuperset(scope) and not before.issuperset(scope)

    def _inside(self, section: Section, t: int) -> bool:
        """Whether all around a set lies in an inner section, where it has been seen to."""
        return any(inner.sets.issuperset(self.local[t].around) for inner in section.inner)

    def _steps(self, section: Section) -> list[Section | int]:
        """Inner sections and own sets in turn, such that each set comes as soon as what it heeds is known."""
        steps: list[Section | int] = []
        remaining_sections, remaining = list(section.inner), set(section.own)
        while remaining:
            ready = [s for s in remaining if not (self.plays.below[s] & remaining)] or list(remaining)
            heeded = {s: [inner for inner in remaining_sections if inner.sets & self.local[s].ahead] for s in ready}
            s = min(ready, key=lambda s: (sum(len(self._plays(inner)) for inner in heeded[s]), s))
            steps += [*sorted(heeded[s], key=lambda inner: len(self._plays(inner))), s]
            remaining_sections = [inner for inner in remaining_sections if inner not in heeded[s]]
            remaining.remove(s)
        return [*steps, *remaining_sections]

    def _bearable(self, section: Section, supports: Supports, alive: Truth) -> Truth:
        """Where some belief about the door makes all comparisons hold at the sets of a section that play then reaches.

        What is played in a section that stands beside others is combined with all that is played in those, so that it is decided
        here, once, and not in every combination.
        """
        several = sum(len(self.plays.infosets[s].nodes) > 1 for s in section.sets)
        if self.weak or section.kinds > MOST_DOORS or not several or (several == 1 and section.kinds > 1):
            return True
        untested = np.array(np.broadcast_to(alive, self.plays.points or 1))
        out = np.zeros_like(untested)
        mixed = {used for s, used in supports.items() if len(used) > 1}
        for kinds in believable(section):
            points = np.flatnonzero(untested) if self.many else None
            door = {kind: len(self.plays.infoset_of) + k for k, kind in enumerate(kinds)} if len(kinds) > 1 else {}
            equal, least = self._through(section, supports, kinds, door)
            blocks = {*mixed, tuple(door.values())} if door else mixed
            system = self._compared(blocks, equal, least, points)
            if system is None:
                continue
            if section in self._beside:
                possible = [point for point, _ in system.answers(self._aside)]
            else:
                possible = list(system.uncontradicted())
            out[possible], untested[possible] = True, False
            if not somewhere(untested):
                break
        return out if self.many else bool(out[0])

    def _through(self, section: Section, supports: Supports, kinds: tuple[int, ...], door: Mapping[int, int]) -> Conditions:
        """The comparisons at the sets that play reaches from doors of some kinds."""
        if (section, kinds) not in self._entered:
            of_sets = [(partial(self._at_one, section, kinds, door, s), section.sets & self.local[s].around) for s in sorted(section.sets)]
            self._entered[section, kinds] = [Remembered(compute, scope) for compute, scope in of_sets]
        of_each = [remembered(supports) for remembered in self._entered[section, kinds]]
        return [form for equal, _ in of_each for form in equal], [form for _, least in of_each for form in least]

    def _at_one(self, section: Section, kinds: tuple[int, ...], door: Mapping[int, int], s: int, supports: Supports) -> Conditions:
        """The comparisons at one of these sets; none where play does not reach it."""
        local = self.local[s]
        inside = [[a for a in node.others if self.plays.infoset_of[a] in section.sets] for node in local.infoset.nodes]
        nodes = tuple(
            k
            for k, actions in enumerate(inside)
            if section.doors[s, k] in kinds and all(a in supports[self.plays.infoset_of[a]] for a in actions)
        )
        if not nodes:
            return [], []
        through = {k: {door[section.doors[s, k]]} if door else set[int]() for k in nodes}
        products = [frozenset(through[k].union(a for a in inside[k] if len(supports[self.plays.infoset_of[a]]) > 1)) for k in nodes]
        common = frozenset.intersection(*products)
        return local.conditions(supports, nodes, [tuple(p - common) for p in products])

    # ---------------------------------------------------------------- bases

    def _decided(self, alive: Truth) -> Iterator[DecidedBase]:
        """Decide every base with the chosen supports of actions."""
        points: Points = np.flatnonzero(np.broadcast_to(alive, self.plays.points or 1)) if self.many else None  # one truth holds at all
        outlooks = [local.outlook(self.supports) for local in self.local]
        opposed = contradictory([at(p, points) for bayes in self._bayes() for p in bayes.equations])
        if somewhere(opposed):
            if throughout(opposed):
                return
            points = points[~opposed]
        unused = {s: outlook.unused for s, outlook in enumerate(outlooks)}
        for beliefs, subset in believed(outlooks, points, self._over):
            blocks, (equal, least) = self._system(beliefs, unused)
            if self._over():
                return
            system = self._compared(blocks, equal, least, subset)
            for point, answer in system.answers(self.effort) if system else ():
                yield point, dict(self.supports), beliefs, answer

    def _bayes(self) -> list[Bayes]:
        """What all sets compare where play reaches them, looked up once for the chosen supports."""
        if self._looked_up[0] is not self.supports:
            self._looked_up = self.supports, [local.bayes(self.supports) for local in self.local]
        return self._looked_up[1]

    def _compared(self, blocks: Blocks, equal: Sequence[Form], least: Sequence[Form], points: Points) -> System | None:
        """The system of a base, less what always holds by itself; None when something in it never does.

        What a set compares is the same object in all bases with the same supports around it and the same beliefs there: it is looked
        at once for the same points.
        """
        if self._compared_forms > MOST_COMPARED:
            self._comparisons, self._compared_forms = {}, 0
        known = self._comparisons.setdefault(b"" if points is None else points.tobytes(), {})
        system = System(blocks, (), (), points)
        for forms, holds, kept in ((equal, vanishes, system.equal), (least, reaches, system.least)):
            for form in forms:
                if id(form) not in known:
                    c = system.compared(at(form, points))
                    truth = holds(c.range)
                    self._compared_forms += 1
                    known[id(form)] = form, c, somewhere(truth), somewhere(c.binds) or not throughout(truth)
                _, c, possible, matters = known[id(form)]
                if not possible:
                    return None
                if matters:
                    kept.append(c)
        return system

    def _system(self, beliefs: Mapping[int, Nodes], unused: Unused) -> tuple[Blocks, Conditions]:
        """The conditions of a base, in the mixing probabilities and what beliefs off the path depend on."""
        blocks = {used for used in self.supports.values() if len(used) > 1}
        apart = {s: nodes for s, nodes in beliefs.items() if len(nodes) > 1 and unused[s][nodes[0]]}
        free: dict[int, Options] = {}
        if self.weak:
            first = len(self.plays.infoset_of)
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
        by_bayes = self._bayes()
        for s, nodes in beliefs.items():
            local = self.local[s]
            if not unused[s][nodes[0]]:
                same, more = by_bayes[s].comparisons
            else:
                weights = [(b,) for b in free[s]] if s in free else local.weights(nodes, block_of) if len(nodes) > 1 else [()]
                same, more = local.believing(self.supports, nodes, weights)
            equal += same
            least += more
        return blocks, (equal, least)


def _beside(section: Section) -> Iterator[Section]:
    """The sections that stand beside others inside one."""
    for inner in section.inner:
        if len(section.inner) > 1:
            yield inner
        yield from _beside(inner)


def believed(
    outlooks: Sequence[Outlook], points: Points, over: Callable[[], bool] = lambda: False
) -> Iterator[tuple[dict[int, Nodes], Points]]:
    """Combine what sets may believe in every way that some labels allow, with the points at which each set can hold its own.

    Parameters
    ----------
    outlooks : sequence of Outlook
        What each set may believe.
    points : array of int, shape (points,), or None
        The points in question, of many.
    over : callable
        Whether the time is over; then no more are looked for.
    """
    count = 1 if points is None else len(points)
    rows = [at_points(truth, points) for outlook in outlooks for _, truth in outlook.choices]
    possible = np.empty((len(rows), count), bool)
    for k, row in enumerate(rows):
        possible[k] = row
    alike: dict[bytes, list[int]] = {}
    for k in range(count):
        alike.setdefault(possible[:, k].tobytes(), []).append(k)
    whole = {s: [choice for choice, _ in outlook.choices] for s, outlook in enumerate(outlooks)}
    points_of: dict[tuple[Nodes, ...], list[int]] = {}
    for alike_points in alike.values():
        row = possible[:, alike_points[0]]
        if throughout(row):
            options = whole
        else:
            held = iter(row.tolist())
            options = {s: [choice for choice in choices if next(held)] for s, choices in whole.items()}
        for beliefs in jointly(options) if all(options.values()) else ():
            if over():
                break
            points_of.setdefault(tuple(beliefs.values()), []).extend(alike_points)
    for chosen, alike_points in points_of.items():
        yield dict(enumerate(chosen)), None if points is None else points[sorted(alike_points)]


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
