"""An exact equilibrium that was found near a learned one, with its closed form and the region where it holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, TypeAlias

from games import Game
from games.numbers import Expression, Number, sign_of, text

from . import views
from .assessment import Assessment, Certificate, Profile, Strategies
from .facts import Relation
from .family import Family
from .names import Name
from .questions import ask
from .reasons import Reason
from .written import nested

Box: TypeAlias = tuple[Fraction, Fraction]
Boxes: TypeAlias = Mapping[str, Mapping[str, Mapping[str, Box]]]


def boxes_json(boxes: Boxes) -> dict[str, Any]:
    """Write bounds of probabilities for programs."""
    return {
        player: {label: {action: list(map(text, ends)) for action, ends in row.items()} for label, row in sets.items()}
        for player, sets in boxes.items()
    }


@dataclass(frozen=True)
class Border:
    """One condition of a lift, and what happens where it ends.

    Parameters
    ----------
    relation : Relation
        What must hold.
    reasons : tuple of Start, Stop or Fade
        Who starts or stops playing what where both sides are equal.
    """

    relation: Relation
    reasons: tuple[Reason, ...]

    def as_json(self) -> dict[str, Any]:
        """Write the border for programs."""
        return {"condition": self.relation.text(), "reasons": [reason.as_json() for reason in self.reasons]}


@dataclass(frozen=True)
class Origin:
    """How a lift was found.

    Parameters
    ----------
    how : {"learned", "sharpened", "given", "completed"}
        Whether the profile from which supports were read was learned by regrets, or by replies that sharpen, or given; or any of
        these, but on the path of play alone.
    gap : float or None
        What all players could win, in sum, by best replies to that profile, in payoffs.
    trembles : float
        The least probability of every action when it was learned.
    iterations : int
        How long it was learned, or in how many steps.
    supports : int
        How many supports were tried.
    """

    how: str
    gap: float | None
    trembles: float
    iterations: int
    supports: int

    def as_json(self) -> dict[str, Any]:
        """Write the origin for programs."""
        return {"kind": self.how, "gap": self.gap, "trembles": self.trembles, "iterations": self.iterations, "supports": self.supports}


@dataclass(frozen=True)
class Everywhere:
    """Whether all of some numbers are positive at a point.

    Parameters
    ----------
    positive : tuple of Expression
        The numbers, in the parameters.
    """

    positive: tuple[Expression, ...]

    def __call__(self, point: Mapping[str, Number]) -> bool:
        """Decide it exactly."""
        return all(sign_of(number.at(point)) > 0 for number in self.positive)


@dataclass(frozen=True)
class Lift:
    """An exact equilibrium near a learned one; others may exist beside it.

    Parameters
    ----------
    game : Game
        The game, open in `over`.
    concept : str
        The equilibrium concept.
    over : tuple of str
        The parameters in which closed forms and the region are written.
    at : dict from str to Fraction
        The point at which it was found.
    assessment : Assessment
        Probabilities and beliefs in the parameters of `over`.
    payoffs, outcomes, measures : dict from str to number
        As for a solution, in the parameters of `over`.
    conditions : tuple of Border or None
        The region around the point where it is an equilibrium, beside the domain; None where it was not worked out.
    trembles : dict from str to dict from str to dict from str to number
        Player, information set, action: the size of a tremble, where all others have size one; the witness of consistency.
    pins : dict from str to dict from str to dict from str to Fraction
        Probabilities or trembles that no equation determines, and the values that were taken.
    boxes : dict from str to dict from str to dict from str to (Fraction, Fraction)
        Player, information set, action: between what an irrational probability lies, at the point; of the indifferences exactly one
        solution lies within 2**-84 of it. Where no closed form is known, probabilities other than 0 and 1 are floats.
    ties : int
        How many actions that are not played are exactly as good as those that are, wherever the lift holds.
    origin : Origin
        How it was found.
    certificate : Certificate
        By the verifier, at the point; in a large game for ``nash`` alone.
    notes : tuple of str
        What was not worked out, and why; in sentences.
    """

    game: Game = field(repr=False)
    concept: str
    over: tuple[str, ...]
    at: Mapping[str, Fraction]
    assessment: Assessment = field(repr=False)
    payoffs: Mapping[str, Number]
    outcomes: Mapping[str, Number]
    measures: Mapping[str, Number]
    conditions: tuple[Border, ...] | None
    trembles: Strategies
    pins: Strategies
    ties: int
    origin: Origin
    certificate: Certificate = field(repr=False)
    notes: tuple[str, ...] = ()
    boxes: Boxes = field(default_factory=dict, repr=False)
    found: str = "one"

    @property
    def profile(self) -> Profile:
        """The behaviour strategies."""
        return self.assessment.profile

    @property
    def beliefs(self) -> Strategies:
        """The beliefs: player, information set, history, probability."""
        return self.assessment.beliefs or {}

    @property
    def cell(self) -> tuple[Relation, ...]:
        """The conditions as comparisons."""
        return tuple(border.relation for border in self.conditions or ())

    @property
    def family(self) -> Family:
        """The same as a family, so that its views and LaTeX may be used; one of perhaps many."""
        inside = tuple(
            relation.difference if relation.relation in (">", ">=") else Expression.constant(0) - relation.difference
            for relation in self.cell
        )
        return Family(
            called=Name(given="lifted equilibrium"),
            generic=True,
            cases=(self.cell,),
            assessment=self.assessment,
            payoffs=self.payoffs,
            outcomes=self.outcomes,
            measures=self.measures,
            ranges=(),
            ends={},
            pins=(),
            bases=1,
            exists=Everywhere(inside),
        )

    def along(self, parameter: str) -> tuple[Number | None, Number | None]:
        """Give the exact ends of where it holds along one parameter, the others staying; None where nothing ends it."""
        ends: tuple[Number | None, Number | None] = ask("where a lift holds along a parameter", self, parameter)
        return ends

    def as_json(self) -> dict[str, Any]:
        """Write the lift for programs."""
        return {
            "game": self.game.name,
            "fingerprint": self.game.fingerprint,
            "concept": self.concept,
            "over": list(self.over),
            "at": nested(self.at),
            "found": self.found,
            "complete": False,
            "profile": self.profile.as_json(),
            "beliefs": nested(self.beliefs),
            "payoffs": nested(self.payoffs),
            "outcomes": nested(self.outcomes),
            "measures": nested(self.measures),
            "conditions": None if self.conditions is None else [border.relation.text() for border in self.conditions],
            "borders": [border.as_json() for border in self.conditions or ()],
            "trembles": nested(self.trembles),
            "pins": nested(self.pins),
            "boxes": boxes_json(self.boxes),
            "ties": self.ties,
            "origin": self.origin.as_json(),
            "certificate": self.certificate.as_json(),
            "notes": list(self.notes),
        }

    def __repr__(self) -> str:
        at = ", ".join(f"{name} = {text(value)}" for name, value in self.at.items())
        return f"<Lift of {self.game.name}{f' at {at}' if at else ''}: one {self.concept} equilibrium>"

    def text(self) -> str:
        """Write the lift for people."""
        return views.traces.lift_text(self)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/plain": self.text()}
