"""What an equilibrium at a point and a family of equilibria have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from games import Game, GameError
from games.numbers import Number

from . import views
from .assessment import Assessment, Profile, Strategies
from .by_type import ByType, TypeCell
from .classes import Members
from .facts import OpenRange
from .names import Name
from .on_request import OnRequest
from .written import nested

if TYPE_CHECKING:
    from games.draw import Drawing


class Equilibrium:
    """An assessment with its name, what it brings, and what it leaves open; `Solution` and `Family` say what else they hold."""

    called: Name
    assessment: Assessment
    payoffs: Mapping[str, Number]
    outcomes: Mapping[str, Number]
    measures: Mapping[str, Number]
    ranges: tuple[OpenRange, ...]
    by_type: ByType | None
    game: Game | None

    @cached_property
    def name(self) -> str:
        """In the words of the field; that of a family is unique within a game."""
        return self.called.text()

    @cached_property
    def free(self) -> Mapping[str, str]:
        """What is left open, and its range in words."""
        return {open_range.symbol: views.sentences.open_range(open_range) for open_range in self.ranges}

    @property
    def profile(self) -> Profile:
        """The behaviour strategies."""
        return self.assessment.profile

    @property
    def beliefs(self) -> Strategies:
        """The beliefs: player, information set, history, probability."""
        return self.assessment.beliefs or {}

    @property
    def cells(self) -> Mapping[str, tuple[TypeCell, ...]]:
        """In a game with types from a continuum: the types that play alike, by player from the lowest to the highest."""
        return {} if self.by_type is None else self.by_type.cells

    @property
    def cutoffs(self) -> Mapping[str, tuple[Number, ...]]:
        """In a game with types from a continuum: the types at which behaviour changes, by player."""
        return {} if self.by_type is None else self.by_type.cutoffs

    def draw(self, *, below: str = "", max_nodes: int = 200) -> Drawing:
        """Draw the equilibrium on the tree of its game.

        What is played is thick, what is off the path pale, a move that is not made though it pays the same dotted; mixes stand below
        their branches, beliefs in brackets beside the nodes.

        Parameters
        ----------
        below : str
            The history of the node at which the picture begins; the whole tree when empty.
        max_nodes : int
            Of a larger tree parts are folded, those that play does not reach first.

        Returns
        -------
        Drawing
            Shown in a notebook; ``.svg()``, ``.tikz()`` and ``.save("file.svg")`` write it.

        Raises
        ------
        GameError
            When no node has that history, or the equilibrium was made without its game.
        """
        if self.game is None:
            raise GameError("This equilibrium does not know its game; take it from what solve or families returns, or use games.draw_tree.")
        drawing: Drawing = views.trees.equilibrium_drawing(self.game, self, below, max_nodes)
        return drawing

    def play_json(self) -> dict[str, Any]:
        """Write for programs what is played and believed, what it brings, and what is left open."""
        return {
            "profile": self.profile.as_json(),
            **self.profile.idle_json(),
            "beliefs": nested(self.beliefs),
            "payoffs": nested(self.payoffs),
            "outcomes": nested(self.outcomes),
            "measures": nested(self.measures),
            "free": dict(self.free),
            "free_bounds": [open_range.as_json() for open_range in self.ranges],
            "play": self.called.as_json(),
            **({} if self.by_type is None else self.by_type.as_json()),
        }


Kind = TypeVar("Kind", bound="Equilibrium")


def of_game(equilibria: Iterable[Kind], game: Game) -> Sequence[Kind]:
    """The same equilibria, which know their game."""
    if isinstance(equilibria, Members):
        known = all(one.game is game for one in equilibria.representatives)
        return equilibria if known else replace(equilibria, representatives=tuple(of_game(equilibria.representatives, game)))
    if isinstance(equilibria, OnRequest) and equilibria.game is game:  # each knows it as it is written
        return equilibria
    return tuple(one if one.game is game else replace(one, game=game) for one in equilibria)  # type: ignore[type-var]
