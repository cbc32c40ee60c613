"""A parameter while a story is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import GameError
from .exact import Expression

if TYPE_CHECKING:
    import sympy


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

    def _sympy_(self) -> sympy.Expr:
        from sympy import SympifyError

        raise SympifyError(self)        # so that sympy's numbers leave the arithmetic to us
