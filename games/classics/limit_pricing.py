"""Limit pricing."""

from fractions import Fraction

from ..parameter import Parameter
from ..story import game

OUTPUTS = (Fraction(3), Fraction(5), Fraction(21, 4))
COST = {"low": 0, "high": 4}
ALONE = {"low": Fraction(25), "high": Fraction(9)}  # second period, monopoly
SHARED = {"low": Fraction(196, 9), "high": Fraction(4)}  # second period, Cournot duopoly
ENTRANT = {"low": Fraction(4, 9), "high": Fraction(4)}
FEE = 2


@game(
    players=("Incumbent", "Entrant"),
    headline=("x",),
    source="After Milgrom and Roberts (1982), Econometrica 50, 443-459: two types, linear demand, three outputs",
    known=(
        "The types separate at 21/4 and 3 for every x; both produce 5 when x >= 9/16.",
        "For x < 9/16 the high-cost type may mimic 5 with 7*x/(9*(1 - x)), and entry after 5 then has chance 1/5.",
    ),
)
def limit_pricing(play, *, x=Parameter(Fraction(1, 2), domain="0 < x < 1", means="prior that the incumbent's cost is low")):
    """Limit pricing: an output so large that nobody enters.

    Inverse demand is 10 less output; the incumbent's cost is 0 or 4 and the entrant's 4. The entrant sees
    the output of the first period and pays 2 to enter for the second.

    Notes
    -----
    Two players, 21 nodes, 5 information sets, 1 parameter.

    References
    ----------
    Milgrom, P. and Roberts, J. (1982). Limit pricing and entry under incomplete information. *Econometrica* 50, 443-459.
    """
    cost = play.chance("cost", {"low": x, "high": 1 - x})
    play.tell("Incumbent", cost)
    output = play.choose("Incumbent", OUTPUTS)
    first = (10 - output - COST[cost]) * output
    if play.choose("Entrant", ["in", "out"]) == "out":
        return {"Incumbent": first + ALONE[cost], "Entrant": 0}
    return {"Incumbent": first + SHARED[cost], "Entrant": ENTRANT[cost] - FEE}
