"""What a sweep gives: rows of equilibria at the points of a grid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True)
class Sweep:
    """Every equilibrium found at the points of a grid, a row for each.

    Parameters
    ----------
    parameters : tuple of str
        The swept parameters.
    method : {"map", "enumerate"}
        Whether numbers come from the closed forms of a map, rounded, or each point was solved exactly.
    points : int
        How many points of the grid lie in the domain.
    outside : int
        How many do not, and have no rows.
    reused : int
        How many of the points were in the store.
    table : pandas.DataFrame
        A row for each point and equilibrium: the parameters; ``solution``, its number at the point; ``family``, its name; then
        ``payoff NAME``, ``outcome NAME`` and ``measure NAME``; where an equilibrium leaves a quantity open that is the lowest
        value, and a column ``..., highest`` has the highest; ``exact``, whether the numbers are; ``found``, as of `solve`.
    rows : tuple of dict
        The same exactly, where points were solved; empty where a map was used.
    """

    parameters: tuple[str, ...]
    method: str
    points: int
    outside: int
    reused: int
    table: pandas.DataFrame = field(repr=False)
    rows: tuple[Mapping[str, Any], ...] = field(default=(), repr=False)

    def as_json(self) -> dict[str, Any]:
        """Write the sweep for programs."""
        facts = {"method": self.method, "points": self.points, "outside": self.outside, "reused": self.reused}
        return {**facts, "rows": list(self.rows) if self.method == "enumerate" else list(self._rounded())}

    def _rounded(self) -> Iterator[dict[str, Any]]:
        kinds = {"payoff": "payoffs", "outcome": "outcomes", "measure": "measures"}
        columns = {name: self.table[name].tolist() for name in self.table}
        for k in range(len(self.table)):
            row: dict[str, Any] = {name: columns[name][k] for name in self.parameters}
            row |= {"solution": columns["solution"][k], "name": columns["family"][k], "payoffs": {}, "outcomes": {}, "measures": {}}
            for column in columns:
                kind, _, name = column.partition(" ")
                if kind in kinds and not column.endswith(HIGHEST):
                    low, high = columns[column][k], columns.get(column + HIGHEST, columns[column])[k]
                    if low == low:  # not nan: the family knows it
                        row[kinds[kind]][name] = low if low == high or high != high else [low, high]
            yield {**row, "exact": False, "found": columns["found"][k]}


HIGHEST = ", highest"
