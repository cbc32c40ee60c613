"""Looks for beliefs that were not given: consistent ones that make a profile sequentially rational."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeAlias

from games import GameError

from .consistency import Action, Exponents, approaches, by_bayes, difference, labels, relations
from .deviation import Deviation, action_gains, best_deviation, choice_gains
from .linear import least_largest, maximise
from .reading import Beliefs, Reading
from .reals import Key, Product, positive_solution
from .signs import ONE, ZERO, Exact, is_zero, plain, sign

Support: TypeAlias = tuple[int, ...]
Chosen: TypeAlias = Mapping[int, Support]
"""Per information set, the classes of nodes that are believed possible."""

MOST_CLASSES = 12
"""A set whose believed nodes may be chosen in more than two to this power ways needs its beliefs given."""


@dataclass(frozen=True)
class Class:
    """Nodes of a set that need the same unplayed actions: believed together, in the proportions of their weights.

    Parameters
    ----------
    proportions : dict from node to number
        Each node's part of the class's belief.
    unplayed : dict from action to int
        The others' unplayed actions on the path.
    weight : number
        The sum of the paths' weights.
    gains : list of numbers
        What each action wins, on average over the class.
    """

    proportions: dict[int, Exact]
    unplayed: Exponents
    weight: Exact
    gains: list[Exact]


def classes(reading: Reading, infoset: int) -> list[Class]:
    """Group the nodes of an unreached set; nodes that need more than some other node needs are never believed and left out."""
    paths, nodes = approaches(reading, infoset), reading.table.members[infoset]
    groups: dict[frozenset[tuple[Action, int]], list[int]] = defaultdict(list)
    for node in nodes:
        groups[frozenset(paths[node].unplayed.items())].append(node)
    rows = action_gains(reading, infoset)
    out = []
    for group in groups.values():
        unplayed = paths[group[0]].unplayed
        if any(paths[other[0]].unplayed != unplayed and _within(paths[other[0]].unplayed, unplayed) for other in groups.values()):
            continue
        weight = plain(sum((paths[node].weight for node in group), ZERO))
        proportions = {node: plain(paths[node].weight / weight) for node in group}
        gains = [plain(sum((proportions[node] * row[nodes.index(node)] for node in group), ZERO)) for row in rows]
        out.append(Class(proportions, unplayed, weight, gains))
    return out


def least_gain(reading: Reading, infoset: int) -> tuple[Exact, dict[int, Exact]]:
    """The least that some action wins at an unreached set over all beliefs that trembles could bring about, and such a belief."""
    options = classes(reading, infoset)
    actions = range(len(options[0].gains))
    least, mix = least_largest([[option.gains[a] for option in options] for a in actions])
    return least, _spread(reading, infoset, dict(zip(range(len(options)), mix, strict=True)), options)


def equal_trembles(reading: Reading, infoset: int) -> dict[int, Exact]:
    """The beliefs at an unreached set when all unplayed actions tremble alike; together such beliefs are consistent."""
    paths = approaches(reading, infoset)
    least = min(sum(path.unplayed.values()) for path in paths.values())
    weights = {node: path.weight if sum(path.unplayed.values()) == least else ZERO for node, path in paths.items()}
    total = sum(weights.values(), ZERO)
    return {node: plain(weight / total) for node, weight in weights.items()}


def least_continuation_gain(reading: Reading, infoset: int) -> tuple[Deviation, dict[int, Exact]]:
    """The least that some whole continuation wins at a set over all beliefs there, and a belief that attains it.

    Continuations are added one at a time, each a best one against the least favourable belief so far.
    """
    nodes, player = reading.table.members[infoset], reading.table.set_owner[infoset]
    rows: list[list[Exact]] = [[ZERO] * len(nodes)]
    while True:
        least, mix = least_largest(rows)
        belief = dict(zip(nodes, mix, strict=True))
        deviation = best_deviation(reading, player, belief)
        if sign(deviation.gain - least) <= 0:
            return deviation, belief
        rows.append(choice_gains(reading, infoset, deviation.choice))


def rational_beliefs(reading: Reading, unknown: list[int]) -> Beliefs | None:
    """Find consistent beliefs at unreached sets, beside those given, under which no action there wins anything.

    Parameters
    ----------
    reading : Reading
        The game, the profile and the beliefs that were given, which are consistent by themselves.
    unknown : list of int
        Unreached information sets without a given belief.

    Returns
    -------
    dict or None
        Beliefs at the sets where it matters: where no node makes any action profitable, every
        belief will do, and trembles that suit the other sets bring one about.  None when there
        are no such beliefs; then there is a proof, by linear programming or by nlsat.

    Raises
    ------
    GameError
        When there are too many ways to choose believed nodes, or nlsat does not decide in time.
    """
    options = {k: classes(reading, k) for k in unknown}
    matter = [k for k in unknown if any(sign(gain) > 0 for option in options[k] for gain in option.gains)]
    fixed = {k: belief for k, belief in reading.given.items() if by_bayes(reading, k) is None}
    solution: Beliefs = {}
    for group in _groups(reading, [*fixed, *matter]):
        inside = [k for k in group if k in matter]
        if inside:
            beliefs = _Search(reading, {k: options[k] for k in inside}, {k: fixed[k] for k in group if k in fixed}).first()
            if beliefs is None:
                return None
            solution |= beliefs
    return solution


class _Search:
    """Depth-first over the believed classes of each set; labels are asked for at every step."""

    def __init__(self, reading: Reading, options: Mapping[int, list[Class]], fixed: Beliefs) -> None:
        self.reading, self.options, self.fixed = reading, options, fixed
        self.believed = {k: [node for node, p in belief.items() if not is_zero(p)] for k, belief in fixed.items()}
        self.tried: dict[tuple[int, Support], dict[int, Exact] | None] = {}

    def first(self) -> Beliefs | None:
        """The first beliefs found, sets with fewer classes first; None when every choice of believed classes fails."""
        order = sorted(self.options, key=lambda k: len(self.options[k]))
        return next((beliefs for chosen in self.choices(order, {}) if (beliefs := self.beliefs(chosen)) is not None), None)

    def supports(self, infoset: int) -> Iterator[Support]:
        """The groups of classes that, all believed, can make the profile's actions at a set best; small groups first."""
        options = range(len(self.options[infoset]))
        if len(options) > MOST_CLASSES:
            table = self.reading.table
            who = f"{table.player(infoset)} at {table.name(infoset)}"
            raise GameError(f"{who} may believe in too many nodes to try them in all ways; give the beliefs there.")
        every = (support for size in range(1, len(options) + 1) for support in combinations(options, size))
        return (support for support in every if self.alone(infoset, support) is not None)

    def alone(self, infoset: int, support: Support) -> dict[int, Exact] | None:
        """Positive beliefs in some classes under which nothing is gained at this set; None when there are none."""
        if (infoset, support) not in self.tried:
            self.tried[infoset, support] = self.solved_alone(infoset, support)
        return self.tried[infoset, support]

    def solved_alone(self, infoset: int, support: Support) -> dict[int, Exact] | None:
        """Ask the linear program for such beliefs."""
        options = [self.options[infoset][c] for c in support]
        rows = [[option.gains[a] for option in options] for a in range(len(options[0].gains))]
        bounds = [plain(-sum(row, ZERO)) for row in rows]  # unnormalised beliefs are 1 + x with x >= 0
        solved = maximise([-ONE] * len(options), rows, bounds)
        if solved is None:
            return None
        total = sum(solved, ONE * len(options))
        return {c: plain((x + 1) / total) for c, x in zip(support, solved, strict=True)}

    def choices(self, remaining: Sequence[int], chosen: Chosen) -> Iterator[Chosen]:
        """Extend a choice of believed classes to the sets that are left, in every way that labels allow."""
        nodes = {k: [node for c in support for node in self.options[k][c].proportions] for k, support in chosen.items()}
        if labels(self.reading, self.believed | nodes) is None:
            return
        if not remaining:
            yield chosen
            return
        infoset, *others = remaining
        for support in self.supports(infoset):
            yield from self.choices(others, {**chosen, infoset: support})

    def beliefs(self, chosen: Chosen) -> Beliefs | None:
        """Solve for the beliefs in chosen classes: set by set where no product ties them, otherwise all at once."""
        products = self.products(chosen)
        if any(not product.powers and not is_zero(plain(product.constant - 1)) for product in products):
            return None
        tied = [product for product in products if product.powers]
        solved: Mapping[Key, Exact] | None
        if tied:
            rows = [{(k, c): self.options[k][c].gains[a] for c in support} for k, support in chosen.items() for a in self.actions(k)]
            solved = positive_solution([[(k, c) for c in support] for k, support in chosen.items()], rows, tied)
        else:
            solved = {(k, c): p for k, support in chosen.items() for c, p in (self.alone(k, support) or {}).items()}
        if solved is None:
            return None
        return {k: _spread(self.reading, k, {c: solved[k, c] for c in support}, self.options[k]) for k, support in chosen.items()}

    def actions(self, infoset: int) -> range:
        return range(len(self.options[infoset][0].gains))

    def products(self, chosen: Chosen) -> list[Product]:
        """The binomials of the chosen classes and the given beliefs."""
        rows: list[Exponents] = []
        sizes: list[Product] = []  # the ratio of beliefs, over that of weights
        for infoset, support in chosen.items():
            options = self.options[infoset]
            base = support[0]
            for c in support[1:]:
                rows.append(difference(options[c].unplayed, options[base].unplayed))
                sizes.append(Product(plain(options[base].weight / options[c].weight), {(infoset, c): 1, (infoset, base): -1}))
        for infoset, belief in self.fixed.items():
            paths = approaches(self.reading, infoset)
            base, *others = self.believed[infoset]
            for node in others:
                rows.append(difference(paths[node].unplayed, paths[base].unplayed))
                sizes.append(Product(plain(belief[node] / belief[base] * paths[base].weight / paths[node].weight), {}))
        return [_multiplied(sizes, relation) for relation in relations(rows)]


