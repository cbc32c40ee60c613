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
from dataclasses import dataclass
from functools import lru_cache, partial
from math import prod
from typing import Any, TypeAlias

from flint import fmpz_mat

from ..algebra.remembering import MOST_ANSWERS
from ..algebra.ring import Polynomial
from .tree_polynomials import Supports, View, subsets

MOST_BELIEFS = 100_000  # belief supports of one profile that are told apart though they change no choice

Beliefs: TypeAlias = dict[int, tuple[int, ...]]  # information set -> nodes
Groups: TypeAlias = dict[int, tuple[tuple[int, ...], ...]]  # unreached set -> groups of nodes with the same trembles


Trembles: TypeAlias = tuple[Any, ...]  # unused actions, with repetitions
Row: TypeAlias = tuple[tuple[tuple[Any, int], ...], str]  # differences of exponents, "=" or ">"


@dataclass(frozen=True)
class Option:
    """A belief support of an unreached set.

    Parameters
    ----------
    nodes : tuple of int
        Those believed possible.
    groups : tuple of tuple of int
        The same, those with the same trembles together.
    rows, hard : list of Row
        What labels must satisfy, and of it what not all satisfy; None when no labels do.
    """

    nodes: tuple[int, ...]
    groups: tuple[tuple[int, ...], ...]
    rows: list[Row]
    hard: list[Row] | None


class Labels:
    """Decides which belief supports some tremble can bring about (a linear programme in labels)."""

    def __init__(self) -> None:
        self._joint: dict[tuple[int, ...], tuple[Sequence[Option], bool]] = {}

    def go_together(self, before: Sequence[Option], option: Option) -> bool:
        """Whether some labels suit an option and those chosen before, which some labels suit; each choice is looked at once."""
        if not option.hard or not before:
            return True
        chosen = (*before, option)
        question = tuple(map(id, chosen))
        known = self._joint.get(question)
        if known is None:
            if len(self._joint) >= MOST_ANSWERS:
                self._joint = {}
            rows = [row for one in before for row in one.hard or ()]
            known = self._joint[question] = chosen, self.together(rows, option.hard)  # holding options keeps their numbers
        return known[1]

    def feasible(self, rows: Sequence[Row]) -> bool:
        """Whether positive labels satisfy rows of (differences of exponents, "=" or ">")."""
        hard = self.hard(rows)
        return hard is not None and all(len(part) == 1 or _programme(_renamed(part)) for part in _apart(hard))

    def hard(self, rows: Sequence[Row]) -> list[Row] | None:
        """The rows that some positive labels satisfy and others do not; None when one of the others holds for none."""
        hard = []
        for difference, relation in rows:
            signs = {v > 0 for _, v in difference}
            if relation == "=":
                if not difference:
                    continue
                if len(signs) == 1:
                    return None
            else:
                if signs == {True}:
                    continue
                if signs != {True, False}:
                    return None
            hard.append((difference, relation))
        return hard

    def together(self, rows: Sequence[Row], added: Sequence[Row]) -> bool:
        """Whether some positive labels satisfy rows that some satisfy, and more rows that some satisfy."""
        labels = {x for difference, _ in added for x, _ in difference}
        if all(labels.isdisjoint([x for x, _ in difference]) for difference, _ in rows):
            return True
        parts = _apart([*rows, *added])
        return all(len(part) == 1 or not part.intersection(added) or _programme(_renamed(part)) for part in parts)


def _apart(rows: Sequence[Row]) -> list[set[Row]]:
    """Divide rows into parts that have no label in common: each can be satisfied by itself."""
    parts: list[tuple[set[Any], set[Row]]] = []
    for row in dict.fromkeys(rows):
        labels, together = {x for x, _ in row[0]}, {row}
        others = []
        for part in parts:
            if labels.isdisjoint(part[0]):
                others.append(part)
            else:
                labels |= part[0]
                together |= part[1]
        parts = [*others, (labels, together)]
    return [together for _, together in parts]


