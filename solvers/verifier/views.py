"""What an information set's alternatives bring, node by node, under given supports."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product
from typing import TypeAlias

from .multilinear import Form, Options, Range, Truth, all_of, any_of, difference, least, most, reaches, span, vanishes
from .plays import Plays

Test: TypeAlias = Callable[[Range], Truth]


class Prospect:
    """What the alternatives at one information set bring at each of its nodes, under given supports below it.

    Under consistent beliefs the alternatives are the actions here, own play going on as
    it is (one-shot deviations are enough: Hendon, Jacobsen and Sloth 1996).  Without consistency
    they must be whole plans for the own sets that follow, and `supports` are those of the others.

    Parameters
    ----------
    plays : Plays
        The game.
    s : int
        The information set.
    supports : dict from int to tuple of int
        Used actions at the sets below that an alternative leaves open.
    plans : sequence of tuple of int
        The alternatives.
    """

    def __init__(self, plays: Plays, s: int, supports: Mapping[int, Options], plans: Sequence[Options]) -> None:
        mixed = {a: len(used) > 1 for used in supports.values() for a in used}
        self.block_of = {a: used for used in supports.values() for a in used}
        self.worth = [{plan: _restricted(node.after[plan[0]], mixed, plan[1:]) for plan in plans} for node in plays.infosets[s].nodes]
        self._spans: dict[tuple[int, Options, Options], Range] = {}
        self._possible: dict[tuple[Test, Options, Options], Truth] = {}

    def span(self, node: int, one: Options, two: Options) -> Range:
        """The range of what one alternative brings over another at a node."""
        key = (node, one, two)
        if key not in self._spans:
            low, high = span(difference(self.worth[node][one], self.worth[node][two]), self.block_of)
            self._spans[key] = low, high
            self._spans[node, two, one] = -high, -low
        return self._spans[key]

    def optimal(self, split: Split, nodes: Sequence[int]) -> Truth:
        """Whether each comparison can hold, by itself, under positive weights on all these nodes."""
        return all_of(test(joint([self.span(node, split.even[0], plan) for node in nodes])) for test, plan in split.tests)

    def conceivable(self, split: Split) -> Truth:
        """Whether each comparison can hold, by itself, under positive weights on some of the nodes."""
        return all_of(self._can_hold(test, split.even[0], plan) for test, plan in split.tests)

    def _can_hold(self, test: Test, one: Options, two: Options) -> Truth:
        key = (test, one, two)
        if key not in self._possible:
            spans = [self.span(node, one, two) for node in range(len(self.worth))]
            self._possible[key] = any_of(test(span) for span in (joint(spans), *spans))
        return self._possible[key]


class Split:
    """The alternatives that a player uses, and the others: the first used one is compared with every other.

    Parameters
    ----------
    plans : sequence of tuple of int
        The alternatives.
    used : frozenset of int
        The actions that the player uses, here and at the own sets that alternatives speak of.
    """

    def __init__(self, plans: Sequence[Options], used: frozenset[int]) -> None:
        self.even = [plan for plan in plans if used.issuperset(plan)]
        self.rest = [plan for plan in plans if not used.issuperset(plan)]
        self.tests: list[tuple[Test, Options]] = [*((vanishes, plan) for plan in self.even[1:]), *((reaches, plan) for plan in self.rest)]


def joint(spans: Sequence[Range]) -> Range:
    """The range of an average, with positive weights, of forms with these ranges."""
    return least(low for low, _ in spans), most(high for _, high in spans)


def plans_from(plays: Plays, s: int, own: set[int]) -> Iterator[Options]:
    """Every plan of a player from an information set on: the action here first, then those at own sets that it leads to."""
    for action in plays.infosets[s].actions:
        following = [t for t in sorted(own) if plays.last_own[t] == action]
        for rest in product(*(list(plans_from(plays, t, own)) for t in following)):
            yield (action, *(a for plan in rest for a in plan))


def _restricted(form: Form, mixed: Mapping[int, bool], plan: Options) -> Form:
    """Drop what unused actions lead to; actions that are played for sure need no name."""
    out: Form = {}
    for key, value in form.items():
        if all(a in mixed or a in plan for a in key):
            key = tuple(a for a in key if mixed.get(a))
            out[key] = out[key] + value if key in out else value
    return out
