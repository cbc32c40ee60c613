"""What an information set's alternatives bring, node by node, under given supports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from flint import fmpq

from .multilinear import Form, Options, Range, difference, reaches, span, vanishes
from .plays import Plays


class View:
    """What the alternatives at one information set bring, under given supports there and below.

    Under consistent beliefs the alternatives are the actions here, own play going on as
    it is (one-shot deviations are enough: Hendon, Jacobsen and Sloth 1996).  Without consistency
    they must be whole plans for the own sets that follow.

    Parameters
    ----------
    plays : Plays
        The game.
    s : int
        The information set.
    supports : dict from int to tuple of int
        Used actions, at this set and those below.
    whole : bool
        Whether alternatives are whole plans.
    """

    def __init__(self, plays: Plays, s: int, supports: Mapping[int, Options], whole: bool) -> None:
        spot, here = plays.spots[s], set(supports[s])
        own = {t for t in plays.below[s] if plays.spots[t].player == spot.player} if whole else set()
        mixed = {a: len(supports[t]) > 1 for t in plays.below[s] - own for a in supports[t]}
        plans = list(_plans(plays, s, own)) if whole else [(a,) for a in spot.actions]
        used = {a for t in own for a in supports[t]} | here
        self.block_of = {a: supports[t] for t in plays.below[s] - own for a in supports[t]}
        self.even = [plan for plan in plans if used.issuperset(plan)]
        self.rest = [plan for plan in plans if not used.issuperset(plan)]
        self.brings = [{plan: _restricted(place.after[plan[0]], mixed, plan[1:]) for plan in plans} for place in spot.places]
        self._tests = [*((vanishes, plan) for plan in self.even[1:]), *((reaches, plan) for plan in self.rest)]
        self._spans: dict[tuple[int, Options], Range] = {}

    def span(self, node: int, plan: Options) -> Range:
        """The range of what the first used alternative brings over another at a node."""
        key = (node, plan)
        if key not in self._spans:
            self._spans[key] = span(difference(self.brings[node][self.even[0]], self.brings[node][plan]), self.block_of)
        return self._spans[key]

    def optimal(self, nodes: Sequence[int]) -> bool:
        """Whether each comparison can hold, by itself, under positive weights on all these nodes."""
        return all(test(self._joint(nodes, plan)) for test, plan in self._tests)

    def conceivable(self) -> bool:
        """Whether each comparison can hold, by itself, under positive weights on some of the nodes."""
        nodes = range(len(self.brings))
        return all(
            test(self._joint(nodes, plan)) or any(test(self.span(node, plan)) for node in nodes)
            for test, plan in self._tests
        )

    def _joint(self, nodes: Sequence[int], plan: Options) -> Range:
        spans = [self.span(node, plan) for node in nodes]
        return min(low for low, _ in spans), max(high for _, high in spans)


def _plans(plays: Plays, s: int, own: set[int]) -> Iterator[Options]:
    """Every plan of a player from an information set on: the action here first, then those at own sets that it leads to."""
    for action in plays.spots[s].actions:
        following = [t for t in sorted(own) if plays.last_own[t] == action]
        for rest in product(*(list(_plans(plays, t, own)) for t in following)):
            yield (action, *(a for part in rest for a in part))


def _restricted(form: Form, mixed: Mapping[int, bool], plan: Options) -> Form:
    """Drop what unused actions lead to; actions that are played for sure need no name."""
    out: Form = {}
    for key, value in form.items():
        if all(a in mixed or a in plan for a in key):
            key = tuple(a for a in key if mixed.get(a))
            out[key] = out.get(key, fmpq(0)) + value
    return out
