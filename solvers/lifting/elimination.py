"""One block of equations after another solved in closed form near a point.

Balls in which the solution is proved to lie, alone, say which factor of an eliminant vanishes there and which coefficient does not;
everything that is kept is exact.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from math import factorial

from flint import arb, fmpq, fmpq_mpoly, fmpq_poly, fmpz

from games.numbers import (
    Expression,
    Number,
    enclosed_roots,
    into,
    numbered_root,
    polynomial_text,
    real_roots,
    root_of,
    simplest,
    square_root,
    terms_of,
)

from .boxes import boxed, value
from .indifference import Action, System
from .root_fields import RootField, remainder, root_field

MOST_DEGREE = 60  # that an eliminant may have
MOST_TERMS = 3_000  # of the two equations of which it is made, together

Block = tuple[Sequence[fmpq_mpoly], Sequence[str]]


class NotLifted(Exception):
    """A support that has no solution near the learned profile, with the reason in words."""


class TooLarge(NotLifted):
    """A solution that is known in balls, whose closed form would take too long."""


@dataclass
class Work:
    """What is known while a system is solved.

    Parameters
    ----------
    system : System
        The support with what it asks.
    point : dict from str to fmpq
        Values of the open parameters.
    numbers : dict from str to float
        Near what the unknowns are.
    pairs, columns : sequence of (int, int), sequence of str
        The independent equations, and the unknowns that they determine.
    solution : dict from str to number
        Each unknown that is solved, in the open parameters; the free ones first.
    """

    system: System
    point: Mapping[str, fmpq]
    numbers: dict[str, float]
    pairs: Sequence[Action] = ()
    columns: Sequence[str] = ()
    solution: dict[str, Number] = field(default_factory=dict)
    rooted: list[Block] = field(default_factory=list)
    roots: bool = False
    root_field: RootField | None = None

    @cached_property
    def free(self) -> dict[str, fmpq]:
        """What is at a number from the beginning: the parameters and the unknowns that are free."""
        pinned = {name: Fraction(x) for name, x in self.solution.items() if name not in self.columns and not isinstance(x, Expression)}
        return {**self.point, **{name: fmpq(x.numerator, x.denominator) for name, x in pinned.items()}}

    @cached_property
    def balls(self) -> Mapping[str, arb]:
        """Where all symbols lie; the unknowns alone in their boxes."""
        known: dict[str | int, int | fmpz | fmpq] = {name: x for name, x in self.free.items()}  # noqa: C416
        equations = [self.system.equations[pair].subs(known) for pair in self.pairs]
        found = boxed(equations, self.columns, self.numbers)
        if found is None:
            raise NotLifted("no box around the solution could be proved to hold no other")
        return {**{name: arb(x) for name, x in self.free.items()}, **found}


def solve_block(work: Work, equations: Sequence[fmpq_mpoly], unknowns: Sequence[str]) -> None:
    """Solve one block, given the earlier unknowns.

    Raises
    ------
    NotLifted
        When no closed form is found.
    """
    reduced = [Expression.constant(0) + Expression(p).at(work.solution) for p in equations]
    if all(_linear(p, unknowns) for p in reduced):
        _eliminate_linear(work, reduced, unknowns)
    else:
        if any(p.roots for p in reduced):  # all numbers with roots are to lie in one field
            equations = [*(p for block, _ in work.rooted for p in block), *equations]
            unknowns = [*(name for _, names in work.rooted for name in names), *unknowns]
            known = {name: x for name, x in work.solution.items() if name not in unknowns}
            reduced = [Expression.constant(0) + Expression(p).at(known) for p in equations]
            work.rooted.clear()
        _eliminate(work, [p.numerator for p in reduced], unknowns)
    if any(isinstance(x, Expression) and x.roots for x in (work.solution[name] for name in unknowns)):
        work.rooted.append((equations, unknowns))


def _linear(p: Expression, unknowns: Sequence[str]) -> bool:
    names = p.numerator.context().names()
    places = [names.index(name) for name in unknowns if name in names]
    return all(sum(powers[k] for k in places) <= 1 for powers, _ in terms_of(p.numerator))


def _eliminate_linear(work: Work, equations: Sequence[Expression], unknowns: Sequence[str]) -> None:
    zeros: dict[str, Number] = dict.fromkeys(unknowns, Fraction(0))
    rows: list[list[Expression]] = []
    for p in equations:
        constant = Expression.constant(0) + p.at(zeros)
        rows.append([Expression.constant(0) + p.at({**zeros, name: Fraction(1)}) - constant for name in unknowns] + [-constant])
    for k in range(len(unknowns)):
        pivot = next((i for i in range(k, len(rows)) if rows[i][k]), None)
        if pivot is None:
            raise NotLifted("linear equations that depend on each other")
        rows[k], rows[pivot] = rows[pivot], rows[k]
        rows[k] = [x / rows[k][k] for x in rows[k]]
        for i, row in enumerate(rows):
            if i != k and row[k]:
                rows[i] = [a - row[k] * b for a, b in zip(row, rows[k], strict=True)]
    for name, row in zip(unknowns, rows, strict=True):
        work.solution[name] = simplest(row[-1])


def _eliminate(work: Work, equations: list[fmpq_mpoly], unknowns: Sequence[str]) -> None:
    """Eliminate unknowns one by one, keep the factors that vanish at the solution, and put the last unknown's root back."""
    left, steps = list(unknowns), []
    equations = [_vanishing(work, p) for p in equations]
    while len(left) > 1:
        choice = min(_choices(work, equations, left), key=lambda option: option[0], default=None)
        if choice is None:
            name, numerator, denominator, equations = _resolved(work, equations, left)
            solved = Expression(numerator, denominator)
        else:
            _, k, name, slope = choice
            p = equations.pop(k)
            solved = -(Expression(p) - Expression(slope) * Expression.symbol(name)) / Expression(slope)
            equations = [_vanishing(work, (Expression.constant(0) + Expression(q).at({name: solved})).numerator) for q in equations]
        left.remove(name)
        steps.append((name, solved))
    work.solution[left[0]] = _root(work, equations[0], left[0])
    root = root_field(work.solution[left[0]], left[0]) if not work.system.tree.parameters and work.root_field is None else None
    for name, solved in reversed(steps):
        if root is None:
            work.solution[name] = simplest(Expression.constant(0) + solved.at(work.solution))
        else:
            work.solution[name] = root.solved(name, solved)
    work.root_field = root or work.root_field


