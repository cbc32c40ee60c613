"""Sampling on a story that is replayed, for games too large to build: what `sampling` does on a tree, draw for draw.

Regrets are kept by information set as plays meet them.  Where the learner tries all its actions the story is told anew for each, with
the same choices before.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from games import GameError, UnbuiltGame
from games.single_plays import Move, label_of

from .rules import Rule

STEP, EXPLORATION = 0.1, 0.6  # as in `sampling`, which imports numba
MASK = 2**64 - 1
GOLDEN, FIRST, SECOND = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB

Row: TypeAlias = tuple[int, int]


class Draws:
    """Numbers between zero and one, a sequence that a seed and a counter determine (splitmix64)."""

    def __init__(self, seed: int, counter: int = 0) -> None:
        self.start, self.counter = _mixed((seed + GOLDEN) & MASK), counter

    def __call__(self) -> float:
        """The next number."""
        self.counter += 1
        return (_mixed((self.start + self.counter * GOLDEN) & MASK) >> 11) * 2.0**-53


def _mixed(z: int) -> int:
    z = ((z ^ (z >> 30)) * FIRST) & MASK
    z = ((z ^ (z >> 27)) * SECOND) & MASK
    return z ^ (z >> 31)


def drawn(u: float, chances: Sequence[float]) -> int:
    """Which of some chances a number between zero and one falls on; never one that is zero."""
    up_to, taken = 0.0, 0
    for a, p in enumerate(chances):
        if p > 0.0:
            taken = a
            up_to += p
            if u < up_to:
                break
    return taken


class Table:
    """What is learned at the information sets that were met; each has a row of numbers, one for every action.

    Parameters
    ----------
    game : UnbuiltGame
        Whose information sets.
    trembles : float
        The least probability of every action.
    """

    def __init__(self, game: UnbuiltGame, trembles: float = 0.0) -> None:
        self.game, self.trembles = game, trembles
        self.rows: dict[tuple[int, str], Row] = {}
        self.actions: list[tuple[str, ...]] = []
        self.R, self.total, self.expected = array("d"), array("d"), array("d")

    def row(self, move: Move) -> Row:
        """Where the numbers of an information set begin, and how many there are."""
        key = (move.player, move.knows)
        row, n = self.rows.get(key), len(move.options)
        if row is None:
            if n * self.trembles >= 1.0:
                raise GameError(
                    f"trembles = {self.trembles:g} is not a least chance for every action: an information set of "
                    f"{self.game.players[move.player]} has {n} actions; take a number below 1/{n}."
                )
            row = self.rows[key] = len(self.R), n
            self.actions.append(move.options)
            zeros = array("d", bytes(8 * n))
            for numbers in (self.R, self.total, self.expected):
                numbers.extend(zeros)
        elif row[1] != n:
            raise GameError(
                f"{self.game.players[move.player]}'s choices differ inside one information set, {label_of(move.knows)!r}: once there are "
                f"{row[1]}, once {n}. Tell {self.game.players[move.player]} something that separates the two, or offer the same choices."
            )
        return row

    def matched(self, row: Row) -> list[float]:
        """What regret matching plays at a row, before trembles."""
        s, n = row
        up = [max(r, 0.0) for r in self.R[s : s + n]]
        total = 0.0
        for r in up:
            total += r
        return [r / total for r in up] if total > 0.0 else [1.0 / n] * n

    def odds(self, row: Row) -> list[float]:
        """The same beside trembles."""
        floor, free = self.trembles, 1.0 - row[1] * self.trembles
        return [floor + free * p for p in self.matched(row)]

    def averaged(self, move: Move) -> list[float]:
        """The averaged behaviour at an information set; uniform where there is none."""
        row, n = self.rows.get((move.player, move.knows)), len(move.options)
        numbers = self.total[row[0] : row[0] + n] if row else ()
        there = sum(numbers)
        return [x / there for x in numbers] if there > 0.0 else [1.0 / n] * n

    # ---------------------------------------------------------------- checkpoints

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """All that it holds."""
        facts = [[player, knows, actions] for (player, knows), actions in zip(self.rows, self.actions, strict=True)]
        numbers = {name: np.array(getattr(self, name)) for name in ("R", "total", "expected")}
        return {**numbers, "sets": np.frombuffer(json.dumps(facts).encode(), np.uint8)}

    def fill(self, arrays: dict[str, npt.NDArray[Any]]) -> None:
        """Take what `arrays` gave."""
        for name in ("R", "total", "expected"):
            setattr(self, name, array("d", arrays[name].tobytes()))
        start = 0
        for player, knows, actions in json.loads(arrays["sets"].tobytes()):
            self.rows[player, knows] = start, len(actions)
            self.actions.append(tuple(actions))
            start += len(actions)


class Step:
    """One move of the plays that are being told: what was done, and before it the odds of others' and of own choices."""

    __slots__ = ("explored", "odds", "others", "row", "taken", "worth")

    def __init__(self, taken: int, others: float, explored: float, row: Row | None = None, odds: float = 1.0) -> None:
        self.taken, self.others, self.explored, self.row, self.odds = taken, others, explored, row, odds
        self.worth: list[float] = []


