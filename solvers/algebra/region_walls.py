"""The walls at which the pattern of a polynomial's roots may change, and which of them to split a region by."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from .parameter_line import Pattern
from .ring import Polynomial, key
from .sign_oracle import Atom, Oracle
from .sturm import Member, sturm_chain

LARGEST = 2_000  # terms of what z3 is asked, and of resultants


class Walls:
    """The walls of a polynomial with comparisons at its roots in (0, 1).

    Parameters
    ----------
    oracle : Oracle
        Whose samples tell regions apart; its quick companion knows signs.
    f, name : polynomial, str
        In an unknown and parameters, irreducible; and the unknown.
    bound : sequence of Atom
        What must hold at a root.
    """

    def __init__(self, oracle: Oracle, f: Polynomial, name: str, bound: Sequence[Atom]) -> None:
        self.oracle, self.ring, self.f, self.name, self.bound = oracle, oracle.ring, f, name, bound
        self.ends = tuple(f.subs({name: end}) for end in (0, 1))
        self._noted: list[Polynomial] = []

    @cached_property
    def chain(self) -> list[Member] | None:
        """Sturm's chain of the polynomial; None when it grows too large."""
        return sturm_chain(self.ring, self.f, self.name)

    @cached_property
    def discriminant(self) -> Polynomial:
        """The discriminant of the polynomial."""
        return self.ring.discriminant(self.f, self.name)

    def note(self, wall: Polynomial) -> None:
        """Note a polynomial whose sign in a region would have been needed."""
        if wall not in self._noted:
            self._noted.append(wall)

    def best(self, patterns: Mapping[int, Pattern], mask: npt.NDArray[np.bool_]) -> Polynomial | None:
        """The simplest of the walls that tell the samples of a region apart about as well as any.

        Parameters
        ----------
        patterns : dict from int to Pattern
            Which roots satisfy all comparisons, at some samples of the region.
        mask : array of bool, shape (samples,)
            Which samples lie in the region.
        """
        return self._best(patterns, mask, [*self._coarse, *self._noted]) or self._best(patterns, mask, self._finer)

    def _best(self, patterns: Mapping[int, Pattern], mask: npt.NDArray[np.bool_], walls: Sequence[Polynomial]) -> Polynomial | None:
        gains = []
        for wall in walls:
            signs = self.oracle.signs(wall)
            if not {1, -1} <= set(signs[mask].tolist()):
                continue
            sides = [Counter(patterns[k] for k in patterns if signs[k] * side > 0) for side in (1, -1)]
            gains.append((_entropy(Counter(patterns.values())) - sum(map(_entropy, sides)), wall))
        most = max((gain for gain, _ in gains), default=0.0)
        return min((wall for gain, wall in gains if gain >= most / 2), key=lambda w: (w.total_degree(), len(w)), default=None)

    @cached_property
    def _coarse(self) -> list[Polynomial]:
        """The walls at which the pattern may change: where a root enters, leaves or meets another, or a comparison turns."""
        resultants = [self.ring.resultant(self.f, atom.polynomial, self.name) for atom in self.bound]
        return self._irreducible([*self.ends, self.discriminant, *resultants])

    @cached_property
    def _finer(self) -> list[Polynomial]:
        """Further walls, which tell apart unconnected parts of a region: the signs of Sturm's chains at both ends, which fix the counts."""
        polynomials: list[Polynomial] = []
        for atom in (None, *self.bound):
            chain = self.chain if atom is None else sturm_chain(self.ring, self.f, self.name, atom.polynomial)
            for member in chain or []:
                polynomials += [member.polynomial.subs({self.name: end}) for end in (0, 1)]
                polynomials += member.scale
        coarse = {key(wall) for wall in self._coarse}
        return [wall for wall in self._irreducible(polynomials) if key(wall) not in coarse]

    def _irreducible(self, polynomials: Sequence[Polynomial]) -> list[Polynomial]:
        """The irreducible factors of no known sign, each once, short ones first."""
        factors = (factor for p in polynomials for factor, _ in self.ring.factors(p)[1])
        walls = {key(factor): factor for factor in factors if len(factor) <= LARGEST and self.oracle.quick.sign(factor) is None}
        return sorted(walls.values(), key=len)


def _entropy(patterns: Counter[Pattern]) -> float:
    """The entropy of the patterns' frequencies, times their number."""
    return -sum(n * math.log(n / patterns.total()) for n in patterns.values())
