"""Two offers to a buyer of unknown value."""

from fractions import Fraction

from ..errors import GameError
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
    play,
    *,
    ties="buy",
    h=Parameter(Fraction(2, 3), domain="0 < h < 1", means="prior that the buyer's value is 2"),
    delta=Parameter(Fraction(1, 2), domain="0 < delta < 1", means="what a payoff is worth a period later"),
):
    """Durable good: a price now, and perhaps a lower one tomorrow.

    The seller names a price in each of two periods: low (1), middle (2 - delta) or high (2). The buyer,
    whose value is 1 or 2, buys or waits.

    Parameters
    ----------
    ties : {"buy", "free"}
        A buyer to whom waiting cannot bring anything is indifferent at a price equal to its value: it buys, as it must where a
        seller can shade its price, or it is free to do either.

    Notes
    -----
    Two players, 33 nodes, 10 information sets, 2 parameters; when free, 75 nodes and 28 information sets, and very many equilibria,
    which differ in what an indifferent buyer would do after prices that are not asked.

    References
    ----------
    Fudenberg, D. and Tirole, J. (1983). Sequential bargaining with incomplete information.
    *Review of Economic Studies* 50, 221-247.
    """
    if ties not in ("buy", "free"):
        raise GameError(f'durable_good has ties="buy" or ties="free"; found {ties!r}.')
    value = 2 if play.chance("value", {"high": h, "low": 1 - h}) == "high" else 1
    play.tell("Buyer", "high" if value == 2 else "low")
    prices = {"ask 1": 1, "ask 2 - delta": 2 - delta, "ask 2": 2}
    for period, worth in ((1, 1), (2, delta)):
        offer = play.choose("Seller", list(prices))
        buys = value == 2 or offer == "ask 1"
        if ties == "free" or (period == 1 and value == 2):
            buys = play.choose("Buyer", ["buy", "wait"]) == "buy"
        elif period == 1:  # the seller is to see an answer, not who gives it
            play.choose("Buyer", ["buy"] if buys else ["wait"])
        if buys:
            return {"Seller": worth * prices[offer], "Buyer": worth * (value - prices[offer])}
    return {"Seller": 0, "Buyer": 0}
