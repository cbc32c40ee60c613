"""Which beliefs trembles can bring about: labels for the supports, binomials for the weights.

The finite form of Kreps and Wilson's consistency, as repaired by Streufert: a belief
support is possible exactly when positive whole labels of the unused actions make its
nodes the most likely ones of their set (a linear programme over all sets at once); and
belief weights are possible exactly when they satisfy a binomial equation for each vector
of a left kernel, so that common tremble coefficients exist.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeAlias

from flint import fmpz_mat

from ..algebra.ring import Polynomial
from .tree_polynomials import Supports, View, subsets

Beliefs: TypeAlias = dict[int, tuple[int, ...]]  # information set -> nodes
Groups: TypeAlias = dict[int, tuple[tuple[int, ...], ...]]  # unreached set -> groups of nodes with the same trembles


Trembles: TypeAlias = tuple[Any, ...]  # unused actions, with repetitions
Row: TypeAlias = tuple[tuple[tuple[Any, int], ...], str]  # differences of exponents, "=" or ">"


class Labels:
    """Decides which belief supports some tremble can bring about (a linear programme in labels)."""

    def feasible(self, rows: Sequence[Row]) -> bool:
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
        return len(hard) <= 1 or all(len(part) == 1 or _programme(part) for part in map(_renamed, _apart(hard)))


def _apart(rows: Sequence[Row]) -> list[list[Row]]:
    """Divide rows into parts that have no label in common: each can be satisfied by itself."""
    parts: list[tuple[set[Any], list[Row]]] = []
    for row in dict.fromkeys(rows):
        labels, together = {x for x, _ in row[0]}, [row]
        others = []
        for part in parts:
            if labels.isdisjoint(part[0]):
                others.append(part)
            else:
                labels |= part[0]
                together += part[1]
        parts = [*others, (labels, together)]
    return [together for _, together in parts]


def _renamed(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Number the labels as they come, so that rows which differ by the names of labels alone are asked about once."""
    numbers: dict[Any, int] = {}
    renamed = [(tuple((numbers.setdefault(x, len(numbers)), v) for x, v in difference), relation) for difference, relation in sorted(rows)]
    return tuple(sorted(renamed))


@lru_cache(maxsize=16_384)
def _programme(rows: tuple[Row, ...]) -> bool:
    """Solve the programme; it knows nothing of numbers, so that one answer serves at every parameter point."""
    import z3

    labels: dict[Any, Any] = {}
    solver = z3.SolverFor("QF_LRA")
    for difference, relation in rows:
        total = z3.Sum([v * labels.setdefault(x, z3.Real(f"l{len(labels)}")) for x, v in difference])
        solver.add(total == 0 if relation == "=" else total >= 1)
    solver.add(*[label >= 1 for label in labels.values()])
    return bool(solver.check() == z3.sat)


def difference(first: Sequence[Any], second: Sequence[Any]) -> tuple[tuple[Any, int], ...]:
    """Exponents of one multiset less those of another, zeros left out."""
    count: dict[Any, int] = {}
    for x in first:
        count[x] = count.get(x, 0) + 1
    for x in second:
        count[x] = count.get(x, 0) - 1
    return tuple(sorted((x, v) for x, v in count.items() if v))


def likeliest(trembles: Iterable[Trembles]) -> list[Trembles]:
    """Those of some sets of trembles of which none other is a part: whatever the labels, the least sum is among them."""
    counted = [(each, Counter(each)) for each in trembles]
    return [each for each, mine in counted if not any(theirs < mine for _, theirs in counted)]


def belief_supports(
    view: View,
    supports: Supports,
    labels: Labels,
    fits: Callable[[int, tuple[int, ...]], bool],
    refused: Callable[[Beliefs, Sequence[Any]], None] | None = None,
) -> Iterator[tuple[Beliefs, Groups]]:
    """Give every belief support that some tremble brings about, with the groups of each unreached set.

    Parameters
    ----------
    fits : callable
        ``fits(set, nodes)`` says whether the set's own support can be best under a belief
        with exactly these nodes; used to cut the search.
    refused : callable, optional
        ``refused(beliefs, rows)`` is called for every belief support that no labels bring about; when None, those that hold a node
        behind all trembles of another one and more, which is less likely whatever the labels, are passed over at once.
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
        monomials = list(groups) if refused is not None or not view.consistent else likeliest(groups)
        for chosen in subsets(monomials):
            rows = [(difference(t, chosen[0]), "=") for t in chosen[1:]] if view.consistent else []
            rows += [(difference(t, chosen[0]), ">") for t in monomials if t not in chosen] if view.consistent else []
            nodes = tuple(sorted(n for t in chosen for n in groups[t]))
            if not labels.feasible(rows):
                if refused is not None:
                    refused({s: nodes}, rows)
            elif fits(s, nodes):
                options.append((nodes, tuple(tuple(groups[t]) for t in chosen), rows))
        choices.append((s, options))

    def extend(k: int, rows: list[Any], beliefs: Beliefs, grouped: dict[int, Any]) -> Iterator[tuple[Beliefs, dict[int, Any]]]:
        if k == len(choices):
            yield {**fixed, **beliefs}, dict(grouped)
            return
        s, options = choices[k]
        for nodes, groups, added in options:
            if not labels.feasible([*rows, *added]):
                if refused is not None:
                    refused({**beliefs, s: nodes}, [*rows, *added])
            else:
                yield from extend(k + 1, [*rows, *added], {**beliefs, s: nodes}, {**grouped, s: groups})

    yield from extend(0, [], {}, {})


def binomials(
    view: View,
    supports: Supports,
    groups: Mapping[int, tuple[tuple[int, ...], ...]],
    relative: Mapping[int, list[Polynomial]],
    behind: Mapping[int, tuple[Any, ...]] | None = None,
) -> list[Polynomial]:
    """The equations that common tremble coefficients impose on belief weights: one binomial for each kernel vector."""
    ring = view.ring
    rows: list[dict[Any, int]] = []
    ratios: list[tuple[Polynomial, Polynomial]] = []
    for s, weights in relative.items():
        trembles = [view.trembles(group[0], supports) if behind is None else behind[group[0]] for group in groups[s]]
        for t, w in zip(trembles[1:], weights[1:], strict=True):
            rows.append(dict(difference(t, trembles[0])))
            ratios.append((w, weights[0]))
    equations = []
    for vector in left_kernel(rows):
        left, right = ring.one, ring.one
        for k, (a, b) in zip(vector, ratios, strict=True):
            if k > 0:
                left, right = left * a**k, right * b**k
            elif k < 0:
                left, right = left * b ** (-k), right * a ** (-k)
        equations.append(left - right)
    return equations


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
    """Give a reduced basis (LLL) of all integer vectors in the rational span of some vectors."""
    if not vectors:
        return []
    width = len(vectors[0])
    # the integer points of a rational span are the kernel of its kernel
    orthogonal, count = fmpz_mat(vectors).nullspace()
    if count == 0:
        return [[int(i == k) for i in range(width)] for k in range(width)]
    dual = fmpz_mat([[int(orthogonal[i, k]) for i in range(width)] for k in range(count)])
    hermite = fmpz_mat([[*(int(dual[r, i]) for r in range(count)), *(int(i == k) for k in range(width))] for i in range(width)]).hnf()
    kernel = [[int(hermite[i, count + k]) for k in range(width)] for i in range(width) if all(hermite[i, r] == 0 for r in range(count))]
    reduced = fmpz_mat(kernel).lll() if len(kernel) > 1 else fmpz_mat(kernel)
    return [[int(reduced[i, k]) for k in range(width)] for i in range(reduced.nrows())]
