"""The verdict under mistakes, from the definitions: completely mixed strategies very near a profile, written out and put to z3.

Nothing is shared with the solvers, which reason with orders of magnitude instead. Each question is asked for a distance, and for
proper equilibrium a ratio, of one in a thousand and then of one in a million: where it has no answer the profile falls, and that is
proved; where it has, such mistakes exist within that distance, which is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from math import prod
from typing import Any

from games import GameError
from games.numbers import Expression, fraction
from games.tree import CHANCE

from ..results import Certificate
from .reading import Reading
from .signing import certified
from .signs import ONE, Exact
from .table import Table

DISTANCES = (1_000, 1_000_000)  # one in so many
MOST_STEPS = 20_000_000  # of z3 for a question
MOST_PLANS = 1_000  # of a player, where its plans are written out
MOST_SORTED = 60  # where every two of them are compared

Formula = Any


@dataclass(eq=False)
class Trembles:
    """Unknown completely mixed plans of all players near a profile.

    Parameters
    ----------
    reading : Reading
        The profile.
    """

    reading: Reading
    leaves: list[tuple[int, Exact, list[list[tuple[int, int]]]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        table = self.table
        for node, below in enumerate(table.children):
            if below:
                continue
            chance, taken = ONE, [[] for _ in table.players]  # type: tuple[Exact, list[list[tuple[int, int]]]]
            at = node
            while table.parent[at] >= 0:
                above = table.parent[at]
                if table.owner[above] == CHANCE:
                    chance = chance * table.chances[at]
                else:
                    taken[table.owner[above]].insert(0, (table.infoset[above], table.move[at]))
                at = above
            self.leaves.append((node, chance, taken))

    @property
    def table(self) -> Table:
        """The game."""
        return self.reading.table

    def before(self, infoset: int) -> tuple[tuple[int, int], ...]:
        """What the player of a set has done before it."""
        node, owner, out = self.table.members[infoset][0], self.table.set_owner[infoset], []
        while self.table.parent[node] >= 0:
            above = self.table.parent[node]
            if self.table.owner[above] == owner:
                out.append((self.table.infoset[above], self.table.move[node]))
            node = above
        return tuple(reversed(out))

    @cached_property
    def weight(self) -> dict[tuple[tuple[int, int], ...], Any]:
        """An unknown for each nonempty sequence of own moves: the probability that its player's plan gives it."""
        import z3

        out: dict[tuple[tuple[int, int], ...], Any] = {}
        for s, actions in enumerate(self.table.game.set_actions):
            for k in range(len(actions)):
                out[(*self.before(s), (s, k))] = z3.Real(f"w_{s}_{k}")
        return out

    def plan(self, taken: list[tuple[int, int]] | tuple[tuple[int, int], ...]) -> Any:
        """The weight of a sequence; one where it is empty."""
        return self.weight[tuple(taken)] if taken else 1

    def near(self, parts: int) -> Iterator[Formula]:
        """Plans that are completely mixed and behave like the profile to within one in so many."""
        for s, actions in enumerate(self.table.game.set_actions):
            total = self.plan(self.before(s))
            shares = [self.plan((*self.before(s), (s, k))) for k in range(len(actions))]
            yield sum(shares) == total
            for share, p in zip(shares, self.reading.strategies[s], strict=True):
                yield share > 0
                yield share * parts <= (value(p) * parts + 1) * total
                yield share * parts >= (value(p) * parts - 1) * total

    def near_as_plans(self, parts: int) -> Iterator[Formula]:
        """Completely mixed plans near the profile's: what is played where a player's own plan does not lead does not matter."""
        strategies = self.reading.strategies
        for s, actions in enumerate(self.table.game.set_actions):
            shares = [self.plan((*self.before(s), (s, k))) for k in range(len(actions))]
            yield sum(shares) == self.plan(self.before(s))
            led = prod((strategies[t][j] for t, j in self.before(s)), start=ONE)
            for share, p in zip(shares, strategies[s], strict=True):
                yield share > 0
                yield share * parts <= value(led * p) * parts + 1
                yield share * parts >= value(led * p) * parts - 1


