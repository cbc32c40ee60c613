"""Equilibria inside the bases that the independent method finds: for each base, some assessments that lie in it.

A base is a system of multilinear forms in weights.  What `deciding` settles by hand leaves every weight a range, from
which one may choose; what stays coupled is asked of z3, with more demands one by one: a comparison that shall be tight, a
weight that shall be small, or a number.  So both the inside and the ends of a base's cell are met.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from math import prod
from random import Random
from typing import Any

from flint import fmpq

from games import Game
from games.numbers import fraction, rational

from ..results import Assessment, Profile
from .deciding import Comparison, Contradiction, System
from .drawing import FRACTIONS, SMALL, Weights, weights_by_z3
from .effort import Effort
from .enumeration import CONCEPTS, Base, named
from .labels import Nodes
from .local import mixes
from .multilinear import Form, Options, Range, at
from .plays import Plays, read_plays
from .search import Search, Unused

Row = dict[str, Fraction]  # what a set plays, or believes

SECONDS = 60.0  # after which a search for members gives up


@dataclass(frozen=True)
class Members:
    """Assessments that lie in a base.

    Parameters
    ----------
    base : Base
        The base.
    assessments : tuple of Assessment
        Some of its equilibria; none where all that was met is irrational, or nothing was.
    """

    base: Base
    assessments: tuple[Assessment, ...]


def members(game: Game, *, concept: str = "sequential", count: int = 3, seed: int = 0, timeout: float = SECONDS) -> list[Members]:
    """Find every base of a numeric game, with some assessments of each: one inside, and others at its ends.

    Parameters
    ----------
    game : Game
        With numbers for all parameters.
    concept : {"sequential", "pbe"}
        As for `enumerate_bases`.
    count : int
        How many assessments are looked for in each base.
    seed : int
        Same seed, same assessments.
    timeout : float
        Seconds after which the search gives up.
    """
    plays = read_plays(game)
    search = Search(plays, Effort(timeout), CONCEPTS[concept])
    rng = Random(seed)
    out = []
    for _, supports, beliefs, answer in search.bases():
        if answer.solvable:
            cell = Cell.of(search, game, supports, beliefs)
            assessments = {str(assessment): assessment for assessment in cell.assessments(count, rng)}
            out.append(Members(named(plays, supports, beliefs, answer.solutions), tuple(assessments.values())))
    return out


class MembersAt:
    """Assessments of bases at points of a game with open parameters, which is read once for all points.

    Parameters
    ----------
    game : Game
        With open parameters.
    points : sequence of dict from str to Fraction
        A value of every parameter.
    concept : {"sequential", "pbe"}
        As for `enumerate_bases`.
    """

    def __init__(self, game: Game, points: Sequence[Mapping[str, Fraction]], concept: str) -> None:
        self.game, self.points = game, list(points)
        self.plays = read_plays(game, self.points)
        self.search = Search(self.plays, Effort(None), CONCEPTS[concept])
        infosets = self.plays.infosets
        self._sets = {(infoset.player, infoset.label): s for s, infoset in enumerate(infosets)}
        self._chances: dict[int, dict[int, fmpq]] = {}
        self._met: dict[Any, list[fmpq] | None] = {}
        self._before: dict[int, Before] = {}

    def __call__(self, k: int, base: Base, count: int, seed: int = 0) -> list[Assessment]:
        """Some assessments of a base at the k-th point, the first of them inside."""
        supports: dict[int, Options] = {}
        beliefs: dict[int, Nodes] = {}
        base_actions, base_beliefs = base.actions, base.beliefs
        labels = self.plays.action_labels
        for (player, label), s in self._sets.items():
            infoset = self.plays.infosets[s]
            supports[s] = tuple(a for a in infoset.actions if (player, label, labels[a]) in base_actions)
            beliefs[s] = tuple(n for n, node in enumerate(infoset.nodes) if (player, label, node.history) in base_beliefs)
        self.search.supports = supports
        if k not in self._chances:
            self._chances[k] = _chances(self.game, self.points[k])
        before = self._before.setdefault(k, Before(self._met, k if self.plays.points else None))
        cell = Cell.of(self.search, self.game, supports, beliefs, before.point, self._chances[k], before)
        return list(cell.assessments(count, Random(seed)))


class Settled(System):
    """A system that remembers which weights it has fixed by hand."""

    fixed: dict[Options, fmpq]

    def _fix(self, block: Options, weight: Any) -> None:
        super()._fix(block, weight)
        vars(self).setdefault("fixed", {})[block] = fmpq(weight)


@dataclass(eq=False)
class Before:
    """What was found at the bases of one point, which other bases share.

    Parameters
    ----------
    met : dict
        Weights of coupled blocks, by what was asked; those of all points.
    point : int or None
        The point's number; None where there is but one.
    rows : dict
        What sets play and believe: assessments that agree at a set share what stands there.
    """

    met: dict[Any, list[fmpq] | None]
    point: int | None
    rows: dict[Any, Row] = field(default_factory=dict)
    _compared: dict[int, tuple[Form, Comparison]] = field(default_factory=dict)  # holding a form keeps its number

    def compared(self, system: System, form: Form) -> Comparison:
        """A form at the point with its range: all bases for which it is the same object agree about the blocks in it."""
        known = self._compared.get(id(form))
        if known is None:
            known = self._compared[id(form)] = form, system.compared(form if self.point is None else at(form, self.point))
        return known[1]


@dataclass(frozen=True, eq=False)
class Cell:
    """The equilibria of one base at one point: positive weights that satisfy comparisons.

    Parameters
    ----------
    game : Game
        Whose labels are meant.
    plays : Plays
        The game as the search reads it.
    supports, beliefs : dict
        The base.
    blocks : set of tuple of int
        What is weighed against what.
    equal, least : list of Form
        What must vanish, and what must not be negative.
    products : dict from set to (nodes, products of weights)
        The weight of each node that is believed possible, apart from chance.
    chances : dict from node to number
        The chance of each node on the way to it.
    before : Before
        What was found at other bases of the same point.
    """

    game: Game
    plays: Plays
    supports: Mapping[int, Options]
    beliefs: Mapping[int, Nodes]
    blocks: set[Options]
    equal: list[Form]
    least: list[Form]
    products: Mapping[int, Sequence[Options]]
    chances: Mapping[int, fmpq]
    before: Before

    @classmethod
    def of(
        cls,
        search: Search,
        game: Game,
        supports: Mapping[int, Options],
        beliefs: Mapping[int, Nodes],
        k: int | None = None,
        chances: Mapping[int, fmpq] | None = None,
        before: Before | None = None,
    ) -> Cell:
        """Read a base off a search that has chosen its supports; at the k-th point of many."""
        unused: Unused = {s: search.local[s].outlook(supports).unused for s in supports}
        blocks, (equal, least) = search._system(beliefs, unused)
        block_of = mixes(supports) | {a: block for block in blocks for a in block}
        free = _free_blocks(search, beliefs, unused)
        products: dict[int, Sequence[Options]] = {
            s: [()] if len(nodes) == 1 else [(b,) for b in free[s]] if s in free else search.local[s].weights(nodes, block_of)
            for s, nodes in beliefs.items()
        }
        node_chances = _chances(game, {}) if chances is None else chances
        return cls(game, search.plays, dict(supports), dict(beliefs), blocks, equal, least, products, node_chances, before or Before({}, k))

    def assessments(self, count: int, rng: Random) -> Iterator[Assessment]:
        """Some equilibria, each once, the first of them inside the cell."""
        before: list[Weights] = []
        for number in range(count):
            weights = self._weights(number, rng)
            if weights is not None and weights not in before:
                before.append(weights)
                yield self._assessment(weights)

    def _weights(self, number: int, rng: Random) -> Weights | None:
        """Weights that satisfy the system; None when none are found, or irrational ones."""
        system = self._settled
        if system is None:
            return None
        out: Weights = {}
        for block, weight in system.fixed.items():
            out |= dict(zip(block, (weight, 1 - weight), strict=True))
        coupled = set().union(*(c.blocks for c in (*system.equal, *system.least))) if system.equal or system.least else set()
        for block, bounds in system.open.items():
            if block not in coupled:
                out |= _uncoupled_weights(block, bounds, number, rng)
        for part in system.subsystems():
            coupled_weights = self._coupled(part, number, rng)
            if coupled_weights is None:
                return None
            out |= coupled_weights
        return out

    def _coupled(self, part: System, number: int, rng: Random) -> Weights | None:
        """Weights of blocks that stay coupled: for closed parts that are the same, in whatever base, those that were found first."""
        blocks = sorted(part.open)
        options = [option for block in blocks for option in block]
        place = {option: k for k, option in enumerate(options)}

        def told(group: Sequence[Comparison]) -> frozenset[Any]:
            return frozenset(frozenset((tuple(sorted(place[o] for o in key)), value) for key, value in c.form.items()) for c in group)

        bounds = tuple((len(block), *part.open[block]) for block in blocks)
        name = number, bounds, told(part.equal), told(part.least)
        found = self.before.met
        if name not in found:
            weights = weights_by_z3(part, blocks, number, rng)
            found[name] = None if weights is None else [weights[option] for option in options]
        met = found[name]
        return None if met is None else dict(zip(options, met, strict=True))

    @cached_property
    def _settled(self) -> Settled | None:
        """What is left of the system once all is drawn by hand that can be; None when it has no solution."""
        system = Settled(self.blocks, (), ())
        system.fixed = {}
        system.equal, system.least = ([self.before.compared(system, form) for form in forms] for forms in (self.equal, self.least))
        try:
            system._settle()
        except Contradiction:
            return None
        return system

    def _assessment(self, weights: Weights) -> Assessment:
        """The assessment that weights stand for."""
        profile: dict[str, dict[str, Row]] = {}
        beliefs: dict[str, dict[str, Row]] = {}
        for s, used in self.supports.items():
            infoset = self.plays.infosets[s]
            profile.setdefault(infoset.player, {})[infoset.label] = self._played(s, used, weights)
            beliefs.setdefault(infoset.player, {})[infoset.label] = self._believed(s, self.beliefs[s], weights)
        return Assessment(Profile(profile), beliefs)

    def _played(self, s: int, used: Options, weights: Weights) -> Row:
        """The probability of every action of a set."""
        mix = [weights[a] for a in used] if len(used) > 1 else [fmpq(1)]
        question = (s, used, numerals(mix)) if len(used) > 1 else (s, used)
        row = self.before.rows.get(question)
        if row is None:
            probability, labels = dict(zip(used, map(fraction, mix), strict=True)), self.plays.action_labels
            row = self.before.rows[question] = {labels[a]: probability.get(a, Fraction(0)) for a in self.plays.infosets[s].actions}
        return row

    def _believed(self, s: int, nodes: Nodes, weights: Weights) -> Row:
        """The belief in every node of a set."""
        of_nodes = [prod([weights[o] for o in product], start=fmpq(1)) for product in self.products[s]] if len(nodes) > 1 else [fmpq(1)]
        question = (s, nodes, numerals(of_nodes), "believed") if len(nodes) > 1 else (s, nodes, "believed")
        row = self.before.rows.get(question)
        if row is None:
            of_set = self.game.set_nodes(s)
            node_weights = {k: self.chances[of_set[k]] * weight for k, weight in zip(nodes, of_nodes, strict=True)}
            total = sum(node_weights.values(), fmpq(0))
            row = self.before.rows[question] = {
                node.history: fraction(node_weights[k] / total) if k in node_weights else Fraction(0)
                for k, node in enumerate(self.plays.infosets[s].nodes)
            }
        return row


def numerals(numbers: Sequence[fmpq]) -> tuple[int, ...]:
    """Numbers written so that they can be looked up: hashes of flint's fractions take long."""
    return tuple([int(part) for x in numbers for part in (x.p, x.q)])


