"""Profiles and assessments, with what the verifier and the refinements say of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from games import GameError
from games.numbers import Expression, Number

from . import views
from .tabular import Told
from .written import nested, number

Strategies: TypeAlias = Mapping[str, Mapping[str, Mapping[str, Number]]]


@dataclass(frozen=True)
class Profile(Told):
    """Behaviour strategies: ``profile["US"]["pass"]["strike"]`` is a probability.

    Parameters
    ----------
    strategies : dict
        Player, information set, action, probability; every action listed, zeros too.
    idle : frozenset of (player, information set)
        Where any choice serves, as play comes there only when that player leaves its own plan, or two players theirs: what stands
        there is filled in. Only under concepts that test whole strategies before play, or before a subgame.
    """

    strategies: Strategies
    idle: frozenset[tuple[str, str]] = field(default=frozenset(), compare=False)

    def text(self) -> str:
        """Write who plays what, a line for each player."""
        return views.parts.profile_text(self)

    def __repr__(self) -> str:
        return f"<Profile: {views.parts.profile_line(self)}>"

    def __getitem__(self, player: str) -> Mapping[str, Mapping[str, Number]]:
        return self.strategies[player]

    def at(self, values: Mapping[str, Number]) -> Profile:
        """Put numbers in for symbols."""
        return Profile(
            {
                player: {s: {a: x.at(values) if isinstance(x, Expression) else x for a, x in row.items()} for s, row in sets.items()}
                for player, sets in self.strategies.items()
            },
            self.idle,
        )

    def as_json(self) -> dict[str, Any]:
        """Write the profile for programs."""
        return dict(nested(self.strategies))

    def idle_json(self) -> dict[str, Any]:
        """Write for programs where any choice serves equally, as an entry of its own; nothing where there is no such set."""
        idle = {player: [label for label in sets if (player, label) in self.idle] for player, sets in self.strategies.items()}
        return {"any": {player: labels for player, labels in idle.items() if labels}} if self.idle else {}

    @classmethod
    def from_json(cls, source: Any) -> Profile:
        """Read a profile written by `as_json`."""
        return cls(_numbers(source, "The profile"))


@dataclass(frozen=True)
class Assessment:
    """A profile with beliefs.

    Parameters
    ----------
    profile : Profile
        Behaviour strategies.
    beliefs : dict or None
        Player, information set, history, probability; None when not given.
    """

    profile: Profile
    beliefs: Strategies | None = None

    def as_json(self) -> dict[str, Any]:
        """Write profile and beliefs for programs."""
        return {"profile": self.profile.as_json()} | ({} if self.beliefs is None else {"beliefs": nested(self.beliefs)})

    @classmethod
    def from_json(cls, source: Any) -> Assessment:
        """Read an assessment written by `as_json`; beliefs may be absent."""
        if not isinstance(source, Mapping) or "profile" not in source:
            raise GameError('An assessment is an object with "profile" and perhaps "beliefs".')
        beliefs = source.get("beliefs")
        return cls(Profile.from_json(source["profile"]), None if beliefs is None else _numbers(beliefs, "The beliefs"))


@dataclass(frozen=True)
class Certificate(Told):
    """What the verifier found; computed after the fact, never by a solver.

    Parameters
    ----------
    concept : str
        The concept checked.
    equilibrium : bool
        The verdict.
    gains : dict from str to number
        Per player; under ``nash`` the gain of the best whole strategy before play, under
        the other concepts the largest conditional gain at any own information set.
    rational : bool
        Whether no player gains.
    consistent : bool or None
        Whether beliefs are limits of Bayes' beliefs; None where the concept does not ask.
    reason : str
        One sentence: why it is none, or what was checked.
    module, program : str
        What checked, and of which program in which version.
    """

    concept: str
    equilibrium: bool
    gains: Mapping[str, Number]
    rational: bool
    consistent: bool | None
    reason: str
    module: str
    program: str

    def text(self) -> str:
        """Write the verdict, what each player would gain, and why."""
        return views.parts.certificate_text(self)

    def __repr__(self) -> str:
        return f"<Certificate: {'an' if self.equilibrium else 'no'} equilibrium ({self.concept}). {self.reason}>"

    @property
    def by(self) -> str:
        """What checked, in words."""
        return f"{self.module} of {self.program}"

    def as_json(self) -> dict[str, Any]:
        """Write the certificate for programs."""
        return {"gains": nested(self.gains), "rational": self.rational, "consistent": self.consistent}


@dataclass(frozen=True)
class Verdict:
    """What a refinement says of an equilibrium, or of a family of them.

    Parameters
    ----------
    refinement : str
        Its name.
    survives : {"yes", "no", "somewhere", "in some member", "undecided"}
        Whether the outcome stands: on all that it is asked of, on nothing, in part of the parameters (see `conditions`),
        or in some members only of a continuum in which payoffs vary.
    conditions : tuple of tuple of str
        For "somewhere": it stands where all conditions of one of the tuples hold, beside those of the family.
    deleted : tuple of (str, str)
        Types that the receiver rules out, each with the message.
    responses : tuple of dict
        For each of these, a reply of the receiver that separates it from the types that gain: information set, action, number.
    reason : str
        In words.
    checked : bool or None
        Whether the verifier, asked at a point, says the same; None when it was not asked.
    """

    refinement: str
    survives: str
    conditions: tuple[tuple[str, ...], ...]
    deleted: tuple[tuple[str, str], ...]
    responses: tuple[Mapping[str, Mapping[str, Number]], ...]
    reason: str
    checked: bool | None = None

    def as_json(self) -> dict[str, Any]:
        """Write the verdict for programs."""
        return {
            "refinement": self.refinement,
            "survives": self.survives,
            "conditions": [list(c) for c in self.conditions],
            "deleted": [
                {"type": kind, "message": message, "response": nested(response)}
                for (kind, message), response in zip(self.deleted, self.responses, strict=True)
            ],
            "reason": self.reason,
            "checked": self.checked,
        }


def _numbers(source: Any, where: str) -> dict[str, dict[str, dict[str, Number]]]:
    def row(entry: Any) -> dict[str, Number]:
        return {entry: 1} if isinstance(entry, str) else {a: number(x) for a, x in entry.items()}

    try:
        return {p: {s: row(entry) for s, entry in sets.items()} for p, sets in source.items()}
    except AttributeError:
        raise GameError(f"{where} is not of the form {{player: {{information set: {{action or history: number}}}}}}.") from None
