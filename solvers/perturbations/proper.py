"""Proper equilibrium of a game in which at most two players move, exactly.

Mistakes that cost more are of a smaller order of magnitude (Myerson 1978). In two-player games a plan profile is proper exactly when
each player's plans can be sorted into classes of falling magnitude so that, for each player: no plan is worse than one in a later
class, and plans of one class are equally good, against mistakes of the other with the other's classes (Blume, Brandenburger and
Dekel 1991). For given classes of one player the other's mixed plans with that property form a cone, and the other's classes are
possible exactly when the plans of its first k classes, for each k, are the support of some member of the cone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations, product
from typing import Any

from flint import fmpq

from games import Game
from games.forms.normal import pure_plans

from ..correlation.endings import Endings, exact_reader
from .chains import largest
from .pairs import Finding
from .sides import Row, mixes_of

Classes = tuple[frozenset[int], ...]
MOST_PLANS = 16  # of a player
ORDERS = (1, 1, 3, 13, 75, 541, 4683, 47293)  # how many ordered partitions so many things have
MOST_CLASSES = 20_000  # ways to sort the plans of a player


def proper(game: Game, profile: Mapping[str, Any], pair: tuple[int, int | None]) -> Finding:
    """Whether a profile is a proper equilibrium of the normal form."""
    mixes = mixes_of(game, profile)
    one, two = pair
    if two is None:
        two = next((i for i in range(len(game.players)) if i != one), None)
    players = (one,) if two is None else (one, two)
    plans = [list(pure_plans(game, i)) for i in players]
    if two is None:
        plans.append([{}])
    if max(map(len, plans)) > MOST_PLANS:
        counts = " and ".join(str(len(own)) for own in plans)
        return Finding(None, f"Proper equilibria are looked for among at most {MOST_PLANS} plans of a player; here there are {counts}.")
    payoffs = _payoffs(game, players, plans)
    weights = [_weights(mixes, own) for own in plans]
    bimatrix = _Bimatrix(payoffs, weights, (len(plans[0]), len(plans[1])), [_supports(mixes, own) for own in plans])
    for k in (0, 1):
        gains = bimatrix.against_equilibrium(k)
        if any(gains[s] < max(gains) for s, w in enumerate(weights[k]) if w):
            return Finding(False, f"{game.players[players[k] if k < len(players) else players[0]]} does not do best before play.")
    found = bimatrix.sorted_plans()
    if found is None:
        return Finding(None, f"There are more than {MOST_CLASSES} ways to sort the mistakes of a player.")
    if found:
        return Finding(True, "Mistakes can be sorted by their cost, costlier ones being rarer by orders of magnitude.")
    return Finding(False, "However mistakes are sorted by their cost, costlier ones being rarer, somebody does better by another plan.")


def _payoffs(game: Game, players: Sequence[int], plans: Sequence[Sequence[dict[int, int]]]) -> list[list[list[fmpq]]]:
    """What both get by pairs of plans: player, plan of the first, plan of the second."""
    endings = Endings(game, exact_reader(game))

    def leads(place: int, plan: Mapping[int, int], taken: Sequence[Mapping[int, int]]) -> bool:
        return place >= len(players) or all(plan.get(s) == k for s, k in taken[players[place]].items())

    out = []
    for k in (0, 1):
        player = players[k] if k < len(players) else players[0]
        out.append(
            [
                [
                    sum((z.chance * z.payoffs[player] for z in endings.listed if leads(0, p, z.taken) and leads(1, q, z.taken)), fmpq(0))
                    for q in plans[1]
                ]
                for p in plans[0]
            ]
        )
    if len(players) == 1:
        out[1] = [[fmpq(0)] * len(plans[1]) for _ in plans[0]]
    return out


def _weights(mixes: Mapping[int, Sequence[fmpq]], plans: Sequence[Mapping[int, int]]) -> list[fmpq]:
    """One mixed plan that plays like the strategy: every plan with the product of its probabilities."""
    out = []
    for plan in plans:
        weight = fmpq(1)
        for s, k in plan.items():
            weight *= mixes[s][k]
        out.append(weight)
    return out


def _supports(mixes: Mapping[int, Sequence[fmpq]], plans: Sequence[Mapping[int, int]]) -> list[frozenset[int]]:
    """The supports of all mixed plans that play like a strategy; one where it mixes at one information set at most."""
    weights = _weights(mixes, plans)
    used = [s for s, w in enumerate(weights) if w]
    chance: dict[tuple[int, int], fmpq] = {}  # of every move, reckoned before play
    for s in used:
        for move in plans[s].items():
            chance[move] = chance.get(move, fmpq(0)) + weights[s]
    if len(used) <= 1 or len({s for s in chance if chance[s] < 1}) <= len(used):
        return [frozenset(used)]
    rows = [{s: (fmpq(1) if plans[s].get(move[0]) == move[1] else fmpq(0)) - p for s in used} for move, p in chance.items()]
    out = []
    for size in range(1, len(used) + 1):
        for some in combinations(used, size):
            zero = [{s: fmpq(1)} for s in range(len(plans)) if s not in some]
            found = largest(len(plans), [*zero, *rows], [], some)
            if all(found[s] for s in some):
                out.append(frozenset(some))
    return out


class _Bimatrix:
    """Two players' pure plans, what they pay, and the equilibrium as mixed plans."""

    def __init__(self, payoffs: list[list[list[fmpq]]], weights: list[list[fmpq]], sizes: tuple[int, int], supports: Any) -> None:
        self.payoffs, self.weights, self.sizes, self.supports = payoffs, weights, sizes, supports

    def row(self, k: int, plan: int) -> Row:
        """What a plan of player k pays it, by plan of the other."""
        return {j: self.payoffs[k][plan][j] if k == 0 else self.payoffs[k][j][plan] for j in range(self.sizes[1 - k])}

    def against_equilibrium(self, k: int) -> list[fmpq]:
        """What each plan of player k pays against the other's equilibrium plan."""
        return [sum((x * self.weights[1 - k][j] for j, x in self.row(k, s).items()), fmpq(0)) for s in range(self.sizes[k])]

    def sorted_plans(self) -> bool | None:
        """Whether both players' plans can be sorted as properness asks; None where there are too many ways."""
        listed = [list(self._classes(k)) if self._count(k) <= MOST_CLASSES else None for k in (0, 1)]
        first, second = listed
        if first is None or second is None:
            return None
        return any(self._goes(0, a, b) and self._goes(1, b, a) for a in first for b in second)

    def _count(self, k: int) -> int:
        total = 1
        for tie in self._ties(k):
            total *= ORDERS[min(len(tie), len(ORDERS) - 1)]
        return total

    def _ties(self, k: int) -> list[list[int]]:
        """Player k's plans that are equally good against the other's equilibrium plan, best ones first."""
        worth = self.against_equilibrium(k)
        return [[s for s in range(self.sizes[k]) if worth[s] == w] for w in sorted(set(worth), reverse=True)]

    def _classes(self, k: int) -> Iterator[Classes]:
        """Ways to sort player k's plans: better ones against the equilibrium first, those in use making up the first class."""
        ties = self._ties(k)
        firsts = [(used, *rest) for used in self.supports[k] for rest in _orders(sorted(set(ties[0]) - used))]
        for parts in product(firsts, *(list(_orders(tie)) for tie in ties[1:])):
            yield tuple(one for part in parts for one in part)

    def _goes(self, k: int, own: Classes, other: Classes) -> bool:
        """Whether mistakes of the other with given classes exist under which player k's plans are sorted as its classes say."""
        reached: frozenset[int] = frozenset()
        for one in other:
            reached |= one
            if not self._full(k, own, reached):
                return False
        return True

    def _full(self, k: int, own: Classes, support: frozenset[int]) -> bool:
        return _is_support(self, k, own, support)


