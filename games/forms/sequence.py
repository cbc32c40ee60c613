"""The sequence form and the leaf table: views of a game that forget its inner nodes.

A player's *sequence* is what it has done so far: none of its actions, or an action at one of its
information sets and what led there.  Payoffs depend on strategies only through products of the
probabilities of sequences (perfect recall).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from ..checks import check_finite, refuse_many_nodes
from ..errors import GameError
from ..numbers import Number
from ..terms import Ints
from ..tree import CHANCE, Game

Exact: TypeAlias = npt.NDArray[np.object_]
Floats: TypeAlias = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Sequences:
    """The sequences of one player, parents first; the first is empty.

    Parameters
    ----------
    player : str
        Whose they are.
    labels : tuple of str
        ``start`` for the empty sequence, else the label of the information set and the action, as ``strong: beer``.
    infosets : array of int32, shape (information sets of the player,)
        Their indices in the game.
    first : array of int32, shape (information sets of the player,)
        The sequence of the first action at each; those of its other actions follow.
    before : array of int32, shape (information sets of the player,)
        The sequence that leads to each.
    """

    player: str
    labels: tuple[str, ...]
    infosets: Ints
    first: Ints
    before: Ints

    def __len__(self) -> int:
        return len(self.labels)


@dataclass(frozen=True, eq=False)
class LeafTable:
    """What the leaves add up to: one row for each tuple of sequences, one a player, that ends some play.

    Parameters
    ----------
    players : tuple of Sequences
        The sequences that the rows speak of.
    sequences : array of int32, shape (rows, players)
        Index of each player's sequence; rows in lexicographic order.
    weights : array of float or exact numbers, shape (rows,)
        Probability that chance allows the row, summed over its leaves.
    payoffs : array of float or exact numbers, shape (rows, players)
        Payoffs, weighted by the probability of chance's moves and summed over the leaves.
    """

    players: tuple[Sequences, ...]
    sequences: Ints
    weights: Any
    payoffs: Any

    def __len__(self) -> int:
        return len(self.sequences)


@dataclass(frozen=True, eq=False)
class SequenceForm:
    """The sequence form of a game of two players, in exact numbers.

    Realisation plans ``x`` and ``y`` (the probability of each sequence of the first and of the second player) satisfy
    ``E @ x == e`` and ``F @ y == f``, are not negative, and earn ``x @ A @ y`` and ``x @ B @ y``.

    Parameters
    ----------
    E, F : arrays of int, shape (information sets of the player + 1, sequences of the player)
        The first row holds the empty sequence; the others the actions at a set, less the sequence before it.
    e, f : arrays of int, shape (information sets of the player + 1,)
        One, then zeros.
    A, B : arrays of exact numbers, shape (sequences of the first, sequences of the second player)
        Payoffs, chance included.
    """

    E: Exact
    e: Exact
    F: Exact
    f: Exact
    A: Exact
    B: Exact


def sequences(game: Game) -> tuple[Sequences, ...]:
    """List the sequences of every player, in player order.

    Examples
    --------
    >>> from games import load
    >>> sequences(load("selten_horse"))[2].labels
    ('start', 'start: L', 'start: R')
    """
    firsts, before = _numbering(game), sequences_before(game)
    lists = []
    for k, player in enumerate(game.players):
        own = np.flatnonzero(game.set_owner == k)
        labels = ("start", *(f"{game.set_labels[i]}: {action}" for i in own for action in game.set_actions[i]))
        nodes = [game.set_nodes(int(i))[0] for i in own]
        lists.append(Sequences(player, labels, own.astype(np.int32), firsts[own], before[nodes, k]))
    return tuple(lists)


def leaf_table(game: Game) -> LeafTable:
    """Tabulate the leaves in floating point.

    Parameters
    ----------
    game : Game
        Without open parameters; ``game.at(...)`` puts numbers in.

    Raises
    ------
    GameError
        When a parameter is open.

    Examples
    --------
    >>> from games import load
    >>> len(leaf_table(load("kuhn")))
    30
    """
    check_finite(game, "A leaf table")
    if game.parameters:
        opened = ", ".join(game.parameters)
        raise GameError(f"{game.name} leaves {opened} open; put numbers in with game.at(...), or take exact_leaf_table.")
    return next(leaf_tables(game, np.array([[float(term) for term in game.terms]])))


def leaf_tables(game: Game, values: Floats) -> Iterator[LeafTable]:
    """Tabulate the leaves in floating point at several values of the game's terms, shape (points, terms); all have the same rows."""
    own, (rows, where) = sequences(game), _rows(game)
    levels = list(_levels(game))
    for terms in values:
        chances, reach = game.chances.floats(terms), np.ones(game.nodes)
        for level in levels:
            drawn = game.chance_row[level]
            reach[level] = reach[game.parent[level]] * np.where(drawn >= 0, chances[drawn] if len(chances) else 1.0, 1.0)
        met = reach[game.leaf_nodes]
        payoffs = game.payoffs.floats(terms).reshape(-1, len(game.players))
        sums = [np.bincount(where, weights=met * payoff, minlength=len(rows)) for payoff in payoffs.T]
        yield LeafTable(own, rows, np.bincount(where, weights=met, minlength=len(rows)), np.stack(sums, axis=1))


