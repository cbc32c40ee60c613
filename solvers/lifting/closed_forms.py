"""The equations of a support solved near a point: in closed form by blocks, each from the earlier ones, or else in balls.

Floating point says where the solution lies and which equations depend on others there; everything that is kept is exact, or proved.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from flint import arb, fmpq, fmpq_mpoly

from games.numbers import Expression, Number, fraction, simplest
from games.numbers.isolating import middle

from .boxes import Balls, value
from .elimination import NotLifted, TooLarge, Work, solve_block
from .indifference import Action, Floating, System
from .root_fields import RootField, zero_at_root
from .supports import Behaviour

Floats: TypeAlias = npt.NDArray[np.float64]
MOST_UNKNOWNS = 40  # beyond them a support is read wrongly, or its polynomials have too many terms
STEPS = 60  # of Newton's method
SMALL = 1e-8  # a residual, relative to the payoffs, that counts as zero
DEPENDENT = 1e-7  # a singular value, relative to the largest, that counts as zero
DENOMINATORS = (1, 2, 3, 4, 6, 8, 12, 24, 60, 1000)  # tried for numbers that are left free


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
    root_field : RootField or None
        Where unknowns are polynomials in one root, known from them.
    balls : dict from str to ball
        Where roots occur: what each unknown lies in, alone in its box, at the point.
    exact : bool
        Whether closed forms are known; where not, numbers are the middles of balls.
    """

    system: System
    unknowns: Mapping[str, Number]
    pins: Mapping[Action, Fraction]
    roots: bool
    root_field: RootField | None = None
    balls: Balls = field(default_factory=dict)
    exact: bool = True

    def number(self, p: fmpq_mpoly) -> Number:
        """Put the solution into a polynomial."""
        if p.is_constant():
            return fraction(p.leading_coefficient() if p else fmpq(0))
        if self.root_field is not None and self.root_field.holds(p):
            return self.root_field.number(p)
        return simplest(Expression(p).at(self.unknowns))

    def vanishes(self, p: fmpq_mpoly) -> bool:
        """Whether a polynomial is zero at the solution, wherever that exists."""
        number = self.number(p)
        return not number or (isinstance(number, Expression) and zero_at_root(number))

    def judged(self, p: fmpq_mpoly) -> Number | arb:
        """The value of a polynomial as far as its sign is to be told: a ball where no closed form is known."""
        return self.number(p) if self.exact or p.is_constant() else value(p, self.balls)


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
    if len(system.unknowns) > MOST_UNKNOWNS:
        raise NotLifted(f"{len(system.unknowns)} probabilities and trembles unknown at once, of which {MOST_UNKNOWNS} are tried at most")
    at = {name: fmpq(x.numerator, x.denominator) for name, x in point.items()}
    guess = {name: _start(system, pair, start, trembles) for pair, name in system.unknowns.items()}
    work = Work(system, at, guess)
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
        for pair, pin in pins.items():
            work.solution[system.unknowns[pair]] = pin
            work.numbers[system.unknowns[pair]] = float(pin)
        residual, _ = _newton(work, [pairs[k] for k in rows], [names[k] for k in columns])
        if residual > SMALL:
            raise NotLifted("no solution near once free chances are pinned")
    work.pairs, work.columns = [pairs[k] for k in rows], [names[k] for k in columns]
    try:
        for equations, unknowns in _blocks(system, work.pairs, work.columns):
            solve_block(work, [system.equations[pair] for pair in equations], unknowns)
    except TooLarge:
        if point or len(rows) < len(pairs):
            raise
        return _in_balls(work, pins)
    if work.root_field is not None:
        for name, number in work.solution.items():
            work.root_field.take(name, number)
    solution = Solved(system, work.solution, pins, work.roots, work.root_field, work.balls if work.roots else {})
    numbered = bool(point) and work.roots  # then independent equations hold by how they were solved; others are to follow from them
    for pair in pairs:
        if not (numbered and pair in work.pairs) and not solution.vanishes(system.equations[pair]):
            raise NotLifted(f"an indifference fails once free chances are pinned: {system.tree.label(*pair)}")
    return solution


def _in_balls(work: Work, pins: Mapping[Action, Fraction]) -> Solved:
    """The solution as balls, where closed forms would take too long; numbers are their middles."""
    numbers: dict[str, Number] = {name: fraction(middle(ball)) for name, ball in work.balls.items()}
    return Solved(work.system, numbers, pins, True, None, work.balls, exact=False)


def _start(system: System, pair: Action, start: Behaviour, trembles: float) -> float:
    chance = float(start[pair[0]][pair[1]])
    if pair in system.support.tuned:
        return max(chance / trembles, 0.1) if trembles else 1.0
    return min(max(chance, 1e-3), 1 - 1e-3)


def _newton(work: Work, pairs: Sequence[Action], unknowns: Sequence[str]) -> tuple[float, Floats]:
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
