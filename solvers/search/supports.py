"""The search for bases: supports set by set, cut as soon as a set's support cannot be best.

A cut is a proof: whatever the belief and whatever the mixing below, some action of the
support would be worse than another.  In a generic search, the conditions of a support on
parameters alone must hold strictly, and are collected down the search.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from itertools import accumulate
from operator import itemgetter
from typing import Any, TypeAlias

from games import Game
from games.parameter import Condition

from ..algebra.budget import Stopped
from ..algebra.ring import Ring
from ..algebra.sign_oracle import Atom, Oracle
from ..concept import OffPath
from ..symmetry import Leaders, Rivals
from .bases import Base, system
from .consistency import Beliefs, Groups, Labels, belief_supports
from .journal import Conflict, Journal, Rows, Unlabelled, Untenable
from .multistage import observed, observed_supports
from .nested_beliefs import nested_conditions
from .one_set import OneSet
from .play_classes import FEW, Reduced, reduced, seen_outside
from .sorted_plays import Combined, Play, SortedPlays, Step, by_kind
from .subform_beliefs import subform_conditions
from .subforms import Subform
from .tree_polynomials import FEW_SETS, Supports, View, subsets

Behind: TypeAlias = Mapping[int, tuple[Any, ...]] | None

SAMPLES = 96  # points of the domain at which signs are evaluated before anything is proved

Task: TypeAlias = tuple[tuple[int, ...], ...]
"""A piece of the search that one process does: the supports of the first information sets in its order."""


def domain_atoms(ring: Ring, game: Game) -> list[Atom]:
    """The domain of a game's parameters, as comparisons of polynomials."""
    return condition_atoms(ring, game.domain.conditions)


def condition_atoms(ring: Ring, conditions: Iterable[Condition]) -> list[Atom]:
    """Conditions on parameters as comparisons of polynomials."""
    atoms = []
    for condition in conditions:
        top, bottom = ring.pair(condition.expression)
        if bottom.is_constant():
            atoms.append(Atom(top, ">" if condition.strict else ">="))
        else:
            atoms += [Atom(top * bottom, ">" if condition.strict else ">="), Atom(bottom, "!=")]
    return [a for a in atoms if not a.polynomial.is_constant()]


def oracle_of(view: View, *, samples: int = SAMPLES) -> Oracle:
    """Make the sign oracle of a game's domain."""
    domain = view.game.domain
    points = domain.points(samples) if domain.names else [{}] * min(samples, 24)
    return Oracle(view.ring, domain_atoms(view.ring, view.game), view.simplices, points)


