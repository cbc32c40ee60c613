"""A game as the exact engine reads it: polynomials at nodes, and the information sets that follow one another."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeAlias, TypeVar

from flint import fmpq

from games import Game
from games.tree import CHANCE, TERMINAL

from ..algebra.ring import Polynomial, Ring, lcm
from ..concept import Deviations, OffPath, concept_named
from .remembered import Chosen, Remembered, chosen_at
from .subforms import Subform, entered_afresh, subforms_of

FEW_SETS = 16  # in games of so few, beliefs further down are not looked at beside those above
FEW_ENTRIES = 3  # nor those about more entries

T = TypeVar("T")

Supports: TypeAlias = dict[int, tuple[int, ...]]  # information set -> actions


@dataclass(frozen=True)
class Unknown:
    """What a generator of the ring stands for.

    Parameters
    ----------
    kind : {"mix", "belief", "weight", "class"}
        The probability of an action, the weight of a node in a belief; or a weight, or a class of entries, of one set in turn.
    infoset, index : int
        The information set (-1 for a weight or class), and which of its actions or nodes.
    """

    kind: str
    infoset: int
    index: int


class View:
    """A game as the exact engine reads it: polynomials at nodes, and what lies below what.

    Payoffs are multiplied by a positive common denominator for each player, chances by one
    for all; neither changes a best reply.

    Attributes
    ----------
    owner, members, actions : list
        Of each information set: its player, its nodes, and how many actions it has.
    subform : Subform
        The whole tree, divided into subforms.
    unknowns : dict from str to Unknown
        The ring's generators besides the parameters: ``b3.0`` the probability of action 0 at set 3, ``t3.0`` the weight of its
        first group of nodes; ``w.0`` and ``e.0`` weights of nodes, and of classes of entries, of whatever set is looked at;
        ``e3.0`` those of the subform that begins with set 3, beside others.
    simplices : list of tuple of str
        Unknowns that add up to one at most.
    chance, payoff : dict
        The probability of a chance node's child; what a leaf pays a player. Both on the scales below.
    common, total : polynomial
        What every chance is multiplied by; what the probability of every leaf is.
    scale, expected_scale : list of polynomials
        What each player's payoffs are multiplied by, and its expected payoff.
    level, rise : list of polynomials or None
        At each node: what its weight still lacks to the scale `total`; what chances before it have been multiplied by. None where
        chances have no denominators.
    node_owner, infoset, children : list
        Of each node: its player (negative for chance and leaves), its set (or the number of its chance move, or of the leaf), its children.
    sets_below : list of tuple of int
        The sets at and below each node.
    under, heeded : list of tuple of int
        The sets below each set; those of them whose play bears on the payoff of its player.
    bearing : list of list of tuple of int
        For each player, at and below each node: the sets whose play bears on its payoff from there on.
    others, chance_before : dict
        Before each node of a set: the moves of players other than its own, and the probability of chance.
    before : list of tuple of int
        The sets before each set whose play bears on how likely its nodes are: those of other players, and its own player's too where
        beliefs need not be consistent.
    afresh : dict from Subform to tuple of str
        Subforms within those after the first moves, at whose entries beliefs may begin afresh, with unknowns of their own for the
        weights of the entries.
    remembered : Remembered
        What the play at a few sets decides.
    """

    def __init__(self, game: Game, concept: str = "sequential") -> None:
        self.game, self.concept = game, concept_named(concept)
        self.consistent = self.concept.beliefs is not OffPath.FREE
        self.one_shot = self.concept.deviations is not Deviations.CONTINUATIONS
        self.sets = range(game.infosets)
        self.owner = [int(x) for x in game.set_owner]
        self.members = [game.set_nodes(s) for s in self.sets]
        self.actions = [len(a) for a in game.set_actions]
        self.subform = subforms_of(game)
        self.unknowns = {f"b{s}.{a}": Unknown("mix", s, a) for s in self.sets for a in range(self.actions[s] - 1)}
        self.unknowns |= {f"t{s}.{j}": Unknown("belief", s, j) for s in self.sets for j in range(len(self.members[s]) - 1)}
        self.unknowns |= {f"w.{j}": Unknown("weight", -1, j) for j in range(max((len(m) for m in self.members), default=1) - 1)}
        self.unknowns |= {f"e.{j}": Unknown("class", -1, j) for j in range(_most_classes(self.subform) - 1)}
        outer = self.subform.subforms if self.concept.beliefs is OffPath.CONSISTENT and game.infosets > FEW_SETS else ()
        afresh = [inner for subform in outer for inner in entered_afresh(game, subform) if len(inner.entries) <= FEW_ENTRIES]
        self.afresh = {inner: tuple(f"e{inner.first[0]}.{j}" for j in range(len(inner.entries) - 1)) for inner in afresh}
        self.unknowns |= {name: Unknown("class", -1, j) for names in self.afresh.values() for j, name in enumerate(names)}
        self.ring = Ring(game.parameters, tuple(self.unknowns))
        self.simplices = [tuple(f"b{s}.{a}" for a in range(self.actions[s] - 1)) for s in self.sets if self.actions[s] > 1]
        self.simplices += [tuple(f"t{s}.{j}" for j in range(len(self.members[s]) - 1)) for s in self.sets if len(self.members[s]) > 1]
        inside = game.domain.inside
        size = {name: len(simplex) + 1 for simplex in self.simplices for name in simplex}
        self._inside = [fmpq(x.numerator, x.denominator) for x in inside.values()] + [fmpq(1, size.get(name, 2)) for name in self.unknowns]
        self._numbers(game)
        self._structure(game)
        self._cache: dict[tuple[Any, ...], Polynomial] = {}
        self.remembered = Remembered()

    def _numbers(self, game: Game) -> None:
        ring = self.ring
        self._terms = terms = [ring.pair(term) for term in game.terms]
        self._measures: dict[int, tuple[list[Polynomial], Polynomial]] = {}
        common = ring.one
        for node in range(game.nodes):
            if game.chance_row[node] >= 0:
                for t, _ in game.chances.row(int(game.chance_row[node])):
                    common = lcm(common, terms[t][1])
        self.common = common = self.positive(common)
        flat = common.is_one()

        def combine(row: Sequence[tuple[int, Fraction]], scale: Polynomial) -> Polynomial:
            total = ring.zero
            for t, c in row:
                top, bottom = terms[t]
                term = top if scale.is_one() else top * (scale / bottom)
                total += term * fmpq(c.numerator, c.denominator)
            return total

        self.chance: dict[int, Polynomial] = {}
        moves_of_chance = [0] * game.nodes  # before each node
        for node in range(1, game.nodes):
            parent = int(game.parent[node])
            moves_of_chance[node] = moves_of_chance[parent] + int(game.owner[parent] == CHANCE)
            if game.chance_row[node] >= 0:
                self.chance[node] = combine(game.chances.row(int(game.chance_row[node])), common)
        deepest = max(moves_of_chance)
        self.level = [common ** (deepest - r) for r in moves_of_chance] if not flat else None
        self.rise = [common**r for r in moves_of_chance] if not flat else None
        self.total = common**deepest
        self.scale: list[Polynomial] = []
        self._combine = combine
        self.payoff: dict[tuple[int, int], Polynomial] = {}
        count = len(game.players)
        for player in range(count):
            scale = ring.one
            for leaf in range(game.leaves):
                for t, _ in game.payoffs.row(leaf * count + player):
                    scale = lcm(scale, terms[t][1])
            scale = self.positive(scale)
            self.scale.append(scale)
            for leaf, node in enumerate(game.leaf_nodes):
                value = combine(game.payoffs.row(leaf * count + player), scale)
                self.payoff[int(node), player] = value if self.level is None else value * self.level[node]
        self.expected_scale = [scale * self.total for scale in self.scale]

    def _structure(self, game: Game) -> None:
        self.children = [list(game.children(n)) for n in range(game.nodes)]
        self.node_owner = [int(x) for x in game.owner]
        self.infoset = [int(x) for x in game.infoset]
        below: list[frozenset[int]] = [frozenset()] * game.nodes
        for node in range(game.nodes - 1, -1, -1):
            following = [below[c] for c in self.children[node]]
            own = frozenset({self.infoset[node]}) if self.node_owner[node] >= 0 else frozenset()
            below[node] = own.union(*following)
        self.sets_below = [tuple(sorted(b)) for b in below]
        self.bearing = [self._bearing(game, player) for player in range(len(game.players))]
        self.under = [tuple(sorted(frozenset().union(*(below[c] for n in self.members[s] for c in self.children[n])))) for s in self.sets]
        self.heeded = [
            tuple(sorted(frozenset().union(*(self.bearing[self.owner[s]][c] for n in self.members[s] for c in self.children[n]))))
            for s in self.sets
        ]
        self.others: dict[int, list[tuple[int, int]]] = {}
        self.chance_before: dict[int, Polynomial] = {}
        for s in self.sets:
            for node in self.members[s]:
                path = game.path(node)
                self.others[node] = [
                    (self.infoset[n], a) for n, a in path if self.node_owner[n] >= 0 and self.node_owner[n] != self.owner[s]
                ]
                weight = self.ring.one if self.level is None else self.level[node]
                for n, a in path:
                    if self.node_owner[n] == CHANCE:
                        weight = weight * self.chance[self.children[n][a]]
                self.chance_before[node] = weight
        movers = [{t for n in self.members[s] for t, _ in self.others[n]} for s in self.sets]
        if not self.consistent:
            for s in self.sets:
                movers[s] |= {self.infoset[n] for node in self.members[s] for n, _ in game.path(node) if self.node_owner[n] >= 0}
        self.before = [tuple(sorted(before)) for before in movers]

    def _bearing(self, game: Game, player: int) -> list[tuple[int, ...]]:
        """At and below each node, the information sets whose play bears on a player's payoff from there on."""
        settled: list[Polynomial | None] = [None] * game.nodes
        sets: list[frozenset[int]] = [frozenset()] * game.nodes
        for node in range(game.nodes - 1, -1, -1):
            children = self.children[node]
            if not children:
                settled[node] = self.payoff[node, player]
            elif (
                (self.level is None or self.node_owner[node] >= 0)
                and settled[children[0]] is not None
                and all(settled[c] == settled[children[0]] for c in children)
            ):
                settled[node] = settled[children[0]]
            else:
                own = frozenset({self.infoset[node]}) if self.node_owner[node] >= 0 else frozenset()
                sets[node] = own.union(*(sets[c] for c in children))
        return [tuple(sorted(bearing)) for bearing in sets]

    def measure(self, k: int) -> tuple[list[Polynomial], Polynomial]:
        """A measure at every leaf, and the positive scale that it has been multiplied by; reckoned once, as every family asks for it."""
        if k not in self._measures:
            game, scale = self.game, self.ring.one
            count = len(game.measure_names)
            rows = game.measures.which[k::count]  # equal numbers are held once
            distinct = {int(which): leaf * count + k for leaf, which in enumerate(rows)}
            for row in distinct.values():
                for t, _ in game.measures.row(row):
                    scale = lcm(scale, self._terms[t][1])
            scale = self.positive(scale)
            values = {which: self._combine(game.measures.row(row), scale) for which, row in distinct.items()}
            self._measures[k] = [values[int(which)] for which in rows], scale
        return self._measures[k]

    def positive(self, p: Polynomial) -> Polynomial:
        """Turn a polynomial that has one sign throughout so that it is positive."""
        return -p if p(*self._inside) < 0 else p

    # ---------------------------------------------------------------- labels

    @cached_property
    def action_names(self) -> list[list[tuple[str, str, str]]]:
        """Of each set: its actions in labels (player, information set, action)."""
        game = self.game
        return [[(game.players[self.owner[s]], game.set_labels[s], a) for a in game.set_actions[s]] for s in self.sets]

    @cached_property
    def node_names(self) -> dict[int, tuple[str, str, str]]:
        """The nodes of all sets in labels (player, information set, history)."""
        game = self.game
        return {n: (game.players[self.owner[s]], game.set_labels[s], game.history(n)) for s in self.sets for n in self.members[s]}

    # ---------------------------------------------------------------- probabilities and values

    def probability(self, s: int, a: int, support: Sequence[int]) -> Polynomial:
        """Probability of an action, given its set's support."""
        if a not in support:
            return self.ring.zero
        if len(support) == 1:
            return self.ring.one
        shares = self.remembered.shares.of((s, tuple(support)), lambda: self._all_of_one([f"b{s}.{x}" for x in support[:-1]]))
        return shares[support.index(a)]

    def relative(self, s: int, groups: int) -> list[Polynomial]:
        """The weights of so many groups of an unreached set's nodes beside one another."""
        return self.remembered.shares.of((s, groups), lambda: self._all_of_one([f"t{s}.{j}" for j in range(groups - 1)]))

    def _all_of_one(self, names: Sequence[str]) -> list[Polynomial]:
        """Unknowns, and what they leave of one."""
        shares = [self.ring.gen(name) for name in names]
        return [*shares, self.ring.one - sum(shares, self.ring.zero)]

    def value(self, node: int, player: int, supports: Supports) -> Polynomial:
        """Expected payoff of a player from a node on, given the supports at and below it."""
        name = (node, player, tuple([supports[s] for s in self.bearing[player][node]]))
        total = self._cache.get(name)
        if total is None:
            owner = self.node_owner[node]
            if owner == TERMINAL:
                total = self.payoff[node, player]
            elif owner == CHANCE:
                total = self.ring.zero
                for c in self.children[node]:
                    total += self.chance[c] * self.value(c, player, supports)
            else:
                s = self.infoset[node]
                if s not in self.bearing[player][node]:  # every action brings the same
                    return self.value(self.children[node][0], player, supports)
                support = supports[s]
                total = self.ring.zero
                for a in support:
                    continuation = self.value(self.children[node][a], player, supports)
                    total += continuation if len(support) == 1 else self.probability(s, a, support) * continuation
            self._cache[name] = total
        return total

    def advantage(self, node: int, a: int, b: int, supports: Supports) -> Polynomial:
        """What the mover at a node wins by action a instead of b, on one scale for all nodes of a set."""
        player, children = self.node_owner[node], self.children[node]
        difference = self.value(children[a], player, supports) - self.value(children[b], player, supports)
        return difference if self.rise is None else difference * self.rise[node]

    def played_before(self, s: int, supports: Supports) -> tuple[tuple[int, ...], ...]:
        """The supports before a set that bear on how likely its nodes are."""
        return self._before[s](supports)

    def played_from(self, s: int, supports: Supports) -> tuple[tuple[int, ...], ...]:
        """A set's own support, and those below it that bear on its player's payoff."""
        return self._from[s](supports)

    @cached_property
    def _before(self) -> list[Chosen]:
        return [chosen_at(self.before[s]) for s in self.sets]

    @cached_property
    def _from(self) -> list[Chosen]:
        return [chosen_at((s, *self.heeded[s])) for s in self.sets]

    # ---------------------------------------------------------------- consistency

    def trembles(self, node: int, supports: Supports) -> tuple[tuple[int, int], ...]:
        """The others' unused actions on the path to a set's node, sorted, with repetitions."""
        return tuple(sorted((s, a) for s, a in self.others[node] if a not in supports[s]))

    def reached(self, node: int, supports: Supports) -> bool:
        """Whether Bayes' rule applies to a set's node: reached whatever its own player does (under weak PBE: by what it plays)."""
        if self.consistent:
            return not self.trembles(node, supports)
        return all(a in supports[self.infoset[n]] for n, a in self.game.path(node) if self.node_owner[n] >= 0)

    def plans(self, s: int) -> Iterator[dict[int, int]]:
        """The pure plans of a set's player from that set on."""
        own = [s, *(j for j in self.under[s] if self.owner[j] == self.owner[s])]
        for choice in itertools.product(*(range(self.actions[j]) for j in own)):
            yield dict(zip(own, choice, strict=True))

    def value_of(self, node: int, player: int, plan: Mapping[int, int], supports: Supports) -> Polynomial:
        """Expected payoff from a node on when the player follows a pure plan and the others their supports."""
        owner = self.node_owner[node]
        if owner == TERMINAL:
            return self.payoff[node, player]
        if owner == CHANCE:
            return sum((self.chance[c] * self.value_of(c, player, plan, supports) for c in self.children[node]), self.ring.zero)
        s = self.infoset[node]
        if s in plan:
            return self.value_of(self.children[node][plan[s]], player, plan, supports)
        continuations = ((a, self.value_of(self.children[node][a], player, plan, supports)) for a in supports[s])
        return sum((self.probability(s, a, supports[s]) * v for a, v in continuations), self.ring.zero)

    def weight(self, node: int, supports: Supports) -> Polynomial:
        """Chance and the others' used actions on the path to a set's node."""
        weight = self.chance_before[node]
        for s, a in self.others[node]:
            if a in supports[s] and len(supports[s]) > 1:
                weight = weight * self.probability(s, a, supports[s])
        return weight


def subsets(items: Sequence[T]) -> Iterator[tuple[T, ...]]:
    """Give every nonempty subset, smaller ones first."""
    for size in range(1, len(items) + 1):
        yield from itertools.combinations(items, size)


def _most_classes(subform: Subform) -> int:
    return max((len(subform.entries), *map(_most_classes, subform.subforms)))
