"""Exact numbers as quotients of polynomials in named symbols, some of which stand for roots: arithmetic and values."""

from __future__ import annotations

from fractions import Fraction
from numbers import Rational
from typing import TYPE_CHECKING, Any, Self, TypeAlias, cast

from flint import arb, fmpq, fmpq_mpoly

from ..errors import GameError
from .polynomials import constant_of, into, names_in, polynomials, terms_of, used_names
from .radicals import Root, radicand
from .reducing import reduced
from .writing import factored, named, oriented, quotient_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import sympy

Number: TypeAlias = "int | Fraction | Expression"

ONE = fmpq(1)
LARGEST_POWER = 200  # an exponent; larger ones would be multiplied out for hours


class Expression:
    """A quotient of polynomials in named symbols, in lowest terms.

    Supports ``+ - * / **`` with other expressions and exact numbers, comparison, `text`, `at` (put numbers in) and `float` when
    nothing is left open.

    Notes
    -----
    Numbers, where no symbol is left open, are compared by value, exactly, whatever roots they are written with; a `GameError`
    says so where that would take too long. Otherwise ``==`` asks whether the difference is zero in normal form: as functions
    that need not tell all, since ``sqrt(p)*sqrt(q)`` and ``sqrt(p*q)`` are not the same for negative p and q; there is no
    order. A float is the decimal that it prints as.
    """

    __slots__ = ("denominator", "numerator", "roots")
    numerator: fmpq_mpoly
    denominator: fmpq_mpoly
    roots: tuple[Root, ...]

    def __init__(self, numerator: fmpq_mpoly, denominator: fmpq_mpoly | None = None, roots: tuple[Root, ...] = ()) -> None:
        ring = numerator.context()
        if denominator is None:
            denominator = ring.constant(1)
        elif not denominator.is_constant():
            common = numerator.gcd(denominator)
            if not common.is_one():
                numerator, denominator = numerator / common, denominator / common
        if not denominator:
            raise ZeroDivisionError("division by an expression that is zero")
        if not denominator.is_one():
            lead = denominator.leading_coefficient()
            if lead != 1:
                numerator, denominator = numerator / lead, denominator / lead
        self.numerator, self.denominator, self.roots = numerator, denominator, roots

    # ---------------------------------------------------------------- making

    @classmethod
    def symbol(cls, name: str) -> Self:
        """Make the expression that is one symbol."""
        if not name.isascii():
            raise GameError(f"The name {name!r} has letters that are not ASCII; spell it out, as 'delta'.")
        return cls(polynomials((name,)).gen(0))

    @classmethod
    def constant(cls, number: object) -> Self:
        """Make the expression that is one number."""
        return cls(polynomials(()).constant(rational(number)))

    # ---------------------------------------------------------------- looking

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the symbols that occur, roots included."""
        top = used_names(self.numerator)
        bottom = () if self.denominator.is_constant() else used_names(self.denominator)
        if not bottom or top == bottom:
            return top
        return tuple(name for name in names_in(self.numerator.context()) if name in top or name in bottom)

    @property
    def is_constant(self) -> bool:
        """Whether no symbol occurs."""
        return self.numerator.is_constant() and self.denominator.is_constant()

    def fraction(self) -> Fraction:
        """Give the rational number that this is; an error when a symbol occurs."""
        if not self.is_constant:
            wanted = f"a number: {', '.join(self.free)} is left open" if self.free else "rational"
            raise GameError(f"{self.text()} is not {wanted}.")
        value = constant_of(self.numerator) / constant_of(self.denominator)
        return Fraction(int(value.p), int(value.q))

    @property
    def free(self) -> tuple[str, ...]:
        """The names left open: symbols that are no roots, and what the roots speak of."""
        roots = {root.name: root for root in self.roots}
        open_: dict[str, None] = {}
        for name in self.names:
            open_.update(dict.fromkeys((name,) if name not in roots else roots[name].inside))
        return tuple(open_)

    def text(self) -> str:
        """Write this in the grammar of exact numbers, factored."""
        top, bottom = factored(self.numerator), factored(self.denominator)
        roots = {root.name: root.text() for root in self.roots}
        return named(quotient_text(top, bottom), roots) if roots else quotient_text(top, bottom)

    def sympy(self) -> sympy.Expr:
        """Give the same as a sympy expression, for printing."""
        import sympy

        from .printing import sympy_root

        roots = {root.name: sympy_root(root) for root in self.roots}

        def polynomial(p: fmpq_mpoly) -> sympy.Expr:
            symbols = [roots.get(name, sympy.Symbol(name)) for name in names_in(p.context())]
            return sympy.Add(
                *[
                    sympy.Rational(int(c.p), int(c.q)) * sympy.Mul(*[s**k for s, k in zip(symbols, powers, strict=True) if k])
                    for powers, c in terms_of(p)
                ]
            )

        turned = -1 if self.denominator and oriented(self.denominator)[1] < 0 else 1
        return polynomial(turned * self.numerator) / polynomial(turned * self.denominator)

    def _sympy_(self) -> Any:
        return self.sympy()

    def latex(self) -> str:
        """Write this as LaTeX."""
        import sympy

        return str(sympy.latex(self.sympy()))

    __str__ = text

    def __repr__(self) -> str:
        return f"Expression({self.text()!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.numerator, self.denominator, self.roots)

    # ---------------------------------------------------------------- values

    def at(self, values: Mapping[str, Number]) -> Number:
        """Put exact numbers in for some of the symbols."""
        if not self.roots and (value := _rational_value(self.numerator, self.denominator, values)) is not None:
            return value
        from .substituting import put_in

        return simplest(put_in(self, values))

    def derivative(self, name: str) -> Expression:
        """Differentiate by one symbol, through roots too; other symbols stand still."""
        from .substituting import derivative

        return derivative(self, name)

    def enclosure(self, values: Mapping[str, float | Fraction | arb] | None = None, bits: int = 80) -> arb:
        """Enclose the value at a point in a ball of real numbers."""
        from .enclosing import enclosure

        return enclosure(self, values or {}, bits)

    def __float__(self) -> float:
        if self.is_constant:
            return float(self.fraction())
        from .deciding import nearest

        return nearest(self)

    # ---------------------------------------------------------------- arithmetic

    def __add__(self, other: object) -> Self:
        return self._combine(other, lambda a, b, c, d: (a * d + c * b, b * d) if b != d else (a + c, b))

    def __sub__(self, other: object) -> Self:
        return self._combine(other, lambda a, b, c, d: (a * d - c * b, b * d) if b != d else (a - c, b))

    def __mul__(self, other: object) -> Self:
        return self._combine(other, lambda a, b, c, d: (a * c, b * d))

    def __truediv__(self, other: object) -> Self:
        return self._combine(other, lambda a, b, c, d: (a * d, b * c), over=True)

    def __radd__(self, other: object) -> Self:
        return self + other

    def __rsub__(self, other: object) -> Self:
        return -self + other

    def __rmul__(self, other: object) -> Self:
        return self * other

    def __rtruediv__(self, other: object) -> Self:
        return self._lift(other) / self

    def __neg__(self) -> Self:
        return type(self)(-self.numerator, self.denominator, self.roots)

    def __pos__(self) -> Self:
        return self

    def __pow__(self, power: object) -> Self:
        exponent = rational(power)
        if exponent.q != 1 or abs(int(exponent.p)) > LARGEST_POWER:
            raise GameError(f"The power {power} is not a whole number of at most {LARGEST_POWER}.")
        k = int(exponent.p)
        if k < 0 and self.roots and not Expression.__bool__(self):
            raise ZeroDivisionError("division by an expression that is zero")
        top, bottom = (self.numerator, self.denominator) if k >= 0 else (self.denominator, self.numerator)
        return cast("Self", reduced(type(self), top ** abs(k), bottom ** abs(k), self.roots))

    def __eq__(self, other: object) -> bool:
        try:
            difference = self - other
        except (TypeError, GameError):
            return NotImplemented
        return not Expression.__bool__(difference)

    def __lt__(self, other: object) -> bool:
        return self._ordered(other, lambda sign: sign < 0)

    def __le__(self, other: object) -> bool:
        return self._ordered(other, lambda sign: sign <= 0)

    def __gt__(self, other: object) -> bool:
        return self._ordered(other, lambda sign: sign > 0)

    def __ge__(self, other: object) -> bool:
        return self._ordered(other, lambda sign: sign >= 0)

    def __hash__(self) -> int:
        if self.is_constant:
            return hash(self.fraction())
        if self.free:
            return hash(self.text())
        from .deciding import digest

        return digest(self)

    def __bool__(self) -> bool:
        if self.numerator.is_constant():
            return bool(self.numerator)
        from .deciding import is_zero

        return not is_zero(self)

    def _ordered(self, other: object, holds: Callable[[int], bool]) -> bool:
        """Whether the sign of this less another number is as asked."""
        from .deciding import sign_of

        try:
            difference = self - other
        except TypeError:
            return cast("bool", NotImplemented)
        return holds(sign_of(difference))

    def _lift(self, other: object) -> Self:
        if isinstance(other, type(self)):
            return other
        if isinstance(other, Expression):
            return type(self)(other.numerator, other.denominator, other.roots)
        if hasattr(other, "free_symbols") and not isinstance(other, Rational):
            expression = radicand(str(other))
            return type(self)(expression.numerator, expression.denominator, expression.roots)
        return type(self)(polynomials(()).constant(rational(other)))

    def _combine(self, other: object, rule: Any, *, over: bool = False) -> Self:
        try:
            more = self._lift(other)
        except TypeError:
            return cast("Self", NotImplemented)
        if over and more.roots and not Expression.__bool__(more):
            raise ZeroDivisionError("division by an expression that is zero")
        a, b, c, d = self.numerator, self.denominator, more.numerator, more.denominator
        ring, second_ring = a.context(), c.context()
        if ring is not second_ring and names_in(ring) != names_in(second_ring):
            names = (*names_in(ring), *(name for name in names_in(second_ring) if name not in names_in(ring)))
            a, b, c, d = (into(p, names) for p in (a, b, c, d))
        roots = self.roots if more.roots == self.roots or not more.roots else (*self.roots, *(r for r in more.roots if r not in self.roots))
        top, bottom = rule(a, b, c, d)
        return cast("Self", reduced(type(self), top, bottom, roots))


def _rational_value(top: fmpq_mpoly, bottom: fmpq_mpoly, values: Mapping[str, Number]) -> Fraction | None:
    """The value of a quotient where every symbol is given as a whole number or a fraction; None where this is not so."""
    point = []
    for name in names_in(top.context()):
        number = values.get(name)
        if type(number) is Fraction:
            point.append(fmpq(number.numerator, number.denominator))
        elif type(number) is int:
            point.append(fmpq(number))
        else:
            return None
    if not point or not (below := ONE if bottom.is_one() else bottom(*point)):
        return None
    value = top(*point) / below
    return Fraction(int(value.p), int(value.q))


def rational(number: object) -> fmpq:
    """Read an exact rational: a whole number, a fraction, sympy's, or a float as the decimal it prints as."""
    if isinstance(number, fmpq):
        return number
    if isinstance(number, int):
        return fmpq(int(number))
    if isinstance(number, Expression):
        value = number.fraction()
        return fmpq(value.numerator, value.denominator)
    if isinstance(number, Rational) or (hasattr(number, "numerator") and hasattr(number, "denominator")):
        return fmpq(int(number.numerator), int(number.denominator))
    if hasattr(number, "__float__"):
        try:
            value = Fraction(str(number))
        except ValueError:
            raise TypeError(f"{number!r} is not an exact number") from None
        return fmpq(value.numerator, value.denominator)
    raise TypeError(f"{number!r} is not an exact number")


def simplest(number: Number) -> Number:
    """Give a whole number or a fraction where the expression is one."""
    if isinstance(number, Expression):
        return number.fraction() if number.is_constant else number
    return number


def text(number: object) -> str:
    """Write any exact number in the grammar of exact numbers."""
    try:
        return number.text() if isinstance(number, Expression) else str(number)
    except ValueError:  # Python writes no whole number of more than 4300 digits
        return str(rational(number))
