"""The polynomials of a piece as closed forms in the parameters and in what stays open."""

from __future__ import annotations

from collections.abc import Mapping

from games.numbers import Expression, Number

from ..algebra.ring import Polynomial, key
from ..algebra.root_branches import least_form
from ..search.tree_polynomials import View
from .solving import Piece


class ClosedForms:
    """Turns polynomials of one piece into closed forms in the parameters and its open unknowns."""

    def __init__(self, view: View, piece: Piece, names: dict[str, str]) -> None:
        self.view, self.piece, self.names = view, piece, names
        self.believed: dict[str, tuple[Polynomial, Polynomial]] = {}
        self._known: dict[str, Expression] = {}

    def __call__(self, p: Polynomial, scale: Polynomial | None = None) -> Expression:
        """The closed form of a polynomial, divided by another one in the parameters."""
        name = key(p) + ("" if scale is None else "|" + key(scale))
        if name not in self._known:
            self._known[name] = self._form(p, scale)
        return self._known[name]

    def _form(self, p: Polynomial, scale: Polynomial | None) -> Expression:
        ring = self.view.ring
        bottom = ring.one if scale is None else scale
        for name, (top, below) in self.piece.branch.values.items():
            p, degree = ring.substitute(p, name, top, below)
            if degree:
                bottom = bottom * below**degree
        for name, (top, below) in self.believed.items():
            p, degree = ring.substitute(p, name, top, below)
            bottom, minus = ring.substitute(bottom, name, top, below)
            p, bottom = (p * below ** (minus - degree), bottom) if minus >= degree else (p, bottom * below ** (degree - minus))
        root = self.piece.root
        if root is not None:
            p, bottom = least_form(ring, p, bottom, root)
        found = ring.expression(p, bottom)
        if root is not None and root.name in found.names:
            found = put(found, {root.name: root.value})
        swap = {name: Expression.symbol(shown) for name, shown in self.names.items() if name in found.names}
        return put(found, swap) if swap else found


def put(expression: Expression, values: Mapping[str, Number]) -> Expression:
    """Put expressions in for symbols."""
    found = expression.at(values)
    return found if isinstance(found, Expression) else Expression.constant(found)
