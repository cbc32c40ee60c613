"""The polynomials of a piece as closed forms in the parameters and in what stays open."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from functools import partial
from typing import Protocol

from games.numbers import Expression, Number

from ..algebra.ring import Polynomial, Ring, key
from ..algebra.root_branches import least_form
from ..search.remembered import Remembered
from .solving import Piece


class Reading(Protocol):
    """What is asked of how a game is read: the ring, and what is remembered."""

    @property
    def ring(self) -> Ring:
        """Where the polynomials live."""

    @property
    def remembered(self) -> Remembered:
        """Closed forms that were written before."""


class ClosedForms:
    """Turns polynomials of one piece into closed forms in the parameters and its open unknowns."""

    def __init__(self, view: Reading, piece: Piece, names: dict[str, str]) -> None:
        self.view, self.piece, self.names = view, piece, names
        self.believed: dict[str, tuple[Polynomial, Polynomial]] = {}
        self._forms: dict[str, Expression] = {}

    def __call__(self, p: Polynomial, scale: Polynomial | None = None) -> Expression:
        """The closed form of a polynomial, divided by another one in the parameters."""
        name = key(p) + ("" if scale is None else "|" + key(scale))
        if name not in self._forms:
            self._forms[name] = self._form(p, scale)
        return self._forms[name]

    def _form(self, p: Polynomial, scale: Polynomial | None) -> Expression:
        """The closed form, which other pieces may share."""
        if self.piece.root is not None:
            return self._written(p, scale)
        return self.view.remembered.forms.of(self._question(p, scale), partial(self._written, p, scale))

    def _question(self, p: Polynomial, scale: Polynomial | None) -> Hashable:
        """All that a closed form follows from: the unknowns in it, above and below, what they are, and what those left open are called."""
        ring, values = self.view.ring, self.piece.branch.values
        names = {n: None for q in (p, scale) if q is not None for n in ring.open(q)}
        solved = [(name, *map(key, values[name])) for name in values if name in names]
        left = {name: None for name in names if name not in values}
        left |= {n: None for name, *_ in solved for q in values[name] for n in ring.open(q)}
        waiting = [name for name in left if name in self.believed]
        while waiting:  # odds may speak of what else is open
            more = {n: None for q in self.believed[waiting.pop()] for n in ring.open(q) if n not in left}
            left |= more
            waiting += [name for name in more if name in self.believed]
        believed = [(name, *map(key, self.believed[name])) for name in self.believed if name in left]
        called = [(name, self.names[name]) for name in sorted(left) if name in self.names]
        return key(p), None if scale is None else key(scale), tuple(solved), tuple(believed), tuple(called)

    def _written(self, p: Polynomial, scale: Polynomial | None) -> Expression:
        ring = self.view.ring
        bottom = ring.one if scale is None else scale
        for name, (top, below) in self.piece.branch.values.items():
            p, degree = ring.substitute(p, name, top, below)
            if degree:
                bottom = bottom * below**degree
        for name, (top, below) in self.believed.items():
            p, degree = ring.substitute(p, name, top, below)
            bottom, bottom_degree = ring.substitute(bottom, name, top, below)
            if bottom_degree >= degree:
                p = p * below ** (bottom_degree - degree)
            else:
                bottom = bottom * below ** (degree - bottom_degree)
        root = self.piece.root
        if root is not None:
            p, bottom = least_form(ring, p, bottom, root)
        expression = ring.expression(p, bottom)
        if root is not None and root.name in expression.names:
            expression = put(expression, {root.name: root.value})
        labels = {name: Expression.symbol(shown) for name, shown in self.names.items() if name in expression.names}
        return put(expression, labels) if labels else expression


def put(expression: Expression, values: Mapping[str, Number]) -> Expression:
    """Put expressions in for symbols."""
    result = expression.at(values)
    return result if isinstance(result, Expression) else Expression.constant(result)
