"""The linear programs of a leader: one for each way in which the followers may reply."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from math import prod
from typing import Any

import numpy as np
from flint import fmpq

from games import Game, GameError, sequences
from games.forms.normal import count_plans, pure_plans

from ..correlation.endings import Ending, Endings
from ..correlation.open_program import OpenProgram
from ..correlation.plans import counted
from ..nash.program import LinearProgram, Optimum, maximise

Plan = dict[int, int]
Row = dict[int, Any]
MOST_REPLIES = 3_000  # profiles of the followers' plans


@dataclass(frozen=True, eq=False)
class Leading:
    """A game with a leader.

    Parameters
    ----------
    endings : Endings
        The game, in a ring.
    leader : int
        Who commits itself.
    """

    endings: Endings
    leader: int

    @cached_property
    def where(self) -> dict[int, int]:
        """The leader's sequence of the first action at each of its information sets."""
        own = sequences(self.game)[self.leader]
        return {int(s): int(first) for s, first in zip(own.infosets, own.first, strict=True)}

    @cached_property
    def flow(self) -> list[tuple[int, list[int]]]:
        """For each of the leader's information sets the sequence before it, and those of its actions."""
        own, actions = sequences(self.game)[self.leader], self.game.set_actions
        return [
            (int(b), [*range(self.where[int(s)], self.where[int(s)] + len(actions[s]))])
            for s, b in zip(own.infosets, own.before, strict=True)
        ]

    @cached_property
    def width(self) -> int:
        """How many sequences the leader has."""
        return len(sequences(self.game)[self.leader])

    @property
    def game(self) -> Game:
        """The game."""
        return self.endings.game

    @property
    def followers(self) -> list[int]:
        """The players who reply and have a choice."""
        return [i for i in range(len(self.game.players)) if i != self.leader and self.endings.own_sets[i]]

    def sequence(self, ending: Ending) -> int:
        """The leader's sequence before an ending."""
        last = ending.last(self.leader)
        return 0 if last is None else int(self.where[last[0]] + last[1])

    def replies(self) -> Iterator[tuple[Plan, ...]]:
        """Every profile of the followers' plans, a plan for each follower."""
        counts = [count_plans(self.game, i) for i in self.followers]
        if prod(counts) > MOST_REPLIES:
            each = ", ".join(f"{self.game.players[i]} {counted(n)}" for i, n in zip(self.followers, counts, strict=True))
            raise GameError(
                f"The followers in {self.game.name} have {counted(prod(counts))} profiles of plans ({each}), each a linear program; at "
                f"most {MOST_REPLIES} are taken."
            )
        return product(*(list(pure_plans(self.game, i)) for i in self.followers))

    def allowed(self, ending: Ending, reply: Sequence[Plan], but: int | None = None) -> bool:
        """Whether the followers' plans, but for one player's, lead to an ending if chance and the leader do."""
        return all(
            i == but or all(plan.get(s) == k for s, k in ending.taken[i].items()) for i, plan in zip(self.followers, reply, strict=True)
        )

    def payoff(self, player: int, reply: Sequence[Plan]) -> Row:
        """What a player gets against a reply, by sequence of the leader."""
        row: Row = {}
        for z in self.endings.listed:
            amount = z.chance * z.payoffs[player]
            if amount and self.allowed(z, reply):
                s = self.sequence(z)
                row[s] = row.get(s, 0) + amount
        return row

    def program(self, reply: Sequence[Plan]) -> ReplyProgram:
        """The rows under which a reply is best for every follower, given the other followers'."""
        endings, one = self.endings, self.endings.read(1)
        equations: list[Row] = [{0: one}] + [{before: -one} | dict.fromkeys(after, one) for before, after in self.flow]
        rows: list[Row] = []
        columns = self.width
        for i in self.followers:
            own = endings.own_sets[i]
            value = {s: columns + k for k, s in enumerate(own)}
            columns += len(own)
            by_last: dict[tuple[int, int] | None, Row] = {}
            for z in endings.listed:
                amount = z.chance * z.payoffs[i]
                if amount and z.last(i) is not None and self.allowed(z, reply, but=i):
                    row = by_last.setdefault(z.last(i), {})
                    row[self.sequence(z)] = row.get(self.sequence(z), 0) + amount
            for s in own:
                for k in range(len(self.game.set_actions[s])):
                    row = {value[s]: one} | {value[t]: -one for t in own if endings.previous(t) == (s, k)}
                    rows.append(row | {j: -x for j, x in by_last.get((s, k), {}).items()})
            start: Row = {value[s]: -one for s in own if endings.previous(s) is None}
            for z in endings.listed:
                amount = z.chance * z.payoffs[i]
                if amount and z.last(i) is not None and self.allowed(z, reply):
                    start[self.sequence(z)] = start.get(self.sequence(z), 0) + amount
            rows.append(start)
        return ReplyProgram(self, reply, equations, rows, columns)


