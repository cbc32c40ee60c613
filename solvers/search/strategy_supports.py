"""The search for Nash and subgame-perfect bases: nobody gains by another strategy before play, or before a subgame.

Only what play reaches has to be best.  So supports are chosen along the path of play (of each subgame); an information set off
the path is free, and matters only where one player's deviation leads to it.  A base fixes the supports of all sets that matter.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from flint import fmpq

from games.forms.subgames import stage_of, subgame_roots

from ..algebra.ring import Polynomial, constant
from ..algebra.sign_oracle import MOST_NOTED, Atom, Oracle
from ..algebra.triangular import Quotient
from .bases import Base
from .off_path import Joint, close
from .supports import Task
from .tree_polynomials import Supports, View, subsets

Plan = dict[int, int]


class StrategySearch:
    """Finds the bases of one game that no cut excludes.

    Parameters
    ----------
    view, oracle : View, Oracle
        The game, and the signs on its domain.
    generic : bool
        Whether only families with interior in parameter space are wanted.
    everywhere : bool
        Whether nobody may gain in any subgame either (subgame perfection).
    """

    def __init__(self, view: View, oracle: Oracle, *, generic: bool, everywhere: bool) -> None:
        self.view, self.oracle, self.ring, self.generic = view, oracle, view.ring, generic
        self.roots = subgame_roots(view.game) if everywhere else [0]
        self.stage = stage_of(view.game, self.roots)
        self.starts = set(self.roots)
        self.counts = {"supports": 1, "tests": 0, "profiles": 0, "bases": 0}
        for k in view.actions:
            self.counts["supports"] *= 2**k - 1
        self._dominated: dict[Any, bool] = {}

    def systems(self) -> Iterator[System]:
        """Give the conditions of each choice of supports along the path that is not excluded at once."""
        for supports in self._on_path({}):
            self.counts["profiles"] += 1
            system = System(self, supports, {})
            if not system.hopeless():
                yield system

    @property
    def order(self) -> list[int]:
        """The information sets; the search is one task, so that no order matters."""
        return list(self.view.sets)

    def tasks(self, count: int) -> list[Task]:
        """Which sets play reaches depends on supports, so the search is not split."""
        return [()] if count else []

    def bases(self, task: Task = ()) -> Iterator[Base]:
        """Give the systems of all bases that survive."""
        assert not task
        for system in self.systems():
            yield from self.split(system)

    def split(self, system: System) -> Iterator[Base]:
        """Give the bases of one choice of supports along the path: supports off the path too, where they matter."""
        matter = system.loose
        for choice in itertools.product(*(subsets(range(self.view.actions[s])) for s in matter)):
            off_path = dict(zip(matter, choice, strict=True))
            if len(matter) > 1:
                within_reach = self.met_after_a_deviation({**system.on_path, **off_path})
                if any(s not in within_reach and support != (0,) for s, support in off_path.items()):
                    continue  # no deviation leads there now, so that one support stands for all
                off_path = {s: support for s, support in off_path.items() if s in within_reach}
            refined = System(self, system.on_path, off_path) if matter else system
            self.counts["bases"] += 1
            yield refined.base()

    def met_after_a_deviation(self, chosen: Supports) -> set[int]:
        """The sets that a deviation of one other player can lead play to, within the subgame that they belong to."""
        sets: set[int] = set()
        for player in range(len(self.view.game.players)):
            for root in self.roots:
                nodes = [root]
                for node in nodes:
                    owner, successors = self.view.node_owner[node], self.view.children[node]
                    if owner >= 0 and owner != player:
                        s = self.view.infoset[node]
                        sets.add(s)
                        successors = [successors[a] for a in chosen.get(s, range(self.view.actions[s]))]
                    nodes += [child for child in successors if child not in self.starts]
        return sets

    def forget(self) -> None:
        """Begin a table again that has grown too large."""
        if len(self._dominated) > MOST_NOTED:
            self._dominated.clear()

    # ---------------------------------------------------------------- supports along the path

    def _on_path(self, chosen: Supports) -> Iterator[Supports]:
        s = next((s for s in self.reached(chosen) if s not in chosen), None)
        if s is None:
            yield dict(chosen)
            return
        for support in subsets(range(self.view.actions[s])):
            chosen[s] = support
            if not any(self.dominated(t, chosen) for t in chosen):
                yield from self._on_path(chosen)
            del chosen[s]

    def reached(self, chosen: Supports) -> list[int]:
        """The sets that play reaches in the subgame each of them belongs to, as far as supports are chosen."""
        sets: dict[int, None] = {}
        for root in self.roots:
            nodes = [root]
            for node in nodes:
                owner = self.view.node_owner[node]
                if owner >= 0:
                    s = self.view.infoset[node]
                    sets[s] = None
                    successors = [self.view.children[node][a] for a in chosen.get(s, ())]
                else:
                    successors = self.view.children[node]
                nodes += [child for child in successors if child not in self.starts]
        return list(sets)

    # ---------------------------------------------------------------- conditional dominance

    def dominated(self, s: int, chosen: Supports) -> bool:
        """Whether some action of a support is worse than another, whatever the others do within what is chosen so far.

        Only for numbers, and where the player does not move again (Porter, Nudelman and Shoham 2008).
        """
        view = self.view
        if self.ring.parameters or any(view.owner[t] == view.owner[s] for t in view.under[s]):
            return False
        paths = {m: self.path(m, self.stage[s]) for m in view.members[s]}
        involved = sorted({view.infoset[n] for path in paths.values() for n, _ in path if view.node_owner[n] >= 0} | set(view.under[s]))
        key = (s, chosen[s], tuple(chosen.get(t) for t in involved))
        if key not in self._dominated:
            self.counts["tests"] += 1
            nodes = [m for m, path in paths.items() if all(self._open(n, a, chosen) for n, a in path)]
            others = range(view.actions[s])
            self._dominated[key] = bool(nodes) and any(
                all(self._worse(m, a, b, chosen) for m in nodes) for a in chosen[s] for b in others if a != b
            )
        return self._dominated[key]

    def path(self, node: int, root: int) -> list[tuple[int, int]]:
        """The moves that lead from the root of a subgame to a node."""
        path = self.view.game.path(node)
        return path[[n for n, _ in [*path, (node, 0)]].index(root) :]

    def _open(self, node: int, action: int, chosen: Supports) -> bool:
        return self.view.node_owner[node] < 0 or action in chosen.get(self.view.infoset[node], (action,))

    def _worse(self, node: int, a: int, b: int, chosen: Supports) -> bool:
        """Whether action a earns less than b at a node against every choice of the others below."""
        view, player = self.view, self.view.node_owner[node]
        after_a, after_b = view.children[node][a], view.children[node][b]
        below = sorted({*view.sets_below[after_a], *view.sets_below[after_b]})
        for pure in itertools.product(*(chosen.get(t, range(view.actions[t])) for t in below)):
            fixed: Supports = {t: (x,) for t, x in zip(below, pure, strict=True)}
            gain = view.value(after_b, player, fixed) - view.value(after_a, player, fixed)
            if (self.oracle.sign(gain) or 0) <= 0:
                return False
        return True


class System:
    """The conditions of one choice of supports."""

    def __init__(self, search: StrategySearch, on_path: Supports, off_path: Supports) -> None:
        self.search, self.view, self.ring = search, search.view, search.ring
        self.on_path = on_path
        self.supports = {s: on_path.get(s, off_path.get(s, tuple(range(n)))) for s, n in enumerate(self.view.actions)}
        self.equations: list[tuple[Polynomial, int]] = []
        self.atoms: list[Atom] = []
        self.rivals: list[tuple[int, int]] = []
        for s in on_path:
            self._conditions(s)
        compared = (*(e for e, _ in self.equations), *(a.polynomial for a in self.atoms))
        named = {self.view.unknowns[n].infoset for p in compared for n in self.ring.open(p)}
        self.loose = [s for s in self.view.sets if s not in on_path and (s in off_path or s in named)]

    def hopeless(self) -> bool:
        """Whether the sign of a condition on what is played alone excludes the supports."""

        def settled(p: Polynomial) -> int | None:
            return None if self.involves_off_path(p) else self.search.oracle.sign(p)

        if any(settled(e) for e, _ in self.equations):  # a sign that is proved and not zero
            return True
        return any(settled(atom.polynomial) == -1 for atom in self.atoms)

    def base(self, *, path: bool = False) -> Base:
        """The system as a base; of the path alone, without the comparisons that involve sets off it, when `path`."""
        view = self.view
        mixing = [s for s in (*self.on_path, *(() if path else self.loose)) if len(self.supports[s]) > 1]
        unknowns = [f"b{s}.{a}" for s in sorted(mixing) for a in self.supports[s][:-1]]
        positives = [view.probability(s, a, self.supports[s]) for s in sorted(mixing) for a in self.supports[s]]
        supports = {s: self.supports[s] if s in self.on_path or s in self.loose else (0,) for s in view.sets}
        name = (tuple(sorted(supports.items())), ())
        included = [k for k, atom in enumerate(self.atoms) if not path or not self.involves_off_path(atom.polynomial)]
        return Base(
            supports,
            {},
            {},
            unknowns,
            list(self.equations),
            [self.atoms[k] for k in included],
            [self.rivals[k] for k in included],
            positives,
            name,
            frozenset(self.loose),
            frozenset(s for s in view.sets if s not in self.on_path and s not in self.loose),
        )

    def involves_off_path(self, p: Polynomial) -> bool:
        """Whether a comparison involves mixes off the path."""
        return any(self.view.unknowns[n].infoset in self.loose for n in self.ring.open(p))

    def _conditions(self, s: int) -> None:
        """The conditions of a set on the path: actions used are equally good, and no other continuation is better."""
        player, root = self.view.owner[s], self.search.stage[s]
        weights = self._weights(s, root)
        nodes = list(weights)
        own_plan = {t: self.supports[t][0] for t in self.on_path if self.view.owner[t] == player}
        first = self.supports[s][0]
        values = {n: self.view.value_of(n, player, own_plan, self.supports) for n in nodes}

        def advantage_over(plan: Plan) -> Polynomial:
            total = self.ring.zero
            for n, w in weights.items():
                loss = values[n] - self.view.value_of(n, player, {**own_plan, **plan}, self.supports)
                total += w * (loss if self.view.rise is None else loss * self.view.rise[n])
            return total

        for a in range(self.view.actions[s]):
            if a == first:
                continue
            if a in self.supports[s]:
                total = advantage_over({s: a})
                if total:
                    self.equations.append((total, s))
                continue
            for plan in self._continuations(player, [self.view.children[n][a] for n in nodes]):
                self.atoms.append(Atom(advantage_over({s: a, **plan}), ">="))
                self.rivals.append((s, a))

    def _weights(self, s: int, root: int) -> Mapping[int, Polynomial]:
        """The nodes of a set that the others reach from the root of its subgame, with the probability of it."""
        weights = {}
        for node in self.view.members[s]:
            weight = self.view.chance_before[node]
            for n, a in self.search.path(node, root):
                owner = self.view.node_owner[n]
                if owner >= 0 and owner != self.view.owner[s]:
                    weight = weight * self.view.probability(self.view.infoset[n], a, self.supports[self.view.infoset[n]])
            if weight:
                weights[node] = weight
        return weights

    def _continuations(self, player: int, nodes: Sequence[int]) -> Iterator[Plan]:
        """The player's pure plans at its next sets below some nodes, within the subgame and as far as the others allow."""
        sets: dict[int, list[int]] = {}
        queue = list(nodes)
        for node in queue:
            owner = self.view.node_owner[node]
            if node in self.search.starts:
                continue
            if owner == player:
                sets.setdefault(self.view.infoset[node], []).append(node)
            elif owner >= 0:
                queue += [self.view.children[node][a] for a in self.supports[self.view.infoset[node]]]
            else:
                queue += self.view.children[node]
        options = [
            [
                {s: a, **below}
                for a in range(self.view.actions[s])
                for below in self._continuations(player, [self.view.children[n][a] for n in reached])
            ]
            for s, reached in sets.items()
        ]
        for plans in itertools.product(*options):
            yield {s: a for plan in plans for s, a in plan.items()}


def held_off_path(system: System, values: Mapping[str, Quotient]) -> tuple[Joint, dict[str, fmpq]] | Literal[False] | None:
    """Describe the play off the path that supports what is played on it, once that is known; False when there is none."""
    ring = system.ring
    conditions = []
    for atom in system.atoms:
        if system.involves_off_path(atom.polynomial):
            p = atom.polynomial
            for name, (top, bottom) in values.items():
                p = ring.value(p, {name: constant(top) / constant(bottom)})
            conditions.append(p)
    named = {name for p in conditions for name in ring.open(p)}
    sets = [[f"b{s}.{a}" for a in range(system.view.actions[s] - 1)] for s in system.loose]
    constrained = [unknowns for unknowns in sets if named.intersection(unknowns)]
    closed_set = close(ring, conditions, constrained)
    if closed_set is None or closed_set is False:
        return closed_set
    joint, pinned = closed_set
    return joint, {**pinned, **{name: fmpq(0) for unknowns in sets if unknowns not in constrained for name in unknowns}}