def _uncoupled_weights(block: Options, bounds: Range, number: int, rng: Random) -> Weights:
    """Weights of a block that nothing else bears on: the middle of their range first, then its ends and numbers inside."""
    if len(block) > 2:
        sizes = [fmpq(1) if not number else fmpq(rng.choice((1, 1, 2, 500))) for _ in block]
        return {option: size / sum(sizes, fmpq(0)) for option, size in zip(block, sizes, strict=True)}
    low, high = fmpq(bounds[0]), fmpq(bounds[1])
    position = (fmpq(1, 2), fmpq(1), fmpq(0))[number] if number < 3 else rng.choice((fmpq(0), fmpq(1), *FRACTIONS))
    if (position == 0 and low == 0) or (position == 1 and high == 1):  # these ends are out
        position = SMALL if position == 0 else 1 - SMALL
    weight = low + position * (high - low)
    return {block[0]: weight, block[1]: 1 - weight}


def _free_blocks(search: Search, beliefs: Mapping[int, Nodes], unused: Unused) -> dict[int, Options]:
    """Where beliefs off the path are free: the weights of each set's nodes, numbered as the search numbers them."""
    if not search.weak:
        return {}
    first, out = len(search.plays.infoset_of), {}
    for s, nodes in beliefs.items():
        if len(nodes) > 1 and unused[s][nodes[0]]:
            out[s] = tuple(range(first, first + len(nodes)))
            first += len(nodes)
    return out


def _chances(game: Game, point: Mapping[str, Fraction]) -> dict[int, fmpq]:
    """The chance of every node on the way to it."""
    out: dict[int, fmpq] = {0: fmpq(1)}
    for node in range(1, game.nodes):
        parent = int(game.parent[node])
        step = fmpq(1)
        if game.chance_row[node] >= 0:
            row = game.chances.row(int(game.chance_row[node]))
            step = sum((rational(c) * rational(game.terms[t].at(point)) for t, c in row), fmpq(0))
        out[node] = out[parent] * step
    return out
