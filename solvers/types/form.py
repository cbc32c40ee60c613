"""A game with types from a continuum as polynomials: lines of payoffs, shares of cells, mixes and free beliefs as unknowns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TypeAlias

from games import Game, GameError, Uniform
from games.numbers import Expression, Number
from games.tree import CHANCE

from ..algebra.ring import Polynomial, Ring, lcm
from ..algebra.sign_oracle import Atom, Oracle
from ..search.remembered import Remembered
from ..search.supports import SAMPLES, domain_atoms

Line: TypeAlias = tuple[Polynomial, Polynomial]
"""A constant and a slope."""


@dataclass(frozen=True, eq=False)
class Shock:
    """A uniform number that is added to the payoff of one action at an information set, drawn there.

    Parameters
    ----------
    action : int
        Which action.
    low, width : polynomial
        The lower end and the width, on the scale of its owner's payoffs.
    counts : bool
        Whether earlier moves of the owner value it.
    """

    action: int
    low: Polynomial
    width: Polynomial
    counts: bool

    def cut(self, chance: Polynomial) -> Polynomial:
        """The shock from which on the action is chosen, when it is chosen with some probability."""
        return self.low + self.width * (1 - chance)

    def mean(self, chance: Polynomial) -> Polynomial:
        """What the shock is on average when the action is chosen, with that probability."""
        return self.low + self.width * (1 - chance / 2)


MOST_CELLS = 12  # of one player; more make more orders than can be gone through


def named(kind: str, numbers: Iterable[int]) -> str:
    """The name of an unknown in the ring."""
    return f"{kind}{'.'.join(map(str, numbers))}"


class Form:
    """A game as the search for equilibria by type reads it.

    Parameters
    ----------
    game : Game
        With at most one uniform type for each player, known from the start, or uniform shocks at some of its choices.

    Attributes
    ----------
    ring, oracle : Ring, Oracle
        Parameters and unknowns: ``u0.1`` the share of player 0's second cell; ``b0.1.4.0`` the probability with which its types there
        take action 0 at set 4; ``m0.4.1.0`` and ``n0.4.1.0`` the weight of its first cell in a belief that starts afresh after action 1
        at set 4, the first positive, the second perhaps zero; ``q4.0`` and ``r4.0``, likewise, the probability of action 0 at set 4 for
        a player whose cells are left open.
    owner, actions, nodes : list
        Of each information set.
    own : list of list of int
        The information sets of each player, later ones first.
    typed : list of bool
        Whether each player has a type.
    low, width, ends : list of polynomials
        Of each player's law: the lower end and the width, on the scale `ends`.
    told : set of int
        Players to whom chance tells a type that others do not know when they reply.
    chance, before : dict from node to polynomial
        How likely chance takes the moves to a leaf, and to a node of an information set, on the scale `total`.
    shocks : dict from set to Shock
        Where a shock is drawn.
    remembered : Remembered
        Closed forms of polynomials.
    """

    def __init__(self, game: Game) -> None:
        check_form(game)
        check_uniform(game)
        self.game = game
        self.players = range(len(game.players))
        self.sets = range(game.infosets)
        self.owner = [int(x) for x in game.set_owner]
        self.actions = [len(a) for a in game.set_actions]
        self.nodes = [game.set_nodes(s) for s in self.sets]
        self.node_owner, self.infoset = [int(x) for x in game.owner], [int(x) for x in game.infoset]
        self.depth = [int(game.depth[nodes[0]]) for nodes in self.nodes]
        self.own = [sorted((s for s in self.sets if self.owner[s] == i), key=lambda s: (-self.depth[s], s)) for i in self.players]
        laws = {t.owner: t.law for t in game.types if t.at is None}
        self.laws = [laws.get(player) for player in game.players]
        self.typed = [law is not None for law in self.laws]
        self.most = [self._most_cells(i) for i in self.players]
        self.told = {i for s in self.sets for i in told_apart(game, s)}
        self._unknowns()
        self.ring = Ring(game.parameters, tuple(self.meaning))
        self.remembered = Remembered()
        self._read_numbers()
        widths = [w for w in (*self.width, *(shock.width for shock in self.shocks.values())) if not w.is_constant()]
        domain = [*domain_atoms(self.ring, game), *(Atom(w, ">") for w in widths)]
        points = game.domain.points(SAMPLES) if game.domain.names else [{}] * 24
        self.oracle = Oracle(self.ring, domain, self.simplices, points)
        self._prove_laws()

    # ---------------------------------------------------------------- unknowns

    def _most_cells(self, i: int) -> int:
        """How many cells a player's types can make at most."""
        if not self.typed[i]:
            return 1
        cells = 1
        for s in self.own[i]:
            runs = cells if any(self.after(t, s) for t in self.own[i]) else 1
            cells += runs * (self.actions[s] - 1)
        return min(cells, MOST_CELLS)

    def _simplices(self) -> Iterator[tuple[str, Sequence[tuple[int, ...]]]]:
        """The kinds and numbers of unknowns that are positive and leave something for one more."""
        for i in self.players:
            most = range(self.most[i])
            yield "u", [(i, k) for k in most[:-1]]
            yield from (("b", [(i, k, s, a) for a in range(self.actions[s] - 1)]) for k in most for s in self.own[i])
            believed = most if i in self.told else most[:-1]
            yield from (("m", [(i, s, a, k) for k in believed]) for s in self.own[i] for a in range(self.actions[s]))
            yield from (("q", [(s, a) for a in range(self.actions[s] - 1)]) for s in self.own[i])

    def _unknowns(self) -> None:
        """Name the unknowns; of beliefs and of what is expected there are those that may be zero, too."""
        self.meaning: dict[str, tuple[str, tuple[int, ...]]] = {}
        self.simplices: list[tuple[str, ...]] = []
        for kind, several in self._simplices():
            names = {named(kind, numbers): (kind, numbers) for numbers in several}
            self.meaning |= names
            self.simplices += [tuple(names)] if names else []
        loose = {"m": "n", "q": "r"}
        self.meaning |= {named(loose[kind], x): (loose[kind], x) for kind, x in list(self.meaning.values()) if kind in loose}

    def kinds(self, kinds: str) -> frozenset[str]:
        """The unknowns of some kinds, each by its letter."""
        return frozenset(name for name, (kind, _) in self.meaning.items() if kind in kinds)

    # ---------------------------------------------------------------- numbers

    def _read_numbers(self) -> None:
        """Payoffs, laws and chances as polynomials, each player's payoffs and law times something positive."""
        game, ring = self.game, self.ring
        inside = game.domain.inside

        def positive(p: Polynomial) -> Polynomial:
            value = ring.expression(p).at(inside)
            return p if isinstance(value, Expression) or value > 0 else -p

        def pair(number: Number) -> Line:
            return ring.pair(Expression.constant(0) + number)

        self.scale: list[Polynomial] = []
        self.line: dict[tuple[int, int], Line] = {}
        self.shocks: dict[int, Shock] = {}
        for i, player in enumerate(game.players):
            known = {t.name for t in game.types if t.at is None}
            drawn_here = [(t, [pair(x) for x in t.law.arguments]) for t in game.types if t.owner == player and t.at is not None]
            lines = {}
            for leaf, node in enumerate(game.leaf_nodes):
                constant, slopes = game.payoff_line(leaf, i)
                lines[int(node)] = pair(constant), pair(sum((x for name, x in slopes.items() if name in known), 0))
            scale = ring.one
            for _, bottom in [*(part for parts in lines.values() for part in parts), *(end for _, ends in drawn_here for end in ends)]:
                scale = lcm(scale, bottom)
            scale = positive(scale)
            self.scale.append(scale)
            for node, ((a, b), (c, d)) in lines.items():
                self.line[node, i] = a * (scale / b), c * (scale / d)
            for t, ((low, low_bottom), (high, high_bottom)) in drawn_here:
                s, start = game.set_index(player, str(t.at)), low * (scale / low_bottom)
                self.shocks[s] = Shock(game.set_actions[s].index(t.action), start, high * (scale / high_bottom) - start, t.counts)
        self.low: list[Polynomial] = []
        self.width: list[Polynomial] = []
        self.ends: list[Polynomial] = []
        for law in self.laws:
            if law is None:
                for numbers, p in ((self.low, ring.zero), (self.width, ring.one), (self.ends, ring.one)):
                    numbers.append(p)
                continue
            (low, low_bottom), (high, high_bottom) = map(pair, law.arguments)
            ends = positive(lcm(low_bottom, high_bottom))
            self.ends.append(ends)
            self.low.append(low * (ends / low_bottom))
            self.width.append(high * (ends / high_bottom) - self.low[-1])
        self.common = ring.one
        drawn = {n: pair(game.chance(n)) for n in range(1, game.nodes) if game.chance_row[n] >= 0}
        for _, bottom in drawn.values():
            self.common = lcm(self.common, bottom)
        self.common = positive(self.common)
        leaves = list(map(int, game.leaf_nodes))
        drawings = {n: sum(int(game.owner[a]) == CHANCE for a, _ in game.path(n)) for n in (*leaves, *(n for s in self.nodes for n in s))}
        deepest = max(drawings.values())

        def chance(n: int) -> Polynomial:
            weight = self.common ** (deepest - drawings[n])
            for above, below in pairwise([*(a for a, _ in game.path(n)), n]):
                if game.owner[above] == CHANCE:
                    top, bottom = drawn[below]
                    weight = weight * top * (self.common / bottom)
            return weight

        self.chance = {n: chance(n) for n in leaves}
        self.before = {n: chance(n) for nodes in self.nodes for n in nodes}
        self.total = self.common**deepest

    def _prove_laws(self) -> None:
        """Refuse a law that may be none somewhere in the domain."""
        for law in (t.law for t in self.game.types):
            difference, words = law.needs[0]
            if isinstance(difference, Expression):
                top, bottom = self.ring.pair(difference)
                bare = Oracle(self.ring, domain_atoms(self.ring, self.game), self.simplices, self.oracle.points[:4])
                if bare.satisfiable([Atom(-top * bottom, ">=")]) is not False:
                    raise GameError(f"{law.text()} needs {words} on the whole domain; add it to a parameter's domain.")

    # ---------------------------------------------------------------- structure

    @cached_property
    def paths(self) -> list[list[tuple[int, int, int]]]:
        """For each node the moves that lead to it: owner, information set or chance move, and which move."""
        return [[(self.node_owner[a], self.infoset[a], m) for a, m in self.game.path(n)] for n in range(self.game.nodes)]

    @cached_property
    def below(self) -> dict[tuple[int, int], list[int]]:
        """The leaves after each node and action there."""
        found: dict[tuple[int, int], list[int]] = {}
        for leaf in map(int, self.game.leaf_nodes):
            for above, move in self.game.path(leaf):
                found.setdefault((above, move), []).append(leaf)
        return found

    def after(self, s: int, t: int) -> bool:
        """Whether an information set comes after another one on some path."""
        return s != t and any(self.node_owner[a] >= 0 and self.infoset[a] == t for n in self.nodes[s] for a, _ in self.game.path(n))

    def seen(self, s: int, move: int, t: int) -> bool:
        """Whether it is known at an information set that a move was made at another one."""
        return all(any(owner >= 0 and (u, m) == (s, move) for owner, u, m in self.paths[n]) for n in self.nodes[t])

    def edge(self, i: int, shares: Sequence[Polynomial], k: int) -> Polynomial:
        """The k-th cutoff of a player, times `ends`: the lower end for 0, the upper one when it is as many as there are cells."""
        if k == len(shares):
            return self.low[i] + self.width[i]
        return self.low[i] + self.width[i] * sum(shares[:k], self.ring.zero)


