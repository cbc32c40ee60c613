"""What is known and what adds up along a play: payoffs, measures and outcomes of every ending, for distinct ones only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt
from flint import fmpq

from .chart import HANDOVER, Chart
from .errors import GameError
from .growing import Tree
from .labels import Joined
from .numbers import Expression, Number, into, polynomials, rational, simplest
from .running import Running, distinct
from .terms import Ints
from .tree import TERMINAL


class Memorised(Running):
    """Memories by the number that they have already."""

    def __init__(self, chart: Chart) -> None:
        self.memories = chart.memories

    def number(self, value: Any) -> int:
        """The number of a memory, which is the memory."""
        return int(value)

    def add(self, first: Ints, then: Ints) -> Ints:
        """Join arrays of memories."""
        if not then.any():
            return first
        if not first.any():
            return then
        size = int(then.max()) + 1
        pairs, _, which = distinct(first.astype(np.int64) * size + then)
        return self.memories.joined(pairs // size, pairs % size).astype(np.int32)[which]


class Totals:
    """What is known and what has been added up at every place and every ending."""

    def __init__(self, chart: Chart, tree: Tree) -> None:
        self.chart, self.tree = chart, tree
        self.sums = Running(lambda a, b: simplest(a + b), Fraction(0))
        self.named = Running(lambda a, b: a if b is None else b, None)
        self.names = Running(lambda a, b: (*a, *(name for name in b if name not in a)), ())
        self.memories = Memorised(chart)
        self.columns: dict[Any, list[tuple[int, Any]]] = {}  # what is added where
        for node, owner in enumerate(chart.owner):
            if owner in (TERMINAL, HANDOVER):
                account = chart.events[node] if owner == TERMINAL else chart.events[node][1]
                for key, value in account.items():
                    self.columns.setdefault(key, []).append((node, value))
                named = tuple(key[1] for key in account if key[0] == "measure")
                self.columns.setdefault("names", []).append((node, named))
        self._local: dict[Any, Ints] = {}
        self._before: dict[Any, Ints] = {}

    def running(self, key: Any) -> Running:
        """What a column adds up with."""
        match key:
            case "outcome":
                return self.named
            case "names":
                return self.names
            case "moves" | ("knows", _):
                return self.memories
        return self.sums

    def local(self, key: Any) -> Ints:
        """What each node of the chart adds, by number."""
        if key not in self._local:
            running = self.running(key)
            added = self._local[key] = np.zeros(len(self.chart.owner), np.int32)
            for node, value in self.columns.get(key, ()):
                added[node] = running.number(value)
        return self._local[key]

    def before(self, key: Any) -> Ints:
        """What has been added before each place, by number."""
        if key not in self._before:
            tree, running, added = self.tree, self.running(key), self.local(key)
            total = self._before[key] = np.zeros(len(tree.above), np.int32)
            if len(total) > 1 and added[tree.by[1:]].any():
                for batch in tree.batches[1:]:
                    total[batch] = running.add(total[tree.above[batch]], added[tree.by[batch]])
        return self._before[key]

    def at(self, leaves: Ints, key: Any) -> Ints:
        """What has been added at some leaves, by number."""
        return self.running(key).add(self.before(key)[self.tree.place[leaves]], self.local(key)[self.tree.kind[leaves]])

    def alike(self, leaves: Ints, keys: Sequence[Any]) -> tuple[Ints, Ints]:
        """The first of all leaves that have the same in some columns for sure, as they come; and which of these each leaf is like."""
        _, place = tuples_of([np.zeros(len(self.tree.above), np.int32), *map(self.before, keys)])
        _, where, which = distinct(place[self.tree.place[leaves]].astype(np.int64) * len(self.chart.owner) + self.tree.kind[leaves])
        order = np.argsort(where)
        return leaves[where[order]], ranks(order)[which]

    def endings(self, leaves: Ints) -> Endings:
        """Payoffs, measures and outcome of every leaf."""
        measured = [key for key in self.columns if key[0] == "measure"]
        first, which = self.alike(leaves, ["names", *measured])
        named = dict.fromkeys(self.at(first, "names").tolist())
        names = tuple(dict.fromkeys(name for k in named for name in self.names.values[k]))
        measures = np.zeros((len(leaves), len(names)), np.int32)
        for k, name in enumerate(names):
            measures[:, k] = self.at(first, ("measure", name))[which]
        payoffs, paid = self._payoffs(leaves)
        outcome, outcome_names = self._outcomes(leaves)
        return Endings(payoffs, paid, measures, self.sums.values, names, outcome, outcome_names)

    def _outcomes(self, leaves: Ints) -> tuple[Ints, tuple[str, ...]]:
        """The class of every leaf, and the classes: their names, or the players' moves where there is none."""
        first, which = self.alike(leaves, ["outcome"])
        if (self.at(first, "outcome") == 0).any():
            first, which = self.alike(leaves, ["outcome", "moves"])
        name, moves = self.at(first, "outcome"), np.zeros(len(first), np.int32)
        unnamed = np.flatnonzero(name == 0)
        moves[unnamed] = self.at(first[unnamed], "moves")
        code = moves.astype(np.int64) * len(self.named.values) + name
        found, where, kind = distinct(code)
        labels: dict[str, int] = {}
        number = np.zeros(len(found), np.int32)
        for k in np.argsort(where).tolist():
            done, called = divmod(int(found[k]), len(self.named.values))
            history = (label for _, label in self.chart.memories.events(done))
            number[k] = labels.setdefault(self.named.values[called] if called else Joined(history, empty="the start"), len(labels))
        return number[kind[which]], tuple(labels)

    def _payoffs(self, leaves: Ints) -> tuple[Ints, list[Number]]:
        """The payoff of every player at every leaf, by number, and the payoffs."""
        weighed = [key for key in self.columns if key[0] == "weight"]
        counted = {key[1]: None for key in self.columns if key[0] in ("measure", "tally")}
        for _, player, name in weighed:
            if name not in counted:
                raise GameError(
                    f"{self.chart.name} weighs {name!r} for {player}, but no play measures or tallies it; "
                    f"it has {', '.join(counted) or 'none'}."
                )
        paid: list[Number] = []
        paying, values = Paying(), self.sums.values
        payoffs = np.zeros((len(leaves), len(self.chart.players)), np.int32)
        for k, player in enumerate(self.chart.players):
            own = [key for key in weighed if key[1] == player]
            totals = [(kind, name) for _, _, name in own for kind in ("measure", "tally")]
            first, which = self.alike(leaves, [("paid", player), *own, *totals])
            columns = [self.at(first, ("paid", player))]
            for key in own:
                columns += [self.at(first, key), self.sums.add(self.at(first, ("measure", key[2])), self.at(first, ("tally", key[2])))]
            numbers, kind = tuples_of(columns)
            rows = ([values[n] for n in row] for row in numbers.tolist())
            payoffs[:, k] = (kind + np.int32(len(paid)))[which]
            paid += [paying.payoff(row[0], row[1:]) for row in rows]
        return payoffs, paid


