"""What a change of the model changed: one map's regimes against another's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from games.numbers import Number

from . import views
from .sign import Point
from .tabular import Tabular
from .written import exact, nested

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True)
class Overlap:
    """Where a regime of one map and a regime of another lie over the same parameters.

    Parameters
    ----------
    here, there : str
        The regimes' names.
    conditions : tuple of str
        Where they overlap, beside the domains.
    sample : dict from str to Fraction
        A rational point of both.
    same : {"families", "outcomes", "no"}
        Whether the same families coexist (same play, same closed forms), or at least the same outcome distributions.
    gone, new : tuple of str
        The families that only the first, and only the second map has there.
    outcomes : dict from str to (range, range)
        The outcomes whose range over coexisting equilibria differs at the sample: first map, second map.
    """

    here: str
    there: str
    conditions: tuple[str, ...]
    sample: Point
    same: str
    gone: tuple[str, ...]
    new: tuple[str, ...]
    outcomes: Mapping[str, tuple[tuple[Number, Number], tuple[Number, Number]]]

    def as_json(self) -> dict[str, Any]:
        """Write it for programs."""
        return {
            "here": self.here,
            "there": self.there,
            "conditions": list(self.conditions),
            "sample": nested(self.sample),
            "same": self.same,
            "gone": list(self.gone),
            "new": list(self.new),
            "outcomes": {
                label: [[exact(x) for x in before], [exact(x) for x in after]] for label, (before, after) in self.outcomes.items()
            },
        }


@dataclass(frozen=True)
class Difference(Tabular):
    """What a change of the model changed, region by region.

    Parameters
    ----------
    here, there : str
        The two games, in words.
    shared : tuple of str
        The parameters of both maps.
    overlaps : tuple of Overlap
        Every pair of regimes that lie over the same parameters.
    only_here, only_there : dict or None
        A point of the shared parameters that only one of the domains holds.
    undecided : tuple of str
        Pairs of regimes of which it is not decided whether they overlap.
    """

    here: str
    there: str
    shared: tuple[str, ...]
    overlaps: tuple[Overlap, ...]
    only_here: Point | None
    only_there: Point | None
    undecided: tuple[str, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        """Write the difference for programs."""
        return {
            "here": self.here,
            "there": self.there,
            "shared": list(self.shared),
            "overlaps": [overlap.as_json() for overlap in self.overlaps],
            "only_here": None if self.only_here is None else nested(self.only_here),
            "only_there": None if self.only_there is None else nested(self.only_there),
            "undecided": list(self.undecided),
        }

    def frame(self) -> pandas.DataFrame:
        """Give a table: a row for each overlap."""
        return views.judgements.difference_frame(self)

    def text(self) -> str:
        """Write the difference for people."""
        return views.judgements.difference_text(self)

    def __repr__(self) -> str:
        changed = sum(overlap.same == "no" for overlap in self.overlaps)
        return f"<Difference of {self.here} and {self.there}: outcomes differ in {changed} of {len(self.overlaps)} overlaps>"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/plain": self.text(), "text/html": views.judgements.difference_html(self)}
