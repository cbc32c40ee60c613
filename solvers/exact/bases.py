"""Bases: action supports with belief supports, and the polynomial system of each.

A base fixes which actions have positive probability and which nodes of each information
set are believed possible.  Bases partition all assessments.  Consistency of a base is a
linear programme in labels, and a few binomials between belief weights (the finite form
of Kreps and Wilson's consistency, as repaired by Streufert; see `docs` of `families`).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, TypeAlias

from flint import fmpq, fmpz_mat

from games import Game
from games.tree import CHANCE, TERMINAL

from .algebra import Polynomial, Ring, lcm
from .oracle import Atom

Supports: TypeAlias = dict[int, tuple[int, ...]]  # information set -> actions
Beliefs: TypeAlias = dict[int, tuple[int, ...]]  # information set -> nodes


class View:
    """A game as the exact engine reads it: polynomials at nodes, and what lies below what.

    Payoffs are multiplied by a positive common denominator for each player, chances by one
    for all; neither changes a best reply.
    """

    def __init__(self, game: Game, concept: str = "sequential") -> None:
        self.game, self.consistent = game, concept == "sequential"
        self.sets = range(game.infosets)
        self.owner = [int(x) for x in game.set_owner]
        self.members = [game.set_nodes(s) for s in self.sets]
        self.actions = [len(a) for a in game.set_actions]
        unknowns = [f"b{s}.{a}" for s in self.sets for a in range(self.actions[s] - 1)]
        unknowns += [f"t{s}.{j}" for s in self.sets for j in range(len(self.members[s]) - 1)]
        unknowns += [f"w.{j}" for j in range(max((len(m) for m in self.members), default=1) - 1)]
        self.ring = Ring(game.parameters, unknowns)
        self.simplices = [tuple(f"b{s}.{a}" for a in range(self.actions[s] - 1)) for s in self.sets if self.actions[s] > 1]
        self.simplices += [tuple(f"t{s}.{j}" for j in range(len(self.members[s]) - 1)) for s in self.sets if len(self.members[s]) > 1]
        inside = game.domain.inside
        size = {name: len(simplex) + 1 for simplex in self.simplices for name in simplex}
        self._inside = [fmpq(x.numerator, x.denominator) for x in inside.values()] + [fmpq(1, size.get(name, 2)) for name in unknowns]
        self._numbers(game)
        self._structure(game)
        self._cache: dict[tuple[Any, ...], Polynomial] = {}

    def _numbers(self, game: Game) -> None:
        ring = self.ring
        terms = [ring.pair(term) for term in game.terms]
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
                part = top if scale.is_one() else top * (scale / bottom)
                total += part * fmpq(c.numerator, c.denominator)
            return total

        self.chance: dict[int, Polynomial] = {}
        rounds = [0] * game.nodes  # chance moves before each node
        for node in range(1, game.nodes):
            parent = int(game.parent[node])
            rounds[node] = rounds[parent] + int(game.owner[parent] == CHANCE)
            if game.chance_row[node] >= 0:
                self.chance[node] = combine(game.chances.row(int(game.chance_row[node])), common)
        deepest = max(rounds)
        self.level = [common ** (deepest - r) for r in rounds] if not flat else None
        self.rise = [common**r for r in rounds] if not flat else None
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

    def _structure(self, game: Game) -> None:
        self.children = [list(game.children(n)) for n in range(game.nodes)]
        self.node_owner = [int(x) for x in game.owner]
        self.infoset = [int(x) for x in game.infoset]
        below: list[frozenset[int]] = [frozenset()] * game.nodes
        for node in range(game.nodes - 1, -1, -1):
            parts = [below[c] for c in self.children[node]]
            here = frozenset({self.infoset[node]}) if self.node_owner[node] >= 0 else frozenset()
            below[node] = here.union(*parts)
        self.sets_below = [tuple(sorted(b)) for b in below]  # at and below a node
        self.under = [tuple(sorted(frozenset().union(*(below[c] for n in self.members[s] for c in self.children[n])))) for s in self.sets]
        self.others: dict[int, list[tuple[int, int]]] = {}  # others' moves before a set's node
        self.known: dict[int, Polynomial] = {}  # chance before a node
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
                self.known[node] = weight

    def measure(self, k: int) -> tuple[list[Polynomial], Polynomial]:
        """A measure at every leaf, and the positive scale that it has been multiplied by."""
        game, scale = self.game, self.ring.one
        rows = [game.measures.row(leaf * len(game.measure_names) + k) for leaf in range(game.leaves)]
        for row in rows:
            for t, _ in row:
                scale = lcm(scale, self.ring.pair(game.terms[t])[1])
        scale = self.positive(scale)
        return [self._combine(row, scale) for row in rows], scale

    def positive(self, p: Polynomial) -> Polynomial:
        """Turn a polynomial that has one sign throughout so that it is positive."""
        return -p if p(*self._inside) < 0 else p

    # ---------------------------------------------------------------- probabilities and values

    def probability(self, s: int, a: int, support: Sequence[int]) -> Polynomial:
        """Probability of an action, given its set's support."""
        if a not in support:
            return self.ring.zero
        if len(support) == 1:
            return self.ring.one
        if a != support[-1]:
            return self.ring.gen(f"b{s}.{a}")
        return self.ring.one - sum((self.ring.gen(f"b{s}.{x}") for x in support[:-1]), self.ring.zero)

    def value(self, node: int, player: int, supports: Supports) -> Polynomial:
        """Expected payoff of a player from a node on, given the supports at and below it."""
        name = (node, player, tuple(supports[s] for s in self.sets_below[node]))
        found = self._cache.get(name)
        if found is None:
            owner = self.node_owner[node]
            if owner == TERMINAL:
                found = self.payoff[node, player]
            elif owner == CHANCE:
                found = self.ring.zero
                for c in self.children[node]:
                    found += self.chance[c] * self.value(c, player, supports)
            else:
                s = self.infoset[node]
                support = supports[s]
                found = self.ring.zero
                for a in support:
                    part = self.value(self.children[node][a], player, supports)
                    found += part if len(support) == 1 else self.probability(s, a, support) * part
            self._cache[name] = found
        return found

    def advantage(self, node: int, a: int, b: int, supports: Supports) -> Polynomial:
        """What the mover at a node wins by action a instead of b, on one scale for all nodes of a set."""
        player, children = self.node_owner[node], self.children[node]
        difference = self.value(children[a], player, supports) - self.value(children[b], player, supports)
        return difference if self.rise is None else difference * self.rise[node]

    # ---------------------------------------------------------------- consistency

    def trembles(self, node: int, supports: Supports) -> tuple[tuple[int, int], ...]:
        """The others' unused actions on the path to a set's node, sorted, with repetitions."""
        return tuple(sorted((s, a) for s, a in self.others[node] if a not in supports[s]))

    def reached(self, node: int, supports: Supports) -> bool:
        """Whether Bayes' rule must speak of a set's node: reached, whatever its player does (weak PBE: with what it does)."""
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
        parts = ((a, self.value_of(self.children[node][a], player, plan, supports)) for a in supports[s])
        return sum((self.probability(s, a, supports[s]) * v for a, v in parts), self.ring.zero)

    def weight(self, node: int, supports: Supports) -> Polynomial:
        """Chance and the others' used actions on the path to a set's node."""
        out = self.known[node]
        for s, a in self.others[node]:
            if a in supports[s] and len(supports[s]) > 1:
                out = out * self.probability(s, a, supports[s])
        return out