def value(number: Exact) -> Any:
    """A rational number for z3."""
    import z3

    if isinstance(number, Expression):
        raise GameError("Under mistakes only profiles in fractions are judged; this one has irrational numbers.")
    exact = fraction(number)
    return z3.Q(exact.numerator, exact.denominator)


# ------------------------------------------------------------------ what is asked


def continuations(trembles: Trembles) -> Iterator[Formula]:
    """Every action in use, followed by the strategy itself, is as good as any other against the others' mistakes."""
    yield from _choices(trembles, own=False)


def choices(trembles: Trembles) -> Iterator[Formula]:
    """Every action in use is as good as any other when the player may also slip later itself."""
    yield from _choices(trembles, own=True)


def _choices(trembles: Trembles, *, own: bool) -> Iterator[Formula]:
    table, strategies = trembles.table, trembles.reading.strategies
    for s, actions in enumerate(table.game.set_actions):
        player = table.set_owner[s]
        worths = []
        for k in range(len(actions)):
            terms = []
            for node, chance, taken in trembles.leaves:
                mine = taken[player]
                if (s, k) not in mine:
                    continue
                amount = value(chance * table.payoffs[node][player])
                others = [trembles.plan(t) for i, t in enumerate(taken) if i != player and t]
                if own:
                    terms.append(amount * _product([*others, trembles.plan(mine)]))
                else:
                    later = prod((strategies[t][j] for t, j in mine[mine.index((s, k)) + 1 :]), start=ONE)
                    if later:
                        terms.append(amount * value(later) * _product(others))
            worths.append(sum(terms) if terms else 0)
        weights = [trembles.plan((*trembles.before(s), (s, k))) if own else 1 for k in range(len(actions))]
        for k, p in enumerate(strategies[s]):
            if p:
                yield from (worths[k] * weights[j] >= worths[j] * weights[k] for j in range(len(actions)) if j != k)


def _product(factors: list[Any]) -> Any:
    out: Any = 1
    for factor in factors:
        out = out * factor
    return out


def _plans(trembles: Trembles, player: int, most: int = MOST_PLANS) -> list[dict[int, int]]:
    """The player's pure plans; sets to which a plan does not lead itself are left out."""
    own = [s for s, owner in enumerate(trembles.table.set_owner) if owner == player]
    own.sort(key=lambda s: len(trembles.before(s)))
    plans: list[dict[int, int]] = [{}]
    for s in own:
        longer = []
        for plan in plans:
            if all(plan.get(t) == k for t, k in trembles.before(s)):
                longer += [{**plan, s: k} for k in range(len(trembles.table.game.set_actions[s]))]
            else:
                longer.append(plan)
        plans = longer
        if len(plans) > most:
            raise GameError(f"{trembles.table.players[player]} has more than {most} plans, too many to judge mistakes in plans.")
    return plans


def whole_plans(trembles: Trembles) -> Iterator[Formula]:
    """Every player's strategy is a best reply before play to the others' mistakes."""
    table, strategies = trembles.table, trembles.reading.strategies
    for player in range(len(table.players)):

        def worth(chance_of: Callable[[list[tuple[int, int]]], Exact], player: int = player) -> Any:
            terms = []
            for node, chance, taken in trembles.leaves:
                factor = chance_of(taken[player]) * chance * table.payoffs[node][player]
                if factor:
                    terms.append(value(factor) * _product([trembles.plan(t) for i, t in enumerate(taken) if i != player and t]))
            return sum(terms) if terms else 0

        now = worth(lambda mine: prod((strategies[s][k] for s, k in mine), start=ONE))
        for plan in _plans(trembles, player):
            yield now >= worth(lambda mine, plan=plan: ONE * int(all(plan.get(s) == k for s, k in mine)))  # type: ignore[misc]


