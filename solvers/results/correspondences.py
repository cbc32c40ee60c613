"""The correspondence of quantal response: branches of equilibria along the precision or a parameter, their folds and counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from games import Game, GameError
from games.numbers import text

from . import views
from .assessment import Certificate, Profile
from .lifts import Box
from .questions import ask
from .written import nested, versions

if TYPE_CHECKING:
    import pandas

    from .point import Solutions

Curves = Mapping[str, Mapping[str, Mapping[str, tuple[float, ...]]]]


@dataclass(frozen=True)
class Branch:
    """A curve of equilibria, in floating point.

    Parameters
    ----------
    name : str
        What it is called.
    moving : tuple of float
        What moves, point after point along the curve; it turns back at folds.
    chances : dict
        Player, information set, action: the probability at each point.
    folds : tuple of int
        Which folds of the correspondence lie on it, by number from 0.
    closed : bool
        Whether it comes back to where it started.
    complete : bool
        Whether it was followed to the ends of the range.
    """

    name: str
    moving: tuple[float, ...]
    chances: Curves = field(repr=False)
    folds: tuple[int, ...]
    closed: bool
    complete: bool

    def as_json(self) -> dict[str, Any]:
        """Write the branch for programs."""
        chances = {player: {s: {a: list(x) for a, x in row.items()} for s, row in sets.items()} for player, sets in self.chances.items()}
        return {
            "name": self.name,
            "moving": list(self.moving),
            "chances": chances,
            "folds": list(self.folds),
            "closed": self.closed,
            "complete": self.complete,
        }


@dataclass(frozen=True)
class Fold:
    """Where a branch turns back: two equilibria appear, or meet and vanish.

    Parameters
    ----------
    at : (Fraction, Fraction)
        Decimals between which what moves has its value there; it is proved that exactly one fold lies near.
    appear : bool
        Whether the two equilibria appear as what moves rises; otherwise they vanish.
    chances : dict from str to dict from str to dict from str to float
        Player, information set, action: the probability there.
    """

    at: Box
    appear: bool
    chances: Mapping[str, Mapping[str, Mapping[str, float]]] = field(repr=False)

    @property
    def value(self) -> float:
        """The value of what moves, in floating point."""
        return float((self.at[0] + self.at[1]) / 2)

    def as_json(self) -> dict[str, Any]:
        """Write the fold for programs."""
        return {"at": self.value, "between": list(map(text, self.at)), "appear": self.appear, "chances": nested(self.chances)}


@dataclass(frozen=True)
class Bifurcation:
    """Where branches meet.

    Parameters
    ----------
    at : (Fraction, Fraction) or float
        Decimals between which what moves has its value there; a float where it was seen in floating point and is not proved.
    certified : bool
        Whether it is proved that there, among the profiles with a symmetry of the game, derivatives across the symmetry are singular
        once, so that equilibria without the symmetry leave those with it.
    chances : dict from str to dict from str to dict from str to float
        Player, information set, action: the probability there.
    """

    at: Box | float
    certified: bool
    chances: Mapping[str, Mapping[str, Mapping[str, float]]] = field(repr=False)

    @property
    def value(self) -> float:
        """The value of what moves, in floating point."""
        return self.at if isinstance(self.at, float) else float((self.at[0] + self.at[1]) / 2)

    def as_json(self) -> dict[str, Any]:
        """Write it for programs."""
        between = {} if isinstance(self.at, float) else {"between": list(map(text, self.at))}
        return {"at": self.value, **between, "certified": self.certified, "chances": nested(self.chances)}


@dataclass(frozen=True)
class Count:
    """How many equilibria there are between two neighbouring folds or meetings.

    Parameters
    ----------
    low, high : float
        Between what.
    count : int
        How many equilibria; at least so many where it is not proved.
    at : Fraction
        Where they were counted.
    counted : bool
        Whether no box was left undecided there.
    proved : bool
        Whether there are as many all over the interval, but for the correspondence's gaps.
    """

    low: float
    high: float
    count: int
    at: Fraction
    counted: bool
    proved: bool

    def as_json(self) -> dict[str, Any]:
        """Write the count for programs."""
        return {
            "from": self.low,
            "to": self.high,
            "count": self.count,
            "at": text(self.at),
            "counted": self.counted,
            "proved": self.proved,
        }


@dataclass(frozen=True)
class Limit:
    """Where the principal branch goes as the precision grows.

    Parameters
    ----------
    game : Game
        The game, with numbers for all parameters.
    profile : Profile
        Exact numbers where `exact`, else floating point.
    exact : bool
        Whether an exact Nash equilibrium lies where the branch goes; it is read off in floating point that the branch goes there.
    certificate : Certificate or None
        The verifier's, for an exact profile.
    precision : float
        How far the branch was followed.
    distance : float
        The largest difference between a probability of the branch, extrapolated, and the profile's.
    """

    game: Game = field(repr=False)
    profile: Profile
    exact: bool
    certificate: Certificate | None = field(repr=False)
    precision: float
    distance: float

    def as_json(self) -> dict[str, Any]:
        """Write the limit for programs."""
        return {
            "profile": self.profile.as_json(),
            "exact": self.exact,
            **({} if self.certificate is None else {"certificate": self.certificate.as_json()}),
            "precision": self.precision,
            "distance": self.distance,
        }

    def __repr__(self) -> str:
        return f"<Limit of the principal branch of {self.game.name}, {'exact' if self.exact else 'in floating point'}>"

    def text(self) -> str:
        """Write the limit for people."""
        return views.correspondences.limit_text(self)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/plain": self.text()}


@dataclass(frozen=True)
class Correspondence:
    """All quantal response equilibria along the precision, or along a parameter at a precision.

    Parameters
    ----------
    game : Game
        The game; open in the parameter that moves, if one does.
    by : str
        What moves: ``"precision"`` or a parameter.
    low, high : Fraction
        The range.
    precision : Fraction or None
        Where a parameter moves, the precision.
    branches : tuple of Branch
        The curves of equilibria; along the precision the principal branch first.
    folds : tuple of Fold
        Where branches turn, in rising order.
    bifurcations : tuple of Bifurcation
        Where branches meet, in rising order.
    counts : tuple of Count
        How many equilibria there are, from fold to fold.
    gaps : tuple of (float, float)
        Intervals in which something more may turn.
    found : {"all", "some"}
        Whether it is proved that there are no other branches and folds, but in `gaps` around certified meetings.
    boxes : int
        How many boxes were looked at.
    limit : Limit or None
        Of the principal branch.
    response : {"logit", "probit"}
        How everybody responds.
    """

    game: Game = field(repr=False)
    by: str
    low: Fraction
    high: Fraction
    precision: Fraction | None
    branches: tuple[Branch, ...] = field(repr=False)
    folds: tuple[Fold, ...]
    bifurcations: tuple[Bifurcation, ...]
    counts: tuple[Count, ...]
    gaps: tuple[tuple[float, float], ...]
    found: str
    boxes: int
    limit: Limit | None = field(default=None, repr=False)
    response: str = "logit"

    @property
    def walls(self) -> tuple[Fold, ...]:
        """Where the number of equilibria changes by two: the folds."""
        return self.folds

    def at(self, value: object) -> Solutions:
        """Find the equilibria at a value of what moves, counted anew."""
        found: Solutions = ask("quantal equilibria at a point of a correspondence", self, value)
        return found

    def frame(self) -> pandas.DataFrame:
        """Give a long table: branch, point, what moves, player, information set, action, probability."""
        return views.correspondences.correspondence_frame(self)

    def plot(self, of: Any = None) -> Any:
        """Draw probabilities against what moves, folds marked.

        Parameters
        ----------
        of : sequence of (player, information set, action), optional
            Which probabilities; the first action's at each of the first information sets when None.

        Returns
        -------
        matplotlib.figure.Figure
            The picture.
        """
        return views.correspondences.correspondence_figure(self, of)

    def curve(self, branch: str, player: str, infoset: str, action: str) -> tuple[float, ...]:
        """Give a probability along a branch.

        Raises
        ------
        GameError
            For a branch or an action that there is not.
        """
        for one in self.branches:
            if one.name == branch:
                try:
                    return one.chances[player][infoset][action]
                except KeyError:
                    raise GameError(f"{player} has no action {action!r} at {infoset!r} in {self.game.name}.") from None
        raise GameError(f"There is no branch {branch!r}; there are {', '.join(one.name for one in self.branches)}.")

    def as_json(self) -> dict[str, Any]:
        """Write the correspondence for programs."""
        return {
            "game": self.game.name,
            "fingerprint": self.game.fingerprint,
            "versions": versions(),
            "by": self.by,
            "from": text(self.low),
            "to": text(self.high),
            "at": nested({name: value for name, value in self.game.fixed.items() if name != self.by}),
            **({} if self.precision is None else {"precision": text(self.precision)}),
            **({} if self.response == "logit" else {"response": self.response}),
            "found": self.found,
            "counts": [count.as_json() for count in self.counts],
            "folds": [fold.as_json() for fold in self.folds],
            "bifurcations": [one.as_json() for one in self.bifurcations],
            "gaps": [list(gap) for gap in self.gaps],
            "branches": [branch.as_json() for branch in self.branches],
            "boxes": self.boxes,
            **({} if self.limit is None else {"limit": self.limit.as_json()}),
        }

    def __repr__(self) -> str:
        return (
            f"<Correspondence of {self.game.name} by {self.by} from {self.low} to {self.high}: {len(self.branches)} branches, "
            f"{len(self.folds)} folds, found {self.found}>"
        )

    def text(self) -> str:
        """Write the correspondence for people."""
        return views.correspondences.correspondence_text(self)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/plain": self.text(), "text/html": views.correspondences.correspondence_html(self)}
