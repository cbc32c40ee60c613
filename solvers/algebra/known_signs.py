"""Signs on the whole domain that are known without a question: assumed, proved before, or seen from the terms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import copy
from typing import TYPE_CHECKING

from games.numbers import terms_of

from .ring import Polynomial, Ring, constant, key

if TYPE_CHECKING:
    from .sign_oracle import Atom


class KnownSigns:
    """The signs of irreducible polynomials, by name; they grow as more is proved.

    Parameters
    ----------
    ring : Ring
        Where the polynomials live.
    domain : iterable of Atom
        What is assumed of the parameters.
    simplices : iterable of tuple of str
        Unknowns that are positive and whose sum is less than one.
    """

    def __init__(self, ring: Ring, domain: Iterable[Atom], simplices: Iterable[tuple[str, ...]]) -> None:
        self.ring = ring
        self._signs = {key(f): sign for atom in domain for f, sign in self._assumed_of(atom)}
        for simplex in simplices:
            for p in (*map(ring.gen, simplex), ring.one - sum((ring.gen(n) for n in simplex), ring.zero)):
                content, factors = ring.factors(p)
                if len(factors) == 1:
                    self._signs[key(factors[0][0])] = 1 if content > 0 else -1
        self._variable_signs = {name: self._signs.get(key(ring.gen(name)), 0) for name in ring.names}
        self._assumed = dict(self._signs)
        self._factor_names: dict[int, tuple[Polynomial, str]] = {}

    def afresh(self) -> KnownSigns:
        """What is assumed, without what has been proved since."""
        assumed = copy(self)
        assumed._signs = dict(self._assumed)
        return assumed

    def _assumed_of(self, atom: Atom) -> Iterator[tuple[Polynomial, int]]:
        """The polynomial whose sign a comparison is about, where it is about one."""
        if atom.relation == ">":
            content, factors = self.ring.factors(atom.polynomial)
            if len(factors) == 1 and factors[0][1] == 1:
                yield factors[0][0], 1 if content > 0 else -1

    def of(self, factor: Polynomial) -> int | None:
        """The sign of an irreducible polynomial, if it is known."""
        return self._signs.get(self._name(factor))

    def learn(self, factor: Polynomial, sign: int) -> None:
        """Note a sign that has been proved."""
        self._signs[self._name(factor)] = sign

    def _name(self, factor: Polynomial) -> str:
        """The name of a factor; the ring keeps its factors, so that each is named once."""
        entry = self._factor_names.get(id(factor))
        if entry is None:
            entry = self._factor_names[id(factor)] = factor, key(factor)
        return entry[1]

    def seen(self, p: Polynomial) -> int | None:
        """The sign of any polynomial where it follows from known signs of factors, variables and terms."""
        if p.is_constant():
            c = constant(p)
            return (c > 0) - (c < 0)
        return self.ring.sign_by_factors(p, lambda factor: self.of(factor) or self.of_terms(factor))

    def of_terms(self, p: Polynomial) -> int | None:
        """The sign that all terms have, given the variables' signs; None when they differ or one is not known."""
        signs = set()
        for powers, c in terms_of(p):
            sign = 1 if c > 0 else -1
            for name, power in zip(self.ring.names, powers, strict=True):
                if power % 2:
                    sign *= self._variable_signs[name]
                elif power and not self._variable_signs[name]:
                    sign = 0
            signs.add(sign)
            if len(signs) > 1 or 0 in signs:
                return None
        return signs.pop()
