"""A war of attrition."""

from ..errors import GameError
from ..parameter import Parameter
from ..story import game


@game(
    players=("1", "2"),
    headline=("v", "c"),
    source="Hendricks, Weiss and Wilson (1988), International Economic Review 29, in discrete time; after Maynard Smith (1974)",
    known=(
        "In the symmetric equilibrium each quits in each period with c/(v + c), however many periods there are.",
        "That one always stays and the other always quits is an equilibrium too.",
    ),
)
def war_of_attrition(
    play,
    *,
    periods=3,
    v=Parameter(3, domain="v > 0", means="what staying alone is worth"),
    c=Parameter(1, domain="c > 0", means="what a period costs in which both stay"),
):
    """War of attrition: each waits for the other to give in.

    In each period both choose at the same time to stay or to quit; who stays alone gets v, and while both
    stay each pays c.

    Parameters
    ----------
    periods : int, at least 1
        After so many the war ends by itself.

    Notes
    -----
    Two players, 19 nodes, 6 information sets, 2 parameters.

    References
    ----------
    Hendricks, K., Weiss, A. and Wilson, C. (1988). The war of attrition in continuous time with complete information.
    *International Economic Review* 29, 663-680.

    Maynard Smith, J. (1974). The theory of games and the evolution of animal conflicts.
    *Journal of Theoretical Biology* 47, 209-221.
    """
    if periods < 1:
        raise GameError(f"war_of_attrition needs at least 1 period; found {periods}.")
    paid = 0
    for _ in range(periods):
        stays = [play.choose(player, ["stay", "quit"], public=False) == "stay" for player in ("1", "2")]
        if not all(stays):
            return tuple((v if one else 0) - paid for one in (stays if any(stays) else (False, False)))
        paid += c
        play.tell(("1", "2"), "both stay")
    return -paid, -paid
