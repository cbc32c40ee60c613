"""Consistent belief supports of a profile of action supports: labels of unused actions.

Beliefs are limits of Bayes' beliefs exactly when every unused action can be given a
positive label such that in each information set the believed nodes are those of least
total label (Kreps and Wilson 1982; Streufert 2015), and coefficients exist that give the
beliefs.  Own actions are left aside: by perfect recall they are common to the set.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple, TypeAlias

Nodes: TypeAlias = tuple[int, ...]
Rows: TypeAlias = frozenset[tuple[frozenset[int], frozenset[int]]]


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
    """Whether positive labels make some sums equal and others less."""
    import z3

    solver = z3.SolverFor("QF_LRA")
    label = {a: z3.Real(f"l{a}") for pair in equal | less for side in pair for a in side}
    solver.add(*(x >= 1 for x in label.values()))
    total = {side: z3.Sum([label[a] for a in side]) for pair in equal | less for side in pair}
    solver.add(*(total[one] == total[two] for one, two in equal), *(total[one] + 1 <= total[two] for one, two in less))
    return bool(solver.check() == z3.sat)
