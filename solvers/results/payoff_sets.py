"""All devices of a concept: their corners, and the payoffs that they can bring about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from games import Game

from . import views
from .devices import Draw
from .tabular import Tabular
from .written import exact, nested

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True)
class DeviceCorners:
    """The polytope of all devices of a concept.

    Parameters
    ----------
    game : Game
        The game, with numbers for all parameters.
    concept : str
        The concept of correlated play.
    dimension : int
        Of the polytope.
    corners : tuple of tuple of Draw
        The draws of each corner; every device is a mixture of corners.
    """

    game: Game = field(repr=False)
    concept: str
    dimension: int
    corners: tuple[tuple[Draw, ...], ...] = field(repr=False)

    def __len__(self) -> int:
        return len(self.corners)

    def as_json(self) -> dict[str, Any]:
        """Write it for programs."""
        return {
            "game": self.game.name,
            "fingerprint": self.game.fingerprint,
            "concept": self.concept,
            "dimension": self.dimension,
            "corners": [[draw.as_json() for draw in corner] for corner in self.corners],
        }


@dataclass(frozen=True)
class PayoffPolygon(Tabular):
    """The payoffs of two players that devices of a concept bring about: a convex polygon.

    Parameters
    ----------
    game : Game
        The game, with numbers for all parameters.
    concept : str
        The concept of correlated play.
    players : pair of str
        Whose payoffs.
    corners : tuple of pairs of Fraction
        Counter-clockwise; two where the set is a segment, one where it is a point.
    without : dict from str to list of pairs of float
        Payoffs of equilibria without a device, by concept, for the picture.
    """

    game: Game = field(repr=False)
    concept: str
    players: tuple[str, str]
    corners: tuple[tuple[Fraction, Fraction], ...]
    without: Mapping[str, tuple[tuple[float, float], ...]] = field(default_factory=dict, repr=False)

    def frame(self) -> pandas.DataFrame:
        """Give a table of the corners: the payoffs of the two players."""
        return views.frames.polygon_frame(self)

    def as_json(self) -> dict[str, Any]:
        """Write it for programs."""
        return {
            "game": self.game.name,
            "fingerprint": self.game.fingerprint,
            "concept": self.concept,
            "at": nested(self.game.fixed),
            "players": list(self.players),
            "corners": [[exact(x), exact(y)] for x, y in self.corners],
        }

    def text(self) -> str:
        """Write it for people."""
        return views.devices.polygon_text(self)

    def svg(self) -> str:
        """Draw it as SVG."""
        return views.polygons.polygon_svg(self)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/plain": self.text(), "text/html": views.polygons.polygon_html(self)}
