"""The verdict on an equilibrium whose probabilities are known in boxes: what anybody could gain at most, in balls.

Where no closed form is known an indifference cannot be shown to be exact, only a gain to be no larger than a bound that
follows from the size of the boxes.  That exactly one solution lies in them is for the solver to prove.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import reduce
from math import inf, nextafter
from typing import Any, TypeAlias

from flint import arb, ctx, fmpq

from games import Game, GameError
from games.numbers import Expression
from games.tree import CHANCE

from ..results import Certificate
from .signing import program
from .signs import Exact
from .table import Table, tabulate
from .verdict import NASH

BITS = 256
NOTHING = 1e-18  # of the spread of payoffs: a bound that is larger shows nothing

Box: TypeAlias = tuple[Fraction, Fraction]
Boxes: TypeAlias = Mapping[str, Mapping[str, Mapping[str, Box]]]


def verify_in_boxes(game: Game, chances: Boxes, beliefs: Boxes | None, concept: str) -> Certificate:
    """Bound what players gain by deviating from a profile that is known in boxes.

    Parameters
    ----------
    game : Game
        With numbers.
    chances : dict from str to dict from str to dict from str to (Fraction, Fraction)
        Player, information set, action: between what the probability lies.
    beliefs : the same by history, or None
        Every set's; None for ``nash``.
    concept : {"nash", "sequential"}
        What is asked.

    Returns
    -------
    Certificate
        Gains are floats, upper bounds all over the boxes. Whether beliefs are consistent is not asked, but that they follow
        Bayes' rule where play comes.
    """
    before, ctx.prec = ctx.prec, BITS
    try:
        table = tabulate(game)
        judge = _Judge(table, [_row(table, k, chances, table.game.set_actions[k]) for k in range(len(table.members))])
        problem = None
        if concept == NASH:
            gains = [judge.strategy_gain(player) for player in range(len(table.players))]
        else:
            assert beliefs is not None
            held = [_row(table, k, beliefs, [table.game.history(node) for node in nodes]) for k, nodes in enumerate(table.members)]
            problem = judge.against_bayes(held)
            gains = judge.action_gains(held)
        bounds: dict[str, Any] = {
            player: nextafter(max(0.0, float(gain.upper())), inf) for player, gain in zip(table.players, gains, strict=True)
        }
        least = judge.spread * NOTHING
        rational = all(bound <= least for bound in bounds.values())
        what = "strategy before play" if concept == NASH else "action at any information set"
        reason = problem or f"Within the boxes no player gains more than {max(bounds.values()):.0e} by another {what}."
        return Certificate(concept, rational and problem is None, bounds, rational, None, reason, "solvers.verifier", program())
    finally:
        ctx.prec = before


def _row(table: Table, infoset: int, boxes: Boxes, labels: Sequence[str]) -> list[arb]:
    player, label = table.player(infoset), table.game.set_labels[infoset]
    try:
        row = boxes[player][label]
        return [arb(_plain(row[one][0])).union(arb(_plain(row[one][1]))) for one in labels]
    except KeyError:
        raise GameError(f"No box is given for what {player} does or believes at {label!r}; give each action and history one.") from None


def _plain(number: Fraction | Exact) -> fmpq:
    if isinstance(number, Expression):
        raise GameError(f"{number.text()} is irrational, where a number of the game must be rational.")
    return number if isinstance(number, fmpq) else fmpq(number.numerator, number.denominator)


class _Judge:
    """A game and a profile in balls."""

    def __init__(self, table: Table, chances: list[list[arb]]) -> None:
        self.table, self.chances = table, chances
        payoffs = [[arb(_plain(x)) for x in row] for row in table.payoffs]
        self.payoffs = payoffs
        every = [float(x) for row in payoffs for x in row]
        self.spread = max(every) - min(every) or 1.0
        self.steps = [arb(1)] + [self._step(node) for node in range(1, len(table.parent))]
        self.values = self._values()

    def _step(self, node: int) -> arb:
        above = self.table.parent[node]
        if self.table.owner[above] == CHANCE:
            return arb(_plain(self.table.chances[node]))
        return self.chances[self.table.infoset[above]][self.table.move[node]]

    def _values(self) -> list[list[arb]]:
        out = list(self.payoffs)
        for node in range(len(self.table.parent) - 1, -1, -1):
            below = self.table.children[node]
            if below:
                out[node] = [sum((self.steps[c] * out[c][i] for c in below), arb(0)) for i in range(len(self.table.players))]
        return out

    def strategy_gain(self, player: int) -> arb:
        """What the best whole strategy wins: information sets from the last to the first, each at its best."""
        table = self.table
        reach: list[arb] = [arb(1)]
        came: list[tuple[int, int] | None] = [None]  # the player's last set and action above each node
        totals: dict[tuple[int, int] | None, arb] = {None: arb(0)}
        for node in range(1, len(table.parent)):
            above = table.parent[node]
            own = table.owner[above] == player
            reach.append(reach[above] if own else reach[above] * self.steps[node])
            came.append((table.infoset[above], table.move[node]) if own else came[above])
        for node, payoff in enumerate(self.payoffs):
            if payoff:
                totals[came[node]] = totals.get(came[node], arb(0)) + reach[node] * payoff[player]
        own_sets = [k for k, owner in enumerate(table.set_owner) if owner == player]
        for k in sorted(own_sets, key=lambda k: -table.game.depth[table.members[k][0]]):
            options = [totals.get((k, a), arb(0)) for a in range(len(self.chances[k]))]
            before = came[table.members[k][0]]
            totals[before] = totals.get(before, arb(0)) + reduce(lambda x, y: x.max(y), options)
        return totals[None] - self.values[0][player]

    def action_gains(self, beliefs: Sequence[Sequence[arb]]) -> list[arb]:
        """What the best single action wins at any own set, given the beliefs there; by player."""
        worst = [arb(0) for _ in self.table.players]
        for k, nodes in enumerate(self.table.members):
            player = self.table.set_owner[k]
            worth = [
                sum((b * self.values[self.table.children[node][a]][player] for b, node in zip(beliefs[k], nodes, strict=True)), arb(0))
                for a in range(len(self.chances[k]))
            ]
            follow = sum((p * w for p, w in zip(self.chances[k], worth, strict=True)), arb(0))
            worst[player] = reduce(lambda x, y: x.max(y), [w - follow for w in worth], worst[player])
        return worst

    def against_bayes(self, beliefs: Sequence[Sequence[arb]]) -> str | None:
        """Where play comes for certain and beliefs do not follow from the profile."""
        reach = [arb(1)]
        for node in range(1, len(self.table.parent)):
            reach.append(reach[self.table.parent[node]] * self.steps[node])
        for k, nodes in enumerate(self.table.members):
            total = sum((reach[node] for node in nodes), arb(0))
            if total > 0 and any(not (reach[node] / total).overlaps(b) for node, b in zip(nodes, beliefs[k], strict=True)):
                return f"The beliefs of {self.table.player(k)} at {self.table.name(k)} do not follow Bayes' rule."
        return None
