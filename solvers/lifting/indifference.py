"""What a support asks: the indifferences that its mixes and trembles must bring about, and the conditions under which it is one.

Every move has an order and a size: chance and what is played order 0; what is not played order 1 and size 1, or an unknown size
where its tremble is tuned.  Beliefs at an information set are the sizes of its nodes of least order, so they are limits of
Bayes' beliefs by construction, on and off the path alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from flint import fmpq, fmpq_mpoly, fmpz

from games import Game, GameError
from games.numbers import Expression, into, polynomials, terms_of
from games.terms import Combination
from games.tree import CHANCE, TERMINAL

from ..concept import concept_named
from .supports import Floats, Support

Polynomial: TypeAlias = fmpq_mpoly
Move: TypeAlias = tuple[int, Polynomial]
Action: TypeAlias = tuple[int, int]
"""An information set and the number of an action there."""


def check_polynomial(game: Game) -> None:
    """Refuse payoffs and probabilities that are no polynomials in the open parameters."""
    for term in game.terms:
        if not term.denominator.is_constant():
            raise GameError(
                f"{game.name} divides by {Expression(term.denominator).text()} in a payoff or a chance, where polynomials are needed; "
                "leave that parameter at a number."
            )


class OpenTree:
    """A game with some parameters open, as polynomials.

    Parameters
    ----------
    game : Game
        Open in the parameters of interest alone.
    """

    def __init__(self, game: Game) -> None:
        self.game, self.parameters = game, game.parameters
        check_polynomial(game)
        self.players = range(len(game.players))
        self.parent, self.owner, self.infoset = game.parent.tolist(), game.owner.tolist(), game.infoset.tolist()
        self.move, self.first_child = game.move.tolist(), game.first_child.tolist()
        self.set_owner = game.set_owner.tolist()
        self.members = [game.set_nodes(k) for k in range(game.infosets)]
        self._numbers: dict[int, tuple[list[Any], list[list[Polynomial]]]] = {}

    def names(self, unknowns: int) -> tuple[str, ...]:
        """The names of a ring with so many unknowns at least."""
        room = 4
        while room < unknowns:
            room *= 2
        return (*self.parameters, *(f"unknown_{k}" for k in range(room)))

    def numbers(self, names: tuple[str, ...]) -> tuple[list[Any], list[list[Polynomial]]]:
        """Chances by node (None where no chance leads there), and payoffs by leaf and player, in a ring."""
        if len(names) not in self._numbers:
            game = self.game
            terms = [into(term.numerator, names) / term.denominator.leading_coefficient() for term in game.terms]
            zero = polynomials(names).constant(0)
            rows: dict[tuple[int, int], Polynomial] = {}

            def row(part: Combination, k: int) -> Polynomial:
                key = id(part), int(part.which[k])
                if key not in rows:
                    rows[key] = sum((terms[t] * fmpq(c.numerator, c.denominator) for t, c in part.row(k)), zero)
                return rows[key]

            chances = [row(game.chances, k) if k >= 0 else None for k in game.chance_row.tolist()]
            count = len(game.players)
            payoffs = [[row(game.payoffs, leaf * count + k) for k in range(count)] for leaf in range(game.leaves)]
            self._numbers[len(names)] = chances, payoffs
        return self._numbers[len(names)]

    def label(self, infoset: int, action: int | None = None) -> str:
        """Name an information set, or an action there."""
        game = self.game
        where = f"{game.players[self.set_owner[infoset]]} at {game.set_labels[infoset]}"
        return where if action is None else f"{where}: {game.set_actions[infoset][action]}"


@dataclass(frozen=True, eq=False)
class System:
    """The equations and conditions of a support.

    Parameters
    ----------
    tree : OpenTree
        The game.
    support : Support
        What is played.
    concept : {"sequential", "nash"}
        Under one that asks nothing off the path, only sets that chance and the others reach ask anything.
    """

    tree: OpenTree
    support: Support
    concept: str

    @cached_property
    def on_path(self) -> bool:
        """Whether the concept asks nothing off the path."""
        return concept_named(self.concept).on_path

    @cached_property
    def unknowns(self) -> dict[Action, str]:
        """The unknown probabilities, all but the last at each mix, and the unknown sizes of tuned trembles."""
        mixed = [(infoset, action) for infoset in self.support.mixing for action in self.support.played[infoset][:-1]]
        return {pair: f"unknown_{k}" for k, pair in enumerate((*mixed, *self.support.tuned))}

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the ring."""
        return self.tree.names(len(self.unknowns))

    @cached_property
    def moves(self) -> list[list[Move]]:
        """Order and size of every action at every information set."""
        ring, game = polynomials(self.names), self.tree.game
        one, generators = ring.constant(1), dict(zip(self.names, ring.gens(), strict=True))
        out = []
        for infoset, actions in enumerate(self.support.played):
            moves = [
                (1, generators[self.unknowns[infoset, a]] if (infoset, a) in self.unknowns else one)
                for a in range(len(game.set_actions[infoset]))
            ]
            rest = one
            for a in actions[:-1]:
                moves[a] = (0, generators[self.unknowns[infoset, a]])
                rest -= moves[a][1]
            moves[actions[-1]] = (0, rest)
            out.append(moves)
        return out

    @cached_property
    def values(self) -> list[list[Polynomial]]:
        """What every player gets from every node on, in the limit of no trembles."""
        tree = self.tree
        chances, payoffs = tree.numbers(self.names)
        values: list[Any] = [None] * tree.game.nodes
        for node in range(tree.game.nodes - 1, -1, -1):
            owner = tree.owner[node]
            if owner == TERMINAL:
                values[node] = payoffs[tree.infoset[node]]
                continue
            total: list[Polynomial] | None = None
            for child in range(tree.first_child[node], tree.first_child[node + 1]):
                order, size = (0, chances[child]) if owner == CHANCE else self.moves[tree.infoset[node]][tree.move[child]]
                if order:
                    continue
                part = values[child] if size.is_one() else [size * v for v in values[child]]
                total = part if total is None else [a + b for a, b in zip(total, part, strict=True)]
            values[node] = total
        return values

    @cached_property
    def reaches(self) -> list[list[Move]]:
        """For every player and node the order and size with which chance and the others lead there."""
        tree = self.tree
        chances, _ = tree.numbers(self.names)
        one = polynomials(self.names).constant(1)
        out = [[(0, one)] * tree.game.nodes for _ in tree.players]
        for node in range(1, tree.game.nodes):
            above = tree.parent[node]
            owner = tree.owner[above]
            order, size = (0, chances[node]) if owner == CHANCE else self.moves[tree.infoset[above]][tree.move[node]]
            for player in tree.players:
                before, weight = out[player][above]
                if owner == player:
                    out[player][node] = (before, weight)
                else:
                    out[player][node] = (before + order, weight if size.is_one() else weight * size)
        return out

    @cached_property
    def orders(self) -> list[int]:
        """The order of every information set: 0 where chance and the others lead there."""
        return [min(self.reaches[self.tree.set_owner[k]][node][0] for node in nodes) for k, nodes in enumerate(self.tree.members)]

    @cached_property
    def weights(self) -> list[dict[int, Polynomial]]:
        """Beliefs at every information set, not yet divided by their sum: the nodes of least order and their sizes."""
        out = []
        for infoset, nodes in enumerate(self.tree.members):
            reach = self.reaches[self.tree.set_owner[infoset]]
            out.append({node: reach[node][1] for node in nodes if reach[node][0] == self.orders[infoset]})
        return out

    @cached_property
    def action_values(self) -> list[list[Polynomial]]:
        """What every action earns at every information set, times the sum of the weights there."""
        zero = polynomials(self.names).constant(0)
        out = []
        for infoset, weights in enumerate(self.weights):
            player, count = self.tree.set_owner[infoset], len(self.tree.game.set_actions[infoset])
            out.append(
                [
                    sum((weight * self.values[self.tree.first_child[node] + a][player] for node, weight in weights.items()), zero)
                    for a in range(count)
                ]
            )
        return out

    def asks(self, infoset: int) -> bool:
        """Whether the concept asks anything at an information set."""
        return not self.on_path or not self.orders[infoset]

    @cached_property
    def equations(self) -> dict[Action, Polynomial]:
        """What must be zero: the difference to the last action that is played, for the others and for tuned trembles."""
        pairs = [pair for pair in self.unknowns if self.asks(pair[0])]
        return {(k, a): self.action_values[k][a] - self.action_values[k][self.support.played[k][-1]] for k, a in pairs}

    @cached_property
    def losses(self) -> dict[Action, Polynomial]:
        """What must not be negative: by how much each action that is out falls short of those that are played."""
        out = {}
        for infoset, actions in enumerate(self.support.played):
            if self.asks(infoset):
                values = self.action_values[infoset]
                out.update(
                    {
                        (infoset, a): values[actions[-1]] - values[a]
                        for a in range(len(values))
                        if a not in actions and (infoset, a) not in self.unknowns
                    }
                )
        return out


