"""What an equilibrium concept is, and what a refinement is: one record each, which everything else reads.

What a record does not offer is None or False, and is refused in words made from the records that do.
The records are light: what they refer to is imported when it is used.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from games import Game
    from games.numbers import Number

Need: TypeAlias = "Callable[[Game, str], None]"
"""Raises a `GameError`, with the reason, for a game in which the concept or refinement of this name is not defined."""


def not_offered(*_: Any, **__: Any) -> Any:
    """Stands for what a record leaves out; the front door refuses a concept without methods before this can be called."""
    from games import GameError

    raise GameError("This concept has verdicts only; there is no search for it.")


class OffPath(Enum):
    """What may be believed off the path of play."""

    CONSISTENT = "limits of Bayes' beliefs under trembles"
    FREE = "anything"
    COMMON = "beliefs about types that all hold in common, by Bayes' rule from period to period"
    NONE = "nothing is asked"


class Deviations(Enum):
    """What nobody may gain by."""

    ACTIONS = "another action at one information set"
    CONTINUATIONS = "another continuation strategy from an information set on"
    STRATEGIES = "another strategy before play"


@dataclass(frozen=True)
class Method:
    """One way to solve.

    Parameters
    ----------
    name : str
        What it is called.
    finds : {"all", "some", "one"}
        How many equilibria.
    exact : bool
        Whether in exact arithmetic.
    symbolic : bool
        Whether parameters may stay open (families and maps).
    needs : str
        What a game must be.
    how : str
        The algorithm, in a phrase.
    door : str
        The call that takes it: ``solve`` and its kin, or ``approximate``.
    """

    name: str
    finds: str
    exact: bool
    symbolic: bool
    needs: str
    how: str
    door: str = "solve"


@dataclass(frozen=True, kw_only=True)
class Concept:
    """An equilibrium concept.

    Parameters
    ----------
    name : str
        What it is called in Python, on the command line and in results.
    plural : str
        Its equilibria, in words.
    source : str
        Who defined it, with the year.
    definition : str
        What it asks, in a sentence; empty where the source suffices.
    references : tuple of str
        Entries for the bibliography of a paper, in LaTeX.
    theorem : str
        What "all" rests on besides an exhaustive search; empty when on nothing.
    exists : bool
        Whether every finite game with perfect recall has one.
    symmetric : bool
        Whether its equilibria stay equilibria when what is alike in a game changes places, so that those alike are searched once.
    implies : tuple of str
        Concepts of which each of its equilibria is one too, at least the next weaker ones.
    needs : tuple of callables
        What a game must have; each refuses a game that lacks it.
    methods : tuple of Method
        Ways to solve, the default first; none for a concept of which there are verdicts only.
    solve : callable
        ``solve(concept, game, at, method)`` gives the `Solutions` of a game without open parameters; `method` is None by default.
        What else the user asks for, ``seconds`` or the supports ``given``, is handed on by name.
    search : callable
        ``search(view, oracle, generic=, journal=)`` makes the exact engine's search over supports.
    beliefs : OffPath
        What may be believed off the path of play.
    deviations : Deviations
        What nobody may gain by.
    everywhere : bool
        Whether nobody may gain in any subgame either, where deviations are whole strategies.
    asks : tuple of str
        What `solve` is told by name beside the values of parameters; the first of them has to be given.
    probed : bool
        Whether what the search will take can be estimated.
    maps : bool
        Whether there are maps of regimes.
    decisions : bool
        Whether the decisions that a map rests on can be written as files.
    continua : bool
        Whether it is defined for, and found in, games with types from a continuum.
    partial : bool
        Whether the supports of some information sets can be given, so that only the rest is searched.
    lifts : bool
        Whether one of its equilibria can be lifted from a learned profile, and traced.
    programs : bool
        Whether those of a zero-sum game are the optima of a linear program, which is traced then.
    check : str or None
        The verifier's check, by its name there.
    enumeration : str or None
        The variant of the verifier's independent enumeration, by its name there.
    compared : bool
        Whether the table of concepts has a column for it.
    missed : callable or None
        ``missed(game, bases)`` asks a second formulation for an equilibrium outside the bases; "none" when there is none.
    """

    name: str
    plural: str
    source: str = ""
    definition: str = ""
    references: tuple[str, ...] = ()
    theorem: str = ""
    exists: bool = False
    symmetric: bool = False
    implies: tuple[str, ...] = ()
    needs: tuple[Need, ...] = ()
    methods: tuple[Method, ...] = ()
    solve: Callable[[Concept, Game, Mapping[str, Number], str | None], Any] = not_offered
    search: Callable[..., Any] = not_offered
    beliefs: OffPath = OffPath.CONSISTENT
    deviations: Deviations = Deviations.ACTIONS
    everywhere: bool = False
    asks: tuple[str, ...] = ()
    probed: bool = False
    maps: bool = False
    decisions: bool = False
    continua: bool = False
    partial: bool = False
    lifts: bool = False
    programs: bool = False
    check: str | None = None
    enumeration: str | None = None
    compared: bool = True
    missed: Callable[[Game, Sequence[Any]], str] | None = None

    @property
    def families(self) -> bool:
        """Whether there are families in open parameters."""
        return any(method.symbolic for method in self.methods)

    @property
    def on_path(self) -> bool:
        """Whether nothing is asked, and nothing believed, off the path of play."""
        return self.beliefs is OffPath.NONE and not self.everywhere

    @property
    def described(self) -> str:
        """Its equilibria in words, with the source and what is asked."""
        source = f" ({self.source})" if self.source else ""
        return f"{self.plural}{source}{f': {self.definition}' if self.definition else ''}"

    def check_needs(self, game: Game) -> None:
        """Refuse a game in which the concept is not defined."""
        for need in self.needs:
            need(game, self.name)


@dataclass(frozen=True, kw_only=True)
class Refinement:
    """A refinement: which of a concept's outcomes stand.

    Parameters
    ----------
    name : str
        What it is called in Python, on the command line and in results.
    words : str
        What it keeps, to follow the name of equilibria, as "whose outcome is divine".
    source : str
        Who defined it, with the year.
    judge : callable
        ``judge(unsent, rivals)`` gives the `Finding` on one message that nobody sends, in numbers.
    refines : str
        The concept whose equilibria it judges.
    references : tuple of str
        Entries for the bibliography of a paper, in LaTeX.
    needs : tuple of callables
        What a game must have; each refuses a game that lacks it.
    mixed : bool
        Whether mixed replies count; otherwise the verdict looks at pure ones only.
    cut : bool
        Whether beliefs may be the prior cut down to several types; otherwise they are mixtures of certainties.
    rivals : bool
        Whether the verdict looks at the other equilibria; they are given to `judge` as pairs of senders and of those better off.

    Notes
    -----
    The verifier has a test of its own by the same name.
    """

    name: str
    words: str
    source: str
    judge: Callable[..., Any]
    refines: str = "sequential"
    references: tuple[str, ...] = ()
    needs: tuple[Need, ...] = ()
    mixed: bool = True
    cut: bool = False
    rivals: bool = False

    @property
    def described(self) -> str:
        """What it keeps, with the source."""
        return f"{self.words} ({self.source})"

    def check_needs(self, game: Game) -> None:
        """Refuse a game in which the refinement is not defined."""
        for need in self.needs:
            need(game, self.name)


@dataclass(frozen=True, kw_only=True)
class Correlation:
    """A concept of correlated play: a device or a mediator advises, and nobody gains by not following.

    Parameters
    ----------
    name : str
        What it is called in Python, on the command line and in results.
    plural : str
        Its devices, in words.
    source : str
        Who defined it, with the year.
    definition : str
        What a deviating player knows, in a sentence.
    program : callable
        ``program(endings, name, players=)`` writes the linear program whose solutions are its devices.
    check : str
        The verifier's check, by its name there.
    references : tuple of str
        Entries for the bibliography of a paper, in LaTeX.
    implies : tuple of str
        Concepts of correlated play of which each of its devices brings about what some device of theirs does.
    needs : tuple of callables
        What a game must have; each refuses a game that lacks it.
    hears : bool
        Whether it hears reports during play.
    """

    name: str
    plural: str
    source: str
    definition: str
    program: Callable[..., Any]
    check: str
    references: tuple[str, ...] = ()
    implies: tuple[str, ...] = ()
    needs: tuple[Need, ...] = ()
    hears: bool = False

    @property
    def described(self) -> str:
        """Its devices in words, with the source and what is asked."""
        return f"{self.plural} ({self.source}): {self.definition}"

    def check_needs(self, game: Game) -> None:
        """Refuse a game in which the concept is not defined."""
        for need in self.needs:
            need(game, self.name)
