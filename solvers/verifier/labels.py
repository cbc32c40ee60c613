"""Consistent belief supports of a profile of action supports: labels of unused actions.

Beliefs are limits of Bayes' beliefs exactly when every unused action can be given a
positive label such that in each information set the believed nodes are those of least
total label (Kreps and Wilson 1982; Streufert 2015), and coefficients exist that give the
beliefs.  Own actions are left aside: by perfect recall they are common to the set.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple, TypeAlias

Nodes: TypeAlias = tuple[int, ...]
Rows: TypeAlias = frozenset[tuple[frozenset[int], frozenset[int]]]
Row: TypeAlias = tuple[tuple[int, ...], tuple[int, ...], bool]
"""Labels in the first sum alone, in the second alone, and whether the first must be less, rather than equal."""


class Choice(NamedTuple):
    """A belief support of one set, with the pairs of label sums that must be equal, and those where the first must be less."""

    nodes: Nodes
    equal: Rows = frozenset()
    less: Rows = frozenset()


def choices(unused: Sequence[frozenset[int]], free: bool) -> list[Choice]:
    """List the belief supports of a set that play does not reach.

    Parameters
    ----------
    unused : sequence of frozenset of int
        For each node: the unused actions of others on the path to it.
    free : bool
        Whether any nonempty set of nodes will do.
    """
    if free:
        return [Choice(nodes) for size in range(1, len(unused) + 1) for nodes in combinations(range(len(unused)), size)]
    least = list(dict.fromkeys(u for u in unused if not any(v < u for v in unused)))
    out = []
    for size in range(1, len(least) + 1):
        for chosen in combinations(least, size):
            equal = frozenset((chosen[0], other) for other in chosen[1:])
            less = frozenset((chosen[0], other) for other in least if other not in chosen)
            out.append(Choice(tuple(k for k, u in enumerate(unused) if u in chosen), equal, less))
    return out


def jointly(options: Mapping[int, Sequence[Choice]]) -> Iterator[dict[int, Nodes]]:
    """Combine belief supports of all sets in every way that some labels allow."""
    settled = {s: listed[0].nodes for s, listed in options.items() if len(listed) == 1 and not (listed[0].equal or listed[0].less)}
    sets = [s for s in options if s not in settled]

    def extend(k: int, equal: Rows, less: Rows, chosen: dict[int, Nodes]) -> Iterator[dict[int, Nodes]]:
        if k == len(sets):
            yield {s: chosen[s] for s in options}
            return
        for choice in options[sets[k]]:
            same, lower = equal | choice.equal, less | choice.less
            if (len(same) == len(equal) and len(lower) == len(less)) or labels_exist(same, lower):
                yield from extend(k + 1, same, lower, {**chosen, sets[k]: choice.nodes})

    return extend(0, frozenset(), frozenset(), settled)


@lru_cache(maxsize=16_384)
def labels_exist(equal: Rows, less: Rows) -> bool:
    """Whether positive labels make some sums equal and others less.

    What two sums share tells nothing; comparisons that have no label in common are asked apart, and those that are the same but for the
    names of labels once.
    """
    rows: list[Row] = []
    for pairs, strict in ((equal, False), (less, True)):
        for one, two in pairs:
            above, below = two - one, one - two
            if above and below:
                rows.append((tuple(sorted(below)), tuple(sorted(above)), strict))
            elif below or bool(above) != strict:
                return False
    return all(len(part) == 1 or _solvable(_renamed(part)) for part in _apart(rows))


def _apart(rows: Iterable[Row]) -> list[list[Row]]:
    """Divide comparisons into parts that have no label in common."""
    parts: list[tuple[set[int], list[Row]]] = []
    for row in rows:
        names, together = {*row[0], *row[1]}, [row]
        others = []
        for part in parts:
            if names.isdisjoint(part[0]):
                others.append(part)
            else:
                names |= part[0]
                together = part[1] + together
        parts = [*others, (names, together)]
    return [together for _, together in parts]


def _renamed(part: Iterable[Row]) -> tuple[Row, ...]:
    """Number the labels as they come."""
    numbers: dict[int, int] = {}

    def numbered(side: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(sorted(numbers.setdefault(a, len(numbers)) for a in side))

    ordered = sorted(part, key=lambda row: (row[2], len(row[0]), len(row[1]), row))
    return tuple(sorted((numbered(below), numbered(above), strict) for below, above, strict in ordered))


@lru_cache(maxsize=16_384)
def _solvable(rows: tuple[Row, ...]) -> bool:
    """Ask z3 whether labels of at least one make the first sum of each comparison equal to the second, or less by at least one."""
    import z3

    solver = z3.SolverFor("QF_LRA")
    label = {a: z3.Real(f"l{a}") for below, above, _ in rows for a in (*below, *above)}
    solver.add(*(x >= 1 for x in label.values()))
    for below, above, strict in rows:
        one, two = z3.Sum([label[a] for a in below]), z3.Sum([label[a] for a in above])
        solver.add(one + 1 <= two if strict else one == two)
    return bool(solver.check() == z3.sat)
