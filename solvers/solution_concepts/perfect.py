"""Perfect equilibrium of the tree."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..concept.record import Concept, Method
from .needs import positive_chances

if TYPE_CHECKING:
    from games import Game
    from games.numbers import Number

    from ..results import Solutions


def _solve(concept: Concept, game: Game, at: Mapping[str, Number], method: str | None, *, seconds: float | None = None) -> Solutions:
    """Judge every sequential equilibrium, later mistakes of one's own reckoned in."""
    from ..perturbations.finding import among_sequential

    return among_sequential(game, concept.name, "sequential", "perfect", at, own=True, seconds=seconds)


CONCEPT = Concept(
    name="perfect",
    plural="perfect equilibria",
    source="Selten 1975",
    definition="limits of play in which every action is taken by mistake at times, everybody doing the best at each "
    "information set with the mistakes of all, its own later ones included",
    references=(
        "Selten, Reinhard. 1975. ``Reexamination of the Perfectness Concept for Equilibrium Points in Extensive "
        "Games.'' \\emph{International Journal of Game Theory} 4 (1): 25--55.",
    ),
    exists=True,
    implies=("sequential",),
    needs=(positive_chances,),
    methods=(
        Method(
            "trembles",
            "all",
            exact=True,
            symbolic=False,
            needs="as for sequential; some cases stay undecided where a player moves twice in a play or more than two players move",
            how="of the sequential equilibria those that stand: exact programs on orders of magnitude for two players who "
            "move once, else strict beliefs, real algebra nearby and leading terms of trembles",
        ),
    ),
    solve=_solve,
    check="perfect",
)
