"""Where a lifted equilibrium holds: its cell in some parameters, and its interval along one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from flint import arb, fmpq, fmpz_poly

from games import Game, GameError
from games.numbers import Expression, Number, flint_number

from ..algebra.nearest_roots import Crossing, nearest_roots
from ..algebra.ring import Polynomial, Ring, key
from ..algebra.sign_oracle import Atom, Oracle
from ..closed_forms.presentation import threshold
from ..results import Border, Fade, Lift, Reason, Relation, Start, Stop
from ..search.supports import domain_atoms
from .closed_basis import whole
from .elimination import NotLifted
from .indifference import OpenTree
from .open_leaves import coefficients
from .repairs import Condition, Lifted
from .root_walls import root_ends
from .zero_sum import enclosed

MOST_OPEN = 3
FAR = Fraction(10**6)  # from a point: ends of a lift with roots are looked for up to there


@dataclass(frozen=True, eq=False)
class Interval:
    """Where a lift holds along one parameter.

    Parameters
    ----------
    below, above : Crossing or None
        Its ends; None where nothing but the range ends it.
    ending : tuple of two tuples of Condition
        The conditions that fail beyond each end.
    """

    below: Crossing | None
    above: Crossing | None
    ending: tuple[tuple[Condition, ...], tuple[Condition, ...]]


def reason(tree: OpenTree, condition: Condition) -> Reason:
    """Say what happens where a condition becomes an equality."""
    game, infoset = tree.game, condition.infoset
    where = game.players[tree.set_owner[infoset]], game.set_labels[infoset], game.set_actions[infoset][condition.action]
    if condition.kind == "loss":
        return Start(*where)
    return Stop(*where) if condition.kind == "chance" else Fade(*where)


def ties(lifted: Lifted) -> int:
    """Count the losses that are zero wherever the lift holds."""
    return sum(not isinstance(c.number, arb) and not c.number for c in lifted.conditions if c.kind == "loss")


def cell(lifted: Lifted, game: Game, point: Mapping[str, Fraction]) -> tuple[Border, ...]:
    """Write the region around a point where all conditions hold strictly, without those that follow from others.

    Raises
    ------
    NotLifted
        When the point lies on the region's end, or some probability is irrational and several parameters are open.
    """
    tree = lifted.solved.system.tree
    if lifted.solved.roots:
        return _line_borders(lifted, game, point)
    ring = Ring(game.parameters, ())
    oracle = Oracle(ring, domain_atoms(ring, game), (), [point])
    at = {name: fmpq(x.numerator, x.denominator) for name, x in point.items()}
    factors: dict[str, tuple[Polynomial, int, list[Condition]]] = {}
    for condition in lifted.conditions:
        if not isinstance(condition.number, Expression):
            continue
        for part in ring.pair(condition.number):
            for f, _ in ring.factors(part)[1]:
                value = f(*(at[name] for name in ring.names))
                if not value:
                    raise NotLifted(f"the point lies on the wall {threshold(oracle, f, '=', game.parameters).text()}; move a parameter")
                factors.setdefault(key(f), (f, 1 if value > 0 else -1, []))[2].append(condition)
    atoms = {name: Atom(f * sign, ">") for name, (f, sign, _) in factors.items()}
    for name in list(atoms):
        others = [atom for other, atom in atoms.items() if other != name]
        if oracle.satisfiable([*others, Atom(-atoms[name].polynomial, ">=")]) is False:
            del atoms[name]
    return tuple(
        Border(threshold(oracle, atom.polynomial, ">", game.parameters), tuple(dict.fromkeys(reason(tree, c) for c in factors[name][2])))
        for name, atom in atoms.items()
    )


def _line_borders(lifted: Lifted, game: Game, point: Mapping[str, Fraction]) -> tuple[Border, ...]:
    """The ends along the only open parameter."""
    if len(point) > 1:
        raise NotLifted("some probability is irrational, and a region is then worked out along one parameter only")
    ((name, at),) = point.items()
    ends = _domain_ends(game, name, at)
    tree, symbol = lifted.solved.system.tree, Expression.symbol(name)
    found = interval(lifted.conditions, name, at, *ends)
    out = []
    for crossing, ending, relation in ((found.below, found.ending[0], ">"), (found.above, found.ending[1], "<")):
        if crossing is not None:
            out.append(Border(Relation(symbol, relation, crossing.at), tuple(dict.fromkeys(reason(tree, c) for c in ending))))
    return tuple(out)


def _domain_ends(game: Game, name: str, at: Fraction) -> tuple[Fraction, Fraction]:
    """Rational numbers between which a game's domain lies around a point, or that are far enough."""
    parts = [f for c in game.domain.conditions for f in coefficients(c.expression, name)]
    polynomials = [whole(f) for f in parts if f.degree() > 0 and f(flint_number(at))]
    below, above = nearest_roots(polynomials, at, at - FAR, at + FAR)
    return at - FAR if below is None else enclosed(below.at)[0], at + FAR if above is None else enclosed(above.at)[1]


