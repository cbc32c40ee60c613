"""Where conditions with roots in them hold along one parameter.

Each condition is multiplied with its conjugates: resultants give a polynomial in the parameter that is zero wherever the condition
is.  Between two neighbouring zeros of all these polynomials nothing changes sign.  A zero at which no condition fails beyond
belongs to a conjugate, and is passed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from flint import fmpq, fmpq_mpoly, fmpz, fmpz_poly

from games import GameError
from games.numbers import Expression, Root, flint_number, into, polynomials, read

from ..algebra.nearest_roots import Crossing, nearest_roots
from .closed_basis import whole
from .elimination import NotLifted
from .open_leaves import dense
from .repairs import Condition, sign_there
from .zero_sum import enclosed, simplest_between

MOST_PASSED = 200  # zeros of conjugates
HALVINGS = 60  # towards a zero, until no other lies between


def root_ends(
    conditions: Sequence[Condition], parameter: str, at: Fraction, low: Fraction, high: Fraction
) -> tuple[tuple[Crossing | None, tuple[Condition, ...]], tuple[Crossing | None, tuple[Condition, ...]]]:
    """Find the ends of where conditions hold around a point, and for each the conditions that fail beyond it.

    Raises
    ------
    NotLifted
        When the point may lie on an end.
    """
    rows: dict[tuple[int, ...], tuple[fmpz_poly, list[Condition]]] = {}
    numbers = [(c, c.number) for c in conditions if isinstance(c.number, Expression)]
    roots = dict.fromkeys(root for _, number in numbers for root in number.roots if root.name in number.names)
    zeros = [(f, [c]) for c, number in numbers for f in _zeros(number, parameter)] + [(f, []) for f in _meetings(roots, parameter)]
    for f, whose in zeros:
        if not f(flint_number(at)):
            raise NotLifted(f"{parameter} = {at} may be an end of where it holds")
        rows.setdefault(tuple(map(int, f.coeffs())), (f, []))[1].extend(whose)
    listed = list(rows.values())
    return _end(conditions, listed, parameter, at, low, high, 0), _end(conditions, listed, parameter, at, low, high, 1)


def _end(
    conditions: Sequence[Condition],
    rows: Sequence[tuple[fmpz_poly, list[Condition]]],
    parameter: str,
    at: Fraction,
    low: Fraction,
    high: Fraction,
    side: int,
) -> tuple[Crossing | None, tuple[Condition, ...]]:
    polynomials_ = [f for f, _ in rows]
    for _ in range(MOST_PASSED):
        crossing = nearest_roots(polynomials_, at, low, high)[side]
        if crossing is None:
            return None, ()
        vanishing = [c for k in crossing.which for c in rows[k][1]]
        beyond = _beyond(polynomials_, crossing, low, high, side)
        if beyond is None:  # the range ends here
            return crossing, tuple(vanishing)
        failing = [c for c in conditions if _fails(c, parameter, beyond)]
        if failing:
            return crossing, tuple(c for c in failing if c in vanishing)  # none where a root itself ends
        at = beyond
    raise NotLifted("its conditions have too many conjugates")


def _beyond(rows: Sequence[fmpz_poly], crossing: Crossing, low: Fraction, high: Fraction, side: int) -> Fraction | None:
    """A number beyond a zero, with no other zero between; None where the range ends at it."""
    near, far = enclosed(crossing.at)[side], (low, high)[side]
    for k in range(1, HALVINGS):
        distance = (far - near) / 2**k
        if not distance:
            return None
        x = simplest_between(*sorted((near + distance / 2, near + distance)))
        if all(f(flint_number(x)) for f in rows):
            back = nearest_roots(rows, x, low, high)[1 - side]
            if back is not None and back.at == crossing.at:
                return x
    raise NotLifted("two ends that lie too close together")


def _fails(condition: Condition, parameter: str, x: Fraction) -> bool:
    """Whether a condition fails at a point, or has no value there."""
    try:
        sign = sign_there(condition.number, {parameter: x})
    except (GameError, ZeroDivisionError):
        return True
    return sign < 0 or (condition.strict and not sign)


# ------------------------------------------------------------------ conjugates


def _zeros(number: Expression, parameter: str) -> Iterator[fmpz_poly]:
    """Polynomials in the parameter that are zero wherever a number is zero, or has a pole."""
    used = [root for root in number.roots if root.name in number.names]
    for p in (number.numerator, number.denominator):
        f = _without_roots(p, used, parameter)
        if f.degree() > 0:
            yield f


def _meetings(roots: Iterable[Root], parameter: str) -> Iterator[fmpz_poly]:
    """Polynomials in the parameter that are zero wherever a root meets a conjugate, or leaves its bounds."""
    for root in roots:
        for p, inner in _of_root(root, parameter):
            f = _without_roots(p, inner, parameter)
            if f.degree() > 0:
                yield f


def _of_root(root: Root, parameter: str) -> Iterable[tuple[fmpq_mpoly, Sequence[Root]]]:
    inside = read(root.of)
    if root.low is None:
        yield inside.numerator, inside.roots
        yield inside.denominator, inside.roots
        for inner in inside.roots:
            yield from _of_root(inner, parameter)
    elif root.number is not None and root.high is not None:
        p = into(inside.numerator, ("x", parameter))
        yield p.discriminant(0), ()
        leading = max(int(powers[0]) for powers in p.monoms())
        terms: dict[tuple[int, ...], int | fmpz | fmpq] = {(0, int(powers[1])): c for powers, c in p.terms() if powers[0] == leading}
        yield p.context().from_dict(terms), ()
        for end in (root.low, root.high):
            yield p.subs({"x": fmpq(end.numerator, end.denominator)}), ()


def _without_roots(p: fmpq_mpoly, roots: Sequence[Root], parameter: str) -> fmpz_poly:
    """The product of a polynomial's conjugates, up to a factor; zero where the polynomial is."""
    nested: dict[str, Root] = {}

    def visit(some: Sequence[Root]) -> None:
        for root in some:
            nested.pop(root.name, None)  # an inner root stands behind those that it is in
            nested[root.name] = root
            if root.low is None:
                visit(read(root.of).roots)

    visit(roots)
    names = tuple(dict.fromkeys((parameter, "x", *p.context().names(), *nested)))
    product = into(p, names)
    for name, root in nested.items():
        if product.degrees()[names.index(name)]:
            product = product.resultant(_definition(root, names), names.index(name))
    return whole(dense(product)) if product else fmpz_poly([])


def _definition(root: Root, names: tuple[str, ...]) -> fmpq_mpoly:
    """A polynomial whose root the symbol is."""
    inside = read(root.of)
    if root.low is None:
        symbol = polynomials(names).gen(names.index(root.name))
        return symbol**2 * into(inside.denominator, names) - into(inside.numerator, names)
    renamed = Expression.constant(0) + inside.at({"x": Expression.symbol(root.name)})
    return into(renamed.numerator, names)
