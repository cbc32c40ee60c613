"""Proper equilibrium of the normal form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..concept.record import Concept, Deviations, Method, OffPath
from .needs import positive_chances

if TYPE_CHECKING:
    from games import Game
    from games.numbers import Number

    from ..results import Solutions


def _solve(concept: Concept, game: Game, at: Mapping[str, Number], method: str | None, *, seconds: float | None = None) -> Solutions:
    """Judge every face of the Nash equilibria of two players."""
    from ..perturbations.finding import among_nash

    return among_nash(game, concept.name, "proper", at, by_cost=True, seconds=seconds)


CONCEPT = Concept(
    name="proper",
    plural="proper equilibria",
    source="Myerson 1978",
    definition="limits of play in which every plan is taken by mistake at times, a plan that costs more being rarer by "
    "an order of magnitude",
    references=(
        "Myerson, Roger B. 1978. ``Refinements of the Nash Equilibrium Concept.'' \\emph{International Journal of "
        "Game Theory} 7 (2): 73--80.",
    ),
    exists=True,
    implies=("normal-form-perfect",),
    needs=(positive_chances,),
    methods=(
        Method(
            "orders",
            "all",
            exact=True,
            symbolic=False,
            needs="at most two players who move, with at most sixteen plans each, not too many of them equally good",
            how="of the maximal Nash subsets the faces for which the plans of both can be sorted into orders of magnitude "
            "that respect what mistakes cost, by exact linear programs",
        ),
    ),
    solve=_solve,
    beliefs=OffPath.NONE,
    deviations=Deviations.STRATEGIES,
    check="proper",
)
