"""Two offers to a buyer of unknown value."""

from fractions import Fraction

from ..parameter import Parameter
from ..story import game


@game(
    players=("Seller", "Buyer"),
    headline=("h", "delta"),
    source="After Fudenberg and Tirole (1983), Review of Economic Studies 50, 221-247: one-sided, values 1 and 2",
    known=(
        "The walls are h = 1/2 and h = 1 - delta/2.",
        "Below both the seller asks 1 at once; between them it asks 2 - delta and then 1; above, it asks 2 twice and the buyer "
        "of high value buys first with (2*h - 1)/h.",
    ),
)
def durable_good(
    play, *,
    h=Parameter(Fraction(2, 3), domain="0 < h < 1", means="prior that the buyer's value is 2"),
    delta=Parameter(Fraction(1, 2), domain="0 < delta < 1", means="what a payoff is worth a period later"),
):
    """Durable good: a price now, and perhaps a lower one tomorrow.

    The seller names a price in each of two periods: low (1), middle (2 - delta) or high (2). The buyer,
    whose value is 1 or 2, buys or waits.

    Notes
    -----
    Two players, 75 nodes, 28 information sets, 2 parameters.

    References
    ----------
    Fudenberg, D. and Tirole, J. (1983). Sequential bargaining with incomplete information.
    *Review of Economic Studies* 50, 221-247.
    """
    value = 2 if play.chance("value", {"high": h, "low": 1 - h}) == "high" else 1
    play.tell("Buyer", "high" if value == 2 else "low")
    prices = {"ask 1": 1, "ask 2 - delta": 2 - delta, "ask 2": 2}
    for worth in (1, delta):
        price = prices[play.choose("Seller", list(prices))]
        if play.choose("Buyer", ["buy", "wait"]) == "buy":
            return {"Seller": worth * price, "Buyer": worth * (value - price)}
    return {"Seller": 0, "Buyer": 0}