def _multiplied(sizes: list[Product], relation: list[int]) -> Product:
    constant: Exact = ONE
    powers: dict[Key, int] = defaultdict(int)
    for size, power in zip(sizes, relation, strict=True):
        constant = plain(constant * size.constant**power)
        for key, k in size.powers.items():
            powers[key] += k * power
    return Product(constant, {key: k for key, k in powers.items() if k})


def _spread(reading: Reading, infoset: int, mix: Mapping[int, Exact], options: list[Class]) -> dict[int, Exact]:
    """Turn beliefs in classes into beliefs in nodes."""
    belief: dict[int, Exact] = dict.fromkeys(reading.table.members[infoset], ZERO)
    for c, p in mix.items():
        belief |= {node: plain(p * proportion) for node, proportion in options[c].proportions.items()}
    return belief


def _groups(reading: Reading, sets: list[int]) -> list[list[int]]:
    """Split unreached sets into groups that share no unplayed action: nothing ties beliefs across groups."""
    groups: list[tuple[set[Action], list[int]]] = []
    for infoset in sets:
        actions = {action for path in approaches(reading, infoset).values() for action in path.unplayed}
        members = [infoset]
        apart = []
        for others_actions, others_members in groups:
            if actions & others_actions:
                actions |= others_actions
                members = others_members + members
            else:
                apart.append((others_actions, others_members))
        groups = [*apart, (actions, members)]
    return [members for _, members in groups]


def _within(one: Exponents, two: Exponents) -> bool:
    return all(k <= two.get(action, 0) for action, k in one.items())
