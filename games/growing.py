"""The tree that scenes unfold to: each is stamped wherever a play leads to it, all nodes of a depth at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .chart import HANDOVER, Chart
from .terms import Ints


@dataclass(frozen=True)
class Tree:
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


def grow(chart: Chart) -> Tree:
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
    return Tree(whole[0], whole[1], whole[2], whole[3], whole[4], whole[5], batches)
