"""Subgame-perfect equilibrium."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..concept.record import Concept, Deviations, Method, OffPath
from .needs import positive_chances
from .searching import by_plans

if TYPE_CHECKING:
    from games import Game
    from games.numbers import Number

    from ..results import Solutions


def _solve(concept: Concept, game: Game, at: Mapping[str, Number], method: str | None) -> Solutions:
    from ..closed_forms import point_solutions
    from ..nash import find_subgame_perfect

    return find_subgame_perfect(game, at, method, point_solutions)


CONCEPT = Concept(
    name="subgame",
    plural="subgame-perfect equilibria",
    source="Selten 1965",
    exists=True,
    implies=("nash",),
    needs=(positive_chances,),
    methods=(
        Method(
            "backward-induction",
            "all",
            exact=True,
            symbolic=False,
            needs="perfect recall, positive chances; subgames of the sizes that nash takes",
            how="subgames from the last to the first, each choice among a subgame's equilibria a branch",
        ),
        Method(
            "supports",
            "all",
            exact=True,
            symbolic=True,
            needs="perfect recall, positive chances, about ten information sets or fewer",
            how="search over supports on the path of each subgame, systems of polynomials solved exactly",
        ),
    ),
    solve=_solve,
    search=by_plans,
    beliefs=OffPath.NONE,
    deviations=Deviations.STRATEGIES,
    everywhere=True,
    check="subgame",
)