def _choices(work: Work, equations: Sequence[fmpq_mpoly], left: Sequence[str]) -> Iterator[tuple[int, int, str, fmpq_mpoly]]:
    """Equations that are linear in an unknown whose coefficient does not vanish, the simplest first in order."""
    for k, p in enumerate(equations):
        names = p.context().names()
        for name in left:
            if p.degrees()[names.index(name)] == 1:
                slope = p.derivative(names.index(name))
                if not value(slope, work.balls).contains(0):
                    yield len(slope) + len(p), k, name, slope


def _resolved(work: Work, equations: Sequence[fmpq_mpoly], left: Sequence[str]) -> tuple[str, fmpq_mpoly, fmpq_mpoly, list[fmpq_mpoly]]:
    """Eliminate an unknown by resultants; gives it as a quotient in the others by the first subresultant."""
    names = work.system.names
    options = []
    for name in left:
        place = names.index(name)
        users = sorted((p for p in equations if p.degrees()[place]), key=lambda p: (p.degrees()[place], len(p)))
        if len(users) > 1:
            first = users[0]
            most = max(p.degrees()[place] * first.total_degree() + first.degrees()[place] * p.total_degree() for p in users[1:])
            options.append((most, name, users))
    if not options:
        raise TooLarge("roots of polynomials whose coefficients are roots themselves")
    most, name, (first, *others) = min(options, key=lambda option: option[0])
    if most > MOST_DEGREE or max(len(first) + len(p) for p in others) > MOST_TERMS:
        raise TooLarge(f"closed forms would be roots of polynomials of degrees up to {most}")
    place = names.index(name)
    line = _line(work, others[0], first, place)
    rest = [p for p in equations if not p.degrees()[place]]
    rest += [_vanishing(work, first.resultant(p, place)) for p in others]
    slope = line.derivative(place)
    return name, slope * line.context().gen(place) - line, slope, rest


