"""Consistency of beliefs (Kreps and Wilson 1982) by labels and binomials.

Beliefs are limits of Bayes' beliefs under trembles exactly when every action that is not
played can be given a whole label of at least one and a positive coefficient such that, in
every information set, the believed nodes are those with the least sum of labels on the
path, and their beliefs are in the ratio of the products of chances, probabilities and
coefficients.  A player's own moves are common to all nodes of a set (perfect recall) and
are left out.  Labels are a linear question; coefficients are eliminated: for every integer
relation between the rows of exponents, the same product of ratios must be one.
Coefficients need not be rational even where the assessment is, so none are computed here.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import lcm, prod
from typing import Any

from flint import fmpq, fmpz_mat

from games.numbers import text

from .linear import maximise
from .reading import Beliefs, Reading
from .signs import ONE, ZERO, Exact, is_zero, plain
from .table import probability

MANY = 20_000  # with more entries, labels are looked for without a linear program first

Action = tuple[int, int]
"""Information set and action."""

Exponents = dict[Action, int]


@dataclass(frozen=True)
class Approach:
    """How the others and chance come to a node of an information set.

    Parameters
    ----------
    unplayed : dict from action to int
        The others' actions on the path that are not played, with how often each occurs.
    weight : number
        The probability of everything else on the path but own moves.
    """

    unplayed: Exponents
    weight: Exact


@dataclass(frozen=True)
class Ratio:
    """One belief against another in the same set: the coefficients' product to `exponents` must be ``value``.

    Parameters
    ----------
    infoset, node, base : int
        The set, the node and the node that it is compared with.
    exponents : dict from action to int
        Unplayed actions on the path to `node` less those on the path to `base`.
    """

    infoset: int
    node: int
    base: int
    exponents: Exponents


def approach(reading: Reading, node: int) -> Approach:
    """Follow the path to a node of an information set, own moves left out."""
    if node not in reading.approached:
        reading.approached[node] = _approach(reading, node)
    known: Approach = reading.approached[node]
    return known


def _approach(reading: Reading, node: int) -> Approach:
    table, owner = reading.table, reading.table.owner[node]
    unplayed: Counter[Action] = Counter()
    weight: Exact = ONE
    while (parent := table.parent[node]) >= 0:
        if table.owner[parent] != owner:
            infoset, move = table.infoset[parent], table.move[node]
            if table.owner[parent] >= 0 and move not in reading.played[infoset]:
                unplayed[infoset, move] += 1
            else:
                weight = plain(weight * probability(table, reading.strategies, node))
        node = parent
    return Approach(dict(unplayed), weight)


def approaches(reading: Reading, infoset: int) -> dict[int, Approach]:
    """The approach to every node of an information set."""
    return {node: approach(reading, node) for node in reading.table.members[infoset]}


def by_bayes(reading: Reading, infoset: int) -> dict[int, Exact] | None:
    """The beliefs at a set that chance and the others reach, whatever its player did; None where they do not."""
    paths = approaches(reading, infoset)
    weights = {node: ZERO if path.unplayed else path.weight for node, path in paths.items()}
    total = plain(sum(weights.values(), ZERO))
    if not is_zero(total):
        return {node: plain(weight / total) for node, weight in weights.items()}
    return dict.fromkeys(paths, ONE) if len(paths) == 1 else None


def known_beliefs(reading: Reading) -> Beliefs:
    """The beliefs that were given, and elsewhere those that Bayes' rule settles; sets with neither are left out."""
    settled = ((k, reading.given.get(k) or by_bayes(reading, k)) for k in range(len(reading.table.members)))
    return {k: belief for k, belief in settled if belief is not None}


def labels(reading: Reading, believed: Mapping[int, Iterable[int]]) -> dict[Action, int] | None:
    """Find labels under which exactly the believed nodes have the least sum in each set; None when there are none.

    Parameters
    ----------
    reading : Reading
        The game and the profile.
    believed : dict from information set to nodes
        The nodes with positive belief; sets that are left out are not asked for.
    """
    Row = frozenset[tuple[Action, int]]
    least: set[Row] = set()
    equal: set[Row] = set()
    actions: dict[Action, int] = {}
    for infoset, nodes in believed.items():
        paths, inside = approaches(reading, infoset), frozenset(nodes)
        base = min(inside)
        for node, path in paths.items():
            for action in path.unplayed:
                actions.setdefault(action, len(actions))
            row = difference(path.unplayed, paths[base].unplayed)
            if node != base:
                (equal if node in inside else least).add(frozenset(row.items()))
    numbered = [[{actions[a]: k for a, k in row} for row in sorted(rows, key=sorted)] for rows in (least, equal)]
    solved = _least_labels(len(actions), *numbered)
    if solved is None:
        return None
    scale = lcm(*(int(x.q) for x in solved))
    return {action: int(solved[k] * scale) for action, k in actions.items()}


