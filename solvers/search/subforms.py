"""Subforms of a tree: parts in which play can be looked at by itself, whatever is believed of where they were entered.

A subform is some nodes, its *entries*, with everything that follows them, such that no
information set reaches out of it: what is played inside bears on the rest only through its
payoffs, and the rest bears on it only through the belief about where it was entered.
After a public history, the nodes of all types are the entries of one.  A proper subgame is
a subform with one entry.  The word is that of Kreps and Wilson (1982).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from games import Game
from games.tree import CHANCE, TERMINAL


@dataclass(frozen=True, eq=False)
class Subform:
    """A subform of a tree.

    Parameters
    ----------
    entries : tuple of tuple of int
        The nodes with which it starts, none below another, in classes: chance alone tells those of a class apart, so that
        their odds, once one of them is reached, are known.
    first : tuple of int
        The information sets that move at once, all of whose nodes are entries or lie after chance moves below them.
    subforms : tuple of Subform
        The subforms that follow their moves.
    """

    entries: tuple[tuple[int, ...], ...]
    first: tuple[int, ...]
    subforms: tuple[Subform, ...]
    sets: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "sets", frozenset(self.first).union(*(subform.sets for subform in self.subforms)))


def subforms_of(game: Game) -> Subform:
    """Divide a tree into subforms, each into the subforms that follow its first moves."""
    below: list[frozenset[int]] = [frozenset()] * game.nodes
    for node in range(game.nodes - 1, -1, -1):
        own = frozenset({int(game.infoset[node])}) if game.owner[node] >= 0 else frozenset()
        below[node] = own.union(*(below[c] for c in game.children(node)))
    return _subform(game, (0,), below)


def _classes(game: Game, nodes: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    """Group nodes with the same moves of players before them."""
    classes: dict[tuple[tuple[int, int], ...], list[int]] = {}
    for node in nodes:
        moves = tuple(sorted((int(game.infoset[n]), a) for n, a in game.path(node) if game.owner[n] >= 0))
        classes.setdefault(moves, []).append(node)
    return tuple(map(tuple, classes.values()))


def _subform(game: Game, entries: tuple[int, ...], below: Sequence[frozenset[int]]) -> Subform:
    frontier = list(_after_chance(game, entries))
    strictly = frozenset[int]().union(*(below[c] for n in frontier for c in game.children(n)))
    at = {int(game.infoset[n]) for n in frontier}
    first = at - strictly
    if not first:  # where sets cross one another, all are one subform
        return Subform(_classes(game, entries), tuple(sorted(at | strictly)), ())
    successors: list[int] = []
    for node in frontier:
        successors += game.children(node) if int(game.infoset[node]) in first else [node]
    rest = [n for n in successors if below[n]]
    return Subform(
        _classes(game, entries), tuple(sorted(first)), tuple(_subform(game, tuple(nodes), below) for nodes in _linked(rest, below))
    )


def _after_chance(game: Game, nodes: Sequence[int]) -> Iterator[int]:
    """The first moves of players at or below some nodes."""
    for node in nodes:
        if int(game.owner[node]) == CHANCE:
            yield from _after_chance(game, game.children(node))
        elif int(game.owner[node]) != TERMINAL:
            yield node


def _linked(nodes: Sequence[int], below: Sequence[frozenset[int]]) -> list[list[int]]:
    """Group nodes whose subtrees share information sets."""
    groups: list[tuple[frozenset[int], list[int]]] = []
    for node in nodes:
        overlapping = [group for group in groups if group[0] & below[node]]
        groups = [group for group in groups if group not in overlapping]
        groups.append(
            (below[node].union(*(sets for sets, _ in overlapping)), sorted([node, *(n for _, members in overlapping for n in members)]))
        )
    return [members for _, members in sorted(groups, key=lambda group: group[1])]


def entered_afresh(game: Game, subform: Subform) -> Iterator[Subform]:
    """The subforms within one whose entries players' moves since it was entered tell apart: what is believed there may begin afresh."""
    above = {node for nodes in subform.entries for node in nodes}
    for inner in subform.subforms:
        if len({_moves_since(game, above, nodes[0]) for nodes in inner.entries}) > 1:
            yield inner
        yield from entered_afresh(game, inner)


def _moves_since(game: Game, above: set[int], node: int) -> tuple[tuple[int, int], ...]:
    """The players' moves between the nearest of some nodes above and a node."""
    moves = []
    while node not in above:
        parent = int(game.parent[node])
        if game.owner[parent] >= 0:
            moves.append((int(game.infoset[parent]), list(game.children(parent)).index(node)))
        node = parent
    return tuple(sorted(moves))
