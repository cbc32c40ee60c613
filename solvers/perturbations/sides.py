"""One player's side of a game of two: what each of its actions earns, as linear functions of the other's plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flint import fmpq

from games import Game, sequences

from ..correlation.endings import Ending, Endings, exact_reader

Row = dict[int, fmpq]
Mixes = Mapping[int, Sequence[fmpq]]
"""Information set, the probability of each action."""


@dataclass(frozen=True, eq=False)
class Side:
    """A player who faces one other player who moves, or none.

    Parameters
    ----------
    endings : Endings
        The game, in fractions.
    me : int
        The player.
    other : int or None
        The other player who moves.
    """

    endings: Endings
    me: int
    other: int | None

    @property
    def game(self) -> Game:
        """The game."""
        return self.endings.game

    @cached_property
    def where(self) -> dict[int, int]:
        """The other's sequence of the first action at each of its information sets."""
        if self.other is None:
            return {}
        own = sequences(self.game)[self.other]
        return {int(s): int(first) for s, first in zip(own.infosets, own.first, strict=True)}

    @cached_property
    def before(self) -> dict[int, int]:
        """The other's sequence before each of its information sets."""
        if self.other is None:
            return {}
        own = sequences(self.game)[self.other]
        return {int(s): int(b) for s, b in zip(own.infosets, own.before, strict=True)}

    @property
    def width(self) -> int:
        """How many sequences the other has."""
        return 1 + sum(len(self.game.set_actions[s]) for s in self.where)

    def after(self, infoset: int) -> range:
        """The other's sequences that end at one of its information sets."""
        return range(self.where[infoset], self.where[infoset] + len(self.game.set_actions[infoset]))

    def sequence(self, ending: Ending) -> int:
        """The other's sequence before an ending."""
        last = None if self.other is None else ending.last(self.other)
        return 0 if last is None else self.where[last[0]] + last[1]

    @cached_property
    def flow(self) -> list[Row]:
        """The other's sequences at a set share what the one before has."""
        return [{self.before[s]: fmpq(-1)} | dict.fromkeys(self.after(s), fmpq(1)) for s in self.where]

    @cached_property
    def earned(self) -> dict[tuple[int, int] | None, Row]:
        """What the player earns where its moves end with an action at a set, by the other's sequences."""
        out: dict[tuple[int, int] | None, Row] = {}
        for z in self.endings.listed:
            amount = z.chance * z.payoffs[self.me]
            if amount:
                row = out.setdefault(z.last(self.me), {})
                row[self.sequence(z)] = row.get(self.sequence(z), fmpq(0)) + amount
        return out

    @cached_property
    def own_sets(self) -> tuple[int, ...]:
        """The player's information sets, earlier ones first."""
        return self.endings.own_sets[self.me]

    def later(self, infoset: int, action: int) -> list[int]:
        """The player's next information sets after an action."""
        return [s for s in self.own_sets if self.endings.previous(s) == (infoset, action)]


def sides(game: Game, pair: tuple[int, int | None]) -> tuple[Side, ...]:
    """Both players' sides of a game in which at most two players move."""
    endings = Endings(game, exact_reader(game))
    one, two = pair
    return (Side(endings, one, two),) if two is None else (Side(endings, one, two), Side(endings, two, one))


def continuation_rows(side: Side, mixes: Mixes) -> list[tuple[Row, bool]]:
    """Where the player's strategy is a best continuation at all its information sets: rows in the other's plan, and whether equal.

    Its own later mistakes are not reckoned with. Every action in use is at least as good as any other at its set, with the strategy
    from there on; that suffices for whole continuations.
    """
    from_set: dict[int, Row] = {}
    out: list[tuple[Row, bool]] = []
    for s in reversed(side.own_sets):
        worths = []
        for k in range(len(side.game.set_actions[s])):
            row = dict(side.earned.get((s, k), {}))
            for t in side.later(s, k):
                add(row, from_set[t])
            worths.append(row)
        used = [k for k, p in enumerate(mixes[s]) if p]
        for k, row in enumerate(worths):
            if k != used[0]:
                out.append((less(worths[used[0]], row), k in used))
        total: Row = {}
        for k in used:
            add(total, worths[k], mixes[s][k])
        from_set[s] = total
    return out


def plan_rows(side: Side, mixes: Mixes) -> tuple[list[tuple[dict[int, fmpq], bool]], int]:
    """Where the player's plan is a best reply before play: rows in the other's plan and in values of the player's sets.

    Gives the rows and how many values there are; the columns of values follow the other's sequences.
    """
    value = {s: side.width + k for k, s in enumerate(side.own_sets)}
    reached = reached_sets(side, mixes)
    out: list[tuple[dict[int, fmpq], bool]] = []
    for s in side.own_sets:
        for k in range(len(side.game.set_actions[s])):
            row: dict[int, fmpq] = {value[s]: fmpq(1)} | {value[t]: fmpq(-1) for t in side.later(s, k)}
            for j, x in side.earned.get((s, k), {}).items():
                row[j] = row.get(j, fmpq(0)) - x
            out.append((row, s in reached and bool(mixes[s][k])))
    return out, len(value)


def reached_sets(side: Side, mixes: Mixes) -> set[int]:
    """The player's information sets to which its own strategy leads."""
    return {s for s in side.own_sets if all(mixes[t][k] for t, k in side.endings.before[s])}


def add(row: Row, other: Row, factor: fmpq | int = 1) -> None:
    """Add a multiple of a row to a row."""
    for j, x in other.items():
        row[j] = row.get(j, fmpq(0)) + x * factor


def less(one: Row, other: Row) -> Row:
    """The difference of two rows."""
    return {j: d for j in one.keys() | other.keys() if (d := one.get(j, fmpq(0)) - other.get(j, fmpq(0)))}


def mixes_of(game: Game, profile: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> dict[int, list[fmpq]]:
    """A profile without symbols as probabilities by information set."""
    read = exact_reader(game)
    return {
        s: [read(profile[game.players[game.set_owner[s]]][game.set_labels[s]][action]) for action in game.set_actions[s]]
        for s in range(game.infosets)
    }
