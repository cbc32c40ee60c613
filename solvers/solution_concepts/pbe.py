"""Weak perfect Bayesian equilibrium."""

from ..concept.record import Concept, Deviations, Method, OffPath
from .needs import positive_chances
from .searching import by_search, by_sets

CONCEPT = Concept(
    name="pbe",
    plural="weak perfect Bayesian equilibria",
    definition="strategies are optimal given beliefs, and beliefs follow Bayes' rule on the path of play",
    exists=True,
    symmetric=True,
    implies=("nash",),
    needs=(positive_chances,),
    methods=(
        Method(
            "bases",
            "all",
            exact=True,
            symbolic=True,
            needs="perfect recall, positive chances, about ten information sets or fewer",
            how="the same with beliefs free off the path and whole continuation strategies compared",
        ),
    ),
    solve=by_search,
    search=by_sets,
    beliefs=OffPath.FREE,
    deviations=Deviations.CONTINUATIONS,
    probed=True,
    maps=True,
    partial=True,
    decisions=True,
    check="pbe",
    enumeration="pbe",
)
