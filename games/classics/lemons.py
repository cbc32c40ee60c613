"""A market for lemons with one buyer."""

from fractions import Fraction

from ..parameter import Parameter
from ..story import game


@game(
    players=("Buyer", "Seller"),
    headline=("h",),
    source="After Akerlof (1970), Quarterly Journal of Economics 84, 488-500: two qualities, one buyer",
    known=(
        "The one buyer offers the pooling price 3 only if h >= 3/4; competing buyers would trade both qualities from h = 2/3 on.",
        "At the price 0 the seller of low quality is indifferent, and equilibria without trade exist for h <= 2/3.",
    ),
)
def lemons(play, *, h=Parameter(Fraction(7, 10), domain="0 < h < 1", means="chance of high quality")):
    """Lemons: one price for goods that only the seller can tell apart.

    High quality is worth 3 to the seller and 4 to the buyer, low quality 0 and 1. The buyer offers 0 or 3.

    Notes
    -----
    Two players, 15 nodes, 5 information sets, 1 parameter.

    References
    ----------
    Akerlof, G. A. (1970). The market for "lemons". *Quarterly Journal of Economics* 84, 488-500.
    """
    quality = play.chance("quality", {"high": h, "low": 1 - h})
    play.tell("Seller", quality)
    price = play.choose("Buyer", [0, 3])
    if play.choose("Seller", ["sell", "keep"]) == "keep":
        return {"Buyer": 0, "Seller": 0}
    return {"Buyer": (4 if quality == "high" else 1) - price, "Seller": price - (3 if quality == "high" else 0)}
