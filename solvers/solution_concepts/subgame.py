"""Subgame-perfect equilibrium."""

from ..concept.record import Concept, Deviations, Method, OffPath
from .needs import positive_chances
from .searching import by_plans, by_strategies

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
    solve=by_strategies,
    search=by_plans,
    beliefs=OffPath.NONE,
    deviations=Deviations.STRATEGIES,
    everywhere=True,
    check="subgame",
)