@dataclass(frozen=True)
class Endings:
    """What the leaves hold: arrays of numbers into lists of distinct values, shape (leaves, players) and (leaves, measures)."""

    payoffs: Ints
    payoff_values: list[Number]
    measures: Ints
    measure_values: list[Number]
    measure_names: tuple[str, ...]
    outcome: Ints
    outcome_names: tuple[str, ...]


class Paying:
    """Adds up payoffs: what is paid, and totals times their weights.

    Payoffs are asked for in an order in which the next one mostly begins as the last one did, so that sums are kept while they begin alike.
    """

    def __init__(self) -> None:
        self._rings: dict[tuple[Any, ...], tuple[tuple[str, ...], list[Any]]] = {}
        self._last: list[tuple[Any, Any]] = []  # what each sum has beyond the one before it, and the sum

    def payoff(self, paid: Number, weighed: Sequence[Number]) -> Number:
        """Give one payoff; weights and totals come in turn, and a weight is the same object whenever it comes again."""
        sums: dict[int, list[Any]] = {}
        for weight, total in zip(weighed[::2], weighed[1::2], strict=True):
            if id(weight) in sums:
                sums[id(weight)][1] += total
            else:
                sums[id(weight)] = [weight, total]
        pairs = [*sums.values()]
        if not any(isinstance(number, Expression) for pair in pairs for number in pair):
            return simplest(paid + sum(weight * total for weight, total in pairs))
        if any(isinstance(total, Expression) or not _whole(weight) for weight, total in pairs) or not _whole(paid):
            value: Number = paid
            for weight, total in pairs:
                value = value + weight * total
            return simplest(value)
        of = paid.numerator.context().names() if isinstance(paid, Expression) else ()
        key = (of, *sums)
        if key not in self._rings:
            weights = [weight if isinstance(weight, Expression) else Expression.constant(weight) for weight, _ in pairs]
            names = tuple(dict.fromkeys([*of, *(name for weight in weights for name in weight.numerator.context().names())]))
            self._rings[key] = names, [into(weight.numerator, names) for weight in weights]
        names, polynomials_of = self._rings[key]
        return simplest(Expression(self._added(names, paid, polynomials_of, [total for _, total in pairs])))

    def _added(self, names: tuple[str, ...], paid: Number, weights: Sequence[Any], totals: Sequence[Any]) -> Any:
        """Add up polynomials, going on from where the last sum was another one."""
        last, step = self._last, 0
        parts = [(names, id(paid), paid), *((id(weight), total) for weight, total in zip(weights, totals, strict=True))]
        while step < min(len(last), len(parts)) and last[step][0] == parts[step]:
            step += 1
        del last[step:]
        if not last:
            top = into(paid.numerator, names) if isinstance(paid, Expression) else polynomials(names).constant(rational(paid))
            last.append((parts[0], top))
        for k in range(len(last), len(parts)):
            total = totals[k - 1]
            last.append((parts[k], last[-1][1] + weights[k - 1] * fmpq(total.numerator, total.denominator)))
        return last[-1][1]


def _whole(number: Number) -> bool:
    """Whether a number is a polynomial in the parameters."""
    return not isinstance(number, Expression) or bool(number.denominator.is_one() and not number.roots)


def tuples_of(columns: Sequence[Ints]) -> tuple[npt.NDArray[np.int32], Ints]:
    """The distinct rows of some columns, and which of them each row is."""
    varying = [column for column in columns if len(column) and (column != column[0]).any()]
    which, where = np.zeros(len(columns[0]), np.int32), np.zeros(1, np.int64)
    for column in varying:
        _, where, which = distinct(which.astype(np.int64) * (int(column.max()) + 1) + column)
    return np.stack([column[where] for column in columns], axis=1), which


def ranks(order: npt.NDArray[np.intp]) -> Ints:
    """The place of each in an order."""
    ranks = np.empty(len(order), np.int32)
    ranks[order] = np.arange(len(order), dtype=np.int32)
    return ranks