@dataclass(frozen=True, eq=False)
class Base:
    """An action support with a belief support, and its system of equations and comparisons.

    Parameters
    ----------
    supports : dict from set to actions
    beliefs : dict from set to nodes
        At every information set.
    groups : dict from set to tuple of groups of nodes
        Unreached sets with several groups of believed nodes; nodes of one group have the same trembles.
    unknowns : list of str
        The unknowns of the system.
    equations : list of (polynomial, set or None)
        All zero; the set whose indifference it is, None for a binomial.
    atoms : list of Atom
        Off-support actions must not be better.
    rivals : list of (set, action)
        Whose alternative each of the atoms is about.
    positives : list of polynomials
        Probabilities and belief weights; all positive.
    """

    supports: Supports
    beliefs: Beliefs
    groups: Mapping[int, tuple[tuple[int, ...], ...]]
    unknowns: list[str]
    equations: list[tuple[Polynomial, int | None]]
    atoms: list[Atom]
    rivals: list[tuple[int, int]]
    positives: list[Polynomial]
    name: tuple[Any, ...] = field(default=())


class Labels:
    """Decides which belief supports some tremble can bring about (a linear programme in labels)."""

    def __init__(self) -> None:
        self._known: dict[tuple[Any, ...], bool] = {}

    def feasible(self, rows: Sequence[tuple[tuple[tuple[Any, int], ...], str]]) -> bool:
        """Whether positive labels satisfy rows of (differences of exponents, "=" or ">")."""
        hard = []
        for difference, relation in rows:
            signs = {v > 0 for _, v in difference}
            if relation == "=":
                if not difference:
                    continue
                if len(signs) == 1:
                    return False
            else:
                if signs == {True}:
                    continue
                if signs != {True, False}:
                    return False
            hard.append((difference, relation))
        if len(hard) <= 1:
            return True
        name = tuple(sorted(hard))
        if name not in self._known:
            self._known[name] = self._programme(hard)
        return self._known[name]

    def _programme(self, rows: Sequence[tuple[tuple[tuple[Any, int], ...], str]]) -> bool:
        import z3

        labels: dict[Any, Any] = {}
        solver = z3.SolverFor("QF_LRA")
        for difference, relation in rows:
            total = z3.Sum([v * labels.setdefault(x, z3.Real(f"l{len(labels)}")) for x, v in difference])
            solver.add(total == 0 if relation == "=" else total >= 1)
        solver.add(*[label >= 1 for label in labels.values()])
        return bool(solver.check() == z3.sat)


