"""Whether a branch, or a family, exists at an exact parameter point."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from flint import fmpq

from games.numbers import Expression, Number, simplest

from ..algebra.sign_oracle import Atom
from ..search.tree_polynomials import View
from .solving import Piece


def exists_there(view: View, piece: Piece, point: Mapping[str, Fraction]) -> bool:
    """Whether a branch exists at an exact parameter point."""
    values = [fmpq(point[n].numerator, point[n].denominator) for n in view.ring.parameters] + [fmpq(0)] * len(view.ring.unknowns)

    def holds(atom: Atom) -> bool:
        value = atom.polynomial(*values)
        return atom.holds(int(value > 0) - int(value < 0))

    return any(all(map(holds, case.atoms)) for case in piece.cases)


def exists_at(cases: Sequence[Sequence[tuple[Expression, str]]]) -> Callable[..., bool]:
    """Give the function that says whether one of several conjunctions holds at an exact point."""
    return Exists(tuple(tuple(case) for case in cases))


@dataclass(frozen=True)
class Exists:
    """Says whether one of several conjunctions holds at an exact parameter point."""

    cases: tuple[tuple[tuple[Expression, str], ...], ...]

    def __call__(self, point: Mapping[str, Number]) -> bool:
        """Whether one of them holds."""
        for case in self.cases:
            for expression, relation in case:
                value = simplest(expression.at(point))
                if not {">": value > 0, ">=": value >= 0, "=": value == 0, "!=": value != 0}[relation]:
                    break
            else:
                return True
        return False
