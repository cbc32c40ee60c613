"""The number of fixed points of a response, proved by boxes of balls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from flint import arb

from games import Exponential, Law, Logistic, Normal
from games.numbers import Expression, Number, flint_number
from games.numbers.isolating import precision
from games.tree import CHANCE, TERMINAL

from ..types.boxes import BITS, Dual, zeros_in_box
from ..types.links import EXPONENTIAL, LOGISTIC, NORMAL, share_below
from .choosing import DEVIATION, PRECISION

if TYPE_CHECKING:
    from .response_model import ResponseModel

MOST_UNKNOWNS = 4
LIMIT = 4_000  # boxes
LAWS = {Normal: NORMAL, Logistic: LOGISTIC, Exponential: EXPONENTIAL}


def counted(model: ResponseModel, values: Mapping[str, float]) -> int | None:
    """Count the fixed points at a point; None where boxes do not decide, or the response is not handled in balls."""
    k = len(model.unknowns)
    shocks = model.responses.shocks.values()
    if k > MOST_UNKNOWNS or any(type(shock.law) not in LAWS or shock.counts for shock in shocks):
        return None
    with precision(BITS):
        system = _System(model, {name: arb(float(x)) for name, x in values.items()})
        found = zeros_in_box(system.residual, [0] * k, [1] * k, tol=1e-6, limit=LIMIT)
    return len(found.certified) if found.complete else None


class _System:
    """The response in balls."""

    def __init__(self, model: ResponseModel, values: Mapping[str, arb]) -> None:
        self.model, self.game, self.values = model, model.game, values
        game = self.game
        players = range(len(game.players))
        self.payoffs = [[self.number(game.payoff_line(leaf, player)[0]) for player in players] for leaf in range(game.leaves)]
        self.chance = {node: self.number(game.chance(node)) for node in range(1, game.nodes) if game.owner[game.parent[node]] == CHANCE}

    def number(self, number: Number) -> arb:
        """A number in balls."""
        if not isinstance(number, Expression):
            return arb(flint_number(Fraction(number)))
        return number.enclosure(self.values, bits=BITS)

    def residual(self, unknown: Sequence[Dual]) -> list[Dual]:
        """What the unknown chances exceed the response to them by."""
        chances: list[Dual] = []
        k = 0
        for s in self.model.sets:
            mine = list(unknown[k : k + len(self.game.set_actions[s]) - 1])
            k += len(mine)
            last: Any = 1
            for x in mine:
                last = last - x
            chances += [*mine, last if mine else Dual(arb(1), [arb(0)] * len(unknown))]
        responded = self.respond(chances)
        return [u - responded[j] for u, j in zip(unknown, self.model.unknowns, strict=True)]

    def respond(self, chances: list[Dual]) -> dict[int, Dual]:
        """The response at every set, by the place of the action."""
        game, begin = self.game, self.model.begin
        zero = chances[0] * 0
        reach: list[Any] = [zero + 1]
        for node in range(1, game.nodes):
            above = int(game.parent[node])
            odds = self.chance[node] if game.owner[above] == CHANCE else chances[int(begin[game.infoset[above]]) + int(game.move[node])]
            reach.append(reach[above] * odds)
        worth: dict[int, list[Any]] = {}
        for node in range(game.nodes - 1, -1, -1):
            owner, k = int(game.owner[node]), int(game.infoset[node])
            if owner == TERMINAL:
                worth[node] = self.payoffs[k]
                continue
            children = list(game.children(node))
            odds_of = [self.chance[c] if owner == CHANCE else chances[int(begin[k]) + a] for a, c in enumerate(children)]
            worth[node] = [
                sum((p * worth[c][player] for p, c in zip(odds_of, children, strict=True)), zero) for player in range(len(game.players))
            ]
        out: dict[int, Dual] = {}
        for s in self.model.sets:
            nodes, owner = game.set_nodes(s), int(game.set_owner[s])
            gains = []
            for a in range(len(game.set_actions[s])):
                total, mass = zero, zero
                for n in nodes:
                    total = total + reach[n] * worth[game.children(n)[a]][owner]
                    mass = mass + reach[n]
                gains.append(total / mass if len(nodes) > 1 else zero + worth[game.children(nodes[0])[a]][owner])
            for a, chance in enumerate(self.chosen(s, gains)):
                out[int(begin[s]) + a] = chance
        return out

    def chosen(self, s: int, gains: list[Dual]) -> list[Dual]:
        """The chance of each action."""
        responses = self.model.responses
        if len(gains) == 1:
            return [gains[0] * 0 + 1]
        if responses.response == "logit":
            rate = self.values[PRECISION]
            out = []
            for mine in gains:
                total = mine * 0
                for other in gains:
                    power = (other - mine) * rate
                    value = power.value.exp()
                    total = total + power.through(value, value)
                out.append(1 / total)
            return out
        shock = responses.shocks[s]
        needed = gains[1 - shock.action] - gains[shock.action]
        if responses.response == "probit":
            needed = needed * (1 / (self.values[DEVIATION] * arb(2).sqrt()))
        below = self.below(shock.law, needed)
        return [below, 1 - below] if shock.action == 1 else [1 - below, below]

    def below(self, law: Law, x: Dual) -> Dual:
        """The share of a law below a value."""
        *place, scale = (self.number(argument) for argument in law.arguments)
        standard = (x - sum(place, arb(0))) * (1 / scale)
        if isinstance(law, Exponential) and not standard.value > 0:
            return Dual(arb(0).union(arb(1)), [arb("nan")] * len(x.slopes)) if not standard.value < 0 else x * 0
        result: Dual = share_below(LAWS[type(law)], standard)
        return result
