"""Reading exact numbers: no text is ever evaluated by Python or sympy."""

from __future__ import annotations

import ast
import math
import warnings
from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache

from flint import fmpq

from ..errors import GameError
from .exact import LARGEST_POWER, Expression, rational
from .isolating import number_of_roots
from .polynomials import degrees
from .roots import isolated_root, numbered_root, square_root, univariate
from .writing import polynomial_text

LONGEST_TEXT = 20_000  # characters
LARGEST_DEGREE = 1_000  # of a polynomial, multiplied out
LARGEST_TERMS = 5_000  # of it
LARGEST_BITS = 14_000  # of a coefficient, some 4,200 digits: what Python still prints


def read(source: str, names: Iterable[str] | None = None) -> Expression:
    """Read an expression: rationals, names, ``+ - * / **``, brackets, ``sqrt( )`` and ``root( , , )``.

    ``root(f, low, high)`` is the one real root between two rationals of a polynomial in ``x``; with a fourth entry k it is the
    k-th smallest of the distinct roots strictly between them, and the polynomial may speak of other names.

    Parameters
    ----------
    source : str
        The text.
    names : iterable of str, optional
        The names that may occur; any when None.

    Raises
    ------
    GameError
        What is wrong with the text, in one sentence.
    """
    return _read(source, None if names is None else frozenset(names))


def exact(number: object) -> fmpq:
    """Read an exact rational as `rational` does, or from text in the grammar of exact numbers, as ``"1/3"``.

    Raises
    ------
    TypeError
        When it is none.
    """
    if isinstance(number, str):
        try:
            number = read(number).fraction()
        except GameError:
            raise TypeError(f"{number!r} is not an exact number") from None
    return rational(number)


@lru_cache(maxsize=4096)
def _read(source: str, names: frozenset[str] | None) -> Expression:
    if len(source) > LONGEST_TEXT:
        raise GameError(f"An expression of {len(source)} characters is too long; at most {LONGEST_TEXT} are read.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", SyntaxWarning)  # as of "1and": what Python doubts is no expression
            tree = ast.parse(source.strip(), mode="eval").body
        return _Reader(source, names).of(tree)
    except (SyntaxError, SyntaxWarning, ValueError, RecursionError, MemoryError) as error:
        if isinstance(error, GameError):
            raise
        raise GameError(f"{_short(source)!r} is not an expression; use numbers, names, + - * / ** and brackets.") from None
    except ZeroDivisionError:
        raise GameError(f"{_short(source)!r} divides by zero.") from None


