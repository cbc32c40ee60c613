"""The scenes of a story become a game: each is told once, and stamped wherever a play leads to it.

All nodes of a depth are made at once, with array operations; what was known and what was added up before a scene is joined with
what the scene adds, for distinct pairs only. So no Python object belongs to a node.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from .build import set_labels
from .chart import HANDOVER, Chart, options_of
from .errors import GameError
from .labels import Joined
from .numbers import Expression, Number, polynomials, rational, simplest
from .numbers.polynomials import into
from .parameter import Domain
from .running import Longs, Running, distinct
from .terms import Combination, Ints, TermTable
from .tree import CHANCE, TERMINAL, Game

MOST_MEMORY = 6 * 2**30  # bytes; a game that is taken to need more is refused before it is made
NODE_BYTES, ENTRY_BYTES = 90, 12  # measured while a game is made: for each node, and for each payoff and measure of each leaf


def unfold(chart: Chart, title: str) -> Game:
    """Make the game of a chart; no parameter is declared yet."""
    refuse_too_large(chart)
    tree = _grow(chart)
    totals = _Totals(chart, tree)
    owner = np.array(chart.owner, np.int32)[tree.kind]
    leaves = np.flatnonzero(owner == TERMINAL).astype(np.int32)
    infoset = np.zeros(len(owner), np.int32)
    infoset[leaves] = np.arange(len(leaves), dtype=np.int32)
    chance_moves = _name_chances(chart, tree, owner, infoset)
    set_owner, labels, actions = _gather_sets(chart, tree, totals, owner, infoset)
    endings = totals.endings(leaves)
    table = TermTable()
    chances, payoffs, measures = _numbers(chart, tree, leaves, endings, table)
    return Game(
        name=chart.name,
        title=title,
        players=chart.players,
        domain=Domain((), (), {}),
        headline=(),
        chances=chances,
        payoffs=payoffs,
        measures=measures,
        terms=table.terms,
        parent=tree.parent,
        owner=owner,
        infoset=infoset,
        move=tree.move,
        set_owner=set_owner,
        set_labels=cast("tuple[str, ...]", labels),  # reads like one, and is one after pickling
        set_actions=actions,
        chance_moves=chance_moves,
        measure_names=endings.measure_names,
        outcome_names=endings.outcome_names,
        outcome=endings.outcome,
    )


# ------------------------------------------------------------------ size


def refuse_too_large(chart: Chart) -> None:
    """Count the nodes that the scenes unfold to, and refuse a tree without end and one that would not fit into memory."""
    scene_of = np.repeat(np.arange(len(chart.roots)), np.diff([*chart.roots, len(chart.owner)])).tolist()
    leads: list[dict[int, int]] = [{} for _ in chart.roots]
    own = [[0, 0] for _ in chart.roots]  # nodes and leaves of each scene itself
    totals: set[tuple[str, ...]] = set()
    for node, owner in enumerate(chart.owner):
        here = scene_of[node]
        if owner == HANDOVER:
            there = chart.events[node][0]
            leads[here][there] = leads[here].get(there, 0) + 1
        else:
            own[here][0] += 1
            own[here][1] += owner == TERMINAL
        account = chart.events[node] if owner == TERMINAL else chart.events[node][1] if owner == HANDOVER else {}
        totals.update(key for key in account if key[0] == "measure")
    sizes: dict[int, tuple[int, int]] = {}
    open_: set[int] = set()
    waiting = [0]
    while waiting:
        scene = waiting[-1]
        missing = [there for there in leads[scene] if there not in sizes]
        if not missing:
            nodes, leaves = own[scene]
            for there, times in leads[scene].items():
                nodes, leaves = nodes + times * sizes[there][0], leaves + times * sizes[there][1]
            sizes[scene] = nodes, leaves
            open_.discard(scene)
            waiting.pop()
            continue
        open_.add(scene)
        if open_ & set(missing):
            raise GameError(
                f"{chart.name} does not end: what it depends on comes back in the same play. Let depends_on count the rounds, "
                "and every play return payoffs."
            )
        waiting += missing
    nodes, leaves = sizes[0]
    refuse_memory(chart.name, leaves, NODE_BYTES * nodes + ENTRY_BYTES * leaves * (len(chart.players) + len(totals)))


def refuse_memory(name: str, leaves: int, needed: int) -> None:
    """Refuse a game by its number of terminal histories, when it would take more memory than is allowed."""
    if needed > MOST_MEMORY:
        raise GameError(
            f"{name} has {large(leaves)} terminal histories and would take {large(-(-needed // 2**30))} GiB of memory, more than the "
            f"{MOST_MEMORY // 2**30} GiB that a game may take; give it a smaller structure."
        )


def large(number: int) -> str:
    """Write a whole number, a very large one as a power of ten."""
    return f"{number:,}" if number < 10**9 else f"about 10^{len(str(number)) - 1}"


# ------------------------------------------------------------------ the tree


@dataclass(frozen=True)
class _Tree:
    """The nodes, breadth first, and the scenes as they come up in the tree.

    Parameters
    ----------
    parent, move : arrays of int32, shape (nodes,)
        As in `Game`.
    kind : array of int32, shape (nodes,)
        The node of the chart that each is a copy of.
    place : array of int32, shape (nodes,)
        The scene, as it comes up in the tree, that each is in.
    above, by : arrays of int32, shape (scenes as they come up,)
        From which such scene each is handed over to, and at which node of the chart; the first is the beginning.
    batches : list of slice
        Scenes that come up at once; those above stand in an earlier batch.
    """

    parent: Ints
    move: Ints
    kind: Ints
    place: Ints
    above: Ints
    by: Ints
    batches: list[slice]


def _grow(chart: Chart) -> _Tree:
    """Unfold the scenes, one depth after the other."""
    owner, parent = np.array(chart.owner, np.int32), np.array(chart.parent, np.int32)
    below = np.flatnonzero(parent >= 0)
    child = below[np.argsort(parent[below], kind="stable")].astype(np.int32)  # depth first, so each node's in the order of its moves
    sizes = np.bincount(parent[below], minlength=len(owner)).astype(np.int32)
    first = np.cumsum(sizes, dtype=np.int32) - sizes
    enters = np.full(len(owner), -1, np.int32)
    for node in np.flatnonzero(owner == HANDOVER).tolist():
        enters[node] = chart.roots[chart.events[node][0]]
    above, by, batches = [np.zeros(1, np.int32)], [np.zeros(1, np.int32)], [slice(0, 1)]

    def enter(kind: Ints, place: Ints) -> None:
        """Where nodes hand over to scenes, put the beginnings of these."""
        while len(at := np.flatnonzero(owner[kind] == HANDOVER)):
            start = batches[-1].stop
            batches.append(slice(start, start + len(at)))
            above.append(place[at])
            by.append(kind[at])
            place[at] = np.arange(start, start + len(at), dtype=np.int32)
            kind[at] = enters[kind[at]]

    kind, place = np.zeros(1, np.int32), np.zeros(1, np.int32)
    parents, moves = [np.full(1, -1, np.int32)], [np.full(1, -1, np.int32)]
    kinds, places, offset = [kind], [place], 0
    while True:
        enter(kind, place)
        counts = sizes[kind]
        total = int(counts.sum())
        if not total:
            break
        nodes = np.repeat(np.arange(len(kind), dtype=np.int32), counts)
        starts = np.cumsum(counts, dtype=np.int32) - counts
        move = np.arange(total, dtype=np.int32) - starts[nodes]
        parents.append(nodes + np.int32(offset))
        moves.append(move)
        offset += len(kind)
        kind, place = child[first[kind[nodes]] + move], place[nodes]
        kinds.append(kind)
        places.append(place)
    whole = [np.concatenate(lists) for lists in (parents, moves, kinds, places, above, by)]
    return _Tree(whole[0], whole[1], whole[2], whole[3], whole[4], whole[5], batches)


# ------------------------------------------------------------------ what adds up


class _Memorised(Running):
    """Memories by the number that they have already."""

    def __init__(self, chart: Chart) -> None:
        self.memories = chart.memories

    def number(self, value: Any) -> int:
        return int(value)

    def add(self, first: Ints, then: Ints) -> Ints:
        if not then.any():
            return first
        if not first.any():
            return then
        size = int(then.max()) + 1
        pairs, _, which = distinct(first.astype(np.int64) * size + then)
        return np.array([self.memories.joined(pair // size, pair % size) for pair in pairs.tolist()], np.int32)[which]


class _Totals:
    """What is known and what has been added up at every place and every ending."""

    def __init__(self, chart: Chart, tree: _Tree) -> None:
        self.chart, self.tree = chart, tree
        self.sums = Running(lambda a, b: simplest(a + b), Fraction(0))
        self.named = Running(lambda a, b: a if b is None else b, None)
        self.names = Running(lambda a, b: (*a, *(name for name in b if name not in a)), ())
        self.memories = _Memorised(chart)
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
        _, place = _tuples([np.zeros(len(self.tree.above), np.int32), *map(self.before, keys)])
        _, where, which = distinct(place[self.tree.place[leaves]].astype(np.int64) * len(self.chart.owner) + self.tree.kind[leaves])
        order = np.argsort(where)
        return leaves[where[order]], _ranks(order)[which]

    def endings(self, leaves: Ints) -> _Endings:
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
        return _Endings(payoffs, paid, measures, self.sums.values, names, outcome, outcome_names)

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
        paid, paying, values = Running(lambda a, b: a, Fraction(0)), Paying(), self.sums.values
        payoffs = np.zeros((len(leaves), len(self.chart.players)), np.int32)
        for k, player in enumerate(self.chart.players):
            own = [key for key in weighed if key[1] == player]
            totals = [(kind, name) for _, _, name in own for kind in ("measure", "tally")]
            first, which = self.alike(leaves, [("paid", player), *own, *totals])
            columns = [self.at(first, ("paid", player))]
            for key in own:
                columns += [self.at(first, key), self.sums.add(self.at(first, ("measure", key[2])), self.at(first, ("tally", key[2])))]
            numbers, kind = _tuples(columns)
            rows = ([values[n] for n in row] for row in numbers.tolist())
            made = np.array([paid.number(paying.payoff(row[0], row[1:])) for row in rows], np.int32)
            payoffs[:, k] = made[kind][which]
        return payoffs, paid.values


@dataclass(frozen=True)
class _Endings:
    """What the leaves hold: arrays of numbers into lists of distinct values, shape (leaves, players) and (leaves, measures)."""

    payoffs: Ints
    payoff_values: list[Number]
    measures: Ints
    measure_values: list[Number]
    measure_names: tuple[str, ...]
    outcome: Ints
    outcome_names: tuple[str, ...]


class Paying:
    """Adds up payoffs: what is paid, and totals times their weights."""

    def __init__(self) -> None:
        self._rings: dict[tuple[Any, ...], tuple[tuple[str, ...], list[Any]]] = {}

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
        top = into(paid.numerator, names) if isinstance(paid, Expression) else polynomials(names).constant(rational(paid))
        for weight, (_, total) in zip(polynomials_of, pairs, strict=True):
            top += weight * rational(total)
        return simplest(Expression(top))


def _whole(number: Number) -> bool:
    """Whether a number is a polynomial in the parameters."""
    return not isinstance(number, Expression) or bool(number.denominator.is_one() and not number.roots)


def _tuples(columns: Sequence[Ints]) -> tuple[npt.NDArray[np.int32], Ints]:
    """The distinct rows of some columns, and which of them each row is."""
    varying = [column for column in columns if len(column) and (column != column[0]).any()]
    which, where = np.zeros(len(columns[0]), np.int32), np.zeros(1, np.int64)
    for column in varying:
        _, where, which = distinct(which.astype(np.int64) * (int(column.max()) + 1) + column)
    return np.stack([column[where] for column in columns], axis=1), which


def _ranks(order: npt.NDArray[np.intp]) -> Ints:
    """The place of each in an order."""
    ranks = np.empty(len(order), np.int32)
    ranks[order] = np.arange(len(order), dtype=np.int32)
    return ranks


# ------------------------------------------------------------------ names and numbers


def _name_chances(chart: Chart, tree: _Tree, owner: Ints, infoset: Ints) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Number the chance moves as they come, and give their names and outcomes."""
    number: dict[tuple[str, tuple[str, ...]], int] = {}
    of_kind = np.zeros(len(chart.owner), np.int32)
    for kind, event in enumerate(chart.events):
        if chart.owner[kind] == CHANCE:
            of_kind[kind] = number.setdefault((event[1], event[2]), len(number))
    nodes = np.flatnonzero(owner == CHANCE)
    found, where, which = distinct(of_kind[tree.kind[nodes]])
    order = np.argsort(where)
    infoset[nodes] = _ranks(order)[which]
    names = list(number)
    return tuple(names[found[k]] for k in order)