def difference(one: Sequence[Any], two: Sequence[Any]) -> tuple[tuple[Any, int], ...]:
    """Exponents of one multiset less those of another, zeros left out."""
    count: dict[Any, int] = {}
    for x in one:
        count[x] = count.get(x, 0) + 1
    for x in two:
        count[x] = count.get(x, 0) - 1
    return tuple(sorted((x, v) for x, v in count.items() if v))


def belief_supports(
    view: View, supports: Supports, labels: Labels, fits: Any
) -> Iterator[tuple[Beliefs, dict[int, tuple[tuple[int, ...], ...]]]]:
    """Give every belief support that some tremble brings about, with the groups of each unreached set.

    Parameters
    ----------
    fits : callable
        ``fits(set, nodes)`` says whether the set's own support can be best under a belief
        with exactly these nodes; used to cut the search.
    """
    fixed: Beliefs = {}
    unreached: list[tuple[int, dict[tuple[Any, ...], list[int]]]] = []
    for s in view.sets:
        trembles = {n: view.trembles(n, supports) for n in view.members[s]}
        reached = tuple(n for n in view.members[s] if view.reached(n, supports))
        if reached:
            if not fits(s, reached):
                return
            fixed[s] = reached
            continue
        groups: dict[tuple[Any, ...], list[int]] = {}
        for n, t in trembles.items():
            groups.setdefault(t if view.consistent else (n,), []).append(n)
        unreached.append((s, groups))

    choices = []
    for s, groups in unreached:
        options = []
        names = list(groups)
        for size in range(1, len(names) + 1):
            for chosen in itertools.combinations(names, size):
                rows = [(difference(t, chosen[0]), "=") for t in chosen[1:]] if view.consistent else []
                rows += [(difference(t, chosen[0]), ">") for t in names if t not in chosen] if view.consistent else []
                nodes = tuple(sorted(n for t in chosen for n in groups[t]))
                if labels.feasible(rows) and fits(s, nodes):
                    options.append((nodes, tuple(tuple(groups[t]) for t in chosen), rows))
        choices.append((s, options))

    def extend(k: int, rows: list[Any], beliefs: Beliefs, grouped: dict[int, Any]) -> Iterator[tuple[Beliefs, dict[int, Any]]]:
        if k == len(choices):
            yield {**fixed, **beliefs}, dict(grouped)
            return
        s, options = choices[k]
        for nodes, groups, more in options:
            if labels.feasible([*rows, *more]):
                yield from extend(k + 1, [*rows, *more], {**beliefs, s: nodes}, {**grouped, s: groups})

    yield from extend(0, [], {}, {})


