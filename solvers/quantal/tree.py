"""A game as quantal response reads it: choices at information sets, who depends on whom, and which choices are unknown.

Where a set's choice follows from the others in a fixed order, it is no unknown.  What is left is a smallest collection of sets without
which the dependencies have no cycle: none for perfect information, one player of two in a normal form.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import combinations
from typing import Any, TypeAlias

from flint import fmpq_mpoly

from games import Game, GameError
from games.numbers import Expression, terms_of
from games.tree import CHANCE, TERMINAL

PRECISION = "precision"
LOGIT, PROBIT = "logit", "probit"
FEW = 12  # information sets with a choice, up to which a smallest collection of unknown ones is looked for
PAIRED = 8  # nodes of a set, up to which beliefs are differentiated by pairs, which is narrower

Move: TypeAlias = "tuple[int, int]"
Quotient: TypeAlias = "tuple[tuple[Fraction, ...], tuple[Fraction, ...]]"
Amount: TypeAlias = "Fraction | Quotient"


@dataclass(frozen=True, eq=False)
class ChoiceTree:
    """A game, and what moves in it: the precision, or a parameter at a fixed precision.

    Parameters
    ----------
    game : Game
        With numbers for all parameters but for the one that moves.
    by : str
        ``"precision"`` or the parameter that moves.
    precision : Fraction
        The precision, where a parameter moves or nothing does.
    within : (Fraction, Fraction)
        The range of the parameter that moves.
    response : {"logit", "probit"}
        How everybody responds.
    """

    game: Game
    by: str = PRECISION
    precision: Fraction = Fraction(1)
    within: tuple[Fraction, Fraction] = (Fraction(0), Fraction(1))
    response: str = LOGIT
    payoffs: dict[int, tuple[Amount, ...]] = field(init=False, repr=False)
    chances: dict[int, Amount] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        game, players = self.game, range(len(self.game.players))
        self._check_response()
        leaves = {int(node): [self._amount(game.payoff(k, i)) for i in players] for k, node in enumerate(game.leaf_nodes)}
        object.__setattr__(self, "payoffs", {node: tuple(row) for node, row in leaves.items()})
        below = [n for n in range(1, game.nodes) if game.owner[game.parent[n]] == CHANCE]
        object.__setattr__(self, "chances", {node: self._amount(game.chance(node)) for node in below})

    def _check_response(self) -> None:
        if self.response not in (LOGIT, PROBIT):
            raise GameError(
                f"Players respond by 'logit' or 'probit'; found response={self.response!r}. Other laws of errors are handled in data, by "
                "shocks at a choice (fit)."
            )
        for s, actions in enumerate(self.game.set_actions if self.response == PROBIT else ()):
            if len(actions) > 2:
                raise GameError(
                    f"{self.game.players[self.game.set_owner[s]]} has {len(actions)} actions at {self.game.set_labels[s]!r}; probit "
                    "response is offered for choices of two, as with more a chance is an integral in several dimensions. Use logit, or "
                    "split the choice."
                )

    def _amount(self, number: Any) -> Amount:
        """A fraction, or a quotient of polynomials in the parameter, coefficients from the constant on."""
        if isinstance(number, Expression) and number.free:
            if number.roots:
                raise GameError(f"{number.text()} has roots in it; quantal response is worked out where numbers are rational.")
            return _coefficients(number.numerator, self.by), _coefficients(number.denominator, self.by)
        try:
            return Fraction(number) if not isinstance(number, Expression) else Fraction(str(number.text()))
        except (TypeError, ValueError):
            raise GameError(f"{number} is irrational; quantal response is worked out where payoffs and chances are rational.") from None

    @cached_property
    def sizes(self) -> list[int]:
        """How many actions each information set has."""
        return [len(actions) for actions in self.game.set_actions]

    @cached_property
    def owners(self) -> list[int]:
        """The player of each information set."""
        return [int(i) for i in self.game.set_owner]

    @cached_property
    def nodes(self) -> list[list[int]]:
        """The nodes of each information set."""
        return [self.game.set_nodes(s) for s in range(self.game.infosets)]

    @cached_property
    def below(self) -> list[range]:
        """The children of every node."""
        return [self.game.children(n) for n in range(self.game.nodes)]

    @cached_property
    def kind(self) -> list[int]:
        """The information set of each node; ``CHANCE`` or ``TERMINAL``."""
        owner, infoset = self.game.owner, self.game.infoset
        return [int(infoset[n]) if owner[n] >= 0 else int(owner[n]) for n in range(self.game.nodes)]

    @cached_property
    def constant(self) -> list[list[Amount | None]]:
        """By player and node the payoff that every ending below has; None where they differ."""
        out: list[list[Amount | None]] = []
        for player in range(len(self.game.players)):
            row: list[Amount | None] = [None] * self.game.nodes
            for node in range(self.game.nodes - 1, -1, -1):
                if self.kind[node] == TERMINAL:
                    row[node] = self.payoffs[node][player]
                else:
                    each = [row[c] for c in self.below[node]]
                    row[node] = each[0] if all(x == each[0] for x in each) else None
            out.append(row)
        return out

    @cached_property
    def roads(self) -> list[list[tuple[tuple[Move, ...], tuple[int, ...]]]]:
        """For each node of each set the others' moves and the chance moves before it, without those that come before all its nodes."""
        out = []
        for s, nodes in enumerate(self.nodes):
            each = []
            for node in nodes:
                moves: list[Move] = []
                drawn: list[int] = []
                for before, move in self.game.path(node):
                    if self.kind[before] == CHANCE:
                        drawn.append(self.below[before][move])
                    elif self.owners[self.kind[before]] != self.owners[s]:
                        moves.append((self.kind[before], move))
                each.append((moves, drawn))
            common = set(each[0][0]).intersection(*(moves for moves, _ in each))
            shared = set(each[0][1]).intersection(*(drawn for _, drawn in each))
            out.append([(tuple(m for m in moves if m not in common), tuple(d for d in drawn if d not in shared)) for moves, drawn in each])
        return out

    @cached_property
    def sure(self) -> list[bool]:
        """Whether each set is reached for certain when its player goes there, so that the others' odds of its nodes add up to one."""
        return [self._covered(s, 0, dict(self._own_moves(s))) for s in range(self.game.infosets)]

    def _own_moves(self, s: int) -> Iterator[Move]:
        for before, move in self.game.path(self.nodes[s][0]):
            if self.kind[before] >= 0 and self.owners[self.kind[before]] == self.owners[s]:
                yield self.kind[before], move

    def _covered(self, s: int, node: int, own: dict[int, int]) -> bool:
        here = self.kind[node]
        if here == s:
            return True
        if here == TERMINAL:
            return False
        if here != CHANCE and self.owners[here] == self.owners[s]:
            return here in own and self._covered(s, self.below[node][own[here]], own)
        return all(self._covered(s, child, own) for child in self.below[node])

    def payoff_range(self, player: int) -> tuple[Fraction, Fraction]:
        """The least and the largest payoff of a player; in a parameter, over the range that `within` gives."""
        low: list[Fraction] = []
        high: list[Fraction] = []
        for row in self.payoffs.values():
            amount = row[player]
            ends = (amount, amount) if isinstance(amount, Fraction) else _range(amount, *self.within)
            low.append(ends[0])
            high.append(ends[1])
        return min(low), max(high)

    @cached_property
    def largest_spread(self) -> Fraction:
        """The largest difference between payoffs of one player; one where there is none."""
        ends = [self.payoff_range(i) for i in range(len(self.game.players))]
        return max(high - low for low, high in ends) or Fraction(1)

    # ---------------------------------------------------------------- who depends on whom

    @cached_property
    def inputs(self) -> list[frozenset[int]]:
        """The sets whose choices each set's comparison of actions depends on."""
        out = []
        for s, nodes in enumerate(self.nodes):
            found = {t for moves, _ in self.roads[s] for t, _ in moves}
            todo = [child for node in nodes for child in self.below[node]]
            while todo:
                node = todo.pop()
                if self.constant[self.owners[s]][node] is None:
                    if self.kind[node] >= 0:
                        found.add(self.kind[node])
                    todo += self.below[node]
            out.append(frozenset(t for t in found if self.sizes[t] > 1))
        return out

    def order(self, unknown: frozenset[int]) -> list[int] | None:
        """The other sets in an order in which each follows from what came before; None where there is none."""
        left = [s for s in range(self.game.infosets) if s not in unknown and self.sizes[s] > 1]
        known, out = set(unknown), []
        while left:
            ready = [s for s in left if self.inputs[s] <= known]
            if not ready:
                return None
            out += ready
            known |= set(ready)
            left = [s for s in left if s not in known]
        return out

    @cached_property
    def cut(self) -> tuple[int, ...]:
        """A smallest collection of sets from which the others follow."""
        choices = [s for s in range(self.game.infosets) if self.sizes[s] > 1]
        looped = [s for s in choices if self._in_a_cycle(s)]
        if len(looped) <= FEW:
            masks = {s: sum(1 << t for t in self.inputs[s]) for s in choices}
            weighed = sorted(
                (sum(self.sizes[s] - 1 for s in few), k, few) for k in range(len(looped) + 1) for few in combinations(looped, k)
            )
            return next(few for _, _, few in weighed if _breaks(masks, few))
        out = list(looped)
        for s in sorted(looped, key=lambda s: -self.sizes[s]):
            without = frozenset(out) - {s}
            if self.order(without) is not None:
                out.remove(s)
        return tuple(out)

    def _in_a_cycle(self, s: int) -> bool:
        seen: set[int] = set()
        todo = list(self.inputs[s])
        while todo:
            t = todo.pop()
            if t == s:
                return True
            if t not in seen:
                seen.add(t)
                todo += self.inputs[t]
        return False

    @cached_property
    def every(self) -> tuple[int, ...]:
        """All sets with a choice."""
        return tuple(s for s in range(self.game.infosets) if self.sizes[s] > 1)

    def size(self, unknown: Sequence[int]) -> int:
        """How many numbers the choices at some sets are."""
        return sum(self.sizes[s] - 1 for s in unknown)

    def fixed(self, value: Fraction) -> ChoiceTree:
        """The same where what moves has a value."""
        if self.by == PRECISION:
            return ChoiceTree(self.game, PRECISION, value, response=self.response)
        return ChoiceTree(self.game.fix({self.by: value}), PRECISION, self.precision, response=self.response)