def _gather_sets(
    chart: Chart, tree: _Tree, totals: _Totals, owner: Ints, infoset: Ints
) -> tuple[Ints, Sequence[str], tuple[tuple[str, ...], ...]]:
    """Number the information sets player by player, as they come; a set is what its player knows."""
    memories = chart.memories
    known_here = np.zeros(len(chart.owner), np.int32)
    offer_of = np.zeros(len(chart.owner), np.int32)
    offers: dict[tuple[str, ...], int] = {}
    for kind, owned_by in enumerate(chart.owner):
        if owned_by >= 0:
            known_here[kind] = chart.events[kind][2]
            offer_of[kind] = offers.setdefault(chart.events[kind][3], len(offers))
    set_owner: list[int] = []
    keys: list[int] = []
    actions: list[tuple[str, ...]] = []
    names = list(offers)
    for k, player in enumerate(chart.players):
        nodes = np.flatnonzero(owner == k)
        kinds = tree.kind[nodes]
        before = totals.before(("knows", player))
        found, where, which = distinct(totals.memories.add(before[tree.place[nodes]], known_here[kinds]))
        order = np.argsort(where)
        rank = _ranks(order)
        offer = offer_of[kinds]
        _check_offers(chart, player, found, names, offer, offer[where][which], which)
        infoset[nodes] = rank[which] + np.int32(len(keys))
        set_owner += [k] * len(order)
        actions += [names[o] for o in offer[where[order]].tolist()]
        keys += found[order].tolist()
    return np.array(set_owner, np.int32), SetLabels(chart.players, set_owner, keys, memories.events), tuple(actions)