class Floating:
    """Polynomials in floating point, all evaluated at once.

    Parameters
    ----------
    polynomials : sequence of polynomials
        In one ring.
    values : dict from str to fmpq
        Symbols that have a value.
    """

    def __init__(self, polynomials: Sequence[Polynomial], values: Mapping[str, fmpq]) -> None:
        self.count = len(polynomials)
        which: list[int] = []
        factors: list[list[int]] = []
        coefficients: list[float] = []
        for k, p in enumerate(polynomials):
            known: dict[str | int, int | fmpz | fmpq] = {name: value for name, value in values.items() if name in p.context().names()}
            for exponents, c in terms_of(p.subs(known) if known else p):
                which.append(k)
                factors.append([k for k, power in enumerate(exponents) if power for _ in range(int(power))])
                coefficients.append(int(c.p) / int(c.q))
        width = polynomials[0].context().nvars() if polynomials else 0
        self.which, self.coefficients = np.array(which, np.int64), np.array(coefficients, np.float64)
        most = max(map(len, factors), default=0)  # symbols in a term, few of many; what is missing is a one
        self.factors = np.array([[*row, *[width] * (most - len(row))] for row in factors], np.int64).reshape(len(factors), most)

    def __call__(self, point: Sequence[float]) -> Floats:
        """The values at numbers for all symbols."""
        terms = self.coefficients * np.prod(np.append(point, 1.0)[self.factors], axis=1)
        return np.bincount(self.which, weights=terms, minlength=self.count).astype(np.float64)

    @property
    def sizes(self) -> Floats:
        """The largest coefficient of each, in absolute value."""
        out = np.full(self.count, 1e-300)
        np.maximum.at(out, self.which, abs(self.coefficients))
        return out