@lru_cache(maxsize=1024)
def _orders_of(items: tuple[int, ...]) -> tuple[Classes, ...]:
    if not items:
        return ((),)
    out = []
    for size in range(1, len(items) + 1):
        for first in combinations(items, size):
            rest = tuple(i for i in items if i not in first)
            out += [(frozenset(first), *others) for others in _orders_of(rest)]
    return tuple(out)


def _orders(items: Sequence[int]) -> tuple[Classes, ...]:
    """All ordered partitions."""
    return _orders_of(tuple(items))


def _is_support(game: _Bimatrix, k: int, own: Classes, support: frozenset[int]) -> bool:
    known: dict[Any, bool] = game.__dict__.setdefault("known", {})
    key = (k, own, support)
    if key not in known:
        rows = []
        for earlier, one in enumerate(own):
            members = sorted(one)
            rows += [(_difference(game.row(k, members[0]), game.row(k, s)), True) for s in members[1:]]
            if earlier + 1 < len(own):
                rows.append((_difference(game.row(k, members[0]), game.row(k, min(own[earlier + 1]))), False))
        width = game.sizes[1 - k]
        zero = [{j: fmpq(1)} for j in range(width) if j not in support]
        plan = largest(width, zero, rows, sorted(support))
        known[key] = all(plan[j] for j in support)
    return known[key]


def _difference(one: Row, other: Row) -> Row:
    return {j: one[j] - other[j] for j in one if one[j] != other[j]}