def _check_offers(chart: Chart, player: str, found: Longs, names: Sequence[tuple[str, ...]], offer: Ints, first: Ints, which: Ints) -> None:
    """Refuse an information set whose nodes offer different actions."""
    differ = np.flatnonzero(offer != first)
    if len(differ):
        node = differ[0]
        label = "/".join(words for _, words in chart.memories.events(int(found[which[node]]))) or "start"
        raise GameError(
            f"{player}'s choices differ inside one information set, {label!r}: once {', '.join(names[first[node]])}, "
            f"once {', '.join(names[offer[node]])}. Tell {player} something that separates the two, or offer the same choices."
        )


class SetLabels(Sequence[str]):
    """The labels of information sets, written out when the first is asked for.

    Parameters
    ----------
    players : tuple of str
        The players' labels.
    owners, memories : sequences of int
        By information set: the player's index, and the number of what it knows.
    events : callable
        Gives the events of a memory.
    """

    def __init__(self, players: Sequence[str], owners: Sequence[int], memories: Sequence[int], events: Any) -> None:
        self._unwritten: tuple[Any, ...] | None = (players, owners, memories, events)
        self._length = len(owners)
        self._written: tuple[str, ...] = ()

    @property
    def _labels(self) -> tuple[str, ...]:
        if self._unwritten is not None:
            players, owners, memories, events = self._unwritten
            self._written = set_labels([(players[k], events(memory)) for k, memory in zip(owners, memories, strict=True)])
            self._unwritten = None
        return self._written

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, index: Any) -> Any:
        return self._labels[index]

    def __iter__(self) -> Any:
        return iter(self._labels)

    def __eq__(self, other: object) -> bool:
        return self._labels == (tuple(other) if isinstance(other, SetLabels) else other)

    def __hash__(self) -> int:
        return hash(self._labels)

    def __repr__(self) -> str:
        return repr(self._labels)

    def __reduce__(self) -> tuple[Any, ...]:
        return tuple, (self._labels,)


