"""The search for bases: supports set by set, cut as soon as a set's support cannot be best.

A cut is a proof: whatever the belief and whatever the mixing below, some action of the
support would be worse than another.  In a generic search, the conditions of a support on
parameters alone must hold strictly, and are collected down the search.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property, partial
from itertools import accumulate
from typing import Any, TypeAlias

from games import Game
from games.parameter import Condition

from ..algebra.budget import Stopped
from ..algebra.ring import Polynomial, Ring
from ..algebra.sign_oracle import MOST_NOTED, Atom, Oracle
from ..concept import OffPath
from ..symmetry import Leaders, Rivals
from .bases import Base, system
from .consistency import Beliefs, Groups, Labels, belief_supports
from .journal import Conflict, Journal, Rows, Unfit, Unlabelled, Untenable
from .known_odds import Odds, advantages, told_apart
from .multistage import observed, observed_supports
from .sorted_plays import Play, SortedPlays, Step
from .subform_beliefs import subform_conditions
from .subforms import Subform
from .tree_polynomials import Supports, View, subsets

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
    most : int or None
        After so many choices of a support the search gives up; None for as long as it takes.
    """

    def __init__(self, view: View, oracle: Oracle, *, generic: bool, journal: Journal | None = None) -> None:
        self.view, self.oracle, self.ring, self.generic, self.journal = view, oracle, view.ring, generic, journal
        self.given: Supports = {}
        self.leaders: Leaders | None = None
        self.most: int | None = None
        self.labels = Labels()
        self.observed = observed(view.game) if view.concept.beliefs is OffPath.COMMON else None
        self.counts = {"supports": 1, "tests": 0, "profiles": 0, "bases": 0}
        for k in view.actions:
            self.counts["supports"] *= 2**k - 1
        self._choices = 0
        self._tests: dict[Any, list[Atom] | None] = {}
        self._fits: dict[Any, list[Atom] | None] = {}
        self._fitting: dict[Any, list[Atom] | None] = {}
        self._plays_of: dict[Subform, list[Play]] = {}
        self._sorted = SortedPlays()
        self._weights = [self.ring.gen(name) for name, unknown in view.unknowns.items() if unknown.kind == "weight"]

    def tasks(self, count: int) -> list[Task]:
        """Split the search into about so many independent tasks: supports of the first few sets, those that no cut excludes."""
        tasks: list[Task] = [()]
        for depth in range(1, len(self._steps(self.view.subform)) + 1):
            if len(tasks) >= count:
                break
            tasks = [tuple(supports[s] for s in self.order if s in supports) for supports, _ in self._combined(self.view.subform, depth)]
        return tasks

    def extensions(self, task: Task) -> list[Task]:
        """The tasks that fix one step more (a set, or a subform), those that no cut excludes."""
        sizes = accumulate(len(step.sets) if isinstance(step, Subform) else 1 for step in self._steps(self.view.subform))
        depth = 1 + sum(size <= len(task) for size in sizes)
        plays = self._combined(self.view.subform, depth, dict(zip(self.order, task, strict=False)))
        return [tuple(supports[s] for s in self.order if s in supports) for supports, _ in plays]

    def bases(self, task: Task = ()) -> Iterator[Base]:
        """Give the systems of all bases of a task that survive."""
        for supports, conditions in self._combined(self.view.subform, fixed=dict(zip(self.order, task, strict=False))):
            self.counts["profiles"] += 1

            fit = self._fit_in(supports)
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
        for table in (self._tests, self._fits, self._fitting):
            if len(table) > MOST_NOTED:
                table.clear()

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
            plays = list(self._combined(subform))
            self._plays_of[subform] = [
                (supports, [*conditions, *added])
                for supports, conditions in plays
                for added in self._entry_conditions(subform, supports, conditions)
            ]
        return self._plays_of[subform]

    def _combined(self, subform: Subform, stop: int | None = None, fixed: Supports | None = None) -> Iterator[Play]:
        """Combine the supports of a subform's steps, those that no single set excludes."""
        steps = self._steps(subform)[:stop]
        options = [self._sorted.agreeing(step, self._options(step), fixed or {}) for step in steps]
        ready: list[list[int]] = []  # after each step: the first sets for which all play that bears on them is now chosen
        placed: set[int] = set()
        unready = list(subform.first)
        for step in steps:
            placed |= step.sets if isinstance(step, Subform) else {step}
            ready.append([s for s in unready if s in placed and placed.issuperset(self.view.heeded[s])])
            unready = [s for s in unready if s not in ready[-1]]

        leaders = self.leaders if subform is self.view.subform else None

        def extend(k: int, supports: Supports, conditions: list[Atom], rivals: Rivals) -> Iterator[Play]:
            self.oracle.go_on()
            self._choices += 1
            if self.most is not None and self._choices > self.most:
                raise Stopped
            if k == len(steps):
                yield supports, conditions
                return
            for chosen, own in options[k]:
                extended = {**supports, **chosen}
                left = leaders.left(rivals, extended) if leaders is not None and rivals else []
                if left is None:
                    continue
                added = list(own)
                for s in ready[k]:
                    tested = self._test(s, extended)
                    if tested is None:
                        break
                    added += tested
                else:
                    if not added or not conditions or self._compatible([*conditions, *added], extended, {}):
                        yield from extend(k + 1, extended, [*conditions, *added] if added else conditions, left)

        yield from extend(0, {}, [], [] if leaders is None else leaders.rivals())

    def _options(self, step: Step) -> list[Play]:
        if isinstance(step, Subform):
            return self._plays(step)
        some = [self.given[step]] if step in self.given else subsets(range(self.view.actions[step]))
        return [({step: support}, []) for support in some]

    def _entry_conditions(self, subform: Subform, supports: Supports, conditions: Sequence[Atom]) -> Iterator[list[Atom]]:
        """Give further conditions of a subform's supports on the parameters, unless no belief about where it is entered makes all best."""
        several = sum(len(self.view.members[s]) > 1 for s in subform.sets)
        if self.view.concept.beliefs is not OffPath.CONSISTENT or not several or (several == 1 and len(subform.entries) > 1):
            yield []
            return
        joint = subform_conditions(self.view, self.oracle, subform, supports, self.generic)
        atoms = [*conditions, *joint.on_parameters, *joint.on_play]
        if joint.possible and self.oracle.quick.satisfiable(atoms) is not False:
            yield joint.on_parameters
        elif self.journal is not None:
            self.journal.cuts.append(Untenable(dict(supports), {}, subform.entries, atoms if joint.possible else joint.on_play))

    def _compatible(self, atoms: Sequence[Atom], supports: Supports, beliefs: Beliefs) -> bool:
        unique = {(a.name, a.relation): a for a in atoms}
        possible = self.oracle.satisfiable(unique.values()) is not False
        if not possible and self.journal is not None:
            self.journal.cuts.append(Conflict(dict(supports), beliefs, list(unique.values())))
        return possible

    # ---------------------------------------------------------------- one set

    def _test(self, s: int, supports: Supports) -> list[Atom] | None:
        """The conditions of a set's support, with those below it, on parameters alone; None when no belief makes it best."""
        name = s, self.view.played_from(s, supports)
        if name not in self._tests:
            self.counts["tests"] += 1
            self._tests[name] = self._recorded(s, {}, supports, self._best(s, self.view.members[s], supports, self._groups[s], exact=False))
        return self._tests[name]

    def _fit(self, s: int, nodes: tuple[int, ...], supports: Supports) -> list[Atom] | None:
        """The same for beliefs with exactly these nodes."""
        around = (s, nodes, tuple(map(supports.get, self.view.before[s])), self.view.played_from(s, supports))
        if around not in self._fitting:
            groups = self._told_apart(nodes, supports)
            name = (s, nodes, groups, around[-1])
            if name not in self._fits:
                self._fits[name] = self._recorded(s, {s: nodes}, supports, self._best(s, nodes, supports, groups, exact=True))
            self._fitting[around] = self._fits[name]
        return self._fitting[around]

    def _fit_in(self, supports: Supports) -> Callable[[int, tuple[int, ...]], list[Atom] | None]:
        """The same for one profile of supports, each asked about once."""
        return cache(partial(self._fit, supports=supports))

    def _recorded(self, s: int, beliefs: Beliefs, supports: Supports, conditions: list[Atom] | None) -> list[Atom] | None:
        if conditions is None and self.journal is not None:
            self.journal.cuts.append(Unfit({j: supports[j] for j in (s, *self.view.heeded[s])}, beliefs, s))
        return conditions

    def _best(self, s: int, nodes: Sequence[int], supports: Supports, groups: Odds | None, *, exact: bool) -> list[Atom] | None:
        first = supports[s][0]
        on_parameters: list[Atom] = []
        on_play: list[Atom] = []
        rows: list[tuple[bool, list[Polynomial]]] = []
        for a in range(self.view.actions[s]):
            if a == first:
                continue
            inside = a in supports[s]
            gains = advantages(self.view, nodes, groups, first, a, supports)
            if len(gains) == 1 or all(g == gains[0] for g in gains[1:]):
                verdict = self._uniform(gains[0], inside, on_parameters, on_play)
            else:
                verdict = self._varied(gains, inside, exact)
                rows.append((inside, gains))
            if not verdict:
                return None
        if rows and (len(rows) > 1 or any(self.oracle.sign(g) is None for _, gains in rows for g in gains)):
            on_play += self._under_a_belief(rows, exact)
        return None if on_play and self.oracle.satisfiable([*on_play, *on_parameters]) is False else on_parameters

    @cached_property
    def _groups(self) -> list[Odds | None]:
        """For each information set, which of its nodes only chance tells apart."""
        return [self._told_apart(members, {}) for members in self.view.members]

    def _told_apart(self, nodes: Sequence[int], supports: Supports) -> Odds | None:
        """Which nodes are known to be how likely beside one another; nothing while a journal is kept, whose cuts speak of single nodes."""
        return told_apart(self.view, nodes, supports) if self.journal is None else None

    def _uniform(self, gain: Polynomial, inside: bool, on_parameters: list[Atom], on_play: list[Atom]) -> bool:
        """One advantage for all beliefs: zero inside the support, not negative outside."""
        if not gain:
            return True
        sign = self.oracle.sign(gain)
        if sign:
            return sign > 0 and not inside
        if not self.ring.parametric(gain):
            on_play.append(Atom(gain, "=" if inside else ">="))
            return True
        if inside:
            if self.generic:
                return False
            on_parameters.append(Atom(gain, "="))
        else:
            on_parameters.append(Atom(gain, ">" if self.generic else ">="))
        return True

    def _varied(self, gains: Sequence[Polynomial], inside: bool, exact: bool) -> bool:
        """Advantages that differ between nodes: could some belief give the sign that is needed?"""
        signs = [self.oracle.sign(g) for g in gains]
        if None in signs:
            return True
        if inside:
            return (min(signs) < 0 < max(signs)) or (0 in signs and not exact) or set(signs) == {0}  # type: ignore[type-var,operator]
        return max(signs) > 0 or (0 in signs and not exact) or set(signs) == {0}  # type: ignore[type-var,operator]

    def _under_a_belief(self, rows: Sequence[tuple[bool, list[Polynomial]]], exact: bool) -> list[Atom]:
        count = len(rows[0][1])
        weights = [*self._weights[: count - 1]]
        weights.append(self.ring.one - sum(weights, self.ring.zero))
        atoms = [Atom(w, ">" if exact else ">=") for w in weights]
        for inside, gains in rows:
            total = sum((w * g for w, g in zip(weights, gains, strict=True)), self.ring.zero)
            atoms.append(Atom(total, "=" if inside else ">="))
        return atoms
