"""Numbers that are roots: square roots, and real roots of polynomials by an interval or by their number."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from math import isqrt

from flint import fmpq, fmpq_poly

from ..errors import GameError
from .deciding import sign_of
from .exact import Expression, Number
from .isolating import flint_number, narrowed, roots_inside
from .polynomials import polynomials, terms_of
from .radicals import Root, radicand, square_root_symbol, tag
from .writing import polynomial_text

MOST_BITS = 160  # of a whole number that is factored to the end
TRIED = 1_000  # small primes, for larger ones


def square_root(number: Number) -> Expression:
    """Give the square root of an exact number or expression, rational where it is."""
    inside = number if isinstance(number, Expression) else Expression.constant(number)
    if inside.is_constant:
        value = inside.fraction()
        if value < 0:
            raise GameError(f"sqrt({value}) is not a real number.")
        if value == 0:
            return Expression.constant(0)
        top, outer = _square_part(value.numerator * value.denominator)
        outside = Expression.constant(Fraction(outer, value.denominator))
        return outside if top == 1 else outside * _sqrt_symbol(str(top))
    if inside.free:
        return _sqrt_symbol(inside.text())
    sign = sign_of(inside)
    if sign < 0:
        raise GameError(f"sqrt({inside.text()}) is not a real number.")
    return _sqrt_symbol(inside.text()) if sign else Expression.constant(0)


def isolated_root(of: str, low: Fraction, high: Fraction) -> Expression:
    """Give the one real root of a polynomial in ``x`` between two rationals; the caller vouches that it is one."""
    name = f"root_{tag(f'{of},{low},{high}')}"
    return Expression(polynomials((name,)).gen(0), None, (Root(name, of, low, high),))


def numbered_root(of: str, low: Fraction, high: Fraction, number: int) -> Expression:
    """Give one of the distinct real roots in ``x``, strictly between two rationals, of a polynomial in ``x`` and other symbols.

    Parameters
    ----------
    of : str
        The polynomial.
    low, high : Fraction
        The bounds.
    number : int
        Which root, counted from 1, the smallest first.

    Raises
    ------
    GameError
        When no other symbol occurs and there are fewer roots.

    Examples
    --------
    >>> second = numbered_root("8*x**3 - 6*x + a", Fraction(0), Fraction(1), 2)
    >>> print(second)
    root(a - 6*x + 8*x**3, 0, 1, 2)
    >>> float(second.at({"a": 1}))
    0.766044443118978
    """
    polynomial = radicand(of)
    of = polynomial_text(polynomial.numerator)
    if polynomial.free != ("x",):
        if "x" not in polynomial.free:
            raise GameError(f"{of} is no polynomial in x, of which there would be a root.")
        name = f"root_{tag(f'{of},{low},{high},{number}')}"
        return Expression(polynomials((name,)).gen(0), None, (Root(name, of, low, high, number),))
    return _numbered(of, low, high, number)


@lru_cache(maxsize=4096)
def _numbered(of: str, low: Fraction, high: Fraction, number: int) -> Expression:
    """A root by its number, of a polynomial in ``x`` alone: rational, with a square root, or isolated."""
    roots = roots_inside(univariate(of), flint_number(low), flint_number(high))
    if not 1 <= number <= len(roots):
        raise GameError(f"root({of}, {low}, {high}, {number}) does not exist: there are {len(roots)} roots between the two numbers.")
    return root_of(*roots[number - 1])


def root_of(f: fmpq_poly, low: Fraction | fmpq, high: Fraction | fmpq) -> Expression:
    """Give the one root of an irreducible polynomial between two rationals, in closed form: rational, with a square root, or isolated.

    Both rationals are the root where it is rational.
    """
    if f.degree() == 1:
        return Expression.constant(-f[0] / f[1])
    a, b = flint_number(low), flint_number(high)
    if f.degree() == 2:
        root = square_root(Expression.constant(f[1] * f[1] - 4 * f[0] * f[2]))
        return (root * (1 if (f(b) > 0) == (f[2] > 0) else -1) - f[1]) / (2 * f[2])
    primitive = f.numer() / (f.numer().content() * (1 if f[f.degree()] > 0 else -1))
    ring = polynomials(("x",))
    of = polynomial_text(ring.from_dict({(k,): fmpq(primitive[k]) for k in range(primitive.degree() + 1) if primitive[k]}))
    return isolated_root(of, *narrowed(f, a, b))


@lru_cache(maxsize=4096)
def isolated(of: str, low: Fraction, high: Fraction) -> tuple[fmpq_poly, fmpq, fmpq]:
    """Give the irreducible factor of which a root between two rationals, both included, is one, and an interval for it alone."""
    f, a, b = univariate(of), flint_number(low), flint_number(high)
    candidates = [(fmpq_poly([-end, 1]), end, end) for end in sorted({a, b}) if f(end) == 0] + roots_inside(f, a, b)
    if len(candidates) != 1:
        raise GameError(f"root({of}, {low}, {high}) is not one number: there are {len(candidates)} roots between the two numbers.")
    return candidates[0]


def solved(root: Root, values: Mapping[str, Number]) -> Expression:
    """A root between bounds once some symbols have values."""
    assert root.low is not None and root.high is not None
    if root.number is None:
        return isolated_root(root.of, root.low, root.high)
    of = radicand(root.of).at({name: value for name, value in values.items() if name in root.inside})
    if not isinstance(of, Expression) or "x" not in of.free:
        raise GameError(f"{root.text()} does not exist there: no x is left in it.")
    if of.roots:
        raise GameError(f"{root.text()} is known where its symbols are rational numbers only.")
    return numbered_root(polynomial_text(of.numerator), root.low, root.high, root.number)


def _sqrt_symbol(of: str) -> Expression:
    root = square_root_symbol(of)
    return Expression(polynomials((root.name,)).gen(0), None, (root,))


def _square_part(number: int) -> tuple[int, int]:
    """Split n = a * b**2 with a free of squares; of large numbers, of the squares of small primes, and no square itself."""
    from flint import fmpz

    large = number.bit_length() > MOST_BITS  # to factor such a number may take for ever
    squarefree, outer = 1, 1
    for factor, power in fmpz(number).factor(trial_limit=TRIED) if large else fmpz(number).factor():
        root = isqrt(int(factor))
        if large and root * root == factor:
            outer *= root**power
            continue
        outer *= int(factor) ** (power // 2)
        squarefree *= int(factor) ** (power % 2)
    return squarefree, outer


def univariate(of: str) -> fmpq_poly:
    """Read a polynomial in ``x``."""
    from .reading import read

    p = read(of, ("x",)).numerator
    coefficients = [fmpq(0)] * (max((int(k[0]) if k else 0 for k in p.monoms()), default=0) + 1)
    for powers, c in terms_of(p):
        coefficients[powers[0] if powers else 0] = c
    return fmpq_poly(coefficients)
