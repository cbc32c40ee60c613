"""The equations of a support solved in closed form near a point: by blocks, each from the earlier ones.

Floating point says where the solution lies, which equations depend on others there, and which factor of an eliminant vanishes;
everything that is kept is exact.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import factorial
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from flint import fmpq, fmpq_mpoly, fmpq_poly

from games.numbers import (
    Expression,
    Number,
    enclosed_roots,
    numbered_root,
    polynomial_text,
    real_roots,
    root_of,
    simplest,
    square_root,
    terms_of,
)

from .indifference import Action, Floating, System
from .supports import Behaviour

Floats: TypeAlias = npt.NDArray[np.float64]
STEPS = 60  # of Newton's method
SMALL = 1e-8  # a residual, relative to the payoffs, that counts as zero
DEPENDENT = 1e-7  # a singular value, relative to the largest, that counts as zero
DENOMINATORS = (1, 2, 3, 4, 6, 8, 12, 24, 60, 1000)  # tried for numbers that are left free


class NotLifted(Exception):
    """A support that has no solution near the learned profile, with the reason in words."""


@dataclass(frozen=True, eq=False)
class Solved:
    """A solution of the equations of a support.

    Parameters
    ----------
    system : System
        The support with what it asks.
    unknowns : dict from str to number
        Each unknown in the open parameters.
    pins : dict from (int, int) to Fraction
        The unknowns that no equation determines, and the values that were chosen for them.
    roots : bool
        Whether some unknown is irrational.
    """

    system: System
    unknowns: Mapping[str, Number]
    pins: Mapping[Action, Fraction]
    roots: bool

    def number(self, p: fmpq_mpoly) -> Number:
        """Put the solution into a polynomial."""
        return simplest(Expression(p).at(self.unknowns))


@dataclass
class _Work:
    """What is known while a system is solved."""

    system: System
    point: Mapping[str, fmpq]
    numbers: dict[str, float]
    solution: dict[str, Number] = field(default_factory=dict)
    roots: bool = False


def solved(system: System, point: Mapping[str, Fraction], start: Behaviour, trembles: float) -> Solved:
    """Solve the equations of a support near a learned profile.

    Parameters
    ----------
    system : System
        The support with what it asks.
    point : dict from str to Fraction
        Values of the open parameters.
    start : list of arrays
        The learned probabilities.
    trembles : float
        The least probability of every action when they were learned.

    Raises
    ------
    NotLifted
        When there is no solution near, or its closed form was not found.
    """
    at = {name: fmpq(x.numerator, x.denominator) for name, x in point.items()}
    guess = {name: _start(system, pair, start, trembles) for pair, name in system.unknowns.items()}
    work = _Work(system, at, guess)
    pairs = list(system.equations)
    residual, jacobian = _newton(work, pairs, list(guess))
    if residual > SMALL:
        raise NotLifted(f"no solution near the learned profile (residual {residual:.0e})")
    rows, columns = _independent(jacobian) if len(guess) else ([], [])
    names = list(guess)
    owners = {name: pair for pair, name in system.unknowns.items()}
    pins = {
        owners[name]: _simple(work.numbers[name], owners[name] in system.support.tuned) for k, name in enumerate(names) if k not in columns
    }
    if pins:
        for pair, value in pins.items():
            work.solution[system.unknowns[pair]] = value
            work.numbers[system.unknowns[pair]] = float(value)
        residual, _ = _newton(work, [pairs[k] for k in rows], [names[k] for k in columns])
        if residual > SMALL:
            raise NotLifted("no solution near once free chances are pinned")
    for equations, unknowns in _blocks(system, [pairs[k] for k in rows], [names[k] for k in columns]):
        _block(work, [system.equations[pair] for pair in equations], unknowns)
    solution = Solved(system, work.solution, pins, work.roots)
    for pair in pairs:
        if solution.number(system.equations[pair]) != 0:
            raise NotLifted(f"an indifference fails once free chances are pinned: {system.tree.label(*pair)}")
    return solution


def _start(system: System, pair: Action, start: Behaviour, trembles: float) -> float:
    chance = float(start[pair[0]][pair[1]])
    if pair in system.support.tuned:
        return max(chance / trembles, 0.1) if trembles else 1.0
    return min(max(chance, 1e-3), 1 - 1e-3)


def _newton(work: _Work, pairs: Sequence[Action], unknowns: Sequence[str]) -> tuple[float, Floats]:
    """Improve the numbers by Newton's method (least squares where singular); gives the residual and the derivatives, scaled by rows."""
    system = work.system
    if not pairs or not unknowns:
        return 0.0, np.zeros((len(pairs), len(unknowns)))
    equations = [system.equations[pair] for pair in pairs]
    values = Floating(equations, work.point)
    slopes = Floating([p.derivative(system.names.index(name)) for p in equations for name in unknowns], work.point)
    sizes = values.sizes

    def here() -> list[float]:
        return [work.numbers.get(name, 0.0) for name in system.names]

    def jacobian() -> Floats:
        return slopes(here()).reshape(len(equations), len(unknowns)) / sizes[:, None]

    for _ in range(STEPS):
        step = np.linalg.lstsq(jacobian(), -values(here()) / sizes, rcond=1e-11)[0]
        largest = float(abs(step).max())
        step *= min(1.0, 0.5 / largest) if largest else 1.0
        for name, change in zip(unknowns, step, strict=True):
            work.numbers[name] += float(change)
        if largest < 1e-14:
            break
    slope = jacobian()
    return float(abs(values(here()) / sizes).max()), slope / np.maximum(abs(slope).max(axis=1, keepdims=True), 1e-300)