class Search:
    """Finds the bases of one game that no cut excludes.

    Parameters
    ----------
    view, oracle : View, Oracle
        The game, and the signs on its domain.
    generic : bool
        Whether only families with interior in parameter space are wanted.
    journal : Journal, optional
        Where to note every cut.

    Attributes
    ----------
    given : dict from set to support
        Supports that are not searched for; none, but where somebody puts them.
    leaders : Leaders or None
        Of supports that relabellings make of one another only the first are searched; all where it is None.
    in_full : frozenset of sets or None
        Where not None: only of these are all supports searched for; elsewhere one play of a subform stands for those that are the same
        to whatever is outside it.
    most : int or None
        After so many choices of a support the search gives up; None for as long as it takes.
    """

    def __init__(self, view: View, oracle: Oracle, *, generic: bool, journal: Journal | None = None) -> None:
        self.view, self.oracle, self.ring, self.generic, self.journal = view, oracle, view.ring, generic, journal
        self.given: Supports = {}
        self.leaders: Leaders | None = None
        self.most: int | None = None
        self.in_full: frozenset[int] | None = None
        self.labels = Labels()
        self.observed = observed(view.game) if view.concept.beliefs is OffPath.COMMON else None
        self.counts = {"supports": 1, "tests": 0, "profiles": 0, "bases": 0}
        for k in view.actions:
            self.counts["supports"] *= 2**k - 1
        self._choices = 0
        self._one_set = OneSet(view, oracle, generic, journal, self.counts)
        self._nested = bool(view.afresh) and journal is None  # a journal speaks of one belief at a time
        self._reducing = journal is None and not view.ring.parameters and view.game.infosets > FEW_SETS
        self._plays_of: dict[Subform, list[Play]] = {}
        self._sorted = SortedPlays()

    def tasks(self, count: int) -> list[Task]:
        """Split the search into about so many independent tasks: supports of the first few sets, those that no cut excludes."""
        tasks: list[Task] = [()]
        for depth in range(1, len(self._steps(self.view.subform)) + 1):
            if len(tasks) >= count:
                break
            tasks = self._tasks(self._combined(self.view.subform, depth))
        return tasks

    def extensions(self, task: Task) -> list[Task]:
        """The tasks that fix one step more (a set, or a subform), those that no cut excludes."""
        sizes = accumulate(len(step.sets) if isinstance(step, Subform) else 1 for step in self._steps(self.view.subform))
        depth = 1 + sum(size <= len(task) for size in sizes)
        return self._tasks(self._combined(self.view.subform, depth, dict(zip(self.order, task, strict=False))))

    def _tasks(self, combinations: Iterable[Combined]) -> list[Task]:
        return [tuple(play.supports[s] for s in self.order if s in play.supports) for play in self._in_order(combinations)]

    def bases(self, task: Task = ()) -> Iterator[Base]:
        """Give the systems of all bases of a task that survive."""
        for play in self._in_order(self._combined(self.view.subform, fixed=dict(zip(self.order, task, strict=False)))):
            yield from self._bases(play.supports, play.conditions)

    def alike(self) -> Iterator[Iterator[Base]]:
        """The same of the whole search, kind by kind: together those of plays that are the same to whatever is outside some subform."""
        self.counts["alike"] = 0
        for combined in self._combined(self.view.subform):
            if any(True for _ in self._entry_conditions(self.view.subform, combined.supports, combined.conditions)):
                self.counts["alike"] += combined.size
                yield (base for _, supports in combined.members() for base in self._bases(supports, combined.conditions))

    def _bases(self, supports: Supports, conditions: Sequence[Atom]) -> Iterator[Base]:
        self.counts["profiles"] += 1
        fit = self._one_set.fit_in(supports)
        for beliefs, groups, behind in self._beliefs(supports, self._best_with(fit)):
            added = [atom for s in self._doubtful for atom in fit(s, beliefs[s]) or ()]
            if self._compatible([*conditions, *added], supports, beliefs):
                self.counts["bases"] += 1
                yield system(self.view, supports, beliefs, groups, behind)

    def _beliefs(self, supports: Supports, fits: Callable[[int, tuple[int, ...]], bool]) -> Iterator[tuple[Beliefs, Groups, Behind]]:
        """The belief supports that the concept allows."""
        if self.observed is not None:
            yield from observed_supports(self.view, self.observed, supports, fits)
            return

        def refused(beliefs: Beliefs, rows: Rows) -> None:
            assert self.journal is not None
            self.journal.cuts.append(Unlabelled(dict(supports), beliefs, rows))

        noted = None if self.journal is None else refused
        idle = partial(self._idle, supports) if noted is None and not self.view.game.parameters else None
        for beliefs, groups in belief_supports(self.view, supports, self.labels, fits, noted, idle):
            yield beliefs, groups, None

    def _idle(self, supports: Supports, s: int) -> bool:
        """Whether beliefs at a set change no choice: each other action is as much worse at all nodes, or worse at each."""
        self.counts["idle"] = self.counts.get("idle", 0) + 1  # asked where one belief is to stand for many
        for a in range(self.view.actions[s]):
            gains = [self.view.advantage(n, supports[s][0], a, supports) for n in self.view.members[s]] if a != supports[s][0] else []
            if any(gain != gains[0] for gain in gains) and (a in supports[s] or not all((self.oracle.sign(g) or 0) > 0 for g in gains)):
                return False
        return True

    @cached_property
    def _doubtful(self) -> list[int]:
        """The sets whose support is tested once more for each belief: at a single node, the test without one has said all.

        All sets, while a journal is kept, and under weaker concepts.
        """
        every = self.journal is not None or not self.view.consistent
        return [s for s in self.view.sets if every or len(self.view.members[s]) > 1]

    def _best_with(self, fit: Callable[[int, tuple[int, ...]], list[Atom] | None]) -> Callable[[int, tuple[int, ...]], bool]:
        """Whether there are conditions, which may be none."""
        doubtful = frozenset(self._doubtful)
        return lambda s, nodes: s not in doubtful or fit(s, nodes) is not None

    def forget(self) -> None:
        """Begin tables again that have grown too large."""
        self._one_set.forget()

    # ---------------------------------------------------------------- supports

    @cached_property
    def order(self) -> list[int]:
        """Information sets in the order in which supports are chosen: what follows first, one subform after another."""

        def sets(subform: Subform) -> Iterator[int]:
            for step in self._steps(subform):
                yield from sets(step) if isinstance(step, Subform) else [step]

        return list(sets(self.view.subform))

    def _steps(self, subform: Subform) -> list[Step]:
        """A subform's first sets and the subforms that follow them, each set as soon as all play that bears on it is chosen."""
        steps: list[Step] = []
        subforms, sets = list(subform.subforms), list(subform.first)
        while sets:
            heeded = {s: [p for p in subforms if not p.sets.isdisjoint(self.view.heeded[s])] for s in sets}
            s = min(sets, key=lambda s: (sum(len(p.sets) for p in heeded[s]), s))
            steps += [*heeded[s], s]
            subforms = [p for p in subforms if p not in heeded[s]]
            sets.remove(s)
        return [*steps, *subforms]

    def _plays(self, subform: Subform) -> list[Play]:
        """What may be played in a subform, whatever the belief with which it is entered."""
        if subform not in self._plays_of:
            found = [
                (combined, [*combined.conditions, *added], asked)
                for combined in list(self._combined(subform))
                for added, asked in self._entry_conditions(subform, combined.supports, combined.conditions)
            ]
            sorted_out = (
                self.journal is None
                and not self.ring.parameters
                and sum(one.size for one, _, _ in found) > (FEW if self.in_full is None else 1)
            )
            kinds: dict[Hashable, int] = {}
            placed = []
            for combined, conditions, asked in found:
                kind = None
                if sorted_out and asked is not None:
                    seen = seen_outside(self.view, subform, combined.supports, asked, self.in_full or ())
                    kind = kinds.setdefault(seen, len(kinds))
                placed += [(places, Play(supports, conditions, kind)) for places, supports in combined.members()]
            self._plays_of[subform] = [play for _, play in sorted(placed, key=itemgetter(0))]
        return self._plays_of[subform]

    def _in_order(self, combinations: Iterable[Combined]) -> Iterator[Play]:
        """The plays of combinations, in the order in which they would have been combined one by one."""
        waiting: list[tuple[tuple[int, ...], Play]] = []
        for combined in combinations:
            placed = ((places, Play(supports, combined.conditions)) for places, supports in combined.members())
            if combined.alone:
                yield from (play for _, play in placed)
            else:
                waiting += placed
        yield from (play for _, play in sorted(waiting, key=itemgetter(0)))

    def _combined(self, subform: Subform, stop: int | None = None, fixed: Supports | None = None) -> Iterator[Combined]:
        """Combine the supports of a subform's steps, those that no single set excludes: one kind of each step with one of the others."""
        steps = self._steps(subform)[:stop]
        options = [self._sorted.agreeing(step, self._options(step), fixed or {}) for step in steps]
        leaders = self.leaders if subform is self.view.subform else None
        kinds = [by_kind(some) if leaders is None else [[place] for place in range(len(some))] for some in options]
        alone = all(len(places) == 1 for some in kinds for places in some)
        ready: list[list[int]] = []  # after each step: the first sets for which all play that bears on them is now chosen
        placed: set[int] = set()
        unready = list(subform.first)
        for step in steps:
            placed |= step.sets if isinstance(step, Subform) else {step}
            ready.append([s for s in unready if s in placed and placed.issuperset(self.view.heeded[s])])
            unready = [s for s in unready if s not in ready[-1]]

        def extend(
            k: int, taken: tuple[Sequence[int], ...], supports: Supports, conditions: list[Atom], rivals: Rivals
        ) -> Iterator[Combined]:
            self.oracle.go_on()
            self._choices += 1
            if self.most is not None and self._choices > self.most:
                raise Stopped
            if k == len(steps):
                yield Combined(options, taken, supports, conditions, alone)
                return
            for places in kinds[k]:
                chosen, own, _ = options[k][places[0]]
                extended = {**supports, **chosen}
                left = leaders.left(rivals, extended) if leaders is not None and rivals else []
                if left is None:
                    continue
                added = list(own)
                for s in ready[k]:
                    tested = self._one_set.test(s, extended)
                    if tested is None:
                        break
                    added += tested
                else:
                    if not added or not conditions or self._compatible([*conditions, *added], extended, {}):
                        yield from extend(k + 1, (*taken, places), extended, [*conditions, *added] if added else conditions, left)

        yield from extend(0, (), {}, [], [] if leaders is None else leaders.rivals())

    def _options(self, step: Step) -> list[Play]:
        if isinstance(step, Subform):
            return self._plays(step)
        some = [self.given[step]] if step in self.given else subsets(range(self.view.actions[step]))
        return [Play({step: support}, []) for support in some]

    def _entry_conditions(
        self, subform: Subform, supports: Supports, conditions: Sequence[Atom]
    ) -> Iterator[tuple[list[Atom], Reduced | None]]:
        """Give further conditions of a subform's supports on the parameters, unless no belief about where it is entered makes all best."""
        several = sum(len(self.view.members[s]) > 1 for s in subform.sets)
        if self.view.concept.beliefs is not OffPath.CONSISTENT or not several or (several == 1 and len(subform.entries) > 1):
            yield [], None
            return
        ask = nested_conditions if self._nested else subform_conditions
        joint = ask(self.view, self.oracle, subform, supports, self.generic)
        if self._reducing:
            asked = reduced(self.view, self.oracle, joint.on_play) if joint.possible else None
            if asked is not None and all(self.oracle.quick.satisfiable(part) is not False for part in asked.parts):
                yield [], asked
            return
        atoms = [*conditions, *joint.on_parameters, *joint.on_play]
        if joint.possible and self.oracle.quick.satisfiable(atoms) is not False:
            yield joint.on_parameters, None
        elif self.journal is not None:
            self.journal.cuts.append(Untenable(dict(supports), {}, subform.entries, atoms if joint.possible else joint.on_play))

    def _compatible(self, atoms: Sequence[Atom], supports: Supports, beliefs: Beliefs) -> bool:
        unique = {(a.name, a.relation): a for a in atoms}
        possible = self.oracle.satisfiable(unique.values()) is not False
        if not possible and self.journal is not None:
            self.journal.cuts.append(Conflict(dict(supports), beliefs, list(unique.values())))
        return possible