def _least_labels(count: int, least: list[dict[int, int]], equal: list[dict[int, int]]) -> list[fmpq] | None:
    """Find labels >= 1 with every row of `least` at least one and every row of `equal` zero: of least sum, where there are few."""
    if count * (len(least) + len(equal)) > MANY:
        raised = _raised_labels(count, least, equal)
        if raised is not None:
            return raised
    rows: list[list[Exact]] = []
    bounds: list[Exact] = []
    for row, direction, slack in [*((r, -1, 1) for r in least), *((r, s, 0) for r in equal for s in (1, -1))]:
        rows.append([fmpq(direction * row.get(k, 0)) for k in range(count)])
        bounds.append(fmpq(-slack - direction * sum(row.values())))  # labels are 1 + x with x >= 0
    solved = maximise([-ONE] * count, rows, bounds)
    return None if solved is None else [1 + x for x in solved]  # type: ignore[misc]


def _raised_labels(count: int, least: list[dict[int, int]], equal: list[dict[int, int]]) -> list[fmpq] | None:
    """Raise labels from one until no row asks for more; None when that leads nowhere soon, which says nothing.

    What is raised is the label that the fewest other rows are hurt by.
    """
    rows = [(row, True) for row in least] + [(row, False) for row in equal]
    having: list[list[int]] = [[] for _ in range(count)]
    hurt = [0] * count
    for k, (row, one_way) in enumerate(rows):
        for a, c in row.items():
            having[a].append(k)
            hurt[a] += not one_way or c < 0
    labels = [1] * count
    waiting = deque(range(len(rows)))
    for _ in range(20 * len(rows)):
        if not waiting:
            return [fmpq(x) for x in labels]
        row, one_way = rows[waiting.popleft()]
        total = sum(c * labels[a] for a, c in row.items())
        if total >= 1 if one_way else total == 0:
            continue
        lacking = 1 - total if one_way else -total
        useful = [a for a, c in row.items() if c * lacking > 0]
        if not useful:
            return None
        a = min(useful, key=lambda a: (hurt[a], a))
        labels[a] += -(-abs(lacking) // abs(row[a]))
        waiting += having[a]
    return None


def ratios(reading: Reading, believed: Mapping[int, Iterable[int]]) -> list[Ratio]:
    """Compare every believed node with the first one of its set."""
    out = []
    for infoset, nodes in believed.items():
        paths = approaches(reading, infoset)
        base, *others = sorted(nodes)
        out += [Ratio(infoset, node, base, difference(paths[node].unplayed, paths[base].unplayed)) for node in others]
    return out


def relations(rows: Sequence[Exponents]) -> list[list[int]]:
    """Give a short basis of the integer relations between rows: all y with ``y @ rows == 0``."""
    work = [({action: power for action, power in row.items() if power}, {i: 1}) for i, row in enumerate(rows)]
    holders: dict[Action, set[int]] = {}  # the rows in which an action is, as most are in few
    for i, (row, _) in enumerate(work):
        for action in row:
            holders.setdefault(action, set()).add(i)
    done = 0
    for column in sorted(holders):
        while nonzero := sorted(i for i in holders[column] if i >= done):
            pivot = min(nonzero, key=lambda i: abs(work[i][0][column]))  # Euclid's algorithm down the column
            for action in {*work[done][0], *work[pivot][0]}:
                held = [i for i in (done, pivot) if i in holders[action]]
                holders[action] = holders[action].difference((done, pivot)).union(done + pivot - i for i in held)
            work[done], work[pivot] = work[pivot], work[done]
            if len(nonzero) == 1:
                done += 1
                break
            for i in sorted(i for i in holders[column] if i > done):
                factor = work[i][0][column] // work[done][0][column]
                if factor:
                    _subtract(work[i][1], factor, work[done][1])
                    for action in _subtract(work[i][0], factor, work[done][0]):
                        (holders[action].add if action in work[i][0] else holders[action].discard)(i)
    kernel = [[row.get(k, 0) for k in range(len(rows))] for _, row in work[done:]]
    if not kernel:
        return []
    return [[int(x) for x in row] for row in fmpz_mat(len(kernel), len(rows), [x for row in kernel for x in row]).lll().tolist()]


def _subtract(row: dict[Any, int], factor: int, other: dict[Any, int]) -> Iterable[Any]:
    """Take a multiple of another row from a sparse one, and name where it may have changed."""
    for name, power in other.items():
        left = row.get(name, 0) - factor * power
        if left:
            row[name] = left
        else:
            row.pop(name, None)
    return other


def linked(rows: Sequence[Exponents]) -> list[list[int]]:
    """Group rows that share actions, directly or through others: no relation says anything of two groups."""
    above: dict[Action | int, Action | int] = {}

    def top(name: Action | int) -> Action | int:
        while (up := above.setdefault(name, name)) != name:
            above[name] = above[up]
            name = above[name]
        return name

    for k, row in enumerate(rows):
        for action in row:
            above[top(action)] = top(k)
    groups: dict[Action | int, list[int]] = {}
    for k in range(len(rows)):
        groups.setdefault(top(k), []).append(k)
    return list(groups.values())


def inconsistency(reading: Reading, beliefs: Beliefs) -> str | None:
    """Say why beliefs, given for some sets or for all, belong to no consistent assessment; None when they do to one."""
    off: Beliefs = {}
    for infoset, belief in beliefs.items():
        rule = by_bayes(reading, infoset)
        if rule is None:
            off[infoset] = belief
            continue
        for node, probability_ in rule.items():
            if not is_zero(belief[node] - probability_):
                return f"{_belief(reading, infoset, node, belief)}; Bayes' rule gives {text(probability_)}."
    believed = {infoset: [node for node, p in belief.items() if not is_zero(p)] for infoset, belief in off.items()}
    if labels(reading, believed) is None:
        return _unlabelled(reading, believed)
    return _unbalanced(reading, off, believed)


def _unlabelled(reading: Reading, believed: Mapping[int, list[int]]) -> str:
    """Find a smallest group of sets whose believed nodes no trembles single out."""
    group = dict(believed)
    for infoset in believed:
        rest = {k: v for k, v in group.items() if k != infoset}
        group = rest if labels(reading, rest) is None else group
    return f"No trembles make the nodes that are believed possible at {_places(reading, group)}, and no others, the likeliest there."


def _unbalanced(reading: Reading, beliefs: Beliefs, believed: Mapping[int, list[int]]) -> str | None:
    every = ratios(reading, believed)
    for group in linked([row.exponents for row in every]):
        rows = [every[k] for k in group]
        told = _unbalanced_group(reading, beliefs, rows)
        if told is not None:
            return told
    return None


def _unbalanced_group(reading: Reading, beliefs: Beliefs, rows: Sequence[Ratio]) -> str | None:
    sizes = [ratio_value(reading, row, beliefs[row.infoset]) for row in rows]
    for relation in relations([row.exponents for row in rows]):
        terms = [(size, power) for size, power in zip(sizes, relation, strict=True) if power]
        over = prod((size**power for size, power in terms if power > 0), start=ONE)
        under = prod((size**-power for size, power in terms if power < 0), start=ONE)
        if not is_zero(plain(over - under)):
            used = dict.fromkeys(row.infoset for row, power in zip(rows, relation, strict=True) if power)
            return f"No trembles bring about the proportions of the beliefs at {_places(reading, used)}."
    return None


def ratio_value(reading: Reading, row: Ratio, belief: Mapping[int, Exact]) -> Exact:
    """The product of coefficients that a ratio of beliefs asks for."""
    return plain(belief[row.node] / belief[row.base] * base_ratio(reading, row))


def base_ratio(reading: Reading, row: Ratio) -> Exact:
    """The weight of the base's path over that of the node's."""
    return plain(approach(reading, row.base).weight / approach(reading, row.node).weight)


def difference(one: Exponents, two: Exponents) -> Exponents:
    """Exponents of one path over those of another."""
    return {action: k for action in {*one, *two} if (k := one.get(action, 0) - two.get(action, 0))}


def _belief(reading: Reading, infoset: int, node: int, belief: Mapping[int, Exact]) -> str:
    table = reading.table
    return f"At {table.name(infoset)} {table.player(infoset)} believes {table.game.history(node)!r} with probability {text(belief[node])}"


def _places(reading: Reading, sets: Iterable[int]) -> str:
    table = reading.table
    return " and ".join(f"{table.name(k)} ({table.player(k)})" for k in sets)
