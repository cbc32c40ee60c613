"""What a map is made of: the walls in parameter space, and the regimes between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from games.numbers import Expression, Number, text

from . import views
from .facts import Relation
from .reasons import Reason
from .tabular import Told
from .written import exact, nested

if TYPE_CHECKING:
    pass


@dataclass(frozen=True)
class Wall(Told):
    """A surface in parameter space at which the set of equilibria changes.

    Parameters
    ----------
    polynomial : Expression
        Zero on the wall.
    threshold : Relation
        The same as an equation that people read: solved for a parameter where one can be isolated.
    reasons : tuple of Indifference or Stop
        What happens there.
    flips : tuple of str
        Families that exist on one side only.
    on : tuple of str
        Knife-edge families that live on it (when they were asked for).
    below, above : str
        The conditions that hold where the polynomial is negative, and where it is positive.
    sides : tuple of Relation
        The same as comparisons.
    """

    polynomial: Expression
    threshold: Relation
    reasons: tuple[Reason, ...]
    flips: tuple[str, ...]
    on: tuple[str, ...] = ()
    below: str = ""
    above: str = ""
    sides: tuple[Relation, ...] = ()

    @property
    def comparisons(self) -> tuple[Relation, ...]:
        """The comparisons that hold below and above."""
        return self.sides or (Relation(self.polynomial, "<", 0), Relation(self.polynomial, ">", 0))

    def text(self) -> str:
        """Write where it is, what happens there, and which families it ends or begins."""
        return views.parts.wall_text(self)

    def __repr__(self) -> str:
        return f"<Wall {self.threshold.text()}>"

    @property
    def meaning(self) -> str:
        """In words: which indifference it is, as a threshold where it is one."""
        return views.sentences.meaning(self)

    def as_json(self) -> dict[str, Any]:
        """Write the wall for programs."""
        return {
            "polynomial": text(self.polynomial),
            "meaning": self.meaning,
            "threshold": self.threshold.as_json(),
            "reasons": [reason.as_json() for reason in self.reasons],
            "flips": list(self.flips),
            "on": list(self.on),
            "sides": [side.as_json() for side in self.comparisons],
        }


@dataclass(frozen=True)
class Regime(Told):
    """An open region of parameter space: one sign of every wall.

    Parameters
    ----------
    name : str
        Short and unique.
    conditions : tuple of str
        Beside the domain.
    signs : tuple of int
        +1 or -1 for each wall, in the map's order.
    sample : dict from str to Fraction
        A rational point inside.
    families : tuple of str
        The families that exist throughout.
    outcomes : dict from str to (number, number)
        Lowest and highest probability of each outcome over the coexisting families, at `sample`.
    outer : tuple of str
        The outcomes whose range is not exact: it lies between the two numbers.
    """

    name: str
    conditions: tuple[str, ...]
    signs: tuple[int, ...]
    sample: Mapping[str, Fraction]
    families: tuple[str, ...]
    outcomes: Mapping[str, tuple[Number, Number]]
    outer: tuple[str, ...] = ()

    def text(self) -> str:
        """Write where it is, its families, and the ranges of outcomes at its sample."""
        return views.parts.regime_text(self)

    def __repr__(self) -> str:
        return f"<Regime {self.name}: {' and '.join(self.conditions) or 'everywhere'}>"

    def as_json(self) -> dict[str, Any]:
        """Write the regime for programs."""
        return {
            "name": self.name,
            "conditions": list(self.conditions),
            "sample": nested(self.sample),
            "families": list(self.families),
            "outcomes": {label: [exact(low), exact(high)] for label, (low, high) in self.outcomes.items()},
            **({"outer": list(self.outer)} if self.outer else {}),
        }


@dataclass(frozen=True)
class MergedRegimes:
    """Regimes in which the same families exist.

    Parameters
    ----------
    regimes, families : tuple of str
        Their names.
    cases : tuple of tuple of Relation
        These regimes are where all comparisons of one of the cases hold, walls apart.
    """

    regimes: tuple[str, ...]
    families: tuple[str, ...]
    cases: tuple[tuple[Relation, ...], ...]

    def as_json(self) -> dict[str, Any]:
        """Write them for programs."""
        return {
            "regimes": list(self.regimes),
            "families": list(self.families),
            "conditions": [[one.text() for one in case] for case in self.cases],
        }
