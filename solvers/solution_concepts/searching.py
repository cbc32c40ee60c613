"""Ways to search and to solve that concepts share; what they call is imported when it is used."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from games import Game
    from games.numbers import Number

    from ..algebra.sign_oracle import Oracle
    from ..concept.record import Concept
    from ..results import Solutions
    from ..search.journal import Journal
    from ..search.tree_polynomials import Supports, View


def by_search(
    concept: Concept,
    game: Game,
    at: Mapping[str, Number],
    method: str | None,
    *,
    seconds: float | None = None,
    given: Supports | None = None,
) -> Solutions:
    """Solve by the exact engine's search over supports, within some seconds, or where some information sets have given supports."""
    from ..closed_forms import point_solutions

    return point_solutions(game, concept.name, at, seconds=seconds, given=given)


def by_strategies(concept: Concept, game: Game, at: Mapping[str, Number], method: str | None, *, seconds: float | None = None) -> Solutions:
    """Solve for profiles from which nobody deviates before play; before every subgame where the concept asks it everywhere."""
    from functools import partial

    from ..closed_forms import point_solutions
    from ..nash import find_nash, find_subgame_perfect

    find = find_subgame_perfect if concept.everywhere else find_nash
    return find(game, at, method, partial(point_solutions, seconds=seconds))


def by_sets(view: View, oracle: Oracle, *, generic: bool, journal: Journal | None) -> Any:
    """Search set by set, with what may be believed at each."""
    from ..search.supports import Search

    return Search(view, oracle, generic=generic, journal=journal)


def by_plans(view: View, oracle: Oracle, *, generic: bool, journal: Journal | None) -> Any:
    """Search along the path of play, of each subgame where the concept asks it everywhere."""
    from ..search.strategy_supports import StrategySearch

    return StrategySearch(view, oracle, generic=generic, everywhere=view.concept.everywhere)