def check_uniform(game: Game) -> None:
    """Refuse laws that have no closed forms.

    Raises
    ------
    GameError
        Which type is drawn from what.
    """
    for drawn in game.types:
        if not isinstance(drawn.law, Uniform):
            raise GameError(
                f"{drawn.words} is drawn from {drawn.law.text()}; closed forms and maps are found for uniform types. "
                "At a point solve gives the equilibria, their numbers rounded; along a parameter sweep does, with method='enumerate'."
            )


def check_form(game: Game) -> None:
    """Refuse several types of one player, or shocks beside one, and games whose actions are not observed.

    Raises
    ------
    GameError
        What is not handled, and what to do instead.
    """
    for player in game.players:
        known = [t.name for t in game.types if t.owner == player and t.at is None]
        shocks = [t for t in game.types if t.owner == player and t.at is not None]
        if len(known) > 1:
            raise GameError(f"{' and '.join(known)} are two types of {player}; closed forms are found for one type of each player.")
        if known and shocks:
            raise GameError(f"{player} has the type {known[0]} and {shocks[0].words}; closed forms are found for one or the other.")
        twice = next((t for t in shocks if sum(other.at == t.at for other in shocks) > 1), None)
        if twice is not None:
            raise GameError(
                f"Several actions of {player} at {twice.at!r} have shocks; closed forms are found for one: the differences count."
            )
    for s in range(game.infosets):
        _check_observed(game, s)


