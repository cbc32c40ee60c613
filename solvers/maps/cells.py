"""Walls and cells: where in parameter space the set of equilibria changes.

Every condition of every family is a Boolean combination of signs of polynomials in the
parameters.  Their irreducible factors are the candidate walls; the sign vectors that the
domain realises are the cells; and on a cell every family holds throughout or nowhere.  A
candidate whose sign never decides anything is no wall.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from flint import fmpq

from games import Game
from games.numbers import rough
from games.parameter import Condition as Side

from ..algebra.projection import Projected
from ..algebra.ring import Polynomial, Ring, key
from ..algebra.sign_oracle import Atom, Oracle
from ..closed_forms.faces import Group
from .sampling import Proposal, grid, near, simplest

Label = frozenset[int]
Realised = tuple[tuple[int, ...], dict[str, Fraction]]  # a sign vector of all candidates, and a point that has it

MORE_SAMPLES = 600
LITTLE = 10_000  # signs to be compared, even when time is over
FEW = 12  # with so few candidates there is little to ask about
DRAWN = 600  # so many further points for each candidate are drawn at a time
LARGE = 1e30  # no further points are drawn near numbers that are so large
ROUNDS = 15  # and so many times, unless little that is new is found sooner


@dataclass(frozen=True, eq=False)
class Cell:
    """A realised sign vector.

    Parameters
    ----------
    signs : tuple of int
        +1 or -1 for each wall.
    point : dict from str to Fraction
        A rational point inside.
    label : frozenset of int
        The families that hold throughout.
    """

    signs: tuple[int, ...]
    point: dict[str, Fraction]
    label: Label


@dataclass(frozen=True, eq=False)
class Condition:
    """A product of walls, its sign turned by a constant: positive means that the comparison holds.

    Parameters
    ----------
    factors : tuple of int
        Indices of the candidate walls, with repetitions.
    turn : int
        +1 or -1.
    """

    factors: tuple[int, ...]
    turn: int

    def holds(self, signs: Sequence[int]) -> bool:
        """Whether the product is positive at a sign vector."""
        out = self.turn
        for k in self.factors:
            out *= signs[k]
        return out > 0


class Cells:
    """The cells of a set of families over one oracle."""

    def __init__(self, game: Game, oracle: Oracle, groups: Sequence[Group]) -> None:
        self.game, self.oracle, self.ring = game, oracle, oracle.ring
        self.candidates: list[Polynomial] = []
        self._index: dict[str, int] = {}
        self.rules = [[self._rule(case) for piece in g.pieces if piece.generic for case in piece.cases if open_case(case)] for g in groups]
        self.unknown = 0
        self.skipped = 0  # of the unknown ones, those for which there was no time
        self.crowded = False  # whether there was no time to see which walls change nothing
        self._budget = oracle.ring.budget
        self._pairs: set[tuple[int, int, int, int]] | None = None
        self._exclusions: dict[tuple[tuple[int, int], ...], bool] = {}
        self._bits: dict[tuple[int, int], tuple[int, int]] = {}
        self._sides: dict[tuple[int, int], Side] = {}
        self._drawn: dict[Any, list[dict[str, Fraction]]] = {}

    def _rule(self, case: Projected) -> list[Condition]:
        """The comparisons of a case that decide off the walls."""
        return [self._condition(atom) for atom in case.atoms if atom.relation != "!="]

    def _condition(self, atom: Atom) -> Condition:
        content, irreducible = self.ring.factors(atom.polynomial)
        turn, factors = (1 if content > 0 else -1), []
        for factor, power in irreducible:
            oriented, sign = self._oriented(factor)
            turn *= sign**power
            name = key(oriented)
            if name not in self._index:
                self._index[name] = len(self.candidates)
                self.candidates.append(oriented)
            if power % 2:
                factors.append(self._index[name])
        return Condition(tuple(factors), turn)

    def _oriented(self, factor: Polynomial) -> tuple[Polynomial, int]:
        """Turn a factor so that it grows in the first parameter that it is linear in, or leads with a positive term."""
        for name in self.ring.parameters:
            if self.ring.degree(factor, name) == 1:
                sign = self.oracle.sign(factor.derivative(self.ring.index[name]))
                if sign:
                    return factor * sign, sign
        sign = 1 if factor.leading_coefficient() > 0 else -1
        return factor * sign, sign

    def label(self, signs: Sequence[int]) -> Label:
        """The families that hold at a sign vector of all candidates."""
        return frozenset(k for k, cases in enumerate(self.rules) if any(all(c.holds(signs) for c in case) for case in cases))

    def signs_at(self, live: Sequence[int], point: Mapping[str, Fraction]) -> tuple[int, ...]:
        """The exact signs of some candidates at a point."""
        values = coordinates(self.ring, point)
        evaluated = [self.candidates[k](*values) for k in live]
        return tuple(int(v > 0) - int(v < 0) for v in evaluated)

    def find(self) -> tuple[list[int], list[Cell]]:
        """Give the live walls (indices of candidates) and the cells in terms of them."""
        every = list(self._in_time(self._realised()))
        cells = {signs: (self.label(signs), point) for signs, point in every}
        live = list(range(len(self.candidates)))
        for k in sorted(live, key=lambda i: (-len(self.candidates[i]), key(self.candidates[i]))):
            if self._budget.over and len(cells) * len(live) > LITTLE:
                self.crowded = True
                break
            rest = [i for i in live if i != k]
            if self._decided(cells, rest):
                live = rest
        out: dict[tuple[int, ...], Cell] = {}
        for signs, (label, point) in cells.items():
            live_signs = tuple(signs[i] for i in live)
            out.setdefault(live_signs, Cell(live_signs, point, label))
        return live, sorted(out.values(), key=lambda c: tuple(-s for s in c.signs))

    def _in_time(self, vectors: Iterator[Realised]) -> Iterator[Realised]:
        """Go on while there is time, to one sign vector at least."""
        for vector in vectors:
            yield vector
            if self._budget.over:
                self.skipped += 1
                self.unknown += 1
                return

    @staticmethod
    def _decided(cells: dict[tuple[int, ...], tuple[Label, dict[str, Fraction]]], walls: Sequence[int]) -> bool:
        """Whether the signs of some walls alone decide every label."""
        labels: dict[tuple[int, ...], Label] = {}
        return all(labels.setdefault(tuple(signs[i] for i in walls), label) == label for signs, (label, _) in cells.items())

    def _realised(self) -> Iterator[Realised]:
        count = min(MORE_SAMPLES, 20 * len(self.candidates)) if self.ring.parameters else 0
        for point in self.game.domain.points(count, seed=2, thin=6)[1:]:
            if self._budget.over:
                break
            self.oracle.add_point(point)
        if self.ring.parameters and self.candidates:
            self._choose()
        if self.ring.parameters and len(self.candidates) > FEW:
            self._scatter()
        yield from self._extend([], self._samples([]), self.oracle.size)

    def _choose(self) -> None:
        """Add the simplest sample of a grid for every sign vector that has one there: what a reader would choose."""
        inside = [atom.polynomial for atom in self.oracle.domain]
        best: dict[tuple[int, ...], Proposal] = {}
        simplest(inside, self.candidates, grid([self.oracle.sign(self.ring.gen(name)) for name in self.ring.parameters]), best)
        self._add(best)

    def _scatter(self) -> None:
        """Add a sample for every further sign vector that some of many points have: far cheaper than to ask for each."""
        count, rng = len(self.candidates), np.random.default_rng(0)
        inside = [atom.polynomial for atom in self.oracle.domain]
        sampled = np.array([[rough(x.numerator, x.denominator) for x in point.values()] for point in self.oracle.points])
        sampled = sampled[(np.abs(sampled) < LARGE).all(axis=1)]
        best: dict[tuple[int, ...], Proposal] = {}
        for _ in range(ROUNDS if len(sampled) else 0):
            if self._budget.over:
                break
            fresh = simplest(inside, self.candidates, near(sampled, DRAWN * count, rng), best)
            sampled = np.vstack([sampled, fresh])
            if 3 * len(fresh) < count:
                break
        self._add(best)

    def _add(self, best: Mapping[tuple[int, ...], Proposal]) -> None:
        """Add proposed points as samples, those whose signs are as proposed."""
        for signs, proposal in best.items():
            if self._budget.over:
                break
            point = dict(zip(self.ring.parameters, proposal.point, strict=True))
            if self.game.domain.surrounds(point) and self.signs_at(range(len(self.candidates)), point) == signs:
                self.oracle.add_point(point)

    def _extend(self, signs: list[int], inside: int, size: int) -> Iterator[Realised]:
        """Give the realised sign vectors that begin so; `inside` are the samples that have these signs, of the first `size`."""
        k = len(signs)
        if k == len(self.candidates):
            yield tuple(signs), self._point(signs)
            return
        for sign in (1, -1):
            if size < self.oracle.size:  # what was learnt meanwhile
                inside, size = self._samples([*enumerate(signs)]), self.oracle.size
            narrowed = inside & self._has(k, sign)
            if narrowed or self._possible(signs, sign):
                yield from self._extend([*signs, sign], narrowed, size)

    def _possible(self, signs: Sequence[int], sign: int) -> bool:
        """Whether some point of the domain has these signs of the first candidates, and a sign of the next; no sample does."""
        k = len(signs)
        if self._budget.over:
            self.skipped += 1
            self.unknown += 1
            return False
        if any((i, s, k, sign) in self._conflicts() for i, s in enumerate(signs)) or self._refuted(signs, sign):
            return False
        answer = self.oracle.satisfiable(self._core(signs, k, sign))
        realised = bool(answer) and bool(self._samples([*enumerate(signs), (k, sign)]))
        self.unknown += answer is not False and not realised  # not decided, or no rational point near z3's was inside
        return realised

    def _refuted(self, signs: Sequence[int], sign: int) -> bool:
        """Whether the next sign and two others that no sample has at once exclude one another: small questions, often repeated."""
        k = len(signs)
        samples = self._has(k, sign)
        joint = [samples & self._has(i, s) for i, s in enumerate(signs)]
        for i in range(k):
            for j in range(i):
                if not joint[i] & joint[j] and self._excluded((j, signs[j]), (i, signs[i]), (k, sign)):
                    return True
        return False

    def _excluded(self, *signs: tuple[int, int]) -> bool:
        """Whether no point of the domain has these signs at once."""
        if signs not in self._exclusions:
            self._exclusions[signs] = self.oracle.satisfiable([self._atom(k, sign) for k, sign in signs]) is False
        return self._exclusions[signs]

    def _conflicts(self) -> set[tuple[int, int, int, int]]:
        """Pairs of signs (i, sign of i, k, sign of k) that no point of the domain has."""
        if self._pairs is None:
            signs = (1, 1), (1, -1), (-1, 1), (-1, -1)
            count = len(self.candidates)
            self._pairs = {
                (i, s, k, t)
                for k in range(count)
                for i in range(k)
                for s, t in signs
                if not self._budget.over and self._excluded((i, s), (k, t))
            }
        return self._pairs

    def _core(self, signs: Sequence[int], k: int, sign: int) -> list[Atom]:
        """The comparisons of a sign vector, without those that one other implies."""
        all_signs = [*enumerate(signs), (k, sign)]

        core = [(i, s) for i, s in all_signs if not any(self._implies(j, t, i, s) for j, t in all_signs if j != i)]
        # two that imply one another must not both go
        core += [(i, s) for i, s in all_signs if (i, s) not in core and not any(self._implies(j, t, i, s) for j, t in core)]
        return [self._atom(i, s) for i, s in core]

    def _implies(self, j: int, t: int, i: int, s: int) -> bool:
        return ((i, -s, j, t) if i < j else (j, t, i, -s)) in self._conflicts()

    def _has(self, k: int, sign: int) -> int:
        """The samples at which a candidate has a sign, as the bits of a number."""
        size, bits = self._bits.get((k, sign), (0, 0))
        if size < self.oracle.size:
            fresh = np.flatnonzero(self.oracle.signs(self.candidates[k])[size:] == sign)
            bits |= sum(1 << (size + int(n)) for n in fresh)
            self._bits[k, sign] = self.oracle.size, bits
        return bits

    def _samples(self, signs: Sequence[tuple[int, int]]) -> int:
        """The samples that have all these signs, as the bits of a number."""
        bits = (1 << self.oracle.size) - 1
        for k, sign in signs:
            bits &= self._has(k, sign)
        return bits

    def _atom(self, k: int, sign: int) -> Atom:
        return Atom(self.candidates[k] if sign > 0 else -self.candidates[k], ">")

    def _point(self, signs: Sequence[int]) -> dict[str, Fraction]:
        """The sample inside a cell with the smallest numbers."""
        inside = self._samples([*enumerate(signs)])
        samples = [self.oracle.point(k) for k, bit in enumerate(reversed(f"{inside:b}")) if bit == "1"]
        return min(samples, key=lambda point: sum((abs(x.numerator) * x.denominator).bit_length() for x in point.values()))

    def further(self, live: Sequence[int], cell: Cell, count: int) -> list[dict[str, Fraction]]:
        """Random rational points of a cell, the same whenever they are asked for."""
        name = (tuple(live), cell.signs, count)
        if name not in self._drawn:
            sides = [self._side(k, s) for k, s in zip(live, cell.signs, strict=True)]
            self._drawn[name] = self.game.domain.also(sides, cell.point).points(count + 1, seed=1)[1:]
        return self._drawn[name]

    def _side(self, k: int, sign: int) -> Side:
        if (k, sign) not in self._sides:
            self._sides[k, sign] = Side(self.ring.expression(self.candidates[k]) * sign, True, "")
        return self._sides[k, sign]

    def flips(self, live: Sequence[int], cells: Sequence[Cell]) -> list[Label]:
        """For each live wall, the families that hold on one side only of some place on it."""
        by_signs = {c.signs: c.label for c in cells}
        out = []
        for k in range(len(live)):
            flipped: set[int] = set()
            for signs, label in by_signs.items():
                across = tuple(-s if i == k else s for i, s in enumerate(signs))
                flipped |= label ^ by_signs.get(across, label)
            out.append(frozenset(flipped))
        return out


def coordinates(ring: Ring, point: Mapping[str, Fraction]) -> list[fmpq]:
    """A parameter point as arguments of a polynomial; unknowns do not matter."""
    return [fmpq(point[name].numerator, point[name].denominator) for name in ring.parameters] + [fmpq(0)] * len(ring.unknowns)


def open_case(case: Projected) -> bool:
    """Whether a case needs no equation between parameters; one that does holds on a wall only."""
    return all(atom.relation != "=" for atom in case.atoms)
