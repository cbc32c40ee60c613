"""Which outcome survives which concept: plain data, shown as one table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, overload

from games import Game
from games.numbers import Number

from . import views
from .tabular import Tabular
from .written import exact, nested

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True)
class Surviving:
    """An outcome, and how far it gets.

    Parameters
    ----------
    name : str
        What is played on the path.
    endings : dict from str to number
        The probability of every ending, by history, in the equilibrium that the name is of; zeros left out. It may hold open
        symbols, in a continuum of outcomes.
    outcomes, payoffs : dict from str to number
        The probability of each class of endings, and expected payoffs in the equilibrium that the name is of.
    survives : dict from str to bool or None
        Per concept; None when the search for it was not exhaustive and did not find the outcome, or could not decide.
    falls : str or None
        The first concept that it fails.
    reason : str
        Why it fails there.
    plays : int
        In how many ways it is brought about: different probabilities of endings.
    equilibria : dict from str to int
        How many equilibria found under each concept bring it about, a continuum counted once.
    """

    name: str
    endings: Mapping[str, Number]
    outcomes: Mapping[str, Number]
    payoffs: Mapping[str, Number]
    survives: Mapping[str, bool | None]
    falls: str | None
    reason: str
    plays: int = 1
    equilibria: Mapping[str, int] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Write the outcome for programs."""
        return {
            "name": self.name,
            "endings": nested(self.endings),
            "outcomes": nested(self.outcomes),
            "payoffs": nested(self.payoffs),
            "survives": dict(self.survives),
            "falls": self.falls,
            "reason": self.reason,
            "plays": self.plays,
            "equilibria": dict(self.equilibria),
        }


@dataclass(frozen=True)
class Arranged:
    """What a device, a mediator or a leader could bring about at best.

    Parameters
    ----------
    by : str
        A concept of correlated play, best for the payoffs of all together; or ``"commitment of PLAYER"``, best for that player.
    outcomes, payoffs : dict from str to number
        The probability of each class of endings, and expected payoffs.
    among : int or None
        The outcome of the table that this is, counted from 1; None where it is none of them.
    """

    by: str
    outcomes: Mapping[str, Number]
    payoffs: Mapping[str, Number]
    among: int | None

    def as_json(self) -> dict[str, Any]:
        """Write it for programs."""
        return {"by": self.by, "outcomes": nested(self.outcomes), "payoffs": nested(self.payoffs), "among": self.among}


@dataclass(frozen=True)
class ConceptTable(Tabular, Sequence[Surviving]):
    """Every outcome found under any concept, against all concepts that the game admits.

    Parameters
    ----------
    game : Game
        The game, at the point.
    at : dict from str to number
        The parameter point.
    concepts : tuple of str
        The columns, weaker ones first; refinements last.
    refused : dict from str to str
        The concepts that are not defined, or not solved, for this game, each with the reason.
    rows : tuple of Surviving
        The outcomes, those that survive longest first.
    because : dict from str to str
        The same reasons as those of `refused`, without what they are said of.
    named : bool
        Whether outcomes are distributions over what the story names; otherwise over endings.
    arranged : tuple of Arranged
        What devices, mediators and leaders who commit themselves could bring about.
    """

    game: Game = field(repr=False)
    at: Mapping[str, Number]
    concepts: tuple[str, ...]
    refused: Mapping[str, str]
    rows: tuple[Surviving, ...]
    because: Mapping[str, str] = field(default_factory=dict, repr=False)
    named: bool = False
    arranged: tuple[Arranged, ...] = ()

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, k: int) -> Surviving: ...
    @overload
    def __getitem__(self, k: slice) -> Sequence[Surviving]: ...
    def __getitem__(self, k: int | slice) -> Surviving | Sequence[Surviving]:
        return self.rows[k]

    def __iter__(self) -> Iterator[Surviving]:
        return iter(self.rows)

    def as_json(self) -> dict[str, Any]:
        """Write the table for programs."""
        return {
            "game": self.game.name,
            "fingerprint": self.game.fingerprint,
            "at": {name: exact(x) for name, x in self.at.items()},
            "concepts": list(self.concepts),
            "refused": dict(self.refused),
            "outcomes": [row.as_json() for row in self.rows],
            "arranged": [one.as_json() for one in self.arranged],
        }

    def frame(self) -> pandas.DataFrame:
        """Give a row for each outcome: its name, a column for each concept, where it falls and why."""
        return views.hierarchy.concepts_frame(self)

    def __repr__(self) -> str:
        return f"<ConceptTable of {self.game.name}: {len(self)} outcomes, {len(self.concepts)} concepts>"

    def text(self) -> str:
        """Write the table for people."""
        return views.hierarchy.concepts_text(self)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/plain": self.text(), "text/html": views.hierarchy.concepts_html(self)}
