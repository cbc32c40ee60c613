"""What an equilibrium with types from a continuum leaves open: beliefs, seldom shares or mixes, with their ranges."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeAlias

from games.numbers import Expression, Number, flint_number, simplest

from ..algebra.projection import Bound, Range
from ..algebra.ring import constant
from ..algebra.root_branches import some_value
from ..algebra.sign_oracle import Atom
from ..closed_forms.closed_form import ClosedForms
from ..closed_forms.solving import Piece
from ..results import OpenRange, Relation
from .form import Form

Comparison: TypeAlias = tuple[Expression, str]


class OpenRanges:
    """The ranges of what one branch leaves open.

    Parameters
    ----------
    form : Form
        The game.
    piece : Piece
        The branch.
    names : dict from str to str
        What is left open, by the names that people read.
    closed : ClosedForms
        Turns polynomials of the branch into closed forms.
    """

    def __init__(self, form: Form, piece: Piece, names: Mapping[str, str], closed: ClosedForms) -> None:
        self.form, self.ring, self.oracle, self.piece = form, form.ring, form.oracle, piece
        self.names, self.closed = names, closed

    @cached_property
    def _in_turn(self) -> tuple[Range, ...]:
        """The range of each open unknown, given those after it, where there is one case."""
        return self.piece.cases[0].ranges if len(self.piece.cases) == 1 else ()

    @cached_property
    def ranges(self) -> tuple[OpenRange, ...]:
        """What is left open, and what is known of it."""
        by_name, ranges = {r.name: r for r in self._in_turn if not r.atoms}, []
        conditions = [a for atoms in self.piece.conjunctions[:1] for a in atoms if self.ring.open(a.polynomial)]
        for name in self.piece.branch.open:
            symbol = Expression.symbol(self.names[name])
            kind = "belief" if self.form.meaning[name][0] in "mn" else "mix"
            if name in by_name:
                lower = tuple(Relation(x, "<" if strict else "<=", symbol) for x, strict in self._ends(by_name[name], 1))
                upper = tuple(Relation(symbol, "<" if strict else "<=", x) for x, strict in self._ends(by_name[name], -1))
                ranges.append(OpenRange(self.names[name], lower, upper, kind=kind))
            else:
                more = tuple(Relation(self.closed(a.polynomial), a.relation, 0) for a in conditions if name in self.ring.open(a.polynomial))
                ranges.append(OpenRange(self.names[name], more=more, kind=kind))
        return tuple(ranges)

    def _ends(self, r: Range, side: int) -> list[tuple[Number, bool]]:
        """The bounds on one side that are not implied by others, each once."""
        kept: list[Bound] = []
        bounds = list(r.lower if side > 0 else r.upper)
        for k, bound in enumerate(bounds):
            if not any(j != k and self._implies(other, bound, side, j < k) for j, other in enumerate(bounds)):
                kept.append(bound)
        return [(simplest(self.closed(b.value[0]) / self.closed(b.value[1])), b.strict) for b in kept]

    def _implies(self, other: Bound, bound: Bound, side: int, first: bool) -> bool:
        (a, b), (c, d) = bound.value, other.value
        difference = (c * b - a * d) * side
        assumed = [atom for case in self.piece.cases[:1] for atom in case.atoms]
        if not difference:
            return other.strict >= bound.strict and (first or other.strict > bound.strict)
        sign = self.oracle.sign(difference)
        if sign:
            return sign > 0
        against = Atom(-difference, ">=" if bound.strict and not other.strict else ">")
        return self.oracle.quick.satisfiable([*assumed, against]) is False

    @cached_property
    def ends(self) -> dict[str, tuple[tuple[Number, ...], tuple[Number, ...]]]:
        """The bounds of what stays open, where they are the same wherever it exists."""
        return {
            self.names[r.name]: (tuple(x for x, _ in self._ends(r, 1)), tuple(x for x, _ in self._ends(r, -1)))
            for r in self._in_turn
            if not r.atoms
        }

    @cached_property
    def limits(self) -> tuple[tuple[Comparison, ...], ...]:
        """The conjunctions of which what stays open must satisfy one."""
        return tuple(
            tuple(
                (self.closed(a.polynomial), a.relation) for a in atoms if len(self.piece.conjunctions) > 1 or self.ring.open(a.polynomial)
            )
            for atoms in self.piece.conjunctions
        )

    def sample(self) -> dict[str, Number]:
        """Values of the open symbols, at a point without parameters."""
        chosen: dict[str, Any] = {}
        for r in reversed(self._in_turn or (self.piece.cases[0].ranges if self.piece.cases else ())):
            if r.atoms:
                value = some_value(self.oracle, [Atom(self.ring.value(a.polynomial, chosen), a.relation) for a in r.atoms], r.name)
                chosen[r.name] = flint_number(Fraction(0) if value is None else value)
                continue
            low, high = (
                [constant(self.ring.value(b.value[0], chosen)) / constant(self.ring.value(b.value[1], chosen)) for b in bounds]
                for bounds in (r.lower, r.upper)
            )
            chosen[r.name] = (max(low) + min(high)) / 2
        return {self.names[name]: simplest(Expression.constant(value)) for name, value in chosen.items()}
