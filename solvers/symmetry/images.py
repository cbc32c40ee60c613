"""What a relabelling makes of supports and beliefs.

An information set's belief is the limit of Bayes' rule, so it says how likely each ending is once the set is reached, whatever its
own player does there and later.  A relabelling carries that to the other set, whose nodes collect it: for moves in the
same order, node by node; for moves at once, which may change places, by what is played in between.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cached_property

from games import Game
from games.numbers import Number, simplest
from games.tree import CHANCE

from .group import Symmetries, Symmetry

Supports = Mapping[int, tuple[int, ...]]
Nodes = Mapping[int, tuple[int, ...]]


class Images:
    """What relabellings make of supports and beliefs.

    Parameters
    ----------
    game : Game
        The game.
    symmetries : Symmetries
        Its relabellings, or any of them.
    """

    def __init__(self, game: Game, symmetries: Symmetries) -> None:
        self.game, self.table = game, symmetries.table
        self._met: dict[int, dict[int, int]] = {}
        self._after: dict[int, list[tuple[int, int, tuple[tuple[int, int], ...]]]] = {}
        self._known: dict[int, dict[int, Number]] = {}
        self._taken: dict[Symmetry, dict[int, int]] = {}

    def supports(self, symmetry: Symmetry, supports: Supports) -> dict[int, tuple[int, ...]]:
        """The supports that others become."""
        moves, number = self.table.moves, self.table.number
        return {symmetry.sets[s]: tuple(sorted(moves[symmetry.moves[number[s, a]]][1] for a in used)) for s, used in supports.items()}

    def believed(self, symmetry: Symmetry, supports: Supports, beliefs: Nodes) -> dict[int, tuple[int, ...]]:
        """The nodes that are believed possible after relabelling."""
        taken = self._nodes(symmetry)
        image = {}
        for s, nodes in beliefs.items():
            if all(n in taken for n in self._members[s]):
                image[symmetry.sets[s]] = tuple(sorted(taken[n] for n in nodes))
                continue
            believed, there = set(nodes), self._nodes_met(symmetry.sets[s])
            likely = (leaf for leaf, node, moves in self._others_after(s) if node in believed and all(a in supports[t] for t, a in moves))
            image[symmetry.sets[s]] = tuple(sorted({there[symmetry.leaves[leaf]] for leaf in likely}))
        return image

    def weights(
        self, symmetry: Symmetry, s: int, belief: Mapping[int, Number], mixes: Mapping[int, tuple[Number, ...]]
    ) -> dict[int, Number]:
        """The belief at the information set that another one becomes, from the belief there and what is played."""
        taken = self._nodes(symmetry)
        if all(n in taken for n in belief):
            return {taken[n]: weight for n, weight in belief.items()}
        met = self._nodes_met(symmetry.sets[s])
        image: dict[int, Number] = dict.fromkeys(self._members[symmetry.sets[s]], Fraction(0))
        known = self._known_after(s)
        for leaf, node, moves in self._others_after(s):
            if belief[node] == 0 or any(mixes[t][a] == 0 for t, a in moves):
                continue
            weight = belief[node] * known[leaf]
            for t, a in moves:
                if mixes[t][a] != 1:
                    weight = weight * mixes[t][a]
            there = met[symmetry.leaves[leaf]]
            image[there] = image[there] + weight
        return {node: simplest(weight) for node, weight in image.items()}

    def keeps_nodes(self, symmetry: Symmetry) -> bool:
        """Whether each node of each information set becomes one node."""
        return len(self._nodes(symmetry)) == sum(map(len, self._members))

    # ---------------------------------------------------------------- nodes and endings

    @cached_property
    def _members(self) -> list[list[int]]:
        return [self.game.set_nodes(s) for s in range(self.game.infosets)]

    def _nodes_met(self, s: int) -> dict[int, int]:
        """Through which node of an information set each ending is reached."""
        if s not in self._met:
            members = set(self._members[s])
            self._met[s] = {
                leaf: node for leaf, end in enumerate(self.game.leaf_nodes) for node, _ in self.game.path(int(end)) if node in members
            }
        return self._met[s]

    def _steps_after(self, s: int, leaf: int) -> Iterator[tuple[int, int]]:
        """The moves from an information set on."""
        path = self.game.path(int(self.game.leaf_nodes[leaf]))
        at = self._nodes_met(s)[leaf]
        yield from path[next(k for k, (node, _) in enumerate(path) if node == at) :]

    def _known_after(self, s: int) -> dict[int, Number]:
        """How likely chance, and even play of the set's own player, make what comes after an information set, for each ending."""
        if s not in self._known:
            known: dict[int, Number] = {}
            for leaf in self._nodes_met(s):
                weight: Number = Fraction(1)
                for below, a in self._steps_after(s, leaf):
                    owner, t = int(self.game.owner[below]), int(self.game.infoset[below])
                    if owner == CHANCE:
                        weight = weight * self.game.chance(self.game.children(below)[a])
                    elif owner == self.table.owner[s]:
                        weight = weight * Fraction(1, len(self.game.set_actions[t]))
                known[leaf] = weight
            self._known[s] = known
        return self._known[s]

    def _others_after(self, s: int) -> list[tuple[int, int, tuple[tuple[int, int], ...]]]:
        """Each ending that an information set leads to, with the node there and the moves of others from there on."""
        if s not in self._after:
            none = (CHANCE, self.table.owner[s])
            self._after[s] = [
                (leaf, node, tuple((int(self.game.infoset[n]), a) for n, a in self._steps_after(s, leaf) if self.game.owner[n] not in none))
                for leaf, node in self._nodes_met(s).items()
            ]
        return self._after[s]

    def _nodes(self, symmetry: Symmetry) -> dict[int, int]:
        """The nodes of information sets that become one node each."""
        if symmetry not in self._taken:
            taken: dict[int, int] = {}
            for s, members in enumerate(self._members):
                there = self._nodes_met(symmetry.sets[s])
                images: dict[int, set[int]] = {n: set() for n in members}
                for leaf, node in self._nodes_met(s).items():
                    images[node].add(there[symmetry.leaves[leaf]])
                whole = all(len(nodes) == 1 for nodes in images.values())
                if whole and len({next(iter(nodes)) for nodes in images.values()}) == len(self._members[symmetry.sets[s]]) == len(members):
                    taken |= {n: next(iter(nodes)) for n, nodes in images.items()}
            self._taken[symmetry] = taken
        return self._taken[symmetry]
