"""Which sign vectors of some polynomials the points of a domain have, with a point for each.

Samples show that a sign vector is realised; that none is, z3 says.  Vectors grow sign by sign, and pairs and
triples of signs that exclude one another are remembered, so that few questions are asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias

import numpy as np
from flint import fmpq

from games import Game
from games.numbers import rough

from ..algebra.ring import Polynomial, Ring
from ..algebra.sign_oracle import Atom, Oracle
from .sampling import Proposal, grid, near, simplest

Realised: TypeAlias = tuple[tuple[int, ...], dict[str, Fraction]]
"""A sign vector of all candidates, and a point that has it."""

MORE_SAMPLES = 600  # points of the domain that are drawn before anything is asked, at most
FEW = 12  # with so few candidates there is little to ask about
DRAWN = 600  # so many further points for each candidate are drawn at a time
ROUNDS = 15  # and so many times, unless little that is new is found sooner
LARGE = 1e30  # no further points are drawn near numbers that are so large


class SignVectors:
    """The sign vectors of polynomials over one oracle's domain.

    Parameters
    ----------
    game : Game
        Whose domain is meant.
    oracle : Oracle
        What decides signs, and holds samples.
    candidates : list of Polynomial
        The polynomials.
    """

    def __init__(self, game: Game, oracle: Oracle, candidates: Sequence[Polynomial]) -> None:
        self.game, self.oracle, self.ring, self.candidates = game, oracle, oracle.ring, candidates
        self.unknown = 0
        self.skipped = 0  # of the unknown ones, those for which there was no time
        self._budget = oracle.ring.budget
        self._pairs: set[tuple[int, int, int, int]] | None = None
        self._exclusions: dict[tuple[tuple[int, int], ...], bool] = {}
        self._bits: dict[tuple[int, int], tuple[int, int]] = {}

    def realised(self) -> Iterator[Realised]:
        """Give the realised sign vectors, each with a point, while there is time: one at least."""
        for vector in self._realised():
            yield vector
            if self._budget.over:
                self.skipped += 1
                self.unknown += 1
                return

    def _realised(self) -> Iterator[Realised]:
        """Draw samples first, then grow sign vectors."""
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
            if self.game.domain.surrounds(point) and signs_at(self.ring, self.candidates, point) == signs:
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


def signs_at(ring: Ring, polynomials: Sequence[Polynomial], point: Mapping[str, Fraction]) -> tuple[int, ...]:
    """The exact signs of polynomials in the parameters at a point."""
    values = coordinates(ring, point)
    evaluated = [polynomial(*values) for polynomial in polynomials]
    return tuple(int(v > 0) - int(v < 0) for v in evaluated)


def coordinates(ring: Ring, point: Mapping[str, Fraction]) -> list[fmpq]:
    """A parameter point as arguments of a polynomial; unknowns do not matter."""
    return [fmpq(point[name].numerator, point[name].denominator) for name in ring.parameters] + [fmpq(0)] * len(ring.unknowns)