def _line(work: Work, p: fmpq_mpoly, q: fmpq_mpoly, place: int) -> fmpq_mpoly:
    """An equation linear in an unknown that follows from two: the last remainder but one of Euclid's algorithm."""
    while q.degrees()[place] > 1:
        p, q = q, _vanishing(work, remainder(p, q, place))
        if not q.degrees()[place]:
            raise NotLifted("two equations that touch at the solution")
    if not q.degrees()[place] or value(q.derivative(place), work.balls).contains(0):
        raise NotLifted("two equations that touch at the solution")
    return q


def _vanishing(work: Work, p: fmpq_mpoly) -> fmpq_mpoly:
    """The irreducible factor that vanishes at the solution."""
    factors = [into(f, work.system.names) for f, _ in p.factor()[1]] if p and not p.is_constant() else []
    zero = [f for f in factors if value(f, work.balls).contains(0)]
    if len(zero) != 1:
        raise NotLifted("an elimination lost the solution" if not zero else "two curves of solutions cross at this one")
    return zero[0]


def _root(work: Work, p: fmpq_mpoly, name: str) -> Number:
    """The root of a polynomial in one unknown and the parameters that lies at the solution."""
    names, near = p.context().names(), float(work.balls[name].mid())
    degree = int(p.degrees()[names.index(name)])
    if not degree:
        raise NotLifted("an elimination lost the last unknown")
    powers: dict[int, Expression] = {}
    q = p
    for k in range(degree + 1):
        powers[k] = Expression(q.subs({name: 0})) / factorial(k)
        q = q.derivative(names.index(name))
    if degree == 1:
        return simplest(-powers[0] / powers[1])
    work.roots = True
    if all(c.is_constant for c in powers.values()):
        f = fmpq_poly([fmpq(c.fraction().numerator, c.fraction().denominator) for c in powers.values()])
        low, high = min(real_roots(f), key=lambda ends: abs(float(ends[0] + ends[1]) / 2 - near))
        return simplest(root_of(f, low, high))
    if degree == 2:
        a, b, c = powers[2], powers[1], powers[0]
        root = square_root(b * b - a * c * 4)
        options = [(-b + root) / (a * 2), (-b - root) / (a * 2)]
        exact = {n: Fraction(int(x.p), int(x.q)) for n, x in work.point.items()}
        return min(options, key=lambda option: abs(float(option.at(exact)) - near))
    return _numbered(work, p, name)


def _numbered(work: Work, p: fmpq_mpoly, name: str) -> Number:
    """A root between 0 and 1 by its number there, in the parameters."""
    q = p.subs({n: x for n, x in work.point.items() if n in p.context().names()})
    k = q.context().names().index(name)
    dense = {int(powers[k]): c for powers, c in q.terms()}
    f = fmpq_poly([dense.get(j, fmpq(0)) for j in range(max(dense) + 1)])
    inside = [x for x in enclosed_roots(f, 64) if x > 0 and x < 1]
    here = [j for j, x in enumerate(inside) if x.overlaps(work.balls[name])]
    if len(here) != 1:
        raise NotLifted("a root that is no probability")
    renamed = Expression(p).at({name: Expression.symbol("x")})
    assert isinstance(renamed, Expression)
    return numbered_root(polynomial_text(renamed.numerator), Fraction(0), Fraction(1), 1 + here[0])
