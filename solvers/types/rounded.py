"""Equilibria with types from laws that are not uniform, at a point: found in balls, told in rounded numbers."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from math import inf
from typing import Any

from flint import arb

from games import Game
from games.numbers import Number, fraction, names_in, terms_of

from ..algebra.ring import Polynomial, constant
from ..results import Name, Solution, Solutions, told_apart
from ..verifier import verify
from .bases import TypeBase
from .linked import solve_in_balls
from .linked_form import LinkedForm
from .presentation import Presented
from .systems import System

NOTE = "Numbers are rounded; each equilibrium is proved to be the only one in a small box around them."


def rounded_solutions(game: Game, concept: str, at: Mapping[str, Number]) -> Solutions:
    """Find every equilibrium of a game without open parameters, whose types are normal, logistic, exponential, beta or uniform."""
    found = solve_in_balls(game)
    told = [Rounded(one.form, one.base, one.values) for one in found.equilibria]
    names = told_apart([Name(given=one.title) for one in told])
    return Solutions(
        game=game,
        concept=concept,
        at=at,
        found=found.found,
        proved=False,
        undecided=(*found.undecided, *(f"{words}, which leaves a belief open" for words in found.not_square)),
        solutions=tuple(_solution(game, one, name, concept) for one, name in zip(told, names, strict=True)),
        method="cells",
        notes=(NOTE,) if told else (),
    )


def _solution(game: Game, told: Rounded, name: Name, concept: str) -> Solution:
    return Solution(
        called=name,
        assessment=told.assessment,
        payoffs=told.payoffs,
        outcomes=told.outcomes,
        measures=told.measures,
        ranges=(),
        certificate=verify(game, told.by_type, concept),
        by_type=told.by_type,
    )


class Rounded(Presented):
    """An equilibrium in balls with labels and rounded numbers; what is 0 or 1 for sure stays exact."""

    def __init__(self, form: LinkedForm, base: TypeBase, values: Mapping[str, arb]) -> None:
        self.form, self.game, self.ring, self.oracle = form, form.game, form.ring, form.oracle
        self.laws, self.base, self.over, self.values = form.true_laws, base, (), values
        self.system = System(form, base.words, base.believed)
        self.system.base()  # which also finds where beliefs start afresh
        self.names = {}
        self.closed: Any = self._number

    def _number(self, p: Polynomial, scale: Polynomial | None = None) -> Number | float:
        """A polynomial in the unknowns, divided by another one, as a rounded number."""
        bottom = self.ring.one if scale is None else scale
        if p.is_constant() and bottom.is_constant():
            return fraction(constant(p) / constant(bottom))
        return float((self._ball(p) / self._ball(bottom)).mid())

    def _ball(self, p: Polynomial) -> arb:
        names, total = names_in(p.context()), arb(0)
        for powers, c in terms_of(p):
            term = arb(c)
            for name, power in zip(names, powers, strict=True):
                term = term * self.values[name] ** int(power) if power else term
            total += term
        return total

    def edges(self, i: int) -> list[Any]:
        """The ends of a player's cells, infinite ones too."""
        law, count = self.laws[i], len(self.base.words[i])
        assert law is not None
        low, high = law.support
        inner = [float(self.values[f"x{i}_{k}"].mid()) for k in range(1, count)]
        return [-inf if low is None else low, *inner, inf if high is None else high]

    @cached_property
    def payoffs(self) -> dict[str, Any]:
        """Expected payoffs before the types are drawn, by numerical integration."""
        payoffs: dict[str, Any] = {}
        for i, player in enumerate(self.game.players):
            total, law = 0.0, self.laws[i]
            edges = list(map(float, self.edges(i))) if law is not None else []
            for k, share in enumerate(self.system.shares[i]):
                line = [float(self._number(p, self.form.scale[i] * self.form.total)) for p in self._line(i, k)]
                mean = law.distribution().expect(lb=edges[k], ub=edges[k + 1], conditional=True) if law is not None and line[1] else 0.0
                total += float(self._number(share)) * (line[0] + line[1] * float(mean))
            payoffs[player] = total
        return payoffs

    @cached_property
    def measures(self) -> dict[str, Any]:
        """Expected measures."""
        game = self.game
        measures = {}
        for m, name in enumerate(game.measure_names):
            chances = {leaf: float(self._number(self._others(leaf), self.form.total)) for leaf in self.form.chance}
            measures[name] = sum((p * float(game.measure(self.form.infoset[leaf], m)) for leaf, p in chances.items()), 0.0)
        return measures