def costly_mistakes(trembles: Trembles, parts: int) -> Iterator[Formula]:
    """Mixed plans near the profile in which a plan that pays less is at most one in so many times as likely as one that pays more."""
    import z3

    table, strategies = trembles.table, trembles.reading.strategies
    listed = [_plans(trembles, player, MOST_SORTED) for player in range(len(table.players))]
    weights = [[z3.Real(f"m_{i}_{n}") for n in range(len(plans))] for i, plans in enumerate(listed)]
    for i, plans in enumerate(listed):
        yield sum(weights[i]) == 1
        yield from (w > 0 for w in weights[i])
        for s, actions in enumerate(table.game.set_actions):
            if table.set_owner[s] != i:
                continue
            for k in range(len(actions)):
                mine = (*trembles.before(s), (s, k))
                played = value(prod((strategies[t][j] for t, j in mine), start=ONE))
                share = sum((w for w, plan in zip(weights[i], plans, strict=True) if plan.get(s) == k), z3.RealVal(0))
                yield share * parts <= played * parts + 1
                yield share * parts >= played * parts - 1
    for i, plans in enumerate(listed):
        worths = []
        for plan in plans:
            terms = []
            for node, chance, taken in trembles.leaves:
                if not all(plan.get(s) == k for s, k in taken[i]):
                    continue
                others = []
                for j, t in enumerate(taken):
                    if j != i and t:
                        others.append(sum(w for w, p in zip(weights[j], listed[j], strict=True) if all(p.get(s) == k for s, k in t)))
                terms.append(value(chance * table.payoffs[node][i]) * _product(others))
            worths.append(sum(terms) if terms else z3.RealVal(0))
        for m, n in product(range(len(plans)), repeat=2):
            if m != n:
                yield z3.Implies(worths[m] < worths[n], weights[i][m] * parts <= weights[i][n])


# ------------------------------------------------------------------ the verdict

Question = Callable[[Trembles, int], Iterator[Formula]]


def _near(question: Callable[[Trembles], Iterator[Formula]]) -> Question:
    def asked(trembles: Trembles, parts: int) -> Iterator[Formula]:
        yield from trembles.near(parts)
        yield from question(trembles)

    return asked


def plans_near(trembles: Trembles, parts: int) -> Iterator[Formula]:
    """Plans near the profile's against which every player's strategy is a best reply before play."""
    yield from trembles.near_as_plans(parts)
    yield from whole_plans(trembles)


MISTAKES: dict[str, tuple[Question, str]] = {
    "perfect": (_near(choices), "leave every choice best, later slips of one's own reckoned in"),
    "quasi-perfect": (_near(continuations), "of the others leave every continuation best"),
    "normal-form-perfect": (plans_near, "of the others leave every plan best"),
    "proper": (costly_mistakes, "exist of which costlier ones are rarer in the same proportion"),
}
"""By concept: what is asked of mistakes, and in words."""


def judged_under_mistakes(concept: str) -> Callable[[Reading], Certificate]:
    """The verifier's check of a concept of mistakes."""

    def check(reading: Reading) -> Certificate:
        import z3

        question, words = MISTAKES[concept]
        gains = dict.fromkeys(reading.table.players, fraction(ONE - ONE))
        for parts in DISTANCES:
            solver = z3.Solver()
            solver.set("rlimit", MOST_STEPS)
            solver.add(*question(Trembles(reading), parts))
            verdict = solver.check()
            if verdict == z3.unsat:
                return certified(concept, False, gains, f"No mistakes within one in {parts} {words}.")
            if verdict == z3.unknown:
                raise GameError(f"Whether this is a {concept} equilibrium of {reading.table.game.name} is not decided: z3 gave up.")
        return certified(concept, True, gains, f"Mistakes within one in {DISTANCES[-1]} {words}.")

    return check