def _renamed(rows: Iterable[Row]) -> tuple[Row, ...]:
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
    idle: Callable[[int], bool] | None = None,
) -> Iterator[tuple[Beliefs, Groups]]:
    """Give every belief support that some tremble brings about, with the groups of each unreached set.

    Where there are very many, one stands at each idle set for all that trembles bring about beside the beliefs at other sets.

    Parameters
    ----------
    fits : callable
        ``fits(set, nodes)`` says whether the set's own support can be best under a belief
        with exactly these nodes; used to cut the search.
    refused : callable, optional
        ``refused(beliefs, rows)`` is called for every belief support that no labels bring about; when None, those that hold a node
        behind all trembles of another one and more, which is less likely whatever the labels, are passed over at once.
    idle : callable, optional
        ``idle(set)`` says whether beliefs there change no choice.
    """
    every = refused is not None or not view.consistent
    fixed: Beliefs = {}
    unreached: list[tuple[int, list[Option]]] = []
    for s in view.sets:
        question = s, view.played_before(s, supports), every
        reached, options = view.remembered.believable.of(question, partial(_believable, view, supports, labels, s, every))
        if not reached:
            unreached.append((s, options))
        elif fits(s, reached):
            fixed[s] = reached
        else:
            return

    sets = [s for s, _ in unreached]
    choices: list[list[Option]] = []
    for s, options in unreached:
        choices.append([])
        for option in options:
            if option.hard is None:
                if refused is not None:
                    refused({s: option.nodes}, option.rows)
            elif fits(s, option.nodes):
                choices[-1].append(option)
    if refused is None and not all(choices):
        return
    ahead = len(sets)  # of the idle sets
    if idle is not None and prod(map(len, choices)) > MOST_BELIEFS:
        in_order = sorted(zip(sets, choices, map(idle, sets), strict=True), key=lambda each: each[2])
        sets, ahead = [s for s, _, _ in in_order], sum(not still for _, _, still in in_order)
        choices = [sorted(some, key=lambda option: len(option.groups)) if still else some for _, some, still in in_order]
    chosen: dict[int, Option] = {}

    def extend(k: int, bound: tuple[Option, ...]) -> Iterator[tuple[Beliefs, Groups]]:
        while k < len(choices) and len(choices[k]) == 1 and not choices[k][0].hard:
            chosen[sets[k]] = choices[k][0]
            k += 1
        if k == len(choices):
            yield {**fixed, **{s: option.nodes for s, option in chosen.items()}}, {s: option.groups for s, option in chosen.items()}
            return
        for option in choices[k]:
            chosen[sets[k]] = option
            if labels.go_together(bound, option):
                yield from extend(k + 1, (*bound, option) if option.hard else bound)
                if k >= ahead:  # whatever the labels, some belief supports are possible at the sets that follow
                    return
            elif refused is not None:
                refused({s: chosen[s].nodes for s in sets[: k + 1]}, [row for s in sets[: k + 1] for row in chosen[s].rows])

    yield from extend(0, ())


def _believable(view: View, supports: Supports, labels: Labels, s: int, every: bool) -> tuple[tuple[int, ...], list[Option]]:
    """The nodes of a set that are reached; where none is, the belief supports that trembles bring about there, and those that none do.

    Unless every one is wanted, those that hold a node behind all trembles of another one and more are passed over.
    """
    reached = tuple(n for n in view.members[s] if view.reached(n, supports))
    if reached:
        return reached, []
    groups: dict[tuple[Any, ...], list[int]] = {}
    for n in view.members[s]:
        groups.setdefault(view.trembles(n, supports) if view.consistent else (n,), []).append(n)
    options = []
    monomials = list(groups) if every else likeliest(groups)
    for chosen in subsets(monomials):
        rows: list[Row] = [(difference(t, chosen[0]), "=") for t in chosen[1:]] if view.consistent else []
        rows += [(difference(t, chosen[0]), ">") for t in monomials if t not in chosen] if view.consistent else []
        nodes = tuple(sorted(n for t in chosen for n in groups[t]))
        hard = labels.hard(rows) if labels.feasible(rows) else None
        options.append(Option(nodes, tuple(tuple(groups[t]) for t in chosen), rows, hard))
    return reached, options


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
