"""Ways to search and to solve that concepts share; what they call is imported when it is used."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from games import Game
    from games.numbers import Number

    from ..exact.journal import Journal
    from ..exact.oracle import Oracle
    from ..exact.view import View
    from ..solution import Solutions
    from .record import Concept


def by_search(concept: Concept, game: Game, at: Mapping[str, Number], method: str | None) -> Solutions:
    """Solve by the exact engine's search over supports."""
    from ..exact import point_solutions

    return point_solutions(game, concept.name, at)


def by_sets(view: View, oracle: Oracle, *, generic: bool, journal: Journal | None) -> Any:
    """Search set by set, with what may be believed at each."""
    from ..exact.search import Search

    return Search(view, oracle, generic=generic, journal=journal)


def by_plans(view: View, oracle: Oracle, *, generic: bool, journal: Journal | None) -> Any:
    """Search along the path of play, of each subgame where the concept asks it everywhere."""
    from ..exact.whole import WholeSearch

    return WholeSearch(view, oracle, generic=generic, everywhere=view.concept.everywhere)
