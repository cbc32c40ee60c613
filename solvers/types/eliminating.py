"""Equations of a base made fewer before they are solved in balls: what is linear in an unknown is solved for it.

Factors that cannot vanish are dropped first.  A cutoff and the share of types below it are two symbols, so that many equations are
linear in a cutoff, and what is left for boxes has one unknown or two.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from math import prod
from operator import add
from typing import Any

from flint import arb

from ..algebra.ring import Polynomial
from ..algebra.sign_oracle import Atom
from .bases import TypeBase
from .boxes import Dual
from .evaluating import Shares, evaluated, holds
from .linked_form import LinkedForm

UNITS = 1_000_000  # of z3's own count of its work, for the proof that a factor cannot vanish


@dataclass(frozen=True)
class Solved:
    """An unknown that an equation gives: minus the constant over the slope.

    Parameters
    ----------
    name : str
        The unknown.
    constant, slope : polynomial
        Of its equation, which is linear in it; the slope cannot be zero.
    """

    name: str
    constant: Polynomial
    slope: Polynomial


def comparisons(form: LinkedForm, base: TypeBase) -> list[Atom]:
    """What must hold in an equilibrium of a base beside its equations: what is about its facts, what its marks are of, and the order."""
    return [*base.atoms, *(Atom(p, ">") for p in base.positives), *form.ordered(base.words)]


@dataclass
class Eliminated:
    """The equations of a base, as few as elimination leaves.

    Parameters
    ----------
    form, base : LinkedForm, TypeBase
        The game and the base.
    equations : list of polynomials
        As many as there are unknowns.
    unknown : list of str
        What is left to be solved for, after elimination.
    ranges : dict from str to (float, float)
        Where each unknown is looked for.
    compared : list of Atom
        What must hold; all comparisons of the base when none are given.
    kept : set of str
        Unknowns that no equation is solved for, as a parameter that moves.
    solved : dict from str to Solved
        What is solved for already, and more after elimination.
    """

    form: LinkedForm
    base: TypeBase
    equations: list[Polynomial]
    unknown: list[str]
    ranges: Mapping[str, tuple[float, float]]
    compared: list[Atom] = field(default_factory=list)
    kept: frozenset[str] = frozenset()
    solved: dict[str, Solved] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.compared = self.compared or comparisons(self.form, self.base)
        self.equations = [self._stripped(e) for e in self.equations]
        while (found := next(self._linear(), None)) is not None:
            e, solved = found
            self.solved[solved.name] = solved
            self.equations.remove(e)
            self.unknown.remove(solved.name)

    def _never_zero(self, p: Polynomial) -> bool:
        if p.is_constant():
            return bool(p)
        oracle = self.form.oracle
        with oracle.hurried(UNITS):
            return oracle.satisfiable([*(self.form.far(atom) for atom in self.compared), Atom(p, "=")]) is False

    def _stripped(self, e: Polynomial) -> Polynomial:
        """An equation without the factors that cannot vanish, and without powers."""
        factors = [f for f, _ in self.form.ring.factors(e)[1]]
        kept = [f for f in factors if len(factors) == 1 or not self._never_zero(f)]
        return prod(kept or factors, start=self.form.ring.one)

    def _linear(self) -> Iterator[tuple[Polynomial, Solved]]:
        """Equations that may be solved for an unknown, which stands in nothing that it is solved by."""
        ring = self.form.ring
        for e in self.equations:
            for name in ring.variables(e):
                if name not in self.unknown or name in self.kept or ring.degree(e, name) != 1:
                    continue
                constant, slope = ring.coefficients(e, name)
                if name not in self._reached([*ring.variables(constant), *ring.variables(slope)]) and self._never_zero(slope):
                    yield e, Solved(name, constant, slope)

    def _reached(self, names: Iterable[str]) -> set[str]:
        """The unknowns on which some symbols depend, through shares and through what is solved for."""
        reached: set[str] = set()
        todo = list(names)
        while todo:
            name = todo.pop()
            if name in reached:
                continue
            reached.add(name)
            if name in self.solved:
                one = self.solved[name]
                todo += [*self.form.ring.variables(one.constant), *self.form.ring.variables(one.slope)]
            elif self.form.meaning.get(name, ("",))[0] == "u":
                i, k = self.form.meaning[name][1]
                todo += [f"x{i}_{m}" for m in (k, k + 1) if 0 < m < len(self.base.words[i])]
        return reached

    # ---------------------------------------------------------------- in balls

    def values(self, point: Sequence[Dual]) -> Values:
        """Every symbol of the base, each computed when it is asked for."""
        return Values(self, dict(zip(self.unknown, point, strict=True)))

    def residual(self, point: Sequence[Dual]) -> list[Dual]:
        """The equations that are left."""
        values = self.values(point)
        return [evaluated(e, values) for e in self.equations]

    def singular(self, point: Sequence[Dual]) -> list[Dual]:
        """The equations that are left, and the determinant of their slopes by all unknowns but the last: zero where two zeros meet."""
        *inner, moving = point
        zero, one = moving * 0, moving * 0 + 1
        nested = [Dual(x, [one if j == i else zero for j in range(len(inner))]) for i, x in enumerate(inner)]
        residual = self.residual([*nested, Dual(moving, [zero] * len(inner))])
        return [*(e.value for e in residual), _determinant([e.slopes for e in residual])]

    def refuted(self, box: Sequence[arb]) -> bool:
        """Whether a box has no equilibrium of this base: something that must hold fails all over it."""
        values = self.values([Dual(x, ()) for x in box])
        return any(self._too_far(one, values) for one in self.solved.values()) or any(
            holds(self.form, atom, values) is False for atom in self.compared
        )

    def _too_far(self, one: Solved, values: Values) -> bool:
        """Whether an unknown that is solved for is without bound in a box, and its equation has no zero where it is looked for."""
        if values[one.name].value.is_finite():
            return False
        low, high = self.ranges[one.name]
        there = evaluated(one.slope, values).value * arb(low).union(arb(high)) + evaluated(one.constant, values).value
        return bool(there > 0 or there < 0)


def _determinant(rows: Sequence[Sequence[Any]]) -> Any:
    if len(rows) == 1:
        return rows[0][0]
    minors = (_determinant([[*row[:k], *row[k + 1 :]] for row in rows[1:]]) * x for k, x in enumerate(rows[0]))
    return reduce(add, (minor if k % 2 == 0 else -minor for k, minor in enumerate(minors)))


class Values(Shares):
    """The symbols of a base in balls: unknowns, what is solved for, and shares."""

    def __init__(self, eliminated: Eliminated, known: Mapping[str, Dual]) -> None:
        super().__init__(eliminated.form, eliminated.base, known)
        self._solved = eliminated.solved

    def __missing__(self, name: str) -> Dual:
        one = self._solved.get(name)
        if one is None:
            return super().__missing__(name)
        value = self[name] = -(evaluated(one.constant, self) / evaluated(one.slope, self))
        return value