def _numbers(chart: Chart, tree: _Tree, leaves: Ints, endings: _Endings, table: TermTable) -> tuple[Combination, Combination, Combination]:
    """Write chances, payoffs and measures as combinations of terms, which are numbered as the nodes name them."""
    chances = Running(lambda a, b: a, None)
    after_chance = np.array(chart.owner, np.int32) == CHANCE
    width = max((len(options_of(event)) for event, here in zip(chart.events, after_chance, strict=True) if here), default=1)
    of_kind = np.zeros((len(chart.owner), width), np.int32)
    for kind in np.flatnonzero(after_chance).tolist():
        of_kind[kind, : len(chart.events[kind][3])] = [chances.number(p) for p in chart.events[kind][3]]
    nodes = 1 + np.flatnonzero(after_chance[tree.kind[tree.parent[1:]]])
    drawn, drawn_at, drawn_which = distinct(of_kind[tree.kind[tree.parent[nodes]], tree.move[nodes]])
    paid, paid_at, paid_which = distinct(endings.payoffs.ravel())
    measured, measured_at, measured_which = distinct(endings.measures.ravel())
    players = len(chart.players)
    met = sorted(
        [(int(nodes[w]), 0, k) for k, w in enumerate(drawn_at.tolist())]
        + [(int(leaves[w // players]), 1 + w % players, k) for k, w in enumerate(paid_at.tolist())]
    )
    drawn_rows: list[Any] = [None] * len(drawn)
    paid_rows: list[Any] = [None] * len(paid)
    for _, turn, k in met:
        if turn:
            paid_rows[k] = table.split(endings.payoff_values[paid[k]])
        else:
            drawn_rows[k] = table.split(chances.values[drawn[k]])
    order = np.argsort(measured_at)
    measured_rows = [table.split(endings.measure_values[k]) for k in measured[order]]

    def combination(rows: Sequence[Any], where: Longs, which: Ints) -> Combination:
        order = np.argsort(where)
        return table.combination((rows[k] for k in order), _ranks(order)[which])

    return (
        combination(drawn_rows, drawn_at, drawn_which),
        combination(paid_rows, paid_at, paid_which),
        table.combination(measured_rows, _ranks(order)[measured_which]),
    )
