"""Logit quantal response equilibrium of the agent form."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from ..concept.record import Concept, Deviations, Method, OffPath
from .needs import positive_chances

if TYPE_CHECKING:
    from games import Game
    from games.numbers import Number

    from ..results import Solutions


def _solve(
    concept: Concept,
    game: Game,
    at: Mapping[str, Number],
    method: str | None,
    *,
    precision: Fraction = Fraction(0),
    boxes: int | None = None,
    seconds: float | None = None,
) -> Solutions:
    """Count the equilibria at a precision in boxes, or follow the principal branch to it."""
    if seconds is not None:
        from games import GameError

        raise GameError("For quantal response boxes are counted, so that answers do not depend on the machine; give boxes, not seconds.")
    from ..quantal.solving import equilibria

    principal = method == concept.methods[1].name
    return equilibria(game, concept.name, precision, boxes, all_of_them=not principal)


CONCEPT = Concept(
    name="quantal",
    plural="logit quantal response equilibria",
    source="McKelvey and Palfrey 1995, 1998",
    definition="at each information set the logarithm of the odds of two actions is the precision times what one is worth more than the "
    "other, given that play is there",
    references=(
        "McKelvey, Richard D., and Thomas R. Palfrey. 1995. ``Quantal Response Equilibria for Normal Form Games.'' \\emph{Games and "
        "Economic Behavior} 10 (1): 6--38.",
        "McKelvey, Richard D., and Thomas R. Palfrey. 1998. ``Quantal Response Equilibria for Extensive Form Games.'' "
        "\\emph{Experimental Economics} 1 (1): 9--41.",
    ),
    exists=True,
    needs=(positive_chances,),
    methods=(
        Method(
            "boxes",
            "all",
            exact=False,
            symbolic=False,
            needs="rational payoffs and chances; few sets on whose choices one another's depend",
            how="branch and bound: boxes are excluded by interval arithmetic, equilibria proved by Krawczyk's test",
        ),
        Method(
            "principal",
            "one",
            exact=False,
            symbolic=False,
            needs="rational payoffs and chances",
            how="the branch from equal odds at precision zero, followed by its arclength; the equilibrium proved by Krawczyk's test",
        ),
    ),
    solve=_solve,
    asks=("precision", "boxes"),
    beliefs=OffPath.NONE,
    deviations=Deviations.ACTIONS,
    check="quantal",
    compared=False,
)
