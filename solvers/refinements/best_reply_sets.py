"""Where a family survives: the signs that decide a criterion, and the verdict for each of them.

Every question that a criterion asks is whether mixtures with given signs exist, a Boolean
function of the signs of minors (`values.minors`).  Their irreducible factors are the candidate
walls; the sign vectors that the family's region realises are listed with a rational point
each, and the criterion is applied there, in numbers.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from flint import fmpq

from ..algebra.ring import Polynomial, key
from ..algebra.sign_oracle import Atom, Oracle
from ..concept import refinement_named
from ..search.tree_polynomials import subsets
from .criteria import Finding, judge
from .deviations import Incentives, Unsent
from .values import minors


class Region:
    """Where a family exists, as strict comparisons; knows signs there.

    Parameters
    ----------
    oracle : Oracle
        The game's domain.
    atoms : sequence of Atom
        Comparisons in parameters, and in unknowns that stay open.
    """

    def __init__(self, oracle: Oracle, atoms: Sequence[Atom]) -> None:
        self.oracle, self.atoms = oracle, [atom.strict() for atom in atoms]
        self._known: dict[str, int | None] = {}

    def sign(self, p: Polynomial) -> int | None:
        """The proved sign in the region: 1, -1, 0 for the zero polynomial, None when it changes or is not known."""
        name = key(p)
        if name not in self._known:
            sign = self.oracle.sign(p)
            self._known[name] = self._prove(p) if sign is None and self.atoms else sign
        return self._known[name]

    def _prove(self, p: Polynomial) -> int | None:
        signs = set(self.oracle.signs(p)[self.oracle.mask(self.atoms)].tolist())
        for sign in (1, -1):
            if -sign not in signs and 0 not in signs:
                if self.oracle.satisfiable([*self.atoms, Atom(-p * sign, ">=")]) is False:
                    return sign
                signs = set(self.oracle.signs(p)[self.oracle.mask(self.atoms)].tolist())
        return None

    def point(self, atoms: Sequence[Atom]) -> list[fmpq] | None:
        """Coordinates (parameters, then unknowns) of a point of the region where more comparisons hold."""
        inside = np.flatnonzero(self.oracle.mask([*self.atoms, *atoms]))
        return self.oracle.coordinates(int(inside[0])) if len(inside) else None


@dataclass(frozen=True)
class SignCondition:
    """One realised sign condition on the candidates, and the verdict where it holds.

    Parameters
    ----------
    signs : tuple of int
        One for each candidate.
    findings : tuple of Finding, or None
        One for each unsent message; None when no rational point was found.
    """

    signs: tuple[int, ...]
    findings: tuple[Finding, ...] | None

    @property
    def survives(self) -> bool | None:
        """Whether the outcome stands after every unsent message."""
        return None if self.findings is None else all(f.passes for f in self.findings)


@dataclass(frozen=True, eq=False)
class Survey:
    """The verdict on a family, everywhere that it exists.

    Parameters
    ----------
    walls : list of polynomials
        The candidates that decide.
    sign_conditions : list of SignCondition
        In terms of these.
    """

    walls: list[Polynomial]
    sign_conditions: list[SignCondition]

    @cached_property
    def survives(self) -> bool | None:
        """The same verdict everywhere, or None."""
        verdicts = {condition.survives for condition in self.sign_conditions}
        return verdicts.pop() if len(verdicts) == 1 else None

    @property
    def undecided(self) -> bool:
        """Whether the verdict is open under some sign condition."""
        return any(condition.survives is None for condition in self.sign_conditions)

    def where(self, verdict: bool) -> list[list[Atom]]:
        """The region of one verdict: conjunctions, each shortened greedily."""
        chosen = [p.signs for p in self.sign_conditions if p.survives is verdict]
        others = [p.signs for p in self.sign_conditions if p.survives is not verdict]
        conjunctions: dict[tuple[tuple[int, int], ...], None] = {}
        for signs in chosen:
            literals = list(enumerate(signs))
            for literal in reversed(list(literals)):
                rest = [x for x in literals if x != literal]
                if not any(all(other[k] == s for k, s in rest) for other in others):
                    literals = rest
            conjunctions[tuple(literals)] = None
        short = [c for c in conjunctions if not any(set(d) < set(c) for d in conjunctions)]
        return [[Atom(self.walls[k] * s, ">") for k, s in conjunction] for conjunction in short]

    def example(self, verdict: bool) -> SignCondition | None:
        """A sign condition of one verdict."""
        return next((p for p in self.sign_conditions if p.survives is verdict), None)


@dataclass(frozen=True, eq=False)
class Rival:
    """Another family, for `undefeated`.

    Parameters
    ----------
    incentives : Incentives
        Who sends what, and what each type gets.
    cases : list of list of Atom
        It exists where one of these conjunctions holds.
    """

    incentives: Incentives
    cases: list[list[Atom]]


def survey(region: Region, incentives: Incentives, criterion: str, rivals: Sequence[Rival] = ()) -> Survey:
    """Apply a criterion to a family throughout a region.

    Parameters
    ----------
    region : Region
        Where the family exists.
    incentives : Incentives
        The gains and advantages that decide.
    criterion : str
        Its name.
    rivals : sequence of Rival
        Every family of the game, for `undefeated`.
    """
    cells = sign_cells(region, incentives, criterion, rivals)
    sign_conditions = [
        SignCondition(signs, None if point is None else findings(incentives, cells.unsent, criterion, rivals, point))
        for signs, point in cells.realised
    ]
    return shortened(cells.candidates, sign_conditions)


@dataclass(frozen=True, eq=False)
class SignCells:
    """The sign vectors that a region realises, of all polynomials that may decide.

    Parameters
    ----------
    unsent : list of Unsent
        The unsent messages, less the replies that are never best.
    candidates : list of polynomials
        What may change sign in the region.
    realised : list of (signs, point)
        With a rational point each; None where none was found.
    """

    unsent: list[Unsent]
    candidates: list[Polynomial]
    realised: list[tuple[tuple[int, ...], list[fmpq] | None]]


def sign_cells(region: Region, incentives: Incentives, criterion: str, rivals: Sequence[Rival]) -> SignCells:
    """List the sign vectors that a region realises."""
    unsent = [prune(region, u) for u in incentives.unsent]
    candidates = _candidates(region, incentives, unsent, criterion, rivals)
    return SignCells(unsent, candidates, list(_realised(region, candidates)))


def prune(region: Region, unsent: Unsent) -> Unsent:
    """Leave out of account replies that another one beats at every type: they are never best."""
    dominated = {
        (k, r)
        for k, count in enumerate(unsent.replies)
        for r in range(count)
        if any(x != r and all(region.sign(p) == 1 for p in unsent.better[k, x, r]) for x in range(count))
    }
    return Unsent(unsent.message, unsent.types, unsent.replies, unsent.gains, unsent.better, frozenset(dominated))


def _candidates(
    region: Region, incentives: Incentives, unsent: Sequence[Unsent], criterion: str, rivals: Sequence[Rival]
) -> list[Polynomial]:
    refinement = refinement_named(criterion)
    polynomials: list[Polynomial] = []
    for u in unsent:
        size = len(u.types)
        columns = u.columns(tuple(u.usable))
        gains = [[row[k] for k in columns] for row in u.gains]
        polynomials += minors(gains, size if refinement.mixed else 1)
        beliefs = list(subsets(range(size))) if refinement.cut else [(t,) for t in range(size)]
        rows = [u.better[k, r, x] for k, used in enumerate(u.usable) for r, x in itertools.combinations(used, 2)]
        polynomials += minors([[sum((row[t] for t in types[1:]), row[types[0]]) for types in beliefs] for row in rows], size)
    if refinement.rivals:
        for rival in rivals:
            polynomials += [atom.polynomial for case in rival.cases for atom in case]
            polynomials += [a * d - c * b for (a, b), (c, d) in zip(rival.incentives.payoffs, incentives.payoffs, strict=True)]
    ring, factors = region.oracle.ring, {}
    for p in polynomials:
        if p and region.sign(p) is None:
            for f, _ in ring.factors(p)[1]:
                f = f if f.leading_coefficient() > 0 else -f
                if region.sign(f) is None:
                    factors[key(f)] = f
    return sorted(factors.values(), key=lambda f: (len(f), key(f)))


def findings(
    incentives: Incentives,
    unsent: Sequence[Unsent],
    criterion: str,
    rivals: Sequence[Rival],
    point: Sequence[fmpq],
    listen: Callable[[int, Unsent], Unsent] = lambda _, numbers: numbers,
) -> tuple[Finding, ...]:
    """Apply a criterion at a point, to each unsent message; `listen` may put one that notes what is asked in its place."""

    def number(p: Polynomial) -> Any:
        return p(*point)

    numbers = [listen(k, u.put(number)) for k, u in enumerate(unsent)]
    if not refinement_named(criterion).rivals:
        return tuple(judge(u, criterion) for u in numbers)
    payoffs = [number(a) / number(b) for a, b in incentives.payoffs]
    existing = []
    for rival in rivals:
        if any(all(atom.holds(_sign(number(atom.polynomial))) for atom in case) for case in rival.cases):
            rival_payoffs = [number(a) / number(b) for a, b in rival.incentives.payoffs]
            existing.append((rival, [x - y for x, y in zip(rival_payoffs, payoffs, strict=True)]))
    found = []
    for u in numbers:
        better = []
        for rival, gains in existing:
            senders = rival.incentives.sent[u.message.label]
            if senders and all(gains[t] >= 0 for t in senders) and any(gains[t] > 0 for t in senders):
                better.append((tuple(u.types.index(t) for t in senders), tuple(u.types.index(t) for t in senders if gains[t] > 0)))
        found.append(judge(u, criterion, better))
    return tuple(found)


def _sign(x: Any) -> int:
    return int(x > 0) - int(x < 0)


def _realised(region: Region, candidates: Sequence[Polynomial]) -> Iterator[tuple[tuple[int, ...], list[fmpq] | None]]:
    def extend(k: int, atoms: list[Atom], signs: tuple[int, ...]) -> Iterator[tuple[tuple[int, ...], list[fmpq] | None]]:
        if k == len(candidates):
            yield signs, region.point(atoms)
            return
        for sign in (1, -1):
            extended = [*atoms, Atom(candidates[k] * sign, ">")]
            if region.oracle.satisfiable([*region.atoms, *extended]) is not False:
                yield from extend(k + 1, extended, (*signs, sign))

    yield from extend(0, [], ())


def shortened(candidates: Sequence[Polynomial], sign_conditions: Sequence[SignCondition]) -> Survey:
    """Keep the candidates that decide; those with most terms go first."""
    deciding = list(range(len(candidates)))

    def decided(indices: Sequence[int]) -> bool:
        verdicts: dict[tuple[int, ...], bool | None] = {}
        return all(verdicts.setdefault(tuple(p.signs[i] for i in indices), p.survives) is p.survives for p in sign_conditions)

    for k in reversed(range(len(candidates))):
        rest = [i for i in deciding if i != k]
        if decided(rest):
            deciding = rest
    by_signs: dict[tuple[int, ...], SignCondition] = {}
    for p in sign_conditions:
        short = tuple(p.signs[i] for i in deciding)
        by_signs.setdefault(short, SignCondition(short, p.findings))
    return Survey([candidates[i] for i in deciding], list(by_signs.values()))
