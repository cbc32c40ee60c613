"""A game at a parameter point, as the verifier reads it: plain lists of exact numbers, rebuilt from the tree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

from games import Game, GameError
from games.checks import check_finite, check_recall
from games.numbers import text
from games.terms import Combination
from games.tree import CHANCE

from .signs import ONE, ZERO, Exact, exact, is_zero, plain, sign

Strategies = Sequence[Sequence[Exact]]
"""Per information set, the probability of each action."""


@dataclass(frozen=True, eq=False)
class Table:
    """The tree of a game with a number for every chance and payoff.

    Nodes, sets, players and actions are indices of `game`; labels are read from it.

    Parameters
    ----------
    game : Game
        The game, with numbers for all parameters.
    parent, owner, infoset, move : list of int
        As in `Game`.
    children : list of range
        The children of every node, in the order of its actions.
    members : list of list of int
        The nodes of every information set.
    set_owner : list of int
        The player of every information set.
    chances : list of numbers
        The probability of the chance outcome that leads to a node; one where a player moves there.
    payoffs : list of lists of numbers
        A player's payoff at every leaf, by node; empty at other nodes.
    """

    game: Game
    parent: list[int]
    owner: list[int]
    infoset: list[int]
    move: list[int]
    children: list[range]
    members: list[list[int]]
    set_owner: list[int]
    chances: list[Exact]
    payoffs: list[list[Exact]]

    @property
    def players(self) -> tuple[str, ...]:
        """The players' labels."""
        return self.game.players

    @cached_property
    def places(self) -> list[str]:
        """Who moves at every information set, and where, in words."""
        return [f"{self.player(k)} at {self.name(k)}" for k in range(len(self.members))]

    @cached_property
    def histories(self) -> list[list[str]]:
        """The histories of the nodes of every information set."""
        return [[self.game.history(node) for node in nodes] for nodes in self.members]

    def name(self, infoset: int) -> str:
        """Quote the label of an information set."""
        return repr(self.game.set_labels[infoset])

    def action(self, infoset: int, action: int) -> str:
        """Quote the label of an action."""
        return repr(self.game.set_actions[infoset][action])

    def player(self, infoset: int) -> str:
        """The label of the player who moves at an information set."""
        return self.players[self.set_owner[infoset]]


@lru_cache(maxsize=8)
def tabulate(game: Game) -> Table:
    """Read a game's tree and numbers; open parameters get their defaults.

    Raises
    ------
    GameError
        When a player forgets, or a chance move's probabilities are not positive numbers that add up to one.
    """
    check_finite(game, "This verdict")
    if game.parameters:
        game = game.at()
    check_recall(game)
    terms, count = [exact(term) for term in game.terms], len(game.players)
    chances, payoffs = numbers(game.chances, terms), numbers(game.payoffs, terms)
    table = Table(
        game=game,
        parent=game.parent.tolist(),
        owner=game.owner.tolist(),
        infoset=game.infoset.tolist(),
        move=game.move.tolist(),
        children=[range(first, after) for first, after in pairwise(game.first_child.tolist())],
        members=[game.set_nodes(k) for k in range(game.infosets)],
        set_owner=game.set_owner.tolist(),
        chances=[chances[row] if row >= 0 else ONE for row in game.chance_row.tolist()],
        payoffs=[[] for _ in range(game.nodes)],
    )
    for leaf, node in enumerate(game.leaf_nodes.tolist()):
        table.payoffs[node] = payoffs[leaf * count : (leaf + 1) * count]
    _check_chances(table)
    return table


def numbers(rows: Combination, terms: Sequence[Exact]) -> list[Exact]:
    """Put numbers in for the terms of rows of a game."""
    coefficients = [exact(number) for number in rows.numbers]
    entries = [coefficients[v] * terms[t] for t, v in zip(rows.term.tolist(), rows.value.tolist(), strict=True)]
    return [plain(sum(entries[a:b], ZERO)) for a, b in pairwise(rows.start.tolist())]


def values(table: Table, strategies: Strategies) -> list[list[Exact]]:
    """Expected payoffs of every player from every node on."""
    out = list(table.payoffs)
    players = range(len(table.players))
    for node in range(len(table.parent) - 1, -1, -1):
        if not table.children[node]:
            continue
        moves = [(p, out[child]) for p, child in steps(table, strategies, node) if not is_zero(p)]
        if len(moves) == 1:  # then its probability is one
            out[node] = moves[0][1]
        else:
            out[node] = [plain(sum((p * value[i] for p, value in moves), ZERO)) for i in players]
    return out


def reaches(table: Table, strategies: Strategies) -> list[Exact]:
    """The probability with which play reaches every node."""
    out: list[Exact] = [ONE]
    for node in range(1, len(table.parent)):
        parent_reach = out[table.parent[node]]
        step = probability(table, strategies, node)
        out.append(parent_reach if step == 1 else ZERO if is_zero(parent_reach) or is_zero(step) else plain(parent_reach * step))
    return out


def probability(table: Table, strategies: Strategies, node: int) -> Exact:
    """The probability of the move that leads to a node, once its parent is reached."""
    parent = table.parent[node]
    return table.chances[node] if table.owner[parent] == CHANCE else strategies[table.infoset[parent]][table.move[node]]


def steps(table: Table, strategies: Strategies, node: int) -> Iterable[tuple[Exact, int]]:
    """The children of a node, each with the probability of the move that leads there."""
    children = table.children[node]
    mix = [table.chances[child] for child in children] if table.owner[node] == CHANCE else strategies[table.infoset[node]]
    return zip(mix, children, strict=True)


def _check_chances(table: Table) -> None:
    for node, owner in enumerate(table.owner):
        if owner != CHANCE:
            continue
        chances = [table.chances[child] for child in table.children[node]]
        name, labels = table.game.chance_moves[table.infoset[node]]
        for label, chance in zip(labels, chances, strict=True):
            if sign(chance) <= 0:
                raise GameError(f"The chance of {label!r} at {name!r} is {text(chance)}; every chance must be positive. Remove the branch.")
        if not is_zero(total := plain(sum(chances, ZERO) - 1)):
            raise GameError(f"The chances of {name!r} add up to {text(plain(total + 1))}, not 1.")
