"""The small sheriff game."""

from ..errors import GameError
from ..story import game


@game(
    players=("Smuggler", "Sheriff"),
    source="After Farina, Ling, Fang and Sandholm (2019), NeurIPS 32",
    known=(
        "With two items the most that an extensive-form correlated equilibrium pays the two together is 10/7; coarse ones pay up to 235/93 "
        "in the extensive form and 70/13 in the normal form.",
        "With three items they are 15/13, 265/139 and 795/167.",
    ),
)
def small_sheriff(play, *, items=2):
    """The small sheriff: a hidden load, a bribe in the open, and an inspection or none.

    Parameters
    ----------
    items : int, at least 1
        The largest load.

    Notes
    -----
    Two players. With two items: 22 nodes, 6 information sets, no parameters.

    References
    ----------
    Farina, G., Ling, C. K., Fang, F. and Sandholm, T. (2019). Correlation in extensive-form games: saddle-point formulation and
    benchmarks. *Advances in Neural Information Processing Systems* 32.
    """
    if items < 1:
        raise GameError(f"small_sheriff needs at least one item; found {items}.")
    load = play.choose("Smuggler", range(items + 1), public=False)
    bribe = play.choose("Smuggler", ["no bribe", "bribe"]) == "bribe"
    if play.choose("Sheriff", ["inspect", "pass"]) == "pass":
        return 5 * load - bribe, int(bribe)
    return (-load, load) if load else (1, -1)
