"""Symbols that stand for roots, and powers of square roots brought down."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from flint import fmpq_mpoly

from .polynomials import degrees, grouped, into, polynomials

if TYPE_CHECKING:
    from .exact import Expression


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
            return radicand(self.of).free
        return () if self.number is None else tuple(name for name in radicand(self.of).free if name != "x")


@lru_cache(maxsize=4096)
def radicand(of: str) -> Expression:
    """What stands under a square root, read once."""
    from .reading import read

    return read(of)


def reduced(kind: type[Any], top: fmpq_mpoly, bottom: fmpq_mpoly, roots: tuple[Root, ...]) -> Any:
    """Lower powers of square roots by ``s**2 = of`` and take roots out of the denominator."""
    todo = list(roots)
    for root in todo:                                       # outer roots before those inside them
        if root.low is not None or root.name not in top.context().names():
            continue
        inside = radicand(root.of)
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
    most = degrees(p)[at] // 2
    parts = [ring.constant(0), ring.constant(0)]
    for (power,), rest in grouped(p, (name,)).items():
        half, odd = divmod(power, 2)
        parts[odd] += rest * over**half * under ** (most - half)
    return parts[0], parts[1], under**most
