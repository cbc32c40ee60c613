"""How robust a claim is: where it holds in every, in some and in no equilibrium, and how far from a point that changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from games.numbers import Number

from . import views
from .regime_map import RegimeMap
from .shares import Share
from .written import exact, nested

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True)
class Alone:
    """How far one parameter may move alone before a verdict changes.

    Parameters
    ----------
    parameter : str
        Which.
    below, above : number or None
        The first value below and above at which the verdict changes, or the domain ends; None when neither happens.
    below_verdict, above_verdict : str
        The verdict beyond it, or "outside the domain"; the verdict itself when it does not change.
    below_at, above_at : str
        What changes sign there.
    """

    parameter: str
    below: Number | None
    below_verdict: str
    below_at: str
    above: Number | None
    above_verdict: str
    above_at: str

    def as_json(self) -> dict[str, Any]:
        """Write it for programs."""

        def side(value: Number | None, verdict: str, at: str) -> dict[str, Any] | None:
            return None if value is None else {"value": exact(value), "verdict": verdict, "at": at}

        return {
            "parameter": self.parameter,
            "below": side(self.below, self.below_verdict, self.below_at),
            "above": side(self.above, self.above_verdict, self.above_at),
        }


@dataclass(frozen=True)
class Nearest:
    """How far all parameters together may move before a verdict changes.

    Parameters
    ----------
    norm : {"max", "euclidean"}
        In which distances are measured: the largest change of any parameter, or the root of the sum of squares.
    low, high : number
        The distance lies between them; it is exact when they are the same.
    at : dict from str to number
        A point at the upper end, on the boundary.
    crossing : str
        What changes sign there.
    verdict : str
        The verdict beyond.
    """

    norm: str
    low: Number
    high: Number
    at: Mapping[str, Number]
    crossing: str
    verdict: str

    @property
    def exact(self) -> bool:
        """Whether the distance is known exactly."""
        return bool(exact(self.low) == exact(self.high))

    def as_json(self) -> dict[str, Any]:
        """Write it for programs."""
        return {
            "norm": self.norm,
            "distance": [exact(self.low), exact(self.high)],
            "exact": self.exact,
            "at": nested(self.at),
            "crossing": self.crossing,
            "verdict": self.verdict,
        }


@dataclass(frozen=True)
class Holding:
    """Where one claim holds.

    Parameters
    ----------
    claimed : str
        The claim.
    every, some, none : tuple of str
        Where it holds in every, in at least one, in no equilibrium, off the walls: nothing for everywhere, "never" for nowhere.
    regimes : dict from str to str
        By regime: "in every", "in some" (but not in every), "in none", "in part" (it depends on where), "undecided".
    here : str or None
        The verdict at the point.
    alone : tuple of Alone
        By parameter.
    nearest : Nearest or None
        Over all parameters together; None when the verdict is the same everywhere, or was not decided.
    shares : dict from str to Share
        Of the prior, by verdict, and "outside" the domain; empty without a prior.
    cases : dict from str to (cases, cases)
        By regime, where in it the claim holds in some and in every equilibrium: one of several conjunctions of comparisons
        of an expression with zero; None where that was not decided.
    """

    claimed: str
    every: tuple[str, ...]
    some: tuple[str, ...]
    none: tuple[str, ...]
    regimes: Mapping[str, str]
    here: str | None = None
    alone: tuple[Alone, ...] = ()
    nearest: Nearest | None = None
    shares: Mapping[str, Share] | None = None
    cases: Mapping[str, tuple[Any, Any]] = field(default_factory=dict, repr=False)

    def as_json(self) -> dict[str, Any]:
        """Write it for programs."""
        shares = {name: {"share": exact(one.share), "error": one.error} for name, one in (self.shares or {}).items()}
        return {
            "claimed": self.claimed,
            "in_every": list(self.every),
            "in_some": list(self.some),
            "in_none": list(self.none),
            "regimes": dict(self.regimes),
            "here": self.here,
            "alone": [one.as_json() for one in self.alone],
            "nearest": None if self.nearest is None else self.nearest.as_json(),
            "shares": shares,
        }


@dataclass(frozen=True)
class Robustness:
    """How robust claims about a map are.

    Parameters
    ----------
    map : RegimeMap
        The map.
    at : dict from str to Fraction
        The point from which distances are measured.
    claims : tuple of Holding
        One for each claim.
    method : str
        How shares of the prior were reckoned; empty without one.
    """

    map: RegimeMap
    at: Mapping[str, Fraction]
    claims: tuple[Holding, ...]
    method: str = ""

    @property
    def game(self) -> str:
        """The game's name."""
        return self.map.game.name

    def as_json(self) -> dict[str, Any]:
        """Write it for programs."""
        return {
            "game": self.game,
            "fingerprint": self.map.game.fingerprint,
            "concept": self.map.solved.concept,
            "over": list(self.map.over),
            "found": self.map.found,
            "at": nested(self.at),
            "claims": [one.as_json() for one in self.claims],
            "method": self.method,
        }

    def text(self) -> str:
        """Write it for people."""
        return views.robust.robustness_text(self)

    def frame(self) -> pandas.DataFrame:
        """Give a long table: claim, parameter, value here, the first values below and above at which the verdict changes."""
        return views.robust.robustness_frame(self)

    def plot(self, claim: str | None = None) -> Any:
        """Draw where a claim (the first, when None) holds in every, in some, in no equilibrium, with the nearest change."""
        return views.robust.robustness_figure(self, claim)

    def __repr__(self) -> str:
        return f"<Robustness of {len(self.claims)} claims about {self.game}>"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/plain": self.text(), "text/html": views.robust.robustness_html(self)}
