"""Where in two parameters the number of quantal equilibria changes: lines of certified folds, slice after slice."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from games import Game
from games.numbers import text

from . import views
from .correspondences import Correspondence
from .questions import ask
from .written import versions

if TYPE_CHECKING:
    import pandas

    from .point import Solutions


@dataclass(frozen=True)
class ResponseMap:
    """How many quantal equilibria there are in a plane of two parameters at a precision.

    Parameters
    ----------
    game : Game
        Open in both parameters.
    over : (str, str)
        The parameter that moves along each slice, and the one whose values the slices are.
    precision : Fraction
        The precision.
    response : {"logit", "probit"}
        How everybody responds.
    slices : tuple of (Fraction, Correspondence)
        A value of the second parameter, and all equilibria along the first there; values rising.
    changes : tuple of (Fraction, Fraction)
        Between which values of the second parameter the number of folds changes: folds meet there in a cusp, or leave the range.
    """

    game: Game = field(repr=False)
    over: tuple[str, str]
    precision: Fraction
    response: str
    slices: tuple[tuple[Fraction, Correspondence], ...] = field(repr=False)
    changes: tuple[tuple[Fraction, Fraction], ...] = ()

    @property
    def found(self) -> str:
        """Whether along every slice nothing else turns, which is proved; between slices nothing is claimed."""
        return "all" if all(one.found == "all" for _, one in self.slices) else "some"

    @property
    def walls(self) -> tuple[tuple[Fraction, float], ...]:
        """Points of the lines at which the number of equilibria changes: a value of the second parameter, and of the first."""
        return tuple((value, fold.value) for value, one in self.slices for fold in one.folds)

    def at(self, **values: object) -> Solutions:
        """Find the equilibria at a point of the plane, counted anew."""
        found: Solutions = ask("quantal equilibria at a point of a map", self, values)
        return found

    def frame(self) -> pandas.DataFrame:
        """Give a long table: for each slice, interval by interval, how many equilibria there are and whether that is proved."""
        import pandas as pd

        first, second = self.over
        rows = [
            {second: float(value), f"{first} from": c.low, f"{first} to": c.high, "equilibria": c.count, "proved": c.proved}
            for value, one in self.slices
            for c in one.counts
        ]
        return pd.DataFrame(rows)

    def plot(self) -> Any:
        """Draw the folds in the plane, the number of equilibria beside them, as a matplotlib figure."""
        return views.correspondences.response_map_figure(self)

    def as_json(self) -> dict[str, Any]:
        """Write the map for programs."""
        return {
            "game": self.game.name,
            "fingerprint": self.game.fingerprint,
            "versions": versions(),
            "over": list(self.over),
            "precision": text(self.precision),
            "response": self.response,
            "found": self.found,
            "slices": [
                {
                    "at": text(value),
                    "counts": [count.as_json() for count in one.counts],
                    "folds": [fold.as_json() for fold in one.folds],
                }
                for value, one in self.slices
            ],
            "changes": [[text(low), text(high)] for low, high in self.changes],
        }

    def text(self) -> str:
        """Write the map for people."""
        return views.correspondences.response_map_text(self)

    def __repr__(self) -> str:
        return f"<ResponseMap of {self.game.name} over {', '.join(self.over)}: {len(self.slices)} slices, {len(self.walls)} folds>"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/plain": self.text(), "text/html": views.correspondences.response_map_html(self)}
