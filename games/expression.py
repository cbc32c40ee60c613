"""Exact numbers as functions of named parameters.

An `Expression` is a quotient of polynomials with rational coefficients in named
symbols; some symbols may stand for roots (``sqrt(d)``, the one real root of a
polynomial in an interval, or one of several by its number).  Arithmetic is python-flint's; text is read by our own
reader, so that a parameter may be called ``pi``, ``E`` or ``beta`` and no text is
ever evaluated by Python or sympy.
"""

from __future__ import annotations

import ast
import copyreg
import math
import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache
from itertools import pairwise
from numbers import Rational
from typing import TYPE_CHECKING, Any, Self, TypeAlias, cast

from flint import Ordering, arb, ctx, fmpq, fmpq_mpoly, fmpq_mpoly_ctx, fmpq_poly

from .errors import GameError
from .implicit import narrowed, roots_inside

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import sympy

Number: TypeAlias = "int | Fraction | Expression"

LONGEST_TEXT = 20_000
LARGEST_POWER = 200
LARGEST_DEGREE = 1_000
LARGEST_TERMS = 5_000
LARGEST_BITS = 14_000               # some 4,200 digits: what Python still prints


@cache
def polynomials(names: tuple[str, ...]) -> fmpq_mpoly_ctx:
    """Give the ring of polynomials with rational coefficients in some names."""
    return fmpq_mpoly_ctx.get(names, Ordering.deglex)


def polynomial(names: tuple[str, ...], terms: Mapping[tuple[int, ...], Fraction]) -> fmpq_mpoly:
    """Give a polynomial by its terms: exponents and coefficients."""
    return polynomials(names).from_dict({powers: fmpq(c.numerator, c.denominator) for powers, c in terms.items()})


def _taken_apart(p: fmpq_mpoly) -> tuple[Any, ...]:
    return polynomial, (p.context().names(), {powers: Fraction(int(c.p), int(c.q)) for powers, c in p.to_dict().items()})


copyreg.pickle(fmpq_mpoly, _taken_apart)        # so that what is found in another process can be sent back


@dataclass(frozen=True)
class Root:
    """A symbol that stands for a root: ``sqrt(of)``, or a root of ``of`` in ``x`` between two bounds.

    Parameters
    ----------
    name : str
        The symbol, as it occurs in expressions.
    of : str
        The radicand, or the polynomial in ``x``.
    low, high : Fraction or None
        Isolating bounds; None for a square root.
    number : int or None
        Which of the distinct real roots strictly between the bounds is meant, counted from 1; `of` may then speak of other
        symbols too. None when there is one only.
    """

    name: str
    of: str
    low: Fraction | None = None
    high: Fraction | None = None
    number: int | None = None

    def text(self) -> str:
        """Write the root in the grammar of exact numbers."""
        if self.low is None:
            return f"sqrt({self.of})"
        return f"root({self.of}, {self.low}, {self.high}{'' if self.number is None else f', {self.number}'})"

    @property
    def inside(self) -> tuple[str, ...]:
        """The symbols that the root speaks of."""
        if self.low is None:
            return read(self.of).free
        return () if self.number is None else tuple(name for name in read(self.of).free if name != "x")


