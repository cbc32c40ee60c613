"""A parameter while a story is told."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Self

from ..errors import GameError
from .exact import Expression, rational, text

if TYPE_CHECKING:
    import sympy


DONE: dict[Any, tuple[Any, Any, Any]] = {}
"""Operations on told parameters that have been done, by sign and operands, with both operands and the result."""
MOST_DONE = 1 << 14


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

    def __add__(self, other: object) -> Self:
        return self._once("+", other, super().__add__)

    def __sub__(self, other: object) -> Self:
        return self._once("-", other, super().__sub__)

    def __mul__(self, other: object) -> Self:
        return self._once("*", other, super().__mul__)

    def __truediv__(self, other: object) -> Self:
        return self._once("/", other, super().__truediv__)

    def __neg__(self) -> Self:
        return self._once("negative", 0, lambda _: Expression.__neg__(self))

    def _once(self, sign: str, other: object, work: Callable[[object], Self]) -> Self:
        """Do an operation the first time it is asked for; rules that are told again and again ask for the same ones."""
        if type(other) not in (int, Fraction, Told):
            return work(other)
        key = (sign, id(self), id(other) if isinstance(other, Told) else (other,))
        known = DONE.get(key)
        if known is None:
            if len(DONE) >= MOST_DONE:
                DONE.clear()
            known = DONE[key] = self, other, work(other)  # kept with both, since their ids may be others' later
        result: Self = known[2]
        return result

    __lt__ = __le__ = __gt__ = __ge__ = _refuse
    __hash__ = Expression.__hash__

    def __pow__(self, power: object) -> Self:
        try:
            is_whole = not (isinstance(power, Expression) and power.free) and rational(power).q == 1
        except TypeError:
            is_whole = False
        if not is_whole:
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
    exp = expm1 = log = log1p = log2 = log10 = sqrt = sin = cos = tan = tanh = _no_number  # which numpy's functions ask for

    def _sympy_(self) -> sympy.Expr:
        from sympy import SympifyError

        class Refused(GameError, SympifyError):  # type: ignore[misc]   # sympy's numbers catch it and leave the arithmetic to us; its functions do not
            __str__ = GameError.__str__

        raise Refused(self._number_wanted())
