"""Equilibria at a parameter point."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any, overload

from games import Game
from games.numbers import Number, text

from . import views
from .assessment import Assessment, Certificate, Profile, Verdict
from .by_type import ByType
from .classes import EquilibriumClass
from .continuations import Continuation
from .equilibrium import Equilibrium, of_game
from .facts import OpenRange
from .lifts import Boxes, boxes_json
from .names import Name
from .on_request import written
from .questions import ask
from .tabular import Tabular
from .written import nested, versions

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True)
class Solution(Tabular, Equilibrium):
    """An equilibrium at a parameter point, or a continuum of them, with its certificate.

    Parameters
    ----------
    called : Name
        By what is played, in the words of the field; its text is `name`.
    assessment : Assessment
        Probabilities and beliefs; they may hold the symbols of `free`.
    payoffs, outcomes, measures : dict from str to number
        Expected payoff per player, probability of each outcome, expected measures.
    ranges : tuple of OpenRange
        What is left open in a continuum; `free` says it in words. Empty for an isolated one, and for one that stands for a class
        (see `Solutions.continuations`).
    certificate : Certificate
        By the verifier, at `sample`.
    sample : dict from str to number
        The values of the free symbols at which the certificate was computed.
    bases : tuple
        The realised bases (action support, belief support) that this covers.
    verdict : Verdict or None
        What the refinement says that was asked for.
    component : int
        The number of the connected component of all equilibria that this belongs to; 0 where components were not asked for.
    extreme : tuple of Profile
        The corners of a continuum that is the convex hull of plans; empty elsewhere.
    class_size : int
        How many equilibria there are that differ from it by labels only, itself counted.
    boxes : dict
        Player, information set, action: between what decimals the probability lies, where no closed form is known; it is proved that
        exactly one equilibrium does. Empty for an exact one.
    by_type : ByType or None
        As for `Family`.
    game : Game or None
        The game at the point; `Solutions` puts it in.
    """

    called: Name
    assessment: Assessment
    payoffs: Mapping[str, Number]
    outcomes: Mapping[str, Number]
    measures: Mapping[str, Number]
    ranges: tuple[OpenRange, ...]
    certificate: Certificate
    sample: Mapping[str, Number] = field(default_factory=dict)
    bases: tuple[Any, ...] = field(default=(), repr=False)
    verdict: Verdict | None = None
    component: int = 0
    extreme: tuple[Profile, ...] = field(default=(), repr=False)
    class_size: int = 1
    boxes: Boxes = field(default_factory=dict, repr=False)
    by_type: ByType | None = field(default=None, compare=False)
    game: Game | None = field(default=None, repr=False, compare=False)

    def sampled(self) -> Profile:
        """The profile with the sample's values put in for what is left open."""
        return self.profile.at(self.sample)

    def plot_types(self) -> Any:
        """Draw what types from a continuum do along their axis, as a matplotlib figure."""
        return views.type_pictures.axis_figure(self)

    def as_json(self) -> dict[str, Any]:
        """Write the solution for programs."""
        return {
            "name": self.name,
            **self.play_json(),
            "certificate": self.certificate.as_json(),
            **({"sample": nested(self.sample)} if self.sample else {}),
            **({} if self.verdict is None else {"verdict": self.verdict.as_json()}),
            **({"component": self.component} if self.component else {}),
            **({"extreme": [profile.as_json() for profile in self.extreme]} if self.extreme else {}),
            **({"class_size": self.class_size} if self.class_size > 1 else {}),
            **({"boxes": boxes_json(self.boxes)} if self.boxes else {}),
        }

    def frame(self) -> pandas.DataFrame:
        """Give a long table: player, information set, action, probability."""
        return views.frames.profile_frame(self.profile)

    def __repr__(self) -> str:
        verdict = "verified" if self.certificate.equilibrium else "refused by the verifier"
        return f"<Solution {self.name}; {verdict}>"

    def text(self) -> str:
        """Write the solution for people."""
        return views.text.solution_text(self)

    def latex(self) -> str:
        """Write the solution as a LaTeX table (booktabs)."""
        return views.latex.solution_latex(self)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/plain": self.text(), "text/html": views.html.solution_html(self)}