def _check_observed(game: Game, s: int) -> None:
    """Refuse an information set of which a node differs by more than moves that are made at the same time."""
    nodes = game.set_nodes(s)
    seen = [[(int(game.owner[a]), int(game.infoset[a]), m) for a, m in game.path(n)] for n in nodes]
    knew = told_apart(game, s)
    for i in knew:
        _check_told(game, s, i)
    for n, steps in zip(nodes, seen, strict=True):
        for owner, t, m in steps:
            if owner == CHANCE or owner in knew or all((owner, t, m) in other for other in seen):
                continue
            if any(game.owner[a] == owner and game.infoset[a] != t for a, _ in game.path(n)[_place(game, n, t) + 1 :]):
                raise GameError(
                    f"What {game.players[owner]} did at {game.set_labels[t]!r} is not known at {game.set_labels[s]!r}: actions are not "
                    "observed, so beliefs off the path would have no agreed rule."
                )


def _place(game: Game, node: int, s: int) -> int:
    return next(k for k, (a, _) in enumerate(game.path(node)) if int(game.infoset[a]) == s and game.owner[a] >= 0)


def told_apart(game: Game, s: int) -> set[int]:
    """Who moved before an information set with a knowledge of what chance drew that its player does not have."""
    seen = [[(int(game.owner[a]), int(game.infoset[a]), m) for a, m in game.path(n)] for n in game.set_nodes(s)]
    if all(step in other for steps in seen for step in steps if step[0] == CHANCE for other in seen):
        return set()
    sets = [{(owner, t) for owner, t, _ in steps if owner != CHANCE} for steps in seen]
    return {owner for one in sets for owner, t in one if not all((owner, t) in other for other in sets)}