class Expression:
    """A quotient of polynomials in named symbols, in lowest terms.

    Supports ``+ - * / **`` with other expressions and exact numbers, comparison by
    value, `text`, `at` (put numbers in) and `float` when nothing is left open.
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
        ring = self.numerator.context()
        used = [a or b for a, b in zip(_degrees(self.numerator), _degrees(self.denominator), strict=True)]
        return tuple(name for name, degree in zip(ring.names(), used, strict=True) if degree)

    @property
    def is_constant(self) -> bool:
        """Whether no symbol occurs."""
        return self.numerator.is_constant() and self.denominator.is_constant()

    def fraction(self) -> Fraction:
        """Give the rational number that this is; an error when a symbol occurs."""
        if not self.is_constant:
            left = f"a number: {', '.join(self.free)} is left open" if self.free else "rational"
            raise GameError(f"{self.text()} is not {left}.")
        value = _constant(self.numerator) / _constant(self.denominator)
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
        top, bottom = _factored(self.numerator), _factored(self.denominator)
        roots = {root.name: root.text() for root in self.roots}
        return _named(_quotient_text(top, bottom), roots) if roots else _quotient_text(top, bottom)

    def sympy(self) -> sympy.Expr:
        """Give the same as a sympy expression, for printing."""
        import sympy

        roots = {root.name: _sympy_root(root) for root in self.roots}

        def polynomial(p: fmpq_mpoly) -> sympy.Expr:
            symbols = [roots.get(name, sympy.Symbol(name)) for name in p.context().names()]
            return sympy.Add(*[
                sympy.Rational(int(c.p), int(c.q)) * sympy.Mul(*[s**k for s, k in zip(symbols, powers, strict=True) if k])
                for powers, c in terms_of(p)
            ])

        turned = -1 if self.denominator and _oriented(self.denominator)[1] < 0 else 1
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
        names, roots = self.names, {}
        for root in self.roots:
            if root.name in names:
                roots[root.name] = square_root(read(root.of).at(values)) if root.low is None else _solved(root, values)
        here = {**{k: v for k, v in values.items() if k in names}, **roots}
        return simplest(_polynomial_at(self.numerator, here) / _polynomial_at(self.denominator, here))

    def derivative(self, name: str) -> Expression:
        """Differentiate by one symbol, through roots too; other symbols stand still."""
        total = self._partial(name)
        for root in self.roots:
            if name not in root.inside:
                continue
            symbol, of = Expression(polynomials((root.name,)).gen(0), None, (root,)), read(root.of)
            if root.low is None:                            # ds = d(of) / (2 s)
                slope = of.derivative(name) / (symbol * 2)
            else:                                           # f(s) = 0 whatever the other symbols are
                rise, run = (_polynomial_at(of.derivative(n).numerator, {"x": symbol}) for n in (name, "x"))
                slope = -rise / run
            total = total + self._partial(root.name) * slope
        return total

    def _partial(self, name: str) -> Expression:
        names, top, bottom = self.numerator.context().names(), self.numerator, self.denominator
        if name not in names:
            return Expression.constant(0)
        k = names.index(name)
        rise = top.derivative(k) * bottom - top * bottom.derivative(k)
        return cast("Expression", _reduced(Expression, rise, bottom * bottom, self.roots))

    def enclosure(self, values: Mapping[str, float | Fraction | arb] | None = None, bits: int = 80) -> arb:
        """Enclose the value at a point in a ball of real numbers."""
        before, ctx.prec = ctx.prec, bits
        try:
            inside = {name: _ball(value) for name, value in (values or {}).items()}
            for root in self.roots:
                if root.low is None:
                    inside[root.name] = read(root.of).enclosure(inside, bits).sqrt()
                elif root.number is None:
                    inside[root.name] = _enclosed(root, bits)
                else:
                    inside[root.name] = _solved(root, {n: Fraction(str(v)) for n, v in (values or {}).items()}).enclosure(bits=bits)
            return _evaluate(self.numerator, inside) / _evaluate(self.denominator, inside)
        finally:
            ctx.prec = before

    def __float__(self) -> float:
        if self.is_constant:
            return float(self.fraction())
        if self.free:
            raise GameError(f"{self.text()} is not a number: {', '.join(self.free)} is left open.")
        return float(self.enclosure().mid())

    # ---------------------------------------------------------------- arithmetic

    def __add__(self, other: object) -> Self:
        return self._combine(other, lambda a, b, c, d: (a * d + c * b, b * d) if b != d else (a + c, b))

    def __sub__(self, other: object) -> Self:
        return self._combine(other, lambda a, b, c, d: (a * d - c * b, b * d) if b != d else (a - c, b))

    def __mul__(self, other: object) -> Self:
        return self._combine(other, lambda a, b, c, d: (a * c, b * d))

    def __truediv__(self, other: object) -> Self:
        return self._combine(other, lambda a, b, c, d: (a * d, b * c))

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
        whole = rational(power)
        if whole.q != 1 or abs(int(whole.p)) > LARGEST_POWER:
            raise GameError(f"The power {power} is not a whole number of at most {LARGEST_POWER}.")
        k = int(whole.p)
        top, bottom = (self.numerator, self.denominator) if k >= 0 else (self.denominator, self.numerator)
        return cast("Self", _reduced(type(self), top ** abs(k), bottom ** abs(k), self.roots))

    def __eq__(self, other: object) -> bool:
        try:
            return not bool((self - other).numerator)
        except (TypeError, GameError):
            return NotImplemented

    def __hash__(self) -> int:
        return hash(self.fraction()) if self.is_constant else hash(self.text())

    def __bool__(self) -> bool:
        return bool(self.numerator)

    def _lift(self, other: object) -> Self:
        if isinstance(other, type(self)):
            return other
        if isinstance(other, Expression):
            return type(self)(other.numerator, other.denominator, other.roots)
        if hasattr(other, "free_symbols") and not isinstance(other, Rational):
            told = read(str(other))
            return type(self)(told.numerator, told.denominator, told.roots)
        return type(self)(polynomials(()).constant(rational(other)))

    def _combine(self, other: object, rule: Any) -> Self:
        try:
            more = self._lift(other)
        except TypeError:
            return cast("Self", NotImplemented)
        a, b, c, d = self.numerator, self.denominator, more.numerator, more.denominator
        one, two = a.context(), c.context()
        if one is not two and one.names() != two.names():
            names = (*one.names(), *(name for name in two.names() if name not in one.names()))
            a, b, c, d = (into(p, names) for p in (a, b, c, d))
        roots = self.roots if more.roots == self.roots or not more.roots else (*self.roots, *(r for r in more.roots if r not in self.roots))
        top, bottom = rule(a, b, c, d)
        return cast("Self", _reduced(type(self), top, bottom, roots))


class Told(Expression):
    """A parameter while a story is told: arithmetic is allowed, looking at its value is not."""

    __slots__ = ()

    def _refuse(self, *_: object) -> bool:
        raise GameError(
            f"The rules look at the value of {self.text()}, which depends on a parameter; a parameter may enter payoffs and "
            "chances only. Make it a structure argument (a keyword without Parameter) if the rules depend on it."
        )

    def __eq__(self, other: object) -> bool:
        if self.is_constant and not isinstance(other, Expression):
            return super().__eq__(other)
        return self._refuse()

    def __bool__(self) -> bool:
        return super().__bool__() if self.is_constant else self._refuse()

    __lt__ = __le__ = __gt__ = __ge__ = _refuse
    __hash__ = Expression.__hash__

    def __pow__(self, power: object) -> Self:
        try:
            whole = not (isinstance(power, Expression) and power.free) and rational(power).q == 1
        except TypeError:
            whole = False
        if not whole:
            raise GameError(
                f"The rules raise {self.text()} to the power {text(power)}; powers are whole numbers. For a root let the root itself be "
                "the parameter, and write its square where its square is meant."
            )
        return super().__pow__(power)

    def _number_wanted(self) -> str:
        return (
            f"The rules take {self.text()} for a number, as math.exp, float, int, abs, // or numpy do, but it depends on a parameter, and "
            "with parameters only + - * / and whole powers have closed forms. Let what the function gives be a parameter of its own, or "
            "make it a structure argument (a keyword without Parameter)."
        )

    def _no_number(self, *_: object) -> Any:
        raise GameError(self._number_wanted())

    def __float__(self) -> float:
        return float(self.fraction()) if self.is_constant else float(self._no_number())

    __int__ = __index__ = __abs__ = __round__ = __trunc__ = __floor__ = __ceil__ = __complex__ = _no_number
    __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = __divmod__ = __rdivmod__ = __rpow__ = _no_number
    exp = expm1 = log = log1p = log2 = log10 = sqrt = sin = cos = tan = tanh = _no_number       # which numpy's functions ask for

    def _sympy_(self) -> sympy.Expr:
        from sympy import SympifyError

        class Refused(GameError, SympifyError):  # type: ignore[misc]  # sympy's numbers catch it and leave the arithmetic to us
            __str__ = GameError.__str__

        raise Refused(self._number_wanted())


# ------------------------------------------------------------------ numbers


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


def simplest(number: Number) -> Number:
    """Give a whole number or a fraction where the expression is one."""
    if isinstance(number, Expression):
        return number.fraction() if number.is_constant else number
    return number


def text(number: object) -> str:
    """Write any exact number in the grammar of exact numbers."""
    return number.text() if isinstance(number, Expression) else str(number)


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
        whole = Expression.constant(Fraction(outer, value.denominator))
        return whole if top == 1 else whole * _sqrt_symbol(str(top))
    return _sqrt_symbol(inside.text())


def isolated_root(of: str, low: Fraction, high: Fraction) -> Expression:
    """Give the one real root of a polynomial in ``x`` between two rationals; the caller vouches that it is one."""
    name = f"root_{_tag(f'{of},{low},{high}')}"
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
    told = read(of)
    of = polynomial_text(told.numerator)
    if told.free != ("x",):
        if "x" not in told.free:
            raise GameError(f"{of} is no polynomial in x, of which there would be a root.")
        name = f"root_{_tag(f'{of},{low},{high},{number}')}"
        return Expression(polynomials((name,)).gen(0), None, (Root(name, of, low, high, number),))
    return _found(of, low, high, number)


@lru_cache(maxsize=4096)
def _found(of: str, low: Fraction, high: Fraction, number: int) -> Expression:
    """A root by its number, of a polynomial in ``x`` alone: rational, with a square root, or isolated."""
    found = roots_inside(univariate(of), fmpq(low.numerator, low.denominator), fmpq(high.numerator, high.denominator))
    if not 1 <= number <= len(found):
        raise GameError(f"root({of}, {low}, {high}, {number}) does not exist: there are {len(found)} roots between the two numbers.")
    g, a, b = found[number - 1]
    if g.degree() == 1:
        return Expression.constant(a)
    if g.degree() == 2:
        root = square_root(Expression.constant(g[1] * g[1] - 4 * g[0] * g[2]))
        return (root * (1 if (g(b) > 0) == (g[2] > 0) else -1) - g[1]) / (2 * g[2])
    ends = narrowed(g, a, b)
    whole = g.numer()
    ring = polynomials(("x",))
    return isolated_root(polynomial_text(ring.from_dict({(k,): fmpq(whole[k]) for k in range(whole.degree() + 1) if whole[k]})), *ends)


def into(polynomial: fmpq_mpoly, names: Sequence[str]) -> fmpq_mpoly:
    """Move a polynomial to the ring in other names, which must include those it uses."""
    if tuple(polynomial.context().names()) == tuple(names):
        return polynomial
    return polynomial.project_to_context(polynomials(tuple(names)))


def terms_of(polynomial: fmpq_mpoly) -> list[tuple[tuple[int, ...], fmpq]]:
    """List a polynomial's terms as (powers, coefficient), the powers as whole numbers of Python."""
    return [(tuple(map(int, powers)), c) for powers, c in polynomial.terms()]


