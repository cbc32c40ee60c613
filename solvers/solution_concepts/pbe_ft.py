"""Perfect Bayesian equilibrium of games in periods with observed actions."""

from ..concept.record import Concept, Method, OffPath
from .needs import observed_actions, positive_chances
from .searching import by_search, by_sets

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
    ),
    solve=by_search,
    search=by_sets,
    beliefs=OffPath.COMMON,
    probed=True,
    maps=True,
    partial=True,
    decisions=True,
    continua=True,
    check="pbe-ft",
)