def system(view: View, supports: Supports, beliefs: Beliefs, groups: Mapping[int, tuple[tuple[int, ...], ...]]) -> Base:
    """Write down what an equilibrium in a base must satisfy."""
    ring = view.ring
    unknowns: list[str] = []
    atoms: list[Atom] = []
    rivals: list[tuple[int, int]] = []
    positives: list[Polynomial] = []
    equations: list[tuple[Polynomial, int | None]] = []
    for s in view.sets:
        if len(supports[s]) > 1:
            unknowns += [f"b{s}.{a}" for a in supports[s][:-1]]
            positives += [view.probability(s, a, supports[s]) for a in supports[s]]
    weights: dict[int, dict[int, Polynomial]] = {}
    relative: dict[int, list[Polynomial]] = {}
    for s in view.sets:
        if s in groups and len(groups[s]) > 1:
            free = [ring.gen(f"t{s}.{j}") for j in range(len(groups[s]) - 1)]
            relative[s] = [*free, ring.one - sum(free, ring.zero)]
            unknowns += [f"t{s}.{j}" for j in range(len(free))]
            positives += relative[s]
            parts = {n: relative[s][j] * view.weight(n, supports) for j, group in enumerate(groups[s]) for n in group}
        else:
            parts = {n: view.weight(n, supports) for n in beliefs[s]} if len(beliefs[s]) > 1 else {beliefs[s][0]: ring.one}
        weights[s] = _coprime(view, parts)
    if view.consistent:
        equations += [(e, None) for e in binomials(view, supports, groups, relative)]
    for s in view.sets:
        first = supports[s][0]
        for a in range(view.actions[s]):
            if a == first:
                continue
            total = ring.zero
            for n, w in weights[s].items():
                total += w * view.advantage(n, first, a, supports)
            if a in supports[s]:
                equations.append((total, s))
            else:
                atoms.append(Atom(total, ">="))
                rivals.append((s, a))
        if not view.consistent and any(view.owner[j] == view.owner[s] for j in view.under[s]):
            plans = whole_plans(view, s, weights[s], supports)
            atoms += [atom for _, atom in plans]
            rivals += [(s, a) for a, _ in plans]
    name = (tuple(sorted(supports.items())), tuple(sorted(beliefs.items())))
    several = {s: g for s, g in groups.items() if len(g) > 1}
    return Base(dict(supports), dict(beliefs), several, unknowns, [(e, o) for e, o in equations if e], atoms, rivals, positives, name)


def belief_weights(view: View, base: Base, s: int) -> dict[int, Polynomial]:
    """The unnormalised beliefs in the believed nodes of a set."""
    parts = {}
    for n in base.beliefs[s]:
        w = view.weight(n, base.supports)
        if s in base.groups:
            groups = base.groups[s]
            j = next(i for i, group in enumerate(groups) if n in group)
            free = [view.ring.gen(f"t{s}.{i}") for i in range(len(groups) - 1)]
            w = w * (free[j] if j < len(free) else view.ring.one - sum(free, view.ring.zero))
        parts[n] = w
    return _coprime(view, parts)