# ------------------------------------------------------------------ reading


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


@lru_cache(maxsize=4096)
def _read(source: str, names: frozenset[str] | None) -> Expression:
    if len(source) > LONGEST_TEXT:
        raise GameError(f"An expression of {len(source)} characters is too long; at most {LONGEST_TEXT} are read.")
    try:
        tree = ast.parse(source.strip(), mode="eval").body
        return _Reader(source, names).of(tree)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
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
                    known = ", ".join(sorted(self.names)) or "none"
                    raise GameError(f"{name!r} in {_short(self.source)!r} is not a known name; known: {known}.")
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
        if not polynomial.denominator.is_constant() or polynomial.is_constant or _roots_between(univariate(written), low, high) != 1:
            given = _short(ast.get_source_segment(self.source.strip(), of) or "")
            raise GameError(f"root({given}, {low}, {high}) needs a polynomial in x with exactly one real root between the two numbers.")
        return isolated_root(written, low, high)

    def numbered(self, of: ast.expr, low: Fraction, high: Fraction, number: int) -> Expression:
        polynomial = _Reader(self.source, None if self.names is None else self.names | {"x"}).of(of)
        if not polynomial.denominator.is_constant() or polynomial.roots or number < 1:
            given = _short(ast.get_source_segment(self.source.strip(), of) or "")
            raise GameError(f"root({given}, {low}, {high}, {number}) needs a polynomial in x and the number of a root, 1 for the smallest.")
        return numbered_root(polynomial_text(polynomial.numerator), low, high, number)

    def refuse(self, node: ast.AST) -> GameError:
        part = ast.get_source_segment(self.source.strip(), node) or self.source
        return GameError(f"{_short(part)!r} is not allowed in an expression; use numbers, names, + - * / ** and brackets.")

    def guard(self, a: Expression, b: Expression, *, alike: bool) -> None:
        """Refuse a sum, product or quotient that would be huge, before it is made."""
        (terms, degree, bits), (more, higher, longer) = _size(a), _size(b)
        grown = terms + more if alike else terms * more
        if grown > LARGEST_TERMS or degree + higher > LARGEST_DEGREE or bits + longer > LARGEST_BITS:
            raise GameError(f"{_short(self.source)!r} is too large when multiplied out.")

    def guard_power(self, base: Expression, power: Fraction) -> None:
        """Refuse a power that would be huge, before it is made."""
        terms, degree, bits = _size(base)
        grown = math.comb(int(power) + terms - 1, terms - 1) if power <= LARGEST_POWER else LARGEST_TERMS + 1
        if grown > LARGEST_TERMS or degree * power > LARGEST_DEGREE or (bits + terms.bit_length()) * power > LARGEST_BITS:
            raise GameError(f"A power in {_short(self.source)!r} is too large.")


