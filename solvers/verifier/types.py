"""The judge of equilibria with types from a continuum: its own walk over the tree, from the told lines of payoffs alone.

Beliefs about a player's type are pieces, intervals with weights, cut by that player's strategy and moved by Bayes' rule; whole
continuation plans are lines in the own type, and the best of them is compared with what is played at both ends of every cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any, TypeAlias

from games import Game, GameError, Uniform
from games.numbers import Number, simplest, text
from games.tree import CHANCE, TERMINAL

from ..results import Certificate
from .signing import program
from .type_beliefs import Beliefs, Piece, product_of, quotient, total_weight
from .type_claims import read_by_type

Play = Mapping[str, Mapping[str, Number]]
Plan = Mapping[int, str]
Line = tuple[Number, Number]
Starts: TypeAlias = "Sequence[tuple[int, Number, Mapping[int, list[Piece]]]]"
"""The nodes of an information set, each with the probability of chance and what is believed of the others."""
MOST_PLANS = 4_096  # continuation plans at one information set that are compared


@dataclass(frozen=True)
class Gain:
    """What a type wins by another continuation."""

    size: Number
    player: int
    sentence: str


def verify_types(game: Game, claim: Any, concept: str) -> Certificate:
    """Check whether a profile by type is a perfect Bayesian equilibrium after Fudenberg and Tirole, exactly.

    Parameters
    ----------
    game : Game
        With types from a continuum, and without open parameters.
    claim : ByType, dict, or a result that has one
        Cells with their play, and beliefs where they start afresh.
    concept : str
        What the certificate is to say it was checked for.

    Raises
    ------
    GameError
        When the claim names something unknown or leaves something out.
    """
    if not all(isinstance(drawn.law, Uniform) for drawn in game.types):
        from .rounded_types import verify_rounded

        return verify_rounded(game, claim, concept)
    judge = Judge(game, read_by_type(game, claim))
    gains = list(judge.gains())
    sizes: dict[str, Number] = {}
    for i, player in enumerate(game.players):
        own = [gain.size for gain in gains if gain.player == i]
        sizes[player] = max(own, default=Fraction(0))
    worst = max(gains, key=lambda gain: gain.size, default=None)
    rational = worst is None or worst.size == 0
    where = f"at any of the {game.infosets} information sets"
    checked = f"No type gains by another continuation {where}; beliefs about types follow Bayes' rule wherever they can."
    reason = checked if worst is None or rational else worst.sentence
    return Certificate(concept, rational, sizes, rational, None, reason, "solvers.verifier", program())


class Judge(Beliefs):
    """Compares continuations in one game with one profile by type."""

    def gains(self) -> Iterator[Gain]:
        """The largest gain of any type of any cell at every information set, at the ends of the cell."""
        game = self.game
        for s in range(game.infosets):
            i = int(game.set_owner[s])
            others = [j for j in range(len(game.players)) if j != i]
            believed = {j: self.joint(j, s) for j in others}
            starts = [(n, self.chance_before(n), {j: believed[j].get(n) or self.pieces(j, n, s) for j in others}) for n in self.nodes[s]]
            starts = [(n, c, about) for n, c, about in starts if all(about.values())]
            total = simplest(sum((c * product_of(total_weight(about[j]) for j in others) for _, c, about in starts), Fraction(0)))
            later = [t for t in range(game.infosets) if game.set_owner[t] == i and self._follows(t, s)]
            if not starts or total == 0:
                raise GameError(f"The information set {game.set_labels[s]!r} of {game.players[i]} is given no probability by any belief.")
            if any(game.set_owner[t] == i for t in self.shocks):
                yield self._with_shocks(i, s, starts, later, total)
                continue
            plans = self._plans(later)
            lines = [self._line(i, starts, {t: {a: Fraction(1)} for t, a in plan.items()}, total) for plan in plans]
            for cell in self.claim.cells[game.players[i]]:
                played = self._line(i, starts, {t: cell.play[game.set_labels[t]] for t in later}, total)
                for w in (cell.low, cell.high):
                    values = [_at(line, w) for line in lines]
                    best = max(range(len(values)), key=values.__getitem__)
                    gain = simplest(values[best] - _at(played, w))
                    yield Gain(gain, i, self._sentence(i, s, w, gain, plans[best]))

    def _with_shocks(self, i: int, s: int, starts: Starts, later: Sequence[int], total: Number) -> Gain:
        """What another choice at one information set wins a player who has shocks; as these are independent, that suffices."""
        game, player = self.game, self.game.players[i]
        label, actions = game.set_labels[s], game.set_actions[s]
        (cell,) = self.claim.cells[player]
        rest = {t: cell.play[game.set_labels[t]] for t in later}
        worth = {a: self._line(i, starts, {**rest, s: {a: Fraction(1)}}, total, here=s)[0] for a in actions}
        played: Number = sum((p * worth[a] for a, p in cell.play[label].items()), Fraction(0))
        shock = self.shocks.get(s)
        best = max(worth.values())
        how = f"with {next(a for a in actions if worth[a] == best)}"
        if shock is not None:
            low, high = shock.law.arguments
            chance, width = cell.play[label][shock.action], high - low
            played = played + high * chance - quotient(width * chance * chance, 2)
            cut = max(value for a, value in worth.items() if a != shock.action) - worth[shock.action]
            cut = min(max(cut, low), high)  # from this shock on the action is best
            without = max(value for a, value in worth.items() if a != shock.action)
            chosen = quotient(high - cut, width)
            best = (1 - chosen) * without + chosen * worth[shock.action] + quotient(high * high - cut * cut, 2 * width)
            how = f"by choosing {shock.action} with probability {text(simplest(chosen))}"
        gain = simplest(best - played)
        return Gain(gain, i, f"{player} gains {text(gain)} at {label!r} {how}.")

    def _plans(self, later: Sequence[int]) -> list[Plan]:
        count = 1
        for t in later:
            count *= len(self.game.set_actions[t])
        if count > MOST_PLANS:
            raise GameError(f"{self.game.name} has {count} continuation plans at one information set, too many to be compared.")
        return [dict(zip(later, choice, strict=True)) for choice in product(*(self.game.set_actions[t] for t in later))]

    def _follows(self, t: int, s: int) -> bool:
        """Whether an information set is another one or comes after it."""
        return t == s or any(u == s for u, _ in self.moves(self.nodes[t][0]))

    def _line(self, i: int, starts: Starts, mine: Mapping[int, Any], total: Number, here: int = -1) -> Line:
        """What a player expects at an information set when it goes on in some way, as a line in its type; without the shock `here`."""
        sums: list[Number] = [Fraction(0), Fraction(0)]
        for node, chance, about in starts:
            weights = {j: [(p.weight, p.play) for p in ps] for j, ps in about.items()}
            for k, part in enumerate(self._down(i, node, chance, weights, mine, Fraction(0), here)):
                sums[k] = sums[k] + part
        return quotient(sums[0], total), quotient(sums[1], total)

    def _down(
        self,
        i: int,
        node: int,
        reach: Number,
        about: Mapping[int, list[tuple[Number, Play]]],
        mine: Mapping[int, Any],
        extra: Number,
        here: int,
    ) -> Line:
        """The same from a node on, with what shocks that count have added so far."""
        game = self.game
        owner, k = int(game.owner[node]), int(game.infoset[node])
        if owner == TERMINAL:
            constant, slopes = game.payoff_line(k, i)
            own = self.types.get(game.players[i])
            weight = reach * product_of(sum((w for w, _ in pieces), Fraction(0)) for pieces in about.values())
            return weight * (constant + extra), weight * (slopes.get(own.name, 0) if own is not None else 0)
        sums: list[Number] = [Fraction(0), Fraction(0)]
        for move, child in enumerate(game.children(node)):
            further, there, more = reach, about, extra
            if owner == CHANCE:
                further = reach * game.chance(child)
            elif owner == i:
                chance = mine[k].get(game.set_actions[k][move], 0)
                further, more = reach * chance, extra + (self._shock(k, move, chance) if k != here else 0)
            else:
                label, action = game.set_labels[k], game.set_actions[k][move]
                there = {**about, owner: [(w * play[label][action], play) for w, play in about[owner] if play[label][action] != 0]}
            if further != 0 and all(there.values()):
                for m, part in enumerate(self._down(i, child, further, there, mine, more, here)):
                    sums[m] = sums[m] + part
        return sums[0], sums[1]

    def _shock(self, s: int, move: int, chance: Number) -> Number:
        """What the shock to a move is on average when it is made with some probability, where it counts."""
        shock = self.shocks.get(s)
        if shock is None or not shock.counts or self.game.set_actions[s][move] != shock.action:
            return 0
        low, high = shock.law.arguments
        return high - quotient((high - low) * chance, 2)

    def _sentence(self, i: int, s: int, w: Number, gain: Number, plan: Plan) -> str:
        player = self.game.players[i]
        kind = f" with {self.types[player].name} = {text(w)}" if player in self.types else ""
        where, action = self.game.set_labels[s], plan[s]
        return f"{player}{kind} gains {text(gain)} at {where!r} with a continuation that plays {action} there."


def _at(line: Line, w: Number) -> Number:
    return simplest(line[0] + line[1] * w)