def _breaks(inputs: dict[int, int], few: Sequence[int]) -> bool:
    """Whether without some sets no set depends on itself; sets are bits."""
    known = sum(1 << s for s in few)
    left = [s for s in inputs if s not in few]
    while left:
        after = [s for s in left if inputs[s] & ~known]
        if len(after) == len(left):
            return False
        known |= sum(1 << s for s in left if s not in after)
        left = after
    return True


def _range(quotient: Quotient, low: Fraction, high: Fraction) -> tuple[Fraction, Fraction]:
    """Bounds of a quotient of polynomials over a range."""

    def ends(coefficients: Sequence[Fraction]) -> tuple[Fraction, Fraction]:
        out = coefficients[-1], coefficients[-1]
        for c in reversed(coefficients[:-1]):
            products = [x * y for x in out for y in (low, high)]
            out = min(products) + c, max(products) + c
        return out

    above, below = ends(quotient[0]), ends(quotient[1])
    if below[0] <= 0 <= below[1]:
        raise GameError(f"A payoff divides by what may be zero between {low} and {high}; choose a shorter range.")
    quotients = [x / y for x in above for y in below]
    return min(quotients), max(quotients)


def _coefficients(p: fmpq_mpoly, name: str) -> tuple[Fraction, ...]:
    """The coefficients of a polynomial in one symbol, from the constant on."""
    names = list(p.context().names())
    by_power = {int(powers[names.index(name)]) if name in names else 0: Fraction(int(c.p), int(c.q)) for powers, c in terms_of(p)}
    return tuple(by_power.get(k, Fraction(0)) for k in range(max(by_power, default=0) + 1))
