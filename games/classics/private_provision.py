"""Private provision of a public good."""

from fractions import Fraction

from ..story import game

COSTS = {"low": Fraction(1, 5), "high": Fraction(9, 10)}


@game(
    players=("1", "2"),
    source="After Palfrey and Rosenthal (1984), Journal of Public Economics 24, and (1988), the same 35: two costs",
    known=(
        "In the symmetric equilibrium the low cost gives and the high one keeps, and each gets 13/20.",
        "There are five Nash equilibria, four of them asymmetric.",
    ),
)
def private_provision(play):
    """Private provision: one gift is enough, and each knows what a gift costs itself.

    The good is worth 1 to both and is provided if anyone gives; the cost of giving is 1/5 or 9/10, equally
    likely and private.

    Notes
    -----
    Two players, 31 nodes, 4 information sets, no parameters.

    References
    ----------
    Palfrey, T. R. and Rosenthal, H. (1984). Participation and the provision of discrete public goods.
    *Journal of Public Economics* 24, 171-193.
    """
    costs = [play.chance(f"cost of {player}", ["low", "high"]) for player in ("1", "2")]
    for player, cost in zip(("1", "2"), costs, strict=True):
        play.tell(player, cost)
    gives = [play.choose(player, ["give", "keep"], public=False) == "give" for player in ("1", "2")]
    return tuple(int(any(gives)) - (COSTS[cost] if giving else 0) for cost, giving in zip(costs, gives, strict=True))