@dataclass(frozen=True)
class Solutions(Tabular, Sequence[Solution]):
    """Every equilibrium found at one parameter point, in a stable order.

    Parameters
    ----------
    game : Game
        The game, at the point.
    concept : str
        The equilibrium concept.
    at : dict from str to number
        The parameter point.
    found : {"all", "some", "one"}
        Whether the search was exhaustive.
    proved : bool
        Whether a second formulation also found nothing else.
    undecided : tuple of str
        Bases that no method could decide, in words.
    solutions : sequence of Solution
        The equilibria; those that survive, where a refinement was asked for.
    left : tuple of str
        Where the search was stopped: the parts of it that were not finished, in words.
    refine : str or None
        The refinement.
    removed : tuple of Solution
        The equilibria that it removes, each with its verdict.
    method : str
        The method that found them, as `table` names it.
    notes : tuple of str
        Why that method, what it found besides, and what was dropped; in sentences.
    continuations : tuple of Continuation
        By the method "continuations": all classes of equilibria, those of the whole game first, in the order of `solutions`, each of
        which is one of its class; then those that may follow other public histories. Whatever equilibrium there is begins like a class of
        the whole game, and goes on after each public history like a class of what follows there.
    classes : tuple of EquilibriumClass
        Equilibria that differ by labels only, class by class: what is alike in the game (messages that cost nothing, players or types
        with the same payoffs) has changed places. Empty where nothing in the game is alike.
    given : int
        At how many information sets the actions that are used were given; equilibria that play otherwise there were not looked for.
    precision : Fraction or None
        At which everybody responds, for quantal equilibria; None for others.
    response : str
        How everybody responds, for quantal equilibria that are not logit ones; empty for others.
    """

    game: Game = field(repr=False)
    concept: str
    at: Mapping[str, Number]
    found: str
    proved: bool
    undecided: tuple[str, ...]
    solutions: Sequence[Solution]
    left: tuple[str, ...] = ()
    refine: str | None = None
    removed: tuple[Solution, ...] = ()
    method: str = ""
    notes: tuple[str, ...] = ()
    continuations: tuple[Continuation, ...] = ()
    classes: tuple[EquilibriumClass, ...] = ()
    given: int = 0
    precision: Fraction | None = None
    response: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "solutions", of_game(self.solutions, self.game))
        object.__setattr__(self, "removed", of_game(self.removed, self.game))

    def __len__(self) -> int:
        return len(self.solutions)

    @overload
    def __getitem__(self, k: int) -> Solution: ...
    @overload
    def __getitem__(self, k: slice) -> Sequence[Solution]: ...
    def __getitem__(self, k: int | slice) -> Solution | Sequence[Solution]:
        return self.solutions[k]

    def __iter__(self) -> Iterator[Solution]:
        return iter(self.solutions)

    def representatives(self) -> tuple[Solution, ...]:
        """Give one equilibrium of each class; all of them where nothing in the game is alike."""
        return tuple(self[one.members[0]] for one in self.classes) if self.classes else tuple(self)

    def contains(self, profile: Profile | Assessment | Mapping[str, Any]) -> bool:
        """Whether a profile (with or without beliefs) is an equilibrium of this concept, continua included.

        Where a refinement was asked for, its outcome must also survive that, among the equilibria found.
        """
        member: bool = ask("whether a profile is among equilibria", self, profile)
        return member

    def frame(self) -> pandas.DataFrame:
        """Give a long table: number, equilibrium, player, information set, action, probability."""
        return views.frames.solutions_frame(self)

    def as_json(self) -> dict[str, Any]:
        """Write the solutions for programs."""
        return {
            "game": self.game.name,
            "fingerprint": self.game.fingerprint,
            "versions": versions(),
            "concept": self.concept,
            "parameters": list(self.at),
            "at": nested(self.at),
            "found": self.found,
            "proved": self.proved,
            "undecided": len(self.undecided),
            "solutions": [solution.as_json() for solution in written(self.solutions)],
            **({"count": len(self)} if len(written(self.solutions)) < len(self) else {}),
            **({} if self.refine is None else {"refine": self.refine, "removed": [solution.as_json() for solution in self.removed]}),
            **({"method": self.method} if self.method else {}),
            **({"notes": list(self.notes)} if self.notes else {}),
            **({"continuations": [one.as_json() for one in self.continuations]} if self.continuations else {}),
            **({"given": self.given} if self.given else {}),
            **({} if self.precision is None else {"precision": text(self.precision)}),
            **({"response": self.response} if self.response else {}),
            **({"classes": [one.as_json() for one in self.classes]} if self.classes else {}),
        }

    def __repr__(self) -> str:
        refined = f", {len(self.removed)} removed by {self.refine}" if self.refine else ""
        alike = f" in {len(self.classes)} classes" if 0 < len(self.classes) < len(self) else ""
        return f"<Solutions of {self.game.name}: {len(self)} {self.concept}{alike}, found {self.found}{refined}>"

    def text(self) -> str:
        """Write the solutions for people."""
        return views.text.solutions_text(self)

    def latex(self) -> str:
        """Write the solutions as a LaTeX table (booktabs)."""
        return views.latex.solutions_latex(self)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/plain": self.text(), "text/html": views.html.solutions_html(self)}