class _Reader:
    """Turns a syntax tree into an expression without evaluating it."""

    def __init__(self, source: str, names: frozenset[str] | None) -> None:
        self.source, self.names = source, names

    def of(self, node: ast.expr) -> Expression:
        match node:
            case ast.Constant(value=bool() | str() | bytes() | complex() | None):
                raise self.refuse(node)
            case ast.Constant():
                return Expression.constant(_decimal(ast.get_source_segment(self.source.strip(), node) or "0"))
            case ast.Name(id=name):
                if self.names is not None and name not in self.names:
                    listed = ", ".join(sorted(self.names)) or "none"
                    place = "" if self.source.strip() == name else f" in {_short(self.source)!r}"
                    raise GameError(f"{name!r}{place} is not a known name; known: {listed}.")
                return Expression.symbol(name)
            case ast.UnaryOp(op=ast.USub(), operand=inner):
                return -self.of(inner)
            case ast.UnaryOp(op=ast.UAdd(), operand=inner):
                return self.of(inner)
            case ast.BinOp(left=left, op=ast.Pow(), right=right):
                base, power = self.of(left), self.of(right)
                if power.is_constant:
                    self.guard_power(base, abs(power.fraction()))
                return base**power
            case ast.BinOp(left=left, op=op, right=right):
                a, b = self.of(left), self.of(right)
                self.guard(a, b, alike=isinstance(op, ast.Add | ast.Sub) and a.denominator == b.denominator)
                match op:
                    case ast.Add():
                        return a + b
                    case ast.Sub():
                        return a - b
                    case ast.Mult():
                        return a * b
                    case ast.Div():
                        return a / b
            case ast.Call(func=ast.Name(id="sqrt"), args=[inner], keywords=[]):
                return square_root(self.of(inner))
            case ast.Call(func=ast.Name(id="root"), args=[of, low, high], keywords=[]):
                return self.root(of, self.of(low).fraction(), self.of(high).fraction())
            case ast.Call(func=ast.Name(id="root"), args=[of, low, high, ast.Constant(value=int(number))], keywords=[]):
                return self.numbered(of, self.of(low).fraction(), self.of(high).fraction(), number)
        raise self.refuse(node)

    def root(self, of: ast.expr, low: Fraction, high: Fraction) -> Expression:
        polynomial = _Reader(self.source, frozenset("x")).of(of)
        written = polynomial_text(polynomial.numerator)
        if not polynomial.denominator.is_constant() or polynomial.is_constant or number_of_roots(univariate(written), low, high) != 1:
            source = _short(ast.get_source_segment(self.source.strip(), of) or "")
            raise GameError(f"root({source}, {low}, {high}) needs a polynomial in x with exactly one real root between the two numbers.")
        return isolated_root(written, low, high)

    def numbered(self, of: ast.expr, low: Fraction, high: Fraction, number: int) -> Expression:
        polynomial = _Reader(self.source, None if self.names is None else self.names | {"x"}).of(of)
        if not polynomial.denominator.is_constant() or polynomial.roots or number < 1:
            source = _short(ast.get_source_segment(self.source.strip(), of) or "")
            raise GameError(
                f"root({source}, {low}, {high}, {number}) needs a polynomial in x and the number of a root, 1 for the smallest."
            )
        return numbered_root(polynomial_text(polynomial.numerator), low, high, number)

    def refuse(self, node: ast.AST) -> GameError:
        source = ast.get_source_segment(self.source.strip(), node) or self.source
        return GameError(f"{_short(source)!r} is not allowed in an expression; use numbers, names, + - * / ** and brackets.")

    def guard(self, a: Expression, b: Expression, *, alike: bool) -> None:
        """Refuse a sum, product or quotient that would be huge, before it is made."""
        (terms, degree, bits), (second_terms, second_degree, second_bits) = _size(a), _size(b)
        new_terms = terms + second_terms if alike else terms * second_terms
        if new_terms > LARGEST_TERMS or degree + second_degree > LARGEST_DEGREE or bits + second_bits > LARGEST_BITS:
            raise GameError(f"{_short(self.source)!r} is too large when multiplied out.")

    def guard_power(self, base: Expression, power: Fraction) -> None:
        """Refuse a power that would be huge, before it is made."""
        terms, degree, bits = _size(base)
        new_terms = math.comb(int(power) + terms - 1, terms - 1) if power <= LARGEST_POWER else LARGEST_TERMS + 1
        if new_terms > LARGEST_TERMS or degree * power > LARGEST_DEGREE or (bits + terms.bit_length()) * power > LARGEST_BITS:
            raise GameError(f"A power in {_short(self.source)!r} is too large.")


def _decimal(source: str) -> Fraction:
    digits, _, power = source.lower().partition("e")
    if len(power) > 4 or len(digits) + abs(int(power or 0)) > LARGEST_BITS // 4:
        raise GameError(f"The number {_short(source)} is too large.")
    return Fraction(source.replace("_", ""))


def _short(source: str) -> str:
    return source if len(source) <= 60 else source[:57] + "..."


def _size(expression: Expression) -> tuple[int, int, int]:
    """Bound an expression's terms, total degree and bits of a coefficient, over numerator and denominator."""
    polynomials = (expression.numerator, expression.denominator)
    bits = max(max(int(c.p).bit_length(), int(c.q).bit_length()) for p in polynomials for c in (*p.coeffs(), fmpq(1)))
    return max(1, *map(len, polynomials)), max(sum(degrees(p)) for p in polynomials), bits
