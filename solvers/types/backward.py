"""Games with types that are solved from the end: nobody's choice depends on what is believed of a type.

At the last choices the worth of each action is a known line in the type of whoever chooses, so the types at which the choice changes
are known too, and with them the lines of the choices before.  That goes on as long as nobody who is still to choose has chosen before:
of its type nothing but the law is known.  Where no two best actions tie for an interval of types the equilibrium found is the only
one, and no search is needed, however fine the steps of an offer are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TypeAlias

from games import Game, Uniform
from games.numbers import Number
from games.tree import CHANCE, TERMINAL

from ..results import Assessment, ByType, Profile, TypeBelief, TypeCell
from .presentation import in_steps

Line: TypeAlias = tuple[Fraction, Fraction]
"""What types expect, as a constant and a slope."""
Weights: TypeAlias = Mapping[int, Sequence[tuple[Fraction, Mapping[int, int]]]]
"""By player, what is believed of each of its cells, with what the cell does."""


@dataclass(frozen=True)
class Interval:
    """Types that play alike; `play` holds an action for each information set that is decided."""

    low: Fraction
    high: Fraction
    play: Mapping[int, int]


class Backward:
    """The only equilibrium of a game, where it can be found from the end.

    Parameters
    ----------
    game : Game
        Without open parameters, with uniform types.

    Attributes
    ----------
    found : bool
        Whether it was; the rest is told only then.
    """

    def __init__(self, game: Game) -> None:
        self.game, self.players = game, range(len(game.players))
        self.owner, self.infoset = [int(x) for x in game.owner], [int(x) for x in game.infoset]
        laws = {t.owner: t.law for t in game.types}
        self.typed = [player in laws for player in game.players]
        self.found = _readable(game)
        if self.found:
            self.lines = {int(n): [self._told(leaf, i) for i in self.players] for leaf, n in enumerate(game.leaf_nodes)}
            ends = [laws[player].arguments if player in laws else (0, 0) for player in game.players]
            self.cells = [[Interval(_rational(low), _rational(high), {})] for low, high in ends]
            self.found = self._beliefs_do_not_matter() and self._decided()

    def _told(self, leaf: int, i: int) -> Line:
        constant, slopes = self.game.payoff_line(leaf, i)
        return _rational(constant), _rational(next(iter(slopes.values()), 0))

    # ---------------------------------------------------------------- from the end

    def _movers(self) -> tuple[list[set[int]], list[set[int]]]:
        """Who has chosen before each node, and who may choose after it."""
        game = self.game
        before: list[set[int]] = [set() for _ in range(game.nodes)]
        after: list[set[int]] = [set() for _ in range(game.nodes)]
        for n in range(1, game.nodes):
            above = int(game.parent[n])
            before[n] = before[above] | {self.owner[above]}
        for n in range(game.nodes - 1, 0, -1):
            after[int(game.parent[n])] |= after[n] | {self.owner[n]}
        return before, after

    def _beliefs_do_not_matter(self) -> bool:
        """Whether nobody with a type who has chosen before a node chooses again after it, but for whoever chooses there."""
        before, after = self._movers()
        chosen = [n for n in range(self.game.nodes) if self.owner[n] >= 0]
        return not any(self.typed[j] for n in chosen for j in self.players if j != self.owner[n] and j in before[n] and j in after[n])

    def _decided(self) -> bool:
        """Decide each information set, the last ones first; whether no two actions tie."""
        for n in sorted((n for n in range(self.game.nodes) if self.owner[n] >= 0), key=lambda n: -int(self.game.depth[n])):
            i, s = self.owner[n], self.infoset[n]
            about = self._expected(i)
            cells: list[Interval] = []
            for cell in self.cells[i]:
                lines = [self.line(i, child, cell.play, about) for child in self.game.children(n)]
                best = envelope(lines, cell.low, cell.high)
                if best is None:
                    return False
                for low, high, action in best:
                    play = {**cell.play, s: action}
                    if cells and cells[-1].play == play:
                        low = cells.pop().low
                    cells.append(Interval(low, high, play))
            self.cells[i] = cells
        return True

    def _expected(self, i: int) -> Weights:
        """What is believed of the others before play."""
        return {j: [(self.share(j, cell), cell.play) for cell in self.cells[j]] for j in self.players if j != i}

    def share(self, j: int, cell: Interval) -> Fraction:
        """The share of a cell in all types of its player."""
        return (cell.high - cell.low) / (self.cells[j][-1].high - self.cells[j][0].low) if self.typed[j] else Fraction(1)

    def line(self, i: int, node: int, play: Mapping[int, int], about: Weights) -> Line:
        """What a player expects from a node on, when its own types go on in some way."""
        owner, s = self.owner[node], self.infoset[node]
        if owner == TERMINAL:
            return self.lines[node][i]
        total = [Fraction(0), Fraction(0)]
        for move, child in enumerate(self.game.children(node)):
            chance, there = Fraction(1), about
            if owner == CHANCE:
                chance = _rational(self.game.chance(child))
            elif owner == i:
                chance = Fraction(play[s] == move)
            else:
                kept = [(w, does) for w, does in about[owner] if does[s] == move]
                chance = sum((w for w, _ in kept), Fraction(0)) / sum(w for w, _ in about[owner])
                there = {**about, owner: kept}
            if chance:
                constant, slope = self.line(i, child, play, there)
                total = [total[0] + chance * constant, total[1] + chance * slope]
        return total[0], total[1]

    # ---------------------------------------------------------------- what it says

    def alive(self, j: int, node: int) -> list[Interval]:
        """The cells that may have come to a node, all of them again after a move that no type makes."""
        cells = self.cells[j]
        for above, move in self.game.path(node):
            if self.owner[above] == j:
                cells = [cell for cell in cells if cell.play[self.infoset[above]] == move] or self.cells[j]
        return cells

    @property
    def by_type(self) -> ByType:
        """Cells and beliefs."""
        game, cells = self.game, {}
        for i, player in enumerate(game.players):
            about = self._expected(i)
            cells[player] = tuple(
                TypeCell(cell.low, cell.high, self._rows(i, cell.play), self.line(i, 0, cell.play, about)) for cell in self.cells[i]
            )
        return ByType({t.owner: t.name for t in game.types}, cells, tuple(self._beliefs()))

    def _rows(self, i: int, play: Mapping[int, int]) -> dict[str, dict[str, Fraction]]:
        game = self.game
        return {game.set_labels[s]: {a: Fraction(k == play[s]) for k, a in enumerate(game.set_actions[s])} for s in sorted(play)}

    def _beliefs(self) -> Iterator[TypeBelief]:
        """What is believed after each move that somebody else sees who moves later; anything after a move that no type makes."""
        game, (_, after) = self.game, self._movers()
        for s in range(game.infosets):
            j, (node,) = int(game.set_owner[s]), game.set_nodes(s)
            for a, child in enumerate(game.children(node)):
                if not self.typed[j] or not any(i not in (CHANCE, TERMINAL, j) for i in after[child] | {self.owner[child]}):
                    continue
                history, kept = game.history(child), [cell for cell in self.alive(j, node) if cell.play[s] == a]
                if not kept:
                    whole = self.cells[j][0].low, self.cells[j][-1].high, Fraction(1)
                    yield TypeBelief(game.players[j], history, (whole,), True, len(self.cells[j]) == 1)
                    continue
                total = sum(self.share(j, cell) for cell in kept)
                yield TypeBelief(game.players[j], history, tuple((c.low, c.high, self.share(j, c) / total) for c in kept))

    @property
    def assessment(self) -> Assessment:
        """What the others expect at each information set, at which everything is seen."""
        game = self.game
        strategies: dict[str, dict[str, dict[str, Fraction]]] = {player: {} for player in game.players}
        beliefs: dict[str, dict[str, dict[str, Fraction]]] = {player: {} for player in game.players}
        for s in range(game.infosets):
            j, (node,) = int(game.set_owner[s]), game.set_nodes(s)
            alive = self.alive(j, node)
            total = sum(self.share(j, cell) for cell in alive)
            strategies[game.players[j]][game.set_labels[s]] = {
                action: sum((self.share(j, cell) for cell in alive if cell.play[s] == a), Fraction(0)) / total
                for a, action in enumerate(game.set_actions[s])
            }
            beliefs[game.players[j]][game.set_labels[s]] = {game.history(node): Fraction(1)}
        return Assessment(Profile(strategies), beliefs)

    @property
    def chances(self) -> list[Fraction]:
        """The probability of each leaf."""
        game, chances = self.game, []
        for leaf in map(int, game.leaf_nodes):
            path = game.path(leaf)
            chance = Fraction(1)
            for above, below in pairwise([*(a for a, _ in path), leaf]):
                chance *= _rational(game.chance(below)) if self.owner[above] == CHANCE else 1
            for j in self.players:
                own = [(self.infoset[a], move) for a, move in path if self.owner[a] == j]
                chance *= sum((self.share(j, c) for c in self.cells[j] if all(c.play[s] == move for s, move in own)), Fraction(0))
            chances.append(chance)
        return chances

    @property
    def outcomes(self) -> dict[str, Fraction]:
        """The probability of each class of endings."""
        game, total = self.game, dict.fromkeys(self.game.outcome_names, Fraction(0))
        for leaf, chance in enumerate(self.chances):
            total[game.outcome_names[game.outcome[leaf]]] += chance
        return total

    @property
    def payoffs(self) -> dict[str, Fraction]:
        """Expected payoffs before the types are drawn."""
        payoffs = {}
        for i, player in enumerate(self.game.players):
            about, total = self._expected(i), Fraction(0)
            for cell in self.cells[i]:
                constant, slope = self.line(i, 0, cell.play, about)
                total += self.share(i, cell) * (constant + slope * (cell.low + cell.high) / 2)
            payoffs[player] = total
        return payoffs

    @property
    def measures(self) -> dict[str, Fraction]:
        """Expected measures."""
        game, chances = self.game, self.chances
        names = enumerate(game.measure_names)
        return {name: sum((p * _rational(game.measure(k, m)) for k, p in enumerate(chances)), Fraction(0)) for m, name in names}

    @property
    def title(self) -> str:
        """What it is called, by what is played."""
        told = []
        for i, player in enumerate(self.game.players):
            cells = [", ".join(in_steps(self.game, {s: (a,) for s, a in cell.play.items()})) for cell in self.cells[i]]
            told += [f"{player} {' | '.join(cells)}"] if any(cells) else []
        return "; ".join(told)


def _readable(game: Game) -> bool:
    """Whether all moves are seen, types are uniform and known from the start, one for each player, and all numbers are rational."""
    if any(not isinstance(t.law, Uniform) or t.at is not None for t in game.types):
        return False
    if len({t.owner for t in game.types}) < len(game.types) or any(len(game.set_nodes(s)) > 1 for s in range(game.infosets)):
        return False
    lines = [game.payoff_line(leaf, i) for leaf in range(game.leaves) for i in range(len(game.players))]
    numbers = [x for constant, slopes in lines for x in (constant, *slopes.values())]
    numbers += [x for t in game.types for x in t.law.arguments]
    numbers += [game.chance(n) for n in range(1, game.nodes) if game.chance_row[n] >= 0]
    return all(isinstance(x, int | Fraction) for x in numbers)


def _rational(number: Number) -> Fraction:
    """A number of a game without open parameters or roots."""
    assert isinstance(number, int | Fraction)
    return Fraction(number)


def envelope(lines: Sequence[Line], low: Fraction, high: Fraction) -> list[tuple[Fraction, Fraction, int]] | None:
    """Which line is the highest where, from the lowest type to the highest; None where two are for an interval, or for a single type."""

    def height(k: int) -> tuple[Fraction, Fraction]:
        return lines[k][0] + lines[k][1] * place, lines[k][1] if low < high else Fraction(0)

    place, pieces = low, list[tuple[Fraction, Fraction, int]]()
    best = max(range(len(lines)), key=height)
    while True:
        if any(k != best and height(k) == height(best) for k in range(len(lines))):
            return None
        meets = [
            ((lines[best][0] - constant) / (slope - lines[best][1]), slope, k)
            for k, (constant, slope) in enumerate(lines)
            if slope > lines[best][1]
        ]
        cut, _, following = min(meets, key=lambda meet: (meet[0], -meet[1]), default=(high, Fraction(0), best))
        if cut >= high:
            return [*pieces, (place, high, best)]
        pieces.append((place, cut, best))
        place, best = cut, following
