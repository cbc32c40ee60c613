"""A profile that was learned from sampled plays of a game too large to build, with what can be said of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from games import UnbuiltGame
from games.numbers import Number

from . import views
from .assessment import Profile
from .tabular import Tabular
from .written import nested, versions

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True)
class SampleMean:
    """The mean over sampled plays.

    Parameters
    ----------
    mean, error : float
        The mean, and its standard error.
    plays : int
        How many plays were drawn.
    """

    mean: float
    error: float
    plays: int

    def as_json(self) -> dict[str, Any]:
        """Write it for programs."""
        return {"mean": self.mean, "standard_error": self.error, "plays": self.plays}


@dataclass(frozen=True)
class SampledApproximation(Tabular):
    """One profile of a game of which no tree was made, learned from sampled plays.

    Its gap is not known. For every player a deviation was looked for in sampled plays, and what it earns was estimated in fresh ones:
    an estimate of a number that the player's true gain is not below. It is no bound itself, and says nothing of better deviations.

    Parameters
    ----------
    game : UnbuiltGame
        The story, at the point.
    at : dict from str to number
        The parameter point.
    method : str
        The rule that found it.
    seed : int
        Of all draws.
    profile : Profile
        The averaged behaviour at the information sets that were met; at all others play is even.
    payoffs : dict from str to SampleMean
        By player: the expected payoff, estimated.
    deviations : dict from str to SampleMean
        By player: what the deviation that was found earns more, estimated in other plays than those in which it was found.
    iterations, plays : int
        How many iterations were run, and how many plays were told for them.
    seconds : float
        How long learning took.
    trembles : float
        The least probability of every action.
    notes : tuple of str
        What was done, and what is not claimed, in sentences.
    """

    game: UnbuiltGame = field(repr=False)
    at: Mapping[str, Number]
    method: str
    seed: int
    profile: Profile = field(repr=False)
    payoffs: Mapping[str, SampleMean]
    deviations: Mapping[str, SampleMean]
    iterations: int
    plays: int
    seconds: float
    trembles: float
    notes: tuple[str, ...]

    @property
    def found(self) -> str:
        """One: nothing is said of other equilibria."""
        return "one"

    @property
    def gap(self) -> None:
        """None: it cannot be measured without the tree."""
        return None

    @property
    def infosets(self) -> int:
        """How many information sets were met."""
        return sum(map(len, self.profile.strategies.values()))

    @property
    def values(self) -> dict[str, float]:
        """The estimated payoffs by player."""
        return {player: estimate.mean for player, estimate in self.payoffs.items()}

    def as_json(self, *, profile: bool = True) -> dict[str, Any]:
        """Write it for programs; without the profile where it is not asked for."""
        return {
            "game": self.game.name,
            "fingerprint": self.game.fingerprint,
            "versions": versions(),
            "parameters": list(self.at),
            "at": nested(self.at),
            "found": self.found,
            "method": self.method,
            "seed": self.seed,
            "iterations": self.iterations,
            "plays": self.plays,
            "infosets_met": self.infosets,
            "seconds": self.seconds,
            "values": self.values,
            "gap": None,
            "gains": None,
            "estimated": {
                "payoffs": {player: estimate.as_json() for player, estimate in self.payoffs.items()},
                "deviations": {player: estimate.as_json() for player, estimate in self.deviations.items()},
            },
            "trembles": self.trembles,
            "notes": list(self.notes),
            **({"profile": self.profile.as_json()} if profile else {}),
        }

    def frame(self) -> pandas.DataFrame:
        """Give a long table: player, information set, action, probability."""
        return views.frames.profile_frame(self.profile)

    def text(self) -> str:
        """Write it for people."""
        return views.approximations.sampled_text(self)

    def __repr__(self) -> str:
        return f"<SampledApproximation of {self.game.name} by {self.method}: {self.iterations} iterations, gap not known>"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/plain": self.text(), "text/html": views.approximations.sampled_html(self)}
