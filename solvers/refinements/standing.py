"""Whether a refined family exists at an exact point, on the walls of the refinement too."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flint import fmpq

from games.numbers import Expression, Number, rational

from ..algebra.ring import Polynomial, Ring
from ..closed_forms.existence import Exists
from ..concept import refinement_named
from .criteria import judge
from .deviations import Unsent

Signed = tuple[tuple[Expression, str], ...]


@dataclass(frozen=True)
class Standing:
    """Says whether a family exists, and its outcome survives, at an exact parameter point.

    Off the walls of the refinement their signs tell; on one of them the criterion itself is applied there.

    Parameters
    ----------
    family : callable
        Whether the family exists.
    survives : tuple of conjunctions
        Where its outcome survives, off the walls.
    walls : tuple of Expression
        Where that changes.
    unsent : tuple of Unsent
        Gains and advantages after unsent messages, as expressions in the parameters.
    criterion : str
        The refinement.
    """

    family: Callable[[Mapping[str, Number]], bool]
    survives: tuple[Signed, ...]
    walls: tuple[Expression, ...]
    unsent: tuple[Unsent, ...]
    criterion: str

    def __call__(self, point: Mapping[str, Number]) -> bool:
        """Whether both hold."""
        if not self.family(point):
            return False
        if all(_value(wall, point) for wall in self.walls) or not self.unsent:
            return Exists(self.survives)(point)
        return all(judge(u.put(lambda e: _value(e, point)), self.criterion).passes for u in self.unsent)


def _value(e: Expression, point: Mapping[str, Number]) -> fmpq:
    value = e.at(point)
    return rational(value.fraction() if isinstance(value, Expression) else value)


def standing(
    ring: Ring,
    family: Callable[[Mapping[str, Number]], bool],
    survives: Sequence[Sequence[tuple[Polynomial, str]]],
    walls: Sequence[Polynomial],
    unsent: Sequence[Unsent],
    criterion: str,
) -> Standing:
    """Write the deciding polynomials as expressions, so that they can be kept with the family."""

    def expression(p: Any) -> Expression:
        return ring.expression(p)

    return Standing(
        family,
        tuple(tuple((expression(p), relation) for p, relation in case) for case in survives),
        tuple(map(expression, walls)),
        tuple(u.put(expression) for u in unsent) if not refinement_named(criterion).rivals else (),
        criterion,
    )
