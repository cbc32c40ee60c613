"""Quasi-perfect equilibrium."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..concept.record import Concept, Method
from .needs import positive_chances

if TYPE_CHECKING:
    from games import Game
    from games.numbers import Number

    from ..results import Solutions


MOST_SETS = 10  # with more information sets one equilibrium of a zero-sum game is found by a linear program


def _solve(concept: Concept, game: Game, at: Mapping[str, Number], method: str | None, *, seconds: float | None = None) -> Solutions:
    """Judge every sequential equilibrium against mistakes of the others; in larger zero-sum games, find one."""
    from ..perturbations.finding import among_sequential, one_of_zero_sum, zero_sum

    if method == "perturbed-lp" or (method is None and game.infosets > MOST_SETS and zero_sum(game)):
        return one_of_zero_sum(game, concept.name, "quasi-perfect", at)
    return among_sequential(game, concept.name, "sequential", "quasi-perfect", at, own=False, seconds=seconds)


CONCEPT = Concept(
    name="quasi-perfect",
    plural="quasi-perfect equilibria",
    source="van Damme 1984",
    definition="limits of play in which every action is taken by mistake at times, everybody's continuation being best "
    "at each information set against the mistakes of the others",
    references=(
        "van Damme, Eric. 1984. ``A Relation between Perfect Equilibria in Extensive Form Games and Proper "
        "Equilibria in Normal Form Games.'' \\emph{International Journal of Game Theory} 13 (1): 1--13.",
    ),
    exists=True,
    implies=("sequential", "normal-form-perfect"),
    needs=(positive_chances,),
    methods=(
        Method(
            "trembles",
            "all",
            exact=True,
            symbolic=False,
            needs="as for sequential; some cases stay undecided where more than two players move",
            how="of the sequential equilibria those that stand: exact linear programs on mistakes of several orders of "
            "magnitude for two players, else strict beliefs, real algebra nearby and leading terms of trembles",
        ),
        Method(
            "perturbed-lp",
            "one",
            exact=True,
            symbolic=False,
            needs="two players, payoffs that add up to a constant",
            how="linear programming on the sequence form with a symbolic tremble; a basis that stays optimal as mistakes vanish",
        ),
    ),
    solve=_solve,
    check="quasi-perfect",
)
