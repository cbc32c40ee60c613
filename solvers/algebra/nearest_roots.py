"""The nearest real root, left and right of a point, over many polynomials: where the first of many conditions ends.

Descartes' rule after a Moebius map proves that a polynomial has no root in an interval, or exactly one.  Intervals are halved, the
half next to the point first, and only polynomials that may have a root there are looked at again; so most polynomials are looked
at once.  Roots of several polynomials are told apart, or proved to be the same by a greatest common divisor.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import lcm

from flint import fmpq, fmpq_poly, fmpz, fmpz_poly

from games.numbers import Number, root_of, simplest

TOGETHER = 6  # halvings after which roots that are not apart are asked whether they are the same


@dataclass(frozen=True, eq=False)
class Crossing:
    """A root, and the polynomials that have it.

    Parameters
    ----------
    at : number
        The root.
    polynomial : fmpz_poly
        The irreducible polynomial whose root it is.
    which : tuple of int
        The indices of the polynomials that vanish there.
    """

    at: Number
    polynomial: fmpz_poly
    which: tuple[int, ...]


def nearest_roots(polynomials: Sequence[fmpz_poly], at: Fraction, low: Fraction, high: Fraction) -> tuple[Crossing | None, Crossing | None]:
    """Find the nearest roots on both sides of a point.

    Parameters
    ----------
    polynomials : sequence of fmpz_poly
        None of them zero at the point.
    at, low, high : Fraction
        The point, and the ends of a closed interval around it, outside which nothing is asked.

    Returns
    -------
    tuple of two Crossing or None
        To the left and to the right; None where no polynomial has a root between the point and the end of the interval.

    Examples
    --------
    >>> below, above = nearest_roots([fmpz_poly([-2, 0, 1]), fmpz_poly([-3, 1])], Fraction(1), Fraction(0), Fraction(5))
    >>> below, str(above.at), above.which
    (None, 'sqrt(2)', (0,))
    """
    mirrored = [f(fmpz_poly([0, -1])) for f in polynomials]
    below, above = _first(mirrored, -at, -low), _first(polynomials, at, high)
    return None if below is None else below.mirrored().crossing(), None if above is None else above.crossing()


@dataclass(frozen=True, eq=False)
class _Isolated:
    """A root by the interval in which it is the only one of an irreducible polynomial; twice itself where it is rational."""

    polynomial: fmpz_poly
    low: Fraction
    high: Fraction
    which: tuple[int, ...]

    def mirrored(self) -> _Isolated:
        """The root's negative."""
        return _Isolated(self.polynomial(fmpz_poly([0, -1])), -self.high, -self.low, self.which)

    def crossing(self) -> Crossing:
        """The root as an exact number."""
        polynomial = _primitive(self.polynomial)
        return Crossing(simplest(root_of(fmpq_poly(polynomial), self.low, self.high)), polynomial, self.which)


def sign_variations(f: fmpz_poly, low: Fraction, high: Fraction) -> int:
    """Bound the number of roots between two rationals, both excluded: 0 proves that there is none, 1 that there is exactly one.

    Notes
    -----
    The sign changes of the coefficients of ``(1 + u)**n * f((low*u + high)/(1 + u))``, which has a positive root for each root of f
    in the interval; roots count with multiplicity.

    References
    ----------
    Collins, G. E. and Akritas, A. G. (1976). Polynomial real root isolation using Descarte's rule of signs. *SYMSAC* 1976, 272-275.
    """
    mapped = _to_unit_interval(f, low, high)
    coefficients = mapped.coeffs()
    coefficients += [fmpz(0)] * (f.degree() + 1 - len(coefficients))
    shifted = fmpz_poly(coefficients[::-1])(fmpz_poly([1, 1]))
    signs = [c > 0 for c in shifted.coeffs() if c]
    return sum(a != b for a, b in pairwise(signs))


def _to_unit_interval(f: fmpz_poly, low: Fraction, high: Fraction) -> fmpz_poly:
    """Up to a positive factor ``f(low + (high - low)*s)``."""
    whole = lcm(low.denominator, high.denominator)
    power, scaled = 1, []
    for c in reversed(f.coeffs()):
        scaled.append(c * power)
        power *= whole
    a, b = int(low * whole), int(high * whole)
    return fmpz_poly(scaled[::-1])(fmpz_poly([a, b - a]))


def sign_at_rational(f: fmpz_poly, x: Fraction) -> int:
    """Give the exact sign of a polynomial at a rational number."""
    value = f(fmpq(x.numerator, x.denominator))
    return int(value > 0) - int(value < 0)


def _first(polynomials: Sequence[fmpz_poly], at: Fraction, end: Fraction) -> _Isolated | None:
    """The first root after a point, up to an end that is included."""
    if at >= end:
        return None
    live = {k: f for k, f in enumerate(polynomials) if f.degree() > 0 and sign_variations(f, at, end)}
    nearest = _first_inside({k: _squarefree(f) for k, f in live.items()}, at, end)
    return nearest or _at_rational(dict(enumerate(polynomials)), end)


def _first_inside(live: dict[int, fmpz_poly], low: Fraction, high: Fraction, depth: int = 0) -> _Isolated | None:
    """The first root strictly inside an interval; the polynomials have simple roots only."""
    variations = {k: sign_variations(f, low, high) for k, f in live.items()}
    live = {k: f for k, f in live.items() if variations[k]}
    if not live:
        return None
    if all(variations[k] == 1 for k in live) and (len(live) == 1 or depth >= TOGETHER):
        first = next(iter(live.values()))
        if all(_share_root(first, f, low, high) for f in live.values()):
            return _isolated(first, low, high, tuple(live))
    middle = (low + high) / 2
    return _first_inside(live, low, middle, depth + 1) or _at_rational(live, middle) or _first_inside(live, middle, high, depth + 1)


def _at_rational(polynomials: dict[int, fmpz_poly], x: Fraction) -> _Isolated | None:
    which = tuple(k for k, f in polynomials.items() if f.degree() > 0 and not sign_at_rational(f, x))
    return _Isolated(fmpz_poly([-x.numerator, x.denominator]), x, x, which) if which else None


def _share_root(f: fmpz_poly, g: fmpz_poly, low: Fraction, high: Fraction) -> bool:
    """Whether two polynomials with one simple root each in an interval have the same."""
    return f is g or sign_variations(f.gcd(g), low, high) == 1


def _isolated(f: fmpz_poly, low: Fraction, high: Fraction, which: tuple[int, ...]) -> _Isolated:
    for factor, _ in f.factor()[1]:
        if factor.degree() > 0 and sign_variations(factor, low, high) == 1:
            return _Isolated(factor, low, high, which)
    raise AssertionError("a polynomial with one root in an interval has a factor with that root")


def _squarefree(f: fmpz_poly) -> fmpz_poly:
    common = f.gcd(f.derivative())
    return f if common.degree() < 1 else _primitive(f // _primitive(common))


def _primitive(f: fmpz_poly) -> fmpz_poly:
    """Without the content, and with a positive leading coefficient."""
    content = f.content()
    return f if not content else fmpz_poly([c // content for c in f.coeffs()]) * (1 if f[f.degree()] > 0 else -1)
