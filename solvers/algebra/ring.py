"""Polynomials in one ring: a game's parameters, then its unknown probabilities and beliefs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from math import factorial
from typing import Any, TypeAlias

from flint import fmpq, fmpq_mpoly

from games.numbers import Expression, into, names_in, polynomials, terms_of, used_names

from .budget import Budget
from .remembering import Held

Polynomial: TypeAlias = fmpq_mpoly

MOST_NAMED = 4_096  # polynomials whose names are remembered
LARGE = 300  # terms from which on a factorisation or resultant may take long


class Names:
    """Names of polynomials, so that they can be looked up: each is written out once, and found again by its terms.

    Parameters
    ----------
    most : int
        When there are so many all are forgotten; the names that they are given again are the same.
    """

    def __init__(self, most: int) -> None:
        self.most, self._count = most, 0
        self._alike: dict[tuple[object, ...], list[tuple[Polynomial, str]]] = {}
        self._held: Held[str] = Held(self._found)

    def __len__(self) -> int:
        return self._count

    def of(self, p: Polynomial) -> str:
        """The name of a polynomial: what is written out."""
        return self._held.of(p)

    def _found(self, p: Polynomial) -> str:
        traits = (p.context(), len(p), p.total_degree(), int(p.leading_coefficient().p)) if p else ()
        alike = self._alike.setdefault(traits, [])
        for other, name in alike:
            if other == p:
                return name
        if self._count >= self.most:
            self._alike, self._count = {traits: (alike := [])}, 0
        name = _text(p)
        alike.append((p, name))
        self._count += 1
        return name


NAMES = Names(MOST_NAMED)
key = NAMES.of


def _text(p: Polynomial) -> str:
    """What flint writes; done here because flint 3.6 in Python never gives back the memory that writing one out takes."""
    names, text = names_in(p.context()), ""
    for powers, c in terms_of(p):
        product = "*".join(name if k == 1 else f"{name}^{k}" for name, k in zip(names, powers, strict=True) if k)
        size, minus = (-c, True) if c < 0 else (c, False)
        term = product if product and size == 1 else f"{size}*{product}" if product else str(size)
        text += f" {'-' if minus else '+'} {term}" if text else f"{'-' if minus else ''}{term}"
    return text or "0"


class Ring:
    """The ring that one game's equilibria are computed in.

    Parameters
    ----------
    parameters, unknowns : sequence of str
        The names of its generators: what is given, and what is sought.
    """

    def __init__(self, parameters: Sequence[str], unknowns: Sequence[str]) -> None:
        self.parameters, self.unknowns = tuple(parameters), tuple(unknowns)
        self.names = (*self.parameters, *self.unknowns)
        self.ring = polynomials(self.names)
        self.index = {name: k for k, name in enumerate(self.names)}
        self.one, self.zero = self.ring.constant(1), self.ring.constant(0)
        self.budget = Budget()
        self._factors: dict[str, tuple[fmpq, list[tuple[Polynomial, int]]]] = {}
        self._degrees: Held[dict[str, int]] = Held(self._degrees_of)
        self._open: Held[tuple[str, ...]] = Held(self._open_in)

    @cached_property
    def unknown_set(self) -> frozenset[str]:
        """The unknowns' names, for quick lookup."""
        return frozenset(self.unknowns)

    def gen(self, name: str) -> Polynomial:
        """Give a generator."""
        return self.ring.gen(self.index[name])

    def constant(self, number: Any) -> Polynomial:
        """Give a constant."""
        return self.ring.constant(number)

    def take(self, p: Polynomial) -> Polynomial:
        """Take a polynomial from another ring into this one."""
        return into(into(p, used_names(p)), self.names)

    def pair(self, expression: Expression) -> tuple[Polynomial, Polynomial]:
        """Take an expression as numerator and denominator."""
        return self.take(expression.numerator), self.take(expression.denominator)

    def expression(self, top: Polynomial, bottom: Polynomial | None = None) -> Expression:
        """Give a quotient as an expression in the names that it uses."""
        bottom = self.one if bottom is None else bottom
        used = tuple(dict.fromkeys((*used_names(top), *used_names(bottom))))
        return Expression(into(top, used), into(bottom, used))

    def variables(self, p: Polynomial) -> list[str]:
        """The names that a polynomial uses."""
        return list(self._degrees.of(p))

    def open(self, p: Polynomial) -> list[str]:
        """The unknowns that a polynomial uses."""
        return [*self._open.of(p)]

    def parametric(self, p: Polynomial) -> bool:
        """Whether a polynomial speaks of parameters alone."""
        return not self._open.of(p)

    def degree(self, p: Polynomial, name: str) -> int:
        """The degree in one variable."""
        return self._degrees.of(p).get(name, 0)

    def _open_in(self, p: Polynomial) -> tuple[str, ...]:
        """The unknowns that a polynomial uses, in the ring's order."""
        return tuple(name for name in self._degrees.of(p) if name in self.unknown_set)

    def _degrees_of(self, p: Polynomial) -> dict[str, int]:
        """The names that a polynomial uses, in the ring's order, with their degrees."""
        return {name: int(k) for name, k in zip(self.names, p.degrees(), strict=True) if k} if p else {}

    def coefficients(self, p: Polynomial, name: str) -> list[Polynomial]:
        """The coefficients in one variable, by rising degree."""
        coefficients, k = [], 0
        while True:  # c_k is the k-th derivative at zero over k!
            value = p.subs({name: 0})
            coefficients.append(value / factorial(k) if k > 1 else value)
            if not self.degree(p, name):
                return coefficients
            p, k = p.derivative(self.index[name]), k + 1

    def factors(self, p: Polynomial) -> tuple[fmpq, list[tuple[Polynomial, int]]]:
        """Factor into a constant and irreducible polynomials with powers."""
        name = key(p)
        if name not in self._factors:
            if p.is_constant():
                self._factors[name] = (constant(p), [])
            else:
                used = used_names(p)
                content, factors = self._factored(p, used)
                self._factors[name] = (content, [(into(f, self.names), int(k)) for f, k in factors])
        return self._factors[name]

    def sign_by_factors(self, p: Polynomial, sign_of: Callable[[Polynomial], int | None]) -> int | None:
        """The sign of a polynomial from the signs of its irreducible factors; None when one of these is not known."""
        content, factors = self.factors(p)
        total = 1 if content > 0 else -1
        for factor, power in factors:
            sign = sign_of(factor)
            if not sign:
                return None
            total *= sign**power
        return total

    def _factored(self, p: Polynomial, used: Sequence[str]) -> tuple[fmpq, list[tuple[Polynomial, int]]]:
        if len(p) < LARGE:
            content, factors = into(p, used).factor()
            return content, factors

        def work() -> Any:
            content, factors = into(p, used).factor()
            return _as_pair(content), [(_packed(f), int(k)) for f, k in factors]

        content, factors = self.budget.apart(work)
        ring = polynomials(tuple(used))
        return fmpq(*content), [(_unpacked(ring, f), k) for f, k in factors]

    def resultant(self, one: Polynomial, two: Polynomial, name: str) -> Polynomial:
        """The resultant in one variable."""
        if len(one) + len(two) < LARGE:
            return one.resultant(two, name)
        return _unpacked(self.ring, self.budget.apart(lambda: _packed(one.resultant(two, name))))

    def discriminant(self, p: Polynomial, name: str) -> Polynomial:
        """The discriminant in one variable."""
        if 4 * len(p) < LARGE:
            return p.discriminant(name)
        return _unpacked(self.ring, self.budget.apart(lambda: _packed(p.discriminant(name))))

    def primitive(self, p: Polynomial) -> Polynomial:
        """The product of the irreducible factors, each once, up to a positive constant; the sign is kept for odd powers only."""
        content, factors = self.factors(p)
        squarefree = self.one if content > 0 else -self.one
        for f, _ in factors:
            squarefree = squarefree * f
        return squarefree

    def substitute(self, p: Polynomial, name: str, top: Polynomial, bottom: Polynomial) -> tuple[Polynomial, int]:
        """Put ``top/bottom`` in for a variable and clear ``bottom**degree``; gives the result and the degree."""
        degree = self.degree(p, name)
        if degree == 0:
            return p, 0
        if degree == 1:
            slope = p.derivative(self.index[name])
            remainder = p - slope * self.gen(name)
            return slope * top + remainder * bottom, 1
        total = self.zero
        for k, c in enumerate(self.coefficients(p, name)):
            total += c * top**k * bottom ** (degree - k)
        return total, degree

    def value(self, p: Polynomial, values: Mapping[str, Any]) -> Polynomial:
        """Put rationals in for some variables."""
        return p.subs({name: v for name, v in values.items() if name in self.index})


def _as_pair(number: fmpq) -> tuple[int, int]:
    return int(number.p), int(number.q)


def _packed(p: Polynomial) -> list[tuple[tuple[int, ...], tuple[int, int]]]:
    """A polynomial as something that can be pickled."""
    return [(tuple(map(int, powers)), _as_pair(c)) for powers, c in terms_of(p)]


def _unpacked(ring: Any, terms: list[tuple[tuple[int, ...], tuple[int, int]]]) -> Polynomial:
    p: Polynomial = ring.from_dict({powers: fmpq(*c) for powers, c in terms})
    return p


def constant(p: Polynomial) -> fmpq:
    """The value of a constant polynomial."""
    return p.leading_coefficient() if p else fmpq(0)


def product(ring: Ring, factors: Iterable[Polynomial]) -> Polynomial:
    """Multiply polynomials; a single one is given back as the object that it is."""
    total = None
    for factor in factors:
        total = factor if total is None else total * factor
    return ring.one if total is None else total


def lcm(a: Polynomial, b: Polynomial) -> Polynomial:
    """Least common multiple."""
    return a * (b / a.gcd(b))
