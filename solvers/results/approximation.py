"""One approximate equilibrium of a large game, with its measured gap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from games import Game
from games.numbers import Number

from . import views
from .assessment import Profile
from .tabular import Tabular
from .written import nested, versions

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True)
class Progress:
    """The gap of what a rule had learned after so many iterations.

    Parameters
    ----------
    rule : str
        The rule.
    iterations : int
        After how many.
    average, last : float
        The gap of the averaged plans, and of the last ones.
    """

    rule: str
    iterations: int
    average: float
    last: float


@dataclass(frozen=True)
class CoarseCorrelation:
    """How far the joint play of all iterations is from a coarse correlated equilibrium.

    A device draws an iteration, and everyone plays as then; a deviation is a plan chosen before the draw.

    Parameters
    ----------
    values, gains : dict from str to float
        By player: the expected payoff, and what the best fixed plan earns more; a gain may be negative.
    """

    values: Mapping[str, float]
    gains: Mapping[str, float]

    @property
    def gap(self) -> float:
        """The sum of what players gain, where they do."""
        return sum(max(gain, 0.0) for gain in self.gains.values())

    def as_json(self) -> dict[str, Any]:
        """Write it for programs."""
        return {"gap": self.gap, "values": dict(self.values), "gains": dict(self.gains)}


@dataclass(frozen=True)
class Approximation(Tabular):
    """One approximate Nash equilibrium at a parameter point: a profile in floating point, with what was measured of it.

    It says nothing of other equilibria.  How good it is the gains say, which the verifier measured on the tree after the fact;
    off the path of play they are in `set_gains`.

    Parameters
    ----------
    game : Game
        The game, at the point.
    at : dict from str to number
        The parameter point.
    method : str
        The rule that found it.
    plans : {"average", "last"}
        Whether it is the average of the rule's plans or the last ones.
    profile : Profile
        Behaviour strategies; where a player's own plans never lead, the choice is filled in (`Profile.idle`).
    values, gains : dict from str to float
        By player: the expected payoff, and what the best whole strategy before play earns more.
    set_gains : dict from str to dict from str to float or None
        By player and information set: what the best continuation from there on earns, given that the set is reached, with beliefs
        by Bayes' rule from the profile; None where the others never lead there.
    iterations : int
        After how many iterations of the rule it was found.
    seconds : float
        How long learning took, all rules together.
    compiling : float
        How long it took before to compile the loops, or to load them.
    tol : float
        The gap that was asked for, in payoffs.
    trembles : float
        The least probability of every action.
    trembling_gap : float or None
        With trembles: the gap in the game in which every action has at least that probability, which is the one compared with
        `tol`; `gains` are those in the game itself, where nobody has to tremble.
    coarse : CoarseCorrelation or None
        Of the same rule's joint play; None in two-player games of constant sum, and where nothing was learned.
    history : tuple of Progress
        The gaps on the way, in the order of iterations.
    notes : tuple of str
        What was done and what may be done better, in sentences.
    by : str
        What measured.
    """

    game: Game = field(repr=False)
    at: Mapping[str, Number]
    method: str
    plans: str
    profile: Profile = field(repr=False)
    values: Mapping[str, float]
    gains: Mapping[str, float]
    set_gains: Mapping[str, Mapping[str, float | None]] = field(repr=False)
    iterations: int
    seconds: float
    compiling: float
    tol: float
    trembles: float
    trembling_gap: float | None
    coarse: CoarseCorrelation | None
    history: tuple[Progress, ...] = field(repr=False)
    notes: tuple[str, ...]
    by: str

    @property
    def found(self) -> str:
        """One: nothing is said of other equilibria."""
        return "one"

    @property
    def gap(self) -> float:
        """What the players gain in sum; in a two-player game of constant sum the value is at most so far off."""
        return sum(self.gains.values())

    @property
    def converged(self) -> bool:
        """Whether the gap asked for was reached."""
        return (self.gap if self.trembling_gap is None else self.trembling_gap) <= self.tol

    def as_json(self, *, profile: bool = True) -> dict[str, Any]:
        """Write it for programs; without the profile and the gains by information set where they are not asked for."""
        return {
            "game": self.game.name,
            "fingerprint": self.game.fingerprint,
            "versions": versions(),
            "parameters": list(self.at),
            "at": nested(self.at),
            "found": self.found,
            "method": self.method,
            "plans": self.plans,
            "iterations": self.iterations,
            "seconds": self.seconds,
            "compiling": self.compiling,
            "values": dict(self.values),
            "gap": self.gap,
            "gains": dict(self.gains),
            "largest_set_gain": {
                player: max((x for x in sets.values() if x is not None), default=None) for player, sets in self.set_gains.items()
            },
            "tol": self.tol,
            "converged": self.converged,
            "trembles": self.trembles,
            "trembling_gap": self.trembling_gap,
            "coarse": None if self.coarse is None else self.coarse.as_json(),
            "history": [vars(step) for step in self.history],
            "notes": list(self.notes),
            "by": self.by,
            **({"profile": self.profile.as_json(), **self.profile.idle_json(), "set_gains": self._set_gains()} if profile else {}),
        }

    def _set_gains(self) -> dict[str, Any]:
        return {player: dict(sets) for player, sets in self.set_gains.items()}

    def frame(self) -> pandas.DataFrame:
        """Give a long table: player, information set, action, probability, gain at the set."""
        return views.frames.approximation_frame(self)

    def text(self) -> str:
        """Write it for people."""
        return views.approximations.approximation_text(self)

    def __repr__(self) -> str:
        return f"<Approximation of {self.game.name} by {self.method}: gap {self.gap:.3g} after {self.iterations} iterations>"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/plain": self.text(), "text/html": views.approximations.approximation_html(self)}
