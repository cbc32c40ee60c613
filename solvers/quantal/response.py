"""What each action is worth when everybody responds by logit or probit, with derivatives: one reading of the tree for all kinds of numbers.

By logit an action's probability at an information set is proportional to ``exp(precision * worth)``, its worth being what its player
expects given that play is there, by Bayes' rule; by probit, at a choice of two, it is the normal law's share below the precision times
what it is worth more than the other.  Logits are the logarithms of probabilities less that of the first action.  A derivative of
None is zero.

References
----------
McKelvey, R. D. and Palfrey, T. R. (1998). Quantal response equilibria for extensive form games. *Experimental Economics* 1, 9-41.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, TypeAlias

from games.tree import CHANCE

from .numbers import Kind
from .tree import PAIRED, PRECISION, PROBIT, Amount, ChoiceTree

Slopes: TypeAlias = Any
Pair: TypeAlias = "tuple[Any, Slopes]"
Logits: TypeAlias = "Mapping[int, Sequence[Pair]]"


class Response:
    """Everybody's responses, where the choices at some sets are given.

    Parameters
    ----------
    tree : ChoiceTree
        The game.
    kind : Kind
        The numbers to reckon with.
    unknown : tuple of int
        The sets at which choices are given.
    logits : dict from int to sequence of (number, derivative)
        The precision times what their actions, from the second on, are worth more than the first: by logit, their logits.
    moving : (number, derivative)
        The precision, or the parameter that moves.
    """

    def __init__(self, tree: ChoiceTree, kind: Kind, unknown: Sequence[int], logits: Logits, moving: Pair) -> None:
        self.tree, self.kind, self.moving = tree, kind, moving
        self.precision: Pair = moving if tree.by == PRECISION else (kind.number(tree.precision), None)
        self.chances: dict[int, Any] = {}
        self.slopes: dict[int, list[Slopes]] = {}
        self.worths: dict[int, list[Pair]] = {}
        self._known: dict[tuple[int, int], Pair] = {}
        self._log_slopes: dict[tuple[int, int], Slopes] = {}
        for s in range(tree.game.infosets):
            if tree.sizes[s] == 1:
                self._respond(s, [])
        for s in unknown:
            self._respond(s, logits[s])
        order = tree.order(frozenset(unknown))
        assert order is not None
        for s in order:
            self.worths[s] = self._worth(s)
            self._respond(s, [times(self.precision, worth) for worth in self.worths[s]])
        for s in unknown:
            self.worths[s] = self._worth(s)

    def _respond(self, s: int, logits: Sequence[Pair]) -> None:
        if self.tree.response == PROBIT:
            logits = [(odds, scaled(rise, slope)) for (odds, rise), slope in ((self.kind.probit(x), slope) for x, slope in logits)]
        self.chances[s] = self.kind.response([x for x, _ in logits])
        self.slopes[s] = [None, *(slope for _, slope in logits)]

    def _worth(self, s: int) -> list[Pair]:
        """What each action from the second on is worth more than the first, given that play is at the set."""
        tree, player, nodes = self.tree, self.tree.owners[s], self.tree.nodes[s]
        if len(nodes) == 1:
            first, *others = (self.value(player, child) for child in tree.below[nodes[0]])
            return [less(other, first) for other in others]
        weights = [self._weight(moves, drawn) for moves, drawn in tree.roads[s]]
        beliefs = self.kind.beliefs([w for w, _ in weights], tree.sure[s])
        rises = self._rises(s) if len(nodes) <= PAIRED else None
        out = []
        for action in range(1, tree.sizes[s]):
            each = [less(self.value(player, tree.below[n][action]), self.value(player, tree.below[n][0])) for n in nodes]
            if rises is not None:
                out.append(self._mixed(beliefs, rises, each))
                continue
            mean = self.kind.mean(beliefs, [x for x, _ in each])
            slope = total(scaled(b, g) for b, (_, g) in zip(beliefs, each, strict=True))
            for k, (b, (x, _)) in enumerate(zip(beliefs, each, strict=True)):
                slope = plus(slope, scaled(b * (x - mean), self._rise(*tree.roads[s][k])))
            out.append((mean, slope))
        return out

    # ------------------------------------------------------------------ values

    def value(self, player: int, node: int) -> Pair:
        """What a player expects at a node."""
        key = player, node
        if key not in self._known:
            self._known[key] = self._value(player, node)
        return self._known[key]

    def _value(self, player: int, node: int) -> Pair:
        constant = self.tree.constant[player][node]
        if constant is not None:
            return self._amount((player, node), constant)
        below = [self.value(player, child) for child in self.tree.below[node]]
        here = self.tree.kind[node]
        if here != CHANCE:
            slopes = self.slopes[here]
            return self._mixed(self.chances[here], {(a, b): minus(slopes[a], slopes[b]) for a, b in pairs(len(below))}, below)
        drawn = [self._amount((-1, child), self.tree.chances[child]) for child in self.tree.below[node]]
        rises = [None if g is None else g / x for x, g in drawn]
        return self._mixed([x for x, _ in drawn], {(a, b): minus(rises[a], rises[b]) for a, b in pairs(len(below))}, below)

    def _mixed(self, chances: Sequence[Any], rises: Mapping[tuple[int, int], Slopes], each: Sequence[Pair]) -> Pair:
        """An expectation; `rises` says how the logarithm of the odds of one against another moves."""
        mean = self.kind.mean(chances, [x for x, _ in each])
        slope = total(scaled(p, g) for p, (_, g) in zip(chances, each, strict=True))
        for (a, b), rise in rises.items():
            if rise is not None:
                slope = plus(slope, scaled(self.kind.product(chances, a, b) * (each[a][0] - each[b][0]), rise))
        return mean, slope

    def _amount(self, key: tuple[int, int], amount: Amount) -> Pair:
        if isinstance(amount, Fraction):
            cache = self.kind.cache
            if key not in cache:
                cache[key] = self.kind.number(amount)
            return cache[key], None
        above, below = (self._polynomial(part) for part in amount)
        quotient = above[0] / below[0]
        return quotient, scaled(self.kind.number(Fraction(1)) / below[0], minus(above[1], scaled(quotient, below[1])))

    def _polynomial(self, coefficients: Sequence[Fraction]) -> Pair:
        out: Pair = self.kind.number(coefficients[-1]), None
        for c in reversed(coefficients[:-1]):
            x, slope = times(out, self.moving)
            out = x + self.kind.number(c), slope
        return out

    # ------------------------------------------------------------------ beliefs

    def _weight(self, moves: Sequence[tuple[int, int]], drawn: Sequence[int]) -> tuple[Any, None]:
        odds = [self.chances[s][a] for s, a in moves] + [self._amount((-1, d), self.tree.chances[d])[0] for d in drawn]
        return self.kind.weight(odds), None

    def _rises(self, s: int) -> dict[tuple[int, int], Slopes]:
        """How the logarithm of the odds of each node against each other moves."""
        roads = self.tree.roads[s]
        return {(k, m): self._rise_of_odds(roads[k], roads[m]) for k, m in pairs(len(roads))}

    def _rise_of_odds(self, one: Any, other: Any) -> Slopes:
        mine, yours = dict(one[0]), dict(other[0])
        slope = None
        for t in mine.keys() | yours.keys():
            if t in mine and t in yours:
                if mine[t] != yours[t]:
                    slope = plus(slope, minus(self.slopes[t][mine[t]], self.slopes[t][yours[t]]))
            elif t in mine:
                slope = plus(slope, self._log_slope(t, mine[t]))
            else:
                slope = minus(slope, self._log_slope(t, yours[t]))
        for drawn in one[1]:
            slope = plus(slope, self._log_slope_of_chance(drawn))
        for drawn in other[1]:
            slope = minus(slope, self._log_slope_of_chance(drawn))
        return slope

    def _rise(self, moves: Sequence[tuple[int, int]], drawn: Sequence[int]) -> Slopes:
        return total([*(self._log_slope(*move) for move in moves), *map(self._log_slope_of_chance, drawn)])

    def _log_slope(self, s: int, action: int) -> Slopes:
        key = s, action
        if key not in self._log_slopes:
            slopes, slope = self.slopes[s], None
            for b, p in enumerate(self.chances[s]):
                if b != action:
                    slope = plus(slope, scaled(p, minus(slopes[action], slopes[b])))
            self._log_slopes[key] = slope
        return self._log_slopes[key]

    def _log_slope_of_chance(self, child: int) -> Slopes:
        x, slope = self._amount((-1, child), self.tree.chances[child])
        return None if slope is None else slope / x


def seeded(tree: ChoiceTree, kind: Kind, unknown: Sequence[int], at: Sequence[Any], moving: Pair, *, scaled_by: bool) -> Logits:
    """The logits that some unknown numbers stand for: themselves, or what an action is worth, which the precision multiplies.

    Parameters
    ----------
    tree, kind, unknown : ChoiceTree, Kind, tuple of int
        As for a response.
    at : sequence of numbers
        The unknown numbers, set after set, from the second action of each on.
    moving : (number, derivative)
        As for a response.
    scaled_by : bool
        Whether the precision multiplies them.
    """
    precision: Pair = moving if tree.by == PRECISION else (kind.number(tree.precision), None)
    out: dict[int, list[Pair]] = {}
    k = 0
    for s in unknown:
        out[s] = []
        for _ in range(tree.sizes[s] - 1):
            own = at[k], kind.unit(k)
            out[s].append(times(precision, own) if scaled_by else own)
            k += 1
    return out


# ------------------------------------------------------------------ pairs of a number and its derivatives


def pairs(count: int) -> list[tuple[int, int]]:
    """All pairs of different indices, the smaller first."""
    return [(a, b) for a in range(count) for b in range(a + 1, count)]


def scaled(x: Any, slope: Slopes) -> Slopes:
    """A multiple of a derivative."""
    return None if slope is None else x * slope


def plus(one: Slopes, other: Slopes) -> Slopes:
    """The sum of two derivatives."""
    return other if one is None else one if other is None else one + other


def minus(one: Slopes, other: Slopes) -> Slopes:
    """The difference of two derivatives."""
    return one if other is None else -other if one is None else one - other


def total(slopes: Any) -> Slopes:
    """The sum of derivatives."""
    out = None
    for slope in slopes:
        out = plus(out, slope)
    return out


def times(one: Pair, other: Pair) -> Pair:
    """A product."""
    return one[0] * other[0], plus(scaled(one[0], other[1]), scaled(other[0], one[1]))


def less(one: Pair, other: Pair) -> Pair:
    """A difference."""
    return one[0] - other[0], minus(one[1], other[1])
