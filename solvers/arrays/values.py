"""Closed forms and the signs of polynomials at many points at once."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from flint import fmpq_mpoly

from games.numbers import Expression, Number, Root, read, rough, scaled_terms, terms_of

Floats: TypeAlias = npt.NDArray[np.float64]
Signs: TypeAlias = npt.NDArray[np.int8]
Terms: TypeAlias = list[tuple[float, list[tuple[int, int]]]]
Point: TypeAlias = Mapping[str, "float | Floats"]

NEAR = 1e-9  # so far from the real line an eigenvalue may lie and be taken for a real root
TINY = 1e-290  # below, products lose digits by underflow
ROUNDING = 4 * 2.0**-53  # each operation, and each coordinate that is rounded, is that far off at most, with room to spare


def on_arrays(number: Number, point: Point, shape: tuple[int, ...]) -> Floats:
    """Evaluate a closed form.

    Parameters
    ----------
    number : number
        An exact number, or an expression in the point's names.
    point : dict from str to float or array
        A value of every name, or an array of them of the shape asked for.
    shape : tuple of int
        Of the result.

    Returns
    -------
    array
        Approximate values; nan for 0/0 and where a root does not exist.
    """
    if not isinstance(number, Expression):
        return np.full(shape, float(number))
    if number.roots:
        known = {root.name: _root(root, point, shape) for root in number.roots if root.low is None or root.number is not None}
        return _quotient(number, {**point, **known}, shape)
    return _quotient(number, point, shape)


def evaluated(expression: Expression, point: Point, shape: tuple[int, ...]) -> Floats:
    """Evaluate a quotient of polynomials as a condition: 0/0 is -1, which holds of nothing, and what is infinite very large."""
    return np.nan_to_num(_quotient(expression, point, shape), nan=-1.0, posinf=1e300, neginf=-1e300)


def _quotient(expression: Expression, point: Point, shape: tuple[int, ...]) -> Floats:
    """Evaluate a quotient of polynomials; nan for 0/0."""
    top = _sum(expression.numerator, _rounded(expression.numerator), point, shape)[0]
    if expression.denominator.is_one():
        return top
    bottom = _sum(expression.denominator, _rounded(expression.denominator), point, shape)[0]
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(top / bottom)


def signs(polynomial: fmpq_mpoly, point: Point, shape: tuple[int, ...]) -> tuple[Signs, npt.NDArray[np.bool_]]:
    """Give the sign of a polynomial at every point, and where rounding leaves it in doubt.

    Notes
    -----
    A sum of n products of at most d factors, each rounded, is off by at most about (n + d) times the unit of rounding times
    the sum of the absolute values (Higham, N. J., *Accuracy and Stability of Numerical Algorithms*, 2002, section 3.1). What
    overflows is in doubt.
    """
    value, size, steps = _sum(polynomial, scaled_terms(polynomial), point, shape)
    with np.errstate(invalid="ignore"):
        sure = np.abs(value) > ROUNDING * steps * size + TINY
    return np.sign(np.where(sure, value, 0)).astype(np.int8), ~sure


def _rounded(polynomial: fmpq_mpoly) -> Terms:
    """A polynomial's terms with rounded coefficients, infinite where they are too large."""
    return [(rough(int(c.p), int(c.q)), [(k, power) for k, power in enumerate(powers) if power]) for powers, c in terms_of(polynomial)]


def _sum(polynomial: fmpq_mpoly, terms: Terms, point: Point, shape: tuple[int, ...]) -> tuple[Floats, Floats, int]:
    """A polynomial's values, the sums of its terms' absolute values, and how many roundings a value takes at most."""
    names = polynomial.context().names()
    total, size, steps = np.zeros(shape), np.zeros(shape), 1
    powers: dict[tuple[str, int], float | Floats] = {}
    with np.errstate(over="ignore", invalid="ignore"):
        for coefficient, factors in terms:
            product: float | Floats = coefficient
            for k, power in factors:
                key = names[k], power
                if key not in powers:
                    powers[key] = point[names[k]] ** power
                product = product * powers[key]
            total += product
            size += np.abs(product)
            steps = max(steps, len(terms) + 2 + 2 * sum(power for _, power in factors))
    return total, size, steps


def _root(root: Root, point: Point, shape: tuple[int, ...]) -> Floats:
    """Evaluate a root at every point; nan where it does not exist."""
    of = read(root.of)
    if root.low is None or root.high is None or root.number is None:
        return np.sqrt(np.maximum(on_arrays(of, point, shape), 0))
    coefficients: list[Floats] = []
    while of:  # the k-th is the k-th derivative at zero over k!
        coefficients.append(on_arrays(of.at({"x": 0}), point, shape) / math.factorial(len(coefficients)))
        of = of.derivative("x")
    out = np.full(shape, np.nan)
    for place in np.ndindex(shape):
        roots = np.roots([c[place] for c in reversed(coefficients)])
        real = np.sort(roots.real[np.abs(roots.imag) < NEAR])
        inside = real[(real > float(root.low)) & (real < float(root.high))]
        if len(inside) >= root.number:
            out[place] = inside[root.number - 1]
    return out