def exact_leaf_table(game: Game) -> LeafTable:
    """Tabulate the leaves in exact numbers; parameters may stay open."""
    check_finite(game, "A leaf table")
    refuse_many_nodes(game, "An exact leaf table adds up exact numbers at every node")
    reach: list[Number] = [1] * game.nodes
    for node in range(1, game.nodes):
        above = int(game.parent[node])
        reach[node] = reach[above] * game.chance(node) if game.owner[above] == CHANCE else reach[above]
    rows, where = _rows(game)
    weights, payoffs = _zeros(len(rows)), _zeros(len(rows), len(game.players))
    for leaf, (node, row) in enumerate(zip(game.leaf_nodes, where, strict=True)):
        weights[row] += reach[node]
        for player in range(len(game.players)):
            payoffs[row, player] += reach[node] * game.payoff(leaf, player)
    return LeafTable(sequences(game), rows, weights, payoffs)


def sequence_form(game: Game) -> SequenceForm:
    """Give the sequence form of a game of two players.

    Raises
    ------
    GameError
        When there are not exactly two players.

    References
    ----------
    von Stengel, B. (1996). Efficient computation of behavior strategies. *Games and Economic Behavior* 14, 220-246.
    """
    if len(game.players) != 2:
        raise GameError(f"sequence_form is for two players, but {game.name} has {', '.join(game.players)}; take exact_leaf_table.")
    table = exact_leaf_table(game)
    one, two = table.players
    A, B = _zeros(len(one), len(two)), _zeros(len(one), len(two))
    for (x, y), (a, b) in zip(table.sequences, table.payoffs, strict=True):
        A[x, y], B[x, y] = a, b
    (E, e), (F, f) = _flow(game, one), _flow(game, two)
    return SequenceForm(E, e, F, f, A, B)


def _flow(game: Game, own: Sequences) -> tuple[Exact, Exact]:
    """Say that a plan is one, and that at each set its actions share what the sequence before it has."""
    matrix, constants = _zeros(len(own.infosets) + 1, len(own)), _zeros(len(own.infosets) + 1)
    matrix[0, 0] = constants[0] = 1
    for k, (infoset, first, before) in enumerate(zip(own.infosets, own.first, own.before, strict=True), 1):
        matrix[k, before] = -1
        matrix[k, first : first + len(game.set_actions[infoset])] = 1
    return matrix, constants


def _zeros(*shape: int) -> Exact:
    return np.full(shape, 0, dtype=object)


def _levels(game: Game) -> Iterable[slice]:
    """The nodes of each depth, from the second on; they are neighbours."""
    start, end = 1, int(game.first_child[1])
    while start < end:
        yield slice(start, end)
        start, end = end, int(game.first_child[end])


def _numbering(game: Game) -> Ints:
    """The sequence of the first action at every information set, shape (information sets,)."""
    sizes = np.array([len(actions) for actions in game.set_actions], np.int32)
    first = np.zeros(game.infosets, np.int32)
    for player in range(len(game.players)):
        own = game.set_owner == player
        first[own] = 1 + np.cumsum(sizes[own]) - sizes[own]
    return first


def sequences_before(game: Game) -> Ints:
    """Every player's sequence before every node, shape (nodes, players)."""
    first = _numbering(game)
    before = np.zeros((game.nodes, len(game.players)), np.int32)
    for level in _levels(game):
        above = game.parent[level]
        before[level] = before[above]
        chosen = np.flatnonzero(game.owner[above] >= 0)
        nodes = chosen + level.start
        before[nodes, game.owner[above[chosen]]] = first[game.infoset[above[chosen]]] + game.move[nodes]
    return before


def _rows(game: Game) -> tuple[Ints, npt.NDArray[np.intp]]:
    """The distinct tuples of sequences at the leaves, shape (rows, players), and the row of every leaf."""
    tuples = sequences_before(game)[game.leaf_nodes]
    row_of = np.zeros(len(tuples), np.intp)
    first = np.zeros(1, np.intp)
    for column in tuples.T:
        _, first, row_of = np.unique(row_of * (int(column.max()) + 1) + column, return_index=True, return_inverse=True)
    return tuples[first], row_of