@dataclass(frozen=True, eq=False)
class ReplyProgram:
    """The plans of a leader to which a given reply is best: a polyhedron in its sequences and the followers' values."""

    leading: Leading
    reply: Sequence[Plan]
    equations: list[Row]
    rows: list[Row]
    columns: int

    def linear(self, objective: Row, more: Sequence[Row] = (), extra: int = 0) -> LinearProgram:
        """Write it in fractions, with further rows and free columns."""
        cells = {(i, j): x for i, row in enumerate([*self.equations, *self.rows, *more]) for j, x in row.items() if x}
        right = np.full(len(self.equations) + len(self.rows) + len(more), 0, object)
        right[0] = 1
        costs = np.full(self.columns + extra, 0, object)
        for j, x in objective.items():
            costs[j] = x
        return LinearProgram(cells, right, costs, equal=range(len(self.equations)), free=range(self.leading.width, len(costs)))

    def open(self) -> tuple[OpenProgram, OpenProgram]:
        """Write it with parameters open, and with it the program of whether the reply is ever best."""
        leading, one = self.leading, fmpq(1)
        rows = [(row, fmpq(0)) for row in self.rows]
        objective = leading.payoff(leading.leader, self.reply)
        equations = [(row, fmpq(int(k == 0))) for k, row in enumerate(self.equations)]
        flow = [(row, fmpq(0)) for row in self.equations[1:]]
        start = OpenProgram(flow, [*rows, ({0: -one}, -one)], self.columns, leading.width, {0: one})
        return OpenProgram(equations, rows, self.columns, leading.width, objective), start

    def possible(self) -> bool:
        """Whether some plan of the leader makes the reply best: whether the start of a plan, at most one, can be one."""
        start = len(self.equations) - 1
        cells = {(i, j): x for i, row in enumerate([*self.equations[1:], *self.rows]) for j, x in row.items() if x}
        cells[start + len(self.rows), 0] = fmpq(-1)
        right = np.full(start + len(self.rows) + 1, 0, object)
        right[-1] = -1
        costs = np.full(self.columns, 0, object)
        costs[0] = 1
        program = LinearProgram(cells, right, costs, equal=range(start), free=range(self.leading.width, len(costs)))
        return maximise(program).values[0] == 1

    def best(self) -> tuple[fmpq, Optimum, LinearProgram] | None:
        """The most that the leader can get by this reply, and how; None where nothing makes it best."""
        if not self.possible():
            return None
        program = self.linear(self.leading.payoff(self.leading.leader, self.reply))
        optimum = maximise(program)
        return sum((c * x for c, x in zip(program.costs, optimum.values, strict=False)), fmpq(0)), optimum, program


def no_reply(game: Game) -> GameError:
    """The refusal of a game whose several followers never settle on pure plans."""
    return GameError(
        f"In {game.name} the followers have no equilibrium in pure plans among themselves after any commitment; mixed replies of several "
        "followers are not looked for."
    )
