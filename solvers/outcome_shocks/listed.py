"""What is found of the crisis of Lewis and Schultz (2003): equilibria at a point, and walls along a symbol."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, overload

from games.numbers import Number

if TYPE_CHECKING:
    import pandas

    from .crisis import OutcomeShocks


@dataclass(frozen=True)
class ShockEquilibrium:
    """An equilibrium of the crisis at a point.

    Parameters
    ----------
    resist : number or float
        B's chance of resisting: exact under uniform laws, else the middle of a ball.
    radius : float
        By how much it may be off; 0 where it is exact.
    kind : str
        Whether it lies inside (0, 1) or at an end, in words.
    stable : bool or None
        Whether small changes of B's chance die out under best replies; None at an end.
    outcomes : dict from str to float
        The chance of each outcome.
    """

    resist: Number | float
    radius: float
    kind: str
    stable: bool | None
    outcomes: Mapping[str, float]

    def __repr__(self) -> str:
        shown = ", ".join(f"{name} {chance:.4g}" for name, chance in self.outcomes.items())
        return f"<ShockEquilibrium: B resists with {float(self.resist):.12g}; {shown}>"


@dataclass(frozen=True)
class ShockEquilibria(Sequence[ShockEquilibrium]):
    """All equilibria of the crisis at a point, B's chance of resisting rising.

    Parameters
    ----------
    game : OutcomeShocks
        The crisis.
    at : dict from str to Fraction
        The point.
    undecided : int
        How many pieces of (0, 1) are undecided; the list is complete where none is.
    pieces : int
        How many pieces were looked at.
    equilibria : tuple of ShockEquilibrium
        Each proved to be the only one in its ball.
    """

    game: OutcomeShocks
    at: Mapping[str, Fraction]
    undecided: int
    pieces: int
    equilibria: tuple[ShockEquilibrium, ...] = field(repr=False)

    @property
    def found(self) -> str:
        """Whether these are all."""
        return "some" if self.undecided else "all"

    def __len__(self) -> int:
        return len(self.equilibria)

    @overload
    def __getitem__(self, k: int) -> ShockEquilibrium: ...
    @overload
    def __getitem__(self, k: slice) -> tuple[ShockEquilibrium, ...]: ...
    def __getitem__(self, k: int | slice) -> ShockEquilibrium | tuple[ShockEquilibrium, ...]:
        return self.equilibria[k]

    def __iter__(self) -> Iterator[ShockEquilibrium]:
        return iter(self.equilibria)

    def frame(self) -> pandas.DataFrame:
        """Give a table with a row for each equilibrium."""
        import pandas as pd

        return pd.DataFrame([{"resist": float(one.resist), **one.outcomes, "kind": one.kind, "stable": one.stable} for one in self])

    def __repr__(self) -> str:
        open_ = f"; {self.undecided} pieces were not decided: this list may be incomplete" if self.undecided else ", certified"
        return f"<ShockEquilibria: {len(self)}, found {self.found}{open_}>"


@dataclass(frozen=True)
class ShockWall:
    """Where the number or the kind of equilibria changes along a symbol.

    Parameters
    ----------
    at : number or float
        Where: exact under uniform laws, else the middle of a ball.
    radius : float
        By how much that may be off.
    meaning : str
        What happens there, in words.
    resist : float or None
        B's chance of resisting at a fold.
    """

    at: Number | float
    radius: float
    meaning: str
    resist: float | None

    def __repr__(self) -> str:
        return f"<ShockWall at {float(self.at):.12g}: {self.meaning}>"


@dataclass(frozen=True)
class ShockWalls:
    """Walls along one symbol, and how many equilibria there are between them.

    Parameters
    ----------
    symbol : str
        What moves.
    low, high : Fraction
        Its range.
    walls : tuple of ShockWall
        In rising order.
    counts : tuple of int
        The number of equilibria in each interval between them, certified at a point of it.
    found : {"all", "some"}
        Whether it is proved that there are no other walls.
    """

    symbol: str
    low: Fraction
    high: Fraction
    walls: tuple[ShockWall, ...]
    counts: tuple[int, ...]
    found: str

    def frame(self) -> pandas.DataFrame:
        """Give a table with a row for each interval."""
        import pandas as pd

        ends = [float(self.low), *(float(wall.at) for wall in self.walls), float(self.high)]
        return pd.DataFrame({"from": ends[:-1], "to": ends[1:], "equilibria": self.counts})
