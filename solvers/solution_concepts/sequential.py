"""Sequential equilibrium."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ..concept.record import Concept, Method
from .needs import positive_chances
from .searching import by_search, by_sets

if TYPE_CHECKING:
    from games import Game


def _missed(game: Game, bases: Sequence[Any]) -> str:
    """Ask circuits for an equilibrium outside some bases."""
    from ..verifier import Base, uncovered

    return uncovered(game, [Base(*base) for base in bases])


CONCEPT = Concept(
    name="sequential",
    plural="sequential equilibria",
    source="Kreps and Wilson 1982",
    references=(
        "Kreps, David M., and Robert Wilson. 1982. ``Sequential Equilibria.'' \\emph{Econometrica} 50 (4): 863--894.",
        "Streufert, Peter A. 2012. ``Additive Plausibility Characterizes the Supports of Consistent Assessments.'' Manuscript.",
    ),
    theorem="additive labels characterise consistent beliefs (Kreps and Wilson 1982, as repaired by Streufert 2012)",
    exists=True,
    implies=("subgame", "pbe", "pbe-ft"),
    needs=(positive_chances,),
    methods=(
        Method(
            "bases",
            "all",
            exact=True,
            symbolic=True,
            needs="perfect recall, positive chances, about twelve information sets or fewer",
            how="pruned search over supports of actions and beliefs",
        ),
    ),
    solve=by_search,
    search=by_sets,
    probed=True,
    maps=True,
    decisions=True,
    check="sequential",
    enumeration="sequential",
    missed=_missed,
)
