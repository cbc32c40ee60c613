"""Nash equilibrium."""

from ..concept.record import Concept, Deviations, Method, OffPath
from ..regret.rules import METHODS, SAMPLED
from .needs import positive_chances
from .searching import by_plans, by_strategies

TABLE, STORY = "a leaf table that fits in memory", "a tree that fits in memory, or a story of any size"

CONCEPT = Concept(
    name="nash",
    plural="Nash equilibria",
    source="Nash 1951",
    exists=True,
    needs=(positive_chances,),
    methods=(
        Method(
            "vertex-enumeration",
            "all",
            exact=True,
            symbolic=False,
            needs="at most two players who move, with at most 3000 pure plans each",
            how="corners of the best-reply polytopes, maximal Nash subsets and connected components",
        ),
        Method(
            "supports",
            "all",
            exact=True,
            symbolic=True,
            needs="perfect recall, positive chances, about ten information sets or fewer",
            how="search over supports on the path of play, dominated ones cut, systems of polynomials solved exactly",
        ),
        Method(
            "sequence-lp",
            "one",
            exact=True,
            symbolic=False,
            needs="two players, payoffs that add up to a constant",
            how="linear programming on the sequence form",
        ),
        Method(
            "nashpy",
            "some",
            exact=True,
            symbolic=False,
            needs="at most two players who move",
            how="nashpy's vertex enumeration in floating point, solved again in fractions, each answer verified",
        ),
        Method(
            "pygambit",
            "some",
            exact=True,
            symbolic=False,
            needs="numbers that are fractions",
            how="pygambit's enummixed, lcp or enumpoly, each answer verified",
        ),
        *(
            Method(name, "one", exact=False, symbolic=False, needs=STORY if name in SAMPLED else TABLE, how=how, door="approximate")
            for name, how in METHODS.items()
        ),
    ),
    solve=by_strategies,
    search=by_plans,
    beliefs=OffPath.NONE,
    deviations=Deviations.STRATEGIES,
    lifts=True,
    programs=True,
    check="nash",
)
