"""Equilibria as functions of the parameters, with the conditions under which they exist."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, overload

from games import Game, GameError
from games.numbers import Expression, Number

from . import views
from .assessment import Assessment, Verdict
from .by_type import ByType
from .classes import EquilibriumClass
from .equilibrium import Equilibrium, of_game
from .facts import OpenRange, Pin, Relation
from .names import Name
from .questions import ask
from .tabular import Tabular

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True)
class Family(Tabular, Equilibrium):
    """A solution as a function of parameters, with the conditions under which it exists.

    Parameters
    ----------
    called : Name
        By what is played, in the words of the field; its text, `name`, is unique within a game.
    generic : bool
        Whether it exists on a set with interior; otherwise it lives on a wall (knife edge).
    cases : tuple of tuple of Relation
        It exists where all comparisons of one of the tuples hold (mostly there is just one); `conditions` says it in words.
    assessment : Assessment
        Probabilities and beliefs as closed forms in the parameters and the symbols of `free`.
    payoffs, outcomes, measures : dict from str to number
        As closed forms.
    ranges : tuple of OpenRange
        What is left open, and what is known of it; `free` says it in words.
    ends : dict from str to (tuple of number, tuple of number)
        The lower and upper bounds of each symbol of `free`, in the parameters and the other symbols; absent where
        the range is given by comparisons of degree two, or depends on which of several conditions holds.
    pins : tuple of Pin
        Which indifference pins which mix; `reasons` says it in words.
    bases : int
        How many realised bases it covers.
    exists : callable
        ``exists(point)`` says whether it exists at an exact parameter point.
    shared : Name or None
        Of the class of families with the same outcome distribution: what is played on the path; its text is `group`.
    verdict : Verdict or None
        What the refinement says that was asked for.
    limits : tuple of tuple of (Expression, str)
        What holds of the symbols of `free`, exactly and together: all comparisons with zero of one of the tuples.
    class_size : int
        How many families there are that differ from it by labels only, itself counted.
    by_type : ByType or None
        In a game with types from a continuum: cells of types, their play, and what is believed of types. What the profile says there is
        what the others expect.
    game : Game or None
        The game, symbolic in the parameters; `Families` puts it in.
    """

    called: Name
    generic: bool
    cases: tuple[tuple[Relation, ...], ...]
    assessment: Assessment
    payoffs: Mapping[str, Number]
    outcomes: Mapping[str, Number]
    measures: Mapping[str, Number]
    ranges: tuple[OpenRange, ...]
    ends: Mapping[str, tuple[tuple[Number, ...], tuple[Number, ...]]]
    pins: tuple[Pin, ...]
    bases: int
    exists: Callable[[Mapping[str, Number]], bool] = field(repr=False, compare=False)
    shared: Name | None = None
    verdict: Verdict | None = None
    limits: tuple[tuple[tuple[Expression, str], ...], ...] = field(default=(), repr=False, compare=False)
    class_size: int = 1
    by_type: ByType | None = field(default=None, compare=False)
    game: Game | None = field(default=None, repr=False, compare=False)

    @cached_property
    def group(self) -> str:
        """Names the class of families with the same outcome distribution."""
        return "" if self.shared is None else self.shared.text()

    @cached_property
    def reasons(self) -> tuple[str, ...]:
        """Which indifference pins which mix, in words."""
        return tuple(map(views.sentences.pin, self.pins))

    @cached_property
    def told_cases(self) -> tuple[tuple[Relation, ...], ...]:
        """The cases as short as they can be proved to be, for whoever reads them."""
        if self.game is None or all(len(case) < 2 for case in self.cases):
            return self.cases
        shorter: tuple[tuple[Relation, ...], ...] = ask("conditions of a family in short", self)
        return shorter

    def condition_texts(self) -> list[str]:
        """The conditions, all of which must hold; alternatives joined by ``or``."""
        if len(self.conditions) == 1:
            return list(self.conditions[0])
        return [" or ".join("(" + " and ".join(c or ("always",)) + ")" for c in self.conditions)] if self.conditions else ["never"]

    @cached_property
    def conditions(self) -> tuple[tuple[str, ...], ...]:
        """The cases in words."""
        return tuple(tuple(relation.text() for relation in case) for case in self.cases)

    def frame(self) -> pandas.DataFrame:
        """Give a long table in closed form: quantity, player, information set, of what, value."""
        return views.frames.family_frame(self)

    def as_json(self) -> dict[str, Any]:
        """Write the family for programs."""
        return {
            "name": self.name,
            "generic": self.generic,
            "conditions": self.condition_texts(),
            "cases": [[relation.as_json() for relation in case] for case in self.cases],
            **({} if self.shared is None else {"group": self.shared.as_json()}),
            **self.play_json(),
            "reasons": [pin.as_json() for pin in self.pins],
            "bases": self.bases,
            **({"class_size": self.class_size} if self.class_size > 1 else {}),
            **({} if self.verdict is None else {"verdict": self.verdict.as_json()}),
        }

    def __repr__(self) -> str:
        return f"<Family {self.name}>"

    def text(self) -> str:
        """Write the family for people."""
        return views.text.family_text(self)

    def latex(self) -> str:
        """Write the family as a LaTeX table (booktabs)."""
        return views.latex.family_latex(self)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/plain": self.text(), "text/html": views.html.family_html(self)}


@dataclass(frozen=True)
class Families(Tabular, Sequence[Family]):
    """Every parametric family of a game.

    Parameters
    ----------
    game : Game
        The game, symbolic in `over`.
    concept : str
        The equilibrium concept.
    over : tuple of str
        The parameters that stay symbolic.
    domain : tuple of str
        What is assumed of them.
    found : {"all", "some"}
        Whether the search was exhaustive.
    proved : bool
        Whether a second formulation also found nothing else.
    undecided_bases : tuple of str
        Bases that no method could decide, in words.
    bases : dict
        Realised bases before faces are merged: ``generic``, and ``knife_edge`` (None when not asked for).
    families : sequence of Family
        Generic ones first, then knife edges; those that survive somewhere, where a refinement was asked for.
    left : tuple of str
        Where the search was stopped: the parts of it that were not finished, in words.
    refine : str or None
        The refinement.
    removed : tuple of Family
        The families that it removes everywhere, each with its verdict.
    classes : tuple of EquilibriumClass
        Families that differ by labels only, class by class; empty where nothing in the game is alike, and where a map was asked for.
    order : tuple of str
        The names of all families before a refinement, by which they are lettered; empty where none was asked for.
    """

    game: Game = field(repr=False)
    concept: str
    over: tuple[str, ...]
    domain: tuple[str, ...]
    found: str
    proved: bool
    undecided_bases: tuple[str, ...]
    bases: Mapping[str, int | None]
    families: Sequence[Family]
    left: tuple[str, ...] = ()
    refine: str | None = None
    removed: tuple[Family, ...] = ()
    classes: tuple[EquilibriumClass, ...] = ()
    order: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "families", of_game(self.families, self.game))
        object.__setattr__(self, "removed", of_game(self.removed, self.game))

    @property
    def undecided(self) -> int:
        """How many bases no method could decide."""
        return len(self.undecided_bases)

    def __len__(self) -> int:
        return len(self.families)

    @overload
    def __getitem__(self, k: int) -> Family: ...
    @overload
    def __getitem__(self, k: slice) -> Sequence[Family]: ...
    def __getitem__(self, k: int | slice) -> Family | Sequence[Family]:
        return self.families[k]

    def __iter__(self) -> Iterator[Family]:
        return iter(self.families)

    def representatives(self) -> tuple[Family, ...]:
        """Give one family of each class; all of them where nothing in the game is alike."""
        return tuple(self[one.members[0]] for one in self.classes) if self.classes else tuple(self)

    def named(self, name: str) -> Family:
        """Find a family by its name, or by its letter as it is told, with its number where several share one (``"B2"``)."""
        for family in self.families:
            if family.name == name:
                return family
        tags = views.classes.tags_of_all(self)
        for family in self.families:
            if tags[family.name][1] == name:
                return family
        told = [tags[family.name] for family in self.families]
        several = [tag for letter, tag in told if letter == name]
        if several:
            raise GameError(f"{name} is told as {' and '.join(several)}, which differ off the path of play; ask for one of them.")
        raise GameError(f"There is no family {name!r}; there are {', '.join(tag for _, tag in told)}.")

    def frame(self) -> pandas.DataFrame:
        """Give a long table in closed form: letter, family, exists, quantity, of what, value."""
        return views.frames.families_frame(self)

    def as_json(self) -> dict[str, Any]:
        """Write the families for programs."""
        letters = views.classes.tags_of_all(self)
        return {
            "game": self.game.name,
            "fingerprint": self.game.fingerprint,
            "concept": self.concept,
            "parameters": list(self.game.parameters),
            "over": list(self.over),
            "domain": list(self.domain),
            "found": self.found,
            "proved": self.proved,
            "undecided": self.undecided,
            "bases": dict(self.bases),
            **({"left": list(self.left)} if self.left else {}),
            "families": [family.as_json() | {"letter": letters[family.name][1]} for family in self.families],
            **({} if self.refine is None else {"refine": self.refine, "removed": [one.as_json() for one in self.removed]}),
            **({"order": list(self.order)} if self.order else {}),
            **({"classes": [one.as_json() for one in self.classes]} if self.classes else {}),
        }

    def __repr__(self) -> str:
        over = f" in {', '.join(self.over)}" if self.over else ""
        refined = f", {len(self.removed)} removed by {self.refine}" if self.refine else ""
        alike = f" in {len(self.classes)} classes" if 0 < len(self.classes) < len(self) else ""
        return f"<Families of {self.game.name}{over}: {len(self)} {self.concept}{alike}, found {self.found}{refined}>"

    def text(self, details: bool | None = None) -> str:
        """Write the families for people; their closed forms when they are few, or as `details` says."""
        return views.text.families_text(self, details)

    def latex(self) -> str:
        """Write the families as a LaTeX table (booktabs)."""
        return views.latex.families_latex(self)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/plain": self.text(), "text/html": views.html.families_html(self)}