def _independent(jacobian: Floats) -> tuple[list[int], list[int]]:
    """As many equations and unknowns as the rank says that are independent."""
    if not len(jacobian):
        return [], []
    from scipy.linalg import qr

    triangle, order = qr(jacobian.T, pivoting=True, mode="r")
    diagonal = abs(np.diag(triangle))
    rank = int((diagonal > DEPENDENT * max(diagonal[0], 1e-300)).sum()) if diagonal[0] > 1e-12 else 0
    rows = sorted(order[:rank].tolist())
    columns = sorted(qr(jacobian[rows], pivoting=True, mode="r")[1][:rank].tolist()) if rank else []
    return rows, columns


def _simple(x: float, tuned: bool) -> Fraction:
    """A simple fraction near a number that is left free."""
    for most in DENOMINATORS:
        near = Fraction(x).limit_denominator(most)
        if abs(near - x) < 0.25 / most and near > 0 and (near < 1 or tuned):
            return near
    return Fraction(min(max(x, 1e-3), 1e9 if tuned else 1 - 1e-3)).limit_denominator(1000)


def _blocks(system: System, pairs: Sequence[Action], unknowns: Sequence[str]) -> list[tuple[list[Action], list[str]]]:
    """Equations and unknowns in an order in which each block needs only earlier ones."""
    if not pairs:
        return []
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import connected_components, maximum_bipartite_matching

    places = [system.names.index(name) for name in unknowns]
    uses = np.array([[int(system.equations[pair].degrees()[k] > 0) for k in places] for pair in pairs])
    matched = maximum_bipartite_matching(csr_matrix(uses), perm_type="column")
    if (matched < 0).any():
        where = system.tree.label(*pairs[int(np.flatnonzero(matched < 0)[0])])
        raise NotLifted(f"more indifferences than unknowns at {where}")
    own = np.argsort(matched)  # by unknown, the equation that is to give it
    used = np.argwhere(uses)
    needs = csr_matrix((np.ones(len(used)), (used[:, 0], own[used[:, 1]])), shape=(len(pairs), len(pairs)))
    count, block = connected_components(needs, directed=True, connection="strong")
    before: list[set[int]] = [set() for _ in range(count)]
    for i, k in zip(*needs.nonzero(), strict=True):
        if block[i] != block[k]:
            before[block[i]].add(int(block[k]))
    order: list[int] = []
    while len(order) < count:
        order += [k for k in range(count) if k not in order and before[k] <= set(order)]
    members = [[i for i in range(len(pairs)) if block[i] == k] for k in order]
    return [([pairs[i] for i in some], [unknowns[int(matched[i])] for i in some]) for some in members]


# ------------------------------------------------------------------ one block


def _block(work: _Work, equations: Sequence[fmpq_mpoly], unknowns: list[str]) -> None:
    """Solve one block, given the earlier unknowns."""
    reduced = [Expression.constant(0) + Expression(p).at(work.solution) for p in equations]
    if all(_linear(p, unknowns) for p in reduced):
        _eliminate_linear(work, reduced, unknowns)
        return
    if any(p.roots for p in reduced):
        raise NotLifted("two blocks of equations with roots, one inside the other")
    _eliminate(work, [p.numerator for p in reduced], unknowns)


