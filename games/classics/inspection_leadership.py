"""Inspection, announced or not."""

from fractions import Fraction

from ..parameter import Parameter
from ..story import game


@game(
    players=("Inspector", "Inspectee"),
    headline=("a", "c"),
    source="Maschler (1966), Naval Research Logistics Quarterly 13; Avenhaus, von Stengel and Zamir (2002), Handbook of Game Theory 3",
    known=(
        "In the one Nash equilibrium the inspector inspects with g/(f + g), the inspectee acts illegally with c/(c + 1 - a), and they get "
        "-c/(c + 1 - a) and 0.",
        "An inspector who announces and commits inspects as often, the inspectee acts legally, and the inspector gets -c*g/(f + g).",
    ),
)
def inspection_leadership(
    play,
    *,
    a=Parameter(Fraction(3, 5), domain="c < a < 1", means="loss of the inspector when it catches an illegal act; an uncaught one costs 1"),
    c=Parameter(Fraction(1, 10), domain="c > 0", means="cost of an inspection"),
    f=Parameter(4, domain="f > 0", means="fine of the inspectee who is caught"),
    g=Parameter(1, domain="g > 0", means="gain of the inspectee who is not"),
):
    """Inspection: how often to look, and is it better to say so first?

    The inspector inspects at a cost or does not; the inspectee acts legally or illegally.

    Notes
    -----
    Two players who move at once, 7 nodes, 2 information sets, four parameters.

    References
    ----------
    Avenhaus, R., von Stengel, B. and Zamir, S. (2002). Inspection games. *Handbook of Game Theory* 3, 1947-1987.

    Maschler, M. (1966). A price leadership method for solving the inspector's non-constant-sum game.
    *Naval Research Logistics Quarterly* 13, 11-33.
    """
    inspects = play.choose("Inspector", ["inspect", "none"], public=False) == "inspect"
    legal = play.choose("Inspectee", ["legal", "illegal"], public=False) == "legal"
    if legal:
        return (-c if inspects else 0), 0
    return (-a, -f) if inspects else (-1, g)
