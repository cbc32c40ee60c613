"""The scenes of a story become a game: each is told once, and stamped wherever a play leads to it.

All nodes of a depth are made at once, with array operations; what was known and what was added up before a scene is joined with
what the scene adds, for distinct pairs only. So no Python object belongs to a node.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import numpy as np

from .build import set_labels
from .chart import HANDOVER, Chart, options_of
from .errors import GameError
from .growing import Tree, grow
from .parameter import Domain
from .private_types import check_types, with_shocks
from .running import Longs, Running, distinct
from .terms import Combination, Ints, TermTable
from .totals import Endings, Totals, ranks
from .tree import CHANCE, TERMINAL, Game

MOST_MEMORY = 6 * 2**30  # bytes; a game that is taken to need more is refused before it is made
NODE_BYTES, ENTRY_BYTES = 90, 12  # measured while a game is made: for each node, and for each payoff and measure of each leaf


def unfold(chart: Chart, title: str) -> Game:
    """Make the game of a chart; no parameter is declared yet."""
    refuse_too_large(chart)
    tree = grow(chart)
    totals = Totals(chart, tree)
    owner = np.array(chart.owner, np.int32)[tree.kind]
    leaves = np.flatnonzero(owner == TERMINAL).astype(np.int32)
    infoset = np.zeros(len(owner), np.int32)
    infoset[leaves] = np.arange(len(leaves), dtype=np.int32)
    chance_moves = _name_chances(chart, tree, owner, infoset)
    set_owner, labels, actions = _gather_sets(chart, tree, totals, owner, infoset)
    endings = totals.endings(leaves)
    table = TermTable()
    chances, payoffs, measures = _numbers(chart, tree, leaves, endings, table)
    game = Game(
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
        types=tuple(chart.draws),
    )
    if chart.shocks:
        of_kind = {kind: event[1:3] for kind, event in enumerate(chart.events) if chart.owner[kind] >= 0 and event[1:3] in chart.shocks}
        shocked = {int(infoset[node]): chart.shocks[of_kind[kind]] for node, kind in enumerate(tree.kind.tolist()) if kind in of_kind}
        game = with_shocks(game, shocked)
    if game.types:
        check_types(game)
    return game


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


def refuse_memory(name: str, leaves: int, needed: int, otherwise: str = "") -> None:
    """Refuse a game by its number of terminal histories, when it would take more memory than is allowed."""
    if needed > MOST_MEMORY:
        raise GameError(
            f"{name} has {large(leaves)} terminal histories and would take {large(-(-needed // 2**30))} GiB of memory, more than the "
            f"{MOST_MEMORY // 2**30} GiB that a game may take; give it a smaller structure{otherwise and ', ' + otherwise}."
        )


def large(number: int) -> str:
    """Write a whole number, a very large one as a power of ten."""
    return f"{number:,}" if number < 10**9 else f"about 10^{len(str(number)) - 1}"


# ------------------------------------------------------------------ names and numbers


def _name_chances(chart: Chart, tree: Tree, owner: Ints, infoset: Ints) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Number the chance moves as they come, and give their names and outcomes."""
    number: dict[tuple[str, tuple[str, ...]], int] = {}
    of_kind = np.zeros(len(chart.owner), np.int32)
    for kind, event in enumerate(chart.events):
        if chart.owner[kind] == CHANCE:
            of_kind[kind] = number.setdefault((event[1], event[2]), len(number))
    nodes = np.flatnonzero(owner == CHANCE)
    found, where, which = distinct(of_kind[tree.kind[nodes]])
    order = np.argsort(where)
    infoset[nodes] = ranks(order)[which]
    names = list(number)
    return tuple(names[found[k]] for k in order)


def _gather_sets(
    chart: Chart, tree: Tree, totals: Totals, owner: Ints, infoset: Ints
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
        rank = ranks(order)
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


def _numbers(chart: Chart, tree: Tree, leaves: Ints, endings: Endings, table: TermTable) -> tuple[Combination, Combination, Combination]:
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
        return table.combination((rows[k] for k in order), ranks(order)[which])

    return (
        combination(drawn_rows, drawn_at, drawn_which),
        combination(paid_rows, paid_at, paid_which),
        table.combination(measured_rows, ranks(order)[measured_which]),
    )
