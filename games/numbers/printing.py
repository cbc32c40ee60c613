"""Roots in sympy, which prints expressions for people."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from .radicals import Root
from .reading import read

if TYPE_CHECKING:
    import sympy


def sympy_root(root: Root) -> sympy.Expr:
    """Give the root that a symbol stands for."""
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
