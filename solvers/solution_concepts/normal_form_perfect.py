"""Perfect equilibrium of the normal form."""

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

    return among_nash(game, concept.name, "normal-form-perfect", at, by_cost=False, seconds=seconds)


CONCEPT = Concept(
    name="normal-form-perfect",
    plural="normal-form perfect equilibria",
    source="Selten 1975",
    definition="limits of play in which every plan is taken by mistake at times, everybody's plan being best before play "
    "against the mistakes of the others",
    references=(
        "Selten, Reinhard. 1975. ``Reexamination of the Perfectness Concept for Equilibrium Points in Extensive "
        "Games.'' \\emph{International Journal of Game Theory} 4 (1): 25--55.",
    ),
    exists=True,
    implies=("nash",),
    needs=(positive_chances,),
    methods=(
        Method(
            "undominated",
            "all",
            exact=True,
            symbolic=False,
            needs="at most two players who move, as for vertex-enumeration",
            how="of the maximal Nash subsets the faces in which no plan is weakly dominated, by exact linear programs",
        ),
    ),
    solve=_solve,
    beliefs=OffPath.NONE,
    deviations=Deviations.STRATEGIES,
    check="normal-form-perfect",
)
