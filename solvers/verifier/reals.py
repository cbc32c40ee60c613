"""Asks z3 (nlsat) for beliefs that products tie together, and reads its answer exactly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

from flint import fmpq

from games import GameError
from games.numbers import Expression, isolated_root, read, terms_of, univariate

from .signs import Exact, check_root, nested_roots, plain

Key: TypeAlias = tuple[int, int]
"""Names an unknown: information set and class of nodes."""

UNITS = 20_000_000  # of z3's own count of its work, about a million a second: the machine's load decides nothing


@dataclass(frozen=True)
class Product:
    """A condition ``constant * prod(unknown ** power) == 1``."""

    constant: Exact
    powers: Mapping[Key, int]


def positive_solution(
    simplices: Sequence[Sequence[Key]], inequalities: Sequence[Mapping[Key, Exact]], products: Sequence[Product]
) -> dict[Key, Exact] | None:
    """Find positive unknowns, adding up to one in each simplex, with every ``sum(number * unknown) <= 0`` and every product one.

    Returns
    -------
    dict or None
        A solution in exact numbers, possibly roots; None when z3 proves that there is none.

    Raises
    ------
    GameError
        When z3 cannot decide.
    """
    import z3

    question = Question(z3)
    for unknowns in simplices:
        names = [question.unknown(key) for key in unknowns]
        question.add(*(x > 0 for x in names), z3.Sum(names) == question.one)
    for row in inequalities:
        question.add(z3.Sum([question.number(c) * question.unknown(key) for key, c in row.items()]) <= 0)
    for product in products:
        over, under = question.number(product.constant), question.one
        for key, power in product.powers.items():
            for _ in range(abs(power)):
                over, under = (over * question.unknown(key), under) if power > 0 else (over, under * question.unknown(key))
        question.add(over == under)
    return question.answer()


class Question:
    """Collects conditions on named unknowns; roots in numbers become unknowns with their defining equations.

    They are told to z3 in a context of their own: its answer and its choice of a solution do not hang on what it was asked before.
    """

    def __init__(self, z3: Any) -> None:
        self.z3, self.context = z3, z3.Context()
        self.one = z3.RealVal(1, self.context)
        self.conditions: list[Any] = []
        self.unknowns: dict[Key, Any] = {}
        self.roots: dict[str, Any] = {}

    def add(self, *conditions: Any) -> None:
        """Collect conditions."""
        self.conditions += conditions

    def unknown(self, key: Key) -> Any:
        """An unknown, by name."""
        return self.unknowns.setdefault(key, self.real(f"x{len(self.unknowns)}"))

    def real(self, name: str) -> Any:
        """A variable."""
        return self.z3.Real(name, self.context)

    def number(self, number: Exact | Fraction) -> Any:
        """An exact number."""
        if not isinstance(number, Expression):
            return self._quotient(number.numerator, number.denominator)
        for name, root in reversed(nested_roots(number).items()):
            if name in self.roots:
                continue
            x = self.roots[name] = self.real(name)
            if root.low is None or root.high is None:
                inside = read(root.of)
                self.add(x >= 0, x * x * self._polynomial(inside.denominator) == self._polynomial(inside.numerator))
            else:
                terms = [self._quotient(c.p, c.q) * self._power(x, k) for k, c in enumerate(univariate(root.of).coeffs())]
                self.add(self.z3.Sum(terms) == 0)
                self.add(x > self.number(root.low), x < self.number(root.high))
        return self._polynomial(number.numerator) / self._polynomial(number.denominator)

    def _polynomial(self, polynomial: Any) -> Any:
        names, total = polynomial.context().names(), self.z3.RealVal(0, self.context)
        for powers, c in terms_of(polynomial):
            term = self._quotient(c.p, c.q)
            for name, power in zip(names, powers, strict=True):
                term = term * self._power(self.roots[name], power) if power else term
            total = total + term
        return total

    def _power(self, x: Any, power: int) -> Any:
        out = self.one
        for _ in range(power):
            out = out * x
        return out

    def _quotient(self, top: Any, bottom: Any) -> Any:
        return self.z3.RealVal(int(top), self.context) / self.z3.RealVal(int(bottom), self.context)

    def solver(self, *, plain: bool = False) -> Any:
        """A solver of what was collected, nlsat or z3's own choice, whose work is bounded."""
        solver = self.z3.Solver(ctx=self.context) if plain else self.z3.Tactic("qfnra-nlsat", self.context).solver()
        solver.set("rlimit", UNITS)
        solver.add(*self.conditions)
        return solver

    def answer(self) -> dict[Key, Exact] | None:
        """A solution in exact numbers; None when there is none."""
        for solver in (self.solver(), self.solver(plain=True)):
            verdict = solver.check()
            if verdict == self.z3.unsat:
                return None
            if verdict == self.z3.sat:
                model = solver.model()
                return {key: self._exact(model.eval(x, model_completion=True)) for key, x in self.unknowns.items()}
        raise GameError("Whether any consistent beliefs make this profile rational could not be decided; give the beliefs.")

    def _exact(self, value: Any) -> Exact:
        if self.z3.is_rational_value(value):
            return fmpq(value.numerator_as_long(), value.denominator_as_long())
        polynomial = " + ".join(f"({c})*x**{k}" for k, c in enumerate(map(str, value.poly())))
        for digits in (10, 20, 40, 80):
            near, width = value.approx(digits), Fraction(2, 10**digits)
            middle = Fraction(near.numerator_as_long(), near.denominator_as_long())
            root = isolated_root(polynomial, middle - width, middle + width)
            try:
                check_root(*nested_roots(root).values())
            except GameError:
                continue
            return plain(root)
        raise GameError("A belief found by z3 could not be told from its neighbours; give the beliefs.")
