"""One information set's part in the search: its tests and conditions, remembered by the supports that they depend on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from operator import itemgetter
from typing import Any, Generic, NamedTuple, TypeAlias, TypeVar

from .elimination import Polynomial, plain
from .labels import Choice, Nodes, choices
from .multilinear import Form, Options, Truth, all_of, combine, difference, reaches, somewhere, span, vanishes
from .plays import Plays
from .views import Prospect, Split, plans_from

Supports: TypeAlias = Mapping[int, Options]
Conditions: TypeAlias = tuple[list[Form], list[Form]]
Answer = TypeVar("Answer")


class Outlook(NamedTuple):
    """What a set may believe: the unused actions on the path to each node, and the belief supports, with where they can make it optimal."""

    unused: Sequence[frozenset[int]]
    choices: Sequence[tuple[Choice, Truth]]


class Bayes(NamedTuple):
    """A set's comparisons where play reaches it: those that are even and those that are not negative; the even ones also as polynomials."""

    comparisons: Conditions
    equations: Sequence[Polynomial]


class Remembered(Generic[Answer]):
    """A function of the supports of some information sets, computed once for each combination of them."""

    def __init__(self, compute: Callable[[Supports], Answer], scope: Iterable[int]) -> None:
        sets = sorted(scope)
        self._compute = compute
        self._key: Callable[[Supports], Any] = itemgetter(*sets) if sets else lambda _: None
        self._known: dict[Any, Answer] = {}

    def __call__(self, supports: Supports) -> Answer:
        """Give the answer for these supports."""
        key = self._key(supports)
        if key not in self._known:
            self._known[key] = self._compute(supports)
        return self._known[key]


class Local:
    """Tests and conditions at one information set.

    Parameters
    ----------
    plays : Plays
        The game.
    s : int
        The information set.
    weak : bool
        Whether beliefs off the path are free (weak perfect Bayesian equilibrium).

    Notes
    -----
    ``conceivable`` gives the supports here that some belief and some mixing below make optimal; ``rational`` says whether the set,
    if play reaches it, can have its support optimal under Bayes' beliefs; ``outlook`` what it may believe; ``bayes`` the
    comparisons where play reaches it.
    """

    def __init__(self, plays: Plays, s: int, weak: bool) -> None:
        self.plays, self.s, self.weak, self.infoset = plays, s, weak, plays.infosets[s]
        heeded = plays.heeded[s]
        self.own = {t for t in plays.below[s] if plays.infosets[t].player == self.infoset.player} if weak else set()
        self.plans = list(plans_from(plays, s, self.own))
        actions = self.infoset.actions
        self.every = [c for size in range(1, len(actions) + 1) for c in combinations(actions, size)]
        self.ahead = heeded | self.own
        self.around = self.ahead | plays.above[s] | {s}
        self._unused = Remembered(self._find_unused, plays.above[s])
        self._prospect = Remembered(self._find_prospect, heeded - self.own)
        self._split = Remembered(self._find_split, self.own | {s})
        self.conceivable = Remembered(self._find_conceivable, self.ahead)
        self.rational = Remembered(self._find_rational, self.around)
        self.outlook = Remembered(self._find_outlook, self.around)
        self.bayes = Remembered(self._find_bayes, self.around)
        self._by_beliefs = Remembered[dict[Any, Conditions]](lambda supports: {}, self.around)

    def _find_prospect(self, supports: Supports) -> Prospect:
        return Prospect(self.plays, self.s, {t: supports[t] for t in self.plays.heeded[self.s] - self.own}, self.plans)

    def _find_split(self, supports: Supports) -> Split:
        return Split(self.plans, frozenset(a for t in (self.s, *self.own) for a in supports[t]))

    def _find_conceivable(self, supports: Supports) -> dict[Options, Truth]:
        prospect = self._prospect(supports)
        truths = {used: prospect.conceivable(self._split({**supports, self.s: used})) for used in self.every}
        return {used: truth for used, truth in truths.items() if somewhere(truth)}

    def _find_rational(self, supports: Supports) -> Truth:
        nodes = self._reached(supports)
        if len(nodes) < 2:
            return self._prospect(supports).optimal(self._split(supports), nodes) if nodes else True
        block_of = mixes(supports)
        equal, least = self.bayes(supports).comparisons
        return all_of(test(span(f, block_of)) for test, forms in ((vanishes, equal), (reaches, least)) for f in forms)

    def _find_outlook(self, supports: Supports) -> Outlook:
        unused = self._unused(supports)
        reached = self._reached(supports)
        options = [Choice(reached)] if reached else choices(unused, self.weak)
        prospect, split = self._prospect(supports), self._split(supports)
        return Outlook(unused, [(choice, prospect.optimal(split, choice.nodes)) for choice in options])

    def _find_bayes(self, supports: Supports) -> Bayes:
        nodes, block_of = self._reached(supports), mixes(supports)
        if not nodes:
            return Bayes(([], []), [])
        equal, least = self.conditions(supports, nodes, self.weights(nodes, block_of))
        return Bayes((equal, least), [plain(form, block_of) for form in equal])

    def _find_unused(self, supports: Supports) -> list[frozenset[int]]:
        """For each node: the unused actions on the path to it, own ones aside unless beliefs are free."""
        infoset_of = self.plays.infoset_of
        paths = [node.before if self.weak else node.others for node in self.infoset.nodes]
        return [frozenset(a for a in path if a not in supports[infoset_of[a]]) for path in paths]

    def _reached(self, supports: Supports) -> Nodes:
        return tuple(k for k, unused in enumerate(self._unused(supports)) if not unused)

    def weights(self, nodes: Nodes, block_of: Mapping[int, Options]) -> list[Options]:
        """The relative weight of each node by the others' play and trembles, as a product of options."""
        products = [frozenset(a for a in self.infoset.nodes[k].others if a in block_of) for k in nodes]
        common = frozenset.intersection(*products)
        trembles = {a for p in products for a in p - common if -a - 1 in block_of}
        return [(*(p - common), *(-a - 1 for a in trembles - p)) for p in products]

    def believing(self, supports: Supports, nodes: Nodes, weights: Sequence[Options]) -> Conditions:
        """The same as `conditions`, put together once for each belief support and the supports around."""
        known, name = self._by_beliefs(supports), (nodes, tuple(weights))
        if name not in known:
            known[name] = self.conditions(supports, nodes, weights)
        return known[name]

    def conditions(self, supports: Supports, nodes: Nodes, weights: Sequence[Options]) -> Conditions:
        """The comparisons with the first used alternative: those that are even, those that are not negative."""
        worth, split = self._prospect(supports).worth, self._split(supports)
        value = {plan: combine((w, worth[k][plan]) for w, k in zip(weights, nodes, strict=True)) for plan in self.plans}
        first = value[split.even[0]]
        return [difference(first, value[plan]) for plan in split.even[1:]], [difference(first, value[plan]) for plan in split.rest]


def mixes(supports: Supports) -> dict[int, Options]:
    """The block of every action that is mixed."""
    return {a: used for used in supports.values() if len(used) > 1 for a in used}