def _decimal(source: str) -> Fraction:
    digits, _, power = source.lower().partition("e")
    if len(power) > 4 or len(digits) + abs(int(power or 0)) > LARGEST_BITS // 4:
        raise GameError(f"The number {_short(source)} is too large.")
    return Fraction(source.replace("_", ""))


def _short(source: str) -> str:
    return source if len(source) <= 60 else source[:57] + "..."


# ------------------------------------------------------------------ inside


def _size(expression: Expression) -> tuple[int, int, int]:
    """Bound an expression's terms, total degree and bits of a coefficient, over numerator and denominator."""
    parts = (expression.numerator, expression.denominator)
    bits = max(max(int(c.p).bit_length(), int(c.q).bit_length()) for p in parts for c in (*p.coeffs(), fmpq(1)))
    return max(1, *map(len, parts)), max(sum(_degrees(p)) for p in parts), bits


def _degrees(polynomial: fmpq_mpoly) -> tuple[int, ...]:
    return tuple(map(int, polynomial.degrees())) if polynomial else (0,) * polynomial.context().nvars()


def _constant(polynomial: fmpq_mpoly) -> fmpq:
    return polynomial.leading_coefficient() if polynomial else fmpq(0)


def _tag(source: str) -> str:
    return "".join(f"{ord(c):x}" for c in source)


