"""What is believed of types from a continuum, from a profile by type: pieces, moved by Bayes' rule wherever it can."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from games import Game, GameError
from games.numbers import Expression, Number, simplest
from games.tree import CHANCE

from ..results import ByType

Play = Mapping[str, Mapping[str, Number]]


@dataclass(frozen=True)
class Piece:
    """An interval of a player's types that play alike.

    Parameters
    ----------
    low, high : number
        Its ends.
    weight : number
        What is believed of it, up to a common factor.
    play : dict
        What its types do.
    """

    low: Number
    high: Number
    weight: Number
    play: Play


class Beliefs:
    """What is believed at the information sets of one game with one profile by type."""

    def __init__(self, game: Game, claim: ByType) -> None:
        self.game, self.claim = game, claim
        self.types = {t.owner: t for t in game.types if t.at is None}
        self.shocks = {game.set_index(t.owner, t.at): t for t in game.types if t.at is not None}
        self.told = {self._move_before(b.player, b.history): b.pieces for b in claim.beliefs if b.fresh}
        self.nodes = {s: game.set_nodes(s) for s in range(game.infosets)}

    def prior(self, j: int) -> list[Piece]:
        """The cells of a player with their shares."""
        player = self.game.players[j]
        cells = self.claim.cells[player]
        if player not in self.types:
            return [Piece(0, 0, Fraction(1), cells[0].play)]
        low, high = cells[0].low, cells[-1].high
        return [Piece(c.low, c.high, self.part(player, (c.low, c.high), (low, high)), c.play) for c in cells]

    def part(self, player: str, inner: tuple[Number, Number], whole: tuple[Number, Number]) -> Number:
        """The share of an interval in a larger one, by the law of a player's type."""
        return quotient(inner[1] - inner[0], whole[1] - whole[0])

    def pieces(self, j: int, node: int, infoset: int) -> list[Piece]:
        """What is believed of a player at an information set, if play is at one of its nodes; weights up to a common factor."""
        game, pieces = self.game, self.prior(j)
        for above, move in game.path(node):
            if game.owner[above] != j:
                continue
            s = int(game.infoset[above])
            label, action = game.set_labels[s], game.set_actions[s][move]
            moved = [Piece(p.low, p.high, simplest(p.weight * p.play[label][action]), p.play) for p in pieces]
            moved = [p for p in moved if p.weight != 0]
            if not moved and self._seen(s, move, infoset):
                moved = self._afresh(j, above, move)
            pieces = moved
        return pieces

    def _move_before(self, player: str, history: str) -> tuple[int, int]:
        """The information set and the move of a player with which a history ends."""
        game = self.game
        for node in range(1, game.nodes):
            above = int(game.parent[node])
            if game.owner[above] == game.players.index(player) and game.history(node) == history:
                return int(game.infoset[above]), int(game.move[node])
        raise GameError(f"{history!r} is no history that ends with a move of {player}.")

    def moves(self, node: int) -> set[tuple[int, int]]:
        """The moves of players on the way to a node, each with its information set."""
        return {(int(self.game.infoset[a]), m) for a, m in self.game.path(node) if self.game.owner[a] >= 0}

    def _seen(self, s: int, move: int, infoset: int) -> bool:
        """Whether whoever moves at an information set has seen this move at another one."""
        return all((s, move) in self.moves(n) for n in self.nodes[infoset])

    def _afresh(self, j: int, node: int, move: int) -> list[Piece]:
        """The belief that is stated after a move that no type makes, cut by the strategy."""
        game, player = self.game, self.game.players[j]
        if player not in self.types:
            return self.prior(j)
        history = game.history(game.children(node)[move])
        stated = self.told.get((int(game.infoset[node]), move))
        if stated is None:
            raise GameError(f"No type of {player} is believed possible after {history!r}; state what is believed there.")
        if simplest(sum((w for _, _, w in stated), Fraction(0))) != 1 or min(w for _, _, w in stated) < 0:
            raise GameError(f"What is believed of {player} after {history!r} are no weights that add up to 1.")
        cut = []
        for low, high, weight in stated:
            for cell in self.claim.cells[player]:
                inner, outer = max(low, cell.low), min(high, cell.high)
                if inner < outer and weight != 0:
                    share = self.part(player, (inner, outer), (low, high))
                    cut.append(Piece(inner, outer, simplest(weight * share), cell.play))
        return cut

    def joint(self, j: int, s: int) -> dict[int, list[Piece]]:
        """What is stated of a player to whom chance told its type, by node, where none of these types makes its first move before a set.

        Divided by the odds of the type, which the nodes have from chance.
        """
        game, firsts = self.game, {}
        for n in self.nodes[s]:
            own = [(a, move) for a, move in game.path(n) if game.owner[a] == j]
            if not own or game.players[j] in self.types:
                return {}
            firsts[n] = own
        play = self.claim.cells[game.players[j]][0].play

        def chance(a: int, move: int) -> Number:
            return play[game.set_labels[game.infoset[a]]][game.set_actions[game.infoset[a]][move]]

        moves = {(int(game.infoset[own[0][0]]), own[0][1]): own[0][0] for own in firsts.values()}
        if len(moves) < 2 or any(chance(own[0][0], own[0][1]) != 0 for own in firsts.values()):
            return {}
        stated = {}
        for (t, move), node in moves.items():
            if (t, move) not in self.told:
                raise GameError(
                    f"No type of {game.players[j]} is believed possible after {game.history(game.children(node)[move])!r}; "
                    "state what is believed there."
                )
            stated[t, move] = sum((w for _, _, w in self.told[t, move]), Fraction(0))
        if simplest(sum(stated.values(), Fraction(0))) != 1 or min(stated.values()) < 0:
            raise GameError(
                f"What is believed of the types of {game.players[j]} at {game.set_labels[s]!r} are no weights that add up to 1."
            )
        out = {}
        for n, own in firsts.items():
            (a, move), *later = own
            weight = quotient(stated[int(game.infoset[a]), move], self.chance_before(a))
            out[n] = [Piece(0, 0, simplest(weight * product_of(chance(b, m) for b, m in later)), play)]
        return out

    def chance_before(self, node: int) -> Number:
        """The probability of chance on the way to a node."""
        path = [*(a for a, _ in self.game.path(node)), node]
        return product_of(self.game.chance(b) for a, b in pairwise(path) if self.game.owner[a] == CHANCE)


def quotient(top: Number, bottom: Number) -> Number:
    """Divide exactly."""
    return simplest((Expression.constant(0) + top) / bottom)


def total_weight(pieces: Sequence[Piece]) -> Number:
    """Add up what is believed of pieces."""
    return sum((p.weight for p in pieces), Fraction(0))


def product_of(numbers: Any) -> Number:
    """Multiply exactly."""
    total: Number = Fraction(1)
    for x in numbers:
        total = total * x
    return total
