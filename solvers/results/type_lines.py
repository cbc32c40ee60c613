"""Along one parameter, games whose types come from laws that are not uniform: walls between stretches with the same equilibria."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from games import Game
from games.numbers import text

from . import views
from .reasons import Reason
from .written import versions

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True)
class TypeWall:
    """Where an equilibrium begins or ends.

    Parameters
    ----------
    at : float
        The value of the parameter.
    error : float
        How far the true value may lie from it; proved.
    reasons : tuple of Reason
        What happens there.
    fold : bool
        Whether two equilibria meet.
    """

    at: float
    error: float
    reasons: tuple[Reason, ...]
    fold: bool = False

    @property
    def meaning(self) -> str:
        """What happens there, in words."""
        return views.type_lines.meaning(self)

    def as_json(self) -> dict[str, Any]:
        """Write the wall for programs."""
        return {"at": self.at, "error": self.error, "meaning": self.meaning, "fold": self.fold}


@dataclass(frozen=True)
class TypeStretch:
    """Values of a parameter between two walls.

    Parameters
    ----------
    low, high : float
        The ends.
    equilibria : tuple of str
        Those that exist there, by what the types do from the lowest to the highest.
    found : {"all", "some"}
        As of `solve` in its middle.
    """

    low: float
    high: float
    equilibria: tuple[str, ...]
    found: str

    def as_json(self) -> dict[str, Any]:
        """Write the stretch for programs."""
        return {"from": self.low, "to": self.high, "equilibria": list(self.equilibria), "found": self.found}


@dataclass(frozen=True)
class TypeLine:
    """The walls and equilibria along one parameter.

    Parameters
    ----------
    game : Game
        Open in the parameter.
    parameter : str
        What moves.
    low, high : Fraction
        From where to where.
    walls : tuple of TypeWall
        In rising order.
    stretches : tuple of TypeStretch
        Between them, one more than there are walls.
    undecided : tuple of str
        Orders of types of which not every wall is known, in words.
    """

    game: Game = field(repr=False)
    parameter: str
    low: Fraction
    high: Fraction
    walls: tuple[TypeWall, ...]
    stretches: tuple[TypeStretch, ...]
    undecided: tuple[str, ...] = ()

    @property
    def found(self) -> str:
        """Whether it is proved that there are no other walls and no other equilibria, with the cutoffs that are looked for."""
        return "some" if self.undecided or any(one.found != "all" for one in self.stretches) else "all"

    def frame(self) -> pandas.DataFrame:
        """Give a table with a row for each stretch and equilibrium."""
        import pandas as pd

        rows = [(one.low, one.high, len(one.equilibria), name) for one in self.stretches for name in one.equilibria or ("",)]
        return pd.DataFrame(rows, columns=[f"{self.parameter} from", f"{self.parameter} to", "equilibria", "equilibrium"])

    def as_json(self) -> dict[str, Any]:
        """Write the line for programs."""
        return {
            "game": self.game.name,
            "fingerprint": self.game.fingerprint,
            "versions": versions(),
            "by": self.parameter,
            "from": text(self.low),
            "to": text(self.high),
            "found": self.found,
            "walls": [wall.as_json() for wall in self.walls],
            "stretches": [one.as_json() for one in self.stretches],
            "undecided": list(self.undecided),
        }

    def text(self) -> str:
        """Write the line for people."""
        return views.type_lines.line_text(self)

    def __repr__(self) -> str:
        return f"<TypeLine of {self.game.name} along {self.parameter}: {len(self.walls)} walls; found {self.found}>"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/plain": self.text()}
