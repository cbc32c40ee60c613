"""Perfect Bayesian equilibrium of games in periods with observed actions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..concept.record import Concept, Method, OffPath
from .needs import observed_actions, positive_chances
from .searching import by_search, by_sets

if TYPE_CHECKING:
    from games import Game
    from games.numbers import Number

    from ..results import Solutions
    from ..search.tree_polynomials import Supports

CELLS = "cells"


def _solve(
    concept: Concept,
    game: Game,
    at: Mapping[str, Number],
    method: str | None,
    *,
    seconds: float | None = None,
    given: Supports | None = None,
) -> Solutions:
    """Search over cells of types where types come from a continuum, over supports elsewhere."""
    from games import GameError

    if not game.types:
        if method == CELLS:
            raise GameError(f"{CELLS} is for types from a continuum, and {game.name} has none; leave method out.")
        return by_search(concept, game, at, method, seconds=seconds, given=given)
    if method not in (None, CELLS):
        raise GameError(f"Types from a continuum are solved by {CELLS}; found method={method!r}.")
    if given is not None:
        raise GameError("Supports are given in finite games only; with types from a continuum leave given out.")
    from ..types import point_solutions

    return point_solutions(game, concept.name, at, seconds=seconds)


CONCEPT = Concept(
    name="pbe-ft",
    plural="perfect Bayesian equilibria",
    source="Fudenberg and Tirole 1991",
    references=(
        "Fudenberg, Drew, and Jean Tirole. 1991. ``Perfect Bayesian Equilibrium and Sequential Equilibrium.'' \\emph{Journal of Economic "
        "Theory} 53 (2): 236--260.",
    ),
    implies=("subgame", "pbe"),
    needs=(positive_chances, observed_actions),
    methods=(
        Method(
            "bases",
            "all",
            exact=True,
            symbolic=True,
            needs="periods with observed actions and independent types, about twelve information sets or fewer",
            how="the same with common beliefs about types that follow Bayes' rule from period to period",
        ),
        Method(
            CELLS,
            "all",
            exact=True,
            symbolic=True,
            needs="uniform types from a continuum, one a player, observed actions",
            how="pruned search over orders of cells of types that play alike, and over supports of their actions and of beliefs",
        ),
    ),
    solve=_solve,
    search=by_sets,
    beliefs=OffPath.COMMON,
    probed=True,
    maps=True,
    partial=True,
    decisions=True,
    continua=True,
    check="pbe-ft",
)