def interval(conditions: Sequence[Condition], parameter: str, at: Fraction, low: Fraction, high: Fraction) -> Interval:
    """Find the exact ends of where conditions in one parameter hold around a point.

    Raises
    ------
    NotLifted
        When the point lies on an end.
    """
    if any(isinstance(c.number, Expression) and c.number.roots for c in conditions):
        (below, left), (above, right) = root_ends(conditions, parameter, at, low, high)
        return Interval(below, above, (left, right))
    listed: dict[tuple[int, ...], tuple[fmpz_poly, list[Condition]]] = {}
    for condition in conditions:
        if not isinstance(condition.number, Expression):
            continue
        for f in coefficients(condition.number, parameter):
            if f.degree() > 0:
                g = whole(f)
                if not g(flint_number(at)):
                    raise NotLifted(f"{parameter} = {at} is an end of where it holds")
                listed.setdefault(tuple(map(int, g.coeffs())), (g, []))[1].append(condition)
    rows = list(listed.values())
    below, above = nearest_roots([g for g, _ in rows], at, low, high)
    ending = [tuple(c for k in (side.which if side else ()) for c in rows[k][1]) for side in (below, above)]
    return Interval(below, above, (ending[0], ending[1]))


def along(lift: Lift, parameter: str) -> tuple[Number | None, Number | None]:
    """Give the ends of where a lift holds along one parameter, the others staying at its point; None where nothing ends it."""
    if lift.conditions is None or parameter not in lift.at:
        why = "its region was not worked out" if parameter in lift.at else f"lift again with over={parameter!r}"
        raise GameError(f"Where the lift holds along {parameter} is not known: {why}.")
    rest = {name: value for name, value in lift.at.items() if name != parameter}
    relations = [border.relation for border in lift.conditions]
    irrational = [one for one in relations if isinstance(one.right, Expression) and one.right.roots and not one.right.free]
    numbers = [one.difference for one in relations if one not in irrational] + [c.expression for c in lift.game.domain.conditions]
    at, polynomials = lift.at[parameter], []
    for number in numbers:
        top, bottom = coefficients(number.at(rest), parameter)
        if (top * bottom).degree() > 0:
            polynomials.append(whole(top * bottom))
    reach = max((_root_bound(f) for f in polynomials), default=Fraction(1)) + abs(at)
    below, above = nearest_roots([f for f in polynomials if f(flint_number(at))], at, -reach, reach)
    low, high = (None if side is None else side.at for side in (below, above))
    for f in polynomials:
        if not f(flint_number(at)):  # the domain ends here
            low, high = (low if _positive_beside(f, at, -1) else at), (high if _positive_beside(f, at, 1) else at)
    for one in irrational:  # thresholds by themselves
        if one.relation == ">":
            low = one.right if low is None or one.right > low else low
        else:
            high = one.right if high is None or one.right < high else high
    return low, high


def _positive_beside(f: fmpz_poly, at: Fraction, side: int) -> bool:
    """Whether a polynomial that vanishes at a point is positive just to the right (1) or to the left (-1) of it."""
    sign = 1
    while not f(flint_number(at)):
        f, sign = f.derivative(), sign * side
    return bool(f(flint_number(at)) * sign > 0)


def _root_bound(f: fmpz_poly) -> Fraction:
    """Cauchy's bound, which no root exceeds in absolute value."""
    *rest, lead = map(int, f.coeffs())
    return 1 + Fraction(max(map(abs, rest)), abs(lead))