def _sqrt_symbol(of: str) -> Expression:
    name = f"sqrt_{_tag(of)}"
    return Expression(polynomials((name,)).gen(0), None, (Root(name, of),))


def _square_part(number: int) -> tuple[int, int]:
    """Split n = a * b**2 with a free of small squares."""
    from flint import fmpz

    rest, outer = 1, 1
    for prime, power in fmpz(number).factor():
        outer *= int(prime) ** (power // 2)
        rest *= int(prime) ** (power % 2)
    return rest, outer


@lru_cache(maxsize=4096)
def _radicand(of: str) -> Expression:
    """What stands under a square root, read once."""
    return read(of)


def _reduced(kind: type[Any], top: fmpq_mpoly, bottom: fmpq_mpoly, roots: tuple[Root, ...]) -> Any:
    """Lower powers of square roots by ``s**2 = of`` and take roots out of the denominator."""
    todo = list(roots)
    for root in todo:                                       # outer roots before those inside them
        if root.low is not None or root.name not in top.context().names():
            continue
        inside = _radicand(root.of)
        todo.extend(inner for inner in inside.roots if inner not in todo)
        names = (*top.context().names(), *(n for n in inside.names if n not in top.context().names()))
        a0, a1, scale_a = _halves(into(top, names), root.name, inside)
        b0, b1, scale_b = _halves(into(bottom, names), root.name, inside)
        s = polynomials(names).gen(names.index(root.name))
        over, under = into(inside.numerator, names), into(inside.denominator, names)
        if b1:
            top = (a0 * b0 * under - a1 * b1 * over + s * (a1 * b0 - a0 * b1) * under) * scale_b
            bottom = (b0 * b0 * under - b1 * b1 * over) * scale_a
        else:
            top, bottom = (a0 + a1 * s) * scale_b, b0 * scale_a
    return kind(top, bottom, tuple(todo))


def _halves(p: fmpq_mpoly, name: str, inside: Expression) -> tuple[fmpq_mpoly, fmpq_mpoly, fmpq_mpoly]:
    """Write p * scale as a0 + a1 s for the root s of a radicand."""
    ring = p.context()
    names = ring.names()
    at = names.index(name)
    over, under = into(inside.numerator, names), into(inside.denominator, names)
    most = _degrees(p)[at] // 2
    parts = [ring.constant(0), ring.constant(0)]
    for (power,), rest in _grouped(p, (name,)).items():
        half, odd = divmod(power, 2)
        parts[odd] += rest * over**half * under ** (most - half)
    return parts[0], parts[1], under**most


def _grouped(p: fmpq_mpoly, names: Sequence[str]) -> dict[tuple[int, ...], fmpq_mpoly]:
    """The coefficients of a polynomial as one in some names: by the powers of these, polynomials in the others."""
    ring = p.context()
    at = [ring.names().index(name) for name in names]
    found: dict[tuple[int, ...], dict[tuple[int, ...], fmpq]] = {}
    for powers, coefficient in terms_of(p):
        rest = list(powers)
        for k in at:
            rest[k] = 0
        found.setdefault(tuple(powers[k] for k in at), {})[tuple(rest)] = coefficient
    return {powers: ring.from_dict(terms) for powers, terms in found.items()}


def _polynomial_at(p: fmpq_mpoly, values: Mapping[str, Number]) -> Expression:
    """Put values in for some symbols of a polynomial."""
    names = p.context().names()
    rationals = {k: rational(v) for k, v in values.items() if not isinstance(v, Expression) or v.is_constant}
    p = p.subs({k: v for k, v in rationals.items() if k in names})
    left = {k: v for k, v in values.items() if k not in rationals and k in names and isinstance(v, Expression)}
    if not left:
        return Expression(p)
    kept = [name for name in names if name not in left]
    parts = [part for v in left.values() for part in (v.numerator, v.denominator)]
    joint = tuple(dict.fromkeys((*kept, *(name for part in parts for name in part.context().names()))))
    over = [into(v.numerator, joint) for v in left.values()]
    under = [into(v.denominator, joint) for v in left.values()]
    groups = _grouped(p, tuple(left))
    most = [max(powers[k] for powers in groups) for k in range(len(left))] if groups else []
    top, bottom = polynomials(joint).constant(0), polynomials(joint).constant(1)
    for powers, rest in groups.items():
        product = into(into(rest, kept), joint)
        for a, b, power, m in zip(over, under, powers, most, strict=True):
            product *= a**power * b ** (m - power)
        top += product
    for b, m in zip(under, most, strict=False):
        bottom *= b**m
    roots = tuple(dict.fromkeys(root for v in left.values() for root in v.roots))
    return cast("Expression", _reduced(Expression, top, bottom, roots))


def _ball(value: object) -> arb:
    if isinstance(value, arb):
        return value
    exact = rational(value)
    return arb(exact)


def _evaluate(p: fmpq_mpoly, values: Mapping[str, arb]) -> arb:
    names = p.context().names()
    total = arb(0)
    for powers, coefficient in terms_of(p):
        term = arb(coefficient)
        for name, k in zip(names, powers, strict=True):
            if k:
                term *= values[name] ** k
        total += term
    return total


def univariate(of: str) -> fmpq_poly:
    """Read a polynomial in ``x``."""
    p = read(of, ("x",)).numerator
    coefficients = [fmpq(0)] * (max((int(k[0]) if k else 0 for k in p.monoms()), default=0) + 1)
    for powers, c in terms_of(p):
        coefficients[powers[0] if powers else 0] = c
    return fmpq_poly(coefficients)


def _squarefree(f: fmpq_poly) -> fmpq_poly:
    return f / f.gcd(f.derivative()) if f.degree() > 0 else f


def _roots_between(f: fmpq_poly, low: Fraction, high: Fraction) -> int:
    """Count the distinct real roots from low to high, both included, by Sturm's theorem."""
    chain = [_squarefree(f), _squarefree(f).derivative()]
    while chain[-1].degree() > 0:
        chain.append(-(chain[-2] % chain[-1]))

    def changes(x: fmpq) -> int:
        signs = [value > 0 for value in (g(x) for g in chain) if value != 0]
        return sum(a != b for a, b in pairwise(signs))

    a, b = (fmpq(end.numerator, end.denominator) for end in (low, high))
    return (changes(a) - changes(b) + (chain[0](a) == 0)) if a <= b else 0


def _enclosed(root: Root, bits: int) -> arb:
    """Bisect the isolating interval to the precision asked for."""
    f, low, high = _squarefree(univariate(root.of)), root.low, root.high
    assert low is not None and high is not None
    a, b = fmpq(low.numerator, low.denominator), fmpq(high.numerator, high.denominator)
    for end in (a, b):
        if f(end) == 0:
            return arb(end)
    sign = f(a) > 0
    for _ in range(bits + 8):
        middle = (a + b) / 2
        value = f(middle)
        if value == 0:
            return arb(middle)
        a, b = (middle, b) if (value > 0) == sign else (a, middle)
    return arb(a).union(arb(b))


def _solved(root: Root, values: Mapping[str, Number]) -> Expression:
    """A root between bounds once some symbols have values."""
    assert root.low is not None and root.high is not None
    if root.number is None:
        return isolated_root(root.of, root.low, root.high)
    of = read(root.of).at({name: value for name, value in values.items() if name in root.inside})
    if not isinstance(of, Expression) or "x" not in of.free:
        raise GameError(f"{root.text()} does not exist there: no x is left in it.")
    if of.roots:
        raise GameError(f"{root.text()} is known where its symbols are rational numbers only.")
    return numbered_root(polynomial_text(of.numerator), root.low, root.high, root.number)


def _sympy_root(root: Root) -> sympy.Expr:
    import sympy

    if root.low is None:
        return sympy.sqrt(read(root.of).sympy())
    if root.number is not None:
        return _numbered_in_sympy()(read(root.of).sympy(), sympy.Rational(str(root.low)), sympy.Rational(str(root.high)), root.number)
    x = sympy.Symbol("x")
    polynomial = sympy.Poly(read(root.of, ("x",)).sympy(), x)
    low, high = sympy.Rational(str(root.low)), sympy.Rational(str(root.high))
    return next(r for r in polynomial.real_roots() if low <= r <= high)


@cache
def _numbered_in_sympy() -> Any:
    """A root by its number, as a function that sympy prints and does not look into."""
    import sympy

    class root(sympy.Function):  # type: ignore[misc]
        def _latex(self, printer: Any) -> str:
            of, low, high, number = map(printer.doprint, self.args)
            return rf"\operatorname{{root}}_{{{number}}}\left({of};\ {low} < x < {high}\right)"

    return root


# ------------------------------------------------------------------ writing


def _factored(p: fmpq_mpoly) -> tuple[fmpq, list[tuple[fmpq_mpoly, int]]]:
    if not p or p.is_constant():
        return _constant(p), []
    used = tuple(name for name, degree in zip(p.context().names(), p.degrees(), strict=True) if degree)
    content, factors = into(p, used).factor()
    return content, sorted(((q, int(k)) for q, k in factors), key=lambda f: (len(f[0]), polynomial_text(f[0])))


def _quotient_text(top: tuple[fmpq, list[tuple[fmpq_mpoly, int]]], bottom: tuple[fmpq, list[tuple[fmpq_mpoly, int]]]) -> str:
    scale = top[0] / bottom[0]
    parts: list[list[str]] = [[], []]
    turned = [[(*_oriented(factor), k) for factor, k in factors] for _, factors in (top, bottom)]
    for _, sign, k in turned[0] + turned[1]:
        scale *= sign**k
    sums = [i for i, (factor, _, k) in enumerate(turned[0]) if len(factor) > 1 and k == 1]
    if scale < 0 and len(sums) == 1:
        factor, sign, k = turned[0][sums[0]]
        turned[0][sums[0]], scale = (-factor, -sign, k), -scale
    for side in (0, 1):
        for oriented, _, k in turned[side]:
            body = polynomial_text(oriented)
            parts[side].append((f"({body})" if len(oriented) > 1 else body) + (f"**{k}" if k > 1 else ""))
    if scale == 0:
        return "0"
    minus, p, q = ("-" if scale < 0 else ""), abs(int(scale.p)), int(scale.q)
    over = ([str(p)] if p != 1 or not parts[0] else []) + parts[0]
    under = ([str(q)] if q != 1 else []) + parts[1]
    if len(over) == 1 and not under and over[0].startswith("(") and not minus and over[0].endswith(")") and parts[0]:
        return over[0][1:-1]
    below = "*".join(under)
    if len(under) > 1:
        below = f"({below})"
    return minus + "*".join(over) + (f"/{below}" if under else "")


def _oriented(p: fmpq_mpoly) -> tuple[fmpq_mpoly, int]:
    """Turn a factor so that its constant, or else its first term, is positive and no content is left."""
    constant = dict(terms_of(p)).get((0,) * p.context().nvars())
    lead = constant if constant is not None else _first_term(p)[1]
    return (-p, -1) if lead < 0 else (p, 1)


def _first_term(p: fmpq_mpoly) -> tuple[tuple[int, ...], fmpq]:
    return min(terms_of(p), key=lambda t: _reading_order(p, t[0]))


def _reading_order(p: fmpq_mpoly, powers: tuple[int, ...]) -> tuple[Any, ...]:
    return sum(powers), [(-k, name) for name, k in sorted(zip(p.context().names(), powers, strict=True)) if k]


def polynomial_text(p: fmpq_mpoly) -> str:
    """Write a polynomial as a sum, low degrees first, a positive term in front where there is one."""
    names = p.context().names()
    terms = sorted(terms_of(p), key=lambda t: _reading_order(p, t[0]))
    first = next((t for t in terms if t[1] > 0), terms[0] if terms else None)
    if first is None:
        return "0"
    out = ""
    for powers, c in [first, *(t for t in terms if t is not first)]:
        body = "*".join(name + (f"**{k}" if k > 1 else "") for name, k in sorted(zip(names, powers, strict=True)) if k)
        p_, q_ = abs(int(c.p)), int(c.q)
        number = "*".join(x for x in ("" if p_ == 1 and body else str(p_), body) if x) + ("" if q_ == 1 else f"/{q_}")
        sign = "-" if c < 0 else "+"
        out += (f" {sign} " if out else "-" if c < 0 else "") + number
    return out


def _named(source: str, roots: Mapping[str, str]) -> str:
    return re.sub(r"\b(sqrt|root)_[0-9a-f]+\b", lambda m: roots.get(m.group(0), m.group(0)), source)
