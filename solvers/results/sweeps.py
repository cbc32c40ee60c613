"""What a sweep gives: every equilibrium at the points of a grid, a row for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from . import views
from .tabular import Tabular

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas

    Floats: TypeAlias = npt.NDArray[np.float64]
    Ints: TypeAlias = npt.NDArray[np.int64]

Quantity: TypeAlias = tuple[str, str]
"""``payoff``, ``outcome`` or ``measure``, and the name of a player, an outcome or a measure."""

PLURALS = {"payoff": "payoffs", "outcome": "outcomes", "measure": "measures"}


@dataclass(frozen=True, eq=False)
class Sweep(Tabular):
    """Every equilibrium found at the points of a grid; arrays have an entry for each point and equilibrium.

    Parameters
    ----------
    method : {"map", "enumerate", "lift", "learn"}
        Whether numbers come from the closed forms of a map, rounded, or each point was solved exactly, or one exact equilibrium was
        lifted there, or one approximate one learned.
    points : int
        How many points of the grid lie in the domain.
    outside : int
        How many do not, and have no rows.
    reused : int
        How many of the points were in the store.
    at : dict from str to array
        The values of the swept parameters.
    solution : array of int
        The number of the equilibrium at its point.
    names : tuple of str
        Of the families that occur.
    family : array of int
        The place of the equilibrium's family among the names.
    lowest : dict from (str, str) to array
        Each payoff, outcome and measure; the lowest value where the equilibrium leaves it open, nan where it has none.
    highest : dict from (str, str) to array
        The highest values, of quantities that some equilibrium leaves open.
    found : tuple of str
        For each row, as of `solve`, and "none" where nothing was lifted; or once for all.
    exactly : callable, optional
        Gives the same rows exactly, where points were solved; None where a map was used.
    gaps : array of float or None
        Of what was learned: what players gain in sum by best replies.
    exact : array of bool or None
        For each row, whether its numbers were exact before they were rounded; None where a map was used.
    """

    method: str
    points: int
    outside: int
    reused: int
    at: Mapping[str, Floats]
    solution: Ints
    names: tuple[str, ...]
    family: Ints
    lowest: Mapping[Quantity, Floats]
    highest: Mapping[Quantity, Floats]
    found: tuple[str, ...]
    exactly: Callable[[], tuple[Mapping[str, Any], ...]] | None = field(default=None, repr=False)
    gaps: Floats | None = None
    exact: npt.NDArray[np.bool_] | None = None

    @cached_property
    def rows(self) -> tuple[Mapping[str, Any], ...]:
        """The rows exactly, where points were solved; empty where a map was used."""
        return () if self.exactly is None else self.exactly()

    @property
    def parameters(self) -> tuple[str, ...]:
        """The swept parameters."""
        return tuple(self.at)

    def as_json(self) -> dict[str, Any]:
        """Write the sweep for programs: exact numbers as text where points were solved, else as JSON numbers."""
        facts = {"method": self.method, "points": self.points, "outside": self.outside, "reused": self.reused}
        return {**facts, "rows": list(self._rounded()) if self.exactly is None else [dict(row) for row in self.rows]}

    def _rounded(self) -> Iterator[dict[str, Any]]:
        at = {name: column.tolist() for name, column in self.at.items()}
        lowest = {quantity: column.tolist() for quantity, column in self.lowest.items()}
        highest = {quantity: column.tolist() for quantity, column in self.highest.items()}
        for k, (solution, family) in enumerate(zip(self.solution.tolist(), self.family.tolist(), strict=True)):
            row: dict[str, Any] = {name: column[k] for name, column in at.items()}
            row |= {"solution": solution, "name": self.names[family], "payoffs": {}, "outcomes": {}, "measures": {}}
            for (kind, name), column in lowest.items():
                low, high = column[k], highest[kind, name][k] if (kind, name) in highest else column[k]
                if low == low:  # not nan
                    row[PLURALS[kind]][name] = low if low == high else [low, high]
            yield {**row, "exact": False, "found": self.found[k if len(self.found) > 1 else 0]}

    def frame(self) -> pandas.DataFrame:
        """Give a long table, as `sweep` describes it."""
        return views.frames.sweep_frame(self)

    def save(self, path: str | Path) -> Path:
        """Write the long table into a file that ends in ``.csv`` or ``.parquet`` (which needs pyarrow).

        Raises
        ------
        GameError
            For another ending, without pyarrow, and when the file cannot be written.
        """
        written: Path = views.exchange.save_frame(self.frame(), path)
        return written