def _linear(p: Expression, unknowns: Sequence[str]) -> bool:
    names = p.numerator.context().names()
    places = [names.index(name) for name in unknowns if name in names]
    return all(sum(powers[k] for k in places) <= 1 for powers, _ in terms_of(p.numerator))


def _eliminate_linear(work: _Work, equations: Sequence[Expression], unknowns: Sequence[str]) -> None:
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


def _eliminate(work: _Work, equations: list[fmpq_mpoly], unknowns: list[str]) -> None:
    """Eliminate unknowns one by one through an equation that is linear in one; keep the factors that vanish at the solution."""
    left, steps = list(unknowns), []
    equations = [_vanishing(work, p) for p in equations]
    while len(left) > 1:
        choice = min(_choices(work, equations, left), key=lambda option: option[0], default=None)
        if choice is None:
            raise NotLifted(f"a block of {len(unknowns)} equations that no elimination solved")
        _, k, name, slope = choice
        p = equations.pop(k)
        value = -(Expression(p) - Expression(slope) * Expression.symbol(name)) / Expression(slope)
        left.remove(name)
        steps.append((name, value))
        equations = [_vanishing(work, (Expression.constant(0) + Expression(q).at({name: value})).numerator) for q in equations]
    work.solution[left[0]] = _root(work, equations[0], left[0])
    for name, value in reversed(steps):
        work.solution[name] = simplest(Expression.constant(0) + value.at(work.solution))


def _choices(work: _Work, equations: Sequence[fmpq_mpoly], left: Sequence[str]) -> Any:
    for k, p in enumerate(equations):
        names = p.context().names()
        for name in left:
            if name in names and p.degrees()[names.index(name)] == 1:
                slope = p.derivative(names.index(name))
                if abs(_at(work, slope)) > 1e-9 * _size(slope):
                    yield len(slope) + len(p), k, name, slope


def _at(work: _Work, p: fmpq_mpoly) -> float:
    return float(Floating([p], work.point)([work.numbers.get(name, 0.0) for name in p.context().names()])[0])


def _size(p: fmpq_mpoly) -> float:
    return float(Floating([p], {}).sizes[0])


def _vanishing(work: _Work, p: fmpq_mpoly) -> fmpq_mpoly:
    """The irreducible factor that vanishes at the solution."""
    factors = [f for f, _ in p.factor()[1]] if p and not p.is_constant() else []
    best = min(factors, key=lambda f: abs(_at(work, f)) / (_size(f) or 1.0), default=None)
    if best is None or abs(_at(work, best)) > 1e-5 * _size(best):
        raise NotLifted("an elimination lost the solution")
    return best


def _root(work: _Work, p: fmpq_mpoly, name: str) -> Number:
    """The root of a polynomial in one unknown and the parameters that lies at the solution."""
    names, value = p.context().names(), work.numbers[name]
    degree = int(p.degrees()[names.index(name)]) if name in names else 0
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
        low, high = min(real_roots(f), key=lambda ends: abs(float(ends[0] + ends[1]) / 2 - value))
        return simplest(root_of(f, low, high))
    if degree == 2:
        a, b, c = powers[2], powers[1], powers[0]
        root = square_root(b * b - a * c * 4)
        options = [(-b + root) / (a * 2), (-b - root) / (a * 2)]
        exact = {n: Fraction(int(x.p), int(x.q)) for n, x in work.point.items()}
        return min(options, key=lambda option: abs(float(option.at(exact)) - value))
    return _numbered(work, p, name, value)


def _numbered(work: _Work, p: fmpq_mpoly, name: str, value: float) -> Number:
    """A root between 0 and 1 by its number there, in the parameters."""
    q = p.subs({n: x for n, x in work.point.items() if n in p.context().names()})
    k = q.context().names().index(name)
    dense = {int(powers[k]): c for powers, c in q.terms()}
    f = fmpq_poly([dense.get(j, fmpq(0)) for j in range(max(dense) + 1)])
    inside = [float(x.mid()) for x in enclosed_roots(f, 64) if 0 < float(x.mid()) < 1]
    if not inside or min(abs(x - value) for x in inside) > 1e-5:
        raise NotLifted("a root that is no probability")
    number = 1 + min(range(len(inside)), key=lambda j: abs(inside[j] - value))
    renamed = Expression(p).at({name: Expression.symbol("x")})
    assert isinstance(renamed, Expression)
    return numbered_root(polynomial_text(renamed.numerator), Fraction(0), Fraction(1), number)