def _check_told(game: Game, s: int, i: int) -> None:
    """Refuse a type that chance tells, but to a player without another one who moves once before others reply, with the same actions."""
    player, here = game.players[i], game.set_labels[s]
    name = next(
        game.chance_moves[t][0]
        for n in game.set_nodes(s)
        for t in [int(game.infoset[a]) for a, _ in game.path(n) if game.owner[a] == CHANCE]
    )
    start = f"{game.players[game.set_owner[s]]} does not know at {here!r} what {name!r} drew, and {player}, who moved before, was told; "
    instead = "Draw that type from a continuum with play.draw; game.grid(n) gives a finite game."
    if any(t.owner == player for t in game.types):
        raise GameError(f"{start}beside a type or shocks of {player} from a continuum that is not handled. {instead}")
    ways = []
    for n in game.set_nodes(s):
        steps = [(int(game.owner[a]), int(game.infoset[a]), m) for a, m in game.path(n) if game.owner[a] != CHANCE]
        ways.append([(o, game.set_actions[t][m]) if o == i else (o, t, m) for o, t, m in steps])
    if any(way != ways[0] for way in ways) or sum(step[0] == i for step in ways[0]) > 1:
        raise GameError(
            f"{start}beside types from a continuum that is handled only where all moves are seen and {player} moves once, with the same "
            f"actions whatever was told, before others reply. {instead}"
        )
