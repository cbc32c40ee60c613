"""A private type while a story is told: arithmetic that stays affine is allowed, looking at its value is not."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from .errors import GameError
from .numbers import Expression, text


class Drawn:
    """A private type while a story is told: it adds, subtracts and multiplies with numbers and parameters.

    Parameters
    ----------
    constant : number or expression
        What is added to it.
    slopes : dict from str to number or expression
        The factor of each type, by name.
    """

    __slots__ = ("constant", "slopes")
    __array_ufunc__ = None  # numpy's numbers leave the arithmetic to us

    def __init__(self, constant: Any, slopes: Mapping[str, Any]) -> None:
        self.constant, self.slopes = constant, slopes

    @property
    def expression(self) -> Expression:
        """The same as an expression in which each type is a symbol."""
        total = Expression.constant(0) + self.constant
        for name, slope in self.slopes.items():
            total = total + Expression.symbol(name) * slope
        return Expression(total.numerator, total.denominator, total.roots)

    def __add__(self, other: Any) -> Drawn:
        if isinstance(other, Drawn):
            slopes = dict(self.slopes)
            for name, slope in other.slopes.items():
                slopes[name] = slopes[name] + slope if name in slopes else slope
            return Drawn(self.constant + other.constant, slopes)
        return Drawn(self.constant + _exactly(other), self.slopes)

    __radd__ = __add__

    def __neg__(self) -> Drawn:
        return self * -1

    def __pos__(self) -> Drawn:
        return self

    def __sub__(self, other: Any) -> Drawn:
        return self.__add__(other * -1)

    def __rsub__(self, other: Any) -> Drawn:
        return (self * -1).__add__(other)

    def __mul__(self, other: Any) -> Drawn:
        if isinstance(other, Drawn):
            raise _not_affine(f"{self._words()}*{other._words()}")
        factor = _exactly(other)
        return Drawn(self.constant * factor, {name: slope * factor for name, slope in self.slopes.items()})

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Drawn:
        if isinstance(other, Drawn):
            raise _not_affine(f"{self._words()}/{other._words()}")
        divisor = _exactly(other)
        return Drawn(self.constant / divisor, {name: slope / divisor for name, slope in self.slopes.items()})

    def __rtruediv__(self, other: object) -> Drawn:
        raise _not_affine(f"{text(other) if isinstance(other, int | Fraction | Expression) else other}/{self._words()}")

    def __pow__(self, power: object) -> Drawn:
        raise _not_affine(f"{self._words()}**{power}")

    def __rpow__(self, base: object) -> Drawn:
        raise _not_affine(f"{base}**{self._words()}")

    def _words(self) -> str:
        written = self.expression.text()
        return written if written.isidentifier() else f"({written})"

    def _refuse(self, *_: object) -> Any:
        raise GameError(
            f"{self._words()} cannot decide a branch, a label or a chance: it is a number only its owner sees; let its owner choose."
        )

    __bool__ = __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __hash__ = __str__ = __format__ = _refuse
    __float__ = __int__ = __index__ = __abs__ = __round__ = __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = _refuse

    def __repr__(self) -> str:
        return f"<private type {self._words()}>"


def _exactly(number: Any) -> Any:
    """A number that a type is added to or multiplied with: a float is the decimal that it prints as."""
    return Fraction(str(number)) if isinstance(number, float) else Fraction(number) if isinstance(number, int) else number


def _not_affine(written: str) -> GameError:
    return GameError(f"{written} is not affine; a payoff holds a type times numbers and parameters only, as a*w + b.")
