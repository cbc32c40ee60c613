"""Where a family survives: the signs that decide a criterion, and the verdict for each of them.

Every question that a criterion asks is whether mixtures with given signs exist, a Boolean
function of the signs of minors (`values.minors`).  Their irreducible factors are the candidate
walls; the sign vectors that the family's region realises are listed with a rational point
each, and the criterion is applied there, in numbers.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from flint import fmpq

from ..algebra.ring import Polynomial, key
from ..algebra.sign_oracle import Atom, Oracle
from ..concept import refinement_named
from .criteria import Finding, judge
from .deviations import Stakes, Unsent, subsets
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
        seen = set(self.oracle.signs(p)[self.oracle.mask(self.atoms)].tolist())
        for sign in (1, -1):
            if -sign not in seen and 0 not in seen:
                if self.oracle.satisfiable([*self.atoms, Atom(-p * sign, ">=")]) is False:
                    return sign
                seen = set(self.oracle.signs(p)[self.oracle.mask(self.atoms)].tolist())
        return None

    def point(self, atoms: Sequence[Atom]) -> list[fmpq] | None:
        """Coordinates (parameters, then unknowns) of a point of the region where more comparisons hold."""
        inside = np.flatnonzero(self.oracle.mask([*self.atoms, *atoms]))
        return self.oracle.coordinates(int(inside[0])) if len(inside) else None


@dataclass(frozen=True)
class Place:
    """One realised sign vector of the candidates, and the verdict there.

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
    places : list of Place
        In terms of these.
    """

    walls: list[Polynomial]
    places: list[Place]

    @cached_property
    def survives(self) -> bool | None:
        """The same verdict everywhere, or None."""
        said = {place.survives for place in self.places}
        return said.pop() if len(said) == 1 else None

    @property
    def undecided(self) -> bool:
        """Whether the verdict is open somewhere."""
        return any(place.survives is None for place in self.places)

    def where(self, verdict: bool) -> list[list[Atom]]:
        """The region of one verdict: conjunctions, each as short as a greedy look finds."""
        mine = [p.signs for p in self.places if p.survives is verdict]
        others = [p.signs for p in self.places if p.survives is not verdict]
        out: dict[tuple[tuple[int, int], ...], None] = {}
        for signs in mine:
            kept = list(enumerate(signs))
            for literal in reversed(list(kept)):
                rest = [x for x in kept if x != literal]
                if not any(all(other[k] == s for k, s in rest) for other in others):
                    kept = rest
            out[tuple(kept)] = None
        short = [c for c in out if not any(set(d) < set(c) for d in out)]
        return [[Atom(self.walls[k] * s, ">") for k, s in conjunction] for conjunction in short]

    def example(self, verdict: bool) -> Place | None:
        """A place of one verdict."""
        return next((p for p in self.places if p.survives is verdict), None)


@dataclass(frozen=True, eq=False)
class Rival:
    """Another family, for `undefeated`.

    Parameters
    ----------
    stakes : Stakes
        Who sends what, and what each type gets.
    cases : list of list of Atom
        It exists where one of these conjunctions holds.
    """

    stakes: Stakes
    cases: list[list[Atom]]


def survey(region: Region, stakes: Stakes, criterion: str, rivals: Sequence[Rival] = ()) -> Survey:
    """Apply a criterion to a family throughout a region.

    Parameters
    ----------
    region : Region
        Where the family exists.
    stakes : Stakes
        What is at stake.
    criterion : str
        Its name.
    rivals : sequence of Rival
        Every family of the game, for `undefeated`.
    """
    unsent = [prune(region, u) for u in stakes.unsent]
    candidates = _candidates(region, stakes, unsent, criterion, rivals)
    places = [
        Place(signs, None if point is None else _findings(stakes, unsent, criterion, rivals, point))
        for signs, point in _realised(region, candidates)
    ]
    return _shortened(candidates, places)


def prune(region: Region, unsent: Unsent) -> Unsent:
    """Leave out of account replies that another one beats at every type: they are never best."""
    dominated = {
        (k, r)
        for k, count in enumerate(unsent.replies)
        for r in range(count)
        if any(x != r and all(region.sign(p) == 1 for p in unsent.better[k, x, r]) for x in range(count))
    }
    return Unsent(unsent.message, unsent.types, unsent.replies, unsent.gains, unsent.better, frozenset(dominated))


def _candidates(region: Region, stakes: Stakes, unsent: Sequence[Unsent], criterion: str, rivals: Sequence[Rival]) -> list[Polynomial]:
    asked_of = refinement_named(criterion)
    asked: list[Polynomial] = []
    for u in unsent:
        size = len(u.types)
        columns = u.columns(tuple(u.usable))
        gains = [[row[k] for k in columns] for row in u.gains]
        asked += minors(gains, size if asked_of.mixed else 1)
        beliefs = list(subsets(range(size))) if asked_of.cut else [(t,) for t in range(size)]
        rows = [u.better[k, r, x] for k, used in enumerate(u.usable) for r, x in itertools.combinations(used, 2)]
        asked += minors([[sum((row[t] for t in some[1:]), row[some[0]]) for some in beliefs] for row in rows], size)
    if asked_of.rivals:
        for rival in rivals:
            asked += [atom.polynomial for case in rival.cases for atom in case]
            asked += [a * d - c * b for (a, b), (c, d) in zip(rival.stakes.worth, stakes.worth, strict=True)]
    ring, found = region.oracle.ring, {}
    for p in asked:
        if p and region.sign(p) is None:
            for f, _ in ring.factors(p)[1]:
                f = f if f.leading_coefficient() > 0 else -f
                if region.sign(f) is None:
                    found[key(f)] = f
    return sorted(found.values(), key=lambda f: (len(f), key(f)))


def _findings(
    stakes: Stakes, unsent: Sequence[Unsent], criterion: str, rivals: Sequence[Rival], point: Sequence[fmpq]
) -> tuple[Finding, ...]:
    def number(p: Polynomial) -> Any:
        return p(*point)

    if not refinement_named(criterion).rivals:
        return tuple(judge(u.put(number), criterion) for u in unsent)
    mine = [number(a) / number(b) for a, b in stakes.worth]
    better_ones = []
    for rival in rivals:
        if any(all(atom.holds(_sign(number(atom.polynomial))) for atom in case) for case in rival.cases):
            theirs = [number(a) / number(b) for a, b in rival.stakes.worth]
            better_ones.append((rival, [x - y for x, y in zip(theirs, mine, strict=True)]))
    out = []
    for u in unsent:
        told = []
        for rival, wins in better_ones:
            senders = rival.stakes.sent[u.message.label]
            if senders and all(wins[t] >= 0 for t in senders) and any(wins[t] > 0 for t in senders):
                told.append((tuple(u.types.index(t) for t in senders), tuple(u.types.index(t) for t in senders if wins[t] > 0)))
        out.append(judge(u.put(number), criterion, told))
    return tuple(out)


def _sign(x: Any) -> int:
    return int(x > 0) - int(x < 0)


def _realised(region: Region, candidates: Sequence[Polynomial]) -> Iterator[tuple[tuple[int, ...], list[fmpq] | None]]:
    def extend(k: int, atoms: list[Atom], signs: tuple[int, ...]) -> Iterator[tuple[tuple[int, ...], list[fmpq] | None]]:
        if k == len(candidates):
            yield signs, region.point(atoms)
            return
        for sign in (1, -1):
            more = [*atoms, Atom(candidates[k] * sign, ">")]
            if region.oracle.satisfiable([*region.atoms, *more]) is not False:
                yield from extend(k + 1, more, (*signs, sign))

    yield from extend(0, [], ())


def _shortened(candidates: Sequence[Polynomial], places: Sequence[Place]) -> Survey:
    """Keep the candidates that decide; those with most terms go first."""
    kept = list(range(len(candidates)))

    def decided(some: Sequence[int]) -> bool:
        seen: dict[tuple[int, ...], bool | None] = {}
        return all(seen.setdefault(tuple(p.signs[i] for i in some), p.survives) is p.survives for p in places)

    for k in reversed(range(len(candidates))):
        rest = [i for i in kept if i != k]
        if decided(rest):
            kept = rest
    out: dict[tuple[int, ...], Place] = {}
    for p in places:
        short = tuple(p.signs[i] for i in kept)
        out.setdefault(short, Place(short, p.findings))
    return Survey([candidates[i] for i in kept], list(out.values()))