def whole_plans(view: View, s: int, weights: Mapping[int, Polynomial], supports: Supports) -> list[tuple[int, Atom]]:
    """No pure continuation plan is better (without consistent beliefs, one-shot deviations do not suffice)."""
    player = view.owner[s]
    out = []
    for plan in view.plans(s):
        total = view.ring.zero
        for n, w in weights.items():
            loss = view.value(n, player, supports) - view.value_of(n, player, plan, supports)
            total += w * (loss if view.rise is None else loss * view.rise[n])
        out.append((plan[s], Atom(total, ">=")))
    return out


def _coprime(view: View, parts: dict[int, Polynomial]) -> dict[int, Polynomial]:
    """Divide weights by what they have in common (positive: chances and used actions)."""
    if len(parts) == 1:
        return dict.fromkeys(parts, view.ring.one)
    common = view.ring.zero
    for p in parts.values():
        common = common.gcd(p)
    common = view.positive(common)
    return parts if common.is_one() or common.is_constant() else {n: p / common for n, p in parts.items()}


def binomials(
    view: View, supports: Supports, groups: Mapping[int, tuple[tuple[int, ...], ...]], relative: Mapping[int, list[Polynomial]]
) -> list[Polynomial]:
    """What common tremble coefficients ask of the belief weights: one binomial for each kernel vector."""
    ring = view.ring
    rows: list[dict[Any, int]] = []
    ratios: list[tuple[Polynomial, Polynomial]] = []
    for s, weights in relative.items():
        trembles = [view.trembles(group[0], supports) for group in groups[s]]
        for t, w in zip(trembles[1:], weights[1:], strict=True):
            rows.append(dict(difference(t, trembles[0])))
            ratios.append((w, weights[0]))
    out = []
    for vector in left_kernel(rows):
        left, right = ring.one, ring.one
        for k, (a, b) in zip(vector, ratios, strict=True):
            if k > 0:
                left, right = left * a**k, right * b**k
            elif k < 0:
                left, right = left * b ** (-k), right * a ** (-k)
        out.append(left - right)
    return out


def left_kernel(rows: Sequence[Mapping[Any, int]]) -> list[list[int]]:
    """Give a short integer basis of the vectors y with y M = 0, for the rows of M."""
    columns = sorted({x for row in rows for x in row})
    if not rows:
        return []
    if not columns:
        return [[int(i == k) for i in range(len(rows))] for k in range(len(rows))]
    matrix = fmpz_mat([[row.get(x, 0) for row in rows] for x in columns])
    basis, nullity = matrix.nullspace()
    vectors = [[int(basis[i, k]) for i in range(len(rows))] for k in range(nullity)]
    return saturated(vectors)


def saturated(vectors: list[list[int]]) -> list[list[int]]:
    """Give a reduced basis of all integer vectors in the rational span of some."""
    if not vectors:
        return []
    transform = fmpz_mat(vectors)
    width = len(vectors[0])
    # the integer points of a rational span are the kernel of its kernel
    orthogonal, count = transform.nullspace()
    if count == 0:
        return [[int(i == k) for i in range(width)] for k in range(width)]
    dual = fmpz_mat([[int(orthogonal[i, k]) for i in range(width)] for k in range(count)])
    hermite = fmpz_mat([[*(int(dual[r, i]) for r in range(count)), *(int(i == k) for k in range(width))] for i in range(width)]).hnf()
    kernel = [[int(hermite[i, count + k]) for k in range(width)] for i in range(width) if all(hermite[i, r] == 0 for r in range(count))]
    reduced = fmpz_mat(kernel).lll() if len(kernel) > 1 else fmpz_mat(kernel)
    return [[int(reduced[i, k]) for k in range(width)] for i in range(reduced.nrows())]