class ReplayLearner:
    """Sampling at work on a story.

    Parameters
    ----------
    game : UnbuiltGame
        The story.
    rule : Rule
        Which sampling.
    trembles : float
        The least probability of every action.
    seed : int, optional
        Of the draws; zero when None.
    """

    def __init__(self, game: UnbuiltGame, rule: Rule, *, trembles: float = 0.0, seed: int | None = None) -> None:
        self.game, self.external = game, rule.sampling == "external"
        self.table, self.draws = Table(game, trembles), Draws(seed or 0)
        self.iterations = self.plays = 0
        self.before_play: Callable[[], None] = lambda: None

    def run(self, count: int) -> ReplayLearner:
        """Run some more iterations."""
        for _ in range(count):
            self.iterate()
        return self

    def iterate(self) -> None:
        """Let every player learn in turn."""
        players = max(2, len(self.game.players))  # one player is averaged while nobody learns
        for learner in range(players):
            self._learn(learner, (learner + 1) % players, float(self.iterations + 1))
        self.iterations += 1

    def _learn(self, learner: int, averaging: int, weight: float) -> None:
        """Draw plays for one learner; its regrets change, and the averages of another player."""
        steps: list[Step] = []
        while True:
            value = self._tell(steps, learner, averaging, weight)
            while steps:
                step = steps.pop()
                if step.row is None:
                    continue
                n = step.row[1]
                step.worth.append(value)
                if self.external and step.taken + 1 < n:
                    step.taken += 1
                    steps.append(step)
                    break
                value = self._learned(step, weight)
            if not steps:
                return

    def _tell(self, steps: list[Step], learner: int, averaging: int, weight: float) -> float:
        """Tell a play that begins with some steps, add the others, and say what it is worth to the learner."""
        self.before_play()
        table, place = self.table, 0
        others, explored = (steps[-1].others * steps[-1].odds, steps[-1].explored * steps[-1].odds) if steps else (1.0, 1.0)

        def decide(move: Move) -> int:
            nonlocal place, others, explored
            place += 1
            if place <= len(steps):
                return steps[place - 1].taken
            if move.player < 0:
                steps.append(Step(drawn(self.draws(), move.chances), others, explored))
                return steps[-1].taken
            row = table.row(move)
            s, n = row
            if move.player != learner:
                odds = table.odds(row)
                if move.player == averaging:
                    for a, p in enumerate(odds):
                        table.total[s + a] += weight / others * p
                taken = drawn(self.draws(), odds)
                steps.append(Step(taken, others, explored))
                if move.player != averaging:
                    others *= odds[taken]
            elif self.external:
                steps.append(Step(0, others, explored, row))
            else:
                mixed = [EXPLORATION / n + (1.0 - EXPLORATION) * p for p in table.odds(row)]
                taken = drawn(self.draws(), mixed)
                steps.append(Step(taken, others, explored, row, mixed[taken]))
                others, explored = others * mixed[taken], explored * mixed[taken]
            return steps[-1].taken

        payoffs = self.game.play(decide)
        self.plays += 1
        if place != len(steps):
            raise GameError(f"{self.game.name} is not deterministic: the same choices led once to a move and once to an ending.")
        return payoffs[learner] if learner < len(payoffs) else 0.0

    def _learned(self, step: Step, weight: float) -> float:
        """Add the regrets of a set whose actions have their worth, and give what the set is worth."""
        assert step.row is not None
        table, (s, n), worth = self.table, step.row, step.worth
        if not self.external:
            before, value = table.expected[s + step.taken], worth[0]
            worth = list(table.expected[s : s + n])
            worth[step.taken] += (value - before) / step.odds
            table.expected[s + step.taken] += STEP * (value - before)
        value, plain = 0.0, 0.0
        for p, q, x in zip(table.odds(step.row), table.matched(step.row), worth, strict=True):
            value += p * x
            plain += q * x
        factor = weight / step.explored
        for a, x in enumerate(worth):
            table.R[s + a] += factor * (x - plain)
        return value
